"""Functional tests: from a real store to page, table and FHIR."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from math import ceil, isnan
from pathlib import Path

import pypdf
import pytest
from made_sessions import STARTED, VERSIONS, prescribed, routine

from exercises import headset_errors
from exercises.neck import MOVES
from exercises.pose import Pose
from exercises.routine import Answer, FunctionalTest
from exercises.synthetic import REST_DEG, mover
from game.progress import fhir, pdf, table
from game.progress.assessing import assessments
from game.progress.records import Record
from game.progress.store import Store, StoredSession
from game.progress.summary import Summary, summarise

STANCE = FunctionalTest("single_leg_stance", "left", 72.0, "female")
CURL = FunctionalTest("arm_curl_30s", "right", 66.0, "male")
BATTERY = FunctionalTest("shoulder_battery", "left", None, None)


class Visit:
    """Trials one after the other, 2 s apart, in one clock."""

    def __init__(self) -> None:
        self.t_s = 1.0
        self.poses: list[tuple[int, Pose]] = []
        self.log: list[tuple[int, int, Record]] = []

    def say(self, key: str, value: str) -> Visit:
        self.log.append((ceil(60 * self.t_s), -1, Answer(self.t_s, key, value)))
        return self

    def trial(self, test: int, n: int, poses: Sequence[Pose], how: str = "done") -> Visit:
        self.say("test_started", f"{test}:{n}")
        for p in poses:
            moved = Pose(self.t_s + p.t_s, p.points, p.confidence, image=p.image, camera_yaw_deg=p.camera_yaw_deg)
            self.poses.append((ceil(60 * moved.t_s), moved))
        self.t_s += poses[-1].t_s if poses else 0.0
        if how != "cut off":
            self.say("test_ended", f"{test}:{n}:{how}")
        self.t_s += 2.0
        return self

    def stored(self, *tests: FunctionalTest) -> StoredSession:
        asked = routine(prescribed())
        return StoredSession(
            id="2026-05-01-heron", started=STARTED, ended=STARTED + timedelta(seconds=self.t_s), because="done",
            demo=False, patient="U-7KQ4T", source="camera", versions=dict(VERSIONS), opening={},
            routine=type(asked)(asked.id, asked.title, asked.prescriptions, tests=tests), seed=7, duration_s=self.t_s,
            poses=tuple(self.poses), intents=(), records=tuple(self.log),
        )  # fmt: skip


def on_one_leg(s: float) -> tuple[Pose, ...]:
    """The right foot lifted for about `s`."""
    return mover("hip_abduction", (25.0,), side="right", hold_s=s)


def visit() -> Visit:
    made = Visit().trial(0, 0, on_one_leg(3.0)).trial(0, 1, on_one_leg(6.0), "stopped").trial(0, 2, on_one_leg(2.0))
    curls = mover("elbow_flexion", (130.0,) * 6, side="right", camera_yaw_deg=-90.0)
    return made.trial(1, 0, (*curls, *at_rest(curls[-1], 30.5))).say("test_note:1", "3.6 kg, seated")


def at_rest(last: Pose, until_s: float) -> tuple[Pose, ...]:
    """Going on as in the last pose."""
    return tuple(replace(last, t_s=last.t_s + n / 30) for n in range(1, round(30 * (until_s - last.t_s))))


def summary() -> Summary:
    return summarise(visit().stored(STANCE, CURL, BATTERY))


def test_trials_are_scored_from_the_poses_between_their_answers() -> None:
    stance, curl, battery = summary().tests
    assert stance.trials == ((0, "done"), (1, "stopped"), (2, "done"))
    (best,) = stance.results
    assert best.value == pytest.approx(6.0, abs=1.7)  # the best of three; lifted on the way up and down as well
    assert (best.side, best.at_risk) == ("left", False)
    assert stance.notes == ("trial 2 was stopped",)
    assert [one.value for one in curl.results] == [6.0]
    assert curl.judged == ("3.6 kg, seated",)
    assert (battery.results, battery.trials) == ((), ())


def test_a_trial_done_again_counts_as_it_last_was() -> None:
    made = Visit().trial(0, 0, on_one_leg(6.0)).trial(0, 0, on_one_leg(1.0))
    (found,) = assessments(made.stored(STANCE))
    assert found.trials == ((0, "done"),)
    assert found.results[0].value < 4.0


def test_a_trial_that_the_session_was_cut_off_in_has_no_value() -> None:
    (found,) = assessments(Visit().trial(0, 0, on_one_leg(6.0), "cut off").stored(STANCE))
    assert found.trials == ((0, "cut off"),)
    assert isnan(found.results[0].value)


def test_a_trial_that_was_broken_off_tells_no_risk() -> None:
    off, done = (Visit().trial(0, 0, on_one_leg(1.0), how) for how in ("stopped", "done"))
    assert summarise(done.stored(STANCE)).tests[0].results[0].at_risk is True
    told = summarise(off.stored(STANCE))
    (found,) = told.tests[0].results
    assert (found.value, found.at_risk) == (pytest.approx(1.0, abs=1.7), None)
    assert told.tests[0].notes == ("trial 1 was stopped",)
    assert not [alert for alert in told.alerts if "cut-off" in alert]
    assert summarise(done.trial(0, 1, on_one_leg(1.0), "absent").stored(STANCE)).tests[0].results[0].at_risk is True


def test_a_reach_that_was_broken_off_is_none() -> None:
    reach = FunctionalTest("functional_reach", "left", height_m=1.7)
    (found,) = assessments(Visit().trial(0, 0, on_one_leg(1.0), "stopped").stored(reach))
    assert isnan(found.results[0].value)


def test_what_nobody_was_seen_in_has_no_value() -> None:
    (found,) = assessments(Visit().trial(0, 0, ()).stored(CURL))
    assert isnan(found.results[0].value)


def test_the_battery_takes_a_trial_for_each_movement() -> None:
    made = Visit().trial(0, 0, mover("shoulder_flexion", (120.0, 124.0, 128.0), camera_yaw_deg=90.0))
    made.trial(0, 1, mover("shoulder_abduction", (100.0, 104.0, 108.0)))
    (found,) = assessments(made.stored(BATTERY))
    assert [(one.test, round(one.value)) for one in found.results] == [
        ("shoulder flexion", 124),
        ("shoulder abduction", 104),
    ]


def test_a_session_with_tests_comes_back_from_the_store(tmp_path: Path) -> None:
    made = visit()
    kept = made.stored(STANCE, CURL, BATTERY)
    ticks = sorted({tick for tick, _ in made.poses} | {tick for tick, _, _ in made.log})
    with Store.open(tmp_path) as store:
        writer = store.begin(kept.routine, seed=7, source="camera", started=STARTED, versions=VERSIONS)
        for n in ticks:
            writer.tick(n, [p for tick, p in made.poses if tick == n], (), [(b, r) for t, b, r in made.log if t == n])
        writer.finish("done")
        again = store.load(writer.id)
    assert again.routine == kept.routine
    assert summarise(again).tests == summarise(kept).tests


def test_the_page_says_result_norm_source_cut_off_and_notes() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(summary())))
    said = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert len(reader.pages) == 1
    for words in (
        "Functional tests", "Single-leg stance, left", "17.2 s on average, women 70 to 79", "Bohannon, meta-analysis",
        "Trial 2 was stopped", "30-second arm curl, right", "6 curls", "15 to 21 curls, men 65 to 69",
        "Rikli and Jones", "Noted by a person: 3.6 kg, seated", "Shoulder battery", "not done", "no cut-off",
        "Norms are drafts for review", "None is a pass mark or a diagnosis",
    ):  # fmt: skip
        assert words in said, words
    assert "cut-off of a functional test" not in said


def test_a_value_beyond_its_cut_off_is_told_first() -> None:
    found = summarise(Visit().trial(0, 0, on_one_leg(0.5)).stored(STANCE))
    assert "Beyond the cut-off of a functional test, if a person agrees: single-leg stance." in found.alerts


def test_the_table_has_a_row_for_each_result() -> None:
    found = [row for row in csv.DictReader(io.StringIO(table.render_measures(summary()))) if row["kind"] == "test"]
    assert [(row["exercise"], row["name"], row["unit"], row["low"], row["high"]) for row in found] == [
        ("single_leg_stance", "single-leg stance", "s", "", ""),
        ("arm_curl_30s", "30-second arm curl", "curls", "15", "21"),
        ("shoulder_battery", "shoulder battery", "", "", ""),
    ]
    assert found[1]["value"] == "6.0"
    assert "noted by a person: 3.6 kg, seated" in found[1]["note"]


def test_fhir_has_an_observation_for_each_result() -> None:
    made = {entry["resource"]["id"]: entry["resource"] for entry in fhir.bundle(summary())["entry"]}
    stance, curl, battery = made["test-1-1"], made["test-2-1"], made["test-3"]
    assert stance["valueQuantity"]["unit"] == "s"
    assert "low" not in stance["referenceRange"][0]  # half of the healthy are below a mean
    said = "Usual values, not a pass mark: 17.2 s on average, women 70 to 79; Bohannon"
    assert stance["referenceRange"][0]["text"].startswith(said)
    assert curl["referenceRange"][0]["low"]["value"] == 15
    assert stance["interpretation"][0]["text"].startswith("not beyond the cut-off")
    assert {"text": "noted by a person: 3.6 kg, seated"} in curl["note"]
    assert curl["valueQuantity"]["code"] == "{curls}"
    assert battery["dataAbsentReason"]["coding"][0]["code"] == "not-performed"
    ranged = fhir.bundle(summarise(Visit().trial(0, 0, mover("shoulder_flexion", (120.0,) * 3)).stored(BATTERY)))
    (flexion,) = [e["resource"] for e in ranged["entry"] if e["resource"]["id"] == "test-1-1"]
    assert [c["code"] for c in flexion["code"]["coding"]] == [
        "41389-8", "41295-7", "functional-test-shoulder-flexion"
    ]  # fmt: skip


def test_the_range_of_a_neck_is_told_with_how_sure_it_is_and_whose_norm() -> None:
    made = Visit()
    for n, move in enumerate(MOVES):
        peaks = [REST_DEG[move.exercise] + travel for travel in (28.0, 36.0, 32.0)]
        made.trial(0, n, mover(move.exercise, peaks, side=move.side or "left", lead_s=2.0))
    neck = FunctionalTest("neck_range", age=70.0, sex="female", worn=True, neck_diagnosis=False)
    found = summarise(made.stored(neck))
    assert [one.value for one in found.tests[0].results] == pytest.approx([32.0] * 6, abs=3.0)
    said = " ".join(
        " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.render(found))).pages).split()
    )
    for words in ("Neck rotation, left", "Neck extension", "about 32°", "60° on average, adults",
                  "Nine in ten lie within 3 degrees of the truth", "AAOS"):  # fmt: skip
        assert words in said, words
    rows = [row for row in csv.DictReader(io.StringIO(table.render_measures(found))) if row["kind"] == "test"]
    assert [row["side"] for row in rows] == ["left", "right", "", "", "left", "right"]
    half_width = headset_errors.ERRORS["neck_extension"].half_width_deg
    assert f"nine in ten lie within {half_width:.0f} degrees of the truth" in rows[2]["note"]
    ids = {entry["resource"]["id"] for entry in fhir.bundle(found)["entry"]}
    assert {f"test-1-{n}" for n in range(1, 7)} <= ids
