from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from game.drawlist import DrawList
from game.render.offscreen import Offscreen

WIDTH, HEIGHT = 320, 180


@pytest.fixture(scope="session")
def renderer() -> Iterator[Offscreen]:
    offscreen = Offscreen(WIDTH, HEIGHT)  # without OpenGL this fails, naming the line that installs it
    yield offscreen
    offscreen.close()


@pytest.fixture
def drawn(renderer: Offscreen) -> Callable[[DrawList], np.ndarray]:
    """Draws a list and gives the picture as (H, W, 3) float 0..255."""

    def draw(drawlist: DrawList) -> np.ndarray:
        for _ in range(3):  # the mirror in the lake may be two frames old
            renderer.show(drawlist, drawlist, 1.0)
        picture = renderer.picture()
        assert picture is not None
        return picture.astype(float)

    return draw
