"""docs/exercises.md lists everything: what the catalogue has, and what of the reference it leaves out and why."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from typer.testing import CliRunner

from game.cli import cli
from tests.poses import catalogue, exercise

ROOT = Path(__file__).parents[2]
TOOL = runpy.run_path(str(ROOT / "tools" / "list_exercises.py"))
REFERENCE = {
    "sh_flex_active", "sh_abd_active", "sh_scaption", "sh_er_side", "sh_ir_side", "sh_pendulum", "sh_table_slide",
    "sh_wall_slide", "sh_stick_er", "sh_crossbody", "scap_squeeze", "row_band", "wall_pushup", "elbow_curl",
    "elbow_ext", "fore_pronsup", "reach_forward", "hand_to_mouth", "finger_nose", "bilat_raise", "cross_midline",
    "neck_rot", "neck_side", "neck_flexext", "chin_tuck", "pelvic_tilt", "bridge", "bird_dog", "press_up_prone",
    "stand_backbend", "seat_flex", "trunk_rot_seat", "trunk_side", "quad_set", "ankle_pump", "heel_slide", "slr",
    "seated_knee_ext", "seated_knee_flex", "short_arc_quad", "ham_curl_stand", "mini_squat", "sit_to_stand",
    "step_up", "lunge_fwd", "sl_squat", "hip_abd_stand", "hip_ext_stand", "calf_raise", "toe_raise",
    "march_place", "tandem_stance", "sl_stance", "heel_toe_walk", "side_walk", "back_walk", "big_floor_ceiling",
    "big_side_side", "big_step_fwd", "big_step_side", "big_step_back", "big_rock_fwd", "big_rock_side",
}  # fmt: skip


def test_the_page_is_what_the_catalogue_says():
    assert TOOL["PAGE"].read_text(encoding="utf-8") == TOOL["page"](), "run tools/list_exercises.py"


def test_every_exercise_of_the_reference_is_there_or_left_out_for_a_reason():
    assert len(REFERENCE) == 63
    taken = {TOOL["reference_id"](exercise) for exercise in catalogue().values()}
    assert taken | set(TOOL["LEFT_OUT"]) == REFERENCE
    assert taken.isdisjoint(TOOL["LEFT_OUT"])
    assert all(len(why) > 20 for why in TOOL["LEFT_OUT"].values())


def test_every_fault_of_the_reference_is_noticed_or_left_out_for_a_reason():
    by_reference: dict[str, set[str]] = {}
    for one in catalogue().values():
        by_reference.setdefault(TOOL["reference_id"](one), set()).update(fault.id for fault in one.faults)
    listed = TOOL["reference_faults"]()
    assert set(listed) == set(by_reference)
    assert sum(map(len, listed.values())) == 145
    for row, became in listed.items():
        for fault, found in became.items():
            if found.startswith("no: "):
                assert len(found) > 20, (row, fault)
            else:
                assert set(found.split(", ")) <= by_reference[row], (row, fault)


def test_the_page_names_every_exercise():
    page = TOOL["page"]()
    assert all(f"`{name}`" in page for name in [*catalogue(), *TOOL["LEFT_OUT"]])


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_each_is_shown_as_a_therapist_reads_it(name):
    one = exercise(name)
    shown = CliRunner().invoke(cli, ["exercises", "show", name])
    assert shown.exit_code == 0
    words = " ".join(shown.output.split())
    assert one.title in words
    assert one.instructions[0] in words
    for row in (
        "usual dose",
        "movement",
        "a repetition",
        "target",
        "camera, to measure",
        "caution",
        "headset",
        "source",
    ):
        assert row in words
    for said in (*one.cautions, *(fault.say for fault in one.faults)):
        assert said in words
    names = {phase.measure for phase in one.phases} | {f.id for f in one.faults} | {f.measure for f in one.faults}
    shown_ids = set(re.findall(r"\w+", words.replace(f"({name},", "").replace(one.source, "")))
    assert not {name for name in names & shown_ids if "_" in name}
    assert ("with a helper" in words) >= one.only_prescribed


def test_the_list_names_them_all():
    shown = CliRunner().invoke(cli, ["exercises", "list"])
    assert shown.exit_code == 0
    assert all(name in shown.output for name in catalogue())
