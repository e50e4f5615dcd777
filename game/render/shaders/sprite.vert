#version 330 core
// Soft lights that face the viewer (kind 0 halo, 1 spark) or lie on the water (2 wake).
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
    if (in_kind > 1.5) {
        p += vec3(corner.x, 0.0, corner.y) * in_size;
    } else {
        p += (right * corner.x + up * corner.y * stretch) * in_size * 0.5;
        p += normalize(eye - in_at) * min(in_size * 0.25, 0.3);   // before the thing it shines from, not through it
    }
    gl_Position = clip_from_room * vec4(p, 1.0);
}
