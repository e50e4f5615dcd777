"""The lights of Lanterns: the one on the thread, those that have gone, the windows they lit. State and motion only."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from game.minigames.lanterns_stage import HOUSES, LANTERN, WATER_M, Stage
from game.minigames.motion import GLOW_S, Follower, approach, ease, mix

CLIMB_S = 2.0  # the thread runs out no faster than this: dropped fast, the lantern lingers
FLIGHT_S = 9.0
SETTLE_S = 6.0
WINDOW_AFTER_S = 2.2  # from letting go to the window: long enough to look where it went

Kind = Literal["sky", "water"]


@dataclass(slots=True)
class Held(Follower):
    """The lantern on the thread. `climb`: how much of it is paid out, 0..1."""

    dips: bool = False  # the movement goes down first: the lantern has yet to pass the ring when it is let go
    climb: float = 0.0
    rung: bool = False
    caught: float = 0.0  # 0 carried by the movement .. 1 held by the ring and its thread
    closed: float = 0.0  # how much of the ring is there
    goal: float = 0.0  # how much the ring is to be seen
    shine: float = 0.0  # how brightly the ring answers, after the target
    fill: float = 0.0  # how far up the paper is lit
    here: float = 0.0  # 0 no lantern, 1 all there
    away_s: float = 0.0  # until the next one comes

    def carry(self, progress: float, hold: float, keeps_hold: bool, dt_s: float) -> None:
        """One tick: `progress` as judged (NaN: stay), `hold` 0..1, `keeps_hold`: a hold is not yet done."""
        self.follow(progress, dt_s)
        self.climb = approach(self.climb, self.returned(keeps_hold) if self.rung else 0.0, dt_s / CLIMB_S)
        self.caught = approach(self.caught, 1.0 if self.rung else 0.0, dt_s / 0.5)
        self.closed = approach(self.closed, 1.0 if self.rung else min(self.part, 0.94), dt_s / 0.5)
        self.shine = approach(self.shine, 1.0 if self.rung and self.climb < 0.5 else 0.0, dt_s / GLOW_S)
        self.fill = approach(
            self.fill, max(self._kindled(hold, keeps_hold), self.fill if self.rung else 0.0), dt_s / GLOW_S
        )
        passed = 0.7 if self.dips else 0.0
        goal = max(self.here, 0.35) * (1.0 - ease((self.climb - passed) / (1.0 - passed)))
        self.goal = approach(self.goal, goal, dt_s / GLOW_S)
        self.away_s = max(self.away_s - dt_s, 0.0)
        if self.away_s <= 0.0:
            self.here = approach(self.here, 1.0, dt_s / GLOW_S)

    @property
    def glow(self) -> float:
        """How brightly the paper shines, 0..1."""
        return mix(0.45, 1.0, ease(self.fill))

    def _kindled(self, hold: float, keeps_hold: bool) -> float:
        """How far up the paper is lit: a little by the lift, by the ring if nothing is held there, else by the hold."""
        if not self.rung:
            return 0.15 + 0.3 * self.part
        return 0.45 + 0.55 * (hold if keeps_hold else 1.0)

    def at(self, stage: Stage) -> np.ndarray:
        """(3,) the lantern's centre, metres."""
        return mix(stage.carried(self.part), stage.released(self.climb), ease(self.caught))

    def leave(self) -> None:
        """It has gone; the next one comes in a while."""
        self.climb, self.caught, self.fill, self.here = 0.0, 0.0, 0.0, 0.0
        self.rung, self.away_s = False, 1.4


@dataclass(frozen=True, slots=True, eq=False)
class Light:
    """A lantern let go: where it started, when, and where it will hang or float."""

    kind: Kind
    index: int
    born_s: float
    start: np.ndarray
    linger_s: float = 0.0
    house: int | None = None
    lit: float = 1.0  # how brightly it shone when it was let go

    def brightness(self, t_s: float) -> float:
        """0..1: one let go half lit kindles on its way."""
        return mix(self.lit, 1.0, ease((t_s - self.born_s) / GLOW_S))

    def age_s(self, t_s: float) -> float:
        return max(t_s - self.born_s - self.linger_s, 0.0)

    def at(self, stage: Stage, key: float, t_s: float) -> tuple[np.ndarray, float]:
        """((3,) metres, scale) at game time t_s."""
        age = self.age_s(t_s)
        sway = 0.5 * t_s + 2.4 * self.index
        if self.kind == "sky":
            home, size = stage.sky_home(self.index, key)
            home = home + np.array([0.35 * math.sin(0.21 * sway), 0.22 * math.sin(0.33 * sway + 1.0), 0.0])
            share = ease(age / FLIGHT_S)
            bob = 0.03 * math.sin(2.0 * (t_s - self.born_s)) * (1.0 - share)
            return mix(self.start, home, share) + np.array([0.0, bob, 0.0]), mix(LANTERN, size, share)
        home, size = stage.water_home(self.index, key)
        home = home + np.array([0.5 * math.sin(0.17 * sway), 0.015 * math.sin(1.7 * sway), 0.3 * math.sin(0.11 * sway)])
        down, off = ease(age / 2.0), ease((age - 1.2) / (SETTLE_S + 2.0))
        landed = np.array([self.start[0], WATER_M, self.start[2] - 1.2])
        return mix(mix(self.start, landed, down), home, off), mix(LANTERN, size, off)


@dataclass(slots=True)
class Lights:
    """All that has been lit: lanterns in the sky and on the lake, and the windows (goal and glow, 0..1 each)."""

    gone: list[Light] = field(default_factory=list)
    promised: np.ndarray = field(default_factory=lambda: np.zeros(HOUSES))  # once every lantern has drifted off
    goals: np.ndarray = field(default_factory=lambda: np.zeros(HOUSES))
    glows: np.ndarray = field(default_factory=lambda: np.zeros(HOUSES))
    order: tuple[int, ...] = tuple(range(HOUSES))
    per_house: int = 1  # lifts that one house is for, so that the last window is lit by the last lift

    def count(self, kind: str) -> int:
        return sum(light.kind == kind for light in self.gone)

    def promise(self) -> int:
        """The house that the next light is for: the darkest, the first in `order` among equals."""
        house = min(self.order, key=lambda h: self.promised[h])
        first = 0.55 if self.promised[house] == 0.0 else 0.0
        self.promised[house] = min(self.promised[house] + first + 0.45 / self.per_house, 1.0)
        return house

    def release(self, kind: Kind, t_s: float, held: Held, stage: Stage, linger_s: float) -> Light:
        house = self.promise() if kind == "sky" else None
        light = Light(kind, self.count(kind), t_s, held.at(stage), linger_s, house, held.glow)
        self.gone.append(light)
        return light

    def kindle(self, house: int) -> None:
        """Light a window, or brighten one that is lit, as was promised."""
        self.goals[house] = self.promised[house]

    def step(self, t_s: float, dt_s: float) -> bool:
        """One tick; whether a window began to glow in it."""
        began = False
        for light in self.gone:
            before, after = light.age_s(t_s - dt_s), light.age_s(t_s)
            if light.house is not None and before < WINDOW_AFTER_S <= after:
                self.kindle(light.house)
                began = True
        self.glows += np.clip(self.goals - self.glows, -dt_s / 1.5, dt_s / 1.5)
        return began
