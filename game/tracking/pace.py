"""Film time that follows a clock only while somebody watches."""

from __future__ import annotations

from collections.abc import Callable


class Pace:
    """How far a paced film or recording may go. It stands still while it is not polled, and while nothing is ready."""

    _LONGEST_S = 0.1  # a longer pause between two polls is a pause, not a slow frame

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._before, self._film_s = clock, clock(), 0.0

    def until(self, ready: bool) -> float:
        """Film seconds that are due now."""
        now = self._clock()
        if ready:
            self._film_s += min(now - self._before, self._LONGEST_S)
        self._before = now
        return self._film_s
