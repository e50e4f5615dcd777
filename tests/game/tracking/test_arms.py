"""Elbows and arms' lengths whose answer can be worked out by head."""

from __future__ import annotations

import numpy as np
import pytest

from game.tracking.arms import ARM, FOREARM, UPPER_ARM, Arm, elbow, hanging, height_from, stretched

DOWN, AHEAD, OUT = np.array([0.0, -1.0, 0.0]), np.array([0.0, 0.0, -1.0]), np.array([-1.0, 0.0, 0.0])
HANGS = hanging(OUT, AHEAD)
SHOULDER = np.array([-0.2, 1.1, 0.0])
UPPER_M, FORE_M = 0.30, 0.30 * FOREARM / UPPER_ARM
LONG_M = UPPER_M + FORE_M


def test_a_right_angle_is_found_where_hand_and_lengths_agree():
    """Upper arm down, forearm ahead: the elbow is 30 cm below the shoulder."""
    true = SHOULDER + UPPER_M * DOWN
    found = elbow(SHOULDER, true + FORE_M * AHEAD, AHEAD, LONG_M, HANGS)
    np.testing.assert_allclose(found, true, atol=0.015)


def test_the_hand_turns_the_elbow_out_of_where_it_hangs():
    """Upper arm out to the side and forearm ahead: nothing but the hand says that the elbow does not hang."""
    true = SHOULDER + UPPER_M * OUT
    found = elbow(SHOULDER, true + FORE_M * AHEAD, AHEAD, LONG_M, HANGS)
    assert np.linalg.norm(found - true) < 0.06
    by_habit = elbow(SHOULDER, true + FORE_M * AHEAD, _unit(true + FORE_M * AHEAD - SHOULDER), LONG_M, HANGS)
    assert np.linalg.norm(by_habit - true) > 0.1


@pytest.mark.parametrize("long_m", [0.99 * LONG_M, LONG_M, 1.01 * LONG_M])
def test_a_straight_arm_stays_straight_though_its_length_is_a_little_wrong(long_m):
    """By lengths alone an arm 1 % too long would be bent by 16 degrees, its elbow 4 cm off the line."""
    found = elbow(SHOULDER, SHOULDER + LONG_M * AHEAD, AHEAD, long_m, HANGS)
    off = found - SHOULDER
    off = off - (off @ AHEAD) * AHEAD
    assert np.linalg.norm(off) < 0.03


def test_a_hand_at_the_shoulder_or_nowhere_gives_no_elbow():
    assert np.isnan(elbow(SHOULDER, SHOULDER, AHEAD, LONG_M, HANGS)).all()
    assert np.isnan(elbow(SHOULDER, np.full(3, np.nan), AHEAD, LONG_M, HANGS)).all()


def test_an_arm_straight_down_still_has_a_place_for_its_elbow():
    found = elbow(SHOULDER, SHOULDER + LONG_M * DOWN, DOWN, LONG_M, DOWN)
    np.testing.assert_allclose(found[1], SHOULDER[1] - UPPER_M, atol=0.01)


def test_an_arm_is_as_long_as_what_was_reached_for_a_while():
    """0.60 m held for half a second is an arm's length; 0.64 m in a single look is a jump of the tracking."""
    arm, hand = Arm(), np.eye(3)
    for i in range(36):
        arm = stretched(arm, i / 72, SHOULDER, SHOULDER + 0.60 * DOWN, hand, 1.75)
    arm = stretched(arm, 0.5, SHOULDER, SHOULDER + 0.64 * DOWN, hand, 1.75)
    arm = stretched(arm, 0.52, SHOULDER, SHOULDER + 0.60 * DOWN, hand, 1.75)
    assert arm.length_m == pytest.approx(0.60)
    assert Arm().long_m(1.75) == pytest.approx(ARM * 1.75)


def test_how_a_hand_is_held_is_learned_from_straight_arms():
    """The hand bent by 15 degrees against an arm that hangs: after a while the forearm is known to lie there."""
    turn = np.radians(15.0)
    hand = np.array([[1, 0, 0], [0, np.cos(turn), -np.sin(turn)], [0, np.sin(turn), np.cos(turn)]])
    arm = Arm()
    for i in range(300):
        arm = stretched(arm, i / 72, SHOULDER, SHOULDER + 0.58 * DOWN, hand, 1.75)
    np.testing.assert_allclose(hand @ np.asarray(arm.habit), DOWN, atol=0.02)


@pytest.mark.parametrize("tall_m", [1.5, 1.7, 1.9])
def test_height_follows_from_an_arm_that_hangs_straight_and_not_from_one_overhead(tall_m):
    shares = np.array([-0.129, -0.125, 0.05])  # from the eyes to the left shoulder
    hanging_m = tall_m * shares + ARM * tall_m * DOWN
    assert height_from(hanging_m, shares, DOWN) == pytest.approx(tall_m)
    assert np.isnan(height_from(tall_m * shares - ARM * tall_m * DOWN, shares, -DOWN))
    assert np.isnan(height_from(hanging_m, shares, AHEAD))  # a hand that points ahead: the elbow is bent


def _unit(v):
    return v / np.linalg.norm(v)
