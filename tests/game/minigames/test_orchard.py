"""What Orchard does with a patient's reaches and lifts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from exercises import events as ev
from exercises import synthetic
from exercises.definition import Exercise
from exercises.pose import Joint, Pose, Rigid
from game import library
from game.drawlist import COLOURS, colour
from game.minigames.conformance_rules import fingerprint
from game.minigames.figure import at_angle
from game.minigames.interface import Setup, fits
from game.minigames.orchard import Orchard
from game.minigames.orchard_fruit import RIPEN_S, Hanging
from game.minigames.orchard_picture import skin
from game.minigames.telling import LOWER, TEACH_S
from tests.game.minigames.played import CATALOGUE, SEATED_EYE, Lift, Stepper, item, say, setup, worn


def orchard(given: Setup, look: Callable[[Orchard, float], None] | None = None) -> Stepper:
    return Stepper(given, look, Orchard)


def fruit(game: Orchard, number: int) -> Any:
    return next(i for i in game.draw().items if i.id == f"fruit-{number}")


def ring(game: Orchard) -> np.ndarray:
    """(3,) the middle of the goal's ring."""
    whole = next(line for line in game.draw().lines if line.id == "ring-rest")
    return np.asarray(whole.points)[:-1].mean(axis=0)


def shine(game: Orchard, number: int) -> float:
    return float(fruit(game, number).glow)


def in_basket(game: Orchard, number: int) -> bool:
    away = fruit(game, number).room_from_item[:3, 3] - item(game, "basket")
    return bool(np.hypot(away[0], away[2]) < 0.2 and 0.0 < away[1] < 0.5)


def test_a_full_lift_brings_a_fruit_to_the_basket_and_lights_a_lamp() -> None:
    play = orchard(setup(reps=5, sets=2))
    play.lift()
    play.still(1.0)
    assert play.game.score() == 1
    assert in_basket(play.game, 0)
    play.still(3.0)
    assert play.game.draw().world.lit == pytest.approx((1.0,) + (0.0,) * 9)  # ten lifts in all, ten lamps


def test_a_short_lift_leaves_a_fruit_in_the_grass_and_no_word_is_said() -> None:
    said = set()
    play = orchard(setup(), look=lambda game, _: said.add(say(game)))
    play.lift(Lift(peak=0.6))
    play.still(5.0)
    at = fruit(play.game, 0).room_from_item[:3, 3]
    assert play.game.score() == 1
    assert at[1] == pytest.approx(0.08)  # two fifths of its width over the ground
    assert np.hypot(*(at - item(play.game, "basket"))[[0, 2]]) > 0.25
    assert sum(play.game.draw().world.lit) == 0.0
    assert said == {""}


def test_the_slower_the_way_down_the_brighter_it_lies() -> None:
    kept = []
    for down_s in (0.5, 1.2, 3.0):
        play = orchard(setup())
        play.lift(Lift(down_s=down_s, pause_s=0.2))
        play.still(6.0)
        kept.append(shine(play.game, 0))
        assert play.game.score() == 1  # worth the same, however it came down
    assert kept[0] < kept[1] < kept[2]


def test_a_reached_fruit_comes_along_with_the_hand() -> None:
    apart: list[float] = []

    def look(game: Orchard, t_s: float) -> None:
        if 2.8 <= t_s < 4.3:  # it is in the hand by then, which is on its way down
            apart.append(float(np.linalg.norm(fruit(game, 0).room_from_item[:3, 3] - game._state.hand)))

    play = orchard(setup(), look)
    play.lift(Lift(up_s=1.5, hold_s=0.5, down_s=3.0))
    assert len(apart) > 60
    assert max(apart) < 0.03
    assert any(i.live for i in play.game.draw().items) is False  # let go again by now


def test_it_ripens_within_a_second_of_rest_and_never_flashes() -> None:
    hanging = Hanging(here=1.0)
    glows = []
    for i in range(120):
        hanging.reached = i >= 30
        hanging.follow(1.0, 0.0, False, False, 0.0, 1 / 60)
        glows.append(hanging.ripe)
        if i == 30 + round(RIPEN_S * 60):
            assert hanging.ripe == pytest.approx(1.0)
    assert np.diff(glows).max() <= 1 / 60 / RIPEN_S + 1e-9


def test_a_hold_ripens_it_on_the_branch_and_a_wobble_takes_nothing_back() -> None:
    play = orchard(setup(hold_s=5.0))
    play.rise()
    for i in range(150):
        play.tick(1.0, hold=i / 300)
    half = play.game._state.hanging.ripe
    for _ in range(30):
        play.tick(0.75, hold=0.5)
    assert play.game._state.hanging.ripe >= half - 1e-9
    assert not play.game._state.hanging.plucked
    play.tick(1.0, ev.HoldReached(play.t_s, "left", 5.0), hold=1.0)
    assert play.game._state.hanging.plucked


@pytest.mark.parametrize("exercise", ["shoulder_abduction", "shoulder_flexion", "sh_scaption", "elbow_flexion"])
@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("target_deg", [60.0, 85.0])
def test_the_fruit_hangs_where_the_figure_s_hand_is_at_the_target(exercise: str, side: str, target_deg: float) -> None:
    play = orchard(setup(exercise, side=side))
    there = at_angle(exercise, side, target_deg, CATALOGUE[exercise].position)
    for _ in range(120):
        play.tick(0.0, target_deg=target_deg)
    goal = ring(play.game)
    for _ in range(120):
        play.tick(1.0, pose=Pose(play.t_s, there, np.ones(33)), target_deg=target_deg)
    assert np.linalg.norm(play.game._state.hand - goal) < 0.03


def test_a_point_of_the_judge_is_shown_where_the_figure_s_own_arm_reaches_it() -> None:
    play = orchard(setup("reach_forward"))
    resting = at_angle("reach_forward", "left", 10.0, "seated")
    there = at_angle("reach_forward", "left", 65.0, "seated")
    wrist = there[Joint.left_wrist]
    for _ in range(200):
        play.tick(0.0, pose=Pose(play.t_s, resting, np.ones(33)), target=wrist)
    goal = ring(play.game)
    for _ in range(120):
        play.tick(1.0, pose=Pose(play.t_s, there, np.ones(33)), target=wrist)
    assert np.linalg.norm(play.game._state.hand - goal) < 0.10  # the radius of a point


def test_in_a_headset_everything_hangs_where_the_real_hand_reaches_it() -> None:
    exercise = "shoulder_flexion"
    points = at_angle(exercise, "right", 10.0, "seated")
    points = points - points[Joint.nose] * (1.0, 0.0, 1.0)  # the head over the origin
    there = at_angle(exercise, "right", 80.0, "seated")
    there = there - there[Joint.nose] * (1.0, 0.0, 1.0)
    wrist, shoulder = there[Joint.right_wrist], there[Joint.right_shoulder]
    play = orchard(setup(exercise, side="right"))
    for _ in range(240):
        play.tick(0.0, pose=worn(points, points[Joint.right_wrist], play.t_s), target=wrist)
    goal = ring(play.game)
    assert goal == pytest.approx(shoulder + 1.14 * (wrist - shoulder), abs=0.02)  # the palm beyond the wrist
    for thing in (goal, item(play.game, "basket")):
        assert 0.3 < np.linalg.norm(thing - SEATED_EYE) < 3.0
    palm = goal + np.array((0.0, -0.3, 0.1))
    for _ in range(60):
        play.tick(0.9, ev.TargetReached(play.t_s, "right"), pose=worn(there, palm, play.t_s), target=wrist)
    assert play.game._state.hand == pytest.approx(palm)  # the hand that is held, to the millimetre
    assert fruit(play.game, 0).room_from_item[:3, 3] == pytest.approx(palm, abs=0.02)


def test_in_a_headset_the_coach_sits_where_one_looks_and_its_hand_meets_the_fruit() -> None:
    points = at_angle("shoulder_flexion", "right", 10.0, "seated")
    play = orchard(setup("shoulder_flexion", side="right", teach=True))
    for _ in range(420):  # seven seconds: up at the fruit
        play.tick(0.0, pose=worn(points, points[Joint.right_wrist], play.t_s), lifting=False)
    coach = next(p for p in play.game.draw().people if p.id == "coach")
    x, _, z = np.asarray(coach.room_from_person)[:3, 3] - SEATED_EYE
    assert np.degrees(np.arctan2(x, -z)) == pytest.approx(21.4, abs=1.0)  # a headset shows 45 to either side
    assert z < -2.2  # behind what is to be read
    assert np.linalg.norm(play.game._state.hand - ring(play.game)) < 0.06


def test_a_hand_that_is_lost_stays_where_it_was() -> None:
    points = at_angle("shoulder_flexion", "right", 40.0, "seated")
    play = orchard(setup("shoulder_flexion", side="right"))
    play.tick(0.4, pose=worn(points, np.array([0.3, 1.0, -0.4]), play.t_s))
    lost = points.copy()
    lost[Joint.right_wrist] = np.nan
    head = Rigid(SEATED_EYE, np.array([0.0, 0.0, 0.0, 1.0]))
    play.tick(0.4, pose=Pose(play.t_s, lost, np.ones(33), head=head))
    assert play.game._state.hand == pytest.approx([0.3, 1.0, -0.4])


def test_leaning_dims_it_and_is_said_once_in_a_while() -> None:
    said: list[str] = []
    play = orchard(setup("shoulder_flexion", side="left"))
    upright = synthetic.body(left_shoulder_flexion_deg=60.0)
    leaning = synthetic.body(left_shoulder_flexion_deg=60.0, trunk_forward_deg=25.0)
    for _ in range(120):
        play.tick(0.05, pose=Pose(play.t_s, synthetic.body(), np.ones(33)), lifting=False)
    for _ in range(90):
        play.tick(0.7, pose=Pose(play.t_s, upright, np.ones(33)))
    bright = play.game._state.hanging.glow
    play.look = lambda game, _: said.append(say(game))
    for _ in range(400):
        play.tick(0.7, pose=Pose(play.t_s, leaning, np.ones(33)))
    assert play.game._state.hanging.glow < 0.55 * bright
    assert said.count("Stand tall.") == pytest.approx(180, abs=3)  # three seconds, once
    for _ in range(90):
        play.tick(0.7, pose=Pose(play.t_s, upright, np.ones(33)))
    assert play.game._state.hanging.glow == pytest.approx(bright, abs=0.02)


def test_the_target_rings_and_the_return_resolves_an_octave_lower() -> None:
    heard: list[str] = []

    def look(game: Orchard, _: float) -> None:
        for cue in game.draw().cues:
            if cue.sound.startswith("wood_") and cue.id not in ids:
                ids.add(cue.id)
                heard.append(cue.sound.removeprefix("wood_"))

    ids: set[str] = set()
    play = orchard(setup(), look)
    for peak in (1.0, 0.6):
        play.lift(Lift(peak=peak))
    assert heard == [Orchard.tune[0], LOWER[Orchard.tune[0]], LOWER[Orchard.tune[1]]]
    assert set(Orchard.tune) <= set(LOWER)


def test_near_the_limit_there_is_a_gentle_word_and_no_celebration() -> None:
    said, sparks = set(), []

    def look(game: Orchard, _: float) -> None:
        said.add(say(game))
        sparks.append(len(game.draw().instances))

    play = orchard(setup(), look)
    play.lift(near_limit=True)
    assert "High enough. Come down gently." in said
    assert not any(sparks)
    assert play.game.score() == 1


def test_amber_is_the_player_s_and_stands_three_to_one_on_leaves_and_rim() -> None:
    def luminance(rgb: tuple[float, ...]) -> float:
        return float(np.dot(rgb[:3], (0.2126, 0.7152, 0.0722)))

    def ratio(a: float, b: float) -> float:
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)

    assert skin(1.0) == pytest.approx(COLOURS["amber"])
    amber = luminance(skin(1.0))
    for leaf in ("#2E4A38", "#4F7350", "#2B2A2E", "#3E4A44"):
        assert ratio(amber, luminance(colour(leaf))) >= 3.0
    assert ratio(luminance(COLOURS["rim"]), luminance(colour("#E9D9A6"))) >= 3.0


def test_unseen_dims_a_fifth_and_says_what_to_do() -> None:
    play = orchard(setup())
    play.still(1.0)
    play.still(2.5, seen=False)
    assert say(play.game) == "Step back into view."
    assert play.game.draw().world.dim == pytest.approx(0.2)


def test_the_first_ten_seconds() -> None:
    seen: list[tuple[float, str, bool]] = []
    play = orchard(setup(teach=True), lambda game, t_s: seen.append((t_s, say(game), game.teaching())))
    play.still(20.0)

    def at(t_s: float) -> str:
        return min(seen, key=lambda s: abs(s[0] - t_s))[1]

    assert [at(t) for t in (1.0, 2.5, 4.5, 7.5, 10.5, 17.5, 18.5)] == [
        "",
        "The fruit is nearly ripe.",
        "Lift slowly.",
        "Bring it down slowly.",
        "Your turn.",
        "Your turn.",
        "Lift when you are ready.",
    ]
    assert min(t for t, _, teaching in seen if not teaching) == pytest.approx(TEACH_S, abs=0.06)
    assert play.game.score() == 0  # the coach's fruit is not the player's
    assert in_basket(play.game, 0)


def test_the_coach_s_hand_meets_the_fruit() -> None:
    play = orchard(setup(teach=True))
    play.still(7.0)
    assert np.linalg.norm(play.game._state.hand - ring(play.game)) < 0.06
    play.still(5.0)
    assert {p.id for p in play.game.draw().people} == {"player"}


def test_a_sentence_and_the_count_are_never_more_than_six_words() -> None:
    most = []
    play = orchard(setup(), lambda game, _: most.append(sum(len(p.title.split()) for p in game.draw().panels)))
    for _ in range(4):
        play.lift()
    assert 0 < max(most) <= 6


def test_what_was_gathered_is_found_again_in_the_next_set() -> None:
    first = orchard(setup())
    for peak in (1.0, 1.0, 0.6):
        first.lift(Lift(peak=peak))
    first.still(3.0)
    second = orchard(setup(set_index=1, seed=99, kept=first.game.keep()))
    second.still(0.1)
    assert [in_basket(second.game, n) for n in range(3)] == [True, True, False]
    assert second.game.score() == 0
    second.lift()
    assert second.game.keep()["basket"] == 3.0


def test_thirty_fruits_lie_in_a_heap_and_the_newest_are_drawn() -> None:
    play = orchard(setup(kept={"basket": 40.0, "grass": 20.0}))
    play.still(0.1)
    drawn = [i for i in play.game.draw().items if i.mesh == "fruit"]
    assert 28 < len(drawn) < 60
    assert all(i.room_from_item[1, 3] < 1.0 for i in drawn if i.id != f"fruit-{60}")


def test_the_ending_kindles_the_lamps_downstream_then_one_sentence() -> None:
    lit: list[tuple[float, ...]] = []
    said: list[tuple[float, str]] = []
    play = orchard(setup())
    play.lift()
    play.game.finish()
    began = play.t_s

    def look(game: Orchard, t_s: float) -> None:
        lit.append(game.draw().world.lit)
        said.append((t_s - began, say(game)))

    play.look = look
    while not play.game.finished():
        play.still(0.5, stage="rest")
        assert play.t_s < began + 30
    first = [next(i for i, glows in enumerate(lit) if glows[k] > 0.3) for k in range(10)]
    assert first == sorted(first)
    assert min(lit[-1]) == pytest.approx(0.7)
    assert {text for t, text in said if 0.6 < t < 8.0} == {""}
    assert said[-30][1] == "The light goes downstream."


def test_the_same_seed_gives_the_same_pictures() -> None:
    def prints() -> list[str]:
        out: list[str] = []
        play = orchard(setup())
        play.look = lambda game, _: out.append(fingerprint(game.draw())) if play.n % 10 == 0 else None
        play.lift()
        return out

    assert prints() == prints()


def test_drawing_changes_nothing() -> None:
    often, seldom = orchard(setup(), lambda game, _: game.draw() and None), orchard(setup())
    often.lift()
    seldom.lift()
    assert fingerprint(often.game.draw()) == fingerprint(seldom.game.draw())


def test_before_start_it_says_what_is_missing() -> None:
    with pytest.raises(RuntimeError, match="start"):
        Orchard().draw()


def test_every_exercise_of_an_arm_that_fits_gets_it_and_no_other() -> None:
    made = library.game("orchard")()

    def plays(exercise: Exercise) -> bool:
        return fits(made, exercise) is None

    for name in ("shoulder_abduction", "shoulder_flexion", "sh_scaption", "elbow_flexion", "reach_forward"):
        assert plays(CATALOGUE[name]), name
    for name in (
        "hip_abduction",
        "trunk_lateral_flexion",
        "sit_to_stand",
        "neck_rot",
        "squat",
        "wall_pushup",
        "bird_dog",
    ):
        assert not plays(CATALOGUE[name]), name
    assert fits(made, CATALOGUE["hip_abduction"]) == "is played with the elbow and wrist; hip_abduction is not"
