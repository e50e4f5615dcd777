"""What is called a change between sessions, by hand and through a real encrypted store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from math import sqrt
from pathlib import Path

import pytest
from made_sessions import STARTED, VERSIONS, Evening, prescribed, routine

from exercises.routine import Answers
from game.progress import chunks, phrases
from game.progress.comparing import Measured, change
from game.progress.earlier import earlier, last_measured
from game.progress.errors import DamagedError
from game.progress.store import Store
from game.progress.summary import Summary, summarise


def session(day: int, deg: float, give: float | None = 3.0, **more) -> Measured:
    made = Measured(
        f"day-{day}", STARTED + timedelta(days=day), "squat", "left", "knee_flexion", "increase", deg, give, 8, False,
        70.0, ("full", "ab"),
    )  # fmt: skip
    return replace(made, **more)


@pytest.mark.parametrize(
    ("before", "now", "verdict", "mdc"),
    [  # half-widths of 3 and 4 degrees: 5 together
        (session(1, 80.0, 3.0), session(2, 85.0, 4.0), "within", 5.0),
        (session(1, 80.0, 3.0), session(2, 85.1, 4.0), "further", 5.0),
        (session(1, 80.0, 3.0), session(2, 74.0, 4.0), "less", 5.0),
        (session(1, 80.0, 5.0), session(2, 87.0, 5.0), "within", 5.0 * sqrt(2)),
        (session(1, 80.0, 5.0), session(2, 87.1, 5.0), "further", 5.0 * sqrt(2)),
    ],
)
def test_a_change_is_beyond_both_half_widths_together(
    before: Measured, now: Measured, verdict: str, mdc: float
) -> None:
    found = change(now, [before])
    assert found is not None
    assert (found.verdict, found.mdc_deg) == (verdict, pytest.approx(mdc))


def test_further_is_smaller_where_the_movement_goes_to_the_smallest_angle() -> None:
    knees = [session(day, deg, toward="decrease") for day, deg in ((1, 30.0), (2, 20.0))]
    found = change(knees[1], knees[:1])
    assert found is not None
    assert (found.verdict, found.by_deg) == ("further", 10.0)


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ({"model": ("lite", "cd")}, "another pose model then (lite, now full)"),
        ({"model": ("full", "cd")}, "another pose model then"),
        ({"angles": "1"}, "Upswing worked angles out in another way then"),
        ({"yaw_deg": 100.5}, "the camera stood 100° to the left then, 70° to the left now"),
        ({"yaw_deg": -70.0}, "the camera stood 70° to the right then, 70° to the left now"),
        ({"yaw_deg": None}, "where the camera stood then is not known"),
        ({"lifts": 2}, "fewer than 3 lifts were measured then"),
        ({"half_width_deg": None}, "how sure the angles are is not known"),
        ({"measure": "hip_angle"}, "another angle was measured then"),
    ],
)
def test_what_is_unlike_is_not_compared_and_says_why(before: dict[str, object], why: str) -> None:
    found = change(session(2, 99.0), [replace(session(1, 80.0), **before)])
    assert found is not None
    assert (found.verdict, found.why, found.by_deg, found.mdc_deg) == ("not comparable", why, None, None)


def test_views_either_side_of_straight_behind_are_alike() -> None:
    found = change(session(2, 80.0, yaw_deg=-175.0), [session(1, 80.0, yaw_deg=170.0)])
    assert found is not None
    assert found.verdict == "within"


def test_the_latest_session_that_can_be_compared_is_taken_and_all_of_them_are_shown() -> None:
    before = [session(3, 70.0), session(1, 60.0), session(2, 65.0, yaw_deg=0.0), session(4, 90.0, model=("lite", "cd"))]
    found = change(session(5, 72.0), [*before, session(9, 99.0), session(1, 50.0, side="right")])
    assert found is not None
    assert found.before is not None
    assert (found.before.session, found.by_deg) == ("day-3", 2.0)
    assert [one.session for one in found.history] == ["day-1", "day-3", "day-5"]


def test_without_an_earlier_session_nothing_is_said() -> None:
    assert change(session(2, 80.0), []) is None
    assert change(session(2, 80.0), [session(1, 80.0, side="right"), session(1, 70.0, exercise="marching")]) is None


# --- through the store ------------------------------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        yield opened


ASKED = prescribed("shoulder_abduction", "both", sets=1, reps=3)


def evening(left: float, right: float, yaw_deg: float = 0.0) -> Evening:
    made = Evening(yaw_deg).begin(0, ASKED).calibrated("left").calibrated("right")
    for _ in range(3):
        made.lift(left, side="left").wait(1).lift(right, side="right").wait(1)
    return made.end_set(0, 6, 6).stop()


def compared(store: Store, name: str) -> Summary:
    stored = store.load(name)
    return summarise(stored, earlier(store, stored))


def test_a_report_compares_each_side_with_the_sessions_before(store: Store) -> None:
    asked = routine(ASKED)
    evening(70.0, 80.0).keep(store, asked, 1)
    evening(71.0, 81.0).keep(store, replace(asked, demo=Answers()), 2)  # a film is nobody's history
    evening(72.0, 60.0).keep(store, routine(prescribed("squat", "both")), 3)  # another exercise
    name = evening(80.0, 84.0).keep(store, asked, 4)
    evening(99.0, 99.0).keep(store, asked, 5)  # after it
    (block,) = compared(store, name).blocks
    left, right = block.changes
    assert (left.side, left.verdict, left.by_deg) == ("left", "further", 10.0)
    assert left.mdc_deg == pytest.approx(6.0 * sqrt(2))
    assert (right.side, right.verdict, right.by_deg) == ("right", "within", 4.0)
    assert [one.median_deg for one in left.history] == [70.0, 80.0]
    assert left.now.yaw_deg == 0.0


def test_who_is_asked_for_more_goes_further_and_it_is_said(store: Store) -> None:
    one = prescribed("shoulder_abduction", "left", sets=1, reps=3)

    def kept(day: int, comfortable_deg: float, peak_deg: float) -> str:
        made = Evening(0.0).begin(0, one).calibrated("left", comfortable_deg)  # its target: 85 % of the way from 10
        for _ in range(3):
            made.lift(peak_deg).wait(1)
        return made.end_set(0, 3, 3).stop().keep(store, routine(one), day)

    kept(1, 90.0, 80.0)
    (block,) = compared(store, kept(2, 110.0, 97.0)).blocks
    assert phrases.since(block).endswith("more than the camera's error (8°); target 95°, then 78°")
    (block,) = compared(store, kept(3, 110.0, 97.0)).blocks
    assert "target" not in phrases.since(block)


def test_a_damaged_session_does_not_keep_another_from_its_report(store: Store) -> None:
    asked = routine(ASKED)
    evening(70.0, 80.0).keep(store, asked, 1)
    broken = evening(71.0, 81.0).keep(store, asked, 2)
    name = evening(80.0, 84.0).keep(store, asked, 3)
    store._connection.execute("UPDATE chunk SET records = '[[1, 0,' WHERE session = ?", (broken,))
    with pytest.raises(DamagedError):
        store.load(broken)
    (block,) = compared(store, name).blocks
    assert [one.median_deg for one in block.changes[0].history] == [70.0, 80.0]


def test_another_model_or_place_of_the_camera_is_not_compared(store: Store) -> None:
    asked = routine(ASKED)
    evening(70.0, 70.0, yaw_deg=60.0).keep(store, asked, 1)
    name = evening(80.0, 80.0).keep(store, asked, 2)
    (block,) = compared(store, name).blocks
    assert {one.why for one in block.changes} == {"the camera stood 60° to the left then, in front now"}
    name = evening(80.0, 80.0).keep(store, asked, 3, {**VERSIONS, "pose_model": "lite"})
    (block,) = compared(store, name).blocks
    assert {one.why for one in block.changes} == {"another pose model then (full, now lite)"}


def test_a_demonstration_is_compared_with_nothing(store: Store) -> None:
    evening(70.0, 70.0).keep(store, routine(ASKED), 1)
    name = evening(80.0, 80.0).keep(store, routine(ASKED, demo=True), 2)
    assert compared(store, name).blocks[0].changes == ()


def test_of_earlier_sessions_only_a_few_seconds_of_poses_are_read(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening(70.0, 80.0).keep(store, routine(ASKED), 1)
    stored = store.load(evening(80.0, 84.0).keep(store, routine(ASKED), 2))
    read: list[int] = []
    unpack = chunks.unpack
    monkeypatch.setattr(chunks, "unpack", lambda data: read.append(1) or unpack(data))
    assert [one.yaw_deg for one in earlier(store, stored)] == [0.0, 0.0]
    assert 1 <= len(read) <= 6  # first, middle and last lift of each side


# --- measured side-on -------------------------------------------------------------------------------------------------

CURL = prescribed("elbow_flexion", "left", sets=1, reps=2)


def measured_evening(answer: str = "done") -> Evening:
    made = Evening(90.0).begin(0, CURL).calibrated().lift(None).lift(None).end_set(0, 2, 2)
    made.answer("measuring", "started")
    for peak in (120.0, 130.0, 125.0):
        made.lift(peak)
    return made.answer("measuring", answer).stop()


def test_measuring_lifts_are_no_dose_and_give_the_range(store: Store) -> None:
    (block,) = compared(store, measured_evening().keep(store, routine(CURL))).blocks
    assert (block.efforts, block.full, len(block.repetitions), len(block.sets)) == (2, 2, 2, 1)
    assert len(block.measuring) == 3
    (found,) = block.ranges
    assert (found.median_deg, found.measured, found.measuring, found.yaw_deg) == (125.0, 3, True, 90.0)


def test_a_range_of_the_sets_comes_before_a_measuring_one(store: Store) -> None:
    made = Evening(90.0).begin(0, CURL).calibrated().answer("measuring", "started").lift(120.0).lift(120.0)
    made.answer("measuring", "stopped").lift(100.0).lift(102.0).end_set(0, 2, 2)
    (block,) = compared(store, made.keep(store, routine(CURL))).blocks
    assert (block.efforts, [(one.median_deg, one.measuring) for one in block.ranges]) == (2, [(101.0, False)])


def test_the_store_tells_when_an_exercise_was_last_measured(store: Store) -> None:
    asked = routine(CURL)
    measured_evening().keep(store, asked, 1)
    Evening().begin(0, CURL).lift(None).end_set(0, 1, 1).answer("measuring", "not_today").keep(store, asked, 9)
    measured_evening().keep(store, routine(CURL, demo=True), 12)
    at = last_measured(store, "elbow_flexion")
    assert at == STARTED + timedelta(seconds=20)  # two lifts and three of 4 s
    assert last_measured(store, "elbow_flexion", "left") == at
    assert last_measured(store, "elbow_flexion", "right") is None
    assert last_measured(store, "squat") is None
    offered = last_measured(store, "elbow_flexion", "left", offered=True)
    assert offered == STARTED + timedelta(days=8, seconds=4)


def test_measuring_that_was_broken_off_is_not_measured(store: Store) -> None:
    measured_evening("stopped").keep(store, routine(CURL))
    assert last_measured(store, "elbow_flexion") is None
