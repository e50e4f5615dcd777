"""What a body does in a functional test, read from points: stands, crossed arms, stances, swings of a joint, a reach.

Pure functions over times (N,) seconds and points (N, 33, 3), metres, room frame; unseen is NaN. functional.py scores
them, trials.py counts by them while a test goes on.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exercises.measures import MEASURES, Side, dot, joint, legs_apart, mid, other, step_angle
from exercises.pose import Array

STOOD_DEG, SAT_DEG = 15.0, 60.0  # knee bend: stood below (165 degrees inside), sat above; the reference, 2.4
HALF_UP = 0.5
SEAT_S = 3.0  # how long the knee's bend on the seat is remembered: a rise slower than 10 degrees in it begins late
CROSSED = 0.8  # wrist to the opposite shoulder, in shoulder widths: nearer is a hand on it
LIFTED_DEG = 4.0  # how far the lifted foot is above the other, seen from the hip's height: 5 to 6 cm
STAGE_S = 10.0
EAR_SHARE = 0.89
READY_S = 1.0  # a reach begins with the hand held ready for so long

Stage = Literal["side_by_side", "semi_tandem", "tandem", "one_leg"]
STAGES: tuple[Stage, ...] = ("side_by_side", "semi_tandem", "tandem", "one_leg")


_BOTH: tuple[Side, Side] = ("left", "right")


# ---- chair


@dataclass(frozen=True, slots=True)
class Stand:
    """One rise from the chair, seconds: off the seat, stood upright (NaN: never quite), sat again (NaN: not yet)."""

    rise_s: float
    stood_s: float
    sat_s: float


def stands(t_s: Array, knee_deg: Array) -> tuple[Stand, ...]:
    """Rises in turn from times (N,) s and the knee's bend (N,) degrees; NaN rows are passed over.

    A rise begins where the knee leaves its seat (the last time within 10 degrees of the most it was bent lately) on the
    way to less than half of the most it was bent at all, is upright below 15 degrees, and ends above 60. One that turns
    back half way up is none. Feet that were drawn back once, long before, begin no rise.
    """
    out: list[Stand] = []
    seat, rise, stood, up = 0.0, nan, nan, False
    lately: deque[tuple[float, float]] = deque()  # falling bends of the last SEAT_S, so that the first is the most
    for t, deg in zip(t_s.tolist(), knee_deg.tolist(), strict=True):
        if isnan(deg):
            continue
        if not up:
            seat = max(seat, deg)
            while lately and lately[-1][1] <= deg:
                lately.pop()
            lately.append((t, deg))
            while lately[0][0] < t - SEAT_S:
                lately.popleft()
            if deg >= lately[0][1] - 10.0:
                rise = t
            if seat > SAT_DEG and deg < HALF_UP * seat:
                up, stood = True, t if deg <= STOOD_DEG else nan
        elif deg <= STOOD_DEG and isnan(stood):
            stood = t
        elif deg > SAT_DEG:
            out.append(Stand(rise, stood, t))
            seat, rise, up = deg, t, False
            lately.clear()
    if up:
        out.append(Stand(rise, stood, nan))
    return tuple(out)


def arms_crossed(points: Array) -> NDArray[np.bool_]:
    """(N,) whether both hands are on the opposite shoulders, from (N, 33, 3) points, metres. Unseen is False."""
    across = joint(points, "left", "shoulder") - joint(points, "right", "shoulder")
    width = np.sqrt(dot(across, across))
    fine = np.ones(len(points), dtype=np.bool_)
    for side in _BOTH:
        apart = joint(points, side, "wrist") - joint(points, other(side), "shoulder")
        fine &= np.sqrt(dot(apart, apart)) < CROSSED * width
    return fine


# ---- balance


def lifted(points: Array, standing: Side) -> NDArray[np.bool_]:
    """(N,) whether the other foot is off the floor, from (N, 33, 3) points: higher by 4 degrees seen from the hip."""
    leg = joint(points, standing, "ankle") - joint(points, standing, "hip")
    rise = joint(points, other(standing), "ankle")[:, 1] - joint(points, standing, "ankle")[:, 1]
    return np.asarray(np.degrees(np.arctan2(rise, np.sqrt(dot(leg, leg)))) > LIFTED_DEG)


def longest_s(t_s: Array, so: NDArray[np.bool_], gap_s: float = 0.2) -> float:
    """The longest time (s) something was so without a break; breaks up to `gap_s` are jitter. 0 where it never was."""
    best, since, last = 0.0, nan, nan
    for t, yes in zip(t_s.tolist(), so.tolist(), strict=True):
        if not yes:
            continue
        if isnan(last) or t - last > gap_s:
            since = t
        last = t
        best = max(best, t - since)
    return best


def stance_stages(points: Array) -> tuple[Stage | None, ...]:
    """How the feet stand at each of (N, 33, 3) points; None where unseen or in none of the four ways.

    In angles from the hips (an ankle's width is about 5): tandem is in line and apart forward, semi-tandem half
    beside and forward, side by side level and close. One leg: a foot off the floor.
    """
    apart, ahead = legs_apart(points, "left"), np.abs(step_angle(points, "left"))
    off = lifted(points, "left") | lifted(points, "right")
    out: list[Stage | None] = []
    for wide, along, up in zip(apart.tolist(), ahead.tolist(), off.tolist(), strict=True):
        if isnan(wide) or isnan(along):
            out.append(None)
        elif up:
            out.append("one_leg")
        elif abs(wide) <= 5.0 and along >= 8.0:
            out.append("tandem")
        elif wide <= 16.0 and along >= 5.0:
            out.append("semi_tandem")
        else:
            out.append("side_by_side" if along < 5.0 and wide <= 25.0 else None)
    return tuple(out)


def held_s(t_s: Array, points: Array, stage: Stage) -> float:
    """The longest time (s) a stage was kept, 10 s at most."""
    so = np.array([one == stage for one in stance_stages(points)], dtype=np.bool_)
    return min(longest_s(t_s, so), STAGE_S)


# ---- arms


@dataclass(frozen=True, slots=True)
class Swing:
    """One way out and back of a joint: when it left rest, had clearly gone out, was furthest, and was half way back.

    Seconds; `back_s` NaN: not yet.
    """

    start_s: float
    out_s: float
    peak_s: float
    peak_deg: float
    back_s: float


def swings(t_s: Array, deg: Array, least_deg: float) -> tuple[Swing, ...]:
    """Swings in turn from times (N,) s and an angle (N,) degrees; NaN rows are passed over.

    One begins at the last smallest angle before it has grown by `least_deg`, and ends half way back: what turns back
    before that, at either end, is a part of it.
    """
    found: list[Swing] = []
    low = start = out = peak = peak_s = nan
    for t, d in zip(t_s.tolist(), deg.tolist(), strict=True):
        if isnan(d):
            continue
        if isnan(out):
            if isnan(low) or d <= low:
                low, start = d, t
            elif d - low >= least_deg:
                out, peak, peak_s = t, d, t
        elif d > peak:
            peak, peak_s = d, t
        elif peak - d >= HALF_UP * (peak - low):
            found.append(Swing(start, out, peak_s, peak, t))
            low, start, out = d, t, nan
    if not isnan(out):
        found.append(Swing(start, out, peak_s, peak, nan))
    return tuple(found)


# ---- reach


def body_scale(points: Array, height_m: float) -> float:
    """What one metre of (N, 33, 3) points is in true metres, from a height that was measured with a rule.

    Ankle to ear is 0.89 of body height, as in mannequin.py (after Drillis and Contini; G). Raises ValueError where
    nobody is upright.
    """
    shown = _middle((mid(points, "ear") - mid(points, "ankle"))[:, 1]) / EAR_SHARE
    if not shown > 0.5:
        raise ValueError(f"expected somebody upright to read the scale from, found {shown:.2f} m from ankle to crown")
    return float(height_m / shown)


def _middle(rows: Array) -> Array:
    """The median over the rows (N, ...) that are wholly seen; NaN where none is."""
    seen = rows[np.isfinite(rows).reshape(len(rows), -1).all(axis=1)]
    return np.median(seen, axis=0) if len(seen) else np.full(rows.shape[1:], np.nan)


def forward_m(t_s: Array, points: Array, side: Side) -> Array:
    """(N,) how far the hand is ahead of where it was held ready in the first second, in the points' metres; NaN unseen.

    Ahead is level and square to the shoulders of that second.
    """
    first = t_s <= t_s[0] + READY_S
    start = _middle(joint(points, side, "wrist")[first])
    shoulders = _middle((joint(points, "left", "shoulder") - joint(points, "right", "shoulder"))[first])
    wide = np.hypot(shoulders[0], shoulders[2])
    ahead = np.array([-shoulders[2], 0.0, shoulders[0]]) / (wide if wide > 0.0 else nan)
    way: Array = (joint(points, side, "wrist") - start) @ ahead
    return way


def stepped_m(t_s: Array, points: Array) -> float:
    """How far an ankle went from its place in the first second, in the points' metres; 0 where none was seen."""
    first = t_s <= t_s[0] + READY_S
    feet = np.stack([joint(points, "left", "ankle"), joint(points, "right", "ankle")], axis=1)
    far = np.linalg.norm(feet - _middle(feet[first]), axis=2)
    return float(np.max(far[np.isfinite(far)], initial=0.0))


# ---- angles


def knees_deg(points: Array) -> Array:
    """(N,) how far the knees are bent, degrees: the mean of both, or the one that is seen."""
    left, right = (MEASURES["knee_flexion"](points, side) for side in _BOTH)
    both = 0.5 * (left + right)
    return np.where(np.isfinite(both), both, np.where(np.isfinite(left), left, right))


def seen_share(points: Array, names: Sequence[str]) -> float:
    """The share of poses in which these joints (both sides') are seen; 0 without poses."""
    if not len(points):
        return 0.0
    rows = np.stack([mid(points, name) for name in names], axis=1)
    return float(np.isfinite(rows).all(axis=(1, 2)).mean())
