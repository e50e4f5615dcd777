#version 330 core
uniform mat4 clip_from_room;
in vec3 in_at, in_colour;
out vec3 colour;
void main() {
    colour = in_colour;
    gl_Position = clip_from_room * vec4(in_at, 1.0);
}
