"""The loop's own work: which tick a pose belongs to, pacing, what is dropped, and that drawing changes nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from exercises.pose import Pose, unseen
from game import loop
from game.drawlist import Camera, DrawList
from game.intents import Intent
from game.tape import Tape
from tests.game.scenes.evenings import Film

NOTHING = DrawList(Camera(np.eye(4)))


@dataclass
class Clock:
    """Time that passes only when somebody waits."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Screen:
    """A screen of `hz` frames a second, on which `stalls` frames take a whole second longer."""

    clock: Clock
    hz: float
    stalls: tuple[int, ...] = ()
    alphas: list[float] = field(default_factory=list)

    def wait(self) -> float:
        self.clock.now += 1 / self.hz + (1.0 if len(self.alphas) in self.stalls else 0.0)
        return 1 / self.hz

    def show(self, before: DrawList, after: DrawList, alpha: float) -> None:
        self.alphas.append(alpha)

    def intents(self) -> tuple[Intent, ...]:
        return ()


@dataclass
class Slow(Film):
    """Gives one pose only every so many polls."""

    every: int = 1
    polls: int = 0

    def poll(self) -> tuple[Pose, ...]:
        self.polls += 1
        return () if self.polls % self.every else super().poll()


@dataclass
class Live:
    """Live: poses by the clock, their own time starting anywhere."""

    clock: Clock
    fps: float = 30.0
    own_start_s: float = 5.0
    lockstep: bool = False
    ended: bool = False
    given: int = 0

    def poll(self) -> tuple[Pose, ...]:
        due = int(self.clock.now * self.fps) + 1
        fresh = tuple(unseen(self.own_start_s + i / self.fps) for i in range(self.given, due))
        self.given = max(due, self.given)
        return fresh

    def notices(self) -> tuple[Any, ...]:
        return ()


@dataclass
class Late(Live):
    """Live: hands over nothing until `from_s`, then all that it saw."""

    from_s: float = 0.0

    def poll(self) -> tuple[Pose, ...]:
        return () if self.clock.now < self.from_s else super().poll()


@dataclass
class Watcher:
    """A show that watches in the ticks of `looks`, and ends after `length` ticks."""

    length: int
    looks: Sequence[range] = (range(10**9),)
    n: int = -1
    seen: list[tuple[int, float]] = field(default_factory=list)
    heard: list[tuple[int, str]] = field(default_factory=list)

    @property
    def watching(self) -> bool:
        return any(self.n + 1 in look for look in self.looks)

    @property
    def ended(self) -> bool:
        return self.n + 1 >= self.length

    def step(self, n: int, poses: Sequence[Pose], intents: Sequence[Intent]) -> None:
        assert n == self.n + 1
        self.n = n
        self.seen += [(n, pose.t_s) for pose in poses]
        self.heard += [(n, intent.kind) for intent in intents]

    def draw(self) -> DrawList:
        return NOTHING

    def log(self) -> tuple[int, ...]:
        return (self.n,)


def film(seconds: float, fps: float) -> tuple[Pose, ...]:
    return tuple(unseen(i / fps) for i in range(math.ceil(seconds * fps)))


def ignore(*_: object) -> None: ...


@pytest.mark.parametrize("fps", [1.0, 24.0, 25.0, 29.97, 30.0, 60.0, 120.0])
def test_a_pose_of_a_film_belongs_to_the_tick_that_ends_at_or_after_it(fps: float) -> None:
    show, clock = Watcher(240), Clock()
    loop.run(show, Film(film(3.0, fps)), Screen(clock, 60.0), clock=clock, record=ignore)
    assert len(show.seen) == math.ceil(3.0 * fps)
    for i, (n, t_s) in enumerate(show.seen):
        assert t_s == pytest.approx(i / fps)
        assert n == math.ceil(60 * i / fps - 1e-6)


def test_a_film_that_nobody_watches_stands_still_and_goes_on_in_session_time() -> None:
    show, clock = Watcher(400, looks=(range(30), range(90, 400))), Clock()
    source = Film(film(2.0, 30.0))
    loop.run(show, source, Screen(clock, 60.0), clock=clock, record=ignore)
    assert len(show.seen) == 60
    assert not [n for n, _ in show.seen if 30 <= n < 90]
    for n, t_s in show.seen:
        assert t_s == pytest.approx(n / 60)
    gaps = np.diff([t_s for _, t_s in show.seen])
    assert sorted(gaps)[-1] == pytest.approx(1.0 + 1 / 30)
    assert sorted(gaps)[-2] == pytest.approx(1 / 30)


@pytest.mark.parametrize("hz", [24.0, 60.0, 144.0])
@pytest.mark.parametrize("slow", [1, 7])
def test_neither_drawing_rate_nor_a_slow_film_changes_what_the_show_is_given(hz: float, slow: int) -> None:
    def given(hz: float, slow: int) -> list[tuple[int, float]]:
        show, clock = Watcher(300, looks=(range(20), range(45, 300))), Clock()
        loop.run(show, Slow(film(3.0, 30.0), every=slow), Screen(clock, hz), clock=clock, record=ignore)
        return show.seen

    assert given(hz, slow) == given(60.0, 1)


def test_as_fast_as_possible_gives_the_same_and_draws_seldom() -> None:
    paced, fast = Watcher(300), Watcher(300)
    clock = Clock()
    loop.run(paced, Film(film(3.0, 30.0)), Screen(clock, 60.0), clock=clock, record=ignore)
    breaths = []
    ran = loop.run(
        fast, Slow(film(3.0, 30.0), every=5), Screen(Clock(), 60.0), clock=Clock(), record=ignore,
        breathe=lambda: breaths.append(1), as_fast=True, draw_every=60,
    )  # fmt: skip
    assert fast.seen == paced.seen
    assert ran.frames == 5
    assert breaths, "while the film is not ready the loop lets others work"


@pytest.mark.parametrize("hz", [24.0, 60.0, 144.0])
def test_ticks_follow_the_clock_and_alpha_stays_between_two_lists(hz: float) -> None:
    show, clock = Watcher(600), Clock()
    screen = Screen(clock, hz)
    ran = loop.run(show, Live(clock), screen, clock=clock, record=ignore)
    assert clock.now == pytest.approx(10.0, abs=0.1)
    assert ran.dropped == 0
    assert all(0.0 <= alpha <= 1.0 for alpha in screen.alphas)
    assert ran.poses == pytest.approx(300, abs=3)


def test_a_stall_drops_ticks_and_says_how_many() -> None:
    show, clock = Watcher(600), Clock()
    ran = loop.run(show, Live(clock), Screen(clock, 60.0, stalls=(30,)), clock=clock, record=ignore)
    assert ran.dropped == pytest.approx(60 - loop.MOST_TICKS, abs=2)
    assert ran.ticks == 600


def test_every_dropped_tick_is_told_with_the_tick_after_it_so_that_the_log_has_it() -> None:
    told: list[tuple[int, int]] = []

    def record(n: int, poses: Sequence[Pose], intents: Sequence[Intent], log: tuple[Any, ...]) -> None:
        told.extend((n, intent.count) for intent in intents if intent.kind == "ticks_dropped")

    clock = Clock()
    screen = Screen(clock, 60.0, stalls=(30, 200))
    ran = loop.run(Watcher(600), Live(clock), screen, clock=clock, record=record)
    assert len(told) == 2
    assert sum(count for _, count in told) == ran.dropped
    assert told[0][0] == pytest.approx(31, abs=2)

    told.clear()
    screen = Screen(clock, 60.0, stalls=(30,))
    loop.run(Watcher(300), Film(film(3.0, 30.0)), screen, clock=clock, record=record)
    assert not told, "a film is waited for: nothing of it is dropped"


def test_live_poses_keep_their_distances_and_start_now() -> None:
    show, clock = Watcher(120), Clock()
    loop.run(show, Live(clock, own_start_s=77.0), Screen(clock, 60.0), clock=clock, record=ignore)
    assert show.seen[0][1] == pytest.approx(show.seen[0][0] / 60)
    assert np.diff([t_s for _, t_s in show.seen]) == pytest.approx(1 / 30)


def test_what_a_live_source_saw_before_the_session_is_not_of_it() -> None:
    """A camera that ran already hands over what it has: the newest is of now, what is older was before the start."""
    clock = Clock(now=0.5)  # fifteen poses wait, and the one of now
    show = Watcher(60)
    loop.run(show, Live(clock), Screen(clock, 60.0), clock=clock, record=ignore)
    assert show.seen[0] == (0, 0.0)
    assert all(b > a for a, b in pairwise(t_s for _, t_s in show.seen))


def test_a_live_source_that_wakes_late_keeps_what_it_saw_in_the_session() -> None:
    clock = Clock()
    show = Watcher(60)
    loop.run(show, Late(clock, from_s=0.5), Screen(clock, 60.0), clock=clock, record=ignore)
    times = [t_s for _, t_s in show.seen]
    assert 0.0 <= times[0] < 0.04
    assert np.diff(times) == pytest.approx(1 / 30)


def test_the_end_of_a_film_is_told_once_and_after_its_last_pose() -> None:
    show, clock = Watcher(240), Clock()
    loop.run(show, Film(film(1.0, 30.0)), Screen(clock, 60.0), clock=clock, record=ignore)
    ends = [n for n, kind in show.heard if kind == "source_ended"]
    assert len(ends) == 1
    assert ends[0] >= show.seen[-1][0]


def test_what_befalls_the_source_reaches_the_show() -> None:
    @dataclass
    class Unplugged(Live):
        told: bool = False

        def notices(self) -> tuple[Any, ...]:
            if self.clock.now < 1.0 or self.told:
                return ()
            self.told = True
            return (Told("camera_lost"),)

    clock = Clock()
    show = Watcher(120)
    loop.run(show, Unplugged(clock), Screen(clock, 60.0), clock=clock, record=ignore)
    assert [kind for _, kind in show.heard] == ["camera_lost"]


@dataclass
class Told:
    kind: str


def test_everything_of_a_tick_is_recorded_and_replays() -> None:
    kept: dict[int, tuple[Sequence[Pose], Sequence[Intent]]] = {}
    said = []

    def record(n: int, poses: Sequence[Pose], intents: Sequence[Intent], log: tuple[Any, ...]) -> None:
        if poses or intents:
            kept[n] = (poses, intents)
        said.append((n, log))

    def asked(n: int) -> tuple[Intent, ...]:
        return (Intent("pause"),) if n == 40 else ()

    show, clock = Watcher(120), Clock()
    loop.run(show, Film(film(1.0, 30.0)), Screen(clock, 60.0), clock=clock, record=record, asked=asked)
    again = Watcher(120)
    tape = Tape(again, kept, 119)
    loop.run(tape, tape, Screen(clock, 60.0), clock=clock, record=lambda *_: None, as_fast=True)
    assert tape.said == said
    assert again.seen == show.seen
    assert again.heard == show.heard


def test_a_guard_ends_a_show_that_never_ends() -> None:
    clock = Clock()
    ran = loop.run(Watcher(10**6), Film(()), Screen(clock, 60.0), clock=clock, record=ignore, most_ticks=50)
    assert ran.ticks == 50
