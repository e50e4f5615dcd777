"""What a terminal shows of a session: a line that moves while nobody watches the game, and a few words after it."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from game.progress.words import count, measure, stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.progress.store import Stub
    from game.progress.summary import Summary
    from game.scenes.show import Show

WORDS = {
    "before": "before the first time",
    "go-on": "going on where it was left",
    "passage": "on the way to another place",
    "test": "a functional test",
    "check-in": "check-in: how is it today?",
    "placement": "finding the place to stand",
    "calibrate": "calibrating: comfortable lifts",
    "calm": "quiet waves",
    "play": "playing",
    "check-out": "check-out: pain and effort",
    "results": "what was done",
}


class Following:
    """A progress line while nobody watches the game itself; use as a context, call `update` after each frame."""

    def __init__(self, out: Console, show: Show, source: object) -> None:
        """A film says `frames` handed on and `frames_stated` in all; other sources leave the bar to run without end."""
        self._out, self._show, self._source = out, show, source
        self._bar = Progress(
            TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[lifts]}"), TimeElapsedColumn(),
            console=out, transient=True,
        )  # fmt: skip
        self._task = self._bar.add_task("starting", total=getattr(source, "frames_stated", None), lifts="")
        self._said = ""

    def __enter__(self) -> Following:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def update(self) -> None:
        _, number, full, needed = self._show.progress
        scene = self._show.scene
        doing = WORDS.get(scene, scene) + (f", set {number + 1}" if scene == "play" else "")
        lifts = f"{full} of {needed}" if scene == "play" else ""
        self._bar.update(self._task, description=doing, completed=getattr(self._source, "frames", 0), lifts=lifts)
        if doing != self._said:
            self._said = doing
            self._out.print(f"  {doing}", highlight=False)


def say(summary: Summary, lights: int, out: Console) -> None:
    """The session in a few lines, first what was done."""
    demo = " (demo)" if summary.demo else ""
    out.print(f"\n[bold]{summary.routine}[/]{demo}: {summary.ending}", highlight=False)
    for block in summary.blocks:
        if block.begun:
            done = f"{block.full} of {count(block.wanted, 'lift')} in {count(len(block.sets), 'set')}"
            out.print(f"  {block.title}: {done}", highlight=False)
        for each in block.ranges:
            give = "" if each.median_uncertainty_deg is None else f", give or take {each.median_uncertainty_deg:.0f}"
            what = measure(block.measure) + (f", {each.side}" if block.sided else "")
            out.print(f"    {what}: about {each.median_deg:.0f} degrees{give}", highlight=False)
    if summary.calm_s:
        out.print(f"  Quiet waves: {summary.calm_s:.0f} seconds", highlight=False)
    if lights:
        out.print(f"  {lights} lights lit", highlight=False)


def sessions_table(stubs: Sequence[Stub]) -> Table:
    table = Table(Column("session", no_wrap=True), Column("when", no_wrap=True), "minutes", "routine", "ended")
    for stub in stubs:
        ended = "Being played" if stub.playing else stop(stub.because)
        when = stub.started.astimezone().strftime("%Y-%m-%d %H:%M")
        table.add_row(
            stub.id, when, f"{stub.duration_s / 60:.0f}", stub.routine + (" (demo)" if stub.demo else ""), ended
        )
    return table
