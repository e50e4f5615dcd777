"""Heron: who moves slowly and keeps still lets a grey heron come nearer, step by step; a wobble, and it looks up.

The judge says how far along the movement is and what happened; this game dresses that. The amber light at the player's
feet goes out over the wet sand as far as the movement goes, to a ring of still water, where the heron may come next.
Nothing drives it away: a short effort lets it come a little nearer too, and there it stays.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from exercises.definition import Position, Sense, Signal
from exercises.events import Event, HoldReached, RepCompleted, RepStarted
from game.drawlist import DrawList
from game.minigames.figure import one_leg_moves
from game.minigames.heron_picture import picture
from game.minigames.heron_stage import Stage
from game.minigames.heron_walk import SPREADS_S, Walker
from game.minigames.heron_words import said
from game.minigames.interface import Setup, Tick
from game.minigames.motion import GLOW_S, Follower, approach
from game.minigames.telling import Telling, Told
from game.minigames.worn import in_headset

_FAST_S = 0.8  # back quicker than this, and it looks up
_SHAKEN_S = 0.3  # a hold that is lost for so long is a wobble
_UNSTILL = 0.30
_SHORT = 0.4  # of the way to the next place, at least, for an effort that fell short
_NEXT_S = 1.0
_STANDS_S, _SPREADS_AT_S, _FLIES_AT_S = 3.6, 3.8, 5.6  # into the ending
MARKS = 40


@dataclass(slots=True, kw_only=True)
class State(Told):
    stage: Stage
    walker: Walker
    light: Follower = field(default_factory=Follower)
    station_m: float = 0.0  # along the way: where the ring lies, and the heron may come next
    ring: float = 0.0  # how much of it is to be seen
    closed: float = 0.0
    shine: float = 0.0
    away_s: float = 0.0
    marks: list[tuple[float, float]] = field(default_factory=list)  # where efforts left a light, and since when
    shore: float = 0.0  # how much the waterline shines


class Heron(Telling[State]):
    id = "heron"
    title = "Heron"
    takes: frozenset[Signal] = frozenset({"hold", "lift_return"})
    senses: frozenset[Sense] = frozenset({"up", "out", "turn"})  # who goes down does not keep still
    positions: frozenset[Position] = frozenset({"standing", "seated"})
    instrument = "string"
    tune = ("d4", "fs4", "a4", "b4", "a4", "fs4", "e4", "fs4", "a4", "d5")

    def begin(self, setup: Setup, kept: Mapping[str, float], rng: np.random.Generator) -> State:
        stage = Stage.of(setup, one_leg_moves(setup.exercise))
        self._last = setup.set_index >= setup.sets - 1
        self.said = said(setup.exercise, self._last)
        self._way_m = stage.length_m / (max(setup.reps * setup.sets, 1) + 1)  # the first for the coach
        first_m = 0.0 if setup.teach else self._way_m
        self._base_m = kept.get("come", first_m) if setup.set_index > 0 else first_m  # another exercise: it comes anew
        self._best = self._shaken_s = 0.0  # how far this effort went; how long it has wobbled
        self._trying = False
        walker = Walker(stage, self._base_m, self._base_m, turn_rad=stage.ahead(self._base_m))
        s = State(
            setup=setup,
            stage=stage,
            walker=walker,
            station_m=min(self._base_m + self._way_m, stage.length_m),
        )
        s.marks = [(kept[f"mark_{i}"], -1e6) for i in range(int(kept.get("marks", 0)))]
        s.shore = kept.get("shore", 0.0)
        return s

    def see(self, tick: Tick) -> None:
        s = self._state
        if in_headset(tick.pose) and not s.stage.within:
            s.stage = replace(s.stage, within=True)

    def show(self, up: float, dt_s: float) -> None:
        s = self._state
        if s.t_s - dt_s < 2.0 <= s.t_s:
            self.sound("heron_call", 0.4)
        s.light.follow(up, dt_s)
        self._best = max(self._best, up)
        s.walker.goal_m = self._base_m + 0.7 * self._way_m * self._best
        self._ring(1.0 if s.reached else min(up, 0.94), dt_s)
        s.part = s.light.part

    def play(self, tick: Tick) -> None:
        s, r, dt = self._state, tick.reading, tick.dt_s
        s.light.follow(r.progress, dt)
        s.part = s.light.part
        hold = r.hold if math.isfinite(r.hold) else 0.0
        holds = s.setup.hold_s > 0.0
        if self._trying:
            self._best = max(self._best, s.part)
            come_m = self._base_m + self._way_m * self._earned(hold)
            s.walker.goal_m = min(max(s.walker.goal_m, come_m), s.stage.length_m)
        if holds:
            self._ring(0.10 * self._best + 0.90 * (hold if s.reached else 0.0), dt)
        else:
            self._ring(1.0 if s.reached else min(s.part, 0.94), dt)
        wobbles = r.lifting and holds and s.reached and hold < 1.0 and (r.progress < 0.8 or r.stillness < _UNSTILL)
        self._shaken_s = self._shaken_s + dt if wobbles else 0.0
        if self._shaken_s > _SHAKEN_S:
            s.walker.startle()

    def _earned(self, hold: float) -> float:
        """0..1 of the way to the ring, by this effort so far: most of it by keeping still, or by the slow way back."""
        s = self._state
        if s.setup.hold_s > 0.0:
            return 0.2 * self._best + (0.8 * hold if s.reached else 0.0)
        return 0.5 * self._best + (0.5 * (1.0 - s.part) if s.reached else 0.0)

    def _ring(self, closed: float, dt: float) -> None:
        s = self._state
        s.away_s = max(s.away_s - dt, 0.0)
        s.ring = approach(s.ring, 0.0 if s.away_s > 0.0 else 1.0, dt / GLOW_S)
        if s.ring == 0.0:
            s.station_m, s.closed = min(self._base_m + self._way_m, s.stage.length_m), 0.0
        elif s.away_s <= 0.0:
            s.closed = approach(s.closed, closed, dt / 0.5)
        s.shine = approach(s.shine, 1.0 if s.reached and s.closed > 0.9 else 0.0, dt / GLOW_S)

    def hear(self, event: Event) -> None:
        s = self._state
        if isinstance(event, RepStarted):
            self._best, self._trying = 0.0, True
        elif isinstance(event, HoldReached):
            self.note(0.7)
            self.sound("wing", 0.35)
            s.walker.spreads_s = SPREADS_S

    def gone(self, full: bool, done: RepCompleted | None) -> None:
        """It comes to the ring and bows; or a little nearer, where a light is left too. Either is kept."""
        s = self._state
        if done is not None:
            if not full:
                self.note(0.7, low=True)
            elif done.lowering_s < _FAST_S:
                s.walker.startle()
        earned = 1.0 if full else min(max(_SHORT, self._best), 0.9)
        self._base_m = min(self._base_m + self._way_m * earned, s.stage.length_m)
        s.walker.goal_m = max(s.walker.goal_m, self._base_m)
        s.walker.catches = full
        if done is not None and len(s.marks) < MARKS:
            s.marks.append((self._base_m, s.t_s))
        self._best, self._trying, s.away_s = 0.0, False, _NEXT_S

    def live(self, dt_s: float) -> None:
        s = self._state
        bowed, stepped = s.walker.caught_s, math.floor(2.0 * s.walker.stepped)
        s.walker.step(dt_s, hastens=s.end_s is not None)
        if bowed < 1.0 <= s.walker.caught_s:
            self.sound("splash_soft", 0.45)
        if math.floor(2.0 * s.walker.stepped) > stepped:
            self.sound("splash_soft", 0.10)
        goal = (1.0 if s.end_s is not None else 0.6 * s.done) * (s.setup.set_index + 1) / s.setup.sets
        s.shore = approach(s.shore, max(goal, s.shore), dt_s / 6.0)

    def ending(self, now_s: float, dt_s: float) -> None:
        """After the last set it comes to stand beside, and flies off over the sea; after others it bows and stays."""
        s = self._state
        s.light.follow(0.0, dt_s)
        s.ring = approach(s.ring, 0.0, dt_s / GLOW_S)
        if not self._last:
            s.walker.catches = s.walker.catches or now_s - dt_s < 1.5 <= now_s
            return
        s.walker.catches = False
        if now_s < _STANDS_S:
            s.walker.goal_m = s.stage.length_m
        if now_s - dt_s < _SPREADS_AT_S <= now_s:
            s.walker.goal_m = min(s.walker.metres + 0.3, s.stage.length_m)
            s.walker.spreads_s = SPREADS_S
            self.sound("wing", 0.5)
        if now_s - dt_s < _FLIES_AT_S <= now_s:
            s.walker.take_off()
            self.sound("wing", 0.5)
        if now_s - dt_s < _FLIES_AT_S + 4.0 <= now_s:
            self.sound("heron_call", 0.35)

    def left(self) -> dict[str, float]:
        s = self._state
        marks = {f"mark_{i}": at for i, (at, _) in enumerate(s.marks)}
        return {"come": self._base_m, "marks": float(len(marks)), "shore": s.shore} | marks

    def picture(self, s: State) -> DrawList:
        return picture(s)
