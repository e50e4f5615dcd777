#version 330 core
// The sand, above where waves run.
#include "sea.glsl"
void main() {
    vec3 to = at - eye;
    float far = length(to), aside = beside_the_moon(normalize(to.xz));
    vec4 grain = texture(ripples, at.xz * 0.23), dust = texture(ripples, at.xz * vec2(1.0, 2.1));
    finish(sand_at(to, far, aside, grain, dust), far, aside);
}
