"""What games of the forest share: wood and rope, and how they light the moss lamps downstream of its spring.

World.lit has the lamps, the nearest first.
"""

from __future__ import annotations

import numpy as np

from game.drawlist import COLOURS, Colour, Item, colour
from game.minigames.motion import place
from game.minigames.telling import Told, end_note_s

WOOD: Colour = (0.95, 0.95, 0.72, 1.0)  # warmer than the jetty's
ROPE = colour("#3A342C")
LAMPS = 10
_KINDLED = 0.7  # what every lamp burns with at the end of a set
_GLOW_S = 1.5


def head(id: str, at: np.ndarray, name: str, size_m: float, here: float) -> list[Item]:
    """A ball of light in a colour of COLOURS with its dark rim, (3,) metres; it grows with `here` 0..1 and is never
    half clear: on a lighter ground that would be a dull disc."""
    if here < 0.02:
        return []
    x, y, z = at
    size_m *= here
    return [
        Item(f"{id}-rim", "ball", place(x, y, z - 0.12 * size_m, 1.14 * size_m), COLOURS["rim"]),
        Item(id, "orb", place(x, y, z, size_m), COLOURS[name], glow=here, glow_m=4.2 * size_m),
    ]


def promised(lit: float) -> np.ndarray:
    """(10,) how brightly each lamp burns where so many of them are lit: all for what was to be done tonight."""
    return np.array(np.clip(lit - np.arange(LAMPS), 0.0, 1.0))


def burning(s: Told, lamps: np.ndarray, lit: float, dt_s: float) -> np.ndarray:
    """(10,) one tick on; at the end of a set they kindle downstream with the notes of its song."""
    goal = promised(lit)
    if s.end_s is not None:
        kindled = s.t_s - s.end_s >= end_note_s(np.arange(LAMPS))
        goal = np.where(kindled, np.maximum(goal, _KINDLED), goal)
    return np.array(lamps + np.clip(goal - lamps, -dt_s / _GLOW_S, dt_s / _GLOW_S))
