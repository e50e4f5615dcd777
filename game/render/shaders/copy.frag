#version 330 core
uniform sampler2D picture;
out vec4 out_colour;
void main() { out_colour = vec4(texelFetch(picture, ivec2(gl_FragCoord.xy), 0).rgb, 1.0); }
