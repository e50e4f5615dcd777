"""The live camera, with a real film in its place that stops and comes back."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from exercises.pose import Joint, Pose
from game.tracking.camera import Camera
from game.tracking.eyesight import Eyesight
from game.tracking.source import CameraError, Notice, TrackingError


class FilmCamera:
    """A camera that plays pictures at 60 a second until it is unplugged."""

    def __init__(self, pictures: list[np.ndarray]) -> None:
        self.pictures = pictures
        self.plugged, self.stuck, self.frozen, self.lit = True, False, False, True
        self.breaks: Exception | None = None
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
        if self.breaks is not None:
            raise self.breaks
        if not self.plugged:
            return False, None
        self._n += not self.frozen
        picture = self.pictures[self._n % len(self.pictures)]
        return True, picture if self.lit else picture // 64

    def release(self) -> None:
        self.released += 1


def until(camera: Camera, enough: Callable[[list[Pose], list[Notice]], bool]) -> tuple[list[Pose], list[Notice]]:
    poses: list[Pose] = []
    notices: list[Notice] = []
    end = time.monotonic() + 30
    while not enough(poses, notices):
        assert time.monotonic() < end, (len(poses), notices)
        pose = camera.look()
        if pose is not None:
            poses.append(pose)
        notices.extend(camera.notices())
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


def test_opencv_s_own_capture_that_runs_dry_is_opened_again(
    write: Callable[..., Path], still: list[np.ndarray]
) -> None:
    """The class that reads webcams, on a film: after 40 pictures `read` fails as it does for a camera unplugged."""
    path = write("webcam.avi", still, codec="MJPG")
    with Camera(lambda: cv2.VideoCapture(str(path)), "lite", retry_s=0.05) as camera:
        poses, said = until(camera, lambda poses, notices: len(notices) >= 4 and any(map(is_seen, poses)))
    assert [n.kind for n in said[:4]] == ["camera_lost", "camera_found"] * 2
    assert (np.diff([p.t_s for p in poses]) > 0).all()


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
        until(camera, lambda poses, _: camera.tracker.reference is not None and camera.tracker.reference.still)
        first = camera.tracker.reference
        until(camera, lambda poses, _: camera.tracker.reference is not first)
        camera.tracker.frozen = True
        until(camera, lambda poses, _: len(poses) >= 3)
        frozen = camera.tracker.reference
        poses, _ = until(camera, lambda poses, _: len(poses) >= 10)
        assert camera.tracker.reference is frozen
        assert poses[-1].camera_yaw_deg == frozen.camera_yaw_deg == pytest.approx(1.0, abs=8.0)
    finally:
        camera.close()
    assert not [t for t in threading.enumerate() if t.name == "camera"]


def test_the_same_picture_again_and_again_is_a_camera_that_is_gone(still: list[np.ndarray]) -> None:
    film = FilmCamera(still)
    with Camera(film.open, "lite", silent_s=0.1) as camera:
        until(camera, lambda poses, _: sum(map(is_seen, poses)) >= 2)
        film.frozen = True
        _, said = until(camera, lambda _, notices: bool(notices))
        assert [n.kind for n in said] == ["camera_lost"]
        assert said[0].say == "The camera's picture stands still. Please unplug it and plug it in again."
        opened = film.opened
        _, again = until(camera, lambda poses, _: film.opened > opened and len(poses) >= 3)
        assert again == []  # opening it anew brought the same picture
        film.frozen = False
        _, said = until(camera, lambda poses, n: bool(n) and any(map(is_seen, poses)))
        assert [n.kind for n in said] == ["camera_found"]


def test_a_covered_lens_is_said_and_nobody_is_looked_for_in_the_dark(still: list[np.ndarray]) -> None:
    film = FilmCamera(still)
    with Camera(film.open, "lite") as camera:
        until(camera, lambda poses, _: sum(map(is_seen, poses)) >= 2)
        film.lit = False
        _, said = until(camera, lambda _, notices: bool(notices))
        assert [n.kind for n in said] == ["camera_dark"]
        assert said[0].say == "The camera sees only black. Please open its cover, or make some light."
        poses, again = until(camera, lambda poses, _: len(poses) >= 3)
        assert not any(map(is_seen, poses))
        assert again == []
        film.lit = True
        _, said = until(camera, lambda poses, n: bool(n) and any(map(is_seen, poses)))
        assert [n.kind for n in said] == ["camera_found"]
        assert film.opened == 1


def test_pictures_of_another_size_are_followed_at_once(still: list[np.ndarray]) -> None:
    """640x480, then half of it: every place in the picture is another, the person stands where they stood."""
    film = FilmCamera(still)
    with Camera(film.open, "lite") as camera:
        until(camera, lambda poses, _: camera.tracker.reference is not None and camera.tracker.reference.still)
        camera.tracker.frozen = True
        before, _ = until(camera, lambda poses, _: sum(map(is_seen, poses)) >= 3)
        learned = camera.tracker.reference
        film.pictures = [cv2.resize(picture, (320, 240)) for picture in still]
        after, said = until(
            camera, lambda poses, _: camera.tracker.reference is not learned and sum(map(is_seen, poses[-20:])) >= 20
        )
    assert said == []
    assert np.median([p.image[Joint.nose, 1] for p in after[-10:]]) == pytest.approx(
        before[-1].image[Joint.nose, 1], abs=0.03
    )
    assert after[-1].points[Joint.nose, 1] == pytest.approx(before[-1].points[Joint.nose, 1], abs=0.08)


@pytest.mark.parametrize("error", [RuntimeError("gone"), cv2.error("bad"), IndexError("odd")], ids=type)
def test_whatever_the_camera_raises_is_raised_again_where_somebody_listens(
    still: list[np.ndarray], error: Exception
) -> None:
    class Blind:
        def look(self, *args: object) -> None: ...
        def close(self) -> None: ...

    film = FilmCamera(still)
    with Camera(film.open, make_watcher=lambda model: Blind()) as camera:
        film.breaks = error
        with pytest.raises(type(error)) as raised:
            until(camera, lambda *_: False)
        assert raised.value is error
    assert film.released == 1


def test_how_many_pictures_were_looked_at_is_counted() -> None:
    class Steady:
        def look(self, *args: object) -> None:
            time.sleep(0.05)

        def close(self) -> None: ...

    numbered = [np.full((4, 4, 3), 100 + n, np.uint8) for n in range(100)]
    with Camera(FilmCamera(numbered).open, make_watcher=lambda model: Steady()) as camera:
        assert camera.tracker.looks == 0.0
        until(camera, lambda poses, _: len(poses) >= 12)
        assert 3 < camera.tracker.looks < 25


def test_few_pictures_are_told_after_a_while_and_a_film_s_worth_is_not() -> None:
    def after(fps: float) -> float | None:
        eyes = Eyesight()
        for n in range(int(20 * fps)):
            assert eyes.ails(n / fps, np.full((32, 32, 3), 60 + n % 2, np.uint8)) is None
        return eyes.slow_fps()

    assert after(5.0) == pytest.approx(5.0)
    assert after(15.0) is None
    assert after(30.0) is None
    eyes = Eyesight()
    for n in range(20):  # the first four seconds prove nothing
        eyes.ails(n / 5, np.full((32, 32, 3), 60 + n % 2, np.uint8))
    assert eyes.slow_fps() is None


def test_a_slow_camera_is_told_once_and_goes_on() -> None:
    class Blind:
        def look(self, *args: object) -> None: ...
        def close(self) -> None: ...

    now = [0.0]

    class Five:
        n = 0

        def read(self) -> tuple[bool, np.ndarray | None]:
            time.sleep(0.001)
            now[0] += 0.2
            self.n += 1
            return True, np.full((32, 32, 3), 60 + self.n % 2, np.uint8)

        def release(self) -> None: ...

    with Camera(Five, make_watcher=lambda model: Blind(), clock=lambda: now[0]) as camera:
        _, said = until(camera, lambda *_: now[0] > 40)
    assert [n.kind for n in said] == ["camera_slow"]
    assert said[0].say == "The camera gives only 5 pictures a second. More light in the room may help."


def test_a_dim_room_is_not_darkness_and_a_first_black_picture_is_nothing() -> None:
    eyes, noise = Eyesight(), np.random.default_rng(0)
    black = np.zeros((480, 640, 3), np.uint8)
    assert [eyes.ails(t, black) for t in (0.0, 0.5, 0.9)] == [None] * 3
    for n in range(60):
        dim = noise.integers(0, 30, (480, 640, 3), dtype=np.uint8)
        assert eyes.ails(1.0 + n / 30, dim) is None


def test_one_left_open_says_nothing_when_the_program_ends(tmp_path: Path, still: list[np.ndarray]) -> None:
    path = tmp_path / "still.npy"
    np.save(path, still[0])
    program = (
        "import time, numpy as np\n"
        "from game.tracking.camera import Camera\n"
        f"picture = np.load({str(path)!r})\n"
        "class Still:\n"
        "    def read(self):\n"
        "        time.sleep(0.03)\n"
        "        return True, picture\n"
        "    def release(self): pass\n"
        "camera = Camera(Still, 'lite')\n"
        "while camera.look() is None: pass\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
