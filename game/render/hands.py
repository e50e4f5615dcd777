"""One's own hands in a headset: how their joints lie, from the tracked fingers, else as they hold a controller.

Joints are frames as OpenXR has them: -Z along the finger, +Y out of the back of the hand. Plain arithmetic, no GPU.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from game.assets import asset
from game.openxr.data import HAND_JOINTS, SIDES, Hand, Looked, Side
from game.openxr.room import matrix
from game.render import glb
from game.render.eyes import matrix_of

_INDEX = {name: i for i, name in enumerate(HAND_JOINTS)}
_FINGERS = ("thumb", "index", "middle", "ring", "little")
_MIRROR = np.diag([-1.0, 1.0, 1.0, 1.0])
_THUMB_BACK = (-0.75, 0.66, 0.0)  # where a right thumb's nail looks at rest
_BENDS_DEG = {"proximal": 80.0, "intermediate": 100.0, "distal": 65.0}  # of a finger closed to a fist
_THUMB_BENDS_DEG = {"metacarpal": 14.0, "proximal": 38.0, "distal": 55.0}
_THUMB_ACROSS_DEG = 26.0  # toward the palm
_WRIST_FROM_GRIP_M = (0.0, 0.02, 0.072)  # a grip lies on the palm, in the middle of the fist; axes of the wrist
_HELD, _CLOSED = 0.52, 0.9  # how far fingers bend round a controller, and round its pressed buttons
_FREE = 0.22  # a hand at rest
_TIP_SHARE = 0.6  # of the tip's thickness beyond its joint: where a finger touches
_LEAST_SIZE, _MOST_SIZE = 0.7, 1.35  # a hand's length over that of the mesh


@dataclass(frozen=True, slots=True, eq=False)
class OwnHand:
    """room_from_joint (26, 4, 4) in the order of HAND_JOINTS; size: its length over that of the mesh; tip (3,): where
    its index finger touches.
    """

    side: Side
    room_from_joint: np.ndarray
    size: float

    @property
    def tip(self) -> np.ndarray:
        end = self.room_from_joint[_INDEX["index_tip"]]
        return np.asarray(end[:3, 3] - _TIP_SHARE * 0.0076 * self.size * end[:3, 2])


def own_hands(looked: Looked | None, pointing: frozenset[Side] = frozenset()) -> tuple[OwnHand, ...]:
    """The hands that are known at `looked`. Those that are `pointing` and hold a controller stretch a finger."""
    if looked is None:
        return ()
    found = (_of(hand, side, side in pointing) for side, hand in zip(SIDES, looked.hands, strict=True))
    return tuple(each for each in found if each is not None)


def hand_at(hand: Hand) -> np.ndarray | None:
    """(3,) the middle of the hand; None where it is not known."""
    if hand.joints is not None and np.isfinite(hand.joints.position[_INDEX["palm"]]).all():
        return hand.joints.position[_INDEX["palm"]]
    return None if hand.grip is None else hand.grip.position


def _of(hand: Hand, side: Side, pointing: bool) -> OwnHand | None:
    if hand.joints is not None and np.isfinite(hand.joints.position).all() and np.isfinite(hand.joints.rotation).all():
        frames = np.tile(np.eye(4), (len(HAND_JOINTS), 1, 1))
        frames[:, :3, :3] = [matrix(rotation) for rotation in hand.joints.rotation]
        frames[:, :3, 3] = hand.joints.position
        return OwnHand(side, frames, _size(hand.joints.position, side))
    if hand.grip is None:
        return None
    return OwnHand(side, _held(hand, side, pointing), 1.0)


def _size(places: np.ndarray, side: Side) -> float:
    def length(of: np.ndarray) -> float:
        return float(np.linalg.norm(of[_INDEX["middle_proximal"]] - of[_INDEX["wrist"]]))

    return float(np.clip(length(places) / length(resting(side)[:, :3, 3]), _LEAST_SIZE, _MOST_SIZE))


def _held(hand: Hand, side: Side, pointing: bool) -> np.ndarray:
    """(26, 4, 4) of a hand of which only the grip is known: it bends as its buttons are pressed."""
    assert hand.grip is not None
    rest = _HELD if hand.active else _FREE
    bends = {
        "thumb": max(rest, 0.7 * hand.squeeze),
        "index": rest + (_CLOSED - rest) * hand.trigger,
        **dict.fromkeys(("middle", "ring", "little"), rest + (_CLOSED - rest) * hand.squeeze),
    }
    if pointing:
        bends = {"thumb": 0.6, "index": 0.04, "middle": 0.8, "ring": 0.85, "little": 0.85}
    # a grip's -Z runs along what is held, from the little finger to the thumb; its +X from the right palm to its back,
    # from the left hand's back to its palm (OpenXR, "Standard pose identifiers")
    turned = np.eye(4)
    turned[:3, :3] = np.array(
        [(0, 0, 1), (1, 0, 0), (0, 1, 0)] if side == "right" else [(0, 0, -1), (-1, 0, 0), (0, 1, 0)]
    ).T
    moved = np.eye(4)
    moved[:3, 3] = _WRIST_FROM_GRIP_M
    return np.asarray(matrix_of(hand.grip) @ turned @ moved @ bent(side, bends))


def bent(side: Side, bends: dict[str, float]) -> np.ndarray:
    """(26, 4, 4) wrist_from_joint of a hand whose fingers are bent so far, each 0 (stretched) .. 1 (closed)."""
    rest = resting("right")
    out = np.array(rest)
    for finger in _FINGERS:
        names = [name for name in HAND_JOINTS if name.startswith(finger)]
        share = bends.get(finger, 0.0)
        parent = np.eye(4)
        for before, name in zip(("wrist", *names), names, strict=False):
            local = np.linalg.inv(rest[_INDEX[before]]) @ rest[_INDEX[name]]
            part = name.split("_")[1]
            table = _THUMB_BENDS_DEG if finger == "thumb" else _BENDS_DEG
            turn = _about_x(-share * table.get(part, 0.0))
            if name == "thumb_metacarpal":
                turn = turn @ _about_y(-share * _THUMB_ACROSS_DEG)
            parent = (out[_INDEX["wrist"]] if before == "wrist" else parent) @ local @ turn
            out[_INDEX[name]] = parent
    return out if side == "right" else np.asarray(_MIRROR @ out @ _MIRROR)


@cache
def resting(side: Side) -> np.ndarray:
    """(26, 4, 4) wrist_from_joint of the mesh as it is modelled, fingers nearly straight."""
    if side == "left":
        return np.asarray(_MIRROR @ resting("right") @ _MIRROR)
    places = {bone.name: bone.rest for bone in model().bones}
    out = np.tile(np.eye(4), (len(HAND_JOINTS), 1, 1))
    for i, name in enumerate(HAND_JOINTS):
        out[i, :3, 3] = places[name]
        finger, _, part = name.partition("_")
        if not part:
            continue
        own = [each for each in HAND_JOINTS if each.startswith(finger)]
        k = min(own.index(name), len(own) - 2)
        back = places[own[k]] - places[own[k + 1]]
        back = back / np.linalg.norm(back)
        up = np.array(_THUMB_BACK if finger == "thumb" else (0.0, 1.0, 0.0))
        up = up - back * (up @ back)
        up /= np.linalg.norm(up)
        out[i, :3, :3] = np.stack([np.cross(up, back), up, back], axis=1)
    return out


@cache
def model() -> glb.Model:
    """The right hand (tools/make_hand_mesh.py). Its joints are in an order of their own: parents come first."""
    return glb.load(asset("meshes/hand.glb"))


def skin_of(hand: OwnHand) -> np.ndarray:
    """(26, 4, 4), in the order of the model's bones: what carries the resting skin of that side to where it is."""
    order = [_INDEX[bone.name] for bone in model().bones]
    sized = np.diag([hand.size, hand.size, hand.size, 1.0])
    back = np.linalg.inv(resting(hand.side))
    return np.asarray(hand.room_from_joint @ sized @ back)[order]


def _about_x(degrees: float) -> np.ndarray:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[1, 0, 0, 0], [0, c, -s, 0], [0, s, c, 0], [0, 0, 0, 1.0]])


def _about_y(degrees: float) -> np.ndarray:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, 0, s, 0], [0, 1, 0, 0], [-s, 0, c, 0], [0, 0, 0, 1.0]])
