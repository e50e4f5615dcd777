// Light of the world: a hemisphere, one low warm key from ahead, and up to four lamps.
uniform vec3 eye;
uniform vec3 key_from;        // unit, toward the key light
uniform vec3 key, above, below, fog;
uniform vec2 fog_from_over;   // metres: how far one sees clearly, and over how many fog thickens
uniform vec4 lamp_at[4];      // place and reach in metres
uniform vec3 lamp_colour[4];

vec3 light_on(vec3 n, vec3 p) {
    vec3 light = mix(below, above, n.y * 0.5 + 0.5);
    light += key * max((dot(n, key_from) + 0.2) / 1.2, 0.0) * 1.1;
    for (int i = 0; i < 4; i++) {
        vec3 to = lamp_at[i].xyz - p;
        float d2 = dot(to, to);
        float wrapped = dot(n, to * inversesqrt(d2 + 1e-4)) * 0.6 + 0.4;
        light += lamp_colour[i] * max(wrapped, 0.0) / (1.0 + 3.0 * d2 / (lamp_at[i].w * lamp_at[i].w));
    }
    return light;
}
vec3 fogged(vec3 colour, vec3 p) {
    float far = length(p - eye);
    float thick = 1.0 - exp(-max(far - fog_from_over.x, 0.0) / fog_from_over.y);
    return mix(colour, fog, thick * (0.45 + 0.55 * exp(-max(p.y, 0.0) / 2.2)));
}
