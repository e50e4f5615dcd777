"""Films to break: built from frames of the bundled demo film, small and short."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from tests_films import demo_frames


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
