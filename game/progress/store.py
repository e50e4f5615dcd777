"""Every session, encrypted, on this computer only: one SQLCipher file in the user's data folder.

A session is written as it happens, about a second at a time, so that a killed program, a power cut or a full disk
loses at most the last second. Nothing here ever holds a picture. docs/formats.md has the tables.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from exercises.pose import Pose
from exercises.routine import Routine
from game.intents import Intent
from game.progress import chunks, key, names, playing, records
from game.progress.errors import CannotWriteError, DamagedError, StoreError, UnknownSessionError
from game.progress.records import Record

if TYPE_CHECKING:
    from sqlcipher3 import dbapi2

    from game.progress.writer import Writer

__all__ = ["Store", "StoreError", "StoredSession", "Stub", "UnknownSessionError", "data_folder"]

FILE = "sessions.db"
TICKS_PER_S = 60
CUT_OFF = "error"  # the StopReason of a session that nobody could close


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where Upswing keeps what is the user's: UPSWING_DATA, or the usual place of this system."""
    if chosen := environment.get("UPSWING_DATA"):
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("upswing", appauthor=False)


@dataclass(frozen=True, slots=True)
class Stub:
    """A session in a list. `playing`: somebody is at it now. `ended` None and not playing: it was cut off."""

    id: str
    started: datetime
    ended: datetime | None
    because: str | None
    demo: bool
    patient: str
    routine: str
    exercises: tuple[str, ...]
    exercise_ids: tuple[str, ...]
    duration_s: float
    playing: bool


@dataclass(frozen=True, slots=True, eq=False)
class StoredSession:
    """All there is about a session: enough to judge, play and report it again.

    poses, intents, records are in order of tick; a record also has the index of its block (its Prescription).
    ended and because are None where the session was cut off; duration_s is by the last tick in any case.
    """

    id: str
    started: datetime
    ended: datetime | None
    because: str | None
    demo: bool
    patient: str
    source: str
    versions: dict[str, str]
    opening: dict[str, Any]
    routine: Routine
    seed: int
    duration_s: float
    poses: tuple[tuple[int, Pose], ...]
    intents: tuple[tuple[int, Intent], ...]
    records: tuple[tuple[int, int, Record], ...]


class Store:
    """Open with `Store.open(folder)`; close when done. Safe beside another program that plays or reads."""

    def __init__(self, folder: Path, secret: bytes, connection: dbapi2.Connection, patient: str) -> None:
        self.folder, self.patient = folder, patient
        self._key, self._connection = secret, connection

    @classmethod
    def open(cls, folder: Path, ring: key.Ring | None = None) -> Store:
        """Open the store of `folder`, making it where there is none. Raises a StoreError in every case of trouble."""
        from game.progress.database import connect, plainly
        from game.progress.migrations import migrate

        path = folder / FILE
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)  # SQLite gives its other files the same mode
            fresh = path.stat().st_size == 0
        except OSError as error:
            raise CannotWriteError(
                f"{error.filename or folder} cannot be used for sessions: {error.strerror}"
            ) from error
        secret = key.key_of(folder, ring, fresh)
        connection = connect(path, secret)
        try:
            with plainly(path):
                migrate(connection, str(path))
                patient = _pseudonym(connection)
        except StoreError:
            connection.close()
            raise
        return cls(folder, secret, connection, patient)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def begin(
        self,
        routine: Routine,
        *,
        seed: int,
        source: str,
        started: datetime,
        versions: Mapping[str, str],
        opening: Mapping[str, Any] | None = None,
        demo: bool | None = None,
    ) -> Writer:
        """A new session. `started` needs its time zone. `demo` None: as the routine says.

        `opening` is plain JSON: whatever else was known at the start and is needed to play the session again.
        """
        from game.progress.database import connect, plainly, transaction
        from game.progress.writer import Writer

        if started.tzinfo is None:
            raise ValueError("started must carry a time zone, or a report could not say when it was")
        path = self.folder / FILE
        name = names.free_name(started, self._names())
        mark = playing.Mark(self._mark(name))  # before the row: nobody may take the session for one that was cut off
        row = {
            "id": name,
            "started": started.isoformat(),
            "patient": self.patient,
            "routine": json.dumps(records.as_mapping(routine), allow_nan=False),
            "seed": seed,
            "source": source,
            "demo": routine.demo is not None if demo is None else demo,
            "versions": json.dumps(dict(versions)),
            "opening": json.dumps(dict(opening or {}), allow_nan=False),
        }
        try:
            connection = connect(path, self._key)
            with plainly(path), transaction(connection):
                connection.execute(
                    f"INSERT INTO session ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
                )
        except StoreError:
            mark.release()
            raise
        return Writer(connection, path, name, started, mark)

    def sessions(self) -> tuple[Stub, ...]:
        """All sessions, newest first."""
        rows = self._rows(
            "SELECT id, started, ended, because, demo, patient, routine, "
            "(SELECT max(last_tick) FROM chunk WHERE session = id) FROM session ORDER BY rowid DESC"
        )
        return tuple(self._stub(row) for row in rows)

    def unfinished(self) -> tuple[Stub, ...]:
        """Sessions that were cut off (a killed program, a power cut), newest first; not those being played now."""
        return tuple(stub for stub in self.sessions() if stub.ended is None and not stub.playing)

    def close_unfinished(self, name: str, because: str = CUT_OFF) -> None:
        """Close a session that was cut off at its last stored tick."""
        from game.progress.database import plainly, transaction
        from game.progress.writer import note_end

        stub = next((stub for stub in self.sessions() if stub.id == self.resolve(name)), None)
        if stub is None or stub.ended is not None or stub.playing:
            state = "is being played" if stub is not None and stub.playing else "has ended already"
            raise StoreError(f"session {name} {state}: there is nothing to close")
        with plainly(self.folder / FILE), transaction(self._connection):
            note_end(self._connection, stub.id, stub.started, round(stub.duration_s * TICKS_PER_S), because)
        self._mark(stub.id).unlink(missing_ok=True)

    def resolve(self, name: str) -> str:
        """The full id of `last`, of an id, or of the word an id ends with. UnknownSessionError suggests the nearest."""
        return names.resolve(name, self._names())

    def load(self, name: str, poses: bool = True) -> StoredSession:
        """A session with all that was stored of it, also while it is played or after it was cut off.

        `poses` False leaves them out, for whoever only wants to know what happened.
        """
        identity = self.resolve(name)
        columns = "started, ended, because, demo, patient, source, versions, opening, routine, seed"
        (row,) = self._rows(f"SELECT {columns} FROM session WHERE id = ?", identity)
        started, ended, because, demo, patient, source, versions, opening, routine, seed = row
        packed = "poses" if poses else "NULL"
        seconds = self._rows(
            f"SELECT last_tick, {packed}, intents, records FROM chunk WHERE session = ? ORDER BY n", identity
        )
        seen: list[tuple[int, Pose]] = []
        intents: list[tuple[int, Intent]] = []
        log: list[tuple[int, int, Record]] = []
        for _, pose_bytes, intent_text, record_text in seconds:
            seen += chunks.unpack(pose_bytes) if poses else ()
            intents += [(tick, records.from_mapping(found)) for tick, found in _read(intent_text)]
            log += [(tick, block, records.from_mapping(found)) for tick, block, found in _read(record_text)]
        return StoredSession(
            id=identity,
            started=datetime.fromisoformat(started),
            ended=None if ended is None else datetime.fromisoformat(ended),
            because=because,
            demo=bool(demo),
            patient=patient,
            source=source,
            versions=_read(versions),
            opening=_read(opening),
            routine=records.from_mapping(_read(routine)),
            seed=seed,
            duration_s=(seconds[-1][0] if seconds else 0) / TICKS_PER_S,
            poses=tuple(seen),
            intents=tuple(intents),
            records=tuple(log),
        )

    def poses_at(self, name: str, ticks: Sequence[int]) -> tuple[tuple[int, Pose], ...]:
        """The poses (with their ticks) of the seconds in which `ticks` lie: a look without reading the session."""
        identity = self.resolve(name)
        seconds: dict[int, bytes] = {}
        for tick in ticks:
            of = self._rows(
                "SELECT n FROM chunk WHERE session = ? AND last_tick >= ? ORDER BY n LIMIT 1", identity, tick
            )
            for (n,) in of:
                ((seconds[n],),) = self._rows("SELECT poses FROM chunk WHERE session = ? AND n = ?", identity, n)
        return tuple(pair for n in sorted(seconds) for pair in chunks.unpack(seconds[n]))

    def sessions_with(self, answer: str) -> tuple[str, ...]:
        """The ids of sessions in which an answer with this key was given, newest first."""
        looked_for = f'%"type": "Answer"%"key": {json.dumps(answer)}%'
        return tuple(
            name
            for (name,) in self._rows(
                "SELECT id FROM session WHERE EXISTS (SELECT 1 FROM chunk WHERE session = session.id "
                "AND records LIKE ?) ORDER BY rowid DESC",
                looked_for,
            )
        )

    def _stub(self, row: tuple[Any, ...]) -> Stub:
        name, started, ended, because, demo, patient, routine, last = row
        plan = records.from_mapping(_read(routine))
        return Stub(
            id=name,
            started=datetime.fromisoformat(started),
            ended=None if ended is None else datetime.fromisoformat(ended),
            because=because,
            demo=bool(demo),
            patient=patient,
            routine=plan.title,
            exercises=tuple(prescription.exercise.title for prescription in plan.prescriptions),
            exercise_ids=tuple(prescription.exercise.id for prescription in plan.prescriptions),
            duration_s=(last or 0) / TICKS_PER_S,
            playing=ended is None and playing.is_held(self._mark(name)),
        )

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        from game.progress.database import plainly

        with plainly(self.folder / FILE):
            return self._connection.execute(sql, values).fetchall()

    def _mark(self, name: str) -> Path:
        return self.folder / "playing" / name

    def _names(self) -> list[str]:
        return [name for (name,) in self._rows("SELECT id FROM session ORDER BY rowid DESC")]


def _pseudonym(connection: dbapi2.Connection) -> str:
    """The name this store gives its patient: random, the same in every report from this computer."""
    fresh = "U-" + "".join(secrets.choice("ABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(5))  # no I, O, 0, 1
    connection.execute("INSERT OR IGNORE INTO about (name, value) VALUES ('patient', ?)", (fresh,))
    return connection.execute("SELECT value FROM about WHERE name = 'patient'").fetchone()[0]


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise DamagedError(f"a stored record cannot be read: {error}") from error
