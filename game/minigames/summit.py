"""Summit: a rise lifts the car to the next station, standing opens the view, and the slow way back brings the next
valley. A dip fills the counterweight first, and rising from it lifts the car.

The judge says how far along the movement is and what happened; this game dresses that. Every deliberate effort becomes
a light: full ones ride up the mountain and light the next station, the more slowly the player came back the more
brightly; short ones hang a lantern at the perch half way.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from exercises.definition import Position, Sense, Signal
from exercises.events import Event, RepCompleted, RepStarted
from exercises.pose import Joint
from game.drawlist import DrawList
from game.minigames.interface import Setup, Tick
from game.minigames.motion import approach
from game.minigames.summit_car import Car, Climb, Ride
from game.minigames.summit_picture import picture
from game.minigames.summit_stage import Stage
from game.minigames.summit_words import CHAIR, from_chair, script
from game.minigames.telling import LOWER, Telling, Told, end_note_s

_OPEN_S, _CLOSE_S = 2.0, 4.0  # mist parts, and closes
_LOOK_S, _CLOSED_S = 3.5, 8.0  # after a rise the view stays; then mist closes, and by then it has opened a little
_FAST_S = 0.9  # a way back quicker than this lets the car linger before it goes
_CHAIR_AFTER_S, _CHAIR_LIFTS = 0.9, 3
_HOME_S = 3.0  # into the ending: the last car starts for the hut


@dataclass(slots=True, kw_only=True)
class State(Told):
    stage: Stage
    car: Car
    climb: Climb
    view: float = 0.0  # 0 mist before the mountain .. 1 all of it, the far range and the moon
    since_s: float = 100.0  # since the last car left
    last: Ride | None = None  # the last of the evening, to the hut
    beacons: np.ndarray = field(default_factory=lambda: np.zeros(10))  # stations that answer in the ending


class Summit(Telling[State]):
    id = "summit"
    title = "Summit"
    takes: frozenset[Signal] = frozenset({"lift_return"})
    senses: frozenset[Sense] = frozenset({"up", "down"})
    needs: frozenset[Joint] = frozenset({Joint.left_hip, Joint.left_knee, Joint.left_ankle})
    positions: frozenset[Position] = frozenset({"standing", "seated"})
    instrument = "horn"
    tune = ("d4", "a4", "b4", "a4", "fs4", "e4", "fs4", "a4", "e4", "d4")

    def begin(self, setup: Setup, kept: Mapping[str, float], rng: np.random.Generator) -> State:
        self.said = script(setup)
        stage = Stage.of(setup)
        climb = Climb(max(setup.reps * setup.sets, 6))
        for _ in range(int(kept.get("station", 0))):
            climb.rides.append(Ride(len(climb.rides), -1e6, np.zeros(3), np.zeros(3)))
        climb.lanterns = [(-1e6, stage.perch(i)) for i in range(int(kept.get("perch", 0)))]
        climb.near = climb.woken = climb.climbed
        self._chair = from_chair(setup)
        self._chair_at_s = math.inf
        self._viewed = False
        return State(
            setup=setup,
            stage=stage,
            car=Car(dips=stage.dips),
            climb=climb,
        )

    def show(self, up: float, dt_s: float) -> None:
        self._move(self.at_top(up), None, dt_s)

    def play(self, tick: Tick) -> None:
        s, r = self._state, tick.reading
        asked = s.setup.hold_s > 0.0 and math.isfinite(r.hold)
        self._move(r.progress, r.hold if asked else None, tick.dt_s)
        if s.t_s >= self._chair_at_s:
            self._chair_at_s = math.inf
            s.speech.put(CHAIR, s.t_s, 3.0, 4)

    def _move(self, progress: float, kept: float | None, dt_s: float) -> None:
        s, before = self._state, self._state.car.rests
        s.car.go(progress, kept, dt_s)
        s.part = s.car.part
        if s.car.rests == "station" and before != "station":
            self.sound("cable_click", 0.6)

    def live(self, dt_s: float) -> None:
        """The view: it opens while the player stands, stays for a look, and closes over the next valley."""
        s = self._state
        s.since_s += dt_s
        s.climb.step(s.setup.still, dt_s)
        goal = self._wanted()
        s.view = approach(s.view, goal, dt_s / (_OPEN_S if goal > s.view else _CLOSE_S))
        if s.view > 0.97 and not self._viewed and s.end_s is None:
            self._viewed = True
            note = self.tune[self._efforts % len(self.tune)]
            for name, gain in ((f"horn_{LOWER[note]}", 0.7), ("string_a3", 0.5), ("string_fs4", 0.4)):
                self.sound(name, gain)

    def _wanted(self) -> float:
        """How open the view is to be, 0..1."""
        s = self._state
        if s.end_s is not None:
            return 1.0
        if s.car.rung:
            return max(s.car.stood, s.view) if not s.car.dips else 0.35
        if s.since_s < _LOOK_S:
            return 1.0 if s.car.dips else s.view
        if s.since_s < _CLOSED_S:
            return 0.0
        return 0.15 if s.car.part > 0.1 else 0.40

    def there(self) -> None:
        s = self._state
        s.car.rung = True
        self._viewed = s.rung_s < s.t_s  # what went to the limit is not celebrated
        first = _CHAIR_LIFTS if s.setup.set_index == 0 else 1
        if self._chair and not self.teaching() and self._efforts < first:
            self._chair_at_s = s.t_s + _CHAIR_AFTER_S

    def hear(self, event: Event) -> None:
        if isinstance(event, RepStarted):
            self._state.car.away_s = 0.0

    def gone(self, full: bool, done: RepCompleted | None) -> None:
        """Its car rides up the mountain, or its lantern stays at the perch, and both are kept."""
        s = self._state
        self._chair_at_s = math.inf
        if self._chair and done is not None and s.speech.text == CHAIR:
            s.speech.until_s = min(s.speech.until_s, s.t_s)
        here = s.stage.on_rope(s.car.lift)
        if not full:
            self.note(0.8, low=True)
            home = s.stage.perch(len(s.climb.lanterns))
            s.climb.lanterns.append((s.t_s, home))
            if s.car.rung:
                s.car.sink()
            return
        dock = s.stage.on_rope(1.0) if s.car.dips or s.car.lift < 1.0 else here
        fast = done is not None and done.lowering_s < _FAST_S
        linger_s = 2.6 if s.car.dips else 1.4 if fast or s.car.lift < 1.0 else 0.0
        bright = 0.6 + 0.4 * s.car.slow
        s.climb.rides.append(Ride(len(s.climb.rides), s.t_s, here, dock, linger_s, bright, s.car.lit))
        s.since_s = 0.0
        s.car.leave(linger_s)

    def ending(self, now_s: float, dt_s: float) -> None:
        """The last car goes to the hut; the stations shine down the mountain, one for each note."""
        s = self._state
        self._move(0.0, None, dt_s)
        if now_s >= _HOME_S and s.last is None and s.car.here >= 1.0:
            here = s.stage.on_rope(s.car.lift)
            s.last = Ride(len(s.climb.rides), s.t_s, here, here)
            s.car.leave(math.inf)
        rings = end_note_s(np.arange(len(self.tune)))
        s.beacons = s.beacons + np.clip((now_s >= rings) - s.beacons, -dt_s / 1.2, dt_s / 1.2)

    def left(self) -> dict[str, float]:
        climb = self._state.climb
        return {"station": float(len(climb.rides)), "perch": float(len(climb.lanterns))}

    def picture(self, s: State) -> DrawList:
        return picture(s)
