#version 330 core
// One picture over another that takes display values: reading the sRGB texture decoded them, so encode again.
#include "colour.glsl"
uniform sampler2D picture;
in vec2 uv;
out vec4 out_colour;
void main() {
    vec4 there = texture(picture, uv);  // the far picture's alpha says where the sea goes
    out_colour = vec4(displayed(there.rgb), there.a);
}
