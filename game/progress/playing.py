"""Which sessions are being played right now, by this or another program.

A mark is an empty SQLite file under an exclusive lock. The operating system lets go of the lock when a program ends,
however it ends, so a mark without a lock is a session that was cut off. (SQLite's locks work alike on Linux, macOS and
Windows; a process id can be given to somebody else.)
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from game.progress.errors import CannotWriteError


class Mark:
    """Held from the start of a session to its end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(exist_ok=True)
            self._lock = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
            self._lock.execute("BEGIN EXCLUSIVE")
        except (OSError, sqlite3.Error) as error:
            raise CannotWriteError(f"{path} cannot be written: {error}") from error

    def release(self) -> None:
        self._lock.close()
        self._path.unlink(missing_ok=True)


def is_held(path: Path) -> bool:
    """Whether somebody holds this mark now."""
    if not path.exists():
        return False
    probe = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        probe.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        # busy before anything else: a full disk or a read-only folder says only that nobody holds it
        return error.sqlite_errorcode == sqlite3.SQLITE_BUSY
    finally:
        probe.close()
    return False
