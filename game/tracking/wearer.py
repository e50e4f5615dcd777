"""Who wears the headset: a body from a head and two hands, with how sure each joint is.

A head is known to millimetres, a hand nearly so. The rest hangs from them: the seat and where the head rested say how
the trunk leans, what head and both hands turn by together is the trunk's turn, and arms follow (arms.py). Legs are not
known at all. A hand that is lost is lost (NaN), and so is its elbow; without a head there is no body.

Segment lengths are shares of body height (Winter, after Drillis and Contini 1966), as everywhere in Upswing.
"""

from __future__ import annotations

import math
from collections import deque
from typing import NamedTuple

import numpy as np

from exercises.pose import Array, Joint, Pose, Rigid
from game.openxr.data import HAND_JOINTS, SIDES, Hand, Looked, Side
from game.openxr.room import after, apply, heading_deg, matrix
from game.tracking.arms import Arm, Reached, elbow, hanging, height_from, stretched

USUAL_HEIGHT_M = 1.68  # until the arms have told, or somebody has
HEIGHTS_M = (1.35, 2.05)
TRUNK, SHOULDER_HALF, HIP_HALF = 0.288, 0.129, 0.0955
NECK_TO_EYES = np.array([0.0, 0.125, -0.05])  # from between the shoulders, in the head's axes
NECK_M = (
    0.07  # share of height up to which the neck may bend above the shoulders: from the seventh vertebra to the skull
)
GRIP_TO_WRIST_M = 0.085  # from the middle of a fist to the wrist, against where the fingers' knuckles point
# Places in the head's axes, from between the eyes, shares of height: a face as the synthetic bodies have it
FACE = {
    Joint.nose: (0.0, -0.02, -0.01),
    Joint.left_eye_inner: (-0.01, 0.0, -0.002),
    Joint.left_eye: (-0.018, 0.0, 0.0),
    Joint.left_eye_outer: (-0.027, 0.0, 0.005),
    Joint.right_eye_inner: (0.01, 0.0, -0.002),
    Joint.right_eye: (0.018, 0.0, 0.0),
    Joint.right_eye_outer: (0.027, 0.0, 0.005),
    Joint.left_ear: (-0.044, -0.013, 0.05),
    Joint.right_ear: (0.044, -0.013, 0.05),
    Joint.mouth_left: (-0.015, -0.043, 0.0),
    Joint.mouth_right: (0.015, -0.043, 0.0),
}
# How sure: what is seen, what hangs from it, what is worked out. Not probabilities: an order, all of it above the half
# from which on a joint counts as seen, and below 1 whatever no sensor saw.
SURE = {"face": 1.0, "wrist": 0.95, "shoulder": 0.7, "elbow": 0.6, "hip": 0.55}
INFERRED = 0.4  # a place that the runtime merely guesses, and all that hangs from it
INFERRED_S = 0.5  # a guess older than this is not believed at all
HEAD_LOST_S = 0.5
STILL_S, STILL_M, STILL_DEG = 1.0, 0.03, 6.0  # a head that keeps so still for so long is at rest
LEVEL_DEG = 15.0  # how far from level a head at rest may look up or down
AZIMUTH_M = 0.08  # a hand nearer to the axis of the trunk says nothing of its turn
AHEAD_DEG = 10.0  # a head that faces no further aside than this looks ahead
ABREAST_M = 0.2  # hands at rest are so nearly of one height; an arm that is held up is not
TURN_TAU_S = 0.08
OWN_DEG = 3.0  # hands that rest stray so far by themselves, a centimetre or two: below it no turn is told

PROVIDES = frozenset(
    {*FACE, *(Joint[f"{side}_{name}"] for side in SIDES for name in ("shoulder", "elbow", "wrist", "hip"))}
)
_UP = np.array([0.0, 1.0, 0.0])
_FACE_JOINTS, _FACE_PLACES = list(FACE), np.array(list(FACE.values()))


class Held(NamedTuple):
    """A hand as it is used: its Rigid (grip's axes: -Y along the fingers' knuckles, -Z to the thumb), where its wrist
    is, whether the runtime guesses.
    """

    rigid: Rigid
    wrist: Array
    inferred: bool


class _Rest(NamedTuple):
    """Where between the shoulders was, (3,) m, and which way the body faced, while it sat still and looked ahead."""

    neck: Array
    heading_deg: float


class Wearer:
    """Gives a Pose for every look, in the room of the looks.

    height_m   the body's, where somebody has said it; otherwise it is learned from straight arms
    Until `freeze` the posture at rest is taken anew from every still second; `thaw` begins that again. Where the hands
    rest is taken from every second in which they and the head keep still, all through: hands move from the lap to the
    armrests. Never from moving ones: an arm that is lifted is nowhere at rest, nor does a head that follows it turn the
    trunk. Arms are learned all along: they are stretched in the calibration's lifts, or hang.
    """

    def __init__(self, height_m: float | None = None) -> None:
        self._told_m = height_m
        self._learned_m = math.nan
        self._tall = {side: Reached() for side in SIDES}
        self._arms = {side: Arm() for side in SIDES}
        self._rest: _Rest | None = None
        self._frozen = False
        self._still = _Still()
        self._at_rest = _Still()
        self._azimuths: dict[Side, float] = {}
        self._turn_deg = 0.0
        self._seen_s: dict[str, float] = {}  # when head and hands were last seen, and not inferred
        self._last_s = math.nan

    @property
    def height_m(self) -> float:
        """Body height: told, learned, or the usual."""
        if self._told_m is not None:
            return self._told_m
        return USUAL_HEIGHT_M if math.isnan(self._learned_m) else self._learned_m

    def arm_m(self, side: Side) -> float:
        """Length of an arm from shoulder to wrist, as it is reckoned with."""
        return self._arms[side].long_m(self.height_m)

    def freeze(self) -> None:
        self._frozen = self._rest is not None

    def thaw(self) -> None:
        self._frozen = False
        self._still.clear()

    def moved(self, room_from_previous: Rigid | None) -> None:
        """The room lies elsewhere now: carry along what was known of places, or forget it where nobody knows how."""
        self._still.clear()
        self._at_rest.clear()
        self._azimuths.clear()
        if room_from_previous is None or self._rest is None:
            self._rest, self._frozen = None, False
            return
        turned = heading_deg(room_from_previous.rotation) or 0.0
        self._rest = _Rest(apply(room_from_previous, self._rest.neck), self._rest.heading_deg + turned)

    # --- a look

    def pose(self, looked: Looked, t_s: float) -> Pose:
        """The body at one look; `t_s` is the pose's own time. Looks come in order."""
        points, sure = np.full((len(Joint), 3), np.nan), np.zeros(len(Joint))
        hands = {side: self._held(side, hand, t_s) for side, hand in zip(SIDES, looked.hands, strict=True)}
        head = self._head(looked, t_s)
        for side, held in hands.items():
            if held is not None:
                points[Joint[f"{side}_wrist"]] = held.wrist
                sure[Joint[f"{side}_wrist"]] = INFERRED if held.inferred else SURE["wrist"]
        if head is not None:
            self._body(points, sure, head, hands, t_s, inferred=not looked.head_tracked)
        self._last_s = t_s
        left, right = (None if held is None else held.rigid for held in hands.values())
        return Pose(t_s, points, sure, head=head, left_hand=left, right_hand=right)

    def _head(self, looked: Looked, t_s: float) -> Rigid | None:
        head = looked.head
        if head is None or not _proper(head) or not self._believed("head", looked.head_tracked, t_s, HEAD_LOST_S):
            return None
        return head

    def _held(self, side: Side, hand: Hand, t_s: float) -> Held | None:
        held = held_by(side, hand)
        if held is None or not self._believed(side, not held.inferred, t_s, INFERRED_S):
            return None
        return held

    def _believed(self, what: str, seen: bool, t_s: float, for_s: float) -> bool:
        """Whether a place counts: it is seen, or was a moment ago."""
        if seen:
            self._seen_s[what] = t_s
        return t_s - self._seen_s.get(what, -math.inf) <= for_s

    def _body(
        self, points: Array, sure: Array, head: Rigid, hands: dict[Side, Held | None], t_s: float, inferred: bool
    ) -> None:
        tall = self.height_m
        points[_FACE_JOINTS] = apply(head, tall * _FACE_PLACES)
        below = head.position - tall * (matrix(head.rotation) @ NECK_TO_EYES)
        self._settle(t_s, head, below)
        rest = self._rest or _Rest(below, heading_deg(head.rotation) or 0.0)
        neck = _neck(head, below, rest.neck, tall)
        seat = rest.neck - tall * TRUNK * _UP
        trunk = neck - seat
        trunk = trunk / max(float(np.sqrt(trunk @ trunk)), 1e-6)
        turn = self._turned(t_s, head, hands, neck, rest.heading_deg)
        hip_line, shoulder_line = _rightward(rest.heading_deg), _across(_rightward(rest.heading_deg + turn), trunk)
        hips = neck - tall * TRUNK * trunk
        for side, out in (("left", -1.0), ("right", 1.0)):
            points[Joint[f"{side}_hip"]] = hips + out * HIP_HALF * tall * hip_line
            points[Joint[f"{side}_shoulder"]] = neck + out * SHOULDER_HALF * tall * shoulder_line
        for side, out in zip(SIDES, (-1.0, 1.0), strict=True):
            held = hands[side]
            if held is not None:
                shoulder = points[Joint[f"{side}_shoulder"]]
                points[Joint[f"{side}_elbow"]] = self._elbow(t_s, side, held, shoulder, head, out * shoulder_line)
        sure[_FACE_JOINTS] = INFERRED if inferred else SURE["face"]
        for side in SIDES:
            for name in ("shoulder", "elbow", "hip"):
                joint = Joint[f"{side}_{name}"]
                held = hands[side]
                guessed = inferred or (name == "elbow" and held is not None and held.inferred)
                if name != "elbow" or np.isfinite(points[joint, 0]):
                    sure[joint] = INFERRED if guessed else SURE[name]

    def _elbow(self, t_s: float, side: Side, held: Held, shoulder: Array, head: Rigid, outward: Array) -> Array:
        turned = matrix(held.rigid.rotation)
        tall = self.height_m
        if not held.inferred:
            self._grow(t_s, side, held, shoulder, head)
            self._arms[side] = stretched(self._arms[side], t_s, shoulder, held.wrist, turned, tall)
        along = turned @ np.asarray(self._arms[side].habit)
        ahead = np.cross(_UP, outward) * (1.0 if side == "right" else -1.0)
        return elbow(shoulder, held.wrist, along, self.arm_m(side), hanging(outward, ahead))

    def _grow(self, t_s: float, side: Side, held: Held, shoulder: Array, head: Rigid) -> None:
        """Learn how tall the body is from an arm that is straight."""
        if self._told_m is not None or (self._frozen and not math.isnan(self._learned_m)):
            return
        along = matrix(held.rigid.rotation) @ np.asarray(self._arms[side].habit)
        hangs = (shoulder - head.position) / self.height_m
        height = height_from(held.wrist - head.position, hangs, along)
        if math.isnan(height):
            self._tall[side] = Reached()
            return
        self._tall[side] = self._tall[side].then(t_s, height)
        least = min(self._tall[side].least, HEIGHTS_M[1])
        if least > HEIGHTS_M[0] and not least <= self._learned_m:
            self._learned_m = least
            self._arms = {one: arm._replace(length_m=math.nan) for one, arm in self._arms.items()}

    def _settle(self, t_s: float, head: Rigid, below: Array) -> None:
        """Take the posture at rest from a still second, looking ahead; the first look is better than none."""
        heading = heading_deg(head.rotation)
        if self._frozen or heading is None:
            return
        ahead = -matrix(head.rotation)[:, 2]
        if self._rest is None:
            self._rest = _Rest(below, heading)
        if abs(math.degrees(math.asin(max(-1.0, min(1.0, float(ahead[1])))))) > LEVEL_DEG:
            self._still.clear()
            return
        if self._still.then(t_s, below, ahead):
            place, way = self._still.mean()
            self._rest = _Rest(place, _azimuth_deg(way))

    def _turned(self, t_s: float, head: Rigid, hands: dict[Side, Held | None], neck: Array, heading: float) -> float:
        """How far the trunk is turned to the left: what head and both hands have turned by together, else nothing.

        A head turns by itself to look, a hand goes about by itself to reach, and two hands go apart or together;
        a trunk takes all three along. The hands' turns count from where both last rested at once.
        """
        faces = heading_deg(head.rotation)
        turn = None if faces is None else _wrapped(faces - heading)
        dt = t_s - self._last_s
        self._rested(t_s, head, hands, neck, looks_ahead=turn is not None and abs(turn) < AHEAD_DEG)
        turns = [turn]
        for side, held in hands.items():
            way = None if held is None else held.wrist - neck
            if way is None or math.hypot(way[0], way[2]) < AZIMUTH_M:
                turns.append(None)
                continue
            azimuth = _azimuth_deg(way)
            turns.append(_wrapped(azimuth - self._azimuths.setdefault(side, azimuth)))
        found = [t for t in turns if t is not None]
        together = len(found) == 3 and (min(found) > 0.0 or max(found) < 0.0)
        goal = min(found, key=abs) if together else 0.0
        goal *= goal**4 / (goal**4 + OWN_DEG**4)
        share = 1.0 - math.exp(-dt / TURN_TAU_S) if 0.0 < dt < 0.5 else 1.0
        self._turn_deg += share * (goal - self._turn_deg)
        return self._turn_deg

    def _rested(self, t_s: float, head: Rigid, hands: dict[Side, Held | None], neck: Array, looks_ahead: bool) -> None:
        """Take where the hands rest from a second in which both and the head kept still, the head looking ahead."""
        wrists = [held.wrist for held in hands.values() if held is not None and not held.inferred]
        if not looks_ahead or len(wrists) < 2 or abs(wrists[0][1] - wrists[1][1]) > ABREAST_M:
            self._at_rest.clear()
            return
        if not self._at_rest.then(t_s, np.concatenate(wrists), -matrix(head.rotation)[:, 2]):
            return
        places, _ = self._at_rest.mean()
        for side, place in zip(hands, places.reshape(2, 3), strict=True):
            way = place - neck
            if math.hypot(way[0], way[2]) >= AZIMUTH_M:
                self._azimuths[side] = _azimuth_deg(way)


class _Still:
    """The last second of places, (3 n,) m, and of a direction, (3,); whether all of it kept still."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, Array, Array]] = deque()

    def clear(self) -> None:
        self._seen.clear()

    def then(self, t_s: float, place: Array, way: Array) -> bool:
        self._seen.append((t_s, place, way))
        while self._seen[0][0] < t_s - STILL_S - 0.05:
            self._seen.popleft()
        if t_s - self._seen[0][0] < STILL_S:
            return False
        places = np.array([place for _, place, _ in self._seen])
        ways = np.array([way for _, _, way in self._seen])
        turned = math.sin(math.radians(STILL_DEG))
        return bool(np.ptp(places, axis=0).max() < STILL_M and np.ptp(ways, axis=0).max() < turned)

    def mean(self) -> tuple[Array, Array]:
        """Of the places and of the direction; only after `then`."""
        places, ways = [seen[1] for seen in self._seen], [seen[2] for seen in self._seen]
        return np.mean(places, axis=0), np.mean(ways, axis=0)


def held_by(side: Side, hand: Hand) -> Held | None:
    """A hand from its controller, or else from its fingers; None where neither is known."""
    joints = hand.joints
    fingers = None
    if joints is not None:
        wrist, palm = HAND_JOINTS.index("wrist"), HAND_JOINTS.index("palm")
        if np.isfinite(joints.position[[wrist, palm]]).all() and np.isfinite(joints.rotation[[wrist, palm]]).all():
            turned = Rigid(joints.position[palm], _grip_from_palm(side, joints.rotation[palm]))
            fingers = Held(turned, np.array(joints.position[wrist]), not joints.tracked)
    if hand.grip is None or not _proper(hand.grip):
        return fingers
    if fingers is not None and not hand.tracked and not fingers.inferred:
        return fingers
    return Held(hand.grip, apply(hand.grip, (0.0, GRIP_TO_WRIST_M, 0.0)), not hand.tracked)


def _grip_from_palm(side: Side, rotation: Array) -> Array:
    """A palm's rotation (-Z to the fingers, +Y out of the back of the hand) in the axes of a grip (OpenXR's standard
    poses: X out of the back of the right hand and out of the palm of the left, -Z to the thumb), as a quaternion.
    """
    turn = (0.5, 0.5, 0.5, 0.5) if side == "right" else (0.5, -0.5, -0.5, 0.5)
    return after(rotation, turn)


def _proper(rigid: Rigid) -> bool:
    """Whether this is a place at all: finite, and turned by a unit quaternion. A tracker that has lost what it tracks
    says zeros.
    """
    rotation = np.asarray(rigid.rotation, dtype=np.float64)
    return bool(np.isfinite(rigid.position).all() and abs(float(rotation @ rotation) - 1.0) < 0.05)


def _neck(head: Rigid, below: Array, rest: Array, tall: float) -> Array:
    """(3,) between the shoulders. A neck bends somewhere between the seventh vertebra and the skull, and nobody can
    see where: of all places it is there that the trunk moves least from its rest.

    `below` is the place for a neck that bends at the shoulders; one that bends higher leaves them further back.
    """
    way = matrix(head.rotation)[:, 1] - _UP
    size = float(way @ way)
    if size < 1e-9:
        return below
    high = float(-((below - rest) @ way)) / size
    return np.asarray(below + min(max(high, 0.0), NECK_M * tall) * way)


def _azimuth_deg(way: Array) -> float:
    """Which way this points in the level: 0 ahead (-Z), to the left positive."""
    return math.degrees(math.atan2(-way[0], -way[2]))


def _rightward(heading: float) -> Array:
    turn = math.radians(heading)
    return np.array([math.cos(turn), 0.0, -math.sin(turn)])


def _across(line: Array, axis: Array) -> Array:
    """`line` made square to a unit `axis`, a unit vector."""
    found = line - (line @ axis) * axis
    return np.asarray(found / max(float(np.sqrt(found @ found)), 1e-6))


def _wrapped(deg: float) -> float:
    return (deg + 180.0) % 360.0 - 180.0
