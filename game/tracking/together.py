"""One body from a camera's pose and what a headset knew at the same instant. Arithmetic only; fused.py says when.

Head and hands are the headset's, which is metric and quick. All else is the camera's body, carried into the headset's
room as a whole, so that no angle of trunk or legs becomes another, and hung from the head: a camera's guess of how far
off somebody stands trembles by decimetres, the way from their head to their shoulders by two centimetres. An arm
reaches from the camera's shoulder to the headset's wrist; its elbow takes its share of what the wrist was off.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from exercises.observing import stack
from exercises.pose import Array, Joint, Pose, Rigid
from game.openxr.room import matrix
from game.tracking.alignment import Alignment

SEEN = 0.5  # confidence from which on an anchor is one
# Share of an arm's length up to the elbow (Winter, after Drillis and Contini 1966: 0.186 and 0.146 of body height)
TO_ELBOW = 0.186 / (0.186 + 0.146)
_HEAD = [Joint.nose, Joint.left_ear, Joint.right_ear]
_FACE = list(range(Joint.left_shoulder))
_HANDS = (
    (Joint.left_elbow, Joint.left_wrist, [Joint.left_pinky, Joint.left_index, Joint.left_thumb]),
    (Joint.right_elbow, Joint.right_wrist, [Joint.right_pinky, Joint.right_index, Joint.right_thumb]),
)


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What a headset knows at one instant: places (3, 3) m of the ANCHORS, NaN unseen; how they are turned (3, 3, 3);
    face (11, 3) m in the order of Joint; the rigid things themselves."""

    places: Array
    turns: Array
    face: Array
    rigids: tuple[Rigid | None, Rigid | None, Rigid | None]

    def exchanged(self) -> Known:
        """With left and right hand the other way round."""
        head, left, right = self.rigids
        order = [0, 2, 1]
        return Known(self.places[order], self.turns[order], self.face, (head, right, left))


def known(pose: Pose) -> Known:
    """What a headset's pose says."""
    places = anchors(pose)
    turns = np.full((3, 3, 3), np.nan)
    rigids: list[Rigid | None] = [pose.head, pose.left_hand, pose.right_hand]
    for i, rigid in enumerate(rigids):
        if rigid is None or not np.isfinite(places[i]).all():
            places[i], rigids[i] = np.nan, None
        else:
            turns[i] = matrix(rigid.rotation)
    face = np.asarray(pose.points[_FACE], dtype=np.float64)
    return Known(places, turns, face, (rigids[0], rigids[1], rigids[2]))


def between(before: Known, after: Known, share: float) -> Known:
    """What was known so far (0..1) from one instant to the next; rotations along the chord, over 14 ms no detour."""
    rigids = tuple(
        None if a is None or b is None else _between(a, b, share)
        for a, b in zip(before.rigids, after.rigids, strict=True)
    )
    return Known(
        before.places + share * (after.places - before.places),
        before.turns + share * (after.turns - before.turns),
        before.face + share * (after.face - before.face),
        (rigids[0], rigids[1], rigids[2]),
    )


def _between(before: Rigid, after: Rigid, share: float) -> Rigid:
    to = after.rotation if float(before.rotation @ after.rotation) >= 0.0 else -after.rotation
    rotation = before.rotation + share * (to - before.rotation)
    return Rigid(before.position + share * (after.position - before.position), rotation / np.sqrt(rotation @ rotation))


def anchors(pose: Pose) -> Array:
    """(3, 3) m: the middle of nose and ears, left wrist, right wrist; NaN where one is not seen well."""
    out = np.full((3, 3), np.nan)
    if pose.sees(tuple(_HEAD), SEEN):
        out[0] = pose.points[_HEAD].mean(axis=0)
    for i, joint in enumerate((Joint.left_wrist, Joint.right_wrist), start=1):
        if pose.sees((joint,), SEEN):
            out[i] = pose.points[joint]
    return out


def righted(pose: Pose) -> Pose:
    """A camera's pose with a front that was taken for a back put right (exercises.observing.unswapped): before a
    headset's hands are given to it, not after."""
    if pose.image is None:
        return pose
    bodies = stack((pose,))
    return replace(pose, points=bodies.points[0], confidence=bodies.confidence[0], image=bodies.image[0])


def bearing(seen: Known, alignment: Alignment) -> Array:
    """(3, 3) m where the headset says the camera's anchors are."""
    return np.asarray(seen.places + np.einsum("aij,aj->ai", seen.turns, alignment.levers))


def carried(pose: Pose, alignment: Alignment, shift: Array) -> Pose:
    """The camera's pose in the headset's room, moved by `shift` (3,) m; its hands are the camera's own."""
    points = alignment.carried(np.asarray(pose.points, dtype=np.float64)) + shift
    return replace(pose, points=points, camera_yaw_deg=pose.camera_yaw_deg + alignment.yaw_deg)


def joined(pose: Pose, seen: Known, alignment: Alignment, shift: Array) -> Pose:
    """The camera's body with the headset's head and hands. A hand that the headset does not know is the camera's."""
    body = carried(pose, alignment, shift)
    points, confidence = np.array(body.points, dtype=np.float64), np.array(body.confidence)
    places = bearing(seen, alignment)
    if seen.rigids[0] is not None and np.isfinite(seen.face).all():
        points[_FACE] = seen.face + seen.turns[0] @ alignment.levers[0]
        confidence[_FACE] = 1.0
    for place, (elbow, wrist, fingers) in zip(places[1:], _HANDS, strict=True):
        if not np.isfinite(place).all():
            continue
        off = place - points[wrist]
        if np.isfinite(off).all():
            points[elbow] += TO_ELBOW * off
            points[fingers] += off
        points[wrist] = place
        confidence[wrist] = 1.0
    return replace(
        body, points=points, confidence=confidence,
        head=seen.rigids[0], left_hand=seen.rigids[1], right_hand=seen.rigids[2],
    )  # fmt: skip
