"""A whole evening from a mover: routines, sources and a run to its end, for the tests of the scenes."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from exercises import definition, synthetic
from exercises.definition import Exercise, Sense, Signal
from exercises.events import RepCompleted
from exercises.pose import Pose
from exercises.routine import Answers, Dose, Prescription, Routine
from game import loop
from game.drawlist import Camera, DrawList
from game.intents import Intent
from game.minigames.interface import MiniGame, Setup, Tick
from game.scenes.opening import Opening
from game.scenes.show import Show
from game.tape import Tape
from game.tracking.placement import placement

CATALOG = Path(definition.__file__).parent / "catalog"
USUAL = Opening(sessions_before=3, whom_to_call="Ada")


def exercise(id: str) -> Exercise:
    return definition.parse(tomllib.loads((CATALOG / f"{id}.toml").read_text()), f"{id}.toml")


def prescribed(id: str = "shoulder_abduction", side: Any = "left", sets: int = 2, reps: int = 3) -> Prescription:
    return Prescription(exercise(id), side, Dose(sets, reps, 0.0, 20.0))


def routine(*prescriptions: Prescription, demo: bool = False, **how: Any) -> Routine:
    answers = Answers(pain_before=1, pain_after=1, effort=3) if demo else None
    return Routine("evening", "An evening", prescriptions or (prescribed(),), demo=answers, **how)


def lifts(id: str = "shoulder_abduction", count: int = 10, side: Any = "left", fps: float = 10.0, **how: Any):  # type: ignore[no-untyped-def]
    """A film of somebody who stands still for three seconds and then does the exercise `count` times."""
    peaks = (synthetic.PEAKS_DEG[id],) * count
    return synthetic.mover(id, peaks, fps, side=side, lead_s=3.0, **how)


@dataclass
class Film:
    """Lock-step over poses given at once."""

    poses: Sequence[Pose]
    lockstep: bool = True
    at: int = 0

    @property
    def ended(self) -> bool:
        return self.at >= len(self.poses)

    def poll(self) -> tuple[Pose, ...]:
        if self.ended:
            return ()
        self.at += 1
        return (self.poses[self.at - 1],)

    def notices(self) -> tuple[Any, ...]:
        return ()


@dataclass
class Screen:
    """Nothing is drawn; time passes at `hz` frames a second, or not at all."""

    hz: float = 60.0
    now: float = 0.0
    shown: set[tuple[str, tuple[tuple[str, str, float], ...]]] = field(default_factory=set)

    def wait(self) -> float:
        self.now += 1 / self.hz
        return 1 / self.hz

    def show(self, before: DrawList, after: DrawList, alpha: float) -> None:
        words = tuple((panel.id, f"{panel.title} {panel.text}".strip(), panel.height) for panel in after.panels)
        self.shown.add((after.notes.get("scene", ""), words))

    def intents(self) -> tuple[Intent, ...]:
        return ()


@dataclass
class Evening:
    """Everything that came of a run."""

    show: Show
    said: list[tuple[int, Any]] = field(default_factory=list)
    kept: dict[int, tuple[Sequence[Pose], Sequence[Intent]]] = field(default_factory=dict)
    scenes: list[str] = field(default_factory=list)
    ran: loop.Run | None = None
    shown: set[tuple[str, tuple[tuple[str, str, float], ...]]] = field(default_factory=set)

    def record(self, n: int, poses: Sequence[Pose], intents: Sequence[Intent], log: tuple[Any, ...]) -> None:
        if poses or intents:
            self.kept[n] = (poses, intents)
        if log:
            self.said.append((n, log))
        if not self.scenes or self.scenes[-1] != self.show.scene:
            self.scenes.append(self.show.scene)

    def of(self, kind: type) -> list[Any]:
        return [record for _, log in self.said for _, record in log if isinstance(record, kind)]

    def answer(self, key: str) -> list[Any]:
        from exercises.routine import Answer

        return [said.value for said in self.of(Answer) if said.key == key]


class Plain:
    """A game without a picture, two seconds of teaching and one of ending: the evening around it is what is tested."""

    id, title = "plain", "Plain"
    takes: frozenset[Signal] = frozenset({"lift_return", "hold"})
    senses: frozenset[Sense] = frozenset({"up", "down", "out"})

    def start(self, setup: Setup) -> None:
        self._teach = setup.teach
        self._t_s, self._end_s = 0.0, math.inf
        self._lifts = 0

    def step(self, tick: Tick) -> None:
        self._t_s += tick.dt_s
        self._lifts += sum(isinstance(event, RepCompleted) for event in tick.events)

    def draw(self) -> DrawList:
        return DrawList(Camera(np.eye(4)))

    def teaching(self) -> bool:
        return self._teach and self._t_s < 2.0

    def score(self) -> int:
        return self._lifts

    def keep(self) -> dict[str, float]:
        return {"lifts": float(self._lifts)}

    def finish(self) -> None:
        self._end_s = self._t_s

    def finished(self) -> bool:
        return self._t_s >= self._end_s + 1.0


def advise(pose: Pose | None, exercise: Exercise, sides: str):  # type: ignore[no-untyped-def]
    return placement(pose, exercise, sides)  # type: ignore[arg-type]


def answering(**answers: str) -> Callable[[Show, int], Sequence[Intent]]:
    """Every question half a second after it came; "1" to numbers, the first button to others, unless told."""

    def give(show: Show, n: int) -> Sequence[Intent]:
        panel = show.asking
        if panel is None or n % 30 != 29:
            return ()
        buttons = [button.id for button in panel.buttons]
        usual = "no" if panel.id in ("worse_since", "calibration_hurt") else "1" if "1" in buttons else buttons[0]
        return (Intent("select", button=answers.get(panel.id, usual)),)

    return give


def new_show(asked: Routine, opening: Opening = USUAL, seed: int = 7, game: Callable[[], MiniGame] = Plain) -> Show:
    return Show(asked, make_game=lambda _: game(), advise=advise, seed=seed, opening=opening)


def play(
    asked: Routine,
    poses: Sequence[Pose],
    answers: Callable[[Show, int], Sequence[Intent]] = lambda _show, _n: (),
    *,
    opening: Opening = USUAL,
    hz: float | None = None,
    most_ticks: int = 60 * 400,
    game: Callable[[], MiniGame] = Plain,
) -> Evening:
    """Run an evening to its end; `answers` sees the show before each tick and gives that tick's intents."""
    show = new_show(asked, opening, game=game)
    out = Evening(show)
    screen = Screen(hz or 60.0)
    out.ran = loop.run(
        show, Film(poses), screen, clock=lambda: screen.now, record=out.record,
        asked=lambda n: answers(show, n), as_fast=hz is None, draw_every=10**9, most_ticks=most_ticks,
    )  # fmt: skip
    out.shown = screen.shown
    return out


def replayed(show: Show, evening: Evening) -> list[tuple[int, tuple[Any, ...]]]:
    """What another show says to what this evening's show was given."""
    assert evening.ran is not None
    tape, screen = Tape(show, evening.kept, evening.ran.ticks), Screen()
    loop.run(tape, tape, screen, clock=lambda: screen.now, record=lambda *_: None, as_fast=True)
    return tape.said
