#version 330 core
// The skin of one's own hand where its joints have it, lit at its corners: once a frame, for both eyes.
#include "light.glsl"
uniform mat4 bones[26];
in vec3 in_position, in_normal;
in vec4 in_joints, in_weights;
out vec3 at, normal, lit;
void main() {
    mat4 skin = bones[int(in_joints.x)] * in_weights.x + bones[int(in_joints.y)] * in_weights.y
              + bones[int(in_joints.z)] * in_weights.z + bones[int(in_joints.w)] * in_weights.w;
    at = (skin * vec4(in_position, 1.0)).xyz;
    normal = normalize(mat3(skin) * in_normal);
    lit = light_on(normal, at);
}
