#version 330 core
uniform mat4 clip_from_room, room_from_board;
uniform vec3 eye;
uniform float as_near;   // its depth is that of a thing so much nearer: only what is nearer still may hide it
uniform vec2 shows;      // which part of the words, from the top of them
out vec2 uv;
void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    uv = vec2(corner.x, 1.0 - mix(shows.y, shows.x, corner.y));
    vec4 p = room_from_board * vec4(corner - 0.5, 0.0, 1.0);
    vec4 nearer = clip_from_room * vec4(mix(eye, p.xyz, as_near), 1.0);
    gl_Position = clip_from_room * p;
    gl_Position.z = nearer.z / nearer.w * gl_Position.w;
}
