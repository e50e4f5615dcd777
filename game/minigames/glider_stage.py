"""Where things stand in Glider: camera, the shaft of warm air, the ways of the glider, rings, and where lights stay.

Room frame, metres, and spots as jetty.py has them. So the top of the shaft is at 69 % of the picture's height whatever
the angle.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from game.minigames.interface import Setup
from game.minigames.jetty import CAMERA_AT, Jetty
from game.minigames.motion import golden, mix, through
from game.minigames.staging import LAKE_M, View

RING_M = 1.02  # radius
BELL = 0.34  # scale of the bell that hangs in a ring
BELL_AT = np.array([0.0, RING_M - 0.5 * BELL, 0.0])  # from the ring's middle
_SHAFT_FOOT_M = 0.65  # the warm air begins so high: over the water, and all of it goes with the glider in a headset
SPAN_M = 2.0  # of the glider, from tip to tip
RINGS = 3  # that wait in sight

_LOW = np.array([0.16, 0.435, 7.0])
_TOP = np.array([0.25, 0.69, 7.0])
_SLOPE = 0.22  # along a slope the wind carries outward: how far, where an arm goes out
# where the first rings wait, the nearest first; the last is where they come from
_ROUTE = np.array([(0.53, 0.70, 10.5), (0.70, 0.605, 19.0), (0.785, 0.54, 34.0), (0.825, 0.49, 60.0)])
RING_AT = 0.25  # of a high soar: the ring is passed
# of a soar, after where it began: a bend through the ring, a long turn over the lake, and home
_HIGH = np.array(
    [
        (0.38, 0.740, 8.6),
        (0.53, 0.700, 10.5),
        (0.55, 0.720, 12.4),
        (0.40, 0.765, 13.6),
        (0.18, 0.745, 13.2),
        (0.03, 0.635, 11.4),
        (0.04, 0.490, 8.8),
    ]
)
_GAINED = np.array([0.0, 0.012, 0.0, 0.02, 0.045, 0.06, 0.06, 0.02])  # higher, where the arm was lowered slowly
_SKIM = np.array(
    [
        (0.08, 0.345, 8.8),
        (0.02, 0.28, 12.0),
        (0.06, 0.243, 15.0),
        (0.15, 0.255, 15.5),
        (0.20, 0.33, 13.0),
        (0.18, 0.41, 9.4),
    ]
)
SKIM_AT = 0.44  # of a low glide: it is nearest to its mirror image
# the string of lights, from above the player into the distance, toward the sea
_STRING = np.array(
    [
        (0.82, 0.925, 12.0),
        (0.42, 0.895, 13.0),
        (-0.02, 0.865, 16.0),
        (-0.40, 0.79, 22.0),
        (-0.64, 0.675, 36.0),
        (-0.77, 0.565, 64.0),
        (-0.84, 0.455, 118.0),
    ]
)
_HOME = np.array([(0.34, 0.70, 9.0), (0.30, 0.79, 12.0), (0.0, 0.80, 16.0), (-0.36, 0.73, 24.0), (-0.62, 0.62, 44.0)])


@dataclass(frozen=True, slots=True)
class Stage(Jetty):
    """The composition of one set."""

    slope: bool  # the arm goes out rather than up
    ahead: bool  # and goes ahead, where it would be hidden from behind

    @classmethod
    def of(cls, setup: Setup) -> Stage:
        ahead = setup.exercise.phases[0].plane != "frontal"
        return cls(-1.0 if setup.side == "left" else 1.0, setup.sense != "up", ahead)

    @property
    def turn_deg(self) -> float:
        return 30.0 * self.out if self.ahead else 0.0

    @property
    def top(self) -> np.ndarray:
        """(3,) metres: where the warm air has carried the glider at the target."""
        return self.room(self.carried(1.0))

    def carried(self, part: float) -> np.ndarray:
        """The spot on the way up in the warm air: 0 at rest .. 1 at the target."""
        low = _LOW - np.array([_SLOPE if self.slope else 0.0, 0.0, 0.0])
        return mix(low, _TOP, min(max(part, 0.0), 1.05))

    def high(self, start: np.ndarray, share: float, gained: float) -> np.ndarray:
        """The spot on a high soar from `start`, 0..1 of it; `gained` 0..1 by slow lowering."""
        lift = np.zeros((len(_GAINED) + 1, 3))
        lift[: len(_GAINED), 1] = gained * _GAINED
        return through(np.vstack([start, _HIGH, self.carried(0.0)]) + lift, share)

    def skim(self, start: np.ndarray, share: float) -> np.ndarray:
        """The spot on a low glide over the water from `start`, 0..1 of it."""
        return through(np.vstack([start, _SKIM, self.carried(0.0)]), share)

    def home(self, start: np.ndarray, share: float) -> np.ndarray:
        """The spot on the last flight of the evening: along the string of lights and away."""
        return through(np.vstack([start, _HOME, _STRING[-1]]), share)

    def ring(self, place: float) -> np.ndarray:
        """(3,) metres: where the ring waits that is `place` 0 next .. RINGS last and far away."""
        return self.room(through(_ROUTE, place / RINGS))

    def strung(self, share: float) -> tuple[np.ndarray, float]:
        """((3,) metres, scale) of the light at `share` 0..1 of the string: each part hangs between the lights."""
        return _strung(self.out, share)

    def afloat(self, index: int, key: float) -> np.ndarray:
        """(3,) metres: where the index-th light of the lake floats at last."""
        across = -0.10 + 0.62 * golden(index, key)
        ahead = 14.0 + 16.0 * golden(index, key, 0.5698402910)
        at = self.view.seen_at(0.3, across, ahead)
        return np.array([at[0], LAKE_M, at[2]])

    def string(self, share: float) -> np.ndarray:
        """(N, 3) metres: the string that the bells hang from, up to `share` of it."""
        whole = _string(self.out)
        return whole[: max(2, round(share * len(whole)))]

    def air(self, share: np.ndarray, across: np.ndarray, sway: float) -> np.ndarray:
        """(..., 3) metres: places in the warm air, `share` (...) 0 at its foot .. 1 above the target, `across` (..., 2)
        to the right and toward the viewer, within 1 of its middle. What is at one height sways alike, by `sway` rad:
        so ways up never cross."""
        foot, top = _shaft(self)
        at = foot + (top - foot) * share[..., None]
        at[..., 0] = foot[0] + (top[0] - foot[0]) * share * share * (3.0 - 2.0 * share)
        wide = air_wide_m(share)
        at[..., 0] += wide * (across[..., 0] + 0.30 * np.sin(5.0 * share - sway))
        at[..., 2] += wide * across[..., 1]
        return np.asarray(at)


def air_wide_m(share: np.ndarray) -> np.ndarray:
    """How far the warm air reaches to either side, metres: it opens as it rises, `share` 0..1 of its way."""
    return 0.40 + 0.45 * share


@lru_cache(maxsize=8)
def _shaft(stage: Stage) -> tuple[np.ndarray, np.ndarray]:
    """(3,), (3,) metres: the middle of the warm air at its foot and at its top."""
    foot = stage.room(stage.carried(0.0))
    foot[1] = _SHAFT_FOOT_M
    return foot, stage.top + np.array([0.0, 0.45, 0.0])


@lru_cache(maxsize=256)
def _strung(out: float, share: float) -> tuple[np.ndarray, float]:
    spot = through(_STRING, share)
    at = View(out, CAMERA_AT).seen(spot)
    at.flags.writeable = False
    return at, 0.46 + 0.021 * float(spot[2])


@lru_cache(maxsize=2)
def _string(out: float) -> np.ndarray:
    spots = np.array([through(_STRING, u) for u in np.linspace(0.0, 1.0, 61)])
    return np.asarray(View(out, CAMERA_AT).seen(spots) + np.array([0.0, 0.30, 0.0]))
