#version 330 core
// Everything far away: sky, clouds, afterglow, three fogged ridges and the far bank. Drawn rarely, kept as a picture.
#include "colour.glsl"
uniform mat4 room_from_clip;
uniform vec3 eye;
uniform sampler2D gradient;   // sky by elevation, 0 .. sky_top
uniform sampler2D clouds;     // tileable noise: b fine, a soft
uniform sampler2D ridges;     // four ridge lines by azimuth: far, middle, near, tree tops
uniform float sky_top;        // radians
uniform float hour;
uniform vec3 afterglow;
uniform float glow_azimuth;   // radians, to the right of straight ahead
uniform vec3 hill_far, hill_middle, hill_near, fog;
in vec2 uv;
out vec4 out_colour;

vec3 over(vec3 behind, vec3 layer, float height, float ridge, float pixel) {
    return mix(behind, layer, smoothstep(pixel, -pixel, height - ridge));
}

void main() {
    vec4 far = room_from_clip * vec4(uv * 2.0 - 1.0, 1.0, 1.0);
    vec3 ray = normalize(far.xyz / far.w - eye);
    float azimuth = atan(ray.x, -ray.z);
    float height = atan(ray.y, length(ray.xz));
    float up = max(height, 0.0);
    float pixel = fwidth(height) * 0.75;

    vec3 sky = texture(gradient, vec2(clamp(up / sky_top, 0.001, 0.999), 0.5)).rgb;
    float off = azimuth - glow_azimuth;
    float sun = exp(-off * off / 0.10) * exp(-up / 0.055) + 0.40 * exp(-off * off / 0.5) * exp(-up / 0.075);
    sky += afterglow * sun * mix(0.55, 0.10, hour);
    sky *= 1.0 - 0.16 * smoothstep(0.15, 1.1, abs(off));

    // Long thin clouds, lit from under the horizon.
    vec2 q = vec2(azimuth * 0.55, height * 3.4);
    float soft = texture(clouds, q * vec2(0.9, 1.1) + vec2(0.13, 0.37)).a;
    float fine = texture(clouds, q * vec2(1.7, 3.1) + vec2(0.71, 0.11)).b;
    float bank = smoothstep(0.52, 0.78, soft * 0.78 + fine * 0.30);
    bank *= smoothstep(0.015, 0.06, height) * (1.0 - smoothstep(0.20, 0.40, height));
    bank *= 1.0 - smoothstep(2.2, 3.0, abs(azimuth));  // behind whoever looks ahead, where the noise does not meet
    vec3 lit = mix(vec3(0.42, 0.18, 0.25), afterglow * 0.95, exp(-up / 0.075) * exp(-off * off / 0.9));
    lit = mix(lit, fog * 0.5, hour * 0.85);
    sky = mix(sky, lit, bank * 0.42);

    // Ridges. The valley opens where the light is; fog lies in every dip.
    float open = 1.0 - 0.62 * exp(-off * off / 0.07);
    vec4 line = texture(ridges, vec2(azimuth / 6.2831853 * 4.0 + 0.31, 0.5)) * 2.0 - 1.0;
    float trees = texture(ridges, vec2(azimuth / 6.2831853 * 46.0, 0.5)).a;
    float far_top = 0.050 * open + 0.017 * line.r + 0.006;
    float middle_top = 0.030 * (open * 0.9 + 0.1) + 0.011 * line.g + 0.002;
    float near_top = 0.013 * open + 0.0065 * line.b + 0.0055 + 0.0032 * trees;
    vec3 haze = mix(fog, afterglow * 0.85, 0.55 * exp(-off * off / 0.16) * (1.0 - hour));
    vec3 shade = mix(hill_far, haze, 0.30 + 0.58 * smoothstep(far_top, -0.004, height));
    sky = over(sky, shade, height, far_top, pixel);
    shade = mix(hill_middle, haze, 0.10 + 0.62 * smoothstep(middle_top * 1.05, -0.004, height));
    sky = over(sky, shade, height, middle_top, pixel);
    shade = mix(hill_near, haze, 0.04 + 0.40 * smoothstep(near_top, -0.016, height));
    sky = over(sky, shade, height, near_top, pixel);
    out_colour = vec4(dithered(sky, gl_FragCoord.xy), 1.0);
}
