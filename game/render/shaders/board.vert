#version 330 core
uniform mat4 clip_from_room, room_from_board;
out vec2 uv;
void main() {
    uv = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    gl_Position = clip_from_room * room_from_board * vec4(uv - 0.5, 0.0, 1.0);
}
