// The lie of the shore and the sea upon it: metres and seconds. render/shore.py says the same in numpy.
uniform float t_s, stir, sea_level;   // stir: 1 lively .. 0.25 where it is quiet
uniform float run_up;                 // metres that waves run farther up than they do of themselves

float waterline_z(float x) {          // where the mean sea meets the sand
    return -9.2 + 0.22 * x - (x < 0.0 ? 0.010 : 0.004) * x * x;
}
float sand_height(vec2 p, float inland) {
    float u = clamp(inland / 8.0, -6.0, 1.0);
    float beach = sea_level * (1.0 - u) * (1.0 - u * (u < 0.0 ? 0.4 : 1.0));
    float mound = 0.42 * exp(-(abs(p.x) - 5.2) * (abs(p.x) - 5.2) / 2.6 - (p.y + 1.8) * (p.y + 1.8) / 4.5);
    return beach + mound + smoothstep(7.0, 24.0, p.y) * (2.2 + 0.9 * sin(p.x * 0.19 + 1.0) + 0.5 * sin(p.x * 0.43));
}
// The waves at the waterline: 0 far out .. 1 far in; four seconds in, six out, as one breathes.
float breath(float phase) {
    float p = fract(phase);
    return p < 0.4 ? 0.5 - 0.5 * cos(3.14159265 * p / 0.4) : 0.5 + 0.5 * cos(3.14159265 * (p - 0.4) / 0.6);
}
float wash_phase(float x) { return t_s * 0.1 + 0.030 * sin(x * 0.21 + 0.5); }
float wash_reach(float x) {           // how far up the sand a wave runs, metres inland
    return stir * (1.15 + 0.21 * sin(x * 0.37 + 0.6) + 0.14 * sin(x * 0.83 + 2.1));
}
// Three swells of ten seconds, each with its own way to the shore: height, and slope along x and z.
vec3 swell(vec2 p, float offshore) {
    const vec2 from_left = vec2(0.016, -0.031), from_right = vec2(-0.024, -0.045);
    float turn = 6.2831853 * t_s * 0.1;
    float a = turn + 6.2831853 * (offshore / 15.0 + 0.06 * sin(p.x * 0.11));
    float b = turn - 6.2831853 * dot(p, from_left);
    float c = turn - 6.2831853 * dot(p, from_right) + 2.0;
    vec3 sum = 0.075 * vec3(sin(a), 0.0, -0.419 * cos(a));
    sum += 0.085 * vec3(sin(b), -6.2831853 * cos(b) * from_left);
    sum += 0.055 * vec3(sin(c), -6.2831853 * cos(c) * from_right);
    return sum * smoothstep(0.5, 9.0, offshore) * stir;
}
