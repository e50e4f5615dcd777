"""What is told of a lift: to the patient short and kind, to the therapist in words and never by an identifier."""

from __future__ import annotations

import pytest

from exercises.definition import LIFT_MEASURES
from exercises.measures import MEASURES
from game.progress import words
from tests.poses import catalogue

UNKIND = ("fault", "wrong", "fail", "bad", "partial", "°", "degree", "not ", "don't", "target", "short")
FAULTS = sorted({fault.id for one in catalogue().values() for fault in one.faults})


@pytest.mark.parametrize("exercise", catalogue().values(), ids=lambda e: e.id)
def test_what_to_do_instead_is_said_in_six_words_and_alike_for_either_side(exercise) -> None:
    for fault in exercise.faults:
        said = fault.say.split(".")[0]
        assert len(said.split()) <= 6, fault.say
        assert not any(word in fault.say.lower() for word in UNKIND), fault.say
        assert not {"left", "right"} & set(fault.say.lower().replace(".", "").split()), fault.say


@pytest.mark.parametrize("name", [*MEASURES, *LIFT_MEASURES])
def test_every_measure_has_words_of_its_own(name) -> None:
    assert name in words.MEASURES
    assert "_" not in words.measure(name)


def test_there_are_words_for_the_measures_and_faults_there_are_and_no_others() -> None:
    assert set(words.MEASURES) == {*MEASURES, *LIFT_MEASURES}
    assert set(words.FAULTS) == set(FAULTS)


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_has_words_of_its_own_and_blames_nobody(name) -> None:
    said = words.fault(name)
    assert said == words.FAULTS[name]
    assert "_" not in said
    assert not any(word in said.lower() for word in ("fault", "wrong", "fail", "bad", "°"))


def test_somebodys_own_exercise_reads_without_underscores() -> None:
    assert words.fault("heel_peels_off") == "heel peels off"
    assert words.measure("toe_angle") == "toe angle"
