"""Where Lanterns puts things agrees with the valley they stand in."""

from __future__ import annotations

import numpy as np
import pytest

from game.minigames.lanterns_stage import RING_AT, WATER_M, WINDOWS, Stage
from game.render.valley import WATER_LEVEL, windows


def test_the_halos_hang_before_the_valleys_windows() -> None:
    assert np.abs(windows()[1] - WINDOWS).max() < 0.1
    assert WATER_M == WATER_LEVEL


@pytest.mark.parametrize("out", [-1.0, 1.0])
def test_forty_lights_crowd_neither_each_other_nor_the_ring(out: float) -> None:
    stage = Stage(out, "up", by_leg=False, position="standing")
    camera = np.linalg.inv(stage.view.camera().room_from_camera)

    def drawn(point: np.ndarray) -> np.ndarray:
        x, y, z, _ = camera @ np.append(point, 1.0)
        return np.array([x, y]) / -z / (2 * np.tan(np.radians(20))) + np.array([0.0, 0.5])

    spots = np.array([drawn(stage.sky_home(i, 0.37)[0]) for i in range(40)])
    ring = drawn(stage.ring)
    assert ring[1] == pytest.approx(RING_AT)
    assert np.linalg.norm(spots - ring, axis=1).min() > 0.14  # picture heights; the ring's own radius is 0.1
    apart = np.linalg.norm(spots[:, None] - spots[None], axis=2) + np.eye(40)
    assert apart.min() > 0.02
    assert spots[:, 1].min() > 0.55
    assert spots[:, 1].max() < 0.97


def test_every_house_gets_its_light_and_the_first_is_in_the_open() -> None:
    for out in (-1.0, 1.0):
        stage = Stage(out, "up", by_leg=False, position="standing")
        order = stage.house_order(0.6)
        assert sorted(order) == list(range(10))
        assert WINDOWS[order[0], 0] * out > 20.0  # on the open side, away from figure and coach
