"""Birds that cross a world now and then: one at a time, far enough to be company and no event. Arrays only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from game.render.placing import placed, rows_of

_BEATS_HZ, _BEATS_S, _GLIDES_S = 2.6, 1.2, 2.2  # a few beats, then a glide
_SPREAD_DEG = 34.0


@dataclass(frozen=True, slots=True, eq=False)
class Flight:
    """A bird's way: from `start` to `end` (metres), once in `every_s` seconds, `takes_s` long, first after `first_s`;
    `rise_m` higher in the middle. `size` is its wingspan in metres.
    """

    start: tuple[float, float, float]
    end: tuple[float, float, float]
    every_s: float
    takes_s: float
    first_s: float
    rise_m: float
    size: float

    def rows(self, t_s: float) -> dict[str, np.ndarray]:
        """Instance rows of body and wings at a time in seconds; {} while none is in the air."""
        share = (t_s - self.first_s) % self.every_s / self.takes_s
        if t_s < self.first_s or share >= 1.0:
            return {}
        start, end = np.array(self.start), np.array(self.end)
        at = start + (end - start) * share
        at[1] += self.rise_m * np.sin(np.pi * share) + 0.25 * self.size * np.sin(2 * np.pi * t_s / 3.4)
        along = end - start
        turn = float(np.degrees(np.arctan2(-along[2], along[0])))
        body = placed(*at, turn_deg=turn, size=self.size)
        wings = [body @ _lifted(self._beat(t_s) * side) @ np.diag([1.0, 1.0, side, 1.0]) for side in (1.0, -1.0)]
        return {"bird": rows_of("bird", [body]), "wing": rows_of("wing", wings)}

    def _beat(self, t_s: float) -> float:
        """Degrees that the wings are lifted."""
        phase = t_s % (_BEATS_S + _GLIDES_S)
        beating = np.sin(np.pi * np.clip(phase / _BEATS_S, 0, 1)) ** 0.5 if phase < _BEATS_S else 0.0
        return float(9.0 + _SPREAD_DEG * beating * np.sin(2 * np.pi * _BEATS_HZ * phase))


def _lifted(degrees: float) -> np.ndarray:
    """(4, 4): a turn about the bird's length (x)."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turned = np.eye(4)
    turned[1:3, 1:3] = [[c, s], [-s, c]]
    return turned
