"""Where things stand in River: the raft's two oars, the lanes of light on the water, and what drifts by.

Room frame, metres; the raft's deck is at y = 0, the water at y = -0.45, and the current runs to -z. Nothing here moves
the player: the banks go by slowly, far out on either side.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from exercises.measures import Side
from game.minigames.figure import room_from_person
from game.minigames.motion import GOLDEN, mix
from game.minigames.staging import View

WATER_M = -0.45
RING_M = 0.52
HOUSES = 10
FLOW_M_S = 0.28  # how fast the banks go by: slower than one strolls
_BANK_FROM, _BANK_TO = -66.0, 6.0  # metres: where what drifts by comes from and goes to
_OAR_M = 4.6  # from rowlock to the blade's end
_DIPPED_DEG, _RAISED_DEG = -16.6, 20.0


@dataclass(frozen=True, slots=True)
class Stage:
    """The composition of one set. `within`: seen from the player's own place, the oars lie where one looks."""

    out: float  # +1 where the open side is the right one, else -1; 0 where both are at work
    seated: bool
    within: bool = False

    @property
    def view(self) -> View:
        return View(self.out or 1.0, (0.42 if self.out else 0.0, 1.2 if self.seated else 1.3, 4.9))

    def worn(self) -> Stage:
        return replace(self, within=True)

    @property
    def player(self) -> np.ndarray:
        return room_from_person()

    @property
    def coach(self) -> np.ndarray:
        """Ahead on the raft, to the side where nobody works; where both do, to the left."""
        return room_from_person(-0.62 * (self.out or 1.0), -0.95)

    def rowlock(self, side: Side) -> np.ndarray:
        """(3,) where the oar lies, on the rail."""
        return np.array([_sign(side) * 1.06, 0.88, -0.6])

    def way(self, side: Side, raised: float) -> np.ndarray:
        """(3,) unit vector along the oar toward its blade: 0 in the water .. 1 at the target."""
        up = math.radians(mix(_DIPPED_DEG, _RAISED_DEG, raised))
        away = math.radians(12.0 if self.within else 28.0)
        return np.array([_sign(side) * math.cos(up) * math.sin(away), math.sin(up), -math.cos(up) * math.cos(away)])

    def tip(self, side: Side, raised: float) -> np.ndarray:
        """(3,) the blade's end."""
        return self.rowlock(side) + _OAR_M * self.way(side, raised)

    def oar(self, side: Side, raised: float) -> np.ndarray:
        """(4, 4) room_from_item of the oar's mesh."""
        back = -self.way(side, raised)
        across = np.cross((0.0, 1.0, 0.0), back)
        across /= np.linalg.norm(across)
        matrix = np.eye(4)
        matrix[:3, :3] = np.column_stack([across, np.cross(back, across), back])
        matrix[:3, 3] = self.rowlock(side)
        return matrix

    def ring(self, side: Side) -> np.ndarray:
        """(3,) the goal: where the lamp at the blade hangs when the movement is at its target."""
        return self.tip(side, 1.0)

    def entry(self, side: Side) -> np.ndarray:
        """(3,) where the blade meets the water."""
        x, _, z = self.tip(side, 0.0)
        return np.array([x, WATER_M, z])

    def downstream(self, side: Side, index: int, full: bool) -> np.ndarray:
        """(3,) where the side's index-th light floats at last: in an avenue ahead, or among the reeds of the bank."""
        far = (0.37 + index * GOLDEN) % 1.0
        if full:
            z = -14.0 - 50.0 * far
            return np.array([_sign(side) * (1.0 - 0.035 * z + 0.2 * math.sin(2.4 * index)), WATER_M, z])
        z = -12.0 - 14.0 * far
        return np.array([_sign(side) * (6.6 + 0.16 * -z + 0.6 * math.sin(1.7 * index)), WATER_M, z])


def _sign(side: Side) -> float:
    return -1.0 if side == "left" else 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Banks:
    """What grows on both banks: meshes, places at first, (N, 3), and sizes (N,)."""

    meshes: tuple[str, ...]
    points: np.ndarray
    sizes: np.ndarray

    @classmethod
    def grown(cls, rng: np.random.Generator) -> Banks:
        """Reeds at the water's edge, bushes behind, now and then a poplar: evenly along, none in a bunch."""
        meshes, points, sizes = [], [], []
        length = _BANK_TO - _BANK_FROM
        for mesh, count, near, far, size in (
            ("reed", 34, 6.8, 9.5, 1.25),
            ("bush", 13, 11.0, 14.5, 1.08),
            ("poplar", 6, 16.5, 20.0, 0.62),
        ):
            for sign in (-1.0, 1.0):
                for k in range(count):
                    z = _BANK_FROM + length * ((k + rng.uniform(0.1, 0.9)) / count)
                    meshes.append(mesh)
                    points.append((sign * rng.uniform(near, far), WATER_M - 0.1, z))
                    sizes.append(size * rng.uniform(0.75, 1.25))
        return cls(tuple(meshes), np.array(points), np.array(sizes))

    def at(self, travelled_m: float) -> tuple[np.ndarray, np.ndarray]:
        """(N, 3) places and (N,) sizes after so many metres: they rise far ahead, and sink behind the viewer."""
        points = self.points.copy()
        length = _BANK_TO - _BANK_FROM
        points[:, 2] = _BANK_FROM + (self.points[:, 2] - _BANK_FROM + travelled_m) % length
        from_start, to_end = points[:, 2] - _BANK_FROM, _BANK_TO - points[:, 2]
        share = np.clip(np.minimum(from_start / 9.0, to_end / 2.0), 0.0, 1.0)
        return points, self.sizes * share * share * (3.0 - 2.0 * share)
