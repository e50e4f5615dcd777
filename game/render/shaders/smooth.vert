#version 330 core
uniform vec2 pixel;       // 1 / size of the view
in vec4 in_box;           // left, bottom, right, top in pixels
void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    gl_Position = vec4(mix(in_box.xy, in_box.zw, corner) * pixel * 2.0 - 1.0, 0.0, 1.0);
}
