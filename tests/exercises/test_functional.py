"""Functional tests on curves and bodies whose result can be worked out by head."""

from __future__ import annotations

import numpy as np
import pytest

from exercises import functional, norms, synthetic
from exercises.events import RepCompleted
from exercises.measures import MEASURES


def chair(stood_s: list[float], seconds: float, fps: float = 20.0, upright: float = 5.0) -> tuple[np.ndarray, ...]:
    """Knee bend: 90 seated; each stand goes up within half a second before `stood_s`, stays 0.4 s and comes down."""
    t = np.arange(0.0, seconds, 1 / fps)
    knots: list[tuple[float, float]] = [(0.0, 90.0)]
    for at in stood_s:
        knots += [(at - 0.5, 90.0), (at, upright), (at + 0.4, upright), (at + 0.9, 90.0)]
    x, y = zip(*knots, strict=True)
    return t, np.interp(t, x, y)


def curl(index: int, start_s: float, peak_s: float, side: str = "left", verified: bool = True) -> RepCompleted:
    return RepCompleted(
        t_s=peak_s + 1, index=index, side=side, start_s=start_s, peak_s=peak_s, end_s=peak_s + 1, peak_deg=120.0,
        peak_uncertainty_deg=5.0, duration_s=2.0, lowering_s=1.0, quality=1.0, faults=(), verified=verified, full=True,
    )  # fmt: skip


def body(seconds: float, fps: float = 20.0, **angles: float) -> tuple[np.ndarray, np.ndarray]:
    t = np.arange(0.0, seconds, 1 / fps)
    return t, np.repeat(synthetic.body(**angles)[None], len(t), axis=0)


def test_stands_are_counted_as_head_counts_them():
    t, knee = chair([2, 5, 8], 11)
    found = functional.stands(t, knee)
    assert [one.stood_s for one in found] == pytest.approx([2, 5, 8], abs=0.15)
    assert [one.rise_s for one in found] == pytest.approx([1.5, 4.5, 7.5], abs=0.15)
    assert all(one.sat_s == pytest.approx(one.stood_s + 0.8, abs=0.25) for one in found)


def test_ten_stands_of_a_woman_of_72_are_average_and_nine_are_below():
    t, knee = chair([2.5 * i + 2 for i in range(10)], 30.5)
    result = functional.chair_stand_30s(t, knee, 72, "woman")
    assert (result.value, result.at_risk, result.usual) == (10, False, True)
    t, knee = chair([2.5 * i + 2 for i in range(9)], 30.5)
    result = functional.chair_stand_30s(t, knee, 72, "woman")
    assert (result.value, result.at_risk, result.usual) == (9, True, False)
    assert functional.chair_stand_30s(t, knee, 40, "woman").norm is None


def test_more_than_half_way_up_at_thirty_seconds_counts_and_less_does_not():
    t, knee = chair([5.0, 30.1], 31)  # at 30 s the second is four fifths up
    assert functional.chair_stand_30s(t, knee, 72, "man").value == 2
    t, knee = chair([5.0, 30.4], 31)  # at 30 s the second is one fifth up
    assert functional.chair_stand_30s(t, knee, 72, "man").value == 1


def test_who_does_not_come_upright_is_not_counted_and_it_is_said():
    t, knee = chair([3, 6], 31, upright=25.0)
    result = functional.chair_stand_30s(t, knee, 72, "man")
    assert result.value == 0
    assert result.notes == ("2 not quite upright and not counted",)


def test_hands_used_score_nothing():
    t, knee = chair([2, 5, 8], 31)
    _, hanging = body(31)
    assert functional.chair_stand_30s(t, knee, 72, "man", hanging).value == 0
    crossed = hanging.copy()
    crossed[:, 15], crossed[:, 16] = crossed[:, 12], crossed[:, 11]
    assert functional.chair_stand_30s(t, knee, 72, "man", crossed).value == 3


def test_five_stands_are_timed_from_the_first_rise_to_the_fifth_time_upright():
    t, knee = chair([2, 5, 8, 11, 14.5], 17)
    result = functional.five_stands(t, knee, 65, "woman")
    assert result.value == pytest.approx(13.0, abs=0.2)
    assert (result.at_risk, result.usual) == (False, False)  # over 11.4 s, under 15 s
    assert np.isnan(functional.five_stands(*chair([2, 5, 8, 11], 13), 65, "woman").value)
    assert functional.five_stands(*chair([2, 6, 10, 14, 18], 20), 65, "woman").at_risk


def test_one_leg_is_timed_until_the_foot_touches():
    t, up = body(12.0, right_hip_flexion_deg=40, right_knee_flexion_deg=70)
    _, down = body(12.0)
    points = np.where(((t >= 1.0) & (t <= 8.0))[:, None, None], up, down)
    result = functional.single_leg_stance([(t, points), (t, down)], "left", 74, "woman")
    assert result.value == pytest.approx(7.0, abs=0.1)
    assert (result.usual, result.at_risk, result.notes) == (False, False, ("2 of 3 trials",))
    assert functional.single_leg_stance([(t, points)], "right", 74, "woman").value == 0


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
    assert set(functional.stance_stages(points)) == {stage}
    assert functional.held_s(t, points, stage) == pytest.approx(2.95)
    assert functional.stance_stages(np.full((1, 33, 3), np.nan)) == (None,)


def test_four_stages_go_in_turn_and_a_short_tandem_is_a_risk():
    done = functional.four_stage_balance({"side_by_side": 10, "semi_tandem": 10, "tandem": 6, "one_leg": 10})
    assert (done.value, done.at_risk, done.notes) == (2, True, ("tandem was not kept for 10 s",))
    assert functional.four_stage_balance(dict.fromkeys(functional.STAGES, 10.0)).at_risk is False


def reaching(lean_m: float, step_m: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    t, points = body(4.0, left_shoulder_flexion_deg=90)
    points = points.copy()
    late = t > 2.0
    points[late, 15, 2] -= lean_m  # ahead is -Z
    points[late, 27, 2] -= step_m
    return t, points


def test_reach_is_how_far_the_hand_goes():
    result = functional.functional_reach(*reaching(0.22), "left", 75, "woman", 1.70)
    assert result.value == pytest.approx(22, abs=0.3)
    assert (result.at_risk, result.notes, result.usual) == (True, ("moderate",), False)
    assert functional.functional_reach(*reaching(0.12), "left", 75, "woman", 1.70).notes == ("high",)
    assert functional.functional_reach(*reaching(0.30), "left", 75, "woman", 1.70).at_risk is False


def test_a_measured_height_sets_the_scale_and_without_one_it_is_said():
    t, points = reaching(0.22)
    result = functional.functional_reach(t, 0.8 * points, "left", 75, "woman", 1.70)
    assert result.value == pytest.approx(22, abs=0.3)
    result = functional.functional_reach(t, 0.8 * points, "left", 75, "woman")
    assert result.value == pytest.approx(17.6, abs=0.1)
    assert "guess" in result.notes[0]


def test_a_step_spoils_a_reach():
    result = functional.functional_reach(*reaching(0.3, step_m=0.2), "left", 75, "woman", 1.70)
    assert np.isnan(result.value)
    assert (result.at_risk, result.usual) == (None, None)


def test_nobody_upright_gives_no_scale():
    with pytest.raises(ValueError, match="expected somebody upright"):
        functional.body_scale(np.full((3, 33, 3), np.nan), 1.7)
    with pytest.raises(ValueError, match="expected a hand"):
        functional.functional_reach(np.arange(3.0), np.full((3, 33, 3), np.nan), "left", 75, "man")


def test_curls_within_thirty_seconds_of_one_arm():
    reps = [curl(i, 2.0 * i, 2.0 * i + 1) for i in range(15)] + [curl(15, 2.0, 3.0, "right")]
    result = functional.arm_curl_30s(reps, 0.0, "left", 70, "woman")
    assert (result.value, result.usual) == (15, True)  # 12 to 17
    late = [*reps, curl(16, 29.0, 30.8), curl(17, 29.6, 31.0)]  # one half way at 29.9 s, one at 30.3 s
    assert functional.arm_curl_30s(late, 0.0, "left", 70, "woman").value == 16
    assert functional.arm_curl_30s(reps[:5], 0.0, "left", 70, "man").usual is False


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
    assert (right.value, right.notes, right.usual) == (170, (), True)
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


def test_the_knee_of_the_chair_tests_is_the_measure():
    _, points = body(0.2, left_knee_flexion_deg=40, left_hip_flexion_deg=40)
    assert functional.knee_deg(points) == pytest.approx(MEASURES["knee_flexion"](points, "left"))


def test_a_mover_that_stands_up_eight_times_scores_eight():
    moving = synthetic.mover("sit_to_stand", (6.0,) * 8, 15.0, side="both", lift_s=1.0, lower_s=1.2, pause_s=0.6)
    t = np.array([p.t_s for p in moving])
    knee = functional.knee_deg(np.array([p.points for p in moving], dtype=float))
    result = functional.chair_stand_30s(t, knee, 66, "man")
    assert (result.value, result.at_risk) == (8, True)
