"""River: a raft on the evening's river. Each limb has an oar; a lift raises it to its ring, and the slow way back draws
it through the water, which brightens and carries a light downstream.

The current always carries straight on: nobody can steer wrong, and one oar alone is enough. Every deliberate effort
becomes a light: full ones drift to the village, whose windows answer; short ones stay among the reeds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from exercises.definition import Position, Sense, Signal
from exercises.events import Event, RepStarted
from exercises.events import RepCompleted as Done
from exercises.measures import Side
from game.drawlist import DrawList
from game.minigames.interface import Setup, Tick
from game.minigames.motion import approach
from game.minigames.river_oars import Afloat, Fleet, Oar
from game.minigames.river_picture import picture
from game.minigames.river_stage import FLOW_M_S, HOUSES, Banks, Stage
from game.minigames.river_words import SAID
from game.minigames.telling import Telling, Told
from game.minigames.worn import in_headset

SIDES: tuple[Side, Side] = ("left", "right")


@dataclass(slots=True, kw_only=True)
class State(Told):
    stage: Stage
    banks: Banks
    oars: dict[Side, Oar] = field(default_factory=lambda: {side: Oar() for side in SIDES})
    fleet: Fleet = field(default_factory=Fleet)
    travelled_m: float = 0.0
    flow_m_s: float = FLOW_M_S

    @property
    def working(self) -> tuple[Side, ...]:
        """The sides that have something to do."""
        return SIDES if self.setup.side == "both" else (self.side,)


class River(Telling[State]):
    id = "river"
    title = "River"
    takes: frozenset[Signal] = frozenset({"alternate", "rhythm", "lift_return"})
    senses: frozenset[Sense] = frozenset({"up", "out", "turn"})
    positions: frozenset[Position] = frozenset({"standing", "seated"})
    said = SAID
    instrument = "harp"
    tune = ("d4", "a4", "fs4", "b4", "a4", "e4", "fs4", "d4", "e4", "d5")

    def begin(self, setup: Setup, kept: Mapping[str, float], rng: np.random.Generator) -> State:
        out = {"left": -1.0, "right": 1.0}.get(setup.side, 0.0)
        s = State(
            setup=setup,
            stage=Stage(out, setup.exercise.position != "standing"),
            banks=Banks.grown(rng),
        )
        s.fleet.per_house = max(setup.reps * setup.sets / HOUSES, 1.0)
        for side in SIDES:
            for full in (True, False):
                for index in range(int(kept.get(f"{side}_{'full' if full else 'short'}", 0))):
                    end = s.stage.downstream(side, index, full)
                    s.fleet.gone.append(Afloat(side, index, full, -1e6, end, end))
        s.fleet.step(0.0, 1e6, False)
        s.travelled_m = kept.get("travelled_m", 0.0)
        return s

    def see(self, tick: Tick) -> None:
        s = self._state
        if in_headset(tick.pose) and not s.stage.within:
            s.stage = s.stage.worn()

    def show(self, up: float, dt_s: float) -> None:
        s = self._state
        s.part = self._row(s.side, up, math.nan, s.t_s > 7.4, dt_s)

    def play(self, tick: Tick) -> None:
        s, r = self._state, tick.reading
        own = {"left": r.progress_left, "right": r.progress_right}
        for side in s.working:
            working = side == s.side
            progress = own[side] if s.setup.side == "both" else r.progress
            part = self._row(side, progress, r.hold if working else math.nan, not r.rising and working, tick.dt_s)
            s.part = part if working else s.part

    def _row(self, side: Side, progress: float, hold: float, returning: bool, dt_s: float) -> float:
        s = self._state
        oar = s.oars[side]
        keeps = s.setup.hold_s > 0.0 and math.isfinite(hold) and hold < 1.0
        before = oar.stroke
        oar.row(progress, hold if math.isfinite(hold) else 0.0, keeps, returning, side == s.side, dt_s)
        if before == 0.0 < oar.stroke:
            self.sound("paddle", 0.6)
        return oar.part

    def hear(self, event: Event) -> None:
        if isinstance(event, RepStarted) and event.side in SIDES:
            self._state.oars[event.side].away_s = 0.0

    def there(self) -> None:
        self._state.oars[self._state.side].reached = True

    def gone(self, full: bool, done: Done | None) -> None:
        """Its light is set afloat where the blade went in."""
        s = self._state
        side = done.side if done is not None and done.side in SIDES and s.setup.side == "both" else s.side
        if not full:
            self.note(0.7, low=True)
        s.fleet.send(side, full, s.t_s, s.stage, s.oars[side])
        s.oars[side].leave()

    def live(self, dt_s: float) -> None:
        s = self._state
        wanted = 0.0 if s.setup.still else FLOW_M_S * (0.5 if s.resting else 1.0)
        s.flow_m_s = approach(s.flow_m_s, wanted, 0.1 * dt_s)
        s.travelled_m += s.flow_m_s * dt_s
        ended = s.end_s is not None
        for oar in s.oars.values():
            if ended:
                oar.wanted = 1.0
            if ended or s.resting:
                oar.row(0.0, 0.0, False, False, False, dt_s)
        s.fleet.step(s.t_s, dt_s, ended)

    def left(self) -> dict[str, float]:
        s = self._state
        kept = {
            f"{side}_{'full' if full else 'short'}": float(s.fleet.count(side, full))
            for side in SIDES
            for full in (True, False)
        }
        return kept | {"travelled_m": s.travelled_m}

    def picture(self, s: State) -> DrawList:
        return picture(s)
