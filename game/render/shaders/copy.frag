#version 330 core
uniform sampler2D picture;
out vec4 out_colour;
void main() { out_colour = texelFetch(picture, ivec2(gl_FragCoord.xy), 0); }
