"""Which of a headset's display rates is held: the best one first, the next lower where frames are missed."""

from __future__ import annotations

from collections.abc import Sequence

_WATCHED_S = 3.0
_MISSED = 0.1  # this share of frames not there in time: the rate is too high
_PAUSE_S = 0.5  # longer without a frame, and the headset was off the head, not late
_SOFTWARE_HZ = 60.0


class Rates:
    """`wanted` is the rate to ask for now, None where the display offers no choice.

    On software GL that is the lowest that is no slower than 60 a second. A rate that was given up is not tried again:
    going to and fro would be seen.
    """

    def __init__(self, offered: Sequence[float], software: bool) -> None:
        self._left = sorted({rate for rate in offered if rate > 0})
        if software:
            fast = [rate for rate in self._left if rate >= _SOFTWARE_HZ]
            self._left = fast[:1] or self._left[-1:]
        self._frames = self._missed = 0
        self._since_s: float | None = None
        self._last_s = 0.0

    @property
    def wanted(self) -> float | None:
        return self._left[-1] if self._left else None

    def shown(self, t_s: float, period_s: float) -> bool:
        """A frame is shown at `t_s`, one being due every `period_s`; whether `wanted` is another one now."""
        if self._since_s is None or t_s - self._last_s > _PAUSE_S:
            self._since_s, self._last_s = t_s, t_s
            self._frames = self._missed = 0
            return False
        self._frames += 1
        self._missed += max(0, round((t_s - self._last_s) / period_s) - 1) if period_s > 0 else 0
        self._last_s = t_s
        if t_s - self._since_s < _WATCHED_S:
            return False
        too_fast = self._missed > _MISSED * (self._frames + self._missed)
        self._frames, self._missed, self._since_s = 0, 0, t_s
        if too_fast and len(self._left) > 1:
            self._left.pop()
            return True
        return False
