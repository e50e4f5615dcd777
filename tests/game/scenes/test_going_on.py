"""A routine that was left and is taken up again on the same day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from evenings import USUAL, Evening, answering, lifts, new_show, play, prescribed, replayed, routine

from exercises.routine import Routine, quiet
from game.intents import Intent
from game.progress.store import Store
from game.reports import left_today, opening_of
from game.scenes.opening import Before, Left, Opening
from game.scenes.show import Show
from game.settings import Settings

FIVE = routine(*(prescribed(sets=1, reps=2) for _ in range(5)))
KNOWN = replace(USUAL, before={"shoulder_abduction:left": Before(8.0, 95.0, 82.0)})  # one lift says it is as last time
FIRST = answering()
NOW = datetime.fromisoformat("2026-05-01T18:00:00+02:00")


def until_block(block: int) -> Any:
    def answer(show: Show, n: int) -> Sequence[Intent]:
        if show.progress[0] == block and show.scene == "placement":
            return (Intent("quit"),)
        return FIRST(show, n)

    return answer


def blocks(evening: Evening) -> list[int]:
    return sorted({block for _, log in evening.said for block, _ in log if block >= 0})


def whole(asked: Routine = FIVE, opening: Opening = KNOWN, answer: Any = FIRST) -> Evening:
    return play(asked, lifts(count=24, fps=5.0), answer, opening=opening, most_ticks=60 * 900)


def test_it_is_offered_and_begins_at_the_third_of_five() -> None:
    evening = whole(opening=replace(KNOWN, left=Left((1, 1, 0, 0, 0))), answer=until_block(3))
    assert evening.scenes[:3] == ["welcome", "go-on", "check-in"]
    assert blocks(evening) == [2, 3]
    assert not evening.answer("morning_after"), "it was asked this morning"
    said = {words for scene, words in evening.shown if scene == "go-on"}
    assert not said or any("Next:" in text for words in said for _, text, _ in words)


def test_who_would_rather_begin_anew_does() -> None:
    def anew(show: Show, n: int) -> Sequence[Intent]:
        if show.scene == "go-on":
            return (Intent("select", button="anew"),) if n % 30 == 29 else ()
        return until_block(1)(show, n)

    evening = whole(opening=replace(KNOWN, left=Left((1, 1, 0, 0, 0))), answer=anew)
    assert blocks(evening)[0] == 0
    assert evening.answer("go_on") == [False]
    assert evening.answer("morning_after")


def test_what_was_begun_is_finished_not_done_again() -> None:
    asked = routine(prescribed(sets=3, reps=2), prescribed(sets=1, reps=2))
    evening = whole(asked, replace(KNOWN, left=Left((2, 0))))
    assert evening.scenes.count("play") == 2, "the third set of the first, the one set of the second"


def test_a_worse_morning_still_counts() -> None:
    asked = routine(prescribed(sets=1, reps=6), prescribed(sets=1, reps=6))
    evening = whole(asked, replace(KNOWN, left=Left((1, 0), worse_morning=True)))
    assert evening.show.progress[3] == 4


def test_a_replay_goes_on_there_too() -> None:
    opening = replace(KNOWN, left=Left((1, 1, 1, 1, 0)))
    evening = whole(opening=opening)
    assert replayed(new_show(FIVE, Opening.from_mapping(opening.as_mapping())), evening) == evening.said


@pytest.fixture(scope="module")
def left() -> Evening:
    """Left as the third exercise was about to begin."""
    return whole(answer=until_block(2))


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with Store.open(tmp_path) as opened:
        yield opened


def keep(
    store: Store,
    evening: Evening,
    asked: Routine = FIVE,
    opening: Opening = KNOWN,
    when: datetime = NOW,
    ends: bool = True,
) -> None:
    writer = store.begin(
        asked, seed=7, source="mover", started=when, versions={"upswing": "0"}, opening=opening.as_mapping()
    )
    for n, log in evening.said:
        writer.tick(n, (), (), log)
    if ends:
        writer.finish(evening.show.ended_because or "error")


def test_what_is_being_played_in_another_window_is_not_gone_on_with(store: Store, left: Evening) -> None:
    keep(store, left, ends=False)
    assert store.sessions()[0].playing
    assert left_today(store, FIVE, NOW + timedelta(hours=2)) is None


def test_what_the_store_says_was_left(store: Store, left: Evening) -> None:
    keep(store, left)
    later = NOW + timedelta(hours=2)
    stopped = Left((1, 1, 0, 0, 0))
    assert left_today(store, FIVE, later) == stopped
    assert left_today(store, FIVE, NOW + timedelta(days=1)) is None, "a different day begins anew"
    assert left_today(store, routine(*FIVE.prescriptions[:4]), later) is None, "it is another routine now"
    assert left_today(store, routine(*(replace(p, game="orchard") for p in FIVE.prescriptions)), later) == stopped
    assert left_today(store, replace(FIVE, demo=routine(demo=True).demo), later) is None
    assert opening_of(store, Settings()).lights == 4


def test_an_evening_that_went_on_and_was_left_again(store: Store) -> None:
    first = Left((1, 1, 0, 0, 0))
    opening = replace(KNOWN, left=first)
    keep(store, whole(opening=opening, answer=until_block(3)), opening=opening)
    assert left_today(store, FIVE, NOW + timedelta(hours=1)) == Left((1, 1, 1, 0, 0))


def test_a_routine_that_is_done_begins_anew(store: Store) -> None:
    asked = routine(prescribed(sets=1, reps=2), quiet(0.25))
    keep(store, whole(asked), asked)
    assert left_today(store, asked, NOW + timedelta(hours=1)) is None


def test_after_a_fall_or_pain_nothing_is_taken_up_again(store: Store, left: Evening) -> None:
    for because in ("fall", "pain", "dizzy"):
        evening = left
        writer = store.begin(
            FIVE, seed=7, source="mover", started=NOW, versions={"upswing": "0"}, opening=USUAL.as_mapping()
        )
        for n, log in evening.said:
            writer.tick(n, (), (), log)
        writer.finish(because)  # type: ignore[arg-type]
        assert left_today(store, FIVE, NOW + timedelta(hours=1)) is None
