#version 330 core
#include "light.glsl"
in vec3 at, normal, albedo, local;
in vec4 tint;
in float paper;
flat in float glow, part, ribbed;
uniform vec3 rib_colour;
out vec4 out_colour;

float rib_cover(vec3 p) {  // eight ribs and a hoop of a lantern, as wide as a pixel at least
    float turn = atan(p.x, p.z) * 1.2732395;
    float off = abs(fract(turn) - 0.5), wide = max(0.016, fwidth(p.x) * 0.35 / max(length(p.xz), 0.02));
    float rib = 1.0 - smoothstep(wide, wide * 1.9, off);
    float hoop = 1.0 - smoothstep(0.004, 0.004 + max(fwidth(p.y), 0.002), abs(p.y - 0.113));
    return max(rib * 0.75, hoop);
}

void main() {
    vec3 n = normalize(normal);
    vec3 v = normalize(eye - at);
    if (dot(n, v) < 0.0 && paper < 0.5) n = -n;
    vec3 base = albedo * tint.rgb;
    float facing = clamp(dot(n, v), 0.0, 1.0);
    if (ribbed > 1.5) base = mix(rib_colour * 0.5, base, smoothstep(0.24, 0.58, facing));  // a fruit's dark rim
    vec3 colour = fogged(base * light_on(n, at), at);
    if (paper > 0.0) {
        // Lit paper: brightest where the flame is, deeper toward the rim of the shape; filled from below up to `part`.
        float height = clamp((local.y + 0.175) / 0.35, 0.0, 1.0);
        float fill = part >= 1.0 ? 1.0 : 0.10 + 0.90 * (1.0 - smoothstep(part - 0.05, part + 0.05, height));
        float flame = exp(-pow((height - 0.30) / 0.42, 2.0)) * (0.35 + 0.65 * facing);
        if (ribbed > 0.5 && ribbed < 1.5) base = mix(base, rib_colour, rib_cover(local) * smoothstep(0.08, 0.3, facing));
        vec3 shine = base * (0.62 + 0.38 * facing) + base * base * 0.22 * flame;
        colour = mix(colour, shine * fill * glow + colour * (1.0 - glow * fill), paper * step(0.001, glow));
    }
    out_colour = vec4(colour * tint.a, tint.a);
}
