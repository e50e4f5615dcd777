#version 330 core
// The panels in the room: display values as they are, alpha multiplied in already.
uniform sampler2D words;
in vec2 uv;
out vec4 out_colour;
void main() { out_colour = texture(words, uv); }
