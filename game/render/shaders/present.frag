#version 330 core
// The finished picture to the window, which takes display values: reading the sRGB texture decoded them, so encode again.
#include "colour.glsl"
uniform sampler2D picture;
out vec4 out_colour;
void main() { out_colour = vec4(displayed(texelFetch(picture, ivec2(gl_FragCoord.xy), 0).rgb), 1.0); }
