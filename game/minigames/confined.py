"""A mini-game while it is checked: it writes no file, opens no connection and starts no program (docs/privacy.md).

Python tells an audit hook of each, and a hook that raises prevents it, so a game is stopped where it tried.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

_BEYOND = {
    "socket.connect": "must open no connection",
    "socket.getaddrinfo": "must open no connection",
    "subprocess.Popen": "must start no program",
    "os.system": "must start no program",
    "os.remove": "must remove no file",
}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND


class BeyondItsRoomError(Exception):
    """A game did what no game may; the sentence says what."""


class _Guard:
    on = False

    def hear(self, event: str, args: tuple[object, ...]) -> None:
        if not self.on:
            return
        if event in _BEYOND:
            raise BeyondItsRoomError(f"a game {_BEYOND[event]}")
        if event == "open" and isinstance(args[2], int) and args[2] & _WRITES and "__pycache__" not in str(args[0]):
            raise BeyondItsRoomError(f"a game must write no file, got {args[0]}")


@cache
def _guard() -> _Guard:
    """The one there is: an audit hook stays for as long as Python runs."""
    guard = _Guard()
    sys.addaudithook(guard.hear)
    return guard


@contextmanager
def confined() -> Iterator[None]:
    """As long as it is entered, whatever thread tries more than to read raises BeyondItsRoomError."""
    guard = _guard()
    guard.on = True
    try:
        yield
    finally:
        guard.on = False
