"""The summary against evenings that can be worked out by reading them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_sessions import Evening, body, good_evening, prescribed, routine

from exercises.definition import exercise_hash
from exercises.events import HoldReached, LimitReached, TargetLowered
from exercises.pose import Joint, Pose
from exercises.routine import Dose
from exercises.session import Plan
from game.intents import Intent
from game.progress.blocks import Block
from game.progress.page import page
from game.progress.summary import Summary, summarise


def of(evening: Evening, *asked, because: str | None = "done") -> Summary:
    return summarise(evening.stored(routine(*asked), because))


def test_a_good_evening() -> None:
    asked, evening = good_evening()
    summary = summarise(evening.stored(asked))
    (block,) = summary.blocks
    assert (block.full, block.efforts, block.short, block.wanted) == (12, 14, 2, 12)
    assert [(done.full, done.efforts, done.ended) for done in block.sets] == [(6, 6, True), (6, 8, True)]
    assert [r.peak_deg for r in block.repetitions][:6] == [82, 84, 86, 81, 85, 83]
    assert [r.number for r in block.repetitions] == [*range(1, 7), *range(1, 9)]
    (found,) = block.ranges
    assert (found.side, found.median_deg, found.best_deg, found.measured) == ("left", 83.0, 88.0, 14)
    assert (found.median_uncertainty_deg, found.best_uncertainty_deg) == (6.0, 6.0)
    assert (block.lifting_median_s, block.lowering_median_s, block.duration_median_s) == (2.0, 2.0, 4.0)
    assert [(c.fault, c.side, c.times, c.efforts) for c in block.faults] == [("trunk_lean", "left", 2, 14)]
    assert block.targets == (("left", 78.0),)
    assert (block.pain_during, block.pain_after, summary.pain_before, summary.effort) == (2, 2, 1, 4)
    assert block.tracked_share == 1.0
    assert block.exercise_hash == exercise_hash(asked.prescriptions[0].exercise)
    assert (block.because, summary.because, summary.ending) == ("done", "done", "Completed")
    assert (summary.alerts, summary.unmeasured) == ((), ())


def lifts(evening: Evening, count: int) -> Evening:
    for _ in range(count):
        evening.lift(80.0)
    return evening


def test_a_session_that_was_cut_off_has_a_summary() -> None:
    asked = prescribed()
    evening = lifts(Evening().answer("pain_before", 0).begin(0, asked).calibrated(), 4)
    summary = of(evening, asked, prescribed("squat", "both"), because=None)
    first, second = summary.blocks
    assert (first.full, first.efforts, first.sets[0].ended, first.because) == (4, 4, False, None)
    assert (second.begun, second.full, second.ranges, second.tracked_share) == (False, 0, (), None)
    assert summary.ending == "Cut off before its end; this is what was stored"
    assert (summary.ended - summary.started).total_seconds() == pytest.approx(evening.t_s)
    assert "Small knee bend was not begun." in summary.unmeasured
    assert "The session was cut off; at most its last second is missing." in summary.unmeasured


def test_a_set_that_was_broken_off_did_not_end() -> None:
    asked = prescribed()
    evening = lifts(Evening().begin(0, asked).calibrated(), 6).end_set(0, 6, 6)
    evening = lifts(evening, 2).end_set(1, 2, 2, "stopped").stop("patient")
    (block,) = of(evening, asked, because="patient").blocks
    assert [(done.full, done.ended) for done in block.sets] == [(6, True), (2, False)]


def test_a_session_in_which_nothing_happened() -> None:
    summary = of(Evening(), because=None)
    assert (summary.blocks[0].efforts, summary.duration_s, summary.pain_before, summary.effort) == (0, 0.0, None, None)


def test_each_side_does_its_own_dose() -> None:
    one_then_other, together = (
        prescribed("shoulder_flexion", "both"),
        prescribed("shoulder_flexion", "both", both="together"),
    )
    whole = prescribed("squat", "both")
    assert [b.wanted for b in of(Evening(), one_then_other, together, whole).blocks] == [24, 12, 12]
    evening = Evening().begin(0, one_then_other).calibrated("left").calibrated("right")
    evening.lift(70.0, side="left").lift(90.0, side="right", faults=("elbow_bent",)).lift(72.0, side="left")
    (block,) = of(evening, one_then_other, because=None).blocks
    assert [(r.side, r.median_deg, r.measured) for r in block.ranges] == [("left", 71.0, 2), ("right", 90.0, 1)]
    assert [(c.side, c.times, c.efforts) for c in block.faults] == [("right", 1, 1)]


def test_further_is_smaller_where_the_movement_goes_there() -> None:
    asked = prescribed("knee_extension", "right")
    evening = Evening().begin(0, asked).calibrated("right")
    for peak in (20.0, 12.0, 31.0):
        evening.lift(peak, side="right")
    (block,) = of(evening, asked, because=None).blocks
    assert (block.ranges[0].median_deg, block.ranges[0].best_deg) == (20.0, 12.0)


def test_what_has_no_angle_is_counted_and_said() -> None:
    asked = prescribed("squat", "both", sets=1, reps=3)
    evening = Evening().begin(0, asked).calibrated()
    evening.lift(None).lift(None, verified=False).lift(float("nan")).end_set(0, 3, 3).stop("done")
    summary = of(evening, asked)
    (block,) = summary.blocks
    assert (block.full, block.ranges) == (3, ())
    assert "Small knee bend: 3 of 3 repetitions without an angle." in summary.unmeasured
    assert "Small knee bend: 1 counted while not all joints were well seen." in summary.unmeasured


def test_the_target_in_force_goes_with_each_repetition() -> None:
    asked = prescribed()
    evening = Evening().begin(0, asked).calibrated(comfortable_deg=90.0)
    evening.lift(70.0, full=False).lift(71.0, full=False).note(TargetLowered(evening.t_s, "left", 71.2, "short")).lift(
        72.0
    )
    (block,) = of(evening, asked, because=None).blocks
    assert [r.target_deg for r in block.repetitions] == [78.0, 78.0, 71.2]
    assert [(step.target_deg, step.because) for step in block.lowered] == [(71.2, "short")]


def test_the_dose_that_the_check_in_allowed_stands_beside_the_prescribed_one() -> None:
    asked = prescribed(sets=2, reps=8)
    evening = Evening()
    evening.block = 0
    evening.note(Plan(asked.exercise, asked.sides, Dose(sets=2, reps=4)))
    (block,) = of(evening, asked).blocks
    assert (block.dose.reps, block.today.reps, block.wanted) == (8, 4, 16)


def test_a_set_that_ended_because_the_lifts_faded_is_told() -> None:
    asked = prescribed(sets=1, reps=8)
    evening = Evening().begin(0, asked).calibrated()
    for _ in range(6):
        evening.lift(90.0)
    evening.end_set(0, 6, 6, "tired").stop()
    summary = of(evening, asked)
    assert [done.tired for done in summary.blocks[0].sets] == [True]
    assert summary.alerts == ("Arm lift to the side: set 1 ended early, the lifts had become smaller or slower.",)


def test_limits_and_holds() -> None:
    asked = prescribed(limit_high_deg=85.0)
    evening = Evening().begin(0, asked).calibrated()
    for beyond in (False, True, True):
        evening.note(LimitReached(evening.t_s, "left", beyond))
    evening.note(HoldReached(evening.t_s, "left", 5.0))
    summary = of(evening, asked)
    (block,) = summary.blocks
    assert (block.limits_near, block.limits_beyond, block.limit_high_deg, block.holds_s) == (1, 2, 85.0, (5.0,))
    assert summary.alerts == ("Arm lift to the side: surely beyond the movement limit 2 times.",)


def test_tracked_share_is_of_the_sets_and_of_time() -> None:
    asked = prescribed(sets=1, reps=4)
    evening = Evening().begin(0, asked).wait(60, seen=False).calibrated()  # before the set: does not count
    evening.lift(80.0).lift(80.0).wait(8, seen=False).end_set(0, 2, 2)
    (block,) = of(evening, asked).blocks
    assert block.tracked_share == pytest.approx(0.5, abs=0.02)
    stored = evening.stored(routine(asked))
    thinned = replace(stored, poses=tuple(p for p in stored.poses if p[1].t_s < 66))  # and then frames stop coming
    (block,) = summarise(thinned).blocks
    assert block.tracked_share == pytest.approx(6 / 16, abs=0.02)


def test_tracked_means_the_joints_this_exercise_needs_on_its_side() -> None:
    asked = prescribed(sides="right", sets=1, reps=1)
    stored = (
        Evening().begin(0, asked).calibrated("right").lift(80.0, side="right").end_set(0, 1, 1).stored(routine(asked))
    )

    def without(joint: Joint) -> Block:
        points = body(0.0).points.copy()
        points[joint] = float("nan")
        poses = tuple((tick, Pose(p.t_s, points, p.confidence)) for tick, p in stored.poses)
        return summarise(replace(stored, poses=poses)).blocks[0]

    assert without(Joint.right_wrist).tracked_share == 0.0
    assert without(Joint.left_wrist).tracked_share == 1.0


@pytest.mark.parametrize(("side", "yaw", "suitable"), [("left", 30, True), ("left", 60, False), ("right", -30, True)])
def test_the_view(side: str, yaw: float, suitable: bool) -> None:
    asked = prescribed(sides=side, sets=1, reps=1)
    evening = Evening().begin(0, asked).calibrated(side).lift(None, side=side).end_set(0, 1, 1)
    stored = evening.stored(routine(asked))
    turned = tuple((tick, replace(pose, camera_yaw_deg=yaw)) for tick, pose in stored.poses)
    (block,) = summarise(replace(stored, poses=turned)).blocks
    assert (block.view.camera_yaw_deg, block.view.suitable) == (yaw, suitable)


def test_a_camera_behind_is_not_between_its_two_names() -> None:
    asked = prescribed(sides="left", sets=1, reps=1)
    stored = Evening().begin(0, asked).calibrated("left").lift(80.0).end_set(0, 1, 1).stored(routine(asked))
    poses = tuple(
        (tick, replace(pose, camera_yaw_deg=178.0 if i % 2 else -178.0)) for i, (tick, pose) in enumerate(stored.poses)
    )
    (block,) = summarise(replace(stored, poses=poses)).blocks
    assert abs(block.view.camera_yaw_deg) == pytest.approx(180.0, abs=2.0)
    assert abs(block.ranges[0].yaw_deg) == pytest.approx(180.0, abs=2.0)


ALERTS = [
    ({"pain_before": 4}, None),
    ({"pain_before": 5}, "Pain 5 of 10 before the session."),
    ({"pain_before": 1, "pain_during": 4}, "Arm lift to the side: pain rose from 1 to 4 during, of 10."),
    ({"pain_before": 1, "pain_after": 5}, "Arm lift to the side: pain 5 after, of 10 (stop rule: 5)."),
    ({"worse_since": True}, "Something new or worse was reported at the check-in."),
    ({"worse_since": False, "operation": False, "red_flag": False, "morning_after": "same", "effort": 7}, None),
    ({"red_flag": True}, "A warning sign was reported at the check-in; the session did not start. Please call."),
    ({"morning_after": "worse"}, "The morning after the last session was worse; today's dose was reduced by a third."),
    ({"effort": 8}, "Effort 8 of 10."),
]


@pytest.mark.parametrize(("said", "alert"), ALERTS)
def test_alerts(said: dict, alert: str | None) -> None:
    asked = prescribed()
    evening = Evening().begin(0, asked)
    for key, value in said.items():
        evening.answer(key, value)
    assert of(evening, asked).alerts == (() if alert is None else (alert,))


def test_a_fall_comes_first() -> None:
    asked = prescribed()
    evening = Evening().answer("pain_before", 6).begin(0, asked).stop("fall")
    assert of(evening, asked, because="fall").alerts[0].startswith("Hips came near the floor")


def test_a_recalibration_moves_the_target() -> None:
    asked = prescribed()
    evening = Evening().begin(0, asked).calibrated(comfortable_deg=90.0).calibrated(comfortable_deg=70.0)
    assert of(evening, asked).blocks[0].targets == (("left", 61.0),)


def test_a_computer_that_fell_behind_is_told_in_the_small_print() -> None:
    asked, evening = good_evening()
    stored = replace(
        evening.stored(asked),
        intents=(
            (60, Intent("ticks_dropped", count=45)),
            (90, Intent("pause")),
            (300, Intent("ticks_dropped", count=9)),
        ),
    )
    summary = summarise(stored)
    assert summary.dropped_s == pytest.approx(0.9)
    assert "fell 0.9 s behind" in page(summary)["versions"]
    assert "behind" not in page(summarise(evening.stored(asked)))["versions"]


def test_a_calibration_that_hurt_and_was_left_is_nobodys_target_and_is_said() -> None:
    asked = prescribed()
    evening = Evening().answer("pain_before", 0).begin(0, asked).wait(4.0).calibrated(hurt=True).wait(140.0)
    evening.answer("left_for_today", True).stop("patient")
    summary = of(evening, asked, because="patient")
    (block,) = summary.blocks
    assert (block.targets, block.efforts) == ((), 0)
    assert summary.alerts == (
        "Arm lift to the side: it hurt while the comfortable height was sought; no other height was confirmed.",
        "Arm lift to the side was left 2:24 into the session: no further lift could be seen while the comfortable "
        "height was sought.",
    )
    assert summary.ending == "Stopped by the patient"
    assert of(evening, replace(asked, target_deg=60.0)).blocks[0].targets == (("left", 60.0),)


def test_a_calibration_that_hurt_and_was_done_again_is_said() -> None:
    asked = prescribed()
    evening = Evening().begin(0, asked).calibrated(hurt=True).answer("left_for_today", False)
    evening.calibrated(comfortable_deg=60.0)
    summary = of(evening, asked)
    assert summary.blocks[0].targets == (("left", 52.5),)
    assert summary.alerts == (
        "Arm lift to the side: it hurt while the comfortable height was sought; what was found then did not.",
    )
