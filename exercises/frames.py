"""Coordinate frames and the ways between them, each named a_from_b (docs/frames.md).

mediapipe  MediaPipe's world landmarks: metres, origin between the hips, x right in the image, y down, z away
           from the camera (checked against films of known truth, tests/game/tracking/test_frames_on_film.py)
camera     the same turned to x right in the image, y up, z toward the camera (right-handed, as OpenGL has it)
room       metres, x to the patient's right, y up, -z ahead of the patient, origin on the floor between the feet
image      (J, 2): x right, y down, both in image heights

Points are arrays (..., 3) or (..., J, 3); NaN stays NaN.
"""

from __future__ import annotations

import numpy as np

from exercises.pose import Array, Joint

_LEFT = [j for j in Joint if j.name.startswith("left_") or j.name.endswith("_left")]
_OTHER = {j: Joint[j.name.replace("left", "right")] for j in _LEFT}
_SWAP = np.arange(len(Joint))
for _left, _right in _OTHER.items():
    _SWAP[_left], _SWAP[_right] = _right, _left
OTHER_SIDE: tuple[Joint, ...] = tuple(Joint(int(j)) for j in _SWAP)
"""OTHER_SIDE[joint] is the joint of the other side; the nose is its own."""

_SHOULDERS = (Joint.left_shoulder, Joint.right_shoulder)
_HIPS = (Joint.left_hip, Joint.right_hip)
_KNEES = (Joint.left_knee, Joint.right_knee)
_ANKLES = (Joint.left_ankle, Joint.right_ankle)
_FEET = (Joint.left_heel, Joint.right_heel, Joint.left_foot_index, Joint.right_foot_index)
_TRUNK = _SHOULDERS + _HIPS

STANDING_KNEE_DEG = 35.0  # a knee bent further than this is not standing at rest
UPRIGHT_DEG = 35.0  # a trunk further than this from the image's vertical is lying or bent, or the camera is on its side
FEET_ASKEW_DEG = 40.0  # feet in line by less than this with the trunk stand side by side, and tell where it faces
TURNED_DEG = 120.0  # a heading further round than this faces away from the camera


def camera_from_mediapipe(points: Array) -> Array:
    """MediaPipe's axes (y down, z away) to the camera's (y up, z toward it). Metres."""
    return np.asarray(points * np.array([1.0, -1.0, -1.0]))


def mirrored(values: Array) -> Array:
    """Left and right exchanged: (J, ...) values in the order of Joint with every joint's value from the other side."""
    return values[_SWAP]


def seen_from_behind(points: Array) -> Array:
    """(J, 3) camera-frame points read again as of somebody facing the other way.

    MediaPipe sometimes takes a front for a back: sides exchanged and depth reversed, silhouette the same. This undoes
    it. `image` and `confidence` need only `mirrored`.
    """
    return np.asarray(mirrored(points) * np.array([1.0, 1.0, -1.0]))


def middle(points: Array, pair: tuple[Joint, Joint]) -> Array:
    """The point half way between two joints: (..., J, 3) -> (..., 3)."""
    return np.asarray((points[..., pair[0], :] + points[..., pair[1], :]) / 2)


def hips(points: Array) -> Array:
    return middle(points, _HIPS)


def trunk(points: Array) -> Array:
    """From mid-hip to mid-shoulder, metres, (..., 3)."""
    return middle(points, _SHOULDERS) - middle(points, _HIPS)


def leftward(points: Array) -> Array:
    """From right to left across shoulders, hips and feet, (..., 3): which way the body faces, with the vertical.

    Each line counts alike, whatever its length. Alone each is off by 2 to 16 degrees, the feet the other way from the
    trunk; together 2.8 on the practice films (shoulders and hips without the feet 4.1). Feet that stand otherwise than
    the trunk (one ahead of the other, crossed, unseen) are left out.
    """
    trunk = _unit(_line(points, _SHOULDERS)) + _unit(_line(points, _HIPS))
    feet = _unit(_line(points, _ANKLES))
    along = (feet * _unit(trunk)).sum(axis=-1, keepdims=True)
    return np.asarray(trunk + np.where(along > np.cos(np.radians(FEET_ASKEW_DEG)), feet, 0.0))


def _line(points: Array, pair: tuple[Joint, Joint]) -> Array:
    return np.asarray(points[..., pair[0], :] - points[..., pair[1], :])


def room_from_camera(up: Array, left: Array) -> Array:
    """(3, 3) rotation to room axes, from the room's up and the patient's left, both (3,) in camera axes.

    `room_from_camera @ p` for one point, `points @ room_from_camera.T` for many. Raises ValueError where the two are
    parallel or not finite: then the body has no heading.
    """
    y = _unit(np.asarray(up, dtype=np.float64))
    x = -np.asarray(left, dtype=np.float64)
    x = x - (x @ y) * y
    size = float(np.linalg.norm(x))
    if not np.isfinite(size) or size < 1e-6:
        raise ValueError(f"up {up} and left {left} give no heading")
    x = x / size
    return np.stack([x, y, np.cross(x, y)])


def camera_yaw_deg(room_from_camera: Array) -> float:
    """Where the camera stands round the patient: 0 before them, +90 at their left, -90 at their right, 180 behind.

    Out of the rotation alone: the way from the patient to the camera is the camera's own +z.
    """
    to_camera = room_from_camera[:, 2]
    return float(np.degrees(np.arctan2(-to_camera[0], -to_camera[2])))


def heading_from_camera_deg(left: Array) -> Array:
    """The camera yaw that leftward vectors (..., 3), camera axes, speak of when up is the image's up. Degrees."""
    return np.degrees(np.arctan2(left[..., 2], left[..., 0]))


def faces_away(points: Array) -> bool:
    """Whether (J, 3) camera-frame points show a back to the camera. False where shoulders or hips are unseen."""
    return bool(abs(heading_from_camera_deg(leftward(points))) > TURNED_DEG)


def stands_upright(points: Array) -> bool:
    """Whether (J, 3) camera-frame points show somebody standing straight: trunk within UPRIGHT_DEG of the image's
    vertical, knees straighter than STANDING_KNEE_DEG, feet below the hips. False where any of these is unseen.
    """
    up = trunk(points)
    lean = np.degrees(np.arctan2(np.hypot(up[0], up[2]), up[1]))
    thighs = points[list(_KNEES)] - points[list(_HIPS)]
    shanks = points[list(_ANKLES)] - points[list(_KNEES)]
    bend = np.degrees(np.arccos(np.clip((_unit(thighs) * _unit(shanks)).sum(axis=-1), -1.0, 1.0)))
    reach = thighs + shanks
    below = (reach[:, 1] < -0.8 * np.linalg.norm(reach, axis=-1)).all()
    return bool(lean < UPRIGHT_DEG and (bend < STANDING_KNEE_DEG).all() and below)


def lower_foot_m(points: Array) -> float:
    """Height of the lowest point of the feet, (J, 3) points with y up; NaN where no foot is seen."""
    heights = points[list(_FEET + _ANKLES), 1]
    seen = heights[np.isfinite(heights)]
    return float(seen.min()) if len(seen) else float("nan")


def between_feet(points: Array) -> Array:
    """(3,) the point half way between the ankles; NaN where one is unseen."""
    return middle(points, _ANKLES)


def metres_per_image_height(points: Array, image: Array, weight: Array) -> float:
    """How many metres one image height is at the body's distance: the nearer, the fewer.

    Least squares between camera-frame points (J, 3) and image places (J, 2), weighted (J,), after taking out the means:
    one number that a bent, raised or turned body does not change. NaN where fewer than three joints are seen.
    """
    ok = np.isfinite(points).all(axis=-1) & np.isfinite(image).all(axis=-1) & (weight > 0)
    if ok.sum() < 3:
        return float("nan")
    w = weight[ok][:, None]
    metres = points[ok][:, :2] * np.array([1.0, -1.0])
    places = image[ok].astype(np.float64)
    metres = metres - (w * metres).sum(axis=0) / w.sum()
    places = places - (w * places).sum(axis=0) / w.sum()
    spread = float((w * places * places).sum())
    along = float((w * metres * places).sum())
    return along / spread if spread > 0 and along > 0 else float("nan")


def _unit(v: Array) -> Array:
    size = np.linalg.norm(v, axis=-1, keepdims=True)
    return np.asarray(v / np.where(size > 0, size, np.nan))
