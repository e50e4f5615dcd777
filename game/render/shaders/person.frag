#version 330 core
#include "light.glsl"
uniform float opacity;
uniform vec3 rim;
in vec3 at, normal, albedo;
out vec4 out_colour;
void main() {
    vec3 n = normalize(normal);
    vec3 v = normalize(eye - at);
    float facing = max(dot(n, v), 0.0);
    vec3 colour = albedo * light_on(n, at) * 0.92;
    // The sky behind wraps round the figure: warm from where the sun went, cool above.
    float edge = pow(1.0 - facing, 2.6);
    float toward = clamp(dot(n, key_from) * 0.65 + 0.45, 0.0, 1.0);
    colour += rim * edge * toward * (0.30 + 0.70 * albedo);
    colour += above * edge * (1.0 - toward) * 0.25;
    out_colour = vec4(colour * opacity, opacity);
}
