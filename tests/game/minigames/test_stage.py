"""Where games put things: Lanterns agrees with the valley, and no game's words hide who plays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from game import library
from game.minigames.lanterns_stage import RING_AT, WATER_M, WINDOWS, Stage
from game.minigames.performances import Performance, catalogue, performances, setup
from game.render.layout import lay_out
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


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("name", [name for name in sorted(library.games()) if name != "tide"])  # it counts nothing
def test_the_words_of_a_game_stand_beside_the_player(name: str, side: str) -> None:
    """Low and large as they are, they would hide a leg, a seat or the hand at work."""
    game = library.games()[name]()
    seen: dict[str, Performance] = {}
    for each in performances(game):
        seen.setdefault(catalogue()[each.exercise].position, each)
    for position, each in seen.items():
        game = library.games()[name]()
        game.start(setup(replace(each, side=side), catalogue()[each.exercise], seed=1))  # type: ignore[arg-type]
        game._state.speech.put("Lift slowly.", 0.0, 9.0, 9)
        drawn = game.draw()
        plates = [lay_out(panel, 1280, 720).plate for panel in drawn.panels]
        camera = np.linalg.inv(drawn.camera.room_from_camera)
        body = next(person for person in drawn.people if person.id == "player").room_from_person
        for up in (0.0, 0.5, 1.0):
            x, y, z, _ = camera @ body @ np.array([0.0, up, 0.0, 1.0])
            px = np.array([640 + x / -z * 360 / np.tan(np.radians(20)), 360 - y / -z * 360 / np.tan(np.radians(20))])
            assert len(plates) == 1, (name, position)
            assert not _within(px, plates[0], 60.0), (name, position, px, plates[0])


def _within(at: np.ndarray, box: tuple[float, float, float, float] | None, edge: float) -> bool:
    left, top, right, bottom = box or (0.0, 0.0, 0.0, 0.0)
    return bool(left - edge < at[0] < right + edge and top < at[1] < bottom)
