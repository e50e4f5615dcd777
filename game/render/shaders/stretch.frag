#version 330 core
// One picture over another that takes display values: reading the sRGB texture decoded them, so encode again.
#include "colour.glsl"
uniform sampler2D picture;
in vec2 uv;
out vec4 out_colour;
void main() { out_colour = vec4(displayed(texture(picture, uv).rgb), 1.0); }
