"""The smaller parts of the judge: filters, walking, uncertainty, adaptation, safety, quality."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises import adapt, filters, quality, safety, uncertainty
from exercises.looking import Look, looked
from exercises.observing import Sample
from exercises.repetitions import Lift, Seen
from exercises.routine import Dose
from exercises.walking import Walk, walked
from tests.poses import exercise

NAN = float("nan")


def followed(values: list[float], fps: float = 30.0) -> list[float]:
    state, out = filters.AT_START, []
    for n, value in enumerate(values):
        state = filters.follow(state, n / fps, value)
        out.append(state.value)
    return out


def test_the_live_filter_halves_a_tremor_at_rest_and_hardly_lags_a_lift():
    t = np.arange(90) / 30
    tremor = followed((10 + 2 * np.sin(2 * np.pi * 8 * t)).tolist())
    assert np.ptp(tremor[30:]) < 0.6 * 4
    lift = 90 * np.clip(t - 1, 0, 1) ** 2 * (3 - 2 * np.clip(t - 1, 0, 1))
    behind = lift - np.array(followed(lift.tolist()))
    assert behind.max() < 8  # degrees, at up to 135 a second: 60 ms
    assert abs(behind[-1]) < 0.5


def test_the_live_filter_waits_through_gaps_and_forgets_long_ones():
    assert followed([5.0, NAN, NAN, 5.0])[-1] == 5.0
    state = filters.follow(filters.Smooth(0.0, 10.0, 0.0), 5.0, 90.0)
    assert state.value == 90.0


def test_the_film_filter_keeps_a_peak_and_has_no_lag():
    t = np.arange(120) / 30
    lift = 100 * np.exp(-(((t - 2) / 0.5) ** 2))
    smooth = filters.smoothed(t, lift)
    assert abs(smooth.max() - 100) < 1.0
    assert abs(t[smooth.argmax()] - 2) < 0.04


def test_gaps_are_bridged_only_when_short():
    t = np.arange(60) / 30
    values = np.linspace(0, 59, 60)
    values[10:15] = NAN
    values[30:58] = NAN
    filled = filters.filled(t, values)
    np.testing.assert_allclose(filled[10:15], [10, 11, 12, 13, 14])
    assert np.isnan(filled[30:58]).all()


def test_a_spike_is_taken_out_and_a_ramp_is_not():
    values = np.linspace(0, 30, 31)
    spiked = values.copy()
    spiked[[12, 13]] = 90
    np.testing.assert_allclose(filters.without_spikes(spiked), values, atol=2.0)
    np.testing.assert_allclose(filters.without_spikes(values)[2:-2], values[2:-2])


def walks(hip: np.ndarray, left: np.ndarray, right: np.ndarray, size: np.ndarray | float = 0.5) -> bool:
    """Whether these places along the picture, thirty a second, are ever taken for a walk."""
    walk, seen = Walk(), False
    for n, row in enumerate(np.stack(np.broadcast_arrays(hip, left, right, size), axis=1).tolist()):
        walk = walked(walk, n / 30, (row[0], 0.0, row[1], 0.0, row[2], 0.0, row[3]))
        seen |= walk.walking
    return seen


STILL = np.zeros(90)
SWAY = 0.4 * np.sin(np.arange(90) / 8)
AWAY = np.arange(90) / 60  # half a metre a second
STEPS = np.floor(np.arange(90) / 18) * 0.3  # the same in steps


def test_a_body_walks_where_it_and_both_feet_leave_their_place():
    assert walks(AWAY, AWAY, AWAY)
    assert walks(AWAY, STEPS, np.floor((np.arange(90) + 9) / 18) * 0.3)
    assert not walks(SWAY, STILL, STILL)  # a chair
    assert not walks(STILL, SWAY, SWAY)  # feet drawn in
    assert not walks(SWAY, SWAY, STILL)  # a leg
    assert not walks(AWAY * NAN, AWAY, AWAY)


def test_an_ankle_that_a_tracker_loses_is_no_step_however_the_hips_sway():
    jumps = np.where(np.arange(90) % 20 < 2, 1.0, 0.0)
    assert not walks(SWAY, STILL, jumps)
    left = np.where(np.arange(90) % 20 < 10, 0.0, 0.4)  # left and right exchanged and back
    assert not walks(SWAY, left, 0.4 - left)


def test_toward_the_camera_the_feet_come_down_the_picture_and_the_body_grows():
    assert walks(STILL, AWAY, AWAY, 0.5 * np.exp(0.25 * np.arange(90) / 30))
    assert not walks(STILL, STILL, STILL, 0.5 * np.exp(0.25 * np.arange(90) / 30))  # a trunk that leans


def test_an_angle_is_surest_where_the_camera_looks_square_on():
    squat = exercise("squat")
    deg, yaw = np.full(4, 50.0), np.array([90.0, 60.0, 30.0, NAN])
    part = uncertainty.by_view(squat, deg, yaw)
    assert (np.diff(part[:3]) > 0).all()
    assert part[3] == uncertainty.VIEW_DEG  # no view is as unsure as the worst
    assert np.isnan(uncertainty.by_view(squat, np.array([NAN]), np.array([90.0]))).all()
    assert (np.diff(uncertainty.by_view(exercise("hip_abduction"), deg[:3], yaw[:3])) < 0).all()


def test_the_knee_of_a_seated_leg_is_unsure_from_every_view():
    deg, side_on = np.array([20.0]), np.array([90.0])
    assert uncertainty.by_view(exercise("knee_extension"), deg, side_on) == pytest.approx(uncertainty.SEATED_LEG_DEG)
    assert uncertainty.by_view(exercise("sit_to_stand"), deg, side_on) == pytest.approx(0.0, abs=1e-9)


@given(st.floats(0, 40), st.floats(0, 20), st.floats(0, 20))
def test_an_angle_that_shakes_more_is_never_surer(view, shake, more):
    width = uncertainty.half_width(view, shake)
    assert uncertainty.LEAST_DEG <= width <= uncertainty.half_width(view, shake + more)
    both = uncertainty.half_widths(np.array([view, NAN]), np.array([shake, shake]))
    assert both[0] == pytest.approx(width)
    assert np.isnan(both[1])
    assert np.isnan(uncertainty.half_width(NAN, shake))


def shake_of(deg: list[float]) -> float:
    shake = uncertainty.Shake()
    for i, one in enumerate(deg):
        shake = uncertainty.shaken(shake, i / 30, one)
    return shake.deg


def test_a_steady_movement_does_not_shake_and_noise_does_at_its_own_size():
    t = np.arange(300) / 30
    lift, noise = 50 + 50 * np.sin(2 * np.pi * t / 4), np.random.default_rng(1).normal(0, 1.0, 300)
    assert shake_of(lift.tolist()) < 0.1
    assert shake_of((lift + noise).tolist()) == pytest.approx(np.sqrt(2 / np.pi), abs=0.25)  # a mean size, not a root
    whole = uncertainty.shakes(t, lift + noise)
    assert np.median(whole) == pytest.approx(np.sqrt(2 / np.pi), abs=0.15)
    holed = (lift + noise).copy()
    holed[100:200] = NAN
    assert np.isnan(uncertainty.shakes(t, holed)[145:155]).all()
    assert np.isfinite(shake_of(holed.tolist()))
    assert len(uncertainty.shakes(t[:2], lift[:2])) == 2


def test_pictures_at_uneven_times_are_no_shake():
    """30 a second of which every third is missed: a steady lift shakes as little, and noise at its own size."""
    t = np.delete(np.arange(600), np.arange(2, 600, 3)) / 30
    noise = np.random.default_rng(1).normal(0, 1.0, len(t))
    for deg, shaken_by, off in ((40 * t, 0.0, 1e-6), (40 * t + noise, np.sqrt(2 / np.pi), 0.25)):
        shake = uncertainty.Shake()
        for at, one in zip(t, deg, strict=True):
            shake = uncertainty.shaken(shake, at, one)
        assert shake.deg == pytest.approx(shaken_by, abs=off)
        assert np.median(uncertainty.shakes(t, deg)) == pytest.approx(shaken_by, abs=off)


def test_a_jump_is_no_shake_for_ever():
    deg = [20.0] * 60 + [120.0] + [20.0] * 120
    assert shake_of(deg) < 0.1
    assert max(shake_of(deg[:n]) for n in range(61, 66)) <= uncertainty.JUMP_DEG


@pytest.mark.parametrize(
    ("name", "side", "yaw", "fine"),
    [
        ("squat", "left", 85, True), ("squat", "right", 85, False), ("squat", "right", -85, True),
        ("squat", "left", 0, False), ("hip_abduction", "left", 5, True), ("hip_abduction", "left", 80, False),
        ("squat", "left", NAN, True),
    ],
)  # fmt: skip
def test_views(name, side, yaw, fine):
    suitable, reason = uncertainty.suitable(exercise(name), side, yaw)
    assert suitable is fine
    assert (reason is None) is fine
    assert reason is None or reason.endswith(".")


def test_the_first_target_and_the_next():
    arm, knee = exercise("shoulder_flexion").phases[0], exercise("knee_extension").phases[0]
    assert adapt.first_target(arm, 10, 110) == 95
    assert adapt.first_target(knee, 90, 10) == 22
    assert adapt.later_target(arm, 80, 100) == 85
    assert adapt.later_target(arm, 80, 60) == 60
    assert adapt.later_target(arm, 80, 100, worse_morning=True) == 80
    assert adapt.later_target(knee, 30, 10) == 25
    assert adapt.later_target(knee, 30, 50) == 50
    assert adapt.eased(10, 110) == 100


@given(st.floats(0, 180), st.floats(0, 180), st.floats(0, 20))
def test_a_target_is_never_outside_its_limit(target, limit, half_width):
    phase = exercise("shoulder_flexion").phases[0]
    assert adapt.within_limits(phase, target, half_width, NAN, limit) <= limit - half_width + 1e-9
    assert adapt.within_limits(phase, target, half_width, NAN, NAN) == target


@pytest.mark.parametrize(
    ("pain", "worse", "share", "calm", "alerts"),
    [
        (0, False, 1.0, False, ()), (4, False, 1.0, False, ()), (5, False, 0.5, False, ("pain_before",)),
        (6, True, 0.5, False, ("pain_before", "worse_morning")), (7, False, 0.5, True, ("pain_before",)),
        (2, True, 2 / 3, False, ("worse_morning",)),
    ],
)  # fmt: skip
def test_what_the_check_in_allows(pain, worse, share, calm, alerts):
    assert safety.check_in(pain, worse) == safety.CheckIn(share, calm, alerts)


def test_pain_is_from_zero_to_ten():
    with pytest.raises(ValueError, match="pain must be from 0 to 10, got 11"):
        safety.check_in(11)


@given(st.integers(1, 20), st.integers(1, 50), st.integers(0, 10), st.booleans())
@settings(deadline=None)
def test_less_is_never_more_and_never_nothing(sets, reps, pain, worse):
    dose = Dose(sets, reps)
    less = safety.allowed(dose, safety.check_in(pain, worse))
    assert 1 <= less.reps <= reps
    assert 1 <= less.sets <= sets
    if pain < 5 and not worse:
        assert less == dose


def test_stop_rules():
    assert safety.pain_said(4, before=2, pain_stop=5, stops_so_far=0) == "on"
    assert safety.pain_said(5, before=3, pain_stop=5, stops_so_far=0) == "stop_exercise"
    assert safety.pain_said(4, before=1, pain_stop=5, stops_so_far=0) == "stop_exercise"
    assert safety.pain_said(5, before=3, pain_stop=5, stops_so_far=1) == "stop_session"
    assert safety.pain_said(7, before=6, pain_stop=9, stops_so_far=0) == "stop_session"
    assert safety.pain_said(3, before=1, pain_stop=3, stops_so_far=0) == "stop_exercise"  # after an operation
    assert [safety.dizziness_said(n) for n in (7, 8, 12)] == ["on", "stop_exercise", "stop_session"]
    assert safety.effort_said(8, 0) == "stop_exercise"


DEMO_DEG = [128, 120, 128, 120, 124, 129, 121]


def test_fading_is_a_third_less_range_or_speed():
    assert not safety.faded([90] * 6, [2.0] * 6)
    assert safety.faded([90] * 3 + [55] * 3, [2.0] * 6)
    assert safety.faded([90] * 6, [2.0] * 3 + [3.2] * 3)
    assert not safety.faded([90] * 6, [2.0] * 3 + [3.2, 2.0, 3.2])  # one lift as brisk as before
    assert not safety.faded([90] * 3 + [35, 35, 92], [2.0] * 6)  # two short ones, and well again
    assert not safety.faded([90, 50], [2.0, 2.0])
    assert not safety.faded([90] * 6, [0.0] + [3.0] * 5)
    assert not safety.faded([90] * 6, [2.0] * 5 + [0.0])
    with pytest.raises(ValueError, match="as many times as travels, got 1 and 2"):
        safety.faded([90, 90], [1.0])


@given(st.lists(st.sampled_from(DEMO_DEG), max_size=15), st.floats(1.0, 2.0))
def test_a_varied_set_does_not_fade(travels, rise):
    assert not safety.faded(travels, [rise * deg / 120 for deg in travels])


@pytest.mark.parametrize(
    ("faulty", "tired"),
    [("...xxx..", True), ("...x.x.x", True), ("....x..x", False), (".x.xxxxx", False), ("xxxxxxxxxx", False),
     ("...xxx", False), ("", False)],
)  # fmt: skip
def test_compensating_counts_where_it_came_in_the_course_of_the_set(faulty, tired):
    assert safety.compensating([mark == "x" for mark in faulty]) is tired


def lift_through(degs: list[float], lowering_s: float) -> Lift:
    trail = tuple(Seen(n / 30, deg, 5.0, (), deg) for n, deg in enumerate(degs))
    return Lift(0.0, 1.0, len(degs) / 30, lowering_s, degs[0], max(degs), 5.0, True, 0.0, trail)


def test_a_dropped_arm_is_worth_less_than_a_lowered_one_and_a_jerky_one_less_than_both():
    t = np.arange(60) / 60
    smooth = (10 + 90 * np.sin(np.pi * t) ** 2).tolist()
    jerky = (10 + 90 * np.sin(np.pi * t) ** 2 + 8 * np.sin(2 * np.pi * 8 * t)).tolist()
    slow, dropped = quality.of(lift_through(smooth, 1.0)), quality.of(lift_through(smooth, 0.2))
    assert slow == 1.0
    assert dropped < 0.8
    assert quality.of(lift_through(jerky, 1.0)) < slow


def test_a_camera_seen_across_the_back_keeps_a_yaw_of_the_circle():
    nan = float("nan")
    look = Look()
    for n, yaw in enumerate([179.0] * 3 + [-170.0] * 100):
        sample = Sample(n / 30.0, (10.0, nan), (3.0, nan), ((), ()), yaw, (nan,) * 7)
        look = looked(look, ("left",), sample)
        assert abs(look.yaw_deg) <= 180.0
    assert look.yaw_deg == pytest.approx(-170.0, abs=0.5)
