#version 330 core
// Lays a small multisampled picture of near things over the scene, with its own depth.
uniform sampler2DMS picture, depths;
uniform ivec2 corner;     // where the patch lies in the view
out vec4 out_colour;
void main() {
    ivec2 p = ivec2(gl_FragCoord.xy) - corner;
    vec4 sum = vec4(0.0);
    float near = 1.0;
    for (int i = 0; i < 4; i++) {
        sum += texelFetch(picture, p, i);
        near = min(near, texelFetch(depths, p, i).r);
    }
    if (sum.a <= 0.0) discard;
    out_colour = sum * 0.25;
    gl_FragDepth = near;
}
