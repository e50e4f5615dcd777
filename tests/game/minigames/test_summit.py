"""What Summit does with a patient's rises and dips."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from game.minigames.conformance_rules import fingerprint
from game.minigames.interface import Setup
from game.minigames.summit import Summit
from game.minigames.telling import TEACH_S
from tests.game.minigames.played import Lift, Stepper, completed, item, setup, up_the_picture

RISE = Lift(up_s=1.5, hold_s=0.5, down_s=2.0, pause_s=0.0)


def summit(given: Setup, look: Callable[[Summit, float], None] | None = None) -> Stepper:
    return Stepper(given, look, Summit)


def chair(**given: object) -> Setup:
    return setup("sit_to_stand", **given)


def squats(**given: object) -> Setup:
    return setup("squat", **given)


def stations(play: Stepper) -> int:
    return int(play.game.left()["station"])


def lit(play: Stepper) -> float:
    state = play.game._state
    return sum(ride.lights(state.t_s) for ride in state.climb.rides)


def said(game: Summit) -> str:
    return game._state.speech.at(game._state.t_s)


def test_a_rise_lifts_the_car_to_its_ring_and_lights_a_station() -> None:
    play = summit(chair())
    low = item(play.game, "car")[1]
    for i in range(120):
        play.tick(min(i / 90, 1.0))
    assert item(play.game, "car")[1] > low + 0.9
    assert up_the_picture(play.game, item(play.game, "ring")) == pytest.approx(0.62, abs=0.02)
    play = summit(chair())
    play.lift(RISE)
    assert play.game.score() == stations(play) == 1
    assert lit(play) == 0.0
    play.still(9.0)
    assert 0.7 < lit(play) <= 1.0


def test_a_dip_fills_the_weight_and_rising_lifts_the_car() -> None:
    lifts: list[float] = []
    loads: list[float] = []

    def look(game: Summit, _: float) -> None:
        lifts.append(game._state.car.lift)
        loads.append(game._state.car.load)

    play = summit(squats(), look)
    play.lift(RISE)
    assert max(lifts[:110]) < 0.05  # down, and held there
    assert max(loads[:130]) > 0.9
    assert max(lifts) > 0.6
    play.still(1.2)
    state = play.game._state
    ride = state.climb.rides[0]
    assert np.allclose(ride.at(state.stage, 0.1, 0.0, state.t_s), state.stage.on_rope(1.0))  # it stands at the station
    assert play.game.score() == stations(play) == 1


def test_standing_two_seconds_opens_the_view_and_the_horns_answer() -> None:
    views = {}
    heard: dict[str, str] = {}
    for hold_s in (0.2, 2.6):
        play = summit(chair(), lambda game, _: heard.update({cue.id: cue.sound for _, cue in game._state.cues}))
        play.lift(Lift(up_s=1.5, hold_s=hold_s, down_s=2.0, pause_s=0.0))
        views[hold_s] = play.game._state.view
        assert ("string_a3" in heard.values()) is (hold_s > 2.0)
        heard.clear()
    assert views[0.2] < 0.75
    assert views[2.6] == pytest.approx(1.0)


def test_then_mist_closes_over_the_next_valley_and_opens_a_little() -> None:
    views = []
    play = summit(chair(), lambda game, _: views.append(game._state.view))
    play.lift(Lift(hold_s=2.6, pause_s=0.0))
    play.still(14.0)
    assert min(views[-700:]) < 0.1
    assert views[-1] == pytest.approx(0.4)
    assert np.abs(np.diff(views)).max() < 0.01  # by degrees


def test_the_more_slowly_the_player_sits_the_brighter_the_station() -> None:
    bright = []
    for down_s in (0.5, 1.4, 3.0):
        play = summit(chair())
        play.lift(Lift(down_s=down_s, pause_s=0.0))
        play.still(10.0)
        bright.append(lit(play))
        assert play.game.score() == 1  # worth the same
    assert 0.5 < bright[0] < bright[1] < bright[2] <= 1.0


@pytest.mark.parametrize("given", [chair(), squats()])
def test_a_short_effort_rests_at_the_perch_and_hangs_a_lantern(given: Setup) -> None:
    lifts: list[float] = []
    words = set()

    def look(game: Summit, _: float) -> None:
        lifts.append(game._state.car.lift)
        words.add(said(game))

    play = summit(given, look)
    play.lift(Lift(peak=0.6, pause_s=0.0))
    play.still(1.5)
    assert lifts[-1] == pytest.approx(0.5, abs=0.05)
    assert (play.game.left()["perch"], stations(play), play.game.score()) == (1.0, 0, 1)
    play.still(5.0)
    assert lifts[-1] < 0.1
    assert np.abs(np.diff(lifts)).max() < 0.06
    assert words == {""}


@pytest.mark.parametrize("exercise", ["sit_to_stand", "squat"])
def test_a_hold_that_was_not_kept_brings_the_car_back_to_the_perch_without_a_jump(exercise: str) -> None:
    lifts: list[float] = []
    play = summit(setup(exercise, hold_s=5.0), lambda game, _: lifts.append(game._state.car.lift))
    play.rise()
    for i in range(90):
        play.tick(1.0 - i / 90, hold=0.1)
    play.tick(0.0, completed(play.t_s, 0, 0.0, Lift(), full=False))
    play.still(1.5)
    assert lifts[-1] == pytest.approx(0.5, abs=0.05)
    assert np.abs(np.diff(lifts)).max() < 0.06
    assert (play.game.left()["perch"], stations(play)) == (1.0, 0)


def test_what_went_to_the_limit_is_not_celebrated() -> None:
    heard: dict[str, str] = {}
    play = summit(chair(), lambda game, _: heard.update({cue.id: cue.sound for _, cue in game._state.cues}))
    play.lift(Lift(hold_s=2.6, pause_s=0.0), near_limit=True)
    assert not any(sound.startswith(("horn", "string")) for sound in heard.values())
    assert play.game.score() == stations(play) == 1


def test_feel_the_chair_first_is_said_at_the_first_times_and_only_with_a_chair() -> None:
    for given, times in ((chair(), 3), (chair(set_index=1), 1), (squats(), 0)):
        told: list[int] = []
        play = summit(given)

        def look(game: Summit, _: float, play: Stepper = play, told: list[int] = told) -> None:
            if said(game) == "Feel the chair first." and play.efforts not in told:
                told.append(play.efforts)

        play.look = look
        for _ in range(5):
            play.lift(Lift(up_s=0.6, hold_s=1.2, down_s=0.8, pause_s=1.0))
        assert len([n for n in told if n < 5]) == times


def test_a_second_dip_before_the_car_has_gone_is_another_station() -> None:
    play = summit(squats())
    for _ in range(3):
        play.lift(Lift(up_s=0.7, hold_s=0.1, down_s=0.7, pause_s=0.0))
    assert play.game.score() == stations(play) == 3
    play.still(12.0)
    assert lit(play) > 1.8


def test_the_mountain_comes_nearer_over_the_evening_and_stands_where_stillness_was_asked_for() -> None:
    near = []
    for still in (False, True):
        play = summit(chair(reps=4, sets=1, still=still))
        play.still(0.1)
        before = play.game._state.climb.near
        play.lift(RISE)
        play.still(4.0)
        near.append(play.game._state.climb.near - before)
    assert near[0] > 0.05
    assert near[1] == 0.0


def test_an_unseen_player_leaves_the_car_where_it_is() -> None:
    play = summit(chair())
    for i in range(60):
        play.tick(i / 120)
    before = play.game._state.car.lift
    for _ in range(60):
        play.tick(float("nan"), seen=False)
    assert play.game._state.car.lift == pytest.approx(before, abs=0.12)


def test_the_first_ten_seconds() -> None:
    for given, go, back in (
        (chair(teach=True), "Stand up. The car climbs.", "Feel the chair first."),
        (squats(teach=True), "Bend slowly. The weight fills.", "Rise slowly. The car climbs."),
    ):
        seen: dict[float, str] = {}
        play = summit(given, lambda game, t, seen=seen: seen.update({round(t, 2): said(game)}))
        play.still(TEACH_S + 0.6)
        assert [seen[t] for t in (2.5, 4.5, 7.5, 10.5)] == ["The mountain car is waiting.", go, back, "Your turn."]
        assert play.game.score() == 0


def test_the_ending_sends_the_last_car_to_the_hut() -> None:
    play = summit(chair(reps=3, sets=1))
    play.lift(RISE)
    play.game.finish()
    while not play.game.finished():
        play.still(0.5, stage="rest")
    state = play.game._state
    assert state.last is not None
    assert state.last.way(state.t_s) == 1.0
    assert state.view == 1.0
    assert state.beacons.min() == pytest.approx(1.0)


def test_what_was_lit_is_found_again() -> None:
    first = summit(chair())
    for peak in (1.0, 0.6, 1.0):
        first.lift(Lift(peak, 0.6, 0.1, 0.6, 0.0))
    second = summit(chair(set_index=1, seed=99, kept=first.game.keep()))
    assert (stations(second), second.game.left()["perch"], second.game.score()) == (2, 1.0, 0)
    assert lit(second) == pytest.approx(2.0)


def test_drawing_changes_nothing() -> None:
    often, seldom = summit(squats(), lambda game, _: game.draw() and None), summit(squats())
    for play in (often, seldom):
        play.lift(Lift(up_s=0.7, hold_s=0.1, down_s=0.7, pause_s=0.2))
    assert fingerprint(often.game.draw()) == fingerprint(seldom.game.draw())
