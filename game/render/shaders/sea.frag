#version 330 core
#include "colour.glsl"
#include "light.glsl"
#include "shore.glsl"
uniform sampler2D gradient;   // sky by elevation, 0 .. sky_top
uniform sampler2D ripples;    // tileable: slopes in r and g, soft noise in b and a
uniform float sky_top, moon_up, moon_azimuth, encoded, plankton;
uniform vec3 deep, sand_dry, sand_wet, foam_colour, moon_colour, plankton_colour, horizon;
in vec3 at;
out vec4 out_colour;

vec3 sky_at(float elevation, float azimuth) {
    vec3 sky = texture(gradient, vec2(clamp(elevation / sky_top, 0.002, 0.998), 0.5)).rgb;
    float off = azimuth - moon_azimuth, up = elevation - moon_up;
    return sky + moon_colour * (0.16 * exp(-(off * off + up * up) / 0.030));
}

vec3 sea(vec2 p, float inland, vec3 to, float far) {
    vec2 ahead = normalize(to.xz);
    float calm = 1.0 / (1.0 + far * 0.020);
    vec2 broad = texture(ripples, p * vec2(0.060, 0.110) + vec2(0.003, 0.010) * t_s).rg - 0.5;
    vec2 fine = texture(ripples, p.yx * vec2(0.31, 0.23) + vec2(-0.021, 0.012) * t_s).rg - 0.5;
    vec2 slope = swell(p, -inland).yz * 1.6 + (broad * 0.55 + fine * 0.30) * (0.35 + 0.65 * stir) * calm;
    float down = clamp(-to.y / far, 0.002, 1.0);
    float facing = down - dot(slope, ahead) * 0.8;                  // how squarely this slope faces the eye
    float grazing = 1.0 - clamp(facing, 0.0, 1.0);
    float mirrored = 0.06 + 0.80 * pow(grazing, 5.0);
    float lift = asin(clamp(down, 0.0, 1.0)) + max(0.10 + dot(slope, ahead) * -1.1, 0.0);
    vec3 colour = mix(deep * (1.0 + 2.2 * max(slope.y * -1.0, 0.0)), sky_at(lift, atan(to.x, -to.z)), mirrored);
    // The moon's path: wide and bright far out, narrow and broken near.
    float aside = atan(to.x, -to.z) - moon_azimuth + slope.x * 0.30;
    float wide = 0.028 + 0.055 * smoothstep(0.0, 0.15, down) + 0.03 * exp(-down * 60.0);
    float path = exp(-aside * aside / (wide * wide)) + 0.22 * exp(-aside * aside / (wide * wide * 9.0));
    float facets = smoothstep(-0.06, 0.16, -slope.y + fine.x * 0.35 + broad.y * 0.15);
    float broken = mix(0.15 + 1.5 * facets, 0.75, smoothstep(40.0, 240.0, far));
    colour += moon_colour * path * broken * (0.50 - 1.4 * min(down, 0.25));
    return colour;
}

void main() {
    vec2 p = at.xz;
    vec3 to = at - eye;
    float far = length(to);
    float inland = p.y - waterline_z(p.x);
    vec4 grain = texture(ripples, p * 0.23);
    vec4 dust = texture(ripples, p * 1.31);
    float edge = wash_edge(p.x) + (grain.b - 0.5) * 0.5 + (dust.a - 0.5) * 0.12;
    float phase = fract(wash_phase(p.x));
    float reach = stir * (1.15 + 0.35 * lobes(p.x));
    float soft = max(fwidth(inland) * 0.8, 0.02);
    vec3 colour;
    float water = smoothstep(soft, -soft, inland - edge);

    vec3 sand = vec3(0.0);
    float wetness = 0.0;
    if (water < 1.0) {
        vec2 drift = (texture(ripples, p * vec2(0.55, 1.1)).rg - 0.5) * 0.5 + (dust.rg - 0.5) * 0.35;
        drift *= 1.0 / (1.0 + far * 0.06);
        vec3 n = normalize(vec3(-drift.x, 1.0, -drift.y));
        wetness = smoothstep(reach + 0.9, reach - 0.5, inland + (grain.b - 0.5) * 0.8);
        vec3 base = mix(sand_dry * (0.86 + 0.30 * grain.a + 0.10 * (dust.b - 0.5)), sand_wet, wetness * 0.85);
        sand = base * light_on(mix(n, vec3(0.0, 1.0, 0.0), wetness * 0.8), at);
        float down = clamp(-to.y / far, 0.0, 1.0);
        float sheen = wetness * (0.06 + 0.55 * pow(1.0 - down, 4.0)) * (0.55 + 0.45 * smoothstep(reach, edge, inland));
        sand = mix(sand, sky_at(asin(down) + 0.04, atan(to.x, -to.z)), sheen);
        float aside = atan(to.x, -to.z) - moon_azimuth;
        sand += moon_colour * sheen * 0.45 * exp(-aside * aside / 0.012);
        // Foam left where the last wave turned fades while the water goes.
        float old = exp(-pow((inland - reach * 0.98 - (grain.b - 0.5) * 0.5) / 0.10, 2.0));
        float fade = phase < 0.4 ? smoothstep(0.25, 0.40, phase) : 1.0 - smoothstep(0.4, 0.92, phase);
        sand = mix(sand, foam_colour * light_on(vec3(0, 1, 0), at), old * fade * 0.32 * smoothstep(0.35, 0.6, grain.a));
        sand = fogged(sand, at);
    }
    vec3 open = vec3(0.0);
    if (water > 0.0) {
        open = sea(p, inland, to, far);
        float shallow = smoothstep(-3.5, 0.2, inland - edge);
        open = mix(open, sand_wet * light_on(vec3(0.0, 1.0, 0.0), at) * 0.9, shallow * 0.45);
        // Foam: the running edge, and the crests that come in before it.
        float lace = texture(ripples, p * vec2(0.42, 0.63) + vec2(0.004, 0.02) * t_s).b;
        float net = smoothstep(0.44, 0.62, lace + (dust.b - 0.5) * 0.35);
        float behind = edge - inland;
        float front = exp(-behind / (0.16 + 0.10 * breath(phase))) * (phase < 0.4 ? 1.0 : 1.0 - 0.65 * smoothstep(0.4, 0.9, phase));
        float trail = smoothstep(1.9, 0.2, behind) * net * (phase < 0.4 ? 0.55 : 0.55 * (1.0 - smoothstep(0.45, 0.95, phase)));
        float crest = sin(6.2831853 * (t_s * 0.1 - inland / 15.0 + 0.06 * sin(p.x * 0.11)) - 0.5);
        float breaking = smoothstep(0.80, 0.99, crest) * smoothstep(-9.0, -4.0, inland) * smoothstep(0.3, -1.5, inland);
        breaking *= smoothstep(0.34, 0.66, lace + 0.22 * sin(p.x * 0.5 + floor(t_s * 0.0)));
        float foam = clamp(max(max(front, trail), breaking * 0.8) * (0.35 + 0.65 * stir), 0.0, 1.0);
        vec3 white = foam_colour * (light_on(vec3(0.0, 1.0, 0.0), at) * 0.9 + moon_colour * 0.06);
        open = mix(open, white, foam * 0.80);
    }
    colour = mix(sand, open, water);
    // What glows in the dark water where it breaks, when all is done.
    if (plankton > 0.0) {
        float near_edge = exp(-pow((inland - edge + 0.15) / 0.45, 2.0)) + 0.35 * exp(-pow((inland - edge + 1.6) / 1.2, 2.0));
        float specks = smoothstep(0.50, 0.72, texture(ripples, p * 0.9 + vec2(0.01, 0.015) * t_s).b * 0.6 + dust.a * 0.4);
        colour += plankton_colour * plankton * near_edge * (0.16 + 0.55 * specks);
    }
    float haze = 1.0 - exp(-max(far - 40.0, 0.0) / 260.0);
    colour = mix(colour, sky_at(0.004, atan(to.x, -to.z)) * 0.92, haze * haze * 0.80);
    colour = dithered(colour, gl_FragCoord.xy);
    if (encoded > 0.5) colour = displayed(min(colour, 1.0));
    out_colour = vec4(colour, 1.0);
}
