#version 330 core
// Softens stairs along edges: a pixel unlike its neighbours is mixed with them, more across an edge than along it.
uniform sampler2D picture;
out vec4 out_colour;
void main() {
    ivec2 p = ivec2(gl_FragCoord.xy);
    vec3 here = texelFetch(picture, p, 0).rgb;
    vec3 n = texelFetch(picture, p + ivec2(0, 1), 0).rgb, s = texelFetch(picture, p - ivec2(0, 1), 0).rgb;
    vec3 e = texelFetch(picture, p + ivec2(1, 0), 0).rgb, w = texelFetch(picture, p - ivec2(1, 0), 0).rgb;
    vec3 luma = vec3(0.30, 0.59, 0.11);
    float up = abs(dot(n - s, luma)), side = abs(dot(e - w, luma));
    vec3 across = (up * (n + s) + side * (e + w)) / (2.0 * (up + side) + 1e-5);
    float edge = clamp((up + side) / (dot(here + across, luma) + 0.02) * 1.6 - 0.25, 0.0, 1.0);
    out_colour = vec4(mix(here, across, edge * 0.5), 1.0);
}
