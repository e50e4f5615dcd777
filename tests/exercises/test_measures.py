import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises import measures, synthetic
from exercises.measures import MEASURES, RANGES_DEG
from exercises.pose import Joint
from tests.poses import pose_with


def read(name: str, side: str = "left", **angles_deg: float) -> float:
    pose = pose_with(**angles_deg)
    return float(MEASURES[name](pose.points[None].astype(float), side)[0])


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize(
    ("measure", "angle", "values"),
    [
        ("shoulder_elevation", "shoulder_abduction_deg", (0, 45, 90, 180)),
        ("shoulder_elevation", "shoulder_flexion_deg", (0, 30, 90, 150)),
        ("elbow_flexion", "elbow_flexion_deg", (0, 10, 90, 140)),
        ("knee_flexion", "knee_flexion_deg", (0, 30, 90, 120)),
        ("hip_angle", "hip_flexion_deg", (0, 45, 90)),
        ("hip_angle", "hip_abduction_deg", (0, 20, 40)),
        ("thigh_vertical", "hip_flexion_deg", (0, 45, 90)),
    ],
)
def test_a_joint_angle_is_what_the_body_was_built_with(side, measure, angle, values):
    for value in values:
        assert read(measure, side, **{f"{side}_{angle}": value}) == pytest.approx(value, abs=1e-3)


@pytest.mark.parametrize("heading", [0, 40, -120])
def test_angles_do_not_depend_on_where_one_faces(heading):
    body = {"left_shoulder_flexion_deg": 70, "trunk_lateral_deg": 12, "heading_deg": heading}
    assert read("shoulder_elevation", **body) == pytest.approx(70, abs=1e-3)
    assert read("trunk_lateral", **body) == pytest.approx(12, abs=1e-3)


def test_the_trunk_leans_to_one_side():
    assert read("trunk_lateral", "left", trunk_lateral_deg=15) == pytest.approx(15, abs=1e-3)
    assert read("trunk_lateral", "right", trunk_lateral_deg=15) == pytest.approx(-15, abs=1e-3)
    assert read("trunk_lateral_away", "left", trunk_lateral_deg=-15) == pytest.approx(15, abs=1e-3)
    assert read("trunk_vertical", trunk_lateral_deg=15) == pytest.approx(15, abs=1e-3)


def test_the_trunk_leans_forward_and_back():
    assert read("trunk_forward", trunk_forward_deg=25) == pytest.approx(25, abs=1e-3)
    assert read("trunk_backward", trunk_forward_deg=-20) == pytest.approx(20, abs=1e-3)


def test_the_plane_of_a_lift():
    assert read("shoulder_plane", left_shoulder_abduction_deg=90) == pytest.approx(0, abs=1e-3)
    assert read("shoulder_plane", left_shoulder_flexion_deg=90) == pytest.approx(90, abs=1e-3)
    assert read("shoulder_plane", "right", right_shoulder_flexion_deg=90) == pytest.approx(90, abs=1e-3)


def test_a_hiked_shoulder_tilts_the_shoulder_line():
    # 5 cm over a shoulder line 0.258 of 1.70 m wide; the trunk's end rises by half of it
    assert read("shoulder_hike", left_shoulder_hike_m=0.05) == pytest.approx(
        np.degrees(np.arctan(0.05 / 0.4386)), abs=0.7
    )
    assert read("shoulder_hike", "right", left_shoulder_hike_m=0.05) < -5


def test_hiked_shoulders_come_nearer_the_ears():
    # 5 cm on one side: the middle of the shoulders rises by half of it, the trunk grows and the neck shrinks by as much
    trunk, neck = 0.288 * 1.70, 0.112 * 1.70
    rise = read("shoulder_to_ear", left_shoulder_hike_m=0.05) - read("shoulder_to_ear")
    assert rise == pytest.approx(200 * (neck / trunk - (neck - 0.025) / (trunk + 0.025)), abs=0.1)


def test_knees_over_ankles_and_knees_together():
    assert read("knee_valgus") == pytest.approx(0, abs=1e-3)
    half_way = 0.0955 * 1.70 / 2
    assert read("knee_valgus", left_knee_in_m=half_way, right_knee_in_m=half_way) == pytest.approx(0.5, abs=1e-3)


def test_seen_straight_on_the_image_shows_the_same_angle():
    points = synthetic.bodies({"left_shoulder_abduction_deg": np.arange(10.0, 170, 20)})
    image = synthetic.seen_from(points, yaw_deg=0, distance_m=30, fov_deg=6)
    seen = measures.shoulder_elevation(image, "left")
    np.testing.assert_allclose(seen, np.arange(10.0, 170, 20), atol=0.5)


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_one_pose_is_the_batch_of_one(name):
    points = np.stack([pose_with(left_knee_flexion_deg=a, trunk_forward_deg=a / 2).points for a in range(0, 100, 7)])
    batch = MEASURES[name](points.astype(float), "left")
    single = [MEASURES[name](row[None].astype(float), "left")[0] for row in points]
    np.testing.assert_array_equal(batch, single)


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_an_unseen_joint_is_nan_and_only_in_its_row(name):
    points = np.stack([pose_with().points, np.full((len(Joint), 3), np.nan)]).astype(float)
    values = MEASURES[name](points, "right")
    assert np.isfinite(values[0])
    assert np.isnan(values[1])


@settings(deadline=None, max_examples=30)
@given(st.floats(0, 180), st.floats(-60, 60), st.sampled_from(["left", "right"]))
def test_no_sound_body_reads_beyond_its_range(lift, lean, side):
    body = {f"{side}_shoulder_abduction_deg": lift, "trunk_lateral_deg": lean}
    for name, (low, high) in RANGES_DEG.items():
        assert low - 1e-3 <= read(name, side, **body) <= high + 1e-3


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("heading", [0, 65, -130])
@pytest.mark.parametrize(
    ("measure", "body", "value"),
    [
        ("shoulder_rotation", {"S_elbow_flexion_deg": 90, "S_shoulder_rotation_deg": 50}, 50),
        ("shoulder_rotation", {"S_elbow_flexion_deg": 90, "S_shoulder_rotation_deg": -40}, -40),
        ("horizontal_adduction", {"S_shoulder_flexion_deg": 90, "S_shoulder_horizontal_deg": 35}, 35),
        ("horizontal_adduction", {"S_shoulder_abduction_deg": 90}, -90),
        ("arm_vertical", {"S_shoulder_flexion_deg": 120}, 120),
        ("arm_vertical", {"S_shoulder_flexion_deg": 60, "trunk_forward_deg": 60}, 0),
        ("arm_swing", {"S_shoulder_flexion_deg": 25}, 25),
        ("arm_swing", {"S_shoulder_flexion_deg": 40, "trunk_forward_deg": 60}, -20),
        ("arms_uneven", {"O_shoulder_flexion_deg": 80, "S_shoulder_flexion_deg": 50}, 30),
        ("neck_flexion", {"neck_flexion_deg": 30}, 30 + 6.65),
        ("neck_flexion", {"neck_flexion_deg": 30, "trunk_forward_deg": 20}, 30 + 6.65),
        ("neck_extension", {"neck_flexion_deg": -30}, 30 - 6.65),
        ("hip_extension", {"S_hip_flexion_deg": -20}, 20),
        ("hip_extension", {"S_hip_flexion_deg": -20, "trunk_forward_deg": 15}, 5),
        ("thigh_back", {"S_hip_flexion_deg": -20, "trunk_forward_deg": 15}, 20),
        ("step_angle", {"S_hip_flexion_deg": 20, "O_hip_flexion_deg": -15}, 35),
        ("step_back_angle", {"S_hip_flexion_deg": -18, "O_hip_flexion_deg": 7}, 25),
        ("heel_rise", {"S_foot_pitch_deg": 35}, 35),
        ("toes_up", {"S_foot_pitch_deg": 30}, -30),
        ("toes_up", {"S_foot_pitch_deg": -12}, 12),
    ],
)  # fmt: skip
def test_what_the_larger_catalogue_measures(measure, body, value, side, heading):
    other = "right" if side == "left" else "left"
    angles = {name.replace("S_", f"{side}_").replace("O_", f"{other}_"): deg for name, deg in body.items()}
    assert read(measure, side, heading_deg=heading, **angles) == pytest.approx(value, abs=0.01)


@pytest.mark.parametrize(
    ("measure", "angle"),
    [
        ("trunk_rotation", "trunk_rotation_deg"),
        ("neck_rotation", "neck_rotation_deg"),
        ("neck_side_flexion", "neck_lateral_deg"),
    ],
)
def test_a_turn_to_the_left_is_one_away_from_the_right(measure, angle):
    assert read(measure, "left", heading_deg=40, **{angle: 35}) == pytest.approx(35, abs=0.01)
    assert read(measure, "right", heading_deg=40, **{angle: 35}) == pytest.approx(-35, abs=0.01)


def test_a_neck_is_measured_against_the_shoulders():
    assert read("neck_rotation", neck_rotation_deg=30, trunk_rotation_deg=25) == pytest.approx(30, abs=0.01)
    assert read("neck_side_flexion", neck_lateral_deg=20, trunk_lateral_deg=15) == pytest.approx(20, abs=0.01)


def test_legs_stand_apart_by_the_hips_width_and_a_step():
    leg, half = 0.245 + 0.246, 0.0955
    assert read("legs_apart") == pytest.approx(2 * np.degrees(np.arctan(half / leg)), abs=0.01)
    wide = half + leg * np.sin(np.radians(15))
    wider = 2 * np.degrees(np.arctan(wide / (leg * np.cos(np.radians(15)))))
    both = {"left_hip_abduction_deg": 15, "right_hip_abduction_deg": 15}
    assert read("legs_apart", **both) == pytest.approx(wider, abs=0.01)
