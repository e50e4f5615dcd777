#version 330 core
// The kept picture of all that is far, on the sides of a cube round the player.
uniform samplerCube sky;
uniform mat4 room_from_clip;
uniform vec3 eye;
in vec2 uv;
out vec4 out_colour;
void main() {
    vec4 far = room_from_clip * vec4(uv * 2.0 - 1.0, 1.0, 1.0);
    out_colour = vec4(texture(sky, far.xyz / far.w - eye).rgb, 1.0);
}
