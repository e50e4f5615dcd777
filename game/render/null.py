"""A Renderer that draws nothing: for runs in which only the numbers matter."""

from __future__ import annotations

import time

import numpy as np

from game.drawlist import DrawList
from game.intents import Intent


class Null:
    software = False

    def __init__(self) -> None:
        self._since = time.monotonic()

    def wait(self) -> float:
        """Does not wait; the seconds since the last call."""
        now = time.monotonic()
        passed, self._since = now - self._since, now
        return passed

    def show(self, before: DrawList, after: DrawList, alpha: float) -> None:
        pass

    def intents(self) -> tuple[Intent, ...]:
        return ()

    def picture(self) -> np.ndarray | None:
        return None

    def still(self, drawlist: DrawList, width: int, height: int) -> np.ndarray | None:
        return None

    def close(self) -> None:
        pass
