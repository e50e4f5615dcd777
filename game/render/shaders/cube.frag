#version 330 core
// The kept picture of all that is far, on the sides of a cube round the player: display values as they are.
uniform samplerCube sky;
in vec3 along;
out vec4 out_colour;
void main() { out_colour = texture(sky, along); }
