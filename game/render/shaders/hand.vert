#version 330 core
// One's own hand for one eye. `grown` above 0: the dark line round it, its far side swollen along the normals.
uniform mat4 clip_from_room;
uniform vec3 eye;
uniform float grown, pixel;
uniform float as_near;   // its depth is that of a thing so much nearer: what it takes hold of does not hide it
in vec3 in_at, in_normal, in_lit, in_colour;
out vec3 at, normal, lit, own;
void main() {
    at = in_at;
    if (grown > 0.0) at += in_normal * max(grown, pixel * distance(eye, at));
    normal = in_normal;
    lit = in_lit;
    own = in_colour;
    vec4 nearer = clip_from_room * vec4(mix(eye, at, as_near), 1.0);
    gl_Position = clip_from_room * vec4(at, 1.0);
    gl_Position.z = nearer.z / nearer.w * gl_Position.w;
}
