"""Detail follows frame times: less where they are late, more after a calm while, never to and fro."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from drawn import game_camera, view

from game.render.gl import Painter
from game.render.governor import FULL, LEVELS, Governor
from game.render.offscreen import Offscreen

STEP_S = 1 / 30


def played(governor: Governor, t_s: float, seconds: float, late_below: int = 0) -> tuple[float, list[int]]:
    """Plays on from `t_s`: every fourth frame takes twice its time as long as the level is below `late_below`."""
    levels = []
    end = t_s + seconds
    n = 0
    while t_s < end:
        level = LEVELS.index(governor.detail)
        levels.append(level)
        t_s += STEP_S * (2.0 if level < late_below and n % 4 == 0 else 1.0)
        governor.shown(t_s, STEP_S)
        n += 1
    return t_s, levels


def changes(levels: list[int]) -> int:
    return sum(a != b for a, b in pairwise(levels))


def test_on_time_nothing_is_left_out() -> None:
    governor = Governor()
    _, levels = played(governor, 0.0, 120.0)
    assert set(levels) == {0}


def test_late_frames_take_detail_away_step_by_step_until_they_are_on_time() -> None:
    governor = Governor()
    _, levels = played(governor, 0.0, 15.0, late_below=2)
    assert levels[-1] == 2
    assert changes(levels) == 2


def test_a_few_late_frames_change_nothing() -> None:
    governor = Governor()
    t_s = 0.0
    for n in range(3000):
        t_s += STEP_S * (2.0 if n % 40 == 0 else 1.0)
        governor.shown(t_s, STEP_S)
    assert governor.detail == LEVELS[0]


def test_detail_comes_back_when_the_machine_has_time_again() -> None:
    governor = Governor()
    t_s, levels = played(governor, 0.0, 15.0, late_below=2)
    assert levels[-1] == 2
    _, levels = played(governor, t_s, 100.0)
    assert levels[-1] == 0


def test_what_is_too_much_again_and_again_is_tried_ever_more_seldom() -> None:
    governor = Governor()
    _, levels = played(governor, 0.0, 1800.0, late_below=1)
    assert changes(levels) <= 1 + 2 * 7  # after 20, 40, 80 ... 640 s
    assert levels.count(0) < 0.03 * len(levels)


@pytest.mark.parametrize("hitch_s", [0.1, 0.24, 0.37, 0.6])
def test_another_world_s_first_picture_takes_no_detail_away(hitch_s: float) -> None:
    governor = Governor()
    t_s, _ = played(governor, 0.0, 10.0)
    _, levels = played(governor, t_s + hitch_s, 10.0)
    assert set(levels) == {0}


def test_half_the_frames_that_are_due_take_two_steps_at_once() -> None:
    governor = Governor()
    for n in range(40):  # at 15 a second
        governor.shown(n * 2 * STEP_S, STEP_S)
    assert governor.detail == LEVELS[2]


def test_a_pause_is_no_late_frame() -> None:
    governor = Governor()
    t_s, _ = played(governor, 0.0, 10.0)
    for _ in range(10):
        t_s, levels = played(governor, t_s + 60.0, 2.0)
    assert levels[-1] == 0


@pytest.mark.gl
@pytest.mark.parametrize("world", ["valley", "shore", "forest"])
def test_the_least_detail_is_the_same_picture_with_less_in_it(renderer: Offscreen, world: str) -> None:
    drawlist = view(game_camera(), name=world, hour=0.3, t_s=3.0)
    pictures = []
    for detail in (FULL, LEVELS[-1], FULL):
        renderer._painter.detail = detail
        for _ in range(16):  # the mirror in the lake may be as many frames old
            renderer.show(drawlist, drawlist, 1.0)
        picture = renderer.picture()
        assert picture is not None
        pictures.append(picture.astype(float))
    full, least, again = pictures
    assert np.abs(full - least).mean() < 6.0
    assert not np.array_equal(full, least)
    assert np.abs(full - again).max() < 3.0


@pytest.mark.gl
@pytest.mark.parametrize("quick", [True, False])
def test_the_far_picture_with_fewer_pixels_is_the_present_world_s(renderer: Offscreen, quick: bool) -> None:
    with renderer._context:
        painter = Painter(renderer._context, 1280, 720)
        if not quick:  # as where the driver's copy is not to be had
            painter._far._stretch._blit = painter._stretch._blit = None
        for detail, world, hour in (
            (LEVELS[1], "forest", 0.3), (FULL, "forest", 0.5), (FULL, "shore", 0.5), (LEVELS[1], "shore", 0.5),
        ):  # fmt: skip
            painter.detail = detail
            drawlist = view(game_camera(), name=world, hour=hour, t_s=3.0)
            painter.draw(drawlist, drawlist, 1.0)
        fewer = painter.picture().astype(float)
        painter.detail = FULL
        painter.draw(drawlist, drawlist, 1.0)
        assert np.abs(painter.picture() - fewer).mean() < 6.0
