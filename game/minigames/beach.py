"""What games of the shore know of it: the pace of its waves, its light, the lie of the sand, where the water's edge is.

Room frame, metres. The lie of the shore is what render/shore.py draws (a test compares them). `inland` is how far a
place lies up the sand from where the mean sea meets it; negative in the water.
"""

from __future__ import annotations

import math

from game.drawlist import colour
from game.minigames.motion import ease, mix

PLANKTON, LAMPLIGHT = colour("#7FD6D0"), colour("#FFB45A")
SEA_LEVEL = -0.40
RUN_UP_M = 4.2  # how much farther than of themselves the waves may run up the sand, toward whoever is there
_WAVE_S, _WORLD_IN_S = 10.0, 4.0  # a wave of the world: four seconds in, six out


def world_s(t_s: float, breath_s: tuple[float, float]) -> float:
    """The world's time after `t_s` seconds of waves that come in and go out in breath_s = (in, out) seconds.

    The world's waves take four seconds and six: for a slower breath its time runs slower. At whole tens the water
    stands farthest out, and turns at once: nothing asks for a breath to be held.
    """
    comes_s, goes_s = breath_s
    waves, u = divmod(t_s, comes_s + goes_s)
    if u < comes_s:
        return _WAVE_S * waves + _WORLD_IN_S * u / comes_s
    return _WAVE_S * waves + _WORLD_IN_S + (_WAVE_S - _WORLD_IN_S) * (u - comes_s) / goes_s


def breath(world_time_s: float) -> float:
    """How far in the wave is, 0..1, at a time of the world."""
    p = (world_time_s / _WAVE_S) % 1.0
    share = p / 0.4 if p < 0.4 else (1.0 - p) / 0.6
    return 0.5 - 0.5 * math.cos(math.pi * share)


def waterline_z(x: float) -> float:
    """Where the mean sea meets the sand."""
    return -9.2 + 0.22 * x - (0.010 if x < 0.0 else 0.004) * x * x


def sand_y(inland: float) -> float:
    """How high the sand lies, down to where it is deep."""
    u = min(max(inland / 8.0, -6.0), 1.0)
    return SEA_LEVEL * (1.0 - u) * (1.0 - u * (0.4 if u < 0.0 else 1.0))


def edge(x: float, world_time_s: float, run_up_m: float, stir: float = 1.0) -> float:
    """How far inland the water's edge has come at x."""
    far_in = breath(world_time_s + _WAVE_S * 0.030 * math.sin(0.21 * x + 0.5))
    reach = stir * (1.15 + 0.21 * math.sin(0.37 * x + 0.6) + 0.14 * math.sin(0.83 * x + 2.1))
    return reach * (2.0 * far_in - 1.0) + run_up_m * far_in


def swell(x: float, z: float, world_time_s: float) -> float:
    """How high the open sea stands over its mean where it is lively."""
    turn, offshore = 2.0 * math.pi * world_time_s / _WAVE_S, waterline_z(x) - z
    a = turn + 2.0 * math.pi * (offshore / 15.0 + 0.06 * math.sin(0.11 * x))
    b = turn - 2.0 * math.pi * (0.016 * x - 0.031 * z)
    c = turn + 2.0 * math.pi * (0.024 * x + 0.045 * z) + 2.0
    return (0.075 * math.sin(a) + 0.085 * math.sin(b) + 0.055 * math.sin(c)) * ease((offshore - 0.5) / 8.5)


def surface_y(x: float, z: float, world_time_s: float, run_up_m: float, stir: float = 1.0) -> float:
    """How high the water stands there, or the sand where it is dry; `stir`: 1 lively .. 0.25 in a quiet world."""
    come, inland = edge(x, world_time_s, run_up_m, stir), z - waterline_z(x)
    washed = min(sand_y(come), SEA_LEVEL + 0.25)  # where waves break the water stands as high as its edge
    water = mix(SEA_LEVEL + stir * swell(x, z, world_time_s), washed, ease((inland + 5.0) / 4.4))
    return max(sand_y(inland), water)


def afloat(x: float, behind_m: float, world_time_s: float, run_up_m: float) -> tuple[float, float, float]:
    """(x, y, z) of something on the water `behind_m` behind its edge, that comes and goes with it."""
    z = waterline_z(x) + edge(x, world_time_s, run_up_m) - behind_m
    return x, surface_y(x, z, world_time_s, run_up_m), z
