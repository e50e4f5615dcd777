"""A stored session as something the loop can play again: what went in goes in, tick by tick."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from exercises.pose import Pose
from game.drawlist import DrawList
from game.intents import Intent

if TYPE_CHECKING:
    from game.progress.store import StoredSession
    from game.scenes.show import Show


class Tape:
    """Played and Source at once: the loop asks nobody, the show sees what it saw. `said` is what it says this time.

    Only `quit` is heeded of what the onlooker asks.
    """

    lockstep = True
    watching = False

    def __init__(self, show: Show, stored: StoredSession) -> None:
        self.said: list[tuple[int, int, Any]] = []
        self._show = show
        self._poses: dict[int, list[Pose]] = defaultdict(list)
        self._intents: dict[int, list[Intent]] = defaultdict(list)
        for tick, pose in stored.poses:
            self._poses[tick].append(pose)
        for tick, intent in stored.intents:
            self._intents[tick].append(intent)
        self._last = round(stored.duration_s * 60)
        self._n, self._quit = -1, False

    @property
    def ended(self) -> bool:
        return self._quit or self._show.ended or self._n >= self._last

    def step(self, n: int, poses: Sequence[Pose], intents: Sequence[Intent]) -> None:
        self._quit |= any(intent.kind == "quit" for intent in intents)
        self._n = n
        self._show.step(n, self._poses.get(n, ()), self._intents.get(n, ()))
        self.said += [(n, block, record) for block, record in self._show.log()]

    def draw(self) -> DrawList:
        return self._show.draw()

    def log(self) -> tuple[Any, ...]:
        return ()

    def poll(self) -> tuple[Pose, ...]:
        return ()

    def notices(self) -> tuple[Any, ...]:
        return ()
