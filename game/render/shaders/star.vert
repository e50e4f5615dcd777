#version 330 core
uniform mat4 clip_from_room;
uniform vec3 eye, right, up;
uniform float hour, pixel;
in vec3 in_toward;
in float in_size, in_hour;
out vec2 across;
out float bright;
void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
    across = corner;
    float size = max(in_size, 1.5 * pixel);
    bright = smoothstep(in_hour - 0.02, in_hour + 0.03, hour) * min(in_size * in_size / (size * size) * 1.3, 1.5)
           * smoothstep(0.08, 0.2, in_toward.y);
    vec3 p = eye + in_toward * 900.0 + (right * corner.x + up * corner.y) * size * 900.0;
    gl_Position = clip_from_room * vec4(p, 1.0);
}
