"""Fixed ticks and drawing, nothing else: 60 ticks a second of session time, however often the screen is drawn.

A live source is polled every tick; ticks follow the clock and, where the machine cannot keep up, are dropped, counted,
and told with the next tick's intents, so that the session's log has them. A lock-step source (film, recording) drops
nothing: a pose of its time t_s belongs to tick ceil(60 t_s) plus the ticks for which the show was not watching, so what
happens depends neither on the speed of the machine nor on the drawing rate.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from game.drawlist import DrawList
from game.intents import KEPT_SAYINGS, Intent

if TYPE_CHECKING:
    from exercises.pose import Pose

TICKS_A_SECOND = 60
TICK_S = 1 / TICKS_A_SECOND
MOST_TICKS = 15  # a frame's share after a stall: a quarter of a second, the rest is dropped
_EARLY_S = 1e-6  # 60 * (k / 30) may lie a hair above 2 k


class Played(Protocol):
    """What the loop plays: a Show."""

    @property
    def watching(self) -> bool: ...
    @property
    def ended(self) -> bool: ...
    def step(self, n: int, poses: Sequence[Pose], intents: Sequence[Intent]) -> None: ...
    def draw(self) -> DrawList: ...
    def log(self) -> tuple[Any, ...]: ...


class Source(Protocol):
    """What the loop needs of a PoseSource."""

    @property
    def lockstep(self) -> bool: ...
    @property
    def ended(self) -> bool: ...
    def poll(self) -> tuple[Pose, ...]: ...
    def notices(self) -> tuple[Any, ...]: ...


class Screen(Protocol):
    """What the loop needs of a Renderer."""

    def wait(self) -> float: ...
    def show(self, before: DrawList, after: DrawList, alpha: float) -> None: ...
    def intents(self) -> tuple[Intent, ...]: ...


Record = Callable[[int, Sequence["Pose"], Sequence[Intent], tuple[Any, ...]], None]
Asked = Callable[[int], Sequence[Intent]]  # intents for a tick besides the screen's: a script, a second keyboard


@dataclass(frozen=True, slots=True)
class Run:
    """How a loop went: ticks stepped, ticks dropped because the machine was late, frames drawn, poses handed on."""

    ticks: int
    dropped: int
    frames: int
    poses: int


class _Feed:
    """Hands each tick its poses, stamped in session time, and its intents."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._pending: deque[Pose] = deque()
        self._waited = 0  # ticks during which a lock-step source stood still
        self._offset_s: float | None = None  # live: session time less the source's own
        self._dry = False  # the source has ended and its last pose was taken
        self._told_end = False

    def _fill(self) -> bool:
        """Whether a pose lies ready. Asked in this order a source that ends meanwhile loses nothing."""
        if not self._pending and not self._dry:
            ended = self._source.ended
            self._pending.extend(self._source.poll())
            self._dry = ended and not self._pending
        return bool(self._pending)

    def ready(self, watching: bool) -> bool:
        """Whether the next tick can run: a lock-step source must have shown what comes next, unless it stands still."""
        return not self._source.lockstep or not watching or self._fill() or self._dry

    def poses(self, n: int, watching: bool) -> tuple[Pose, ...]:
        if not self._source.lockstep:
            return self._live(n)
        if not watching:
            self._waited += 1
            return ()
        due = []
        while self._fill() and math.ceil((self._pending[0].t_s - _EARLY_S) * TICKS_A_SECOND) + self._waited <= n:
            pose = self._pending.popleft()
            due.append(replace(pose, t_s=pose.t_s + self._waited * TICK_S))
        return tuple(due)

    def _live(self, n: int) -> tuple[Pose, ...]:
        """The newest pose that lies ready at first is of now; what was seen before the session began is not of it."""
        ended = self._source.ended
        fresh = self._source.poll()
        self._dry = ended and not fresh
        if fresh and self._offset_s is None:
            self._offset_s = n * TICK_S - fresh[-1].t_s
        timed = (replace(pose, t_s=pose.t_s + (self._offset_s or 0.0)) for pose in fresh)
        return tuple(pose for pose in timed if pose.t_s >= 0.0)

    def intents(self) -> tuple[Intent, ...]:
        """What befell the source. Its end is told once, after its last pose was handed on."""
        told: list[Intent] = [
            Intent(notice.kind, say=notice.say if notice.kind in KEPT_SAYINGS else None)
            for notice in self._source.notices()
        ]
        if self._dry and not self._told_end:
            self._told_end = True
            told.append(Intent("source_ended"))
        return tuple(told)


def run(
    show: Played,
    source: Source,
    screen: Screen,
    *,
    clock: Callable[[], float],
    record: Record,
    hear: Callable[[DrawList], None] | None = None,
    asked: Asked = lambda _: (),
    after_frame: Callable[[Played, int], None] = lambda _show, _n: None,
    breathe: Callable[[], None] = lambda: None,
    as_fast: bool = False,
    draw_every: int = 30,
    most_ticks: int | None = None,
) -> Run:
    """Play until the show has ended.

    clock         monotonic seconds; only its differences count
    record        called for every tick after its step, with what went in and what the show logged
    hear          given every tick's DrawList (cues belong to a tick, not to a frame); without it only those that are
                  shown are drawn
    after_frame   called after each drawn frame with the show and the tick, for pictures and progress
    breathe       called while a film is not decoded yet and nothing can be done; a short sleep leaves it the processor
    as_fast       with a lock-step source: do not wait for the clock, and draw every `draw_every` ticks
    most_ticks    stop after so many ticks even if the show goes on (a guard for tests and unattended runs)
    """
    feed = _Feed(source)
    before = after = show.draw()
    drawn = True
    waiting: list[Intent] = []
    n = dropped = frames = poses = undrawn = 0
    due, last = 1.0, clock()
    fast = as_fast and source.lockstep
    most = math.inf if most_ticks is None else most_ticks
    while not show.ended and n < most:
        waiting.extend(screen.intents())
        limit = draw_every - undrawn if fast else int(due)
        ran = 0
        while ran < limit and n < most and not show.ended and feed.ready(show.watching):
            fresh = feed.poses(n, show.watching)
            intents = (*feed.intents(), *waiting, *asked(n))
            waiting.clear()
            show.step(n, fresh, intents)
            record(n, fresh, intents, show.log())
            n, ran, poses = n + 1, ran + 1, poses + len(fresh)
            drawn = hear is not None or (not fast and ran >= limit - 1)
            if drawn:
                before, after = after, show.draw()
            if hear is not None:
                hear(after)
        due, undrawn = due - ran, undrawn + ran
        if fast and undrawn < draw_every and not show.ended and n < most:
            breathe()
            continue
        if not drawn:
            before, after, drawn = after, show.draw(), True
        screen.show(before, after, 1.0 if fast else min(max(due, 0.0), 1.0))
        frames, undrawn = frames + 1, 0
        after_frame(show, n)
        screen.wait()
        now = clock()
        due += (now - last) * TICKS_A_SECOND
        last = now
        if due > MOST_TICKS:
            late = int(due) - MOST_TICKS
            due -= late
            if not source.lockstep:  # a film that is not decoded yet is waited for
                dropped += late
                waiting.append(Intent("ticks_dropped", count=late))
    return Run(n, dropped, frames, poses)
