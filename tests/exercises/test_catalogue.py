"""Every exercise beyond the first nine, done by a body whose angles are known, right and with each of its faults."""

from __future__ import annotations

import pytest

from exercises import synthetic
from exercises.definition import as_mapping, parse
from exercises.events import FaultSeen, RepCompleted, SetEnded, Stopped
from exercises.measures import MEASURES, UNITS
from exercises.pose import Pose
from exercises.routine import Dose
from exercises.scripts import SCRIPTS
from exercises.session import Plan, SessionResult, SideCalibration, run
from tests.poses import catalogue, exercise

NAMES = sorted(SCRIPTS)
SIDED = [(name, side) for name in NAMES for side in ("left", "right")[: 1 + (not SCRIPTS[name].whole)]]
FAULTS = [(name, fault) for name in sorted(synthetic.REST_DEG) for fault in synthetic.faults_of(name)]
YAWS = {  # from where the first nine, which have no script, are seen well when the left side works
    **dict.fromkeys(("shoulder_abduction", "hip_abduction"), 0.0), "squat": 20.0, "trunk_lateral_flexion": 20.0,
    "marching": 30.0, "sit_to_stand": 45.0, **dict.fromkeys(("shoulder_flexion", "elbow_flexion"), 85.0),
    "knee_extension": 85.0,
}  # fmt: skip
FPS = 15.0
# Of a few centimetres between two joints: looked for in pictures alone (observing.py)
PICTURED = ("shoulder_hike", "shoulder_to_ear", "knee_valgus")


def _shown() -> list[tuple[str, str, str, bool]]:
    """(exercise, fault, side, whether a camera sees it): every fault by the left, and without a camera by the right."""
    out = []
    for name, fault in FAULTS:
        measure = next(one.measure for one in exercise(name).faults if one.id == fault)
        out += [(name, fault, "left", True), (name, fault, "right", measure in PICTURED)]
    return out


SHOWN = _shown()


def poses(
    name: str,
    side: str,
    *,
    seen: bool,
    peaks: tuple[float, ...] = (),
    yaw_deg: float | None = None,
    fps: float = FPS,
    **how: object,
) -> tuple[Pose, ...]:
    """`seen`: through a camera, by default where the exercise is seen well; else room points alone."""
    script = SCRIPTS.get(name)
    yaw = YAWS.get(name, script.yaw_deg if script else 0.0) if yaw_deg is None else yaw_deg
    who = "both" if script is not None and script.whole else side
    at = (yaw if side == "left" else -yaw) if seen else None
    return synthetic.mover(name, peaks, fps, side=who, camera_yaw_deg=at, **how)


def reps(result: SessionResult) -> list[RepCompleted]:
    return [event for event in result.events if isinstance(event, RepCompleted)]


def filmed(name: str, side: str, moving: tuple[Pose, ...], target: float | None = None) -> list[RepCompleted]:
    return reps(run(Plan(exercise(name), side, Dose(), target_deg=target, film=True), moving))


def test_there_are_at_least_45_and_everyone_has_a_mover():
    assert len(catalogue()) >= 45
    assert set(catalogue()) == set(synthetic.REST_DEG) == set(synthetic.PEAKS_DEG) == {*synthetic.NINE, *SCRIPTS}


@pytest.mark.parametrize("name", NAMES)
def test_a_script_stands_where_it_says_at_rest_and_at_its_peak(name):
    script = SCRIPTS[name]
    assert exercise(name).phases[0].measure == script.measure
    assert (script.peak > script.rest) == (exercise(name).phases[0].toward == "increase")
    moved = synthetic.score(name, (script.peak,), 10.0, side="both" if script.whole else "left")
    shown = MEASURES[script.measure](synthetic.bodies(synthetic.angles_of(moved)), "left")
    assert shown[0] == pytest.approx(script.rest, abs=0.5)
    assert shown[len(shown) // 2 - 10 : len(shown) // 2 + 10].max() <= max(script.rest, script.peak) + 0.5
    end = max(shown) if script.peak > script.rest else min(shown)
    assert end == pytest.approx(script.peak, abs=0.5)


@pytest.mark.parametrize(("name", "side"), SIDED)
def test_done_right_each_is_counted_and_measured_and_nothing_is_remarked(name, side):
    done = filmed(name, side, poses(name, side, seen=False))
    assert [rep.peak_deg for rep in done] == pytest.approx([SCRIPTS[name].peak] * 5, abs=4)
    assert {rep.faults for rep in done} == {()}


@pytest.mark.parametrize("share", [0.03, 0.5, 0.97])
@pytest.mark.parametrize(("name", "side"), SIDED)
def test_wherever_a_camera_may_stand_each_is_counted_and_nothing_is_remarked(name, side, share):
    low, high = exercise(name).view_play[0].low_deg, exercise(name).view_play[0].high_deg
    done = filmed(name, side, poses(name, side, seen=True, yaw_deg=low + share * (high - low)))
    assert len(done) == 5
    assert {rep.faults for rep in done} == {()}
    for rep in done:  # how exact a camera is, films tell (docs/accuracy.md); here only that nothing is badly off
        assert rep.peak_deg is None or rep.peak_deg == pytest.approx(SCRIPTS[name].peak, abs=20)


@pytest.mark.parametrize(("name", "fault", "side", "seen"), SHOWN)
def test_a_fault_is_found_where_it_is_and_nowhere_else(name, fault, side, seen):
    rest, peak = synthetic.REST_DEG[name], synthetic.PEAKS_DEG[name]
    if name == "hip_abduction":
        peak = 45.0  # leaning takes 20 off the angle to the trunk
    oblique = 45.0 if fault == "off_plane" and YAWS.get(name, 85.0) > 60.0 else None  # side-on no plane can be told
    fps = 2 * FPS if fault in ("too_fast", "drops") else FPS
    moving = poses(name, side, seen=seen, peaks=(peak,) * 5, yaw_deg=oblique, fps=fps, fault=fault, faulty={1, 3})
    target = rest + 0.75 * (peak - rest) if fault == "incomplete_range" else None  # nothing is short of none
    assert [rep.faults for rep in filmed(name, side, moving, target)] == [(), (fault,), (), (fault,), ()]


def test_every_fault_of_every_exercise_has_a_mover_that_shows_it():
    assert sorted(FAULTS) == sorted((name, fault.id) for name, one in catalogue().items() for fault in one.faults)


@pytest.mark.parametrize("name", sorted(YAWS))
def test_the_first_nine_done_right_are_told_nothing_even_where_a_target_is_set(name):
    rest, peak = synthetic.REST_DEG[name], synthetic.PEAKS_DEG[name]
    done = filmed(name, "left", poses(name, "left", seen=True), rest + 0.75 * (peak - rest))
    assert [rep.faults for rep in done] == [()] * 5


@pytest.mark.parametrize("name", NAMES)
def test_a_set_with_a_known_travel_ends_after_its_full_lifts(name):
    script = SCRIPTS[name]
    hold_s = exercise(name).phases[0].hold_s
    moving = poses(name, "left", seen=True, peaks=(script.peak,) * 4, hold_s=hold_s + 1.0 if hold_s else 0.3)
    film = run(Plan(exercise(name), "left", Dose(), film=True), moving)  # a calibration is read by the same camera
    rest, *_, peak = sorted(film.ranges_deg["left"], reverse=script.peak < script.rest)
    known = SideCalibration(rest, peak, rest + 0.85 * (peak - rest))
    result = run(Plan(exercise(name), "left", Dose(1, 3), left=known, right=known), moving)
    assert [rep.full for rep in reps(result)] == [True, True, True]
    assert [type(event) for event in result.events[-2:]] == [SetEnded, Stopped]
    assert not [event for event in result.events if isinstance(event, FaultSeen)]


def test_repetitions_are_counted_in_degrees():
    assert {exercise(name).phases[0].measure for name in catalogue()}.isdisjoint(UNITS)


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_each_says_what_a_therapist_and_a_patient_want_to_know(name):
    one = exercise(name)
    assert parse(as_mapping(one), name) == one
    assert one.dose is not None
    assert one.programmes
    assert one.headset
    assert one.cautions
    assert one.faults
    assert "draft" in one.evidence
    for sentence in (*one.instructions, *(f.say for f in one.faults)):
        assert len(sentence.split()) <= 8, sentence
        assert not {"fault", "failed", "degrees", "wrong", "bad"} & set(sentence.lower().split())


def test_what_the_care_rules_correct():
    only = {name for name in catalogue() if exercise(name).only_prescribed}
    assert only == {"lunge_fwd", "sl_squat", "big_step_fwd", "big_step_side", "big_step_back"}
    assert all("helper" in " ".join(exercise(name).cautions) for name in only)
    assert {"heel_toe_walk", "back_walk"}.isdisjoint(catalogue())  # nothing walks backward, or heel to toe
    assert exercise("bilat_raise").phases[0].target_at_most_deg == 90
    abduction = exercise("shoulder_abduction")
    assert abduction.phases[0].target_at_most_deg == 90
    assert any("thumb up" in sentence for sentence in abduction.instructions)
    assert any("scaption" in caution for caution in abduction.cautions)
    ids = {fault.id for one in catalogue().values() for fault in one.faults}
    assert not [name for name in ids if "toe_past" in name or "past_toes" in name or "support" in name]
    for one in catalogue().values():  # shoulder targets are personal: at most a ceiling, and never a number to reach
        assert one.phases[0].measure != "shoulder_elevation" or 0.3 <= one.phases[0].target_share < 1.0
    assert exercise("marching").phases[0].target_at_most_deg == 90
    assert any("hip replacement" in caution for caution in exercise("seat_flex").cautions)
    assert any("cuff repair" in caution for caution in exercise("sh_table_slide").cautions)
    assert any("ACL" in caution for caution in exercise("knee_extension").cautions)
    assert not any("ACL" in caution for caution in exercise("heel_slide").cautions)
