"""A row for each repetition, as CSV (RFC 4180, UTF-8), for spreadsheets and statistics. Columns: docs/formats.md."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from game.progress.blocks import Block
from game.progress.efforts import Repetition
from game.progress.files import write_whole
from game.progress.summary import Summary

# The order and the names are a contract: new columns go to the end.
COLUMNS = (
    *("session", "started", "patient", "demo", "exercise", "exercise_version", "measure", "side", "set", "repetition"),
    *("start_s", "peak_s", "end_s", "duration_s", "lowering_s", "peak_deg", "peak_uncertainty_deg", "target_deg"),
    *("full", "verified", "quality", "faults"),
)


def write(summary: Summary, path: Path) -> None:
    """Write the table to `path`. Raises CannotWriteError; an older file there survives trouble."""
    write_whole(path, render(summary).encode("utf-8"))


def render(summary: Summary) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for block in summary.blocks:
        for repetition in block.repetitions:
            writer.writerow([_cell(value) for value in _row(summary, block, repetition)])
    return text.getvalue()


def _row(summary: Summary, block: Block, r: Repetition) -> tuple[object, ...]:
    return (
        *(summary.session, summary.started.isoformat(), summary.patient, summary.demo),
        *(block.exercise, block.exercise_version, block.measure, r.side if block.sided else "both"),
        *(r.set_index + 1, r.number, _rounded(r.start_s, 3), _rounded(r.peak_s, 3), _rounded(r.end_s, 3)),
        *(_rounded(r.duration_s, 3), _rounded(r.lowering_s, 3)),
        *(_rounded(r.peak_deg, 1), _rounded(r.uncertainty_deg, 1), _rounded(r.target_deg, 1)),
        *(r.full, r.verified, _rounded(r.quality, 3), " ".join(r.faults)),
    )


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _cell(value: object) -> str:
    """true and false in small letters, nothing for None, and no text that a spreadsheet would run as a formula.

    (OWASP, CSV injection: a leading = + - @, tab or return.) Numbers may begin with a minus.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
