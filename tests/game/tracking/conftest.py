"""Films to break: built from frames of the bundled demo film, small and short."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from game.assets import asset

DEMO = "films/demo_shoulder_abduction.mp4"
LIFTING = 100  # frames into the demo the left arm is on its way up


def demo_frames(count: int, start: int = 0, step: int = 1) -> list[np.ndarray]:
    film = cv2.VideoCapture(str(asset(DEMO)))
    frames: list[np.ndarray] = []
    for n in range(start + count * step):
        assert film.grab()
        if n >= start and (n - start) % step == 0:
            frames.append(film.retrieve()[1])
    film.release()
    return frames


@pytest.fixture(scope="session")
def still() -> list[np.ndarray]:
    """The first 40 frames of the demo: she stands still."""
    return demo_frames(40)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write_film(name: str, frames: Sequence[np.ndarray], fps: float = 30.0, codec: str = "mp4v") -> Path:
        path = tmp_path / name
        height, width = frames[0].shape[:2]
        film = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*codec), fps, (width, height))
        assert film.isOpened()
        for frame in frames:
            film.write(frame)
        film.release()
        return path

    return write_film
