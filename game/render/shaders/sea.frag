#version 330 core
// The open sea, beyond where waves break, and what it mirrors of the rock.
#include "sea.glsl"
uniform vec2 rock;   // x and z of its middle
void main() {
    vec3 to = at - eye;
    float far = length(to);
    vec2 ahead = normalize(to.xz), off = at.xz - rock, toward = normalize(rock - eye.xz);
    float aside = beside_the_moon(ahead);
    float before = -dot(off, toward), beside = dot(off, vec2(-toward.y, toward.x));
    float shaded = 0.75 * bell(beside * 0.42) * smoothstep(13.0, 1.0, before) * smoothstep(-2.0, 1.0, before);
    float rough;
    vec3 colour = open_sea(to, far, ahead, aside, shaded, rough);
    float ring = length(off * vec2(0.56, 1.0)) - 1.95 + rough * 0.9;
    colour = mix(colour, foam_colour * lit, 0.55 * bell(ring * 2.6) * (0.35 + 0.65 * stir));
    finish(colour, far, aside);
}
