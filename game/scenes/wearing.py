"""The headset in an evening: whether it is on, for how long, where its wearer sits, and what they must be asked.

All in ticks and poses, so that a replay asks, pauses and ends as the evening did. Limits are safety.py's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from exercises import safety
from exercises.definition import Exercise
from exercises.pose import Array, Joint, Pose, Rigid
from exercises.routine import Routine
from game.scenes.opening import Headset, Opening
from game.scenes.scene import ticks

Stray = Literal["wandered", "risen"]
HEAD_OUT, HAND_OUT = ticks(0.5), ticks(0.3)  # so long out of its place, and it is no slip of the tracking
RISEN = ticks(0.3)
UPRIGHT = 0.77  # a worn head's crown points up within 40 degrees; a headset that lies on a table looks anywhere
FALLEN_SHARE, FALLEN = 0.5, ticks(1.0)  # a head this low against its seat, for so long: a fall
_HANDS = {"left": ("left",), "right": ("right",), "both": ("left", "right")}


@dataclass(frozen=True, slots=True)
class Seated:
    """Whether an exercise may begin in this seat, as placement.py says it of a place before the camera."""

    ready: bool
    say: str
    nudge: str | None = None


@dataclass(slots=True)
class Wearing:
    """Changed by the evening and its scenes, in the order of the ticks.

    on          it is on the head; off again for good once `over`
    ticks       for how long it was worn, breaks included
    seat        (3,) m: the head as the seat was taken; None before
    recentred   how often the room was asked to begin anew where the head is: whoever owns the source obeys
    rated, rested   `ticks` at the latest rating of dizziness and at the latest break
    ill         dizziness or nausea has ended an exercise: the screen from now on
    """

    how: Headset
    on: bool = False
    over: bool = False
    ticks: int = 0
    seat: Array | None = None
    recentred: int = 0
    rated: int = 0
    rested: int = 0
    ill: bool = False
    _is_out: dict[str, bool] = field(default_factory=dict)
    _out: dict[str, int] = field(default_factory=dict)  # ticks

    def put_on(self) -> None:
        self.on = True

    def take_off(self) -> None:
        self.on, self.over, self.seat = False, True, None

    @property
    def rating_due(self) -> bool:
        return self.ticks - self.rated >= ticks(safety.RATE_MIN * 60)

    @property
    def break_due(self) -> bool:
        return self.ticks - self.rested >= ticks(safety.BREAK_MIN * 60)

    @property
    def used_up(self) -> bool:
        return self.ticks >= ticks(safety.worn_at_most_min(self.how.sessions_before) * 60)

    def take_seat(self, head: Rigid) -> None:
        self.seat = np.array(head.position)
        self._is_out, self._out = {}, {}

    # Where the wearer is ----------------------------------------------------------------------------------------------

    def watch(self, pose: Pose | None, fresh: Sequence[Pose]) -> None:
        """One tick. Between two poses it is as the first said; a head that is not seen is not out of its seat."""
        if not self.on:
            return
        self.ticks += 1
        if self.seat is None or pose is None:
            return
        if fresh:
            self._is_out = _out(self.seat, pose)
        self._out = {what: self._out.get(what, 0) + 1 if out else 0 for what, out in self._is_out.items()}

    @property
    def stray(self) -> Stray | None:
        """Out of the seat now: stood up, or moved or reached out of the place that was kept free."""
        if self._out.get("risen", 0) >= RISEN:
            return "risen"
        if self._out.get("head", 0) >= HEAD_OUT or self._out.get("hand", 0) >= HAND_OUT:
            return "wandered"
        return None

    @property
    def back(self) -> bool:
        """In the seat, as far as is seen."""
        return not any(self._is_out.values())

    @property
    def fallen(self) -> bool:
        return self._out.get("low", 0) >= FALLEN


def _out(seat: Array, pose: Pose) -> dict[str, bool]:
    """Which of the limits the pose is beyond; nothing for a head that is not seen."""
    if pose.head is None:
        return {}
    away = np.asarray(pose.head.position) - seat
    hands = [hand.position - seat for hand in (pose.left_hand, pose.right_hand) if hand is not None]
    return {
        "head": bool(np.hypot(away[0], away[2]) > safety.STRAYS_M),
        "risen": bool(away[1] > safety.RISES_M),
        "low": bool(pose.head.position[1] < FALLEN_SHARE * seat[1]),
        "hand": any(bool(np.hypot(hand[0], hand[2]) > safety.REACHES_M) for hand in hands),
    }


def wearing_of(routine: Routine, opening: Opening) -> Wearing | None:
    """The headset of an evening, where one is asked for and something may be done in it: an exercise or a test."""
    how = opening.headset
    if how is None:
        return None
    if not any(asked.exercise.id in how.exercises for asked in routine.prescriptions) and not worn_tests(routine):
        return None
    return Wearing(how)


def worn_tests(routine: Routine) -> tuple[int, ...]:
    """The indices of the functional tests that a therapist wants done in a headset."""
    return () if routine.unprescribed else tuple(i for i, test in enumerate(routine.tests) if test.worn)


def upright(pose: Pose | None) -> bool:
    """Whether a head is seen that is held as heads are."""
    if pose is None or pose.head is None:
        return False
    x, _, z, _ = (float(v) for v in pose.head.rotation)
    return 1.0 - 2.0 * (x * x + z * z) >= UPRIGHT  # the up part of the head's own up


def hands_low(pose: Pose, below_m: float = 0.35) -> bool:
    """Whether the hands that are seen lie as on somebody's knees; a hand that is not seen asks for nothing."""
    assert pose.head is not None
    hands = [hand for hand in (pose.left_hand, pose.right_hand) if hand is not None]
    return all(float(pose.head.position[1] - hand.position[1]) >= below_m for hand in hands)


def missing_hands(pose: Pose | None, exercise: Exercise, sides: str) -> tuple[str, ...]:
    """The hands that an exercise works with and that are not seen."""
    if Joint.left_wrist not in exercise.needs or pose is None:
        return ()
    return tuple(side for side in _HANDS[sides] if getattr(pose, f"{side}_hand") is None)


def seated(pose: Pose | None, exercise: Exercise, sides: str) -> Seated:
    """What to do so that `exercise` can begin in the headset."""
    if not upright(pose):
        return Seated(False, "Sit back and look ahead.")
    missing = missing_hands(pose, exercise, sides)
    if missing:
        return Seated(False, hand_away(missing))
    return Seated(True, "Good. Stay there.")


def hand_away(missing: tuple[str, ...]) -> str:
    if len(missing) > 1:
        return "Take both controllers, or hold up both hands."
    return f"Take the {missing[0]} controller, or hold up your {missing[0]} hand."


def still(places: Sequence[Array], within_m: float = 0.03) -> bool:
    """Whether a head kept so still, over all of `places` (3,) m."""
    return bool(np.ptp(np.array(places), axis=0).max() <= within_m)
