"""The store's shape, as named steps in order. A step and the note that it was done are one transaction."""

from __future__ import annotations

from typing import Any

from game.progress.errors import TooNewError

MIGRATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "0001 sessions and their seconds",
        (
            "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
            """CREATE TABLE session (
                id TEXT PRIMARY KEY,
                started TEXT NOT NULL,      -- ISO 8601 with the zone
                patient TEXT NOT NULL,      -- a pseudonym
                routine TEXT NOT NULL,      -- JSON, exercises included
                seed INTEGER NOT NULL,
                source TEXT NOT NULL,
                demo INTEGER NOT NULL,
                versions TEXT NOT NULL,     -- JSON, name to version
                opening TEXT NOT NULL,      -- JSON, settings and history that the evening began with
                ended TEXT,                 -- NULL: was never closed
                because TEXT
            )""",
            # One row is about a second of the evening and is written whole: poses, intents and log cannot part company.
            """CREATE TABLE chunk (
                session TEXT NOT NULL REFERENCES session(id),
                n INTEGER NOT NULL,
                first_tick INTEGER NOT NULL,
                last_tick INTEGER NOT NULL,
                poses BLOB NOT NULL,        -- chunks.pack
                intents TEXT NOT NULL,      -- JSON [[tick, intent], ...]
                records TEXT NOT NULL,      -- JSON [[tick, block, record], ...]
                PRIMARY KEY (session, n)
            )""",
        ),
    ),
    (
        "0002 what was said is found without reading the poses",
        # Columns after a long one are reached only by reading it: a list of sessions read every pose ever stored.
        ("CREATE INDEX said ON chunk (session, n, last_tick, intents, records)",),
    ),
)


def migrate(connection: Any, path: str, steps: tuple[tuple[str, tuple[str, ...]], ...] = MIGRATIONS) -> None:
    """Bring the store to the shape this program knows. Two programs at once: one migrates, the other finds it done.

    Raises TooNewError where the store has a step this program has never heard of; nothing is changed then.
    """
    if _names(connection) == [name for name, _ in steps]:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("CREATE TABLE IF NOT EXISTS migration (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)")
        done = _names(connection)
        known = [name for name, _ in steps]
        if done != known[: len(done)]:
            strange = next((name for name in done if name not in known), done[-1])
            raise TooNewError(
                f"{path} was written by a newer Upswing (it knows '{strange}'): update Upswing; nothing was changed"
            )
        for name, statements in steps[len(done) :]:
            for statement in statements:
                connection.execute(statement)
            connection.execute("INSERT INTO migration (name) VALUES (?)", (name,))
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _names(connection: Any) -> list[str]:
    there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'migration'").fetchone()
    return [name for (name,) in connection.execute("SELECT name FROM migration ORDER BY n")] if there else []
