"""How things in a mini-game move: springs, eases, and the matrices that put them in the room. Arithmetic only."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, TypeVar

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


LAG_S = 0.18  # how far what is drawn trails the movement
SLACK = 0.03  # changes smaller than this are tremor or noise, and are not drawn
RELEASE_AT, HOLD_RELEASE_AT = 0.88, 0.62  # below this share of the target it is let go; lower while a hold is kept
GLOW_S = 0.8  # a glow takes this long from nothing to full, so nothing flashes
GOLDEN = 0.6180339887


@dataclass(slots=True)
class Follower:
    """A movement as it is drawn: a little late, and without tremor. `shown` is its progress, 0 at rest, 1 at target."""

    shown: float = 0.0
    aim: float = 0.0
    speed: float = 0.0
    most: ClassVar[float] = 1.15

    def follow(self, progress: float, dt_s: float) -> None:
        """One tick: `progress` as judged, 0..`most` (NaN: stay)."""
        if math.isfinite(progress):
            progress = min(max(progress, 0.0), self.most)
            self.aim += max(progress - self.aim - SLACK, 0.0) + min(progress - self.aim + SLACK, 0.0)
        self.shown, self.speed = spring(self.shown, self.speed, self.aim, LAG_S, dt_s)

    @property
    def part(self) -> float:
        """The movement as a share of the way to the target, 0..1, with the slack taken out."""
        return min(max(self.shown / (1.0 - SLACK), 0.0), 1.0)

    def returned(self, keeps_hold: bool = False) -> float:
        """How much of the way back is done, 0..1; `keeps_hold`: a hold is not yet done."""
        start = HOLD_RELEASE_AT if keeps_hold else RELEASE_AT
        return min(max((start - self.shown) / (start - 2 * SLACK), 0.0), 1.0)


def golden(index: int, key: float, step: float = GOLDEN) -> float:
    """Evenly spread numbers 0..1 that never crowd, however many there are."""
    return (key + (index + 1) * step) % 1.0


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


def turned(at: np.ndarray, scale: float, yaw: float, pitch: float, roll: float) -> np.ndarray:
    """room_from_item (4, 4) at (3,) metres of what looks toward -z: turned to its left, nose up, right wing up, rad."""
    (cy, cp, cr), (sy, sp, sr) = np.cos((yaw, pitch, roll)), np.sin((yaw, pitch, roll))
    heading = np.array([[cy, 0.0, sy], [0.0, 1.0, 0.0], [-sy, 0.0, cy]])
    nose = np.array([[1.0, 0.0, 0.0], [0.0, cp, -sp], [0.0, sp, cp]])
    wings = np.array([[cr, -sr, 0.0], [sr, cr, 0.0], [0.0, 0.0, 1.0]])
    out = np.eye(4)
    out[:3, :3] = heading @ nose @ wings * scale
    out[:3, 3] = at
    return out


def through(knots: np.ndarray, share: float) -> np.ndarray:
    """(K,) the point at `share` 0..1 of a smooth way through the (N, K) knots, which lie evenly along it (after Catmull
    and Rom, 1974)."""
    along = min(max(share, 0.0), 1.0) * (len(knots) - 1)
    k = min(int(along), len(knots) - 2)
    t = along - k
    p1, p2 = knots[k], knots[k + 1]
    p0 = knots[k - 1] if k > 0 else 2 * p1 - p2
    p3 = knots[k + 2] if k + 2 < len(knots) else 2 * p2 - p1
    bend = (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    return np.asarray(0.5 * (2 * p1 + (p2 - p0) * t + bend))


def along(points: np.ndarray, shares: float | np.ndarray) -> np.ndarray:
    """(3,) or (N, 3): the points some shares of the way along a path of (M, 3) points, by their number."""
    at = np.clip(shares, 0.0, 1.0) * (len(points) - 1)
    low = np.minimum(np.floor(at).astype(int), len(points) - 2)
    rest = np.asarray(at - low)[..., None]
    return np.asarray(points[low] * (1.0 - rest) + points[low + 1] * rest)
