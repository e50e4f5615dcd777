#version 330 core
uniform vec4 box, fill, edge;
uniform float radius, edge_px, share;
in vec2 at;
out vec4 out_colour;
void main() {
    vec2 half_size = (box.zw - box.xy) * 0.5;
    float r = min(radius, min(half_size.x, half_size.y));
    vec2 q = abs(at - half_size) - half_size + r;
    float outside = length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - r;
    float cover = clamp(0.5 - outside, 0.0, 1.0);
    float inner = clamp(0.5 - outside - edge_px, 0.0, 1.0);
    float cut = clamp((box.z - box.x) * share - at.x + 0.5, 0.0, 1.0);
    vec4 inside = fill * vec4(fill.aaa, 1.0);
    vec4 line = edge * vec4(edge.aaa, 1.0);
    vec4 colour = edge_px > 0.0 ? mix(line + inside * (1.0 - line.a), inside, inner) : inside;
    out_colour = colour * cover * cut;
}
