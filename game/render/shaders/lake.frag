#version 330 core
// The water's surface, drawn smaller before, enlarged.
uniform sampler2D picture;
uniform vec2 pixel, last;   // of the view, in shares of `picture`; the last place of it that was drawn
in vec3 at;
out vec4 out_colour;
void main() { out_colour = vec4(texture(picture, min(gl_FragCoord.xy * pixel, last)).rgb, 1.0); }
