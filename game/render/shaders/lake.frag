#version 330 core
// The water's surface, drawn smaller before, enlarged.
uniform sampler2D picture;
uniform vec2 pixel;
in vec3 at;
out vec4 out_colour;
void main() { out_colour = vec4(texture(picture, gl_FragCoord.xy * pixel).rgb, 1.0); }
