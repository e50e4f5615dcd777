"""What a frame of each game costs, and whether it keeps its pace beside tracking: `python tests/bench/frame.py`.

Every game is played by a synthetic player through the program's own loop, drawn off screen as a window draws (a draw
list for every tick, as where sound is heard; blended, finished by the driver). Alone, as fast as it goes: milliseconds
of processor time of a tick, of a draw list and of the renderer, all threads together, with all and with the least
detail, and of a frame by the clock.
Then at the window's pace while a film, handed on like a webcam's pictures, is followed by the camera's own process:
frames and poses a second, with all detail and with the governor that leaves some out where frames come late, once it
has had six seconds to find its level. Beside each game stands its own world with nothing in it. Exits 1 where a game
on software GL misses 30 frames or 15 poses with the governor.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from game import library, loop
from game.assets import asset
from game.choices import Wanted, choose_routine, make_show
from game.drawlist import DrawList
from game.intents import Intent
from game.minigames import performances as players
from game.minigames.interface import MiniGame
from game.render.context import open_offscreen
from game.render.gl import Painter
from game.render.governor import FULL, LEVELS, Detail, Governor
from game.render.pacing import Pacing
from game.render.window import FASTEST_FPS, LEAST_FPS, SOFTWARE_FPS
from game.scenes.opening import Opening
from game.tracking.camera_process import CameraProcess
from game.tracking.landmarks import MODELS
from game.tracking.trial import FilmAsWebcam, poses_a_second

FRAMES_AT_LEAST, POSES_AT_LEAST = 30.0, 15.0
SETTLED = 8.0  # seconds into the set: something was done, the next effort is on
PEAKS = (1.06,) * 40  # no set ends while it is measured: the next one is played on to its middle at once
GOVERNED_S = 6.0  # until the governor has taken both its steps
SEED = 7


@dataclass
class Screen:
    """A window without the window: paced alike, or as fast as it goes."""

    painter: Painter
    paced: bool
    governor: Governor | None = None
    detail: Detail = FULL
    show_s: list[float] = field(default_factory=list)
    frame_s: list[float] = field(default_factory=list)
    _pacing: Pacing = field(default_factory=Pacing)

    def wait(self) -> float:
        return self._pacing.wait(SOFTWARE_FPS if self.painter.software else FASTEST_FPS) if self.paced else 0.0

    def show(self, before: DrawList, after: DrawList, alpha: float) -> None:
        self.painter.detail = self.detail if self.governor is None else self.governor.detail
        began, spent = time.monotonic(), time.process_time()
        self.painter.draw(before, after, alpha)
        self.painter.context.finish()
        self.show_s.append(time.process_time() - spent)
        self.frame_s.append(time.monotonic() - began)
        if self.governor is not None:
            self.governor.shown(time.monotonic(), 1 / (SOFTWARE_FPS if self.painter.software else LEAST_FPS))

    def intents(self) -> tuple[Intent, ...]:
        return ()

    @property
    def level(self) -> int:
        return 0 if self.governor is None else LEVELS.index(self.governor.detail)


@dataclass
class Beside:
    """What is tracked meanwhile is counted, and not played with."""

    camera: CameraProcess | None
    seen: int = 0
    lockstep = ended = False

    def poll(self) -> tuple[()]:
        found = () if self.camera is None else self.camera.poll()
        self.seen += sum(bool(np.isfinite(pose.points).any()) for pose in found)
        return ()

    def notices(self) -> tuple[()]:
        return ()


@dataclass
class Timed:
    """A game in the middle of a set, one set after the other; or a still picture, which costs no tick and no list."""

    make: Callable[[], players.Performed] | None
    still: DrawList | None = None
    step_s: list[float] = field(default_factory=list)
    draw_s: list[float] = field(default_factory=list)
    watching = False
    ended = False

    def __post_init__(self) -> None:
        self._n = 0
        self._begin()

    def _begin(self) -> None:
        self._played = None if self.make is None else self.make()
        self._at = 0
        while self._played is not None and self._at < SETTLED * loop.TICKS_A_SECOND:
            self._played.step(self._at, (), ())
            self._at += 1

    def step(self, n: int, poses: Sequence[Any], intents: Sequence[Intent]) -> None:
        self._n = n
        if self._played is None:
            return
        if self._played.ended:
            self._begin()
        began = time.thread_time()
        self._played.step(self._at, poses, intents)
        self.step_s.append(time.thread_time() - began)
        self._at += 1

    def draw(self) -> DrawList:
        if self._played is None:
            assert self.still is not None
            return replace(self.still, world=replace(self.still.world, t_s=self._n * loop.TICK_S))
        began = time.thread_time()
        drawn = self._played.draw()
        self.draw_s.append(time.thread_time() - began)
        return drawn

    def log(self) -> tuple[()]:
        return ()


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds, medians: of a tick, a list and the renderer by the processor, of a frame by the clock; `least`: the
    renderer's with the least detail that the governor knows."""

    tick: float
    drawn: float
    shown: float
    frame: float
    least: float


@dataclass(frozen=True, slots=True)
class Pace:
    frames: float
    poses: float
    level: int


def performed(make: Callable[[], MiniGame]) -> players.Performed:
    """A game with its first player, who does a long set."""
    game = make()
    player = replace(players.performances(game)[0], peaks=PEAKS)
    return players.Performed(game, player, players.catalogue()[player.exercise], SEED)


def empty(played: players.Performed) -> DrawList:
    """The world of a game with nothing in it, as it is in the middle of a set."""
    drawn = played.draw()
    return DrawList(drawn.camera, drawn.world)


def run(timed: Timed, screen: Screen, camera: CameraProcess | None, seconds: float) -> Pace:
    beside = Beside(camera)
    began = time.monotonic()
    until = began + seconds

    def over(show: Timed, n: int) -> None:
        show.ended = time.monotonic() >= until

    timed.ended = False
    ran = loop.run(timed, beside, screen, clock=time.monotonic, record=lambda *_: None, hear=lambda _: None,
                   after_frame=over)  # fmt: skip
    passed = time.monotonic() - began
    return Pace(ran.frames / passed, beside.seen / passed, screen.level)


def cost(timed: Timed, painter: Painter, seconds: float) -> Cost:
    run(timed, Screen(painter, paced=False), None, 1.0)  # shaders, meshes, the far picture
    timed.step_s.clear()
    timed.draw_s.clear()
    screen, sparing = Screen(painter, paced=False), Screen(painter, paced=False, detail=LEVELS[-1])
    run(timed, screen, None, seconds)
    run(timed, sparing, None, seconds / 2)
    spent = (timed.step_s, timed.draw_s, screen.show_s, screen.frame_s, sparing.show_s)
    return Cost(*(1000 * float(np.median(each)) if each else 0.0 for each in spent))


def scenes(asked: Sequence[str]) -> dict[str, Timed]:
    """By name: each world that the games play in with nothing in it, the evening's first picture (beside which
    `upswing play` measures), and each game."""
    made = {name: library.game(name) for name in asked}
    bare = {f"empty {drawn.world.name}": drawn for make in made.values() if (drawn := empty(performed(make)))}
    welcome = make_show(choose_routine(Wanted(source="camera"), live=True), 0, Opening()).draw()
    still = {**bare, "welcome": welcome}
    return {
        **{name: Timed(None, drawn) for name, drawn in still.items()},
        **{name: Timed(partial(performed, make)) for name, make in made.items()},
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--games", nargs="+", default=list(library.games()), metavar="GAME")
    parser.add_argument("--seconds", type=float, default=8.0, help="of each of the three measurements of a game")
    parser.add_argument("--film", type=Path, default=asset("films/demo_shoulder_abduction.mp4"))
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--model", choices=MODELS, default="full")
    parser.add_argument("--only", choices=("alone", "tracked"), help="only what a frame costs, or only beside tracking")
    wanted = parser.parse_args()
    painter = Painter(open_offscreen(), *(int(n) for n in wanted.size.split("x")), gradual=True)
    kind = "software" if painter.software else "GPU"
    driver = painter.context.info["GL_RENDERER"]
    print(f"{driver} at {wanted.size}, {kind}; {os.cpu_count()} processors, load {_load():.1f}")
    timed = scenes(wanted.games)
    if wanted.only != "tracked":
        print(f"{'alone':14}   tick   list renderer, least detail (processor)  a frame (clock)")
        for name, one in timed.items():
            ms = cost(one, painter, wanted.seconds)
            print(
                f"{name:14} {ms.tick:6.2f} {ms.drawn:6.2f} {ms.shown:8.1f} {ms.least:8.1f} ms {ms.frame:23.1f} ms",
                flush=True,
            )
    return 0 if wanted.only == "alone" or tracked(timed, painter, wanted) else 1


def tracked(timed: Mapping[str, Timed], painter: Painter, wanted: argparse.Namespace) -> bool:
    """Everything once more beside tracking; whether all games keep their pace."""
    late = []
    with CameraProcess(partial(FilmAsWebcam, wanted.film), wanted.model) as camera:
        alone = poses_a_second(camera, 2.0 + wanted.seconds / 4, partial(time.sleep, 0.005))
        print(f"tracking with {wanted.model} alone: {alone:.1f} poses/s; load {_load():.1f}")
        print(f"{'beside it':14} {'all detail':>26}   with the governor")
        for name, one in timed.items():
            run(one, Screen(painter, paced=True), camera, 0.5)  # shaders, meshes, the far picture
            plain = run(one, Screen(painter, paced=True), camera, wanted.seconds)
            governor = Governor()
            run(one, Screen(painter, paced=True, governor=governor), camera, GOVERNED_S)
            governed = run(one, Screen(painter, paced=True, governor=governor), camera, wanted.seconds)
            print(
                f"{name:14} {plain.frames:5.1f} frames {plain.poses:5.1f} poses/s "
                f"{governed.frames:5.1f} frames {governed.poses:5.1f} poses/s, level {governed.level}",
                flush=True,
            )
            if one.make is not None and not _enough(governed, painter.software):
                late.append(name)
    least = f"{FRAMES_AT_LEAST:.0f} frames and {POSES_AT_LEAST:.0f} poses a second"
    print(f"{least} are missed by {', '.join(late)}" if late else f"all games reach {least}")
    return not late


def _load() -> float:
    return os.getloadavg()[0]


def _enough(pace: Pace, software: bool) -> bool:
    return pace.poses >= POSES_AT_LEAST and (pace.frames >= FRAMES_AT_LEAST - 0.5 or not software)


if __name__ == "__main__":
    sys.exit(main())
