#version 330 core
// Matt things as solid.vert has them, and where they are: what is kept as a picture can afford a grain.
#include "light.glsl"
#include "placed.glsl"
out vec4 shade;
out vec3 at, facing;
out float far_off;
void main() {
    vec4 p = in_place();
    vec3 n = normalize(mat3(in_m0.xyz, in_m1.xyz, in_m2.xyz) * in_normal);
    vec3 v = normalize(eye - p.xyz);
    if (dot(n, v) < 0.0) n = -n;
    vec3 base = in_colour * in_tint.rgb;
    vec3 colour = fogged(base * light_on(n, p.xyz), p.xyz);
    // A little of the warm sky along edges that turn away.
    float edge = 1.0 - clamp(dot(n, v), 0.0, 1.0);
    colour += key * base * edge * edge * edge * max(dot(-v, key_from), 0.0) * 1.2;
    colour = mix(colour, base, in_how.x);
    shade = vec4(colour, 1.0) * in_tint.a;
    gl_Position = clip_from_room * p;
    at = p.xyz;
    facing = n;
    far_off = length(p.xyz - eye);
    gl_ClipDistance[0] = p.y - water_level;
}
