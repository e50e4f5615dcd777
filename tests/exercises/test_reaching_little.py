"""How little is enough for a calibration: over the whole catalogue, with bodies whose angles are known."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import numpy as np
import pytest

from exercises import judging, synthetic
from exercises.core import Core, begin
from exercises.observing import observe, samples, stack
from exercises.plan import Plan, SideCalibration
from exercises.reconstruction import of_film, views
from exercises.routine import Dose
from exercises.uncertainty import LITTLE_DEG, little_deg
from game import library

CATALOGUE = library.exercises()


def calibrated(
    id: str, travel_deg: float, lifts: int = 11, tremor_deg: float = 0.0, yaw_deg: float | None = None
) -> tuple[Core, SideCalibration | None]:
    """Practice, then three lifts, of somebody who comes `travel_deg` from rest; None where no target was found."""
    exercise = CATALOGUE[id]
    rest, peak = synthetic.REST_DEG[id], synthetic.PEAKS_DEG[id]
    goal = rest + np.sign(peak - rest) * travel_deg
    plan = Plan(exercise, "left" if exercise.sides else "both", Dose(1, 3))
    film = synthetic.mover(id, (goal,) * lifts, 10.0, lead_s=1.0, camera_yaw_deg=yaw_deg, tremor_deg=tremor_deg)
    bodies = stack(film)
    core, _ = judging.ordered(plan, begin(plan), "practice", "patient")
    for sample in samples(
        observe(exercise, plan.judged, bodies, of_film(views(bodies.points, bodies.image, exercise.lying)))
    ):
        core, _ = judging.step(plan, core, sample)
        if core.stage == "practice" and core.tally.lifts[0]:
            core, _ = judging.ordered(plan, core, "calibrate", "patient")
    return core, core.known[0] if core.stage == "ready" else None


@pytest.mark.parametrize("share", [0.25, 0.4, 0.6])
def test_who_reaches_a_part_of_the_usual_range_is_calibrated_by_it_in_every_exercise(share):
    for id in CATALOGUE:
        travel = share * abs(synthetic.PEAKS_DEG[id] - synthetic.REST_DEG[id])
        _, found = calibrated(id, travel)
        assert found is not None, id
        assert 0.7 * travel < abs(found.comfortable_deg - found.rest_deg) < 1.3 * travel, id


@pytest.mark.parametrize("id", [e.id for e in CATALOGUE.values() if e.position in ("lying", "floor")])
def test_a_camera_sees_a_little_of_who_lies_before_it_as_well(id):
    travel = 0.4 * abs(synthetic.PEAKS_DEG[id] - synthetic.REST_DEG[id])
    _, found = calibrated(id, travel, yaw_deg=85.0)
    assert found is not None
    assert 0.8 * travel < abs(found.comfortable_deg - found.rest_deg) < 1.3 * travel


def test_what_an_angle_strays_by_itself_is_no_lift():
    assert little_deg(0.0) == LITTLE_DEG
    assert little_deg(1.0) == 12.0
    assert little_deg(float("nan")) < little_deg(1.0)
    core, found = calibrated("trunk_rot_seat", 2.0)
    assert found is None
    assert isnan(core.shown_deg[0])
    assert calibrated("shoulder_abduction", 3.0, tremor_deg=1.5)[1] is None


def test_a_fidget_is_no_lift_beside_real_ones():
    exercise = CATALOGUE["shoulder_abduction"]
    plan = Plan(exercise, "left", Dose(1, 3))
    peaks = (14.0, 14.0, 60.0, 14.0, 60.0, 60.0)
    bodies = stack(synthetic.mover(exercise.id, peaks, 10.0, lead_s=13.0, camera_yaw_deg=None))
    core, _ = judging.ordered(plan, begin(plan), "calibrate", "patient")
    for sample in samples(
        observe(exercise, plan.judged, bodies, of_film(views(bodies.points, bodies.image, exercise.lying)))
    ):
        core, _ = judging.step(plan, core, sample)
    assert core.known[0] is not None
    assert core.known[0].comfortable_deg == pytest.approx(60.0, abs=2.0)


def _of_peaks(peaks: tuple[float, ...], lead_s: float, still_s: float = 0.0) -> Core:
    """Calibration alone, of lifts to these peaks after `lead_s` at rest."""
    exercise = CATALOGUE["shoulder_abduction"]
    plan = Plan(exercise, "left", Dose(1, 3))
    film = list(synthetic.mover(exercise.id, peaks, 10.0, lead_s=lead_s, camera_yaw_deg=None))
    film += [replace(film[-1], t_s=film[-1].t_s + n / 10) for n in range(1, int(still_s * 10))]
    bodies = stack(film)
    core, _ = judging.ordered(plan, begin(plan), "calibrate", "patient")
    for sample in samples(
        observe(exercise, plan.judged, bodies, of_film(views(bodies.points, bodies.image, exercise.lying)))
    ):
        core, _ = judging.step(plan, core, sample)
    return core


def test_one_large_movement_among_small_lifts_sets_no_target():
    found = _of_peaks((14.0, 14.0, 60.0), 13.0, still_s=32.0).known[0]
    assert found is not None
    assert found.comfortable_deg < 16.0


def test_one_lift_and_a_long_rest_are_no_calibration():
    assert _of_peaks((60.0,), 2.0, still_s=32.0).known[0] is None
    assert _of_peaks((60.0, 60.0), 2.0, still_s=32.0).known[0] is not None


def test_a_little_is_waited_for():
    assert _of_peaks((14.0, 14.0), 2.0).tally.lifts[0] == ()
