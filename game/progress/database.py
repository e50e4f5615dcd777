"""The encrypted file itself: opening it, and its errors as sentences. SQLCipher has errors of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from game.progress.errors import CannotWriteError, DamagedError, StoreError

WAIT_S = 5.0  # how long one program waits for another's commit, which takes milliseconds

# primary result codes, https://sqlite.org/rescode.html
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26


def connect(path: Path, key: bytes) -> dbapi2.Connection:
    """Open (or make) the store for writing, in WAL so that a report can be read while a session is played.

    FULL: each commit is on the disk before it returns, so a power cut loses no more than a killed program does.
    The connection is in autocommit and may be handed to another thread, though only one may use it at a time.
    """
    with plainly(path):
        connection = dbapi2.connect(str(path), timeout=WAIT_S, isolation_level=None, check_same_thread=False)
    try:
        with plainly(path):
            connection.execute("PRAGMA cipher_log_level = NONE").fetchall()  # it writes to stderr; we raise
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"").fetchall()
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            connection.execute("PRAGMA synchronous = FULL").fetchall()
            connection.execute("PRAGMA foreign_keys = ON").fetchall()
    except StoreError:
        connection.close()
        raise
    return connection


@contextmanager
def plainly(path: Path) -> Iterator[None]:
    """SQLCipher's errors as one StoreError sentence; what was committed before stays in every case."""
    try:
        yield
    except dbapi2.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        kept = "what was stored before is kept"
        if code == _FULL:
            raise CannotWriteError(f"the disk with {path} is full: make room and try again; {kept}") from error
        if code in (_READONLY, _CANTOPEN):
            raise CannotWriteError(
                f"sessions cannot be written to {path.parent} (read-only, or not yours): "
                f"expected a folder you may write to; {kept}"
            ) from error
        if code == _IOERR:
            raise CannotWriteError(
                f"writing to {path} failed (is the disk full, or was it removed?); {kept}"
            ) from error
        if code in (_BUSY, _LOCKED):
            raise CannotWriteError(
                f"another program has held {path} for more than {WAIT_S:g} s: close it and try again; {kept}"
            ) from error
        if code in (_CORRUPT, _NOTADB):
            raise DamagedError(
                f"{path} is damaged and cannot be read in full (its key fits); it is left as it is: restore a copy, "
                "or move it away to begin anew"
            ) from error
        raise StoreError(f"{path}: {error}; {kept}") from error


@contextmanager
def transaction(connection: Any) -> Iterator[None]:
    """All of it or none of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
