"""How sure an angle is, and when not to state one.

Two things are seen of an angle's error without knowing the truth: how far the camera looks along the plane of movement,
where depth has to be guessed, and how much the angle shakes from frame to frame, which is all that a smaller model, bad
light, a half hidden or a fast limb have in common. Both constants are fitted on films of known truth so that the
interval holds nine peaks in ten (tests/bench/uncertainty.py fits them again, leaving out one film at a time). The knee
of a seated leg is off by more and steadily, which neither shows.
"""

from __future__ import annotations

from math import isnan, nan, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exercises.definition import Exercise, YawRange
from exercises.headset import half_width_deg
from exercises.measures import Side
from exercises.pose import Array

VIEW_DEG = 20.0  # half-width that looking right along the plane adds
SHAKE_DEG = 10.2  # half-width of an angle that shakes by one degree; it grows as the root of the shake
MOST_SHAKE_DEG = 2.0  # beyond this it is a joint that jumps, and the judge takes jumps out
USUAL_SHAKE_DEG = 0.6  # until it is measured
LEAST_DEG = 3.0  # no angle is surer than a goniometer's own reading
TREMBLE_DEG = 7.0  # how far a landmark's angle strays by itself while nobody moves, generously
LITTLE_DEG, STRAYS = 4.0, 12.0  # what is clearly more than straying: so much, and so many times the angle's own shake
# A source that states no view may have looked along the plane, or be no camera at all: as unsure as the worst view. Of
# a Kinect's correct lifts (UI-PRMD) 0.88 then hold Vicon's peak; fitted with one person left out it is 17 to 24
NO_VIEW_DEG = VIEW_DEG
SEATED_LEG_DEG = 7.0  # trackers leave a bend in the knee of a seated leg, and an error that is steady does not shake
SHAKE_S = 1.0  # how long a shake is looked at, to either side in a film


def by_view(exercise: Exercise, deg: Array, yaw_deg: Array, worn: NDArray[np.bool_] | None = None) -> Array:
    """(N,) the view's part in the half-width (degrees) of angles (N,) seen from yaws (N,); NaN where the angle is.

    `worn` (N,): poses of a headset, which has no view; how far off it is was measured (headset.py), exercise by
    exercise, and where it was not, it is as unsure as the worst view.
    """
    yaw = np.radians(yaw_deg)
    plane = exercise.phases[0].plane
    along = np.ones_like(yaw)  # a level camera looks along every turn about the vertical
    if plane in ("sagittal", "frontal"):
        along = np.abs(np.cos(yaw) if plane == "sagittal" else np.sin(yaw))
    part = np.where(np.isfinite(yaw), VIEW_DEG * along, NO_VIEW_DEG)
    if seated_leg(exercise):
        part = np.hypot(part, SEATED_LEG_DEG)
    if worn is not None and worn.any():
        measured = half_width_deg(exercise)
        part = np.where(worn, NO_VIEW_DEG if isnan(measured) else measured, part)
    return np.where(np.isfinite(deg), part, np.nan)


def seated_leg(exercise: Exercise) -> bool:
    """Whether somebody sits and moves a lower leg, the thigh at rest on the chair."""
    return exercise.position == "seated" and exercise.sides and exercise.phases[0].measure == "knee_flexion"


def half_width(view_u_deg: float, shake_deg: float) -> float:
    """The half-width (degrees) that should hold the truth nine times in ten. NaN for an unseen angle (NaN view)."""
    shake = USUAL_SHAKE_DEG if isnan(shake_deg) else min(shake_deg, MOST_SHAKE_DEG)
    return nan if isnan(view_u_deg) else max(LEAST_DEG, sqrt(view_u_deg * view_u_deg + SHAKE_DEG * SHAKE_DEG * shake))


def half_widths(view_u_deg: Array, shake_deg: Array) -> Array:
    """(N,) of `half_width`."""
    shake = np.where(np.isnan(shake_deg), USUAL_SHAKE_DEG, np.minimum(shake_deg, MOST_SHAKE_DEG))
    return np.maximum(LEAST_DEG, np.sqrt(view_u_deg**2 + SHAKE_DEG**2 * shake))


JUMP_DEG = 8.0  # one jump says no more of the shake than this


class Shake(NamedTuple):
    """How much an angle shakes, as it stands: `deg` is the mean over about a second, NaN before the third sample."""

    t_s: float = nan
    before: float = nan
    last: float = nan
    deg: float = nan
    n: int = 0
    before_s: float = nan


def shaken(shake: Shake, t_s: float, deg: float) -> Shake:
    """Step by one unsmoothed angle. How far the middle one of three lies off the line through its neighbours, by the
    times they were taken (a busy camera's are uneven): a steady movement does not count as shaking. NaN is a gap."""
    if isnan(deg):
        return shake if isnan(shake.last) else shake._replace(before=nan, last=nan)
    if isnan(shake.before) or isnan(shake.last) or t_s <= shake.before_s:
        return shake._replace(t_s=t_s, before=shake.last, last=deg, before_s=shake.t_s)
    share = (shake.t_s - shake.before_s) / (t_s - shake.before_s)  # the line's errors are so much of its ends'
    off = abs(shake.last - shake.before - share * (deg - shake.before)) / sqrt(1.0 + share**2 + (1.0 - share) ** 2)
    off = min(off, JUMP_DEG)
    n = shake.n + 1
    share = max(1.0 / n, min(1.0, (t_s - shake.t_s) / SHAKE_S))
    mean = off if n == 1 else shake.deg + share * (off - shake.deg)
    return Shake(t_s, shake.last, deg, mean, n, shake.t_s)


def shakes(t_s: Array, deg: Array) -> Array:
    """(N,) how much angles (N,) of a film shake, a second to either side; NaN where nothing is seen for so long."""
    off = np.full(len(deg), np.nan)
    if len(deg) > 2:
        share = (t_s[1:-1] - t_s[:-2]) / (t_s[2:] - t_s[:-2])
        away = np.abs(deg[1:-1] - deg[:-2] - share * (deg[2:] - deg[:-2]))
        off[1:-1] = np.minimum(away / np.sqrt(1.0 + share**2 + (1.0 - share) ** 2), JUMP_DEG)
    seen = np.isfinite(off)
    total, count = np.concatenate([[0.0], np.cumsum(np.where(seen, off, 0.0))]), np.concatenate([[0], np.cumsum(seen)])
    first, last = np.searchsorted(t_s, t_s - SHAKE_S), np.searchsorted(t_s, t_s + SHAKE_S, side="right")
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((total[last] - total[first]) / (count[last] - count[first]), dtype=np.float64)


def chance_deg(u_deg: float) -> float:
    """How much an angle may come and go without anybody moving; 0 where nothing was seen (NaN).

    What a bad view adds to the half-width is a lean of the scale, the same from one moment to the next, and hides no
    movement; so this is the same from every view.
    """
    return 0.0 if isnan(u_deg) else 2.0 * TREMBLE_DEG


def little_deg(shake_deg: float) -> float:
    """The smallest movement (degrees) that is clearly more than an angle with this shake strays by itself (NaN: usual).

    In films of known truth, while nobody moves, an angle wanders over 7 times its shake in the middle, 13 times in nine
    stretches of ten.
    """
    shake = USUAL_SHAKE_DEG if isnan(shake_deg) else min(shake_deg, MOST_SHAKE_DEG)
    return max(LITTLE_DEG, STRAYS * shake)


def of_side(side: Side, yaw_deg: float) -> float:
    """A camera yaw as the working side sees it: 0 in front, +90 on the working side."""
    return yaw_deg if side == "left" else -yaw_deg


def _within(ranges: tuple[YawRange, ...], yaw_deg: float) -> bool:
    return any(r.low_deg <= yaw_deg <= r.high_deg for r in ranges)


def suitable(exercise: Exercise, side: Side, yaw_deg: float) -> tuple[bool, str | None]:
    """Whether angles may be stated from a camera yaw (NaN: unknown, taken as good), and if not why, in plain words."""
    if np.isnan(yaw_deg) or _within(exercise.view_measure, of_side(side, yaw_deg)):
        return True, None
    middle = sum(0.5 * (r.low_deg + r.high_deg) for r in exercise.view_measure) / len(exercise.view_measure)
    where = "face the camera" if abs(middle) < 30 else f"turn so that the camera sees your {side} side"
    seen = "from the front" if abs(of_side(side, yaw_deg)) < 30 else f"from {abs(yaw_deg):.0f} degrees to one side"
    return False, f"{exercise.title} was filmed {seen}, where its angle cannot be trusted; {where} to measure it."


def measurable(exercise: Exercise, side: Side, yaw_deg: Array) -> NDArray[np.bool_]:
    """(N,) `suitable` for many yaws, without the words."""
    yaw = yaw_deg if side == "left" else -yaw_deg
    fine = np.isnan(yaw)
    for r in exercise.view_measure:
        fine = fine | ((yaw >= r.low_deg) & (yaw <= r.high_deg))
    return np.asarray(fine, dtype=np.bool_)


def countable(exercise: Exercise, side: Side, yaw_deg: float) -> bool:
    """Whether repetitions can be counted from a camera yaw (NaN: unknown, taken as good)."""
    return bool(np.isnan(yaw_deg)) or _within(exercise.view_play, of_side(side, yaw_deg))
