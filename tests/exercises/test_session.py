from dataclasses import replace

import numpy as np
import pytest

from exercises.events import (
    Calibrated,
    FaultSeen,
    HoldReached,
    LimitReached,
    RepCompleted,
    RepStarted,
    SetEnded,
    Stopped,
    TargetLowered,
    TargetReached,
    TrackingFound,
    TrackingLost,
)  # fmt: skip
from exercises.pose import Pose, unseen
from exercises.routine import Dose
from exercises.session import Order, Plan, SessionState, SideCalibration, advance, order, result, run, start
from exercises.synthetic import NINE, PEAKS_DEG, REST_DEG
from tests.poses import exercise, hidden, mover, without_image

VIEW = dict.fromkeys(REST_DEG, 80.0) | {
    "shoulder_abduction": 0.0, "hip_abduction": 0.0, "trunk_lateral_flexion": 0.0,
}  # fmt: skip
ARM = SideCalibration(rest_deg=8.0, comfortable_deg=95.0, target_deg=82.0)


def told(state: SessionState, poses: list[Pose]) -> tuple[SessionState, list]:
    events = []
    for pose in poses:
        state, said = advance(state, pose)
        events += said
    return state, events


def ordered(state: SessionState, kind: str) -> tuple[SessionState, list]:
    state, said = order(state, Order(kind))
    return state, list(said)


def arm(**changes: object) -> Plan:
    plan = Plan(exercise("shoulder_abduction"), "left", Dose(sets=1, reps=3), left=ARM, right=ARM)
    return replace(plan, **changes)


def of(kind: type, events: list) -> list:
    return [event for event in events if isinstance(event, kind)]


def in_set(plan: Plan, poses: list[Pose]) -> tuple[SessionState, list]:
    state, first = ordered(start(plan), "set")
    state, events = told(state, poses)
    return state, first + events


@pytest.mark.parametrize("name", NINE)  # the others: test_catalogue.py
def test_every_exercise_calibrates_and_counts(name):
    poses = mover(name, (PEAKS_DEG[name],) * 6, camera_yaw_deg=VIEW[name])
    state, _ = ordered(start(Plan(exercise(name), "left", Dose(1, 3))), "calibrate")
    state, events = told(state, poses[: len(poses) // 2])
    (calibrated,) = of(Calibrated, events)
    assert state.reading.stage == "ready"
    assert calibrated.rest_deg == pytest.approx(REST_DEG[name], abs=3)
    assert calibrated.comfortable_deg == pytest.approx(PEAKS_DEG[name], abs=3)
    assert of(RepCompleted, events) == []  # practice is not dose
    state, _ = ordered(state, "set")
    state, events = told(state, poses[len(poses) // 2 :])
    done = of(RepCompleted, events)
    assert len(done) == 3
    assert all(rep.full and rep.verified and rep.faults == () for rep in done)
    for rep in done:
        assert rep.peak_deg == pytest.approx(PEAKS_DEG[name], abs=3)
    assert [type(event) for event in events[-2:]] == [SetEnded, Stopped]


def test_calibration_asks_for_85_per_cent_of_the_median_travel_and_no_more_than_level():
    state, _ = ordered(start(Plan(exercise("shoulder_flexion"), "left", Dose())), "calibrate")
    _, events = told(state, mover("shoulder_flexion", (100, 120, 108), camera_yaw_deg=80))
    (calibrated,) = of(Calibrated, events)
    assert calibrated.target_deg == pytest.approx(8 + 0.85 * 100, abs=3)
    state, _ = ordered(start(Plan(exercise("shoulder_abduction"), "left", Dose())), "calibrate")
    _, events = told(state, mover("shoulder_abduction", (150, 150, 150)))
    assert of(Calibrated, events)[0].target_deg == 90


def test_a_prescribed_limit_holds_the_target_inside_by_the_half_width():
    plan = Plan(exercise("shoulder_flexion"), "left", Dose(), limit_high_deg=80.0)
    state, _ = ordered(start(plan), "calibrate")
    _, events = told(state, mover("shoulder_flexion", (110, 110, 110), camera_yaw_deg=90))
    (calibrated,) = of(Calibrated, events)
    assert 65 < calibrated.target_deg < 80
    assert of(LimitReached, events)


def test_a_later_day_takes_one_lift_and_rises_by_five_degrees_at_most():
    state, _ = ordered(start(arm(left=replace(ARM, target_deg=60.0))), "calibrate")
    _, events = told(state, mover("shoulder_abduction", (95,)))
    assert of(Calibrated, events)[0].target_deg == pytest.approx(65.0)
    state, _ = ordered(start(arm(left=replace(ARM, target_deg=60.0), worse_morning=True)), "calibrate")
    _, events = told(state, mover("shoulder_abduction", (95,)))
    assert of(Calibrated, events)[0].target_deg == pytest.approx(60.0), "not after a worse morning"
    state, _ = ordered(start(arm()), "calibrate")
    _, events = told(state, mover("shoulder_abduction", (60,)))
    assert of(Calibrated, events)[0].target_deg == pytest.approx(8 + 0.85 * 52, abs=2)


def test_a_set_ends_at_n_full_or_n_plus_two_efforts():
    _, events = in_set(arm(), mover("shoulder_abduction", (95,) * 9))
    assert of(SetEnded, events)[0].efforts == 3
    _, events = in_set(arm(target_deg=None), mover("shoulder_abduction", (50,) * 9))
    (ended,) = of(SetEnded, events)
    assert (ended.full, ended.efforts) == (0, 5)


def test_two_short_in_a_row_lower_the_target_by_ten_per_cent():
    _, events = in_set(arm(dose=Dose(1, 6)), mover("shoulder_abduction", (95, 70, 70, 76)))
    (lowered,) = of(TargetLowered, events)
    assert lowered.target_deg == pytest.approx(8 + 0.9 * 74)
    assert lowered.because == "short"
    assert [rep.full for rep in of(RepCompleted, events)] == [True, False, False, True]


@pytest.mark.parametrize(("asked", "because"), [("easier", "easier"), ("too_much", "easier"), ("hurts", "pain")])
def test_easier_lowers_at_once_and_keeps_the_lift(asked, because):
    poses = mover("shoulder_abduction", (80, 80))
    state, _ = ordered(start(arm()), "set")
    state, events = told(state, poses[:65])
    assert state.reading.lifting
    state, said = ordered(state, asked)
    assert said == [TargetLowered(state.reading.t_s, "left", 8 + 0.9 * 74, because)]
    _, events = told(state, poses[65:])
    assert [rep.full for rep in of(RepCompleted, events)] == [True, True]


def test_surely_beyond_the_limit_twice_ends_the_set():
    plan = arm(limit_high_deg=80.0, left=replace(ARM, target_deg=70.0), dose=Dose(1, 8))
    _, events = in_set(plan, mover("shoulder_abduction", (95,) * 6))
    assert len([event for event in of(LimitReached, events) if event.beyond]) == 2
    assert of(SetEnded, events)[0].efforts == 2


def test_a_hold_is_reached_after_its_time():
    poses = mover("shoulder_abduction", (90, 90), hold_s=2.5)
    _, events = in_set(arm(dose=Dose(1, 2, hold_s=2.0)), poses)
    assert [event.held_s for event in of(HoldReached, events)] == [2.0, 2.0]
    assert all(rep.full for rep in of(RepCompleted, events))
    _, events = in_set(arm(dose=Dose(1, 2, hold_s=2.0)), mover("shoulder_abduction", (90, 90), hold_s=0.5))
    assert of(HoldReached, events) == []
    assert not any(rep.full for rep in of(RepCompleted, events))


def test_both_sides_in_turn_each_with_its_own_target():
    right = SideCalibration(8.0, 60.0, 50.0)
    plan = arm(sides="both", both="alternate", right=right, dose=Dose(1, 2))
    _, events = in_set(plan, mover("shoulder_abduction", (95, 55, 95, 55), side="alternate"))
    assert [(rep.side, rep.full) for rep in of(RepCompleted, events)] == [
        ("left", True), ("right", True), ("left", True), ("right", True),
    ]  # fmt: skip
    assert of(SetEnded, events)[0].full == 4


def test_together_is_led_by_the_side_that_lags():
    plan = arm(sides="both", both="together", right=SideCalibration(8.0, 60.0, 50.0))
    _, events = in_set(plan, mover("shoulder_abduction", (95, 95, 95), side="both"))
    assert [(rep.side, rep.full) for rep in of(RepCompleted, events)] == [("left", True)] * 3
    _, events = in_set(arm(sides="both", both="together"), mover("shoulder_abduction", (95, 95), side="left"))
    assert of(RepCompleted, events) == []


def test_one_then_the_other():
    plan = arm(sides="both", both="one_then_other", dose=Dose(1, 2))
    poses = mover("shoulder_abduction", (95, 95))
    after = [replace(p, t_s=p.t_s + poses[-1].t_s + 0.1) for p in mover("shoulder_abduction", (95, 95), side="right")]
    state, events = in_set(plan, [*poses, *after])
    assert [rep.side for rep in of(RepCompleted, events)] == ["left", "left", "right", "right"]
    assert state.reading.stage == "ended"


def test_one_leg_is_counted_when_both_march():
    plan = Plan(exercise("marching"), "left", Dose(1, 9), film=True)
    found = run(plan, mover("marching", (70,) * 8, side="alternate", camera_yaw_deg=40))
    assert len(of(RepCompleted, found.events)) == 4
    assert {rep.side for rep in of(RepCompleted, found.events)} == {"left"}


def test_tracking_lost_after_two_seconds_and_found():
    poses = hidden(mover("shoulder_abduction", (95,) * 4, camera_yaw_deg=0), 4.0, 7.0)
    _, events = in_set(arm(), poses)
    (lost,), (found,) = of(TrackingLost, events), of(TrackingFound, events)
    assert lost.t_s == pytest.approx(6.0, abs=0.05)
    assert found.gone_s == pytest.approx(3.0, abs=0.1)


def test_a_short_hole_loses_nothing():
    poses = hidden(mover("shoulder_abduction", (95,) * 3), 1.8, 2.6)
    _, events = in_set(arm(), poses)
    done = of(RepCompleted, events)
    assert [rep.verified for rep in done] == [False, True, True]
    assert of(TrackingLost, events) == []


def test_a_lift_lost_on_its_way_up_is_not_scored():
    poses = hidden(mover("shoulder_abduction", (95, 95)), 1.5, 4.0)
    _, events = in_set(arm(), poses)
    assert len(of(RepCompleted, events)) == 1


def test_a_lift_lost_at_the_top_is_dose_but_not_verified():
    poses = hidden(mover("shoulder_abduction", (95, 95), hold_s=3.0), 2.6, 5.2)
    _, events = in_set(arm(), poses)
    first = of(RepCompleted, events)[0]
    assert first.full
    assert not first.verified


def test_walking_into_place_counts_nothing():
    poses = mover("marching", (45,) * 10, side="alternate", lift_s=0.3, lower_s=0.3, hold_s=0.0, pause_s=0.0)
    walk = []
    for p in poses:
        drift = 0.25 * p.t_s
        image = p.image + np.array([drift, 0.0], dtype=np.float32)
        walk.append(replace(p, image=image))
    found = run(Plan(exercise("shoulder_abduction"), "left", Dose(), film=True), walk)
    assert of(RepCompleted, found.events) == []


def test_idle_and_fidgeting_count_nothing():
    poses = mover("shoulder_abduction", (18, 22, 15, 20, 17))
    assert run(Plan(exercise("shoulder_abduction"), "left", Dose(), film=True), poses).events == ()


def test_pause_counts_nothing_and_goes_on():
    poses = mover("shoulder_abduction", (95,) * 4)
    state, _ = ordered(start(arm()), "set")
    state, first = told(state, poses[:150])
    state, _ = ordered(state, "pause")
    state, paused = told(state, poses[150:280])
    state, _ = ordered(state, "resume")
    state, last = told(state, poses[280:])
    assert (len(of(RepCompleted, first)), paused, len(of(RepCompleted, last))) == (1, [], 2)


def test_stop_keeps_what_was_done():
    state, _ = in_set(arm(), mover("shoulder_abduction", (95,))[:150])
    state, said = order(state, Order("stop", "pain"))
    assert said[-1] == Stopped(state.reading.t_s, "pain")
    found = result(state)
    assert found.stopped_because == "pain"
    assert [one.full for one in found.sets] == [1]
    assert advance(state, unseen(99.0))[1] == ()


def test_poses_out_of_order_or_twice_change_nothing():
    poses = mover("shoulder_abduction", (95, 95, 95))
    jumbled = [p for pose in poses for p in (pose, pose, poses[0])]
    assert in_set(arm(), jumbled)[1] == in_set(arm(), poses)[1]


@pytest.mark.parametrize("film", [True, False])
@pytest.mark.parametrize("name", ["shoulder_abduction", "squat", "knee_extension"])
@pytest.mark.parametrize("image", [True, False])
def test_run_is_advance_folded(name, film, image):
    poses = mover(name, (), camera_yaw_deg=VIEW[name], tremor_deg=1.0)
    poses = hidden(poses if image else without_image(poses), 5.0, 5.3)
    plan = Plan(exercise(name), "left", Dose(2, 2), film=film)
    whole = run(plan, poses)
    state = start(plan) if film else ordered(start(plan), "set")[0]
    for pose in poses:
        if state.reading.stage == "rest":
            state, _ = ordered(state, "set")
        state, _ = advance(state, pose)
    folded = result(state)
    assert len(of(RepCompleted, folded.events)) >= 4
    assert folded.events == whole.events
    assert folded.sets == whole.sets
    assert folded.ranges_deg == whole.ranges_deg
    assert (folded.tracked_fraction, folded.stopped_because) == (whole.tracked_fraction, whole.stopped_because)


def test_the_same_poses_give_the_same_events():
    poses = mover("squat", (), camera_yaw_deg=70)
    plan = Plan(exercise("squat"), "left", Dose(1, 4))
    assert run(plan, poses).events == run(plan, poses).events


def test_the_reading_follows_the_lift():
    poses = mover("shoulder_abduction", (95,), lift_s=2.0, lower_s=2.0)
    state, _ = ordered(start(arm()), "set")
    readings = []
    for pose in poses:
        state, _ = advance(state, pose)
        readings.append(state.reading)
    at = {round(r.t_s, 2): r for r in readings}
    assert at[0.5].progress < 0.05
    assert not at[0.5].lifting
    assert at[0.5].stillness > 0.9
    assert at[2.0].rising
    assert at[2.0].lifting
    assert at[2.0].stillness < 0.3
    assert at[3.2].progress == 1.0
    assert not at[4.3].rising
    assert at[4.3].lifting
    assert at[2.0].hand[0] < at[0.5].hand[0]  # the left hand moves out to the left


def test_the_reading_shows_where_the_hand_would_be():
    poses = mover("shoulder_abduction", (95,) * 3)
    state, _ = ordered(start(Plan(exercise("shoulder_abduction"), "left", Dose())), "calibrate")
    state, _ = told(state, poses)
    goal = state.reading.target
    assert np.isfinite(goal).all()
    at_target = mover("shoulder_abduction", (state.reading.target_deg,), hold_s=1.0)
    top = max(at_target, key=lambda p: p.points[15, 1]).points[15]
    assert np.linalg.norm(goal - top) < 0.12


@pytest.mark.parametrize(
    ("name", "fault", "yaw"),
    [
        ("shoulder_abduction", "trunk_lean", 0), ("shoulder_abduction", "shoulder_hike", 0),
        ("shoulder_abduction", "elbow_bent", 0), ("shoulder_flexion", "trunk_lean", 85),
        ("shoulder_flexion", "elbow_bent", 85), ("elbow_flexion", "shoulder_moves", 85),
        ("squat", "knee_valgus", 20), ("squat", "trunk_forward", 85), ("hip_abduction", "trunk_lean", 0),
        ("knee_extension", "trunk_lean", 85), ("marching", "trunk_lean", 30),
        ("trunk_lateral_flexion", "trunk_forward", 20),
    ],
)  # fmt: skip
def test_a_fault_is_found_where_it_is_and_nowhere_else(name, fault, yaw):
    peak = 45.0 if name == "hip_abduction" else PEAKS_DEG[name]  # leaning takes 20 off the angle to the trunk
    poses = mover(name, (peak,) * 6, fault=fault, faulty={1, 2, 4}, camera_yaw_deg=yaw)
    found = run(Plan(exercise(name), "left", Dose(), film=True), poses)
    assert [fault in rep.faults for rep in of(RepCompleted, found.events)] == [False, True, True, False, True, False]
    assert {f for rep in of(RepCompleted, found.events) for f in rep.faults} == {fault}
    said = of(FaultSeen, found.events)
    assert [event.fault for event in said] == [fault, fault]  # once in three repetitions


def test_started_and_reached_come_before_completed():
    _, events = in_set(arm(), mover("shoulder_abduction", (95,)))
    assert [type(event) for event in events] == [RepStarted, TargetReached, RepCompleted]


def ended(plan: Plan, poses: list[Pose]) -> list[tuple[int, int, str]]:
    return [(e.full, e.efforts, e.because) for e in of(SetEnded, in_set(plan, poses)[1])]


def test_a_set_ends_where_the_lifts_fade():
    plan = arm(dose=Dose(1, 12), left=SideCalibration(8.0, 100.0, 60.0))
    assert ended(plan, mover("shoulder_abduction", (128, 120, 128, 85, 80, 75, 75, 75))) == [(6, 6, "tired")]
    slower = mover("shoulder_abduction", (95,) * 3)
    late = mover("shoulder_abduction", (95,) * 4, lift_s=3.5)
    slower += [replace(p, t_s=p.t_s + slower[-1].t_s + 0.02) for p in late]
    assert ended(plan, slower) == [(6, 6, "tired")]


@pytest.mark.slow
def test_a_varied_set_goes_on_to_its_end():
    plan = arm(dose=Dose(1, 7), left=SideCalibration(8.0, 128.0, 90.0))
    assert ended(plan, mover("shoulder_abduction", (128, 120, 128, 120, 124, 129, 121))) == [(7, 7, "done")]
    few = mover("shoulder_abduction", (128, 120, 128, 60, 60, 124, 129))  # two short in a row, and well again
    assert ended(arm(dose=Dose(1, 5), left=SideCalibration(8.0, 128.0, 90.0)), few) == [(5, 7, "done")]
    calmer = mover("shoulder_abduction", (95,) * 3)
    late = mover("shoulder_abduction", (95,) * 4, hold_s=2.0, lower_s=4.0)
    calmer += [replace(p, t_s=p.t_s + calmer[-1].t_s + 0.02) for p in late]
    assert ended(plan, calmer) == [(7, 7, "done")]


def test_when_one_side_tires_the_other_has_its_turn():
    both = SideCalibration(8.0, 100.0, 60.0)
    plan = arm(sides="both", both="one_then_other", left=both, right=both, dose=Dose(1, 8))
    poses = mover("shoulder_abduction", (128, 128, 128, 80, 80, 80))
    other = mover("shoulder_abduction", (95,) * 8, side="right")
    poses += [replace(p, t_s=p.t_s + poses[-1].t_s + 0.02) for p in other]
    assert ended(plan, poses) == [(14, 14, "tired")]


def test_a_set_that_is_broken_off_says_so():
    state, _ = in_set(arm(), mover("shoulder_abduction", (95,))[:150])
    _, said = order(state, Order("rest"))
    assert [e.because for e in of(SetEnded, list(said))] == ["stopped"]
