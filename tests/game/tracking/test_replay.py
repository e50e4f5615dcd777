"""Recordings there and back, and every way to break one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from exercises.pose import Joint, Pose, Rigid, unseen
from exercises.synthetic import mover
from game.tracking.replay import Replay, read_recording, write_recording
from game.tracking.source import RecordingError
from game.tracking.synthetic import synthetic


def same(a: Pose, b: Pose) -> bool:
    pairs = [(a.points, b.points), (a.confidence, b.confidence)]
    if a.image is not None:
        pairs.append((a.image, b.image))
    for name in ("head", "left_hand", "right_hand"):
        one, other = getattr(a, name), getattr(b, name)
        if (one is None) != (other is None):
            return False
        if one is not None:
            pairs += [(one.position, other.position), (one.rotation, other.rotation)]
    yaws = np.array_equal(a.camera_yaw_deg, b.camera_yaw_deg, equal_nan=True)
    return a.t_s == b.t_s and yaws and all(np.array_equal(x, y, equal_nan=True) for x, y in pairs)


def test_a_recording_comes_back_bit_for_bit(tmp_path: Path) -> None:
    poses = list(mover("squat", (60,), 30.0, camera_yaw_deg=20.0))
    hand = Rigid(np.array([0.1, 1.0, -0.3]), np.array([0.0, 0.0, 0.0, 1.0]))
    poses[3] = unseen(poses[3].t_s)
    poses[5] = replace(poses[5], head=hand, left_hand=hand)
    path = tmp_path / "squat.npz"
    write_recording(path, poses, fps=30.0, source="mover", ticks=range(len(poses)))
    recording = read_recording(path)
    assert len(recording.poses) == len(poses)
    assert all(same(a, b) for a, b in zip(poses, recording.poses, strict=True))
    assert recording.ticks == tuple(range(len(poses)))
    assert recording.fps == 30.0
    assert recording.meta["source"] == "mover"
    assert not list(tmp_path.glob("*.part"))


def test_the_file_is_what_the_schema_says(tmp_path: Path) -> None:
    path = tmp_path / "m.npz"
    write_recording(path, mover("marching", (60,)), source="x.mp4")
    with np.load(path, allow_pickle=False) as file:
        n = len(file["t_s"])
        assert file["points"].shape == (n, 33, 3)
        assert file["points"].dtype == np.float32
        assert file["confidence"].shape == (n, 33)
        assert list(file["joints"]) == [j.name for j in Joint]
        assert file["image"].shape == (n, 33, 2)
        meta = json.loads(str(file["meta"]))
        assert meta["schema"] == "upswing.recording/1"
        assert set(file.files) == {"t_s", "points", "confidence", "joints", "image", "meta"}


def test_fewer_joints_and_no_image(tmp_path: Path) -> None:
    poses = mover("elbow_flexion", (100,), camera_yaw_deg=None)
    joints = frozenset({Joint.left_shoulder, Joint.left_elbow, Joint.left_wrist})
    path = tmp_path / "arm.npz"
    write_recording(path, poses, joints=joints)
    recording = read_recording(path)
    assert recording.joints == joints
    assert np.array_equal(recording.poses[9].points[Joint.left_wrist], poses[9].points[Joint.left_wrist])
    assert np.isnan(recording.poses[9].points[Joint.right_wrist]).all()
    assert recording.poses[9].image is None
    assert recording.fps == pytest.approx(30.0)
    source = Replay(path)
    assert source.provides == joints
    assert source.frames_stated == len(poses)
    assert same(source.poll()[0], recording.poses[0])


Break = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("break_it", "says"),
    [
        (lambda a: a.pop("points"), "lacks points"),
        (lambda a: a.update(points=a["points"][:, :5]), r"points must have shape \(\d+, 33, 3\), got \(\d+, 5, 3\)"),
        (lambda a: a.update(confidence=a["confidence"] * 3), "between 0 and 1, got 3.0"),
        (lambda a: a.update(t_s=a["t_s"][::-1]), r"t_s must rise from pose to pose, but t_s\[1\]"),
        (lambda a: a.update(t_s=a["t_s"][:0]), "holds no pose"),
        (lambda a: a.update(joints=np.array(["left_nee"] * 33)), "names such as left_knee, got 'left_nee'"),
        (lambda a: a.update(joints=np.array(["nose"] * 33)), "each joint once"),
        (lambda a: a.update(meta=np.array("{")), "meta must be a JSON object"),
        (lambda a: a.update(meta=np.array('{"schema": "upswing.recording/9"}')), "got 'upswing.recording/9'"),
        (lambda a: a.update(points=a["points"].astype("U8")), "points must hold numbers"),
        (lambda a: a.update(points=a["points"] + np.inf), "an infinite one"),
        (lambda a: a.update(joints=np.array([object()] * 33)), "is no recording, or a damaged one"),
        (
            lambda a: a.update(meta=np.array('{"schema": "upswing.recording/1", "camera_yaw_deg": "left"}')),
            "camera_yaw_deg must be a number",
        ),
    ],
)
def test_a_corrupt_recording_is_told_in_a_sentence(tmp_path: Path, break_it: Break, says: str) -> None:
    path = tmp_path / "r.npz"
    write_recording(path, mover("squat", (60,)))
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    break_it(arrays)
    np.savez(path, **arrays)
    with pytest.raises(RecordingError, match=says) as error:
        read_recording(path)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"not a zip at all"])
def test_what_is_no_archive(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "r.npz"
    path.write_bytes(content)
    with pytest.raises(RecordingError, match="is no archive, or was cut off"):
        read_recording(path)


def test_a_flipped_byte_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "r.npz"
    write_recording(path, mover("squat", (60,)))
    broken = bytearray(path.read_bytes())
    broken[len(broken) // 3] ^= 0xFF
    path.write_bytes(broken)
    with pytest.raises(RecordingError, match="is no recording, or a damaged one"):
        read_recording(path)


def test_absent_and_bare(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="there is no file"):
        read_recording(tmp_path / "absent.npz")
    with pytest.raises(RecordingError, match="is a folder"):
        read_recording(tmp_path)
    with pytest.raises(RecordingError, match="at least one pose"):
        write_recording(tmp_path / "none.npz", ())
    np.save(tmp_path / "bare.npy", np.zeros(3))
    with pytest.raises(RecordingError, match="is no archive"):
        read_recording(tmp_path / "bare.npy")


def test_a_replay_gives_every_pose_once_and_waits() -> None:
    poses = mover("squat", (60,))
    source = Replay(poses)
    assert source.lockstep
    got: list[Pose] = []
    while not source.ended:
        got.extend(source.poll())
    assert got == list(poses)
    assert source.poll() == ()
    assert source.notices() == ()


def test_a_paced_replay_follows_the_clock() -> None:
    now = [0.0]
    source = Replay(mover("squat", (60,)), paced=True, clock=lambda: now[0])
    assert [p.t_s for p in source.poll()] == [0.0]
    now[0] = 0.1
    assert len(source.poll()) == 3
    now[0] = 30.0
    assert len(source.poll()) == 3  # a long pause is a pause
    source.close()
    assert source.ended


def test_a_synthetic_source_moves_as_asked() -> None:
    source = synthetic("shoulder_abduction", "right", 2)
    wrists = []
    while not source.ended:
        wrists.extend(p.points[Joint.right_wrist, 1] for p in source.poll())
    rising = np.diff(np.array(wrists) > 1.2).astype(int).sum()
    assert rising == 4  # up and down, twice
    with pytest.raises(ValueError, match="no mover for exercise 'yoga'"):
        synthetic("yoga")
