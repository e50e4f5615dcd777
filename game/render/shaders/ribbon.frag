#version 330 core
in vec4 colour;
in vec2 glow_soft;
in float across, half_px;
out vec4 out_colour;
void main() {
    float cover;
    if (glow_soft.y > 0.5) {
        float r = across / half_px;
        cover = exp(-r * r * 5.0) * (1.0 - r * r) * 0.30;
    } else {
        cover = clamp(half_px - 0.5 - abs(across), 0.0, 1.0);
    }
    float a = colour.a * cover;
    out_colour = vec4(colour.rgb * a, a * (1.0 - max(glow_soft.x * 0.6, glow_soft.y)));
}
