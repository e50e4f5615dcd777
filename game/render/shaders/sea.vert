#version 330 core
// The shore's ground at one corner: sand, or the sea that runs up on it. One surface without a seam; what changes slowly
// from place to place is worked out here, since software GL pays by the pixel.
#include "light.glsl"
#include "shore.glsl"
uniform mat4 clip_from_room;
in vec2 in_at;
out vec3 at;
out vec3 lit;        // light on the ground
out vec4 wash;       // metres inland, of the water's edge and of its highest reach; 0 far out .. 1 far in
out vec2 foam;       // strength at the running edge, and of what the last wave left
out vec2 slope;      // of the swell
void main() {
    float inland = in_at.y - waterline_z(in_at.x);
    float phase = fract(wash_phase(in_at.x)), reach = wash_reach(in_at.x), far_in = breath(phase);
    float edge = reach * (far_in * 2.0 - 1.0) + run_up * far_in + stir * 0.10 * sin(in_at.x * 1.7);
    vec3 waves = swell(in_at, -inland);
    float sand = sand_height(in_at, inland);
    float washed = min(sand_height(in_at, edge), sea_level + 0.25);
    float water = mix(sea_level + waves.x, washed, smoothstep(-5.0, -0.6, inland));
    float y = max(sand, water);
    y = mix(y, inland < 0.0 ? sea_level : y, smoothstep(70.0, 160.0, length(in_at)));   // far off swell is light alone
    at = vec3(in_at.x, y, in_at.y);
    vec2 e = vec2(0.25, 0.0);
    float rise_x = sand_height(in_at + e.xy, in_at.y - waterline_z(in_at.x + e.x)) - sand;
    float rise_z = sand_height(in_at + e.yx, inland + e.x) - sand;
    lit = light_on(inland < 0.0 ? vec3(0.0, 1.0, 0.0) : normalize(vec3(-rise_x, e.x, -rise_z)), at);
    wash = vec4(inland, edge, reach + run_up, far_in);
    foam.x = phase < 0.4 ? 1.0 : 1.0 - 0.75 * smoothstep(0.4, 0.9, phase);
    foam.y = phase < 0.4 ? smoothstep(0.25, 0.40, phase) : 1.0 - smoothstep(0.4, 0.95, phase);
    slope = waves.yz;
    gl_Position = clip_from_room * vec4(at, 1.0);
}
