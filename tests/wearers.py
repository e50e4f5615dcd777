"""Scripted people in a headset: what a headset would say of bodies whose joints are known.

`looks` turns a mover's points into Looked values, `show` puts one of them into Monado's puppet: the same person plays
with a runtime and without. What a real person does differently (a wrist that bends, a neck that bends higher up, a
controller held off the middle of the fist) is a Manner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from exercises.pose import Array, Joint, Rigid
from exercises.synthetic import Score, angles_of, bodies
from game.openxr.data import Hand, Looked, Side
from game.openxr.room import after, apply
from game.tracking.wearer import GRIP_TO_WRIST_M

if TYPE_CHECKING:
    from tests.openxr_runtime.puppet import Puppet


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody differs from the model of a body.

    wrist_deg    the hand bent against the forearm: to the palm, and to the little finger
    grip_m       the grip's middle off the place it is thought to have: further along the hand, and sideways
    neck_share   how far up from the shoulders to the eyes the neck bends: 0 at the shoulders
    """

    wrist_deg: tuple[float, float] = (0.0, 0.0)
    grip_m: tuple[float, float] = (0.0, 0.0)
    neck_share: float = 0.0


PLAIN = Manner()


def looks(
    t_s: Sequence[float] | Array, points: Array, manner: Manner = PLAIN, trunk: Array | None = None
) -> list[Looked]:
    """(N,) looks at bodies (N, 33, 3). `trunk`: the bodies' own points again with the neck straight, where
    `neck_share` asks where the head would be if it bent higher up.
    """
    straight = points if trunk is None else trunk
    return [_look(float(t), p, s, manner) for t, p, s in zip(t_s, points, straight, strict=True)]


def of_score(
    written: Score, height_m: float = 1.70, manner: Manner = PLAIN, **also: float
) -> tuple[Array, list[Looked]]:
    """The points (N, 33, 3) of a written movement and what a headset says of it. `also`: angles added throughout."""
    angles = dict(angles_of(written))
    for name, deg in also.items():
        angles[name] = angles.get(name, np.zeros(len(written.t_s))) + deg
    points = bodies(angles, height_m)
    no_neck = bodies({name: deg for name, deg in angles.items() if not name.startswith("neck_")}, height_m)
    return points, looks(written.t_s, points, manner, no_neck)


def show(puppet: Puppet, looked: Looked, fingers: bool = False) -> None:
    """Head and hands of a look as Monado's own; one that is not there sleeps. `fingers`: hands without controllers,
    which Monado hangs from the controllers' places, the wrist there and the fingers along -Z.
    """
    if looked.head is not None:
        puppet.head(looked.head.position, looked.head.rotation)
    for side, hand in zip(("left", "right"), looked.hands, strict=True):
        controller = getattr(puppet.state, side)
        controller.active = hand.active and not fingers
        controller.hand_tracking_active = hand.active and fingers
        if hand.grip is None:
            continue
        place = hand.grip.position, hand.grip.rotation
        if fingers:
            turn = (-0.5, -0.5, -0.5, 0.5) if side == "right" else (-0.5, 0.5, 0.5, 0.5)
            place = apply(hand.grip, (0.0, GRIP_TO_WRIST_M, 0.0)), after(hand.grip.rotation, turn)
        puppet.hand(side, *place)
    puppet.send()


def _look(t_s: float, p: Array, straight: Array, manner: Manner) -> Looked:
    turned = _head(p)
    eyes = 0.5 * (p[Joint.left_eye] + p[Joint.right_eye])
    if manner.neck_share:
        pivot = manner.neck_share * (0.5 * (straight[Joint.left_eye] + straight[Joint.right_eye]) - _neck(straight))
        pivot = pivot - _head(straight)[:, 2] * (pivot @ _head(straight)[:, 2])  # the neck stands under the ears
        eyes = eyes + pivot - turned @ (_head(straight).T @ pivot)
    hands = [_hand(p, side, manner) for side in ("left", "right")]
    return Looked(t_s, Rigid(eyes, quaternion(turned)), True, hands[0], hands[1])


def _neck(p: Array) -> Array:
    return np.asarray(0.5 * (p[Joint.left_shoulder] + p[Joint.right_shoulder]))


def _head(p: Array) -> Array:
    """(3, 3) the head's axes in the room, from eyes and ears."""
    ears = 0.5 * (p[Joint.left_ear] + p[Joint.right_ear])
    x = _unit(p[Joint.right_ear] - p[Joint.left_ear])
    ahead = _unit(0.5 * (p[Joint.left_eye] + p[Joint.right_eye]) - ears)
    rise = np.arctan2(0.013, 0.05)  # eyes stand so much above the ears, and before them
    y = np.sin(rise) * ahead + np.cos(rise) * np.cross(x, ahead)
    return np.stack([x, y, np.cross(x, y)], axis=1)


def _hand(p: Array, side: Side, manner: Manner) -> Hand:
    elbow, wrist = p[Joint[f"{side}_elbow"]], p[Joint[f"{side}_wrist"]]
    along = _unit(wrist - elbow)
    thumb = p[Joint[f"{side}_thumb"]] - p[Joint[f"{side}_pinky"]]
    thumb = thumb - (thumb @ along) * along
    if np.linalg.norm(thumb) < 1e-3:
        thumb = np.cross(along, [1.0, 0.0, 0.0])
    y, z = -along, -_unit(thumb)
    grip = np.stack([np.cross(y, z), y, z], axis=1)
    palm, little = np.radians(manner.wrist_deg)
    grip = grip @ _about_z(palm if side == "left" else -palm) @ _about_x(little)
    middle = wrist - (GRIP_TO_WRIST_M + manner.grip_m[0]) * grip[:, 1] + manner.grip_m[1] * grip[:, 0]
    where = Rigid(middle, quaternion(grip))
    return Hand(where, where, True, True)


def _about_x(turn: float) -> Array:
    c, s = np.cos(turn), np.sin(turn)
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def _about_z(turn: float) -> Array:
    c, s = np.cos(turn), np.sin(turn)
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def _unit(v: Array) -> Array:
    return np.asarray(v / np.linalg.norm(v))


def quaternion(rotation: Array) -> Array:
    """(4,) x, y, z, w of a rotation (3, 3): the eigenvector of Bar-Itzhack's symmetric matrix (2000)."""
    m = rotation
    k = np.array(
        [
            [m[0, 0] - m[1, 1] - m[2, 2], 0, 0, 0],
            [m[0, 1] + m[1, 0], m[1, 1] - m[0, 0] - m[2, 2], 0, 0],
            [m[0, 2] + m[2, 0], m[1, 2] + m[2, 1], m[2, 2] - m[0, 0] - m[1, 1], 0],
            [m[2, 1] - m[1, 2], m[0, 2] - m[2, 0], m[1, 0] - m[0, 1], m[0, 0] + m[1, 1] + m[2, 2]],
        ]
    )
    found: Array = np.linalg.eigh(k / 3.0)[1][:, -1]
    return found if found[3] >= 0 else -found


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody unlike the model: body, manner, and what they do beside the exercise.

    arm, wide     arm's length and shoulders' width against a body in proportion
    rise_m        how far the shoulder comes up with an arm that is lifted overhead (scapulohumeral rhythm)
    ahead_deg, aside_deg, look_deg   at the top of a lift: the trunk leans forward and to the left, the head turns
    bent_deg      elbows that never get straight
    """

    height_m: float
    arm: float = 1.0
    wide: float = 1.0
    rise_m: float = 0.0
    ahead_deg: float = 0.0
    aside_deg: float = 0.0
    look_deg: float = 0.0
    bent_deg: float = 0.0
    manner: Manner = PLAIN

    def does(self, written: Score, elbow: bool = False) -> tuple[Array, list[Looked]]:
        """Points (N, 33, 3) and looks of a movement; `elbow`: bent elbows are its subject, and left as they are."""
        angles = dict(angles_of(written))
        lift = _lift(written)
        beside = {
            "trunk_forward_deg": self.ahead_deg * lift,
            "trunk_lateral_deg": self.aside_deg * lift,
            "neck_rotation_deg": self.look_deg * lift,
        }
        if not elbow:
            beside |= {f"{side}_elbow_flexion_deg": np.full(len(lift), self.bent_deg) for side in ("left", "right")}
        for name, deg in beside.items():
            angles[name] = angles.get(name, np.zeros(len(lift))) + deg
        points = self._built(bodies(angles, self.height_m))
        still = {name: deg for name, deg in angles.items() if not name.startswith("neck_")}
        return points, looks(written.t_s, points, self.manner, self._built(bodies(still, self.height_m)))

    def _built(self, points: Array) -> Array:
        points = points.copy()
        neck = 0.5 * (points[:, Joint.left_shoulder] + points[:, Joint.right_shoulder])
        hips = 0.5 * (points[:, Joint.left_hip] + points[:, Joint.right_hip])
        up = (neck - hips) / np.linalg.norm(neck - hips, axis=1, keepdims=True)
        for side in ("left", "right"):
            shoulder = points[:, Joint[f"{side}_shoulder"]].copy()
            arm = points[:, Joint[f"{side}_elbow"]] - shoulder
            raised = 0.5 - 0.5 * (arm * -up).sum(axis=1, keepdims=True) / np.linalg.norm(arm, axis=1, keepdims=True)
            base = neck + self.wide * (shoulder - neck) + self.rise_m * raised * up
            for name in ("shoulder", "elbow", "wrist", "thumb", "index", "pinky"):
                joint = Joint[f"{side}_{name}"]
                points[:, joint] = base + self.arm * (points[:, joint] - shoulder)
        return points


def _lift(written: Score) -> Array:
    """(N,) 0 at rest, 1 at the top of the furthest effort."""
    away = np.maximum(abs(written.left_deg - written.left_deg[0]), abs(written.right_deg - written.right_deg[0]))
    return np.asarray(away / max(float(away.max()), 1e-6))


HEIGHTS_M = (1.52, 1.64, 1.76, 1.88)


def people(each: int, seed: int) -> list[Person]:
    """`each` people of every height, drawn from a seed: within what is usual, all of it at once."""
    draw = np.random.default_rng(seed)
    found = []
    for height in HEIGHTS_M:
        for _ in range(each):
            arm, wide = draw.uniform(0.95, 1.05), draw.uniform(0.93, 1.07)
            ahead, aside, look = draw.uniform(-5, 8), draw.uniform(-5, 5), draw.uniform(-25, 25)
            rise, bent = draw.uniform(0.0, 0.03), draw.uniform(0.0, 12.0)
            wrist = (draw.uniform(-15, 15), draw.uniform(-20, 20))
            grip = (draw.uniform(-0.02, 0.02), draw.uniform(-0.015, 0.015))
            manner = Manner(wrist, grip, draw.uniform(0.0, 0.6))
            found.append(Person(height, arm, wide, rise, ahead, aside, look, bent, manner))
    return found
