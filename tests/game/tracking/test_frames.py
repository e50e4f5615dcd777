"""Frames by head: signs first, then a whole body there and back."""

from __future__ import annotations

import numpy as np
import pytest

from exercises import frames
from exercises.pose import Joint
from exercises.synthetic import body, seen_from

UP = np.array([0.0, 1.0, 0.0])


def in_camera(room: np.ndarray, yaw_deg: float) -> np.ndarray:
    """Hip-centred camera axes of room points, for a camera `yaw_deg` round to the patient's left: by head, not by
    frames: the camera's right is where its left-hand neighbour round the patient is not."""
    a = np.radians(yaw_deg)
    to_camera = np.array([-np.sin(a), 0.0, -np.cos(a)])  # 0: ahead of the patient (-z); +90: their left (-x)
    right = np.cross(UP, to_camera)
    centred = room - frames.hips(room)
    return np.stack([centred @ right, centred @ UP, centred @ to_camera], axis=-1)


def test_mediapipe_counts_down_and_away() -> None:
    assert frames.camera_from_mediapipe(np.array([1.0, 2.0, 3.0])).tolist() == [1.0, -2.0, -3.0]


def test_facing_the_camera_the_patients_left_is_on_the_pictures_right() -> None:
    points = in_camera(body(), 0.0)
    assert points[Joint.left_shoulder, 0] > 0 > points[Joint.right_shoulder, 0]
    assert points[Joint.nose, 2] > 0  # the nose points at the camera
    rotation = frames.room_from_camera(UP, np.array([1.0, 0.0, 0.0]))
    assert (rotation @ np.array([1.0, 0.0, 0.0])).tolist() == [-1.0, 0.0, 0.0]  # left is -x
    assert (rotation @ np.array([0.0, 0.0, 1.0])).tolist() == [0.0, 0.0, -1.0]  # toward the camera is ahead
    assert frames.camera_yaw_deg(rotation) == 0.0


@pytest.mark.parametrize("yaw_deg", [-90.0, -84.0, -15.0, 0.0, 18.0, 45.0, 90.0, 170.0])
def test_a_body_comes_back_from_the_camera(yaw_deg: float) -> None:
    room = body(left_shoulder_abduction_deg=70, right_knee_flexion_deg=40)
    seen = in_camera(room, yaw_deg)
    rotation = frames.room_from_camera(frames.trunk(seen), frames.leftward(seen))
    assert np.allclose(seen @ rotation.T, room - frames.hips(room))
    assert frames.camera_yaw_deg(rotation) == pytest.approx(yaw_deg)
    assert frames.heading_from_camera_deg(frames.leftward(seen)) == pytest.approx(yaw_deg)
    assert np.linalg.det(rotation) == pytest.approx(1.0)


def test_feet_beside_each_other_count_as_much_as_the_shoulders_and_others_do_not() -> None:
    seen = in_camera(body(), 0.0)
    ankles = [Joint.left_ankle, Joint.right_ankle]
    for feet_deg, heading_deg in ((30.0, 9.9), (60.0, 0.0)):  # a third of it; too far off to stand side by side
        turned = seen.copy()
        a = np.radians(feet_deg)
        turned[ankles[0]], turned[ankles[1]] = (
            np.array([[1, -5, 0], [-1, -5, 0]])
            * 0.1
            @ np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
        )
        assert frames.heading_from_camera_deg(frames.leftward(turned)) == pytest.approx(heading_deg, abs=0.2)
    seen[ankles] = np.nan
    assert frames.heading_from_camera_deg(frames.leftward(seen)) == pytest.approx(0.0, abs=1e-9)


def test_a_back_is_told_from_a_front_and_undone() -> None:
    front = in_camera(body(left_shoulder_abduction_deg=60), 10.0)
    back = frames.seen_from_behind(front)
    assert not frames.faces_away(front)
    assert frames.faces_away(back)
    assert np.array_equal(frames.seen_from_behind(back), front)
    assert not frames.faces_away(in_camera(body(), 90.0))
    assert np.array_equal(frames.mirrored(np.arange(33))[[11, 12, 9, 0]], [12, 11, 10, 0])


def test_standing_is_straight_knees_under_an_upright_trunk() -> None:
    assert frames.stands_upright(in_camera(body(), 40.0))
    assert frames.stands_upright(in_camera(body(left_shoulder_abduction_deg=150), 0.0))
    seated = body(
        left_hip_flexion_deg=88, right_hip_flexion_deg=88, left_knee_flexion_deg=90, right_knee_flexion_deg=90
    )
    assert not frames.stands_upright(in_camera(seated, 0.0))
    lying = in_camera(body(), 0.0)[:, [1, 0, 2]]
    assert not frames.stands_upright(lying)
    unseen = in_camera(body(), 0.0)
    unseen[Joint.left_knee] = np.nan
    assert not frames.stands_upright(unseen)


def test_the_scale_does_not_depend_on_the_posture() -> None:
    sure = np.ones(len(Joint))
    scales = []
    for pose in (body(), body(left_shoulder_abduction_deg=160, trunk_lateral_deg=20), body(left_hip_flexion_deg=80)):
        image = seen_from(pose, 30.0, distance_m=30.0, fov_deg=6.0)  # far and narrow: no perspective
        scales.append(frames.metres_per_image_height(in_camera(pose, 30.0), image, sure))
    assert scales == pytest.approx([2 * 30 * np.tan(np.radians(3))] * 3, rel=0.01)
    assert np.isnan(frames.metres_per_image_height(np.full((33, 3), np.nan), np.zeros((33, 2)), sure))


def test_no_heading_is_an_error() -> None:
    with pytest.raises(ValueError, match="no heading"):
        frames.room_from_camera(UP, 2 * UP)
    with pytest.raises(ValueError, match="no heading"):
        frames.room_from_camera(UP, np.full(3, np.nan))


def test_the_lower_foot_and_between_the_feet() -> None:
    marching = body(left_hip_flexion_deg=70, left_knee_flexion_deg=70)
    assert frames.lower_foot_m(marching) == pytest.approx(0.0, abs=0.01)
    assert np.isnan(frames.lower_foot_m(np.full((33, 3), np.nan)))
    assert frames.between_feet(body())[0] == pytest.approx(0.0)
