"""docs/accuracy.md: its words, which lie beside this as text, and the tables that measuring puts into them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

WORDS = Path(__file__).parent / "words"
ORDER = ("clips", "held_out", "ui_prmd", "films", "opencap", "keraal", "headset", "fused", "smoothing")


def section(name: str, **tables: str) -> str:
    """The words of one part with its tables in their places."""
    return (WORDS / f"{name}.md").read_text(encoding="utf-8").strip().format(**tables)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of Markdown."""
    lines = [[*head], ["---"] * len(head), *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def whole(sections: Mapping[str, str], mediapipe: str) -> str:
    """The page, from a section a part."""
    ends = [section("ways"), section("tracking"), section("little"), section("limits")]
    return "\n\n".join([section("top", mediapipe=mediapipe), *(sections[name] for name in ORDER), *ends]) + "\n"
