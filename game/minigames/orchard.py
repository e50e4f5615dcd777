"""Orchard: fruit hangs where the hand will be; it ripens under the hand, comes along, and drops into the basket.

The judge says how far along the movement is and what happened; this game dresses that. Every deliberate effort becomes
a fruit: full ones are brought to the basket, and the slower the way down, the brighter they shine there; short ones
fall softly into the grass and are kept.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from exercises import reach
from exercises.definition import Position, Sense, Signal
from exercises.events import Event, HoldReached, RepCompleted, RepStarted
from exercises.pose import Joint
from game.drawlist import DrawList
from game.minigames.forest import LAMPS, burning, promised
from game.minigames.interface import Setup, Tick
from game.minigames.motion import spring
from game.minigames.orchard_fruit import Gathered, Hanging, Harvest, Home
from game.minigames.orchard_picture import picture
from game.minigames.orchard_stage import Arm, Stage
from game.minigames.orchard_words import SAID, UPRIGHT
from game.minigames.telling import Telling, Told
from game.minigames.worn import in_headset, own_hand

BIRD_S = 60.0  # one bird a minute
_BRINGS_S = 7.5  # into teaching: the coach is on the way down
_LEANS_S, _LEANS_AGAIN_S = 0.6, 12.0  # leaning this long is said, and then not again for a while


@dataclass(slots=True, kw_only=True)
class State(Told):
    stage: Stage
    hanging: Hanging = field(default_factory=Hanging)
    harvest: Harvest = field(default_factory=Harvest)
    goal: np.ndarray = field(default_factory=lambda: np.zeros(3))  # where the fruit hangs
    hand: np.ndarray = field(default_factory=lambda: np.zeros(3))  # the palm that reaches for it
    lamps: np.ndarray = field(default_factory=lambda: np.zeros(LAMPS))


class Orchard(Telling[State]):
    id = "orchard"
    title = "Orchard"
    takes: frozenset[Signal] = frozenset({"reach", "lift_return", "hold"})
    senses: frozenset[Sense] = frozenset({"up", "out", "turn"})
    needs: frozenset[Joint] = frozenset({Joint.left_elbow, Joint.left_wrist})
    positions: frozenset[Position] = frozenset({"standing", "seated"})  # fruit hangs over neither back nor belly
    said = SAID
    instrument = "wood"
    tune = ("d4", "fs4", "e4", "a4", "b4", "a4", "fs4", "e4", "fs4", "d5")
    coach_lifts = 0.85

    def begin(self, setup: Setup, kept: Mapping[str, float], rng: np.random.Generator) -> State:
        s = State(
            setup=setup,
            stage=Stage.of(setup),
        )
        homes: dict[Home, Callable[[int], np.ndarray]] = {
            "basket": s.stage.in_basket,
            "grass": lambda index: s.stage.in_grass(index, 0.0),
        }
        for kind, home in homes.items():
            for index in range(int(kept.get(kind, 0))):
                there = home(index)
                s.harvest.gone.append(Gathered(kind, index, -1e6, there, there, 1.0, 0.5, 0.5))
        self._speed, self._goal_speed = 0.0, np.zeros(3)
        self._target_deg = math.nan
        self._own = s.stage.goal_of(math.nan, setup.body, s.stage.player)
        self._coachs = self._own if s.coach is None else s.stage.goal_of(math.nan, s.coach.body, s.stage.coach)
        self._arm, self._lean = Arm.unknown(), reach.Lean()
        self._leans_s, self._leans_said_s = 0.0, -_LEANS_AGAIN_S
        self._real = False
        s.goal = self._coachs
        s.hand = s.figure.reach_m(s.stage.side, False, s.stage.player)
        s.lamps = promised(_lit(s))
        return s

    def see(self, tick: Tick) -> None:
        """Who wears a headset sits where they sit: basket, fruit and coach come to them."""
        s = self._state
        if math.floor((s.t_s - tick.dt_s + 20.0) / BIRD_S) < math.floor((s.t_s + 20.0) / BIRD_S):
            self.sound("thrush", 0.5)
        if self._real or tick.pose is None or tick.pose.head is None:
            return
        self._real = True
        s.stage = s.stage.real(np.asarray(tick.pose.head.position, float))
        self._own = s.stage.goal_of(self._target_deg, s.setup.body, s.stage.player)
        if s.coach is not None:
            self._coachs = s.stage.goal_of(math.nan, s.coach.body, s.stage.coach)

    def show(self, up: float, dt_s: float) -> None:
        s = self._state
        assert s.coach is not None
        s.goal, s.hand, s.part = self._coachs, s.coach.reach_m(s.stage.side, False, s.stage.coach), up
        s.hanging.follow(up, 0.0, False, s.t_s > _BRINGS_S, 0.0, dt_s)

    def play(self, tick: Tick) -> None:
        s, r, dt = self._state, tick.reading, tick.dt_s
        self._place(tick)
        rests = s.setup.hold_s > 0.0 or (s.setup.exercise.signal == "reach" and bool(np.isfinite(r.target).all()))
        hold = r.hold if math.isfinite(r.hold) else 0.0
        if math.isfinite(r.progress):
            s.part, self._speed = spring(s.part, self._speed, min(max(r.progress, 0.0), 1.0), 0.18, dt)
            s.part = min(max(s.part, 0.0), 1.0)
        lean = self._lean.share if r.lifting else 0.0
        s.hanging.follow(s.part, hold, rests and hold < 1.0, not r.rising, lean, dt)
        self._leans_s = self._leans_s + dt if lean > 0.5 else 0.0
        if self._leans_s > _LEANS_S and s.t_s - self._leans_said_s >= _LEANS_AGAIN_S:
            self._leans_said_s = s.t_s
            s.speech.put(UPRIGHT.get(s.stage.position, UPRIGHT["standing"]), s.t_s, 3.0, 5)

    def _place(self, tick: Tick) -> None:
        """Where the hand is, and where the fruit hangs: it stays while it is reached for."""
        s, pose, r = self._state, tick.pose, tick.reading
        if s.setup.side == "both" and r.side != s.stage.side:
            s.stage = s.stage.working(r.side)
            self._arm = Arm.unknown()
            self._own = s.stage.goal_of(self._target_deg, s.setup.body, s.stage.player)
        real = in_headset(pose)
        self._arm.see(pose, s.stage.side, not r.lifting, tick.dt_s)
        self._lean = reach.leaned(self._lean, pose, not r.lifting, tick.dt_s)
        if real and pose is not None:
            hand = own_hand(pose, s.stage.side)
            s.hand = s.hand if hand is None else hand
        else:
            s.hand = s.figure.reach_m(s.stage.side, False, s.stage.player)
        if math.isfinite(r.target_deg) and r.target_deg != self._target_deg:
            self._target_deg = r.target_deg
            self._own = s.stage.goal_of(r.target_deg, s.setup.body, s.stage.player)
        if s.hanging.reached or (r.lifting and s.hanging.here > 0.3):
            return
        wanted = self._own
        if self._arm.known and np.isfinite(r.target).all():
            there = self._arm.palm_at(r.target) if real else self._arm.for_figure(r.target, s.figure, s.stage)
            wanted = np.asarray(there, float)
        if s.hanging.twig < 0.05 and s.hanging.ring < 0.05:
            s.goal, self._goal_speed = wanted, np.zeros(3)
        else:
            s.goal, self._goal_speed = spring(s.goal, self._goal_speed, wanted, 0.3, tick.dt_s)

    def hear(self, event: Event) -> None:
        hanging = self._state.hanging
        if isinstance(event, RepStarted):
            hanging.away_s = 0.0
        elif isinstance(event, HoldReached):
            hanging.plucked = hanging.reached

    def there(self) -> None:
        self._state.hanging.reached = True

    def gone(self, full: bool, done: RepCompleted | None) -> None:
        """Its fruit drops into the basket, or falls softly into the grass, and both are kept."""
        s = self._state
        fruit = s.hanging
        if done is not None:
            self.note(0.35 + 0.45 * fruit.sweet if full else 0.7, low=True)
        if not full:
            self.sound("rustle", 0.5)
        kind: Home = "basket" if full else "grass"
        index = s.harvest.count(kind)
        end = s.stage.in_basket(index) if full else s.stage.in_grass(index, float(s.goal[0]))
        start = fruit.at(s.goal, s.hand)
        s.harvest.gone.append(Gathered(kind, index, s.t_s, start, end, fruit.ripe, fruit.glow, fruit.sweet))
        fruit.leave()

    def live(self, dt_s: float) -> None:
        s = self._state
        s.lamps = burning(s, s.lamps, _lit(s), dt_s)

    def left(self) -> dict[str, float]:
        return {kind: float(self._state.harvest.count(kind)) for kind in ("basket", "grass")}

    def picture(self, s: State) -> DrawList:
        return picture(s)


def _lit(s: State) -> float:
    """How many lamps burn for the fruit in the basket."""
    return s.harvest.count("basket") * LAMPS / max(s.setup.reps * s.setup.sets, 1)
