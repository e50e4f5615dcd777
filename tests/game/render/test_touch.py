"""Own hands as joints, and fingers that press what lies within their reach."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from exercises.pose import Rigid
from game.openxr.data import HAND_JOINTS, SIDES, Hand, HandJoints, Looked, Side
from game.openxr.room import matrix, quaternion
from game.render.eyes import Board, Ray
from game.render.hands import OwnHand, bent, model, own_hands, resting, skin_of
from game.render.touch import Touch, near

EYE = np.array([0.0, 1.2, 0.0])
BOARD = Board(EYE, low=(0.70, 0.90))
LEVEL = (0.0, 0.0, 0.0, 1.0)


def joint(name: str) -> int:
    return HAND_JOINTS.index(name)


def looked(left: Hand | None = None, right: Hand | None = None) -> Looked:
    return Looked(0.0, Rigid(EYE, LEVEL), True, left or Hand(), right or Hand())


def poking(side: Side, at: tuple[float, float], before_m: float) -> OwnHand:
    """A stretched hand whose fingertip is so far before a place of the tray."""
    assert BOARD.tray is not None
    hand = OwnHand(side, np.array(resting(side)), 1.0)
    to = BOARD.place(at) + before_m * BOARD.tray[:3, 2]
    moved = np.array(hand.room_from_joint)
    moved[:, :3, 3] += to - hand.tip
    return replace(hand, room_from_joint=moved)


def presses(side: Side, *befores_m: float, at: tuple[float, float] = (0.3, 0.8)) -> list[tuple[float, float]]:
    """Where a finger pressed that was so far before the tray, one picture after another."""
    touch = Touch()
    felt = [touch.feel([poking(side, at, before)], BOARD) for before in befores_m]
    return [each.at for each in felt if each is not None and each.pressed]


# --- hands


def test_a_closed_hand_is_a_fist_and_an_open_one_is_not() -> None:
    for side in SIDES:
        palm = resting(side)[joint("palm"), :3, 3]
        for finger in ("index", "middle", "ring", "little"):
            tip = joint(f"{finger}_tip")
            far = np.linalg.norm(bent(side, {})[tip, :3, 3] - palm)
            closed = np.linalg.norm(bent(side, {finger: 1.0})[tip, :3, 3] - palm)
            assert far > 0.085
            assert closed < 0.055


def test_the_left_hand_is_the_right_one_in_a_mirror() -> None:
    bends = {"index": 0.3, "thumb": 0.8, "little": 1.0}
    left, right = bent("left", bends)[:, :3, 3], bent("right", bends)[:, :3, 3]
    assert left == pytest.approx(right * [-1, 1, 1])
    assert right[joint("thumb_tip"), 0] < right[joint("little_tip"), 0]  # palm down, the right thumb is on the left
    for side in SIDES:
        assert np.linalg.det(bent(side, bends)[:, :3, :3]) == pytest.approx(np.ones(26))


def test_joints_at_rest_leave_the_skin_as_it_is_modelled() -> None:
    for side in SIDES:
        assert skin_of(OwnHand(side, resting(side), 1.0)) == pytest.approx(np.tile(np.eye(4), (26, 1, 1)), abs=1e-9)
    assert {bone.name for bone in model().bones} == set(HAND_JOINTS)


def test_tracked_joints_carry_the_hand_and_say_how_large_it_is() -> None:
    rest = resting("right")
    turned = matrix((0.0, np.sin(0.4), 0.0, np.cos(0.4)))
    places = 1.2 * rest[:, :3, 3] @ turned.T + (0.2, 1.0, -0.4)
    rotations = np.array([quaternion(turned @ each) for each in rest[:, :3, :3]])
    joints = HandJoints(places, rotations, np.full(26, 0.01), tracked=True)
    (hand,) = own_hands(looked(right=Hand(joints=joints)))
    assert hand.size == pytest.approx(1.2)
    assert hand.room_from_joint[:, :3, 3] == pytest.approx(places)
    assert skin_of(hand)[0] @ (0, 0, 0, 1) == pytest.approx([0.2, 1.0, -0.4, 1.0])
    unsure = replace(joints, position=np.full((26, 3), np.nan))
    assert own_hands(looked(right=Hand(joints=unsure))) == ()


def test_a_held_controller_is_in_the_fist_and_its_trigger_bends_a_finger() -> None:
    for side in SIDES:
        grip = Rigid((0.1, 1.0, -0.3), LEVEL)
        held = Hand(grip, active=True)
        pulled, (rests,) = replace(held, trigger=1.0), own_hands(looked(**{side: held}))
        (pulls,) = own_hands(looked(**{side: pulled}))
        (points,) = own_hands(looked(**{side: held}), frozenset({side}))
        around = [np.linalg.norm(each.room_from_joint[joint("middle_proximal"), :3, 3] - grip.position)
                  for each in (rests, pulls)]  # fmt: skip
        assert max(around) < 0.06
        # open fingers go along a grip's -Y: the tip of a finger that points is farthest there
        down = [each.room_from_joint[joint("index_tip"), 1, 3] for each in (points, rests, pulls)]
        assert down[0] < down[1] < down[2]


# --- the tray


def test_the_tray_is_within_reach_and_below_the_shoulder() -> None:
    for x in (0.05, 0.95):
        for y in (0.72, 0.88):
            at = BOARD.place((x, y)) - EYE
            assert np.linalg.norm(at) < 0.6
            assert at[1] < -0.19  # a sitting shoulder is about 0.18 m below the eye
    lowest = Board(EYE, low=(0.34, 0.90)).place((0.5, 0.88)) - EYE  # four rows of buttons
    assert np.degrees(np.arctan2(-lowest[1], -lowest[2])) < 45


def test_what_lies_on_the_tray_is_pointed_at_there_and_not_on_the_board() -> None:
    for at in ((0.2, 0.75), (0.9, 0.88), (0.5, 0.3)):
        to = BOARD.place(at)
        assert BOARD.hit(Ray(EYE, (to - EYE) / np.linalg.norm(to - EYE))) == pytest.approx(at)
    gone = Board(EYE).place((0.5, 0.8)) - EYE
    assert BOARD.hit(Ray(EYE, gone / np.linalg.norm(gone))) is None
    assert Board(EYE).hit(Ray(EYE, gone / np.linalg.norm(gone))) == pytest.approx((0.5, 0.8))


# --- pressing


@pytest.mark.parametrize("side", SIDES)
def test_a_finger_that_goes_through_presses_once_where_it_went_through(side: Side) -> None:
    assert presses(side, 0.06, 0.03, 0.01, -0.01, -0.03) == [pytest.approx((0.3, 0.8))]
    assert len(presses(side, 0.30, -0.06)) == 1  # however fast
    assert presses(side, 0.06, 0.01, 0.001, 0.04) == []  # it only came near


def test_a_trembling_finger_presses_once_and_again_when_it_came_back() -> None:
    assert len(presses("right", 0.03, -0.002, 0.004, -0.004, 0.006, -0.002)) == 1
    assert len(presses("right", 0.03, -0.002, 0.02, -0.002)) == 2


def test_what_appears_round_a_finger_is_not_pressed() -> None:
    assert presses("left", -0.02, -0.01, -0.03) == []
    assert len(presses("left", -0.02, 0.03, -0.01)) == 1
    touch = Touch()
    touch.feel([poking("left", (0.3, 0.8), 0.03)], BOARD)
    touch.forget()
    felt = touch.feel([poking("left", (0.3, 0.8), -0.01)], BOARD)
    assert felt is not None
    assert not felt.pressed


def test_a_finger_that_comes_round_the_edge_presses_nothing() -> None:
    touch = Touch()
    way = [((1.2, 0.8), 0.05), ((1.2, 0.8), -0.03), ((0.8, 0.8), -0.03), ((0.5, 0.8), -0.01)]
    felt = [touch.feel([poking("right", at, before)], BOARD) for at, before in way]
    assert not any(each is not None and each.pressed for each in felt)


def test_a_hovering_finger_points_and_the_nearer_hand_counts() -> None:
    left, right = poking("left", (0.2, 0.8), 0.06), poking("right", (0.7, 0.8), 0.02)
    felt = Touch().feel([left, right], BOARD)
    assert felt is not None
    assert (felt.side, felt.at, felt.pressed) == ("right", pytest.approx((0.7, 0.8)), False)
    assert Touch().feel([poking("left", (0.2, 0.8), 0.12)], BOARD) is None
    assert Touch().feel([left], Board(EYE)) is None
    assert near([left, poking("right", (0.5, 0.8), 0.6)], BOARD) == {"left"}
