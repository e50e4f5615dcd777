"""One set, told: what every game does alike. A game of this kind says what is seen and what becomes of an effort; when
something is said, taught, rung and ended, and what is done while nobody is seen, is decided here."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Mapping

import numpy as np

from exercises.events import Event, LimitReached, RepCompleted, RepStarted, TargetReached
from game.minigames import wording as say
from game.minigames.figure import scripted
from game.minigames.interface import Setup, Tick
from game.minigames.motion import Number, approach, ease
from game.minigames.story import TEACH_S, S, Story, Told, coached

__all__ = ["END_S", "LOWER", "REACHED_S", "SPARKS", "TEACH_S", "Telling", "Told", "coached", "end_note_s"]

REACHED_S = 7.0  # into teaching: the coach is there
END_S = 14.0
LOWER = {"d4": "d3", "e4": "e3", "fs4": "fs3", "a4": "a3", "b4": "b3", "d5": "d4"}
SPARKS = 14
_SENTENCE_S = 3.5
_END_TUNE_S, _END_BEAT_S, _END_WORDS_S = 1.2, 0.66, 9.2


class Telling(Story[S]):
    """A mini-game whose set is told in the usual way; `begin`, `play`, `gone`, `picture` and `show` are its own.

    Sides: `state.side` is the one at work. Notes of `tune` are sounds `{instrument}_{note}`, one for each effort, and
    all of them at the end.
    """

    ends_s = END_S
    said: say.Script
    instrument: str
    tune: tuple[str, ...] = ("d4", "e4", "fs4", "a4", "fs4", "b4", "a4", "fs4", "e4", "d5")  # home at the end
    coach_lifts: float = 1.0  # how far the coach goes, of what is usual
    coach_stays: bool = False  # all set long, not only while it teaches

    # what a game gives

    @abstractmethod
    def begin(self, setup: Setup, kept: Mapping[str, float], rng: np.random.Generator) -> S:
        """The state before the first tick: `kept` is {} in a first set."""

    @abstractmethod
    def show(self, up: float, dt_s: float) -> None:
        """One tick of the teaching: the coach is `up` 0..1 of the way."""

    @abstractmethod
    def play(self, tick: Tick) -> None:
        """One tick of the set, after the events: moves what is seen, and sets `state.part`."""

    @abstractmethod
    def gone(self, full: bool, done: RepCompleted | None) -> None:
        """An effort is over (None: the coach's): what becomes of it."""

    def demonstrate(self, up: float, dt_s: float) -> None:
        """One tick of the coach, who is there: `up` 0..1 of the way while it teaches, 0 after that."""
        s = self._state
        if s.coach is not None:
            exercise = s.setup.exercise
            lifted = self.coach_lifts * up
            s.coach.act(scripted(exercise.id, s.side, lifted, exercise.position, s.setup.sense), dt_s)

    def see(self, tick: Tick) -> None:
        """Before anything else of a tick."""

    def there(self) -> None:
        """The target has just been reached."""

    def hear(self, event: Event) -> None:
        """An event that is this game's own affair."""

    def at_top(self, up: float) -> float:
        """`up`, but 1 for a moment where the coach has reached the target, so that it is seen to be there."""
        return 1.0 if 0.0 <= self._state.t_s - REACHED_S <= 0.4 else up

    def live(self, dt_s: float) -> None:
        """After everything else of a tick, whatever goes on."""

    def ending(self, now_s: float, dt_s: float) -> None:
        """One tick of the ending, `now_s` after its start."""

    def song(self) -> tuple[str, ...]:
        """The sounds of the ending, one a beat: the tune, unless a game plays back what was made."""
        return tuple(f"{self.instrument}_{note}" for note in self.tune)

    def left(self) -> dict[str, float]:
        """What the next set should find, beside the words."""
        return {}

    # what all games do

    def start(self, setup: Setup) -> None:
        kept = setup.kept or {}
        rng = np.random.default_rng(setup.seed)
        self._words = say.KindWords.kept(kept)
        self._efforts = 0
        self._unseen_s = self._held_s = self._wait_s = 0.0
        self._tried = self._breathed = self._near = False
        s = self._open(self.begin(setup, kept, rng))
        s.sparks = np.column_stack([rng.uniform(0, 2 * math.pi, SPARKS), rng.random(SPARKS), rng.random(SPARKS)])

    def step(self, tick: Tick) -> None:
        s, dt = self._go_on(tick), tick.dt_s
        s.resting = tick.reading.stage == "rest"
        s.calm = approach(s.calm, 1.0 if s.resting or s.end_s is not None else 0.0, dt / 0.9)
        s.done = approach(s.done, min(self._efforts / max(s.setup.reps, 1), 1.0), dt / 8.0)
        self.see(tick)
        self._watch(tick)
        if s.end_s is not None:
            self._end(dt)
        elif self.teaching() or self.coach_stays or s.coach_here > 0.0:
            self._teach(dt)
        if s.end_s is None and not self.teaching():
            self._play(tick)
        self.live(dt)

    def _watch(self, tick: Tick) -> None:
        """Dim while nobody is seen, and say what to do."""
        s = self._state
        self._unseen_s = 0.0 if tick.reading.seen else self._unseen_s + tick.dt_s
        lost = self._unseen_s > 0.7 and s.end_s is None and not s.resting and not self.teaching()
        if lost and s.dim == 0.0:
            self.sound("step_back", 0.6)
        s.dim = approach(s.dim, 0.2 if lost else 0.0, tick.dt_s * 0.3)
        if lost:
            s.speech.put(say.STEP_BACK, s.t_s, 0.3, 9)

    def _teach(self, dt: float) -> None:
        """The first ten seconds: a coach beside the player does one of their own."""
        s, t = self._state, self._state.t_s
        if s.coach is None:
            return
        s.coach_here = approach(s.coach_here, 1.0 if self.teaching() or self.coach_stays else 0.0, dt / 1.2)
        up = ease((t - 4.0) / 3.0) * (1.0 - ease((t - 7.4) / 2.2)) if s.setup.teach else 0.0
        self.demonstrate(up, dt)
        if not self.teaching():
            return
        sense = s.setup.sense
        for at, text, for_s in ((2.0, self.said.opening, 2.0), (4.0, self.said.go[sense], 3.0)):
            if at <= t < at + for_s:
                s.speech.put(text, t, at + for_s - t, 1)
        if t >= REACHED_S:
            s.speech.put(self.said.back[sense], t, TEACH_S - t, 1)
        s.moving = approach(s.moving, 1.0 if t > 4.0 else 0.0, dt / 0.4)
        self.show(up, dt)
        if t - dt < REACHED_S <= t:
            self._reach(celebrate=True)
        if t + dt + 1e-9 >= TEACH_S:
            self._leave(True, None)
            s.speech.put(say.YOUR_TURN, t + dt, 8.0, 1)

    def _play(self, tick: Tick) -> None:
        s, r, dt = self._state, tick.reading, tick.dt_s
        s.side = r.side if s.setup.side == "both" else s.side
        s.count = f"{r.full} of {r.needed}" if r.stage == "set" and r.needed else ""
        for event in tick.events:
            self._hear(event, r.near_limit)
        held = r.hold if s.reached and s.setup.hold_s > 0.0 and math.isfinite(r.hold) else 0.0
        s.hold = approach(s.hold, held, dt / 0.8)
        self.play(tick)
        s.moving = approach(s.moving, 1.0 if r.lifting and s.part > 0.03 else 0.0, dt / 0.5)
        self._say(tick)

    def _say(self, tick: Tick) -> None:
        """Breath in a hold, enough at the limit; "Your turn." waits for the first lift, after 8 s with a hint."""
        s, r, dt = self._state, tick.reading, tick.dt_s
        self._held_s = self._held_s + dt if s.reached and r.progress >= 0.8 else 0.0
        long_hold = s.setup.hold_s >= 5.0 and self._held_s > 1.5
        if (long_hold or self._held_s > 5.0) and not self._breathed:
            self._breathed = True
            s.speech.put(say.BREATHE, s.t_s, 3.0, 4)
        if r.near_limit and r.lifting:
            s.speech.put(say.ENOUGH[s.setup.sense], s.t_s, 1.5, 8)
        if self._tried or not s.setup.teach:
            return
        before, self._wait_s = self._wait_s, self._wait_s + dt
        if before < 8.0 <= self._wait_s:
            s.speech.put(self.said.hint[s.setup.sense], s.t_s, 6.0, 1)

    def _hear(self, event: Event, near_limit: bool) -> None:
        s = self._state
        match event:
            case RepStarted():
                self._breathed = self._near = False
                if not self._tried and s.speech.rank <= 1:
                    s.speech.until_s = s.t_s + 0.4
                self._tried = True
            case LimitReached():
                self._near = True
            case TargetReached(side=side) if not s.reached:
                if s.setup.side == "both" and side in ("left", "right"):
                    s.side = side
                self._reach(celebrate=not (near_limit or self._near))
            case RepCompleted():
                self._leave(event.full, event)
                self._efforts += 1
                kind = self._words.hear(event, s.setup.hold_s, s.setup.sense)
                if kind:
                    s.speech.put(kind, s.t_s, _SENTENCE_S, 3)
        self.hear(event)

    def _reach(self, *, celebrate: bool) -> None:
        s = self._state
        s.reached = True
        if celebrate:
            s.rung_s = s.t_s
            self.note(0.9, felt=not self.teaching())
        self.there()

    def _leave(self, full: bool, done: RepCompleted | None) -> None:
        self.gone(full, done)
        self._state.reached = False

    def _end(self, dt: float) -> None:
        """The whole tune, eight wordless seconds, then the caption."""
        s = self._state
        assert s.end_s is not None
        now, before = s.t_s - s.end_s, s.t_s - s.end_s - dt
        s.count = ""
        s.moving = approach(s.moving, 0.0, dt / 0.5)
        s.hold = approach(s.hold, 0.0, dt / 0.8)
        s.coach_here = approach(s.coach_here, 1.0 if self.coach_stays else 0.0, dt / 1.2)
        for i, sound in enumerate(self.song()):
            if before < end_note_s(i) <= now:
                self.sound(sound, 0.9)
        if before < _END_WORDS_S <= now:
            s.speech.put(self.said.ending, s.t_s, END_S - _END_WORDS_S, 5)
        self.ending(now, dt)

    def note(self, gain: float, *, low: bool = False, felt: bool = False) -> None:
        """This effort's note of the tune, or the same an octave lower; `felt` by the working hand in a headset."""
        name = self.tune[self._efforts % len(self.tune)]
        self.sound(f"{self.instrument}_{LOWER[name] if low else name}", gain, felt=felt)

    def teaching(self) -> bool:
        s = self._state
        return s.setup.teach and s.t_s + 1e-9 < TEACH_S and s.end_s is None

    def score(self) -> int:
        """Every deliberate effort is worth one."""
        return self._efforts

    def keep(self) -> dict[str, float]:
        return self._words.keep() | self.left()


def end_note_s(index: Number) -> Number:
    """When in the ending the index-th note of the tune sounds, or each of several, seconds."""
    return _END_TUNE_S + _END_BEAT_S * index
