#version 330 core
// The finished picture to the window, which takes display values: reading the sRGB texture decoded them, so encode again.
uniform sampler2D picture;
out vec4 out_colour;
void main() {
    vec3 linear = texelFetch(picture, ivec2(gl_FragCoord.xy), 0).rgb;
    vec3 root2 = sqrt(linear), root4 = sqrt(root2), root8 = sqrt(root4);
    vec3 curve = 0.585122381 * root2 + 0.783140355 * root4 - 0.368262736 * root8;  // 1.055 x^(1/2.4) - 0.055 within 0.0005
    out_colour = vec4(mix(curve, linear * 12.92, lessThan(linear, vec3(0.0031308))), 1.0);
}
