#version 330 core
in vec2 across;
in float bright;
out vec4 out_colour;
void main() {
    float r2 = dot(across, across);
    out_colour = vec4(vec3(0.92, 0.93, 1.0) * bright * exp(-r2 * 5.0) * max(1.0 - r2, 0.0), 0.0);
}
