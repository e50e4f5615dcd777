"""Glider: a lift finds warm air and the glider rises in it; as the arm comes down it is let go and soars by itself.

The judge says how far along the movement is and what happened; this game dresses that. Every deliberate effort becomes
a flight: full ones go through the ring that waits, ring its bell and hang it on the string of lights toward the sea;
short ones glide low over the lake, with their mirror image, and leave a light on the water.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from exercises.definition import Position, Sense, Signal
from exercises.events import RepCompleted
from exercises.pose import Joint
from game.drawlist import DrawList
from game.minigames.glider_flight import Flight, Trail
from game.minigames.glider_picture import picture
from game.minigames.glider_route import Kind, Ring, Route
from game.minigames.glider_stage import BELL_AT, Stage
from game.minigames.glider_words import SAID
from game.minigames.interface import Setup, Tick
from game.minigames.motion import ease, mix
from game.minigames.telling import Telling, Told, end_note_s
from game.minigames.worn import in_headset

_BANK = 0.50  # rad, when two arms differ by a third of the way
_HOME_S = 1.0  # into the ending: the last flight begins


@dataclass(slots=True, kw_only=True)
class State(Told):
    stage: Stage
    flight: Flight
    route: Route
    ring: Ring = field(default_factory=Ring)
    quiet: bool = False  # this flight is not to be celebrated: it went to the limit
    note: int = 0  # of the tune, this flight's
    passed: np.ndarray = field(default_factory=lambda: np.zeros(3))  # where the last ring was passed
    passed_s: float = -100.0  # and when that was last rung
    tilt: float = 0.0  # rad by which two arms differ, as it is flown
    waiting: int = 0  # full efforts whose ring is still to be passed; below 0: passed before the arm was down
    wet: int = 0  # short ones whose light is still to be left on the water
    trail: Trail = field(default_factory=Trail)
    worn: bool = False  # a headset: seen from the player's own place
    answers: np.ndarray = field(default_factory=lambda: np.zeros(10))  # bells of the ending, how loud each is


class Glider(Telling[State]):
    id = "glider"
    title = "Glider"
    takes: frozenset[Signal] = frozenset({"lift_return", "hold"})
    senses: frozenset[Sense] = frozenset({"up", "out"})
    needs: frozenset[Joint] = frozenset({Joint.left_elbow, Joint.left_wrist})
    positions: frozenset[Position] = frozenset({"standing", "seated"})
    said = SAID
    instrument = "harp"
    tune = ("d4", "fs4", "a4", "b4", "a4", "e4", "fs4", "a4", "b4", "d5")

    def begin(self, setup: Setup, kept: Mapping[str, float], rng: np.random.Generator) -> State:
        stage = Stage.of(setup)
        route = Route(max(setup.reps * setup.sets, 8), kept.get("key", float(rng.random())))
        kinds: tuple[Kind, ...] = ("sky", "water")
        for kind in kinds:
            route.leave(kind, -1e6, np.zeros(3), int(kept.get(kind, 0)))
        s = State(
            setup=setup,
            stage=stage,
            flight=Flight.at_rest(stage, setup.still),
            route=route,
        )
        self._order = tuple(int(i) for i in np.random.default_rng(int(route.key * 2**32)).permutation(10))
        for _ in range(200):  # windows that were lit burn from the start
            route.step(self._order, 0.1)
        s.ring.number = route.count("sky")
        return s

    def see(self, tick: Tick) -> None:
        s = self._state
        s.worn = s.worn or in_headset(tick.pose)

    def show(self, up: float, dt_s: float) -> None:
        self._fly(self.at_top(up), 1.0, dt_s)

    def play(self, tick: Tick) -> None:
        s, r, dt = self._state, tick.reading, tick.dt_s
        asked = s.setup.hold_s > 0.0 and math.isfinite(r.hold)
        s.tilt = mix(s.tilt, _tilt(r.progress_left, r.progress_right) if r.lifting else 0.0, min(dt / 0.25, 1.0))
        self._fly(r.progress, r.hold if asked else 1.0, dt)

    def _fly(self, progress: float, kept: float, dt_s: float) -> None:
        """One tick of the glider, and what it meets."""
        s = self._state
        flew = s.flight.flies
        s.flight.follow(progress, s.tilt, kept, dt_s)
        s.part = s.flight.part
        if s.flight.flies and not flew:
            self.sound("wind_gust", 0.35)
        if s.flight.through:
            self._through()
        if s.wet and (s.flight.skims or not s.flight.flies):
            self._float()
        s.ring.follow(s.flight.part, s.flight.rung or s.flight.heading, dt_s)

    def _through(self) -> None:
        """The ring is passed: its bell rings and is hung on the string, with those that had to wait."""
        s = self._state
        if not s.quiet:
            self.sound(f"bell_{self.tune[s.note]}", 0.9, felt=True)
            s.passed_s = s.rung_s = s.t_s
        s.passed = s.stage.ring(0.0)
        s.route.leave("sky", s.t_s, s.passed + BELL_AT, max(s.waiting, 1))
        s.waiting = min(s.waiting - 1, 0)
        s.ring.pass_by(s.setup.still)

    def _float(self) -> None:
        s = self._state
        s.route.leave("water", s.t_s, s.flight.at, s.wet)
        s.wet = 0
        self.sound("splash_soft", 0.4)

    def there(self) -> None:
        s = self._state
        s.flight.catch()
        s.flight.rung = True
        s.quiet, s.rung_s = s.rung_s < s.t_s, s.passed_s  # it is the ring that is celebrated
        s.note = self._efforts % len(self.tune)

    def gone(self, full: bool, done: RepCompleted | None) -> None:
        """A full effort's bell is hung when its ring is passed, a short one's light is left where the glider skims."""
        s = self._state
        if s.flight.rung:  # dropped so fast that it has yet to be seen
            s.flight.leave("high" if full else "low")
        if s.waiting < 0:  # the ring was passed before the arm was down
            s.waiting += 1
        elif full:
            s.waiting += 1
            if not s.flight.heading:
                self._hang()
        else:
            self.note(0.8, low=True)
            s.wet += 1

    def _hang(self) -> None:
        """Bells that had to wait are hung from where the glider is."""
        s = self._state
        s.route.leave("sky", s.t_s, s.flight.at, s.waiting)
        s.waiting = 0

    def live(self, dt_s: float) -> None:
        s = self._state
        s.trail.follow(s.flight, dt_s)
        if s.route.step(self._order, dt_s):
            self.sound("window_glow", 0.4)

    def ending(self, now_s: float, dt_s: float) -> None:
        """The last flight goes along the string of lights toward the sea; far bells answer with the tune."""
        s = self._state
        s.tilt = mix(s.tilt, 0.0, min(dt_s / 0.25, 1.0))
        self._fly(0.0, 1.0, dt_s)
        if now_s > _HOME_S and not s.flight.heading and not s.flight.leaving:
            self._hang()
            s.flight.leave("home")
        rings = end_note_s(np.arange(len(self.tune)))
        s.answers = s.answers + np.clip((now_s >= rings) - s.answers, -dt_s / 1.2, dt_s / 1.2)
        for i in np.flatnonzero((now_s - dt_s < rings) & (rings <= now_s)):
            self.sound(f"bell_{self.tune[i]}", 0.45)

    def left(self) -> dict[str, float]:
        s = self._state
        kinds = {"sky": s.route.count("sky") + max(s.waiting, 0), "water": s.route.count("water") + s.wet}
        return {"key": s.route.key} | {kind: float(count) for kind, count in kinds.items()}

    def picture(self, s: State) -> DrawList:
        return picture(s)


def _tilt(left: float, right: float) -> float:
    """How far the wings bank where two arms are at work, rad: up on the side that is higher."""
    if not (math.isfinite(left) and math.isfinite(right)):
        return 0.0
    both = ease(min(left, right) / 0.3)
    return _BANK * both * min(max((right - left) / 0.3, -1.0), 1.0)
