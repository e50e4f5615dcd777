"""From a camera's hip-centred bodies to poses in the room: heading, up, floor and place, from a still second."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from exercises import frames
from exercises.pose import Array, Joint, Pose, unseen
from game.tracking.landmarks import Body

STILL_S = 1.0
STILL_M = 0.04  # joints stay within this of their median: people sway 1 to 2 cm standing, MediaPipe trembles as much
_FOV_DEG = 53.0  # assumed height of the camera's view (webcams: 45 to 60); only walking toward it is measured by this
_FLOOR_S, _PLACE_S, _DEPTH_S = 0.05, 0.1, 0.5  # time constants; depth is guessed from size and trembles by decimetres
_OUTSIDE = 0.1  # image heights beyond the picture where MediaPipe only guesses
_BIG = [
    Joint.left_shoulder, Joint.right_shoulder, Joint.left_elbow, Joint.right_elbow, Joint.left_wrist, Joint.right_wrist,
    Joint.left_hip, Joint.right_hip, Joint.left_knee, Joint.right_knee, Joint.left_ankle, Joint.right_ankle,
]  # fmt: skip

Up = Literal["trunk", "image"]


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """A body at a time."""

    t_s: float
    body: Body


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """What a still second told.

    room_from_camera (3, 3)   rotation        camera_yaw_deg   where the camera stands round the patient
    up       "trunk": the standing trunk is vertical; "image": seated, lying or bent, the image's up is
    still    False where no still second was found and the calmest one was taken
    at_s     when that second began
    hips     (2,) image place of mid-hip   metres   per image height there
    feet     (2,) room x, z of mid-ankle from mid-hip
    hip_height_m   mid-hip above the floor
    """

    room_from_camera: Array
    camera_yaw_deg: float
    up: Up
    still: bool
    at_s: float
    hips: Array
    metres: float
    feet: Array
    hip_height_m: float


def unrest_m(sights: Sequence[Sight]) -> float:
    """How far joints stray from their median place in the picture, metres (the 90th percentile of all)."""
    places = np.stack([s.body.image[_BIG] for s in sights])
    nearness = float(np.median([s.body.nearness for s in sights]))
    away = np.linalg.norm(places - np.median(places, axis=0), axis=-1)
    return float(np.quantile(away, 0.9)) / nearness


def still_second(sights: Sequence[Sight], until_s: float) -> tuple[Sight, ...]:
    """The sights of the second before `until_s`, or () where it is not covered by at least two sights."""
    second = tuple(s for s in sights if until_s - STILL_S - 1e-6 <= s.t_s <= until_s + 1e-6)
    covered = len(second) >= 2 and second[-1].t_s - second[0].t_s >= 0.8 * STILL_S
    return second if covered else ()


def reference(second: Sequence[Sight], still: bool) -> Reference:
    """Heading, up and floor from the sights of one second. Raises ValueError where the body has no heading."""
    bodies = [s.body for s in second]
    points = np.median([b.points for b in bodies], axis=0)
    left = np.median([frames.leftward(b.points) for b in bodies], axis=0)
    standing = frames.stands_upright(points)
    up = frames.trunk(points) if standing else np.array([0.0, 1.0, 0.0])
    rotation = frames.room_from_camera(up, left)
    room = points @ rotation.T
    feet = frames.between_feet(room)[[0, 2]]
    return Reference(
        rotation,
        frames.camera_yaw_deg(rotation),
        "trunk" if standing else "image",
        still,
        second[0].t_s,
        np.median([frames.hips(b.image) for b in bodies], axis=0),
        float(np.median([1 / b.nearness for b in bodies])),
        feet,
        -frames.lower_foot_m(room),
    )


class StillSecond:
    """Looks for the first still second in a stream of sights, and remembers the calmest one."""

    def __init__(self) -> None:
        self._recent: list[Sight] = []
        self._calmest: tuple[float, tuple[Sight, ...]] = (math.inf, ())

    def add(self, sight: Sight) -> Reference | None:
        """The reference, once the newest second is still."""
        self._recent = [s for s in self._recent if s.t_s >= sight.t_s - 2 * STILL_S] + [sight]
        second = still_second(self._recent, sight.t_s)
        if not second:
            return None
        unrest = unrest_m(second)
        if unrest < self._calmest[0]:
            self._calmest = (unrest, second)
        return _reference_or_none(second, True) if unrest <= STILL_M else None

    def calmest(self) -> Reference | None:
        """The best there is: the calmest second, else whatever was seen last; None where nobody was seen."""
        second = self._calmest[1] or tuple(self._recent)
        return _reference_or_none(second, False) if second else None


def _reference_or_none(second: Sequence[Sight], still: bool) -> Reference | None:
    try:
        return reference(second, still)
    except ValueError:  # a body with no heading (shoulders seen as one point): wait for a better second
        return None


class Rooting:
    """Turns bodies into poses by one Reference. Keeps the feet on the floor: the lower foot is at height 0, so a squat
    sinks and a marching foot lifts. Sideways and in depth the hips move as the picture shows."""

    def __init__(self, at: Reference) -> None:
        self.reference = at
        self._t_s = -math.inf
        self._height = at.hip_height_m
        self._x = 0.0
        self._depth = 0.0

    def pose(self, t_s: float, body: Body | None, aspect: float) -> Pose:
        """The pose of a body (None: unseen), `aspect` being the picture's width over its height."""
        if body is None:
            return unseen(t_s)
        at = self.reference
        outside = (
            (body.image < -_OUTSIDE).any(axis=1)
            | (body.image[:, 0] > aspect + _OUTSIDE)
            | (body.image[:, 1] > 1 + _OUTSIDE)
        )
        confidence = np.where(outside, 0.0, np.clip(body.confidence, 0.0, 1.0))
        room = body.points @ at.room_from_camera.T
        shift = self._shift(t_s, body, room, confidence, aspect)
        points = np.where(outside[:, None], np.nan, room + shift)
        image = np.where(outside[:, None], np.nan, body.image)
        return Pose(t_s, points, confidence, image=image, camera_yaw_deg=at.camera_yaw_deg)

    def _shift(self, t_s: float, body: Body, room: Array, confidence: Array, aspect: float) -> Array:
        """(3,) from hip-centred to room: where mid-hip is."""
        at, dt = self.reference, t_s - self._t_s
        self._t_s = t_s
        hips, metres = frames.hips(body.image), 1 / body.nearness
        if not math.isfinite(metres):
            metres = at.metres
        # mid-hip against the picture's middle, in metres at its own distance
        x = (hips[0] - aspect / 2) * metres - (at.hips[0] - aspect / 2) * at.metres
        depth = (at.metres - metres) * 0.5 / math.tan(math.radians(_FOV_DEG) / 2)
        self._x = _toward(self._x, x, dt, _PLACE_S)
        self._depth = _toward(self._depth, depth, dt, _DEPTH_S)
        self._height = _toward(self._height, self._hip_height(room, hips, confidence), dt, _FLOOR_S)
        level = at.room_from_camera @ np.array([self._x, 0.0, self._depth])
        return np.array([level[0] - at.feet[0], self._height, level[2] - at.feet[1]])

    def _hip_height(self, room: Array, hips: Array, confidence: Array) -> float:
        seen = np.where(confidence[:, None] >= 0.3, room, np.nan)
        floor = frames.lower_foot_m(seen)
        if math.isfinite(floor):
            return -floor
        # feet out of the picture: the hips sink as far as the picture shows them sink
        return self.reference.hip_height_m - float(hips[1] - self.reference.hips[1]) * self.reference.metres


def _toward(before: float, now: float, dt_s: float, tau_s: float) -> float:
    """First-order smoothing by time constant; the first value, and any after a gap, counts whole."""
    if not math.isfinite(dt_s) or dt_s > 1.0:
        return now
    return before + (now - before) * (1.0 - math.exp(-max(dt_s, 0.0) / tau_s))
