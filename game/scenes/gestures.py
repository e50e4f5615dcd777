"""What a body says without a key: a hand that points, a hand flat on the chest, hips near the floor.

Pure state machines over poses. Everything is measured along the trunk's own axes in trunk lengths (shoulders to hips),
so that neither body height nor where the camera stands matters. A joint that is not seen makes a gesture wait.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from exercises.pose import Array, Joint, Pose
from game.minigames.bones import cross

Hand = Literal["left", "right"]

CHEST_S = 2.0  # the good hand flat on the chest for this long pauses (docs/safety.md)
LOST_S = 0.4  # a hand that flickers out of sight for less than this has not left
FALLEN_S = 1.0  # hips near the floor for this long: a fall, not a stumble or a deep squat
HAND_JOINTS = {
    "left": (Joint.left_wrist, Joint.left_index, Joint.left_pinky),
    "right": (Joint.right_wrist, Joint.right_index, Joint.right_pinky),
}


@dataclass(frozen=True, slots=True)
class AlongTrunk:
    """A point seen from mid-shoulder, in trunk lengths: `across` to the right, `down` (hips: 1), `ahead` of it."""

    across: float
    down: float
    ahead: float


def along_trunk(pose: Pose, point: Array) -> AlongTrunk | None:
    """Where `point` (3,) room metres lies on the trunk; None where shoulders or hips are not seen."""
    points = pose.points.astype(np.float64)
    left, right = points[Joint.left_shoulder], points[Joint.right_shoulder]
    top = (left + right) / 2
    spine = (points[Joint.left_hip] + points[Joint.right_hip]) / 2 - top
    length = float(np.linalg.norm(spine))
    if not np.isfinite(spine).all() or not np.isfinite(point).all() or length < 0.1:
        return None
    down = spine / length
    across = (right - left) - np.dot(right - left, down) * down
    width = float(np.linalg.norm(across))
    if width < 0.05:
        return None
    across /= width
    ahead = cross(-down, across)  # up x right: room -Z for someone who faces the screen
    offset = (point - top) / length
    return AlongTrunk(float(offset @ across), float(offset @ down), float(offset @ ahead))


def hand_point(pose: Pose, hand: Hand) -> Array:
    """(3,) the middle of the seen joints of a hand, room metres; NaN where none is seen."""
    joints = pose.points[list(HAND_JOINTS[hand])].astype(np.float64)
    seen = joints[np.isfinite(joints).all(axis=1)]
    return seen.mean(axis=0) if len(seen) else np.full(3, np.nan)


def hand_along(pose: Pose, hand: Hand) -> AlongTrunk | None:
    return along_trunk(pose, hand_point(pose, hand))


# A hand flat on the chest --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChestState:
    """`since_s` when the hand came to the chest (None: away), `seen_s` when it was last seen there; once a visit."""

    since_s: float | None = None
    seen_s: float = 0.0
    fired: bool = False


def _on_chest(pose: Pose, hand: Hand) -> bool | None:
    at = hand_along(pose, hand)
    if at is None:
        return None
    return abs(at.across) < 0.25 and 0.05 < at.down < 0.5 and -0.2 < at.ahead < 0.5


def chest(state: ChestState, pose: Pose, hands: tuple[Hand, ...]) -> tuple[ChestState, bool]:
    """Whether one of `hands`, and no other hand, has now lain on the chest for CHEST_S.

    Arms crossed on the chest are two hands and mean nothing: chair-stand tests ask for them.
    """
    on = {hand: _on_chest(pose, hand) for hand in ("left", "right")}
    here = any(on[hand] for hand in hands) and not all(on.values())
    if not here:
        flickered = all(on[hand] is None for hand in hands) and pose.t_s - state.seen_s < LOST_S
        return (state if state.since_s is not None and flickered else ChestState()), False
    since_s = pose.t_s if state.since_s is None else state.since_s
    due = not state.fired and pose.t_s - since_s >= CHEST_S
    return ChestState(since_s, pose.t_s, state.fired or due), due


# Hips near the floor -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FallState:
    low_since_s: float | None = None


def hips_height(pose: Pose) -> float:
    """Metres from the floor to mid-hip; NaN where unseen."""
    return float((pose.points[Joint.left_hip, 1] + pose.points[Joint.right_hip, 1]) / 2)


def fallen(state: FallState, pose: Pose, usual_m: float) -> tuple[FallState, bool]:
    """Whether the hips have now been near the floor for FALLEN_S.

    usual_m   their height when this person took their place. Near: below 40 % of that and below half a trunk, which the
              deepest squat stays above; where the usual height is not known (NaN) nothing is concluded.
    """
    points = pose.points
    top = (points[Joint.left_shoulder] + points[Joint.right_shoulder]) / 2
    trunk_m = float(np.linalg.norm((points[Joint.left_hip] + points[Joint.right_hip]) / 2 - top))
    height = hips_height(pose)
    if not (height < 0.4 * usual_m and height < 0.5 * trunk_m):
        # a body on the floor is often half hidden: an unseen frame keeps what was begun, a seen one settles it
        return (state if not np.isfinite(height) else FallState()), False
    since_s = pose.t_s if state.low_since_s is None else state.low_since_s
    return FallState(since_s), pose.t_s - since_s >= FALLEN_S


# A hand that points --------------------------------------------------------------------------------------------------

_MIDDLE, _REACH = 0.25, 0.75  # a hand's comfortable field: from across the body to well out, in trunk lengths
_HIGH, _LOW, _TOP = 0.08, 0.68, 0.35  # from just under the shoulder to mid-belly; hands in the lap point nowhere
SMOOTH_S = 0.12


@dataclass(frozen=True, slots=True)
class PointState:
    """Where the pointer is: shares of the view from its top left, or None; and whose hand makes it."""

    at: tuple[float, float] | None = None
    hand: Hand | None = None
    t_s: float = 0.0


def pointed(pose: Pose, hand: Hand) -> tuple[float, float] | None:
    """Where on the view a hand points, without smoothing; None while it rests, hangs or is unseen.

    The whole view from _TOP downwards is reached between the belly and just below the shoulder.
    """
    place = hand_along(pose, hand)
    if place is None or not 0.0 < place.down < _LOW or place.ahead < -0.15:
        return None
    across = place.across if hand == "right" else -place.across
    share = (across - _MIDDLE + _REACH) / (2 * _REACH)
    if not -0.1 < share < 1.1:
        return None
    x = min(max(share if hand == "right" else 1.0 - share, 0.0), 1.0)
    y = _TOP + (place.down - _HIGH) / (_LOW - _HIGH) * (1.0 - _TOP)
    return x, min(max(y, 0.0), 1.0)


def point(state: PointState, pose: Pose, hands: tuple[Hand, ...]) -> PointState:
    """The pointer after one more pose. The hand that points keeps pointing until it rests; then the other may."""
    order = sorted(hands, key=lambda hand: hand != state.hand)
    for hand in order:
        at = pointed(pose, hand)
        if at is None:
            continue
        if state.at is None or state.hand != hand:
            return PointState(at, hand, pose.t_s)
        keep = float(np.exp(-max(pose.t_s - state.t_s, 0.0) / SMOOTH_S))
        smooth = tuple(keep * old + (1 - keep) * new for old, new in zip(state.at, at, strict=True))
        return PointState((smooth[0], smooth[1]), hand, pose.t_s)
    if state.at is not None and pose.t_s - state.t_s < LOST_S and all(hand_along(pose, h) is None for h in hands):
        return state  # out of sight for a moment
    return replace(state, at=None)
