"""Orchard: fruit hangs where the hand will be; it ripens under the hand, comes along, and drops into the basket.

The judge says how far along the movement is and what happened; this game dresses that. Every deliberate effort becomes
a fruit: full ones are brought to the basket, and the slower the way down, the brighter they shine there; short ones
fall softly into the grass and are kept.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from exercises import reach
from exercises.definition import Position, Sense
from exercises.events import HoldReached, LimitReached, RepCompleted, RepStarted, TargetReached
from exercises.pose import Joint
from game.drawlist import Cue, DrawList
from game.minigames import lanterns_words as common
from game.minigames import orchard_words as say
from game.minigames.figure import Figure, scripted
from game.minigames.interface import Setup, Signal, Tick
from game.minigames.motion import approach, ease, spring
from game.minigames.orchard_fruit import Gathered, Hanging, Harvest, Home
from game.minigames.orchard_picture import picture
from game.minigames.orchard_stage import Arm, Stage, in_headset, own_hand
from game.minigames.telling import Speech

TUNE = ("d4", "fs4", "e4", "a4", "b4", "a4", "fs4", "e4", "fs4", "d5")  # ten lifts, D pentatonic, home at the end
LOWER = {"d4": "d3", "e4": "e3", "fs4": "fs3", "a4": "a3", "b4": "b3", "d5": "d4"}
LAMPS = 10
TEACH_S = 10.0
BIRD_S = 60.0  # one bird a minute
_SENTENCE_S = 3.5
_CUE_S = 0.5  # how long lists carry a cue, so that one is heard even where not every tick is drawn
_END_TUNE_S, _END_BEAT_S, _END_WORDS_S, _END_S = 1.2, 0.66, 9.2, 14.0
_LEANS_S, _LEANS_AGAIN_S = 0.6, 12.0  # leaning this long is said, and then not again for a while


@dataclass(slots=True)
class State:
    """Everything the picture is drawn from."""

    setup: Setup
    stage: Stage
    figure: Figure
    coach: Figure | None
    hanging: Hanging = field(default_factory=Hanging)
    harvest: Harvest = field(default_factory=Harvest)
    speech: Speech = field(default_factory=Speech)
    goal: np.ndarray = field(default_factory=lambda: np.zeros(3))  # where the fruit hangs
    hand: np.ndarray = field(default_factory=lambda: np.zeros(3))  # the palm that reaches for it
    t_s: float = 0.0
    coach_here: float = 0.0
    dim: float = 0.0
    count: str = ""
    resting: bool = False
    calm: float = 0.0  # 1 when there is nothing to do: no ring, no fruit to reach
    moving: float = 0.0  # how much the bow sounds
    part: float = 0.0  # how far the hand is on its way, 0..1
    hold: float = 0.0
    rung_s: float = -100.0
    sparks: np.ndarray = field(default_factory=lambda: np.zeros((0, 3)))  # angle rad, distance, size of each
    lamps: np.ndarray = field(default_factory=lambda: np.zeros(LAMPS))
    end_s: float | None = None
    cues: list[tuple[float, Cue]] = field(default_factory=list)


class Orchard:
    id = "orchard"
    title = "Orchard"
    takes: frozenset[Signal] = frozenset({"reach", "lift_return", "hold"})
    senses: frozenset[Sense] = frozenset({"up", "out", "turn"})
    needs: frozenset[Joint] = frozenset({Joint.left_elbow, Joint.left_wrist})
    positions: frozenset[Position] = frozenset({"standing", "seated"})  # fruit hangs over neither back nor belly

    def __init__(self) -> None:
        self._s: State | None = None

    def start(self, setup: Setup) -> None:
        kept = setup.kept or {}
        rng = np.random.default_rng(setup.seed)
        stage = Stage.of(setup)
        coach = "man" if "woman" in setup.body else "woman"
        s = State(
            setup,
            stage,
            Figure(setup.body, setup.exercise.position),
            Figure(coach, setup.exercise.position) if setup.teach else None,
        )
        s.sparks = np.column_stack([rng.uniform(0, 2 * math.pi, 14), rng.random(14), rng.random(14)])
        self._s = s
        self._words = common.KindWords(int(kept.get("word", -1)), int(kept.get("since_word", 2)))
        homes: dict[Home, Callable[[int], np.ndarray]] = {
            "basket": stage.in_basket,
            "grass": lambda k: stage.in_grass(k, 0.0),
        }
        for kind, home in homes.items():
            for index in range(int(kept.get(kind, 0))):
                there = home(index)
                s.harvest.gone.append(Gathered(kind, index, -1e6, there, there, 1.0, 0.5, 0.5))
        self._before = int(kept.get("basket", 0))
        self._gathered = self._cue = self._efforts = 0
        self._speed, self._goal_speed = 0.0, np.zeros(3)
        self._target_deg = math.nan
        self._own = stage.goal_of(math.nan, setup.body, stage.player)
        self._coachs = stage.goal_of(math.nan, coach, stage.coach) if setup.teach else self._own
        self._arm, self._lean = Arm.unknown(), reach.Lean()
        self._unseen_s = self._held_s = self._wait_s = self._leans_s = 0.0
        self._leans_said_s = -_LEANS_AGAIN_S
        self._tried = self._breathed = self._near = self._real = False
        s.goal = self._coachs if setup.teach else self._own
        s.hand = s.figure.reach_m(stage.side, False, stage.player)
        s.lamps = self._promised()

    @property
    def _state(self) -> State:
        if self._s is None:
            raise RuntimeError("Orchard.start(setup) comes before everything else")
        return self._s

    def _promised(self) -> np.ndarray:
        """(10,) how brightly each moss lamp will burn for the fruit in the basket: the nearest first."""
        s = self._state
        all_of_it = max(s.setup.reps * s.setup.sets, 1)
        lit = s.harvest.count("basket") * LAMPS / all_of_it
        return np.array(np.clip(lit - np.arange(LAMPS), 0.0, 1.0))

    def step(self, tick: Tick) -> None:
        s, dt = self._state, tick.dt_s
        before, s.t_s = s.t_s, s.t_s + dt
        s.cues = [(until, cue) for until, cue in s.cues if until > s.t_s]
        s.figure.follow(tick.pose, dt)
        s.resting = tick.reading.stage == "rest"
        s.calm = approach(s.calm, 1.0 if s.resting or s.end_s is not None else 0.0, dt / 0.9)
        if math.floor((before + 20.0) / BIRD_S) < math.floor((s.t_s + 20.0) / BIRD_S):
            self._sound("thrush", 0.5)
        self._watch(tick)
        self._sit(tick)
        lamps = self._promised()
        if s.end_s is not None:
            lamps = self._end(dt, lamps)
        elif self.teaching() or s.coach_here > 0.0:
            self._teach(dt)
        if s.end_s is None and not self.teaching():
            self._place(tick)
            self._play(tick)
        s.lamps = s.lamps + np.clip(lamps - s.lamps, -dt / 1.5, dt / 1.5)

    def _watch(self, tick: Tick) -> None:
        """Dim while nobody is seen, and say what to do."""
        s = self._state
        self._unseen_s = 0.0 if tick.reading.seen else self._unseen_s + tick.dt_s
        lost = self._unseen_s > 0.7 and s.end_s is None and not s.resting and not self.teaching()
        if lost and s.dim == 0.0:
            self._sound("step_back", 0.6)
        s.dim = approach(s.dim, 0.2 if lost else 0.0, tick.dt_s * 0.3)
        if lost:
            s.speech.put(common.STEP_BACK, s.t_s, 0.3, 9)

    def _sit(self, tick: Tick) -> None:
        """Who wears a headset sits where they sit: basket, fruit and coach come to them."""
        s = self._state
        if self._real or tick.pose is None or tick.pose.head is None:
            return
        self._real = True
        s.stage = s.stage.real(np.asarray(tick.pose.head.position, float))
        self._own = s.stage.goal_of(self._target_deg, s.setup.body, s.stage.player)
        if s.coach is not None:
            self._coachs = s.stage.goal_of(math.nan, s.coach.body, s.stage.coach)

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

    def _teach(self, dt: float) -> None:
        """The first ten seconds: a coach beside the player picks a fruit and brings it to the basket."""
        s, t = self._state, self._state.t_s
        if s.coach is None:
            return
        s.coach_here = approach(s.coach_here, 1.0 if self.teaching() else 0.0, dt / 1.2)
        up = ease((t - 4.0) / 3.0) * (1.0 - ease((t - 7.5) / 2.1))
        s.coach.act(
            scripted(s.setup.exercise.id, s.stage.side, 0.85 * up, s.setup.exercise.position, s.setup.sense), dt
        )
        if not self.teaching():
            return
        s.goal, s.hand = self._coachs, s.coach.reach_m(s.stage.side, False, s.stage.coach)
        for at, text, for_s in (
            (2.0, say.RIPENING, 2.0),
            (4.0, say.REACH[s.setup.sense], 3.0),
            (7.0, say.BRING, 3.0),
        ):
            if at <= t < at + for_s:
                s.speech.put(text, t, at + for_s - t, 1)
        s.part = up
        s.hanging.follow(up, 0.0, False, t > 7.5, 0.0, dt)
        s.moving = approach(s.moving, 1.0 if t > 4.0 else 0.0, dt / 0.4)
        if t - dt < 7.0 <= t:
            self._reached(celebrate=True)
        if t + dt + 1e-9 >= TEACH_S:
            self._let_go("basket")
            s.speech.put(common.YOUR_TURN, t + dt, 8.0, 1)

    def _play(self, tick: Tick) -> None:
        s, r, dt = self._state, tick.reading, tick.dt_s
        s.count = f"{r.full} of {r.needed}" if r.stage == "set" and r.needed else ""
        for event in tick.events:
            self._hear(event, r.near_limit)
        rests = s.setup.hold_s > 0.0 or (s.setup.exercise.signal == "reach" and bool(np.isfinite(r.target).all()))
        hold = r.hold if math.isfinite(r.hold) else 0.0
        s.hold = approach(s.hold, hold if s.hanging.reached and s.setup.hold_s > 0.0 else 0.0, dt / 0.8)
        if math.isfinite(r.progress):
            aim = min(max(r.progress, 0.0), 1.0)
            s.part, self._speed = spring(s.part, self._speed, aim, 0.18, dt)
            s.part = min(max(s.part, 0.0), 1.0)
        lean = self._lean.share if r.lifting else 0.0
        s.hanging.follow(s.part, hold, rests and hold < 1.0, not r.rising, lean, dt)
        s.moving = approach(s.moving, 1.0 if r.lifting and s.part > 0.03 else 0.0, dt / 0.5)
        self._say(tick, lean)

    def _say(self, tick: Tick, lean: float) -> None:
        s, r, dt = self._state, tick.reading, tick.dt_s
        self._held_s = self._held_s + dt if s.hanging.reached and r.progress >= 0.8 else 0.0
        long_hold = s.setup.hold_s >= 5.0 and self._held_s > 1.5
        if (long_hold or self._held_s > 5.0) and not self._breathed:
            self._breathed = True
            s.speech.put(common.BREATHE, s.t_s, 3.0, 4)
        self._leans_s = self._leans_s + dt if lean > 0.5 else 0.0
        if self._leans_s > _LEANS_S and s.t_s - self._leans_said_s >= _LEANS_AGAIN_S:
            self._leans_said_s = s.t_s
            s.speech.put(say.UPRIGHT.get(s.stage.position, say.UPRIGHT["standing"]), s.t_s, 3.0, 5)
        if r.near_limit and r.lifting:
            s.speech.put(common.ENOUGH[s.setup.sense], s.t_s, 1.5, 8)
        if self._tried or not s.setup.teach:
            return
        before, self._wait_s = self._wait_s, self._wait_s + dt
        if before < 8.0 <= self._wait_s:
            s.speech.put(say.HINT[s.setup.sense], s.t_s, 6.0, 1)

    def _hear(self, event: object, near_limit: bool) -> None:
        s = self._state
        match event:
            case RepStarted():
                s.hanging.away_s = 0.0
                self._breathed = self._near = False
                if not self._tried and s.speech.rank <= 1:
                    s.speech.until_s = s.t_s + 0.4
                self._tried = True
            case LimitReached():
                self._near = True
            case TargetReached():
                if not s.hanging.reached:
                    self._reached(celebrate=not (near_limit or self._near))
            case HoldReached():
                s.hanging.plucked = s.hanging.reached
            case RepCompleted():
                self._done(event)

    def _reached(self, *, celebrate: bool) -> None:
        s = self._state
        s.hanging.reached = True
        if celebrate:
            s.rung_s = s.t_s
            self._sound(f"wood_{TUNE[self._efforts % len(TUNE)]}", 0.9)

    def _done(self, done: RepCompleted) -> None:
        """An effort is over: its fruit drops into the basket, or falls softly into the grass, and both are kept."""
        s = self._state
        lower = f"wood_{LOWER[TUNE[self._efforts % len(TUNE)]]}"
        self._sound(lower, 0.35 + 0.45 * s.hanging.sweet if done.full else 0.7)
        if not done.full:
            self._sound("rustle", 0.5)
        self._let_go("basket" if done.full else "grass")
        self._gathered += 1
        self._efforts += 1
        kind = self._words.hear(done, s.setup.hold_s, s.setup.sense)
        if kind:
            s.speech.put(kind, s.t_s, _SENTENCE_S, 3)

    def _let_go(self, kind: Home) -> None:
        s = self._state
        index = s.harvest.count(kind)
        start = s.hanging.at(s.goal, s.hand)
        end = s.stage.in_basket(index) if kind == "basket" else s.stage.in_grass(index, float(s.goal[0]))
        fruit = s.hanging
        s.harvest.gone.append(Gathered(kind, index, s.t_s, start, end, fruit.ripe, fruit.glow, fruit.sweet))
        s.hanging.leave()

    def _end(self, dt: float, lamps: np.ndarray) -> np.ndarray:
        """The whole tune on wooden bells, and the moss lamps kindle downstream with it; then the caption."""
        s = self._state
        assert s.end_s is not None
        now, before = s.t_s - s.end_s, s.t_s - s.end_s - dt
        s.count = ""
        s.moving = approach(s.moving, 0.0, dt / 0.5)
        s.hold = approach(s.hold, 0.0, dt / 0.8)
        s.coach_here = approach(s.coach_here, 0.0, dt / 1.2)
        for i, note in enumerate(TUNE):
            if before < _END_TUNE_S + i * _END_BEAT_S <= now:
                self._sound(f"wood_{note}", 0.9)
        if before < _END_WORDS_S <= now:
            s.speech.put(say.DOWNSTREAM, s.t_s, _END_S - _END_WORDS_S, 5)
        kindled = now >= _END_TUNE_S + _END_BEAT_S * np.arange(LAMPS)
        return np.where(kindled, np.maximum(lamps, 0.7), lamps)

    def _sound(self, name: str, gain: float) -> None:
        s = self._state
        cue = Cue(f"orchard-{s.setup.set_index}-{self._cue}", name, gain=gain)
        self._cue += 1
        s.cues.append((s.t_s + _CUE_S, cue))

    def draw(self) -> DrawList:
        return picture(self._state)

    def teaching(self) -> bool:
        s = self._state
        return s.setup.teach and s.t_s + 1e-9 < TEACH_S and s.end_s is None

    def score(self) -> int:
        return self._gathered

    def keep(self) -> dict[str, float]:
        s = self._state
        kept = {"word": float(self._words.last), "since_word": float(self._words.since)}
        return kept | {kind: float(s.harvest.count(kind)) for kind in ("basket", "grass")}

    def finish(self) -> None:
        s = self._state
        if s.end_s is None:
            s.end_s = s.t_s
            s.speech.until_s = min(s.speech.until_s, s.t_s + 0.5)

    def finished(self) -> bool:
        s = self._state
        return s.end_s is not None and s.t_s - s.end_s >= _END_S
