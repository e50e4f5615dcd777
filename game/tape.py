"""A stored session as something the loop can play again: what went in goes in, tick by tick."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from exercises.pose import Pose
from game.drawlist import DrawList
from game.intents import Intent

if TYPE_CHECKING:
    from game.loop import Played
    from game.progress.store import StoredSession

Ticks = Mapping[int, tuple[Sequence[Pose], Sequence[Intent]]]


def ticks_of(stored: StoredSession) -> Ticks:
    """tick -> (poses as they were stamped, intents); ticks without either are missing."""
    ticks: dict[int, tuple[list[Pose], list[Intent]]] = defaultdict(lambda: ([], []))
    for tick, pose in stored.poses:
        ticks[tick][0].append(pose)
    for tick, intent in stored.intents:
        ticks[tick][1].append(intent)
    return dict(ticks)


class Tape:
    """Played and Source at once: the loop asks nobody, the show sees what it saw at each tick up to `last`.

    `said` is what the show logs this time: (tick, records) for every tick that logged. Of what an onlooker asks only
    `quit` is heeded.
    """

    lockstep = True
    watching = False

    def __init__(self, show: Played, ticks: Ticks, last: int) -> None:
        self.said: list[tuple[int, tuple[Any, ...]]] = []
        self.at = -1  # the tick stepped last
        self._show, self._ticks, self._last, self._quit = show, ticks, last, False

    @property
    def ended(self) -> bool:
        return self._quit or self._show.ended or self.at >= self._last

    def step(self, n: int, poses: Sequence[Pose], intents: Sequence[Intent]) -> None:
        self._quit |= any(intent.kind == "quit" for intent in intents)
        self.at = n
        self._show.step(n, *self._ticks.get(n, ((), ())))
        if records := self._show.log():
            self.said.append((n, records))

    def draw(self) -> DrawList:
        return self._show.draw()

    def log(self) -> tuple[Any, ...]:
        return ()

    def poll(self) -> tuple[Pose, ...]:
        return ()

    def notices(self) -> tuple[Any, ...]:
        return ()
