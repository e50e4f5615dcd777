"""Eyes, and the board that panels hang on, by arithmetic that can be done by head."""

from __future__ import annotations

import numpy as np
import pytest

from exercises.pose import Rigid
from game.openxr.data import View as EyeView
from game.render.eyes import BOARD_AWAY_M, Board, Ray, eye_view, ray_of, ray_through
from game.render.layout import LEAST, SENTENCE

AHEAD = (0.0, 0.0, 0.0, 1.0)
BOARD = Board(np.array([0.0, 1.2, 0.0]))


def turned_left(degrees: float) -> tuple[float, float, float, float]:
    half = np.radians(degrees) / 2
    return (0.0, float(np.sin(half)), 0.0, float(np.cos(half)))


def eye(x: float = 0.0, fov: tuple[float, ...] = (-45, 45, 45, -45), turn: tuple[float, ...] = AHEAD) -> EyeView:
    return EyeView(Rigid((x, 1.2, 0.0), turn), np.array(fov, float), None)


def test_a_field_that_is_wider_outward_puts_the_middle_inward() -> None:
    outward = np.degrees(np.arctan(1.0)), np.degrees(np.arctan(0.5))  # tangents 1 and 0.5
    view = eye_view(eye(fov=(-outward[0], outward[1], 45, -45)), 600)
    ahead, aside = view.project(np.array([[0.0, 1.2, -2.0], [1.0, 1.2, -2.0]]))
    assert ahead == pytest.approx((1.0 / 1.5, 0.5))
    assert aside == pytest.approx((1.0, 0.5))  # 0.5 to the right at 1 m: the field's right edge


def test_up_and_down_likewise() -> None:
    view = eye_view(eye(fov=(-45, 45, np.degrees(np.arctan(0.5)), -45)), 600)
    assert view.project(np.array([[0.0, 1.2, -3.0]]))[0] == pytest.approx((0.5, 1.0 / 1.5))


def test_near_things_shift_between_the_eyes_and_far_ones_hardly() -> None:
    left, right = (eye_view(eye(x), 1000) for x in (-0.032, 0.032))
    near, far = np.array([[0.0, 1.2, -1.0]]), np.array([[0.0, 1.2, -100.0]])
    assert (left.project(near) - right.project(near))[0, 0] * 1000 == pytest.approx(32.0)  # 0.064 m at 500 px a metre
    assert (left.project(far) - right.project(far))[0, 0] * 1000 == pytest.approx(0.32)


def test_a_turned_head_sees_what_is_beside_it() -> None:
    view = eye_view(eye(turn=turned_left(90)), 600)
    assert view.project(np.array([[-2.0, 1.2, 0.0]]))[0] == pytest.approx((0.5, 0.5))
    np.testing.assert_allclose(ray_of(eye(turn=turned_left(90)).pose).along, (-1.0, 0.0, 0.0), atol=1e-12)


def test_ten_centimetres_before_the_eye_is_still_drawn() -> None:
    clip = eye_view(eye(), 600).clip_from_room @ np.array([0.0, 1.2, -0.1001, 1.0])
    assert -clip[3] <= clip[2] <= clip[3]


@pytest.mark.parametrize("share", [SENTENCE, LEAST])
def test_capitals_on_the_board_are_a_degree_tall_at_least(share: float) -> None:
    top, foot = BOARD.place((0.5, 0.5)), BOARD.place((0.5, 0.5 + share))
    a, b = ((p - BOARD.eye) / np.linalg.norm(p - BOARD.eye) for p in (top, foot))
    assert np.degrees(np.arccos(a @ b)) > 1.5


def test_the_board_hangs_where_it_can_be_looked_at_for_long() -> None:
    corners = BOARD.corners() - BOARD.eye
    up = np.degrees(np.arctan2(corners[:, 1], np.hypot(corners[:, 0], corners[:, 2])))
    aside = np.degrees(np.arctan2(corners[:, 0], -corners[:, 2]))
    assert up.max() <= 15
    assert up.min() >= -25
    assert np.abs(aside).max() <= 30
    assert np.linalg.norm(BOARD.place((0.5, 0.5)) - BOARD.eye) == pytest.approx(BOARD_AWAY_M)


@pytest.mark.parametrize("at", [(0.5, 0.5), (0.1, 0.9), (0.83, 0.2)])
def test_what_points_at_a_place_of_the_board_hits_it(at: tuple[float, float]) -> None:
    for start in (BOARD.eye, np.array([0.4, 0.8, -0.3])):
        along = BOARD.place(at) - start
        assert BOARD.hit(Ray(start, along / np.linalg.norm(along))) == pytest.approx(at)


def test_what_points_beside_it_away_from_it_or_from_behind_hits_nothing() -> None:
    assert BOARD.hit(Ray(BOARD.eye, np.array([0.0, 1.0, 0.0]))) is None
    assert BOARD.hit(Ray(BOARD.eye, np.array([0.0, 0.0, 1.0]))) is None
    assert BOARD.hit(Ray(np.array([0.0, 1.2, -3.0]), np.array([0.0, 0.0, 1.0]))) is None
    assert BOARD.hit(Ray(BOARD.eye, np.array([0.9, 0.0, -0.43589]))) is None


def test_the_mouse_on_the_mirror_points_as_the_eye_sees() -> None:
    view = eye_view(eye(), 600)
    x, y = view.project(BOARD.place((0.7, 0.6))[None])[0]
    assert BOARD.hit(ray_through(view, x, 1 - y)) == pytest.approx((0.7, 0.6))
