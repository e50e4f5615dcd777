"""Games played by hand-made readings, so that what was asked and what must follow can be worked out by head."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from exercises import events as ev
from exercises.definition import Exercise
from exercises.pose import Joint, Pose, Rigid
from exercises.session import Reading
from game import library
from game.minigames.figure import scripted
from game.minigames.interface import TICK_S, Setup, Tick
from game.minigames.lanterns import Lanterns

CATALOGUE = library.exercises()
NOWHERE = np.full(3, np.nan)
SEATED_EYE = np.array([0.0, 1.2, 0.0])


def reading(t_s: float, progress: float, **given: object) -> Reading:
    values = {
        "t_s": t_s, "stage": "set", "seen": True, "side": "left", "angle_deg": np.nan, "uncertainty_deg": 5.0,
        "progress": progress, "progress_left": progress, "progress_right": progress, "rising": True,
        "lifting": progress > 0.1, "hold": 0.0, "stillness": 1.0, "set_index": 0, "full": 0, "efforts": 0, "needed": 10,
        "calibration_lifts": 3, "target_deg": 90.0, "near_limit": False, "hand": NOWHERE, "target": NOWHERE,
    }  # fmt: skip
    return Reading(**{**values, **given})  # type: ignore[arg-type]


def setup(exercise: str = "shoulder_abduction", **given: object) -> Setup:
    chosen: Exercise = CATALOGUE[exercise]
    values = {
        "exercise": chosen, "side": "left", "sense": chosen.sense, "reps": 10, "hold_s": 0.0, "seed": 3, "set_index": 0,
        "sets": 2, "reach": np.zeros((0, 3)), "teach": False,
    }  # fmt: skip
    return Setup(**{**values, **given})  # type: ignore[arg-type]


def worn(points: np.ndarray, hand: np.ndarray, t_s: float, eye: np.ndarray = SEATED_EYE) -> Pose:
    """A seated wearer as a headset's source gives them: their head at `eye`, their right hand at `hand`, (3,) each."""
    straight = np.array([0.0, 0.0, 0.0, 1.0])
    return Pose(t_s, points, np.ones(33), head=Rigid(eye, straight), right_hand=Rigid(hand, straight))


def smooth(share: float) -> float:
    s = min(max(share, 0.0), 1.0)
    return s * s * (3.0 - 2.0 * s)


@dataclass
class Lift:
    """Up to `peak` in up_s, held, down in down_s, then a pause."""

    peak: float = 1.0
    up_s: float = 1.5
    hold_s: float = 0.5
    down_s: float = 2.0
    pause_s: float = 1.0

    @property
    def length_s(self) -> float:
        return self.up_s + self.hold_s + self.down_s + self.pause_s

    def progress(self, u_s: float) -> float:
        return self.peak * (smooth(u_s / self.up_s) - smooth((u_s - self.up_s - self.hold_s) / self.down_s))


@lru_cache(maxsize=1000)
def body(exercise: str, side: str, progress: float) -> np.ndarray:
    if math.isnan(progress):  # nobody is seen
        return np.full((len(Joint), 3), np.nan)
    chosen = CATALOGUE[exercise]
    return scripted(exercise, side, progress, chosen.position, chosen.sense)


class Stepper:
    """A game and the tick it has come to. `look` sees the game after every tick."""

    def __init__(
        self, given: Setup, look: Callable[[Any, float], None] | None = None, make: Callable[[], Any] = Lanterns
    ) -> None:
        self.game = make()
        self.game.start(given)
        self.given = given
        self.n = self.full = self.efforts = 0
        self.look = look

    @property
    def t_s(self) -> float:
        return self.n * TICK_S

    def tick(self, progress: float = 0.0, *events: ev.Event, pose: Pose | None = None, **given: object) -> None:
        pose = pose or Pose(self.t_s, body(self.given.exercise.id, self.given.side, round(progress, 2)), np.ones(33))
        counted = {"full": self.full, "efforts": self.efforts, "needed": self.given.reps}
        r = reading(self.t_s, progress, **{**counted, **given})
        self.game.step(Tick(self.n, self.t_s, TICK_S, pose, r, events))
        self.n += 1
        if self.look:
            self.look(self.game, self.t_s)

    def still(self, seconds: float, **given: object) -> None:
        for _ in range(round(seconds / TICK_S)):
            self.tick(0.0, **given)

    def rise(self) -> None:
        """To the target in a second and a half."""
        for i in range(90):
            self.tick(i / 90)
        self.tick(1.0, ev.TargetReached(self.t_s, "left"))

    def lift(self, lift: Lift = Lift(), **given: object) -> None:  # noqa: B008
        """One effort, with the events that a judge gives it."""
        start, side = self.t_s, "left"
        started = reached = done = False
        for i in range(round(lift.length_s / TICK_S)):
            u = i * TICK_S
            p = lift.progress(u)
            said: list[ev.Event] = []
            if not started and p > 0.25:
                started = True
                said.append(ev.RepStarted(self.t_s, self.efforts, side))
            if not reached and p > 0.985:
                reached = True
                said.append(ev.TargetReached(self.t_s, side))
            if not done and u > lift.up_s + lift.hold_s and p < 0.15:
                done = True
                said.append(completed(self.t_s, self.efforts, start, lift, reached))
                self.efforts += 1
                self.full += reached
            self.tick(p, *said, **{"rising": u < lift.up_s, **given})
        assert done


def completed(t_s: float, index: int, start_s: float, lift: Lift, full: bool) -> ev.RepCompleted:
    duration_s, peak_s = t_s - start_s, start_s + lift.up_s
    return ev.RepCompleted(
        t_s, index, "left", start_s, peak_s, t_s, 80.0, 4.0, duration_s, lift.down_s, 0.9, (), True, full
    )


def say(game: Any) -> str:
    """The sentence on show, "" for none."""
    return next((panel.title for panel in game.draw().panels if panel.id == "say"), "")


def item(game: Any, id: str) -> np.ndarray:
    """(3,) where an item is, metres."""
    return next(i.room_from_item[:3, 3] for i in game.draw().items if i.id.split("-")[0] == id)


def length_m(points: np.ndarray) -> float:
    return float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())


def up_the_picture(game: Any, point: np.ndarray) -> float:
    """How far up the picture a room point is drawn, as a share of its height from the bottom."""
    camera = game.draw().camera
    seen = np.linalg.inv(camera.room_from_camera) @ np.append(point, 1.0)
    return float(0.5 + 0.5 * seen[1] / -seen[2] / np.tan(np.radians(camera.fov_deg / 2)))
