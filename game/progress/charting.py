"""Where everything in the chart of a block stands, as shares of the chart: x from the left, y upward and further.

Up is always further toward the target; where a movement goes to the smallest angle, the scale runs downward.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import ceil, floor
from string import ascii_lowercase
from typing import Any

from game.progress import words
from game.progress.blocks import Block
from game.progress.comparing import Measured
from game.progress.efforts import Repetition

LEAST_SPAN_DEG = 40.0
GAP = 0.9  # between two sets, in repetitions


def chart(block: Block) -> dict[str, Any] | None:
    """What the template draws; None where no repetition was done."""
    repetitions = block.repetitions
    if not repetitions:
        return None
    measured = any(r.peak_deg is not None for r in repetitions)
    low, high, ticks = _scale(repetitions) if measured else (0.0, 1.0, [])
    down = block.toward == "decrease"

    def share(deg: float) -> float:
        within = (min(max(deg, low), high) - low) / (high - low)
        return 1 - within if down else within

    places, step, sets = _places(block)
    letters = fault_letters(block)
    return {
        "caption": _caption(block, measured),
        "step": step,
        "ticks": [{"at": share(deg), "text": f"{deg:.0f}°"} for deg in ticks],
        "sets": sets,
        "targets": _targets(repetitions, places, step, share) if measured else [],
        "repetitions": [
            _dot(r, x, share, measured, "".join(sorted(letters[fault] for fault in r.faults)))
            for r, x in zip(repetitions, places, strict=True)
        ],
        "marks": bool(letters),
        "sides": _sides(block),
        "any_short": any(not r.full for r in repetitions),
        "any_whisker": any(r.peak_deg is not None and r.uncertainty_deg is not None for r in repetitions),
        "any_missing": measured and any(r.peak_deg is None for r in repetitions),
    }


def _caption(block: Block, measured: bool) -> str:
    if not measured:
        return "Each repetition that was counted. No angle could be stated."
    up = " Up is further: a smaller angle." if block.toward == "decrease" else ""
    return f"Each repetition in degrees: {words.measure(block.measure)}.{up}"


def fault_letters(block: Block) -> dict[str, str]:
    """A letter for each fault, the most frequent first."""
    names = list(dict.fromkeys(count.fault for count in block.faults))
    return dict(zip(names, ascii_lowercase, strict=False))


def _scale(repetitions: Sequence[Repetition]) -> tuple[float, float, list[float]]:
    """The lowest and highest angle of the chart and its ticks."""
    values = [r.target_deg for r in repetitions if r.target_deg is not None]
    for r in repetitions:
        if r.peak_deg is not None:
            give = r.uncertainty_deg or 0.0
            values += [r.peak_deg - give, r.peak_deg + give]
    return _span(values)


def _span(values: Sequence[float]) -> tuple[float, float, list[float]]:
    least, most = (min(values), max(values)) if values else (0.0, 90.0)
    below_zero = least < 0
    least, most = least - 2, most + 2
    every = 10.0 if most - least <= 70 else 20.0 if most - least <= 140 else 40.0
    low, high = floor(least / every) * every, ceil(most / every) * every
    low, high = (low, high) if below_zero else (max(low, 0.0), high)
    for i in range(4):  # one step up, one down, until small differences do not look large
        if high - low < LEAST_SPAN_DEG:
            low, high = (low, high + every) if i % 2 == 0 or low <= 0 else (low - every, high)
    return low, high, [low + i * every for i in range(round((high - low) / every) + 1)]


def _places(block: Block) -> tuple[list[float], float, list[dict[str, Any]]]:
    """x of each repetition, the room one of them has, and the sets with their words."""
    sizes = [(index, len(list(group))) for index, group in groupby(block.repetitions, key=lambda r: r.set_index)]
    room = sum(size for _, size in sizes) + GAP * (len(sizes) - 1)
    step = 1 / max(room, 6.0)  # two lifts alone do not stand at the far ends of the page
    places: list[float] = []
    sets: list[dict[str, Any]] = []
    at = 0.0
    for index, size in sizes:
        done = block.sets[index]
        text = f"set {index + 1}: {done.full} full" + (
            f", {done.efforts - done.full} short" if done.efforts > done.full else ""
        )
        sets.append(
            {"from": at - GAP / 2 * step if sets else 0.0, "to": at + size * step, "text": text, "rule": bool(sets)}
        )
        places += [at + (i + 0.5) * step for i in range(size)]
        at += (size + GAP) * step
    return places, step, sets


def _targets(
    repetitions: Sequence[Repetition], places: Sequence[float], step: float, share: Any
) -> list[dict[str, float]]:
    """The target in force at each repetition, joined where it stays the same."""
    lines: list[dict[str, float]] = []
    previous: Repetition | None = None
    for r, x in zip(repetitions, places, strict=True):
        if r.target_deg is not None:
            start, end = max(0.0, x - step / 2), min(1.0, x + step / 2)
            if previous is not None and previous.target_deg == r.target_deg and previous.set_index == r.set_index:
                lines[-1]["to"] = end
            else:
                lines.append({"from": start, "to": end, "at": share(r.target_deg)})
        previous = r
    return lines


def _dot(r: Repetition, x: float, share: Any, measured: bool, mark: str) -> dict[str, Any]:
    dot: dict[str, Any] = {"x": x, "side": r.side, "full": r.full, "mark": mark, "y": None, "low": None, "high": None}
    if not measured:
        dot["y"] = 0.5
    elif r.peak_deg is not None:
        dot["y"] = share(r.peak_deg)
        if r.uncertainty_deg is not None:
            dot["low"], dot["high"] = share(r.peak_deg - r.uncertainty_deg), share(r.peak_deg + r.uncertainty_deg)
    return dot


def _sides(block: Block) -> list[dict[str, str]]:
    """The legend's full marks: left a disc, right a square; no side is named where both work as one."""
    sides = [side for side in ("left", "right") if any(r.side == side for r in block.repetitions)]
    if not block.sided:
        return [{"side": sides[0], "full": "full"}]
    return [{"side": side, "full": f"{side}, full"} for side in sides]


def history(block: Block) -> dict[str, Any] | None:
    """The range over the sessions that can be compared, oldest first, one line a side; None with fewer than two."""
    lines = [found.history for found in block.changes if len(found.history) > 1]
    if not lines:
        return None
    sessions = sorted({one.started for line in lines for one in line})
    ends = [one.median_deg + way * (one.half_width_deg or 0.0) for line in lines for one in line for way in (-1, 1)]
    low, high, ticks = _span(ends)
    down = block.toward == "decrease"

    def share(deg: float) -> float:
        within = (min(max(deg, low), high) - low) / (high - low)
        return 1 - within if down else within

    def point(one: Measured, shift: float) -> dict[str, Any]:
        give = one.half_width_deg or 0.0
        return {
            "x": (sessions.index(one.started) + 0.5) / len(sessions) + shift,
            "y": share(one.median_deg),
            "low": share(one.median_deg - give),
            "high": share(one.median_deg + give),
        }

    # two sides a little apart, so that neither whisker hides the other
    shifts = (0.0,) if len(lines) == 1 else (-0.12 / len(sessions), 0.12 / len(sessions))
    return {
        "caption": "Range by session",
        "ticks": [{"at": share(deg), "text": f"{deg:.0f}°"} for deg in ticks],
        "lines": [
            {"side": line[-1].side, "points": [point(one, shift) for one in line]}
            for line, shift in zip(lines, shifts, strict=True)
        ],
        "first": f"{sessions[0].day} {sessions[0]:%b}",
        "last": f"{sessions[-1].day} {sessions[-1]:%b}",
    }
