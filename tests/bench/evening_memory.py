"""Whether an hour of play keeps memory flat: `python tests/bench/evening_memory.py`.

A real show plays every game in turn, for --minutes of its own time, as fast as the machine goes: a synthetic person
lifts on and on at 30 poses a second, the clock is simulated (live, so ticks that come late are dropped: once
in ten minutes a frame takes a second), and a real store writes it all. Once without a renderer, once drawing off
screen every ten seconds, each in a process of its own. Every five minutes it prints the memory of the process, and with
--trace (slow: everything allocated from minute 10 on is watched) what Python holds of it, the largest growth first. In
the end: the growth between minute 10 and the last, the dropped ticks as the loop counted them and as the session has
them, and how much a minute takes in the store. Exits 1 where memory grew by 20 MB or a dropped tick is not in the log.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import sys
import tempfile
import tracemalloc
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from typing import Literal

from exercises import synthetic
from exercises.definition import Exercise
from exercises.pose import Pose
from exercises.routine import Answers, Dose, Prescription, Routine, quiet
from game import library, loop
from game.choices import make_show
from game.drawlist import DrawList
from game.minigames import performances as players
from game.progress.store import FILE, Store
from game.render.context import open_offscreen
from game.render.gl import Painter
from game.scenes.opening import Opening
from game.scenes.show import Show

SEED = 7
FRAMES_A_SECOND = 10  # what is drawn more often is drawn alike
POSES_A_SECOND = 30
DRAW_EVERY_S = 10.0
STALL_EVERY_S, STALL_S = 600.0, 1.0
LOOK_EVERY_S = 300.0
FROM_MIN, MOST_GROWTH_MB = 10, 20.0
DOSE = Dose(sets=3, reps=10, rest_s=20.0)  # about four minutes of each game
MB = 1024 * 1024


@dataclass
class Clock:
    """Seconds that pass as they are told to."""

    now_s: float = 0.0


def hour(minutes: float, games: Sequence[str]) -> Routine:
    """A routine that lasts as long and longer, with the games in turn, each with what it is first tried with."""
    asked = []
    for name in games:
        first = players.performances(library.game(name)())[0]
        exercise = players.catalogue()[first.exercise]
        calm = exercise.signal == "free"
        asked.append(quiet(4.0, name) if calm else Prescription(exercise, first.side, DOSE, first.both, game=name))
    turns = round(minutes / 2) + len(asked)
    return Routine("hour", "An hour", tuple(islice(cycle(asked), turns)), demo=Answers())


@cache
def lifting(exercise: Exercise, side: Literal["left", "right"]) -> tuple[Pose, ...]:
    """Six lifts, to be done over and over."""
    moves = exercise.id if exercise.id in synthetic.PEAKS_DEG else "hand_to_mouth"
    how: synthetic.MoverSide = "alternate" if exercise.signal == "alternate" else side if exercise.sides else "both"
    return synthetic.mover(moves, (synthetic.PEAKS_DEG[moves],) * 6, POSES_A_SECOND, side=how)


@dataclass
class Person:
    """A live source: somebody who does what is on, and never tires."""

    routine: Routine
    show: Show
    clock: Clock
    lockstep = ended = False
    given: int = 0

    def poll(self) -> tuple[Pose, ...]:
        block, side = self.show.working
        moved = lifting(self.routine.prescriptions[max(block, 0)].exercise, side)
        due = int(self.clock.now_s * POSES_A_SECOND)
        fresh = tuple(replace(moved[i % len(moved)], t_s=i / POSES_A_SECOND) for i in range(self.given, due))
        self.given = due
        return fresh

    def notices(self) -> tuple[()]:
        return ()


@dataclass
class Screen:
    """Time passes with its frames; `painter` draws one now and then."""

    clock: Clock
    painter: Painter | None
    frames: int = 0

    def wait(self) -> float:
        self.frames += 1
        stalls = self.frames % round(STALL_EVERY_S * FRAMES_A_SECOND) == 0
        self.clock.now_s += 1 / FRAMES_A_SECOND + (STALL_S if stalls else 0.0)
        return 1 / FRAMES_A_SECOND

    def show(self, before: DrawList, after: DrawList, alpha: float) -> None:
        if self.painter is not None and self.frames % round(DRAW_EVERY_S * FRAMES_A_SECOND) == 0:
            self.painter.draw(before, after, alpha)
            self.painter.context.finish()

    def intents(self) -> tuple[()]:
        return ()


@dataclass
class Gauge:
    """What is held every few minutes of the show's time; `rss` by minute."""

    every_s: float
    trace: bool
    rss: dict[float, float] = field(default_factory=dict)
    _first: tracemalloc.Snapshot | None = None

    def look(self, show: Show, n: int) -> None:
        minute = show.t_s / 60
        if show.t_s < len(self.rss) * self.every_s:
            return
        gc.collect()
        self.rss[minute] = resident_mb()
        said = f"  minute {minute:4.0f}: {self.rss[minute]:6.1f} MB"
        if self.trace and minute >= FROM_MIN - 0.1:
            said += self._traced()
        print(f"{said}, {show.scene}, exercise {show.progress[0] + 1}", flush=True)

    def _traced(self) -> str:
        if self._first is None:
            tracemalloc.start(6)
            self._first = tracemalloc.take_snapshot()
            return ""
        grown = tracemalloc.take_snapshot().compare_to(self._first, "lineno")
        most = ", ".join(f"{one.traceback[0].filename.split('/')[-1]}:{one.traceback[0].lineno} "
                         f"{one.size_diff / 1024:.0f} kB" for one in grown[:4])  # fmt: skip
        return f", Python's own {sum(one.size_diff for one in grown) / MB:+.2f} MB ({most})"

    @property
    def growth_mb(self) -> float:
        """From minute FROM_MIN, or the first look after it, to the last; from the first look of a shorter run."""
        late = [mb for minute, mb in self.rss.items() if minute >= FROM_MIN - 0.1] or list(self.rss.values())
        return late[-1] - late[0]


def resident_mb() -> float:
    """What the process holds in memory now, in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MB


@dataclass(frozen=True, slots=True)
class Found:
    """How a session went; `logged`: dropped ticks as the store has them."""

    growth_mb: float
    dropped: int
    logged: int
    ticks: int
    poses: int
    stored_kb: float
    because: str


def played(minutes: float, games: Sequence[str], draws: bool, trace: bool, look_every_s: float = LOOK_EVERY_S) -> Found:
    """A session of so many minutes of its own time, in a store of its own."""
    routine = hour(minutes, games)
    clock, gauge = Clock(), Gauge(look_every_s, trace)
    painter = Painter(open_offscreen(), 1280, 720) if draws else None
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder)) as store:
        show = make_show(routine, SEED, Opening())
        writer = store.begin(routine, seed=SEED, source="synthetic", started=datetime.now(UTC), versions={})
        ran = loop.run(
            show, Person(routine, show, clock), Screen(clock, painter),
            clock=lambda: clock.now_s, record=writer.tick, after_frame=gauge.look, most_ticks=round(minutes * 3600),
        )  # fmt: skip
        writer.finish("stopped")
        session = store.load(writer.id, poses=False)
        stored_kb = sum(path.stat().st_size for path in Path(folder).glob(f"{FILE}*")) / 1024
    logged = sum(intent.count for _, intent in session.intents)
    return Found(gauge.growth_mb, ran.dropped, logged, ran.ticks, ran.poses, stored_kb, str(show.ended_because))


def told(wanted: argparse.Namespace, draws: bool) -> None:
    """In a process of its own: plays, says how it went, and exits 1 where that is not good enough."""
    found = played(wanted.minutes, wanted.games, draws, wanted.trace)
    minutes = found.ticks / 3600
    print(f"  grew by {found.growth_mb:+.1f} MB; {found.ticks} ticks, {found.poses} poses in {minutes:.1f} minutes; "
          f"{found.dropped} ticks dropped, {found.logged} of them in the log; "
          f"{found.stored_kb / minutes:.0f} kB a minute in the store; ended: {found.because}", flush=True)  # fmt: skip
    good = found.growth_mb < MOST_GROWTH_MB and found.logged == found.dropped
    sys.exit(0 if good else 1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--games", nargs="+", default=list(library.games()), metavar="GAME")
    parser.add_argument("--screen", nargs="+", choices=("none", "offscreen"), default=["none", "offscreen"])
    parser.add_argument("--trace", action="store_true")
    wanted = parser.parse_args()
    good = True
    for screen in wanted.screen:
        print(f"screen {screen}: {wanted.minutes:.0f} minutes of {', '.join(wanted.games)}", flush=True)
        alone = multiprocessing.get_context("spawn").Process(target=told, args=(wanted, screen == "offscreen"))
        alone.start()
        alone.join()
        good = good and alone.exitcode == 0
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
