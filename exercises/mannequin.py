"""A body built from joint angles, and how a camera sees it.

`bodies` is a stick person after Drillis and Contini's segment lengths (Winter, Biomechanics and Motor Control of Human
Movement, fig. 4.1), in the room frame: feet on the floor, facing -Z.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from exercises.pose import Array, Joint

_OF_SIDE = (
    "shoulder_abduction_deg",  # upper arm away from the trunk in the frontal plane, 0 hanging
    "shoulder_flexion_deg",  # the same in the sagittal plane
    "elbow_flexion_deg",  # 0 straight
    "hip_flexion_deg",  # thigh forward of the vertical
    "hip_abduction_deg",  # thigh outward of the vertical
    "knee_flexion_deg",  # 0 straight
    "shoulder_hike_m",  # shoulder and arm moved up along the trunk
    "knee_in_m",  # knee moved toward the midline
    "shoulder_rotation_deg",  # forearm turned outward about the upper arm
    "shoulder_horizontal_deg",  # raised arm carried across the body
    "foot_pitch_deg",  # heel up about the ankle
)
ANGLES: tuple[str, ...] = (
    "heading_deg",  # turned to the patient's left
    "trunk_lateral_deg",  # trunk leaning to the patient's left
    "trunk_forward_deg",  # trunk leaning forward
    "trunk_rotation_deg",  # shoulders turned to the patient's left against the hips
    "neck_rotation_deg",  # head turned to the patient's left
    "neck_lateral_deg",  # head tipped to the patient's left
    "neck_flexion_deg",  # head bowed
    "lying_deg",  # the whole body tipped back: 90 on the back, -90 on the front
    *(f"{side}_{name}" for side in ("left", "right") for name in _OF_SIDE),
)

# Segment lengths as shares of body height (Winter, after Drillis and Contini 1966)
_TRUNK, _UPPER_ARM, _FOREARM, _HAND = 0.288, 0.186, 0.146, 0.08
_THIGH, _SHANK, _ANKLE, _FOOT, _HEEL = 0.245, 0.246, 0.039, 0.12, 0.032
_SHOULDER_HALF, _HIP_HALF = 0.129, 0.0955
_HEAD: dict[Joint, tuple[float, float, float]] = {  # (to the right, up from mid-shoulder, back), shares of height
    Joint.nose: (0.0, 0.105, -0.06),
    Joint.left_eye_inner: (-0.01, 0.125, -0.052),
    Joint.left_eye: (-0.018, 0.125, -0.05),
    Joint.left_eye_outer: (-0.027, 0.125, -0.045),
    Joint.right_eye_inner: (0.01, 0.125, -0.052),
    Joint.right_eye: (0.018, 0.125, -0.05),
    Joint.right_eye_outer: (0.027, 0.125, -0.045),
    Joint.left_ear: (-0.044, 0.112, 0.0),
    Joint.right_ear: (0.044, 0.112, 0.0),
    Joint.mouth_left: (-0.015, 0.082, -0.05),
    Joint.mouth_right: (0.015, 0.082, -0.05),
}


def _turn_x(deg: Array, v: Array) -> Array:
    """Rotate (N, 3) about the patient's left-right axis: positive carries a downward vector forward (-Z)."""
    c, s = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    return np.stack([v[:, 0], c * v[:, 1] - s * v[:, 2], s * v[:, 1] + c * v[:, 2]], axis=1)


def _turn_y(deg: Array, v: Array) -> Array:
    """Rotate (N, 3) about the vertical: positive turns to the patient's left."""
    c, s = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    return np.stack([c * v[:, 0] + s * v[:, 2], v[:, 1], -s * v[:, 0] + c * v[:, 2]], axis=1)


def _turn_z(deg: Array, v: Array) -> Array:
    """Rotate (N, 3) about the patient's front-back axis: positive carries a downward vector to the right (+X)."""
    c, s = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    return np.stack([c * v[:, 0] - s * v[:, 1], s * v[:, 0] + c * v[:, 1], v[:, 2]], axis=1)


def _spread(angles: Mapping[str, ArrayLike]) -> dict[str, Array]:
    for name in angles:
        if name not in ANGLES:
            near = difflib.get_close_matches(name, ANGLES, 1)
            raise ValueError(f"unknown angle {name!r}" + (f", did you mean {near[0]!r}?" if near else ""))
    given = {name: np.atleast_1d(np.asarray(value, dtype=np.float64)) for name, value in angles.items()}
    n = max((len(value) for value in given.values()), default=1)
    return {name: np.broadcast_to(given.get(name, np.zeros(1)), (n,)) for name in ANGLES}


def bodies(angles: Mapping[str, ArrayLike], height_m: float = 1.70) -> Array:
    """(N, 33, 3) points in metres, room frame, from the angles named in ANGLES (scalars or (N,); missing ones are 0).

    The foot that stands lower keeps its place on the floor (both, if level), so a squat sinks and a march stands on one
    leg. Raises ValueError for a name that is none of ANGLES, suggesting the nearest.
    """
    a = _spread(angles)
    n = len(a["heading_deg"])
    points = np.zeros((n, len(Joint), 3))  # shares of height, hips at the origin, until the last line
    neck = _of_trunk(a, _steady(n, 0.0, _TRUNK, 0.0))
    for joint, place in _HEAD.items():
        points[:, joint] = neck + _of_trunk(a, _of_head(a, _steady(n, *place)))
    for side, out in (("left", -1.0), ("right", 1.0)):
        _put_arm(points, a, side, out)
        _put_leg(points, a, side, out)
    _stand(points)
    _lie(points, a["lying_deg"])
    turned: Array = _turn_y(np.repeat(a["heading_deg"], len(Joint)), points.reshape(-1, 3))
    scaled: Array = turned.reshape(points.shape) * height_m
    return scaled


def body(height_m: float = 1.70, **angles: float) -> Array:
    """(33, 3) points of one body: `body(left_shoulder_abduction_deg=90)`. See `bodies`."""
    one: Array = bodies(angles, height_m)[0]
    return one


def _steady(n: int, x: float, y: float, z: float) -> Array:
    row: Array = np.array([x, y, z])
    rows: Array = np.broadcast_to(row, (n, 3))
    return rows


def _of_trunk(a: Mapping[str, Array], v: Array) -> Array:
    return _turn_z(a["trunk_lateral_deg"], _turn_x(-a["trunk_forward_deg"], _turn_y(a["trunk_rotation_deg"], v)))


def _of_head(a: Mapping[str, Array], v: Array) -> Array:
    return _turn_y(a["neck_rotation_deg"], _turn_z(a["neck_lateral_deg"], _turn_x(-a["neck_flexion_deg"], v)))


def _put_arm(points: Array, a: Mapping[str, Array], side: str, out: float) -> None:
    n = len(points)

    def of_arm(v: Array) -> Array:
        lifted = _turn_z(out * a[f"{side}_shoulder_abduction_deg"], v)
        raised = _turn_x(a[f"{side}_shoulder_flexion_deg"], lifted)
        return _of_trunk(a, _turn_y(out * a[f"{side}_shoulder_horizontal_deg"], raised))

    base = _steady(n, out * _SHOULDER_HALF, _TRUNK, 0.0).copy()
    base[:, 1] += a[f"{side}_shoulder_hike_m"] / 1.70
    bend = _turn_x(a[f"{side}_elbow_flexion_deg"], _steady(n, 0.0, -1.0, 0.0))
    bend = _turn_y(-out * a[f"{side}_shoulder_rotation_deg"], bend)
    shoulder = _of_trunk(a, base)
    elbow = shoulder + of_arm(_steady(n, 0.0, -_UPPER_ARM, 0.0))
    wrist = elbow + _FOREARM * of_arm(bend)
    hand = _HAND * of_arm(bend)
    points[:, Joint[f"{side}_shoulder"]] = shoulder
    points[:, Joint[f"{side}_elbow"]] = elbow
    points[:, Joint[f"{side}_wrist"]] = wrist
    points[:, Joint[f"{side}_thumb"]] = wrist + 0.6 * hand + of_arm(_steady(n, 0.0, 0.0, -0.02))
    points[:, Joint[f"{side}_index"]] = wrist + hand
    points[:, Joint[f"{side}_pinky"]] = wrist + 0.9 * hand + of_arm(_steady(n, 0.0, 0.0, 0.02))


def _put_leg(points: Array, a: Mapping[str, Array], side: str, out: float) -> None:
    n = len(points)

    def of_thigh(v: Array) -> Array:
        return _turn_x(a[f"{side}_hip_flexion_deg"], _turn_z(out * a[f"{side}_hip_abduction_deg"], v))

    bend = _turn_x(-a[f"{side}_knee_flexion_deg"], _steady(n, 0.0, -1.0, 0.0))
    hip = _steady(n, out * _HIP_HALF, 0.0, 0.0)
    knee = hip + of_thigh(_steady(n, 0.0, -_THIGH, 0.0))
    ankle = knee + _SHANK * of_thigh(bend)
    knee[:, 0] -= out * a[f"{side}_knee_in_m"] / 1.70
    points[:, Joint[f"{side}_hip"]] = hip
    points[:, Joint[f"{side}_knee"]] = knee
    points[:, Joint[f"{side}_ankle"]] = ankle
    pitch = -a[f"{side}_foot_pitch_deg"]
    points[:, Joint[f"{side}_heel"]] = ankle + _turn_x(pitch, _steady(n, 0.0, -_ANKLE, _HEEL))
    points[:, Joint[f"{side}_foot_index"]] = ankle + _turn_x(pitch, _steady(n, 0.0, -_ANKLE, -_FOOT))


def _stand(points: Array) -> None:
    """Move each body so that its lower foot stands on the floor where it stands at rest; both, if they are level."""
    ankles = points[:, [Joint.left_ankle, Joint.right_ankle]]
    rest = np.array([[-_HIP_HALF, _ANKLE, 0.0], [_HIP_HALF, _ANKLE, 0.0]])
    higher = ankles[:, :, 1] - ankles[:, :, 1].min(axis=1, keepdims=True)
    weight = np.clip(1.0 - higher / 0.01, 0.0, 1.0)[:, :, None]  # passes over within 1 % of height, without a jump
    shift = (weight * (rest - ankles)).sum(axis=1) / weight.sum(axis=1)
    points += shift[:, None, :]


def _lie(points: Array, lying_deg: Array) -> None:
    """Tip whole bodies over, and keep every one on the floor: nothing lies deeper than it."""
    tipped = lying_deg != 0.0
    if tipped.any():
        rows = points[tipped]
        turned: Array = _turn_x(np.repeat(lying_deg[tipped], len(Joint)), rows.reshape(-1, 3))
        points[tipped] = turned.reshape(rows.shape)
    deep = np.minimum(points[:, :, 1].min(axis=1), 0.0)
    points[:, :, 1] -= np.where(deep < -1e-9, deep, 0.0)[:, None]


def seen_from(
    points: Array, yaw_deg: float, distance_m: float = 3.0, height_m: float = 1.1, fov_deg: float = 53.0
) -> Array:
    """(N, J, 2) image places (x right, y down, in image heights, as Pose.image) of (N, J, 3) room points, metres.

    An upright pinhole camera `distance_m` from the origin, `yaw_deg` round to the patient's left, 4:3, `fov_deg` high.
    """
    yaw = np.radians(yaw_deg)
    ahead = np.array([np.sin(yaw), 0.0, np.cos(yaw)])
    right = np.array([-np.cos(yaw), 0.0, np.sin(yaw)])
    v = points - (-distance_m * ahead + np.array([0.0, height_m, 0.0]))
    f = 0.5 / np.tan(np.radians(fov_deg) / 2)
    depth = v @ ahead
    return np.stack([4 / 6 + f * (v @ right) / depth, 0.5 - f * v[..., 1] / depth], axis=-1)
