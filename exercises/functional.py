"""Functional tests: pure functions from angles, points and events to a result with its norm and how sure that is.

Protocols as in the reference (CDC STEADI; Rikli and Jones; Bohannon; Duncan). A test is done uncoached and unassisted,
from one camera place, with a helper by. The program times and counts; a person judges. Nothing here is a diagnosis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan
from statistics import median
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exercises import norms
from exercises.events import RepCompleted
from exercises.measures import MEASURES, Side, dot, joint, legs_apart, mid, other, step_angle
from exercises.norms import Norm, Sex
from exercises.pose import Array

LENGTH_S = 30.0  # chair stand and arm curl
STOOD_DEG, SAT_DEG = 15.0, 60.0  # knee bend: stood below (165 degrees inside), sat above; the reference, 2.4
HALF_UP = 0.5
CROSSED = 0.8  # wrist to the opposite shoulder, in shoulder widths: nearer is a hand on it
ALLOWED_OFF = 0.1  # share of the time arms may seem uncrossed before a person has to look
STANCE_MOST_S = 45.0
LIFTED_DEG = 4.0  # how far the lifted foot is above the other, seen from the hip's height: 5 to 6 cm
STAGES = ("side_by_side", "semi_tandem", "tandem", "one_leg")
STAGE_S = 10.0
EAR_SHARE = 0.89
NOTABLE_DEG = 15.0  # difference between the sides; the reference says 10 to 15

Stage = Literal["side_by_side", "semi_tandem", "tandem", "one_leg"]
Movement = Literal["flexion", "abduction", "external_rotation"]


@dataclass(frozen=True, slots=True)
class Result:
    """One test. `value` NaN where it could not be done as prescribed; `notes` say why, and what a person must judge."""

    test: str
    value: float
    unit: str
    norm: Norm | None
    side: Side | None = None
    at_risk: bool | None = None  # beyond the cut-off of `risk`; None where the test has none
    risk: str = ""
    notes: tuple[str, ...] = ()

    @property
    def usual(self) -> bool | None:
        """Whether the value is among the norm's, None where there is no norm or no value."""
        if self.norm is None or isnan(self.value):
            return None
        low, high = self.norm.low, self.norm.high
        return (low is None or self.value >= low) and (high is None or self.value <= high)


@dataclass(frozen=True, slots=True)
class Stand:
    """One rise from the chair, seconds: off the seat, stood upright (NaN: never quite), sat again (NaN: not yet)."""

    rise_s: float
    stood_s: float
    sat_s: float


# ---- chair


def stands(t_s: Array, knee_deg: Array) -> tuple[Stand, ...]:
    """Rises in turn from times (N,) s and the knee's bend (N,) degrees; NaN rows are passed over.

    A rise begins where the knee leaves its seat (the last time within 10 degrees of the most it was bent) on the way to
    less than half of that, is upright below 15 degrees, and ends above 60. One that turns back half way up is none.
    """
    out: list[Stand] = []
    seat, rise, stood, up = 0.0, nan, nan, False
    for t, deg in zip(t_s.tolist(), knee_deg.tolist(), strict=True):
        if isnan(deg):
            continue
        if not up:
            seat = max(seat, deg)
            if deg >= seat - 10.0:
                rise = t
            if seat > SAT_DEG and deg < HALF_UP * seat:
                up, stood = True, t if deg <= STOOD_DEG else nan
        elif deg <= STOOD_DEG and isnan(stood):
            stood = t
        elif deg > SAT_DEG:
            out.append(Stand(rise, stood, t))
            seat, rise, up = deg, t, False
    if up:
        out.append(Stand(rise, stood, nan))
    return tuple(out)


def arms_crossed(points: Array) -> NDArray[np.bool_]:
    """(N,) whether both hands are on the opposite shoulders, from (N, 33, 3) points, metres. Unseen is False."""
    across = joint(points, "left", "shoulder") - joint(points, "right", "shoulder")
    width = np.sqrt(dot(across, across))
    fine = np.ones(len(points), dtype=np.bool_)
    sides: tuple[Side, Side] = ("left", "right")
    for side in sides:
        apart = joint(points, side, "wrist") - joint(points, other(side), "shoulder")
        fine &= np.sqrt(dot(apart, apart)) < CROSSED * width
    return fine


def chair_stand_30s(t_s: Array, knee_deg: Array, age: float, sex: Sex, hands: Array | None = None) -> Result:
    """Full stands within 30 s of the first instant. `hands` (N, 33, 3) points: arms not crossed score 0 (CDC).

    A stand still under way at 30 s counts once it is more than half way up. Norm: CDC STEADI (S).
    """
    start = float(t_s[0])
    within = t_s - start <= LENGTH_S
    found = stands(t_s[within], knee_deg[within])
    full = [one for one in found if not isnan(one.stood_s)]
    count = len(full) + (1 if found and isnan(found[-1].stood_s) and isnan(found[-1].sat_s) else 0)
    short = len(found) - count
    notes = [f"{short} not quite upright and not counted"] if short else []
    if float(t_s[-1]) - start < LENGTH_S - 0.5:
        notes.append(f"only {float(t_s[-1]) - start:.0f} s were seen")
    if hands is not None and (~arms_crossed(hands[within])).mean() > ALLOWED_OFF:
        count = 0
        notes.append("arms were not crossed throughout: scores 0, if a person agrees")
    norm = norms.CHAIR_STAND.of(age, sex)
    below = None if norm is None or norm.low is None else count < norm.low
    return Result(
        "30-second chair stand", float(count), "stands", norm, None, below, norms.CHAIR_STAND.source, (*notes,)
    )


def five_stands(t_s: Array, knee_deg: Array, age: float, sex: Sex) -> Result:
    """Seconds from the first rise to the fifth time upright (the end that is stated; others end seated)."""
    full = [one for one in stands(t_s, knee_deg) if not isnan(one.stood_s)]
    most, risk = norms.FIVE_STANDS_RISK_S
    if len(full) < 5:
        return Result("five times sit to stand", nan, "s", norms.FIVE_STANDS.of(age, sex), None, None, risk,
                      (f"{len(full)} full stands of 5",))  # fmt: skip
    took = full[4].stood_s - full[0].rise_s
    ends = ("from the first rise to the fifth time upright",)
    return Result("five times sit to stand", took, "s", norms.FIVE_STANDS.of(age, sex), None, took > most, risk, ends)


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


def single_leg_stance(trials: Sequence[tuple[Array, Array]], standing: Side, age: float, sex: Sex) -> Result:
    """Best of up to three trials, each times (N,) s and points (N, 33, 3) m; ends at 45 s."""
    best = max((min(longest_s(t, lifted(p, standing)), STANCE_MOST_S) for t, p in trials), default=nan)
    least, risk = norms.ONE_LEG_RISK_S
    at_risk = None if isnan(best) else best < least
    notes = () if len(trials) >= 3 else (f"{len(trials)} of 3 trials",)
    return Result("single-leg stance", best, "s", norms.ONE_LEG.of(age, sex), standing, at_risk, risk, notes)


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


def four_stage_balance(seconds: Mapping[Stage, float]) -> Result:
    """How many of the four stages were kept for 10 s, each only after the one before. Tandem under 10 s: risk (V)."""
    passed = 0
    for stage in STAGES:
        if seconds.get(stage, 0.0) < STAGE_S:  # type: ignore[call-overload]
            break
        passed += 1
    _, risk = norms.TANDEM_RISK_S
    notes = () if passed == len(STAGES) else (f"{STAGES[passed].replace('_', ' ')} was not kept for 10 s",)
    return Result("4-stage balance", float(passed), "stages of 4", None, None, passed < 3, risk, notes)


# ---- reach


def body_scale(points: Array, height_m: float) -> float:
    """What one metre of (N, 33, 3) points is in true metres, from a height that was measured with a rule.

    Ankle to ear is 0.89 of body height, as in synthetic.py (after Drillis and Contini; G). Raises ValueError where
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


def functional_reach(
    t_s: Array, points: Array, side: Side, age: float, sex: Sex, height_m: float | None = None
) -> Result:
    """How far the hand goes forward from where it was held ready in the first second, in cm.

    With `height_m` the points' metres are set right first; else they are as the camera guesses them, and said so. A
    step (an ankle that leaves its place by 10 cm) spoils the trial. Raises ValueError where the hand was not seen.
    """
    first = t_s <= t_s[0] + 1.0
    scale = 1.0 if height_m is None else body_scale(points[first], height_m)
    start = _middle(joint(points, side, "wrist")[first])
    shoulders = _middle((joint(points, "left", "shoulder") - joint(points, "right", "shoulder"))[first])
    ahead = np.array([-shoulders[2], 0.0, shoulders[0]]) / np.hypot(shoulders[0], shoulders[2])
    way = (joint(points, side, "wrist") - start) @ ahead
    feet = np.stack([joint(points, "left", "ankle"), joint(points, "right", "ankle")], axis=1)
    far = np.linalg.norm(feet - _middle(feet[first]), axis=2) * scale
    reach = 100.0 * float(np.max(way[np.isfinite(way)], initial=-np.inf)) * scale
    moved = float(np.max(far[np.isfinite(far)], initial=0.0))
    if not np.isfinite(reach):
        raise ValueError("expected a hand seen in the first second and after it, found none")
    notes = () if height_m is not None else ("the scale is the camera's guess: state the height for centimetres",)
    (high, moderate), risk = norms.REACH_RISK_CM
    if moved > 0.10:
        reach, notes = nan, (*notes, "a foot moved: once more")
    at_risk = None if isnan(reach) else reach < moderate
    degree = () if not at_risk else ("high" if reach < high else "moderate",)
    return Result("functional reach", reach, "cm", norms.REACH.of(age, sex), side, at_risk, risk, (*notes, *degree))


# ---- arms


def arm_curl_30s(reps: Sequence[RepCompleted], start_s: float, side: Side, age: float, sex: Sex) -> Result:
    """Full curls of one arm begun and bent within 30 s of `start_s`; one more than half way up at the end counts."""
    inside = [r for r in reps if r.side == side and start_s <= r.start_s and r.start_s < start_s + LENGTH_S]
    done = [r for r in inside if 0.5 * (r.start_s + r.peak_s) <= start_s + LENGTH_S]
    notes = () if all(r.verified for r in done) else ("not every curl was seen throughout",)
    norm = norms.ARM_CURL.of(age, sex)
    return Result("30-second arm curl", float(len(done)), "curls", norm, side, None, "", notes)


def shoulder_battery(
    peaks_deg: Mapping[tuple[Movement, Side], Sequence[float]], behind_back: Mapping[Side, str] | None = None
) -> tuple[Result, ...]:
    """The middle of three active lifts, each side and movement; a difference between the sides is named.

    Inward rotation is the level the thumb reaches behind the back ("L3"), told by a person: no camera sees it, and it
    is no angle. Outward rotation from the front is unsure, and says so.
    """
    out = []
    for (movement, side), peaks in peaks_deg.items():
        value = median(peaks) if peaks else nan
        notes = [] if len(peaks) >= 3 else [f"{len(peaks)} of 3 lifts"]
        if movement == "external_rotation":
            notes.append("from the front the forearm is foreshortened: low confidence")
        opposite = peaks_deg.get((movement, other(side)), ())
        if peaks and opposite and median(opposite) - value > NOTABLE_DEG:
            notes.append(f"{median(opposite) - value:.0f} degrees less than the other side")
        least = min(norms.SHOULDER_DEG[movement])
        norm = Norm(least, None, "deg", "adults, the lowest of the tables", norms.SHOULDER_SOURCE,
                    norms.SHOULDER_EVIDENCE)  # fmt: skip
        out.append(Result(f"shoulder {movement.replace('_', ' ')}", value, "deg", norm, side, None, "", tuple(notes)))
    for side, level in (behind_back or {}).items():
        notes = [f"thumb reaches {level} (told by a person; an order, not an angle)"]
        out.append(Result("shoulder internal rotation", nan, "level", None, side, None, "", tuple(notes)))
    return tuple(out)


def knee_deg(points: Array, side: Side = "left") -> Array:
    """(N,) the knee's bend that the chair tests go by."""
    return MEASURES["knee_flexion"](points, side)
