#version 330 core
// Things with lit paper: lanterns, flames, balls of light.
#include "placed.glsl"
out vec3 at, normal, albedo, local;
out vec4 tint;
out float paper;
flat out float glow, part, ribbed;  // between vertices 1 comes out a little less, and what is full would be speckled
void main() {
    vec4 p = in_place();
    at = p.xyz;
    normal = mat3(in_m0.xyz, in_m1.xyz, in_m2.xyz) * in_normal;
    albedo = in_colour;
    local = in_position;
    tint = in_tint;
    paper = in_glow;
    glow = in_how.x;
    part = in_how.y;
    ribbed = in_how.w;
    gl_Position = clip_from_room * p;
    gl_ClipDistance[0] = p.y - water_level;
}
