#version 330 core
uniform vec3 eye, amber, rim;
uniform float grown;
in vec3 at, normal, lit, own;
out vec4 out_colour;
void main() {
    if (grown > 0.0) { out_colour = vec4(rim * 0.6, 1.0); return; }
    float facing = max(dot(normalize(normal), normalize(eye - at)), 0.0);
    float edge = (1.0 - facing) * (1.0 - facing);
    // by night a little light of its own: a hand is never lost, and the world's light still shapes it
    vec3 skin = amber * vec3(0.92, 0.80, 0.74) * own;
    vec3 colour = skin * (min(lit, vec3(1.4)) * 0.78 + 0.10 + 0.08 * facing) + amber * own * edge * 0.40;
    out_colour = vec4(colour, 1.0);
}
