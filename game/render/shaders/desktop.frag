#version 330 core
// The middle of one eye's picture to the window, which takes display values.
#include "colour.glsl"
uniform sampler2D picture;
uniform vec2 share;
in vec2 uv;
out vec4 out_colour;
void main() { out_colour = vec4(displayed(texture(picture, (uv - 0.5) * share + 0.5).rgb), 1.0); }
