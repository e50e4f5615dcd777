"""Who can do only a little, or nothing that can be seen: their evening goes on, and from what they can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from evenings import Evening, lifts, new_show, play, prescribed, replayed, routine
from test_evening import patient

from exercises import synthetic
from exercises.events import Calibrated, SetEnded, Stopped
from exercises.pose import Pose
from exercises.routine import Routine
from game import choices, library
from game.scenes.opening import Opening
from game.scenes.scene import ticks

TURN = "trunk_rot_seat"


def little(share: float, count: int, id: str = TURN) -> tuple[Pose, ...]:
    rest, peak = synthetic.REST_DEG[id], synthetic.PEAKS_DEG[id]
    return synthetic.mover(id, (rest + share * (peak - rest),) * count, 10.0, lead_s=3.0)


def said_in_calibration(evening: Evening) -> set[str]:
    return {text for scene, words in evening.shown if scene == "calibrate" for _, text, _ in words}


@pytest.mark.parametrize("share", [0.15, 0.25])
def test_a_small_turn_of_the_trunk_is_what_its_own_target_comes_from(share: float) -> None:
    evening = play(routine(prescribed(TURN, sets=1, reps=3)), little(share, 20), patient())
    assert evening.show.ended_because == "done"
    found, goal = evening.of(Calibrated)[0], share * synthetic.PEAKS_DEG[TURN]
    assert 0.8 * goal < found.comfortable_deg < 1.25 * goal
    assert [ended.full for ended in evening.of(SetEnded)] == [3]


@pytest.mark.slow
def test_the_real_show_of_a_small_turn_ends_with_its_game() -> None:
    turn = library.exercises()[TURN]
    asked = Routine("turn", "Turn", (prescribed(TURN, sets=1, reps=2),))
    show = choices.make_show(asked, 7, Opening(sessions_before=3))
    answers, poses, at = patient(), little(0.25, 18), 0
    for n in range(ticks(200.0)):
        fresh = []
        while show.watching and at < len(poses) and poses[at].t_s * 60 <= n:
            fresh.append(poses[at])
            at += 1
        show.step(n, fresh, answers(show, n))
        if show.ended or (show.scene == "play" and show.progress[2] == show.progress[3] == 2):
            break
    assert turn.sides, "one side at a time"
    assert show.progress[2] == 2


def test_nothing_that_can_be_seen_leaves_the_exercise_and_goes_on_to_the_next() -> None:
    film = lifts(count=9)
    waiting = [replace(film[0], t_s=float(t)) for t in np.arange(0.0, 50.0, 0.2)]
    asked = routine(prescribed("hip_abduction", sets=1), prescribed(sets=1, reps=2))
    evening = play(asked, [*waiting, *_later(film, 50.0)], patient(left_for_today="leave"), hz=2.0)
    assert evening.answer("left_for_today") == [True]
    assert [stopped.because for stopped in evening.of(Stopped)] == ["patient", "done"]
    assert [ended.full for ended in evening.of(SetEnded)] == [2], "the next exercise was played"
    assert "A little is enough." in said_in_calibration(evening)
    assert evening.show.ended_because == "done"


@pytest.mark.slow
def test_an_evening_in_which_nothing_could_be_seen_is_the_patients_stop_and_replays_so() -> None:
    film = lifts(count=1)
    waiting = [replace(film[0], t_s=float(t)) for t in np.arange(0.0, 70.0, 0.2)]
    evening = play(routine(), waiting, patient(left_for_today="leave"))
    assert evening.show.ended_because == "patient"
    assert evening.scenes[-4:] == ["calibrate", "check-out", "results", "farewell"]
    again = new_show(routine())
    assert replayed(again, evening) == evening.said
    assert again.ended_because == "patient"


def _later(poses: Sequence[Pose], by_s: float) -> list[Pose]:
    return [replace(pose, t_s=pose.t_s + by_s) for pose in poses]


@pytest.mark.slow
def test_who_tries_once_more_is_waited_for_again_and_who_chooses_nothing_is_asked_whether_to_stop() -> None:
    film = lifts(count=1)
    waiting = [replace(film[0], t_s=float(t)) for t in np.arange(0.0, 60.0, 0.2)]
    again = play(routine(), waiting, patient(left_for_today="again"), most_ticks=ticks(54.0))
    assert again.answer("left_for_today") == [False]
    assert again.show.scene == "calibrate"
    nobody = play(routine(), waiting, patient(), most_ticks=ticks(112.0))
    assert nobody.show.scene == "pause", "which ends the evening, as it does everywhere"


def test_two_lifts_and_a_long_rest_are_enough() -> None:
    film = lifts(count=3)
    waiting = [replace(film[0], t_s=film[-1].t_s + float(t)) for t in np.arange(0.1, 45.0, 0.1)]
    evening = play(routine(), [*film, *waiting], patient())
    assert len(evening.of(Calibrated)) == 1
    assert evening.answer("calibration_hurt") == [False]
