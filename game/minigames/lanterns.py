"""Lanterns: a lift carries a paper lantern to the ring, and lowering the arm pays out the thread until it flies.

The judge says how far along the movement is and what happened; this game dresses that. Every deliberate effort becomes
a light: full ones climb into the sky and a house on the shore lights its window, short ones float on the lake.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from exercises.definition import Position, Sense
from exercises.events import LimitReached, RepCompleted, RepStarted, TargetReached
from exercises.pose import Joint
from game.drawlist import Cue, DrawList
from game.minigames import lanterns_words as say
from game.minigames.figure import Figure, one_leg_moves, scripted
from game.minigames.interface import Setup, Signal, Tick
from game.minigames.lanterns_light import Held, Light, Lights
from game.minigames.lanterns_picture import picture
from game.minigames.lanterns_stage import HOUSES, Stage
from game.minigames.motion import approach, ease
from game.minigames.telling import Speech

TUNE = ("d4", "e4", "fs4", "a4", "fs4", "b4", "a4", "fs4", "e4", "d5")  # ten lifts, D pentatonic, home at the end
LOWER = {"d4": "d3", "e4": "e3", "fs4": "fs3", "a4": "a3", "b4": "b3", "d5": "d4"}
TEACH_S = 10.0
SPARKS = 14
_SENTENCE_S = 3.5
_CUE_S = 0.5  # how long lists carry a cue, so that one is heard even where not every tick is drawn
_END_TUNE_S, _END_BEAT_S, _END_WORDS_S, _END_S = 1.2, 0.66, 9.2, 14.0
_FAST_S = 0.9  # lowering quicker than this lets the lantern linger before it goes


@dataclass(slots=True)
class State:
    """Everything the picture is drawn from."""

    setup: Setup
    stage: Stage
    figure: Figure
    coach: Figure | None
    held: Held = field(default_factory=Held)
    lights: Lights = field(default_factory=Lights)
    speech: Speech = field(default_factory=Speech)
    t_s: float = 0.0
    key: float = 0.0  # 0..1, where this evening's lights hang
    side: str = "right"
    coach_here: float = 0.0
    dim: float = 0.0
    count: str = ""
    resting: bool = False
    calm: float = 0.0  # 1 when there is nothing to do: no ring, no thread, no lantern
    moving: float = 0.0  # how much the bow sounds
    hold: float = 0.0
    rung_s: float = -100.0
    sparks: np.ndarray = field(default_factory=lambda: np.zeros((0, 3)))  # angle rad, distance, size of each
    end_s: float | None = None
    cues: list[tuple[float, Cue]] = field(default_factory=list)


class Lanterns:
    id = "lanterns"
    title = "Lanterns"
    takes: frozenset[Signal] = frozenset({"lift_return", "hold"})
    senses: frozenset[Sense] = frozenset({"up", "down", "out"})
    needs: frozenset[Joint] = frozenset()
    positions: frozenset[Position] = frozenset({"standing", "seated", "lying", "floor"})

    def __init__(self) -> None:
        self._s: State | None = None

    def start(self, setup: Setup) -> None:
        kept = setup.kept or {}
        rng = np.random.default_rng(setup.seed)
        s = State(
            setup,
            Stage.of(setup, one_leg_moves(setup.exercise)),
            Figure(setup.body, setup.exercise.position),
            Figure("man" if "woman" in setup.body else "woman", setup.exercise.position) if setup.teach else None,
            side="left" if setup.side == "left" else "right",
        )
        s.held.dips = s.stage.sense == "down"
        s.key = kept.get("key", float(rng.random()))
        s.lights.order = s.stage.house_order(s.key)
        s.lights.per_house = max(1, math.ceil(setup.reps * setup.sets / HOUSES))
        s.sparks = np.column_stack([rng.uniform(0, 2 * math.pi, SPARKS), rng.random(SPARKS), rng.random(SPARKS)])
        self._s = s
        self._words = say.KindWords(int(kept.get("word", -1)), int(kept.get("since_word", 2)))
        self._lit = self._efforts = self._cue = 0
        self._unseen_s = self._held_s = self._wait_s = 0.0
        self._tried = False
        self._breathed = False
        self._near = False
        for kind in ("sky", "water"):
            for index in range(int(kept.get(kind, 0))):
                s.lights.gone.append(Light(kind, index, -1e6, np.zeros(3)))  # type: ignore[arg-type]
        s.lights.promised = np.array([kept.get(f"window_{i}", 0.0) for i in range(HOUSES)])
        s.lights.goals, s.lights.glows = s.lights.promised.copy(), s.lights.promised.copy()

    @property
    def _state(self) -> State:
        if self._s is None:
            raise RuntimeError("Lanterns.start(setup) comes before everything else")
        return self._s

    def step(self, tick: Tick) -> None:
        s, dt = self._state, tick.dt_s
        s.t_s += dt
        s.cues = [(until, cue) for until, cue in s.cues if until > s.t_s]
        s.figure.follow(tick.pose, dt)
        s.resting = tick.reading.stage == "rest"
        s.calm = approach(s.calm, 1.0 if s.resting or s.end_s is not None else 0.0, dt / 0.9)
        self._watch(tick)
        if s.end_s is not None:
            self._end(dt)
        elif self.teaching() or s.coach_here > 0.0:
            self._teach(dt)
        if s.end_s is None and not self.teaching():
            self._play(tick)
        if s.lights.step(s.t_s, dt):
            self._sound("window_glow", 0.5)

    def _watch(self, tick: Tick) -> None:
        """Dim while nobody is seen, and say what to do."""
        s = self._state
        self._unseen_s = 0.0 if tick.reading.seen else self._unseen_s + tick.dt_s
        lost = self._unseen_s > 0.7 and s.end_s is None and not s.resting and not self.teaching()
        if lost and s.dim == 0.0:
            self._sound("step_back", 0.6)
        s.dim = approach(s.dim, 0.2 if lost else 0.0, tick.dt_s * 0.3)
        if lost:
            s.speech.put(say.STEP_BACK, s.t_s, 0.3, 9)

    def _teach(self, dt: float) -> None:
        """The first ten seconds: a coach beside the player sends a lantern of their own."""
        s, t = self._state, self._state.t_s
        if s.coach is None:
            return
        s.coach_here = approach(s.coach_here, 1.0 if self.teaching() else 0.0, dt / 1.2)
        up = ease((t - 4.0) / 3.0) * (1.0 - ease((t - 7.3) / 2.4))
        sense = s.stage.sense
        s.coach.act(scripted(s.setup.exercise.id, s.side, up, s.setup.exercise.position, s.setup.sense), dt)
        if not self.teaching():
            return
        for at, text, for_s in (
            (2.0, say.WAITING, 2.0),
            (4.0, say.LIFT[sense], 3.0),
            (7.0, say.LET_GO[sense], 3.0),
        ):
            if at <= t < at + for_s:
                s.speech.put(text, t, at + for_s - t, 1)
        if t - dt < 2.0 <= t:
            s.lights.kindle(s.lights.promise())
            self._sound("window_glow", 0.5)
        s.held.follow(up if t < 7.0 or t > 7.3 else 1.0, 0.0, False, dt)
        s.moving = approach(s.moving, 1.0 if t > 4.0 else 0.0, dt / 0.4)
        if t - dt < 7.0 <= t:
            self._ring(s.side, celebrate=True)
        if t + dt + 1e-9 >= TEACH_S:
            self._let_go("sky", 0.4)
            s.speech.put(say.YOUR_TURN, t + dt, 8.0, 1)

    def _play(self, tick: Tick) -> None:
        s, r, dt = self._state, tick.reading, tick.dt_s
        s.side = r.side if s.setup.side == "both" else s.side
        s.count = f"{r.full} of {r.needed}" if r.stage == "set" and r.needed else ""
        for event in tick.events:
            self._hear(event, r.near_limit)
        keeps = s.setup.hold_s > 0.0 and r.hold < 1.0
        s.hold = approach(s.hold, r.hold if s.held.rung and math.isfinite(r.hold) else 0.0, dt / 0.8)
        s.held.follow(r.progress, r.hold if math.isfinite(r.hold) else 0.0, keeps, dt)
        s.moving = approach(s.moving, 1.0 if r.lifting and s.held.part > 0.03 else 0.0, dt / 0.5)
        self._held_s = self._held_s + dt if s.held.rung and r.progress >= 0.8 else 0.0
        long_hold = s.setup.hold_s >= 5.0 and self._held_s > 1.5
        if (long_hold or self._held_s > 5.0) and not self._breathed:
            self._breathed = True
            s.speech.put(say.BREATHE, s.t_s, 3.0, 4)
        if r.near_limit and r.lifting:
            s.speech.put(say.ENOUGH[s.stage.sense], s.t_s, 1.5, 8)
        self._invite(dt)

    def _invite(self, dt: float) -> None:
        """ "Your turn." waits for the first lift; after eight seconds a hint."""
        s = self._state
        if self._tried or not s.setup.teach:
            return
        before, self._wait_s = self._wait_s, self._wait_s + dt
        if before < 8.0 <= self._wait_s:
            s.speech.put(say.HINT[s.stage.sense], s.t_s, 6.0, 1)

    def _hear(self, event: object, near_limit: bool) -> None:
        s = self._state
        match event:
            case RepStarted():
                s.held.away_s = 0.0
                self._breathed = self._near = False
                if not self._tried and s.speech.rank <= 1:
                    s.speech.until_s = s.t_s + 0.4
                self._tried = True
            case LimitReached():
                self._near = True
            case TargetReached(side=side):
                if not s.held.rung:
                    self._ring(side, celebrate=not (near_limit or self._near))
            case RepCompleted():
                self._done(event)

    def _ring(self, side: str, *, celebrate: bool) -> None:
        s = self._state
        s.held.rung = True
        if s.setup.side == "both" and side in ("left", "right"):
            s.side = side
        if celebrate:
            s.rung_s = s.t_s
            self._sound(f"kalimba_{TUNE[self._efforts % len(TUNE)]}", 0.9)

    def _done(self, done: RepCompleted) -> None:
        """An effort is over: its light goes up, or out over the lake, and both are kept."""
        s = self._state
        if not done.full:
            self._sound(f"kalimba_{LOWER[TUNE[self._efforts % len(TUNE)]]}", 0.8)
        fast = done.lowering_s < _FAST_S
        self._let_go("sky" if done.full else "water", 1.6 if fast and done.full else 0.0)
        self._lit += 1
        self._efforts += 1
        kind = self._words.hear(done, s.setup.hold_s, s.stage.sense)
        if kind:
            s.speech.put(kind, s.t_s, _SENTENCE_S, 3)

    def _let_go(self, kind: str, linger_s: float) -> None:
        s = self._state
        s.lights.release(kind, s.t_s, s.held, s.stage, linger_s)  # type: ignore[arg-type]
        s.held.leave()

    def _end(self, dt: float) -> None:
        """The whole tune; the other shore answers note by note; eight wordless seconds; then the caption."""
        s = self._state
        assert s.end_s is not None
        now, before = s.t_s - s.end_s, s.t_s - s.end_s - dt
        s.count = ""
        s.moving = approach(s.moving, 0.0, dt / 0.5)
        s.hold = approach(s.hold, 0.0, dt / 0.8)
        s.coach_here = approach(s.coach_here, 0.0, dt / 1.2)
        for i, note in enumerate(TUNE):
            if before < _END_TUNE_S + i * _END_BEAT_S <= now:
                self._sound(f"kalimba_{note}", 0.9)
        if before < _END_WORDS_S <= now:
            s.speech.put(say.SEES, s.t_s, _END_S - _END_WORDS_S, 5)

    def _sound(self, name: str, gain: float) -> None:
        s = self._state
        cue = Cue(f"lanterns-{s.setup.set_index}-{self._cue}", name, gain=gain)
        self._cue += 1
        s.cues.append((s.t_s + _CUE_S, cue))

    def draw(self) -> DrawList:
        return picture(self._state)

    def teaching(self) -> bool:
        s = self._state
        return s.setup.teach and s.t_s + 1e-9 < TEACH_S and s.end_s is None

    def score(self) -> int:
        return self._lit

    def keep(self) -> dict[str, float]:
        s = self._state
        kept = {"key": s.key, "word": float(self._words.last), "since_word": float(self._words.since)}
        kept |= {"sky": float(s.lights.count("sky")), "water": float(s.lights.count("water"))}
        return kept | {f"window_{i}": float(glow) for i, glow in enumerate(s.lights.promised)}

    def finish(self) -> None:
        s = self._state
        if s.end_s is None:
            s.end_s = s.t_s
            s.speech.until_s = min(s.speech.until_s, s.t_s + 0.5)

    def finished(self) -> bool:
        s = self._state
        return s.end_s is not None and s.t_s - s.end_s >= _END_S
