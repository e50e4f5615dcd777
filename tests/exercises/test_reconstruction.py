"""Limbs rebuilt from a picture, on bodies whose angles are known and landmarks that are wrong in a known way."""

import numpy as np
import pytest

from exercises.measures import MEASURES
from exercises.pose import Joint
from exercises.reconstruction import Build, Grown, grow, of_film, of_grown, reconstruct, views
from exercises.synthetic import bodies, seen_from

SIDE_ON = 90.0


def seated(knee_deg: list[float]) -> tuple[np.ndarray, np.ndarray]:
    """(N, 33, 3) room points and (N, 33, 2) image of somebody who sits and straightens the left knee, side-on."""
    deg = np.array(knee_deg)
    level = np.full(len(deg), 90.0)
    points = bodies(
        {"left_hip_flexion_deg": level, "right_hip_flexion_deg": level, "right_knee_flexion_deg": level,
         "left_knee_flexion_deg": deg}
    )  # fmt: skip
    return points, seen_from(points, SIDE_ON)


def knee(points: np.ndarray, image: np.ndarray, build: Build, *, thighs_rest: bool) -> np.ndarray:
    yaw = np.full(len(points), SIDE_ON)
    rebuilt = reconstruct(points, image, yaw, build, "sagittal", ("left",), thighs_rest=thighs_rest)
    return MEASURES["knee_flexion"](rebuilt, "left")


def test_a_seated_knee_that_climbs_in_the_picture_is_put_back_on_the_chair():
    points, image = seated([90.0] * 20 + [20.0] * 6)
    build = of_film(views(points, image))
    climbed = image.copy()
    climbed[20:, Joint.left_knee, 1] -= 0.03 / build.metres[0]  # three centimetres up, seen from the side: 8 degrees
    believed = knee(points, climbed, build, thighs_rest=False)[-1]
    rested = knee(points, climbed, build, thighs_rest=True)[-1]
    assert believed > 26.0
    assert abs(rested - 20.0) < 0.35 * (believed - 20.0)
    assert knee(points, image, build, thighs_rest=True) == pytest.approx(
        knee(points, image, build, thighs_rest=False), abs=0.2
    )


def test_thighs_learned_pose_by_pose_come_to_those_of_the_film_and_outlast_a_hidden_knee():
    points, image = seated([90.0] * 60)
    image[30:40, Joint.right_knee] = np.nan
    rows = views(points, image)
    grown = Grown()
    for t, row in enumerate(rows.tolist()):
        grown = grow(grown, t / 30.0, tuple(row))
    assert of_grown([grown]).thighs == pytest.approx(of_film(rows).thighs, abs=1e-6)


def test_a_lean_to_the_side_keeps_to_the_heading_whatever_depth_the_model_gives_the_shoulders():
    points = bodies({"trunk_lateral_deg": np.full(8, 20.0)})
    image = seen_from(points, 0.0)
    build = of_film(views(points, image))
    wrong = points.copy()
    wrong[:, Joint.left_shoulder, 2] -= 0.15  # the model turns the shoulders by half a right angle
    wrong[:, Joint.right_shoulder, 2] += 0.15
    yaw = np.zeros(8)
    assert abs(MEASURES["trunk_lateral"](wrong, "left")[0] - 20.0) < 20.0
    for plane, off_deg in (("frontal", 0.5), ("transverse", 90.0)):
        rebuilt = reconstruct(wrong, image, yaw, build, plane, ("left",))
        shoulders = rebuilt[0, Joint.left_shoulder] - rebuilt[0, Joint.right_shoulder]
        turned = np.degrees(np.arctan2(abs(shoulders[2]), abs(shoulders[0])))
        assert (turned < off_deg) if plane == "frontal" else (turned > 30.0)
