"""Two tables, as CSV (RFC 4180, UTF-8), for spreadsheets and statistics: a row for each repetition, and beside it one
for everything else: what to act on, how it ended, what was said, measured and tested. Columns and kinds: formats.md."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from math import isnan
from pathlib import Path
from typing import Any

from game.progress import phrases, words
from game.progress.blocks import Block
from game.progress.comparing import Change
from game.progress.efforts import Repetition
from game.progress.files import write_whole
from game.progress.motion import LiftMotion, SideMotion
from game.progress.summary import Summary

# The order and the names are a contract: new columns go to the end.
COLUMNS = (
    *("session", "started", "patient", "demo", "exercise", "exercise_version", "measure", "side", "set", "repetition"),
    *("start_s", "peak_s", "end_s", "duration_s", "lowering_s", "peak_deg", "peak_uncertainty_deg", "target_deg"),
    *("full", "verified", "quality", "faults"),
    *("travel_deg", "speed_deg_s", "sparc_out", "sparc_back", "ldlj_out", "ldlj_back"),
    *("path_efficiency", "unsteadiness_deg"),
)
MEASURES_COLUMNS = (
    *("session", "started", "patient", "demo", "kind", "exercise", "exercise_version", "measure", "side", "set"),
    *("name", "value", "unit", "low", "high", "note"),
)
# What is told of a side's movement, with its unit: per lift where it stands in a repetition's row as well
MOTION_UNITS = {
    "travel_deg": "deg", "sparc_out": "1", "sparc_back": "1", "ldlj_out": "1", "ldlj_back": "1",
    "path_efficiency": "1", "unsteadiness_deg": "deg",
}  # fmt: skip

Row = dict[str, Any]


def write(summary: Summary, path: Path) -> None:
    """Write the table to `path` and that of the measures beside it. Raises CannotWriteError; older files there survive
    trouble."""
    write_whole(path, render(summary).encode("utf-8"))
    write_whole(beside(path), render_measures(summary).encode("utf-8"))


def beside(path: Path) -> Path:
    """Where the table of the measures stands: `report.csv` has `report.measures.csv`."""
    return path.with_name(f"{path.stem}.measures{path.suffix}")


def render(summary: Summary) -> str:
    return _rendered(summary, COLUMNS, _repetitions(summary))


def render_measures(summary: Summary) -> str:
    return _rendered(summary, MEASURES_COLUMNS, _measures(summary))


def _rendered(summary: Summary, columns: Sequence[str], rows: Iterable[Row]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    whose = {"session": summary.session, "started": summary.started.isoformat(), "patient": summary.patient,
             "demo": summary.demo}  # fmt: skip
    for row in rows:
        writer.writerow([_cell((whose | row).get(column)) for column in columns])
    return text.getvalue()


def _repetitions(summary: Summary) -> Iterator[Row]:
    for block in summary.blocks:
        moved = {} if block.motion is None else {(m.set_index, m.number): m for m in block.motion.lifts}
        for repetition in block.repetitions:
            yield _repetition(block, repetition, moved.get((repetition.set_index, repetition.number)))


def _measures(summary: Summary) -> Iterator[Row]:
    yield from ({"kind": "alert", "note": text} for text in summary.alerts)
    yield from _of_doing(summary)
    yield from _of_saying(summary)
    yield from ({"kind": "unmeasured", "note": text} for text in summary.unmeasured)
    for block in summary.blocks:
        for lift in block.measuring:
            yield _of(block, "measuring", lift.side) | _apart(lift)
        yield from _of_motion(block)
        for change in block.changes:
            yield _of(block, "change", change.side) | _changed(change)
    yield from _of_tests(summary)


def _of_doing(summary: Summary) -> Iterator[Row]:
    """How the session and each exercise ended, and how much of the dose was done."""
    row = {"kind": "done", "name": "duration", "value": _rounded(summary.duration_s / 60, 2), "unit": "min"}
    yield row | {"note": summary.ending}
    if summary.calm_s:
        yield {"kind": "done", "name": "quiet", "value": _rounded(summary.calm_s / 60, 2), "unit": "min"}
    for block in summary.blocks:
        ending = words.stop(block.because) if block.begun else "Not begun"
        for name, value in (("full", block.full), ("short", block.short), ("prescribed", block.wanted)):
            yield _of(block, "done", block.sides) | {"name": name, "value": value, "unit": "1", "note": ending}


def _of_saying(summary: Summary) -> Iterator[Row]:
    """Pain and effort, 0 to 10, as the patient said; empty where that was not asked or not answered."""
    yield _said("pain_before", summary.pain_before)
    for block in summary.blocks:
        if block.begun:
            yield _of(block, "said", block.sides) | _said("pain_during", block.pain_during)
            yield _of(block, "said", block.sides) | _said("pain_after", block.pain_after)
    if summary.pain_rested is not None:
        yield _said("pain_after", summary.pain_rested)
    yield _said("effort", summary.effort)


def _said(name: str, value: int | None) -> Row:
    note = "not asked or not answered" if value is None else "0 to 10"
    return {"kind": "said", "name": name, "value": value, "unit": "{score}", "note": note}


def _apart(lift: Repetition) -> Row:
    """A lift measured side-on: no dose, so it stands here and not among the repetitions."""
    give, peak = lift.uncertainty_deg, lift.peak_deg
    known = give is not None and peak is not None
    return {
        "name": "peak_deg", "value": _rounded(peak, 1), "unit": "deg",
        "low": _rounded((peak or 0.0) - (give or 0.0), 1) if known else None,
        "high": _rounded((peak or 0.0) + (give or 0.0), 1) if known else None,
        "note": f"lift {lift.number}",
    }  # fmt: skip


def _of(block: Block, kind: str, side: str) -> Row:
    return {
        "kind": kind, "exercise": block.exercise, "exercise_version": block.exercise_version, "measure": block.measure,
        "side": side if block.sided else "both",
    }  # fmt: skip


def _repetition(block: Block, r: Repetition, moved: LiftMotion | None) -> Row:
    rounded = {
        "start_s": 3, "peak_s": 3, "end_s": 3, "duration_s": 3, "lowering_s": 3, "peak_deg": 1, "target_deg": 1,
        "quality": 3,
    }  # fmt: skip
    row = _of(block, "repetition", r.side)
    row |= {"set": r.set_index + 1, "repetition": r.number}
    row |= {name: _rounded(getattr(r, name), digits) for name, digits in rounded.items()}
    row |= {"peak_uncertainty_deg": _rounded(r.uncertainty_deg, 1), "full": r.full, "verified": r.verified}
    row |= {"faults": " ".join(r.faults)}
    if moved is not None:
        row |= {name: _rounded(getattr(moved, name), 3) for name in (*MOTION_UNITS, "speed_deg_s")}
    return row


def _of_motion(block: Block) -> Iterator[Row]:
    if block.motion is None:
        return
    for one in block.motion.sides:
        row = _of(block, "movement", one.side)
        for name, unit in MOTION_UNITS.items():
            if (value := getattr(one, name)) is not None:
                yield row | {"name": name, "value": _rounded(value, 3), "unit": unit, "note": "median"}
        yield from _of_trends(block, one)
    if (even := block.motion.symmetry) is not None:
        note = "" if even.give_deg is None else "beyond" if even.clear else "within"
        yield _of(block, "movement", "both") | {
            "name": "asymmetry", "value": _rounded(even.percent, 1), "unit": "%",
            "note": note and f"{note} the camera's error",
        }  # fmt: skip
    if (sway := block.motion.sway) is not None:
        row = _of(block, "movement", "both")
        yield row | {"name": "sway_rms", "value": _rounded(sway.rms_m, 4), "unit": "m", "note": "median"}
        yield row | {"name": "sway_speed", "value": _rounded(sway.speed_m_s, 4), "unit": "m/s", "note": "median"}


def _of_trends(block: Block, one: SideMotion) -> Iterator[Row]:
    for found in one.trends:
        for name in ("range", "speed", "smoothness"):
            if (trend := getattr(found, name)) is not None:
                yield _of(block, "trend", one.side) | {
                    "set": found.set_index + 1, "name": name, "value": _rounded(100 * trend.a_lift, 2),
                    "unit": "% a lift", "note": "clear" if trend.clear else "not clear",
                }  # fmt: skip


def _changed(change: Change) -> Row:
    if change.before is None:
        return {"name": "range", "note": f"not comparable: {change.why}"}
    within = None if change.mdc_deg is None else _rounded(change.mdc_deg, 1)
    return {
        "name": "range", "value": _rounded(change.by_deg, 1), "unit": "deg",
        "low": None if within is None else -within, "high": within,
        "note": f"since {change.before.session}: {change.verdict}",
    }  # fmt: skip


def _of_tests(summary: Summary) -> Iterator[Row]:
    for found in summary.tests:
        row = {"kind": "test", "exercise": found.test.test}
        if not found.results:
            yield row | {"name": phrases.name(found), "note": ". ".join(["not done", *phrases.remarks(found, 0)])}
        for i, one in enumerate(found.results):
            norm = one.norm
            ends = None if norm is None or norm.mean else norm
            usual = "" if norm is None else f"usual: {phrases.usual(norm)}, {norm.source} ({norm.evidence})"
            yield row | {
                "side": one.side, "name": one.test, "value": None if isnan(one.value) else _rounded(one.value, 2),
                "unit": one.unit, "low": ends and ends.low, "high": ends and ends.high,
                "note": ". ".join(filter(None, [*phrases.remarks(found, i), phrases.cut_off(one), usual])),
            }  # fmt: skip


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
