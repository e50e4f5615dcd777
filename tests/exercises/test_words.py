"""What a patient is told while lifting is short and kind."""

from __future__ import annotations

import pytest

from tests.poses import catalogue

UNKIND = ("fault", "wrong", "fail", "bad", "°", "degree", "not ", "don't")


@pytest.mark.parametrize("exercise", catalogue().values(), ids=lambda e: e.id)
def test_what_to_do_instead_is_said_in_six_words(exercise) -> None:
    for fault in exercise.faults:
        said = fault.say.split(".")[0]
        assert len(said.split()) <= 6, fault.say
        assert not any(word in fault.say.lower() for word in UNKIND), fault.say
