"""A webcam as a source of poses: live, newest picture first, and patient when it is unplugged."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

import numpy as np

from exercises.pose import Joint, Pose, unseen
from game.tracking.eyesight import Eyesight
from game.tracking.following import Facing, Glimpse, Watcher, watcher
from game.tracking.rooting import Reference, Rooting, Sight, StillSecond
from game.tracking.source import CameraError, Closing, Notice, NoticeKind

WIDTH, HEIGHT, FPS = 640, 480, 30
_SILENT_S = 2.0  # a camera that gives nothing for so long is gone, even where its driver does not say so
_RETRY_S = 0.5
UNSEEN_EVERY_S = 0.1  # while there is no picture, this often a pose says that nobody is seen
_CLOSELY_S = 0.5
_CHOOSE_S = 1.0  # until the pose is frozen, whoever is clearly nearer than the followed person is looked for this often
_NEARER = 1.3
_MOST_WAITING = 120
_LOST = "The camera is gone. Please plug it in again."
_FROZEN = "The camera's picture stands still. Please unplug it and plug it in again."
_DARK = "The camera sees only black. Please open its cover, or make some light."
_FOUND = "The camera is back."


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
    """The first webcam that gives a picture, or None. Takes a second or so where there is one."""
    for number in numbers:
        try:
            capture = open_webcam(number)()
        except CameraError:
            continue
        ok, _ = capture.read()
        capture.release()
        if ok:
            return number
    return None


@dataclass(frozen=True, slots=True, eq=False)
class _Shot:
    """after_gap: the first since the camera was away, and perhaps somewhere else now."""

    n: int
    t_s: float
    picture: np.ndarray
    after_gap: bool


class Camera(Closing):
    """A live PoseSource and a context manager. Times are seconds since it was built, `began_s` by its clock.

    An evening has it in a process of its own (camera_process.py).
    open_capture   opens the camera; raises CameraError (or gives something whose read fails) while there is none
    reference      what is known of the room already, of a camera that has not been moved since
    One thread reads pictures and keeps the newest, a second one finds the body in it. Until `freeze`, heading, up and
    floor are learned anew from every still second, and a clearly nearer person takes over; after a gap or a change of
    the picture's size once more.
    Raises CameraError if the camera does not open at first; later it is waited for, with notices: unplugged, silent,
    frozen and black are all told, and that it gives few pictures, once. Whatever else either thread raises, `poll`
    raises.
    looks    pictures a second in which the body was sought, so far; 0 before the second one
    """

    provides = frozenset(Joint)
    lockstep = False
    ended = False

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
            self._watcher = make_watcher(model)
        except BaseException:
            self._capture.release()
            raise
        self.began_s = clock()
        self._lock = threading.Condition()
        self._newest: _Shot | None = None
        self._poses: list[Pose] = []
        self._notices: list[Notice] = []
        self._error: Exception | None = None
        self._gone: NoticeKind | None = None  # what was last told of a camera that shows nothing
        self._told_slow = False
        self._frozen = False
        self._last_read_s = 0.0
        self._looks, self._first_look_s, self._last_look_s = 0, 0.0, 0.0
        self.reference = reference
        self._stop = threading.Event()
        self._threads = (
            threading.Thread(target=self._guarded, args=(self._read,), name="camera", daemon=True),
            threading.Thread(target=self._guarded, args=(self._follow,), name="landmarks", daemon=True),
        )
        for thread in self._threads:
            thread.start()

    @property
    def looks(self) -> float:
        return (self._looks - 1) / (self._last_look_s - self._first_look_s) if self._looks > 1 else 0.0

    def poll(self) -> tuple[Pose, ...]:
        with self._lock:
            if self._error is not None:
                error, self._error = self._error, None
                raise error
            poses, self._poses = tuple(self._poses), []
        return poses

    def notices(self) -> tuple[Notice, ...]:
        with self._lock:
            notices, self._notices = tuple(self._notices), []
        return notices

    def wait(self, for_s: float) -> None:
        """Until `poll` or `notices` have something, `for_s` at most."""
        with self._lock:
            self._lock.wait_for(lambda: self._poses or self._notices or self._error, for_s)

    def freeze(self) -> None:
        """From now on heading, up, floor and person stay as they are: called when calibration begins."""
        self._frozen = True

    def thaw(self) -> None:
        """Learn heading, up and floor anew: called when the patient has moved their chair, or sits down to stand."""
        self._frozen = False

    def close(self) -> None:
        """Stop both threads and let the camera go. A read that never returns is left to its (daemon) thread."""
        self._stop.set()
        with self._lock:
            self._lock.notify_all()
        reader, watching = self._threads
        watching.join()
        reader.join(1.0)
        self._watcher.close()

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # nobody listens in a thread: whatever it is, poll raises it again
            with self._lock:
                self._error = self._error or error
                self._lock.notify_all()

    def _now(self) -> float:
        return self._clock() - self.began_s

    # --- the camera's thread

    def _read(self) -> None:
        n = 0
        eyesight = Eyesight()
        try:
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
                        self._keep(n, now, picture, eyesight.slow_fps())
                        n += 1
        finally:
            if self._capture is not None:
                self._capture.release()

    def _keep(self, n: int, t_s: float, picture: np.ndarray, slow_fps: float | None) -> None:
        with self._lock:
            before = self._newest
            gap = self._gone is not None or (before is not None and before.after_gap)
            if self._gone is not None:
                self._gone = None
                self._notices.append(Notice(t_s, "camera_found", _FOUND))
            if slow_fps is not None and not self._told_slow:
                self._told_slow = True
                few = f"The camera gives only {slow_fps:.0f} pictures a second. More light in the room may help."
                self._notices.append(Notice(t_s, "camera_slow", few))
            self._newest = _Shot(n, t_s, picture, gap)
            self._lock.notify_all()

    def _lose(self, kind: NoticeKind, say: str) -> None:
        with self._lock:
            if kind != self._gone:
                self._gone = kind
                self._notices.append(Notice(self._now(), kind, say))
                self._lock.notify_all()

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

    # --- the landmarks' thread

    def _follow(self) -> None:
        facing, still = Facing(), StillSecond()
        rooting = None if self.reference is None else Rooting(self.reference)
        last: Glimpse | None = None
        shape: tuple[int, ...] = ()
        unsettled = rooting is None  # heading, up and floor are to be learned once more, though frozen
        looked_s = chosen_s = said_s = -1.0
        while not self._stop.is_set():
            shot = self._take()
            now = self._now()
            if shot is None:
                if now - self._last_read_s >= self._silent_s:
                    self._lose("camera_lost", _LOST)
                if self._gone and now - said_s >= UNSEEN_EVERY_S:
                    said_s = now
                    self._say(unseen(now))
                continue
            if shot.after_gap:
                still, unsettled = StillSecond(), True
            if shape and shot.picture.shape != shape:  # places in the picture mean something else now
                still, unsettled = StillSecond(), True
                rooting = last = None
            shape = shot.picture.shape
            closely = shot.t_s - looked_s >= _CLOSELY_S
            looked_s = shot.t_s if closely else looked_s
            body = self._watcher.look(shot.picture, shot.t_s, last, closely)
            self._count(shot.t_s)
            if body is not None and not self._frozen and shot.t_s - chosen_s >= _CHOOSE_S:
                chosen_s = shot.t_s
                other = self._watcher.look(shot.picture, shot.t_s, None, False)
                if other is not None and other.nearness > _NEARER * body.nearness:
                    body = other
            if body is not None:
                last = Glimpse(shot.n, shot.t_s, body)
                body = facing.read(shot.t_s, body)
                if not self._frozen or unsettled or rooting is None:
                    before, rooting = rooting, self._root(still, Sight(shot.t_s, body), rooting)
                    unsettled &= rooting is before or rooting is None or not rooting.reference.still
            height, width = shot.picture.shape[:2]
            self._say(unseen(shot.t_s) if rooting is None else rooting.pose(shot.t_s, body, width / height))

    def _count(self, t_s: float) -> None:
        self._first_look_s = self._first_look_s if self._looks else t_s
        self._looks, self._last_look_s = self._looks + 1, t_s

    def _root(self, still: StillSecond, sight: Sight, before: Rooting | None) -> Rooting | None:
        found = still.add(sight)
        if found is None and before is None:
            found = still.calmest()  # something to show at once: better an unsteady heading than an empty place
            self.reference = found
            return None if found is None else Rooting(replace(found, still=False))
        if found is None:
            return before
        self.reference = found
        return Rooting(found)

    def _take(self) -> _Shot | None:
        with self._lock:
            if self._newest is None and not self._stop.is_set():
                self._lock.wait(UNSEEN_EVERY_S)
            shot, self._newest = self._newest, None
        return shot

    def _say(self, pose: Pose) -> None:
        with self._lock:
            if self._poses and pose.t_s <= self._poses[-1].t_s:
                return  # capture time rises from pose to pose
            self._poses.append(pose)
            del self._poses[:-_MOST_WAITING]  # nobody polls: a live source keeps what is newest
            self._lock.notify_all()
