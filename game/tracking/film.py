"""A film as a source of poses: lock-step, nothing dropped, the same poses at any speed and on any machine's load."""

from __future__ import annotations

import math
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from exercises.pose import Joint, Pose, unseen
from game.tracking.following import Facing, Glimpse, Watcher, watcher
from game.tracking.footage import Footage, Frame
from game.tracking.pace import Pace
from game.tracking.rooting import Reference, Rooting, Sight, StillSecond
from game.tracking.source import Closing, FilmError, Notice, TrackingError

STREAMS = 2  # threads that look, frame by frame in turn; a number of its own, for results depend on it
LAG = 4  # where to look in frame n is decided by the results up to n - LAG, so LAG frames can be in the works
LOOK_AHEAD_S = 8.0  # a still second is sought this long from when somebody is first seen, before a pose is given
_CLOSELY_S = 0.5  # while nobody is seen, parts of the picture are searched this often
_READ_AHEAD = 120  # frames analysed and not yet asked for
_NAP_S = 0.002  # poll waits this long for a result, so that a loop that has nothing else to do leaves the cores alone


class Film(Closing):
    """A PoseSource over any film OpenCV reads, and a context manager. Times are the film's own, 0 at the first frame.

    paced    give poses no sooner than their time by `clock`; a film that is not polled stands still either way
    Raises FilmError if `path` is no film, AssetMissingError or TrackingError if the model cannot be had.
    When `ended`, `fault` says what was wrong with the film (a hole, nobody in it), with all poses delivered before.
    """

    provides = frozenset(Joint)
    lockstep = True

    def __init__(
        self,
        path: Path | str,
        model: str = "full",
        *,
        paced: bool = False,
        clock: Callable[[], float] = time.monotonic,
        make_watcher: Callable[[str], Watcher] = watcher,
    ) -> None:
        self._footage = Footage(Path(path))
        self._watchers: list[Watcher] = []
        try:
            for _ in range(STREAMS):
                self._watchers.append(make_watcher(model))
        except BaseException:
            self._close_watchers()
            self._footage.close()
            raise
        self.name, self.fps, self.frames_stated = self._footage.name, self._footage.fps, self._footage.frames_stated
        self.frames = 0  # delivered so far
        self.ended = False
        self.fault: FilmError | None = None
        self._seen = 0
        self._found: queue.Queue[tuple[Glimpse, float] | Exception | None] = queue.Queue(_READ_AHEAD)
        self._stop = threading.Event()
        self._facing, self._still, self._rooting = Facing(), StillSecond(), None
        self._waiting: deque[tuple[Glimpse, float]] = deque()
        self._read_all = False
        self._pace = Pace(clock) if paced else None
        self._pump = threading.Thread(target=self._run, name="film", daemon=True)
        self._pump.start()

    @property
    def reference(self) -> Reference | None:
        """Heading, up and floor, known before the first pose is given; None where nobody was seen."""
        return self._rooting.reference if self._rooting else None

    def poll(self) -> tuple[Pose, ...]:
        """Poses in order; () while the next is not ready. Waits at most 2 ms. Raises what the tracker raised."""
        if self.ended:
            return ()
        self._collect()
        given_up = self._rooting is None and (self._read_all or self._looked_far_enough())
        if given_up and (calmest := self._still.calmest()) is not None:
            self._rooting = Rooting(calmest)
        poses = []
        until_s = self._pace.until(self._ready(given_up)) if self._pace else math.inf
        while self._ready(given_up) and self._waiting[0][0].t_s <= until_s:
            poses.append(self._pose(*self._waiting.popleft()))
        if self._read_all and not self._waiting:
            self._end()
        return tuple(poses)

    def notices(self) -> tuple[Notice, ...]:
        return ()

    def close(self) -> None:
        """Stop reading and free the landmarkers. May be called twice."""
        self._stop.set()
        while self._pump.is_alive():  # it may be waiting for room in the queue
            self._drop_one()
            self._pump.join(0.02)
        self._close_watchers()
        self._footage.close()

    # --- what poll does, on the caller's thread

    def _ready(self, given_up: bool = False) -> bool:
        """Whether the next pose can be given: its place in the room is known, or nobody is in it."""
        known = self._rooting is not None or given_up
        return bool(self._waiting) and (known or self._waiting[0][0].body is None)

    def _collect(self) -> None:
        wait = not self._ready()
        while not self._read_all and not self._looked_far_enough():
            try:
                item = self._found.get(wait, _NAP_S)
            except queue.Empty:
                return
            wait = False
            if isinstance(item, Exception):
                raise item
            if item is None:
                self._read_all = True
                return
            glimpse, aspect = item
            if glimpse.body is not None:
                body = self._facing.read(glimpse.t_s, glimpse.body)
                glimpse = Glimpse(glimpse.n, glimpse.t_s, body)
                if self._rooting is None and (found := self._still.add(Sight(glimpse.t_s, body))) is not None:
                    self._rooting = Rooting(found)
            self._waiting.append((glimpse, aspect))
            if self._ready() and len(self._waiting) >= _READ_AHEAD:
                return

    def _looked_far_enough(self) -> bool:
        first = next((glimpse.t_s for glimpse, _ in self._waiting if glimpse.body is not None), math.inf)
        return bool(self._waiting) and self._waiting[-1][0].t_s - first > LOOK_AHEAD_S

    def _pose(self, glimpse: Glimpse, aspect: float) -> Pose:
        self.frames += 1
        self._seen += glimpse.body is not None
        if self._rooting is None:
            return unseen(glimpse.t_s)
        return self._rooting.pose(glimpse.t_s, glimpse.body, aspect)

    def _end(self) -> None:
        self.ended = True
        self.fault = self._footage.damage()
        if self.fault is None and not self._seen:
            self.fault = FilmError(f"nobody is seen in {self.name}: expected one person, head to foot, in the picture")

    def _drop_one(self) -> None:
        try:
            self._found.get_nowait()
        except queue.Empty:
            return

    def _close_watchers(self) -> None:
        while self._watchers:
            self._watchers.pop().close()

    # --- on the pump's thread

    def _run(self) -> None:
        pools = [ThreadPoolExecutor(1, "landmarks") for _ in self._watchers]
        streams = tuple(zip(pools, self._watchers, strict=True))
        try:
            self._feed(streams)
        except (TrackingError, RuntimeError, ValueError, OSError, MemoryError) as error:
            self._give(error)  # raised again in poll, where somebody listens
        finally:
            for pool in pools:
                pool.shutdown()

    def _feed(self, streams: Sequence[tuple[ThreadPoolExecutor, Watcher]]) -> None:
        lag = LAG if not self.fps < 4 * LAG else 1  # four frames of a slow film are too long ago to go by
        every = max(1, round(_CLOSELY_S * (self.fps if self.fps > 0 else 30)))
        works: deque[tuple[Frame, Future[Glimpse]]] = deque()
        last: Glimpse | None = None
        for frame in self._footage.frames():
            while len(works) >= lag:
                glimpse = self._finish(*works.popleft())
                last = glimpse if glimpse.body is not None else last
            if self._stop.is_set():
                break
            pool, looking = streams[frame.n % len(streams)]
            works.append((frame, pool.submit(_look, looking, frame, last, frame.n % every == 0)))
        for work in works:
            self._finish(*work)
        self._give(None)

    def _finish(self, frame: Frame, work: Future[Glimpse]) -> Glimpse:
        glimpse = work.result()
        height, width = frame.picture.shape[:2]
        self._give((glimpse, width / height))
        return glimpse

    def _give(self, item: tuple[Glimpse, float] | Exception | None) -> None:
        while not self._stop.is_set():
            try:
                self._found.put(item, timeout=0.1)
            except queue.Full:
                continue
            return


def _look(looking: Watcher, frame: Frame, last: Glimpse | None, closely: bool) -> Glimpse:
    return Glimpse(frame.n, frame.t_s, looking.look(frame.picture, frame.t_s, last, closely))
