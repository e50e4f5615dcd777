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
from game.minigames.motion import GOLDEN, golden, mix, place
from game.minigames.staging import View

WATER_M = -0.45
RING_M = 0.62
HOUSES = 10
FLOW_M_S = 0.28  # how fast the banks go by: slower than one strolls
_BANK_FROM, _BANK_TO = -66.0, 6.0  # metres: where what drifts by comes from and goes to
_ROWS = (  # what grows in turn and how large, how many on each bank, how far out from and to
    ((("reed", 1.25),), 28, 6.8, 9.5),
    ((("bush", 1.0), ("willow", 1.05), ("bush", 1.2)), 12, 11.0, 14.0),
    ((("poplar", 0.62), ("bush", 1.6)), 8, 18.0, 23.0),
)
_TURN_DEG = 38.0  # toward the river: what is seen ahead faces the viewer then, and what is beside does still
_OAR_M = 4.6  # from rowlock to the middle of the lamp
_LAMP_FOOT_M = 0.36  # from there down to the oar it stands on
_DIPPED_DEG, _RAISED_DEG = -12.3, 20.0


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

    def coach(self, side: Side) -> np.ndarray:
        """Ahead on the raft, to the side where nobody works; where both do, to the left. Seen from
        within, farther ahead and across from the ring of `side`: behind what there is to read."""
        if self.within:
            return room_from_person(-0.72 * _sign(side), -2.2)
        return room_from_person(-0.62 * (self.out or 1.0), -0.95)

    def rowlock(self, side: Side) -> np.ndarray:
        """(3,) where the oar lies, in its fork."""
        return np.array([_sign(side) * 1.05, 0.88, -0.6])

    def way(self, side: Side, raised: float) -> np.ndarray:
        """(3,) unit vector from the rowlock toward the lamp: 0 with the blade in the water .. 1 at the target."""
        up = math.radians(mix(_DIPPED_DEG, _RAISED_DEG, raised))
        away = math.radians(8.0 if self.within else 28.0)
        return np.array([_sign(side) * math.cos(up) * math.sin(away), math.sin(up), -math.cos(up) * math.cos(away)])

    def tip(self, side: Side, raised: float) -> np.ndarray:
        """(3,) the middle of the lamp, which stands on the oar where its blade begins."""
        return self.rowlock(side) + _OAR_M * self.way(side, raised)

    def oar(self, side: Side, raised: float) -> np.ndarray:
        """(4, 4) room_from_item of the oar's mesh."""
        back = self.rowlock(side) - self.tip(side, raised) + (0.0, _LAMP_FOOT_M, 0.0)
        back /= np.linalg.norm(back)
        across = np.cross((0.0, 1.0, 0.0), back)
        across /= np.linalg.norm(across)
        matrix = np.eye(4)
        matrix[:3, :3] = np.column_stack([across, np.cross(back, across), back])
        matrix[:3, 3] = self.rowlock(side)
        return matrix

    def ring(self, side: Side) -> np.ndarray:
        """(3,) the goal: where the lamp is when the movement is at its target."""
        return self.tip(side, 1.0)

    def entry(self, side: Side) -> np.ndarray:
        """(3,) where the blade goes into the water."""
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
    """What grows on both banks: meshes, and room_from_item at first, (N, 4, 4)."""

    meshes: tuple[str, ...]
    frames: np.ndarray

    @classmethod
    def grown(cls, rng: np.random.Generator) -> Banks:
        """Reeds at the water's edge, alders and willows behind, a tall row behind those: evenly along, none in a bunch
        and none like its neighbour."""
        meshes, frames = [], []
        length = _BANK_TO - _BANK_FROM
        for row, count, near, far in _ROWS:
            for sign in (-1.0, 1.0):
                for k in range(count):
                    mesh, size = row[k % len(row)]
                    x, z = sign * rng.uniform(near, far), _BANK_FROM + length * ((k + rng.uniform(0.2, 0.8)) / count)
                    wide = size * mix(0.78, 1.25, golden(k, 0.5 * sign))
                    tall = size * mix(0.80, 1.20, golden(k, 0.3 * sign, 0.7548776662))
                    mirrored = (-1.0) ** k * wide
                    turn = -sign * math.radians(_TURN_DEG) + rng.uniform(-0.2, 0.2)
                    meshes.append(mesh)
                    frames.append(place(x, WATER_M - 0.1, z, (mirrored, tall, wide), turn))
        return cls(tuple(meshes), np.array(frames))

    def at(self, travelled_m: float) -> np.ndarray:
        """(N, 4, 4) room_from_item after so many metres: they rise far ahead, and sink behind the viewer."""
        frames = self.frames.copy()
        length = _BANK_TO - _BANK_FROM
        z = frames[:, 2, 3] = _BANK_FROM + (frames[:, 2, 3] - _BANK_FROM + travelled_m) % length
        share = np.clip(np.minimum((z - _BANK_FROM) / 9.0, (_BANK_TO - z) / 2.0), 0.0, 1.0)
        frames[:, :3, :3] *= (share * share * (3.0 - 2.0 * share))[:, None, None]
        return frames
