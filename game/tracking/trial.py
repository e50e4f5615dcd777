"""How many poses a second each pose model gives on this machine, tried before the first live session.

What is tried is what will run: the camera's process and the same follower, on real pictures handed on at a webcam's
pace, while the caller draws what will be drawn.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from game.tracking.camera_process import CameraProcess
from game.tracking.landmarks import Model
from game.tracking.source import PoseSource

# At 8 poses a second the full model still measures better than lite at 30 (docs/performance.md), so accuracy alone
# would always take it. But the figure on screen must follow the body, and 15 is the least the game is meant for
# (tests/bench/frame.py). A third more is wanted: playing draws more than the evening's first picture does.
FULL_AT_LEAST = 20.0
FASTER = 1.25  # lite that is not faster by a quarter buys nothing with its larger errors
SECONDS = 1.3
WARM_S = 0.5  # the first pictures search for the body and fill caches


@dataclass(frozen=True, slots=True)
class Trial:
    """Poses a second of either model."""

    full: float
    lite: float

    @property
    def model(self) -> Model:
        """The model to play with: full where it keeps up, lite where not and where lite does better."""
        return "lite" if self.full < FULL_AT_LEAST and self.lite >= FASTER * self.full else "full"


class FilmAsWebcam:
    """A Capture that reads a film at the film's own speed, over and over, as a webcam hands its pictures on."""

    def __init__(self, path: Path) -> None:
        import cv2

        self._path, self._cv2 = path, cv2
        self._film = cv2.VideoCapture(str(path))
        self._period = 1 / (self._film.get(cv2.CAP_PROP_FPS) or 30)
        self._due = time.monotonic()

    def read(self) -> tuple[bool, np.ndarray | None]:
        time.sleep(max(0.0, self._due - time.monotonic()))
        self._due = max(self._due + self._period, time.monotonic() - self._period)
        ok, frame = self._film.read()
        if not ok:
            self._film.release()
            self._film = self._cv2.VideoCapture(str(self._path))
            ok, frame = self._film.read()
        return ok, frame

    def release(self) -> None:
        self._film.release()


def poses_a_second(camera: PoseSource, seconds: float, meanwhile: Callable[[], None]) -> float:
    """Poses a second in which somebody is seen, over `seconds`; `meanwhile` draws one frame and paces itself, or naps.

    Raises what the camera raised.
    """
    seen, began = 0, time.monotonic()
    while time.monotonic() < began + seconds:
        meanwhile()
        seen += sum(bool(np.isfinite(pose.points).any()) for pose in camera.poll())
    return seen / (time.monotonic() - began)


def tried(
    film: Path,
    meanwhile: Callable[[], None],
    *,
    seconds: float = SECONDS,
    warm_s: float = WARM_S,
    make_camera: Callable[[str], CameraProcess] | None = None,
) -> Trial:
    """Both models in turn, full first. With the usual times five to ten seconds in all: either begins a process."""
    make = make_camera or partial(CameraProcess, partial(FilmAsWebcam, film))

    def of(model: Model) -> float:
        with make(model) as camera:
            poses_a_second(camera, warm_s, meanwhile)
            return poses_a_second(camera, seconds, meanwhile)

    return Trial(full=of("full"), lite=of("lite"))
