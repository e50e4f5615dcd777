"""Tide: whatever a hand does stirs light, and nothing is asked or counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from exercises import calm
from exercises.pose import Joint, Pose, unseen
from game.minigames.beach import RUN_UP_M, afloat, edge, swell, waterline_z, world_s
from game.minigames.figure import rest_points
from game.minigames.interface import Setup, Tick
from game.minigames.tide import BREATHE, ENDING, Tide
from game.render import shore
from tests.game.minigames.played import item, reading, say

AT_EASE = rest_points("seated")
STEP_S = 1 / 12  # everything here moves by springs that are exact at any step


def started(**given: Any) -> Tide:
    values = {
        "exercise": calm.QUIET, "side": "both", "sense": "up", "reps": 0, "hold_s": 0.0, "seed": 3, "set_index": 0,
        "sets": 1, "reach": np.zeros((0, 3)), "teach": False, "lasts_s": 120.0,
    }  # fmt: skip
    game = Tide()
    game.start(Setup(**{**values, **given}))
    return game


def run(
    game: Tide, from_s: float, to_s: float, right_hand: Callable[[float], Any] | None = None, pose: bool = True
) -> None:
    """`right_hand` says how far (3,) the hand is from its rest, metres."""
    for n in range(round(from_s / STEP_S), round(to_s / STEP_S)):
        t = n * STEP_S
        points = AT_EASE.copy()
        points[Joint.right_wrist] += 0.0 if right_hand is None else np.asarray(right_hand(t))
        seen = Pose(t, points, np.ones(33)) if pose else unseen(t)
        game.step(Tick(n, t, STEP_S, seen, reading(t, 0.0, seen=pose, lifting=False, needed=0), ()))


def swept(far_m: float) -> Callable[[float], tuple[float, float, float]]:
    """To the side by so much in one second, from the twelfth second on, and there it rests."""
    return lambda t: (far_m * min(max(t - 12.0, 0.0), 1.0), 0.0, 0.0)


def lit(game: Tide) -> int:
    return sum(float(a) > 0.06 for a in next(m for m in game.draw().instances if m.id == "light").colours[:, 3])


def test_waves_take_the_seconds_that_were_prescribed() -> None:
    assert [world_s(t, (4.0, 6.0)) for t in (0.0, 3.0, 17.5)] == pytest.approx([0.0, 3.0, 17.5])
    # two seconds in and eight out: the water is all in after two (the world's fourth second), half out after six
    assert [world_s(t, (2.0, 8.0)) for t in (2.0, 6.0, 10.0)] == pytest.approx([4.0, 7.0, 10.0])


def test_the_shore_is_the_one_that_is_drawn() -> None:
    x = np.linspace(-12.0, 12.0, 9)
    assert np.allclose([waterline_z(float(each)) for each in x], shore.waterline_z(x))
    for t, z in ((3.0, -12.0), (27.0, -17.0)):
        assert np.allclose([swell(float(each), z, t) for each in x], shore.swell(x, np.full(9, z), t, 1.0))
    assert RUN_UP_M == shore.RUN_UP_M
    assert len(started().draw().world.lit) == shore.LIGHTS + 2


def test_the_lantern_comes_and_goes_with_the_water() -> None:
    game = started()
    run(game, 0.0, 20.0)
    far = item(game, "lantern")[2]
    run(game, 20.0, 24.0)  # in for four seconds
    assert item(game, "lantern")[2] > far + 3.0
    _, y, z = afloat(1.0, 0.75, 4.0, RUN_UP_M)
    assert z == pytest.approx(waterline_z(1.0) + edge(1.0, 4.0, RUN_UP_M) - 0.75)
    assert -0.4 <= y < 0.0


@pytest.mark.parametrize(("far_m", "least_m"), [(0.02, 0.3), (0.10, 1.0), (0.40, 1.5)])
def test_any_stirring_carries_the_lantern_a_finger_as_well_as_a_sweep(far_m: float, least_m: float) -> None:
    game, still = started(), started()
    run(game, 0.0, 14.0, swept(far_m))
    run(still, 0.0, 14.0)
    assert item(game, "lantern")[0] - item(still, "lantern")[0] > least_m
    assert lit(game) >= 1
    assert lit(still) == 0


def test_what_a_camera_sees_of_a_still_hand_stirs_nothing() -> None:
    game = started()
    noise = np.random.default_rng(5).normal(0.0, 0.003, (1000, 3))
    run(game, 0.0, 15.0, lambda t: noise[round(t / STEP_S)])
    assert lit(game) == 0
    assert abs(item(game, "lantern")[0] - 2.0) < 0.1


def test_a_lifted_hand_lets_it_drift_out() -> None:
    up, still = started(), started()
    run(up, 0.0, 14.0, lambda t: (0.0, 0.1 * min(max(t - 12.0, 0.0), 1.0), 0.0))
    run(still, 0.0, 14.0)
    assert item(up, "lantern")[2] < item(still, "lantern")[2] - 0.6


def test_light_stays_a_while_and_sinks_away() -> None:
    game = started()
    run(game, 0.0, 14.0, swept(0.3))
    there = lit(game)
    run(game, 14.0, 22.0, swept(0.3))
    assert lit(game) >= there > 0
    run(game, 22.0, 40.0, swept(0.3))
    assert lit(game) == 0
    assert game.keep()["plankton"] > 0.0  # something of it is kept all along the waterline


def test_nothing_is_asked_and_nothing_counted() -> None:
    game = started(teach=True)
    said = set()
    for n in range(30):
        run(game, n, n + 1.0, swept(0.2))
        said.add(say(game))
    assert said == {"", BREATHE}
    assert game.score() == 0
    assert not game.teaching()


def test_nobody_has_to_be_seen() -> None:
    game = started()
    run(game, 0.0, 4.0, pose=False)
    run(game, 8.6, 20.0, pose=False)
    drawn = game.draw()
    assert drawn.world.dim == 0.0
    assert not drawn.panels


def test_somebody_beside_shows_it_once() -> None:
    game = started(teach=True)
    run(game, 0.0, 9.0)
    assert {person.id for person in game.draw().people} == {"player", "coach"}
    assert lit(game) >= 1
    run(game, 9.0, 14.0)
    assert {person.id for person in game.draw().people} == {"player"}


def test_the_tide_goes_out_and_takes_the_lantern() -> None:
    game = started()
    run(game, 0.0, 20.0)
    near = item(game, "lantern")[2]
    game.finish()
    run(game, 20.0, 34.9)
    assert not game.finished()
    assert say(game) == ENDING
    assert item(game, "lantern")[2] < near - 6.0
    assert game.draw().world.lit[-1] == 0.0
    assert game.draw().world.lit[-2] == 1.0
    run(game, 34.9, 35.2)
    assert game.finished()


def test_lanterns_that_came_down_are_there_and_others_follow() -> None:
    game = started(arriving=4)
    assert sum(glow > 0.5 for glow in game.draw().world.lit[:10]) == 4
    run(game, 0.0, 62.0)
    assert sum(glow > 0.5 for glow in game.draw().world.lit[:10]) == 7  # 4 and half of 6, after half the time


def test_where_scenery_stands_still_the_waves_are_small() -> None:
    game = started(still=True)
    run(game, 0.0, 2.0)
    assert not any(many.id == "swells" for many in game.draw().instances)
    assert game.draw().world.lit[-1] == pytest.approx(0.35)
