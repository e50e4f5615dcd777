#version 330 core
// A triangle that covers the view, and which way its corners look: at one depth that is even in between.
uniform mat4 room_from_clip;
uniform vec3 eye;
out vec3 along;
void main() {
    vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2) * 2.0 - 1.0;
    vec4 far = room_from_clip * vec4(corner, 1.0, 1.0);
    along = far.xyz / far.w - eye;
    gl_Position = vec4(corner, 0.9999, 1.0);
}
