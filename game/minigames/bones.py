"""From the places of a body's joints to the rotation of each bone of a skinned person. Pure arithmetic.

A bundled person's bones rest without rotation, so a bone's rotation here is that of its segment from its rest
direction, in model axes (+Y up, face +Z, left +X), absolute and not relative to its parent. A direction alone leaves
the twist about it open: the trunk takes it from hips and shoulders, the head from ears and nose, a limb from the plane
of its bent elbow or knee, and, where that is too straight to tell, from the smallest turn that brings it there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from exercises.pose import Joint
from game.minigames.skeleton import BONES, INDEX, PARENT, rest_places

MODEL_FROM_ROOM = np.diag([-1.0, 1.0, -1.0])  # a half turn about the vertical: the room looks along -Z, people face +Z
_PLANE_CLEAR = math.radians(35.0)  # an elbow or knee bent this much shows its plane
_PLANE_HIDDEN = math.radians(14.0)  # and this little does not
_NOSE = np.array([0.0, -0.12, 1.0])  # from between the ears to the tip of the nose, head level
_TOE = np.array([0.0, -0.05, 1.0])  # from heel to toe, foot flat
_X, _Y, _Z = np.eye(3)


def cross(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """a x b of two (3,) vectors; numpy's own is ten times slower on single vectors."""
    return np.array([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]])


def unit(v: np.ndarray) -> np.ndarray:
    """v at length 1; NaN where it has no direction."""
    length = math.sqrt(float(v @ v))
    return v / length if length > 1e-9 else np.full(3, np.nan)


def frame(main: np.ndarray, near: np.ndarray) -> np.ndarray:
    """(3, 3) axes as columns: along `main`, then as near `near` as a right angle allows, then their cross product."""
    a = unit(main)
    b = unit(near - (near @ a) * a)
    out = np.empty((3, 3))
    out[:, 0], out[:, 1], out[:, 2] = a, b, cross(a, b)
    return out


def least_turn(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """(3, 3) the smallest rotation that carries unit vector a to unit vector b (about any level axis if opposite)."""
    axis, c = cross(a, b), float(a @ b)
    if c < -0.9999:
        return 2.0 * np.outer(_Z, _Z) - np.eye(3) if abs(a[2]) < 0.5 else 2.0 * np.outer(_X, _X) - np.eye(3)
    k = np.array([[0.0, -axis[2], axis[1]], [axis[2], 0.0, -axis[0]], [-axis[1], axis[0], 0.0]])
    return np.eye(3) + k + (k @ k) / (1.0 + c)


def about(axis: np.ndarray, angle_rad: float) -> np.ndarray:
    """(3, 3) rotation about a unit axis."""
    k = np.array([[0.0, -axis[2], axis[1]], [axis[2], 0.0, -axis[0]], [-axis[1], axis[0], 0.0]])
    return np.eye(3) + math.sin(angle_rad) * k + (1.0 - math.cos(angle_rad)) * (k @ k)


def half_way(a: np.ndarray, b: np.ndarray, share: float = 0.5) -> np.ndarray:
    """(3, 3) the rotation a share of the way from a to b; NaN stays NaN."""
    step = b @ a.T
    angle = math.acos(min(max((float(np.trace(step)) - 1.0) / 2.0, -1.0), 1.0)) if np.isfinite(step).all() else 0.0
    axis = np.array([step[2, 1] - step[1, 2], step[0, 2] - step[2, 0], step[1, 0] - step[0, 1]])
    return a if angle < 1e-6 or float(axis @ axis) < 1e-12 else about(unit(axis), angle * share) @ a


_HANGS_FROM = np.array([INDEX[PARENT[bone] or bone] for bone in BONES])
_WAY = np.eye(len(BONES))  # row by row, the bones on the way from the hips to each
for _bone, _parent in enumerate(_HANGS_FROM):
    _WAY[_bone] = np.maximum(_WAY[_bone], _WAY[_parent])


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """One person at rest: `places` (20, 3) metres, model axes, in the order of BONES."""

    body: str
    places: np.ndarray

    @classmethod
    def of(cls, body: str) -> Skeleton:
        return cls(body, rest_places(body))

    @property
    def steps(self) -> np.ndarray:
        """(20, 3) metres to each of BONES from the one that it hangs from."""
        return self.places - self.places[_HANGS_FROM]

    def at(self, bone: str) -> np.ndarray:
        return self.places[INDEX[bone]]

    def along(self, bone: str, child: str) -> np.ndarray:
        return self.at(child) - self.at(bone)


def rotations(skeleton: Skeleton, points: np.ndarray) -> np.ndarray:
    """(20, 3, 3) rotation of each of BONES, model axes, from (33, 3) room points in metres.

    A bone whose joints are NaN is NaN; without hips or shoulders everything that hangs from them is.
    """
    p = np.asarray(points, dtype=float) @ MODEL_FROM_ROOM.T
    out = np.full((len(BONES), 3, 3), np.nan)
    _trunk(out, skeleton, p)
    _head(out, p)
    for side in ("left", "right"):
        _arm(out, skeleton, p, side)
        _leg(out, skeleton, p, side)
    return out


def _trunk(out: np.ndarray, skeleton: Skeleton, p: np.ndarray) -> None:
    hip_line = p[Joint.left_hip] - p[Joint.right_hip]
    shoulder_line = p[Joint.left_shoulder] - p[Joint.right_shoulder]
    up = (p[Joint.left_shoulder] + p[Joint.right_shoulder] - p[Joint.left_hip] - p[Joint.right_hip]) / 2
    rest_up = skeleton.along("left_upper_leg", "left_upper_arm") * np.array([0.0, 1.0, 1.0])
    hips = frame(hip_line, up) @ frame(_X, rest_up).T
    top = frame(up, shoulder_line) @ frame(rest_up, _X).T  # a hiked shoulder must not tip the trunk: `up` leads
    out[INDEX["hips"]] = hips
    out[INDEX["spine"]] = half_way(hips, top)
    out[INDEX["chest"]] = out[INDEX["upper_chest"]] = top


def _head(out: np.ndarray, p: np.ndarray) -> None:
    chest = out[INDEX["upper_chest"]]
    ears = p[Joint.left_ear] - p[Joint.right_ear]
    nose = p[Joint.nose] - (p[Joint.left_ear] + p[Joint.right_ear]) / 2
    head = half_way(chest, frame(ears, nose) @ frame(_X, _NOSE).T, 0.75)  # a camera overstates a head's turn
    out[INDEX["head"]] = head
    out[INDEX["neck"]] = half_way(chest, head)


def _bent(
    parent: np.ndarray, rest: tuple[np.ndarray, np.ndarray, np.ndarray], upper: np.ndarray, lower: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Rotations of a limb's two bones; `rest`: their rest directions and the rest axis of the joint between them."""
    rest_upper, rest_lower, rest_axis = rest
    upper, lower = unit(upper), unit(lower)
    least = least_turn(parent @ unit(rest_upper), upper) @ parent
    axis = frame(upper, least @ rest_axis)[:, 1]
    seen = cross(upper, lower)
    bend = math.atan2(math.sqrt(float(seen @ seen)), float(upper @ lower)) if np.isfinite(lower).all() else 0.0
    sure = min(max((bend - _PLANE_HIDDEN) / (_PLANE_CLEAR - _PLANE_HIDDEN), 0.0), 1.0)
    if sure > 0.0:  # turn about the upper bone, so that half sure is half turned even where the two planes oppose
        plane = frame(upper, seen)[:, 1]
        turn = math.atan2(float(cross(axis, plane) @ upper), float(axis @ plane))
        axis = about(upper, turn * sure) @ axis
    first = frame(upper, axis) @ frame(rest_upper, rest_axis).T
    second = frame(lower, axis) @ frame(rest_lower, rest_axis).T
    return first, second


def _arm(out: np.ndarray, skeleton: Skeleton, p: np.ndarray, side: str) -> None:
    chest = out[INDEX["upper_chest"]]
    upper = p[Joint[f"{side}_elbow"]] - p[Joint[f"{side}_shoulder"]]
    lower = p[Joint[f"{side}_wrist"]] - p[Joint[f"{side}_elbow"]]
    if not (np.isfinite(upper).all() and np.isfinite(chest).all()):
        return
    rest_upper = skeleton.along(f"{side}_upper_arm", f"{side}_lower_arm")
    rest_lower = skeleton.along(f"{side}_lower_arm", f"{side}_hand")
    rest = (rest_upper, rest_lower, unit(cross(rest_upper, rest_lower)))
    first, second = _bent(chest, rest, upper, lower)
    raised = math.acos(min(max(float(-unit(upper) @ chest[:, 1]), -1.0), 1.0))
    hike = min(0.22 * max(raised - math.radians(45.0), 0.0), math.radians(25.0))  # the collar bone follows a raised arm
    out[INDEX[f"{side}_shoulder"]] = about(chest[:, 2], hike if side == "left" else -hike) @ chest
    out[INDEX[f"{side}_upper_arm"]] = first
    out[INDEX[f"{side}_lower_arm"]] = out[INDEX[f"{side}_hand"]] = second


def _leg(out: np.ndarray, skeleton: Skeleton, p: np.ndarray, side: str) -> None:
    hips = out[INDEX["hips"]]
    upper = p[Joint[f"{side}_knee"]] - p[Joint[f"{side}_hip"]]
    lower = p[Joint[f"{side}_ankle"]] - p[Joint[f"{side}_knee"]]
    if not (np.isfinite(upper).all() and np.isfinite(hips).all()):
        return
    rest_upper = skeleton.along(f"{side}_upper_leg", f"{side}_lower_leg")
    rest_lower = skeleton.along(f"{side}_lower_leg", f"{side}_foot")
    first, second = _bent(hips, (rest_upper, rest_lower, _X), upper, lower)  # a knee bends about the left-right axis
    out[INDEX[f"{side}_upper_leg"]], out[INDEX[f"{side}_lower_leg"]] = first, second
    toe = p[Joint[f"{side}_foot_index"]] - p[Joint[f"{side}_heel"]]
    foot = frame(toe, second[:, 0]) @ frame(_TOE, _X).T
    plausible = np.isfinite(foot).all() and float(unit(toe) @ second[:, 2]) > math.cos(math.radians(75.0))
    out[INDEX[f"{side}_foot"]] = foot if plausible else second


def joints(skeleton: Skeleton, turns: np.ndarray) -> np.ndarray:
    """(20, 3) metres, model axes: where each of BONES begins, by the person's own lengths, the hips where they rest.

    `turns` (20, 3, 3) as from `rotations`, all of them known.
    """
    return skeleton.at("hips") + _WAY @ (turns[_HANGS_FROM] @ skeleton.steps[:, :, None])[:, :, 0]


_HAND = np.linspace(0.0, 0.17, 5)[:, None]  # metres from the wrist to the finger tips
_THIGH_M, _KNEE_M, _HAND_M = 0.105, 0.075, 0.035  # of flesh round the bones
_OUTWARD_M = 0.05  # a hand in the very middle of a thigh is taken out sideways


def clear_of_thighs(skeleton: Skeleton, turns: np.ndarray) -> np.ndarray:
    """(20, 3, 3) `turns` with each arm turned about its shoulder, by no more than it takes, until the hand is beside
    the thigh and not in it: a patient's own lengths let a hand hang where this body has its leg.

    `turns` (20, 3, 3) as from `rotations`, all of them known.
    """
    out, at = turns.copy(), joints(skeleton, turns)
    for side, outward in (("left", _X), ("right", -_X)):
        arm = [INDEX[f"{side}_{part}"] for part in ("upper_arm", "lower_arm", "hand")]
        hip, knee = at[INDEX[f"{side}_upper_leg"]], at[INDEX[f"{side}_lower_leg"]]
        shoulder, elbow, wrist = at[arm]
        hand, thigh = wrist + _HAND * unit(wrist - elbow), knee - hip
        share = np.clip((hand - hip) @ thigh / (thigh @ thigh), 0.0, 1.0)[:, None]
        off = hand - hip - share * thigh
        inside = (_THIGH_M + (_KNEE_M - _THIGH_M) * share)[:, 0] + _HAND_M - np.sqrt((off * off).sum(axis=1))
        deepest = int(np.argmax(inside))
        if inside[deepest] > 0.0:
            away = unit(off[deepest] + _OUTWARD_M * (turns[INDEX["hips"]] @ outward))
            reach = hand[deepest] - shoulder
            out[arm] = least_turn(unit(reach), unit(reach + inside[deepest] * away)) @ out[arm]
    return out


def hips_shift(skeleton: Skeleton, at: np.ndarray) -> np.ndarray:
    """(3,) metres, model axes: how far the hips move from rest so that the lower foot stands where it rests.

    `at` (20, 3) as from `joints`. Found from the person's own leg lengths, so a squat sinks and a seated body
    comes down to its chair whatever the size of the patient. Level feet share the weight, so stepping has no jump.
    Sideways nothing is moved: the people stand wider at rest than patients do, and a lifted leg would push them aside.
    """
    left, right = at[_FEET]
    weight = 1.0 / (1.0 + math.exp(min(max((left[1] - right[1]) / 0.02, -50.0), 50.0)))
    shift_left, shift_right = skeleton.places[_FEET] - (left, right)
    shift = weight * shift_left + (1.0 - weight) * shift_right
    return shift * np.array([0.0, 1.0, 1.0])


_FEET = [INDEX["left_foot"], INDEX["right_foot"]]
_THICK_M = {  # from where a bone begins to the skin below it
    "hips": 0.11, "chest": 0.12, "upper_chest": 0.11, "head": 0.09, "lower_arm": 0.045, "hand": 0.035,
    "lower_leg": 0.06, "foot": 0.055,
}  # fmt: skip
_BELOW_M = np.array([_THICK_M.get(bone.removeprefix("left_").removeprefix("right_"), 0.0) for bone in BONES])


_MAT_M = 0.03  # how thick a mat is
_POINTS_DOWN = -0.25


def laid_shift(skeleton: Skeleton, at: np.ndarray) -> np.ndarray:
    """(3,) metres, model axes: how far the hips move from rest, straight down, so that whatever part of the body is
    lowest lies on its mat. `at` (20, 3) as from `joints`.
    """
    return np.array([0.0, _MAT_M - float((at[:, 1] - _BELOW_M).min()), 0.0])


def laid_flat(skeleton: Skeleton, turns: np.ndarray) -> np.ndarray:
    """(20, 3, 3) `turns` of who is on the floor, with the insteps and the palms on it: toes and fingers that point down
    would go through.

    `turns` (20, 3, 3) as from `rotations`, all of them known.
    """
    out = turns.copy()
    ahead = turns[INDEX["upper_chest"]] @ _Y * (1.0, 0.0, 1.0)
    for side in ("left", "right"):
        shin, foot, forearm, hand = (INDEX[f"{side}_{part}"] for part in ("lower_leg", "foot", "lower_arm", "hand"))
        toes = unit(turns[foot] @ _TOE)
        if toes[1] < _POINTS_DOWN:
            along = unit(turns[shin] @ skeleton.along(f"{side}_lower_leg", f"{side}_foot"))
            out[foot] = least_turn(toes, along) @ turns[foot]
        fingers = unit(turns[forearm] @ skeleton.along(f"{side}_lower_arm", f"{side}_hand"))
        if fingers[1] < _POINTS_DOWN and float(ahead @ ahead) > 0.1:
            out[hand] = least_turn(fingers, unit(ahead)) @ turns[hand]
    return out
