#version 330 core
uniform vec2 view;
uniform vec4 box;      // left, top, right, bottom in pixels from the top left
uniform float grow;    // pixels beyond the box, for soft edges
out vec2 at;           // pixels from the box's top left
void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    vec2 p = mix(box.xy - grow, box.zw + grow, corner);
    at = p - box.xy;
    gl_Position = vec4(p.x / view.x * 2.0 - 1.0, 1.0 - p.y / view.y * 2.0, 0.0, 1.0);
}
