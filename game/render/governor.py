"""How much detail a frame can afford: what nobody misses goes first where pictures come late, and comes back with care.

Only a window asks it. What is drawn off screen has all detail always, so that its pictures repeat.
"""

from __future__ import annotations

from dataclasses import dataclass

_WATCHED_S = 2.0
_ENOUGH, _FAR_TOO_FEW = 0.96, 0.75  # of the frames that were due
_PAUSE_S = 0.5  # longer without a frame, and nobody waited for one
_CALM_S, _CALM_MOST_S = 20.0, 640.0  # so long without trouble: more detail; twice as long each time that was too early


@dataclass(frozen=True, slots=True)
class Detail:
    """pixels        on software GL: share of the usual pixels that the scene is drawn with before it is enlarged
    mirror_every  frames from one picture in the lake to the next, on software GL
    surface       on software GL: how wide the water is drawn before it is enlarged; 1 is half the scene's width
    plants        share of the near reeds, ferns and grasses that are drawn
    sparkles      share of pollen and of glints on the water
    smooth        on software GL: whether stairs along near edges are softened; enlarging softens them, too
    """

    pixels: float = 1.0
    mirror_every: int = 3
    surface: float = 1.0
    plants: float = 1.0
    sparkles: float = 1.0
    smooth: bool = True


FULL = Detail()
LEVELS = (
    FULL,
    Detail(pixels=0.55, mirror_every=8, surface=0.8, plants=0.6, sparkles=0.5),
    Detail(pixels=0.3, mirror_every=15, surface=0.6, plants=0.4, sparkles=0.25, smooth=False),
)


class Governor:
    """`detail` is what to draw with now. Told of each frame, it looks back every two seconds, the longest wait left out
    (another world's first picture): where too few were shown the next level is taken, where far too few the one after;
    after twenty calm seconds the one before. A level that proved too much again within that time is left alone for
    twice as long, and so on: going to and fro would be seen.
    """

    def __init__(self) -> None:
        self._level = 0
        self._since_s: float | None = None
        self._last_s = 0.0
        self._frames, self._longest_s = 0, 0.0
        self._calm_since_s = 0.0
        self._wait_s = _CALM_S
        self._rose_s: float | None = None

    @property
    def detail(self) -> Detail:
        return LEVELS[self._level]

    def shown(self, t_s: float, step_s: float) -> None:
        """A frame was shown at `t_s`, one being due every `step_s`."""
        if self._since_s is None or t_s - self._last_s > _PAUSE_S:
            self._begin(t_s)
            self._calm_since_s = t_s
            return
        self._frames += 1
        self._longest_s = max(self._longest_s, t_s - self._last_s)
        self._last_s = t_s
        if t_s - self._since_s < _WATCHED_S:
            return
        shown = (self._frames - 1) * step_s / (t_s - self._since_s - self._longest_s)
        if shown < _ENOUGH:
            self._less(t_s, 2 if shown < _FAR_TOO_FEW else 1)
        elif self._level > 0 and t_s - self._calm_since_s >= self._wait_s:
            self._level -= 1
            self._rose_s = self._calm_since_s = t_s
        self._begin(t_s)

    def _begin(self, t_s: float) -> None:
        self._since_s = self._last_s = t_s
        self._frames, self._longest_s = 0, 0.0

    def _less(self, t_s: float, steps: int) -> None:
        if self._rose_s is not None:
            again = t_s - self._rose_s < _CALM_S
            self._wait_s = min(2 * self._wait_s, _CALM_MOST_S) if again else _CALM_S
            self._rose_s = None
        self._level = min(self._level + steps, len(LEVELS) - 1)
        self._calm_since_s = t_s
