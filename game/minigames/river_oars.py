"""The oars of River and the lights they send downstream. State and motion only."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from exercises.measures import Side
from game.minigames.motion import GLOW_S, Follower, approach, ease, mix
from game.minigames.river_stage import HOUSES, WATER_M, Stage

WAKE_FADES_S = 14.0  # how long a stroke's light lies on the water
STROKE_S = 1.8  # so slow a way back brightens the wake fully
FLOAT_S = 13.0  # until a light has drifted to its place
NEXT_S = 1.2


@dataclass(slots=True)
class Oar(Follower):
    """One oar with its lamp. Everything 0..1."""

    reached: bool = False
    caught: float = 0.0  # 1: the ring holds the lamp's light
    closed: float = 0.0  # how much of the ring is there
    goal: float = 0.0  # how much the ring is to be seen
    shine: float = 0.0  # how brightly the ring answers
    fill: float = 0.0  # how far the lamp is lit
    stroke: float = 0.0  # how slowly the blade is drawn back, so far
    wake: float = 0.0  # light on the water of this side
    wanted: float = 0.0  # what the wake is on its way to
    away_s: float = 0.0  # until the lamp is lit anew

    def row(self, progress: float, hold: float, keeps_hold: bool, returning: bool, turn: bool, dt_s: float) -> None:
        """One tick: `progress` as judged (NaN: stay), `hold` 0..1, `keeps_hold`: a hold is not yet done, `turn`: it is
        this oar's."""
        self.follow(progress, dt_s)
        self.closed = approach(self.closed, 1.0 if self.reached else min(self.part, 0.94), dt_s / 0.5)
        self.shine = approach(self.shine, 1.0 if self.reached and self.part > 0.6 else 0.0, dt_s / GLOW_S)
        lit = 0.35 + 0.25 * self.part
        if self.reached:
            lit = max(self.fill, 0.6 + 0.4 * (hold if keeps_hold else 1.0))
        self.fill = approach(self.fill, lit if self.away_s <= 0.0 else 0.1, dt_s / GLOW_S)
        if returning and self.part > 0.05:
            self.stroke = approach(self.stroke, 1.0, dt_s / STROKE_S)
            self.wanted = max(self.wanted, 0.35 + 0.65 * self.stroke * (1.0 if self.reached else 0.6))
        self.wanted = approach(self.wanted, 0.12, dt_s / WAKE_FADES_S)
        self.wake = approach(self.wake, self.wanted, dt_s / 1.4)
        self.away_s = max(self.away_s - dt_s, 0.0)
        here = 1.0 if self.away_s <= 0.0 else 0.0
        self.goal = approach(self.goal, here * (1.0 if turn else 0.35), dt_s / GLOW_S)

    def leave(self) -> None:
        """Its light has gone; the lamp kindles anew in a while."""
        self.reached, self.stroke, self.away_s = False, 0.0, NEXT_S


@dataclass(frozen=True, slots=True, eq=False)
class Afloat:
    """A light on the water: whose, which, since when, from where, where to, and how bright it was."""

    side: Side
    index: int
    full: bool
    born_s: float
    start: np.ndarray
    end: np.ndarray
    lit: float = 1.0

    def at(self, t_s: float) -> np.ndarray:
        """(3,) at game time t_s: down onto the water, then away with the current, rocking."""
        age = max(t_s - self.born_s, 0.0)
        landed = np.array([self.start[0], WATER_M, self.start[2] - 0.5])
        down, off = ease(age / 1.1), ease((age - 0.7) / FLOAT_S)
        rock = np.array([0.22 * np.sin(0.23 * t_s + 2.4 * self.index), 0.015 * np.sin(1.6 * t_s + self.index), 0.0])
        return mix(mix(self.start, landed, down), self.end, off) + rock * off

    def size(self, t_s: float) -> float:
        """Scale: it grows a little on its way, so that it is still seen far ahead."""
        far = 3.3 if self.full else 2.0
        return mix(1.15, far, ease((t_s - self.born_s) / FLOAT_S)) * ease((t_s - self.born_s) / 0.5)

    def brightness(self, t_s: float) -> float:
        """0..1: it kindles on the water."""
        age = t_s - self.born_s
        return mix(self.lit, 1.0 if self.full else 0.8, ease(age / 2.0)) * ease(age / GLOW_S)


@dataclass(slots=True)
class Fleet:
    """All lights sent downstream, and the village's windows that answer them."""

    gone: list[Afloat] = field(default_factory=list)
    glows: np.ndarray = field(default_factory=lambda: np.zeros(HOUSES))
    per_house: float = 1.0

    def count(self, side: Side, full: bool) -> int:
        return sum(light.side == side and light.full == full for light in self.gone)

    def send(self, side: Side, full: bool, t_s: float, stage: Stage, oar: Oar) -> None:
        index = self.count(side, full)
        above, end = stage.entry(side) + np.array([0.0, 0.35, 0.0]), stage.downstream(side, index, full)
        self.gone.append(Afloat(side, index, full, t_s, above, end, oar.fill))

    def arrived(self, t_s: float) -> float:
        """How many full lights have come to their place."""
        return sum(light.full and t_s - light.born_s > FLOAT_S * 0.6 for light in self.gone)

    def step(self, t_s: float, dt_s: float, all_lit: bool) -> None:
        """One tick: a window for every tenth of the evening's lights, the middle of the village first."""
        lit = self.arrived(t_s) / self.per_house
        order = np.argsort(np.abs(np.arange(HOUSES) - 4.6))
        goals = np.zeros(HOUSES)
        goals[order] = np.clip(lit - np.arange(HOUSES), 0.0, 1.0)
        goals = np.maximum(goals, 0.6) if all_lit else goals
        self.glows = self.glows + np.clip(goals - self.glows, -dt_s / 1.5, dt_s / 1.5)
