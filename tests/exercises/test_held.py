"""An arm that a camera sees and whose hand a headset holds: neither overrules the other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from exercises.definition import Exercise
from exercises.observing import HELD_SHARE, observe, stack
from exercises.pose import Joint, Rigid
from exercises.reconstruction import of_film, views
from exercises.synthetic import mover
from game.library import exercises

HELD = Rigid((0.0, 1.0, 0.0), (0.0, 0.0, 0.0, 1.0))
SHOULDER, ELBOW, WRIST = Joint.left_shoulder, Joint.left_elbow, Joint.left_wrist


@pytest.fixture(scope="module")
def abduction() -> Exercise:
    return exercises()["shoulder_abduction"]


def angles(exercise, poses):
    bodies = stack(poses)
    return observe(exercise, ("left",), bodies, of_film(views(bodies.points, bodies.image))).deg["left"]


def lowered(pose, deg, held):
    """The arm's points turned down by some degrees about the shoulder; the picture stays as it is."""
    points = np.array(pose.points, dtype=float)
    turn = np.radians(deg)
    about_z = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    for joint in (ELBOW, WRIST):
        points[joint] = points[SHOULDER] + about_z @ (points[joint] - points[SHOULDER])
    return replace(pose, points=points, left_hand=HELD if held else None)


def test_a_held_hand_where_the_picture_has_it_changes_nothing(abduction):
    poses = mover("shoulder_abduction", (90.0, 90.0))
    held = [replace(p, left_hand=HELD) for p in poses]
    assert angles(abduction, held) == pytest.approx(angles(abduction, poses), abs=1.0)


def test_a_held_hand_draws_the_pictures_arm_to_it(abduction):
    poses = mover("shoulder_abduction", (90.0, 90.0))
    plain = angles(abduction, poses)
    up = plain > 80.0
    seen = angles(abduction, [lowered(p, 20.0, held=False) for p in poses])
    held = angles(abduction, [lowered(p, 20.0, held=True) for p in poses])
    assert seen[up] == pytest.approx(plain[up], abs=2.0)  # a camera alone: across its sight the picture says all
    assert held[up] == pytest.approx(plain[up] - HELD_SHARE * 20.0, abs=2.0)


def test_the_other_arm_is_the_pictures(abduction):
    poses = mover("shoulder_abduction", (90.0, 90.0))
    right = [replace(p, right_hand=HELD) for p in poses]
    assert np.array_equal(angles(abduction, right), angles(abduction, poses))


def test_without_a_picture_the_points_are_all_there_is(abduction):
    poses = [replace(p, image=None) for p in mover("shoulder_abduction", (90.0, 90.0))]
    held = [replace(p, left_hand=HELD) for p in poses]
    assert np.array_equal(angles(abduction, held), angles(abduction, poses))
