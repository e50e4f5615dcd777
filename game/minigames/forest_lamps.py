"""The moss lamps downstream of the forest's spring, as its games light them: World.lit, the nearest first."""

from __future__ import annotations

import numpy as np

from game.minigames.telling import end_note_s

LAMPS = 10
_KINDLED = 0.7  # what every lamp burns with at the end of a set
_GLOW_S = 1.5


def promised(share: float) -> np.ndarray:
    """(10,) how brightly each lamp burns for a share 0..1 of what was to be done tonight."""
    return np.array(np.clip(share * LAMPS - np.arange(LAMPS), 0.0, 1.0))


def burning(lamps: np.ndarray, share: float, since_end_s: float | None, dt_s: float) -> np.ndarray:
    """(10,) one tick on; at the end of a set they kindle downstream with the notes of its song."""
    goal = promised(share)
    if since_end_s is not None:
        kindled = since_end_s >= np.array([end_note_s(i) for i in range(LAMPS)])
        goal = np.where(kindled, np.maximum(goal, _KINDLED), goal)
    return np.array(lamps + np.clip(goal - lamps, -dt_s / _GLOW_S, dt_s / _GLOW_S))
