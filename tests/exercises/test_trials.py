"""A functional test while it goes on: what clock and count say at instants that can be worked out by head."""

from __future__ import annotations

import numpy as np
import pytest

from exercises import functional, synthetic, trials
from exercises.routine import FunctionalTest
from tests.exercises.test_functional import CROSSED, body, chair, curls, filmed, reaching

CHAIR, FIVE = FunctionalTest("chair_stand_30s"), FunctionalTest("five_stands")


def at(test, until_s, t, points, trial=0):
    seen = t <= until_s
    return trials.live(test, trial, t[seen], points[seen])


def test_the_clock_and_the_count_of_a_chair_stand():
    t, points = chair([2, 5, 8], 31)
    assert at(CHAIR, 0.0, t, points) == trials.Live(0.0, 30.0, 0, False)
    now = at(CHAIR, 6.0, t, points)
    assert (now.count, now.over) == (2, False)
    assert now.clock_s == pytest.approx(6.0)
    assert at(CHAIR, 30.0, t, points).over
    assert at(CHAIR, 4.5, t, points).count == 1, "on the way up is not up"


def test_five_stands_are_over_with_the_fifth():
    t, points = chair([2, 4, 6, 8, 10], 15)
    assert not at(FIVE, 9.5, t, points).over
    assert at(FIVE, 10.2, t, points).over
    assert at(FIVE, 70.0, *chair([2.0], 65.0)).over, "a minute is enough"


def test_nothing_seen_yet_is_no_trouble():
    for test in trials.TRIALS:
        side = "left" if test in ("single_leg_stance", "functional_reach", "shoulder_battery", "arm_curl_30s") else None
        now = trials.live(FunctionalTest(test, side), 0, np.zeros(0), np.zeros((0, 33, 3)))
        assert not now.over
        assert not at(FunctionalTest(test, side), 3.0, *body(3.0, left_hip_flexion_deg=np.nan)).over


def stance(from_s, to_s, seconds=60.0):
    t, up = body(seconds, right_hip_flexion_deg=40, right_knee_flexion_deg=70)
    _, down = body(seconds)
    return t, np.where(((t >= from_s) & (t <= to_s))[:, None, None], up, down)


def test_one_leg_is_over_a_second_after_the_foot_touches_or_at_45_seconds():
    left = FunctionalTest("single_leg_stance", "left")
    t, points = stance(2.0, 9.0)
    assert not at(left, 1.9, t, points).over
    assert at(left, 6.0, t, points).clock_s == pytest.approx(4.0, abs=0.1)
    assert not at(left, 9.8, t, points).over
    assert at(left, 10.2, t, points).over
    assert at(left, 49.1, *stance(2.0, 90.0)).over
    assert not at(left, 4.0, *stance(2.0, 2.4)).over, "a foot that only tries has not begun"


def test_the_stages_go_on_only_from_one_that_was_kept():
    stages = FunctionalTest("four_stage_balance")
    t, points = body(11.0)
    assert at(stages, 10.1, t, points).over
    assert trials.goes_on(stages, 0, t, points)
    assert not trials.goes_on(stages, 0, t[:100], points[:100])
    assert not at(stages, 10.1, t, points, trial=1).over
    assert at(stages, 30.0, *body(31.0), trial=1).over
    assert not trials.goes_on(stages, 3, *body(11.0, left_hip_flexion_deg=40, left_knee_flexion_deg=70))


def test_a_reach_is_over_when_the_hand_is_half_way_back():
    test = FunctionalTest("functional_reach", "left")
    t, points = reaching(0.22)
    points = points.copy()
    points[t > 3.0, 15, 2] += 0.15
    assert not at(test, 2.9, t, points).over
    assert at(test, 3.1, t, points).over


def test_three_lifts_of_a_shoulder_and_thirty_seconds_of_curls():
    battery = FunctionalTest("shoulder_battery", "right")
    t, points = filmed(*synthetic.mover("shoulder_abduction", (120.0,) * 3, camera_yaw_deg=None, side="right"))
    assert at(battery, 5.0, t, points, 1).count == 1
    assert not at(battery, 5.0, t, points, 1).over
    assert at(battery, 13.0, t, points, 1) == trials.Live(pytest.approx(12.7, abs=0.4), None, 3, True)
    curl = FunctionalTest("arm_curl_30s", "left")
    assert at(curl, 9.0, *curls(10)).count == 5, "the fifth is at its top"
    assert at(curl, 30.0, *curls(10)).over


def test_what_is_counted_live_is_what_is_reported():
    t, points = chair([3.0 * i + 2 for i in range(9)], 30.5)
    (result,) = functional.result(CHAIR, [(t, points)])
    assert at(CHAIR, 30.5, t, points).count == result.value


def test_every_trial_can_be_placed():
    for test, count in trials.TRIALS.items():
        for trial in range(count):
            exercise = trials.seen_as(test, trial)
            assert exercise.needs
            assert exercise.position == trials.position_of(test)
    assert trials.view_of("shoulder_battery", 0) == "side"
    assert trials.view_of("shoulder_battery", 1) == "front"
    assert CROSSED
