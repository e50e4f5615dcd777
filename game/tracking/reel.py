"""A demonstration's reel: for each exercise of a routine what was filmed or recorded of it, one lift after the other.

A recording holds a few lifts; they are played again and again for as long as the exercise goes on, and mirrored where
the other side works. A film, where there is one, comes first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from exercises.measures import Side
from exercises.pose import Joint, Pose
from game.tracking.film import Film
from game.tracking.replay import Recording, read_recording
from game.tracking.source import Notice, RecordingError

LONGEST_S = 1200.0  # of one exercise; a judge that never has enough must not keep a demonstration going for ever
_OTHER = [
    Joint[j.name.replace("left", "right") if "left" in j.name else j.name.replace("right", "left")] for j in Joint
]
_WIDE = 4 / 3  # of the pictures that were tracked, in their heights


@dataclass(frozen=True, slots=True)
class Chapter:
    """One exercise: a recording of its lifts, done by the left side or by both, and a film that is shown before it."""

    recording: Path
    film: Path | None = None


class Reel:
    """A lock-step PoseSource. `at` says which chapter is wanted now, and which side works (-1: none yet).

    Raises RecordingError as read_recording does, and FilmError where a film cannot be read.
    """

    provides = frozenset(Joint)
    lockstep = True

    def __init__(self, chapters: Sequence[Chapter | None], at: Callable[[], tuple[int, Side]]) -> None:
        self._chapters, self._at = chapters, at
        self._chapter = -1
        self._film: Film | None = None
        self._lifts: _Lifts | None = None
        self._coming: deque[Pose] = deque()
        self._from_s = 0.0  # the reel's time at which what plays now began
        self._t_s = 0.0
        self._until_s = LONGEST_S
        self.frames = 0

    @property
    def ended(self) -> bool:
        return self._t_s >= self._until_s

    def poll(self) -> tuple[Pose, ...]:
        """One pose at a time: what lies ahead in one chapter is of no use to the next."""
        chapter, side = self._at()
        if self.ended or chapter < 0:
            return ()
        if chapter != self._chapter:
            self._open(chapter)
        if not self._coming:
            self._coming.extend(self._film_poses() or self._lift(side))
        if not self._coming:
            return ()
        pose = self._coming.popleft()
        self._t_s, self.frames = pose.t_s, self.frames + 1
        return (pose,)

    def _open(self, chapter: int) -> None:
        self._close_film()
        wanted = self._chapters[chapter]
        if wanted is None:
            raise RecordingError("the demonstration has nothing to show of this exercise")
        self._chapter = chapter
        self._lifts = _Lifts(read_recording(wanted.recording))
        self._film = None if wanted.film is None else Film(wanted.film)
        self._from_s, self._until_s = self._t_s, self._t_s + LONGEST_S
        self._coming.clear()

    def _film_poses(self) -> list[Pose]:
        """What the film has ready, which may be nothing yet; () once it is over, or where there is none."""
        film = self._film
        if film is None:
            return []
        ended = film.ended
        poses = [replace(pose, t_s=self._from_s + 1.0 / film.fps + pose.t_s) for pose in film.poll()]
        if not poses and ended:
            self._close_film()
            self._from_s = self._t_s
        return poses

    def _lift(self, side: Side) -> list[Pose]:
        """The next lift, its time following on what was played."""
        assert self._lifts is not None
        if self._film is not None:
            return []  # it is still looking
        lift, lasts_s = self._lifts.next()
        start_s = self._from_s
        self._from_s += lasts_s
        whose = mirrored if side == "right" else _same
        return [replace(whose(pose), t_s=start_s + t_s) for t_s, pose in lift]

    def _close_film(self) -> None:
        if self._film is not None:
            self._film.close()
            self._film = None

    def notices(self) -> tuple[Notice, ...]:
        return ()

    def close(self) -> None:
        self._close_film()
        self._coming.clear()


class _Lifts:
    """The lifts of a recording in turn: first the time before them, then one after the other, over and over."""

    def __init__(self, recording: Recording) -> None:
        cuts = recording.meta.get("lifts_s")
        if not isinstance(cuts, list) or len(cuts) < 2:
            raise RecordingError(
                f"{recording.meta.get('source')}: meta.lifts_s must say when lifts begin, got {cuts!r}"
            )
        self._step_s = 1.0 / recording.fps
        parts = [self._between(recording, start, end) for start, end in zip([-1.0, *cuts], cuts, strict=False)]
        self._order = self._endless(parts)

    @staticmethod
    def _endless(parts: list[list[Pose]]) -> Iterator[list[Pose]]:
        yield parts[0]
        while True:
            yield from parts[1:]

    @staticmethod
    def _between(recording: Recording, start_s: float, end_s: float) -> list[Pose]:
        return [pose for pose in recording.poses if start_s <= pose.t_s < end_s]

    def next(self) -> tuple[list[tuple[float, Pose]], float]:
        """Poses with their time since the part began (more than 0), and how long it lasts."""
        part = next(self._order)
        if not part:
            return [], 0.0
        first_s = part[0].t_s - self._step_s
        return [(pose.t_s - first_s, pose) for pose in part], part[-1].t_s - first_s


def _same(pose: Pose) -> Pose:
    return pose


def mirrored(pose: Pose) -> Pose:
    """The same by the other side, as a mirror would show it."""
    points = pose.points[_OTHER] * np.array([-1.0, 1.0, 1.0], np.float32)
    image = None
    if pose.image is not None:
        image = pose.image[_OTHER] * np.array([-1.0, 1.0], np.float32) + np.array([_WIDE, 0.0], np.float32)
    return Pose(pose.t_s, points, pose.confidence[_OTHER], image, camera_yaw_deg=-pose.camera_yaw_deg)
