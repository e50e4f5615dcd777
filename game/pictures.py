"""Pictures of the game, taken while it plays. They and the postcard (postcard.py) are the only image files the program
ever writes; all are drawn, none is of a camera.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Literal

import numpy as np

from game.drawlist import DrawList
from game.intents import Intent
from game.render.renderer import Renderer

FIRST_S, EVERY_S, MOST = 0.8, 6.0, 9  # of a scene: its first picture, the next ones, and no more than these


class Pictures:
    """A Renderer that keeps what another one draws as PNG files, a few of each scene.

    `sparing`: draw only when a picture is due (nobody watches). `now_s` and `scene` tell where the session is.
    Names say order and scene: `03-play-2.png`. A picture that cannot be written stops nobody's exercise: no more are
    taken, and `trouble` says why.
    """

    def __init__(
        self,
        inner: Renderer,
        folder: Path,
        *,
        now_s: Callable[[], float],
        scene: Callable[[], str],
        sparing: bool = False,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.taken: list[Path] = []
        self.trouble = ""
        self.software = inner.software
        self._inner, self._folder, self._sparing = inner, folder, sparing
        self._now_s, self._scene = now_s, scene
        self._of, self._due_s, self._count, self._scenes = "", 0.0, 0, 0

    def wait(self) -> float:
        return 0.0 if self._sparing else self._inner.wait()

    def show(self, before: DrawList, after: DrawList, alpha: float) -> None:
        due = self._is_due()
        if due or not self._sparing:
            self._inner.show(before, after, alpha)
        if due:
            self._take()

    def intents(self) -> tuple[Intent, ...]:
        return self._inner.intents()

    def picture(self) -> np.ndarray | None:
        return self._inner.picture()

    def still(self, drawlist: DrawList, width: int, height: int) -> np.ndarray | None:
        return self._inner.still(drawlist, width, height)

    def close(self) -> None:
        self._inner.close()

    def _is_due(self) -> bool:
        if self._scene() != self._of:
            self._of, self._due_s, self._count = self._scene(), self._now_s() + FIRST_S, 0
            self._scenes += 1
        return not self.trouble and self._count < MOST and self._now_s() >= self._due_s

    def _take(self) -> None:
        self._count += 1
        self._due_s = self._now_s() + EVERY_S
        picture = self._inner.picture()
        if picture is not None:
            path = self._folder / f"{self._scenes:02d}-{self._of}-{self._count}.png"
            try:
                write_png(picture, path)
            except OSError as error:
                self.trouble = f"{path} cannot be written: {error.strerror}; no more pictures were taken"
            else:
                self.taken.append(path)


def as_png(picture: np.ndarray) -> bytes:
    """(H, W, 3) uint8 as the bytes of a PNG file."""
    import pygame

    encoded = BytesIO()  # pygame does not notice a full disk
    pygame.image.save(pygame.surfarray.make_surface(picture.swapaxes(0, 1)), encoded, "picture.png")
    return encoded.getvalue()


def write_png(picture: np.ndarray, path: Path) -> None:
    """(H, W, 3) uint8 as PNG, whole or not at all. Raises OSError where the disk refuses."""
    write_whole(as_png(picture), path)


def write_whole(data: bytes, path: Path, mode: Literal["wb", "xb"] = "wb") -> None:
    """A file, whole or not at all; by "xb" only where there is none of that name yet. Raises OSError."""
    try:
        with path.open(mode) as file:
            file.write(data)
    except FileExistsError:
        raise
    except OSError:
        path.unlink(missing_ok=True)
        raise
