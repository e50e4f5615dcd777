"""How often a frame is drawn where the display does not decide it."""

from __future__ import annotations

import time
from collections.abc import Callable

_LATE_FRAMES = 2.0  # a frame late by less is caught up on; after a longer stall the beat starts anew


class Pacing:
    """A steady beat: `wait` returns when the next frame is due. A late frame does not move the ones after it."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._due = self._since = clock()

    def wait(self, frames_a_second: float) -> float:
        """Sleeps until the next beat; the seconds since the last call."""
        step = 1 / frames_a_second
        now = self._clock()
        if now < self._due:
            self._sleep(self._due - now)
            now = self._clock()
        self._due = max(self._due, now - _LATE_FRAMES * step) + step
        passed, self._since = now - self._since, now
        return passed
