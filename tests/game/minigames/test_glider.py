"""What Glider does with a patient's lifts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from exercises.pose import Joint
from game.drawlist import Instances
from game.minigames.conformance_rules import fingerprint
from game.minigames.figure import at_angle
from game.minigames.glider import Glider, _tilt
from game.minigames.glider_air import _WAYS
from game.minigames.glider_stage import Stage
from game.minigames.interface import Setup
from game.minigames.telling import TEACH_S
from tests.game.minigames.played import Lift, Stepper, item, setup, up_the_picture, worn


def glider(given: Setup, look: Callable[[Glider, float], None] | None = None) -> Stepper:
    return Stepper(given, look, Glider)


def bells(play: Stepper) -> int:
    return int(play.game.left()["sky"])


def sounds(heard: dict[str, str]) -> Callable[[Any, float], None]:
    return lambda game, _: heard.update({cue.id: cue.sound for _, cue in game._state.cues})


def at(game: Glider) -> np.ndarray:
    """(3,) metres: where the glider is."""
    return game._state.flight.at


def said_by(game: Glider) -> str:
    return game._state.speech.at(game._state.t_s)


def test_a_full_lift_rings_the_bell_of_its_ring_and_lights_a_window() -> None:
    heard: dict[str, str] = {}
    play = glider(setup(reps=10, sets=1), sounds(heard))
    play.lift(Lift(down_s=1.0, pause_s=0.0))
    assert not any(sound.startswith("bell_") for sound in heard.values())  # it is still on its way to the ring
    play.still(6.0)
    assert [s for s in heard.values() if s.startswith(("harp", "bell"))] == ["harp_d4", "bell_d4"]
    assert play.game.score() == bells(play) == 1
    assert sum(play.game.draw().world.lit) == pytest.approx(1.0)  # ten lifts in all, ten windows


def test_the_glider_goes_through_the_ring_while_the_arm_rests() -> None:
    near: list[float] = []
    play = glider(setup(), lambda game, _: near.append(float(np.linalg.norm(at(game) - ring))))
    ring = item(play.game, "ring")
    play.lift(Lift(down_s=1.0, pause_s=0.0))
    assert min(near) > 1.0
    play.still(4.0)
    assert min(near) < 0.25
    play.still(6.0)
    start = play.game._state.stage.room(play.game._state.stage.carried(0.0))
    assert np.linalg.norm(at(play.game) - start) < 0.3  # and is home again, eight seconds later


def test_a_short_lift_glides_low_over_the_water_and_leaves_a_light() -> None:
    heights: list[float] = []
    said = set()

    def look(game: Glider, _: float) -> None:
        heights.append(at(game)[1])
        said.add(said_by(game))

    play = glider(setup(), look)
    rest = at(play.game)[1]
    play.lift(Lift(peak=0.6))
    play.still(7.0)
    assert -0.45 < min(heights) < 0.4 < rest
    assert play.game.left()["water"] == play.game.score() == 1
    assert bells(play) == 0
    assert said == {""}


def test_slow_lowering_soars_longer() -> None:
    lasted: list[float] = []
    released: list[float] = []

    def flights(game: Glider, t_s: float) -> None:
        if game._state.flight.flies and game._state.flight.age_s < 0.02:
            released.append(t_s)

    for down_s in (0.5, 3.0):
        play = glider(setup(), flights)
        play.lift(Lift(down_s=down_s, pause_s=0.0))
        while play.game._state.flight.flies:
            play.still(0.1)
        lasted.append(play.t_s - released[-1])
    assert lasted[1] > lasted[0] + 1.0


def test_a_lift_that_begins_while_it_soars_carries_on_and_its_ring_waits() -> None:
    places: list[np.ndarray] = []
    play = glider(setup(), lambda game, _: places.append(at(game)))
    for _ in range(3):
        play.lift(Lift(up_s=1.0, hold_s=0.1, down_s=0.5, pause_s=0.0))
    assert np.linalg.norm(np.diff(places, axis=0), axis=1).max() < 0.15  # 9 m/s: it never jumps
    assert bells(play) == play.game.score() == 3
    play.still(8.0)
    assert bells(play) == 3


def test_a_lowering_so_slow_that_the_ring_is_passed_first_is_still_one_flight() -> None:
    play = glider(setup())
    play.lift(Lift(down_s=9.0, pause_s=6.0))
    assert bells(play) == play.game.score() == 1


def test_two_arms_bank_the_wings_toward_the_lower_one() -> None:
    assert _tilt(0.9, 0.6) < 0.0 < _tilt(0.6, 0.9)  # the higher side's wing is up
    assert _tilt(0.0, 0.9) == _tilt(np.nan, 0.9) == 0.0  # one arm at work banks nothing
    rolls = []
    play = glider(setup("bilat_raise", side="both"))
    for i in range(90):
        play.tick(i / 90, progress_left=i / 90, progress_right=min(1.0, i / 70))
        rolls.append(play.game._state.flight.turn[2])
    assert rolls[-1] > 0.1


def test_a_hold_keeps_it_in_the_warm_air_and_fills_the_silk() -> None:
    fills = []
    play = glider(setup(hold_s=5.0), lambda game, _: fills.append(game._state.flight.fill))
    play.rise()
    for i in range(300):
        play.tick(0.85 if 100 < i < 130 else 1.0, hold=i / 300)
    assert not play.game._state.flight.flies
    assert fills[-1] > 0.95
    assert up_the_picture(play.game, item(play.game, "glider")) == pytest.approx(0.69, abs=0.03)


def test_at_the_limit_it_soars_and_nothing_is_rung() -> None:
    heard: dict[str, str] = {}
    play = glider(setup(), sounds(heard))
    play.lift(near_limit=True)
    play.still(6.0)
    assert not any(sound.startswith(("bell", "harp")) for sound in heard.values())
    assert bells(play) == play.game.score() == 1


def test_an_unseen_player_leaves_it_where_it_is() -> None:
    play = glider(setup())
    for i in range(60):
        play.tick(i / 120)
    before = item(play.game, "glider")
    for _ in range(60):
        play.tick(float("nan"), seen=False)
    assert np.linalg.norm(item(play.game, "glider") - before) < 0.4


def test_where_stillness_was_asked_for_nothing_drifts_by() -> None:
    for still, drift in ((False, True), (True, False)):
        play = glider(setup(still=still))
        play.still(0.1)
        first, rings = play.game.draw().instances[0], item(play.game, "ring")
        air = threads(play.game).room_from_item
        play.still(1.0)
        moved = np.abs(play.game.draw().instances[0].room_from_item - first.room_from_item).max()
        assert first.id == "wisps"
        assert bool(moved > 0.1) is drift
        assert np.array_equal(threads(play.game).room_from_item, air) is still
        assert np.array_equal(item(play.game, "ring"), rings)


def threads(game: Glider) -> Instances:
    return next(many for many in game.draw().instances if many.id == "threads")


def test_ways_up_in_the_warm_air_never_cross_and_stay_over_the_water() -> None:
    up = np.tile(np.linspace(0.0, 1.0, 30), (len(_WAYS), 1))
    for exercise in ("shoulder_flexion", "shoulder_abduction"):
        stage = Stage.of(setup(exercise))
        for sway in np.linspace(0.0, 6.0, 7):
            across = stage.air(up, np.repeat(_WAYS[:, None], 30, axis=1), float(sway))
            assert np.diff(across[..., 0], axis=0).min() > 0.08
            assert across[..., 1].min() > 0.6


def test_a_thread_of_air_tapers_to_nothing_at_both_ends() -> None:
    play = glider(setup())
    play.rise()
    alphas = []
    for _ in range(270):
        play.tick(1.0)
        alphas.append(threads(play.game).colours[:, 3].reshape(len(_WAYS), -1))
    assert np.array(alphas)[..., [0, -1]].max() < 0.01
    assert np.array(alphas).max(axis=(0, 2)).min() > 0.5  # and each of them is seen in its turn
    assert np.abs(np.diff(alphas, axis=0)).max() < 0.1


def test_the_warm_air_grows_and_rises_faster_with_the_lift() -> None:
    play = glider(setup())
    play.still(2.0)
    risen, light = [play.game._state.flight.risen], []
    for progress in (0.0, 1.0):
        for _ in range(120):
            play.tick(progress)
        risen.append(play.game._state.flight.risen)
        haze = next(many for many in play.game.draw().instances if many.id == "haze").colours[:, 3]
        light.append((haze.sum(), (haze > 0.0).sum()))
    assert risen[2] - risen[1] > 1.6 * (risen[1] - risen[0]) > 0.0
    assert light[1][0] > 2.0 * light[0][0]
    assert light[1][1] > light[0][1]  # it reaches higher


def test_the_first_ten_seconds_show_it_and_count_nothing() -> None:
    seen: dict[float, str] = {}
    play = glider(setup(teach=True), lambda game, t: seen.update({round(t, 2): said_by(game)}))
    play.still(TEACH_S + 2.6)
    said = [seen[t] for t in (1.0, 2.5, 4.5, 7.5, 10.5)]
    assert said == [
        "",
        "A ring waits in the air.",
        "Lift slowly. It rises.",
        "Let it soar. Come down slowly.",
        "Your turn.",
    ]
    assert play.game.score() == 0
    assert bells(play) == 1  # the coach's


def test_who_wears_a_headset_sees_no_lights_from_a_hand_that_is_not_theirs() -> None:
    points = at_angle("shoulder_abduction", "left", 40.0, "standing")
    for pose, seen in ((None, True), (worn(points, points[Joint.left_wrist], 0.0), False)):
        play = glider(setup())
        for i in range(60):
            play.tick(i / 90, pose=pose)
        assert any(many.id == "from-hand" for many in play.game.draw().instances) is seen


def test_the_ending_flies_home_along_the_string() -> None:
    heard: dict[str, str] = {}
    play = glider(setup(reps=4), sounds(heard))
    play.lift(Lift(pause_s=0.0))
    play.game.finish()
    while not play.game.finished():
        play.still(0.25, stage="rest")
    assert bells(play) == 1  # its ring was passed first
    assert sum(sound.startswith("bell_") for sound in heard.values()) == 11
    assert item(play.game, "glider")[2] < -60.0


def test_what_was_lit_is_found_again() -> None:
    first = glider(setup())
    for peak in (1.0, 0.6, 1.0):
        first.lift(Lift(peak, 0.6, 0.1, 0.6, 0.0))
    kept = first.game.keep()
    second = glider(setup(set_index=1, seed=99, kept=kept))
    assert (bells(second), second.game.left()["water"]) == (2, 1)
    assert second.game.score() == 0
    assert sum(second.game.draw().world.lit) == pytest.approx(1.0)  # two of twenty lifts


def test_drawing_changes_nothing_and_a_seed_gives_the_same_picture() -> None:
    often, seldom = glider(setup(), lambda game, _: game.draw() and None), glider(setup())
    for play in (often, seldom):
        play.lift(Lift(up_s=0.7, hold_s=0.1, down_s=0.7, pause_s=0.2))
    assert fingerprint(often.game.draw()) == fingerprint(seldom.game.draw())
