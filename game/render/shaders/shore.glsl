// The lie of the shore and the sea upon it: heights in metres, seconds. render/shore.py says the same in numpy.
uniform float t_s, stir, sea_level;   // stir: 1 lively .. less where it is quiet

float waterline_z(float x) {          // where the mean sea meets the sand
    return -9.2 + 0.22 * x - (x < 0.0 ? 0.010 : 0.004) * x * x;
}
float sand_height(vec2 p, float inland) {
    float u = clamp(inland / 8.0, -6.0, 1.0);
    float y = sea_level * (1.0 - u) * (u < 0.0 ? 1.0 - u * 0.4 : 1.0 - u);
    float dune = smoothstep(7.0, 24.0, p.y) * (2.2 + 0.9 * sin(p.x * 0.19 + 1.0) + 0.5 * sin(p.x * 0.43));
    return y + dune;
}
// One wave of ten seconds at the waterline: 0 far out .. 1 far in; four seconds in, six out, as one breathes.
float breath(float phase) {
    float p = fract(phase);
    return p < 0.4 ? 0.5 - 0.5 * cos(3.14159265 * p / 0.4) : 0.5 + 0.5 * cos(3.14159265 * (p - 0.4) / 0.6);
}
float lobes(float x) { return sin(x * 0.37 + 0.6) * 0.6 + sin(x * 0.83 + 2.1) * 0.4; }
float wash_phase(float x) { return t_s * 0.1 + 0.035 * sin(x * 0.21 + 0.5); }
float wash_edge(float x) {            // how far up the sand the water has run, metres inland
    return stir * ((breath(wash_phase(x)) * 2.0 - 1.0) * (1.15 + 0.35 * lobes(x)) + 0.12 * sin(x * 2.3));
}
// Three swells of ten seconds, each with its own way to the shore: height and slope (x, z).
vec3 swell(vec2 p, float offshore) {
    float grow = smoothstep(0.5, 9.0, offshore) * stir;
    float a = 6.2831853 * (t_s * 0.1 + offshore / 15.0 + 0.06 * sin(p.x * 0.11));
    float b = 6.2831853 * (t_s * 0.1 + dot(p, vec2(0.016, -0.031)));
    float c = 6.2831853 * (t_s * 0.1 + dot(p, vec2(-0.024, -0.045)));
    vec3 sum = vec3(0.075 * sin(a), 0.0, 0.075 * cos(a) * -0.419);
    sum += 0.085 * vec3(sin(b), cos(b) * 6.2831853 * vec2(0.016, -0.031));
    sum += 0.055 * vec3(sin(c), cos(c) * 6.2831853 * vec2(-0.024, -0.045));
    return sum * grow;
}
float water_height(vec2 p, float inland) {
    float washed = sea_level * 0.0 + sand_height(p, wash_edge(p.x));
    float open = sea_level + swell(p, -inland).x;
    return mix(open, min(washed, sea_level + 0.25), smoothstep(-5.0, -0.6, inland));
}
