"""What may go through a camera's pipe: nothing that it would not take at once."""

from __future__ import annotations

import multiprocessing
import select
import sys

import numpy as np
import pytest

from exercises.pose import Pose
from game.tracking import camera, camera_process, child
from game.tracking.child import MOST_BYTES, Parent
from game.tracking.rooting import Reference
from game.tracking.source import CameraError, Notice

REFERENCE = Reference(
    np.eye(3), 12.3, "trunk", True, 1e6 / 3, np.ones(2) / 3, 1.7, np.ones(2) / 3, 0.9, 0.8, np.ones(3) / 3
)
POSE = Pose(1e6 / 3, np.ones((33, 3)) / 3, np.ones(33) / 3, np.ones((33, 2)) / 3, camera_yaw_deg=-179.9)


def said(message: object) -> object:
    """What comes out of the pipe that it was said into."""
    here, there = multiprocessing.Pipe(duplex=False)
    with here, there:
        Parent(there).say(message)
        return here.recv()


@pytest.mark.skipif(sys.platform != "linux", reason="how much that is differs")
def test_a_message_with_its_length_is_what_a_pipe_takes_whole() -> None:
    assert MOST_BYTES + 4 == select.PIPE_BUF


@pytest.mark.parametrize("message", [
    POSE, REFERENCE, *(Notice(1e6 / 3, "camera_lost", say) for say in (camera._FROZEN, camera_process._LOST)),
    camera_process._Beat(1e6 / 3, 29.9), camera_process._Ready(1e6 / 3), 3, None,
], ids=lambda message: type(message).__name__)  # fmt: skip
def test_all_that_a_camera_says_is_small_enough(message: object) -> None:
    assert type(said(message)) is type(message)


def test_a_larger_message_is_refused() -> None:
    with pytest.raises(ValueError, match=f"must have {MOST_BYTES} bytes at most, got 5"):
        said(bytes(5000))


def raised(error: Exception, depth: int = 0) -> Exception:
    """The error, raised so deep that its traceback is long."""
    try:
        if depth:
            raise raised(error, depth - 1)
        raise error
    except Exception as caught:
        return caught


def test_an_error_is_told_in_so_many_words() -> None:
    last = said(child._portable(raised(CameraError("gone"), 60)))
    assert type(last) is CameraError
    assert str(last) == "gone"
    assert last.__notes__[0].endswith("CameraError: gone\n")
    last = said(child._portable(raised(RecursionError("é" * 10**5))))
    assert type(last) is RuntimeError
    assert str(last).startswith("RecursionError: éé")
