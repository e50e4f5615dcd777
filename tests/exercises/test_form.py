"""Faults of a whole lift: off its plane, too fast, short of its target; and what could not be looked for."""

from dataclasses import replace

import numpy as np
import pytest

from exercises.definition import Fault
from exercises.events import RepCompleted
from exercises.pose import Joint, Pose
from exercises.routine import Dose
from exercises.session import Plan, run
from tests.poses import exercise, mover, without_image

OFF = Fault("off_plane", "off_plane", 30.0, "Bring the arm out to the side.")
FAST = Fault("too_fast", "lift_speed", 60.0, "Slowly.")
SHORT = Fault("incomplete_range", "short_of_target", 0.0, "A little further.")


def faults(name: str, poses: list[Pose], *asked: Fault, target: float | None = None) -> list[tuple[str, ...]]:
    one = replace(exercise(name), faults=asked)
    found = run(Plan(one, "left", Dose(), target_deg=target, film=True), poses)
    return [event.faults for event in found.events if isinstance(event, RepCompleted)]


def test_an_arm_lifted_forward_is_off_the_plane_of_a_side_lift():
    sideways = without_image(mover("shoulder_abduction", (90,) * 3))
    forward = without_image(mover("shoulder_flexion", (90,) * 3))
    assert faults("shoulder_abduction", sideways, OFF) == [()] * 3
    assert faults("shoulder_abduction", forward, OFF) == [("off_plane",)] * 3
    assert faults("shoulder_flexion", sideways, OFF) == [("off_plane",)] * 3
    assert faults("shoulder_flexion", forward, OFF) == [()] * 3


def test_a_plane_is_not_told_near_the_poles_of_its_sphere():
    low = without_image(mover("shoulder_flexion", (40,) * 3))
    assert faults("shoulder_abduction", low, OFF) == [()] * 3


@pytest.mark.parametrize(("lift_s", "lower_s", "fast"), [(2.5, 2.5, False), (0.8, 2.5, True), (2.5, 0.8, True)])
def test_speed_is_a_mean_over_one_way_and_not_a_peak(lift_s, lower_s, fast):
    poses = mover("shoulder_abduction", (95,) * 3, lift_s=lift_s, lower_s=lower_s, pause_s=1.5)
    assert faults("shoulder_abduction", poses, FAST) == [("too_fast",) if fast else ()] * 3


def test_the_mean_speed_of_a_lift_is_its_travel_over_its_time():
    poses = mover("shoulder_abduction", (95,) * 3, lift_s=2.0, lower_s=2.0, pause_s=1.5)  # 87 degrees in 2 s
    for above, fast in ((35.0, True), (52.0, False)):
        asked = replace(FAST, above=above)
        assert faults("shoulder_abduction", poses, asked) == [("too_fast",) if fast else ()] * 3


def test_a_lift_short_of_its_target():
    poses = mover("shoulder_abduction", (95, 60, 95))
    assert faults("shoulder_abduction", poses, SHORT, target=80.0) == [(), ("incomplete_range",), ()]
    assert faults("shoulder_abduction", poses, SHORT) == [()] * 3  # without a target nothing is short


def test_what_could_not_be_looked_for_is_not_verified():
    def hidden_ears(pose: Pose) -> Pose:
        points = np.array(pose.points)
        points[[Joint.left_ear, Joint.right_ear]] = np.nan
        return replace(pose, points=points)

    poses = mover("shoulder_abduction", (95,) * 3)
    plan = Plan(exercise("shoulder_abduction"), "left", Dose(), film=True)
    unlike_a_camera = without_image(poses)  # shoulders and ears may lie elsewhere: a hike is not looked for
    for seen, verified in ((poses, True), ([hidden_ears(pose) for pose in poses], False), (unlike_a_camera, False)):
        found = run(plan, seen)
        assert [e.verified for e in found.events if isinstance(e, RepCompleted)] == [verified] * 3
