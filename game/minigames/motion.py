"""How things in a mini-game move: springs, eases, and the matrices that put them in the room. Arithmetic only."""

from __future__ import annotations

import math
from typing import TypeVar

import numpy as np

Number = TypeVar("Number", float, np.ndarray)


def spring(now: Number, speed: Number, goal: Number, lag_s: float, dt_s: float) -> tuple[Number, Number]:
    """One exact step of a critically damped spring: (place, speed) after `dt_s` seconds.

    It never overshoots a goal that stands still and follows one that moves steadily `lag_s` seconds behind (the lag of
    x'' + 2 w x' + w^2 (x - goal) = 0 behind a ramp is 2 / w). Exact, so the step may be of any length.
    """
    w = 2.0 / lag_s
    away = now - goal
    push = (speed + w * away) * dt_s
    fade = math.exp(-w * dt_s)
    return goal + (away + push) * fade, (speed - w * push) * fade


def ease(share: float) -> float:
    """0 below 0, 1 above 1, and smooth between (flat at both ends)."""
    s = min(max(share, 0.0), 1.0)
    return s * s * (3.0 - 2.0 * s)


def approach(now: float, goal: float, most: float) -> float:
    """`now` moved toward `goal` by at most `most`: nothing that shines may change faster than this lets it."""
    return now + min(max(goal - now, -most), most)


def mix(a: Number, b: Number, share: float) -> Number:
    return a + (b - a) * share


def place(
    x: float, y: float, z: float, scale: float | tuple[float, float, float] = 1.0, turn_rad: float = 0.0
) -> np.ndarray:
    """room_from_item (4, 4): scaled, turned about the vertical, then put at (x, y, z) metres."""
    sx, sy, sz = scale if isinstance(scale, tuple) else (scale, scale, scale)
    c, s = math.cos(turn_rad), math.sin(turn_rad)
    return np.array([[c * sx, 0.0, s * sz, x], [0.0, sy, 0.0, y], [-s * sx, 0.0, c * sz, z], [0.0, 0.0, 0.0, 1.0]])


def places(points: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """(N, 4, 4) room_from_item for `points` (N, 3) metres and `scales` (N,)."""
    out = np.zeros((len(points), 4, 4))
    out[:, 0, 0] = out[:, 1, 1] = out[:, 2, 2] = scales
    out[:, :3, 3] = points
    out[:, 3, 3] = 1.0
    return out
