#version 330 core
in vec3 across;
out vec4 out_colour;
void main() {
    float fade = max(1.0 - dot(across.xy, across.xy), 0.0);
    out_colour = vec4(0.0, 0.0, 0.0, across.z * fade * fade);
}
