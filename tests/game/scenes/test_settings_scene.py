"""The settings scene: what it says, what it changes, and that the games and the sentences heed it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from evenings import USUAL, Plain, new_show, prescribed, routine

from game.intents import Intent
from game.minigames.interface import Setup
from game.scenes.play import setup_of
from game.scenes.show import Show


def chosen(show: Show, *buttons: str) -> Show:
    """Each of these buttons, half a second apart."""
    for button in buttons:
        for _ in range(30):
            show.step(tick(show), (), ())
        show.step(tick(show), (), (Intent("select", button=button),))
    return show


def tick(show: Show) -> int:
    """The next one."""
    return round(show.t_s * 60) + 1


def labels(show: Show) -> list[str]:
    panel = show.asking
    assert panel is not None
    return [button.label for button in panel.buttons]


def test_it_is_reached_from_help_and_left_again() -> None:
    show = chosen(new_show(routine()), "help", "settings")
    assert (show.scene, labels(show)) == ("settings", ["Back", "Words: normal", "Scenery: moves"])
    assert chosen(show, "back", "back").scene == "welcome"


def test_words_grow_and_scenery_stops_and_both_are_to_be_kept() -> None:
    show = chosen(new_show(routine()), "help", "settings", "words", "scenery")
    assert labels(show) == ["Back", "Words: large", "Scenery: still"]
    assert show.wished == {"text_size": 1.25, "still": True}
    title = next(panel for panel in show.draw().panels if panel.id == "settings")
    assert title.height == pytest.approx(0.07 * 1.25)
    assert chosen(show, "words", "words", "scenery").wished == {"text_size": 1.0, "still": False}


@pytest.mark.parametrize("still", [True, False])
def test_games_are_told(still: bool) -> None:
    told: list[Setup] = []

    class Told(Plain):
        def start(self, setup: Setup) -> None:
            told.append(setup)
            super().start(setup)

    show = new_show(routine(prescribed()), replace(USUAL, still=still, lights=5), game=Told)
    evening = show._evening
    evening.begin_block(0)
    evening.game = Told()
    evening.game.start(setup_of(evening))
    assert (told[-1].still, told[-1].arriving) == (still, 5)
