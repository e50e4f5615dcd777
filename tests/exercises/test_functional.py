"""Functional tests on curves and bodies whose result can be worked out by head."""

from __future__ import annotations

import numpy as np
import pytest

from exercises import functional, norms, postures, synthetic
from exercises.measures import MEASURES, RANGES_DEG
from exercises.postures import STAGES
from exercises.routine import FunctionalTest

CROSSED = {
    f"{side}_{name}": value
    for side in ("left", "right")
    for name, value in (("shoulder_flexion_deg", 42.0), ("shoulder_rotation_deg", -70.0), ("elbow_flexion_deg", 118.0))
}


def knees(stood_s: list[float], seconds: float, fps: float = 20.0, upright: float = 5.0) -> tuple[np.ndarray, ...]:
    """Knee bend: 90 seated; each stand goes up within half a second before `stood_s`, stays 0.4 s and comes down."""
    t = np.arange(0.0, seconds, 1 / fps)
    knots: list[tuple[float, float]] = [(0.0, 90.0)]
    for at in stood_s:
        knots += [(at - 0.5, 90.0), (at, upright), (at + 0.4, upright), (at + 0.9, 90.0)]
    x, y = zip(*knots, strict=True)
    return t, np.interp(t, x, y)


def chair(stood_s: list[float], seconds: float, upright: float = 5.0, **arms: float) -> tuple[np.ndarray, np.ndarray]:
    """The same as a body, its arms crossed on the chest unless told."""
    t, bend = knees(stood_s, seconds, upright=upright)
    legs = {f"{s}_{joint}_flexion_deg": bend for s in ("left", "right") for joint in ("hip", "knee")}
    return t, synthetic.bodies(legs | (arms or CROSSED))


def curls(count: int, each_s: float = 2.0, seconds: float = 31.0, side: str = "left") -> tuple[np.ndarray, np.ndarray]:
    """A seated body whose elbow goes from 5 to 125 degrees and back, once every `each_s` from 0 on."""
    t = np.arange(0.0, seconds, 0.05)
    share = np.where(t < count * each_s, 0.5 - 0.5 * np.cos(2 * np.pi * t / each_s), 0.0)
    seat = {f"{s}_{joint}_flexion_deg": 88.0 for s in ("left", "right") for joint in ("hip", "knee")}
    return t, synthetic.bodies(seat | {f"{side}_elbow_flexion_deg": 5.0 + 120.0 * share})


def body(seconds: float, fps: float = 20.0, **angles: float) -> tuple[np.ndarray, np.ndarray]:
    t = np.arange(0.0, seconds, 1 / fps)
    return t, np.repeat(synthetic.body(**angles)[None], len(t), axis=0)


def until(end_s: float, t: np.ndarray, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Going on as they are at the end until `end_s`."""
    more = np.arange(t[-1] + 0.05, end_s, 0.05)
    return np.concatenate([t, more]), np.concatenate([points, np.repeat(points[-1:], len(more), axis=0)])


def test_stands_are_counted_as_head_counts_them():
    found = postures.stands(*knees([2, 5, 8], 11))
    assert [one.stood_s for one in found] == pytest.approx([2, 5, 8], abs=0.15)
    assert [one.rise_s for one in found] == pytest.approx([1.5, 4.5, 7.5], abs=0.15)
    assert all(one.sat_s == pytest.approx(one.stood_s + 0.8, abs=0.25) for one in found)


def test_crossed_arms_are_seen_and_hanging_ones_are_not():
    assert postures.arms_crossed(synthetic.bodies(CROSSED)).all()
    assert not postures.arms_crossed(synthetic.bodies({})).any()


def test_ten_stands_of_a_woman_of_72_are_average_and_nine_are_below():
    result = functional.chair_stand_30s(*chair([2.5 * i + 2 for i in range(10)], 30.5), 72, "woman")
    assert (result.value, result.at_risk, result.usual) == (10, False, True)
    nine = chair([2.5 * i + 2 for i in range(9)], 30.5)
    result = functional.chair_stand_30s(*nine, 72, "woman")
    assert (result.value, result.at_risk, result.usual) == (9, True, False)
    assert functional.chair_stand_30s(*nine, 40, "woman").norm is None
    assert functional.chair_stand_30s(*nine, None, None).at_risk is None


def test_more_than_half_way_up_at_thirty_seconds_counts_and_less_does_not():
    # at 30 s the second is four fifths up, then one fifth
    assert functional.chair_stand_30s(*chair([5.0, 30.1], 31), 72, "man").value == 2
    assert functional.chair_stand_30s(*chair([5.0, 30.4], 31), 72, "man").value == 1


def test_who_does_not_come_upright_is_not_counted_and_it_is_said():
    result = functional.chair_stand_30s(*chair([3, 6], 31, upright=25.0), 72, "man")
    assert result.value == 0
    assert result.notes == ("2 not quite upright and not counted",)


def test_hands_used_score_nothing():
    assert functional.chair_stand_30s(*chair([2, 5, 8], 31, left_elbow_flexion_deg=0.0), 72, "man").value == 0
    assert functional.chair_stand_30s(*chair([2, 5, 8], 31), 72, "man").value == 3


def test_five_stands_are_timed_from_the_first_rise_to_the_fifth_time_upright():
    result = functional.five_stands(*chair([2, 5, 8, 11, 14.5], 17), 65, "woman")
    assert result.value == pytest.approx(13.0, abs=0.2)
    assert (result.at_risk, result.usual) == (False, False)  # over 11.4 s, under 15 s
    assert np.isnan(functional.five_stands(*chair([2, 5, 8, 11], 13), 65, "woman").value)
    assert functional.five_stands(*chair([2, 6, 10, 14, 18], 20), 65, "woman").at_risk


def test_feet_drawn_back_long_before_begin_no_rise():
    t, bend = knees([10, 13, 16, 19, 22], 25)
    bend = np.where((t > 2.0) & (t < 3.0), 110.0, bend)
    assert [one.rise_s for one in postures.stands(t, bend)] == pytest.approx([9.5, 12.5, 15.5, 18.5, 21.5], abs=0.15)
    assert len(postures.stands(t, np.where(t < 9.0, 110.0, bend))) == 5


def test_a_slow_rise_begins_where_it_leaves_the_seat():
    t = np.arange(0.0, 20.0, 0.05)
    (one,) = postures.stands(t, np.interp(t, [5.0, 13.0, 15.0, 16.0], [90.0, 5.0, 5.0, 90.0]))
    assert one.rise_s == pytest.approx(5.0 + 10 / 85 * 8, abs=0.1)


def test_less_than_thirty_seconds_has_no_value_and_no_risk():
    result = functional.chair_stand_30s(*chair([2, 5, 8], 13), 72, "woman")
    assert np.isnan(result.value)
    assert (result.at_risk, result.usual) == (None, None)
    assert result.notes == ("ended after 13 of 30 s, with 3 stands",)
    curl = functional.arm_curl_30s(*curls(5, seconds=12.0), "left", 70, "man")
    assert np.isnan(curl.value)
    assert (curl.usual, curl.notes) == (None, ("ended after 12 of 30 s, with 5 curls",))


def test_arms_that_were_not_seen_are_not_called_uncrossed():
    t, points = chair([2, 5, 8], 31)
    points[:, 15] = np.nan
    result = functional.chair_stand_30s(t, points, 72, "man")
    assert result.value == 3
    assert result.notes == ("whether the arms were crossed was not seen: a person must judge",)


def test_one_frame_that_jumps_is_no_stand():
    t, points = chair([2, 5], 31)
    standing = synthetic.bodies(CROSSED)[0]
    points[200] = standing
    assert functional.chair_stand_30s(t, points, 72, "man").value == 2


def test_one_leg_is_timed_until_the_foot_touches():
    t, up = body(12.0, right_hip_flexion_deg=40, right_knee_flexion_deg=70)
    _, down = body(12.0)
    points = np.where(((t >= 1.0) & (t <= 8.0))[:, None, None], up, down)
    result = functional.single_leg_stance([(t, points), (t, down)], "left", 74, "woman")
    assert result.value == pytest.approx(7.0, abs=0.1)
    assert (result.usual, result.at_risk, result.notes) == (None, False, ("2 of 3 trials",))  # of means
    assert functional.single_leg_stance([(t, points)], "right", 74, "woman").value == 0
    unseen = functional.single_leg_stance([(t, np.full_like(points, np.nan))], "left", 74, "woman")
    assert np.isnan(unseen.value)
    assert unseen.at_risk is None


def test_a_stance_ends_at_45_seconds():
    t, up = body(60.0, 10.0, right_hip_flexion_deg=40, right_knee_flexion_deg=70)
    assert functional.single_leg_stance([(t, up)] * 3, "left", 50, "man").value == 45.0


@pytest.mark.parametrize(
    ("stage", "angles"),
    [
        ("side_by_side", {}),
        ("semi_tandem", {"left_hip_abduction_deg": -5, "right_hip_abduction_deg": -5, "left_hip_flexion_deg": 7}),
        (
            "tandem",
            {
                "left_hip_abduction_deg": -10.8, "right_hip_abduction_deg": -10.8,
                "left_hip_flexion_deg": 8, "right_hip_flexion_deg": -8,
            },
        ),
        ("one_leg", {"left_hip_flexion_deg": 40, "left_knee_flexion_deg": 70}),
    ],
)  # fmt: skip
def test_the_feet_tell_the_stage(stage, angles):
    t, points = body(3.0, **angles)
    assert set(postures.stance_stages(points)) == {stage}
    assert postures.held_s(t, points, stage) == pytest.approx(2.95)
    assert postures.stance_stages(np.full((1, 33, 3), np.nan)) == (None,)


def test_four_stages_go_in_turn_and_a_short_tandem_is_a_risk():
    done = functional.four_stage_balance({"side_by_side": 10, "semi_tandem": 10, "tandem": 6, "one_leg": 10})
    assert (done.value, done.at_risk, done.notes) == (2, True, ("tandem was not kept for 10 s: 6 s",))
    assert functional.four_stage_balance(dict.fromkeys(STAGES, 10.0)).at_risk is False


def test_stages_that_were_not_done_leave_the_risk_open():
    broken_off = functional.four_stage_balance({"side_by_side": 10, "semi_tandem": 10})
    assert (broken_off.value, broken_off.at_risk, broken_off.notes) == (2, None, ("tandem was not done",))
    nothing = functional.four_stage_balance({})
    assert np.isnan(nothing.value)
    assert nothing.at_risk is None
    assert functional.four_stage_balance(dict.fromkeys(STAGES[:3], 10.0)).at_risk is False


def reaching(lean_m: float, step_m: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    t, points = body(4.0, left_shoulder_flexion_deg=90)
    points = points.copy()
    late = t > 2.0
    points[late, 15, 2] -= lean_m  # ahead is -Z
    points[late, 27, 2] -= step_m
    return t, points


def reach(lean_m: float, height_m: float | None = 1.70, scale: float = 1.0, step_m: float = 0.0) -> functional.Result:
    t, points = reaching(lean_m, step_m)
    return functional.functional_reach([(t, scale * points)] * 3, "left", 75, "woman", height_m)


def test_reach_is_how_far_the_hand_goes():
    result = reach(0.22)
    assert result.value == pytest.approx(22, abs=0.3)
    assert (result.at_risk, result.notes, result.usual) == (True, ("moderate",), None)  # of a mean
    assert reach(0.12).notes == ("high",)
    assert reach(0.30).at_risk is False


def test_reaches_are_averaged_and_one_with_a_step_is_left_out():
    trials = [reaching(0.20), reaching(0.26), reaching(0.40, step_m=0.2)]
    result = functional.functional_reach(trials, "left", 75, "woman", 1.70)
    assert result.value == pytest.approx(23, abs=0.3)
    assert result.notes == ("a foot moved in 1: left out", "2 of 3 trials", "moderate")


def test_a_measured_height_sets_the_scale_and_without_one_it_is_said():
    assert reach(0.22, scale=0.8).value == pytest.approx(22, abs=0.3)
    guessed = reach(0.22, None, scale=0.8)
    assert guessed.value == pytest.approx(17.6, abs=0.1)
    assert "guess" in guessed.notes[0]
    assert guessed.at_risk is None  # no risk is read off a guess


def test_who_is_bent_at_the_start_gives_no_scale_and_spoils_no_other_reach():
    t, points = reaching(0.22)
    low = points * np.array([1.0, 0.2, 1.0])
    result = functional.functional_reach([(t, low), (t, points), (t, points)], "left", 75, "woman", 1.70)
    assert result.value == pytest.approx(22, abs=0.3)
    assert result.notes[:2] == ("nobody stood upright at the start of 1: left out", "2 of 3 trials")


def test_a_step_spoils_a_reach():
    result = reach(0.3, step_m=0.2)
    assert np.isnan(result.value)
    assert (result.at_risk, result.usual) == (None, None)


def test_feet_that_are_not_seen_are_not_said_to_have_stayed():
    t, points = reaching(0.22)
    points[t > 1.2, 27] = np.nan
    result = functional.functional_reach([(t, points)] * 3, "left", 75, "woman", 1.70)
    assert result.value == pytest.approx(22, abs=0.3)
    assert result.notes[0] == "whether a foot moved was not seen in 3: a person must judge"


def test_nobody_upright_gives_no_scale_and_a_hand_unseen_no_reach():
    with pytest.raises(ValueError, match="expected somebody upright"):
        postures.body_scale(np.full((3, 33, 3), np.nan), 1.7)
    nothing = np.full((3, 33, 3), np.nan)
    assert np.isnan(functional.functional_reach([(np.arange(3.0), nothing)], "left", 75, "man").value)


def test_shoulders_without_a_width_have_no_way_ahead():
    assert np.isnan(postures.forward_m(np.arange(3.0), np.zeros((3, 33, 3)), "left")).all()


def test_curls_within_thirty_seconds_of_one_arm():
    result = functional.arm_curl_30s(*curls(15), "left", 70, "woman")
    assert (result.value, result.usual) == (15, True)  # 12 to 17
    assert functional.arm_curl_30s(*curls(15), "right", 70, "woman").value == 0
    assert functional.arm_curl_30s(*curls(5), "left", 70, "man").usual is False


def test_a_curl_counts_at_the_end_once_it_is_half_way_up():
    # 4 s each: the eighth begins at 28 s and is up at 30 s; 3.2 s each: the tenth begins at 28.8 s and is up at 30.4 s
    assert functional.arm_curl_30s(*curls(8, 4.0, 32.0), "left", 70, "woman").value == 8
    assert functional.arm_curl_30s(*curls(10, 3.2, 32.0), "left", 70, "woman").value == 10
    late = curls(11, 2.95, 33.0)  # the eleventh begins at 29.5 s: at 30 s it is a quarter up
    assert functional.arm_curl_30s(*late, "left", 70, "woman").value == 10


def test_a_curl_that_hardly_bends_is_none():
    t, _ = curls(6)
    seat = {f"{s}_{joint}_flexion_deg": 88.0 for s in ("left", "right") for joint in ("hip", "knee")}
    share = 0.5 - 0.5 * np.cos(np.pi * t)
    small = synthetic.bodies(seat | {"left_elbow_flexion_deg": 5.0 + 35.0 * share})
    assert functional.arm_curl_30s(t, small, "left", 70, "woman").value == 0


def test_shoulders_are_compared_with_each_other_first():
    out = functional.shoulder_battery(
        {
            ("flexion", "left"): (150, 155, 130),
            ("flexion", "right"): (170, 168, 172),
            ("external_rotation", "left"): (50, 60),
        },
        {"left": "L3"},
    )
    left, right, turned, behind = out
    assert (left.value, left.notes) == (150, ("20 degrees less than the other side",))
    assert (right.value, right.notes, right.usual) == (170, (), None)
    assert len(turned.notes) == 2
    assert np.isnan(behind.value)
    assert "L3" in behind.notes[0]


@pytest.mark.parametrize(
    ("table", "age", "sex", "low", "high"),
    [
        (norms.CHAIR_STAND, 64, "man", 14, None), (norms.CHAIR_STAND, 90, "woman", 4, None),
        (norms.ARM_CURL, 79.9, "woman", 11, 17), (norms.ARM_CURL, 92, "man", 10, 14),
        (norms.FIVE_STANDS, 80, "man", None, 14.8), (norms.ONE_LEG, 85, "woman", 8.5, None),
        (norms.ONE_LEG_MEAN_OF_THREE, 20, "man", 43.3, None), (norms.REACH, 70, "woman", 27, None),
    ],
)  # fmt: skip
def test_norms_are_the_tables_and_say_how_sure_they_are(table, age, sex, low, high):
    norm = table.of(age, sex)
    assert (norm.low, norm.high) == (low, high)
    assert norm.evidence[0] in "VSG"
    assert "draft" in norm.evidence
    assert table.of(12, sex) is None


def test_the_knee_of_the_chair_tests_is_the_measure_of_both_or_of_the_one_seen():
    _, points = body(0.2, left_knee_flexion_deg=40, left_hip_flexion_deg=40)
    left, right = (MEASURES["knee_flexion"](points, side) for side in ("left", "right"))
    assert postures.knees_deg(points) == pytest.approx(0.5 * (left + right))
    points[:, 26] = np.nan  # the right knee
    assert postures.knees_deg(points) == pytest.approx(left)


def filmed(*moving: object) -> tuple[np.ndarray, np.ndarray]:
    return np.array([p.t_s for p in moving]), np.array([p.points for p in moving], dtype=float)


def test_a_mover_that_stands_up_eight_times_scores_eight():
    moving = synthetic.mover("sit_to_stand", (6.0,) * 8, 15.0, side="both", lift_s=1.0, lower_s=1.2, pause_s=0.6)
    t, points = until(31.0, *filmed(*moving))
    points[:, 15], points[:, 16] = points[:, 12], points[:, 11]  # hands on the opposite shoulders
    (result,) = functional.result(FunctionalTest("chair_stand_30s", age=66, sex="male"), [(t, points)])
    assert (result.value, result.at_risk) == (8, True)


def test_the_door_knows_every_test_and_what_was_not_done_has_no_value():
    for test in RESULTS:
        (first, *_) = functional.result(FunctionalTest(test, SIDES.get(test), 70, "female"), []) or (None,)
        assert first is None or np.isnan(first.value)
    with pytest.raises(ValueError, match="expected left or right"):
        functional.result(FunctionalTest("arm_curl_30s"), [curls(3)])


RESULTS = ("chair_stand_30s", "five_stands", "single_leg_stance", "four_stage_balance", "functional_reach",
           "shoulder_battery", "arm_curl_30s")  # fmt: skip
SIDES = {"single_leg_stance": "left", "functional_reach": "left", "shoulder_battery": "right", "arm_curl_30s": "left"}


def test_the_shoulder_battery_finds_the_middle_of_three_lifts_of_each_movement():
    how = {"camera_yaw_deg": None, "side": "right"}
    up = filmed(*synthetic.mover("shoulder_flexion", (140.0, 150.0, 145.0), **how))
    out = filmed(*synthetic.mover("shoulder_abduction", (120.0, 118.0, 160.0), **how))
    turned = filmed(*synthetic.mover("sh_er_side", (50.0, 60.0), **how))
    flexion, abduction, rotation = functional.result(FunctionalTest("shoulder_battery", "right"), [up, out, turned])
    assert flexion.value == pytest.approx(145, abs=3)
    assert abduction.value == pytest.approx(120, abs=3)
    assert rotation.value == pytest.approx(55, abs=3)
    assert (flexion.side, flexion.notes, rotation.notes[0]) == ("right", (), "2 of 3 lifts")
    assert RANGES_DEG["shoulder_rotation"][0] < 0  # a turn inward would be no lift of this battery
