float dither(vec2 pixel) {  // Jimenez's interleaved gradient noise, -0.5 .. 0.5
    return fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715)))) - 0.5;
}
vec3 dithered(vec3 linear, vec2 pixel) {  // about one display step wide, whatever the brightness
    return max(linear + sqrt(linear + 1e-4) * dither(pixel) * (2.6 / 255.0), 0.0);
}
vec3 displayed(vec3 linear) {  // sRGB of linear light, within 0.0005
    vec3 root2 = sqrt(linear), root4 = sqrt(root2), root8 = sqrt(root4);
    vec3 curve = 0.585122381 * root2 + 0.783140355 * root4 - 0.368262736 * root8;
    return mix(curve, linear * 12.92, lessThan(linear, vec3(0.0031308)));
}
