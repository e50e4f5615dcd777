"""The shore: its sea where it is said to be, waves that breathe, lights that came down the river, a moon that rises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from conftest import HEIGHT, WIDTH
from drawn import ball, game_camera, level, placed, view

from game.drawlist import DrawList, Item, Person, World
from game.render import shore
from game.render.eyes import Board
from game.render.offscreen import Offscreen
from game.render.stereo import StereoPainter
from game.render.view import view_of

pytestmark = pytest.mark.gl
Draw = Callable[[DrawList], np.ndarray]
TEN = (1.0,) * 10


def seen_at(points: np.ndarray) -> np.ndarray:
    """(N, 2) column and row of room points in the game's picture."""
    at = view_of(game_camera(), WIDTH, HEIGHT).project(np.atleast_2d(points))
    return at * (WIDTH, -HEIGHT) + (0, HEIGHT)


def test_the_horizon_is_where_the_camera_puts_it_and_the_sea_is_darker_than_the_sky(drawn: Draw) -> None:
    rows = drawn(view(game_camera(), name="shore"))[:, 206:222].mean(axis=(1, 2))
    horizon = round(0.62 * HEIGHT)
    assert rows[horizon + 4 : horizon + 12].mean() < 0.9 * rows[horizon - 12 : horizon - 4].mean()


def test_waves_run_up_the_sand_for_four_seconds_and_back_for_six(drawn: Draw) -> None:
    """In a column of wash the wet edge stands lowest in the picture when the waves are farthest in."""
    out, in_, out_again = (drawn(view(game_camera(), name="shore", t_s=t)) for t in (0.0, 4.0, 10.0))
    line = float(shore.waterline_z(np.array(-5.5)))  # aside, where no caption of another picture can linger
    inside, outside = seen_at(np.array([(-5.5, -0.36, line + 0.6), (-5.5, -0.47, line - 0.7)])).round().astype(int)
    place = (slice(inside[1] - 1, inside[1] + 2), slice(inside[0] - 3, inside[0] + 3))
    assert np.abs(in_[place] - out[place]).mean() > 8  # the sand there is under water, or foam
    assert np.abs(out_again[place] - out[place]).mean() < 8
    assert outside[1] < inside[1]


def test_quiet_waters_hardly_move(drawn: Draw) -> None:
    band = slice(round(0.64 * HEIGHT), round(0.84 * HEIGHT))

    def moved(quiet: float) -> float:
        first, later = (drawn(view(game_camera(), name="shore", t_s=t, quiet=quiet))[band] for t in (0.0, 4.0))
        return float(np.abs(first - later).mean())

    assert moved(1.0) < 0.6 * moved(0.0)


def test_each_lantern_shines_where_it_floats(drawn: Draw) -> None:
    dark = drawn(view(game_camera(), name="shore", hour=0.5))
    for k in (0, 3, 9):
        lit = drawn(view(game_camera(), name="shore", hour=0.5, lit=(0.0,) * k + (1.0,)))
        gain = (lit - dark).sum(axis=2)
        row, column = np.unravel_index(gain.argmax(), gain.shape)
        wanted = seen_at(shore.lanterns()[k] + (0.0, 0.2, 0.0))[0]
        assert gain.max() > 120
        assert (column, row) == pytest.approx(tuple(wanted), abs=5)


def test_the_eleventh_light_is_the_plankton_at_the_waterline_alone(drawn: Draw) -> None:
    plain, glowing = (drawn(view(game_camera(), name="shore", hour=1.0, lit=lit)) for lit in (TEN, (*TEN, 1.0)))
    gain = (glowing - plain).sum(axis=2)
    nearer, farther = seen_at(np.array([(0.0, -0.2, -6.0), (0.0, -0.4, -20.0)]))[:, 1].round().astype(int)
    assert gain[farther:nearer].max() > 60
    assert np.abs(gain[: farther - 2]).max() < 6
    assert np.abs(gain[nearer + 2 :]).max() < 6
    red, green, blue = (glowing - plain)[farther:nearer].mean(axis=(0, 1))
    assert red < green
    assert red < blue


def test_the_moon_rises_with_the_hour_and_is_the_brightest_there_is(drawn: Draw) -> None:
    heights = []
    for hour in (0.0, 0.5, 1.0):
        sky = drawn(view(game_camera(), name="shore", hour=hour))[: round(0.6 * HEIGHT)].sum(axis=2)
        rows, columns = np.nonzero(sky > 0.93 * sky.max())
        heights.append(float(np.median(rows)))
        azimuth = np.arctan((np.median(columns) - WIDTH / 2) / (HEIGHT / 2) * np.tan(np.radians(20)))
        assert azimuth == pytest.approx(shore.MOON_AZIMUTH, abs=0.03)
    assert heights[0] > heights[1] + 10 > heights[2] + 20


def test_what_the_renderer_says_of_the_swell_floats_the_lanterns_on_it() -> None:
    """A lantern far out rises and falls with a sea whose swells repeat after ten seconds, no more than 0.215 m."""
    t = np.linspace(0.0, 10.0, 41)
    heights = np.array([float(shore.swell(np.array(-5.0), np.array(-60.0), s, 1.0)) for s in t])
    assert heights[0] == pytest.approx(heights[-1], abs=1e-9)
    assert 0.05 < np.ptp(heights) <= 0.43
    rows = [shore.scene().near(World("shore", t_s=s, lit=TEN))["float_lantern"][0, 13] for s in (0.0, 2.5)]
    assert rows[0] != pytest.approx(rows[1], abs=1e-3)


def test_things_before_the_sea_hide_it_in_the_window(drawn: Draw) -> None:
    """The rock is kept as a picture, and the sea is laid behind it."""
    picture = drawn(view(game_camera(), name="shore", t_s=3.0))
    again = drawn(view(game_camera(), name="shore", t_s=7.0))
    column, row = seen_at(np.array([shore.ROCK[0], 0.4, shore.ROCK[1]]))[0].round().astype(int)
    here = (slice(row - 2, row + 2), slice(column - 2, column + 2))
    assert np.array_equal(picture[here], again[here])
    assert picture[row, column].mean() < 0.8 * picture[row, column - 60].mean()


def test_what_stands_on_the_sand_hides_it_and_what_lies_under_is_hidden(drawn: Draw) -> None:
    red = (1.0, 0.0, 0.0, 1.0)
    above = drawn(view(level(), ball("b", 0, 0.25, -3, 0.5, red), name="shore"))
    below = drawn(view(level(), ball("b", 0, -0.40, -3, 0.5, red), name="shore"))
    row = round(90 + 1.25 / 3 * 90)
    assert above[row, 160, 0] > 200
    assert below[row + 10, 160, 0] < 120


def test_who_stands_on_the_sand_and_what_stands_beside_them_have_a_shadow_at_their_feet(drawn: Draw) -> None:
    def luminance(drawlist: DrawList) -> np.ndarray:
        return drawn(drawlist).mean(axis=2)

    plain = luminance(view(game_camera(), name="shore"))
    chair = luminance(view(game_camera(), Item("c", "chair", placed(-0.8, 0, -2), (1.0,) * 4), name="shore"))
    person = luminance(view(game_camera(), name="shore", people=(Person("p", "woman", placed(0.8, 0, -2), {}),)))
    for picture, x in ((chair, -0.8), (person, 0.8)):
        (column, row), (beside, _) = seen_at(np.array([(x, 0.0, -1.9), (x + 0.7, 0.0, -1.9)])).round().astype(int)
        assert picture[row, column] < 0.94 * plain[row, column]
        assert picture[row, beside] == pytest.approx(plain[row, beside], abs=4)
    off_the_ground = view(game_camera(), name="shore", people=(Person("p", "woman", placed(0.8, 1.5, -2), {}),))
    assert luminance(off_the_ground)[row, column] > 0.97 * plain[row, column]


def test_both_eyes_see_the_shore_and_the_rock_at_its_distance(renderer: Offscreen) -> None:
    camera = level(90.0, (0.0, 1.2, 0.0))
    views = []
    for aside in (-2.0, 2.0):  # four metres between them, so that pixels tell
        moved = np.array(camera.room_from_camera)
        moved[0, 3] = aside
        views.append(view_of(replace(camera, room_from_camera=moved), 256, 256))
    with renderer._context:
        painter = StereoPainter(renderer._context, (256, 256))
        painter.draw(DrawList(camera, World("shore", hour=0.3)), (views[0], views[1]), Board(np.array((0.0, 1.2, 0.0))))
        left, right = (painter.picture(eye).astype(float) for eye in (0, 1))
    assert left[200:].mean() > 10  # sand
    at = [each.project(np.array([[shore.ROCK[0], 0.3, shore.ROCK[1]]]))[0] * (256, -256) + (0, 256) for each in views]
    for picture, (column, row) in zip((left, right), at, strict=True):
        rock = picture[round(row) - 1 : round(row) + 2, round(column) - 1 : round(column) + 2].mean()
        assert rock < 0.8 * picture[round(row), round(column) - 30].mean()
    assert at[0][0] - at[1][0] == pytest.approx(4.0 / 29.0 * 128, abs=0.5)


def test_a_light_behind_the_rock_is_not_seen_through_it(drawn: Draw) -> None:
    eye, rock = np.array(game_camera().room_from_camera)[:3, 3], np.array([shore.ROCK[0], 0.6, shore.ROCK[1]])
    white = (1.0, 1.0, 1.0, 1.0)
    before, behind = (
        view(game_camera(), Item("g", "spark", placed(*(eye + share * (rock - eye)), 2.0), white), name="shore")
        for share in (0.8, 1.2)
    )
    plain = drawn(view(game_camera(), name="shore"))
    column, row = seen_at(rock)[0].round().astype(int)
    assert np.abs(drawn(behind) - plain)[row, column].max() < 6
    assert np.abs(drawn(before) - plain)[row, column].max() > 100
