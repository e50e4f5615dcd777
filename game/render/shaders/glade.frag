#version 330 core
// What is behind the trees of the glade: late light in the haze, three fogged rows of trunks, leaves above, brushwood.
#include "colour.glsl"
uniform mat4 room_from_clip;
uniform vec3 eye;
uniform sampler2D gradient;   // haze by elevation, 0 .. sky_top
uniform sampler2D clouds;     // tileable noise: b fine, a soft
uniform float sky_top;        // radians
uniform vec3 afterglow;
uniform float glow_azimuth;   // radians, to the right of straight ahead
uniform vec3 hill_far, hill_middle, hill_near;
in vec2 uv;
out vec4 out_colour;

float chance(float n) { return fract(sin(n * 127.1) * 43758.5453); }

// How much of a trunk covers this place: trunks stand `apart` radians from each other, each with its own width and lean.
float trunks(float azimuth, float height, float apart, float wide, float seed, float pixel) {
    float covered = 0.0;
    float cell = floor(azimuth / apart);
    for (float k = -1.0; k <= 1.0; k += 1.0) {
        float id = cell + k + seed;
        float middle = (cell + k + 0.2 + 0.6 * chance(id)) * apart;
        float half_wide = wide * (0.45 + 0.75 * chance(id + 7.3)) * (1.0 - 0.35 * clamp(height * 2.0, 0.0, 1.0));
        half_wide *= 1.0 + 1.2 * exp(-max(height + 0.02, 0.0) * 55.0);
        float off = azimuth - middle - (chance(id + 3.1) - 0.5) * 0.12 * height;
        covered = max(covered, smoothstep(half_wide + pixel, half_wide - pixel, abs(off)));
    }
    return covered;
}

void main() {
    vec4 far = room_from_clip * vec4(uv * 2.0 - 1.0, 1.0, 1.0);
    vec3 ray = normalize(far.xyz / far.w - eye);
    float azimuth = atan(ray.x, -ray.z);
    float height = atan(ray.y, length(ray.xz));
    float up = max(height, 0.0);
    float pixel = fwidth(height) * 0.8;

    float off = azimuth - glow_azimuth;
    float open = exp(-off * off / 0.055) * exp(-(up - 0.05) * (up - 0.05) / 0.030);
    vec3 colour = texture(gradient, vec2(clamp(up / sky_top, 0.001, 0.999), 0.5)).rgb;
    colour = mix(colour * 0.62, colour, exp(-off * off / 0.30));
    colour += afterglow * (open * 0.75 + 0.16 * exp(-off * off / 0.4) * exp(-up / 0.16));

    for (int row = 0; row < 3; row++) {
        float near = float(row) * 0.5;
        vec3 shade = row == 0 ? hill_far : row == 1 ? hill_middle : hill_near;
        vec3 lit = mix(shade, colour + afterglow * 0.05, (1.0 - near) * 0.35 + 0.45 * open * (1.0 - 0.6 * near));
        float grain = texture(clouds, vec2(azimuth * (3.0 - near), height * 1.2 + near)).b;
        float stems = trunks(azimuth, height, 0.040 + 0.055 * near, 0.0045 + 0.0075 * near, 17.0 * near, pixel);
        colour = mix(colour, lit * (0.82 + 0.30 * grain), stems * (0.55 + 0.4 * near));

        vec2 q = vec2(azimuth * (2.6 - 0.9 * near) + 0.37 * near, height * 2.4);
        float leafy = texture(clouds, q).a * 0.7 + texture(clouds, q * 3.7).b * 0.42;
        float crown = smoothstep(0.0, 0.10, leafy - 0.86 + 2.6 * (up - (0.17 - 0.02 * near)) - 0.35 * open);
        vec3 leaf = mix(lit, colour, 0.30 * (1.0 - near)) * (0.75 + 0.6 * texture(clouds, q * 6.1).b);
        colour = mix(colour, leaf, crown * (0.62 + 0.3 * near));

        float brush = texture(clouds, vec2(azimuth * (5.0 - 2.0 * near), 0.13 + 0.3 * near)).a;
        float fine = texture(clouds, vec2(azimuth * (21.0 - 7.0 * near), height * 9.0)).b;
        float top = 0.030 - 0.022 * near + 0.060 * (brush - 0.5) + 0.020 * (fine - 0.5) - 0.028 * open;
        colour = mix(colour, lit * (0.70 + 0.45 * fine), smoothstep(0.012, -0.004, height - top));
    }
    colour = mix(colour, colour * 0.35 + hill_far * 0.75 + afterglow * 0.05, 0.55 * exp(-up * up / 0.0020));
    out_colour = vec4(dithered(colour, gl_FragCoord.xy), 1.0);
}
