"""Choosing without touching: a pointer over a button fills it, and after DWELL it is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from game.drawlist import Panel, button_rects
from game.scenes.scene import ticks

DWELL = ticks(1.2)
_SLACK = 0.015  # a hand that trembles at a button's edge has not left it


@dataclass(frozen=True, slots=True)
class Dwell:
    """`button` under the pointer since `held` ticks. `armed`: the pointer has been off all buttons since the last
    choice, so a hand that stays where it was does not answer the next question."""

    button: str | None = None
    held: int = 0
    armed: bool = True

    @property
    def share(self) -> float:
        return min(self.held / DWELL, 1.0)


def hit(panels: tuple[Panel, ...], at: tuple[float, float], slack: float = 0.0) -> str | None:
    """The button at a place of the view (0..1 from the left, 0..1 from the top), the topmost panel's first."""
    x, y = at
    for panel in reversed(panels):
        for id, (left, top, right, bottom) in button_rects(panel).items():
            if left - slack <= x <= right + slack and top - slack <= y <= bottom + slack:
                return id
    return None


def rest_on(state: Dwell, panels: tuple[Panel, ...], at: tuple[float, float] | None) -> tuple[Dwell, str | None]:
    """One tick. Returns the button that was chosen now, if any."""
    if at is None:
        return Dwell(), None
    over = hit(panels, at)
    if over is None and state.button is not None and hit(panels, at, _SLACK) == state.button:
        over = state.button
    if over is None:
        return Dwell(), None
    if not state.armed:
        return state, None
    held = state.held + 1 if over == state.button else 1
    if held >= DWELL:
        return Dwell(armed=False), over
    return Dwell(over, held), None
