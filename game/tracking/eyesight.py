"""What is wrong with the pictures a camera gives: they stand still, they are black, or they come too seldom."""

from __future__ import annotations

from collections import deque
from typing import Literal

import numpy as np

Ailment = Literal["frozen", "dark"]

FROZEN_S = 2.0  # a sensor's noise changes some pixel of every picture, so the very same one for so long is a driver's
DARK_S = 1.0  # cameras begin with a black picture or two
DARKEST = 20  # of 255: a lens behind its cover shows less in 99 of 100 pixels; a room by a night light shows more
STEP = 16  # every so many pixels, across and down, are looked at
SLOW_FPS = 12.0
SLOW_S = 5.0  # for as long as this, after as long a start


class Eyesight:
    """Fed every picture in order."""

    def __init__(self) -> None:
        self._before: np.ndarray | None = None
        self._same_since_s = self._light_s = 0.0
        self._times: deque[float] = deque()
        self._began_s: float | None = None

    def ails(self, t_s: float, picture: np.ndarray) -> Ailment | None:
        """What is wrong at `t_s` with a BGR picture (H, W, 3) uint8 and those before it; None: nothing."""
        if self._began_s is None:
            self._began_s = self._light_s = t_s
        sample = picture[::STEP, ::STEP].copy()
        if self._before is None or not np.array_equal(sample, self._before):
            self._before, self._same_since_s = sample, t_s
        if np.quantile(sample, 0.99) >= DARKEST:
            self._light_s = t_s
        self._times.append(t_s)
        while self._times[0] < t_s - SLOW_S:
            self._times.popleft()
        if t_s - self._light_s >= DARK_S:
            return "dark"
        return "frozen" if t_s - self._same_since_s >= FROZEN_S else None

    def slow_fps(self) -> float | None:
        """Pictures a second over the last SLOW_S where they are fewer than SLOW_FPS, else None."""
        if self._began_s is None or self._times[-1] - self._began_s < 2 * SLOW_S:
            return None
        fps = (len(self._times) - 1) / max(self._times[-1] - self._times[0], SLOW_S / 2)
        return fps if fps < SLOW_FPS else None
