"""A passage without an exercise: a game runs for some minutes, nothing is counted, and it can be ended at any time.

Nobody has to be seen, and keeping still is the point: of the rules that watch over movement only the fall holds. A key,
a click or a hand on the chest pauses as everywhere, and there "Enough" ends it; a button that is always there would be
pressed by a hand that only drifts.

In a demonstration, whose films hold lifts only, somebody made up sits there and lets a hand drift with every wave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from exercises import synthetic
from exercises.pose import Joint, Pose
from exercises.scripts import SEAT
from game.scenes.evening import Evening
from game.scenes.play import LONGEST_ENDING, setup_of, step_game
from game.scenes.scene import OVER, Scene, ticks

SETTLED = ticks(2.0)
SHOWN_EVERY = 4  # ticks from one pose to the next of who sits there in a demonstration
SHOWN_DEG = 30.0  # how far the arm drifts out


class Calm(Scene):
    """Runs the game of the present passage for its minutes, then its ending."""

    name = "calm"

    def __init__(self) -> None:
        super().__init__()
        self._ending = 0
        self._went = 0  # ticks it ran, pauses left out
        self._watching = True
        self._shown: Sequence[Pose] = ()  # one wave of a demonstration, played again and again

    @property
    def watching(self) -> bool:  # type: ignore[override]
        return self._watching and not self._ending

    def enter(self, evening: Evening) -> None:
        self._watching = not evening.demo  # a film of lifts has nothing to show here
        evening.game = evening.make_game(evening.prescription)
        evening.game.start(setup_of(evening))
        if evening.demo:
            self._shown = drifting(sum(evening.prescription.breath_s))

    def step(self, evening: Evening) -> Scene | None:
        game = evening.game
        assert game is not None
        step_game(evening, self._seen(evening))
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

    def _seen(self, evening: Evening) -> Pose | None:
        """Who is before the camera; in a demonstration the one who is made up."""
        if not self._shown:
            return evening.pose
        return replace(self._shown[self._went // SHOWN_EVERY % len(self._shown)], t_s=evening.t_s)

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


def drifting(wave_s: float) -> tuple[Pose, ...]:
    """Poses of somebody seated whose right arm drifts out with a wave, and back, one for every SHOWN_EVERY ticks."""
    t_s = np.arange(ticks(wave_s) // SHOWN_EVERY) * SHOWN_EVERY / ticks(1.0)
    still = {f"{side}_{name}": np.full(len(t_s), deg) for side in ("left", "right") for name, deg in SEAT.items()}
    out = SHOWN_DEG * np.sin(np.pi * t_s / wave_s) ** 2
    seen = np.ones(len(Joint))
    points = synthetic.bodies(still | {"right_shoulder_abduction_deg": 8.0 + out})
    return tuple(Pose(float(t), p, seen) for t, p in zip(t_s, points, strict=True))
