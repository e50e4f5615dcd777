"""Counts must be exact for people and films that nothing was fitted on: tests/unseen.py draws them."""

import numpy as np
import pytest

from exercises.events import RepCompleted
from exercises.routine import Dose
from exercises.session import Order, Plan, advance, order, result, run, start
from exercises.synthetic import NINE
from tests import unseen
from tests.poses import exercise

USUAL = unseen.Person(fps=15.0)


def counted(events) -> list[RepCompleted]:
    return [event for event in events if isinstance(event, RepCompleted)]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", NINE)
def test_a_film_of_anybody_is_counted_exactly(name, seed):
    film = unseen.drawn(name, seed, most=7)
    found = counted(run(Plan(exercise(name), "left", Dose(), film=True), film.poses).events)
    assert len(found) == len(film.reps), film.said
    for rep, (begin, top, over) in zip(found, film.reps, strict=True):
        assert begin - 0.7 < rep.start_s < top < rep.end_s < over + 1.0, film.said


@pytest.mark.parametrize("name", NINE)
def test_who_calibrated_is_counted_exactly(name):
    rng = np.random.default_rng(5)
    film = unseen.film(
        name, (1.0, 1.0, 1.0, 0.6, 1.0, 0.8, 1.0), rng, unseen.Person(fps=15.0, tremor_deg=2.0, tremor_hz=5.0),
        up_s=(1.0, 2.5), down_s=(1.2, 3.0), pause_s=(0.6, 2.0), fidgets=True,
    )  # fmt: skip
    state, _ = order(start(Plan(exercise(name), "left", Dose(9, 3))), Order("calibrate"))
    for pose in film.poses:
        if state.reading.stage in ("ready", "rest"):
            state, _ = order(state, Order("set"))
        state, _ = advance(state, pose)
    assert len(counted(result(state).events)) == 4


def test_both_legs_march_and_one_is_counted():
    film = unseen.film("marching", (1.0,) * 6, np.random.default_rng(1), USUAL, pause_s=(0.2,), alternate=True)
    assert len(counted(run(Plan(exercise("marching"), "left", Dose(), film=True), film.poses).events)) == 6


def test_one_side_then_the_other():
    poses = []
    for side in ("left", "right"):
        film = unseen.film("shoulder_abduction", (1.0,) * 3, np.random.default_rng(2), USUAL, side=side)
        after = poses[-1].t_s + 0.1 if poses else 0.0
        poses += [unseen.later(pose, after) for pose in film.poses]
    plan = Plan(exercise("shoulder_abduction"), "both", Dose(1, 3), both="one_then_other")
    assert [rep.side for rep in counted(run(plan, poses).events)] == ["left"] * 3 + ["right"] * 3


def test_fidgeting_with_a_tracker_that_shakes_is_nothing():
    for name in NINE:
        film = unseen.film(name, (), np.random.default_rng(3), USUAL, lead_s=15.0, fidgets=True)
        assert counted(run(Plan(exercise(name), "left", Dose(), film=True), film.poses).events) == [], name
        assert counted(run(Plan(exercise(name), "left", Dose()), film.poses).events) == [], name
