"""Functional tests on the screen: what is asked, counted and logged, and that a trial is never coached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from assessing import Actor, doing
from evenings import Evening, Screen, advise, new_show, replayed, routine

from exercises import functional, synthetic
from exercises.observing import stack
from exercises.pose import Joint, Pose
from exercises.routine import Answer, FunctionalTest
from exercises.session import Plan
from exercises.trials import TRIALS, seen_as
from game import loop
from game.intents import Intent
from game.scenes.assessment import Assessment
from game.scenes.opening import Opening
from game.scenes.show import Show

CHAIR = FunctionalTest("chair_stand_30s", None, 72, "female")
STAGES = FunctionalTest("four_stage_balance")
LEG = FunctionalTest("single_leg_stance", "left")
REACH = FunctionalTest("functional_reach", "right", 72, "female", 1.70)
CURL = FunctionalTest("arm_curl_30s", "left")
BATTERY = FunctionalTest("shoulder_battery", "right")
SAYS = {"test_safety": "safe", "test_how": "ready", "space": "ready", "worse_since": "no", "pain_before": "1",
        "welcome": "start", "operation": "no"}  # fmt: skip


def assessed(*tests: FunctionalTest, says: dict[str, str] | None = None, **how: Any) -> Evening:
    """An evening up to the first exercise by somebody who does as asked; `says`: button by panel."""
    show = new_show(routine(tests=tests, **how), Opening(sessions_before=3, whom_to_call="Ada"))
    out, screen = Evening(show), Screen()
    actor = Actor(show, tests)
    wanted = SAYS | (says or {})

    def answers(n: int) -> Sequence[Intent]:
        asked = show.asking
        if show.progress[0] >= 0:  # the first exercise has its block: the tests are over
            return (Intent("quit"),)
        if asked is None or n % 60:
            return ()
        return (Intent("select", button=wanted.get(asked.id, asked.buttons[0].id)),)

    def record(n: int, poses: Any, intents: Any, log: Any) -> None:
        out.record(n, poses, intents, log)
        if n % 10:
            return
        drawn = show.draw()
        words = tuple((panel.id, f"{panel.title} {panel.text}".strip(), panel.height) for panel in drawn.panels)
        out.shown.add((show.scene, words))

    out.ran = loop.run(
        show, actor, screen, clock=lambda: screen.now, record=record, asked=answers, as_fast=True,
        draw_every=10**9, most_ticks=60 * 400,
    )  # fmt: skip
    return out


def trials_of(evening: Evening, index: int = 0) -> list[tuple[np.ndarray, np.ndarray]]:
    """The poses of every trial that is done, as a report would take them: by the ticks of its answers."""
    began, found = 0, []
    for n, log in evening.said:
        for _, record in log:
            if isinstance(record, Answer) and record.key == "test_started" and record.value.startswith(f"{index}:"):
                began = n
            if isinstance(record, Answer) and record.key == "test_ended" and record.value.startswith(f"{index}:"):
                poses = [pose for at in range(began, n + 1) for pose in evening.kept.get(at, ((), ()))[0]]
                bodies = stack(poses)
                found.append((bodies.t_s, bodies.points))
    return found


@pytest.fixture(scope="module")
def chair() -> Evening:
    return assessed(CHAIR)


def test_a_chair_stand_is_asked_counted_and_kept(chair: Evening) -> None:
    assert chair.answer("test_started") == ["0:0"]
    assert chair.answer("test_ended") == ["0:0:done"]
    assert all(block == -1 for _, log in chair.said for block, said in log if getattr(said, "key", "")[:4] == "test")
    (result,) = functional.result(CHAIR, trials_of(chair))
    assert (result.value, result.at_risk, result.notes) == (12, False, ()), "one stand each 2.5 s"
    words = " ".join(text for scene, shown in chair.shown if scene == "test" for _, text, _ in shown)
    assert "Thank you. You stood up 12 times." in words
    assert chair.scenes[:5] == ["check-in", "test", "placement", "trial", "test"]
    assert chair.of(Plan), "the exercises follow"


def test_nothing_is_said_while_a_trial_runs(chair: Evening) -> None:
    shown = {panels for scene, panels in chair.shown if scene == "trial"}
    ids = {id for panels in shown for id, _, _ in panels}
    assert ids <= {"clock", "count", "countdown"}
    for panels in shown:
        for id, title, height in panels:
            assert height >= 0.10, "the clock and the count are read from three metres"
            assert id == "countdown" or not any(letter.isalpha() for letter in title)


def test_patients_see_no_norm_and_no_risk(chair: Evening) -> None:
    for scene, panels in chair.shown:
        for _, text, height in panels:
            assert not any(word in text.lower() for word in ("risk", "norm", "average", "degree", "°", "fall", "fail"))
            if scene in ("test", "trial"):
                assert height >= 0.06


def test_arms_on_the_chest_pause_nothing_in_a_chair_test(chair: Evening) -> None:
    assert "pause" not in chair.scenes
    one_hand = doing(CHAIR, 0)[:60].copy()
    one_hand[:, [Joint.left_wrist, Joint.left_index, Joint.left_pinky]] = one_hand[:, [Joint.left_hip] * 3]
    for test, paused in ((CHAIR, False), (LEG, True)):
        evening = _at_the_trial(test)
        for i in range(60):
            evening.tick(one_hand[i])
        assert (evening.show.scene == "pause") is paused


class _Standing:
    """A show driven by hand to the running trial of one test."""

    def __init__(self, test: FunctionalTest) -> None:
        self.show: Show = new_show(routine(tests=(test,)), Opening(sessions_before=3))
        self.n = 0
        self.said: list[tuple[int, Any]] = []
        self._points = doing(test, 0)[0]

    def tick(self, points: np.ndarray | None = None, *intents: Intent) -> None:
        points = self._points if points is None else points
        for i in range(6):
            fresh = ()
            if i == 0 and np.isfinite(points).any():
                image = synthetic.seen_from(points[None], 0.0)[0]
                fresh = (Pose(self.n / 60, points, np.ones(len(Joint)), image=image, camera_yaw_deg=0.0),)
            self.show.step(self.n, fresh, intents if i == 0 else ())
            self.said += self.show.log()
            self.n += 1

    def until(self, scene: str, most: int = 400) -> None:
        for _ in range(most):
            if self.show.scene == scene:
                return
            asked = self.show.asking
            press = () if asked is None or self.n % 60 else (
                Intent("select", button=SAYS.get(asked.id, asked.buttons[0].id)),
            )  # fmt: skip
            self.tick(None, *press)
        raise AssertionError(f"{scene} never came: {self.show.scene}")

    def keys(self, key: str) -> list[Any]:
        return [said.value for _, said in self.said if isinstance(said, Answer) and said.key == key]


def _at_the_trial(test: FunctionalTest) -> _Standing:
    evening = _Standing(test)
    evening.until("trial")
    while not evening.keys("test_started"):
        evening.tick()
    return evening


def test_a_trial_that_is_paused_is_void_and_done_again() -> None:
    evening = _at_the_trial(CHAIR)
    for _ in range(30):
        evening.tick()
    evening.tick(None, Intent("pause"))
    assert evening.keys("test_ended") == ["0:0:stopped"]
    evening.tick(None, Intent("select", button="carry_on"))
    assert evening.show.asking is not None
    assert evening.show.asking.id == "test_how"
    evening.tick()
    evening.until("trial")
    while len(evening.keys("test_started")) < 2:
        evening.tick()
    assert evening.keys("test_started") == ["0:0", "0:0"]


def test_who_walks_away_ends_the_trial_as_absent() -> None:
    evening = _at_the_trial(CHAIR)
    for _ in range(25):
        evening.tick(np.full((33, 3), np.nan))
    assert evening.keys("test_ended") == ["0:0:absent"]
    assert evening.show.scene == "pause"


def test_a_fall_stops_a_test() -> None:
    evening = _at_the_trial(LEG)
    flat = synthetic.body(lying_deg=90.0)
    for _ in range(15):
        evening.tick(flat)
    assert evening.show.scene == "fallen"
    assert evening.keys("test_ended") == ["0:0:stopped"]


def test_stopping_in_a_test_keeps_it_and_asks_how_hard_it_was() -> None:
    evening = _at_the_trial(CHAIR)
    evening.tick(None, Intent("stop"))
    evening.tick()
    evening.tick()
    evening.tick(None, Intent("select", button="stop"))
    assert evening.show.scene == "check-out"
    assert evening.show.asking is not None
    assert evening.show.asking.id == "effort"


def test_balance_needs_somebody_at_hand_and_can_be_skipped() -> None:
    evening = assessed(STAGES, REACH, says={"test_safety": "skip"})
    assert evening.answer("test_note:0") == ["skipped: nobody at hand"]
    assert evening.answer("test_note:1") == ["skipped: nobody at hand"]
    assert evening.answer("test_started") == []
    show = new_show(routine(tests=(STAGES,)), Opening(sessions_before=3))
    scene = Assessment(0)
    evening_state = show._evening
    scene.enter(evening_state)
    (panel,) = scene.panels(evening_state)
    assert [button.label for button in panel.buttons] == ["Someone is with me", "Skip"]


def test_the_four_stages_in_turn() -> None:
    evening = assessed(STAGES)
    assert evening.answer("test_ended") == [f"0:{stage}:done" for stage in range(4)]
    (result,) = functional.result(STAGES, trials_of(evening))
    assert (result.value, result.at_risk) == (4, False)


def test_three_tries_on_one_leg_and_three_reaches() -> None:
    evening = assessed(LEG, REACH)
    assert evening.answer("test_ended") == [f"{n}:{trial}:done" for n in (0, 1) for trial in range(3)]
    (stance,) = functional.result(LEG, trials_of(evening, 0))
    (reach,) = functional.result(REACH, trials_of(evening, 1))
    assert stance.value == pytest.approx(12.0, abs=0.5)
    assert reach.value == pytest.approx(24.0, abs=0.5)
    cues = {said for scene, panels in evening.shown if scene == "trial" for _, said, _ in panels}
    assert {"Wait", "Reach"} <= cues


def test_enough_ends_a_test_with_what_was_done() -> None:
    show_says = {"test_how": "enough"}
    evening = assessed(LEG, says=show_says)
    assert evening.answer("test_note:0") == ["skipped"]
    assert evening.answer("test_started") == []


def test_curls_and_the_shoulder_battery() -> None:
    evening = assessed(CURL, BATTERY)
    assert evening.answer("test_ended") == ["0:0:done", "1:0:done", "1:1:done", "1:2:done"]
    (curls,) = functional.result(CURL, trials_of(evening, 0))
    assert curls.value == 15
    flexion, abduction, rotation = functional.result(BATTERY, trials_of(evening, 1))
    assert [flexion.value, abduction.value, rotation.value] == pytest.approx([150, 140, 55], abs=3)
    assert all(one.side == "right" for one in (flexion, abduction, rotation))


def test_an_evening_with_tests_replays_to_the_same(chair: Evening) -> None:
    again = new_show(routine(tests=(CHAIR,)), Opening(sessions_before=3, whom_to_call="Ada"))
    assert replayed(again, chair) == chair.said


def test_what_nobody_prescribed_is_not_tested() -> None:
    evening = assessed(CHAIR, unprescribed=True)
    assert "trial" not in evening.scenes
    assert evening.answer("test_started") == []


def test_placement_says_where_to_face() -> None:
    reaching = doing(REACH, 0)[0]
    evening = _Standing(REACH)
    evening._points = reaching
    evening.until("placement")
    for _ in range(20):
        evening.tick()
    assert evening.show.scene == "placement"
    (panel,) = (panel for panel in evening.show.draw().panels if panel.id == "placement")
    assert panel.title == "Turn your right side to the camera."


@pytest.mark.parametrize("test", sorted(TRIALS))
def test_whoever_does_a_test_can_be_placed_for_it(test: Any) -> None:
    side = None if test in ("chair_stand_30s", "five_stands", "four_stage_balance", "neck_range") else "left"
    asked = FunctionalTest(test, side)
    for trial in range(TRIALS[test]):
        points = doing(asked, trial)[0]
        image = synthetic.seen_from(points[None], 0.0)[0]
        pose = Pose(0.0, points, np.ones(len(Joint)), image=image, camera_yaw_deg=0.0)
        advice = advise(pose, seen_as(test, trial), side or "both")
        assert advice.ready, advice.say
