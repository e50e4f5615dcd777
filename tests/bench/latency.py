"""How late the player sees themselves: `python tests/bench/latency.py`.

The program's own parts, and real time: a film read at its own pace stands for the webcam (`FilmAsWebcam`), the camera's
process follows it with MediaPipe, the loop hands each pose to the show, whose judge and game it moves, and the game
is drawn off screen at the window's pace until the driver has finished. A pose's own time is when its picture was read.
For every pose while lifts are calibrated and played it prints the median and the slowest twentieth of

    tracked   until the loop had the pose
    judged    until the judge had taken it and the game had made its tick
    drawn     until the first frame that was drawn from there on was finished

A real camera adds its exposure and its cable, a display its own picture, and the figure follows its pose 60 ms behind.
The evening's questions are answered without waiting, before the film begins.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
from frame import Screen

from exercises.pose import Pose
from exercises.routine import Answers
from game import library, loop
from game.assets import asset
from game.choices import Wanted, choose_routine, make_show
from game.drawlist import DrawList
from game.intents import Intent
from game.render.context import open_offscreen
from game.render.gl import Painter
from game.render.governor import Governor
from game.scenes.opening import Opening
from game.scenes.show import Show
from game.tracking.camera_process import CameraProcess
from game.tracking.landmarks import MODELS
from game.tracking.trial import FilmAsWebcam

SEED = 7
MEASURED = ("calibrate", "play")
WAITS = ("placement", *MEASURED)  # scenes that need to see somebody
SETTLES_S = 2.0  # of the film, before anything counts: models are loaded, the body is sought


@dataclass
class Watched:
    """The camera, as the loop sees it; of each pose that was taken, when its picture was read."""

    camera: CameraProcess
    lockstep = ended = False
    taken: deque[tuple[float, float]] = field(default_factory=deque)  # (captured, handed on), by time.monotonic

    def poll(self) -> tuple[Pose, ...]:
        poses = self.camera.poll()
        now = time.monotonic()
        self.taken.extend((self.camera.began_s + pose.t_s, now) for pose in poses)
        return poses

    def notices(self) -> tuple[object, ...]:
        return self.camera.notices()


@dataclass
class Later:
    """A show whose first `ahead` ticks are over, as one that begins now."""

    show: Show
    ahead: int
    until_s: float

    @property
    def watching(self) -> bool:
        return self.show.watching

    @property
    def ended(self) -> bool:
        return self.show.ended or time.monotonic() >= self.until_s

    def step(self, n: int, poses: Sequence[Pose], intents: Sequence[Intent]) -> None:
        shifted = [replace(pose, t_s=pose.t_s + self.ahead * loop.TICK_S) for pose in poses]
        self.show.step(n + self.ahead, shifted, intents)

    def draw(self) -> DrawList:
        return self.show.draw()

    def log(self) -> tuple[object, ...]:
        return self.show.log()


@dataclass
class Delays:
    """Seconds from each picture to what became of it, by scene."""

    source: Watched
    show: Show
    since_s: float
    rows: list[tuple[str, float, float, float]] = field(default_factory=list)
    _waiting: list[tuple[str, float, float, float]] = field(default_factory=list)

    def judged(self, n: int, poses: Sequence[Pose], intents: Sequence[Intent], log: object) -> None:
        now, taken = time.monotonic(), self.source.taken
        while len(taken) > len(poses):  # seen before the session began: the loop passes them over
            taken.popleft()
        for captured, handed in taken:
            if captured >= self.since_s and self.show.scene in MEASURED:
                self._waiting.append((self.show.scene, captured, handed, now))
        taken.clear()

    def drawn(self, show: object, n: int) -> None:
        now = time.monotonic()
        for scene, captured, handed, judged in self._waiting:
            self.rows.append((scene, handed - captured, judged - captured, now - captured))
        self._waiting.clear()


def answered(game: str) -> tuple[Show, int]:
    """An evening with that game, its questions answered, and how many ticks it has had."""
    wanted = Wanted(exercise="shoulder_abduction", sides="left", reps=12, game=game)
    routine = replace(choose_routine(wanted, live=True), demo=Answers())
    show = make_show(routine, SEED, Opening())
    n = 0
    while show.scene not in WAITS:
        show.step(n, (), ())
        n += 1
    return show, n


def measured(game: str, painter: Painter, wanted: argparse.Namespace) -> Delays:
    show, ahead = answered(game)
    with CameraProcess(partial(FilmAsWebcam, wanted.film), wanted.model) as camera:
        now = time.monotonic()
        source = Watched(camera)
        delays = Delays(source, show, now + SETTLES_S)
        screen = Screen(painter, paced=True, governor=Governor())
        later = Later(show, ahead, now + SETTLES_S + wanted.seconds)
        loop.run(later, source, screen, clock=time.monotonic, record=delays.judged, hear=lambda _: None,
                 after_frame=delays.drawn)  # fmt: skip
    return delays


def said(name: str, rows: np.ndarray) -> str:
    """`rows` (N, 3) seconds."""
    ms = 1000 * np.stack([np.median(rows, axis=0), np.percentile(rows, 95, axis=0)], axis=1)
    parts = (f"{what} {median:4.0f}, {slow:4.0f} ms" for what, (median, slow) in zip(
        ("tracked", "judged", "drawn"), ms, strict=True))  # fmt: skip
    return f"{name:22} {len(rows):4} poses: {'; '.join(parts)}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    lifting = [name for name, make in library.games().items() if "lift_return" in make().takes]
    parser.add_argument("--games", nargs="+", default=["lanterns"], choices=lifting)
    parser.add_argument("--seconds", type=float, default=40.0, help="of real time, for each game")
    parser.add_argument("--film", type=Path, default=asset("films/demo_shoulder_abduction.mp4"))
    parser.add_argument("--model", choices=MODELS, default="full")
    wanted = parser.parse_args()
    painter = Painter(open_offscreen(), 1280, 720)
    print(f"{painter.context.info['GL_RENDERER']}; {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; "
          f"median, 95th percentile with the {wanted.model} model")  # fmt: skip
    for game in wanted.games:
        rows = measured(game, painter, wanted).rows
        if not rows:
            print(f"{game}: nobody was seen in {wanted.seconds:.0f} s: nothing could be measured")
            return 1
        for scene in MEASURED:
            if of := [row[1:] for row in rows if row[0] == scene]:
                print(said(f"{game}, {scene}", np.array(of)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
