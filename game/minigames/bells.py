"""Bells: a lift draws a bow of light along a string, the target rings its bell, the return lets it resolve.

The judge says how far along the movement is and what happened; this game dresses that. The song advances by one note
for each deliberate effort and waits in between for as long as it takes: there is no beat to miss. Full efforts ring
bronze bells, short ones a bamboo chime an octave lower, and each leaves a drop of light where it sounded. Steps sound
as a slow bass below it, every fourth a chord.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from exercises.definition import Sense, Signal
from exercises.events import Event, RepCompleted, RepStarted
from exercises.measures import Side
from game.drawlist import DrawList
from game.minigames.bells_picture import picture, string
from game.minigames.bells_song import Bow, Note, Song
from game.minigames.bells_stage import CHIME, NOTES, Stage
from game.minigames.bells_words import SAID
from game.minigames.forest import LAMPS, burning, promised
from game.minigames.interface import Setup, Tick
from game.minigames.motion import along, approach
from game.minigames.telling import LOWER, Telling, Told, end_note_s
from game.minigames.worn import Worn

_AT_REST = 0.12
_TOGETHER = 0.8  # the other side is this far along too: both ring
_MOST_PLAYED = 12  # of the song, at the end
_BASS = (1.0, 1.498, 1.682, 1.260)  # D, A, B and F sharp as shares of D2
_BASS_S = 1.3
_CHORD = ("d4", "fs4", "a4")


@dataclass(slots=True, kw_only=True)
class State(Told):
    stage: Stage
    song: Song
    bows: dict[Side, Bow]
    steps: bool  # the movement is steps: a bass
    worn: Worn = field(default_factory=Worn)
    bass: float = 0.0  # how loud it sounds
    bass_pitch: float = 1.0
    bass_until_s: float = -1.0
    lamps: np.ndarray = field(default_factory=lambda: np.zeros(LAMPS))  # downstream, as in the rest of the forest
    partner: bool = False  # this effort was both sides'


class Bells(Telling[State]):
    id = "bells"
    title = "Bells"
    takes: frozenset[Signal] = frozenset({"rhythm", "lift_return", "alternate", "hold"})
    senses: frozenset[Sense] = frozenset({"up", "out", "turn", "down"})
    positions = frozenset({"standing", "seated"})
    said = SAID
    instrument = "bell"

    def begin(self, setup: Setup, kept: Mapping[str, float], rng: np.random.Generator) -> State:
        stage = Stage.of(setup)
        tune, self._kept = type(self).tune, int(kept.get("notes", 0))
        first = self._kept % len(tune)  # the song goes on where it was left
        self.tune = (*tune[first:], *tune[:first])
        s = State(
            setup=setup,
            side=stage.sides[-1],
            stage=stage,
            song=Song.of(stage.sides, dict(kept)),
            bows={side: Bow(bell=NOTES.index(self.tune[0])) for side in stage.sides},
            steps=setup.exercise.signal == "alternate",
        )
        s.lamps = promised(self._lit(s))
        return s

    def see(self, tick: Tick) -> None:
        s = self._state
        if s.worn.see(tick.pose) and s.worn.eye is not None:
            s.stage = s.stage.real(s.worn.eye)

    def show(self, up: float, dt_s: float) -> None:
        s = self._state
        s.bows[s.side].draw(up, False, dt_s)
        s.part = s.bows[s.side].part

    def play(self, tick: Tick) -> None:
        s, r = self._state, tick.reading
        each: dict[Side, float] = {"left": r.progress_left, "right": r.progress_right}
        hold = r.hold if math.isfinite(r.hold) else 0.0
        for side, bow in s.bows.items():
            bow.draw(each[side] if len(s.bows) > 1 else r.progress, s.setup.hold_s > 0.0 and hold < 1.0, tick.dt_s)
        s.side = self._own(s.side)
        s.part = s.bows[s.side].part

    def hear(self, event: Event) -> None:
        s = self._state
        if isinstance(event, RepStarted):
            s.bows[self._own(event.side)].next(self._bell(), hurry=True)

    def there(self) -> None:
        """The bell rings, and the pool answers; with both sides at once, both bells."""
        s = self._state
        s.side = self._own(s.side)
        others = [side for side, bow in s.bows.items() if side != s.side and bow.aim >= _TOGETHER and not bow.over]
        s.partner = bool(others)
        for side in (s.side, *others):
            bow = s.bows[side]
            bow.next(self._bell(), hurry=True)
            bow.rung = True
            s.song.ring(s.stage, side, bow.bell, s.t_s)
        if s.steps:
            s.bass_pitch, s.bass_until_s = _BASS[self._efforts % len(_BASS)], s.t_s + _BASS_S

    def note(self, gain: float, *, low: bool = False, felt: bool = False) -> None:
        """Steps sound an octave lower and softer; every fourth completes a chord."""
        s = self._state
        if not s.steps:
            super().note(gain, low=low, felt=felt)
        elif low:
            return
        elif self._efforts % len(_BASS) == len(_BASS) - 1:
            for note in _CHORD:
                self.sound(f"{self.instrument}_{note}", 0.4 * gain, felt=felt and note == _CHORD[0])
        else:
            name = self.tune[self._efforts % len(self.tune)]
            self.sound(f"{self.instrument}_{LOWER[name]}", 0.6 * gain, felt=felt)

    def gone(self, full: bool, done: RepCompleted | None) -> None:
        """The note resolves and leaves a drop of light; a short one's sinks to the chime, which sounds it lower."""
        s = self._state
        s.side = self._own(s.side if done is None else done.side)
        bow = s.bows[s.side]
        together = [side for side in s.bows if side == s.side or s.partner]
        if full:
            self.note(0.45, low=True)
            for side in together:
                s.song.resolve(s.stage, side, s.bows[side].bell, s.t_s)
        else:
            head = along(string(s, s.side), 1.0 if bow.rung else bow.part)
            s.song.fall(s.side, head, bow.head * s.busy, s.t_s)
        if done is not None:
            s.song.sung.append(Note(s.side, bow.bell, full))
            if full:
                s.song.tie(s.side, bow.bell, s.t_s)
        for side in together:
            s.bows[side].leave(fell=not full)
        s.partner = False

    def live(self, dt_s: float) -> None:
        s = self._state
        for side in s.song.step(s.bows, s.t_s, dt_s):
            self.sound(f"wood_{LOWER[self._short_note(side)]}", 0.7)
        if s.end_s is None:
            for bow in s.bows.values():
                if bow.bell != self._bell() and not bow.rung and bow.part < _AT_REST:
                    bow.leave()  # the other side has sung this note meanwhile
                bow.next(self._bell())
        s.lamps = burning(s, s.lamps, self._lit(s), dt_s)
        s.bass = approach(s.bass, 1.0 if s.t_s < s.bass_until_s else 0.0, dt_s / 0.6)

    def ending(self, now_s: float, dt_s: float) -> None:
        """The bells that were rung play it all once more, each with its light."""
        s = self._state
        for bow in s.bows.values():
            bow.leave()
            bow.draw(0.0, False, dt_s)
        for i, note in enumerate(self._played()):
            if now_s - dt_s < end_note_s(i) <= now_s:
                if note.full:
                    s.song.ring(s.stage, note.side, note.bell, s.t_s, rings=1)
                else:
                    s.song.thing(note.side, CHIME).strike(s.t_s, 0.8)

    def song(self) -> tuple[str, ...]:
        return tuple(
            f"{self.instrument}_{NOTES[note.bell]}" if note.full else f"wood_{LOWER[NOTES[note.bell]]}"
            for note in self._played()
        )

    def left(self) -> dict[str, float]:
        return self._state.song.keep() | {"notes": float(self._kept + self._efforts)}

    def picture(self, s: State) -> DrawList:
        return picture(s)

    def _lit(self, s: State) -> float:
        """How many lamps burn for what has been sung of tonight's song."""
        return LAMPS * ((self._kept + self._efforts) / max(s.setup.reps * s.setup.sets * len(s.stage.sides), 1))

    def _bell(self) -> int:
        return NOTES.index(self.tune[self._efforts % len(self.tune)])

    def _own(self, side: Side) -> Side:
        """The side whose bells ring: a movement of the whole body has those of one side only."""
        sides = self._state.stage.sides
        return side if side in sides else sides[0]

    def _short_note(self, side: Side) -> str:
        """The note whose light has just come down to a side's chime."""
        s = self._state
        short = [note for note in s.song.sung if note.side == side and not note.full]
        waiting = sum(light.side == side for light in s.song.falling)
        return NOTES[short[-1 - waiting].bell] if len(short) > waiting else self.tune[0]

    def _played(self) -> list[Note]:
        """What is played back: the last of what was sung, or, where nothing was, the song as the bells know it."""
        s = self._state
        known = [Note(s.stage.sides[i % len(s.stage.sides)], NOTES.index(n), True) for i, n in enumerate(self.tune)]
        return s.song.sung[-_MOST_PLAYED:] or known
