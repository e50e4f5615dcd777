float dither(vec2 pixel) {  // Jimenez's interleaved gradient noise, -0.5 .. 0.5
    return fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715)))) - 0.5;
}
vec3 dithered(vec3 linear, vec2 pixel) {  // about one display step wide, whatever the brightness
    return max(linear + sqrt(linear + 1e-4) * dither(pixel) * (2.6 / 255.0), 0.0);
}
