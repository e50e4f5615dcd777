"""A program that plays a session in real time and never ends by itself; the tests of the store kill it.

usage: playing_program.py FOLDER [LIMIT_BYTES]   a limit stands for a disk that fills up
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from made_sessions import STARTED, VERSIONS, body, routine

from exercises.events import RepStarted
from game.progress.errors import StoreError
from game.progress.store import Store


def main() -> None:
    writer = Store.open(Path(sys.argv[1])).begin(routine(), seed=7, source="test", started=STARTED, versions=VERSIONS)
    if len(sys.argv) > 2:
        import resource

        limit = int(sys.argv[2])
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    print(writer.id, flush=True)  # noqa: T201
    began = time.monotonic()
    n = 0
    try:
        while True:
            due = int((time.monotonic() - began) * 60)
            while n <= due:
                writer.tick(n, (body(n / 60),), (), ((0, RepStarted(n / 60, n, "left")),))
                n += 1
            print(n - 1, flush=True)  # noqa: T201
            time.sleep(1 / 60)
    except StoreError as error:
        print(f"said: {error}", flush=True)  # noqa: T201
        try:
            writer.finish("error")
        except StoreError as still:
            print(f"said: {still}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
