#version 330 core
// Soft round shadows that lie on the ground; long toward the viewer, as the light is ahead, and low.
uniform mat4 clip_from_room;
in vec3 in_at;
in vec2 in_how;   // radius in metres, how dark the middle is
out vec3 across;
void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
    across = vec3(corner, in_how.y);
    gl_Position = clip_from_room * vec4(in_at + vec3(corner.x, 0.0, 1.6 * corner.y) * in_how.x, 1.0);
}
