"""A session's hands: where they are, what they press, whether they are awake. Import only after `loading.load()`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import xr

from game.openxr.data import SIDES, Button, Hand, NoticeKind, Press, Side
from game.openxr.inputs import Actions, Fingers
from game.openxr.runtime import Runtime

if TYPE_CHECKING:
    from game.openxr.session import Session

# A button is down above the first and up below the second, so that a trembling finger presses once.
DOWN_AT, UP_AT = 0.6, 0.4
BUTTONS: tuple[Button, ...] = ("trigger", "squeeze", "menu")


class Hands:
    """Buttons as of the last `sync`; places at whatever time is asked for."""

    def __init__(self, session: Session, runtime: Runtime, profiles: Sequence[str] | None) -> None:
        self._session = session
        self.actions = Actions(runtime, session.handle, profiles)
        self.fingers = Fingers(runtime, session.handle)
        self._values: dict[tuple[Side, Button], float] = {}
        self._down: set[tuple[Side, Button]] = set()
        self._awake: set[Side] = set()

    def sync(self) -> None:
        """In focus: reads the buttons. Out of it: whatever was held has been let go."""
        now = time.monotonic()
        if not self._session.focused:
            for side, button in sorted(self._down):
                self._press(now, side, button, False)
            return
        self._session.call(self.actions.sync)
        for side in SIDES:
            self._wake(side, bool(self._session.call(self.actions.active, side)))
            for button in BUTTONS:
                value = self._values[side, button] = self._session.call(self.actions.value, button, side)
                was = (side, button) in self._down
                down = value > (UP_AT if was else DOWN_AT)
                if down != was:
                    self._press(now, side, button, down)

    def _wake(self, side: Side, awake: bool) -> None:
        if awake == (side in self._awake):
            return
        (self._awake.add if awake else self._awake.discard)(side)
        kind: NoticeKind = "hand_found" if awake else "hand_lost"
        self._session.tell(kind, f"The {side} controller {'is there' if awake else 'is asleep or away'}.", side=side)

    def _press(self, t_s: float, side: Side, button: Button, down: bool) -> None:
        (self._down.add if down else self._down.discard)((side, button))
        self._session.deliver(Press(t_s, side, button, down))

    def look(self, side: Side, xr_time: int) -> Hand:
        session = self._session
        grip, tracked = session.locate(self.actions.spaces["grip", side], xr_time)
        aim, _ = session.locate(self.actions.spaces["aim", side], xr_time)
        joints = session.call(self.fingers.look, side, session.space, xr_time, session.room_from_space(xr_time))
        if not session.focused or side not in self._awake:
            return Hand(grip, aim, tracked, joints=joints)
        trigger, squeeze, menu = (self._values[side, button] for button in BUTTONS)
        return Hand(grip, aim, tracked, True, trigger, squeeze, menu > 0.5, joints)

    def close(self) -> None:
        for tracker in self.fingers.trackers:
            self._session.let_go(xr.destroy_hand_tracker_ext, tracker)
