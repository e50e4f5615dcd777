"""Lanterns: a lift carries a paper lantern to the ring, and lowering the arm pays out the thread until it flies.

The judge says how far along the movement is and what happened; this game dresses that. Every deliberate effort becomes
a light: full ones climb into the sky and a house on the shore lights its window, short ones float on the lake.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from exercises.definition import Sense, Signal
from exercises.events import Event, RepCompleted, RepStarted
from game.drawlist import DrawList
from game.minigames.figure import one_leg_moves
from game.minigames.interface import Setup, Tick
from game.minigames.lanterns_light import Held, Kind, Light, Lights
from game.minigames.lanterns_picture import picture
from game.minigames.lanterns_stage import HOUSES, Stage
from game.minigames.lanterns_words import SAID
from game.minigames.telling import Telling, Told

_FAST_S = 0.9  # lowering quicker than this lets the lantern linger before it goes


@dataclass(slots=True, kw_only=True)
class State(Told):
    stage: Stage
    held: Held = field(default_factory=Held)
    lights: Lights = field(default_factory=Lights)
    key: float = 0.0  # 0..1, where this evening's lights hang


class Lanterns(Telling[State]):
    id = "lanterns"
    title = "Lanterns"
    takes: frozenset[Signal] = frozenset({"lift_return", "hold"})
    senses: frozenset[Sense] = frozenset({"up", "down", "out"})
    said = SAID
    instrument = "kalimba"

    def begin(self, setup: Setup, kept: Mapping[str, float], rng: np.random.Generator) -> State:
        s = State(
            setup=setup,
            stage=Stage.of(setup, one_leg_moves(setup.exercise)),
        )
        s.held.dips = s.stage.sense == "down"
        s.key = kept.get("key", float(rng.random()))
        s.lights.order = s.stage.house_order(s.key)
        s.lights.per_house = max(1, math.ceil(setup.reps * setup.sets / HOUSES))
        kinds: tuple[Kind, ...] = ("sky", "water")
        s.lights.gone = [Light(kind, i, -1e6, np.zeros(3)) for kind in kinds for i in range(int(kept.get(kind, 0)))]
        s.lights.promised = np.array([kept.get(f"window_{i}", 0.0) for i in range(HOUSES)])
        s.lights.goals, s.lights.glows = s.lights.promised.copy(), s.lights.promised.copy()
        return s

    def show(self, up: float, dt_s: float) -> None:
        s = self._state
        if s.t_s - dt_s < 2.0 <= s.t_s:
            s.lights.kindle(s.lights.promise())
            self.sound("window_glow", 0.5)
        s.held.carry(self.at_top(up), 0.0, False, dt_s)
        s.part = s.held.part

    def play(self, tick: Tick) -> None:
        s, r = self._state, tick.reading
        hold = r.hold if math.isfinite(r.hold) else 0.0
        s.held.carry(r.progress, hold, s.setup.hold_s > 0.0 and r.hold < 1.0, tick.dt_s)
        s.part = s.held.part

    def hear(self, event: Event) -> None:
        if isinstance(event, RepStarted):
            self._state.held.away_s = 0.0

    def there(self) -> None:
        self._state.held.rung = True

    def gone(self, full: bool, done: RepCompleted | None) -> None:
        """Its light goes up, or out over the lake, and both are kept."""
        s = self._state
        if not full:
            self.note(0.8, low=True)
        linger_s = 0.4 if done is None else 1.6 if full and done.lowering_s < _FAST_S else 0.0
        s.lights.release("sky" if full else "water", s.t_s, s.held, s.stage, linger_s)
        s.held.leave()

    def live(self, dt_s: float) -> None:
        if self._state.lights.step(self._state.t_s, dt_s):
            self.sound("window_glow", 0.5)

    def left(self) -> dict[str, float]:
        s = self._state
        kept = {"key": s.key, "sky": float(s.lights.count("sky")), "water": float(s.lights.count("water"))}
        return kept | {f"window_{i}": float(glow) for i, glow in enumerate(s.lights.promised)}

    def picture(self, s: State) -> DrawList:
        return picture(s)
