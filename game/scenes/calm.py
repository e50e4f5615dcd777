"""A passage without an exercise: a game runs for some minutes, nothing is counted, and it can be ended at any time.

Nobody has to be seen, and keeping still is the point: of the rules that watch over movement only the fall holds. A key,
a click or a hand on the chest pauses as everywhere, and there "Enough" ends it; a button that is always there would be
pressed by a hand that only drifts.
"""

from __future__ import annotations

import numpy as np

from game.scenes.evening import Evening
from game.scenes.play import LONGEST_ENDING, setup_of, step_game
from game.scenes.scene import OVER, Scene, ticks

SETTLED = ticks(2.0)
DEMONSTRATED = ticks(24.0)  # a demonstration shows two waves of it


class Calm(Scene):
    """Runs the game of the present passage for its minutes, then its ending."""

    name = "calm"

    def __init__(self) -> None:
        super().__init__()
        self._ending = 0
        self._went = 0  # ticks it ran, pauses left out
        self._watching = True

    @property
    def watching(self) -> bool:  # type: ignore[override]
        return self._watching and not self._ending

    def enter(self, evening: Evening) -> None:
        self._watching = not evening.demo  # a film of lifts has nothing to show here
        evening.game = evening.make_game(evening.prescription)
        evening.game.start(setup_of(evening))

    def step(self, evening: Evening) -> Scene | None:
        game = evening.game
        assert game is not None
        step_game(evening)
        self._went += 1
        if self._went == SETTLED and not np.isfinite(evening.hips_m):
            evening.take_place()  # what a fall is told by
        if not self._ending and self._went >= ticks(evening.prescription.minutes * 60.0):
            self._finish(evening)
        if self._ending:
            self._ending += 1
            if game.finished() or self._ending > LONGEST_ENDING:
                return OVER
        return None

    def _finish(self, evening: Evening) -> None:
        assert evening.game is not None
        self._ending = 1
        evening.game.finish()
        self._told(evening)

    def _told(self, evening: Evening) -> None:
        evening.answer("calm_s", round(self._went / ticks(1.0)))

    def choose(self, evening: Evening, button: str) -> Scene | None:
        if not self._ending:
            self._finish(evening)
        return None

    def broken_off(self, evening: Evening, away: bool) -> None:
        if not self._ending:
            self._told(evening)

    def demonstrated(self, evening: Evening) -> str | None:
        return "enough" if self._went >= DEMONSTRATED else None
