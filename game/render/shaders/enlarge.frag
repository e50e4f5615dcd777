#version 330 core
uniform sampler2D picture;
in vec2 uv;
out vec4 out_colour;
void main() { out_colour = vec4(texture(picture, uv).rgb, 1.0); }
