"""Recordings of real headsets, made by others, as what our session would have said; and a session that plays them.

Both were made in Unity (left-handed: +X right, +Y up, +Z ahead), so Z changes its sign on the way into the room.
"""

from __future__ import annotations

import csv
import gzip
import struct
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from exercises.pose import Array, Rigid
from game.openxr.data import HAND_JOINTS, Hand, HandJoints, Inbox, Looked
from game.openxr.room import after, apply, below, compose, inverse
from tests.wearers import quaternion

_UNITY = np.array([1.0, 1.0, -1.0])
_BSOR_MAGIC, _BSOR_INFO, _BSOR_FRAMES = 0x442D3D69, 0, 1
_FRAME = struct.Struct("<fi" + "7f" * 3)
_TEXTS_FIRST, _TEXTS_LATER = 13, 3


def rehab_immersive(path: Path) -> list[Looked]:
    """A Box-and-Block session of RehabImmersive (a Quest that sees the right hand): its head, wrist and palm.

    Angles are Unity's Euler angles (about Z, then X, then Y). Of the hand's own axes the fingers point along -X and the
    back of the hand along +Y, which the recorded palms say to a tenth of a millimetre.
    """
    return [_rehab_row(row) for row in _rows(path)]


def moved(path: Path) -> int:
    """How often a block was moved, as the recording's own program counted."""
    return sum(row["MovedCorrectly"] == "True" for row in _rows(path))


def _rows(path: Path) -> list[dict[str, str]]:
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def _rehab_row(row: dict[str, str]) -> Looked:
    def three(name: str) -> Array:
        return np.array([float(row[f"{name}_{axis}"]) for axis in "xyz"])

    head = Rigid(three("HeadPosition") * _UNITY, quaternion(_room_from(_euler(three("HeadRotation")))))
    right = Hand()
    if row["HandDetected"] == "True":
        turned = _euler(three("HandRotation"))
        fingers, back = -turned[:, 0] * _UNITY, turned[:, 1] * _UNITY
        palm = quaternion(np.stack([np.cross(back, -fingers), back, -fingers], axis=1))
        position, rotation = np.full((26, 3), np.nan), np.full((26, 4), np.nan)
        for name, place in (("wrist", "HandPosition"), ("palm", "PalmPosition")):
            position[HAND_JOINTS.index(name)] = three(place) * _UNITY
            rotation[HAND_JOINTS.index(name)] = palm
        right = Hand(joints=HandJoints(position, rotation, np.full(26, 0.01), row["HighConfidence"] == "True"))
    return Looked(float(row["Time"]), head, True, Hand(), right)


def _euler(deg: Array) -> Array:
    """(3, 3) in Unity's axes, as a plain matrix of its left-handed numbers."""
    (cx, cy, cz), (sx, sy, sz) = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return np.asarray(about_y @ about_x @ about_z)


def _room_from(unity: Array) -> Array:
    """The same turn in the room's axes: both ends of it change the sign of Z."""
    return np.asarray(unity * _UNITY * _UNITY[:, None])


def beat_saber(path: Path, at_most: int | None = None) -> list[Looked]:
    """A Beat Saber replay (BSOR 1, github.com/BeatLeader/BS-Open-Replay): head and hands; zeros where untracked."""
    data = path.read_bytes()
    if struct.unpack_from("<I", data)[0] != _BSOR_MAGIC:
        raise ValueError(f"{path.name} is no BSOR replay")
    at = _past_info(data, 5)
    kind, count = struct.unpack_from("<bi", data, at)
    if kind != _BSOR_FRAMES:
        raise ValueError(f"{path.name}: expected frames, found section {kind}")
    looks = []
    for i in range(count if at_most is None else min(count, at_most)):
        t_s, _, *numbers = _FRAME.unpack_from(data, at + 5 + i * _FRAME.size)
        head, left, right = (_unity_rigid(numbers[k : k + 7]) for k in (0, 7, 14))
        looks.append(Looked(t_s, head, True, Hand(left, left, True, True), Hand(right, right, True, True)))
    return looks


def _past_info(data: bytes, at: int) -> int:
    """Where the frames begin: after 13 texts, the score, 3 texts, and 4 + 1 + 4 + 4 + 4 + 4 bytes of numbers."""
    if data[at] != _BSOR_INFO:
        raise ValueError("no BSOR replay: it begins with something else than what was played")
    at += 1
    for _ in range(_TEXTS_FIRST):
        at += 4 + struct.unpack_from("<i", data, at)[0]
    at += 4
    for _ in range(_TEXTS_LATER):
        at += 4 + struct.unpack_from("<i", data, at)[0]
    return at + 4 + 1 + 16


def _unity_rigid(numbers: Sequence[float]) -> Rigid:
    x, y, z, w = numbers[3:]
    return Rigid(np.array(numbers[:3]) * _UNITY, (-x, -y, z, w))


class Played:
    """A session that says what was recorded: the newest look at the time that it is asked for. `now` is its clock."""

    headset = "a recording"
    lost: str | None = None

    def __init__(self, looks: Sequence[Looked]) -> None:
        self._looks, self._times = looks, [looked.t_s for looked in looks]
        self._room = Rigid((0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0))
        self.told = Inbox()
        self.now = self._times[0]
        self.closed = False

    def clock(self) -> float:
        return self.now

    def inbox(self) -> Inbox:
        return self.told

    def poll(self) -> None:
        pass

    def look(self, t_s: float | None = None) -> Looked | None:
        if self.lost is not None:
            return None
        at = self.now if t_s is None else t_s
        looked = self._looks[max(0, bisect_right(self._times, at) - 1)]
        head = None if looked.head is None else compose(self._room, looked.head)
        left, right = (self._moved(hand) for hand in looked.hands)
        return Looked(at, head, looked.head_tracked, left, right)

    def recentre(self, eye_height_m: float | None = None) -> bool:
        head = self._looks[max(0, bisect_right(self._times, self.now) - 1)].head
        if head is None:
            return False
        floor_m = 0.0 if eye_height_m is None else float(head.position[1]) - eye_height_m
        found = below(head, floor_m)
        if found is None:
            return False
        self._room = inverse(found)
        return True

    def close(self) -> None:
        self.closed = True

    def _moved(self, hand: Hand) -> Hand:
        grip = None if hand.grip is None else compose(self._room, hand.grip)
        joints = hand.joints
        if joints is not None:
            position, rotation = apply(self._room, joints.position), after(self._room.rotation, joints.rotation)
            joints = HandJoints(position, rotation, joints.radius, joints.tracked)
        return Hand(grip, grip, hand.tracked, hand.active, hand.trigger, hand.squeeze, hand.menu, joints)
