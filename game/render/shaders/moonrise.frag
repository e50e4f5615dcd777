#version 330 core
// The sky over the sea: dusk that has gone, thin clouds the moon shines through, the moon itself. Alpha 0: only things
// that stand before the sea are opaque, and the sea is laid behind those.
#include "colour.glsl"
uniform mat4 room_from_clip;
uniform vec3 eye;
uniform sampler2D gradient;   // sky by elevation, 0 .. sky_top
uniform sampler2D clouds;     // tileable noise: b fine, a soft
uniform float sky_top;        // radians
uniform float moon_up, moon_azimuth, moon_radius;
uniform vec3 afterglow, fog, moon_colour;
in vec2 uv;
out vec4 out_colour;

void main() {
    vec4 far = room_from_clip * vec4(uv * 2.0 - 1.0, 1.0, 1.0);
    vec3 ray = normalize(far.xyz / far.w - eye);
    float azimuth = atan(ray.x, -ray.z);
    float height = atan(ray.y, length(ray.xz));
    float up = max(height, 0.0);
    float pixel = fwidth(height) * 0.9;

    vec3 sky = texture(gradient, vec2(clamp(up / sky_top, 0.001, 0.999), 0.5)).rgb;
    vec3 moon = vec3(sin(moon_azimuth) * cos(moon_up), sin(moon_up), -cos(moon_azimuth) * cos(moon_up));
    float away = acos(clamp(dot(ray, moon), -1.0, 1.0));
    float near_it = 0.30 * exp(-away * away / 0.0040) + 0.14 * exp(-away * away / 0.018);
    sky += moon_colour * near_it;
    sky += mix(fog, moon_colour, 0.25) * (0.13 * exp(-away * away / 0.075) + 0.02 * exp(-away * away / 0.35));
    float off = azimuth - moon_azimuth;
    sky *= 1.0 - 0.20 * smoothstep(0.25, 1.2, abs(off));

    // Long thin clouds, silver toward the moon.
    vec2 q = vec2(azimuth * 0.50, height * 3.0);
    float soft = texture(clouds, q * vec2(0.8, 1.3) + vec2(0.57, 0.21)).a;
    float fine = texture(clouds, q * vec2(1.6, 3.3) + vec2(0.31, 0.62)).b;
    float bank = smoothstep(0.50, 0.76, soft * 0.78 + fine * 0.32);
    bank *= smoothstep(0.010, 0.05, height) * (1.0 - smoothstep(0.22, 0.42, height));
    bank *= 1.0 - smoothstep(2.2, 3.0, abs(azimuth));
    float lit = exp(-away * away / 0.035);
    vec3 cloud = mix(fog * 0.50, moon_colour * 0.70, lit * 0.70) + afterglow * 0.10 * exp(-up / 0.09);
    sky = mix(sky, cloud, bank * (0.34 + 0.28 * lit));

    // The moon, painted larger than it is, with its seas.
    vec3 right = normalize(vec3(-moon.z, 0.0, moon.x));
    vec2 disc = vec2(dot(ray, right), dot(ray, cross(right, moon))) / moon_radius;
    float seas = texture(clouds, disc * 0.085 + vec2(0.44, 0.83)).a;
    float shade = 1.0 - 0.20 * smoothstep(0.40, 0.64, seas) - 0.06 * dot(disc, disc);
    float cover = smoothstep(moon_radius + pixel, moon_radius - pixel, away) * step(0.0, dot(ray, moon));
    sky = mix(sky, moon_colour * shade * 1.05, cover * (1.0 - 0.15 * bank));
    // Haze where sea and sky meet.
    sky = mix(sky, sky + fog * 0.10, exp(-up * up / 0.0009));
    out_colour = vec4(dithered(sky, gl_FragCoord.xy), 0.0);
}
