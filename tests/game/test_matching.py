"""Which game an evening plays where nobody named one, and what is said of those that do not fit."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import EntryPoint
from itertools import pairwise

import pytest

from exercises.routine import Prescription, Routine, quiet
from game import library, matching
from game.minigames.lanterns import Lanterns
from game.minigames.orchard import Orchard

CATALOGUE = library.exercises()


class Sea(Lanterns):
    id, title = "sea", "Sea"
    takes = frozenset({"free"})


class Anything(Lanterns):
    id, title = "anything", "Anything"
    takes = frozenset({"lift_return", "free"})


@pytest.fixture
def games(monkeypatch: pytest.MonkeyPatch) -> None:
    there = {"lanterns": Lanterns, "orchard": Orchard, "anything": Anything, "sea": Sea}
    monkeypatch.setattr(library, "games", lambda: there)


def asked(*ids: str, games: tuple[str | None, ...] = ()) -> Routine:
    named = games or (None,) * len(ids)
    return Routine(
        "r", "R", tuple(Prescription(CATALOGUE[id_], "left", game=game) for id_, game in zip(ids, named, strict=True))
    )


def drawn(routine: Routine, seed: int) -> list[str | None]:
    return [prescription.game for prescription in matching.with_games(routine, seed).prescriptions]


@pytest.mark.usefixtures("games")
def test_never_the_same_game_twice_in_a_row_where_two_fit() -> None:
    routine = asked(*["shoulder_abduction"] * 6)
    for seed in range(20):
        evening = drawn(routine, seed)
        assert all(one != other for one, other in pairwise(evening))
        assert drawn(routine, seed) == evening


@pytest.mark.usefixtures("games")
def test_it_differs_from_evening_to_evening_and_all_get_their_turn() -> None:
    routine = asked("shoulder_abduction")
    assert {drawn(routine, seed)[0] for seed in range(20)} == {"lanterns", "orchard", "anything"}


@pytest.mark.usefixtures("games")
def test_what_is_named_stays_and_what_comes_before_it_differs_from_it() -> None:
    routine = asked("shoulder_abduction", "shoulder_abduction", games=(None, "lanterns"))
    assert all(drawn(routine, seed)[1] == "lanterns" for seed in range(5))
    assert all(drawn(routine, seed)[0] != "lanterns" for seed in range(10))


@pytest.mark.usefixtures("games")
def test_an_evening_goes_down_the_river() -> None:
    routine = asked("shoulder_abduction", "shoulder_flexion", games=("lanterns", None))
    assert all(drawn(routine, seed)[1] != "orchard" for seed in range(10)), "the lake lies below the spring"


@pytest.mark.usefixtures("games")
def test_a_passage_without_an_exercise_has_the_game_that_is_for_nothing_else() -> None:
    routine = replace(asked("shoulder_abduction"), prescriptions=(quiet(4.0),))
    assert drawn(routine, 1) == ["sea"]


@pytest.mark.usefixtures("games")
def test_an_exercise_that_no_game_fits_is_left_for_the_check_to_say() -> None:
    assert drawn(asked("ankle_pump"), 1) == [None]


def test_a_game_that_cannot_be_made_is_named_and_spoils_no_evening(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [EntryPoint("gone", "nobody_installed_this:Gone", library.GAMES)]
    points.append(EntryPoint("half", "builtins:object", library.GAMES))
    points.append(EntryPoint("lanterns", "game.minigames.lanterns:Lanterns", library.GAMES))
    monkeypatch.setattr(library.metadata, "entry_points", lambda group: points)
    assert drawn(asked("shoulder_abduction"), 1) == ["lanterns"]
    assert matching.broken() == [
        "the game gone cannot be made: ModuleNotFoundError: No module named 'nobody_installed_this'",
        "the game half cannot be made: it has no id, title, takes, senses, needs, positions",
    ]
    with pytest.raises(library.BrokenGameError, match="gone"):
        library.game("gone")()


def test_every_exercise_has_its_region_and_every_reason_its_exercises() -> None:
    regions = matching.by_region(CATALOGUE)
    assert "Other" not in regions
    assert sum(len(exercises) for exercises in regions.values()) == len(CATALOGUE)
    why = matching.reasons(Orchard(), CATALOGUE)
    out = [id_ for ids in why.values() for id_ in ids]
    fit = [e.id for e in CATALOGUE.values() if not matching.fits(Orchard(), e)]
    assert sorted(out + fit) == sorted(CATALOGUE)
    assert any("this one is done lying" in reason for reason in why)


def test_every_exercise_has_at_least_two_games_that_fit() -> None:
    games = matching.made()
    few = {e.id: found for e in CATALOGUE.values() if len(found := matching.fitting(e, games)) < 2}
    assert not few
