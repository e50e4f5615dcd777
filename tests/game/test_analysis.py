"""What `upswing analyze` says of recordings whose movement is known, and of a real film."""

from __future__ import annotations

import json
import tomllib
from importlib import resources
from pathlib import Path

import cv2
import numpy as np
import pytest

from exercises import definition
from exercises.definition import Exercise
from exercises.pose import Joint
from exercises.synthetic import mover
from game.analysis import SCHEMA, analyse, is_recording
from game.assets import asset
from game.tracking.replay import write_recording
from game.tracking.source import FilmError, RecordingError, TrackingError

DEMO = "films/demo_shoulder_abduction.mp4"


def exercise(name: str) -> Exercise:
    text = (resources.files("exercises") / "catalog" / f"{name}.toml").read_text(encoding="utf-8")
    return definition.parse(tomllib.loads(text), f"{name}.toml")


@pytest.fixture
def lifts(tmp_path: Path) -> Path:
    path = tmp_path / "lifts.npz"
    write_recording(path, mover("shoulder_abduction", (80, 60, 82), side="right"), fps=30.0, source="mover")
    return path


def test_the_mapping_is_the_contract(lifts: Path) -> None:
    analysis = analyse(lifts, exercise("shoulder_abduction"), "right")
    m = json.loads(json.dumps(analysis.mapping, allow_nan=False))
    assert analysis.damage is None
    assert m["schema"] == SCHEMA == "upswing.analysis/1"
    assert (m["exercise"], m["side"], m["model"]) == ("shoulder_abduction", "right", None)
    n = m["source"]["frames"]
    assert m["source"] == {"name": "lifts.npz", "fps": 30.0, "frames": n}
    assert m["view"]["suitable"] is True
    assert m["view"]["camera_yaw_deg"] == 0.0
    assert m["view"]["reason"] is None
    assert [len(m["frames"][k]) for k in ("t_s", "angle_deg", "uncertainty_deg")] == [n] * 3
    assert m["frames"]["t_s"][:2] == [0.0, 0.033333]
    assert [r["peak_deg"] for r in m["repetitions"]] == pytest.approx([80, 60, 82], abs=4)
    assert set(m["repetitions"][0]) == {
        "start_s", "peak_s", "end_s", "peak_deg", "peak_uncertainty_deg", "duration_s", "quality", "faults", "verified",
    }  # fmt: skip
    for r in m["repetitions"]:
        assert r["start_s"] < r["peak_s"] < r["end_s"]
        assert 0 <= r["quality"] <= 1
        assert r["peak_uncertainty_deg"] > 0
    assert "partial_repetitions" not in m


def test_with_a_target_short_lifts_are_partial(lifts: Path) -> None:
    m = analyse(lifts, exercise("shoulder_abduction"), "right", 75.0).mapping
    assert m["target_deg"] == 75.0
    assert [round(r["peak_deg"], -1) for r in m["repetitions"]] == [80, 80]
    assert [round(r["peak_deg"], -1) for r in m["partial_repetitions"]] == [60]


def test_a_view_that_cannot_measure_is_refused_but_counted(tmp_path: Path) -> None:
    path = tmp_path / "front.npz"
    write_recording(path, mover("squat", (60, 60, 60), camera_yaw_deg=0.0))
    m = analyse(path, exercise("squat")).mapping
    assert m["side"] == "left"
    assert m["view"]["suitable"] is False
    assert "side" in m["view"]["reason"]
    assert set(m["frames"]["angle_deg"]) == {None}
    assert set(m["frames"]["uncertainty_deg"]) == {None}
    assert len(m["repetitions"]) == 3
    assert {r["peak_deg"] for r in m["repetitions"]} == {None}


def test_an_arm_that_was_not_recorded(tmp_path: Path) -> None:
    path = tmp_path / "arm.npz"
    arm = frozenset(j for j in Joint if j.name.startswith("left_") or "shoulder" in j.name or "hip" in j.name)
    write_recording(path, mover("shoulder_abduction", (80,)), joints=arm)
    assert analyse(path, exercise("shoulder_abduction"), "left").mapping["source"]["frames"] > 0
    with pytest.raises(RecordingError, match=r"arm\.npz lacks right_elbow, right_wrist, which shoulder_abduction"):
        analyse(path, exercise("shoulder_abduction"), "right")


def test_a_film_is_measured_frame_by_frame(tmp_path: Path) -> None:
    """The demo's first lift, from 3 s on; its truth: the left arm, filmed from the front."""
    film = cv2.VideoCapture(str(asset(DEMO)))
    path = tmp_path / "lift.mp4"
    out = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"mp4v"), 30, (640, 480))
    for _ in range(210):
        out.write(film.read()[1])
    film.release()
    out.release()
    told: list[tuple[int, int | None]] = []
    analysis = analyse(path, exercise("shoulder_abduction"), None, None, "lite", lambda *now: told.append(now))
    m = analysis.mapping
    assert analysis.damage is None
    assert (m["side"], m["model"], m["source"]["frames"], m["view"]["up"]) == ("left", "lite", 210, "trunk")
    assert told[-1] == (210, 210)
    assert [n for n, _ in told] == sorted(n for n, _ in told)
    angles = np.array([np.nan if a is None else a for a in m["frames"]["angle_deg"]])
    assert np.isfinite(angles).mean() > 0.95
    assert np.nanmin(angles) < 25
    assert np.nanmax(angles) > 50
    assert m["view"]["camera_yaw_deg"] == pytest.approx(1.0, abs=8)


def test_nobody_there_is_damage_and_an_empty_answer(tmp_path: Path) -> None:
    path = tmp_path / "wall.avi"
    out = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 30, (320, 240))
    for _ in range(12):
        out.write(np.full((240, 320, 3), 120, np.uint8))
    out.release()
    analysis = analyse(path, exercise("squat"), model="lite")
    assert analysis.damage.startswith("nobody is seen in wall.avi")
    assert analysis.mapping["repetitions"] == []
    assert analysis.mapping["frames"]["angle_deg"] == [None] * 12
    json.dumps(analysis.mapping, allow_nan=False)


def test_what_is_neither(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("felt good")
    with pytest.raises(FilmError, match="is not a film that can be read"):
        analyse(notes, exercise("squat"))
    renamed = tmp_path / "recording.mp4"
    write_recording(tmp_path / "r.npz", mover("squat", (60, 60, 60), camera_yaw_deg=90.0))
    renamed.write_bytes((tmp_path / "r.npz").read_bytes())
    assert is_recording(renamed)
    assert len(analyse(renamed, exercise("squat")).mapping["repetitions"]) == 3
    with pytest.raises(TrackingError, match="must be one of lite, full"):
        analyse(asset(DEMO), exercise("squat"), model="heavy")
    with pytest.raises(TrackingError, match="there is no file"):
        analyse(tmp_path / "absent.mp4", exercise("squat"))
