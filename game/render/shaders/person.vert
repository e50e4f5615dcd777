#version 330 core
#include "light.glsl"
uniform mat4 clip_from_room;
uniform mat4 room_from_person;
uniform float water_level;
uniform mat4 bones[20];
in vec3 in_position;
in vec3 in_normal;
in vec4 in_fields;
in float in_eye;
in vec4 in_joints;
in vec4 in_weights;
out vec3 at, normal, light;
out vec4 fields;
out float eye_here;
void main() {
    mat4 skin = bones[int(in_joints.x)] * in_weights.x + bones[int(in_joints.y)] * in_weights.y
              + bones[int(in_joints.z)] * in_weights.z + bones[int(in_joints.w)] * in_weights.w;
    mat4 room_from_rest = room_from_person * skin;
    vec4 p = room_from_rest * vec4(in_position, 1.0);
    at = p.xyz;
    normal = mat3(room_from_rest) * in_normal;
    light = light_on(normalize(normal), at) * 0.95;
    fields = in_fields;
    eye_here = in_eye;
    gl_Position = clip_from_room * p;
    gl_ClipDistance[0] = p.y - water_level;
}
