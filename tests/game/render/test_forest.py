"""The glade: whole from the first picture on, lamps and brook where they are said to be, fruit seen against it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from conftest import HEIGHT, WIDTH
from drawn import game_camera, placed, view

from game.assets import asset
from game.drawlist import COLOURS, DrawList, Item
from game.render import forest, glb, scene
from game.render.gl import Painter
from game.render.offscreen import Offscreen

pytestmark = pytest.mark.gl
Draw = Callable[[DrawList], np.ndarray]


def luminance(picture: np.ndarray) -> np.ndarray:
    """(H, W) relative luminance of display values 0..255 (WCAG 2.2)."""
    share = picture / 255.0
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ (0.2126, 0.7152, 0.0722))


def test_the_ground_is_whole_in_the_very_first_picture(renderer: Offscreen, drawn: Draw) -> None:
    glade = view(game_camera(), name="forest")
    with renderer._context:
        new = Painter(renderer._context, WIDTH, HEIGHT)
        new.draw(glade, glade, 1.0)
        first = new.picture()
    drawn(view(game_camera()))  # the valley, then the glade again
    assert np.abs(drawn(glade) - first.astype(float)).max() <= 2.0


def test_lamps_light_one_by_one_where_they_stand(drawn: Draw) -> None:
    dark = drawn(view(game_camera(), name="forest"))
    seen = np.linalg.inv(game_camera().room_from_camera) @ np.column_stack([forest.lamps(), np.ones(10)]).T
    across = WIDTH / 2 + HEIGHT / 2 * seen[0] / -seen[2] / np.tan(np.radians(20))
    for k in (0, 1, 4):
        lit = drawn(view(game_camera(), name="forest", lit=(0.0,) * k + (1.0,)))
        gain = (lit - dark).sum(axis=2)
        assert gain.max() > 60
        assert np.unravel_index(gain.argmax(), gain.shape)[1] == pytest.approx(across[k], abs=6)


def test_lamps_stand_along_the_brook_that_is_drawn() -> None:
    water = glb.load(asset("meshes/brook.glb")).positions.reshape(-1, 5, 3)
    for x, _, z in water[:, 2]:
        assert forest._brook_x(np.array(z)) == pytest.approx(x, abs=1e-4)
    gaps = np.abs(forest.lamps()[:, 0] - forest._brook_x(forest.lamps()[:, 2]))
    assert gaps.min() > 0.5
    assert np.all(np.diff(forest.lamps()[:, 2]) < 0)  # the nearest first


@pytest.mark.parametrize("x", [-0.6, 0.15, 0.9, 1.6])
@pytest.mark.parametrize("y", [0.9, 1.4, 1.9])
def test_ripe_fruit_is_three_to_one_against_what_is_behind_it_or_against_its_rim(
    drawn: Draw, x: float, y: float
) -> None:
    size = 0.2 * 720 / HEIGHT  # as many pixels as it has on a screen
    ripe = Item("f", "fruit", placed(x, y, -0.3, size), COLOURS["amber"], glow=0.7)
    picture = luminance(drawn(view(game_camera(), ripe, name="forest")))
    seen = np.linalg.inv(game_camera().room_from_camera) @ (x, y, -0.3, 1.0)
    middle = (
        HEIGHT / 2 - HEIGHT / 2 * seen[1] / -seen[2] / np.tan(np.radians(20)),
        WIDTH / 2 + HEIGHT / 2 * seen[0] / -seen[2] / np.tan(np.radians(20)),
    )
    row, column = (round(v) for v in middle)
    core = picture[row - 1 : row + 2, column - 1 : column + 2].mean()
    side = picture[row, column + 12 : column + 30]
    assert (core + 0.05) / (side.min() + 0.05) >= 3.0


def test_worlds_are_found_by_name_and_a_wrong_one_names_the_nearest() -> None:
    assert scene.of("forest").deep
    assert not scene.of("valley").deep
    with pytest.raises(ValueError, match="did you mean 'forest'"):
        scene.of("forrest")


def test_nothing_far_stands_where_things_move() -> None:
    """What is kept as a picture lies behind everything that moves: nothing of it within the player's reach."""
    for name, rows in scene.of("forest").far.items():
        if name in ("glade", "great_tree", "brook", "pool"):
            continue
        near = np.hypot(rows[:, 12], rows[:, 14]) < 1.0
        assert not (near & (rows[:, 13] < 2.4)).any(), name
