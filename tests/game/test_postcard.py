"""The postcard: drawn without a word of the screen, kept beside older ones, and no harm where it cannot be."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pygame
import pytest

from game.drawlist import Button, Camera, Cue, DrawList, Panel
from game.intents import Intent
from game.postcard import Postcards, drawn
from game.render import card
from game.render.null import Null
from game.render.renderer import RenderError

DAY = date(2026, 11, 22)
CAPTION = "Tonight's light was for Grandpa."
ASKED = DrawList(
    Camera(np.eye(4)),
    panels=(Panel("results", title="You did 6 lifts tonight.", buttons=(Button("good_night", "Good night"),)),),
    cues=(Cue("select-1", caption="Good"),),
    notes={"pointer": "0.5 0.8", "scene": "results"},
)


class Green(Null):
    """Draws every list as a green field, and keeps it."""

    def __init__(self) -> None:
        super().__init__()
        self.lists: list[DrawList] = []

    def still(self, drawlist: DrawList, width: int, height: int) -> np.ndarray:
        self.lists.append(drawlist)
        return np.full((height, width, 3), (0, 200, 0), np.uint8)


class Broken(Null):
    def still(self, drawlist: DrawList, width: int, height: int) -> np.ndarray:
        raise RenderError("no room")


@dataclass
class Asking:
    postcard: str | None = CAPTION

    def draw(self) -> DrawList:
        return ASKED


def kept(folder: Path, renderer: Null | None = None) -> Postcards:
    cards = Postcards(renderer or Green(), folder, DAY)
    cards.after_frame(Asking())
    return cards


def test_it_is_kept_once_and_the_show_is_told_where(tmp_path: Path) -> None:
    renderer = Green()
    cards = Postcards(renderer, tmp_path / "Pictures", DAY)
    cards.after_frame(Asking(postcard=None))
    assert cards.asked(1) == ()
    for _ in range(3):
        cards.after_frame(Asking())
    assert cards.asked(2) == (Intent("postcard", say="Pictures"),)
    assert cards.asked(3) == ()
    assert cards.kept == tmp_path / "Pictures" / "Upswing 2026-11-22.png"
    assert len(renderer.lists) == 1


def test_a_card_is_a6_and_says_so(tmp_path: Path) -> None:
    path = kept(tmp_path).kept
    assert path is not None
    picture = pygame.image.load(path)
    assert picture.get_size() == (1748, 1240)
    assert picture.get_at((874, 500))[:3] == (0, 200, 0)
    head = path.read_bytes()[33:58]
    assert head[4:8] == b"pHYs"
    assert int.from_bytes(head[8:12], "big") == 11811  # dots to the metre: 148 mm are 1748


def test_nothing_that_is_said_on_the_screen_is_on_it() -> None:
    renderer = Green()
    drawn(renderer, ASKED, CAPTION, DAY)
    (shown,) = renderer.lists
    assert (shown.panels, shown.cues, shown.notes) == ((), (), {})


def test_an_older_card_is_never_replaced(tmp_path: Path) -> None:
    older = [tmp_path / "Upswing 2026-11-22.png", tmp_path / "Upswing 2026-11-22 (2).png"]
    for path in older:
        path.write_text("older")
    assert kept(tmp_path).kept == tmp_path / "Upswing 2026-11-22 (3).png"
    assert [path.read_text() for path in older] == ["older", "older"]


def test_a_folder_that_cannot_be_written_is_told_and_nothing_raises(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    cards = kept(tmp_path / "file" / "Pictures")
    assert cards.kept is None
    assert cards.asked(1) == (Intent("postcard", say=None),)
    assert cards.trouble.startswith(f"the postcard could not be kept in {tmp_path / 'file' / 'Pictures'}: Not a dir")


def test_a_full_disk_leaves_no_half_a_card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None: ...

        def write(self, data: bytes) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    def on_full_disk(path: Path, mode: str) -> Full:
        path.touch()
        return Full()

    monkeypatch.setattr(Path, "open", on_full_disk)
    cards = kept(tmp_path)
    assert cards.asked(1) == (Intent("postcard", say=None),)
    assert "No space left" in cards.trouble
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("renderer", [Null(), Broken()], ids=["nothing drawn", "no room"])
def test_where_nothing_can_be_drawn_there_is_none(renderer: Null, tmp_path: Path) -> None:
    cards = kept(tmp_path, renderer)
    assert cards.asked(1) == (Intent("postcard", say=None),)
    assert cards.trouble.startswith("the postcard could not be drawn")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["Jo", "Great-Grandmother Wilhelmina and all the children", "Word " * 60, "W" * 200])
def test_the_words_stay_on_the_paper(name: str) -> None:
    picture = np.zeros((card.PICTURE[1], card.PICTURE[0], 3), np.uint8)
    paper = card.card(picture, f"Tonight's light was for {name}.", "22 November 2026")
    assert paper.shape == (card.HEIGHT, card.WIDTH, 3)
    for edge in (paper[:40], paper[-40:], paper[:, :40], paper[:, -40:]):
        assert (edge == paper[0, 0]).all()
