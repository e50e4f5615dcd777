#version 330 core
#include "colour.glsl"
uniform vec3 eye, fog, deep;
uniform vec2 pixel;            // 1 / size of the view
uniform sampler2D mirror;      // the scene flipped, in this view's own pixels
uniform sampler2D ripples;
uniform float t_s, stir, water_level;
uniform vec4 lamp_at[4];
uniform vec3 lamp_colour[4];
in vec3 at;
out vec4 out_colour;
void main() {
    vec3 to = at - eye;
    float far = length(to);
    vec2 q = at.xz;
    vec2 broad = texture(ripples, q * vec2(0.050, 0.085) + vec2(0.004, 0.011) * t_s).rg - 0.5;
    vec2 fine = texture(ripples, q.yx * vec2(0.23, 0.17) + vec2(-0.017, 0.009) * t_s).rg - 0.5;
    vec2 slope = (broad * 1.3 + fine) * stir;
    float calm = 1.0 / (1.0 + far * 0.030);
    vec2 where = gl_FragCoord.xy * pixel + slope * vec2(0.035, 0.13) * calm;
    vec3 seen = texture(mirror, clamp(where, vec2(0.001), vec2(0.999))).rgb;

    float grazing = 1.0 - clamp(-to.y / far, 0.0, 1.0);
    float mirrored = 0.55 + 0.33 * smoothstep(0.72, 0.99, grazing) + slope.y * 0.25;
    vec3 colour = mix(deep, seen, clamp(mirrored, 0.0, 1.0));

    // Under each lamp a path of light, long toward the viewer, broken by the ripples.
    vec2 ahead = to.xz / max(length(to.xz), 0.01);
    float down = to.y / length(to.xz);
    for (int i = 0; i < 4; i++) {
        vec3 lamp = lamp_at[i].xyz - eye;
        float level = max(length(lamp.xz), 0.5);
        float aside = ahead.x * lamp.z / level - ahead.y * lamp.x / level + slope.x * 0.16;
        float centre = max((2.0 * water_level - lamp_at[i].y - eye.y) / level, -0.24);
        float along = (down - centre) / (down > centre ? 0.16 : 0.10);
        float path = exp(-aside * aside / 0.0011) + 0.30 * exp(-aside * aside / 0.012);
        float broken = 0.35 + 1.8 * smoothstep(-0.05, 0.28, slope.y + fine.x * 0.6);
        colour += lamp_colour[i] * path * exp(-along * along) * broken * 0.16;
    }
    float haze = 1.0 - exp(-max(far - 30.0, 0.0) / 120.0);
    colour = mix(colour, fog, haze * 0.42);
    out_colour = vec4(dithered(colour, gl_FragCoord.xy), 1.0);
}
