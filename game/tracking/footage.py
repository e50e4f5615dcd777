"""A film file as pictures and times, and how much of it could not be read."""

from __future__ import annotations

import difflib
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from game.tracking.source import FilmError

if TYPE_CHECKING:
    import cv2

_SPARE_FRAMES = 2  # containers may count a frame or two that no player shows
_LIKELIEST_FPS = (0.2, 250.0)  # outside this a container states a time base, not a frame rate


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture: its number from 0, its time in seconds from the first, BGR (H, W, 3) uint8, upright."""

    n: int
    t_s: float
    picture: np.ndarray


class Footage:
    """A film opened for reading once, from the beginning. Raises FilmError, one sentence, if it is none.

    name      the file's own name        frames_stated   what the container says, 0 if it does not know
    fps       frames a second as stated, or NaN where the container does not know
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        _check(path)
        self._film = _open(path)
        if not self._film.isOpened():
            self._film.release()
            raise FilmError(f"{path} is not a film that can be read (expected for example mp4, mov, mkv, avi or gif)")
        import cv2

        fps, stated = self._film.get(cv2.CAP_PROP_FPS), self._film.get(cv2.CAP_PROP_FRAME_COUNT)
        self.fps = fps if math.isfinite(fps) and _LIKELIEST_FPS[0] <= fps <= _LIKELIEST_FPS[1] else math.nan
        self.frames_stated = int(stated) if math.isfinite(self.fps) and 0 < stated < 1e9 else 0
        self.frames_read = 0
        self._last_s = -math.inf
        self._first_ms: float | None = None

    def frames(self) -> Iterator[Frame]:
        """All frames that can be decoded, in order; damaged stretches are stepped over."""
        failures = 0
        while True:
            if self._film.grab():
                ok, picture = self._film.retrieve()
                if ok and picture is not None:
                    yield self._frame(picture)
                    continue
            # The end, or a hole: every failed grab steps over a damaged frame, so as many are tried as are missing
            failures += 1
            if failures > max(0, self.frames_stated - self.frames_read) + _SPARE_FRAMES:
                return

    def _frame(self, picture: np.ndarray) -> Frame:
        import cv2

        ms = self._film.get(cv2.CAP_PROP_POS_MSEC)
        if self._first_ms is None:
            self._first_ms = ms
        t_s = (ms - self._first_ms) / 1000
        if not math.isfinite(t_s) or t_s <= self._last_s:  # no timestamps, or two alike: by the frame rate
            t_s = self._last_s + 1 / (self.fps if math.isfinite(self.fps) else 30.0) if self.frames_read else 0.0
        self._last_s = t_s
        self.frames_read += 1
        if picture.ndim == 2:
            picture = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
        return Frame(self.frames_read - 1, t_s, picture)

    @property
    def lost_s(self) -> float:
        """Seconds of film that the container promises and that could not be decoded; ask after reading it all."""
        missing = self.frames_stated - self.frames_read
        return missing / self.fps if missing > _SPARE_FRAMES else 0.0

    def damage(self) -> FilmError | None:
        """What is wrong with the film, now that all of it has been read: nothing in it, or a hole."""
        if self.frames_read < 2:
            held = "one picture" if self.frames_read else "no picture that can be decoded"
            return FilmError(f"{self.name} holds {held}, expected a film of several frames")
        if self.lost_s > 0:
            missing = self.frames_stated - self.frames_read
            return FilmError(
                f"{self.name} is damaged: {missing} of {self.frames_stated} frames ({self.lost_s:.1f} s) could not be "
                f"read and are lost; the rest was analysed",
                lost_s=self.lost_s,
            )
        return None

    def close(self) -> None:
        self._film.release()


def _open(path: Path) -> cv2.VideoCapture:
    # Read by OpenCV once, when it first opens a film: its decoder would comment on every damaged block on stderr, and
    # what matters of that is said in one sentence by Footage.damage.
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    import cv2

    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    # FFmpeg only: OpenCV's other readers take a numbered picture for a film of all its neighbours
    return cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)


def _check(path: Path) -> None:
    if path.is_dir():
        raise FilmError(f"{path} is a folder, expected a film")
    if not path.exists():
        raise FilmError(f"there is no file {path}" + near_name(path))
    try:
        with path.open("rb") as file:
            if not file.read(1):
                raise FilmError(f"{path} is empty (0 bytes), expected a film")
    except PermissionError:
        raise FilmError(f"{path} may not be read: permission denied") from None


def near_name(path: Path) -> str:
    """`, did you mean squat_09.mp4?`, where a file of nearly that name lies in the same folder; else nothing."""
    try:
        names = [p.name for p in path.parent.iterdir() if p.is_file()]
    except OSError:
        return f": there is no folder {path.parent}"
    near = difflib.get_close_matches(path.name, names, 1, cutoff=0.75)
    return f", did you mean {near[0]}?" if near else ""
