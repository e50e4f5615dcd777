"""Birds cross one at a time, now and then, along the way they were given; plants that are left out stay left out."""

from __future__ import annotations

import numpy as np
import pytest

from game.drawlist import World
from game.render import forest, near, valley
from game.render.birds import Flight

WAY = Flight((10.0, 5.0, -20.0), (-10.0, 5.0, -20.0), every_s=60.0, takes_s=10.0, first_s=20.0, rise_m=2.0, size=1.0)


def test_one_bird_a_minute_and_none_before_its_time() -> None:
    there = [bool(WAY.rows(float(t))) for t in range(200)]
    assert [t for t in range(200) if there[t]] == [*range(20, 30), *range(80, 90), *range(140, 150)]


def test_it_flies_from_its_start_to_its_end_head_first_and_higher_in_the_middle() -> None:
    places = np.array([WAY.rows(t)["bird"][0, 12:15] for t in (20.0, 25.0, 29.99)])
    assert places[:, 0] == pytest.approx((10.0, 0.0, -10.0), abs=0.05)
    assert places[1, 1] == pytest.approx(7.0, abs=0.3)  # and it bobs a little
    assert WAY.rows(25.0)["bird"][0, :3] == pytest.approx((-1.0, 0.0, 0.0), abs=1e-6)  # its head is toward its +x


def test_both_wings_are_lifted_alike() -> None:
    left, right = WAY.rows(22.0)["wing"]
    tips = [np.reshape(row[:16], (4, 4)).T @ (0.0, 0.0, -0.5, 1.0) for row in (left, right)]
    assert tips[0][1] == pytest.approx(tips[1][1], abs=1e-5)
    assert tips[0][2] + 20.0 == pytest.approx(-(tips[1][2] + 20.0), abs=1e-5)


@pytest.mark.parametrize("world", [forest, valley])
def test_a_minute_or_two_in_a_world_bring_a_bird(world: object) -> None:
    of = world.scene()  # type: ignore[attr-defined]
    seconds = [t for t in range(150) if "bird" in of.near(World(of.name, t_s=float(t)))]
    assert 5 <= len(seconds) <= 40


def test_fewer_plants_are_some_of_the_same_plants_and_nothing_else_is_left_out() -> None:
    rows = valley.scene().near(World())
    half, fewer = near.thinned(rows, 0.5), near.thinned(rows, 0.25)
    many = len(rows["reed"])
    assert len(half["reed"]) == pytest.approx(many / 2, abs=2)
    assert len(fewer["reed"]) == pytest.approx(many / 4, abs=2)
    kept = {row.tobytes() for row in half["reed"]}
    assert all(row.tobytes() in kept for row in fewer["reed"])
    assert len(half["jetty"]) == len(rows["jetty"])
