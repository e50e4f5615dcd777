"""People nobody filmed: movements drawn from a seed, with the answer written beside them.

Everything a real film differs in from the movers of exercises.synthetic is drawn: tempo, pauses, heights, where rest
is, tremor, what is done between repetitions, when the film begins and ends, its rate, and a tracker's own shake.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from exercises import synthetic
from exercises.pose import Array, Joint, Pose, unseen

FRONTAL = ("shoulder_abduction", "hip_abduction", "trunk_lateral_flexion")
# Legs that rest apart would slide on the floor, and of a trunk both sides rest as one
UPRIGHT = ("hip_abduction", "trunk_lateral_flexion")
M_PER_IMAGE_HEIGHT = 3.0  # at the synthetic camera's distance


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """Poses, and when each repetition of the working side begins, is at its top, and is over (s)."""

    poses: tuple[Pose, ...]
    reps: tuple[tuple[float, float, float], ...]
    said: str  # what was drawn, for a failing test


@dataclass(frozen=True, slots=True)
class Person:
    """What one person does throughout. Shares are of the exercise's usual travel."""

    rest: float = 0.0  # share of the travel at which they rest
    tremor_deg: float = 0.0
    tremor_hz: float = 5.0
    shake_m: float = 0.007  # of each point, across the line of sight; three times as much along it
    fps: float = 30.0
    yaw_off_deg: float = 0.0


def film(
    exercise_id: str,
    heights: Sequence[float],
    rng: np.random.Generator,
    person: Person,
    *,
    side: str = "left",
    up_s: Sequence[float] = (1.2,),
    top_s: Sequence[float] = (0.3,),
    down_s: Sequence[float] = (1.2,),
    pause_s: Sequence[float] = (0.8,),
    lead_s: float = 1.0,
    tail_s: float = 1.0,
    fidgets: bool = False,
    scratches: bool = False,
    alternate: bool = False,
    hidden_in: int | None = None,
) -> Film:
    """`heights` are shares of the usual travel, measured from this person's rest; times are taken in turn.

    `alternate`: the other side does the same in the pauses. `hidden_in`: a second is dropped inside that repetition.
    """
    usual = synthetic.PEAKS_DEG[exercise_id] - synthetic.REST_DEG[exercise_id]
    rest_deg = synthetic.REST_DEG[exercise_id] + person.rest * usual
    travel = (1.0 - person.rest) * usual
    marks, t = [], lead_s
    for i, height in enumerate(heights):
        up, top, down, pause = (times[i % len(times)] for times in (up_s, top_s, down_s, pause_s))
        marks.append((t, t + up, t + up + top, t + up + top + down, height))
        t += up + top + down + (up + top + down if alternate else 0.0) + pause
    last = marks[-1][3] if marks else t
    n = round((last + tail_s) * person.fps)
    t_s = np.arange(n) / person.fps
    mine, others = np.full(n, rest_deg), np.full(n, rest_deg)
    for begin, there, back, over, height in marks:
        lift = synthetic._minimum_jerk((t_s - begin) / (there - begin))
        lift = lift - synthetic._minimum_jerk((t_s - back) / (over - back))
        mine += travel * height * lift
        if alternate:
            others += travel * height * np.interp(t_s - (over - begin), t_s, lift, left=0.0)
    mine += person.tremor_deg * np.sin(2 * np.pi * person.tremor_hz * t_s)
    between = _between(marks, t_s)
    if fidgets:  # up to a tenth of the travel, and no more than a sleeve is pulled by
        slow = np.interp(t_s, np.arange(0, t_s[-1] + 2, 0.7), rng.normal(0, 1, len(np.arange(0, t_s[-1] + 2, 0.7))))
        mine += between * np.clip(slow, -1.5, 1.5) / 1.5 * min(0.1 * abs(usual), 6.0)
    left, right = (mine, others) if side == "left" else (others, mine)
    sides = ("left", "right") if alternate else (side,)
    angles = synthetic.angles_of(synthetic.Score(exercise_id, t_s, left, right, 0 * t_s, None, sides, ()))
    if scratches:
        _scratch(angles, t_s, "right" if side == "left" else "left")
    yaw = (0.0 if exercise_id in FRONTAL else 80.0) + person.yaw_off_deg
    poses = _seen(synthetic.bodies(angles), t_s, yaw if side == "left" else -yaw, person.shake_m, rng)
    if hidden_in is not None:
        begin, _, _, over, _ = marks[hidden_in]
        at = begin + (over - begin - 1.0) * rng.uniform(0.1, 0.9)
        poses = tuple(unseen(p.t_s) if at <= p.t_s < at + 1.0 else p for p in poses)
    return Film(poses, tuple((m[0], 0.5 * (m[1] + m[2]), m[3]) for m in marks), f"{person} {marks}")


def later(pose: Pose, by_s: float) -> Pose:
    return replace(pose, t_s=pose.t_s + by_s)


def _between(marks: list[tuple[float, ...]], t_s: Array) -> Array:
    """(N,) 1 where nobody exercises, passing to 0 within a tenth of a second."""
    out = np.ones(len(t_s))
    for begin, _, _, over, _ in marks:
        out = np.minimum(out, np.clip(np.maximum(begin - t_s, t_s - over) / 0.1, 0.0, 1.0))
    return out


def _scratch(angles: dict[str, Array], t_s: Array, side: str) -> None:
    """The idle hand goes to the head and back, now and then, whatever the other does."""
    wave = np.clip(np.sin(2 * np.pi * t_s / 9.0), 0.0, 0.4) / 0.4
    for name, deg in (("shoulder_flexion_deg", 70.0), ("elbow_flexion_deg", 130.0)):
        key = f"{side}_{name}"
        angles[key] = angles.get(key, np.zeros(len(t_s))) + deg * wave


def _seen(points: Array, t_s: Array, yaw_deg: float, shake_m: float, rng: np.random.Generator) -> tuple[Pose, ...]:
    """Poses with a tracker's shake: half of it new in every frame, half that lasts for some."""
    yaw = np.radians(yaw_deg)
    toward = np.array([-np.sin(yaw), 0.0, -np.cos(yaw)])
    right = np.array([-np.cos(yaw), 0.0, np.sin(yaw)])
    image = synthetic.seen_from(points, yaw_deg)
    flat = shake_m * _wander(rng, (*points.shape[:2], 2))
    deep = 3.0 * shake_m * _wander(rng, points.shape[:2])
    image = image + flat / M_PER_IMAGE_HEIGHT * np.array([1.0, -1.0])
    moved = points + flat[..., :1] * right + deep[..., None] * toward
    moved[..., 1] += flat[..., 1]
    sure = np.ones(len(Joint))
    return tuple(
        Pose(float(t), p, sure, image=i, camera_yaw_deg=yaw_deg) for t, p, i in zip(t_s, moved, image, strict=True)
    )


def _wander(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    new = rng.normal(0.0, 1.0, shape)
    kept = rng.normal(0.0, 1.0, shape)
    for n in range(1, shape[0]):
        kept[n] = 0.8 * kept[n - 1] + 0.6 * kept[n]
    return np.asarray(0.7 * new + 0.7 * kept)


def drawn(exercise_id: str, seed: int, most: int = 15, **fixed: object) -> Film:
    """A person and a film of 2 to `most` repetitions drawn from a seed. `fixed` overrides what is drawn."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, most + 1))
    whole = rng.uniform(1.2, 9.0)
    quick = rng.uniform(0.7, 1.4, n) * whole
    rest = float(rng.choice([0.0, rng.uniform(0.0, 0.25)]))
    person = Person(
        rest=0.0 if exercise_id in UPRIGHT else rest,
        tremor_deg=float(rng.choice([0.0, rng.uniform(2.0, 4.0)], p=[0.6, 0.4])),
        tremor_hz=float(rng.uniform(3.0, 8.0)),
        shake_m=float(rng.uniform(0.004, 0.01)),
        fps=float(rng.choice([12.0, 15.0, 24.0, 25.0, 30.0, 60.0])),
        yaw_off_deg=float(rng.uniform(-15.0, 15.0)),
    )
    quick = np.maximum(quick, 1.2)
    rise = rng.uniform(0.35, 0.55, n)
    how = {
        "heights": tuple(rng.choice([1.0, rng.uniform(0.4, 1.0)], n)) if rng.random() < 0.5 else (1.0,) * n,
        "up_s": tuple(quick * rise),
        "down_s": tuple(quick * (1.0 - rise)),
        "top_s": tuple(rng.choice([0.0, 0.3, rng.uniform(0.0, 3.0)], n)),
        "pause_s": tuple(rng.choice([0.1, 0.5, rng.uniform(0.0, 4.0)], n)),
        "lead_s": float(rng.choice([0.0, 0.3, 1.0, 5.0])),
        "tail_s": float(rng.choice([0.1, 0.5, 3.0])),
        "fidgets": bool(rng.random() < 0.3),
        "scratches": bool(rng.random() < 0.3),
        "alternate": exercise_id == "marching" and bool(rng.random() < 0.5),
        "hidden_in": int(rng.integers(0, n)) if rng.random() < 0.2 and whole > 4.0 else None,
    } | fixed
    return film(exercise_id, how.pop("heights"), rng, how.pop("person", person), **how)
