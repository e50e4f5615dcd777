"""The whole evening as one deterministic state machine: no clock, no file, no window.

welcome -> check-in -> for each prescription: placement -> calibrate -> for each set: play -> rest -> ... -> check-out
-> results -> ended, with pauses over any of them. The same ticks, poses, intents, routine, seed and Opening give the
same everything, so a session's log replays it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from exercises.definition import Exercise
from exercises.events import Event, StopReason
from exercises.pose import Pose
from exercises.routine import Answer, Prescription, Routine
from exercises.session import Plan
from game.drawlist import DrawList
from game.intents import Intent
from game.minigames.interface import MiniGame
from game.scenes.opening import Opening

Record = tuple[int, Event | Answer | Plan]  # the block (index of the prescription; -1 before the first), what happened


class Advice(Protocol):
    """Where to stand: `ready` when every joint the exercise needs is seen with room to lift, else `say` one short sentence."""

    @property
    def ready(self) -> bool: ...
    @property
    def say(self) -> str: ...


Advise = Callable[[Pose | None, Exercise, str], Advice]  # side: "left" | "right" | "both"
MakeGame = Callable[[Prescription], MiniGame]


class Show:
    """The evening. Call `step` once a tick, n = 0, 1, 2 ...; then read `log()`, `draw()`, `watching` and `ended`.

    step(n, poses, intents)   poses stamped in session time (n / 60), oldest first; intents since the last tick. What befell
                              the source comes as intents too (`camera_lost`, `camera_found`, `source_ended`), so that the
                              log of poses and intents replays everything
    watching      whether a lock-step source should be polled; False: it stands still and costs no film
    scene         the name of what is on: welcome, check-in, placement, calibrate, play, rest, check-out, results, pause,
                  fallen, farewell
    ended         the evening is over; `ended_because` says why
    log()         records since the last call
    draw()        the DrawList of now; drawing twice changes nothing
    progress()    block, set and lifts done, for a terminal: (block index, set index, full lifts, needed)
    """

    def __init__(
        self, routine: Routine, *, make_game: MakeGame, advise: Advise, seed: int, opening: Opening = Opening()
    ) -> None: ...

    scene: str
    watching: bool
    ended: bool
    ended_because: StopReason | None

    def step(self, n: int, poses: Sequence[Pose], intents: Sequence[Intent]) -> None: ...
    def draw(self) -> DrawList: ...
    def log(self) -> tuple[Record, ...]: ...
