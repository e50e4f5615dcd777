"""MediaPipe's pose landmarker: a picture in, bodies out. The only module that imports mediapipe.

Two ways to look: from nothing, with the detector before the landmarks; and following, where the landmarks of the
picture before say where to look, at 0.6 of the cost. Neither smooths. Results are the same to the last bit whenever the
same pictures are given in the same order.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from exercises import frames
from exercises.pose import Array, Joint
from game.assets import asset
from game.tracking.source import TrackingError

if TYPE_CHECKING:
    from mediapipe.tasks.python.vision import PoseLandmarker

Model = Literal["lite", "full"]
MODELS: tuple[Model, ...] = ("lite", "full")

# What MediaPipe 0.10.33 says on file descriptor 2 whenever it starts, whatever the logging variables are. Nothing else
# is ever withheld.
_CHATTER = re.compile(
    rb"Created TensorFlow Lite XNNPACK delegate|before absl::InitializeLog|inference_feedback_manager\.cc"
    rb"|landmark_projection_calculator\.cc|gl_context\.cc|gl_context_egl\.cc"
)
_NOTHING = np.zeros((64, 64, 3), np.uint8)
# Video mode smooths by time, and so lags one to three frames behind fast movement. Pictures that it takes for ten
# seconds apart it does not smooth at all, and it still looks for the body where it was: that saves the detector.
_FAR_APART_MS = 10_000
_FD2 = threading.Lock()  # file descriptors belong to the process, so one redirection at a time


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture in whole pixels: columns left to right, rows top to bottom, ends not included."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def area(self) -> int:
        return (self.right - self.left) * (self.bottom - self.top)


@dataclass(frozen=True, eq=False)  # no slots: nearness is kept once worked out
class Body:
    """One person in one picture.

    points      (33, 3) metres, camera frame of exercises.frames, origin between the hips
    image       (33, 2) x right, y down, in heights of the whole picture, also where only a part was searched
    confidence  (33,) 0..1, MediaPipe's visibility
    """

    points: Array
    image: Array
    confidence: Array

    @cached_property
    def nearness(self) -> float:
        """Image heights a metre takes where this body is: the larger, the nearer. NaN if it cannot be told."""
        return 1.0 / frames.metres_per_image_height(self.points, self.image, self.confidence)


def model_path(model: str) -> Path:
    """The model's file. Raises TrackingError for an unknown name, AssetMissingError where the file is gone."""
    if model not in MODELS:
        raise TrackingError(f"the pose model must be one of {', '.join(MODELS)}, got {model!r}")
    return asset(f"models/pose_landmarker_{model}.task")


class Landmarker:
    """Finds up to `people` bodies in a picture. Not for two threads at once: give each its own.

    follows   look where the body was in the picture before (one person, pictures of one box in a row) until `forget`
    Close it. One that is left open when the program ends is left to the system: MediaPipe would want a thread for it
    that Python no longer starts, and print a traceback.
    """

    def __init__(self, model: str = "full", people: int = 1, *, follows: bool = False) -> None:
        path = model_path(model)
        self._follows, self._n = follows, 0
        with _quiet():
            self._engine = _engine(path, people, follows)
            atexit.register(self._left_open)
            self._find(_NOTHING)  # the rest of the start-up chatter comes with the first picture
        self._fresh = True

    def bodies(self, picture: np.ndarray, box: Box | None = None) -> tuple[Body, ...]:
        """The bodies in a BGR picture (H, W, 3) uint8, or in the part `box` of it, in MediaPipe's order."""
        height, width = picture.shape[:2]
        box = box or Box(0, 0, width, height)
        part = picture[box.top : box.bottom, box.left : box.right]
        if self._fresh:  # the first person found brings one last warning
            with _quiet():
                found = self._find(part)
            self._fresh = not found
        else:
            found = self._find(part)
        return tuple(_body(image, world, box, height) for image, world in found)

    def _find(self, bgr: np.ndarray) -> list[tuple[list, list]]:
        import cv2
        import mediapipe as mp

        # cvtColor also gives the contiguous copy that MediaPipe silently needs: a view is misread
        rgb = cv2.cvtColor(np.ascontiguousarray(bgr), cv2.COLOR_BGR2RGB)
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb)
        if self._follows:
            result = self._engine.detect_for_video(image, self._n * _FAR_APART_MS)
            self._n += 1
        else:
            result = self._engine.detect(image)
        return list(zip(result.pose_landmarks, result.pose_world_landmarks, strict=True))

    def forget(self) -> None:
        """Have a following landmarker look for the body anew in the next picture."""
        if self._follows:
            self._find(_NOTHING)  # there is no way to tell it but a picture with nobody in it

    def close(self) -> None:
        self._engine.close()
        atexit.unregister(self._left_open)

    def _left_open(self) -> None:
        self._engine._handle = None  # nothing is open, as far as MediaPipe's own last words go


def _engine(path: Path, people: int, follows: bool) -> PoseLandmarker:
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(path)),
        running_mode=vision.RunningMode.VIDEO if follows else vision.RunningMode.IMAGE,
        num_poses=people,
    )
    try:
        return vision.PoseLandmarker.create_from_options(options)
    except (RuntimeError, ValueError) as error:
        raise TrackingError(
            f"the pose model {path.name} cannot be used, is it whole? ({_first_line(error)})"
        ) from error


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


def _body(image: list, world: list, box: Box, height: int) -> Body:
    places = np.array([(p.x, p.y) for p in image])
    size = np.array([box.right - box.left, box.bottom - box.top])
    places = (places * size + np.array([box.left, box.top])) / height
    points = frames.camera_from_mediapipe(np.array([(p.x, p.y, p.z) for p in world]))
    confidence = np.array([p.visibility for p in image])
    assert points.shape == (len(Joint), 3)
    return Body(points, places, confidence)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep MediaPipe's known start-up chatter off file descriptor 2; all else said meanwhile is said afterwards."""
    with _FD2, tempfile.TemporaryFile() as said:
        if sys.stderr is not None:
            with contextlib.suppress(OSError, ValueError):  # a window program may have no stderr to flush
                sys.stderr.flush()
        try:
            kept = os.dup(2)
        except OSError:  # nothing listens there, so nothing needs to be kept from it
            yield
            return
        os.dup2(said.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            said.seek(0)
            real = b"".join(line for line in said if not _CHATTER.search(line))
            if real.strip():
                os.write(kept, real)
            os.close(kept)
