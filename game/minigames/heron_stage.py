"""Where things stand in Heron: camera, the chair to hold, the light at the feet, the way the heron comes.

Room frame, metres. `out` is +1 where the moving side is the right one (the heron comes on the right of the picture),
else -1: the whole composition is mirrored, never the figure.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from game.minigames.beach import RUN_UP_M, sand_y, waterline_z
from game.minigames.figure import room_from_person
from game.minigames.interface import Setup
from game.minigames.motion import place, through
from game.minigames.staging import View

RUN_UP = 0.45 * RUN_UP_M  # how far the water comes up to the player here
RING_M = 1.15
PRINT_M = 0.42  # from one print of a foot to the next
_CAMERA_AT = (0.86, 1.06, 5.0)  # to the open side, up, behind
_COACH_AT, _COACH_BEFORE = (-1.32, -0.20), (-1.05, -2.6)  # beside a figure that is watched; before an eye
_TURN_DEG = 38.0
_SAMPLES = 240
# The way, for the right: along the shallows, about, and up the wet sand to the log.
_WAY = np.array(
    [
        (5.0, -9.0),
        (3.7, -9.3),
        (2.2, -8.7),
        (1.2, -7.5),
        (1.2, -6.3),
        (1.95, -5.4),
        (1.95, -4.3),
        (1.6, -3.3),
        (1.3, -2.4),
    ]
)


@dataclass(frozen=True)
class Stage:
    """The composition of one set: figure and chair to one side, the heron's way up the middle, the count beside it."""

    out: float
    position: str
    by_leg: bool
    within: bool = False  # seen from the player's own place

    @classmethod
    def of(cls, setup: Setup, by_leg: bool) -> Stage:
        return cls(-1.0 if setup.side == "left" else 1.0, setup.exercise.position, by_leg)

    @property
    def view(self) -> View:
        return View(self.out, _CAMERA_AT)

    @property
    def turn_deg(self) -> float:
        """How far the figure is turned to its right: a seated leg is seen only from the side."""
        return _TURN_DEG * self.out if self.by_leg and self.position == "seated" else 0.0

    @property
    def player(self) -> np.ndarray:
        return room_from_person(turn_deg=self.turn_deg)

    @property
    def coach(self) -> np.ndarray:
        aside, behind = _COACH_BEFORE if self.within else _COACH_AT
        return room_from_person(self.out * aside, behind, self.turn_deg)

    @property
    def chair(self) -> np.ndarray:
        """room_from_item of the chair to hold: its back within reach, on the side that does not move."""
        return place(-self.out * 0.60, 0.0, -0.12, 1.06, -self.out * math.pi / 2)

    @property
    def log(self) -> np.ndarray:
        """room_from_item of the driftwood behind it, toward the sea."""
        turn = 0.25 if self.out > 0 else math.pi - 0.25
        return place(-self.out * 3.1, -0.04, -3.0, (1.0, 0.92, 1.0), turn)

    @property
    def feet(self) -> np.ndarray:
        """(3,) where the player's light lies at rest."""
        return np.array([self.out * 0.62, 0.0, -1.9])

    @cached_property
    def _line(self) -> tuple[np.ndarray, np.ndarray]:
        points = np.array([through(_WAY, share) for share in np.linspace(0.0, 1.0, _SAMPLES)])
        length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
        return points * np.array([self.out, 1.0]), length

    @property
    def length_m(self) -> float:
        return float(self._line[1][-1])

    def way(self, metres: float) -> np.ndarray:
        """(3,) on the ground, so far along the way."""
        points, length = self._line
        x, z = (float(np.interp(metres, length, points[:, k])) for k in (0, 1))
        return np.array([x, sand_y(z - waterline_z(x)), z])

    @cached_property
    def prints(self) -> tuple[np.ndarray, np.ndarray]:
        """((N,) metres along the way, (N, 4, 4) room_from_item) of the prints of its feet, left and right in turn."""
        metres = np.arange(0.5 * PRINT_M, self.length_m, PRINT_M)
        matrices = []
        for k, at in enumerate(metres):
            turn = self.ahead(at)
            x, y, z = self.way(at)
            side = 0.09 if k % 2 else -0.09
            matrices.append(place(x + side * math.sin(turn), y + 0.02, z + side * math.cos(turn), 1.9, turn))
        return metres, np.array(matrices)

    def ahead(self, metres: float) -> float:
        """Radians a bird that goes on from there is turned, as motion.place turns what looks along +X."""
        x, _, z = self.way(min(metres + 0.25, self.length_m)) - self.way(
            max(min(metres, self.length_m - 0.1) - 0.15, 0.0)
        )
        return math.atan2(-z, x)

    @property
    def aside(self) -> float:
        """Radians: seen from the side, looking toward the figure and a little toward who watches."""
        return math.atan2(-0.35, -self.out)
