"""A session on its way to the disk: the game hands over each tick and never waits; a thread commits within a second."""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exercises.pose import Pose
from game.intents import Intent
from game.progress import chunks, records
from game.progress.database import plainly, transaction
from game.progress.errors import StoreError
from game.progress.playing import Mark
from game.progress.records import Record
from game.progress.store import TICKS_PER_S

if TYPE_CHECKING:
    from sqlcipher3 import dbapi2

CHUNK_TICKS = 45  # 0.75 s: with the commit itself it stays below the one second that may be lost
CHUNK_S = 0.75  # the same by the wall clock, for a game that has stopped ticking

Mapping = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One tick, with intents and records already as mappings."""

    tick: int
    poses: tuple[Pose, ...]
    intents: tuple[Mapping, ...]
    records: tuple[tuple[int, Mapping], ...]


@dataclass(slots=True)
class Chunk:
    """What happened in about a second, not yet on the disk."""

    n: int
    entries: list[Entry] = field(default_factory=list)

    def row(self, session: str) -> tuple[object, ...]:
        seen = [(entry.tick, pose) for entry in self.entries for pose in entry.poses]
        return (
            session,
            self.n,
            self.entries[0].tick,
            self.entries[-1].tick,
            chunks.pack([tick for tick, _ in seen], [pose for _, pose in seen]),
            json.dumps([[e.tick, intent] for e in self.entries for intent in e.intents], allow_nan=False),
            json.dumps([[e.tick, block, record] for e in self.entries for block, record in e.records], allow_nan=False),
        )


class Writer:
    """Made by `Store.begin`. Call `tick` once for each tick of the session, then `finish` once.

    Trouble on the disk: what could not be written stays in memory and is tried again with each further second and
    by `finish`. `trouble` tells of it, and `tick` raises it, so that nobody plays on believing that it is kept.
    """

    def __init__(self, connection: dbapi2.Connection, path: Path, session: str, started: datetime, mark: Mark) -> None:
        self.id = session
        self.trouble: StoreError | None = None
        self._connection, self._path, self._started, self._mark = connection, path, started, mark
        self._queue: queue.SimpleQueue[Entry | None] = queue.SimpleQueue()
        self._waiting: list[Chunk] = []
        self._last_tick = 0
        self._ending = self._finished = False
        self._thread = threading.Thread(target=self._run, daemon=True, name=f"session {session}")
        self._thread.start()

    def tick(
        self,
        n: int,
        poses: Sequence[Pose] = (),
        intents: Sequence[Intent] = (),
        log: Sequence[tuple[int, Record]] = (),
    ) -> None:
        """What tick `n` saw: its poses, intents and the log of (block index, record). Never waits for the disk.

        Raises StoreError where an earlier second could not be written; this tick is taken all the same.
        """
        if self._ending:
            raise ValueError(f"session {self.id} is finished: no tick can be added")
        if not self._thread.is_alive():
            raise StoreError(f"session {self.id} is no longer being written: its thread has ended")
        self._queue.put(
            Entry(
                n,
                tuple(poses),
                tuple(records.as_mapping(intent) for intent in intents),
                tuple((block, records.as_mapping(record)) for block, record in log),
            )
        )
        self._last_tick = n
        if self.trouble is not None:
            raise self.trouble

    def finish(self, because: str) -> None:
        """Write what is left and close the session. Raises StoreError where the disk refuses; may be called again."""
        if self._finished:
            return
        if not self._ending:
            self._ending = True
            self._queue.put(None)
        self._thread.join()
        with plainly(self._path), transaction(self._connection):
            self._insert()
            note_end(self._connection, self.id, self._started, self._last_tick, because)
        self._finished = True
        self._waiting.clear()
        self._connection.close()
        self._mark.release()

    def _run(self) -> None:
        chunk = Chunk(0)
        due = 0.0
        while True:
            try:
                entry = self._queue.get(timeout=max(0.0, due - time.monotonic()) if chunk.entries else None)
            except queue.Empty:
                pass
            else:
                if entry is None:
                    break
                if not chunk.entries:
                    due = time.monotonic() + CHUNK_S
                chunk.entries.append(entry)
            if len(chunk.entries) >= CHUNK_TICKS or time.monotonic() >= due:
                self._waiting.append(chunk)
                chunk = Chunk(chunk.n + 1)
                self._try_to_write()
        if chunk.entries:
            self._waiting.append(chunk)  # `finish` writes it together with the end

    def _try_to_write(self) -> None:
        try:
            with plainly(self._path), transaction(self._connection):
                self._insert()
        except StoreError as error:
            self.trouble = error
        else:
            self._waiting.clear()
            self.trouble = None

    def _insert(self) -> None:
        self._connection.executemany(
            "INSERT INTO chunk (session, n, first_tick, last_tick, poses, intents, records) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [chunk.row(self.id) for chunk in self._waiting],
        )


def note_end(connection: dbapi2.Connection, session: str, started: datetime, last_tick: int, because: str) -> None:
    """Close a session by its own clock: the start and the ticks say when the end was."""
    ended = started + timedelta(seconds=last_tick / TICKS_PER_S)
    connection.execute("UPDATE session SET ended = ?, because = ? WHERE id = ?", (ended.isoformat(), because, session))
