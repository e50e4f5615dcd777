"""Where things stand in Lanterns: camera, ring, the lantern's way for each sense, and where lights come to rest.

Room frame, metres, on the jetty (jetty.py). The ring stands at 72 % of the picture's height whatever the angle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from exercises.definition import Sense
from game.minigames.interface import Setup
from game.minigames.jetty import CAMERA_AT, Jetty
from game.minigames.motion import ease, golden, mix

RING_AT = 0.72
_RING_AHEAD_M = 1.6  # in front of the figure
_RING_ACROSS = 0.22  # of the picture's height, from its middle to the open side
RING_RADIUS_M = 0.5
WATER_M = -0.45
LANTERN = 1.75  # scale of the lantern's mesh: 0.61 m tall, readable from across a room
HOUSES = 10
# Where the valley's windows are, metres, left to right (what render/valley.windows() gives; a test compares them)
WINDOWS = np.array(
    [
        *((-47.7, 2.5, -136.5), (-37.1, 2.8, -131.3), (-29.0, 2.2, -135.0), (-19.4, 2.4, -130.0), (-9.2, 2.9, -138.4)),
        *((9.7, 2.6, -131.6), (16.1, 2.3, -135.9), (27.6, 1.5, -130.7), (40.2, 4.1, -137.5), (50.6, 1.8, -133.0)),
    ]
)


@dataclass(frozen=True, slots=True)
class Stage(Jetty):
    """The composition of one set."""

    sense: Sense
    by_leg: bool
    position: str

    @classmethod
    def of(cls, setup: Setup, by_leg: bool) -> Stage:
        return cls(
            -1.0 if setup.side == "left" else 1.0,
            setup.sense if setup.sense in ("down", "out") else "up",
            by_leg,
            setup.exercise.position,
        )

    @property
    def ring(self) -> np.ndarray:
        return self.view.seen_at(RING_AT, _RING_ACROSS, CAMERA_AT[2] + _RING_AHEAD_M)

    def carried(self, progress: float) -> np.ndarray:
        """(3,) the lantern's centre on the way to the target: 0 at rest .. 1 at the target."""
        ring, p = self.ring, min(max(progress, 0.0), 1.08)
        if self.sense == "down":  # dipping brings it to the flame
            return mix(self.view.seen_at(0.44, 0.06, 5.9), self.wick + np.array([0.0, 0.62, 0.0]), p)
        if self.sense == "out":  # along the branch, under it
            start = np.array([self.out * -0.1, ring[1] - 0.12, ring[2]])
            return mix(start, ring, p)
        return mix(self.view.seen_at(0.335, 0.06, 6.2), ring, p)

    def released(self, climb: float) -> np.ndarray:
        """(3,) the lantern's centre while the thread is paid out: 0 where the target left it .. 1 at its end."""
        top = self.view.seen_at(0.93, _RING_ACROSS + 0.10, CAMERA_AT[2] + _RING_AHEAD_M + 1.6)
        if self.sense != "down":
            return mix(self.ring, top, ease(climb) * 0.6 + climb * 0.4)
        start = self.carried(1.0)  # standing lifts it out of the dip, through the ring, and on
        if climb < 0.7:
            return mix(start, self.ring, climb / 0.7)
        return mix(self.ring, top, (climb - 0.7) / 0.3)

    def house_order(self, key: float) -> tuple[int, ...]:
        """In which order the houses get their light: first one nobody stands before, last those behind the figure."""
        mixed = [int(i) for i in np.random.default_rng(int(key * 2**32)).permutation(HOUSES)]
        first, hidden = (2, (6, 7)) if self.out < 0 else (7, (3, 2))
        return (first, *(i for i in mixed if i != first and i not in hidden), *hidden)

    @property
    def turn_deg(self) -> float:
        """How far the figure is turned to its right: a seated leg is seen only from the side."""
        return 38.0 * self.out if self.by_leg and self.position == "seated" else 0.0

    @property
    def wick(self) -> np.ndarray:
        """(3,) the foot of the flame bowl that a squat dips to, at the edge of the jetty."""
        return np.array([self.out * 0.62, 0.0, -0.9])

    def sky_home(self, index: int, key: float) -> tuple[np.ndarray, float]:
        """Where the index-th light of the evening hangs at last, (3,), and its scale; `key` 0..1 varies evenings."""
        across, up = _sky_spot(index, key)
        return self.view.seen_at(up, across, 15.0 + 9.0 * golden(index, key, 0.5698402910)), 2.3

    def water_home(self, index: int, key: float) -> tuple[np.ndarray, float]:
        """Where the index-th light of the lake floats at last, (3,), and its scale."""
        share = golden(index, key, 0.5698402910)
        if index % 4 == 3:  # now and then one drifts to the figure's other side, farther out
            at = self.view.seen_at(0.3, -0.75 + 0.3 * golden(index, key), 20.0 + 8.0 * share)
        else:
            at = self.view.seen_at(
                0.3, -0.16 + 0.32 * golden(index, key), 10.5 + 13.0 * share
            )  # between figure and reeds
        return np.array([at[0], WATER_M, at[2]]), 1.9

    def far_home(self, index: int) -> np.ndarray:
        """(3,) where the index-th lantern of the other shore hangs when the valley answers."""
        across = -0.66 + 1.32 * (index + 0.5) / 10
        return self.view.seen_at(0.485 + 0.045 * math.sin(2.4 * index + 1.0), across, 112.0)

    @property
    def shimmer(self) -> np.ndarray:
        """(3,) where the lantern's light lies on the lake, as seen from the camera: under it, half way to the shore."""
        at = self.view.seen_at(0.27, _RING_ACROSS - 0.02, 22.0)
        return np.array([at[0], WATER_M + 0.01, at[2]])


@lru_cache(maxsize=512)
def _sky_spot(index: int, key: float) -> tuple[float, float]:
    """(across, up) of the sky's index-th light: spread evenly (Roberts' R2 sequence), clear of the ring."""
    spot = 0
    while True:
        across = -0.76 + 1.48 * golden(spot, key, 0.7548776662)
        up = 0.58 + 0.37 * golden(spot, key * 0.7 + 0.31, 0.5698402910)
        clear = abs(across - _RING_ACROSS) > 0.16 or abs(up - RING_AT) > 0.2
        if clear and index == 0:
            return across, up
        index -= clear
        spot += 1
