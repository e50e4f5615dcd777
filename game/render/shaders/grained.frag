#version 330 core
// Bark, stone and litter: a grain that no triangle could carry, fading where it would be finer than a pixel.
uniform sampler2D grain;   // tileable noise: b fine, a soft
in vec4 shade;
in vec3 at, facing;
in float far_off;
out vec4 out_colour;
void main() {
    vec3 n = normalize(facing);
    float level = smoothstep(0.55, 0.85, abs(n.y));
    float around = at.x * abs(n.z) + at.z * abs(n.x);
    vec2 bark = vec2(around * 0.75, at.y * 0.10), litter = at.xz * 0.31;
    float upright = texture(grain, bark).b * 0.55 + texture(grain, bark * vec2(3.1, 2.3) + 0.37).b * 0.45;
    float flat_lying = texture(grain, litter).a * 0.35 + texture(grain, litter * 3.7 + 0.21).b * 0.40;
    flat_lying += texture(grain, litter * 11.0).b * 0.25;
    float here = mix(upright, flat_lying, level) - 0.5;
    float strength = mix(1.5, 1.5, level) / (1.0 + far_off * 0.035);
    vec3 colour = shade.rgb * clamp(1.0 + here * strength, 0.35, 1.8);
    float fallen = smoothstep(0.60, 0.70, texture(grain, litter * 7.0 + 0.6).b) * level / (1.0 + far_off * 0.10);
    colour = mix(colour, colour * vec3(1.55, 1.22, 0.72), fallen * 0.75);
    out_colour = vec4(colour, shade.a);
}
