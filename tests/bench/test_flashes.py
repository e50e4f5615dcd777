"""Flashes counted in pictures whose number is known, and that no game has too many."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from flashes import SIZE, Flashes, counted

from game import library
from game.minigames import performances as players
from game.render.offscreen import Offscreen

WIDE, TALL = SIZE
_TRIED = ("first go", "dropping fast", "looking on")  # the program beside this one tries every player


def blinking(hz: float, low: int, high: int, share: float = 1.0, seconds: float = 1.6, red: bool = False) -> Flashes:
    """What is counted where the left `share` of a black picture changes between two grey values (or reds)."""
    found = Flashes()
    for n in range(round(seconds * 30)):
        picture = np.zeros((TALL, WIDE, 3), np.uint8)
        value = high if (n / 30 * hz) % 1.0 < 0.5 else low
        picture[:, : round(WIDE * share), slice(0, 1) if red else slice(0, 3)] = value
        found.see(n / 30, picture)
    return found


def test_five_blinks_a_second_are_five_and_too_many() -> None:
    found = blinking(5.0, 0, 255)
    assert found.most == 5
    assert "5 flashes" in found.broken


def test_three_blinks_a_second_are_allowed() -> None:
    found = blinking(3.0, 0, 255)
    assert found.most == 3
    assert not found.broken


def test_a_change_of_less_than_a_tenth_of_the_luminance_is_no_flash() -> None:
    assert blinking(5.0, 0, 88).most == 0  # display 88 is luminance 0.098, 89 is 0.100
    assert blinking(5.0, 0, 90).most == 5


def test_what_is_bright_all_the_while_does_not_flash() -> None:
    assert blinking(5.0, 232, 255).most == 0  # luminance 0.81 to 1
    assert blinking(5.0, 225, 255).most == 5  # 0.75 to 1


def test_a_slow_swell_in_small_steps_is_one_change_each_way() -> None:
    found = Flashes()
    for n in range(240):
        value = round(127.5 - 127.5 * np.cos(np.pi * n / 60))  # two seconds there and back
        found.see(n / 60, np.full((TALL, WIDE, 3), value, np.uint8))
    assert found.most <= 1
    assert not found.broken


def test_less_than_a_quarter_of_a_field_may_blink() -> None:
    """A field is a third of the width: a strip of a fifth of it is too little, of a third of it too much."""
    assert blinking(5.0, 0, 255, share=0.2 / 3).most == 0
    assert blinking(5.0, 0, 255, share=1 / 9).most == 5


def test_saturated_red_is_seen_still_and_blinking() -> None:
    assert blinking(0.0, 200, 200, red=True).red == 1.0
    assert blinking(5.0, 0, 160, red=True).most_red == 5  # luminance 0.075: no general flash
    assert blinking(5.0, 0, 160, red=True).most == 0
    assert blinking(5.0, 0, 255).red == 0.0


@pytest.fixture(scope="module")
def renderer() -> Iterator[Offscreen]:
    offscreen = Offscreen(*SIZE)
    yield offscreen
    offscreen.close()


@pytest.mark.gl
def test_a_lift_in_lanterns_does_not_flash(renderer: Offscreen) -> None:
    make = library.game("lanterns")
    one = players.performances(make())[0]
    found = counted(make, one, renderer, a_second=10, until_s=6.0)
    assert not found.broken
    assert found.red < 0.01


@pytest.mark.gl
@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(library.games()))
def test_no_game_flashes(renderer: Offscreen, name: str) -> None:
    make = library.game(name)
    for performance in players.performances(make()):
        if performance.id in _TRIED:
            found = counted(make, performance, renderer, a_second=15)
            assert not found.broken, performance.id
