"""Reaching to a point: where points may be, how near counts as there, and whether the trunk helps along. Pure.

Points are proposed only where the hand has been: on the way of the calibration lifts, between NEAREST of the way to the
target and the target itself, and the target stands one half-width inside the prescriber's limit already. So no point
lies outside the calibrated reach, whoever's it is, and none asks for more than was shown to be comfortable.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, inf, isnan, nan, pi, radians
from typing import NamedTuple

import numpy as np

from exercises.measures import Side
from exercises.plan import SideCalibration
from exercises.pose import Array, Joint, Pose
from exercises.repetitions import HOLD_FROM, HOLD_PAUSE

NEAREST = 0.8  # of the way from rest to the target: a nearer point would be no effort
RADIUS_M, WIDEST_M = 0.10, 0.22  # round a point: for a steady hand, and however much one trembles
TREMBLES = 2.0  # a trembling hand swings to either side of its mean: so many times its mean shake
THERE, LEFT = HOLD_FROM, HOLD_PAUSE  # shares of the way at which a rest begins and pauses
LEAN_FROM_DEG, LEAN_FULL_DEG = 8.0, 16.0  # of the trunk from where it rests; 8 is where the catalogue's faults begin
_LEAN_S, _SETTLES_S = 0.35, 2.5

Step = tuple[float, Array]  # (degrees in the exercise's measure, (3,) room point of the hand)


class Goal(NamedTuple):
    """A point to reach (3,), how near is there (m), and how far the hand's resting place is from it (m)."""

    at: Array
    radius_m: float
    way_m: float


def golden(seed: int, index: int) -> float:
    """0..1, spread evenly over the repetitions of a set, each set by another beginning. Nothing is left to chance."""
    return (0.5 + 0.6180339887498949 * (index + 1) + 0.3819660112501051 * seed) % 1.0


def shares(seed: int, index: int) -> float:
    """How far along the way to the target the point of a repetition lies, NEAREST..1. The first is the target."""
    return 1.0 if index == 0 else NEAREST + (1.0 - NEAREST) * golden(seed, index)


def propose(path: Sequence[Step], known: SideCalibration, seed: int, index: int) -> Array:
    """(3,) the point of repetition `index`, where the hand was in calibration; NaN where no way is known.

    The median of the five samples nearest in angle, so that one bad pose puts no point where nobody was. Samples beyond
    the target are never used: a point lies no farther than the target, whatever a practice lift came to.
    """
    sign = 1.0 if known.target_deg >= known.rest_deg else -1.0
    inside = [(deg, at) for deg, at in path if sign * (known.target_deg - deg) >= 0.0 and bool(np.isfinite(at).all())]
    if not inside:
        return np.full(3, nan)
    wanted = known.rest_deg + shares(seed, index) * (known.target_deg - known.rest_deg)
    near = sorted(inside, key=lambda step: abs(step[0] - wanted))[:5]
    return np.asarray(np.median([at for _, at in near], axis=0), dtype=np.float64)


def home(path: Sequence[Step], known: SideCalibration) -> Array:
    """(3,) where the hand rests, the lap: the lowest of the way that was seen; NaN where none was."""
    seen = [(abs(deg - known.rest_deg), at) for deg, at in path if bool(np.isfinite(at).all())]
    return np.full(3, nan) if not seen else np.asarray(min(seen, key=lambda step: step[0])[1], dtype=np.float64)


def radius_m(shake_deg: float, arm_m: float) -> float:
    """How near is there: RADIUS_M, and more for a hand that trembles by `shake_deg` (mean, of the arm's angle)."""
    trembling = 0.0 if isnan(shake_deg) or isnan(arm_m) else TREMBLES * radians(shake_deg) * arm_m
    return min(RADIUS_M + trembling, WIDEST_M)


def arm_m(pose: Pose, side: Side) -> float:
    """From shoulder over elbow to wrist, metres; NaN where one of them is unseen."""
    shoulder, elbow, wrist = (pose.points[Joint[f"{side}_{name}"]] for name in ("shoulder", "elbow", "wrist"))
    return float(np.linalg.norm(elbow - shoulder) + np.linalg.norm(wrist - elbow))


def share(goal: Goal, hand: Array) -> float:
    """How far the hand has come: 0 a whole way off, THERE at the radius, 1 at the point itself; NaN while unseen.

    A rest that has begun pauses at LEFT, which is a ninth of the way outside the radius: a hand on the edge does not
    come and go.
    """
    off = float(np.linalg.norm(np.asarray(hand, dtype=np.float64) - goal.at))
    if isnan(off):
        return nan
    if off <= goal.radius_m:
        return 1.0 - (1.0 - THERE) * off / goal.radius_m
    outside = max(goal.way_m - goal.radius_m, 0.05)
    return THERE * max(0.0, 1.0 - (off - goal.radius_m) / outside)


class Lean(NamedTuple):
    """How far the trunk has left where it rests: `up` (x, y, z) there; `share` 0..1, 1 from LEAN_FULL_DEG on."""

    up: tuple[float, float, float] | None = None
    share: float = 0.0


def leaned(lean: Lean, pose: Pose | None, resting: bool, dt_s: float) -> Lean:
    """One step of `dt_s` seconds; only a resting arm tells where the trunk rests. An unseen trunk changes nothing."""
    if pose is None:
        return lean
    p = pose.points
    trunk = p[Joint.left_shoulder] + p[Joint.right_shoulder] - p[Joint.left_hip] - p[Joint.right_hip]
    length = float(np.linalg.norm(trunk))
    if not 0.0 < length < inf:  # unseen
        return lean
    now = np.asarray(trunk, dtype=np.float64) / length
    before = now if lean.up is None else np.array(lean.up)
    off = float(now @ before)
    if resting and off > cos(LEAN_FULL_DEG * pi / 180.0):
        before = before + min(dt_s / _SETTLES_S, 1.0) * (now - before)
        before = before / np.linalg.norm(before)
    deg = float(np.degrees(np.arccos(np.clip(off, -1.0, 1.0))))
    goal = min(max((deg - LEAN_FROM_DEG) / (LEAN_FULL_DEG - LEAN_FROM_DEG), 0.0), 1.0)
    at = lean.share + (goal - lean.share) * min(dt_s / _LEAN_S, 1.0)
    return Lean((float(before[0]), float(before[1]), float(before[2])), at)
