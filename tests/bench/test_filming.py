"""The held-out films: what is played is what the truth says, and the camera shows it where it should."""

import dataclasses

import numpy as np
import pytest
from filming.acting import act, truth
from filming.report import targets, view_of
from filming.scripts import FPS, RANGES, SEED, Camera, Lift, Script, draw
from filming.studio import HEIGHT, WIDTH, framed, place

from game.minigames.skeleton import INDEX


def one(exercise: str, fault: str | None = None, **changes: object) -> Script:
    """A lift of two seconds to a known peak, by the first film of an exercise in the set."""
    script = next(s for s in draw(SEED) if s.exercise == exercise)
    low = RANGES[exercise][1]
    lift = Lift("left", 1.0, 1.0, 0.0, 1.0, low, fault, 1.0 if fault else 0.0)
    return dataclasses.replace(
        script, kind="plain", side="left", lifts=(lift,), length_s=4.0, tremor_deg=0.0, walk_s=0.0, **changes
    )


@pytest.mark.parametrize("exercise", ["elbow_flexion", "squat", "sit_to_stand", "knee_extension"])
def test_a_joint_of_two_bones_bends_as_far_as_the_script_says(exercise: str) -> None:
    said = truth(one(exercise), act(one(exercise)))
    lift = said["repetitions"][0]
    assert lift["peak_angle_deg"] == pytest.approx(RANGES[exercise][1], abs=0.6)
    assert (lift["start_frame"], lift["peak_frame"], lift["end_frame"]) == (FPS, 2 * FPS, 3 * FPS)
    assert said["angle_deg"][0] == pytest.approx(RANGES[exercise][0], abs=0.6)


def test_feet_stay_where_they_stand_while_the_body_squats() -> None:
    joints = act(one("squat")).joints
    for foot in ("left_foot", "right_foot"):
        moved = joints[:, INDEX[foot]] - joints[0, INDEX[foot]]
        assert np.abs(moved[:, 1:]).max() < 0.02
    assert joints[0, INDEX["hips"], 1] - joints[60, INDEX["hips"], 1] > 0.03  # hips sink meanwhile


def test_knees_of_a_valgus_squat_come_to_a_quarter_of_the_ankles_width() -> None:
    peak = act(one("squat", "knee_valgus")).joints[2 * FPS]
    knees = peak[INDEX["left_lower_leg"], 0] - peak[INDEX["right_lower_leg"], 0]
    ankles = peak[INDEX["left_foot"], 0] - peak[INDEX["right_foot"], 0]
    assert knees / ankles == pytest.approx(0.25, abs=0.12)


def test_a_hiked_shoulder_is_five_centimetres_above_a_normal_lift() -> None:
    rows = [act(one("shoulder_abduction", fault)).joints[2 * FPS] for fault in ("shoulder_hike", None)]
    hiked, normal = (row[INDEX["left_upper_arm"], 1] for row in rows)
    assert hiked - normal == pytest.approx(0.05, abs=0.01)


def test_a_camera_at_the_persons_left_sees_their_front_on_the_left_of_the_picture() -> None:
    camera = Camera(90.0, 3.0, 1.0, 53.0, (0.0, 1.0))
    x, y = place(camera, np.array([[0.0, 1.0, 0.0], [0.0, 1.0, 0.5]])).T
    assert (x[0], y[0]) == (pytest.approx(WIDTH / 2), pytest.approx(HEIGHT / 2))  # what it looks at, in the middle
    assert x[1] < WIDTH / 2


def test_the_whole_act_is_in_the_picture() -> None:
    near = Camera(0.0, 1.6, 1.0, 50.0, (0.4, 0.6))
    script = one("shoulder_abduction", camera=near)
    played = act(script)
    x, y = place(framed(script, played).camera, played.joints.reshape(-1, 3)).T
    assert x.min() > 0
    assert x.max() < WIDTH
    assert y.min() > 0
    assert y.max() < HEIGHT


def test_the_set_is_the_same_from_the_same_seed_and_another_from_another() -> None:
    assert draw(SEED) == draw(SEED)
    assert draw(SEED) != draw(SEED + 1)
    faults = {lift.fault for s in draw(SEED) for lift in s.lifts if lift.fault}
    contract = {"trunk_lean", "shoulder_hike", "elbow_bent", "shoulder_moves", "knee_valgus", "trunk_forward"}
    assert faults == contract


def test_no_repetition_begins_before_the_last_has_ended() -> None:
    for script in draw(SEED):
        for before, after in zip(script.lifts, script.lifts[1:], strict=False):
            assert round(after.start_s * FPS) >= round(before.end_s * FPS) - 1


def test_a_missed_target_is_said() -> None:
    every = {
        "peak_mae_deg": 5.1, "peak_p90_deg": 9.0, "frame_mae_deg": 4.0, "refused": 0, "clips": 4, "count_exact": 1.0,
        "off_by_one": 1.0, "inside": 0.9, "mean_uncertainty_deg": 8.0, "peaks_stated": 1.0, "fault_f1": None,
    }  # fmt: skip
    lines = targets(every, {}).splitlines()
    assert lines[2] == "| mean peak error, answered repetitions | <= 5° | 5.1° | **not met** |"
    assert sum("**not met**" in line for line in lines) == 1
    assert view_of({"yaw": -47.0}) == "oblique"
