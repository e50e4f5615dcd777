"""A webcam: found, opened, read newest picture first, and patient when it is unplugged."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np

from exercises.pose import Pose, unseen
from game.tracking.child import Child, Parent
from game.tracking.eyesight import Eyesight
from game.tracking.following import Watcher, watcher
from game.tracking.rooting import Reference
from game.tracking.source import CameraError, Closing, Notice, NoticeKind
from game.tracking.tracker import Tracker

WIDTH, HEIGHT, FPS = 640, 480, 30
UNSEEN_EVERY_S = 0.1  # while there is no picture, this often a pose says that nobody is seen
_FIND_S = 30.0  # some drivers take half of it to open
_SILENT_S = 2.0  # a camera that gives nothing for so long is gone, even where its driver does not say so
_RETRY_S = 0.5
_LOST = "The camera is gone. Please plug it in again."
_FROZEN = "The camera's picture stands still. Please unplug it and plug it in again."
_DARK = "The camera sees only black. Please open its cover, or make some light."
FOUND = "The camera is back."


class Capture(Protocol):
    """What a camera must do: cv2.VideoCapture does it, and so does a test's film."""

    def read(self) -> tuple[bool, np.ndarray | None]:
        """Whether there is a picture, and the next one, BGR (H, W, 3) uint8. May block until it is there."""

    def release(self) -> None: ...


def open_webcam(number: int = 0) -> Callable[[], Capture]:
    """An opener of webcam `number`. What it returns raises CameraError, one sentence, if the camera will not open."""
    return partial(_opened, number)  # and no function made here: it must reach another process


def _opened(number: int) -> Capture:
    import cv2

    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)  # the sentence below says it better
    capture = cv2.VideoCapture(number)
    if not capture.isOpened():
        capture.release()
        raise CameraError(f"camera {number} will not open: is it plugged in, and does no other program use it?")
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT)
    capture.set(cv2.CAP_PROP_FPS, FPS)
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # an old picture is worth nothing
    return capture


def find_webcam(numbers: Iterable[int] = range(4)) -> int | None:
    """The first webcam that gives a picture, or None. Takes a second or two where there is one."""
    there = [n for n in numbers if sys.platform != "linux" or Path(f"/dev/video{n}").exists()]
    return first_that_shows({n: open_webcam(n) for n in there}) if there else None


def first_that_shows(cameras: Mapping[int, Callable[[], Capture]]) -> int | None:
    """The number of the first camera that gives a picture; None where none does, or a driver hangs or crashes.

    A process of its own looks, and has let every camera go before this returns. Raises what else went wrong there, and
    CameraError where no process will begin.
    """
    child = Child(partial(_look_for, cameras))
    try:
        found = child.hear() if child.speaks(_FIND_S) else None
    finally:
        child.end(0.0)  # it has let go what it had before it spoke
    if isinstance(found, Exception):
        raise found
    return found if isinstance(found, int) else None


def _look_for(cameras: Mapping[int, Callable[[], Capture]], parent: Parent) -> None:
    parent.say(next((n for n, opens in cameras.items() if first_picture(opens) is not None), None))


def first_picture(open_capture: Callable[[], Capture]) -> np.ndarray | None:
    """A camera's first picture, BGR (H, W, 3) uint8, or None where there is none; the camera is let go again."""
    try:
        capture = open_capture()
    except CameraError:
        return None
    try:
        ok, picture = capture.read()
    finally:
        capture.release()
    return picture if ok else None


@dataclass(frozen=True, slots=True, eq=False)
class _Shot:
    """after_gap: the first since the camera was away, and perhaps somewhere else now."""

    t_s: float
    picture: np.ndarray
    after_gap: bool


class Camera(Closing):
    """What a webcam sees; a context manager. Times are seconds since it was built, `began_s` by its clock.

    An evening has it in a process of its own (camera_process.py).
    open_capture   opens the camera; raises CameraError (or gives something whose read fails) while there is none
    reference      what is known of the room already, of a camera that has not been moved since
    tracker        finds the body in the pictures, and says what it learned of the room
    A thread reads pictures and keeps the newest. Raises CameraError if the camera does not open at first; later it is
    waited for, with notices: unplugged, silent, frozen and black are all told, and that it gives few pictures, once.
    """

    def __init__(
        self,
        open_capture: Callable[[], Capture],
        model: str = "full",
        *,
        clock: Callable[[], float] = time.monotonic,
        make_watcher: Callable[[str], Watcher] = watcher,
        retry_s: float = _RETRY_S,
        silent_s: float = _SILENT_S,
        reference: Reference | None = None,
    ) -> None:
        self._open, self._clock, self._retry_s, self._silent_s = open_capture, clock, retry_s, silent_s
        self._capture: Capture | None = open_capture()
        try:
            self.tracker = Tracker(make_watcher(model), reference)
        except BaseException:
            self._capture.release()
            raise
        self.began_s = clock()
        self._lock = threading.Condition()
        self._newest: _Shot | None = None
        self._notices: list[Notice] = []
        self._error: Exception | None = None
        self._gone: NoticeKind | None = None  # what was last told of a camera that shows nothing
        self._told_slow = False
        self._last_read_s = 0.0
        self._stop = threading.Event()
        self._reader = threading.Thread(target=self._read, name="camera", daemon=True)
        self._reader.start()

    def look(self) -> Pose | None:
        """The pose in the newest picture, which is waited for a tenth of a second at most. Where there is none: that
        nobody is seen, once the camera was told to be gone; None before. Raises whatever the camera raised.
        """
        shot = self._take()
        if shot is not None:
            return self.tracker.pose(shot.t_s, shot.picture, shot.after_gap)
        now = self._now()
        if now - self._last_read_s >= self._silent_s:
            self._lose("camera_lost", _LOST)
        return unseen(now) if self._gone else None

    def notices(self) -> tuple[Notice, ...]:
        with self._lock:
            notices, self._notices = tuple(self._notices), []
        return notices

    def close(self) -> None:
        """Let the camera go. A read that never returns is left to its (daemon) thread."""
        self._stop.set()
        self._reader.join(1.0)
        self.tracker.close()

    def _take(self) -> _Shot | None:
        with self._lock:
            self._lock.wait_for(lambda: self._newest or self._error, UNSEEN_EVERY_S)
            if self._error is not None:
                raise self._error
            shot, self._newest = self._newest, None
        return shot

    def _now(self) -> float:
        return self._clock() - self.began_s

    def _lose(self, kind: NoticeKind, say: str) -> None:
        with self._lock:
            if kind != self._gone:
                self._gone = kind
                self._notices.append(Notice(self._now(), kind, say))

    # --- the camera's thread

    def _read(self) -> None:
        try:
            self._read_on()
        except Exception as error:  # nobody listens in a thread: whatever it is, `look` raises it again
            with self._lock:
                self._error = error
                self._lock.notify()
        finally:
            if self._capture is not None:
                self._capture.release()

    def _read_on(self) -> None:
        eyesight = Eyesight()
        while not self._stop.is_set():
            ok, picture = self._capture.read() if self._capture is not None else (False, None)
            if not ok or picture is None:
                self._lose("camera_lost", _LOST)
                self._reopen(self._retry_s)
                continue
            now = self._last_read_s = self._now()
            match eyesight.ails(now, picture):
                case "dark":
                    self._lose("camera_dark", _DARK)
                case "frozen":
                    self._lose("camera_lost", _FROZEN)
                    self._reopen(self._silent_s)  # which is what helps, and not at once again
                case None:
                    self._keep(now, picture, eyesight.slow_fps())

    def _keep(self, t_s: float, picture: np.ndarray, slow_fps: float | None) -> None:
        with self._lock:
            after_gap = self._gone is not None or (self._newest is not None and self._newest.after_gap)
            if self._gone is not None:
                self._gone = None
                self._notices.append(Notice(t_s, "camera_found", FOUND))
            if slow_fps is not None and not self._told_slow:
                self._told_slow = True
                few = f"The camera gives only {slow_fps:.0f} pictures a second. More light in the room may help."
                self._notices.append(Notice(t_s, "camera_slow", few))
            self._newest = _Shot(t_s, picture, after_gap)
            self._lock.notify()

    def _reopen(self, wait_s: float) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None
        if self._stop.wait(wait_s):
            return
        try:
            self._capture = self._open()
        except CameraError:  # still away: it has been said, and is tried again
            self._capture = None
