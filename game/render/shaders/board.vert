#version 330 core
// A box of the words in the room; the plane that they are written on shows a part of the view's height.
uniform mat4 clip_from_room, room_from_board;
uniform vec3 eye;
uniform float as_near;   // its depth is that of a thing so much nearer: only what is nearer still may hide it
uniform vec2 shows;      // shares of the view's height, from the top
uniform vec4 box;        // left, top, right, bottom: shares of the view
out vec2 uv;
void main() {
    vec2 share = mix(box.xy, box.zw, vec2(gl_VertexID & 1, gl_VertexID >> 1));
    uv = vec2(share.x, 1.0 - share.y);
    vec4 p = room_from_board * vec4(share.x - 0.5, 0.5 - (share.y - shows.x) / (shows.y - shows.x), 0.0, 1.0);
    vec4 nearer = clip_from_room * vec4(mix(eye, p.xyz, as_near), 1.0);
    gl_Position = clip_from_room * p;
    gl_Position.z = nearer.z / nearer.w * gl_Position.w;
}
