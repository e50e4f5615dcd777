"""What a game tells in words: one sentence at a time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Speech:
    """The one sentence on show, until when, and its rank: a lesser one waits for a greater one to be over."""

    text: str = ""
    until_s: float = -1.0
    rank: int = 0

    def put(self, text: str, now_s: float, for_s: float, rank: int) -> None:
        if now_s >= self.until_s or rank >= self.rank:
            self.text, self.until_s, self.rank = text, now_s + for_s, rank

    def at(self, now_s: float) -> str:
        return self.text if now_s < self.until_s else ""
