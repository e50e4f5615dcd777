"""The person on the stage moves as the patient does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from exercises.pose import Joint, Pose, unseen
from exercises.synthetic import body
from game.minigames.bones import Skeleton, hips_shift, joints, least_turn, rotations, unit
from game.minigames.figure import (
    HOLD_S,
    Figure,
    one_leg_moves,
    rest_points,
    room_from_person,
    scripted,
    working_part,
)
from game.minigames.skeleton import BODIES, BONES, INDEX, PARENT, rest_places
from tests.game.minigames.played import CATALOGUE
from tools.rest_joints import PEOPLE, rest_joints

TICK = 1 / 60
RIGHT, UP, AHEAD = np.array([1.0, 0, 0]), np.array([0, 1.0, 0]), np.array([0, 0, -1.0])


def pose(t_s: float = 0.0, **angles: float) -> Pose:
    return Pose(t_s, body(**angles), np.ones(len(Joint)))


def settled(*poses: Pose, body_name: str = "older_woman", seconds: float = 0.6) -> Figure:
    figure = Figure(body_name)
    for p in poses:
        for _ in range(round(seconds / TICK)):
            figure.follow(replace(p), TICK)  # a new pose each time, as from a camera
    return figure


def along(figure: Figure, bone: str, child: str) -> np.ndarray:
    """The direction of a segment in the room, as the renderer would draw it."""
    place = room_from_person()
    return unit(figure.joint_m(child, place) - figure.joint_m(bone, place))


@pytest.mark.parametrize("name", BODIES)
def test_the_table_is_what_the_files_hold(name: str) -> None:
    joints = rest_joints((PEOPLE / f"{name}.glb").read_bytes())
    assert list(joints) == list(BONES)
    assert np.abs(rest_places(name) - np.array([joints[b] for b in BONES])).max() < 1.5e-3  # as good as symmetric


def test_an_unknown_body_is_named() -> None:
    with pytest.raises(ValueError, match=r"'troll'.*older_woman"):
        Figure("troll")


@pytest.mark.parametrize(
    ("angles", "bone", "child", "direction"),
    [
        ({"right_shoulder_abduction_deg": 30.0}, "right_upper_arm", "right_lower_arm", np.array([0.5, -0.866, 0])),
        ({"right_shoulder_abduction_deg": 90.0}, "right_upper_arm", "right_lower_arm", RIGHT),
        ({"right_shoulder_abduction_deg": 90.0}, "right_lower_arm", "right_hand", RIGHT),
        ({"left_shoulder_abduction_deg": 90.0}, "left_upper_arm", "left_lower_arm", -RIGHT),
        ({"left_shoulder_abduction_deg": 150.0}, "left_lower_arm", "left_hand", unit(np.array([-0.5, 0.866, 0]))),
        ({"left_shoulder_flexion_deg": 90.0}, "left_upper_arm", "left_lower_arm", AHEAD),
        ({"right_elbow_flexion_deg": 90.0}, "right_lower_arm", "right_hand", AHEAD),
        ({"right_hip_abduction_deg": 30.0}, "right_upper_leg", "right_lower_leg", np.array([0.5, -0.866, 0])),
        ({"left_hip_flexion_deg": 90.0, "left_knee_flexion_deg": 90.0}, "left_upper_leg", "left_lower_leg", AHEAD),
        ({"left_hip_flexion_deg": 90.0, "left_knee_flexion_deg": 90.0}, "left_lower_leg", "left_foot", -UP),
    ],
)
def test_every_segment_points_where_the_patients_does(
    angles: dict[str, float], bone: str, child: str, direction: np.ndarray
) -> None:
    figure = settled(pose(**angles))
    assert float(along(figure, bone, child) @ direction) > np.cos(np.radians(2.0))


def test_seen_from_behind_right_is_right() -> None:
    figure = settled(pose(right_shoulder_abduction_deg=90.0))
    hand = figure.reach_m("right", False, room_from_person())
    assert hand[0] > 0.5
    assert along(figure, "right_shoulder", "right_upper_arm")[0] > 0.9


def test_every_bone_turns_without_stretching() -> None:
    angles = {"trunk_lateral_deg": 20.0, "right_shoulder_abduction_deg": 120.0, "left_elbow_flexion_deg": 100.0}
    turns = rotations(Skeleton.of("man"), body(**angles))
    assert np.allclose(turns @ turns.transpose(0, 2, 1), np.eye(3), atol=1e-9)
    assert np.allclose(np.linalg.det(turns), 1.0)


def test_a_bent_elbow_takes_its_twist_from_its_plane() -> None:
    """Arm straight out to the side: forearm up and forearm ahead differ only in the twist of the upper arm."""
    skeleton = Skeleton.of("woman")
    points = body(right_shoulder_abduction_deg=90.0)
    elbow = points[Joint.right_elbow]
    twists = []
    for direction in (UP, AHEAD):
        points[Joint.right_wrist] = elbow + 0.25 * direction
        twists.append(rotations(skeleton, points)[INDEX["right_upper_arm"]])
    step = twists[1] @ twists[0].T
    angle = np.degrees(np.arccos((np.trace(step) - 1) / 2))
    assert angle == pytest.approx(90.0, abs=3.0)
    assert abs(unit(np.linalg.svd(step - np.eye(3))[2][-1]) @ np.array([-1.0, 0, 0])) > 0.999  # about the arm itself


def test_a_straight_elbow_is_not_twisted_by_noise() -> None:
    skeleton, rng = Skeleton.of("woman"), np.random.default_rng(5)
    points = body(right_shoulder_abduction_deg=60.0)
    seen = []
    for _ in range(30):
        noisy = points.copy()
        noisy[Joint.right_wrist] += rng.normal(0.0, 0.01, 3)
        seen.append(rotations(skeleton, noisy)[INDEX["right_upper_arm"]])
    assert np.ptp(np.array(seen), axis=0).max() < 1e-6


def test_the_head_turns_with_ears_and_nose() -> None:
    points = body()
    turn = np.array([[0.0, 0, 1], [0, 1, 0], [-1, 0, 0]])  # a quarter turn to the left
    middle = (points[Joint.left_ear] + points[Joint.right_ear]) / 2
    for joint in (Joint.nose, Joint.left_ear, Joint.right_ear):
        points[joint] = middle + turn @ (points[joint] - middle)
    turns = rotations(Skeleton.of("woman"), points)
    face = turns[INDEX["head"]] @ np.array([0, 0, 1.0])
    assert face[0] > 0.85  # model axes: left is +X
    neck = turns[INDEX["neck"]] @ np.array([0, 0, 1.0])
    assert 0.3 < neck[0] < face[0]


def test_a_side_bend_leaves_the_hips_level() -> None:
    turns = rotations(Skeleton.of("woman"), body(trunk_lateral_deg=25.0))
    assert abs(turns[INDEX["hips"]][1, 0]) < 0.02
    assert np.degrees(np.arccos(turns[INDEX["upper_chest"]][1, 1])) == pytest.approx(25.0, abs=6.0)


def test_a_squat_sinks_and_the_feet_stay_on_the_floor() -> None:
    figure = settled(pose(), pose(**SQUAT))
    place = room_from_person()
    assert figure.joint_m("hips", place)[1] < rest_places("older_woman")[0][1] - 0.15
    for side in ("left", "right"):
        ankle = figure.joint_m(f"{side}_foot", place)
        assert ankle[1] == pytest.approx(rest_places("older_woman")[INDEX["left_foot"]][1], abs=0.02)


SQUAT = {
    "left_hip_flexion_deg": 60.0, "right_hip_flexion_deg": 60.0,
    "left_knee_flexion_deg": 90.0, "right_knee_flexion_deg": 90.0,
}  # fmt: skip


def test_seated_the_hips_come_down_to_a_seat_and_the_lower_leg_hangs() -> None:
    figure = Figure("older_woman", "seated")
    place = room_from_person()
    assert 0.35 < figure.joint_m("left_upper_leg", place)[1] < 0.6
    assert along(figure, "left_lower_leg", "left_foot")[1] < -0.98


def test_one_lifted_leg_does_not_lift_the_body() -> None:
    skeleton = Skeleton.of("woman")
    standing, marching = (
        hips_shift(skeleton, joints(skeleton, rotations(skeleton, points)))
        for points in (body(), body(left_hip_flexion_deg=80.0, left_knee_flexion_deg=90.0))
    )
    assert np.abs(marching - standing).max() < 0.02


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("bent", [{}, {"left_hip_flexion_deg": 40.0, "left_knee_flexion_deg": 60.0}])
def test_a_hand_hangs_beside_the_thigh_and_not_in_it(name: str, bent: dict[str, float]) -> None:
    figure = settled(pose(left_shoulder_flexion_deg=12.0, **bent), body_name=name)
    place = room_from_person()
    for side in ("left", "right"):
        hip, knee = (figure.joint_m(f"{side}_{part}", place) for part in ("upper_leg", "lower_leg"))
        tip, wrist = figure.reach_m(side, False, place), figure.joint_m(f"{side}_hand", place)
        for hand in (wrist, (wrist + tip) / 2):
            share = np.clip((hand - hip) @ (knee - hip) / ((knee - hip) @ (knee - hip)), 0.0, 1.0)
            assert np.linalg.norm(hand - hip - share * (knee - hip)) > 0.105
        assert along(figure, f"{side}_upper_arm", f"{side}_lower_arm")[1] < -0.93  # it still hangs


def test_an_unseen_arm_holds_then_eases_to_rest() -> None:
    figure = settled(pose(right_shoulder_abduction_deg=90.0))
    held = along(figure, "right_upper_arm", "right_lower_arm")
    points = body(right_shoulder_abduction_deg=90.0)
    points[[Joint.right_elbow, Joint.right_wrist]] = np.nan
    heights = []
    for i in range(round(4.0 / TICK)):
        figure.follow(Pose(1 + i * TICK, points, np.ones(33)), TICK)
        heights.append(along(figure, "right_upper_arm", "right_lower_arm")[1])
        if (i + 1) * TICK < HOLD_S - 0.05:
            assert float(along(figure, "right_upper_arm", "right_lower_arm") @ held) > 0.999
    assert heights[-1] < -0.95
    assert np.abs(np.diff(heights)).max() < 0.1  # eased, never dropped


def test_nobody_seen_is_not_an_error() -> None:
    figure = Figure("man")
    for i in range(180):
        figure.follow(unseen(i * TICK) if i % 2 else None, TICK)
    person = figure.person("player", room_from_person())
    assert all(np.isfinite(turn).all() for turn in person.bones.values())


def test_doubtful_joints_are_not_followed() -> None:
    figure = settled(pose())
    sure = np.ones(33)
    sure[[Joint.right_elbow, Joint.right_wrist]] = 0.1
    figure.follow(Pose(9.0, body(right_shoulder_abduction_deg=90.0), sure), TICK)
    for _ in range(20):
        figure.follow(Pose(9.1, body(right_shoulder_abduction_deg=90.0), sure), TICK)
    assert along(figure, "right_upper_arm", "right_lower_arm")[1] < -0.95


def test_a_jittering_camera_is_stilled() -> None:
    rng = np.random.default_rng(3)
    points = body(right_shoulder_abduction_deg=60.0, right_elbow_flexion_deg=50.0)
    figure, raw, shown = Figure("woman"), [], []
    for i in range(240):
        noisy = points + rng.normal(0, 0.008, points.shape)
        figure.follow(Pose(i * TICK, noisy, np.ones(33)), TICK)
        if i > 60:
            raw.append(unit(noisy[Joint.right_elbow] - noisy[Joint.right_shoulder]))
            shown.append(along(figure, "right_upper_arm", "right_lower_arm"))
    jitter = [np.abs(np.diff(np.array(x), axis=0)).mean() for x in (raw, shown)]
    assert jitter[1] < jitter[0] / 5


@pytest.mark.parametrize("exercise", sorted(CATALOGUE))
def test_every_exercise_has_a_script_that_moves(exercise: str) -> None:
    e = CATALOGUE[exercise]
    low, high = (scripted(exercise, "left", p, e.position, e.sense) for p in (0.0, 1.0))
    assert np.abs(high - low).max() > 0.05  # a head that turns moves its nose by 9 cm
    assert np.isfinite(rotations(Skeleton.of("man"), high)).all()


def test_an_exercise_without_a_script_is_shown_by_one_of_its_sense() -> None:
    assert np.array_equal(scripted("heel_raise", "left", 1.0, sense="down"), scripted("squat", "left", 1.0))


def test_which_exercises_are_done_with_a_leg() -> None:
    assert {e for e in CATALOGUE if one_leg_moves(CATALOGUE[e])} >= {"hip_abduction", "knee_extension"}
    assert not any(one_leg_moves(CATALOGUE[e]) for e in ("squat", "sit_to_stand", "shoulder_flexion", "elbow_flexion"))


def test_opposite_directions_still_turn() -> None:
    turn = least_turn(UP, -UP)
    assert np.allclose(turn @ UP, -UP)
    assert np.linalg.det(turn) == pytest.approx(1.0)


def test_parents_come_before_their_children() -> None:
    assert all(parent is None or BONES.index(parent) < i for i, parent in enumerate(PARENT.values()))


def test_at_ease_the_hands_hang_low() -> None:
    points = rest_points("standing")
    assert points[Joint.left_wrist, 1] < points[Joint.left_hip, 1] + 0.05


@pytest.mark.parametrize(
    ("exercise", "hips_from_m", "hips_to_m"),
    [
        ("slr", 0.08, 0.25),
        ("heel_slide", 0.08, 0.25),
        ("bridge", 0.21, 0.48),
        ("press_up_prone", 0.08, 0.33),
        ("bird_dog", 0.41, 0.63),
    ],
)
def test_who_lies_lies_on_a_mat_and_a_raised_leg_lifts_nobody(
    exercise: str, hips_from_m: float, hips_to_m: float
) -> None:
    e, place = CATALOGUE[exercise], room_from_person()
    for progress in (0.0, 1.0):
        figure = Figure("woman", e.position)
        for _ in range(40):
            figure.act(scripted(exercise, "left", progress, e.position, e.sense), TICK)
        heights = [figure.joint_m(bone, place)[1] for bone in BONES]
        assert 0.03 < min(heights) < 0.18  # the lowest joint lies under skin, not under the mat
        bones, rests = figure.person("player", place).bones, rest_places("woman")
        for side in ("left", "right"):  # nor do toes and fingers go through it
            ankle, wrist = (figure.joint_m(f"{side}_{part}", place)[1] for part in ("foot", "hand"))
            along_hand = unit(rests[INDEX[f"{side}_hand"]] - rests[INDEX[f"{side}_lower_arm"]])
            assert ankle + 0.15 * (bones[f"{side}_foot"] @ (0.0, -0.05, 1.0))[1] > 0.0
            assert wrist + 0.15 * (bones[f"{side}_hand"] @ along_hand)[1] > 0.0
    assert hips_from_m < figure.joint_m("left_upper_leg", place)[1] < hips_to_m


def test_what_is_seen_to_move() -> None:
    names = (
        "marching",
        "neck_side",
        "elbow_flexion",
        "squat",
        "wall_pushup",
        "bridge",
        "bilat_raise",
        "trunk_rot_seat",
    )
    parts = [working_part(CATALOGUE[name]) for name in names]
    assert parts == ["foot", "head", "hand", "chest", "chest", "hips", "hand", "hand"]


def test_a_figure_s_part_is_where_it_is_drawn() -> None:
    figure, place = settled(pose()), room_from_person(0.5)
    assert np.allclose(figure.part_m("chest", "left", place), figure.joint_m("upper_chest", place))
    assert figure.part_m("head", "left", place)[1] > figure.part_m("chest", "left", place)[1]
    assert figure.part_m("hand", "left", place)[0] < 0.5 < figure.part_m("hand", "right", place)[0]
