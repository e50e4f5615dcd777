"""What Mirror does with a patient's lifts, holds, steps and turns, standing, seated and lying."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from exercises import events as ev
from exercises import synthetic
from exercises.pose import Pose
from game.minigames.figure import Figure, at_angle
from game.minigames.interface import TICK_S, Setup, fits
from game.minigames.mirror import Mirror
from game.minigames.mirror_ribbons import Garland, Pair
from game.minigames.mirror_stage import HUNG_FROM, SLOTS, Stage
from game.minigames.telling import LOWER, TEACH_S
from tests.game.minigames.played import CATALOGUE, Lift, Stepper, body, say, setup, up_the_picture, worn

QUICK = Lift(up_s=0.8, hold_s=0.2, down_s=1.0, pause_s=0.6)


def mirror(given: Setup) -> Stepper:
    return Stepper(given, make=Mirror)


def aim(exercise: str, share: float = 0.85) -> float:
    """The angle of a target that is a share of the way in the exercise's script."""
    rest, peak = synthetic.REST_DEG[exercise], synthetic.PEAKS_DEG[exercise]
    return rest + share * (peak - rest)


def test_every_exercise_fits() -> None:
    assert [name for name, exercise in CATALOGUE.items() if fits(Mirror(), exercise) is not None] == []


@pytest.mark.parametrize("exercise", sorted(CATALOGUE))
def test_in_every_exercise_the_ribbon_of_who_moves_is_in_the_picture(exercise: str) -> None:
    e = CATALOGUE[exercise]
    stage = Stage.of(setup(exercise, side="right" if e.sides else "both"))
    for place, half in ((stage.player, 0.89), (stage.coach, 0.89)):
        figure = Figure("older_woman", e.position)
        for _ in range(2):
            figure.act(at_angle(exercise, "right", aim(exercise), e.position), 0.5)
        at = figure.part_m(stage.part, "right", place)
        view = stage.view
        ahead = view.at[2] - at[2]
        assert abs(at[0] - view.at[0]) / (2 * 0.364 * ahead) < half
        assert at[1] > 0.0


def test_a_full_lift_joins_the_ribbons_and_hangs_a_garland() -> None:
    play = mirror(setup())
    play.lift(QUICK)
    play.still(2.6)
    s = play.game._state
    assert [garland.share for garland in s.garlands] == [1.0]
    assert (s.garlands[0].tail(s.t_s), s.garlands[0].head(s.t_s)) == (pytest.approx(HUNG_FROM), 1.0)
    assert play.game.score() == 1
    drawn = {line.id: line for line in play.game.draw().lines}
    assert {"braid-0-amber", "braid-0-cyan"} <= set(drawn)
    heights = [up_the_picture(play.game, point) for point in drawn["braid-0-amber"].points]
    assert 0.75 < min(heights) < max(heights) < 1.0  # in the trees, wholly to be seen


def test_a_short_one_is_a_shorter_garland_of_the_same_kind() -> None:
    play = mirror(setup())
    for peak in (1.0, 0.6):
        play.lift(replace(QUICK, peak=peak))
    s = play.game._state
    assert s.garlands[1].share == pytest.approx(0.6, abs=0.05)
    spans = [np.ptp(s.stage.way(0, g.share)[-30:, 0]) for g in s.garlands]
    assert 0.6 < spans[1] / spans[0] < 0.9
    assert play.game.score() == 2
    assert say(play.game) in ("", "Smooth from start to end.")


def test_no_number_is_ever_shown() -> None:
    shown: set[str] = set()
    play = mirror(setup(reps=2))
    for _ in range(2):
        play.lift(QUICK)
        shown |= {panel.id for panel in play.game.draw().panels}
    assert shown <= {"say"}


def test_the_coach_goes_as_far_and_as_fast_as_the_player_and_waits() -> None:
    play = mirror(setup(side="left"))
    play.still(2.0)
    assert play.game._share == pytest.approx(0.0, abs=0.01)
    for i in range(300):  # a slow player, half way, who then stays
        play.tick(min(i / 240, 0.5), target_deg=60.0)
    assert play.game._share == pytest.approx(play.game._state.pair.part, abs=0.02)
    coach, stage = play.game._state.coach, play.game._state.stage
    wanted = Figure("woman", "standing")
    half = 8.0 + 0.5 * (60.0 - 8.0)  # of the player's own way, on the other side: a mirror
    for _ in range(2):
        wanted.act(at_angle("shoulder_abduction", "right", half, "standing"), 0.5)
    assert coach.part_m("hand", "right", stage.coach) == pytest.approx(
        wanted.part_m("hand", "right", stage.coach), abs=0.06
    )


def test_the_coach_stands_as_a_mirror_shows() -> None:
    for side in ("left", "right"):
        stage = Stage.of(setup("shoulder_flexion", side=side))
        ahead = [matrix[:3, :3] @ np.array([0.0, 0.0, 1.0]) for matrix in (stage.player, stage.coach)]
        assert ahead[1] == pytest.approx(ahead[0] * (1.0, 1.0, -1.0))


def test_the_coach_never_goes_beyond_the_last_efforts() -> None:
    play = mirror(setup())
    for _ in range(2):
        play.lift(replace(QUICK, peak=0.5))
    assert max(play.game._tops) < 0.55
    most = 0.0
    play.look = None
    for i in range(round(11.0 / TICK_S)):  # who waits long sees a hand lifted, no more
        play.tick(0.0, lifting=False)
        most = max(most, play.game._share) if i > 60 else most
    assert 0.05 < most < 0.12


def test_in_the_first_ten_seconds_the_coach_s_ribbon_comes_and_waits() -> None:
    play = mirror(setup(teach=True))
    play.still(6.9)
    assert play.game._state.pair.waits > 0.9
    play.still(2.5)
    assert play.game._share < 0.3  # the arm is down
    assert play.game._state.pair.waits == 1.0
    play.still(TEACH_S - play.t_s + 2.0)
    assert say(play.game) == "Your turn."
    assert play.game._state.garlands == []
    assert {person.id for person in play.game.draw().people} == {"player", "coach"}
    assert play.game._state.pair.waits == 1.0
    play.lift(QUICK)
    assert play.game._state.pair.waits == 0.0


def test_the_way_back_weaves_and_a_hold_waits_with_it() -> None:
    pair = Pair()
    for i in range(120):
        pair.follow({"left": min(i / 60, 1.0)}, 1.0, False, TICK_S)
    pair.join("left")
    for _ in range(60):
        pair.follow({"left": 0.75}, 1.0, True, TICK_S)  # a wobble of a hold
    assert pair.woven == 0.0
    for _ in range(240):
        pair.follow({"left": 0.44}, 1.0, False, TICK_S)
    assert pair.woven == pytest.approx((0.88 - 0.47) / 0.82, abs=0.03)
    for _ in range(60):
        pair.follow({"left": float("nan")}, 1.0, False, TICK_S)
    assert pair.woven == pytest.approx((0.88 - 0.47) / 0.82, abs=0.03)


def test_both_sides_together_are_one_braid_and_both_have_a_ribbon() -> None:
    play = mirror(setup(side="both"))
    pose = Pose(0.0, body("shoulder_abduction", "both", 1.0), np.ones(33))
    for i in range(90):
        play.tick(min(i / 60, 1.0), pose=pose, side="left")
    play.tick(1.0, ev.TargetReached(play.t_s, "left"), pose=pose, side="left")
    assert set(play.game._state.pair.joined) == {"left", "right"}
    ids = {line.id for line in play.game.draw().lines}
    assert {"player-left", "player-right", "coach-left", "coach-right"} <= ids


def test_the_next_set_finds_the_garlands() -> None:
    first = mirror(setup())
    for peak in (1.0, 0.6):
        first.lift(replace(QUICK, peak=peak))
    second = mirror(setup(set_index=1, kept=first.game.keep()))
    old, new = (play.game._state.garlands for play in (first, second))
    assert [g.share for g in new] == [g.share for g in old]
    assert second.game.score() == 0
    drawn = {line.id for line in second.game.draw().lines}
    assert "braid-1-amber" in drawn


def test_the_ending_lights_all_garlands_at_once_and_the_coach_bows() -> None:
    play = mirror(setup(set_index=1, kept={"garlands": 2.0, "share_1": 0.6}))
    play.still(0.5)
    play.game.finish()
    glows, heads = [], []
    while not play.game.finished():
        play.still(0.5, stage="rest")
        glows.append(next(many.glow for many in play.game.draw().instances if many.id == "blossoms-amber"))
        heads.append(play.game._state.coach.part_m("head", "left", play.game._state.stage.coach)[1])
    assert (glows[0], glows[-1]) == (pytest.approx(0.6, abs=0.06), pytest.approx(1.0))
    assert np.diff(glows).min() >= 0.0
    assert max(heads) - min(heads) > 0.05
    assert say(play.game) == "" or say(play.game) == "You moved as one."


def test_in_a_headset_the_ribbon_begins_in_the_real_hand_and_all_is_ahead() -> None:
    play = mirror(setup("shoulder_flexion", side="right"))
    eye, hand = np.array([0.1, 1.2, 0.2]), np.array([0.3, 1.1, -0.4])
    points = body("shoulder_flexion", "right", 0.5)
    for _ in range(60):
        play.tick(0.5, pose=worn(points, hand, play.t_s, eye))
    drawn = play.game.draw()
    amber = next(line for line in drawn.lines if line.id == "player-right")
    assert amber.held == "right"
    assert amber.points[0] == pytest.approx(hand)
    ring = play.game._state.stage.meet
    away = ring - eye
    assert np.degrees(np.arctan2(away[1], np.hypot(away[0], away[2]))) < 15.0
    for index in range(SLOTS):
        up = play.game._state.stage.way(index, 1.0) - eye
        assert np.degrees(np.arctan2(up[:, 1], -up[:, 2])).max() < 28.0  # no neck is bent back for a garland


def test_many_garlands_find_a_place_each() -> None:
    stage = Stage.of(setup())
    for index in range(3 * SLOTS):
        way = stage.way(index, 1.0)
        assert np.isfinite(way).all()
        assert way[0] == pytest.approx(stage.meet)
    assert Garland(0, 1.0, 0.0, 0.4).head(0.0) == pytest.approx(0.4)
    assert set(Mirror.tune) <= set(LOWER)
