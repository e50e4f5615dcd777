"""What the one who plays sees of a list that was composed for a camera behind them."""

from __future__ import annotations

import numpy as np
import pytest

from game.drawlist import COLOURS, Camera, DrawList, Instances, Item, Line, Person
from game.render.seat import FOCUS_M, HIGHEST_DEG, from_seat
from tests.game.render.drawn import placed

EYE = np.array([0.0, 1.2, 0.0])
CAMERA = Camera(placed(0.92, 1.32, 5.1))
RING = np.array([1.99, 3.0, -1.6])  # as Lanterns composes it: 14 degrees up and 9 to the right of the camera
LANTERN = np.array([1.19, 1.12, -1.1])


def stage(*items: Item, **parts: object) -> DrawList:
    return DrawList(CAMERA, items=(Item("ring", "ring", placed(*RING)), *items), focus=RING, **parts)  # type: ignore[arg-type]


def at(drawlist: DrawList, name: str) -> np.ndarray:
    return next(item.room_from_item[:3, 3] for item in drawlist.items if item.id == name)


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_the_goal_hangs_three_metres_off_where_the_camera_saw_it_and_never_high(side: float) -> None:
    flip = np.array([side, 1.0, 1.0])
    camera = Camera(placed(0.92 * side, 1.32, 5.1))
    drawn = DrawList(camera, items=(Item("ring", "ring", placed(*RING * flip)),), focus=RING * flip)
    ring = at(from_seat(drawn, EYE[1], {}), "ring") - EYE
    assert np.linalg.norm(ring) == pytest.approx(FOCUS_M)
    up = np.degrees(np.arcsin(ring[1] / FOCUS_M))
    assert 10 < up <= HIGHEST_DEG
    assert np.degrees(np.arctan2(ring[0], -ring[2])) == pytest.approx(side * 9.07, abs=0.1)  # atan(1.07 / 6.7)


def test_a_goal_high_above_comes_down_to_fifteen_degrees() -> None:
    high = np.array([0.92, 1.32 + 6.0, 5.1 - 6.0])  # 45 degrees up
    seen = from_seat(DrawList(CAMERA, items=(Item("ring", "ring", placed(*high)),), focus=high), EYE[1], {})
    ring = at(seen, "ring") - EYE
    assert np.degrees(np.arcsin(ring[1] / np.linalg.norm(ring))) == pytest.approx(HIGHEST_DEG)


def test_what_hangs_near_the_goal_comes_along_above_the_floor() -> None:
    seen = from_seat(stage(Item("lantern", "lantern", placed(*LANTERN))), EYE[1], {})
    ring, lantern = at(seen, "ring"), at(seen, "lantern")
    assert 0.4 < lantern[1] < ring[1]
    np.testing.assert_allclose((lantern - ring)[[0, 2]], (LANTERN - RING)[[0, 2]], atol=1e-9)


def test_floor_water_and_distance_stay_where_they_are() -> None:
    afloat, house, bench = (2.0, -0.45, -9.0), (16.1, 2.3, -135.9), (0.0, 0.0, 0.1)
    many = Instances("lake", "float_lantern", placed(*afloat)[None], np.ones((1, 4)))
    seen = from_seat(
        stage(Item("house", "glow", placed(*house)), Item("seat", "bench", placed(*bench)), instances=(many,)), 1.2, {}
    )
    np.testing.assert_array_equal(at(seen, "house"), house)
    np.testing.assert_array_equal(at(seen, "seat"), bench)
    np.testing.assert_array_equal(seen.instances[0].room_from_item[0, :3, 3], afloat)


def test_live_things_are_never_moved() -> None:
    seen = from_seat(stage(Item("fruit", "fruit", placed(0.5, 1.4, -0.5), live=True)), 1.2, {})
    np.testing.assert_array_equal(at(seen, "fruit"), (0.5, 1.4, -0.5))


def test_without_a_goal_everything_stays() -> None:
    drawn = DrawList(CAMERA, items=(Item("fruit", "fruit", placed(0.5, 1.4, -0.5)),))
    np.testing.assert_array_equal(at(from_seat(drawn, 1.2, {}), "fruit"), (0.5, 1.4, -0.5))


def test_the_players_own_figure_is_left_out_and_the_coach_stands_back_with_the_bench() -> None:
    people = tuple(
        Person(name, "older_woman", placed(x, 0.0, z), {}) for name, x, z in (("player", 0, 0), ("coach", 0.52, -1.15))
    )
    benches = (Item("seat", "bench", placed(0.0, 0.0, 0.4)), Item("coach-seat", "bench", placed(0.52, 0.0, -0.75)))
    seen = from_seat(stage(*benches, people=people), 1.2, {})
    assert [person.id for person in seen.people] == ["coach"]
    coach = seen.people[0].room_from_person[:3, 3]
    assert coach[2] < -1.5  # behind the panels, which hang at 1.5 m
    ring = at(seen, "ring")
    aside = np.degrees([np.arctan2(place[0], -place[2]) for place in (coach, ring)])
    assert aside[1] - aside[0] > 20  # and beside the goal, not before it
    assert abs(coach[0]) < 0.9  # on the planks
    np.testing.assert_allclose(at(seen, "coach-seat") - coach, (0.0, 0.0, 0.4), atol=1e-9)
    np.testing.assert_array_equal(at(seen, "seat"), (0.0, 0.0, 0.4))


def test_a_thread_runs_from_the_hand_that_has_it_to_its_lantern() -> None:
    lantern, foot = Item("lantern", "lantern", placed(*LANTERN)), LANTERN - (0.0, 0.3, 0.0)
    share = np.linspace(0.0, 1.0, 9)[:, None]
    points = (1 - share) * np.array([0.3, 0.8, -0.2]) + share * foot
    hand = np.array([0.41, 1.07, -0.33])
    line = Line("thread", points, COLOURS["core"], 0.012, held="right")
    seen = from_seat(stage(lantern, lines=(line,)), 1.2, {"right": hand})
    thread = seen.lines[0].points
    np.testing.assert_allclose(thread[0], hand)
    hung = at(seen, "lantern") - thread[-1]
    assert np.hypot(hung[0], hung[2]) < 1e-6
    assert 0.1 < hung[1] < 0.35
    unknown = from_seat(stage(lantern, lines=(line,)), 1.2, {}).lines[0].points
    np.testing.assert_allclose(unknown[0], points[0])
