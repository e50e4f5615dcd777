"""The window itself, on SDL's driver for machines without a screen (it opens real OpenGL all the same)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from drawn import game_camera, view

from game.drawlist import Button, Panel
from game.intents import Intent
from game.render.renderer import RenderError

pytestmark = pytest.mark.gl
QUESTION = Panel("q", title="Ready?", buttons=(Button("no", "No"), Button("yes", "Yes")))


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Iterator:
    monkeypatch.setenv("SDL_VIDEODRIVER", "offscreen")
    from game.render.window import Window

    opened = Window(size=(320, 180))
    yield opened
    opened.close()


def test_keys_clicks_and_closing_come_out_as_intents(window) -> None:
    import pygame

    drawlist = view(game_camera()).with_panels(QUESTION)
    window.show(drawlist, drawlist, 1.0)
    window.intents()
    for event in (
        pygame.event.Event(pygame.KEYDOWN, key=pygame.K_2, unicode="2", mod=0),
        pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RIGHT, unicode="", mod=0),
        pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN, unicode="\r", mod=0),
        pygame.event.Event(pygame.KEYDOWN, key=pygame.K_ESCAPE, unicode="", mod=0),
        pygame.event.Event(pygame.MOUSEMOTION, pos=(160, 90), rel=(0, 0), buttons=(0, 0, 0)),
        pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=(180, 145)),
        pygame.event.Event(pygame.QUIT),
    ):
        pygame.event.post(event)
    found = window.intents()
    assert [(i.kind, i.button) for i in found] == [
        ("select", "yes"), ("select", "no"), ("pause", None), ("select", "yes"), ("quit", None), ("point", None),
    ]  # fmt: skip
    assert found[-1] == Intent("point", at=(0.5, 0.5))


def test_what_is_shown_is_the_picture(window) -> None:
    drawlist = view(game_camera())
    window.show(drawlist, drawlist, 1.0)
    picture = window.picture()
    assert picture.shape == (180, 320, 3)
    assert picture.std() > 20


def test_software_drawing_is_paced(window) -> None:
    if not window.software:
        pytest.skip("the display paces a GPU")
    window.wait()
    start = time.monotonic()
    for _ in range(6):
        window.wait()
    assert time.monotonic() - start >= 5 / 30


def test_a_window_opens_again_after_it_was_closed(window, monkeypatch: pytest.MonkeyPatch) -> None:
    from game.render.window import Window

    window.close()
    again = Window(size=(320, 180))
    drawlist = view(game_camera())
    again.show(drawlist, drawlist, 1.0)
    assert again.picture() is not None
    again.close()


def test_no_window_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "no-such-driver")
    from game.render.window import Window

    with pytest.raises(RenderError, match="a window with OpenGL"):
        Window()


def test_where_there_is_no_screen_none_is_drawn_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
        monkeypatch.delenv(name, raising=False)
    import pygame

    from game.render.window import Window

    monkeypatch.setattr(pygame.display, "get_driver", lambda: "offscreen")
    with pytest.raises(RenderError, match="there is no screen here"):
        Window()


def test_a_still_is_drawn_apart_from_what_the_window_shows(window) -> None:
    drawlist = view(game_camera()).with_panels(QUESTION)
    for _ in range(3):  # the mirror in the lake may be two frames old
        window.show(drawlist, drawlist, 1.0)
    before = window.picture().astype(float)
    still = window.still(replace(drawlist, panels=()), 640, 360).astype(float)
    assert still.shape == (360, 640, 3)
    halved = still.reshape(180, 2, 320, 2, 3).mean(axis=(1, 3))
    beside = before[:20] - halved[:20]  # where the question is not
    assert abs(beside).mean() < 6
    for _ in range(3):
        window.show(drawlist, drawlist, 1.0)
    assert abs(window.picture() - before).max() <= 1
