"""Movers that perform the catalogue with angles known beforehand.

A `Score` is a movement written down: the angle of each instant and where every effort starts, peaks and ends; `perform`
turns it into poses of a mannequin. Nothing here is random.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np

from exercises.mannequin import ANGLES, bodies, body, seen_from
from exercises.measures import MEASURES, Side
from exercises.pose import Array, Joint, Pose
from exercises.scripts import DROPPED, OF_LIFT, QUICK, SCRIPTS, SHORT, Script

__all__ = [
    "ANGLES",
    "NINE",
    "PEAKS_DEG",
    "REST_DEG",
    "Effort",
    "MoverSide",
    "Score",
    "angles_of",
    "bodies",
    "body",
    "faults_of",
    "mover",
    "perform",
    "score",
    "seen_from",
]

MoverSide = Literal["left", "right", "both", "alternate"]

# What each exercise of the catalogue does to the body: a share of travel s (0 rest, 1 full) is never needed, only the
# angle itself, for every joint follows it. `mate` is the other side's prefix.
NINE: tuple[str, ...] = (
    *("shoulder_abduction", "shoulder_flexion", "elbow_flexion", "squat", "sit_to_stand"),
    *("knee_extension", "hip_abduction", "marching", "trunk_lateral_flexion"),
)  # the first exercises, written out below; the others are scripts
REST_DEG: dict[str, float] = {
    "shoulder_abduction": 8.0,
    "shoulder_flexion": 8.0,
    "elbow_flexion": 8.0,
    "squat": 8.0,
    "sit_to_stand": 90.0,
    "knee_extension": 90.0,
    "hip_abduction": 4.0,
    "marching": 4.0,
    "trunk_lateral_flexion": 1.0,
    **{name: script.rest for name, script in SCRIPTS.items()},
}
PEAKS_DEG: dict[str, float] = {
    "shoulder_abduction": 95.0,
    "shoulder_flexion": 110.0,
    "elbow_flexion": 125.0,
    "squat": 60.0,
    "sit_to_stand": 6.0,
    "knee_extension": 12.0,
    "hip_abduction": 30.0,
    "marching": 75.0,
    "trunk_lateral_flexion": 22.0,
    **{name: script.peak for name, script in SCRIPTS.items()},
}
# Size of each fault at full strength: angle name (with the working side's prefix where it has one) to amount. Leaning
# is away from a lifted arm (it gains height), and toward the standing leg.
_FAULTS: dict[str, dict[str, tuple[str, float]]] = {
    "trunk_lean": {
        "shoulder_abduction": ("lean_away_deg", 20.0),
        "hip_abduction": ("lean_away_deg", 20.0),
        "shoulder_flexion": ("trunk_forward_deg", -20.0),
        "knee_extension": ("trunk_forward_deg", -20.0),
        "elbow_flexion": ("trunk_forward_deg", -20.0),
        "marching": ("lean_away_deg", 20.0),
    },
    "shoulder_hike": {"shoulder_abduction": ("shoulder_hike_m", 0.05), "shoulder_flexion": ("shoulder_hike_m", 0.10)},
    "elbow_bent": {"shoulder_abduction": ("elbow_flexion_deg", 65.0), "shoulder_flexion": ("elbow_flexion_deg", 65.0)},
    "shoulder_moves": {"elbow_flexion": ("shoulder_flexion_deg", 35.0)},
    "knee_valgus": {"squat": ("knees_in_m", 0.11), "sit_to_stand": ("knees_in_m", 0.11)},
    "trunk_forward": {"squat": ("trunk_forward_deg", 25.0), "trunk_lateral_flexion": ("trunk_forward_deg", 30.0)},
    "off_plane": {
        "shoulder_abduction": ("shoulder_horizontal_deg", 55.0),
        "shoulder_flexion": ("shoulder_horizontal_deg", -55.0),
    },
    "uneven": {"squat": ("hips_aside_deg", 14.0), "sit_to_stand": ("hips_aside_deg", 18.0)},
    "too_fast": {"shoulder_flexion": QUICK},
    "drops": {"sit_to_stand": DROPPED},
    "incomplete_range": {"elbow_flexion": SHORT, "sit_to_stand": SHORT, "marching": SHORT},
}


def faults_of(exercise_id: str) -> dict[str, tuple[str, float]]:
    """Every fault that a mover of an exercise can show, and how: an angle's name, or one of OF_LIFT, and how much."""
    shown = {fault: by[exercise_id] for fault, by in _FAULTS.items() if exercise_id in by}
    return shown | dict(SCRIPTS[exercise_id].faults if exercise_id in SCRIPTS else {})


@dataclass(frozen=True, slots=True, eq=False)
class Effort:
    """One effort of a score: when it starts, is furthest, and is back (seconds), how far it goes, and its fault."""

    side: Literal["left", "right", "both"]
    start_s: float
    peak_s: float
    end_s: float
    peak_deg: float
    fault: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Score:
    """A movement written down: times (N,) s, either side's angle (N,) deg, fault strength (N,) 0..1, the efforts."""

    exercise_id: str
    t_s: Array
    left_deg: Array
    right_deg: Array
    strength: Array
    fault: str | None
    fault_sides: tuple[str, ...]
    efforts: tuple[Effort, ...]


def score(
    exercise_id: str,
    peaks_deg: Sequence[float] = (),
    fps: float = 30.0,
    *,
    side: MoverSide = "left",
    rest_deg: float | None = None,
    lift_s: float = 1.2,
    hold_s: float = 0.3,
    lower_s: float = 1.6,
    pause_s: float = 0.8,
    lead_s: float = 1.0,
    tremor_deg: float = 0.0,
    fault: str | None = None,
    faulty: Collection[int] | None = None,
) -> Score:
    """Write a movement down: `peaks_deg` in turn (default five of the usual height), minimum jerk up and down.

    side "alternate" gives the peaks to left and right in turn; "both" moves them together. `fault` is drawn on the
    efforts numbered in `faulty` (all, if None) in proportion to the lift, or changes their pace or height.
    `tremor_deg`: the amplitude of a 6 Hz shake.
    Minimum jerk: Flash and Hogan, J Neurosci 1985, 5:1688.
    """
    rest = REST_DEG[exercise_id] if rest_deg is None else rest_deg
    peaks = tuple(peaks_deg) or (PEAKS_DEG[exercise_id],) * 5
    each = lift_s + hold_s + lower_s + pause_s
    t = np.arange(round((2 * lead_s + each * len(peaks)) * fps)) / fps
    traces = {"left": np.full(len(t), rest), "right": np.full(len(t), rest)}
    strength = np.zeros(len(t))
    efforts = []
    changed = faults_of(exercise_id).get(fault or "", ("", 1.0))
    for i, usual in enumerate(peaks):
        start = lead_s + i * each
        wrong = fault if fault is not None and (faulty is None or i in faulty) else None
        how, share = changed if wrong else ("", 1.0)
        rise_s = lift_s * (share if how == "both_ways" else 1.0)
        fall_s = lower_s * (share if how in ("both_ways", "way_back") else 1.0)
        peak = rest + (usual - rest) * (share if how == "travel" else 1.0)
        top = start + rise_s
        up = _minimum_jerk((t - start) / rise_s) - _minimum_jerk((t - top - hold_s) / fall_s)
        whose: Literal["left", "right", "both"]
        whose = ("left", "right")[i % 2] if side == "alternate" else side
        for one in ("left", "right") if whose == "both" else (whose,):
            traces[one] += (peak - rest) * up
        if wrong is not None:
            strength = np.maximum(strength, up)
        efforts.append(Effort(whose, start, top + hold_s / 2, top + hold_s + fall_s, float(peak), wrong))
    shake = tremor_deg * np.sin(2 * np.pi * 6.0 * t)
    sides = ("left", "right") if side in ("both", "alternate") else (str(side),)
    for one in sides:
        traces[one] = traces[one] + shake
    return Score(exercise_id, t, traces["left"], traces["right"], strength, fault, sides, tuple(efforts))


def _minimum_jerk(share: Array) -> Array:
    s = np.clip(share, 0.0, 1.0)
    return s**3 * (10.0 - 15.0 * s + 6.0 * s * s)


def angles_of(written: Score) -> dict[str, Array]:
    """The body angles (name in ANGLES -> (N,)) that carry out a score."""
    out: dict[str, Array] = {}
    e, left, right = written.exercise_id, written.left_deg, written.right_deg
    if e in ("shoulder_abduction", "shoulder_flexion", "elbow_flexion", "hip_abduction"):
        out = {f"left_{e}_deg": left, f"right_{e}_deg": right}
    elif e in ("squat", "sit_to_stand"):  # both knees bend; the deeper side's angle leads
        knee = np.maximum(left, right) if e == "squat" else np.minimum(left, right)
        lean = 0.3 * knee if e == "squat" else 28.0 * np.sin(np.pi * np.clip((90.0 - knee) / 90.0, 0.0, 1.0))
        bend = 0.55 * knee if e == "squat" else 0.97 * knee
        out = {"trunk_forward_deg": lean}
        for one in ("left", "right"):
            out |= {f"{one}_knee_flexion_deg": knee, f"{one}_hip_flexion_deg": bend}
    elif e == "knee_extension":
        seat = np.full(len(left), 88.0)
        out = {"left_hip_flexion_deg": seat, "right_hip_flexion_deg": seat}
        out |= {"left_knee_flexion_deg": left, "right_knee_flexion_deg": right}
    elif e == "marching":
        out = {"left_hip_flexion_deg": left, "right_hip_flexion_deg": right}
        out |= {"left_knee_flexion_deg": 1.05 * left, "right_knee_flexion_deg": 1.05 * right}
    elif e == "trunk_lateral_flexion":
        out = {"trunk_lateral_deg": left - right}
    elif e in SCRIPTS:
        out = _carried_out(SCRIPTS[e], _shares(e, left), _shares(e, right), written.fault_sides)
    else:
        raise ValueError(f"no mover for exercise {e!r}, expected one of {', '.join(sorted(REST_DEG))}")
    return _with_fault(out, written)


_TOWARD_A_SIDE = ("trunk_rotation_deg", "neck_rotation_deg", "neck_lateral_deg")  # positive to the patient's left


def _carried_out(script: Script, left: Array, right: Array, working: Collection[str]) -> dict[str, Array]:
    """The body angles of a script at these shares of its way (0 rest, 1 peak) of either side.

    An arm that does not work (neither its side nor "both" is in `working`) hangs at ease; legs stand or sit as one.
    """
    sides = [s for s in ("left", "right") if script.whole or s in working or "both" in working]
    if script.whole:
        left = right = np.where(np.abs(left) >= np.abs(right), left, right)
    n = len(left)
    out: dict[str, Array] = {}
    for name, value in script.still.items():
        out |= {key: np.full(n, value) for key in ([name] if name in ANGLES else _on(name, sides))}
    for name, (start, end) in script.moves.items():
        if name in _TOWARD_A_SIDE:
            out[name] = start + (end - start) * (left - right)
        elif name in ANGLES:
            out[name] = start + (end - start) * np.where(np.abs(left) >= np.abs(right), left, right)
        elif not name.startswith("other_"):
            for key in _on(name, sides):
                out[key] = start + (end - start) * (left if key.startswith("left") else right)
    for name, (start, end) in script.moves.items():
        if name.startswith("other_"):  # on top of what that side does by itself
            for key, share in ((name.replace("other", "right"), left), (name.replace("other", "left"), right)):
                out[key] = out.get(key, np.zeros(n)) + start + (end - start) * share
    return out


def _on(name: str, sides: Sequence[str]) -> list[str]:
    arm = name.startswith(("shoulder", "elbow"))
    return [f"{side}_{name}" for side in ("left", "right") if not arm or side in sides]


_WAY = np.linspace(-0.3, 1.6, 191)


@cache
def _way(exercise_id: str) -> tuple[Array, Array]:
    """Shares of the way and what the measure reads there: the part round 0..1 where it goes one way all along."""
    script = SCRIPTS[exercise_id]
    points = bodies(_carried_out(script, _WAY, np.zeros(len(_WAY)), ("left",)))
    side: Side = "left"
    deg = MEASURES[script.measure](points, side) * (1.0 if script.peak > script.rest else -1.0)
    falls = np.flatnonzero(np.diff(deg) <= 0.0)
    first = int(max(falls[falls < 30] + 1, default=0))
    last = int(min(falls[falls >= 30], default=len(_WAY) - 1))
    return _WAY[first : last + 1], deg[first : last + 1]


def _shares(exercise_id: str, deg: Array) -> Array:
    """How far along its script a body is whose measure reads `deg` (N,)."""
    share, shown = _way(exercise_id)
    script = SCRIPTS[exercise_id]
    return np.interp(deg if script.peak > script.rest else -deg, shown, share)


def _with_fault(out: dict[str, Array], written: Score) -> dict[str, Array]:
    if written.fault is None:
        return out
    try:
        name, amount = faults_of(written.exercise_id)[written.fault]
    except KeyError:
        raise ValueError(f"no mover shows {written.fault!r} on {written.exercise_id!r}") from None
    if name in OF_LIFT:
        return out  # the score itself is quicker, or shorter
    wrong = amount * written.strength
    side = written.fault_sides[0]
    targets = {
        "lean_away_deg": {"trunk_lateral_deg": wrong if side == "right" else -wrong},
        "turn_toward_deg": {"trunk_rotation_deg": -wrong if side == "right" else wrong},
        "knees_in_m": {"left_knee_in_m": wrong, "right_knee_in_m": wrong},
        "both_hike_m": {"left_shoulder_hike_m": wrong, "right_shoulder_hike_m": wrong},
        "hips_aside_deg": {"left_hip_abduction_deg": -wrong, "right_hip_abduction_deg": wrong},
    }.get(name, {name: wrong} if name in ANGLES else {f"{one}_{name}": wrong for one in _faulty_sides(written)})
    for key, value in targets.items():
        out[key] = out.get(key, np.zeros(len(value))) + value
    return out


def _faulty_sides(written: Score) -> tuple[str, ...]:
    script = SCRIPTS.get(written.exercise_id)
    return ("left", "right") if script is not None and script.whole else written.fault_sides


def perform(written: Score, camera_yaw_deg: float | None = 0.0, height_m: float = 1.70) -> tuple[Pose, ...]:
    """The poses of a score. With a camera yaw each has an image; None leaves `image` out and the yaw unknown."""
    points = bodies(angles_of(written), height_m)
    sure = np.ones(len(Joint))
    if camera_yaw_deg is None:
        return tuple(Pose(float(t), p, sure) for t, p in zip(written.t_s, points, strict=True))
    images = seen_from(points, camera_yaw_deg)
    return tuple(
        Pose(float(t), p, sure, image=i, camera_yaw_deg=camera_yaw_deg)
        for t, p, i in zip(written.t_s, points, images, strict=True)
    )


def mover(
    exercise_id: str,
    peaks_deg: Sequence[float] = (),
    fps: float = 30.0,
    *,
    side: MoverSide = "left",
    camera_yaw_deg: float | None = 0.0,
    height_m: float = 1.70,
    **how: Any,
) -> tuple[Pose, ...]:
    """Poses of somebody doing an exercise: `mover("squat", (50, 60, 55))`. `how`: what `score` takes."""
    return perform(score(exercise_id, peaks_deg, fps, side=side, **how), camera_yaw_deg, height_m)
