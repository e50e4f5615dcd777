"""What comes before a movement that is watched or timed: somebody is in place for a while, then three, two, one."""

from __future__ import annotations

from collections.abc import Callable

from game.drawlist import Anchor, Panel
from game.scenes.scene import sentence, ticks

SETTLED = ticks(1.0)  # a film must not lose its first lift here, so that is short
COUNTDOWN = ticks(3.0)
NUDGES = {"back": "step_back", "closer": "step_closer", "left": "arrow_left", "right": "arrow_right"}  # their pictures


class InPlace:
    """Whether somebody has been in place for SETTLED."""

    def __init__(self) -> None:
        self._held = 0

    def settled(self, ready: bool | None) -> bool:
        """Call once a tick: whether the newest pose is in place; None where none came: who was in place still is."""
        if ready is None:
            self._held += bool(self._held)
        else:
            self._held = self._held + 1 if ready else 0
        return self._held >= SETTLED


class Countdown:
    """Three, two, one; `left` are the ticks of it to come."""

    def __init__(self) -> None:
        self.left = COUNTDOWN

    def over(self, ring: Callable[[str], None]) -> bool:
        """Call once a tick: rings each number as it comes; True at the end."""
        self.left -= 1
        if self.left % (COUNTDOWN // 3) == COUNTDOWN // 3 - 1:
            ring(f"count_{number(self.left)}")
        return self.left <= 0


def number(left: int) -> int:
    """3, 2 or 1 while `left` ticks of a countdown are to come; 0: none are."""
    return -(-left * 3 // COUNTDOWN)


def counting(left: int, anchor: Anchor, height: float) -> Panel:
    """The number in a word."""
    return sentence("countdown", ("One", "Two", "Three")[number(left) - 1], anchor, height)
