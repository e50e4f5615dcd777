"""Whether somebody is walking: the body leaves its place, and so does each foot.

A squat or a chair takes the hips along, a lifted leg one foot; an ankle that a tracker loses jumps alone. Only steps
take the hips and both feet. Toward a camera a walk hardly moves the hips in the picture, but the body grows.
"""

from __future__ import annotations

from math import exp, hypot, isnan, nan
from typing import NamedTuple

TAU_S = 0.7  # how long a place is remembered
FAR = 0.2  # trunk lengths from where it was; standing sways by a tenth of that
GROWN = 0.1  # share by which a body that comes nearer or goes is larger or smaller: a walk at half a metre a second
AFTER_S = 0.5  # nothing counts until the steps have settled

# Mid-hip, left and right ankle (x, y each), and the body's size
Stance = tuple[float, float, float, float, float, float, float]
_UNKNOWN: Stance = (nan,) * 7


class Walk(NamedTuple):
    t_s: float = nan
    kept: Stance = _UNKNOWN  # remembered
    until_s: float = nan
    walking: bool = False


def walked(walk: Walk, t_s: float, stance: Stance) -> Walk:
    """Step by a stance, all in one unit. One in which anything is unseen (NaN) says nothing.

    Which ankle is left and which right is not asked: a tracker that exchanges them has moved nothing.
    """
    dt, kept = t_s - walk.t_s, walk.kept
    if isnan(sum(stance)):
        return Walk(t_s, kept, walk.until_s, t_s < walk.until_s) if dt <= 1.0 else Walk(t_s)
    if not dt <= 1.0 or isnan(kept[0]):
        return Walk(t_s, stance)
    hip_x, hip_y, a_x, a_y, b_x, b_y, size = stance
    was_x, was_y, c_x, c_y, d_x, d_y, was_size = kept
    first, second = hypot(a_x - c_x, a_y - c_y), hypot(b_x - d_x, b_y - d_y)
    if first + second > FAR * size:
        crossed = hypot(a_x - d_x, a_y - d_y), hypot(b_x - c_x, b_y - c_y)
        if sum(crossed) < first + second:
            (first, second), (c_x, c_y, d_x, d_y) = crossed, (d_x, d_y, c_x, c_y)
    far = FAR * size
    until = walk.until_s
    if first > far and second > far:
        away = hypot(hip_x - was_x, hip_y - was_y) > far
        if away or abs(size - was_size) > GROWN * was_size:
            until = t_s + AFTER_S
    share = 1.0 - exp(-dt / TAU_S)
    rest = 1.0 - share
    kept = (
        rest * was_x + share * hip_x, rest * was_y + share * hip_y,
        rest * c_x + share * a_x, rest * c_y + share * a_y, rest * d_x + share * b_x, rest * d_y + share * b_y,
        rest * was_size + share * size,
    )  # fmt: skip
    return Walk(t_s, kept, until, t_s < until)
