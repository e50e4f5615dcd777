"""Three measuring lifts side-on: when they are offered, how tones lead them, and that they are no dose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from assessing import FPS
from evenings import USUAL, Evening, Screen, exercise, new_show, replayed, routine

from exercises import synthetic
from exercises.events import RepCompleted, SetEnded, TargetLowered
from exercises.pose import Pose
from exercises.routine import Answer, Dose, Prescription
from game import loop
from game.drawlist import Cue
from game.intents import Intent
from game.scenes.measuring import BACK, CLOSE, DONE, GO, WORDS
from game.scenes.opening import Opening
from game.scenes.show import Show

FLEXION = "shoulder_flexion"
DUE = replace(USUAL, measure_due=(FLEXION,))
PEAK_DEG = 120.0
CALM = {"welcome": "start", "worse_since": "no", "morning_after": "same", "pain_before": "1", "calibration_hurt": "no",
        "measuring": "yes", "pain_after": "1", "effort": "3", "results": "good_night"}  # fmt: skip


class Turning:
    """Somebody who lifts facing the screen, and side-on while the show asks for it; who may refuse to turn."""

    lockstep = True
    ended = False

    def __init__(self, show: Show, turns: bool = True) -> None:
        self._show, self._turns = show, turns
        self._t_s, self._scene, self._at = 0.0, "", 0
        lifts = synthetic.mover(FLEXION, (PEAK_DEG,) * 30, FPS, side="left", lead_s=2.0, camera_yaw_deg=None)
        self._points = np.array([pose.points for pose in lifts], dtype=np.float64)
        self._side_on = False

    def poll(self) -> tuple[Pose, ...]:
        if self._show.scene != self._scene:
            self._scene = self._show.scene
            if self._scene in ("calibrate", "measure", "play"):
                self._at = 0
        asked = next((panel.title for panel in self._show.draw().panels if panel.id == "turn"), "")
        if asked and self._turns:
            self._side_on = True
        elif self._scene not in ("turn", "measure"):
            self._side_on = False
        points = self._points[self._at % len(self._points)]
        self._at += self._scene in ("calibrate", "measure", "play")
        yaw_deg = 90.0 if self._side_on else 0.0
        image = synthetic.seen_from(points[None], yaw_deg)[0]
        pose = Pose(self._t_s, points, np.ones(len(points)), image=image, camera_yaw_deg=yaw_deg)
        self._t_s += 1 / FPS
        return (pose,)

    def notices(self) -> tuple[Intent, ...]:
        return ()


class Heard(Evening):
    cues: list[tuple[int, Cue]]


def lifted(opening: Opening = DUE, turns: bool = True, demo: bool = False, **says: str) -> Heard:
    """One set of three lifts in front, and whatever the show asks for after it; `says`: button by panel."""
    asked = routine(Prescription(exercise(FLEXION), "left", Dose(1, 3, 0.0, 5.0)), demo=demo)
    show = new_show(asked, opening)
    out, screen = Heard(show), Screen()
    out.cues = []
    source = Turning(show, turns)

    def answers(n: int) -> Sequence[Intent]:
        panel = show.asking
        if panel is None or n % 60 or demo:
            return ()
        chosen = (CALM | says).get(panel.id, panel.buttons[0].id)
        return (Intent("select", button=chosen),) if chosen else ()

    def record(n: int, poses: Any, intents: Any, log: Any) -> None:
        out.record(n, poses, intents, log)
        if show.scene in ("measure", "turn"):
            drawn = show.draw()
            out.cues += [(n, cue) for cue in drawn.cues]
            out.shown.add((show.scene, tuple((p.id, f"{p.title} {p.text}".strip(), p.height) for p in drawn.panels)))

    out.ran = loop.run(
        show, source, screen, clock=lambda: screen.now, record=record, asked=answers, as_fast=True,
        draw_every=10**9, most_ticks=60 * 240,
    )  # fmt: skip
    return out


@pytest.fixture(scope="module")
def measured() -> Heard:
    return lifted()


def of_the_lifts(evening: Evening) -> list[RepCompleted]:
    """What was completed between "started" and "done"."""
    found, on = [], False
    for _, log in evening.said:
        for _, said in log:
            if isinstance(said, Answer) and said.key == "measuring":
                on = said.value == "started"
            elif on and isinstance(said, RepCompleted):
                found.append(said)
    return found


def test_three_lifts_are_measured_side_on(measured: Heard) -> None:
    assert measured.answer("measuring") == ["started", "done"]
    lifts = of_the_lifts(measured)
    assert len(lifts) == 3
    for lift in lifts:
        assert lift.peak_deg == pytest.approx(PEAK_DEG, abs=4)
        assert lift.peak_uncertainty_deg is not None
    before = [lift for lift in measured.of(RepCompleted) if lift not in lifts]
    assert [lift.peak_deg for lift in before] == [None, None, None], "facing the screen it is counted, not measured"


def test_they_are_no_dose(measured: Heard) -> None:
    (ended,) = measured.of(SetEnded)
    assert (ended.full, ended.efforts) == (3, 3)
    assert measured.of(TargetLowered) == []
    assert measured.show.lights == 3, "the game saw three"


def test_tones_lead_and_words_stand_large(measured: Heard) -> None:
    heard = [cue.sound for _, cue in measured.cues if cue.sound in (GO, BACK, DONE, CLOSE)]
    assert heard == [GO, BACK, DONE] * 3 + [CLOSE]
    led = {panels for scene, panels in measured.shown if scene == "measure" for panels in [panels] if len(panels) > 1}
    words = {text for panels in led for id, text, _ in panels if id == "lead"}
    assert {*WORDS["up"]} <= words
    assert all(height >= 0.10 for panels in led for _, _, height in panels)


def test_the_order_is_ask_turn_lift_turn_back_and_on(measured: Heard) -> None:
    at = measured.scenes.index("measure")
    assert measured.scenes[at - 1 : at + 5] == ["play", "measure", "turn", "measure", "turn", "check-out"]
    assert "pause" not in measured.scenes


@pytest.mark.slow
def test_it_replays_to_the_same(measured: Heard) -> None:
    asked = routine(Prescription(exercise(FLEXION), "left", Dose(1, 3, 0.0, 5.0)))
    assert replayed(new_show(asked, DUE), measured) == measured.said


def test_not_today_goes_on_and_says_so_once() -> None:
    evening = lifted(measuring="not_today")
    assert evening.answer("measuring") == ["not_today"]
    assert "turn" not in evening.scenes
    assert evening.show.ended_because == "done"


def test_who_does_not_turn_is_left_in_peace() -> None:
    evening = lifted(turns=False)
    assert evening.answer("measuring") == ["started", "stopped"]
    assert evening.show.ended_because == "done"
    assert of_the_lifts(evening) == []


@pytest.mark.parametrize(
    ("opening", "says"),
    [(USUAL, {}), (DUE, {"pain_before": "5"}), (DUE, {"morning_after": "worse"})],
)
def test_it_is_offered_only_when_due_and_on_a_good_day(opening: Opening, says: dict[str, str]) -> None:
    evening = lifted(opening, **says)
    assert evening.answer("measuring") == []
    assert "measure" not in evening.scenes


def test_a_demonstration_never_offers() -> None:
    assert "measure" not in lifted(DUE, demo=True).scenes


@pytest.mark.slow
def test_the_question_has_two_buttons_and_none_is_pressed_by_itself() -> None:
    evening = lifted(measuring="", pause="")
    assert evening.answer("measuring") == []
    assert "pause" in evening.scenes, "nothing chosen for a minute: shall we stop here?"
    assert evening.show.ended_because == "still"
    asked = [text for _, panels in evening.shown for id, text, _ in panels if id == "measuring"]
    assert asked[0].startswith("Three lifts side-on?")


def test_an_opening_of_an_older_version_still_loads() -> None:
    stored = DUE.as_mapping()
    assert Opening.from_mapping(stored) == DUE
    del stored["measure_due"]
    assert Opening.from_mapping(stored).measure_due == ()
