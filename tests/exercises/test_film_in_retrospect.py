from dataclasses import replace

import numpy as np
import pytest

from exercises import film
from exercises.events import RepCompleted, TrackingFound, TrackingLost
from exercises.frames import OTHER_SIDE
from exercises.pose import Pose, unseen
from exercises.routine import Dose
from exercises.session import Plan, run
from exercises.synthetic import NINE, PEAKS_DEG, REST_DEG, perform, score
from tests.poses import exercise, hidden, mover, without_image

FRONTAL = ("shoulder_abduction", "hip_abduction", "trunk_lateral_flexion")
SQUARE_ON = dict.fromkeys(REST_DEG, 85.0) | dict.fromkeys(FRONTAL, 0.0)


def judged(name: str, poses: list[Pose], side: str = "left", **plan: object):
    return run(Plan(exercise(name), side, Dose(), film=True, **plan), poses)


def reps(result) -> list[RepCompleted]:
    return [event for event in result.events if isinstance(event, RepCompleted)]


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("name", NINE)  # the others: test_catalogue.py
def test_every_exercise_is_counted_and_measured(name, side):
    written = score(name, (PEAKS_DEG[name],) * 5, side=side)
    yaw = SQUARE_ON[name] if side == "left" else -SQUARE_ON[name]
    result = judged(name, list(perform(written, yaw)), side)
    assert result.view.suitable
    assert len(reps(result)) == 5
    for rep, effort in zip(reps(result), written.efforts, strict=True):
        assert rep.start_s == pytest.approx(effort.start_s, abs=0.4)
        assert rep.peak_s == pytest.approx(effort.peak_s, abs=0.25)
        assert rep.end_s == pytest.approx(effort.end_s, abs=0.6)
        assert abs(rep.peak_deg - effort.peak_deg) <= 2.0
        assert rep.faults == ()
    truth = written.left_deg if side == "left" else written.right_deg
    assert np.nanmean(np.abs(result.frames.angle_deg - truth)) < 2.5
    assert np.isfinite(result.frames.uncertainty_deg).all()


@pytest.mark.parametrize("yaw", [0, 40, 85])
@pytest.mark.parametrize("name", sorted(set(NINE) - set(FRONTAL)))
def test_a_sideways_exercise_is_counted_from_anywhere_in_front(name, yaw):
    assert len(reps(judged(name, mover(name, camera_yaw_deg=yaw)))) == 5


def test_from_the_front_a_squat_is_counted_but_not_measured():
    result = judged("squat", mover("squat", camera_yaw_deg=0))
    assert not result.view.suitable
    assert "front" in result.view.reason
    assert "left side" in result.view.reason
    assert [rep.peak_deg for rep in reps(result)] == [None] * 5
    assert np.isnan(result.frames.angle_deg).all()
    assert result.ranges_deg == {}


def test_from_the_front_nothing_can_be_called_short_of_a_target():
    result = judged("squat", mover("squat", camera_yaw_deg=0), target_deg=100.0)
    assert [(rep.full, rep.verified) for rep in reps(result)] == [(True, False)] * 5


def test_from_behind_a_side_lift_is_not_counted():
    assert reps(judged("shoulder_abduction", mover("shoulder_abduction", camera_yaw_deg=90))) == []


def test_short_of_the_target_is_partial():
    result = judged("shoulder_abduction", mover("shoulder_abduction", (95, 60, 95)), target_deg=90.0)
    assert [rep.full for rep in reps(result)] == [True, False, True]


def test_a_film_has_no_limit_it_was_not_given():
    result = judged("hip_abduction", mover("hip_abduction", (75,) * 6))
    assert len(reps(result)) == 6


@pytest.mark.parametrize(("lift_s", "lower_s"), [(0.5, 0.5), (5.0, 5.0)])
def test_fast_and_slow(lift_s, lower_s):
    written = score("elbow_flexion", (120, 100, 130), lift_s=lift_s, lower_s=lower_s)
    result = judged("elbow_flexion", list(perform(written, 85.0)))
    assert [round(rep.peak_deg / 10) for rep in reps(result)] == [12, 10, 13]


def test_tremor_adds_no_repetition():
    result = judged("elbow_flexion", mover("elbow_flexion", tremor_deg=6.0, lift_s=4.0, camera_yaw_deg=85))
    assert len(reps(result)) == 5


def test_high_and_low_lifts_mixed_all_count():
    result = judged("shoulder_abduction", mover("shoulder_abduction", (150, 60, 140, 55)))
    assert len(reps(result)) == 4


@pytest.mark.parametrize("fps", [1, 12, 30, 120])
def test_any_frame_rate(fps):
    poses = mover("squat", (60, 60, 60), fps, lift_s=3.0, hold_s=2.0, lower_s=3.0, pause_s=3.0, camera_yaw_deg=80)
    assert len(reps(judged("squat", poses))) == 3


def test_holes_are_bridged_or_named():
    poses = hidden(mover("squat", camera_yaw_deg=80), 6.0, 6.4)
    result = judged("squat", poses)
    assert len(reps(result)) == 5
    result = judged("squat", hidden(poses, 8.5, 11.2))
    assert [type(e) for e in result.events if isinstance(e, TrackingLost | TrackingFound)] == [
        TrackingLost,
        TrackingFound,
    ]
    assert result.tracked_fraction == pytest.approx(1 - 3.1 / 21.5, abs=0.01)


def until(poses: list[Pose], t_s: float) -> list[Pose]:
    return [p for p in poses if p.t_s <= t_s]


def test_a_film_that_ends_while_somebody_is_still_up_keeps_the_last_rise():
    written = score("sit_to_stand", (5.0,) * 4)
    poses, last = list(perform(written, 60.0)), written.efforts[-1]
    for end_s in (last.peak_s, last.end_s - 0.8):
        found = reps(judged("sit_to_stand", until(poses, end_s)))
        assert [rep.verified for rep in found] == [True, True, True, False]
        assert found[-1].start_s == pytest.approx(last.start_s, abs=0.4)
        assert found[-1].end_s == pytest.approx(end_s, abs=0.05)


def test_of_a_rise_that_the_film_cuts_off_nothing_is_said():
    written = score("sit_to_stand", (5.0,) * 4)
    poses, last = list(perform(written, 60.0)), written.efforts[-1]
    assert len(reps(judged("sit_to_stand", until(poses, last.start_s + 0.6)))) == 3


def test_who_stands_up_to_walk_away_has_not_done_another():
    written = score("sit_to_stand", (5.0,) * 4)
    poses, last = list(perform(written, 60.0)), written.efforts[-1]
    up = until(poses, last.peak_s)
    off = [
        replace(up[-1], t_s=up[-1].t_s + n / 30, image=up[-1].image + np.array([0.01 * n, 0.0], dtype=np.float32))
        for n in range(1, 31)
    ]
    assert len(reps(judged("sit_to_stand", [*up, *off]))) == 3


def test_nobody_in_it():
    result = judged("squat", [unseen(n / 30) for n in range(120)])
    assert reps(result) == []
    assert [type(e) for e in result.events] == [TrackingLost]
    assert result.tracked_fraction == 0


def test_an_empty_film_and_one_pose():
    assert judged("squat", []).events == ()
    assert judged("squat", mover("squat")[:1]).events == ()


def test_without_an_image_the_room_points_are_judged():
    result = judged("squat", without_image(mover("squat")))
    assert result.view.suitable
    assert [rep.peak_deg for rep in reps(result)] == pytest.approx([60.0] * 5, abs=0.7)


def test_a_tracker_that_exchanges_sides_for_a_moment_changes_nothing():
    poses = mover("shoulder_abduction")
    swapped = []
    other = list(OTHER_SIDE)
    for n, p in enumerate(poses):
        kept = p
        if n % 40 < 5:  # sides exchanged, depth reversed: what MediaPipe does when it takes a front for a back
            points = p.points[other] * np.array([1, 1, -1])
            kept = Pose(p.t_s, points, p.confidence, p.image[other], camera_yaw_deg=p.camera_yaw_deg)
        swapped.append(kept)
    found = [rep.peak_deg for rep in reps(judged("shoulder_abduction", swapped))]
    assert found == pytest.approx([95.0] * 5, abs=1.5)


def test_swings_are_turns_that_are_large_enough():
    walk = np.array([0, 5, 0, 30, 20, 40, 2, 3, 25, 1.0])
    assert film.swings(walk, 15.0) == [(0.0, 40.0), (2.0, 25.0)]


def test_the_middle_yaw_goes_round():
    assert film.middle_yaw(np.array([179.0, -179.0, 178.0])) == pytest.approx(179.0)
    assert np.isnan(film.middle_yaw(np.array([np.nan])))
    for deg in range(-179, 181):  # exact, for a view may end at a whole degree; 180 is -180
        assert film.middle_yaw(np.full(3, float(deg))) in (float(deg), deg - 360.0)
