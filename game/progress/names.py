"""What a session is called: its day and a word, easy to say on the telephone: 2026-05-01-heron."""

from __future__ import annotations

import difflib
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime

from game.progress.errors import UnknownSessionError

WORDS = (
    "alder", "ash", "aspen", "bank", "bay", "beam", "bell", "birch", "bird", "bloom", "boat", "brook", "bud", "cloud",
    "clover", "cove", "dawn", "dew", "drift", "dune", "dusk", "elm", "ember", "fern", "field", "finch", "fir", "flint",
    "foam", "fog", "gale", "glade", "glen", "gorse", "grass", "grove", "gull", "hare", "haze", "heath", "heron", "hill",
    "isle", "ivy", "lake", "lark", "leaf", "light", "lily", "linden", "loam", "lynx", "maple", "marsh", "mead", "mist",
    "moon", "moor", "moss", "oak", "otter", "owl", "path", "pearl", "petal", "pine", "plum", "pond", "poppy", "rain",
    "reed", "reef", "ridge", "river", "robin", "rose", "rowan", "rush", "sage", "sail", "sand", "seed", "shell",
    "shore", "sky", "snow", "spring", "star", "stone", "stream", "sun", "swan", "tern", "thyme", "tide", "tree", "vale",
    "vine", "wave", "wheat", "willow", "wind", "wood", "wren", "yarrow", "yew",
)  # fmt: skip


def free_name(started: datetime, taken: Collection[str]) -> str:
    """A name for a session begun at `started` that none of `taken` has."""
    words = [f"{started:%Y-%m-%d}-{word}" for word in WORDS]
    free = [name for name in words if name not in taken]
    while not free:  # more than a hundred in one day
        free = [name for name in (f"{word}-{secrets.token_hex(2)}" for word in words) if name not in taken]
    return secrets.choice(free)


def resolve(name: str, known: Sequence[str]) -> str:
    """The one of `known` (newest first) that `name` means: `last`, a whole name, or only its word.

    Raises UnknownSessionError, with the nearest name.
    """
    if not known:
        raise UnknownSessionError("no session is stored yet: play one first")
    if name == "last":
        return known[0]
    words = {_word(full): full for full in reversed(known)}  # the newest of a word wins
    if name in known or name in words:
        return words.get(name, name)
    near = difflib.get_close_matches(name, [*known, *words], n=1, cutoff=0.4)
    hint = f"did you mean {near[0]}?" if near else f"the newest is {known[0]}"
    raise UnknownSessionError(f"there is no session named '{name}'; {hint}")


def _word(full: str) -> str:
    return full.split("-", 3)[-1]
