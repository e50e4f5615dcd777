"""The live camera in a process of its own, where drawing cannot hold it up.

Software drawing holds the interpreter's lock for tens of milliseconds at a time. A camera whose threads share that lock
finds the body 12 to 23 times a second, one with an interpreter of its own 29 to 31 (docs/performance.md), and drawing
gains as well. Pictures never leave the process: poses, notices and what was learned of the room do.

The process speaks only while it is listened to: after `_MOST_UNHEARD` beats it waits for an answer, and keeps what is
newest meanwhile. A pipe that nobody empties would fill with old poses.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from exercises.pose import Joint, Pose, unseen
from game.tracking.camera import FOUND, UNSEEN_EVERY_S, Camera, Capture
from game.tracking.child import GRACE_S, Child, Parent
from game.tracking.following import Watcher, watcher
from game.tracking.rooting import Reference
from game.tracking.source import CameraError, Closing, Notice

_AGAIN_S = 2.0  # between attempts to begin again while the camera will not open
_START_S = 30.0  # for opening the camera and loading the model
_MOST_UNHEARD = 8  # more than any camera gives between two polls of a game that runs
_MOST_WAITING = 120  # poses that wait to be said
_BEAT_S, _SILENT_S = 0.5, 3.0  # it says something that often; one that says nothing for so long is frozen
_PAUSE_S = 1.0  # a longer time between two polls is a pause: what was said before it is old
_MOST_ENDS, _WITHIN_S = 3, 60.0  # ends more often than that are not chance
_LOST = "The camera's program has stopped. It is being started again."
_STUCK = f"the camera's program is not ready after {_START_S:.0f} seconds: unplug the camera and plug it in again"
_NO_START = 'the camera\'s program will not start ({}): does your script lack `if __name__ == "__main__":`?'


@dataclass(frozen=True, slots=True)
class _Ready:
    """The camera is open and the model loaded. began_s: its zero, by time.monotonic, which all processes share."""

    began_s: float


@dataclass(frozen=True, slots=True)
class _Beat:
    """Said after what there was to say, if anything, at `as_of_s` by time.monotonic. looks: as of then."""

    as_of_s: float
    looks: float


class CameraProcess(Closing):
    """A live PoseSource and a context manager: a `Camera` in a process of its own. Times are seconds since it was
    built; `began_s` is their zero by time.monotonic.

    open_capture, model, make_watcher   as `Camera` takes them, and such as can be pickled
    Returns when camera and model are open, and raises what `Camera` raises, then and from `poll`; CameraError too where
    no process will begin. One that is killed, crashes or freezes is begun again, with `camera_lost` and `camera_found`:
    it goes by the heading, up and floor that were learned, for the camera has not moved. CameraError where that happens
    again and again. The first `poll`, and the first after a pause, give nothing until the newest pose is fresh.
    notices     as of the last `poll`
    reference   what was last learned of the room; None before
    looks       pictures a second in which the body was sought, so far; 0 before the second one
    """

    provides = frozenset(Joint)
    lockstep = False
    ended = False

    def __init__(
        self,
        open_capture: Callable[[], Capture],
        model: str = "full",
        *,
        make_watcher: Callable[[str], Watcher] = watcher,
    ) -> None:
        self._make = partial(Camera, open_capture, model, make_watcher=make_watcher)
        self.reference: Reference | None = None
        self.looks = 0.0
        self._poses: list[Pose] = []
        self._notices: list[Notice] = []
        self._error: Exception | None = None
        self._frozen = self._lost = False
        self._ends_s: list[float] = []  # when processes ended that were not meant to
        self._again_s = self._late_s = 0.0  # late: the process's zero after ours
        self._last_s = -1.0
        self._polled_s = self._heard_s = -math.inf  # by time.monotonic, as are the next two
        self._resumed_s = 0.0  # poses are held back until something was said after this
        self._as_of_s = 0.0
        child = Child(partial(_work, self._make))
        try:
            first = child.hear() if child.speaks(_START_S) else CameraError(_STUCK)
        except BaseException:
            child.end(GRACE_S)
            raise
        if not isinstance(first, _Ready):
            how = child.end(GRACE_S)
            raise first if isinstance(first, Exception) else CameraError(_NO_START.format(how))
        self._child: Child | None = child
        self.began_s = first.began_s

    def poll(self) -> tuple[Pose, ...]:
        self._hear(time.monotonic())
        if self._error is not None:
            error, self._error = self._error, None
            raise error
        if self._lost:
            self._bridge(time.monotonic())
        if self._as_of_s < self._resumed_s:
            return ()
        poses, self._poses = tuple(self._poses), []
        return poses

    def notices(self) -> tuple[Notice, ...]:
        notices, self._notices = tuple(self._notices), []
        return notices

    def freeze(self) -> None:
        """From now on heading, up, floor and person stay as they are: called when calibration begins."""
        self._be_frozen(True)

    def thaw(self) -> None:
        """Learn heading, up and floor anew: called when the patient has moved their chair, or sits down to stand."""
        self._be_frozen(False)

    def close(self) -> None:
        """Let the camera go; takes a second at most."""
        if self._child is not None:
            self._child.end(GRACE_S)
            self._child = None
        self._lost = False

    def _be_frozen(self, frozen: bool) -> None:
        if frozen != self._frozen and self._child is not None:
            self._child.tell(frozen)
        self._frozen = frozen

    def _hear(self, now: float) -> None:
        """Take what was said, and answer. What is silent for too long is ended, but no pause of ours counts."""
        heard = resumed = now - self._polled_s > _PAUSE_S
        self._polled_s = now
        if resumed and self._as_of_s >= self._resumed_s:  # else it is awaited still: polls may always be that far apart
            self._resumed_s = now
        while self._child is not None and self._child.speaks():
            self._take(self._child.hear())
            heard = True
        if heard:
            self._heard_s = now
        if self._child is None:
            return
        if heard:
            self._child.tell(None)
        elif now - self._heard_s > (_START_S if self._lost else _SILENT_S):
            self._end()
            self._lose("no answer")

    def _take(self, said: object) -> None:
        match said:
            case Pose():
                self._keep(said, said.t_s + self._late_s)
            case _Beat():
                self._as_of_s, self.looks = said.as_of_s, said.looks
            case Notice():
                self._notices.append(Notice(said.t_s + self._late_s, said.kind, said.say))
            case Reference():
                self.reference = said
            case _Ready():
                self._late_s = said.began_s - self.began_s
                self._lost = False
                self._notices.append(Notice(time.monotonic() - self.began_s, "camera_found", FOUND))
            case CameraError() if self._lost:  # gone as well, or not yet free again
                self._end()
                self._again_s = time.monotonic() + _AGAIN_S
            case Exception():
                self._end()
                self._lost, self._error = False, said
            case None:
                self._lose(self._end())

    def _keep(self, pose: Pose, t_s: float) -> None:
        if t_s > self._last_s:  # capture time rises from pose to pose, from one process to the next too
            self._last_s = t_s
            # built anew: arrays that come out of a pipe can be written to, and a pose's must not
            self._poses.append(Pose(t_s, pose.points, pose.confidence, pose.image, camera_yaw_deg=pose.camera_yaw_deg))

    def _end(self) -> str:
        """Nobody waits: it has let the camera go before its last word, or is killed."""
        assert self._child is not None
        child, self._child = self._child, None
        return child.end(0.0)

    def _lose(self, how: str) -> None:
        """The process has ended by itself, or was frozen."""
        now = self._again_s = time.monotonic()
        self._ends_s = [*(at for at in self._ends_s if now - at < _WITHIN_S), now]
        if len(self._ends_s) > _MOST_ENDS:
            self._lost = False
            times = f"{len(self._ends_s)} times in {_WITHIN_S:.0f} seconds, at last with {how}"
            self._error = CameraError(f"the camera's program stopped {times}: is there memory enough?")
        elif not self._lost:
            self._lost = True
            self._notices.append(Notice(now - self.began_s, "camera_lost", _LOST))

    def _bridge(self, now: float) -> None:
        """While no process has a camera: begin another, and say that nobody is seen."""
        if self._child is None and now >= self._again_s:
            self._again_s, self._heard_s = now + _AGAIN_S, now
            with suppress(CameraError):  # no memory for another, or no more open files: perhaps later
                self._child = Child(partial(_work, partial(self._make, reference=self.reference)))
                self._child.tell(self._frozen)
        if now - self.began_s >= self._last_s + UNSEEN_EVERY_S:
            nobody = unseen(now - self.began_s)
            self._keep(nobody, nobody.t_s)
            self._as_of_s = now


def _work(make: Callable[[], Camera], parent: Parent) -> None:
    """Inside the process: have a camera and pass on what it sees, until nobody listens."""
    with make() as camera:
        parent.say(_Ready(camera.began_s))
        poses, notices = deque[Pose](maxlen=_MOST_WAITING), list[Notice]()
        told, said_s, unheard = camera.tracker.reference, 0.0, _MOST_UNHEARD  # nothing before the first poll
        while not parent.ended.is_set():
            pose = camera.look()
            if pose is not None:
                poses.append(pose)
            notices += camera.notices()
            while not parent.orders.empty():
                match parent.orders.get():
                    case None:  # all was heard, and more is wanted
                        unheard = 0
                    case bool(frozen):
                        camera.tracker.frozen = frozen
            now, learned = time.monotonic(), camera.tracker.reference
            news = [*poses, *notices, *(() if learned is told else (learned,))]
            if unheard < _MOST_UNHEARD and (news or now - said_s >= _BEAT_S):
                for message in (*news, _Beat(now, camera.tracker.looks)):
                    parent.say(message)
                poses.clear()
                notices.clear()
                told, said_s, unheard = learned, now, unheard + 1
