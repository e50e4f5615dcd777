#version 330 core
// What the still lake would show of the far scene: the kept picture of it, flipped about the horizon and stretched.
uniform sampler2D far_scene;
uniform mat4 room_from_clip, clip_from_room;
uniform vec3 eye;
uniform float stretch;
in vec2 uv;
out vec4 out_colour;
void main() {
    vec4 end = room_from_clip * vec4(uv * 2.0 - 1.0, 1.0, 1.0);
    vec3 ray = normalize(end.xyz / end.w - eye);
    vec4 up = clip_from_room * vec4(eye + vec3(ray.x, max(-ray.y, 0.0) / stretch, ray.z) * 1000.0, 1.0);
    out_colour = vec4(texture(far_scene, clamp(up.xy / up.w * 0.5 + 0.5, vec2(0.002), vec2(0.998))).rgb, 1.0);
}
