"""The fruit of Orchard: the one that ripens, those in the basket, those in the grass. State and motion only."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from game.minigames.motion import GLOW_S, approach, ease, mix

RIPEN_S = 1.0  # under a resting hand
PICK_S = 0.6  # from the twig into the hand
SWEET_S = 1.8  # so slow a way down makes it shine fully
DROP_S = 0.75  # from the hand into the basket
FALL_S = 1.7  # from the twig into the grass
NEXT_S = 1.3  # until the next one is seen
MOST_SEEN = 28  # in the basket: a heap; what comes after lies within it


@dataclass(slots=True)
class Hanging:
    """The fruit on the twig, then in the hand. Everything 0..1."""

    here: float = 0.0  # grown: 0 not there
    twig: float = 0.0  # how much of what it hangs from is there
    ring: float = 0.0  # how much the ring is to be seen
    ripe: float = 0.0
    closed: float = 0.0  # how much of the ring is there
    shine: float = 0.0  # how brightly the ring answers, after the target
    reached: bool = False
    plucked: bool = False  # on its way into the hand, or there
    in_hand: float = 0.0
    sweet: float = 0.0  # how slowly it is brought down
    dim: float = 0.0  # while the player leans
    away_s: float = 0.0

    def follow(self, part: float, hold: float, keeps_hold: bool, lowering: bool, lean: float, dt_s: float) -> None:
        """One tick. `part`: how far the hand is on its way; `hold` 0..1 where one is kept; `lean` 0..1 dims it."""
        self.dim = approach(self.dim, 0.6 * lean, dt_s / GLOW_S)
        goal = 0.10 + 0.30 * part
        if self.reached:
            goal = 0.40 + 0.60 * (hold if keeps_hold else 1.0)
        self.ripe = approach(self.ripe, max(goal, self.ripe if self.reached else 0.0), dt_s / RIPEN_S)
        self.closed = approach(self.closed, 1.0 if self.reached else min(part, 0.94), dt_s / 0.5)
        if self.reached and not keeps_hold and (self.ripe > 0.75 or part < 0.85):
            self.plucked = True
        self.in_hand = approach(self.in_hand, 1.0 if self.plucked else 0.0, dt_s / PICK_S)
        if self.plucked and lowering:
            self.sweet = approach(self.sweet, 1.0, dt_s / SWEET_S)
        self.ring = approach(self.ring, 0.0 if self.plucked or self.away_s > 0.0 else 1.0, dt_s / GLOW_S)
        self.twig = approach(self.twig, 0.0 if self.away_s > 0.0 else 1.0, dt_s / GLOW_S)
        self.shine = approach(self.shine, 1.0 if self.reached and not self.plucked else 0.0, dt_s / GLOW_S)
        self.away_s = max(self.away_s - dt_s, 0.0)
        if self.away_s <= 0.0:
            self.here = approach(self.here, 1.0, dt_s / GLOW_S)

    def at(self, goal: np.ndarray, hand: np.ndarray) -> np.ndarray:
        """(3,) its middle, between the twig and the hand."""
        return mix(goal, hand, ease(self.in_hand))

    @property
    def glow(self) -> float:
        return self.here * (1.0 - self.dim) * (0.30 + 0.30 * ease(self.ripe) + 0.35 * ease(self.sweet))

    def leave(self) -> None:
        """It has gone; the next one comes in a while."""
        self.here, self.ripe, self.in_hand, self.sweet = 0.0, 0.0, 0.0, 0.0
        self.reached = self.plucked = False
        self.away_s = NEXT_S


Home = Literal["basket", "grass"]


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """A fruit let go: where from, when, where it comes to lie, and how ripe and bright it was."""

    kind: Home
    index: int
    born_s: float
    start: np.ndarray
    end: np.ndarray
    ripe: float
    glow: float
    sweet: float = 0.0

    def at(self, t_s: float) -> np.ndarray:
        """(3,) at game time t_s: in an arc over the basket's rim, or softly down, swaying, into the grass."""
        age = max(t_s - self.born_s, 0.0)
        if self.kind == "basket":
            share = ease(age / DROP_S)
            arc = 0.10 * math.sin(math.pi * share)
            return mix(self.start, self.end, share) + np.array([0.0, arc, 0.0])
        share = min(age / FALL_S, 1.0)
        sway = 0.07 * math.sin(2.4 * math.pi * share) * (1.0 - share)
        return mix(self.start, self.end, ease(share)) + np.array([sway, 0.0, 0.0])

    def shining(self, t_s: float) -> float:
        """0..1: it calms to what it keeps; what was brought down slowly keeps more."""
        kept = 0.34 + 0.30 * ease(self.sweet) if self.kind == "basket" else 0.26
        return mix(self.glow, kept, ease((t_s - self.born_s - DROP_S) / 1.6))

    def ripened(self, t_s: float) -> float:
        """0..1: a windfall goes on ripening where it lies."""
        return mix(self.ripe, 1.0 if self.kind == "basket" else 0.75, ease((t_s - self.born_s) / 6.0))


@dataclass(slots=True)
class Harvest:
    """All fruit that was let go, oldest first."""

    gone: list[Gathered] = field(default_factory=list)

    def count(self, kind: str) -> int:
        return sum(fruit.kind == kind for fruit in self.gone)

    def seen(self) -> list[tuple[int, Gathered]]:
        """(number, fruit) of what is drawn: the newest of each kind."""
        numbered = list(enumerate(self.gone))
        basket = [pair for pair in numbered if pair[1].kind == "basket"][-MOST_SEEN:]
        grass = [pair for pair in numbered if pair[1].kind == "grass"][-MOST_SEEN // 2 :]
        return basket + grass
