"""Whether somebody is walking: neither foot stays where it was. Every exercise of the catalogue keeps one planted."""

from __future__ import annotations

from math import exp, hypot, isnan, nan
from typing import NamedTuple

TAU_S = 0.7  # how long a foot's place is remembered
FAR = 0.25  # trunk lengths from where it was: a planted foot's landmark jitters by a tenth of that
AFTER_S = 0.5  # nothing counts until the steps have settled


class Walk(NamedTuple):
    t_s: float = nan
    feet: tuple[float, float, float, float] = (nan, nan, nan, nan)  # remembered places: left x, y, right x, y
    until_s: float = nan
    walking: bool = False


def walked(walk: Walk, t_s: float, seen: tuple[float, float, float, float, float]) -> Walk:
    """Step by where the ankles are, and the body's size in the same unit (NaN: unseen, which says nothing)."""
    *feet, size = seen
    dt = t_s - walk.t_s
    if isnan(dt) or dt > 1.0:
        return Walk(t_s, (feet[0], feet[1], feet[2], feet[3]))
    share = 1.0 - exp(-max(dt, 0.0) / TAU_S)
    kept = tuple(_toward(old, new, share) for old, new in zip(walk.feet, feet, strict=True))
    moved = [hypot(feet[i] - kept[i], feet[i + 1] - kept[i + 1]) for i in (0, 2) if not isnan(feet[i])]
    until = t_s + AFTER_S if moved and min(moved) > FAR * size else walk.until_s
    return Walk(t_s, kept, until, t_s < until)  # type: ignore[arg-type]


def _toward(old: float, new: float, share: float) -> float:
    if isnan(old) or isnan(new):
        return new if isnan(old) else old
    return old + share * (new - old)
