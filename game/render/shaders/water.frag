#version 330 core
#include "colour.glsl"
uniform vec3 eye, fog, deep;
uniform vec2 pixel;            // 1 / size of the view
uniform sampler2D mirror;      // the scene flipped, in this view's own pixels
uniform sampler2D ripples;
uniform float t_s, stir, water_level, encoded;
uniform vec4 lamp_path[4];   // across the path (x, z), how far below the eye its middle is seen, unused
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
    float broken = 0.35 + 1.8 * clamp((slope.y + fine.x * 0.6 + 0.05) * 3.0, 0.0, 1.0);
    for (int i = 0; i < 4; i++) {
        float aside = dot(ahead, lamp_path[i].xy) + slope.x * 0.16;
        float along = (down - lamp_path[i].z) * (down > lamp_path[i].z ? 6.2 : 10.0);
        float narrow = 1.0 + aside * aside * 420.0, wide = 1.0 + aside * aside * 42.0;
        float path = 1.0 / (narrow * narrow) + 0.30 / (wide * wide);
        float length_wise = max(1.0 - along * along * 0.25, 0.0);
        colour += lamp_colour[i] * (path * length_wise * length_wise * length_wise * broken * 0.16);
    }
    float haze = clamp((far - 30.0) * 0.0055, 0.0, 1.0);
    colour = mix(colour, fog, haze * (1.0 - 0.42 * haze) * 0.62);
    colour = dithered(colour, gl_FragCoord.xy);
    if (encoded > 0.5) colour = displayed(min(colour, 1.0));
    out_colour = vec4(colour, 1.0);
}
