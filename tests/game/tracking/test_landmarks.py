"""The landmarker itself: its traps, its chatter, its models."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from game.assets import AssetMissingError
from game.tracking.landmarks import Box, Landmarker, model_path
from game.tracking.source import TrackingError


def test_a_part_of_a_picture_is_found_as_well_as_the_whole(still: list[np.ndarray]) -> None:
    """A view into the picture, which MediaPipe misreads, is copied first; places are those of the whole picture."""
    with_views = still[0][:, ::-1][:, ::-1]
    finder = Landmarker("lite")
    try:
        (whole,) = finder.bodies(still[0])
        (again,) = finder.bodies(with_views)
        (part,) = finder.bodies(still[0], Box(120, 0, 520, 480))
    finally:
        finder.close()
    assert np.array_equal(whole.points, again.points)
    assert np.abs(part.image[11:29] - whole.image[11:29]).max() < 0.03
    assert 0.25 < whole.nearness < 0.6


def test_unknown_and_missing_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TrackingError, match="must be one of lite, full, got 'heavy'"):
        model_path("heavy")
    monkeypatch.setattr("game.assets.ROOT", tmp_path)
    with pytest.raises(AssetMissingError, match="pose_landmarker_full"):
        Landmarker("full")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "pose_landmarker_lite.task").write_bytes(b"not a model")
    with pytest.raises(TrackingError, match="cannot be used, is it whole"):
        Landmarker("lite")


def test_only_known_chatter_is_withheld() -> None:
    program = (
        "import os\n"
        "from game.tracking.landmarks import _quiet\n"
        "with _quiet():\n"
        "    os.write(2, b'INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\\n')\n"
        "    os.write(2, b'out of memory\\n')\n"
        "os.write(2, b'after\\n')\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stderr == "out of memory\nafter\n"
