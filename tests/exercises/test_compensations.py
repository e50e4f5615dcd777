"""What is a compensation and what only pace or range; signs that have to come together; and what cannot be told."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from exercises import form
from exercises.definition import Fault, as_mapping, parse
from exercises.events import RepCompleted, SetEnded
from exercises.repetitions import Lift, Seen
from exercises.routine import Dose
from exercises.session import Plan, SideCalibration, run
from tests.poses import exercise, mover

HIKE = Fault("hike", "shoulder_to_ear", 5.0, "Let it sink.", also="shoulder_hike", also_per_deg=0.05)
QUICK = Fault("quick", "lift_speed", 60.0, "Slowly.")


def lift(angles: list[tuple[float, float]], form_at_top: tuple[float, ...] = ()) -> Lift:
    """A lift through (time, angle), its form 0 at rest and `form_at_top` above 75 % of the height."""
    peak_s, peak = max(angles, key=lambda at: at[1])
    trail = tuple(
        Seen(t, deg, 3.0, tuple(value if deg >= 0.75 * peak else 0.0 for value in form_at_top), deg)
        for t, deg in angles
    )
    return Lift(angles[0][0] + 0.3, peak_s, angles[-1][0], 1.0, 0.0, peak, 3.0, True, 0.0, trail)


def there_and_back(rise_s: float) -> list[tuple[float, float]]:
    """Still for a second, 100 degrees up at an even pace in `rise_s`, a second there, back in two; every 0.05 s."""
    out = []
    for i in range(round((4.0 + rise_s) / 0.05)):
        t = 0.05 * i
        up, down = (t - 1.0) / rise_s, (t - 2.0 - rise_s) / 2.0
        out.append((t, 100.0 * (min(max(up, 0.0), 1.0) - min(max(down, 0.0), 1.0))))
    return out


def faults(asked: Fault, one: Lift) -> tuple[str, ...]:
    return form.of(replace(exercise("shoulder_abduction"), faults=(asked,)), one).faults


@pytest.mark.parametrize(
    ("ear", "tilt", "found"), [(8.0, 6.0, ("hike",)), (8.0, 4.0, ()), (4.0, 6.0, ()), (0.0, 0.0, ())]
)
def test_a_hike_needs_the_shoulder_near_the_ear_and_its_line_tilted(ear, tilt, found):
    assert faults(HIKE, lift(there_and_back(1.0), (ear, tilt))) == found  # 100 degrees: 5 % and 5 degrees are sound


@pytest.mark.parametrize(("ear", "checked"), [(8.0, False), (4.0, True)])
def test_one_sign_without_the_other_is_neither_a_fault_nor_sound(ear, checked):
    one = replace(exercise("shoulder_abduction"), faults=(HIKE,))
    assert form.of(one, lift(there_and_back(1.0), (ear, float("nan")))) == ((), checked)


def test_a_second_sign_is_kept_in_the_definition_and_only_where_there_is_one():
    one = exercise("shoulder_abduction")
    kept = as_mapping(one)["faults"]
    assert parse(as_mapping(one), "x.toml") == one
    assert ["also" in fault for fault in kept] == [fault.also is not None for fault in one.faults]
    assert any("also" in fault for fault in kept)


@pytest.mark.parametrize(("rise_s", "found"), [(3.0, ()), (0.4, ("quick",))])
def test_a_pace_is_the_mean_of_a_way(rise_s, found):
    assert faults(QUICK, lift(there_and_back(rise_s), (0.0,))) == found


def test_an_angle_that_jumped_has_no_pace():
    slow = [(t, 25.0 if 1.0 < t < 1.4 else deg) for t, deg in there_and_back(0.4)]  # a quarter up, then all at once
    assert max(after[1] - before[1] for before, after in pairwise(slow)) == 75.0
    assert faults(QUICK, lift(slow, (0.0,))) == ()


@pytest.mark.parametrize(
    ("name", "fault", "helps"),
    [
        ("shoulder_flexion", "too_fast", False), ("sit_to_stand", "drops", False),
        ("sit_to_stand", "incomplete_range", False), ("sit_to_stand", "uneven", True),
        ("shoulder_flexion", "off_plane", True), ("shoulder_flexion", "trunk_lean", True),
    ],
)  # fmt: skip
def test_what_helps_a_lift_along(name, fault, helps):
    assert form.helped_along(exercise(name), (fault,)) is helps
    assert not form.helped_along(exercise(name), ())


@pytest.mark.parametrize(("fault", "because"), [("too_fast", "done"), ("elbow_bent", "tired")])
def test_quick_lifts_end_no_set_and_compensations_do(fault, because):
    poses = mover("shoulder_flexion", (110,) * 10, camera_yaw_deg=85.0, fault=fault, faulty=range(4, 10))
    known = SideCalibration(8.0, 110.0, 95.0)
    found = run(Plan(exercise("shoulder_flexion"), "left", Dose(1, 9), left=known, right=known), poses)
    assert any(fault in event.faults for event in found.events if isinstance(event, RepCompleted))
    assert [event.because for event in found.events if isinstance(event, SetEnded)] == [because]


@pytest.mark.parametrize(("yaw_deg", "told"), [(45.0, True), (85.0, False), (0.0, False)])
def test_how_far_a_forward_lift_leaves_its_plane_is_told_from_between_front_and_side(yaw_deg, told):
    poses = mover("shoulder_flexion", (110,) * 3, camera_yaw_deg=yaw_deg, fault="off_plane")
    found = run(Plan(exercise("shoulder_flexion"), "left", Dose(), film=True), poses)
    assert [("off_plane" in e.faults) for e in found.events if isinstance(e, RepCompleted)] == [told] * 3


@pytest.mark.parametrize(("yaw_deg", "told"), [(45.0, True), (0.0, False)])
def test_a_lean_toward_the_camera_is_not_told_and_leaves_the_lift_checked(yaw_deg, told):
    poses = mover("squat", (60,) * 3, camera_yaw_deg=yaw_deg, fault="trunk_forward")
    found = run(Plan(exercise("squat"), "left", Dose(), film=True), poses)
    done = [event for event in found.events if isinstance(event, RepCompleted)]
    assert [(("trunk_forward" in event.faults), event.verified) for event in done] == [(told, True)] * 3
