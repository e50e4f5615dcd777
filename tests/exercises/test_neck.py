"""How far a neck moves: scripted heads of known angles, as bodies and as a headset alone would know them."""

from __future__ import annotations

import numpy as np
import pytest

from exercises import functional, neck, trials
from exercises.headset_errors import ERRORS
from exercises.neck import MOVES, Move
from exercises.observing import stack
from exercises.pose import Array
from exercises.routine import FunctionalTest
from exercises.synthetic import REST_DEG, Score, bodies, score
from game.tracking.wearer import Wearer
from tests.wearers import Manner, Person

NECK = FunctionalTest("neck_range", worn=True, neck_diagnosis=False)
TRAVELS = (31.0, 38.0, 34.0)  # 34 is the middle one


def written(move: Move, travels: tuple[float, ...] = TRAVELS) -> Score:
    peaks = [REST_DEG[move.exercise] + travel for travel in travels]
    return score(move.exercise, peaks, 30.0, side=move.side or "left", lead_s=2.0)


def by_headset(move: Move, person: Person) -> tuple[Array, Array]:
    """Times and points as the program has them, told of head and hands alone."""
    _, looks = person.does(written(move))
    wearer, poses = Wearer(), []
    for looked in looks:
        poses.append(wearer.pose(looked, looked.t_s))
        if looked.t_s > 1.0:
            wearer.freeze()
    seen = stack(poses)
    return seen.t_s, seen.points


@pytest.mark.parametrize("move", MOVES, ids=lambda move: f"{move.name} {move.side or ''}")
@pytest.mark.parametrize("height_m", [1.52, 1.70, 1.88])
def test_a_scripted_head_gives_its_angle_within_three_degrees(move: Move, height_m: float):
    found = neck.travels_deg(move, *by_headset(move, Person(height_m)))
    assert found == pytest.approx(TRAVELS, abs=3.0)


def test_the_result_is_the_middle_of_three_each_way_and_as_sure_as_was_measured():
    results = functional.result(NECK, [by_headset(move, Person(1.70)) for move in MOVES])
    assert [(one.test, one.side) for one in results] == [
        ("neck rotation", "left"), ("neck rotation", "right"), ("neck flexion", None), ("neck extension", None),
        ("neck side flexion", "left"), ("neck side flexion", "right"),
    ]  # fmt: skip
    assert [one.value for one in results] == pytest.approx([34.0] * 6, abs=3.0)
    assert [one.half_width_deg for one in results] == [ERRORS[move.exercise].half_width_deg for move in MOVES]
    assert results[0].norm is not None
    assert results[0].norm.evidence.startswith("G")
    assert results[0].usual is None, "a mean divides nothing"


def test_a_neck_that_bends_higher_up_stays_within_the_stated_half_width():
    somebody = Person(1.64, manner=Manner(neck_share=0.4))
    for one in functional.result(NECK, [by_headset(move, somebody) for move in MOVES]):
        assert one.half_width_deg is not None
        assert abs(one.value - 34.0) <= one.half_width_deg, one


def test_zero_is_where_the_head_was_before_the_first_movement():
    t_s = np.arange(0.0, 9.0, 1 / 30)
    turned = 5.0 + np.where(t_s < 1.0, 0.0, 40.0 * np.sin(2 * np.pi * (t_s - 1.0) / 4.0))  # swings past the middle, too
    points = bodies({"neck_rotation_deg": turned})
    assert neck.travels_deg(MOVES[0], t_s, points) == pytest.approx((40.0, 40.0), abs=0.5)


def test_too_few_movements_and_none_are_told():
    t_s = np.arange(0.0, 5.0, 1 / 30)
    (still,) = functional.neck_range([(t_s, bodies({"neck_rotation_deg": 0.0 * t_s}))])
    assert np.isnan(still.value)
    assert still.notes[0] == "0 of 3 movements"
    assert functional.neck_range([]) == ()
    shown = trials.live(NECK, 0, t_s, bodies({"neck_rotation_deg": 0.0 * t_s}))
    assert (shown.count, shown.over) == (0, False)


def test_a_trial_is_over_after_three_movements():
    t_s, points = by_headset(MOVES[1], Person(1.70))
    assert trials.live(NECK, 1, t_s, points).over
    part = t_s < t_s[0] + 6.0
    assert not trials.live(NECK, 1, t_s[part], points[part]).over


def test_a_shoulder_battery_in_a_headset_says_how_sure_each_movement_is():
    t_s = np.arange(0.0, 9.0, 1 / 30)
    up = 5.0 + 70.0 * (1.0 - np.cos(2 * np.pi * t_s / 3.0)) / 2
    lifted = (t_s, bodies({"left_shoulder_flexion_deg": up}))
    worn, seen = FunctionalTest("shoulder_battery", "left", worn=True), FunctionalTest("shoulder_battery", "left")
    assert functional.result(worn, [lifted])[0].half_width_deg == ERRORS["shoulder_flexion"].half_width_deg
    assert functional.result(seen, [lifted])[0].half_width_deg is None
    turned = (t_s, bodies({"left_elbow_flexion_deg": 90.0 + 0 * t_s, "left_shoulder_rotation_deg": up - 5.0}))
    rotation = functional.result(worn, [lifted, lifted, turned])[2]
    assert rotation.half_width_deg == ERRORS["sh_er_side"].half_width_deg
    assert rotation.notes[-1] == "a wrist that bends is taken for it: low confidence"
