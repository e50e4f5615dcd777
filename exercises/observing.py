"""From poses to what the judge steps on: angles with their half-widths, form rows, hands and feet. In batches.

One pose is a batch of one, so that a live session and its replay read the very same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exercises import headset
from exercises.definition import Exercise
from exercises.form import form_rows
from exercises.frames import OTHER_SIDE
from exercises.measures import MEASURES, Side, dot, joint, mid
from exercises.pose import Array, Joint, Pose
from exercises.reconstruction import Build, bent, foreshortened, reconstruct
from exercises.uncertainty import by_view, measurable, seated_leg
from exercises.walking import Stance

MIN_CONFIDENCE = 0.2  # a joint MediaPipe believes in less than this is guessed

# Faults of a few centimetres between two joints: their thresholds are those of a camera's landmarks. Other sensors put
# head, shoulders and knees elsewhere in the body (a Kinect's sound lifts are flagged three times in four), so what has
# no image is not checked for them, and its lifts are not verified
PLACED_BY_CAMERA = ("shoulder_hike", "shoulder_to_ear", "knee_valgus")

_BOTH: tuple[Side, Side] = ("left", "right")
_OF_BOTH = ("knee_valgus", "arms_uneven")  # what a fault reads of both sides, so that both are rebuilt alike

# The joint that shows how far a movement has gone: the working hand, or foot
_LEADS = {
    "shoulder_elevation": "wrist",
    "elbow_flexion": "wrist",
    "hip_angle": "ankle",
    "knee_flexion": "ankle",
    "trunk_lateral": "shoulder",
}


@dataclass(frozen=True, slots=True, eq=False)
class Bodies:
    """A batch of poses: t_s (N,), points (N, 33, 3) m room, confidence (N, 33), image (N, 33, 2), yaw_deg (N,); held
    (N, 3): whether a headset says where head, left and right hand are."""

    t_s: Array
    points: Array
    confidence: Array
    image: Array
    yaw_deg: Array
    held: NDArray[np.bool_]


class Sample(NamedTuple):
    """One pose as the judge sees it. Pairs are (left, right); NaN where unseen or not asked for."""

    t_s: float
    deg: tuple[float, float]
    view_u_deg: tuple[float, float]
    form: tuple[tuple[float, ...], tuple[float, ...]]
    yaw_deg: float
    stance: Stance


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """A batch: t_s (N,), by side ("left", "right") angles (N,), the view's part in their half-widths (N,), form (N, F);
    stance (N, 7) as in walking.Stance."""

    t_s: Array
    deg: dict[str, Array]
    view_u_deg: dict[str, Array]
    form: dict[str, Array]
    yaw_deg: Array
    stance: Array


def stack(poses: Sequence[Pose]) -> Bodies:
    """Poses as arrays (float64, from the float32 they hold); a pose without an image gives NaN there."""
    n = len(Joint)
    blank = np.full((n, 2), np.nan)
    shape = (len(poses), n)
    bodies = Bodies(
        t_s=np.array([p.t_s for p in poses], dtype=np.float64),
        points=np.array([p.points for p in poses], dtype=np.float64).reshape(*shape, 3),
        confidence=np.array([p.confidence for p in poses], dtype=np.float64).reshape(shape),
        image=np.array([blank if p.image is None else p.image for p in poses], dtype=np.float64).reshape(*shape, 2),
        yaw_deg=np.array([p.camera_yaw_deg for p in poses], dtype=np.float64),
        held=np.array(
            [[rigid is not None for rigid in (p.head, p.left_hand, p.right_hand)] for p in poses], dtype=np.bool_
        ).reshape(len(poses), 3),
    )
    return unswapped(bodies)


_OTHER = list(OTHER_SIDE)
SQUARE_ON = 0.6  # cosine of the yaw from which left and right can be told by their order in the image
MIXED = 0.3  # trunk lengths of shoulders and hips together below which the sides cannot be told apart


def unswapped(bodies: Bodies) -> Bodies:
    """The same with left and right put back in poses where the tracker took a front for a back.

    From the front the left shoulder and hip stand right of the others in the image. Where they do not, although the
    camera has not moved, sides were exchanged and depth reversed; MediaPipe does so for a frame or a second. In between
    it may mix both readings, all joints near the middle: such a pose is unseen.
    """
    yaw = np.radians(bodies.yaw_deg)
    facing = np.where(np.abs(np.cos(yaw)) > SQUARE_ON, np.sign(np.cos(yaw)), np.nan)
    trunk = mid(bodies.image, "shoulder") - mid(bodies.image, "hip")
    across = sum(
        bodies.image[:, Joint[f"left_{name}"], 0] - bodies.image[:, Joint[f"right_{name}"], 0]
        for name in ("shoulder", "hip")
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        order = facing * across / np.sqrt(dot(trunk, trunk))
    wrong, mixed = order < -MIXED, np.abs(order) <= MIXED
    if not (wrong | mixed).any():
        return bodies
    toward = np.stack([-np.sin(yaw), np.zeros(len(yaw)), -np.cos(yaw)], axis=1)
    turned = bodies.points[:, _OTHER]
    depth = ((turned - mid(bodies.points, "hip")[:, None]) * toward[:, None]).sum(axis=2)
    turned = turned - 2.0 * depth[..., None] * toward[:, None]

    def put(there: Array, other: Array, blank: float) -> Array:
        rows = (slice(None),) + (None,) * (there.ndim - 1)
        return np.where(mixed[rows], blank, np.where(wrong[rows], other, there))

    return replace(
        bodies,
        points=put(bodies.points, turned, np.nan),
        image=put(bodies.image, bodies.image[:, _OTHER], np.nan),
        confidence=put(bodies.confidence, bodies.confidence[:, _OTHER], 0.0),
    )


def observe(exercise: Exercise, sides: Sequence[Side], bodies: Bodies, build: Build) -> Observed:
    """Everything the judge needs of a batch for these sides; a side not asked for is NaN throughout."""
    n = len(bodies.t_s)
    phase = exercise.phases[0]
    both = tuple(_BOTH) if any(f.measure in _OF_BOTH for f in exercise.faults) else tuple(sides)
    at_rest = seated_leg(exercise)
    points = reconstruct(bodies.points, bodies.image, bodies.yaw_deg, build, phase.plane, both, thighs_rest=at_rest)
    points = _as_held(points, bodies)
    nothing = np.full(n, np.nan)
    unsure = [i for i, fault in enumerate(exercise.faults) if fault.measure in PLACED_BY_CAMERA]
    untold = [i for i, fault in enumerate(exercise.faults) if not headset.tells(exercise, fault.id)]
    blind = np.asarray(~np.isfinite(bodies.image).any(axis=(1, 2)))[:, None]
    worn = blind & bodies.held[:, :1]
    # Where steps belong to the exercise, or nobody is on their feet, a stance that moves is no walk: it is left unseen
    afoot = not exercise.steps and exercise.position not in ("lying", "floor")
    stance = _stance(bodies) if afoot else np.full((n, 7), np.nan)
    deg: dict[str, Array] = {}
    u_deg: dict[str, Array] = {}
    form: dict[str, Array] = {}
    for side in _BOTH:
        deg[side], u_deg[side], form[side] = nothing, nothing, np.full((n, len(exercise.faults)), np.nan)
        if side in sides:
            deg[side] = _angle(exercise, side, points, bodies, build)
            u_deg[side] = by_view(exercise, deg[side], bodies.yaw_deg, worn[:, 0])
            rows = form_rows(exercise, side, points, bodies.points, bodies.yaw_deg)
            rows[:, unsure] = np.where(blind, np.nan, rows[:, unsure])
            rows[:, untold] = np.where(worn, np.nan, rows[:, untold])
            form[side] = rows
    return Observed(bodies.t_s, deg, u_deg, form, bodies.yaw_deg, stance)


_HEAD = list(range(Joint.left_shoulder))
# A picture's arm is turned and stretched so that its hand is where it is held: the elbow goes along by its share of the
# arm's length (Winter, after Drillis and Contini 1966: 0.186 and 0.146 of body height)
_TO_ELBOW = 0.186 / (0.186 + 0.146)
# How far: what the picture makes of an arm and where its hand is held, seen from a shoulder that the camera placed, are
# off by about as much (docs/accuracy.md, headset and camera)
HELD_SHARE = 0.5


def _as_held(points: Array, bodies: Bodies) -> Array:
    """(N, 33, 3) points with heads as the poses have them and arms drawn to where hands are, seen from the shoulders,
    where a headset holds them and a camera sees the body: what the picture shows must not overrule what is held.
    """
    held = bodies.held & np.isfinite(bodies.image[:, Joint.left_hip, 0])[:, None]
    if not held.any():
        return points
    out, came = points.copy(), bodies.points
    neck, came_neck = mid(points, "shoulder"), mid(came, "shoulder")
    out[:, _HEAD] = np.where(held[:, :1, None], came[:, _HEAD] + (neck - came_neck)[:, None], points[:, _HEAD])
    for i, side in enumerate(_BOTH, start=1):
        reach = joint(came, side, "wrist") - joint(came, side, "shoulder")
        off = joint(points, side, "shoulder") + reach - joint(points, side, "wrist")
        off = np.where(held[:, i, None], HELD_SHARE * off, 0.0)
        out[:, Joint[f"{side}_wrist"]] += off
        out[:, Joint[f"{side}_elbow"]] += _TO_ELBOW * off
    return out


def _angle(exercise: Exercise, side: Side, points: Array, bodies: Bodies, build: Build) -> Array:
    """(N,) the measured angle; where it cannot be measured, what the picture shows of it, which is enough to count."""
    deg = MEASURES[exercise.phases[0].measure](points, side)
    if exercise.phases[0].measure == "elbow_flexion":
        deg = bent(deg, points, bodies.image, bodies.yaw_deg, side, build)
    shown = foreshortened(exercise, side, bodies.image, build)
    return np.where(~measurable(exercise, side, bodies.yaw_deg) & np.isfinite(shown), shown, deg)


def _stance(bodies: Bodies) -> Array:
    """(N, 7) as in walking.Stance: in the image, else on the room's floor."""
    flat = np.isfinite(bodies.image[:, Joint.left_hip, 0])[:, None]
    return np.where(flat, _stance_in(bodies.image, (0, 1)), _stance_in(bodies.points, (0, 2)))


def _stance_in(points: Array, axes: tuple[int, int]) -> Array:
    """(N, 7) mid-hip, left and right ankle along `axes`, then the body's size.

    Size is the trunk's length, or the shoulders' width if that is more: a trunk that leans toward the camera looks
    short.
    """
    trunk = mid(points, "shoulder") - mid(points, "hip")
    wide = joint(points, "left", "shoulder") - joint(points, "right", "shoulder")
    size = np.sqrt(np.maximum(dot(trunk, trunk), 1.7 * dot(wide, wide)))
    places = (mid(points, "hip"), joint(points, "left", "ankle"), joint(points, "right", "ankle"))
    return np.concatenate([*(place[:, list(axes)] for place in places), size[:, None]], axis=1)


def samples(observed: Observed) -> list[Sample]:
    """The rows of a batch as plain numbers."""
    left_form, right_form = (observed.form[side].tolist() for side in ("left", "right"))
    rows = zip(
        observed.t_s.tolist(), observed.deg["left"].tolist(), observed.deg["right"].tolist(),
        observed.view_u_deg["left"].tolist(), observed.view_u_deg["right"].tolist(), left_form, right_form,
        observed.yaw_deg.tolist(), observed.stance.tolist(), strict=True,
    )  # fmt: skip
    return [
        Sample(t, (left, right), (left_u, right_u), (tuple(left_f), tuple(right_f)), yaw, tuple(stance))
        for t, left, right, left_u, right_u, left_f, right_f, yaw, stance in rows
    ]


def lead(exercise: Exercise, side: Side, pose: Pose) -> Array:
    """(3,) the room point of the working hand or foot; the hips where the whole body sinks or rises."""
    measure = exercise.phases[0].measure
    if measure == "knee_flexion" and not exercise.sides:
        return np.asarray(0.5 * (pose.points[Joint.left_hip] + pose.points[Joint.right_hip]), dtype=np.float64)
    return np.asarray(pose.points[Joint[f"{side}_{_LEADS.get(measure, 'wrist')}"]], dtype=np.float64)
