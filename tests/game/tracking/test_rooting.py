"""Rooting tried on bodies whose room places are known: looked at by a pinhole camera, and brought back."""

from __future__ import annotations

import numpy as np
import pytest

from exercises import frames
from exercises.pose import Joint, Pose
from exercises.synthetic import bodies, body, mover, seen_from
from game.tracking.landmarks import Body
from game.tracking.legs import bent_by
from game.tracking.rooting import Rooting, Sight, StillSecond, reference, unrest_m

ASPECT = 4 / 3
UP = np.array([0.0, 1.0, 0.0])


def seen(room: np.ndarray, yaw_deg: float, aside_m: float = 0.0) -> Body:
    """What the landmarker says of a body: hip-centred camera axes, and the picture."""
    a = np.radians(yaw_deg)
    to_camera = np.array([-np.sin(a), 0.0, -np.cos(a)])
    right = np.cross(UP, to_camera)
    centred = room - frames.hips(room)
    points = np.stack([centred @ right, centred @ UP, centred @ to_camera], axis=-1)
    return Body(points, seen_from(room + aside_m * right, yaw_deg), np.ones(33))


def film(rooms: np.ndarray, yaw_deg: float, fps: float = 30.0) -> list[Pose]:
    still, rooting, out, waiting = StillSecond(), None, [], []
    for n, room in enumerate(rooms):
        sight = Sight(n / fps, seen(room, yaw_deg))
        waiting.append(sight)
        if rooting is None and (found := still.add(sight)) is not None:
            rooting = Rooting(found)
    assert rooting is not None
    for sight in waiting:
        out.append(rooting.pose(sight.t_s, sight.body, ASPECT))
    return out


@pytest.mark.parametrize("yaw_deg", [0.0, 45.0, -80.0])
def test_a_still_body_comes_back_where_it_stands(yaw_deg: float) -> None:
    room = body()
    poses = film(np.repeat(room[None], 40, axis=0), yaw_deg)
    assert np.allclose(poses[-1].points, room, atol=0.06)
    assert poses[-1].camera_yaw_deg == pytest.approx(yaw_deg, abs=0.5)
    assert poses[-1].points[[Joint.left_ankle, Joint.right_ankle], 0].mean() == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize(("yaw_deg", "aside"), [(0.0, 0.0), (90.0, 1.0), (-90.0, -1.0)])
def test_hips_are_put_back_from_the_groin_to_the_joint(yaw_deg: float, aside: float) -> None:
    """Backward in the room by 4 % of the trunk; in the picture to the right where the camera sees the left side."""
    room = body()
    hips = [Joint.left_hip, Joint.right_hip]
    back = 0.04 * np.linalg.norm(frames.trunk(room))
    rooting = Rooting(reference([Sight(t, seen(room, yaw_deg)) for t in (0.0, 0.5, 1.0)], still=True))
    pose = rooting.pose(1.0, seen(room, yaw_deg), ASPECT)
    assert pose.image is not None
    others = (
        pose.points[[Joint.left_shoulder, Joint.right_shoulder]] - room[[Joint.left_shoulder, Joint.right_shoulder]]
    )
    moved = pose.points[hips] - room[hips] - others.mean(axis=0)
    assert moved == pytest.approx(np.array([[0.0, 0.0, back]] * 2), abs=0.005)
    shift = (pose.image - seen(room, yaw_deg).image)[hips] * rooting.reference.metres
    assert shift == pytest.approx(np.array([[aside * back, 0.0]] * 2), abs=0.003)


def test_a_squat_sinks_and_its_feet_stay() -> None:
    squat = [p.points for p in mover("squat", (70,), 30.0)]
    poses = film(np.array(squat), 0.0)
    true = np.array([frames.hips(p)[1] for p in squat])
    hips = np.array([frames.hips(p.points)[1] for p in poses])
    assert np.ptp(true) > 0.15
    assert np.ptp(hips) == pytest.approx(np.ptp(true), rel=0.25)
    feet = np.array([p.points[[Joint.left_heel, Joint.right_heel], 1] for p in poses])
    assert np.abs(feet).max() < 0.06


def test_a_drop_that_the_world_landmarks_hide_is_taken_from_the_picture() -> None:
    """From the front MediaPipe takes thighs that point at the camera for long ones: here the legs stay straight."""
    standing, down = body(), bodies({f"{s}_{j}_flexion_deg": 60 for s in ("left", "right") for j in ("hip", "knee")})[0]
    squat = Body(seen(standing, 0.0).points, seen(down, 0.0).image, np.ones(33))
    rooting = Rooting(reference([Sight(t, seen(standing, 0.0)) for t in (0.0, 0.5, 1.0)], still=True))
    rooting.pose(1.0, seen(standing, 0.0), ASPECT)
    for n in range(20):
        pose = rooting.pose(1.0 + n / 30, squat, ASPECT)
    fallen = frames.hips(standing)[1] - frames.hips(down)[1]
    assert fallen > 0.1
    assert frames.hips(standing)[1] - frames.hips(pose.points)[1] > 0.6 * fallen
    assert pose.points[Joint.left_knee, 2] < pose.points[Joint.left_hip, 2] - 0.1  # the knees go ahead
    assert abs(pose.points[Joint.left_heel, 1]) < 0.05


def test_bending_keeps_the_bones() -> None:
    legs = bent_by(body(), 0.2)
    for a, b in (("hip", "knee"), ("knee", "ankle"), ("ankle", "heel")):
        for side in ("left", "right"):
            i, j = Joint[f"{side}_{a}"], Joint[f"{side}_{b}"]
            assert np.linalg.norm(legs[i] - legs[j]) == pytest.approx(np.linalg.norm(body()[i] - body()[j]), abs=2e-3)
    assert legs[Joint.left_ankle, 1] - body()[Joint.left_ankle, 1] == pytest.approx(0.2, abs=1e-3)
    unseen = body()
    unseen[Joint.left_knee] = np.nan
    assert np.array_equal(bent_by(unseen, 0.1)[Joint.left_ankle], unseen[Joint.left_ankle])


def test_a_marching_foot_lifts_and_the_hips_stay() -> None:
    marching = [p.points for p in mover("marching", (70,), 30.0)]
    poses = film(np.array(marching), 30.0)
    ankles = np.array([p.points[[Joint.left_ankle, Joint.right_ankle], 1] for p in poses])
    assert np.ptp(ankles[:, 0]) > 0.2
    assert np.ptp(ankles[:, 1]) < 0.05
    assert np.ptp([frames.hips(p.points)[1] for p in poses]) < 0.06


def test_a_step_aside_moves_the_body() -> None:
    rooting = Rooting(reference([Sight(t, seen(body(), 0.0)) for t in (0.0, 0.5, 1.0)], still=True))
    for n in range(30):
        pose = rooting.pose(1.0 + n / 30, seen(body(), 0.0, aside_m=0.5), ASPECT)
    assert frames.hips(pose.points)[0] == pytest.approx(-0.5, abs=0.05)  # the picture's right is the patient's left


def test_seated_up_is_the_images_up() -> None:
    seated = body(
        left_hip_flexion_deg=88, right_hip_flexion_deg=88, left_knee_flexion_deg=90, right_knee_flexion_deg=90,
        trunk_forward_deg=15,
    )  # fmt: skip
    at = reference([Sight(t, seen(seated, 30.0)) for t in (0.0, 1.0)], still=True)
    assert at.up == "image"
    assert at.room_from_camera[1].tolist() == [0.0, 1.0, 0.0]
    assert at.camera_yaw_deg == pytest.approx(30.0, abs=1.0)


def test_what_lies_far_outside_the_picture_is_unseen() -> None:
    low = seen(body(), 0.0)
    down = Body(low.points, low.image + np.array([0.0, 0.35]), low.confidence)
    pose = Rooting(reference([Sight(t, low) for t in (0.0, 1.0)], still=True)).pose(0.0, down, ASPECT)
    assert np.isnan(pose.points[Joint.left_ankle]).all()
    assert pose.confidence[Joint.left_ankle] == 0.0
    assert np.isnan(pose.image[Joint.left_ankle]).all()
    assert np.isfinite(pose.points[Joint.left_hip]).all()
    assert np.isnan(Rooting(reference([Sight(t, low) for t in (0.0, 1.0)], True)).pose(0.0, None, ASPECT).points).all()


def test_the_first_still_second_is_found_after_a_walk() -> None:
    still = StillSecond()
    found = None
    for n in range(150):
        t = n / 30
        aside = max(0.0, 2.0 - t)
        found = still.add(Sight(t, seen(body(), 0.0, aside_m=aside)))
        if found is not None:
            break
    assert found is not None
    assert found.still
    assert 1.8 <= found.at_s <= 2.2
    assert StillSecond().calmest() is None


def test_two_sights_a_second_are_enough_and_a_wave_is_not_still() -> None:
    still = StillSecond()
    assert still.add(Sight(0.0, seen(body(), 0.0))) is None
    assert still.add(Sight(1.0, seen(body(), 0.0))) is not None
    wave = [Sight(n / 30, seen(body(left_shoulder_abduction_deg=60 + 30 * np.sin(n / 3)), 0.0)) for n in range(31)]
    assert unrest_m(wave) > 0.04
    moving = StillSecond()
    assert all(moving.add(s) is None for s in wave)
    assert moving.calmest() is not None
    assert not moving.calmest().still
