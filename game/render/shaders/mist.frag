#version 330 core
uniform sampler2D clouds;
uniform vec3 haze;
uniform vec4 lake;
uniform float t_s, sheet, thick;
in vec3 at;
out vec4 out_colour;
void main() {
    vec2 q = at.xz * vec2(0.0085, 0.016) + vec2(0.0, sheet);
    float soft = texture(clouds, q + vec2(0.00085, 0.0) * t_s).a;          // 0.1 m/s
    float wisp = texture(clouds, q * vec2(2.7, 2.1) - vec2(0.0011, 0.0) * t_s).b;
    float a = smoothstep(0.40, 0.85, soft * 0.75 + wisp * 0.30);
    float edge = smoothstep(lake.z, lake.z - 26.0, at.z) * smoothstep(lake.w, lake.w + 12.0, at.z);
    a *= edge * thick;
    out_colour = vec4(haze * a, a);
}
