"""Who shows the movement before the first lifts, and what is seen behind the questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from evenings import answering, exercise, lifts, new_show, play, prescribed, routine

from exercises.pose import Joint
from game import library
from game.drawlist import DrawList, Panel, button_rects
from game.intents import Intent
from game.minigames.figure import scripted
from game.render.layout import lay_out
from game.scenes.backdrop import Backdrop
from game.scenes.checkin import YES_NO
from game.scenes.coach import Coach, Showing
from game.scenes.scene import SENTENCE, question, ticks
from game.scenes.show import Show
from game.scenes.shown import aside

WIDTH, HEIGHT = 1280, 720
ONE_OF_EACH = ["shoulder_abduction", "shoulder_flexion", "knee_extension", "heel_slide", "bird_dog", "squat"]


def after(seconds: float, name: str, side: str) -> tuple[Backdrop, DrawList]:
    """What a backdrop shows when a coach has been showing this for so long."""
    backdrop = Backdrop("older_woman")
    showing = Showing(exercise(name), side)  # type: ignore[arg-type]
    backdrop.turn_to(showing.exercise.position, side)
    for _ in range(ticks(seconds)):
        backdrop.step(None, True, showing)
    return backdrop, backdrop.draw()


def pixels(drawn: DrawList, points: np.ndarray) -> np.ndarray:
    """(N, 2) where (N, 3) room points are in the window."""
    seen = np.linalg.inv(drawn.camera.room_from_camera) @ np.column_stack([points, np.ones(len(points))]).T
    focal = HEIGHT / 2 / np.tan(np.radians(drawn.camera.fov_deg / 2))
    return np.column_stack([WIDTH / 2 - seen[0] / seen[2] * focal, HEIGHT / 2 + seen[1] / seen[2] * focal])


def turned(coach: Coach) -> np.ndarray:
    return np.concatenate([bone.ravel() for bone in coach.people(1.0)[0].bones.values()])


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_the_coach_stands_beside_the_player_whole_and_clear_of_the_words(name: str) -> None:
    what = exercise(name)
    for side, anchor in (("left", "bottom_left"), ("right", "bottom_right")):
        _, drawn = after(1.5, name, side)
        player, coach = drawn.people
        assert (player.id, coach.id, coach.opacity) == ("player", "coach", 1.0)
        assert coach.body != player.body
        script = scripted(what.id, side, 0.0, what.position, what.sense)
        trunk = script[[Joint.left_shoulder, Joint.right_shoulder, Joint.left_hip, Joint.right_hip]]
        at = [
            pixels(drawn, (np.column_stack([trunk, np.ones(4)]) @ person.room_from_person.T)[:, :3])
            for person in (player, coach)
        ]
        apart = at[1][:, 0] - at[0][:, 0].mean() if side == "right" else at[0][:, 0].mean() - at[1][:, 0]
        assert apart.min() > 60
        assert (at[1] > 0).all()
        assert (at[1] < (WIDTH, HEIGHT)).all()
        plate = lay_out(Panel("how", anchor, what.instructions[1], height=SENTENCE), WIDTH, HEIGHT).plate  # type: ignore[arg-type]
        assert plate is not None
        assert all(not (plate[0] < x < plate[2] and plate[1] < y < plate[3]) for x, y in at[1])


def test_the_words_of_no_exercise_reach_the_coach() -> None:
    _, drawn = after(1.5, "shoulder_abduction", "right")
    x = pixels(drawn, drawn.people[1].room_from_person[:3, 3][None])[0, 0]
    for each in library.exercises().values():
        plate = lay_out(Panel("how", "bottom_right", each.instructions[1], height=SENTENCE), WIDTH, HEIGHT).plate
        assert plate is not None
        assert plate[0] > x + 25, each.id


def test_the_coach_lifts_slowly_and_rests() -> None:
    coach, showing = Coach("man", "standing"), Showing(exercise("shoulder_abduction"), "left")
    assert coach.people(1.0) == ()
    seen = []
    for _ in range(ticks(24.0)):
        coach.step(showing)
        seen.append(turned(coach))
    gone = np.linalg.norm(np.array(seen) - seen[ticks(1.0)], axis=1)
    assert gone[ticks(4.5)] > 1.0  # up
    assert gone[ticks(10.0)] < 0.1  # at rest
    assert gone[ticks(13.8)] > 1.0  # again
    assert np.abs(np.diff(gone)).max() < 0.05


def test_a_raised_arm_comes_down_before_the_other_side_is_shown() -> None:
    coach, lift = Coach("woman", "standing"), exercise("shoulder_abduction")
    for _ in range(ticks(4.5)):
        coach.step(Showing(lift, "left"))
    before, steps = turned(coach), []
    for _ in range(ticks(8.0)):
        coach.step(Showing(lift, "right"))
        steps.append(np.abs(turned(coach) - before).max())
        before = turned(coach)
    assert max(steps) < 0.06
    for _ in range(ticks(1.5)):
        coach.step(None)
    assert coach.people(1.0) == ()


def test_the_movement_is_shown_until_a_first_lift_is_seen() -> None:
    there: dict[str, list[bool]] = {"practice": [], "lifts": []}
    answer = answering()

    def look(show: Show, n: int) -> Sequence[Intent]:
        drawn = show.draw() if show.scene == "calibrate" and n % 20 == 0 else None
        if drawn is not None and drawn.panels[0].id in there:
            there[drawn.panels[0].id].append(any(person.id == "coach" for person in drawn.people))
        return answer(show, n)

    play(routine(prescribed(sets=1, reps=2)), list(lifts(count=5)), look, most_ticks=ticks(40.0))
    assert all(there["practice"][1:])
    assert not any(there["lifts"][5:])  # it has gone, gently
    assert len(there["lifts"]) > 10


def test_while_questions_are_asked_a_light_burns_and_the_player_is_clear_of_the_buttons() -> None:
    backdrop = Backdrop("older_man")
    drawn = backdrop.draw()
    assert [item.mesh for item in drawn.items] == ["lantern"]
    assert sum(drawn.world.lit) == 1.0
    body = np.array([[x, y, 0.0] for x in (-0.3, 0.3) for y in (0.0, 0.9, 1.7)])
    at = pixels(drawn, body)
    first = min(left for left, *_ in button_rects(question("q", "Well?", YES_NO)).values())
    assert (at[:, 0] > 0).all()
    assert (at[:, 0] < first * WIDTH).all()
    backdrop.turn_to("seated", "right")
    assert [item.mesh for item in backdrop.draw().items] == ["bench"]


@pytest.mark.parametrize(
    ("name", "says"),
    [("neck_rot", "side"), ("trunk_rot_seat", "side"), ("heel_slide", "leg"), ("sl_squat", "leg"), ("row_band", "arm")],
)
def test_it_is_said_what_works(name: str, says: str) -> None:
    evening = new_show(routine(prescribed(name)))._evening
    evening.begin_block(0)
    assert evening.limb == f"Left {says}"


def test_at_rest_words_stand_away_from_what_was_lit() -> None:
    rest = question("rest", "Rest a moment.", YES_NO)
    assert [panel.anchor for panel in aside((rest,), "left")] == ["top_right"]
    assert [panel.anchor for panel in aside((rest,), "right")] == ["top_left"]
    fallen = replace(rest, anchor="centre")
    assert aside((fallen,), "left") == (fallen,)
