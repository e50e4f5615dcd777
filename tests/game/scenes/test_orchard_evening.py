"""An evening of Orchard: calibrated, reached, counted; only input decides, never the drawing rate."""

from __future__ import annotations

import pytest
from evenings import Evening, play
from test_evening import patient

from exercises import synthetic
from exercises.events import HoldReached, RepCompleted
from exercises.pose import Pose
from exercises.routine import Dose, Prescription, Routine
from game import library
from game.minigames.orchard import Orchard


def reaching() -> Routine:
    exercise = library.exercise("reach_forward", library.exercises())
    return Routine("t", "Test", (Prescription(exercise, "left", Dose(1, 3, 0.0, 20.0), game="orchard"),))


def patient_s_poses() -> list[Pose]:
    return list(synthetic.mover("reach_forward", (75.0,) * 12, 30.0, hold_s=1.5, lead_s=3.0, camera_yaw_deg=60.0))


@pytest.fixture(scope="module")
def at_sixty() -> Evening:
    return play(reaching(), patient_s_poses(), patient(), hz=60.0, game=Orchard)


@pytest.mark.slow
def test_points_are_asked_for_and_reached(at_sixty: Evening) -> None:
    done = at_sixty.of(RepCompleted)
    assert sum(e.full for e in done) == 3
    assert [e.held_s for e in at_sixty.of(HoldReached)] == [1.0] * 3  # each rested on its point for a second
    assert at_sixty.show.lights == len(done)


@pytest.mark.slow
@pytest.mark.parametrize("hz", [24.0, 144.0])
def test_the_drawing_rate_never_changes_the_outcome(at_sixty: Evening, hz: float) -> None:
    other = play(reaching(), patient_s_poses(), patient(), hz=hz, game=Orchard)
    assert other.said == at_sixty.said
    assert other.show.lights == at_sixty.show.lights
    assert at_sixty.ran is not None
    assert other.ran is not None
    assert other.ran.frames != at_sixty.ran.frames
