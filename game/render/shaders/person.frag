#version 330 core
uniform vec3 eye, key_from, above;
uniform float opacity;
uniform vec3 rim;
uniform vec3 wears[5];     // skin, shirt, trousers, shoes, hair
uniform vec2 seams;        // rest heights of the shirt's hem and the shoes' edge
in vec3 at, normal, light;
in vec4 fields;            // rest height, past the sleeve, out of the collar, in the hair
in float eye_here;
out vec4 out_colour;

float past(float field) {  // 0 before a seam, 1 past it, a pixel wide
    return smoothstep(-0.75, 0.75, field / max(fwidth(field), 1e-5));
}

void main() {
    vec3 n = normalize(normal);
    vec3 v = normalize(eye - at);
    float facing = dot(n, v);
    facing = max(facing, min(0.7 * fwidth(facing), 0.5));  // a pixel at the edge holds more than the edge: no row of dots
    vec3 albedo = mix(wears[3], mix(wears[2], wears[1], past(fields.x - seams.x)), past(fields.x - seams.y));
    albedo = mix(albedo, wears[0], max(past(fields.y), past(-fields.z)));
    float hair = past(fields.w);
    albedo = mix(albedo, wears[4] * (0.85 + 0.3 * facing), hair);
    albedo = mix(albedo, vec3(0.022, 0.014, 0.016), smoothstep(0.35, 0.65, eye_here));

    vec3 colour = albedo * light;
    // The bright sky ahead wraps round the figure from behind; cool light from above on the rest of its edge.
    float edge = (1.0 - facing) * (1.0 - facing) * (1.0 - facing);
    float ahead = smoothstep(-0.05, 0.75, dot(-v, key_from) * 0.5 + dot(n, key_from) * 0.6) * (1.0 - eye_here);
    colour += rim * edge * ahead * (0.22 + 0.78 * albedo) * 1.15;
    colour += above * edge * max(n.y, 0.0) * 0.10;
    out_colour = vec4(colour * opacity, opacity);
}
