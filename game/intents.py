"""What the player wants, whatever made it: key, click, switch, pad, or a hand held over a target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Intent:
    """`point` carries a place on the view (0..1 from the left, 0..1 from the top) where the pointer is now;
    `select` the same where it was clicked, or `button` when a button was named (keys 1 to 9, a gesture, a test)."""

    kind: Literal["point", "select", "next", "back", "pause", "too_much", "stop", "quit"]
    at: tuple[float, float] | None = None
    button: str | None = None
