"""What games say alike: at most six words and two texts at once while playing; kind words seldom, naming the deed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from exercises.definition import Sense
from exercises.events import RepCompleted

BySense = Mapping[Sense, str]

LIFT: BySense = MappingProxyType(
    {"up": "Lift slowly.", "down": "Bend slowly.", "out": "Reach out slowly.", "turn": "Turn slowly."}
)
HINT: BySense = MappingProxyType(
    {
        "up": "Lift when you are ready.",
        "down": "Bend when you are ready.",
        "out": "Reach when you are ready.",
        "turn": "Turn when you are ready.",
    }
)
ENOUGH: BySense = MappingProxyType(
    {
        "up": "High enough. Come down gently.",
        "down": "Low enough. Come up gently.",
        "out": "Far enough. Come back gently.",
        "turn": "Far enough. Come back gently.",
    }
)
YOUR_TURN = "Your turn."
BREATHE = "Keep breathing."
STEP_BACK = "Step back into view."

KIND = (
    "Slow all the way down.",
    "Lifted without hurry.",
    "You held it steady.",
    "Smooth from start to end.",
    "You came back for more.",
)
_APART = 4  # lifts from one kind word to the next


@dataclass(frozen=True, slots=True)
class Script:
    """The few sentences of one game: in its first ten seconds (at 2, 4 and 7 s), before the first lift, at the end."""

    opening: str
    back: BySense
    ending: str
    go: BySense = field(default_factory=lambda: LIFT)
    hint: BySense = field(default_factory=lambda: HINT)


def deeds(done: RepCompleted, hold_s: float, sense: Sense, after_short: bool) -> tuple[int, ...]:
    """Which of KIND are true of this lift, the rarer first."""
    rise_s = done.peak_s - done.start_s
    slow = KIND.index("Slow all the way down.")
    said = (
        (4, after_short and done.full),
        (2, done.full and hold_s >= 2.0),
        (slow, sense == "up" and done.lowering_s >= 1.6),
        (3, done.quality >= 0.85),
        (1, sense == "up" and rise_s >= 1.5),
    )
    return tuple(index for index, true in said if true)


@dataclass(slots=True)
class KindWords:
    """Chooses what to say after a lift, seldom: `last` is the word said before (-1 none), `since` the lifts since."""

    last: int = -1
    since: int = _APART - 2  # the first may come after the second lift
    after_short: bool = False

    @classmethod
    def kept(cls, kept: Mapping[str, float]) -> KindWords:
        """As `keep` left them in the set before, or fresh."""
        fresh = cls()
        return cls(int(kept.get("word", fresh.last)), int(kept.get("since_word", fresh.since)))

    def keep(self) -> dict[str, float]:
        return {"word": float(self.last), "since_word": float(self.since)}

    def hear(self, done: RepCompleted, hold_s: float, sense: Sense) -> str:
        """The sentence for this lift, or "" for none."""
        self.since += 1
        true = deeds(done, hold_s, sense, self.after_short)
        self.after_short = not done.full
        new = [index for index in true if index != self.last]
        if self.since < _APART or not new:
            return ""
        self.since, self.last = 0, new[0]
        return KIND[new[0]]


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
