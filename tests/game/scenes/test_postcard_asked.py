"""The postcard as the evening sees it: asked for by a button like any other, answered by an intent, replayed alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest
from evenings import USUAL, Evening, answering, lifts, new_show, play, prescribed, replayed, routine

from game.intents import Intent
from game.scenes.show import Show

ASKED = routine(prescribed(sets=1, reps=2))
FOR_GRANDPA = replace(USUAL, light_for="Grandpa")
NOBODY_ANSWERS = "nobody"


@cache
def evening(wish: str, folder: str | None = "Pictures", named: bool = True) -> tuple[Evening, list[str]]:
    """An evening that presses `wish` on the results, and the words for the card as they were said tick by tick."""
    captions: list[str] = []
    press = answering(results=wish)

    def answers(show: Show, n: int) -> Sequence[Intent]:
        if show.postcard is None:
            return press(show, n)
        captions.append(show.postcard)
        return () if folder == NOBODY_ANSWERS else (Intent("postcard", say=folder),)

    return play(ASKED, list(lifts(count=8)), answers, opening=FOR_GRANDPA if named else USUAL), captions


def titles(found: Evening, scene: str = "results") -> list[str]:
    """What was said in that scene, in order, by a replay that looks at every tick."""
    said: list[str] = []
    show = new_show(ASKED, FOR_GRANDPA)
    assert found.ran is not None
    for n in range(found.ran.ticks):
        show.step(n, *found.kept.get(n, ((), ())))
        for panel in show.draw().panels:
            if show.scene == scene and panel.title not in said[-1:]:
                said.append(panel.title)
    return said


def test_it_is_drawn_and_said_where_it_is_and_the_evening_ends_as_ever() -> None:
    found, captions = evening("postcard")
    assert captions == ["Tonight's light was for Grandpa."]
    assert titles(found) == ["You did 2 lifts tonight.", "Drawing your postcard.", "Your postcard is in Pictures."]
    assert found.scenes[-2:] == ["results", "farewell"]
    assert found.show.ended_because == "done"


def test_nobody_gets_one_unasked() -> None:
    found, captions = evening("good_night")
    assert captions == []
    assert titles(found) == ["You did 2 lifts tonight."]


def test_it_changes_no_event_no_answer_and_no_light() -> None:
    asked, plain = evening("postcard")[0], evening("good_night")[0]
    assert asked.show.lights == plain.show.lights
    assert [record for _, log in asked.said for record in log] == [record for _, log in plain.said for record in log]


def test_a_replay_hears_the_answer_too() -> None:
    found, _ = evening("postcard")
    again = new_show(ASKED, FOR_GRANDPA)
    assert replayed(again, found) == found.said
    assert again.ended


@pytest.mark.parametrize("folder", [None, NOBODY_ANSWERS])
def test_one_that_could_not_be_kept_is_kindly_said(folder: str | None) -> None:
    found, _ = evening("postcard", folder)
    assert titles(found)[-1] == "No postcard tonight."
    assert found.scenes[-2:] == ["results", "farewell"]


def test_where_nobody_was_named_the_light_is_for_whoever_gets_it() -> None:
    assert evening("postcard", named=False)[1] == ["A light for you."]
