"""The postcard an evening leaves on request: its last scene, drawn, with a few words and the day.

A DrawList has no camera's picture, so neither has a card. It is kept as a file beside the user's other pictures, and
sent nowhere.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Protocol

import numpy as np

from game.drawlist import DrawList
from game.intents import Intent
from game.pictures import as_png, write_whole
from game.render.renderer import Renderer, RenderError

_DOTS_A_METRE = round(300 / 0.0254)  # of the printed card
_HEADER = 33  # bytes of a PNG file before its second chunk


class Asking(Protocol):
    """What is asked of a Show."""

    @property
    def postcard(self) -> str | None: ...
    def draw(self) -> DrawList: ...


class Postcards:
    """Draws and keeps the card when the show asks for it; `asked` takes the answer back to it, for the loop.

    kept      where it lies, once it does
    trouble   why it could not be kept, in a sentence; "": nothing went wrong
    """

    def __init__(self, renderer: Renderer, folder: Path, day: date) -> None:
        self.kept: Path | None = None
        self.trouble = ""
        self._renderer, self._folder, self._day = renderer, folder.absolute(), day
        self._answered = False
        self._answers: tuple[Intent, ...] = ()

    def after_frame(self, show: Asking) -> None:
        caption = show.postcard
        if caption is None or self._answered:
            return
        self._answered = True
        self._keep(show.draw(), caption)
        self._answers = (Intent("postcard", say=None if self.kept is None else self._folder.name or str(self._folder)),)

    def asked(self, n: int) -> tuple[Intent, ...]:
        """What the show is to hear at tick n."""
        answers, self._answers = self._answers, ()
        return answers

    def _keep(self, drawlist: DrawList, caption: str) -> None:
        try:
            picture = drawn(self._renderer, drawlist, caption, self._day)
            self._folder.mkdir(parents=True, exist_ok=True)
            self.kept = write_new(_for_print(as_png(picture)), self._folder, f"Upswing {self._day.isoformat()}")
        except RenderError as error:
            self.trouble = f"the postcard could not be drawn: {error}"
        except OSError as error:
            self.trouble = f"the postcard could not be kept in {self._folder}: {error.strerror}"


def usual_folder() -> Path:
    """Where the user's pictures lie on this system."""
    from platformdirs import user_pictures_path

    return user_pictures_path()


def drawn(renderer: Renderer, drawlist: DrawList, caption: str, day: date) -> np.ndarray:
    """(card.HEIGHT, card.WIDTH, 3) uint8 of the card. Raises RenderError, also where nothing is drawn."""
    from game.render.card import PICTURE, card

    scene = replace(drawlist, panels=(), cues=(), notes={})  # not a word that is said on the screen
    picture = renderer.still(scene, *PICTURE)
    if picture is None:
        raise RenderError("nothing is drawn here")
    return card(picture, caption, f"{day.day} {day:%B %Y}")


def write_new(data: bytes, folder: Path, name: str) -> Path:
    """A PNG file of that name, or of the next that is free; whole or not at all. Raises OSError."""
    names = (f"{name}.png" if n == 1 else f"{name} ({n}).png" for n in count(1))
    path = next(path for file in names if not (path := folder / file).exists())
    write_whole(data, path, "xb")
    return path


def _for_print(png: bytes) -> bytes:
    """The same picture, which now says how large it is on paper (PNG's chunk pHYs)."""
    chunk = b"pHYs" + struct.pack(">IIB", _DOTS_A_METRE, _DOTS_A_METRE, 1)
    size = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return png[:_HEADER] + size + png[_HEADER:]
