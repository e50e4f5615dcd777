"""One's own hands in a headset, amber: from the fingers where they are seen, else a fist round the controller."""

from __future__ import annotations

import numpy as np

from game.drawlist import COLOURS, Instances
from game.openxr.data import HAND_JOINTS, Hand, HandJoints, Looked
from game.render.eyes import matrix_of

_FINGERS = ("thumb", "index", "middle", "ring", "little")
_INDEX = {name: i for i, name in enumerate(HAND_JOINTS)}
_BONES = np.array(
    [
        (_INDEX[a], _INDEX[b])
        for finger in _FINGERS
        for a, b in zip(
            [name for name in HAND_JOINTS if name.startswith(finger)][:-1],
            [name for name in HAND_JOINTS if name.startswith(finger)][1:],
            strict=True,
        )
    ]
    + [(_INDEX["wrist"], _INDEX[f"{finger}_metacarpal"]) for finger in _FINGERS]
    + [(_INDEX["wrist"], _INDEX["middle_metacarpal"])]
)
_KNUCKLES = ("index_proximal", "little_proximal", "wrist")
_FIST_M = (0.075, 0.085, 0.105)
_GLOW = 0.55  # enough to be found at night, too little to hide the light that falls on them


def own_hands(looked: Looked | None) -> tuple[Instances, ...]:
    """Both hands as they are at `looked`, as far as they are known."""
    if looked is None:
        return ()
    drawn = []
    for side, hand in zip(("left", "right"), looked.hands, strict=True):
        matrices = _of(hand)
        if len(matrices):
            colours = np.tile(np.array(COLOURS["amber"]), (len(matrices), 1))
            drawn.append(Instances(f"own-{side}-hand", "ball", matrices, colours, glow=_GLOW))
    return tuple(drawn)


def hand_at(hand: Hand) -> np.ndarray | None:
    """(3,) the middle of the hand; None where it is not known."""
    if hand.joints is not None and np.isfinite(hand.joints.position[_INDEX["palm"]]).all():
        return hand.joints.position[_INDEX["palm"]]
    return None if hand.grip is None else hand.grip.position


def _of(hand: Hand) -> np.ndarray:
    if hand.joints is not None and np.isfinite(hand.joints.position).all():
        return _fingers(hand.joints)
    if hand.grip is None:
        return np.zeros((0, 4, 4))
    return matrix_of(hand.grip)[None] @ np.diag([*_FIST_M, 1.0])


def _fingers(joints: HandJoints) -> np.ndarray:
    """(N, 4, 4) balls drawn out along each bone, and a flat one for the palm."""
    at, thick = joints.position, joints.radius
    start, end = at[_BONES[:, 0]], at[_BONES[:, 1]]
    along = end - start
    length = np.linalg.norm(along, axis=1)
    wide = thick[_BONES].max(axis=1) * 2.1
    along = along / np.maximum(length, 1e-6)[:, None]
    aside = np.cross(along, np.where(np.abs(along[:, 1:2]) < 0.9, (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)))
    aside /= np.linalg.norm(aside, axis=1, keepdims=True)
    out = np.tile(np.eye(4), (len(_BONES) + 1, 1, 1))
    out[:-1, :3, 0] = aside * wide[:, None]
    out[:-1, :3, 1] = np.cross(along, aside) * wide[:, None]
    out[:-1, :3, 2] = along * (length + 1.5 * wide)[:, None]
    out[:-1, :3, 3] = (start + end) / 2
    first, last, wrist = (at[_INDEX[name]] for name in _KNUCKLES)
    across, down = last - first, (first + last) / 2 - wrist
    normal = np.cross(across, down)
    normal /= max(float(np.linalg.norm(normal)), 1e-6)
    out[-1, :3, 0], out[-1, :3, 1], out[-1, :3, 2] = across * 1.35, normal * 0.034, down * 1.05
    out[-1, :3, 3] = wrist + down * 0.55
    return out
