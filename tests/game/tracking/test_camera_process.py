"""The camera in its own process: what it hands on, what it raises, and what happens when either process dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from webcams import Blind, Breaking, Crashing, Grey, Hanging, Standing, absent, crash, stuck

from exercises.pose import Joint, Pose
from game.tracking import camera_process
from game.tracking.camera_process import CameraProcess
from game.tracking.source import CameraError, Notice, TrackingError

NO_START = 'the camera\'s program will not start ({}): does your script lack `if __name__ == "__main__":`?'
CAN_SIGNAL = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")


def blindly(opener: Callable[[], Grey]) -> CameraProcess:
    return CameraProcess(opener, make_watcher=Blind)


def until(
    camera: CameraProcess, enough: Callable[[list[Pose], list[Notice]], bool], within_s: float = 30.0
) -> tuple[list[Pose], list[Notice]]:
    poses: list[Pose] = []
    notices: list[Notice] = []
    end = time.monotonic() + within_s
    while not enough(poses, notices):
        assert time.monotonic() < end, (len(poses), notices)
        poses.extend(camera.poll())
        notices.extend(camera.notices())
        time.sleep(0.002)
    return poses, notices


def is_seen(pose: Pose) -> bool:
    return bool(np.isfinite(pose.points[Joint.left_hip]).all())


def test_a_killed_process_is_begun_again_and_goes_by_what_was_learned() -> None:
    began = time.monotonic()
    with CameraProcess(Grey, make_watcher=Standing) as camera:
        assert camera.provides == frozenset(Joint)
        assert not camera.lockstep
        assert not camera.ended
        assert began < camera.began_s < time.monotonic()
        poses, said = until(camera, lambda *_: camera.reference is not None and camera.reference.still)
        assert said == []
        camera.freeze()
        more, _ = until(camera, lambda poses, _: len(poses) > 5)
        learned, yaw = camera.reference, more[-1].camera_yaw_deg
        assert 20 < camera.looks < 65
        camera._child._process.kill()
        nobody, said = until(camera, lambda _, notices: len(notices) > 1)
        assert [(n.kind, n.say) for n in said] == [
            ("camera_lost", "The camera's program has stopped. It is being started again."),
            ("camera_found", "The camera is back."),
        ]
        assert not is_seen(nobody[-1])
        again, _ = until(camera, lambda poses, _: sum(map(is_seen, poses)) > 20)
        assert camera.reference is learned
        assert {pose.camera_yaw_deg for pose in again if is_seen(pose)} == {yaw}
        assert not again[-1].points.flags.writeable
        assert again[-1].t_s == pytest.approx(time.monotonic() - camera.began_s, abs=0.5)
        assert said[0].t_s < said[1].t_s < again[-1].t_s
        assert (np.diff([pose.t_s for pose in (*poses, *more, *nobody, *again)]) > 0).all()
        process = camera._child._process
    assert process.exitcode == 0
    assert camera.poll() == ()


def test_poses_come_as_soon_as_they_are_there() -> None:
    late = []
    with blindly(Grey) as camera:
        until(camera, lambda poses, _: len(poses) >= 10)
        while len(late) < 30:
            late += [time.monotonic() - camera.began_s - pose.t_s for pose in camera.poll()]
            time.sleep(0.001)
    assert np.median(late) < 0.015


def test_what_befalls_the_camera_is_told() -> None:
    with blindly(partial(Grey, shows=10)) as camera:
        poses, said = until(camera, lambda poses, notices: bool(notices) and len(poses) > 10)
    assert [(n.kind, n.say) for n in said] == [("camera_lost", "The camera is gone. Please plug it in again.")]
    assert 0 < said[0].t_s < poses[-1].t_s + 1.0


@pytest.mark.parametrize(("opener", "model", "error", "words"), [
    (absent, "lite", CameraError, "camera 0 will not open"),
    (Grey, "heavy", TrackingError, "the pose model must be one of lite, full, got 'heavy'"),
    (crash, "lite", CameraError, NO_START.format("exit code 7")),
])  # fmt: skip
def test_what_cannot_begin_says_why(opener: Callable[[], Grey], model: str, error: type, words: str) -> None:
    with pytest.raises(TrackingError) as raised:
        CameraProcess(opener, model)
    assert (type(raised.value), str(raised.value)) == (error, words)


@pytest.mark.parametrize(
    ("which", "error", "words"), [("index", IndexError, "odd"), ("odd", RuntimeError, "OddError: this and that")]
)
def test_whatever_the_camera_raises_later_is_raised_again_where_somebody_listens(
    which: str, error: type, words: str
) -> None:
    with blindly(partial(Breaking, which)) as camera:
        with pytest.raises(error) as raised:
            until(camera, lambda *_: False)
        assert str(raised.value) == words
        if error is IndexError:
            assert "in read" in raised.value.__notes__[0]  # where it was raised
        assert camera.poll() == ()
        assert camera.notices() == ()


def test_one_that_ends_again_and_again_is_given_up() -> None:
    with blindly(partial(Crashing, shows=5)) as camera:
        _, said = until(camera, lambda _, notices: len(notices) == 6)
        assert [n.kind for n in said] == ["camera_lost", "camera_found"] * 3
        with pytest.raises(CameraError, match="stopped 4 times in 60 seconds, at last with exit code 3"):
            until(camera, lambda *_: False)
        assert camera.poll() == ()


def test_a_driver_that_hangs_keeps_nobody() -> None:
    camera = blindly(partial(Hanging, shows=5))
    until(camera, lambda poses, _: len(poses) == 5)
    time.sleep(0.1)
    process = camera._child._process
    began = time.monotonic()
    camera.close()
    camera.close()
    assert time.monotonic() - began < 3.0
    assert process.exitcode is not None


def test_one_that_nobody_polls_keeps_what_is_newest_and_ends_all_the_same() -> None:
    with blindly(partial(Grey, every_s=0.002)) as camera:
        time.sleep(0.5)  # more than a pipe holds
        poses, _ = until(
            camera, lambda poses, _: bool(poses) and camera.began_s + poses[-1].t_s > time.monotonic() - 0.1
        )
        assert (np.diff([pose.t_s for pose in poses]) > 0).all()
        time.sleep(0.3)
        began = time.monotonic()
    assert time.monotonic() - began < 3.0


@pytest.mark.parametrize("polled", [False, True])  # never before, or not for a while
def test_the_first_poses_after_a_pause_are_fresh(polled: bool) -> None:
    with blindly(partial(Grey, every_s=0.002)) as camera:
        if polled:
            until(camera, lambda poses, _: len(poses) > 100)
        time.sleep(1.2)
        poses: tuple[Pose, ...] = ()
        polls = 0
        while not poses:
            polls += 1
            time.sleep(0.025)
            poses = camera.poll()
        assert polls <= 4
        assert time.monotonic() - camera.began_s - poses[-1].t_s < 0.3
        last = poses[-1].t_s
        more, _ = until(camera, lambda poses, _: len(poses) > 100)
        assert last < more[0].t_s < last + 0.1  # and none is lost from then on
        assert max(np.diff([pose.t_s for pose in more])) < 0.1


@CAN_SIGNAL
def test_one_that_freezes_is_begun_again_but_no_pause_of_ours_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_process, "_SILENT_S", 0.6)
    monkeypatch.setattr(camera_process, "_PAUSE_S", 0.4)
    with blindly(Grey) as camera:
        until(camera, lambda poses, _: len(poses) > 5)
        process = camera._child._process
        os.kill(process.pid, signal.SIGSTOP)
        until(camera, lambda poses, _: not camera._child.speaks())
        time.sleep(0.7)
        assert camera.poll() == ()
        os.kill(process.pid, signal.SIGCONT)
        _, said = until(camera, lambda poses, _: len(poses) > 5)
        assert said == []
        assert camera._child._process is process
        os.kill(process.pid, signal.SIGSTOP)
        _, said = until(camera, lambda _, notices: len(notices) > 1)
        assert [n.kind for n in said] == ["camera_lost", "camera_found"]
        assert process.exitcode == -signal.SIGKILL


@CAN_SIGNAL
def test_one_that_freezes_in_the_middle_of_much_to_say_holds_nobody_up() -> None:
    with blindly(partial(Grey, every_s=0.002)) as camera:
        time.sleep(1.0)  # until it has more to say than its pipe holds
        camera.poll()
        time.sleep(0.2)  # and its pipe is full
        process = camera._child._process
        os.kill(process.pid, signal.SIGSTOP)
        late = threading.Timer(5.0, os.kill, (process.pid, signal.SIGCONT))
        late.start()
        began = time.monotonic()
        held = camera.poll()
        assert time.monotonic() - began < 1.0
        assert held == ()
        os.kill(process.pid, signal.SIGCONT)
        late.cancel()
        poses, said = until(camera, lambda poses, _: len(poses) > 100)
        assert said == []
        assert camera._child._process is process
        assert (np.diff([pose.t_s for pose in poses]) > 0).all()


def test_one_that_has_nothing_to_say_is_not_taken_for_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_process, "_SILENT_S", 0.9)
    monkeypatch.setattr(camera_process, "GRACE_S", 0.1)
    with blindly(partial(Hanging, shows=5)) as camera:
        until(camera, lambda poses, _: len(poses) == 5)
        end = time.monotonic() + 1.3
        _, said = until(camera, lambda *_: time.monotonic() > end)
        assert said == []


def test_one_that_is_never_ready_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_process, "_START_S", 0.5)
    monkeypatch.setattr(camera_process, "GRACE_S", 0.1)
    with pytest.raises(CameraError, match="the camera's program is not ready after 30 seconds: unplug the camera"):
        blindly(stuck)


@contextmanager
def files_left(n: int) -> Iterator[None]:
    """So many more files may be opened."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = sorted(set(range(1024)) - open_files())
    resource.setrlimit(resource.RLIMIT_NOFILE, (free[n], before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def open_files() -> set[int]:
    return {int(name) for name in os.listdir("/dev/fd")}


@CAN_SIGNAL
@pytest.mark.parametrize("n", [1, 3, 5])  # for no pipe, for one, for both but not for the process
def test_where_no_process_can_be_begun_it_is_said_or_waited_for(n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_process, "_AGAIN_S", 0.05)
    with blindly(Grey) as camera:
        until(camera, lambda poses, _: bool(poses))
        camera._child._process.kill()
        camera._child._process.join()
        before = open_files()
        with files_left(n), pytest.raises(CameraError, match=r"program will not start: .*Too many open files"):
            blindly(Grey)
        with files_left(2):  # and as many as the lost one had: for both pipes
            end = time.monotonic() + 0.3
            _, said = until(camera, lambda *_: time.monotonic() > end)
        assert [n.kind for n in said] == ["camera_lost"]
        assert open_files() <= before
        _, said = until(camera, lambda _, notices: bool(notices))
        assert [n.kind for n in said] == ["camera_found"]


def test_a_script_without_a_main_guard_is_told_so(tmp_path: Path) -> None:
    script = tmp_path / "mine.py"
    here = str(Path(__file__).parent)
    script.write_text(
        f"import sys\nsys.path.insert(0, {here!r})\nfrom webcams import Blind, Grey\n"
        "from game.tracking.camera_process import CameraProcess\nCameraProcess(Grey, make_watcher=Blind)\n"
    )
    run = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert run.stderr.splitlines()[-1].endswith(f"CameraError: {NO_START.format('exit code 1')}")


PROGRAM = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell began in the background ignores it
sys.path.insert(0, {here!r})
from functools import partial
from pathlib import Path
from webcams import Blind, Released
from game.tracking.camera_process import CameraProcess
camera = CameraProcess(partial(Released, Path({gone!r})), make_watcher=Blind)
def until_it_speaks():
    while not camera.poll():
        time.sleep(0.005)
try:
    until_it_speaks()
    print("ready", flush=True)
    {then}
except KeyboardInterrupt:
    camera.poll()
    until_it_speaks()
    camera.close()
    print("closed", flush=True)
"""


def begun(gone: Path, then: str) -> subprocess.Popen[str]:
    """A program with a camera, in a process group of its own; it has said that it is ready."""
    program = PROGRAM.format(here=str(Path(__file__).parent), gone=str(gone), then=then)
    run = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert run.stdout is not None
    assert run.stdout.readline() == "ready\n"
    return run


def said_by(run: subprocess.Popen[str]) -> tuple[int, str, str]:
    """How it ended, once every process that could still write to its output is gone."""
    late = threading.Timer(20.0, run.kill)
    late.start()
    said = run.communicate()
    late.cancel()
    return run.returncode, *said


@CAN_SIGNAL
def test_a_program_that_is_killed_takes_the_camera_s_process_with_it(tmp_path: Path) -> None:
    run = begun(tmp_path / "gone", "time.sleep(60)")
    began = time.monotonic()
    run.kill()
    assert said_by(run) == (-signal.SIGKILL, "", "")
    assert time.monotonic() - began < 5.0
    assert (tmp_path / "gone").exists()  # in order: the camera was let go


@CAN_SIGNAL
def test_ctrl_c_is_the_program_s_to_answer(tmp_path: Path) -> None:
    run = begun(tmp_path / "gone", "time.sleep(60)")
    os.killpg(run.pid, signal.SIGINT)
    assert said_by(run) == (0, "closed\n", "")
    assert (tmp_path / "gone").exists()


def test_one_left_open_says_nothing_when_the_program_ends(tmp_path: Path) -> None:
    assert said_by(begun(tmp_path / "gone", "pass")) == (0, "", "")
