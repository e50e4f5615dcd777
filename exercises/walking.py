"""Whether somebody is walking: hips and feet leave their place together.

A squat or a chair takes the hips along, a lifted leg half of it the middle of the feet; only steps take both.
"""

from __future__ import annotations

from math import exp, hypot, isnan, nan
from typing import NamedTuple

TAU_S = 0.7  # how long a place is remembered
FAR = 0.2  # trunk lengths from where it was; standing sways by a tenth of that
AFTER_S = 0.5  # nothing counts until the steps have settled

Place = tuple[float, float, float, float]


class Walk(NamedTuple):
    t_s: float = nan
    kept: Place = (nan, nan, nan, nan)  # remembered places: mid-hip x, y, mid-ankle x, y
    until_s: float = nan
    walking: bool = False


def walked(walk: Walk, t_s: float, stance: tuple[float, float, float, float, float]) -> Walk:
    """Step by mid-hip, mid-ankle (x, y each) and the body's size, in one unit. NaN, unseen, says nothing."""
    hip_x, hip_y, foot_x, foot_y, size = stance
    dt = t_s - walk.t_s
    if isnan(dt) or dt > 1.0:
        return Walk(t_s, (hip_x, hip_y, foot_x, foot_y))
    share = 1.0 - exp(-max(dt, 0.0) / TAU_S)
    a, b, c, d = walk.kept
    kept = (_toward(a, hip_x, share), _toward(b, hip_y, share), _toward(c, foot_x, share), _toward(d, foot_y, share))
    far = FAR * size  # comparisons with NaN are false
    steps = hypot(hip_x - kept[0], hip_y - kept[1]) > far and hypot(foot_x - kept[2], foot_y - kept[3]) > far
    until = t_s + AFTER_S if steps else walk.until_s
    return Walk(t_s, kept, until, t_s < until)


def _toward(old: float, new: float, share: float) -> float:
    if isnan(old) or isnan(new):
        return new if isnan(old) else old
    return old + share * (new - old)
