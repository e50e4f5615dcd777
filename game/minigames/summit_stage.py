"""Where things stand in Summit: camera, rope and mast, the ring at the station, the mountain and its stations.

Room frame, metres, and spots as jetty.py has them. The cabin hangs below the rope: in its ring it stands at 62 % of the
picture's height.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from game.minigames.figure import one_leg_moves
from game.minigames.interface import Setup
from game.minigames.jetty import CAMERA_AT, Jetty
from game.minigames.motion import mix, place, through
from game.minigames.staging import View

CAR = 1.25  # scale of the cabin's mesh
CABIN_M = 1.02 * CAR  # from the rope down to the cabin's middle
RING_M = 0.98  # radius
PERCH_M = 0.42  # a lantern hangs so far under the rope
MAST = 1.1
BANDS = 12  # of mist

# of the rope, as the car travels: it comes from behind the figure, and goes over the mast
_ROPE = np.array(
    [(-1.06, 0.475, 15.0), (-0.36, 0.492, 10.5), (0.06, 0.595, 7.4), (0.34, 0.825, 8.4), (0.50, 0.968, 9.4)],
)
_FOOT, _TOP = 0.5, 0.75  # of the rope: the car's way in one rise
_STATION_M = 142.0  # ahead: lights of the mountain, before its face
_PEAK_ACROSS, _BASE_UP = 0.42, 0.440
# of the mountain's half width and its height: the way of its stations, from the valley to the hut
_CLIMB = np.array(
    [
        (-0.90, 0.08),
        (-0.72, 0.22),
        (-0.53, 0.34),
        (-0.37, 0.40),
        (-0.25, 0.54),
        (-0.15, 0.68),
        (-0.06, 0.85),
        (0.0, 0.995),
    ]
)


@dataclass(frozen=True, slots=True)
class Stage(Jetty):
    """The composition of one set."""

    dips: bool  # the movement goes down first: it fills the counterweight, and the way back lifts the car
    aside: bool  # a seated leg moves, which is seen only from the side

    @classmethod
    def of(cls, setup: Setup) -> Stage:
        aside = one_leg_moves(setup.exercise) and setup.exercise.position == "seated"
        return cls(-1.0 if setup.side == "left" else 1.0, setup.sense == "down", aside)

    @property
    def turn_deg(self) -> float:
        return 38.0 * self.out if self.aside else 0.0

    def on_rope(self, lift: float) -> np.ndarray:
        """(3,) metres: where the car hangs on the rope, 0 at the foot .. 1 at the station; below 0 on the way there."""
        return self.room(through(_ROPE, mix(_FOOT, _TOP, lift)))

    @property
    def rope(self) -> np.ndarray:
        """(N, 3) metres: the near rope, to the mast."""
        return _rope(self.out)

    @property
    def mast(self) -> np.ndarray:
        """(3,) metres: the mast's top."""
        return self.room(_ROPE[-1])

    @property
    def ring(self) -> np.ndarray:
        """(3,) metres: the ring's middle, where the cabin stands at the station."""
        return np.asarray(self.on_rope(1.0) - np.array([0.0, CABIN_M, 0.0]))

    def weight(self, lift: float) -> np.ndarray:
        """(3,) metres: the counterweight, high at the mast while the car is low."""
        return np.asarray(self.mast + np.array([self.out * 0.62, -1.25 - 2.5 * lift, 0.3]))

    def perch(self, index: int) -> np.ndarray:
        """(3,) metres: the index-th lantern of the short rises, hung on the rope below the foot."""
        share = 0.215 - 0.14 * ((index * 0.6180339887) % 1.0)
        return np.asarray(self.room(through(_ROPE, share)) - np.array([0.0, PERCH_M, 0.0]))

    # the mountain, that comes nearer over the evening: `near` 0 at first .. 1 at last

    def massif(self, near: float) -> np.ndarray:
        """(4, 4) room_from_item of the mountain."""
        ahead = _STATION_M + 30.0
        foot = self.room(np.array([_PEAK_ACROSS, _BASE_UP, ahead]))
        tall = self.room(np.array([_PEAK_ACROSS, _peak_up(near), ahead]))[1] - foot[1]
        wide = self.room(np.array([_PEAK_ACROSS + _half(near), _BASE_UP, ahead]))[0] - foot[0]
        return place(foot[0], foot[1], foot[2], (wide, tall, tall))

    def stations(self, shares: np.ndarray, near: float) -> np.ndarray:
        """(N, 3) metres: lights on the mountain, `shares` (N,) 0 in the valley .. 1 at the hut."""
        along = np.linspace(0.0, 1.0, len(_CLIMB))
        at = np.column_stack([np.interp(shares, along, _CLIMB[:, axis]) for axis in (0, 1)])
        return self.view.seen(np.column_stack([_on(at, near), np.full(len(at), _STATION_M)]))

    def station(self, share: float, near: float) -> np.ndarray:
        """(3,) metres: one of them."""
        return np.asarray(self.stations(np.array([share]), near)[0])

    @property
    def bank(self) -> np.ndarray:
        """(BANDS, N, 3) metres: bands of the mist that lies in the valley, before the mountain's foot."""
        return _bank(self.out)

    def hut(self, near: float) -> np.ndarray:
        """(4, 4) room_from_item of the hut on the summit."""
        x, y, z = self.room(np.append(_on(_CLIMB[-1:], near)[0], _STATION_M + 8.0))
        return place(x, y - 0.4, z, 2.8)

    def ride(self, start: np.ndarray, share: float, near: float, way: float) -> np.ndarray:
        """(3,) metres: the car on its way from `start` over the mast to the station at `share`, `way` 0..1 of it."""
        end = self.station(share, near)
        mast = self.mast
        knots = np.array([start, mast, mix(mast, end, 0.16), mix(mast, end, 0.52), end])
        return through(knots, way)

    def far_rope(self, share: float, near: float) -> np.ndarray:
        """(N, 3) metres: the rope from the mast to the station that is next."""
        end = self.station(share, near) + np.array([0.0, 1.0, 0.0])
        ways = np.linspace(0.0, 1.0, 20)[:, None] ** 2.0
        sag = np.array([0.0, 5.0, 0.0]) * ways * (1.0 - ways)
        return np.asarray(self.mast + (end - self.mast) * ways - sag)


def _peak_up(near: float) -> float:
    return mix(0.70, 0.87, near)


def _half(near: float) -> float:
    return mix(0.54, 0.68, near)


def _on(at: np.ndarray, near: float) -> np.ndarray:
    """(N, 2) across and up of (N, 2) places on the mountain."""
    return np.column_stack([_PEAK_ACROSS + at[:, 0] * _half(near), _BASE_UP + at[:, 1] * (_peak_up(near) - _BASE_UP)])


@lru_cache(maxsize=2)
def _rope(out: float) -> np.ndarray:
    return View(out, CAMERA_AT).seen(np.array([through(_ROPE, u) for u in np.linspace(0.0, 1.0, 41)]))


@lru_cache(maxsize=2)
def _bank(out: float) -> np.ndarray:
    way = np.linspace(-1.1, 1.1, 23)
    bands = []
    for k in range(BANDS):
        wave = 0.005 * np.sin(5.0 * way + 2.4 * k) + 0.003 * np.sin(11.0 * way - 1.7 * k)
        bands.append(View(out, CAMERA_AT).seen(np.column_stack([way, 0.442 + wave, np.full(len(way), 140.0)])))
    return np.stack(bands)
