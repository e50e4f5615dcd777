"""Headset and webcam at once, one source of poses: hands and head from the one, the whole body from the other.

Which clock: the camera's. A pose comes for each of its pictures, at the picture's own time, with the headset's head and
hands as they were then. At the headset's rate trunk and legs would be the same body two or three times over, which
would look steadier to the judge than it is (exercises.uncertainty reads how much an angle shakes), and a time that is
re-estimated must never warp the pace of what is judged. Which room: the headset's, for the renderer draws there.
What is recorded are the fused poses; a replay judges those and aligns nothing.

Both are put together only while they are known to agree (alignment.py). Before that, when they part, and when one of
them sees nothing, one alone is gone by, and that is told: `sources_parted` names it, `sources_joined` ends it.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Literal

import numpy as np

from exercises.pose import Array, Joint, Pose
from game.tracking.alignment import WITHIN_S, Alignment, align
from game.tracking.source import Closing, Learner, Notice, NoticeKind
from game.tracking.together import Known, anchors, bearing, between, carried, joined, known, righted
from game.tracking.tracks import Track

WINDOW_S = 20.0  # so much of the past is aligned: drift of 50 ppm is 1 ms in it
EVERY_S = 1.0
KEPT_S = 3.0  # and the headset's so much longer, for offsets
WAIT_S = 0.1  # a picture waits no longer for the headset's samples after it
NEAR_S = 0.1  # how far from a known offset it is sought again
LOST_S = 0.5  # a source that shows nobody for so long is not gone by
BEGINS_S = 2.0
PARTED_S = 2.0  # both must lie apart for so long
PARTED_M, PARTED_TIMES = 0.15, 2.5
SHIFT_TAU_S = 0.5  # the camera's guess of the distance drifts; the nose's tremble is not passed on
BASE_S = 30.0
_BLIND = ("camera_lost", "camera_dark")
Mode = Literal["both", "camera", "headset"]
Aside = Callable[[Callable[[], Alignment | None]], "Future[Alignment | None]"]
_NOWHERE = Alignment(
    0.0, np.eye(3), np.zeros(3), 1.0, np.zeros((3, 3)), False, np.nan, np.nan, np.inf, np.inf, np.inf, 0,
    "head and hands have not moved yet",
)  # fmt: skip


class Fused(Closing):
    """A live PoseSource over two others. Closing it closes both.

    alignment    the last that was settled, None before; `tried` the newest, settled or not (its `why` says what lacks)
    mode         what is gone by just now
    latency_s    how old a picture is when its pose comes, by the headset's clock: median of the last hundred; NaN
                 before the alignment
    aside        where alignments are computed: 20 to 60 ms that no frame may wait for. A thread, where none is given
    """

    lockstep = False

    def __init__(
        self,
        camera: Learner,
        headset: Learner,
        *,
        clock: Callable[[], float] = time.monotonic,
        aside: Aside | None = None,
    ) -> None:
        self.camera, self.headset = camera, headset
        self.provides: frozenset[Joint] = camera.provides | headset.provides
        self.alignment: Alignment | None = None
        self.tried: Alignment | None = None
        self.mode: Mode = "camera"
        self._clock = clock
        self._pool: ThreadPoolExecutor | None = None
        if aside is None:
            self._pool = ThreadPoolExecutor(1, "alignment")
            aside = self._pool.submit
        self._aside = aside
        self._job: Future[Alignment | None] | None = None
        self._job_stale = False
        self._asked_s = -np.inf
        self._seen: deque[tuple[float, Array]] = deque()  # the camera's times and anchors
        self._times: deque[float] = deque()
        self._knew: deque[Known] = deque()
        self._waiting: deque[tuple[float, Pose]] = deque()  # when it came, and the camera's pose
        self._bases: dict[str, deque[tuple[float, float]]] = {"camera": deque(), "headset": deque()}
        self._ages: deque[float] = deque(maxlen=100)
        self._shift: tuple[float, Array] | None = None
        self._away: deque[tuple[float, float]] = deque()  # the newest distances between both devices' anchors
        self._began = clock()
        # when each last saw somebody, by our clock; at first both are given time to begin
        self._found_s = dict.fromkeys(("camera", "headset"), self._began + BEGINS_S)
        self._last_s = -np.inf
        self._told: Mode | None = None
        self._why = ""
        self._notices: list[Notice] = []
        self._reference: object = None
        self._rooms = getattr(headset, "rooms", 0)
        self._sight = np.zeros(3)

    @property
    def ended(self) -> bool:
        return self.camera.ended and self.headset.ended

    @property
    def looks(self) -> float:
        """Pictures a second in which the camera sought the body."""
        return float(getattr(self.camera, "looks", 0.0))

    @property
    def latency_s(self) -> float:
        return float(np.median(self._ages)) if self._ages else float("nan")

    @property
    def summary(self) -> str:
        """A line for the terminal: offset, latency and residual, or why there are none."""
        at = self.alignment
        if at is None:
            why = _NOWHERE.why if self.tried is None else self.tried.why
            return f"headset and camera were never lined up ({why}); went by the {self.mode} alone"
        now = "" if self.mode == "both" else f"; at last by the {self.mode} alone"
        return f"headset and camera: {figures(at, self.latency_s)}{now}"

    def poll(self) -> tuple[Pose, ...]:
        now = self._clock()
        beyond = self._hear()
        for pose in self.camera.poll():
            self._see(now, righted(pose))
        self._line_up(now)
        self._choose(now)
        if self.mode == "headset":
            self._waiting.clear()
            return self._in_order([replace(pose, t_s=pose.t_s - self._offset_s) for pose in beyond])
        return self._in_order(self._from_camera(now))

    def notices(self) -> tuple[Notice, ...]:
        """Both sources' and our own, in the order of our clock's seconds since we began."""
        now = self._clock() - self._began
        camera = self.camera.notices()
        # a lost camera ends nothing while the headset goes on, and is told as that
        if self._clock() - self._found_s["headset"] < LOST_S:
            camera = tuple(n for n in camera if n.kind not in _BLIND)
        theirs = [replace(n, t_s=now) for n in (*camera, *self.headset.notices())]
        ours, self._notices = self._notices, []
        return (*theirs, *ours)

    def freeze(self) -> None:
        """Heading, floor and posture at rest stay as they are: called when calibration begins."""
        for source in (self.camera, self.headset):
            source.freeze()

    def thaw(self) -> None:
        """Learn them anew."""
        for source in (self.camera, self.headset):
            source.thaw()

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        self.camera.close()
        self.headset.close()

    # --- taking in

    def _hear(self) -> list[Pose]:
        poses = list(self.headset.poll())
        now = self._clock()  # not before: where a look takes long, poses would seem to come before their time
        rooms = getattr(self.headset, "rooms", 0)
        if rooms != self._rooms:  # it begins elsewhere now, whoever asked for it: what was known of places is forgotten
            self._rooms = rooms
            self._times.clear()
            self._knew.clear()
            self._start_anew("the headset's room begins elsewhere now")
        for pose in poses:
            if self._times and pose.t_s <= self._times[-1]:
                continue
            self._arrived("headset", now, pose)
            self._times.append(pose.t_s)
            self._knew.append(known(pose))
            if pose.head is not None:
                self._found_s["headset"] = now
        while self._times and self._times[0] < self._times[-1] - WINDOW_S - KEPT_S:
            self._times.popleft()
            self._knew.popleft()
        return poses

    def _see(self, now: float, pose: Pose) -> None:
        reference = getattr(self.camera, "reference", None)
        if reference is not self._reference:  # the camera has learned its room anew: what was aligned is another room
            first, self._reference = self._reference is None, reference
            if not first:
                self._start_anew("the camera has found its place anew")
        self._arrived("camera", now, pose)
        self._waiting.append((now, pose))
        at = anchors(pose)
        if np.isfinite(pose.camera_yaw_deg):
            yaw = np.radians(pose.camera_yaw_deg)
            self._sight = np.array([-np.sin(yaw), 0.0, -np.cos(yaw)])
        if np.isfinite(pose.points[Joint.left_hip, 0]):
            self._found_s["camera"] = now
        if np.isfinite(at).any():
            self._seen.append((pose.t_s, at))
        while self._seen and self._seen[0][0] < pose.t_s - WINDOW_S:
            self._seen.popleft()

    def _arrived(self, which: str, now: float, pose: Pose) -> None:
        """Least delay of late: where the source's clock begins by ours, but for how long its quickest pose takes."""
        base = self._bases[which]
        late = now - pose.t_s
        while base and base[-1][1] >= late:
            base.pop()
        base.append((now, late))
        while base[0][0] < now - BASE_S:
            base.popleft()

    @property
    def _offset_s(self) -> float:
        """The headset's clock less the camera's: as aligned, else as their poses come."""
        if self.alignment is not None:
            return self.alignment.offset_s
        camera, headset = self._bases["camera"], self._bases["headset"]
        return camera[0][1] - headset[0][1] if camera and headset else 0.0

    # --- lining up

    def _line_up(self, now: float) -> None:
        if self._job is not None and self._job.done():
            found, stale = self._job.result(), self._job_stale
            self._job = None
            if found is not None and not stale:
                self.tried = found
                if found.settled:
                    self._adopt(found)
        if self._job is None and now - self._asked_s >= EVERY_S and len(self._seen) > 1 and len(self._times) > 1:
            self._asked_s, self._job_stale = now, False
            camera = Track(
                np.array([t for t, _ in self._seen]), np.array([at for _, at in self._seen]), sight=self._sight
            )
            knew = list(self._knew)
            headset = Track(
                np.array(self._times), np.array([k.places for k in knew]), np.array([k.turns for k in knew])
            )  # fmt: skip
            around, within = self._offset_s, WITHIN_S if self.alignment is None else NEAR_S
            swapped = None if self.alignment is None else self.alignment.swapped
            self._job = self._aside(lambda: align(camera, headset, around, within, swapped))

    def _adopt(self, found: Alignment) -> None:
        """Go by a newer alignment; the body hangs from the head as it did."""
        before = self.alignment or _NOWHERE
        head = next((at[0] for _, at in reversed(self._seen) if np.isfinite(at[0, 0])), None)
        if self._shift is not None and head is not None:
            t_s, shift = self._shift
            self._shift = (t_s, shift + before.carried(head) - found.carried(head))
        self.alignment = found

    def _start_anew(self, why: str) -> None:
        """The camera's room is another now; its clock is not."""
        self._why = why
        self._seen.clear()
        self._away.clear()
        self._shift = None
        self._job_stale = True
        self.tried = None

    def _choose(self, now: float) -> None:
        sees = {which: now - at < LOST_S for which, at in self._found_s.items()}
        if self.mode == "both" and self._apart():
            self._start_anew("the two do not agree any more")
        agrees = self.alignment is not None and self.tried is not None and (not self._why or self.tried.settled)
        if agrees and self.tried is not None and self.tried.settled:
            self._why = ""
        if sees["camera"] and sees["headset"] and agrees:
            mode: Mode = "both"
        elif sees["headset"] and not sees["camera"]:
            mode = "headset"
        else:
            mode = "camera"
        if mode != self.mode:
            self._away.clear()
        self.mode = mode
        if mode != self._told and any(sees.values()):
            self._tell(now, mode, sees)

    def _apart(self) -> bool:
        """Whether both devices' anchors have lain apart for a while: the camera was knocked, or looks at somebody
        else."""
        at = self.alignment
        if at is None or len(self._away) < 10 or self._away[-1][0] - self._away[0][0] < 0.8 * PARTED_S:
            return False
        return float(np.median([d for _, d in self._away])) > max(PARTED_M, PARTED_TIMES * at.residual_m)

    def _tell(self, now: float, mode: Mode, sees: dict[str, bool]) -> None:
        self._told = mode
        if mode == "both" and self.alignment is not None:
            kind: NoticeKind = "sources_joined"
            say = f"Headset and camera go together: {figures(self.alignment, self.latency_s)}."
            if self.alignment.swapped:
                say += " The controllers are in the other hands."
        else:
            kind = "sources_parted"
            other = "headset" if mode == "camera" else "camera"
            why = self._why or (_NOWHERE.why if self.tried is None else self.tried.why)
            say = f"Going by the {mode} alone: " + (why if sees[other] else f"the {other} sees nobody") + "."
        self._notices.append(Notice(now - self._began, kind, say))

    # --- handing on

    def _from_camera(self, now: float) -> list[Pose]:
        out = []
        while self._waiting:
            came, pose = self._waiting[0]
            there_s = pose.t_s + self._offset_s
            if self.mode == "both" and (not self._times or self._times[-1] < there_s) and now - came < WAIT_S:
                break
            self._waiting.popleft()
            out.append(self._fused(came, pose, there_s))
        return out

    def _fused(self, came: float, pose: Pose, there_s: float) -> Pose:
        at = (
            self.alignment or _NOWHERE
        )  # both rooms face ahead: until more is known they differ by the place of the head
        seen = self._known_at(there_s)
        if self._bases["headset"] and self.alignment is not None:
            self._ages.append(came - there_s - self._bases["headset"][0][1])
        if seen is None:
            return carried(pose, at, np.zeros(3) if self._shift is None else self._shift[1])
        seen = seen.exchanged() if at.swapped else seen
        self._compare(pose, seen, at)
        shift = np.zeros(3) if self._shift is None else self._shift[1]
        return joined(pose, seen, at, shift) if self.mode == "both" else carried(pose, at, shift)

    def _compare(self, pose: Pose, seen: Known, at: Alignment) -> None:
        """How far both devices' anchors lie apart, and how far the camera's body is to be moved to hang from the
        head."""
        off = bearing(seen, at) - at.carried(anchors(pose))
        apart = np.sqrt(((off[1:] - off[0]) ** 2).sum(axis=1))
        apart = apart[np.isfinite(apart)]
        if len(apart) and self.mode == "both":
            self._away.append((pose.t_s, float(apart.max())))
        while self._away and self._away[0][0] < pose.t_s - PARTED_S:
            self._away.popleft()
        if not np.isfinite(off[0]).all():
            return
        if self._shift is None or not 0.0 < pose.t_s - self._shift[0] < 1.0:
            self._shift = (pose.t_s, off[0])
        else:
            before_s, before = self._shift
            share = 1.0 - float(np.exp(-(pose.t_s - before_s) / SHIFT_TAU_S))
            self._shift = (pose.t_s, before + share * (off[0] - before))

    def _known_at(self, at_s: float) -> Known | None:
        """What the headset knew then; None before its first, after its last sample, and in a hole."""
        i = bisect_left(self._times, at_s)
        if not 0 < i < len(self._times):
            return None
        before_s, after_s = self._times[i - 1], self._times[i]
        if after_s - before_s > WAIT_S:
            return None
        return between(self._knew[i - 1], self._knew[i], (at_s - before_s) / (after_s - before_s))

    def _in_order(self, poses: list[Pose]) -> tuple[Pose, ...]:
        out = []
        for pose in poses:
            if pose.t_s > self._last_s:
                self._last_s = pose.t_s
                out.append(pose)
        return tuple(out)


def figures(at: Alignment, latency_s: float) -> str:
    """Offset, latency and residual in words."""
    age = "" if np.isnan(latency_s) else f", pictures {1000 * latency_s:.0f} ms old"
    return (
        f"clocks {1000 * at.offset_s:+.0f} ms (give or take {2000 * at.offset_sure_s:.0f}){age}, hands "
        f"{100 * at.residual_m:.1f} cm apart (95 %: {100 * at.p95_m:.1f})"
    )
