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


def _toward(points: Array, side: Side) -> Array:
    """(N, 3) level unit vector out to `side`."""
    return _across(points) * (1.0 if side == "left" else -1.0)


def arm_vertical(points: Array, side: Side) -> Array:
    """The line from shoulder to wrist against the downward vertical: 0 hanging, 180 overhead, trunk upright or not."""
    return between(joint(points, side, "wrist") - joint(points, side, "shoulder"), -_up(points))


def arm_swing(points: Array, side: Side) -> Array:
    """The line from shoulder to wrist, forward of the vertical; negative backward (the swing of a pendulum, Codman)."""
    arm = joint(points, side, "wrist") - joint(points, side, "shoulder")
    return np.degrees(np.arctan2(dot(arm, _ahead(points)), -dot(arm, _up(points))))


def shoulder_rotation(points: Array, side: Side) -> Array:
    """Outward rotation of the upper arm by its pointer, the forearm: 0 straight ahead, positive outward.

    Room frame only, and only with the upper arm at the side and the elbow near 90 degrees: a rotation about a bone
    cannot be seen from its two ends (Wu et al. 2005; neutral zero, AAOS: forearm ahead is 0).
    """
    fore = joint(points, side, "wrist") - joint(points, side, "elbow")
    return np.degrees(np.arctan2(dot(fore, _toward(points, side)), dot(fore, _ahead(points))))


def horizontal_adduction(points: Array, side: Side) -> Array:
    """The hand carried across the body: the line from shoulder to wrist seen from above, 0 straight ahead.

    Positive across the midline, -90 straight out; room frame only, and only while the arm is raised (AAOS).
    """
    arm = joint(points, side, "wrist") - joint(points, side, "shoulder")
    return np.degrees(np.arctan2(-dot(arm, _toward(points, side)), dot(arm, _ahead(points))))


def arms_uneven(points: Array, side: Side) -> Array:
    """How much less this arm is raised than the other, by `shoulder_elevation`."""
    return shoulder_elevation(points, other(side)) - shoulder_elevation(points, side)


def trunk_rotation(points: Array, side: Side) -> Array:
    """Shoulder line turned to `side` against the hip line, seen from above; room frame only (neutral zero, AAOS)."""
    shoulders = joint(points, "left", "shoulder") - joint(points, "right", "shoulder")
    hips = joint(points, "left", "hip") - joint(points, "right", "hip")
    turned = np.degrees(np.arctan2(_cross_up(hips, shoulders), _level_dot(hips, shoulders)))
    return turned if side == "left" else -turned


def _level_dot(a: Array, b: Array) -> Array:
    return np.asarray(a[:, 0] * b[:, 0] + a[:, -1] * b[:, -1])


def _cross_up(a: Array, b: Array) -> Array:
    """The turn from a to b seen from above, positive to the patient's left."""
    return np.asarray(a[:, -1] * b[:, 0] - a[:, 0] * b[:, -1])


def _face(points: Array) -> Array:
    """(N, D) from between the ears to the nose."""
    return points[:, Joint.nose] - mid(points, "ear")


def neck_rotation(points: Array, side: Side) -> Array:
    """Face (between the ears to the nose) turned to `side` against the shoulder line, from above; room frame only.

    Head yaw against the shoulders, as the inclinometer's zero is the patient's own (neutral zero, AAOS).
    """
    shoulders = joint(points, "left", "shoulder") - joint(points, "right", "shoulder")
    face = _face(points)
    ahead = np.stack([-shoulders[:, -1], np.zeros(len(face)), shoulders[:, 0]], axis=1)
    turned = np.degrees(np.arctan2(_cross_up(ahead, face), _level_dot(ahead, face)))
    return turned if side == "left" else -turned


def neck_side_flexion(points: Array, side: Side) -> Array:
    """Ears tipped to `side` against the shoulder line, in the frontal plane (head roll; neutral zero, AAOS)."""
    ears = joint(points, "left", "ear") - joint(points, "right", "ear")
    shoulders = joint(points, "left", "shoulder") - joint(points, "right", "shoulder")
    across, up = _across(points), _up(points)
    tip: Array = np.degrees(
        np.arctan2(dot(shoulders, up), dot(shoulders, across)) - np.arctan2(dot(ears, up), dot(ears, across))
    )
    return tip if side == "left" else -tip


def neck_flexion(points: Array, side: Side) -> Array:
    """Face bowed forward against the trunk, in the sagittal plane (head pitch); a level look reads about 7.

    From the line between ears and nose; only its change is a neck's movement (neutral zero, AAOS).
    """
    del side
    face, trunk, ahead, up = _face(points), _trunk(points), _ahead(points), _up(points)
    bow: Array = np.degrees(np.arctan2(-dot(face, up), dot(face, ahead)))
    return bow - np.degrees(np.arctan2(dot(trunk, ahead), dot(trunk, up)))


def neck_extension(points: Array, side: Side) -> Array:
    """Face lifted against the trunk; the negative of `neck_flexion`."""
    return -neck_flexion(points, side)


def thigh_back(points: Array, side: Side) -> Array:
    """Thigh behind the vertical in the sagittal plane, negative in front of it: what a leaning trunk cannot add to."""
    thigh = joint(points, side, "knee") - joint(points, side, "hip")
    return np.degrees(np.arctan2(-dot(thigh, _ahead(points)), -dot(thigh, _up(points))))


def hip_extension(points: Array, side: Side) -> Array:
    """Thigh behind the trunk's line in the sagittal plane, negative in front of it (neutral zero, AAOS)."""
    return thigh_back(points, side) - trunk_forward(points, side)


def step_angle(points: Array, side: Side) -> Array:
    """How far the legs are apart forward: from between the hips to either ankle, positive with this foot in front.

    The size of a step that does not depend on height: twice the arcsine of half its length in leg lengths.
    """
    ahead = _ahead(points)
    return _leg_lean(points, side, ahead) - _leg_lean(points, other(side), ahead)


def step_back_angle(points: Array, side: Side) -> Array:
    """The same with this foot behind."""
    return -step_angle(points, side)


def legs_apart(points: Array, side: Side) -> Array:
    """How far the legs are apart sideways: the angle between the lines from mid-hip to either ankle, from the front.

    About 22 standing hip wide, 0 with one foot in front of the other, negative with the feet crossed.
    """
    del side
    across = _across(points)
    return _leg_lean(points, "left", across) - _leg_lean(points, "right", across)


def _leg_lean(points: Array, side: Side, way: Array) -> Array:
    leg = joint(points, side, "ankle") - mid(points, "hip")
    return np.degrees(np.arctan2(dot(leg, way), -dot(leg, _up(points))))


def hips_aside(points: Array, side: Side) -> Array:
    """Hips carried to `side` over the feet: the line from between the ankles to between the hips, in the frontal plane.

    What can be seen of weight shifted onto one leg; the force itself cannot (the reference's 15 % is a force plate's).
    """
    line = mid(points, "hip") - mid(points, "ankle")
    toward = _across(points) * (1.0 if side == "left" else -1.0)
    return np.degrees(np.arctan2(dot(line, toward), dot(line, _up(points))))


def heel_rise(points: Array, side: Side) -> Array:
    """Foot tilted heel up, from heel to tip of the foot against the level: the visible part of plantar flexion."""
    foot = joint(points, side, "heel") - joint(points, side, "foot_index")
    up = dot(foot, _up(points))
    return np.degrees(np.arctan2(up, np.sqrt(np.maximum(dot(foot, foot) - up * up, 0.0))))


def toes_up(points: Array, side: Side) -> Array:
    """Foot against the shank, toes toward it: 0 at a right angle, positive dorsiflexion, negative plantar flexion."""
    shank = joint(points, side, "knee") - joint(points, side, "ankle")
    return 90.0 - between(joint(points, side, "foot_index") - joint(points, side, "heel"), shank)


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
            arm_vertical,
            arm_swing,
            shoulder_rotation,
            horizontal_adduction,
            arms_uneven,
            trunk_rotation,
            neck_rotation,
            neck_side_flexion,
            neck_flexion,
            neck_extension,
            hip_extension,
            step_angle,
            step_back_angle,
            legs_apart,
            hips_aside,
            heel_rise,
            toes_up,
            thigh_back,
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
        "arm_vertical": (0.0, 180.0),
        "arm_swing": (-180.0, 180.0),
        "shoulder_rotation": (-180.0, 180.0),
        "horizontal_adduction": (-180.0, 180.0),
        "arms_uneven": (-180.0, 180.0),
        "trunk_rotation": (-180.0, 180.0),
        "neck_rotation": (-180.0, 180.0),
        "neck_side_flexion": (-180.0, 180.0),
        "neck_flexion": (-180.0, 180.0),
        "neck_extension": (-180.0, 180.0),
        "hip_extension": (-180.0, 180.0),
        "step_angle": (-160.0, 160.0),
        "step_back_angle": (-160.0, 160.0),
        "legs_apart": (-160.0, 160.0),
        "hips_aside": (-60.0, 60.0),
        "heel_rise": (-90.0, 90.0),
        "toes_up": (-90.0, 90.0),
        "thigh_back": (-180.0, 180.0),
    }
)
# All others are degrees, and so is everything a repetition is counted by: these two are for faults alone
UNITS: MappingProxyType[str, str] = MappingProxyType(
    {"knee_valgus": "share of the ankles' distance", "shoulder_to_ear": "% of the trunk's length"}
)
