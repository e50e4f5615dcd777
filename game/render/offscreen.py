"""Drawing with no window: for screenshots, tests and machines without a screen."""

from __future__ import annotations

import time

import numpy as np

from game.drawlist import DrawList
from game.intents import Intent
from game.render.context import open_offscreen
from game.render.gl import Painter, still


class Offscreen:
    """A Renderer that keeps its pictures to itself until they are asked for; `gradual` lets the sky follow its hour as
    a window does; `careful`: as on a GPU, however long the processor takes. Raises RenderError without OpenGL.
    """

    def __init__(self, width: int = 1280, height: int = 720, gradual: bool = False, careful: bool = False) -> None:
        self._context = open_offscreen()
        self._painter = Painter(self._context, width, height, gradual, careful=careful)
        self._drawn = False
        self._since = time.monotonic()

    @property
    def software(self) -> bool:
        return self._painter.software

    @property
    def driver(self) -> str:
        """What OpenGL calls itself."""
        return str(self._context.info["GL_RENDERER"])

    def wait(self) -> float:
        """Does not wait: whoever draws off screen sets the pace."""
        now = time.monotonic()
        passed, self._since = now - self._since, now
        return passed

    def show(self, before: DrawList, after: DrawList, alpha: float) -> None:
        with self._context:  # another one may have been opened, and closed, since
            self._painter.draw(before, after, alpha)
        self._drawn = True

    def intents(self) -> tuple[Intent, ...]:
        return ()

    def picture(self) -> np.ndarray | None:
        if not self._drawn:
            return None
        with self._context:
            return self._painter.picture()

    def still(self, drawlist: DrawList, width: int, height: int) -> np.ndarray:
        with self._context:
            return still(self._context, drawlist, width, height)

    def close(self) -> None:
        self._context.release()
