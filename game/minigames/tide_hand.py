"""What a hand does in Tide: any stirring counts alike, a finger's breadth as much as a wide sweep. Arithmetic only."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from exercises.pose import Joint, Pose
from game.minigames.motion import approach, spring

SLACK_M = 0.008  # a hand that moves less is at rest: tremor and a camera's noise
SURE = 0.3  # a wrist less sure than this is unseen
LAG_S = 0.25
FADES_S = 9.0  # the lantern's way back, once the hand is still
WIDE_M = 0.07  # a sweep of this much carries it three quarters of the way there is, a finger's breadth a quarter
_FULL_M_S = 0.035  # so slow a hand already stirs the water wholly
_SIDES = ("left", "right")


@dataclass(slots=True)
class Hand:
    """One hand against the trunk, metres: as seen, smoothed, and as it counts, with the slack taken out."""

    seen: np.ndarray = field(default_factory=lambda: np.full(3, np.nan))
    smooth: np.ndarray = field(default_factory=lambda: np.full(3, np.nan))
    speed: np.ndarray = field(default_factory=lambda: np.zeros(3))
    counts: np.ndarray = field(default_factory=lambda: np.zeros(3))

    def step(self, dt_s: float) -> np.ndarray:
        """(3,) how far it moved in this tick: zeros where it is unseen or still."""
        if not np.isfinite(self.seen).all():
            return np.zeros(3)
        if not np.isfinite(self.smooth).all():
            self.smooth, self.speed = self.seen.copy(), np.zeros(3)
            self.counts = self.seen.copy()
            return np.zeros(3)
        self.smooth, self.speed = spring(self.smooth, self.speed, self.seen, LAG_S, dt_s)
        away = self.smooth - self.counts
        far = float(np.linalg.norm(away))
        if far <= SLACK_M:
            return np.zeros(3)
        moved = away * (1.0 - SLACK_M / far)
        self.counts = self.counts + moved
        return np.array(moved)


@dataclass(slots=True)
class Drift:
    """What both hands do to the water: `aside` and `out` -1..1 where they carry the lantern, `stirred` 0..1."""

    hands: dict[str, Hand] = field(default_factory=lambda: {side: Hand() for side in _SIDES})
    sum_m: np.ndarray = field(default_factory=lambda: np.zeros(3))
    stirred: float = 0.0
    _pose: Pose | None = None

    def follow(self, pose: Pose | None, dt_s: float) -> None:
        """One tick. The same pose may come many times; None is nobody."""
        if pose is not None and pose is not self._pose:
            self._pose = pose
            self._see(pose)
        moved = [hand.step(dt_s) for hand in self.hands.values()]
        most = max(moved, key=lambda way: float(np.linalg.norm(way)))
        self.sum_m = (self.sum_m + most) * (1.0 - min(dt_s / FADES_S, 1.0))
        pace = min(float(np.linalg.norm(most)) / (dt_s * _FULL_M_S), 1.0)
        self.stirred = approach(self.stirred, pace, dt_s / (0.5 if pace > self.stirred else 2.5))

    def _see(self, pose: Pose) -> None:
        sure = np.where((pose.confidence >= SURE)[:, None], pose.points, np.nan).astype(float)
        trunk = (sure[Joint.left_shoulder] + sure[Joint.right_shoulder]) / 2.0
        for side, hand in self.hands.items():
            hand.seen = sure[Joint[f"{side}_wrist"]] - trunk
            if not np.isfinite(hand.seen).all():
                hand.smooth = np.full(3, np.nan)  # whatever it did unseen carries nothing when it is back

    @property
    def aside(self) -> float:
        return _share(float(self.sum_m[0]))

    @property
    def out(self) -> float:
        """Up and ahead, both carry it out to sea."""
        return _share(float(self.sum_m[1] - self.sum_m[2]))


def _share(way_m: float) -> float:
    """-1..1: small ways count for more than large ones."""
    return math.copysign(math.tanh((abs(way_m) / WIDE_M) ** 0.7), way_m)
