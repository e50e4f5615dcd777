"""Whether anything a game shows flashes: `python tests/bench/flashes.py [GAME ...]`.

Every mini-game (or those named) is played by the synthetic players of `game.minigames.performances`, to the end of its
ending, and drawn off screen. Counted is what WCAG 2.2's success criterion 2.3.1 and ITU-R BT.1702 call a flash: a pair
of opposing changes of relative luminance of 10 % of the most there is or more, the darker state below 80 %; and a red
flash, the same with a saturated red. It would be too much where a quarter of any field of ten degrees, taken as a third
of the picture's width and height as WCAG does, flashes more than three times in any second. Prints for each game and
player the most flashes a second that any such quarter saw, and the largest share of a field that was saturated red;
exits 1 where a limit is broken.
"""

from __future__ import annotations

import argparse
import sys
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from game import library
from game.drawlist import DrawList
from game.minigames import performances as players
from game.minigames.interface import TICK_S, MiniGame, Tick
from game.minigames.performances import Performance
from game.render.offscreen import Offscreen

SIZE = (160, 90)
PICTURES_S = 30
FLASHES_A_SECOND = 3  # no more than these
AREA = 0.25  # of a field
FIELD = 1 / 3  # of the picture's width and height: 341 x 256 pixels of 1024 x 768
CHANGE, BRIGHT = 0.1, 0.8  # of the most luminance there is; what is never darker than BRIGHT does not flash
RED_CHANGE, SATURATED = 20.0 / 320.0, 0.8  # of R - G - B; R of R + G + B
_TEACHES_S, _ENDS_S, _SEED = 20.0, 30.0, 7


@dataclass(slots=True, eq=False)
class _Swings:
    """Follows one quantity of every pixel from turn to turn: a change of at least `change` against the last way."""

    change: float
    way: np.ndarray | None = None  # (H, W) 1 rising, -1 falling, 0 neither yet
    low: np.ndarray = field(default_factory=lambda: np.zeros(0))  # since the last turn; where neither: since the first
    high: np.ndarray = field(default_factory=lambda: np.zeros(0))

    def turned(self, now: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(H, W) bool where `now` completes a change against the last one, and the value that it came from."""
        if self.way is None:
            self.way, self.low, self.high = np.zeros(now.shape, np.int8), now.copy(), now.copy()
        self.low, self.high = np.minimum(self.low, now), np.maximum(self.high, now)
        rose = (self.way <= 0) & (now - self.low >= self.change)
        fell = (self.way >= 0) & (self.high - now >= self.change) & ~rose
        came_from = np.where(rose, self.low, self.high)
        self.way = np.where(rose, 1, np.where(fell, -1, self.way)).astype(np.int8)
        turned = rose | fell
        self.low, self.high = np.where(turned, now, self.low), np.where(turned, now, self.high)
        return turned, came_from


class Flashes:
    """Counts flashes in pictures handed to `see` in the order of their time.

    most      the most flashes a second that a quarter of any field has seen so far
    most_red  the same of red flashes
    red       the largest share of any field that was saturated red in any picture
    at_s      when `most` was reached
    """

    def __init__(self) -> None:
        self.most, self.most_red, self.red, self.at_s = 0, 0, 0.0, 0.0
        self._luminance, self._redness = _Swings(CHANGE), _Swings(RED_CHANGE)
        self._was_red = np.zeros(0, bool)
        self._second: deque[tuple[float, np.ndarray, np.ndarray]] = deque()

    def see(self, t_s: float, picture: np.ndarray) -> None:
        """`picture` (H, W, 3) uint8 sRGB at `t_s` seconds."""
        linear = _LINEAR[picture]
        luminance = linear @ (0.2126, 0.7152, 0.0722)
        turned, came_from = self._luminance.turned(luminance)
        general = turned & (np.minimum(luminance, came_from) < BRIGHT)
        redness = np.maximum(linear @ (1.0, -1.0, -1.0), 0.0)
        red = (linear[..., 0] >= SATURATED * linear.sum(axis=-1)) & (redness > RED_CHANGE)
        turned, _ = self._redness.turned(redness)
        was_red = self._was_red if self._was_red.shape == red.shape else red
        self._was_red = np.where(turned, red, was_red | red)  # since the last turn
        reddish = turned & (red | was_red)
        self._second.append((t_s, general, reddish))
        while self._second[0][0] <= t_s - 1.0:
            self._second.popleft()
        self.red = max(self.red, float(_fields(red).max()))
        if (most := self._flashes(1)) > self.most:
            self.most, self.at_s = most, t_s
        self.most_red = max(self.most_red, self._flashes(2))

    @property
    def broken(self) -> str:
        """Which limit, in a sentence, or nothing."""
        if max(self.most, self.most_red) > FLASHES_A_SECOND:
            return f"{max(self.most, self.most_red)} flashes in the second before {self.at_s:.1f} s"
        return f"{self.red:.0%} of a field is saturated red" if self.red >= AREA else ""

    def _flashes(self, kind: int) -> int:
        """The most flashes that a quarter of any field saw in the second now over: two turns are a flash."""
        turns = np.sum([each[kind] for each in self._second], axis=0, dtype=np.int16) // 2
        most = 0
        while (turns > most).mean() > 0 and _fields(turns > most).max() >= AREA:
            most += 1
        return most


_LINEAR = np.array([v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in np.arange(256) / 255.0])


def _fields(here: np.ndarray) -> np.ndarray:
    """The share of every field of ten degrees that is True, wherever it lies in the picture."""
    tall, wide = (max(1, round(side * FIELD)) for side in here.shape)
    sums = np.pad(here, ((1, 0), (1, 0))).cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)
    inside = sums[tall:, wide:] - sums[:-tall, wide:] - sums[tall:, :-wide] + sums[:-tall, :-wide]
    return inside / (tall * wide)


def pictures(game: MiniGame, performance: Performance, a_second: int) -> Iterator[tuple[float, DrawList]]:
    """(seconds, what is drawn) from the first tick of a performance to the end of the game's ending."""
    exercise = players.catalogue()[performance.exercise]
    game.start(players.setup(performance, exercise, _SEED))
    last: Tick | None = None
    every = round(1 / TICK_S / a_second)
    for tick in players.ticks(performance, exercise, _TEACHES_S if performance.teach else 0.0):
        last = tick
        game.step(tick)
        if tick.n % every == 0:
            yield tick.t_s, game.draw()
    assert last is not None
    game.finish()
    for n in range(int(_ENDS_S / TICK_S)):
        if game.finished():
            return
        tick = Tick(last.n + 1 + n, last.t_s + (n + 1) * TICK_S, TICK_S, last.pose, last.reading, ())
        game.step(tick)
        if tick.n % every == 0:
            yield tick.t_s, game.draw()


def counted(
    make_game: Callable[[], MiniGame],
    performance: Performance,
    renderer: Offscreen,
    a_second: int = PICTURES_S,
    until_s: float = np.inf,
) -> Flashes:
    """The flashes of one performance of a game, or of its first seconds."""
    flashes = Flashes()
    for t_s, drawn in pictures(make_game(), performance, a_second):
        if t_s > until_s:
            break
        renderer.show(drawn, drawn, 1.0)
        picture = renderer.picture()
        assert picture is not None
        flashes.see(t_s, picture)
    return flashes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("games", nargs="*", help="ids; all if none is named")
    parser.add_argument("--pictures", type=int, default=PICTURES_S, help="a second of game time")
    parser.add_argument("--players", nargs="*", help="names of performances; all if none is named")
    wanted = parser.parse_args()
    renderer, good = Offscreen(*SIZE), True
    for name, make_game in library.games().items():
        if wanted.games and name not in wanted.games:
            continue
        for performance in players.performances(make_game()):
            if wanted.players and performance.id not in wanted.players:
                continue
            found = counted(make_game, performance, renderer, wanted.pictures)
            good &= not found.broken
            seen = f"{found.most} flashes/s, {found.most_red} red, {found.red:.1%} of a field saturated red"
            print(f"{name}: {performance.id}: {seen}{'  BROKEN: ' * bool(found.broken)}{found.broken}", flush=True)
    renderer.close()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
