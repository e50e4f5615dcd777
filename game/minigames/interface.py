"""What a mini-game is. One file a game; it dresses what the judge says and can write no clinical number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from exercises.definition import Exercise, Position, Sense, Signal
from exercises.events import Event
from exercises.pose import Joint, Pose
from exercises.routine import BothSides
from exercises.session import Reading
from game.drawlist import Body, DrawList

__all__ = ["TICK_S", "MiniGame", "Setup", "Signal", "Tick", "fits"]

TICK_S = 1 / 60


@dataclass(frozen=True, slots=True, eq=False)
class Setup:
    """What a game is told before it starts. `reach` (N, 3): where the working hand went while calibrating, or empty.
    `kept` is what this game left behind in the set before (lit houses, say): plain data, made by its `keep()`.
    `both`: how two sides share the set, where `side` is "both" and the exercise is done by one side at a time:
    together, either (alternate), or all lifts of one side and then the other's. `reps` counts all lifts.
    `still`: the player asked for scenery that stands still: nothing travels past but what their own movement moves.
    `arriving`: lights lit upstream (in earlier games tonight, and yesterday), which drift into this world.
    `lasts_s`, `breath_s`: of a passage without an exercise (signal "free"), how long it lasts, and a wave's seconds in
    and out."""

    exercise: Exercise
    side: str
    sense: Sense
    reps: int
    hold_s: float
    seed: int
    set_index: int
    sets: int
    reach: np.ndarray
    body: Body = "older_woman"
    teach: bool = True  # play the first ten seconds
    kept: dict[str, float] | None = None
    still: bool = False
    arriving: int = 0
    lasts_s: float = 0.0
    breath_s: tuple[float, float] = (4.0, 6.0)
    both: BothSides = "one_then_other"


@dataclass(frozen=True, slots=True, eq=False)
class Tick:
    """One sixtieth of a second: the newest pose (None: none yet), the judge's reading, what it said since the last."""

    n: int
    t_s: float
    dt_s: float
    pose: Pose | None
    reading: Reading
    events: tuple[Event, ...]


class MiniGame(Protocol):
    id: str
    title: str
    takes: frozenset[Signal]
    senses: frozenset[Sense]
    needs: frozenset[Joint]  # what an exercise must be done with, as its own `needs` are written: for the left side
    positions: frozenset[Position]  # how the player may be placed

    def start(self, setup: Setup) -> None: ...
    def step(self, tick: Tick) -> None:
        """60 Hz; no clock, file or global random."""

    def draw(self) -> DrawList:
        """No GPU; drawing twice changes nothing."""

    def teaching(self) -> bool:
        """Whether the first ten seconds still run: the judge counts nothing yet."""

    def score(self) -> int:
        """The story's own points (lights lit), never a clinical number."""

    def keep(self) -> dict[str, float]:
        """What the next set of this session should find as it was left."""

    def finish(self) -> None:
        """The set is over: play the ending."""

    def finished(self) -> bool:
        """Whether the ending has been played."""


_ASKED: dict[Signal, str] = {
    "lift_return": "a lift and return",
    "hold": "a hold",
    "alternate": "a movement of both sides in turn",
    "reach": "a reach to points",
    "rhythm": "a movement in a rhythm",
    "free": "a quiet passage",
}
_GOES: dict[Sense, str] = {"up": "up", "down": "down", "out": "outward", "turn": "round"}
_PLACED: dict[Position, str] = {
    "standing": "standing",
    "seated": "seated",
    "lying": "lying",
    "floor": "on the floor",
}


def fits(game: MiniGame, exercise: Exercise) -> str | None:
    """None where `game` can be driven by `exercise`, else why not."""
    if exercise.signal not in game.takes:
        asked = " or ".join(_ASKED.get(signal, signal) for signal in sorted(game.takes))
        return f"is for {asked}; {exercise.id} is {_ASKED[exercise.signal]}"
    if exercise.sense not in game.senses:
        goes = " or ".join(_GOES.get(sense, sense) for sense in sorted(game.senses))
        return f"is for what goes {goes}; {exercise.id} goes {_GOES[exercise.sense]}"
    if exercise.position not in game.positions:
        placed = " or ".join(_PLACED.get(position, position) for position in sorted(game.positions))
        return f"is played {placed}; {exercise.id} is done {_PLACED[exercise.position]}"
    if not game.needs <= exercise.needs:
        missing = sorted(joint.name.removeprefix("left_") for joint in game.needs - exercise.needs)
        return f"is played with the {' and '.join(missing)}; {exercise.id} is not"
    return None
