"""What a headset may judge: from the catalogue's words, the joints it gives, and what was measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from exercises.headset import MEAN_DEG, P90_DEG, SEES, assessable, half_width_deg, headset_allows, unwearable
from exercises.headset_errors import ERRORS
from exercises.pose import Joint
from game.library import exercises
from game.tracking.wearer import PROVIDES

CATALOGUE = exercises()
ROOT = Path(__file__).parents[2]
ALLOWED = {name for name, exercise in CATALOGUE.items() if headset_allows(exercise) is None}


def test_a_headset_sees_what_its_source_provides():
    assert SEES == PROVIDES
    assert not SEES & {Joint.left_knee, Joint.right_ankle, Joint.left_heel}


def test_whatever_is_allowed_was_measured_and_is_sure_enough():
    assert ALLOWED
    for name in ALLOWED:
        found = ERRORS[name]
        assert found.mean_deg <= MEAN_DEG
        assert found.p90_deg <= P90_DEG
        assert half_width_deg(CATALOGUE[name]) >= found.p90_deg


def test_arm_raises_are_allowed_and_legs_balance_and_what_covers_the_face_are_not():
    assert {"shoulder_abduction", "shoulder_flexion", "elbow_flexion", "reach_forward", "cross_midline"} <= ALLOWED
    for name in ("squat", "knee_extension", "sit_to_stand", "calf_raise", "tandem_stance", "bridge"):
        assert "legs" in (headset_allows(CATALOGUE[name]) or "")
    for name in ("sh_pendulum", "sh_wall_slide", "big_rock_side"):
        assert "standing" in (headset_allows(CATALOGUE[name]) or "")
    for name in ("finger_nose", "hand_to_mouth", "neck_rot", "seat_flex"):
        assert unwearable(CATALOGUE[name]) is not None


@pytest.mark.parametrize("name", ["neck_rot", "neck_side", "neck_flexion", "neck_extension"])
def test_the_necks_range_can_be_assessed_though_it_is_not_played(name):
    exercise = CATALOGUE[name]
    assert headset_allows(exercise) is not None
    assert assessable(exercise) is None
    assert ERRORS[name].mean_deg < 3.0


def test_nothing_measured_leaves_an_angle_unsure():
    assert assessable(CATALOGUE["squat"]) is not None
    assert half_width_deg(CATALOGUE["squat"]) != half_width_deg(CATALOGUE["squat"])  # NaN


def test_the_page_of_accuracy_names_the_same_exercises():
    page = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    part = page[page.index("## Headset") :]
    listed = part[part.index("`exercises/headset.py`):") :].split("):", 1)[1].split(".", 1)[0]
    assert {name.strip() for name in listed.replace("\n", " ").split(",")} == ALLOWED
