"""The routines that come with the program: readable, marked as drafts, each exercise with a game that it drives."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from exercises.routine import Routine
from game import choices, library, matching
from game.assets import ROOT
from game.choices import CannotPlayError, Wanted, check_game, choose_routine
from game.equipment import chapter_of, demonstrated
from game.settings import Settings

CATALOGUE = library.exercises()
READY = ("shoulder", "knee", "back", "stroke_arm", "balance", "calm")


def read(name: str) -> Routine:
    return library.read_routine(name, CATALOGUE)


@pytest.mark.parametrize("name", library.routine_names())
def test_every_game_that_is_named_fits_its_exercise(name: str) -> None:
    for prescription in read(name).prescriptions:
        check_game(prescription)


@pytest.mark.parametrize("name", READY)
def test_a_ready_routine_is_a_draft_that_a_therapist_prescribes(name: str) -> None:
    routine, text = read(name), (ROOT / "routines" / f"{name}.toml").read_text(encoding="utf-8")
    assert routine.id == name
    assert text.startswith("# DRAFT, for a physiotherapist to review before anybody plays it.")
    assert "draft, for a physiotherapist to review" in routine.title
    assert "clinical reference" in text, "where the doses come from"
    assert not routine.unprescribed
    assert all(prescription.game for prescription in routine.prescriptions)


@pytest.mark.parametrize("name", READY)
def test_doses_are_not_above_what_is_usual(name: str) -> None:
    for asked in read(name).prescriptions:
        usual = asked.exercise.dose
        if usual is None:
            continue
        assert asked.dose.hold_s <= max(usual.hold_s, 10.0)
        most = max(usual.sets * usual.reps, 10)
        steps = 2 if asked.both == "alternate" else 1
        assert asked.exercise.signal in ("alternate", "hold") or asked.dose.sets * asked.dose.reps * steps <= most


@pytest.mark.parametrize("name", READY)
def test_an_evening_goes_down_the_river_and_changes_its_game(name: str) -> None:
    games = [asked.game for asked in read(name).prescriptions]
    assert all(one != other for one, other in pairwise(games))
    stretches = [matching.stretch(game) for game in games if game]
    assert stretches == sorted(stretches)


@pytest.mark.parametrize("name", READY)
def test_what_a_demonstration_shows_of_it_is_bundled(name: str) -> None:
    for prescription in read(name).prescriptions:
        chapter = chapter_of(prescription)
        assert prescription.calm or (chapter is not None and chapter.recording.is_file())


def test_the_shoulder_has_five_exercises_in_five_games_and_one_of_them_is_a_film() -> None:
    asked = read("shoulder").prescriptions
    assert len({prescription.exercise.id for prescription in asked}) == len({p.game for p in asked}) == 5
    films = [chapter.film for p in asked if (chapter := chapter_of(p)) is not None and chapter.film is not None]
    assert [film.name for film in films] == ["demo_shoulder_abduction.mp4"]


def test_the_film_shows_the_left_arm_only() -> None:
    abduction = next(p for p in read("shoulder").prescriptions if p.exercise.id == "shoulder_abduction")
    other = chapter_of(replace(abduction, sides="right"))
    assert other is not None
    assert other.film is None


def test_recordings_are_small() -> None:
    sizes = [(ROOT / "recordings" / f"{name}.npz").stat().st_size for name in demonstrated()]
    assert sum(sizes) < 800_000


def test_a_folder_called_as_a_routine_does_not_hide_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shoulder").mkdir()
    monkeypatch.chdir(tmp_path)
    assert read("shoulder").id == "shoulder"


def test_a_game_that_nothing_drives_is_played_for_itself() -> None:
    (asked,) = choose_routine(Wanted(game="tide"), live=True).prescriptions
    assert asked.calm
    assert asked.game == "tide"
    check_game(asked)


def test_a_game_that_does_not_fit_is_refused_in_plain_words_that_name_those_that_do() -> None:
    (squat,) = choose_routine(Wanted(exercise="squat", game="orchard"), live=True).prescriptions
    with pytest.raises(CannotPlayError, match=r"outward or round or up; squat goes down\. .*summit"):
        check_game(squat)


@pytest.mark.parametrize("source", ["demo", "auto"])
def test_what_comes_with_the_program_is_nobodys_evening(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a window too, and where a camera was expected and none is found."""
    monkeypatch.setattr(choices, "find_camera", lambda *_: None)
    chosen = choices.choose(Wanted(routine="shoulder", source=source, screen="window"), Settings())
    assert chosen.routine.demo is not None
    film = choices.choose(Wanted(routine="shoulder", source=str(tmp_path / "own.mp4"), screen="window"), Settings())
    assert film.routine.demo is None
