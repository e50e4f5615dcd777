"""Where to stand: what to change, in plain words, until the camera sees what an exercise needs."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np

from exercises.definition import Exercise
from exercises.frames import OTHER_SIDE
from exercises.pose import Array, Joint, Pose

_SURE = 0.5  # MediaPipe's visibility of a joint that is really seen
_EDGE = 0.02  # image heights that must be free at each side of the picture
_SMALLEST = 0.12  # trunk length in image heights: in a smaller body angles are lost in the picture's grain
_LEGS = frozenset(j for j in Joint if any(part in j.name for part in ("knee", "ankle", "heel", "foot")))
_HELD = "Take the controllers, or hold both hands before you."  # a headset lacks nothing but hands
_WORDS = {
    "shoulder": "shoulders", "elbow": "arms", "wrist": "hands", "pinky": "hands", "index": "hands", "thumb": "hands",
    "hip": "hips", "knee": "knees", "ankle": "feet", "heel": "feet", "foot": "feet",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placement:
    """Whether an exercise may begin from here.

    say   what to do, or that all is well           picture   the drawing that shows it (drawlist.Panel.picture)
    ok    the needed joints that are seen           nudge     which way to go, as the patient sees it, or None
    """

    ready: bool
    say: str
    ok: frozenset[Joint]
    picture: str
    nudge: Literal["back", "closer", "left", "right"] | None = None


def needed(exercise: Exercise, sides: Literal["left", "right", "both"]) -> frozenset[Joint]:
    """The joints an exercise needs for these sides: its own are the left side's."""
    left = exercise.needs
    right = frozenset(OTHER_SIDE[j] for j in left)
    return left if sides == "left" else right if sides == "right" else left | right


def placement(
    pose: Pose | None,
    exercise: Exercise,
    sides: Literal["left", "right", "both"],
    aspect: float = 4 / 3,
    up_to_deg: float | None = None,
) -> Placement:
    """What to change so that `exercise` is seen; `aspect` is the picture's width over its height.

    Nobody is asked to reach up: how high a hand will come is worked out from the arm's length, up to `up_to_deg` of
    elevation (the prescriber's limit or the target; without it the exercise's own limit). A pose without image places
    (a recording without them, a headset) is judged by what is seen alone.
    """
    picture = "place_chair" if exercise.position == "seated" else "place_stand"
    needs = needed(exercise, sides)
    if pose is None or not np.isfinite(pose.points).any():
        return Placement(False, "Please come into the picture.", frozenset(), picture)
    if pose.image is None:
        ok = frozenset(j for j in needs if pose.sees((j,), _SURE))
        missing = f"Let the camera see your {_words(needs - ok)}." if pose.head is None else _HELD
        say = "Good. Stay there." if ok == needs else missing
        return Placement(ok == needs, say, ok, picture)
    inside = _inside(pose.image, aspect)
    ok = frozenset(j for j in needs if inside[j] and pose.confidence[j] >= _SURE)

    def no(sentence: str, nudge: Literal["back", "closer", "left", "right"] | None = None) -> Placement:
        return Placement(False, sentence, ok, picture, nudge)

    away = "Move your chair back" if exercise.position == "seated" else "Step back"
    cut = {j for j in needs if not inside[j]}
    low = cut & _LEGS
    if low:
        return no(f"{away} until your {_lowest(low)} are in the picture.", "back")
    sideways = _sideways(pose, needs, aspect)
    if sideways == "both":
        return no(f"{away} a little, so that all of you is in the picture.", "back")
    if sideways is not None:
        return no(*_to_the_middle(pose, sideways, exercise.position == "seated"))
    if cut or _headroom(pose, exercise, needs, up_to_deg) < _EDGE:
        return no(f"{away} a little: there must be room above your head.", "back")
    if _trunk_length(pose.image) < _SMALLEST:
        closer = "Move your chair closer" if exercise.position == "seated" else "Come a little closer"
        return no(f"{closer}.", "closer")
    hidden = needs - ok
    if hidden:
        return no(f"Let the camera see your {_words(hidden)}: clear the way, or make the room brighter.")
    return Placement(True, "Good. Stay there.", ok, picture)


def _inside(image: Array, aspect: float) -> Array:
    """(J,) whether each joint is in the picture, clear of its edges."""
    x, y = image[:, 0], image[:, 1]
    with np.errstate(invalid="ignore"):
        return np.asarray((x > 0) & (x < aspect) & (y > 0) & (y < 1))


def _lowest(joints: Collection[Joint]) -> str:
    return "feet" if any("knee" not in j.name for j in joints) else "knees"


def _words(joints: Collection[Joint]) -> str:
    """ "left arm and feet": the body's parts in plain words, each once."""
    names = []
    for j in sorted(joints):
        word = next((w for part, w in _WORDS.items() if part in j.name), "face")
        if word not in names:
            names.append(word)
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _sideways(pose: Pose, needs: Collection[Joint], aspect: float) -> Literal["left", "right", "both"] | None:
    """Which side of the picture the body, or an arm stretched out to the side, runs out of."""
    assert pose.image is not None
    x = pose.image[list(needs), 0]
    x = x[np.isfinite(x)]
    if not len(x):
        return None
    left, right = float(x.min()), float(x.max())
    if abs(right - left) > aspect - 2 * _EDGE:
        return "both"
    return "left" if left < _EDGE else "right" if right > aspect - _EDGE else None


def _to_the_middle(
    pose: Pose, out: Literal["left", "right"], seated: bool
) -> tuple[str, Literal["left", "right"] | None]:
    """Out of the picture's left is the patient's right when they face the camera: they step to their left."""
    move = "Move your chair" if seated else "Step"
    if math.isfinite(pose.camera_yaw_deg) and abs(pose.camera_yaw_deg) > 60:
        return (f"{move} toward the middle of the picture.", None)
    way: Literal["left", "right"] = "left" if out == "left" else "right"
    return (f"{move} to your {way}, toward the middle.", way)


def _headroom(pose: Pose, exercise: Exercise, needs: Collection[Joint], up_to_deg: float | None) -> float:
    """Image heights left above the highest place the body will reach: the head, or the hand at the exercise's limit."""
    assert pose.image is not None
    tops = [float(np.nanmin(pose.image[: Joint.left_shoulder, 1]))] if np.isfinite(pose.image[:11, 1]).any() else []
    # the eyes and ears are seen, the crown is a third of a trunk above them
    tops = [top - 0.3 * _trunk_length(pose.image) for top in tops]
    metre = _heights_per_metre(pose)
    tops = [top - _thigh_m(pose) * metre if _stands_up(exercise) else top for top in tops]
    rise = _rise(exercise, up_to_deg)
    for side in ("left", "right"):
        shoulder, elbow, wrist = (Joint[f"{side}_{part}"] for part in ("shoulder", "elbow", "wrist"))
        if rise > 0 and wrist in needs and np.isfinite(pose.points[[shoulder, elbow, wrist]]).all():
            arm_m = float(
                np.linalg.norm(pose.points[elbow] - pose.points[shoulder])
                + np.linalg.norm(pose.points[wrist] - pose.points[elbow])
            )
            tops.append(float(pose.image[shoulder, 1]) - 1.25 * arm_m * rise * metre)
    tops = [top for top in tops if math.isfinite(top)]
    return min(tops, default=1.0)


def _rise(exercise: Exercise, up_to_deg: float | None) -> float:
    """How far above the shoulder a hand may come, in arm's lengths."""
    if exercise.phases[0].measure != "shoulder_elevation":
        return 0.0
    highest = exercise.phases[0].limit_high_deg if up_to_deg is None else up_to_deg
    return max(0.0, -math.cos(math.radians(min(180.0, highest))))


def _stands_up(exercise: Exercise) -> bool:
    """Whether somebody seated will stand: both legs straighten."""
    phase = exercise.phases[0]
    return exercise.position == "seated" and not exercise.sides and phase.toward == "decrease"


def _thigh_m(pose: Pose) -> float:
    """How much higher a head comes on standing up: about a thigh's length."""
    thighs = [
        float(np.linalg.norm(pose.points[Joint[f"{side}_knee"]] - pose.points[Joint[f"{side}_hip"]]))
        for side in ("left", "right")
    ]
    known = [t for t in thighs if math.isfinite(t)]
    return max(known, default=0.0)


def _trunk_length(image: Array) -> float:
    shoulders = (image[Joint.left_shoulder] + image[Joint.right_shoulder]) / 2
    hips = (image[Joint.left_hip] + image[Joint.right_hip]) / 2
    return float(np.linalg.norm(shoulders - hips))


def _heights_per_metre(pose: Pose) -> float:
    """From the upright extents of room and picture: one metre up is so many image heights."""
    assert pose.image is not None
    ok = np.isfinite(pose.points[:, 1]) & np.isfinite(pose.image[:, 1]) & (pose.confidence >= _SURE)
    up, down = pose.points[ok, 1].astype(float), pose.image[ok, 1].astype(float)
    spread = float(((up - up.mean()) ** 2).sum()) if ok.any() else 0.0
    return -float(((up - up.mean()) * (down - down.mean())).sum()) / spread if spread > 0 else math.nan
