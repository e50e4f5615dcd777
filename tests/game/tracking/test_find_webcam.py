"""Cameras looked for in a process of its own, which has let them go and ended before the answer comes."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

import pytest
from webcams import Grey, Released, absent, broken_library, crash, stuck

from game.tracking import camera
from game.tracking.camera import find_webcam, first_picture, first_that_shows


def test_the_first_camera_that_shows_something_is_found_elsewhere_and_let_go(tmp_path: Path) -> None:
    found, later = tmp_path / "found", tmp_path / "later"
    cameras = {3: absent, 0: partial(Grey, shows=0), 2: partial(Released, found), 1: partial(Released, later)}
    assert first_that_shows(cameras) == 2
    process = int(found.read_text())
    assert process != os.getpid()
    if os.name == "posix":
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
    assert not later.exists()


@pytest.mark.parametrize("driver", [absent, crash, stuck])
def test_a_driver_that_crashes_or_hangs_is_no_camera(driver: object, monkeypatch: pytest.MonkeyPatch) -> None:
    if driver is stuck:
        monkeypatch.setattr(camera, "_FIND_S", 0.5)
    assert first_that_shows({0: driver}) is None


def test_what_else_goes_wrong_there_is_raised_here() -> None:
    with pytest.raises(ImportError, match=r"libGL\.so\.1"):
        first_that_shows({0: broken_library})


@pytest.mark.skipif(sys.platform != "linux", reason="only there a camera is a file")
def test_where_none_is_plugged_in_no_process_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(camera, "Child")
    assert find_webcam((971, 972)) is None


def test_a_first_picture_is_given_and_the_camera_let_go(tmp_path: Path) -> None:
    picture = first_picture(partial(Released, tmp_path / "gone"))
    assert picture is not None
    assert picture.shape == (32, 32, 3)
    assert (tmp_path / "gone").exists()
