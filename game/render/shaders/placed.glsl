// A vertex of a mesh drawn many times, each at its own place.
uniform mat4 clip_from_room;
uniform float water_level = -1000.0;   // below it nothing is drawn into the mirror; until it is said, nothing is below
uniform float t_s, sway;
in vec3 in_position;
in vec3 in_normal;
in vec3 in_colour;
in float in_glow;
in vec4 in_m0, in_m1, in_m2, in_m3;   // room_from_item, by columns
in vec4 in_tint;
in vec4 in_how;                       // glow, part, sways, ribbed
vec4 in_place() {
    vec4 p = mat4(in_m0, in_m1, in_m2, in_m3) * vec4(in_position, 1.0);
    if (in_how.z > 0.0) {
        float bend = in_position.y * in_position.y * in_how.z * sway;
        float phase = in_m3.x * 1.3 + in_m3.z * 0.7;
        p.x += bend * (0.060 * sin(t_s * 0.9 + phase) + 0.022 * sin(t_s * 2.3 + phase * 2.0 + in_position.x * 5.0));
        p.z += bend * 0.03 * sin(t_s * 0.7 + phase * 1.7);
    }
    return p;
}
