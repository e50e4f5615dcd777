"""Webcams and watchers that are made in a camera's own process: classes, since those can be sent there by name."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np

from exercises import frames
from exercises.pose import Joint
from exercises.synthetic import body, seen_from
from game.tracking.landmarks import Body
from game.tracking.source import CameraError, TrackingError


class Grey:
    """Sixty pictures a second of nothing; after `shows` of them what `then` does."""

    def __init__(self, shows: int = 10**9, every_s: float = 1 / 60) -> None:
        self.shows, self.every_s, self.n = shows, every_s, 0

    def read(self) -> tuple[bool, np.ndarray | None]:
        time.sleep(self.every_s)
        self.n += 1
        return (True, np.full((32, 32, 3), 60 + self.n % 2, np.uint8)) if self.n <= self.shows else self.then()

    def then(self) -> tuple[bool, np.ndarray | None]:
        return False, None

    def release(self) -> None: ...


class OddError(Exception):
    """Cannot be sent to another process: what it is made of is not what it was made from."""

    def __init__(self, a: str, b: str) -> None:
        super().__init__(f"{a} and {b}")


class Breaking(Grey):
    def __init__(self, error: str) -> None:
        super().__init__(shows=5)
        self.error: Exception = {"index": IndexError("odd"), "odd": OddError("this", "that")}[error]

    def then(self) -> tuple[bool, np.ndarray | None]:
        raise self.error


class Crashing(Grey):
    """Takes its process with it."""

    def then(self) -> tuple[bool, np.ndarray | None]:
        os._exit(3)


class Hanging(Grey):
    def then(self) -> tuple[bool, np.ndarray | None]:
        time.sleep(1000)
        return False, None


class Released(Grey):
    """When it is let go, leaves a file with the number of the process that had it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def release(self) -> None:
        self.path.write_text(str(os.getpid()))


def absent() -> Grey:
    raise CameraError("camera 0 will not open")


def broken_library() -> Grey:
    raise ImportError("libGL.so.1: cannot open shared object file")


def crash() -> Grey:
    os._exit(7)


def stuck() -> Grey:
    time.sleep(1000)
    return Grey()


class Blind:
    """A watcher that sees nobody, in no time."""

    def __init__(self, model: str) -> None: ...
    def look(self, *args: object) -> Body | None: ...
    def close(self) -> None: ...


class Standing(Blind):
    """Sees somebody who faces the camera and stands still."""

    def __init__(self, model: str) -> None:
        room = body()
        points = (room - frames.hips(room)) * (-1.0, 1.0, -1.0)
        self.body = Body(points, seen_from(room, 0.0), np.ones(len(Joint)))

    def look(self, *args: object) -> Body:
        return self.body


class Broken(Blind):
    def look(self, *args: object) -> Body | None:
        raise TrackingError("no model")
