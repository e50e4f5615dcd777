"""Where to stand, in plain words."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib import resources

import numpy as np
import pytest

from exercises import definition
from exercises.definition import Exercise
from exercises.pose import Joint, Pose, unseen
from exercises.synthetic import body, seen_from
from game.tracking.placement import needed, placement


def exercise(name: str) -> Exercise:
    text = (resources.files("exercises") / "catalog" / f"{name}.toml").read_text(encoding="utf-8")
    return definition.parse(tomllib.loads(text), f"{name}.toml")


def standing(down: float = 0.0, aside: float = 0.0, distance_m: float = 3.0, room: np.ndarray | None = None) -> Pose:
    room = body() if room is None else room
    image = seen_from(room, 0.0, distance_m=distance_m) + np.array([aside, down])
    return Pose(0.0, room, np.ones(33), image=image, camera_yaw_deg=0.0)


SQUAT, LIFT, STAND_UP = exercise("squat"), exercise("shoulder_abduction"), exercise("sit_to_stand")


def test_all_well() -> None:
    for what in (SQUAT, LIFT):
        place = placement(standing(), what, "both")
        assert place.ready, place.say
        assert place.ok == needed(what, "both")
        assert place.picture == "place_stand"


def test_nobody_there() -> None:
    for pose in (None, unseen(0.0)):
        place = placement(pose, STAND_UP, "left")
        assert not place.ready
        assert place.say == "Please come into the picture."
        assert place.picture == "place_chair"
        assert place.ok == frozenset()


def test_feet_cut_off() -> None:
    place = placement(standing(down=0.25), SQUAT, "left")
    assert place.say == "Step back until your feet are in the picture."
    assert place.nudge == "back"
    assert Joint.left_hip in place.ok
    assert Joint.left_ankle not in place.ok
    assert placement(standing(down=0.25), LIFT, "left").ready  # an arm needs no feet
    assert placement(standing(down=0.25), STAND_UP, "left").say.startswith("Move your chair back until your feet")


def test_headroom_comes_from_the_arms_length_and_the_limit() -> None:
    high = standing(down=-0.18)
    assert placement(high, LIFT, "left", up_to_deg=90).ready
    place = placement(high, LIFT, "left", up_to_deg=170)
    assert place.say == "Step back a little: there must be room above your head."
    assert "arm" not in place.say  # nobody is asked to reach up
    assert placement(high, SQUAT, "left").ready


def test_whoever_will_stand_up_needs_room_for_it() -> None:
    joints = ("hip_flexion_deg", "knee_flexion_deg")
    seated = body(**{f"{side}_{j}": 88.0 for side in ("left", "right") for j in joints})
    assert placement(standing(room=seated, down=-0.1), STAND_UP, "left").ready
    assert "room above your head" in placement(standing(room=seated, down=-0.35), STAND_UP, "left").say


@pytest.mark.parametrize(("aside", "way"), [(-0.6, "left"), (0.6, "right")])
def test_out_at_a_side(aside: float, way: str) -> None:
    """Out of the picture's left is the patient's right: they step to their own left."""
    place = placement(standing(aside=aside), LIFT, "both")
    assert place.say == f"Step to your {way}, toward the middle."
    assert place.nudge == way


def test_too_far_and_hidden() -> None:
    assert placement(standing(distance_m=12.0), SQUAT, "left").say == "Come a little closer."
    pose = standing()
    sure = np.array(pose.confidence)
    sure[Joint.left_wrist] = 0.1
    hidden = placement(replace(pose, confidence=sure), LIFT, "left")
    assert hidden.say == "Let the camera see your hands: clear the way, or make the room brighter."
    assert placement(replace(pose, confidence=sure), LIFT, "right").ready


def test_without_a_picture_what_is_seen_decides() -> None:
    pose = replace(standing(), image=None)
    assert placement(pose, SQUAT, "left").ready
    points = np.array(pose.points)
    points[Joint.left_knee] = np.nan
    assert placement(replace(pose, points=points), SQUAT, "left").say == "Let the camera see your knees."


def test_the_right_side_needs_the_other_joints() -> None:
    assert Joint.right_wrist in needed(LIFT, "right")
    assert Joint.left_wrist not in needed(LIFT, "right")
    assert needed(LIFT, "both") == needed(LIFT, "left") | needed(LIFT, "right")


def test_words_are_few() -> None:
    for pose in (standing(), standing(down=0.3), standing(aside=1.0), standing(distance_m=12), standing(down=-0.4)):
        for what in (SQUAT, LIFT, STAND_UP):
            say = placement(pose, what, "both").say
            assert len(say.split()) <= 16, say
            assert "°" not in say
