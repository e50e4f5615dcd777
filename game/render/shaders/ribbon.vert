#version 330 core
// Threads and rings: strips that turn to face the viewer and never get thinner than a pixel, only fainter.
uniform mat4 clip_from_room;
uniform vec3 eye;
uniform float pixels_per_radian;
in vec3 in_at;
in vec3 in_along;
in vec2 in_side_width;   // -1 or 1, width in metres
in vec4 in_colour;
in vec2 in_glow_soft;    // 1 adds its light; 1 is a soft halo, 0 a crisp line
out vec4 colour;
out vec2 glow_soft;
out float across, half_px;
void main() {
    vec3 to = in_at - eye;
    float px_per_m = pixels_per_radian / max(length(to), 0.01);
    float wide = in_side_width.y * px_per_m;
    float shown = max(wide, 1.5);
    half_px = in_glow_soft.y > 0.5 ? shown * 0.5 : shown * 0.5 + 1.0;
    vec3 sideways = normalize(cross(in_along, to) + vec3(1e-9, 0.0, 0.0));
    colour = in_colour;
    colour.a *= wide / shown;
    glow_soft = in_glow_soft;
    across = in_side_width.x * half_px;
    gl_Position = clip_from_room * vec4(in_at + sideways * in_side_width.x * half_px / px_per_m, 1.0);
}
