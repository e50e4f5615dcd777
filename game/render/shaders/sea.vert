#version 330 core
// The shore's ground: sand, and the sea that runs up on it, as one surface without a seam.
#include "shore.glsl"
uniform mat4 clip_from_room;
in vec2 in_at;
out vec3 at;
void main() {
    float inland = in_at.y - waterline_z(in_at.x);
    float y = max(sand_height(in_at, inland), water_height(in_at, inland));
    float off = length(in_at);
    y = mix(y, inland < 0.0 ? sea_level : y, smoothstep(70.0, 160.0, off));   // far off the swell is light alone
    at = vec3(in_at.x, y, in_at.y);
    gl_Position = clip_from_room * vec4(at, 1.0);
}
