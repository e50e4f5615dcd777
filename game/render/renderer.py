"""The door that pictures go out by."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from game.drawlist import DrawList
from game.intents import Intent


class RenderError(Exception):
    """Nothing can be drawn here: one sentence that says what is missing and what helps."""


class Renderer(Protocol):
    software: bool  # whether the processor draws, so that tracking must be left room

    def wait(self) -> float:
        """Pace the loop (vsync, a cap, or nothing); the seconds since the last call."""

    def show(self, before: DrawList, after: DrawList, alpha: float) -> None: ...

    def intents(self) -> tuple[Intent, ...]:
        """What keys, clicks and pointers asked since the last call; () where there is no window."""

    def picture(self) -> np.ndarray | None:
        """(H, W, 3) uint8 of what was last shown, or None where nothing is drawn."""

    def still(self, drawlist: DrawList, width: int, height: int) -> np.ndarray | None:
        """(height, width, 3) uint8 of a list as a window shows it, drawn apart from what is shown; None as above.

        Takes seconds where the processor draws. Raises RenderError where there is no room for it.
        """

    def close(self) -> None: ...
