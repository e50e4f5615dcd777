"""Joint angles and what faults need, one per function, over (N, J, D) points: N instants, J joints as in Joint.

D is 3 (room frame, metres) or 2 (the image, x right, y down): angles are taken between segments, so
the same code reads both. In the image an angle is what a goniometer shows on a photograph, true only where the movement
lies in the picture; exercises/uncertainty.py knows when. A single pose is the batch of one: `points[None]`.
Side is the patient's own. A row in which a needed joint is NaN gives NaN. Degrees unless a name says otherwise.

Conventions: neutral-zero method (AAOS 1965; Norkin and White, Measurement of Joint Motion), as the practice films
have it. The joints are pose keypoints, not ISB's bony landmarks (Wu et al. 2002, 2005): inspired by ISB, not equal.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Literal

import numpy as np

from exercises.pose import Array, Joint

Side = Literal["left", "right"]
MeasureFunction = Callable[[Array, Side], Array]


def joint(points: Array, side: Side, name: str) -> Array:
    """(N, D) of one side's joint: `joint(points, "left", "knee")`."""
    return points[:, Joint[f"{side}_{name}"]]


def mid(points: Array, name: str) -> Array:
    """(N, D), half way between the left and the right joint of that name."""
    return 0.5 * (joint(points, "left", name) + joint(points, "right", name))


def dot(a: Array, b: Array) -> Array:
    """(N,) products of (N, D) rows, added in a fixed order, so that one row and a batch agree to the last bit."""
    total: Array = a[:, 0] * b[:, 0]
    for i in range(1, a.shape[1]):
        total = total + a[:, i] * b[:, i]
    return total


def between(a: Array, b: Array) -> Array:
    """(N,) angle between (N, D) rows, 0 to 180; well conditioned near 0 and 180 (Kahan). A zero vector gives NaN."""
    na, nb = np.sqrt(dot(a, a)), np.sqrt(dot(b, b))
    with np.errstate(invalid="ignore", divide="ignore"):
        ua, ub = a / na[:, None], b / nb[:, None]
    d, s = ua - ub, ua + ub
    return 2.0 * np.degrees(np.arctan2(np.sqrt(dot(d, d)), np.sqrt(dot(s, s))))


def _up(points: Array) -> Array:
    """The vertical of the frame as (N, D): +Y in the room, -y in the image."""
    up = np.zeros(points.shape[::2])
    up[:, 1] = 1.0 if points.shape[2] == 3 else -1.0
    return up


def _across(points: Array) -> Array:
    """(N, D) level unit vector from the patient's right to their left: along shoulders plus hips, without its rise."""
    line = joint(points, "left", "shoulder") - joint(points, "right", "shoulder")
    line = line + joint(points, "left", "hip") - joint(points, "right", "hip")
    line[:, 1] = 0.0
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(line / np.sqrt(dot(line, line))[:, None])


def _ahead(points: Array) -> Array:
    """(N, D) level unit vector the patient faces. In the image: the way the nose and the feet point, left or right."""
    if points.shape[2] == 3:
        left = _across(points)
        return np.stack([-left[:, 2], np.zeros(len(left)), left[:, 0]], axis=1)
    toes = mid(points, "foot_index") - mid(points, "heel")
    nose = points[:, Joint.nose] - mid(points, "ear")
    ahead = np.zeros(points.shape[::2])
    ahead[:, 0] = np.sign(np.where(np.isfinite(toes[:, 0]), toes[:, 0], 0.0) + nose[:, 0])
    return ahead


def _trunk(points: Array) -> Array:
    """(N, D) from mid-hip to mid-shoulder."""
    return mid(points, "shoulder") - mid(points, "hip")


def shoulder_elevation(points: Array, side: Side) -> Array:
    """Upper arm against the trunk's downward axis (mid-shoulder to mid-hip): 0 hanging, 180 overhead, in any plane.

    The elevation of ISB's thoraco-humeral Y-X-Y (Wu et al., J Biomech 2005, 38:981), with keypoints for landmarks.
    """
    return between(joint(points, side, "elbow") - joint(points, side, "shoulder"), -_trunk(points))


def shoulder_plane(points: Array, side: Side) -> Array:
    """Plane of elevation: 0 out to the side (abduction), 90 straight ahead (flexion), -90 backward; room frame only.

    Unsure below 30 degrees of elevation and near 180, where Y-X-Y is singular (Phadke et al., 2011).
    """
    arm = joint(points, side, "elbow") - joint(points, side, "shoulder")
    out = _across(points) * (1.0 if side == "left" else -1.0)
    return np.degrees(np.arctan2(dot(arm, _ahead(points)), dot(arm, out)))


def elbow_flexion(points: Array, side: Side) -> Array:
    """Forearm against the line of the upper arm: 0 straight (Norkin and White, neutral zero)."""
    upper = joint(points, side, "elbow") - joint(points, side, "shoulder")
    return between(joint(points, side, "wrist") - joint(points, side, "elbow"), upper)


def knee_flexion(points: Array, side: Side) -> Array:
    """Shank against the line of the thigh: 0 straight (Norkin and White, neutral zero)."""
    thigh = joint(points, side, "knee") - joint(points, side, "hip")
    return between(joint(points, side, "ankle") - joint(points, side, "knee"), thigh)


def hip_angle(points: Array, side: Side) -> Array:
    """Thigh against the trunk's downward axis: flexion in a march, abduction in a side lift (neutral zero)."""
    return between(joint(points, side, "knee") - joint(points, side, "hip"), -_trunk(points))


def thigh_vertical(points: Array, side: Side) -> Array:
    """Thigh against the vertical: what a leaning trunk cannot add to."""
    return between(joint(points, side, "knee") - joint(points, side, "hip"), -_up(points))


def trunk_vertical(points: Array, side: Side) -> Array:
    """Trunk against the vertical, either way."""
    del side
    return between(_trunk(points), _up(points))


def trunk_lateral(points: Array, side: Side) -> Array:
    """Trunk leaning to `side`, against the vertical in the frontal plane; negative to the other side (neutral zero)."""
    trunk = _trunk(points)
    toward = _across(points) * (1.0 if side == "left" else -1.0)
    return np.degrees(np.arctan2(dot(trunk, toward), dot(trunk, _up(points))))


def trunk_lateral_away(points: Array, side: Side) -> Array:
    """Trunk leaning away from `side`: how a lifted limb gains height without its joint."""
    return -trunk_lateral(points, side)


def trunk_forward(points: Array, side: Side) -> Array:
    """Trunk leaning forward, against the vertical in the sagittal plane; negative backward."""
    del side
    trunk = _trunk(points)
    return np.degrees(np.arctan2(dot(trunk, _ahead(points)), dot(trunk, _up(points))))


def trunk_backward(points: Array, side: Side) -> Array:
    """Trunk leaning backward, against the vertical in the sagittal plane; negative forward."""
    return -trunk_forward(points, side)


def shoulder_hike(points: Array, side: Side) -> Array:
    """How much higher this shoulder stands than the other along the trunk, as an angle of the shoulder line.

    A sound high lift raises it as well, by up to 9 degrees (scapulohumeral rhythm; Inman 1944): thresholds count from a
    lift of the same height, see form.py.
    """
    line = joint(points, side, "shoulder") - joint(points, other(side), "shoulder")
    trunk = _trunk(points)
    return 90.0 - between(line, trunk)


def shoulder_to_ear(points: Array, side: Side) -> Array:
    """How far both shoulders stand up toward the ears, in per cent of the trunk's length (usually negative).

    The distance from acromion to ear is the clinical sign of a hiked shoulder. Both shoulders together, since a head
    that tips toward one moves away from the other.
    """
    del side
    trunk = _trunk(points)
    neck = mid(points, "ear") - mid(points, "shoulder")
    with np.errstate(invalid="ignore", divide="ignore"):
        return -200.0 * dot(neck, trunk) / dot(trunk, trunk)


def knee_valgus(points: Array, side: Side) -> Array:
    """Knees fallen inward, as a share: 1 minus knee separation over ankle separation; 0 knees over ankles, 1 touching.

    Knee-to-ankle separation ratio, Mizner et al., J Orthop Sports Phys Ther 2012. Frontal views only; not in degrees.
    """
    del side
    knees = joint(points, "left", "knee") - joint(points, "right", "knee")
    ankles = joint(points, "left", "ankle") - joint(points, "right", "ankle")
    axis = _across(points)
    with np.errstate(invalid="ignore", divide="ignore"):
        return 1.0 - dot(knees, axis) / dot(ankles, axis)


def other(side: Side) -> Side:
    return "right" if side == "left" else "left"


MEASURES: MappingProxyType[str, MeasureFunction] = MappingProxyType(
    {
        function.__name__: function
        for function in (
            shoulder_elevation,
            shoulder_plane,
            elbow_flexion,
            knee_flexion,
            hip_angle,
            thigh_vertical,
            trunk_vertical,
            trunk_lateral,
            trunk_lateral_away,
            shoulder_to_ear,
            trunk_forward,
            trunk_backward,
            shoulder_hike,
            knee_valgus,
        )
    }
)
# What a living joint can do, generously (AAOS and CDC tables with 15 degrees on top): no limit may lie outside.
RANGES_DEG: MappingProxyType[str, tuple[float, float]] = MappingProxyType(
    {
        "shoulder_elevation": (0.0, 180.0),
        "shoulder_plane": (-180.0, 180.0),
        "elbow_flexion": (-15.0, 160.0),
        "knee_flexion": (-15.0, 160.0),
        "hip_angle": (-30.0, 140.0),
        "thigh_vertical": (0.0, 180.0),
        "trunk_vertical": (0.0, 120.0),
        "trunk_lateral": (-60.0, 60.0),
        "trunk_lateral_away": (-60.0, 60.0),
        "shoulder_to_ear": (-300.0, 300.0),
        "trunk_forward": (-60.0, 120.0),
        "trunk_backward": (-120.0, 60.0),
        "shoulder_hike": (-60.0, 60.0),
        "knee_valgus": (-5.0, 5.0),
    }
)
