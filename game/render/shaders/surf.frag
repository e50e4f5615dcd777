#version 330 core
// Where waves break and run up the sand: sea, wet sand, foam, and what glows in the dark water when all is done.
#include "sea.glsl"
uniform float plankton;
uniform vec3 plankton_colour;
void main() {
    vec2 p = at.xz;
    vec3 to = at - eye;
    float far = length(to);
    vec2 ahead = normalize(to.xz);
    float aside = beside_the_moon(ahead);
    vec4 grain = texture(ripples, p * 0.23), dust = texture(ripples, p * vec2(1.0, 2.1));
    vec4 lace = texture(ripples, p * vec2(0.37, 0.61) + vec2(0.004, 0.015) * t_s);
    float inland = wash.x;
    float edge = wash.y + ((grain.b - 0.5) * 0.6 + (dust.a - 0.5) * 0.15) * (0.3 + 0.7 * stir);
    float behind = edge - inland;
    vec3 sand = sand_at(to, far, aside, grain, dust);
    float rough;
    vec3 water = open_sea(to, far, ahead, aside, 0.0, rough);
    float shallow = smoothstep(3.2, 0.0, behind);
    water = mix(water, sand_wet * lit, shallow * 0.40);

    // Foam: the running edge, the net it draws behind it, and the crests that come in.
    float net = lace.b * 0.75 + dust.b * 0.25;
    float strength = 0.30 + 0.70 * stir;
    float front = exp(-max(behind, 0.0) / (0.10 + 0.16 * wash.w)) * foam.x;
    float trail = smoothstep(2.6, 0.1, behind) * smoothstep(0.50, 0.66, net) * foam.x * 0.62;
    float crest = sin(6.2831853 * (t_s * 0.1 - inland / 15.0 + 0.06 * sin(p.x * 0.11)) - 0.4);
    float breaking = smoothstep(0.72, 1.0, crest) * smoothstep(-10.0, -5.0, inland) * smoothstep(0.2, 2.2, behind);
    breaking *= smoothstep(0.40, 0.60, net + 0.10 * sin(p.x * 0.45 + 1.0)) * 0.85;
    float white = clamp(max(max(front, trail), breaking) * strength, 0.0, 1.0);
    water = mix(water, foam_colour * (lit + moon_colour * 0.10), white * 0.78);

    float soft = max(fwidth(behind), 0.03);
    vec3 colour = mix(sand, water, smoothstep(-soft, soft, behind));
    float shore = bell((behind - 0.15) / 0.75) + 0.45 * bell((behind - 2.0) / 2.0) + 0.5 * breaking;
    float specks = smoothstep(0.50, 0.68, net) * 0.9 + 0.22;
    colour += plankton_colour * (plankton * shore * specks * 0.60);
    finish(colour, far, aside);
}
