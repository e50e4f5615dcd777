"""The rings of Glider, and what flights leave: bells on the string of lights, lights on the lake. State only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from game.minigames.glider_stage import BELL, RINGS, Stage
from game.minigames.motion import GLOW_S, approach, ease, mix
from game.minigames.staging import LAKE_M

STRUNG_S = 4.0  # a bell's way from its ring to the string
SETTLE_S, AFLOAT_S = 1.8, 9.0  # a light's way down to the water, and out over it
DRIFT_S = 3.0  # the rings that wait come nearer

Kind = Literal["sky", "water"]


@dataclass(slots=True)
class Ring:
    """The ring that is next; the others wait behind it. Everything 0..1."""

    number: int = 0
    closed: float = 0.0  # how much of it is there
    shine: float = 0.0  # how brightly it answers, after the target
    gone: float = 1.0  # of the one that was passed: how far it has opened and faded
    way: float = 0.0  # how far the rings still are from where they wait: they move up by one
    appeared: float = 1.0  # how much of the farthest is there

    def follow(self, part: float, open_to: bool, dt_s: float) -> None:
        """One tick. `open_to`: the target was reached, and the glider will come through."""
        closed = 1.0 if open_to else min(part, 0.94)
        self.closed = approach(self.closed, closed, dt_s / 0.5)
        self.shine = approach(self.shine, 1.0 if open_to else 0.0, dt_s / GLOW_S)
        self.gone = approach(self.gone, 1.0, dt_s / 1.2)
        self.way = approach(self.way, 0.0, dt_s / DRIFT_S)
        self.appeared = approach(self.appeared, 1.0, dt_s / DRIFT_S)

    def pass_by(self, still: bool) -> None:
        """The glider went through; the next one is on its way, or there at once where nothing may travel."""
        self.number += 1
        self.closed, self.shine, self.gone, self.appeared = 0.0, 0.0, 0.0, 0.0
        self.way = 0.0 if still else 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Lamp:
    """What a flight left behind: where it started, when, and the how manieth of its kind it is."""

    kind: Kind
    index: int
    born_s: float
    start: np.ndarray

    def age_s(self, t_s: float) -> float:
        return max(t_s - self.born_s, 0.0)

    def at(self, stage: Stage, key: float, slots: int, t_s: float) -> tuple[np.ndarray, float]:
        """((3,) metres, scale) at game time t_s."""
        age = self.age_s(t_s)
        if self.kind == "sky":
            home, size = stage.strung(slot(self.index, slots))
            share = ease(age / STRUNG_S)
            arc = np.array([0.0, 0.9 * share * (1.0 - share), 0.0])
            sway = 0.04 * np.sin(0.9 * t_s + 1.7 * self.index)
            return mix(self.start, home, share) + arc + np.array([sway, 0.0, 0.0]), mix(BELL, size, share)
        home = stage.afloat(self.index, key)
        sway = 0.4 * t_s + 2.4 * self.index
        home = home + np.array([0.5 * np.sin(0.35 * sway), 0.012 * np.sin(3.1 * sway), 0.3 * np.sin(0.23 * sway)])
        landed = np.array([self.start[0], LAKE_M, self.start[2]])
        down, off = ease(age / SETTLE_S), ease((age - 1.0) / AFLOAT_S)
        return mix(mix(self.start, landed, down), home, off), 1.9


def slot(index: int, slots: int) -> float:
    """Where on the string, 0..1, the index-th bell hangs. What is more than was planned hangs between the others."""
    if index < slots:
        return (index + 0.5) / slots
    return ((index - slots) % slots + 1.0) / slots * (slots - 1) / slots


@dataclass(slots=True)
class Route:
    """All lights that flights have left."""

    slots: int
    key: float
    lamps: list[Lamp] = field(default_factory=list)
    windows: np.ndarray = field(default_factory=lambda: np.zeros(10))

    def count(self, kind: str) -> int:
        return sum(lamp.kind == kind for lamp in self.lamps)

    def leave(self, kind: Kind, t_s: float, start: np.ndarray, count: int = 1) -> None:
        for _ in range(count):
            self.lamps.append(Lamp(kind, self.count(kind), t_s, start))

    def strung(self, t_s: float) -> float:
        """How much of the string is drawn, 0..1: as far as its farthest bell has come."""
        far = [
            slot(lamp.index, self.slots) * ease(lamp.age_s(t_s) / STRUNG_S) for lamp in self.lamps if lamp.kind == "sky"
        ]
        return max(far, default=0.0)

    def step(self, order: tuple[int, ...], dt_s: float) -> bool:
        """One tick: the village answers the bells, window by window; whether one began to glow."""
        lit = self.count("sky") * len(self.windows) / self.slots
        goals = np.zeros(len(self.windows))
        goals[list(order)] = np.clip(lit - np.arange(len(order)), 0.0, 1.0)
        began = bool(((goals > 0.0) & (self.windows <= 0.0)).any())
        self.windows = self.windows + np.clip(goals - self.windows, -dt_s / 2.0, dt_s / 2.0)
        return began


def places_of_rings(ring: Ring) -> list[tuple[int, float]]:
    """(number, place) of the rings in sight: the next one at 0, and how far each still has to come."""
    return [(ring.number + k, min(k + ease(ring.way), RINGS)) for k in range(RINGS)]
