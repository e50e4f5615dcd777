"""The live camera, with a real film in its place that stops and comes back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import numpy as np
import pytest

from exercises.pose import Joint, Pose
from game.tracking.camera import Camera
from game.tracking.source import CameraError, Notice, TrackingError


class FilmCamera:
    """A camera that plays pictures at 60 a second until it is unplugged."""

    def __init__(self, pictures: list[np.ndarray]) -> None:
        self.pictures = pictures
        self.plugged, self.stuck = True, False
        self.opened = self.released = 0
        self._n = 0

    def open(self) -> FilmCamera:
        if not self.plugged:
            raise CameraError("camera 0 will not open")
        self.opened += 1
        return self

    def read(self) -> tuple[bool, np.ndarray | None]:
        while self.stuck:
            time.sleep(0.01)
        time.sleep(1 / 60)
        if not self.plugged:
            return False, None
        self._n += 1
        return True, self.pictures[self._n % len(self.pictures)]

    def release(self) -> None:
        self.released += 1


def until(camera: Camera, enough: Callable[[list[Pose], list[Notice]], bool]) -> tuple[list[Pose], list[Notice]]:
    poses: list[Pose] = []
    notices: list[Notice] = []
    end = time.monotonic() + 30
    while not enough(poses, notices):
        assert time.monotonic() < end, (len(poses), notices)
        poses.extend(camera.poll())
        notices.extend(camera.notices())
        time.sleep(0.005)
    return poses, notices


def is_seen(pose: Pose) -> bool:
    return bool(np.isfinite(pose.points[Joint.left_hip]).all())


def test_unplugging_is_survived_with_a_word_before_and_after(still: list[np.ndarray]) -> None:
    film = FilmCamera(still)
    camera = Camera(film.open, "lite", retry_s=0.05)
    try:
        before, said = until(camera, lambda poses, _: sum(map(is_seen, poses)) >= 5)
        assert said == []
        film.plugged = False
        _, said = until(camera, lambda _, notices: bool(notices))
        assert [n.kind for n in said] == ["camera_lost"]
        assert said[0].say == "The camera is gone. Please plug it in again."
        nobody, again = until(camera, lambda poses, _: sum(not is_seen(p) for p in poses) >= 3)
        assert again == []  # said once
        film.plugged = True
        after, said = until(camera, lambda poses, n: bool(n) and sum(map(is_seen, poses)) >= 3)
        assert [n.kind for n in said] == ["camera_found"]
    finally:
        camera.close()
    times = [p.t_s for p in (*before, *nobody, *after)]
    assert times == sorted(times)
    assert film.opened == 2
    assert film.released >= 2
    assert not camera.lockstep
    assert not camera.ended


def test_a_camera_that_hangs_is_gone_too(still: list[np.ndarray]) -> None:
    film = FilmCamera(still)
    camera = Camera(film.open, "lite", silent_s=0.3)
    try:
        until(camera, lambda poses, _: sum(map(is_seen, poses)) >= 2)
        film.stuck = True
        _, said = until(camera, lambda _, notices: bool(notices))
        assert said[0].kind == "camera_lost"
        film.stuck = False
        _, said = until(camera, lambda _, notices: bool(notices))
        assert said[0].kind == "camera_found"
    finally:
        film.stuck = False
        camera.close()


def test_the_newest_picture_wins() -> None:
    """A slow finder skips pictures instead of falling behind."""

    class Slow:
        def __init__(self) -> None:
            self.got: list[int] = []

        def look(self, picture: np.ndarray, t_s: float, last: object, closely: bool) -> None:
            self.got.append(int(picture[0, 0, 0]))
            time.sleep(0.1)

        def close(self) -> None:
            pass

    slow = Slow()
    numbered = [np.full((4, 4, 3), n, np.uint8) for n in range(250)]
    camera = Camera(FilmCamera(numbered).open, make_watcher=lambda model: slow)
    poses, _ = until(camera, lambda poses, _: len(poses) >= 6)
    camera.close()
    steps = np.diff(slow.got)
    assert (steps >= 3).all()
    assert not any(map(is_seen, poses))


def test_no_camera_is_a_sentence() -> None:
    film = FilmCamera([])
    film.plugged = False
    with pytest.raises(CameraError, match="will not open"):
        Camera(film.open, "lite")


def test_a_missing_model_lets_the_camera_go(still: list[np.ndarray]) -> None:
    film = FilmCamera(still)
    with pytest.raises(TrackingError, match="must be one of"):
        Camera(film.open, "heavy")
    assert film.released == 1


def test_heading_is_learned_until_frozen(still: list[np.ndarray]) -> None:
    film = FilmCamera(still)
    camera = Camera(film.open, "lite")
    try:
        until(camera, lambda poses, _: camera.reference is not None and camera.reference.still)
        first = camera.reference
        until(camera, lambda poses, _: camera.reference is not first)
        camera.freeze()
        until(camera, lambda poses, _: len(poses) >= 3)
        frozen = camera.reference
        poses, _ = until(camera, lambda poses, _: len(poses) >= 10)
        assert camera.reference is frozen
        assert poses[-1].camera_yaw_deg == frozen.camera_yaw_deg == pytest.approx(1.0, abs=8.0)
    finally:
        camera.close()
    assert not [t for t in threading.enumerate() if t.name in ("camera", "landmarks")]
