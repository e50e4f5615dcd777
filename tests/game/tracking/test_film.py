"""Films through the real MediaPipe: whole ones, and every kind of broken one."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from tests_films import DEMO, LIFTING, demo_frames

from exercises.pose import Joint, Pose
from game.assets import asset
from game.tracking.film import Film
from game.tracking.following import Glimpse, Watcher, watcher
from game.tracking.landmarks import Body
from game.tracking.source import FilmError

Write = Callable[..., Path]


def watch(path: Path, busy: bool = False) -> tuple[list[Pose], Film]:
    film = Film(path, "lite", make_watcher=hindered if busy else watcher)
    poses: list[Pose] = []
    try:
        while not film.ended:
            poses.extend(film.poll())
    finally:
        film.close()
    return poses, film


def hindered(model: str) -> Watcher:
    """A watcher that stumbles: one look in three takes long."""

    class Stumbling(Watcher):
        count = 0

        def look(self, picture: np.ndarray, t_s: float, last: Glimpse | None, closely: bool) -> Body | None:
            self.count += 1
            time.sleep(0.06 if self.count % 3 == 0 else 0.0)
            return super().look(picture, t_s, last, closely)

    plain = watcher(model)
    return Stumbling(plain._one, plain._some)


def seen(poses: Sequence[Pose]) -> list[bool]:
    return [bool(np.isfinite(p.points[Joint.left_hip]).all()) for p in poses]


def test_every_frame_gives_one_pose_at_its_time_the_same_however_busy_the_machine(write: Write) -> None:
    path = write("lift.mp4", demo_frames(45, LIFTING - 25))
    two, film = watch(path)
    one, _ = watch(path, busy=True)
    assert len(two) == len(one) == film.frames == film.frames_stated == 45
    assert [p.t_s for p in two] == pytest.approx([n / 30 for n in range(45)])
    assert film.fault is None
    for a, b in zip(two, one, strict=True):
        assert np.array_equal(a.points, b.points, equal_nan=True)
        assert np.array_equal(a.image, b.image, equal_nan=True)


def test_left_is_the_patients_and_the_feet_are_on_the_floor(write: Write) -> None:
    """The demo lifts the left arm, filmed from the front (camera yaw 1.0)."""
    poses, film = watch(write("lift.mp4", demo_frames(45, LIFTING - 25)))
    left, right = (np.array([p.points[Joint[f"{side}_wrist"]] for p in poses]) for side in ("left", "right"))
    assert np.ptp(left[:, 1]) > 0.3
    assert np.ptp(right[:, 1]) < 0.15
    assert left[-1, 0] < -0.4  # out to the patient's left is -x
    assert poses[0].image[Joint.left_wrist, 0] > poses[0].image[Joint.right_wrist, 0]  # and the picture's right
    assert poses[0].points[Joint.nose, 2] < poses[0].points[Joint.left_ear, 2]  # ahead is -z
    feet = np.array([p.points[[Joint.left_heel, Joint.right_foot_index], 1] for p in poses])
    assert np.abs(feet).max() < 0.1
    assert 1.2 < poses[0].points[Joint.nose, 1] < 1.8
    assert film.reference.camera_yaw_deg == pytest.approx(1.0, abs=8)
    assert film.reference.up == "trunk"


def test_nobody_in_it(write: Write) -> None:
    wall = [np.full((240, 320, 3), 90, np.uint8)] * 20
    poses, film = watch(write("wall.mp4", wall))
    assert len(poses) == 20
    assert not any(seen(poses))
    assert str(film.fault).startswith("nobody is seen in wall.mp4")


def test_of_two_people_the_nearer_is_followed_from_beginning_to_end(write: Write) -> None:
    near, far = demo_frames(30), demo_frames(30, LIFTING)
    pictures = []
    for n in range(30):
        both = cv2.resize(near[n][:, 120:520], (400, 480))
        room = np.full((480, 800, 3), both[5, 5], np.uint8)
        room[200:440, 40:240] = cv2.resize(far[n][:, 120:520], (200, 240))
        room[:, 400:] = both
        pictures.append(room)
    poses, _ = watch(write("two.mp4", pictures))
    hips = np.array([p.image[Joint.left_hip, 0] for p in poses])
    assert all(seen(poses))
    assert (hips > 400 / 480).all()  # the right half
    second = [room if n < 10 else np.roll(room, 0) for n, room in enumerate(pictures)]
    second[:10] = [np.where(np.arange(800)[None, :, None] < 400, p[5, 5], p).astype(np.uint8) for p in pictures[:10]]
    poses, _ = watch(write("joined.mp4", second))
    assert (np.array([p.image[Joint.left_hip, 0] for p in poses]) > 400 / 480).all()


def test_a_film_of_an_empty_room_is_given_while_it_is_read_and_whoever_comes_is_placed_when_still(write: Write) -> None:
    frames = demo_frames(45)
    room = np.full_like(frames[0], frames[0][5, 5])
    poses, film = watch(write("late.mp4", [room] * 20 + frames))
    assert seen(poses) == [False] * 20 + [True] * 45
    assert film.reference.still
    assert film.reference.at_s >= 20 / 30 - 1e-6


@pytest.mark.parametrize("fps", [1.0, 120.0])
def test_slow_and_fast_films_keep_their_own_time(write: Write, fps: float) -> None:
    poses, film = watch(write("odd.mp4", demo_frames(8), fps=fps))
    assert [p.t_s for p in poses] == pytest.approx([n / fps for n in range(8)])
    assert all(seen(poses))
    assert film.fps == fps
    assert film.fault is None


def test_a_film_turned_on_its_side_by_its_metadata_is_seen_upright(write: Write) -> None:
    upright = [frame[:, 140:500] for frame in demo_frames(12)]  # 360 wide, 480 high
    path = write("phone.mp4", [cv2.rotate(f, cv2.ROTATE_90_COUNTERCLOCKWISE) for f in upright])
    lying, _ = watch(path)
    film = bytearray(path.read_bytes())
    matrix = film.index(b"tkhd") + 4 + 4 + 20 + 8 + 8  # version and flags, times and ids, reserved, layer and volume
    turn = [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000]  # a quarter clockwise, as phones write it
    film[matrix : matrix + 36] = b"".join(v.to_bytes(4, "big", signed=True) for v in turn)
    path.write_bytes(film)
    poses, _ = watch(path)
    ankle, nose = poses[5].image[Joint.left_ankle, 1], poses[5].image[Joint.nose, 1]
    assert ankle - nose > 0.4
    assert poses[5].image[Joint.left_hip, 0] < 0.75
    assert not any(seen(lying)) or lying[5].image[Joint.left_ankle, 1] - lying[5].image[Joint.nose, 1] < 0.4


def test_a_hole_is_measured_and_the_rest_is_kept(tmp_path: Path) -> None:
    whole = bytearray(asset(DEMO).read_bytes())
    third = len(whole) // 3
    whole[third : third + 4000] = bytes(4000)
    path = tmp_path / "hole.mp4"
    path.write_bytes(whole)
    from game.tracking.footage import Footage

    footage = Footage(path)
    times = [f.t_s for f in footage.frames()]
    footage.close()
    lost = footage.frames_stated - footage.frames_read
    assert footage.frames_stated == 2741
    assert 2 < lost < 400
    assert footage.lost_s == pytest.approx(lost / 30)
    assert times[-1] == pytest.approx(2740 / 30, abs=0.1)  # what comes after the hole keeps its time
    assert (np.diff(times) > 0).all()
    damage = footage.damage()
    assert damage.lost_s == footage.lost_s
    assert f"{lost} of 2741 frames ({lost / 30:.1f} s)" in str(damage)


def test_a_truncated_film_gives_what_is_left(write: Write) -> None:
    path = write("cut.avi", demo_frames(30), codec="MJPG")
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    poses, film = watch(path)
    assert 10 < len(poses) < 30
    assert all(seen(poses))
    assert film.fault is None or film.fault.lost_s > 0


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.mp4", b"", "is empty"),
        ("notes.mp4", b"knees a bit better today\n" * 40, "is not a film that can be read"),
        ("half.mp4", asset(DEMO).read_bytes()[:200_000], "is not a film that can be read"),
    ],
)
def test_what_is_no_film_is_said_in_a_sentence(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FilmError, match=says) as error:
        Film(path, "lite")
    assert name in str(error.value)
    assert "\n" not in str(error.value)


def test_an_absent_film_suggests_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "monday_squat.mp4").write_bytes(b"x")
    with pytest.raises(FilmError, match=r"there is no file .*monday_sqat\.mp4, did you mean monday_squat\.mp4\?"):
        Film(tmp_path / "monday_sqat.mp4", "lite")
    with pytest.raises(FilmError, match="is a folder"):
        Film(tmp_path, "lite")
    with pytest.raises(FilmError, match="there is no folder"):
        Film(tmp_path / "absent" / "a.mp4", "lite")


def test_a_picture_is_no_film(tmp_path: Path, still: list[np.ndarray]) -> None:
    path = tmp_path / "photo.png"
    cv2.imwrite(str(path), still[0])
    poses, film = watch(path)
    assert len(poses) == 1
    assert "holds one picture" in str(film.fault)


def test_an_unpolled_film_stands_still_and_closes_at_once() -> None:
    film = Film(asset(DEMO), "lite")
    while not (first := film.poll()):
        pass
    time.sleep(0.3)
    later = film.poll()
    assert later[0].t_s == pytest.approx(first[-1].t_s + 1 / 30)
    began = time.monotonic()
    film.close()
    film.close()
    assert time.monotonic() - began < 2.0


def test_a_paced_film_follows_a_clock_that_stops_while_nobody_polls(write: Write) -> None:
    now = [0.0]
    film = Film(write("still.mp4", demo_frames(40)), "lite", paced=True, clock=lambda: now[0])
    try:
        began = time.monotonic()
        while not film.poll():  # the pose at 0 s comes as soon as there is one
            assert time.monotonic() - began < 30
        got = 0
        for _ in range(10):
            now[0] += 0.05
            got += len(film.poll())
        assert 13 <= got <= 16  # half a second at 30 a second
        now[0] += 60.0  # a pause
        assert len(film.poll()) <= 4
    finally:
        film.close()


def test_nothing_is_said_on_the_terminal(tmp_path: Path, write: Write) -> None:
    damaged = bytearray(write("still.mp4", demo_frames(20)).read_bytes())
    middle = damaged.index(b"mdat") + 3000
    damaged[middle : middle + 500] = bytes(500)
    path = tmp_path / "damaged.mp4"
    path.write_bytes(damaged)
    program = (
        "from game.tracking.film import Film\n"
        f"film = Film({str(path)!r}, 'lite')\n"
        "while not film.ended: film.poll()\n"
        "film.close()\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == 0
    assert run.stdout == ""
    assert run.stderr == ""


@pytest.mark.parametrize("ending", ["", "film.close()"])
def test_one_left_open_says_nothing_when_the_program_ends(ending: str) -> None:
    program = (
        "from game.assets import asset\n"
        "from game.tracking.film import Film\n"
        f"film = Film(asset({DEMO!r}), 'lite')\n"
        "while not film.poll(): pass\n"
        f"{ending}\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
