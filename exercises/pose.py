"""A body at one instant, in the room frame.

Room frame: right-handed, metres, +Y up, +X to the player's right, -Z ahead of the player, origin on the floor
between the feet at calibration (OpenXR's own axes). `left` and `right` are always the patient's own.
Unseen is NaN, never 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


class Joint(IntEnum):
    """MediaPipe's 33 landmarks, in its order; `Joint.left_knee.name` is the name used in recordings."""

    nose = 0
    left_eye_inner = 1
    left_eye = 2
    left_eye_outer = 3
    right_eye_inner = 4
    right_eye = 5
    right_eye_outer = 6
    left_ear = 7
    right_ear = 8
    mouth_left = 9
    mouth_right = 10
    left_shoulder = 11
    right_shoulder = 12
    left_elbow = 13
    right_elbow = 14
    left_wrist = 15
    right_wrist = 16
    left_pinky = 17
    right_pinky = 18
    left_index = 19
    right_index = 20
    left_thumb = 21
    right_thumb = 22
    left_hip = 23
    right_hip = 24
    left_knee = 25
    right_knee = 26
    left_ankle = 27
    right_ankle = 28
    left_heel = 29
    right_heel = 30
    left_foot_index = 31
    right_foot_index = 32


def _frozen(values: ArrayLike, shape: tuple[int, ...], name: str, dtype: type = np.float64) -> NDArray[np.floating]:
    # A copy, so that a Pose never changes behind its reader's back; in C order, since sums over the same numbers in
    # another order differ in the last bit, and a replay must not.
    array: NDArray[np.floating] = np.array(values, dtype=dtype, order="C")
    if array.shape != shape:
        raise ValueError(f"{name} must have shape {shape}, got {array.shape}")
    array.flags.writeable = False
    return array


@dataclass(frozen=True, slots=True, eq=False)
class Rigid:
    """A rigid thing in the room: position (3,) metres; rotation (4,) unit quaternion x, y, z, w."""

    position: NDArray[np.floating]
    rotation: NDArray[np.floating]

    def __post_init__(self) -> None:
        object.__setattr__(self, "position", _frozen(self.position, (3,), "position"))
        object.__setattr__(self, "rotation", _frozen(self.rotation, (4,), "rotation"))


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """One observed body.

    t_s         capture time in seconds, monotonic, 0 at the start of the session
    points      (33, 3) float32, room frame, metres; a joint that was not seen is NaN
    confidence  (33,) 0..1; 0 where unseen
    image       (33, 2) or None: x to the right, y down, both in image heights (so a square stays a square)
    head, left_hand, right_hand   what a headset knows, or None
    camera_yaw_deg   where the camera stands as the tracker believes: 0 faces the patient's front, +90 their left;
                     NaN unknown

    Points are rounded to float32 on the way in, so that what is judged live is what a recording holds.
    """

    t_s: float
    points: NDArray[np.floating]
    confidence: NDArray[np.floating]
    image: NDArray[np.floating] | None = None
    head: Rigid | None = None
    left_hand: Rigid | None = None
    right_hand: Rigid | None = None
    camera_yaw_deg: float = float("nan")

    def __post_init__(self) -> None:
        n = len(Joint)
        object.__setattr__(self, "points", _frozen(self.points, (n, 3), "points", np.float32))
        object.__setattr__(self, "confidence", _frozen(self.confidence, (n,), "confidence", np.float32))
        if self.image is not None:
            object.__setattr__(self, "image", _frozen(self.image, (n, 2), "image", np.float32))

    def sees(self, joints: frozenset[Joint] | tuple[Joint, ...], at_least: float = 0.5) -> bool:
        """Whether every one of `joints` has a place and a confidence of `at_least`."""
        index = list(joints)
        return bool(np.isfinite(self.points[index]).all() and (self.confidence[index] >= at_least).all())


def unseen(t_s: float) -> Pose:
    """The pose of a frame in which nobody was found."""
    n = len(Joint)
    return Pose(t_s, np.full((n, 3), np.nan), np.zeros(n))
