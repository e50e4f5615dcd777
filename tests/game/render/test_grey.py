"""Without colours: in every game, when the target is reached, what is the player's is told from what is round it.

Amber is the player's. In grey there is only how light it is: against what lies round it at least 1.5 to 1 (WCAG's
ratio of luminances), or the dark rim that LOOK gives it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from game import library
from game.drawlist import DrawList, Instances
from game.game_gallery import game_moments
from game.render.offscreen import Offscreen

WIDTH, HEIGHT = 640, 360
LEAST = 1.5
LAMPS = ("lantern", "float_lantern")  # amber by their own paper
SHOWN = 0.2  # less alpha than this is a breath of light, not the thing
_BRIGHT = np.array([0.2126, 0.7152, 0.0722])


@pytest.fixture(scope="module")
def renderer() -> Iterator[Offscreen]:
    offscreen = Offscreen(WIDTH, HEIGHT)
    yield offscreen
    offscreen.close()


def amber(colour: np.ndarray, mesh: str = "") -> bool:
    red, green, blue, alpha = np.asarray(colour, float)
    return bool(alpha >= SHOWN and (mesh in LAMPS or (red > 0.5 and red >= green > 1.3 * blue)))


def without_amber(drawn: DrawList) -> DrawList:
    """The same picture without anything that is the player's."""

    def others(many: Instances) -> Instances:
        keep = np.array([not amber(colour, many.mesh) for colour in many.colours], bool)
        return replace(many, room_from_item=many.room_from_item[keep], colours=many.colours[keep])

    return replace(
        drawn,
        items=tuple(item for item in drawn.items if not amber(np.array(item.colour), item.mesh)),
        lines=tuple(line for line in drawn.lines if not amber(np.array(line.colour))),
        instances=tuple(others(many) for many in drawn.instances),
    )


def luminance(renderer: Offscreen, drawn: DrawList) -> np.ndarray:
    """(H, W) relative luminance 0..1, as WCAG has it."""
    for _ in range(3):  # the mirror in the lake may be two frames old
        renderer.show(drawn, drawn, 1.0)
    picture = renderer.picture()
    assert picture is not None
    share = picture / 255.0
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ _BRIGHT)


def wider(mask: np.ndarray, pixels: int) -> np.ndarray:
    """What lies within so many pixels of a mask, along rows and columns."""
    out = mask.copy()
    for _ in range(pixels):
        grown = out.copy()
        grown[1:] |= out[:-1]
        grown[:-1] |= out[1:]
        grown[:, 1:] |= out[:, :-1]
        grown[:, :-1] |= out[:, 1:]
        out = grown
    return out


def best_contrast(with_it: np.ndarray, without: np.ndarray) -> float:
    """Of the brightest thing that is only in the first picture: its ratio to what is round it, or to its own rim."""
    gained = with_it - without
    row, column = np.unravel_index(int(np.argmax(gained)), gained.shape)
    window = (slice(max(row - 40, 0), row + 41), slice(max(column - 40, 0), column + 41))
    gained, light = gained[window], with_it[window]
    thing = gained >= 0.5 * gained.max()
    round_it = wider(thing, 12) & ~wider(thing, 4)
    rim = wider(thing, 4) & ~thing
    bright = float(np.median(light[thing])) + 0.05
    against = float(np.median(light[round_it])) + 0.05
    return max(bright / against, bright / (float(np.percentile(light[rim], 5)) + 0.05))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(library.games()))
def test_in_grey_the_player_s_thing_is_still_told_from_what_is_round_it(name: str, renderer: Offscreen) -> None:
    moments = dict(game_moments(library.game(name), 7))
    drawn = replace(moments.get("there") or next(iter(moments.values())), panels=())
    with_it, without = luminance(renderer, drawn), luminance(renderer, without_amber(drawn))
    assert (with_it - without).max() > 0.05, "there is something amber in the picture"
    assert best_contrast(with_it, without) >= LEAST


def test_a_thing_as_light_as_what_is_round_it_is_found() -> None:
    """The rule itself: a disc of 0.3 on 0.25 is too little, on 0.1 enough, and on 0.25 with a dark rim too."""
    y, x = np.mgrid[0:100, 0:100]
    far = np.hypot(y - 50, x - 50)

    def scene(ground: float, rim: bool = False) -> float:
        without = np.full((100, 100), ground)
        drawn = np.where(far < 10, 0.3, without)
        return best_contrast(np.where((far >= 10) & (far < 12), 0.02, drawn) if rim else drawn, without)

    assert scene(0.25) == pytest.approx(0.35 / 0.30)
    assert scene(0.10) == pytest.approx(0.35 / 0.15)
    assert scene(0.25, rim=True) > 3.0
