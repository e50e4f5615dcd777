float dither(vec2 pixel) {  // Jimenez's interleaved gradient noise, -0.5 .. 0.5
    return fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715)))) - 0.5;
}
vec3 dithered(vec3 linear, vec2 pixel) {  // one display step wide, whatever the brightness
    vec3 slope = 2.2 * pow(max(linear, vec3(1e-4)), vec3(0.545));
    return max(linear + slope * dither(pixel) * (1.3 / 255.0), 0.0);
}
