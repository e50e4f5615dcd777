"""The range of neck and shoulder in a headset: when it is asked for, what is said first, and how dizziness ends it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from assessing import FPS as STEPS
from assessing import NECK_DEG, doing
from evenings import prescribed, routine
from wearers_evening import FPS, WORN, Chair, worn

from exercises import functional, headset_errors
from exercises.observing import stack
from exercises.pose import Joint, Pose
from exercises.routine import Answer, FunctionalTest
from game.intents import Intent
from game.progress.alerts import alerts
from game.scenes.opening import Headset

NECK = FunctionalTest("neck_range", worn=True, neck_diagnosis=False)
ARM = FunctionalTest("shoulder_battery", "right", worn=True)
CURL = FunctionalTest("arm_curl_30s", "left")


class Measured(Chair):
    """Who does the tests as asked, in the headset; `ANSWERS` with what the tests ask."""

    def __init__(self, *tests: FunctionalTest, headset: Headset | None = WORN, **answers: str) -> None:
        says = {"test_safety": "safe", "test_how": "ready", **answers}
        super().__init__(routine(prescribed(sets=1, reps=3), tests=tests), headset, **says)
        self.tests, self._since, self._trial = tests, 0, ""
        self.change = self._moving

    def _moving(self, pose: Pose) -> Pose:
        started, ended = self.answered("test_started"), self.answered("test_ended")
        if len(started) == len(ended):
            return pose
        if started[-1] != self._trial:
            self._trial, self._since = started[-1], 0
        index, trial = (int(part) for part in started[-1].split(":"))
        points = doing(self.tests[index], trial)
        at = min(int(self._since * STEPS / FPS), len(points) - 1)
        self._since += 1
        return worn(Pose(pose.t_s, points[at], np.ones(len(Joint))))

    def trials(self, index: int) -> list[tuple[np.ndarray, np.ndarray]]:
        """The poses of every trial that is done, by the times of its answers."""
        told = [(round(said.t_s * 60), said) for said in self.of(Answer) if str(said.value).startswith(f"{index}:")]
        began = [n for n, said in told if said.key == "test_started"]
        ended = [n for n, said in told if said.key == "test_ended"]
        seen = [stack([p for n in range(a, b + 1) for p in self.kept[n][0]]) for a, b in zip(began, ended, strict=True)]
        return [(bodies.t_s, bodies.points) for bodies in seen]


@pytest.fixture(scope="module")
def neck() -> Measured:
    return Measured(NECK).to_the_end()  # type: ignore[return-value]


@pytest.mark.slow
def test_the_neck_is_measured_six_ways_once_the_headset_is_on(neck: Measured) -> None:
    assert neck.answered("test_ended") == [f"0:{trial}:done" for trial in range(6)]
    order = [scene for scene in neck.scenes if scene in ("put-on", "seat", "sickness", "test", "trial", "calibrate")]
    assert order[:4] == ["put-on", "seat", "sickness", "test"]
    assert order.index("calibrate") > order.index("trial")
    results = functional.result(NECK, neck.trials(0))
    assert [one.value for one in results] == pytest.approx([NECK_DEG] * 6, abs=3.0)
    assert "play" in neck.scenes, "the exercises follow"
    assert not neck.answered("test_note:0")


@pytest.mark.slow
def test_safety_is_said_first_and_dizzy_can_always_be_chosen_between_trials(neck: Measured) -> None:
    assert neck.panels["test_safety"] == "Slowly, only as far as is comfortable. Stop if you feel dizzy."
    how = next(panel for panel in neck.drawn["test_how"].panels if panel.id == "test_how")
    assert [button.label for button in how.buttons] == ["Ready", "Skip", "I feel dizzy"]


def test_who_feels_dizzy_is_asked_to_take_it_off_and_the_evening_ends() -> None:
    chair = Measured(NECK)
    chair.until("trial").until("test")
    chair.answers["test_how"] = "dizzy"
    chair.until("take-off")
    assert "Sit still." in chair.title
    chair.to_the_end()
    assert chair.show.ended_because == "dizzy"
    assert chair.answered("test_note:0") == ["dizzy: ended after 1 of its trials"]
    assert alerts(chair.asked, (), chair.of(Answer), "dizzy") == (
        "Dizziness in a functional test in the headset; the session ended. Please call.",
    )
    assert "calibrate" not in chair.scenes
    assert "check-out" in chair.scenes


def test_a_test_that_dizziness_leaves_no_place_for_is_told_too() -> None:
    chair = Measured(NECK, ARM, test_how="dizzy").to_the_end()
    assert chair.answered("test_note:0") == ["dizzy: ended after 0 of its trials"]
    assert chair.answered("test_note:1") == ["not done: the headset was not on"]


def test_a_movement_that_is_broken_off_is_asked_for_again() -> None:
    chair = Measured(NECK)
    while not chair.answered("test_started"):
        chair.until("trial")
        chair.tick()
    chair.tick(Intent("pause"))
    assert chair.show.scene == "pause"
    assert chair.answered("test_ended") == ["0:0:stopped"]
    assert "Turn your head to the left." in chair.until("test").title


@pytest.mark.parametrize("how", [{"headset": None}, {"neck_pain": "yes"}])
def test_without_a_headset_on_the_head_it_is_left_out_and_the_report_says_so(how: dict[str, Any]) -> None:
    chair = Measured(NECK, **how).until("placement")
    assert "trial" not in chair.scenes
    assert chair.answered("test_note:0") == ["not done: the headset was not on"]


@pytest.mark.slow
def test_a_shoulder_battery_can_be_worn_and_tests_on_the_screen_come_before() -> None:
    chair = Measured(ARM).until("take-off", "check-out", most_s=600.0)
    assert chair.answered("test_ended")[:3] == [f"0:{trial}:done" for trial in range(3)]
    flexion, abduction, rotation = functional.result(ARM, chair.trials(0))
    assert [flexion.value, abduction.value] == pytest.approx([150.0, 140.0], abs=5.0)
    assert rotation.half_width_deg == headset_errors.ERRORS["sh_er_side"].half_width_deg
    assert chair.panels["test_safety"].startswith("Room for your arms?")
    mixed = Measured(NECK, CURL).until("test")
    assert not mixed.show.worn, "the curls are for the screen, and come first"
    assert "Chair against the wall?" in mixed.title
