#version 330 core
uniform sampler2D picture;
uniform vec4 tint;
in vec2 at;
out vec4 out_colour;
void main() {
    vec4 seen = texelFetch(picture, ivec2(at), 0);
    float a = seen.a * tint.a;
    out_colour = vec4(seen.rgb * tint.rgb * a, a);
}
