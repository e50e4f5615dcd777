"""Where things stand in Tide: the log one sits on, the camera behind it, the way of the swell far out.

Room frame, metres. The same for everybody: nothing is asked of either side.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from game.minigames.beach import SEA_LEVEL, breath
from game.minigames.figure import at_angle, rest_points, room_from_person
from game.minigames.motion import place
from game.minigames.staging import View

VIEW = View(1.0, (0.55, 1.34, 4.30))
PLAYER = room_from_person()
COMPANION = room_from_person(-0.88, 0.06, 10.0)
COMPANION_BEFORE = room_from_person(-1.2, -2.6, 10.0)  # where it is seen by an eye in the player's own place
LOG = place(-0.30, 0.0, 0.10, (1.0, 0.98, 1.0), math.pi)
LOG_BEFORE = place(-1.4, 0.0, -2.52, (1.0, 0.98, 1.0), math.pi)
STANDING_LOG = place(-1.75, 0.0, -0.55, (1.0, 0.98, 1.0), math.pi - 0.35)
SHOWS_S = (3.2, 10.2)  # when the one beside the player moves a hand
SWELLS = 3
_SWELL_POINTS = 26
_FAR_M, _NEAR_M = 46.0, 12.0


def shown(t_s: float) -> float:
    """0..1: how far the hand of the one beside has drifted out: once, and back."""
    from_s, to_s = SHOWS_S
    u = (t_s - from_s) / (to_s - from_s)
    return math.sin(math.pi * min(max(u, 0.0), 1.0)) ** 2


def companion(t_s: float, position: str) -> np.ndarray:
    """(33, 3) room points of the one beside: at ease, and then the outer hand drifts a little."""
    return _drifted(round(34.0 * shown(t_s), 1), position)


@lru_cache(maxsize=400)
def _drifted(by_deg: float, position: str) -> np.ndarray:
    if by_deg == 0.0:
        return rest_points(position)
    return at_angle("shoulder_abduction", "left", 9.0 + by_deg, position)


def swells(world_time_s: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """((N, 3) places, (N,) widths, (N,) brightness 0..1) of long lines of moonlight on the water, far out.

    They lie far out while the water goes; one gathers, brightens and comes nearer as the wave comes in.
    """
    gathered = breath(world_time_s)
    line, share = np.meshgrid(np.arange(SWELLS), np.linspace(-1.0, 1.0, _SWELL_POINTS), indexing="ij")
    way = (line + 1.0 - gathered) / SWELLS
    away = _NEAR_M + (_FAR_M - _NEAR_M) * way
    x = away * (0.10 + 0.95 * share + 0.02 * np.sin(7.0 * share + 2.0 * line))
    z = -9.2 - away + 0.05 * away * np.cos(2.0 * share) + 0.6 * np.sin(5.0 * share + 1.7 * line)
    bright = (0.2 + 0.8 * gathered) * np.sin(math.pi * way) ** 2 * (1.0 - share**2) ** 1.5
    bright = bright * (0.62 + 0.38 * np.sin(11.0 * share + 3.0 * line))
    places = np.stack([x, np.full(x.shape, SEA_LEVEL + 0.10), z], axis=-1)
    return places.reshape(-1, 3), (0.16 * away).ravel(), np.array(bright).ravel()
