#version 330 core
uniform mat4 clip_from_room;
uniform vec4 lake;        // left, right, near z, far z
uniform float water_level;
out vec3 at;
void main() {
    at = vec3((gl_VertexID & 1) == 0 ? lake.x : lake.y, water_level, (gl_VertexID >> 1) == 0 ? lake.z : lake.w);
    gl_Position = clip_from_room * vec4(at, 1.0);
}
