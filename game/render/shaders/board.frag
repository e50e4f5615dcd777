#version 330 core
// The panels in the room: display values as they are, alpha multiplied in already. A little sharper than the nearest
// smaller picture of them would be: letters that shimmer at their edges can be read, blurred ones cannot.
uniform sampler2D words;
in vec2 uv;
out vec4 out_colour;
void main() { out_colour = texture(words, uv, -0.7); }
