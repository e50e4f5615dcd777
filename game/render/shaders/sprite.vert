#version 330 core
// Soft lights that face the viewer (kind 0 halo, 1 spark, 4 glint: wide and thin) or lie on the water (2 wake, 3 lane:
// long toward the viewer).
uniform mat4 clip_from_room;
uniform vec3 right, up, eye;
uniform float stretch;                // reflections are drawn longer than they are wide
in vec3 in_at;
in float in_size;
in vec4 in_colour;
in float in_kind;
out vec2 across;
out vec4 colour;
flat out float kind;
void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
    across = corner;
    colour = in_colour;
    kind = in_kind;
    vec3 p = in_at;
    if (in_kind > 3.5) {
        p += (right * corner.x + up * corner.y * 0.10) * in_size * 0.5;
    } else if (in_kind > 2.5) {
        vec2 away = normalize(in_at.xz - eye.xz);
        p.xz += vec2(-away.y, away.x) * corner.x * in_size - away * (corner.y * 0.5 + 0.42) * in_size * 14.0;
    } else if (in_kind > 1.5) {
        p += vec3(corner.x, 0.0, corner.y) * in_size;
    } else {
        p += (right * corner.x + up * corner.y * stretch) * in_size * 0.5;
        p += normalize(eye - in_at) * min(in_size * 0.25, 0.3);   // before the thing it shines from, not through it
    }
    gl_Position = clip_from_room * vec4(p, 1.0);
}
