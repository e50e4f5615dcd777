"""What the judge keeps of every pose, whatever the stage: smoothed angles and how sure they are, whether the sides at
work are seen, where the camera stands, whether somebody walks.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, isnan, nan
from typing import NamedTuple

from exercises import filters, uncertainty
from exercises.filters import Smooth
from exercises.measures import Side
from exercises.observing import Sample
from exercises.uncertainty import Shake
from exercises.walking import Walk, walked

SIDES: tuple[Side, Side] = ("left", "right")
LOST_S = 2.0  # unseen this long is lost: nothing is scored
YAW_SHARE = 0.05  # how much one pose says of where the camera stands


class Look(NamedTuple):
    """Pairs are (left, right), degrees. `seen`: every judged side, in the last pose; `seen_s`: when that last was."""

    t_s: float = nan
    smooth: tuple[Smooth, Smooth] = (filters.AT_START, filters.AT_START)
    deg: tuple[float, float] = (nan, nan)  # smoothed angles now; NaN where unseen, or not judged
    u_deg: tuple[float, float] = (nan, nan)
    shake: tuple[Shake, Shake] = (Shake(), Shake())
    yaw_deg: float = nan
    walk: Walk = Walk()
    seen: bool = False
    lost: bool = False
    seen_s: float = nan
    seen_n: int = 0
    all_n: int = 0
    ranges: tuple[tuple[float, float], tuple[float, float]] = ((inf, -inf), (inf, -inf))


def looked(look: Look, judged: Sequence[Side], sample: Sample) -> Look:
    """Step by one sample; it is later than the last."""
    t = sample.t_s
    if len(judged) == 2:
        left, right = _followed(look, 0, sample), _followed(look, 1, sample)
    elif judged[0] == "left":
        left, right = _followed(look, 0, sample), _NOT_JUDGED
    else:
        left, right = _NOT_JUDGED, _followed(look, 1, sample)
    deg = (left[1], right[1])
    seen = not (isnan(deg[0]) if judged[0] == "left" else isnan(deg[1]))
    if len(judged) == 2:
        seen = seen and not isnan(deg[1])
    ranges, seen_s, lost = look.ranges, look.seen_s, False
    if seen:
        (left_low, left_high), (right_low, right_high) = ranges
        ranges = (
            (min(left_low, deg[0]), max(left_high, deg[0])), (min(right_low, deg[1]), max(right_high, deg[1])),
        )  # fmt: skip
        seen_s = t
    else:
        seen_s = t if isnan(seen_s) else seen_s
        lost = look.lost or t - seen_s >= LOST_S
    yaw = look.yaw_deg
    if not isnan(sample.yaw_deg):
        yaw = sample.yaw_deg if isnan(yaw) else yaw + YAW_SHARE * _turn(sample.yaw_deg - yaw)
        yaw = yaw if abs(yaw) <= 180.0 else _turn(yaw)
    return Look(
        t, (left[0], right[0]), deg, (left[2], right[2]), (left[3], right[3]), yaw, walked(look.walk, t, sample.stance),
        seen, lost, seen_s, look.seen_n + seen, look.all_n + 1, ranges,
    )  # fmt: skip


_Followed = tuple[Smooth, float, float, Shake]  # smoothing, the angle, its half-width, shaking
_NOT_JUDGED: _Followed = (filters.AT_START, nan, nan, Shake())


def _followed(look: Look, i: int, sample: Sample) -> _Followed:
    raw = sample.deg[i]
    smooth = filters.follow(look.smooth[i], sample.t_s, raw)
    shake = uncertainty.shaken(look.shake[i], sample.t_s, raw)
    u_deg = uncertainty.half_width(sample.view_u_deg[i], shake.deg)
    return smooth, nan if isnan(raw) else smooth.value, u_deg, shake


def _turn(deg: float) -> float:
    return (deg + 180.0) % 360.0 - 180.0
