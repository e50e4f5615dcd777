"""What every game is, whether it counts or not: a state that its picture is drawn from, sounds, an ending."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import numpy as np

from exercises.definition import Position, Sense, Signal
from exercises.measures import Side
from exercises.pose import Joint
from game.drawlist import Body, Cue, DrawList
from game.minigames import wording as say
from game.minigames.figure import Figure
from game.minigames.interface import Setup, Tick
from game.minigames.motion import ease

TEACH_S = 10.0
_CUE_S = 0.5  # how long lists carry a cue, so that one is heard even where not every tick is drawn
_OF_SETUP: Any = object()  # where a field is left out


@dataclass(slots=True, kw_only=True)
class Told:
    """What every picture is drawn from; a game's own state adds to it. Figure, coach and side follow from the setup,
    unless a game gives others."""

    setup: Setup
    figure: Figure = _OF_SETUP
    coach: Figure | None = _OF_SETUP  # who shows it in the first ten seconds
    side: Side = _OF_SETUP  # that is at work
    speech: say.Speech = field(default_factory=say.Speech)
    t_s: float = 0.0
    coach_here: float = 0.0
    dim: float = 0.0
    count: str = ""
    done: float = 0.0  # share of the set's lifts that are done, 0..1, as music and light follow it
    resting: bool = False
    calm: float = 0.0  # 1 when there is nothing to do: the goal is away
    part: float = 0.0  # how far the movement is on its way as it is drawn, 0..1: the game's own
    moving: float = 0.0  # how much the bow sounds
    hold: float = 0.0
    reached: bool = False  # the target, in this effort
    rung_s: float = -100.0  # when it last was, to be celebrated
    sparks: np.ndarray = field(default_factory=lambda: np.zeros((0, 3)))  # angle rad, distance, size of each
    end_s: float | None = None
    cues: list[tuple[float, Cue]] = field(default_factory=list)

    def __post_init__(self) -> None:
        setup = self.setup
        if self.figure is _OF_SETUP:
            self.figure = Figure(setup.body, setup.exercise.position)
        if self.coach is _OF_SETUP:
            self.coach = coached(setup)
        if self.side is _OF_SETUP:
            self.side = "left" if setup.side == "left" else "right"

    @property
    def heard(self) -> tuple[Cue, ...]:
        """What sounds now, as a draw list carries it."""
        return tuple(cue for _, cue in self.cues)

    @property
    def busy(self) -> float:
        """1 while there is something to do, 0 at rest and at the end."""
        return 1.0 - ease(self.calm)

    @property
    def taught(self) -> bool:
        """Whether the coach, not the player, moves what is seen."""
        return self.setup.teach and self.coach is not None and self.coach_here > 0.0 and self.t_s < TEACH_S


S = TypeVar("S", bound=Told)


class Story(ABC, Generic[S]):
    """A mini-game with a state; `picture` is its own."""

    id: str
    title: str
    takes: frozenset[Signal]
    senses: frozenset[Sense]
    needs: frozenset[Joint] = frozenset()
    positions: frozenset[Position] = frozenset({"standing", "seated", "lying", "floor"})
    ends_s: float  # how long its ending lasts

    def __init__(self) -> None:
        self._s: S | None = None

    @abstractmethod
    def picture(self, s: S) -> DrawList:
        """The state as a draw list; changes nothing."""

    @property
    def _state(self) -> S:
        if self._s is None:
            raise RuntimeError(f"{type(self).__name__}.start(setup) comes before everything else")
        return self._s

    def _open(self, state: S) -> S:
        """The state before the first tick."""
        self._s, self._cue = state, 0
        return state

    def _go_on(self, tick: Tick) -> S:
        """The state as every tick finds it."""
        s = self._state
        s.t_s += tick.dt_s
        s.cues = [(until, cue) for until, cue in s.cues if until > s.t_s]
        s.figure.follow(tick.pose, tick.dt_s)
        return s

    def sound(self, name: str, gain: float, *, felt: bool = False) -> None:
        s = self._state
        cue = Cue(f"{self.id}-{s.setup.set_index}-{self._cue}", name, gain=gain, felt=s.side if felt else "")
        self._cue += 1
        s.cues.append((s.t_s + _CUE_S, cue))

    def draw(self) -> DrawList:
        return self.picture(self._state)

    def finish(self) -> None:
        s = self._state
        if s.end_s is None:
            s.end_s = s.t_s
            s.speech.until_s = min(s.speech.until_s, s.t_s + 0.5)

    def finished(self) -> bool:
        s = self._state
        return s.end_s is not None and s.t_s - s.end_s >= self.ends_s


def coached(setup: Setup) -> Figure | None:
    """Who shows it, where the first ten seconds are played."""
    return Figure(beside(setup.body), setup.exercise.position) if setup.teach else None


def beside(player: Body) -> Body:
    """Who is beside somebody to show them a movement: never the player's double."""
    return "man" if "woman" in player else "woman"
