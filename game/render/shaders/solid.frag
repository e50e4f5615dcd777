#version 330 core
in vec4 shade;
out vec4 out_colour;
void main() { out_colour = shade; }
