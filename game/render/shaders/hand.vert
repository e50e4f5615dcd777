#version 330 core
// One's own hand, lit at its corners. `grown` above 0: the dark line round it, its far side swollen along the normals.
#include "light.glsl"
uniform mat4 clip_from_room;
uniform mat4 bones[26];
uniform float grown, pixel;
uniform float as_near;   // its depth is that of a thing so much nearer: what it takes hold of does not hide it
in vec3 in_position, in_normal, in_colour;
in vec4 in_joints, in_weights;
out vec3 at, normal, lit, own;
void main() {
    mat4 skin = bones[int(in_joints.x)] * in_weights.x + bones[int(in_joints.y)] * in_weights.y
              + bones[int(in_joints.z)] * in_weights.z + bones[int(in_joints.w)] * in_weights.w;
    vec4 p = skin * vec4(in_position, 1.0);
    normal = normalize(mat3(skin) * in_normal);
    if (grown > 0.0) p.xyz += normal * max(grown, pixel * distance(eye, p.xyz));
    at = p.xyz;
    lit = light_on(normal, at);
    own = in_colour;
    vec4 nearer = clip_from_room * vec4(mix(eye, at, as_near), 1.0);
    gl_Position = clip_from_room * p;
    gl_Position.z = nearer.z / nearer.w * gl_Position.w;
}
