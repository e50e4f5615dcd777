"""What is said before a headset is put on of exercises that are not for it."""

from __future__ import annotations

import pytest

from exercises.routine import Prescription, Routine
from game import library
from game.choices import CannotPlayError, Chosen, left_out, refuse_in_headset


def chosen(*names: str, camera: int | None = None, worn: bool = True) -> Chosen:
    known = library.exercises()
    asked = tuple(Prescription(known[name], "both") for name in names)
    return Chosen(Routine("r", "R", asked), camera, "headset", False, 1, None, None, "headset" if worn else None)


def test_what_needs_the_screen_is_named_where_no_camera_can_show_it() -> None:
    said = left_out(chosen("squat", "shoulder_flexion", "squat"))
    assert said is not None
    assert said.startswith("Without a camera this is left out. Small knee bend: ")
    assert said.count("Small knee bend") == 1


def test_nothing_is_said_where_nothing_is_left_out() -> None:
    assert left_out(chosen("shoulder_flexion")) is None
    assert left_out(chosen("squat", "shoulder_flexion", camera=0)) is None
    assert left_out(chosen("squat", "shoulder_flexion", worn=False)) is None


def test_where_nothing_is_left_it_does_not_begin() -> None:
    with pytest.raises(CannotPlayError) as said:
        refuse_in_headset(chosen("squat").routine, None)
    assert str(said.value) == (
        "nothing of this is for a headset. Small knee bend: A headset does not see legs: it is played in the window. "
        "Plug in a camera and play it with that."
    )
    refuse_in_headset(chosen("squat", "shoulder_flexion").routine, None)
