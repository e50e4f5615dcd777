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
from game.tracking.legs import bent_by

STILL_S = 1.0
_LOOK_S = 0.1 - 1e-6
STILL_M = 0.04  # joints stay within this of their median: people sway 1 to 2 cm standing, MediaPipe trembles as much
_FOV_DEG = 53.0  # assumed height of the camera's view (webcams: 45 to 60); only walking toward it is measured by this
_FLOOR_S, _PLACE_S, _DEPTH_S = 0.05, 0.1, 0.5  # time constants; depth is guessed from size and trembles by decimetres
_DEAD_M = 0.03  # a hip's height in the picture trembles by less; a straight knee would feel it as 20 degrees
_FOOT_SEEN = 0.3
_STAYED_M = 0.12
_OUTSIDE = 0.1  # image heights beyond the picture where MediaPipe only guesses
_BIG = [
    Joint.left_shoulder, Joint.right_shoulder, Joint.left_elbow, Joint.right_elbow, Joint.left_wrist, Joint.right_wrist,
    Joint.left_hip, Joint.right_hip, Joint.left_knee, Joint.right_knee, Joint.left_ankle, Joint.right_ankle,
]  # fmt: skip
_ANKLES = [Joint.left_ankle, Joint.right_ankle]
_HIPS = [Joint.left_hip, Joint.right_hip]
# MediaPipe marks a hip on the front of the groin. At rest and seen from the side that is 1 to 4 cm ahead of the joint's
# centre on every practice film: this share of the trunk's length
_HIP_AHEAD = 0.04
_UPPER = [*range(Joint.left_elbow), Joint.left_hip, Joint.right_hip]  # head, shoulders, hips

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
    ankle    image height of the lower ankle
    hip_back (3,) room, metres: from a hip's landmark to the joint's centre
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
    ankle: float
    hip_back: Array


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
    metres = float(np.median([upper_metres(b) for b in bodies]))
    return Reference(
        rotation,
        frames.camera_yaw_deg(rotation),
        "trunk" if standing else "image",
        still,
        second[0].t_s,
        np.median([frames.hips(b.image) for b in bodies], axis=0),
        metres,
        feet,
        -frames.lower_foot_m(room),
        float(np.median([b.image[_ANKLES, 1].max() for b in bodies])),
        _hip_back(frames.trunk(room), rotation @ left),
    )


def _hip_back(trunk: Array, left: Array) -> Array:
    """(3,) out of the back of a body with this trunk and this leftward line, both (3,) room; 0 where it has no back."""
    back = np.cross(trunk, left)
    size = float(np.linalg.norm(back))
    return _HIP_AHEAD * float(np.linalg.norm(trunk)) * back / size if size > 1e-6 else np.zeros(3)


class StillSecond:
    """Looks for the first still second in a stream of sights, and remembers the calmest one."""

    def __init__(self) -> None:
        self._recent: list[Sight] = []
        self._looked_s = -math.inf
        self._calmest: tuple[float, tuple[Sight, ...]] = (math.inf, ())

    def add(self, sight: Sight) -> Reference | None:
        """The reference, once the newest second is still; looked for ten times a second."""
        self._recent = [s for s in self._recent if s.t_s >= sight.t_s - 2 * STILL_S] + [sight]
        if sight.t_s - self._looked_s < _LOOK_S:
            return None
        self._looked_s = sight.t_s
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
    """Turns bodies into poses by one Reference, and keeps the lower foot on the floor.

    After a standing start the hips sink as far as the picture shows, and the legs are bent to fit (legs.py); a marching
    foot lifts. Sideways and in depth the hips move as the picture shows.
    """

    def __init__(self, at: Reference) -> None:
        self.reference = at
        self._t_s = -math.inf
        self._metres = at.metres
        self._x = 0.0
        self._drop = 0.0
        self._height = at.hip_height_m

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
        room = self._rooted(t_s, body, body.points @ at.room_from_camera.T, confidence, aspect)
        points = np.where(outside[:, None], np.nan, room)
        image = np.where(outside[:, None], np.nan, body.image)
        points[_HIPS] += at.hip_back
        image[_HIPS] += (at.hip_back @ at.room_from_camera)[:2] * (1.0, -1.0) / self._metres
        return Pose(t_s, points, confidence, image=image, camera_yaw_deg=at.camera_yaw_deg)

    def _rooted(self, t_s: float, body: Body, centred: Array, confidence: Array, aspect: float) -> Array:
        """(33, 3) room points from hip-centred ones in room axes."""
        at, dt = self.reference, t_s - self._t_s
        self._t_s = t_s
        metres = upper_metres(body)
        self._metres = _toward(self._metres, metres if math.isfinite(metres) else at.metres, dt, _DEPTH_S)
        # mid-hip against the picture's middle, in metres at its own distance
        hips = frames.hips(body.image)
        x = (hips[0] - aspect / 2) * self._metres - (at.hips[0] - aspect / 2) * at.metres
        self._x = _toward(self._x, x, dt, _PLACE_S)
        depth = (at.metres - self._metres) * 0.5 / math.tan(math.radians(_FOV_DEG) / 2)
        level = at.room_from_camera @ np.array([self._x, 0.0, depth])

        stands = np.where(confidence[:, None] >= _FOOT_SEEN, centred, np.nan)
        height = -frames.lower_foot_m(stands)
        if math.isfinite(height) and at.up == "trunk":
            sunk = self._sunk(body, confidence, float(hips[1]))
            self._drop = _toward(self._drop, max(0.0, height - at.hip_height_m + sunk - _DEAD_M), dt, _FLOOR_S)
            if self._drop > 0:
                centred = bent_by(centred, self._drop)
                height = -frames.lower_foot_m(np.where(confidence[:, None] >= _FOOT_SEEN, centred, np.nan))
        elif not math.isfinite(height):
            # feet out of the picture: the hips sink as far as the picture shows them sink
            height = at.hip_height_m - float(hips[1] - at.hips[1]) * at.metres
        self._height = _toward(self._height, height, dt, _FLOOR_S)
        return np.asarray(centred + np.array([level[0] - at.feet[0], self._height, level[2] - at.feet[1]]))

    def _sunk(self, body: Body, confidence: Array, hips: float) -> float:
        """How far the hips have sunk in the picture since the still second, metres; -inf where it cannot be told.

        Only while the lower ankle is where it was: whoever walks gets larger or smaller as well.
        """
        at = self.reference
        seen = confidence[_ANKLES] >= _FOOT_SEEN
        ankle = float(body.image[_ANKLES, 1][seen].max()) if seen.any() else math.inf
        if abs(ankle - at.ankle) * at.metres > _STAYED_M:
            return -math.inf
        return ((hips - at.hips[1]) - (ankle - at.ankle)) * at.metres


def upper_metres(body: Body) -> float:
    """Metres per image height from head and trunk alone: legs that point at the camera mislead it."""
    return frames.metres_per_image_height(body.points[_UPPER], body.image[_UPPER], body.confidence[_UPPER])


def _toward(before: float, now: float, dt_s: float, tau_s: float) -> float:
    """First-order smoothing by time constant; the first value, and any after a gap, counts whole."""
    if not math.isfinite(dt_s) or dt_s > 1.0:
        return now
    return before + (now - before) * (1.0 - math.exp(-max(dt_s, 0.0) / tau_s))
