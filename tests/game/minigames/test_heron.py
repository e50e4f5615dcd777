"""Heron: it comes nearer for every effort, looks up at a wobble, and is never driven away."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from exercises import events as ev
from game.minigames.beach import sand_y, waterline_z
from game.minigames.heron import Heron
from game.minigames.heron_bird import SCALE, Stance, parts
from game.minigames.heron_stage import Stage
from game.minigames.heron_walk import FLIES_S, Walker
from game.minigames.heron_words import SUPPORT
from tests.game.minigames.played import Lift, Stepper, completed, item, say, setup, smooth

QUICK = Lift(up_s=0.8, hold_s=0.3, down_s=1.0, pause_s=0.2)


def stepper(exercise: str = "hip_abduction", **given: object) -> Stepper:
    return Stepper(setup(exercise, **{"side": "right", "sets": 1, **given}), make=Heron)


def come_m(play: Stepper) -> float:
    return float(play.game._state.walker.metres)


def held(play: Stepper, hold: float, progress: float = 1.0, stillness: float = 1.0, for_s: float = 1.0) -> None:
    for _ in range(round(60 * for_s)):
        play.tick(progress, hold=hold, stillness=stillness, rising=False, lifting=True)


def raised(play: Stepper) -> None:
    """Up in a second, to the target, where a hold begins."""
    for i in range(60):
        events = (ev.RepStarted(play.t_s, 0, "right"),) if i == 20 else ()
        play.tick(smooth(i / 60), *events)
    play.tick(1.0, ev.TargetReached(play.t_s, "right"))


def test_each_full_effort_lets_it_come_one_place_and_the_last_one_beside() -> None:
    play = stepper(reps=3)
    place_m = play.game._state.stage.length_m / 4  # the first place is the coach's
    for n in range(3):
        play.lift(QUICK)
        play.still(7.5)
        assert come_m(play) == pytest.approx((n + 2) * place_m, abs=0.1)
    assert play.game.score() == 3


def test_a_short_effort_brings_it_a_little_nearer_and_there_it_stays() -> None:
    play = stepper(reps=3)
    before = come_m(play)
    play.lift(Lift(peak=0.6, up_s=0.8, hold_s=0.2, down_s=0.8, pause_s=0.2))
    play.still(4.0)
    place_m = play.game._state.stage.length_m / 4
    assert 0.4 * place_m - 0.1 < come_m(play) - before < 0.75 * place_m
    near = come_m(play)
    play.still(2.0)
    assert come_m(play) == near
    assert play.game.score() == 1
    assert play.game.draw().items[0].id == "ring-rest"  # the next one can be begun


def test_it_never_goes_back() -> None:
    came: list[float] = []
    play = stepper(reps=4)
    play.look = lambda game, _: came.append(game._state.walker.metres)
    for peak in (1.0, 0.5, 1.0):
        play.lift(Lift(peak=peak, up_s=0.8, hold_s=0.2, down_s=0.6, pause_s=0.4))
    assert np.diff(came).min() >= 0.0


def test_it_walks_while_a_hold_is_kept_and_the_ring_fills() -> None:
    play = stepper("sl_stance", reps=1, sets=3, hold_s=10.0)
    raised(play)
    start, rings = come_m(play), []
    for i in range(10):
        held(play, i / 10, for_s=0.8)
        rings.append(sum(i.part for i in play.game.draw().items if i.id in ("ring", "ring-left")))
    assert come_m(play) > start + 1.2
    assert np.diff(rings[1:]).min() > 0.05
    assert rings[0] < 0.2
    assert rings[-1] > 0.8


def test_at_a_wobble_it_looks_up_and_waits_and_goes_on() -> None:
    play = stepper("sl_stance", reps=1, sets=3, hold_s=10.0)
    raised(play)
    held(play, 0.3, for_s=3.0)
    assert play.game._state.walker.alert == 0.0
    held(play, 0.5, stillness=0.1, for_s=2.0)
    walker = play.game._state.walker
    assert walker.alert == 1.0
    stood = come_m(play)
    held(play, 0.5, progress=0.7, for_s=1.0)
    assert come_m(play) - stood < 0.02
    held(play, 0.7, for_s=4.0)
    assert walker.alert == 0.0
    assert come_m(play) > stood + 0.3


def test_a_blink_of_unsteadiness_is_no_wobble() -> None:
    play = stepper("sl_stance", reps=1, sets=3, hold_s=10.0)
    raised(play)
    held(play, 0.3, for_s=1.0)
    held(play, 0.35, stillness=0.1, for_s=0.2)
    held(play, 0.4, for_s=0.5)
    assert play.game._state.walker.alert == 0.0


def test_when_a_hold_is_done_it_spreads_its_wings_and_then_bows_for_a_fish() -> None:
    play = stepper("sl_stance", reps=1, sets=3, hold_s=10.0)
    raised(play)
    held(play, 0.9, for_s=6.0)
    play.tick(1.0, ev.HoldReached(play.t_s, "right", 10.0), hold=1.0, lifting=True)
    held(play, 1.0, for_s=1.6)
    assert any(i.mesh == "heron_hand" for i in play.game.draw().items)
    for i in range(60):
        play.tick(1.0 - smooth(i / 60), hold=1.0, rising=False, lifting=True)
    play.tick(0.05, completed(play.t_s, 0, 0.0, Lift(), True), lifting=False)
    bowed, fish = [], []

    def look(game: Heron, _: float) -> None:
        bowed.append(game._state.walker.dip)
        fish.append(any(i.mesh == "heron_fish" for i in game.draw().items))

    play.look = look
    play.still(8.0)
    assert max(bowed) == 1.0
    assert any(fish)
    assert not fish[-1]


def test_the_players_light_goes_from_the_feet_to_the_ring() -> None:
    play = stepper()
    play.still(0.5)
    ring = item(play.game, "ring")
    feet = item(play.game, "light")
    assert np.linalg.norm(feet - ring) > 4.0
    for i in range(120):
        play.tick(min(i / 60, 1.0))
    assert np.linalg.norm((item(play.game, "light") - ring)[[0, 2]]) < 0.75
    assert next(i for i in play.game.draw().items if i.id == "light").colour[0] > 0.9


def test_a_chair_stands_by_and_it_is_said() -> None:
    said = set()
    play = stepper(teach=True)
    play.look = lambda game, _: said.add(say(game))
    play.still(3.0)
    assert SUPPORT in said
    chair = item(play.game, "chair")
    assert 0.4 < abs(chair[0]) < 0.8
    assert chair[0] < 0.0 < item(play.game, "ring")[0]  # away from the leg that moves
    assert not any(i.id == "chair" for i in stepper("knee_extension").game.draw().items)


def test_left_is_the_mirror_of_right() -> None:
    left, right = (Stage.of(setup("hip_abduction", side=side), True) for side in ("left", "right"))
    for metres in (0.0, 5.0, left.length_m):
        a, b = left.way(metres), right.way(metres)
        assert (a[0], a[2]) == pytest.approx((-b[0], b[2]))


def test_its_feet_are_on_the_sand_and_its_legs_reach_them() -> None:
    stage = Stage.of(setup("hip_abduction", side="right"), True)
    x, y, z = stage.way(stage.length_m)
    assert y == pytest.approx(sand_y(z - waterline_z(x)))
    for phase in np.linspace(0.0, 1.0, 9):
        feet = [i for i in parts(Stance((0.0, 0.0, 0.0), 0.3, phase, gait=1.0)) if i.mesh == "heron_foot"]
        heights = [i.room_from_item[1, 3] for i in feet]
        assert min(heights) == pytest.approx(0.0175, abs=0.012)  # one of them is always down
        assert max(heights) < 0.35 * SCALE


def test_the_planted_foot_does_not_slide() -> None:
    stage = Stage.of(setup("hip_abduction", side="right"), True)
    walker = Walker(stage, 0.0, 30.0, turn_rad=stage.ahead(0.0))
    for _ in range(180):
        walker.step(1 / 60)
    down: dict[str, list[np.ndarray]] = {}
    for _ in range(90):
        walker.step(1 / 60)
        for part in parts(walker.stance):
            if part.mesh == "heron_foot" and part.room_from_item[1, 3] - walker.at[1] < 0.02:
                down.setdefault(part.id, []).append(part.room_from_item[:3, 3])
    steps = [np.linalg.norm(b - a) for way in down.values() for a, b in pairwise(way)]
    assert np.median(steps) < 0.3 * walker.speed / 60  # its way bends a little


def test_after_the_last_set_it_stands_beside_and_flies_off_low_over_the_sea() -> None:
    play = stepper(reps=2)
    for _ in range(2):
        play.lift(QUICK)
    play.still(4.0)
    play.game.finish()
    at: list[np.ndarray] = []
    play.look = lambda game, _: at.append(game._state.walker.at)
    play.still(14.2, stage="rest")
    assert play.game.finished()
    assert at[230][2] > -3.6  # it came to stand near
    assert at[-1][2] < -35.0
    assert max(point[1] for point in at) < 4.0
    assert np.abs(np.diff(np.array(at), axis=0)).max() < 0.3  # without a jump
    assert play.game.draw().world.lit[10] == pytest.approx(1.0)


def test_after_an_earlier_set_it_stays_and_the_next_finds_it_there() -> None:
    play = stepper(reps=2, sets=2)
    for peak in (1.0, 0.6):
        play.lift(Lift(peak=peak, up_s=0.8, hold_s=0.2, down_s=0.9, pause_s=0.2))
    play.game.finish()
    play.still(9.5, stage="rest")
    assert play.game._state.walker.flies_s is None
    assert say(play.game) != ""
    kept = play.game.keep()
    assert kept["marks"] == 2.0
    again = stepper(reps=2, sets=2, set_index=1, kept=kept)
    assert come_m(again) == pytest.approx(come_m(play), abs=0.1)
    marks = next(many for many in again.game.draw().instances if many.id == "marks")
    assert sum(alpha > 0.5 for alpha in marks.colours[:, 3]) == 2
    other = stepper("sl_stance", reps=3, kept=kept)  # another exercise of the evening: it flew off, and comes anew
    assert come_m(other) < come_m(again)
    assert other.game.keep()["marks"] == 2.0


def test_dropped_fast_it_looks_up_and_comes_all_the_same() -> None:
    play = stepper(reps=3)
    before = come_m(play)
    play.lift(Lift(up_s=0.8, hold_s=0.2, down_s=0.4, pause_s=0.7))
    assert play.game._state.walker.alert > 0.8
    play.still(7.0)
    assert come_m(play) - before == pytest.approx(play.game._state.stage.length_m / 4, abs=0.1)


def test_wings_beat_in_flight_and_it_turns_to_the_sea() -> None:
    stage = Stage.of(setup("hip_abduction", side="left"), True)
    walker = Walker(stage, stage.length_m, stage.length_m, turn_rad=stage.aside)
    walker.take_off()
    for _ in range(round(60 * FLIES_S)):
        walker.step(1 / 60)
    assert walker.beat > 4.0
    assert -math.sin(walker.turn_rad) < -0.9  # +X of the bird looks along -Z


def test_unknown_progress_leaves_everything_where_it_is() -> None:
    play = stepper()
    for i in range(60):
        play.tick(0.8 * i / 60)
    for _ in range(60):
        play.tick(math.nan)
    there = item(play.game, "light")[[0, 2]]
    for _ in range(60):
        play.tick(math.nan)
    assert np.allclose(item(play.game, "light")[[0, 2]], there, atol=0.01)
