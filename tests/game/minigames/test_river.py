"""What River does with a patient's strokes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from exercises import events as ev
from game import library
from game.minigames.interface import Setup, fits
from game.minigames.river import River
from game.minigames.river_stage import FLOW_M_S, WATER_M, Banks, Stage
from game.render.seat import from_seat
from tests.game.minigames.played import Lift, Stepper, item, say, setup


def river(given: Setup) -> Stepper:
    return Stepper(given, None, River)


def reeds(game: River) -> np.ndarray:
    return next(i.room_from_item[:, :3, 3] for i in game.draw().instances if i.id == "reed")


def lights(game: River) -> np.ndarray:
    """(N, 3) where what was set afloat is now."""
    return next(i.room_from_item[:, :3, 3] for i in game.draw().instances if i.id == "afloat")


def test_a_full_stroke_sends_a_light_down_the_middle_of_the_river() -> None:
    play = river(setup(reps=5, sets=2))
    play.lift()
    assert play.game.score() == 1
    first = lights(play.game)[0]
    play.still(15.0)
    there = lights(play.game)[0]
    assert there[2] < -14.0 < first[2]  # ahead, where the current goes
    assert abs(there[0]) < 4.0
    assert there[1] == pytest.approx(WATER_M, abs=0.05)


def test_a_short_stroke_s_light_stays_among_the_reeds_and_no_word_is_said() -> None:
    play = river(setup())
    play.lift(Lift(peak=0.6))
    play.still(15.0)
    there = lights(play.game)[0]
    assert play.game.score() == 1
    assert abs(there[0]) > 6.8
    assert say(play.game) == ""


def test_each_side_has_its_own_oar_and_sends_its_own_light() -> None:
    play = river(setup("marching", side="both"))
    for side, here in (("right", 1.0), ("left", -1.0)):
        own = {"side": side, f"progress_{'left' if side == 'right' else 'right'}": 0.0}
        for _ in range(40):
            play.tick(1.0, **own)
        raised, low = (item_y(play.game, f"lamp-{s}") for s in (side, "left" if side == "right" else "right"))
        assert raised > low + 0.5
        play.tick(0.0, done(play, side), **own)
        play.still(2.0, side=side)
        assert lights(play.game)[-1][0] * here > 0.5


def item_y(game: River, name: str) -> float:
    return float(next(i for i in game.draw().items if i.id == name).room_from_item[1, 3])


def done(play: Stepper, side: str) -> ev.RepCompleted:
    t = play.t_s
    return ev.RepCompleted(t, 0, side, t - 3.0, t - 1.5, t, 70.0, 4.0, 3.0, 1.5, 0.9, (), True, True)  # type: ignore[arg-type]


def test_the_slower_the_way_back_the_brighter_the_water() -> None:
    bright = []
    for down_s in (0.4, 1.0, 3.0):
        play = river(setup())
        play.lift(Lift(down_s=down_s, pause_s=2.0))
        bright.append(play.game._state.oars["left"].wake)
    assert bright[0] < bright[1] < bright[2]


@pytest.mark.parametrize("still", [True, False])
def test_the_banks_go_by_slowly_unless_they_are_to_stand_still(still: bool) -> None:
    play = river(setup(still=still))
    play.still(4.0)
    before = reeds(play.game)
    play.still(1.0)
    moved = reeds(play.game)[:, 2] - before[:, 2]
    assert np.median(moved) == pytest.approx(0.0 if still else FLOW_M_S, abs=0.01)


def test_nothing_drifts_through_the_raft_and_all_comes_back() -> None:
    banks = Banks.grown(np.random.default_rng(1))
    for metres in (0.0, 17.0, 72.0):
        frames = banks.at(metres)
        assert np.abs(frames[:, 0, 3]).min() > 6.0
        assert (frames[:, 1, 1] >= 0.0).all()
    assert banks.at(72.0) == pytest.approx(banks.at(0.0))  # its whole length


def test_no_bush_looks_like_its_neighbour() -> None:
    """Another kind, or its mirror image: two alike side by side are seen at once."""
    banks = Banks.grown(np.random.default_rng(1))
    trees = [(mesh, at) for mesh, at in zip(banks.meshes, banks.frames, strict=True) if mesh != "reed"]
    for (mesh, frame), (other, beside) in pairwise(trees):
        mirrored = np.linalg.det(frame[:3, :3]) * np.linalg.det(beside[:3, :3]) < 0
        assert mesh != other or mirrored


def test_the_far_bank_is_paler_than_the_near_one() -> None:
    play = river(setup())
    play.tick()
    bushes = next(i for i in play.game.draw().instances if i.id == "bush")
    away, blue = -bushes.room_from_item[:, 2, 3], bushes.colours[:, 2]
    assert blue[away > 50.0].min() > blue[away < 15.0].max() > 0.99


def test_ten_lights_kindle_the_village_and_the_next_set_finds_them() -> None:
    play = river(setup(reps=5, sets=2))
    for _ in range(5):
        play.lift()
    play.still(12.0)
    assert sum(play.game.draw().world.lit) == pytest.approx(5.0, abs=0.01)
    again = river(setup(reps=5, sets=2, set_index=1, kept=play.game.keep()))
    again.tick()
    assert sum(again.game.draw().world.lit) == pytest.approx(5.0, abs=0.01)
    assert len(lights(again.game)) == 5


def test_the_lamp_meets_its_ring_at_the_target() -> None:
    play = river(setup())
    for _ in range(90):
        play.tick(1.0)
    assert np.linalg.norm(item(play.game, "lamp") - item(play.game, "ring")) < 0.08


def test_from_the_player_s_own_place_the_ring_is_where_one_looks() -> None:
    eye = np.array([0.0, 1.2, 0.0])
    for side in ("left", "right"):
        x, y, z = Stage(0.0, True).worn().ring(side) - eye
        assert abs(np.degrees(np.arctan2(x, -z))) < 25.0
        assert np.degrees(np.arctan2(y, np.hypot(x, z))) <= 15.0


@pytest.mark.parametrize("raised", [0.0, 0.5, 1.0])
def test_from_within_an_oar_reaches_from_its_fork_to_its_lamp_and_the_coach_stands_on_the_raft(raised: float) -> None:
    play = river(setup())
    play.game._state.stage = stage = play.game._state.stage.worn()
    for _ in range(90):
        play.tick(raised)
    drawn = from_seat(play.game.draw(), 1.2, {})
    oar, lamp = (next(i.room_from_item for i in drawn.items if i.id == f"{name}-left") for name in ("oar", "lamp"))
    plate = oar @ (0.0, 0.05, -4.55, 1.0)
    assert np.linalg.norm(plate[:3] - lamp[:3, 3] + (0.0, 0.35, 0.0)) < 0.2
    assert oar[:3, 3] == pytest.approx(stage.rowlock("left"))
    x, _, z = stage.coach("left")[:3, 3]
    assert 0.5 < x < 1.05
    assert -2.65 < z < -2.0


def test_what_drives_it() -> None:
    fitting = {e.id for e in library.exercises().values() if fits(River(), e) is None}
    assert {"marching", "trunk_rot_seat", "neck_rot", "finger_nose", "side_walk"} <= fitting
    assert not {"squat", "bridge", "sl_stance"} & fitting
