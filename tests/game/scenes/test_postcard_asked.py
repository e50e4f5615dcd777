"""The postcard as the evening sees it: asked for by a button like any other, answered by an intent, replayed alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from evenings import USUAL, Evening, answering, lifts, new_show, play, prescribed, replayed, routine

from game.drawlist import button_rects
from game.intents import Intent
from game.scenes.results import Results
from game.scenes.show import Show

ASKED = routine(prescribed(sets=1, reps=2))
FOR_GRANDPA = replace(USUAL, light_for="Grandpa")
SETTLES, UNANSWERED = Results.SETTLES, Results.UNANSWERED


def at_results(named: bool = True) -> Show:
    show = new_show(ASKED, FOR_GRANDPA if named else USUAL)
    show._course.leave(Results())
    return stepped(show, 30)


def stepped(show: Show, count: int, *intents: Intent) -> Show:
    """So many ticks, the intents with the first."""
    for i in range(count):
        show.step(round(show.t_s * 60) + 1, (), intents if i == 0 else ())
    return show


def asked(named: bool = True) -> Show:
    """Pressed, and waited until the hand is down."""
    return stepped(at_results(named), SETTLES + 1, Intent("select", button="postcard"))


def title(show: Show) -> str:
    return next(panel.title for panel in show.draw().panels)


def buttons(show: Show) -> list[str]:
    return [button.id for panel in show.draw().panels for button in panel.buttons]


def test_nobody_gets_one_unasked() -> None:
    show = at_results()
    assert (buttons(show), show.postcard) == (["good_night", "postcard"], None)
    assert stepped(show, 1, Intent("next")).scene == "farewell"


def test_a_click_asks_for_it_and_it_is_drawn_when_the_hand_is_down() -> None:
    show = at_results()
    left, top, right, bottom = button_rects(show.draw().panels[0])["postcard"]
    stepped(show, SETTLES - 2, Intent("select", at=((left + right) / 2, (top + bottom) / 2)))
    assert (title(show), buttons(show), show.postcard) == ("Drawing your postcard.", [], None)
    assert stepped(show, 3).postcard == "Tonight's light was for Grandpa."


def test_it_is_said_where_it_is_and_there_is_no_second() -> None:
    show = stepped(asked(), 1, Intent("postcard", say="Pictures"))
    assert (title(show), buttons(show), show.postcard) == ("Your postcard is in Pictures.", ["good_night"], None)
    assert stepped(show, 30, Intent("select", button="postcard")).scene == "results"
    assert stepped(show, 1, Intent("select", button="good_night")).scene == "farewell"


@pytest.mark.parametrize("answer", [(Intent("postcard"),), ()], ids=["could not be kept", "no answer"])
def test_one_that_could_not_be_kept_is_kindly_said(answer: tuple[Intent, ...]) -> None:
    show = stepped(asked(), UNANSWERED, *answer)
    assert (title(show), buttons(show), show.postcard) == ("No postcard tonight.", ["good_night"], None)


def test_a_pause_waits_with_it() -> None:
    show = stepped(at_results(), 10, Intent("select", button="postcard"))
    assert stepped(show, SETTLES, Intent("pause")).postcard is None
    assert stepped(show, 60 * 5 + SETTLES, Intent("next")).postcard == "Tonight's light was for Grandpa."


def test_where_nobody_was_named_the_light_is_for_whoever_gets_it() -> None:
    assert asked(named=False).postcard == "A light for you."


def whole(wish: str) -> Evening:
    press = answering(results=wish)

    def answers(show: Show, n: int) -> Sequence[Intent]:
        return press(show, n) if show.postcard is None else (Intent("postcard", say="Pictures"),)

    return play(ASKED, list(lifts(count=8)), answers, opening=FOR_GRANDPA)


def test_it_changes_no_event_no_answer_and_no_light_and_is_replayed() -> None:
    carded, plain = whole("postcard"), whole("good_night")
    assert carded.scenes == plain.scenes
    assert carded.show.lights == plain.show.lights
    assert [record for _, log in carded.said for record in log] == [record for _, log in plain.said for record in log]
    again = new_show(ASKED, FOR_GRANDPA)
    assert replayed(again, carded) == carded.said
    assert again.ended
