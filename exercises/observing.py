"""From poses to what the judge steps on: angles with their half-widths, form rows, hands and feet. In batches.

One pose is a batch of one, so that a live session and its replay read the very same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from exercises.definition import Exercise
from exercises.measures import MEASURES, Side, joint, mid
from exercises.pose import Array, Joint, Pose
from exercises.uncertainty import Bodies, stated

MIN_CONFIDENCE = 0.2  # a joint MediaPipe believes in less than this is guessed

# The joint that shows how far a movement has gone: the working hand, or foot
_LEADS = {
    "shoulder_elevation": "wrist",
    "elbow_flexion": "wrist",
    "hip_angle": "ankle",
    "knee_flexion": "ankle",
    "trunk_lateral": "shoulder",
}


class Sample(NamedTuple):
    """One pose as the judge sees it. Pairs are (left, right); NaN where unseen or not asked for."""

    t_s: float
    deg: tuple[float, float]
    u_deg: tuple[float, float]
    form: tuple[tuple[float, ...], tuple[float, ...]]
    yaw_deg: float
    feet: tuple[float, float, float, float]  # left x, y, right x, y, in trunk lengths


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """A batch: t_s (N,), and by side ("left", "right") angles (N,), half-widths (N,), form (N, F); feet (N, 4)."""

    t_s: Array
    deg: dict[str, Array]
    u_deg: dict[str, Array]
    form: dict[str, Array]
    yaw_deg: Array
    feet: Array


def stack(poses: Sequence[Pose]) -> Bodies:
    """Poses as arrays (float64, from the float32 they hold); a pose without an image gives NaN there."""
    n = len(Joint)
    blank = np.full((n, 2), np.nan)
    shape = (len(poses), n)
    return Bodies(
        t_s=np.array([p.t_s for p in poses], dtype=np.float64),
        points=np.array([p.points for p in poses], dtype=np.float64).reshape(*shape, 3),
        confidence=np.array([p.confidence for p in poses], dtype=np.float64).reshape(shape),
        image=np.array([blank if p.image is None else p.image for p in poses], dtype=np.float64).reshape(*shape, 2),
        yaw_deg=np.array([p.camera_yaw_deg for p in poses], dtype=np.float64),
    )


def observe(exercise: Exercise, sides: Sequence[Side], bodies: Bodies) -> Observed:
    """Everything the judge needs of a batch for these sides; a side not asked for is NaN throughout."""
    n = len(bodies.t_s)
    nothing = np.full(n, np.nan)
    deg: dict[str, Array] = {}
    u_deg: dict[str, Array] = {}
    form: dict[str, Array] = {}
    both: tuple[Side, Side] = ("left", "right")
    for side in both:
        if side in sides:
            deg[side], u_deg[side] = stated(exercise, side, bodies)
            form[side] = _form(exercise, side, bodies)
        else:
            deg[side], u_deg[side] = nothing, nothing
            form[side] = np.full((n, len(exercise.faults)), np.nan)
    return Observed(bodies.t_s, deg, u_deg, form, bodies.yaw_deg, _feet(bodies))


def _form(exercise: Exercise, side: Side, bodies: Bodies) -> Array:
    """(N, F) what each fault's measure reads."""
    if not exercise.faults:
        return np.zeros((len(bodies.t_s), 0))
    return np.stack([MEASURES[f.measure](bodies.points, side) for f in exercise.faults], axis=1)


def _feet(bodies: Bodies) -> Array:
    """(N, 4) both ankles, x and y, in trunk lengths: in the image where there is one, else on the floor of the room."""
    flat = np.isfinite(bodies.image[:, Joint.left_hip, 0])[:, None]
    place = np.where(flat, np.concatenate(_ankles(bodies.image, (0, 1)), axis=1), 0.0)
    room = np.concatenate(_ankles(bodies.points, (0, 2)), axis=1)
    return np.where(flat, place, room)


def _ankles(points: Array, axes: tuple[int, int]) -> tuple[Array, Array]:
    trunk = mid(points, "shoulder") - mid(points, "hip")
    length = np.sqrt((trunk * trunk).sum(axis=1))[:, None]
    both: tuple[Side, Side] = ("left", "right")
    with np.errstate(invalid="ignore", divide="ignore"):
        left, right = (joint(points, side, "ankle")[:, list(axes)] / length for side in both)
    return left, right


def samples(observed: Observed) -> list[Sample]:
    """The rows of a batch as plain numbers."""
    left_form, right_form = (observed.form[side].tolist() for side in ("left", "right"))
    rows = zip(
        observed.t_s.tolist(), observed.deg["left"].tolist(), observed.deg["right"].tolist(),
        observed.u_deg["left"].tolist(), observed.u_deg["right"].tolist(), left_form, right_form,
        observed.yaw_deg.tolist(), observed.feet.tolist(), strict=True,
    )  # fmt: skip
    return [
        Sample(t, (left, right), (left_u, right_u), (tuple(left_f), tuple(right_f)), yaw, tuple(feet))
        for t, left, right, left_u, right_u, left_f, right_f, yaw, feet in rows
    ]


def lead(exercise: Exercise, side: Side, pose: Pose) -> Array:
    """(3,) the room point of the working hand or foot; the hips where the whole body sinks or rises."""
    measure = exercise.phases[0].measure
    if measure == "knee_flexion" and not exercise.sides:
        return np.asarray(0.5 * (pose.points[Joint.left_hip] + pose.points[Joint.right_hip]), dtype=np.float64)
    return np.asarray(pose.points[Joint[f"{side}_{_LEADS.get(measure, 'wrist')}"]], dtype=np.float64)
