#version 330 core
in vec2 across;
in vec4 colour;
flat in float kind;
out vec4 out_colour;
void main() {
    float r = length(across);
    if (r >= 1.0) discard;
    float fade = 1.0 - r * r;
    float light;
    if (kind > 3.5) {
        light = fade * fade;
    } else if (kind > 2.5) {
        float along = across.y * 0.5 + 0.5;
        light = exp(-across.x * across.x * 7.0) * fade * (1.0 - 0.7 * along) * 0.55;
    } else if (kind > 1.5) {
        float ring = (r - 0.72) / 0.16;
        light = exp(-ring * ring) * fade * 1.6;
    } else if (kind > 0.5) {
        light = min(exp(-r * r * 14.0) * 1.6, 1.0) + exp(-r * r * 3.5) * 0.22 * fade;
    } else {
        light = (0.30 * exp(-r * r * 12.0) + 0.13 * exp(-r * r * 3.2)) * fade;
    }
    out_colour = vec4(colour.rgb * colour.a * light, 0.0);
}
