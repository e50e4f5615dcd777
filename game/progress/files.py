"""Reports reach the disk whole or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from game.progress.errors import CannotWriteError


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the place, then rename: nobody ever reads half a report, and an older one survives trouble.

    Raises CannotWriteError with one sentence.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except OSError as error:
        raise CannotWriteError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):  # where even this fails, the sentence above has said why
            draft.unlink(missing_ok=True)
