"""A demonstration's reel: what plays when, and by which side."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from exercises import synthetic
from exercises.pose import Joint, Pose
from game.tracking.reel import Chapter, Reel, mirrored
from game.tracking.replay import write_recording
from game.tracking.source import RecordingError

FPS = 10.0
LIFTS_S = [1.0, 4.0, 7.0]  # two lifts of three seconds


def recorded(path: Path, exercise: str = "shoulder_abduction", **more: Any) -> Path:
    write_recording(path, synthetic.mover(exercise, (90.0,) * 3, FPS), fps=FPS, more={"lifts_s": LIFTS_S, **more})
    return path


@pytest.fixture
def arm(tmp_path: Path) -> Chapter:
    return Chapter(recorded(tmp_path / "arm.npz"))


@pytest.fixture
def leg(tmp_path: Path) -> Chapter:
    return Chapter(recorded(tmp_path / "leg.npz", "hip_abduction"))


def poses(reel: Reel) -> Iterator[Pose]:
    while not reel.ended:
        yield from reel.poll()


def test_lifts_come_again_and_again_after_the_lead_and_time_never_falls(arm: Chapter) -> None:
    reel = Reel([arm], lambda: (0, "left"))
    seen = list(islice(poses(reel), 10 + 60 + 60))
    assert np.allclose(np.diff([pose.t_s for pose in seen]), 1 / FPS)
    assert all(np.array_equal(seen[i].points, seen[i + 60].points) for i in range(10, 70)), "without the lead"
    assert not np.array_equal(seen[10].points, seen[20].points)


def test_the_other_side_is_a_mirror_from_the_next_lift_on(arm: Chapter) -> None:
    side = "left"
    reel = Reel([arm], lambda: (0, side))  # type: ignore[arg-type,return-value]
    first = list(islice(poses(reel), 10 + 30))
    side = "right"
    second = list(islice(poses(reel), 30))
    high = max(second, key=lambda pose: pose.points[Joint.right_wrist, 1])
    assert high.points[Joint.right_wrist, 1] > 1.2 > high.points[Joint.left_wrist, 1]
    assert max(pose.points[Joint.left_wrist, 1] for pose in first) > 1.2


def test_mirrored_twice_is_the_same() -> None:
    pose = synthetic.mover("shoulder_abduction", (90.0,), FPS, camera_yaw_deg=30.0)[12]
    twice = mirrored(mirrored(pose))
    assert np.allclose(twice.points, pose.points)
    assert pose.image is not None
    assert twice.image is not None
    assert np.allclose(twice.image, pose.image, atol=1e-6)
    assert (mirrored(pose).camera_yaw_deg, twice.camera_yaw_deg) == (-30.0, 30.0)


def test_a_new_exercise_is_shown_at_once_and_its_time_goes_on(arm: Chapter, leg: Chapter) -> None:
    block = -1
    reel = Reel([arm, None, leg], lambda: (block, "left"))
    assert reel.poll() == (), "nothing is on yet"
    block = 0
    before = list(islice(poses(reel), 15))[-1]
    block = 2
    after = list(islice(poses(reel), 15))
    assert after[0].t_s == pytest.approx(before.t_s + 1 / FPS)
    assert after[0].points[Joint.left_ankle, 1] < 0.3


def test_an_exercise_that_never_ends_ends(arm: Chapter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.tracking.reel.LONGEST_S", 20.0)
    assert 195 <= len(list(poses(Reel([arm], lambda: (0, "left"))))) <= 201


def test_a_recording_that_does_not_say_when_lifts_begin_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.npz"
    write_recording(path, synthetic.mover("squat", (50.0,), FPS), fps=FPS)
    with pytest.raises(RecordingError, match="lifts_s"):
        Reel([Chapter(path)], lambda: (0, "left")).poll()


def test_more_of_meta_is_kept(tmp_path: Path) -> None:
    from game.tracking.replay import read_recording

    assert read_recording(recorded(tmp_path / "a.npz", note="x")).meta["note"] == "x"
