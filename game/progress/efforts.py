"""The efforts of one exercise, from its log: those of the sets, which are dose, and measuring lifts, which are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from exercises.events import Calibrated, LimitReached, RepCompleted, SetEnded, Side, Stopped, TargetLowered
from exercises.routine import Answer
from game.progress.records import Record

MEASURING = "measuring"  # the answer that begins ("started") and ends ("done", "stopped") the lifts measured side-on


@dataclass(frozen=True, slots=True)
class Repetition:
    """One effort of a set. `number` counts from 1 within its set; `full` False: short of the target in force then."""

    set_index: int
    number: int
    side: Side
    start_s: float
    peak_s: float
    end_s: float
    peak_deg: float | None
    uncertainty_deg: float | None
    target_deg: float | None
    duration_s: float
    lowering_s: float
    quality: float
    full: bool
    verified: bool
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetDone:
    """`ended` False: the set was broken off, or still going on when the session was cut off. `tired`: it ended early,
    for the lifts had become clearly smaller or slower."""

    index: int
    full: int
    efforts: int
    ended: bool
    tired: bool = False


@dataclass(frozen=True, slots=True)
class Efforts:
    """repetitions of the sets; when (s) each set went on; measuring lifts, which are no dose and belong to no set."""

    repetitions: tuple[Repetition, ...]
    sets: tuple[SetDone, ...]
    spans: tuple[tuple[float, float], ...]
    measuring: tuple[Repetition, ...]


def parted(log: Sequence[Record]) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """The log without what happened while measuring side-on, and that. A limit passed belongs to the first as well."""
    play: list[Record] = []
    measuring: list[Record] = []
    inside = False
    for record in log:
        if isinstance(record, Answer) and record.key == MEASURING:
            inside = record.value == "started"
        elif not inside or isinstance(record, Stopped | Answer):
            play.append(record)
        else:
            measuring.append(record)
            if isinstance(record, LimitReached):
                play.append(record)
    return tuple(play), tuple(measuring)


def efforts(log: Sequence[Record], target_deg: float | None, until_s: float) -> Efforts:
    """The efforts of a block's log; `target_deg` as prescribed, `until_s` the end of what was stored."""
    play, measuring = parted(log)
    repetitions, sets, spans = _sets(play, target_deg, until_s)
    lifts = [record for record in measuring if isinstance(record, RepCompleted)]
    return Efforts(repetitions, sets, spans, tuple(_repetition(r, -1, n, None) for n, r in enumerate(lifts, 1)))


def _sets(
    log: Sequence[Record], target_deg: float | None, until_s: float
) -> tuple[tuple[Repetition, ...], tuple[SetDone, ...], tuple[tuple[float, float], ...]]:
    """Repetitions and sets, and when (s) a set was going on.

    The judge completes repetitions in sets only: the lifts of practice and calibration are none. A set in which nothing
    was lifted is no set; one without an end was going on when the session was cut off.
    """
    targets: dict[str, float | None] = {"left": target_deg, "right": target_deg}
    repetitions: list[Repetition] = []
    sets: list[SetDone] = []
    spans: list[tuple[float, float]] = []
    running: list[Repetition] = []
    for record in log:
        if isinstance(record, Calibrated | TargetLowered):
            targets[record.side] = record.target_deg
        elif isinstance(record, RepCompleted):
            running.append(_repetition(record, len(sets), len(running) + 1, targets[record.side]))
        elif isinstance(record, SetEnded) and running:
            repetitions += running
            ended, tired = record.because != "stopped", record.because == "tired"
            sets.append(SetDone(len(sets), record.full, record.efforts, ended, tired))
            spans.append((running[0].start_s, record.t_s))
            running = []
    if running:
        repetitions += running
        sets.append(SetDone(len(sets), sum(r.full for r in running), len(running), False))
        spans.append((running[0].start_s, until_s))
    return tuple(repetitions), tuple(sets), tuple(spans)


def _repetition(event: RepCompleted, set_index: int, count: int, target_deg: float | None) -> Repetition:
    return Repetition(
        set_index=set_index,
        number=count,
        side=event.side,
        start_s=event.start_s,
        peak_s=event.peak_s,
        end_s=event.end_s,
        peak_deg=known(event.peak_deg),
        uncertainty_deg=known(event.peak_uncertainty_deg),
        target_deg=known(target_deg),
        duration_s=event.duration_s,
        lowering_s=event.lowering_s,
        quality=event.quality,
        full=event.full,
        verified=event.verified,
        faults=event.faults,
    )


def known(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None
