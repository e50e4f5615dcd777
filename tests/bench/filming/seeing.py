"""What the tracker's eyes saw of a film, kept, so that everything behind the eyes can be run again without a picture.

Beside a recording NAME.npz lies NAME.seen.npz: MediaPipe's landmarks of every frame, before a place in the room is made
of them. `again` gives them to the tracker in place of its landmarkers: seconds a film instead of a minute.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from game.tracking.film import Film
from game.tracking.following import Glimpse, Watcher, watcher
from game.tracking.landmarks import Body
from game.tracking.replay import write_recording

_BLANK = (48, 64)  # 4:3, as the films


class _Noting:
    """A watcher that writes down what it saw."""

    def __init__(self, eyes: Watcher, seen: dict[int, Body | None], fps: float) -> None:
        self._eyes, self._seen, self._fps = eyes, seen, fps

    def look(self, picture: np.ndarray, t_s: float, last: Glimpse | None, closely: bool) -> Body | None:
        body = self._eyes.look(picture, t_s, last, closely)
        self._seen[round(t_s * self._fps)] = body
        return body

    def close(self) -> None:
        self._eyes.close()


class _Remembering:
    """A watcher that sees nothing by itself."""

    def __init__(self, seen: dict[int, Body | None], fps: float) -> None:
        self._seen, self._fps = seen, fps

    def look(self, picture: np.ndarray, t_s: float, last: Glimpse | None, closely: bool) -> Body | None:
        return self._seen[round(t_s * self._fps)]

    def close(self) -> None:
        pass


def track(film: Path, recording: Path, fps: float) -> None:
    """Track a film by the program's own eyes into `recording`, and keep what they saw beside it."""
    seen: dict[int, Body | None] = {}
    _run(film, recording, lambda model: _Noting(watcher(model), seen, fps))
    _keep(recording.with_suffix(".seen.npz"), [seen[n] for n in sorted(seen)])


def again(seen: Path, recording: Path, folder: Path, fps: float) -> None:
    """Track once more what lies in `seen`, with today's tracker behind MediaPipe. `folder` is for a blank film."""
    with np.load(seen) as kept:
        bodies = [
            None if np.isnan(p).any() else Body(p.astype(float), i.astype(float), c.astype(float))
            for p, i, c in zip(kept["points"], kept["image"], kept["confidence"], strict=True)
        ]
    blank = folder / f"{recording.stem}.mp4"
    out = cv2.VideoWriter(str(blank), cv2.VideoWriter_fourcc(*"mp4v"), fps, _BLANK[::-1])
    for _ in bodies:
        out.write(np.zeros((*_BLANK, 3), np.uint8))
    out.release()
    by_frame = dict(enumerate(bodies))
    _run(blank, recording, lambda _: _Remembering(by_frame, fps))


def _run(film: Path, recording: Path, make_watcher: object) -> None:
    source = Film(film, "full", make_watcher=make_watcher)  # type: ignore[arg-type]
    poses = []
    try:
        while not source.ended:
            poses.extend(source.poll())
    finally:
        source.close()
    part = recording.with_name("part.npz")
    write_recording(part, poses, fps=source.fps, source=recording.stem)
    part.replace(recording)


def _keep(path: Path, bodies: list[Body | None]) -> None:
    nothing = np.full((33, 3), np.nan)
    np.savez_compressed(
        path,
        points=np.array([nothing if b is None else b.points for b in bodies], np.float32),
        image=np.array([nothing[:, :2] if b is None else b.image for b in bodies], np.float32),
        confidence=np.array([nothing[:, 0] if b is None else b.confidence for b in bodies], np.float32),
    )
