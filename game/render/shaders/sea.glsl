// What sand, surf and open sea have in common.
#include "colour.glsl"
uniform vec3 eye;
uniform float t_s, stir;
uniform sampler2D gradient;   // sky by elevation, 0 .. sky_top
uniform sampler2D ripples;    // tileable: slopes in r and g, soft noise in b and a
uniform float sky_top, moon_up, encoded;
uniform vec2 moon_right;      // x and z of the way across to the right of the moon
uniform vec3 deep, sand_dry, sand_wet, foam_colour, moon_colour, haze_colour;
in vec3 at;
in vec3 lit;
in vec4 wash;
in vec2 foam;
in vec2 slope;
out vec4 out_colour;

float bell(float x) { float q = 1.0 + x * x; return 1.0 / (q * q); }   // a hill as wide as exp(-2 x x), and cheaper

float beside_the_moon(vec2 ahead) {   // radians, about: to the right of it, 2 and more behind whoever looks at it
    float aside = dot(ahead, moon_right);
    bool behind = dot(ahead, vec2(moon_right.y, -moon_right.x)) < 0.0;
    return behind ? (aside < 0.0 ? -2.0 - aside : 2.0 - aside) : aside;
}

vec3 sky_at(float up, float aside) {   // radians above the horizon and beside the moon
    vec3 sky = texture(gradient, vec2(clamp(up / sky_top, 0.002, 0.998), 0.5)).rgb;
    float rise = up - moon_up;
    return sky + moon_colour * (0.15 / (1.0 + (aside * aside + rise * rise) * 45.0));
}

vec3 open_sea(vec3 to, float far, vec2 ahead, float aside, float shaded, out float rough) {
    vec2 p = at.xz;
    vec2 broad = texture(ripples, p * vec2(0.055, 0.120) + vec2(0.003, 0.010) * t_s).rg - 0.5;
    vec2 fine = texture(ripples, p.yx * vec2(0.33, 0.21) + vec2(-0.021, 0.012) * t_s).rg - 0.5;
    float calm = (0.35 + 0.65 * stir) / (1.0 + far * 0.018);
    vec2 tilt = slope * 1.7 + (broad * 0.60 + fine * 0.34) * calm;
    float down = clamp(-to.y / far, 0.002, 1.0), toward = dot(tilt, ahead);
    float grazing = 1.0 - clamp(down - toward * 0.8, 0.0, 1.0), g2 = grazing * grazing;
    rough = fine.x + broad.y;
    vec3 sky = sky_at(down + max(0.10 - toward * 1.2, 0.0), aside) * (1.0 - shaded);
    vec3 colour = mix(deep * (1.0 + 3.0 * max(-tilt.y, 0.0)), sky, 0.05 + 0.82 * g2 * g2 * grazing);
    // The moon's path: wide and whole far out, narrow and broken near.
    float wide = 0.030 + 0.34 * min(down, 0.16);
    float beside = (aside + tilt.x * 0.30) / wide;
    float path = bell(beside * 0.72) + 0.16 * bell(beside * 0.24);
    float facets = smoothstep(-0.05, 0.15, fine.x * 0.30 + broad.y * 0.20 - slope.y * 1.4);
    float broken = mix(0.12 + 1.6 * facets, 0.80, smoothstep(40.0, 240.0, far));
    return colour + moon_colour * (path * broken * (0.52 - 1.5 * min(down, 0.25)));
}

vec3 sand_at(vec3 to, float far, float aside, vec4 grain, vec4 dust) {
    float inland = wash.x + (grain.b - 0.5) * 0.8;
    float wet = smoothstep(wash.z + 0.9, wash.z - 0.4, inland);
    vec2 drift = (dust.rg - 0.5) + 0.6 * (grain.rg - 0.5);
    float ripple = 1.0 + (1.0 - wet) * (drift.y * 0.85 + drift.x * 0.20) / (1.0 + far * 0.05);
    vec3 dry = sand_dry * (0.80 + 0.40 * grain.a) * ripple;
    float weed = bell((inland - wash.z - 1.3) * 3.2) * smoothstep(0.50, 0.66, dust.b * 0.55 + grain.a * 0.45);
    dry *= 1.0 - 0.45 * weed;
    vec3 colour = mix(dry, sand_wet, wet * 0.88) * lit;
    float down = clamp(-to.y / far, 0.0, 1.0), up = 1.0 - down;
    float sheen = wet * (0.05 + 0.62 * up * up * up * up) * (0.35 + 0.65 * smoothstep(wash.z, wash.y, inland));
    colour = mix(colour, sky_at(down + 0.03, aside), sheen);
    colour += moon_colour * (sheen * 0.55 + 0.035 * ripple) * bell(aside * 6.5);
    // Foam that the last wave left where it turned fades while the water goes.
    float left = bell((wash.x - wash.z * 0.97 + (grain.b - 0.5) * 0.7) * 7.0) * smoothstep(0.42, 0.62, dust.a * 0.5 + grain.a * 0.5);
    return mix(colour, foam_colour * lit, left * foam.y * 0.40);
}

void finish(vec3 colour, float far, float aside) {
    float haze = max(far - 30.0, 0.0) / 330.0;
    haze = haze * haze / (1.0 + haze * haze);
    colour = mix(colour, haze_colour + moon_colour * (0.15 / (1.0 + aside * aside * 45.0)), haze * 0.85);
    colour = dithered(colour, gl_FragCoord.xy);
    if (encoded > 0.5) colour = displayed(min(colour, 1.0));
    out_colour = vec4(colour, 1.0);
}
