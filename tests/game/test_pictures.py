"""Pictures of the game reach the disk whole; a disk that refuses stops nobody's exercise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pygame
import pytest

from game.drawlist import Camera, DrawList
from game.pictures import FIRST_S, Pictures, write_png
from game.render.null import Null

LIST = DrawList(Camera(np.eye(4)))


class Drawn(Null):
    """Draws one and the same picture: 4 wide, 3 high, red at the top left."""

    def picture(self) -> np.ndarray:
        pixels = np.zeros((3, 4, 3), np.uint8)
        pixels[0, 0] = (255, 0, 0)
        return pixels


def test_a_picture_holds_what_was_drawn(tmp_path: Path) -> None:
    write_png(Drawn().picture(), tmp_path / "one.png")
    read = pygame.image.load(tmp_path / "one.png")
    assert read.get_size() == (4, 3)
    assert read.get_at((0, 0))[:3] == (255, 0, 0)
    assert read.get_at((3, 2))[:3] == (0, 0, 0)


def test_pictures_are_named_by_order_and_scene(tmp_path: Path) -> None:
    now = [0.0]
    pictures = Pictures(Drawn(), tmp_path, now_s=lambda: now[0], scene=lambda: "play" if now[0] > 5 else "welcome")
    for now[0] in (0.0, FIRST_S, 1.0, 6.0, 6.0 + FIRST_S):
        pictures.show(LIST, LIST, 1.0)
    assert [path.name for path in pictures.taken] == ["01-welcome-1.png", "02-play-1.png"]


def test_a_folder_that_refuses_is_told_and_the_evening_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    now = [0.0]
    pictures = Pictures(Drawn(), folder, now_s=lambda: now[0], scene=lambda: "play")
    folder.rmdir()
    for now[0] in (0.0, FIRST_S, 100.0):
        pictures.show(LIST, LIST, 1.0)
    assert pictures.taken == []
    assert pictures.trouble.startswith(f"{folder / '01-play-1.png'} cannot be written: No such file")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux's /dev/full stands for a full disk")
def test_a_full_disk_leaves_no_broken_picture(tmp_path: Path) -> None:
    path = tmp_path / "one.png"
    path.symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        write_png(Drawn().picture(), path)
    assert not path.exists()
