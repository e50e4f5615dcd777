"""The whole evening, played by a mover: its order, its questions, what they lead to, and that only input decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from evenings import USUAL, Evening, Plain, lifts, new_show, play, prescribed, replayed, routine

from exercises.events import Calibrated, RepCompleted, SetEnded, Stopped, TargetLowered
from exercises.pose import unseen
from exercises.routine import Answer, BothSides
from exercises.session import Plan
from game.intents import Intent
from game.minigames.interface import Setup
from game.minigames.lanterns import Lanterns
from game.scenes.opening import Before, Opening
from game.scenes.show import Show

Answers = Callable[[Show, int], Sequence[Intent]]
CALM = {"welcome": "start", "before": "understood", "worse_since": "no", "morning_after": "same", "pain_before": "1",
        "space": "ready", "calibration_hurt": "no", "same_as_last_time": "yes", "operation": "no",
        "rest": "carry_on", "pain_after": "1", "effort": "3", "results": "good_night"}  # fmt: skip


def patient(**said: str) -> Answers:
    """Somebody who answers each panel by its id, half a second after it came: as said here, else calmly."""
    answers = {**CALM, **said}
    since: dict[str, int] = {}

    def asked(show: Show, n: int) -> tuple[Intent, ...]:
        panel = show.asking
        if panel is None:
            since.clear()
            return ()
        since.setdefault(panel.id, n)
        if panel.id not in answers or n - since[panel.id] < 30:
            return ()
        since.clear()
        return (Intent("select", button=answers[panel.id]),)

    return asked


def then(first: Answers, extra: dict[int, Intent]) -> Answers:
    return lambda show, n: (*first(show, n), *((extra[n],) if n in extra else ()))


@pytest.fixture(scope="module")
def demonstration() -> Evening:
    return play(routine(demo=True), lifts(count=10), opening=Opening(), game=Lanterns)


def test_a_demonstration_plays_to_its_end_by_itself(demonstration: Evening) -> None:
    assert demonstration.show.ended_because == "done"
    assert [s for s in demonstration.scenes if s != "pause"] == [
        "welcome", "before", "check-in", "placement", "calibrate", "play", "rest", "play", "check-out", "results",
        "farewell",
    ]  # fmt: skip
    assert "pause" not in demonstration.scenes


def test_every_lift_of_the_film_has_its_place(demonstration: Evening) -> None:
    assert len(demonstration.of(Calibrated)) == 1
    assert [(s.index, s.full, s.efforts) for s in demonstration.of(SetEnded)] == [(0, 3, 3), (1, 3, 3)]
    assert len(demonstration.of(RepCompleted)) == 6
    assert [s.because for s in demonstration.of(Stopped)] == ["done"]
    assert len(demonstration.of(Plan)) == 1
    assert demonstration.show.lights == 6, "every lift of the sets is a light, the last of each as well"


def test_a_demonstration_says_what_its_routine_says(demonstration: Evening) -> None:
    said = {key: demonstration.answer(key) for key in ("pain_before", "pain_after", "effort", "worse_since")}
    assert said == {"pain_before": [1], "pain_after": [1], "effort": [3], "worse_since": [False]}


def test_questions_and_teaching_cost_no_film(demonstration: Evening) -> None:
    assert demonstration.ran is not None
    waited_s = demonstration.ran.ticks / 60 - len(lifts(count=10)) / 10
    assert waited_s > 30, "about fifty seconds of questions, ten of teaching, two endings"


def test_only_a_demonstration_is_marked_and_answers_by_itself() -> None:
    show = new_show(routine(demo=True))
    assert any(panel.title == "demo" for panel in show.draw().panels)
    asked = new_show(routine())
    for n in range(60 * 8):
        asked.step(n, (), ())
    assert asked.scene == "welcome"
    assert not any(panel.title == "demo" for panel in asked.draw().panels)


def test_the_log_replays_to_the_same_evening(demonstration: Evening) -> None:
    again = new_show(routine(demo=True), Opening(), game=Lanterns)
    assert demonstration.ran is not None
    assert replayed(again, demonstration) == demonstration.said
    assert again.lights == demonstration.show.lights


def test_another_seed_changes_no_event(demonstration: Evening) -> None:
    other = new_show(routine(demo=True), Opening(), seed=8, game=Lanterns)
    assert demonstration.ran is not None
    assert replayed(other, demonstration) == demonstration.said


SCRIPT = {60 * 24: Intent("too_much"), 60 * 30: Intent("pause"), 60 * 33: Intent("select", button="carry_on")}


@pytest.fixture(scope="module")
def at_sixty() -> Evening:
    return play(routine(), lifts(count=12), then(patient(rest="easier"), SCRIPT), hz=60.0, game=Lanterns)


@pytest.mark.parametrize("hz", [24.0, pytest.param(144.0, marks=pytest.mark.slow)])
def test_the_drawing_rate_never_changes_the_outcome(at_sixty: Evening, hz: float) -> None:
    other = play(routine(), lifts(count=12), then(patient(rest="easier"), SCRIPT), hz=hz, game=Lanterns)
    assert other.said == at_sixty.said
    assert other.show.lights == at_sixty.show.lights
    assert at_sixty.ran is not None
    assert other.ran is not None
    assert other.ran.ticks == at_sixty.ran.ticks
    assert other.ran.frames != at_sixty.ran.frames


def test_the_evening_with_a_pause_and_an_easier_is_what_it_claims(at_sixty: Evening) -> None:
    assert at_sixty.answer("pause") == ["carry_on"]
    assert "easier" in at_sixty.answer("choice")
    assert {lowered.because for lowered in at_sixty.of(TargetLowered)} == {"easier"}
    assert at_sixty.show.ended_because == "done"


# What the answers lead to


def test_pain_of_five_halves_the_dose() -> None:
    evening = play(routine(prescribed(reps=4)), lifts(count=4), patient(pain_before="5"), most_ticks=60 * 30)
    assert evening.of(Plan)[0].dose.reps == 2


def test_a_worse_morning_takes_a_third_off() -> None:
    evening = play(routine(prescribed(reps=6)), lifts(count=4), patient(morning_after="worse"), most_ticks=60 * 30)
    assert evening.of(Plan)[0].dose.reps == 4
    assert evening.answer("morning_after") == ["worse"]


def test_on_the_first_day_there_is_no_morning_to_ask_about() -> None:
    evening = play(routine(), lifts(count=4), patient(), opening=Opening(), most_ticks=60 * 20)
    assert evening.answer("morning_after") == []
    assert "before" in evening.scenes


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({"pain_before": "7"}, routine()),
        ({"worse_since": "yes", "red_flag": "yes"}, routine()),
        ({"worse_since": "yes", "red_flag": "no", "asked_therapist": "stop"}, routine()),
        ({"operation": "yes"}, routine(unprescribed=True)),
    ],
)
def test_some_answers_mean_not_today(said: dict[str, str], asked: object) -> None:
    evening = play(asked, lifts(count=2), patient(**said))  # type: ignore[arg-type]
    assert evening.scenes[-1] == "farewell"
    assert "placement" not in evening.scenes
    assert evening.of(Plan) == []
    assert [type(stop) for stop in evening.of(Stopped)] == [Stopped]
    assert evening.ran is not None
    assert evening.ran.poses == 0


def test_asked_the_therapist_goes_on() -> None:
    said = patient(worse_since="yes", red_flag="no", asked_therapist="asked")
    assert "placement" in play(routine(), lifts(count=2), said, most_ticks=60 * 15).scenes


def test_the_operation_is_asked_once_and_only_of_whom_nobody_prescribed() -> None:
    first = play(routine(unprescribed=True), lifts(count=2), patient(), most_ticks=60 * 15)
    assert first.answer("operation") == [False]
    later = replace(USUAL, operation_asked=True)
    assert (
        play(routine(unprescribed=True), lifts(count=2), patient(), opening=later, most_ticks=900).answer("operation")
        == []
    )
    assert play(routine(), lifts(count=2), patient(), most_ticks=900).answer("operation") == []


def test_a_calibration_that_hurt_is_done_again() -> None:
    hurts = iter(["yes", "no"])
    answers = patient()

    def asked(show: Show, n: int) -> Sequence[Intent]:
        said = answers(show, n)
        hurt = show.asking is not None and show.asking.id == "calibration_hurt"
        return tuple(replace(intent, button=next(hurts)) if hurt else intent for intent in said)

    evening = play(routine(), lifts(count=10), asked, most_ticks=60 * 60)
    assert evening.answer("calibration_hurt") == [True, False]
    assert len(evening.of(Calibrated)) == 2


@pytest.mark.slow
def test_pain_between_sets_lowers_the_target_or_ends_the_exercise_or_the_evening() -> None:
    film = lifts(count=8)
    lower = play(routine(), film, patient(rest="hurts", pain_during="3"), most_ticks=60 * 75)
    assert [lowered.because for lowered in lower.of(TargetLowered)] == ["pain"]
    two = routine(prescribed(), prescribed())
    next_one = play(two, film, patient(rest="hurts", pain_during="5"), most_ticks=60 * 75)
    assert next(stop.because for stop in next_one.of(Stopped)) == "pain"
    assert len(next_one.of(Plan)) == 2
    over = play(two, film, patient(rest="hurts", pain_during="7"))
    assert over.show.ended_because == "pain"
    assert over.scenes[-3:] == ["check-out", "results", "farewell"]
    assert len(over.of(Plan)) == 1


def test_the_prescribers_threshold_counts() -> None:
    evening = play(routine(pain_stop=2), lifts(count=8), patient(rest="hurts", pain_during="2"), most_ticks=60 * 75)
    assert [stop.because for stop in evening.of(Stopped)] == ["pain"]


def test_a_later_day_needs_one_lift() -> None:
    known = replace(USUAL, before={"shoulder_abduction:left": Before(9.0, 95.0, 80.0)})
    evening = play(routine(), lifts(count=7), patient(), opening=known)
    assert evening.answer("same_as_last_time") == [True]
    assert evening.show.ended_because == "done"
    assert evening.of(Calibrated)[0].target_deg <= 85.0, "a target rises by at most five degrees a day"


def test_a_later_day_that_is_different_is_found_out_anew() -> None:
    known = replace(USUAL, before={"shoulder_abduction:left": Before(9.0, 60.0, 50.0)})
    evening = play(routine(), lifts(count=8), patient(same_as_last_time="no"), opening=known, most_ticks=60 * 50)
    assert len(evening.of(Plan)) == 2
    assert evening.answer("calibration_hurt") == [False]


def test_the_good_side_may_go_first_and_counts_nothing() -> None:
    right, left = lifts(count=1, side="right"), lifts(count=8)
    film = [*right, *(replace(pose, t_s=pose.t_s + right[-1].t_s + 0.1) for pose in left)]
    evening = play(routine(), film, patient())
    assert len(evening.of(RepCompleted)) == 4, "one practice and three calibration lifts of eight"
    assert {rep.side for rep in evening.of(RepCompleted)} == {"left"}


def test_two_exercises_one_after_the_other() -> None:
    two = routine(prescribed(sets=1, reps=2), prescribed("shoulder_flexion", sets=1, reps=2))
    first, second = lifts(count=6), lifts("shoulder_flexion", count=6)
    film = [*first, *(replace(pose, t_s=pose.t_s + first[-1].t_s + 0.1) for pose in second)]
    evening = play(two, film, patient())
    assert evening.show.ended_because == "done"
    assert [plan.exercise.id for plan in evening.of(Plan)] == ["shoulder_abduction", "shoulder_flexion"]
    assert len(evening.answer("pain_after")) == 2
    assert len(evening.answer("effort")) == 1
    blocks = {block for _, log in evening.said for block, record in log if isinstance(record, RepCompleted)}
    assert blocks == {0, 1}


OTHERS = {"squat": "both", "sit_to_stand": "both", "knee_extension": "left", "elbow_flexion": "right",
          "hip_abduction": "left"}  # fmt: skip


@pytest.mark.parametrize(("id", "side"), OTHERS.items())
def test_other_exercises_play_the_same_evening(id: str, side: str) -> None:
    evening = play(routine(prescribed(id, side, sets=1, reps=2)), lifts(id, 8, side), patient())
    assert evening.show.ended_because == "done"
    assert evening.of(SetEnded)[0].full == 2


def test_a_film_that_ends_too_soon_ends_the_evening_and_says_why() -> None:
    evening = play(routine(), lifts(count=5), patient())
    assert evening.show.ended_because == "source"
    assert [stop.because for stop in evening.of(Stopped)] == ["source"]
    assert len(evening.of(RepCompleted)) == 1


def test_a_film_with_nobody_in_it_ends_too() -> None:
    evening = play(routine(demo=True), [unseen(i / 15) for i in range(300)])
    assert evening.scenes[-1] == "farewell"


def test_answers_are_in_session_time(demonstration: Evening) -> None:
    for n, log in demonstration.said:
        for _, record in log:
            if isinstance(record, Answer):
                assert record.t_s == pytest.approx(n / 60)


# What is read


NEVER = ("fault", "partial", "failed", "refused", "unverified", "\u00b0", "degree", "100 %", "record")


def test_the_patient_never_reads_a_judgement_or_a_degree(at_sixty: Evening) -> None:
    for _, panels in at_sixty.shown:
        for _, words, _ in panels:
            assert not [word for word in NEVER if word in words.lower()], words


def test_every_sentence_is_as_large_as_promised_and_the_count_larger(at_sixty: Evening) -> None:
    assert {scene for scene, _ in at_sixty.shown} >= {"welcome", "check-in", "calibrate", "play", "rest", "results"}
    for _, panels in at_sixty.shown:
        for id, words, height in panels:
            assert height >= (0.10 if id in ("count", "countdown") else 0.06), words


def test_at_most_two_texts_and_six_words_while_playing(at_sixty: Evening) -> None:
    counting = {"count", "said"}
    playing = [panels for scene, panels in at_sixty.shown if scene == "play" and counting & {p[0] for p in panels}]
    assert len(playing) >= 4
    for panels in playing:
        assert len(panels) <= 2
        assert sum(len(words.split()) for _, words, _ in panels) <= 6, panels


def test_both_arms_are_told_which_is_next() -> None:
    asked = routine(prescribed("shoulder_abduction", "both", sets=1, reps=2))
    left, right = lifts(count=4), lifts(count=4, side="right")
    calibration = [*left, *(replace(p, t_s=p.t_s + left[-1].t_s + 0.1) for p in right)]
    end = calibration[-1].t_s + 0.1
    film = [*calibration, *(replace(p, t_s=p.t_s + end) for p in [*lifts(count=2)])]
    film += [replace(p, t_s=p.t_s + film[-1].t_s + 0.1) for p in lifts(count=2, side="right")]
    evening = play(asked, film, patient(), hz=60.0)
    words = {text for _, panels in evening.shown for _, text, _ in panels}
    assert {"Left arm first.", "Now your right arm."} <= words
    assert [rep.side for rep in evening.of(RepCompleted)] == ["left", "left", "right", "right"]


@pytest.mark.parametrize("both", ["together", "alternate"])
def test_a_game_is_told_how_two_sides_share_a_set(both: BothSides) -> None:
    told: list[Setup] = []

    class Told(Plain):
        def start(self, setup: Setup) -> None:
            super().start(setup)
            told.append(setup)

    asked = routine(replace(prescribed(side="both", sets=1, reps=2), both=both))
    side = "both" if both == "together" else "alternate"
    play(asked, lifts(count=10, side=side), patient(), game=Told, most_ticks=60 * 60)
    assert {(setup.side, setup.both, setup.reps) for setup in told} == {("both", both, 2 if both == "together" else 4)}
