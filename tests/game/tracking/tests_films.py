"""Frames of the bundled demo film, to build other films of."""

from __future__ import annotations

import cv2
import numpy as np

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
