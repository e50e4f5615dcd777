"""A headset as a source of poses: head and hands from the one OpenXR session, the rest of the body from wearer.py."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

import numpy as np

from exercises.pose import Array, Pose, unseen
from game.openxr.data import SIDES, Inbox, Looked, Side
from game.tracking.source import Closing, Notice, NoticeKind
from game.tracking.wearer import PROVIDES, Wearer, held_by

LOOKS_A_SECOND = 72
_PERIOD_S = 1 / LOOKS_A_SECOND
_BACK_S = 0.05  # how far back a runtime must be able to say where things were (OpenXR 1.0, 2.15)
_MEMORY_S, _MEMORY_M = 1.0, 0.03  # further back it is believed if it places the last look where it was seen then
_UNSEEN_EVERY_S = 0.1  # while there is no headset, this often a pose says that nobody is seen
_HEAD_LOST_S = 2.0
_HAND_LOST_S = 1.0
_NOT_SEEN = "The headset does not know where it is. Please look around the room slowly."
_SEEN = "The headset knows where it is again."
_HAND = "Your {side} hand is not seen. Hold it before you, or press a button on its controller."
_GONE = {
    "focus_lost": "Another program or the headset's own menu is in front.",
    "stopped": "The headset was taken off.",
    "ended": "The headset has closed the program.",
}


class Session(Protocol):
    """What is needed of game.openxr's session, so that a script or a recording can stand in for it."""

    @property
    def lost(self) -> str | None: ...
    @property
    def headset(self) -> str: ...
    def inbox(self) -> Inbox: ...
    def poll(self) -> None: ...
    def look(self, t_s: float | None = None) -> Looked | None: ...
    def recentre(self, eye_height_m: float | None = None) -> bool: ...
    def close(self) -> None: ...


class Headset(Closing):
    """A live PoseSource and a context manager, in one thread with whoever draws: `poll` never waits.

    session      game.openxr's; `close` leaves it open, since a renderer may use it too, unless it is `owns`ed
    height_m     the wearer's body height, where it is known; otherwise learned from their straight arms
    Poses come 72 times a second of session time whatever the loop does; a loop that stalls is caught up with for as
    long as a runtime remembers (a second at most), so that the top of a lift is not lost in a gap. Times are seconds
    since it was built, the places those of the times.
    The room is laid out once, below the head as soon as that is seen; `recentre` does it again, and so does the player
    with the headset's own button. `rooms` counts how often it has begun anew.
    Notices: `headset_lost` and `headset_found` (the runtime, its connection or the head's place; taken off; another
    program in front), `hand_lost` and `hand_found` (a hand that was there is not seen, or its controller sleeps), each
    with a sentence that says what to do. A headset never ends by itself: what is lost may come back (`adopt`).
    """

    provides = PROVIDES
    lockstep = False
    ended = False

    def __init__(
        self,
        session: Session,
        height_m: float | None = None,
        *,
        owns: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.session, self._owns = session, owns
        self.wearer = Wearer(height_m)
        self._clock = clock
        self._inbox = session.inbox()
        self._began = self._due = clock()
        self._notices: list[Notice] = []
        self._latest: Looked | None = None
        self._lost: str | None = None  # why there is nothing to see; None: there is
        self._centred = False
        self.rooms = 0
        self._head_s = self._began
        self._hand_s: dict[Side, float] = {}  # when a hand was last there, if it ever was
        self._missed: set[Side] = set()
        self._said_s = -1.0
        self._closed = False

    def poll(self) -> tuple[Pose, ...]:
        if self._closed:
            return ()
        self.session.poll()
        self._hear()
        now = self._clock()
        if self.session.lost is not None:
            return self._nothing(now)
        if self._due < now - _BACK_S and not self._remembered(now):
            self._due = now - _BACK_S
        poses: list[Pose] = []
        while self._due <= now:
            pose = self._look(self._due)
            self._due += _PERIOD_S
            if pose is None:
                return (*poses, *self._nothing(now))
            poses.append(pose)
        return tuple(poses)

    def notices(self) -> tuple[Notice, ...]:
        notices, self._notices = tuple(self._notices), []
        return notices

    def recentre(self, eye_height_m: float | None = None) -> bool:
        """Lay the room out anew: its origin on the floor below the head, -Z where the head faces, rest and heading of
        the body from now on. False where the head is not seen or looks straight up or down; then nothing has moved.
        """
        centred = self.session.recentre(eye_height_m)
        if centred:
            self._centred = True
            self._hear()
            self.wearer.moved(None)
        return centred

    def freeze(self) -> None:
        """From now on the posture at rest stays as it is: called when calibration begins."""
        self.wearer.freeze()

    def thaw(self) -> None:
        """Learn the posture at rest anew: called when the patient has moved their chair."""
        self.wearer.thaw()

    def adopt(self, session: Session) -> None:
        """Go on with another session, opened after the old one was lost; the room is laid out anew."""
        self.session, self._inbox = session, session.inbox()
        self._latest, self._centred = None, False
        self._find(self._clock(), "The headset is back.")

    def close(self) -> None:
        self._closed = True
        if self._owns:
            self.session.close()

    # --- looking

    def _remembered(self, now: float) -> bool:
        """Whether the runtime knows what was between the latest look and now. One that keeps nothing says of every time
        where things are now, or guesses backwards.
        """
        before = self._latest
        if before is None or now - before.t_s > _MEMORY_S:
            return False
        again = self.session.look(before.t_s)
        return again is not None and _alike(before, again)

    def _look(self, at: float) -> Pose | None:
        looked = self.session.look(at)
        if looked is None:
            return None
        self._latest = looked
        pose = self.wearer.pose(looked, at - self._began)
        if not self._centred and pose.head is not None and looked.head_tracked and self.session.recentre():
            self._centred = True
            self._hear()
            self.wearer.moved(None)
            self._latest = self.session.look(at) or looked  # as the new room has it
            pose = self.wearer.pose(self._latest, at - self._began)
        if pose.head is not None:
            self._head_s = at
            if self._lost == _NOT_SEEN:
                self._find(at, _SEEN)
        elif self._lost is None and at - self._head_s > _HEAD_LOST_S:
            self._lose(at, _NOT_SEEN)  # what is known to be away is not found again by a head that is seen
        if self._lost is None:
            self._watch_hands(at, pose)
        return pose

    def _watch_hands(self, at: float, pose: Pose) -> None:
        for side, hand in zip(SIDES, (pose.left_hand, pose.right_hand), strict=True):
            if hand is not None:
                self._hand_s[side] = at
                if side in self._missed:
                    self._missed.discard(side)
                    self._tell(at, "hand_found", f"Your {side} hand is back.")
            elif side not in self._missed and at - self._hand_s.get(side, at) > _HAND_LOST_S:
                self._missed.add(side)
                self._tell(at, "hand_lost", _HAND.format(side=side))

    def _nothing(self, now: float) -> tuple[Pose, ...]:
        if now - self._said_s < _UNSEEN_EVERY_S:
            return ()
        self._said_s = now
        return (unseen(now - self._began),)

    # --- what the session tells

    def _hear(self) -> None:
        for told in self._inbox.notices():
            match told.kind:
                case "lost":
                    self._lose(told.t_s, told.say)
                case "focus_lost" | "stopped" | "ended":
                    self._lose(told.t_s, _GONE[told.kind])
                case "focus_gained":
                    self._find(told.t_s, "The headset is back.")
                case "recentred":
                    self._centred = True
                    self.rooms += 1
                    self.wearer.moved(told.room_from_previous)
                case _:
                    pass  # a sleeping controller is a hand that is not seen, and told as that

    def _lose(self, at: float, say: str) -> None:
        if self._lost != say:
            if self._lost is None:
                self._tell(at, "headset_lost", say)
            self._lost = say

    def _find(self, at: float, say: str) -> None:
        if self._lost is not None:
            self._lost = None
            self._tell(at, "headset_found", say)

    def _tell(self, at: float, kind: NoticeKind, say: str) -> None:
        self._notices.append(Notice(at - self._began, kind, say))


def _alike(one: Looked, other: Looked) -> bool:
    """Whether head and hands are in the same places, as far as both looks know them."""
    return all(
        (a is None and b is None) or (a is not None and b is not None and bool(np.linalg.norm(a - b) < _MEMORY_M))
        for a, b in zip(_places(one), _places(other), strict=True)
    )


def _places(looked: Looked) -> tuple[Array | None, Array | None, Array | None]:
    """(3,) m of the head and of either hand's wrist."""
    left, right = (held_by(side, hand) for side, hand in zip(SIDES, looked.hands, strict=True))
    return (
        None if looked.head is None else looked.head.position,
        None if left is None else left.wrist,
        None if right is None else right.wrist,
    )
