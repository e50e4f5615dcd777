"""Compensations: what helps a movement along that should not (the faults of exercises/catalog).

A fault is judged against this repetition's own start: people stand crooked, and cameras hang crooked.
"""

from __future__ import annotations

from collections.abc import Collection
from math import isnan, nan
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exercises.definition import LIFT_MEASURES, NOT_HELPING, Exercise, Fault, Plane
from exercises.measures import MEASURES, Side
from exercises.pose import Array
from exercises.repetitions import Lift, Seen

TOP_SHARE = 0.75  # the part of a lift in which a fault counts
BEFORE_S, REST_SHARE = 1.0, 0.2  # this repetition's start: so long before it, so near rest (not the lift before)
# A way up or down is timed over its middle eight tenths, since nobody can say when it begins and ends; of a smooth one
# (minimum jerk) they take half the time. So travel over twice that time is the mean over the whole way.
MIDDLE = 0.5
LEAST_ROWS = 3  # nothing is said from fewer samples


# Where an arm goes in each plane (measures.shoulder_plane): out to the side 0, straight ahead 90, between them scaption
_ELEVATION_PLANES_DEG: dict[Plane, float] = {"frontal": 0.0, "oblique": 35.0, "sagittal": 90.0}
PLANE_FROM_DEG, PLANE_TO_DEG = 45.0, 150.0  # elevations between which a plane can be told


def form_rows(exercise: Exercise, side: Side, points: Array, measurable: NDArray[np.bool_]) -> Array:
    """(N, F) what each fault's measure reads of (N, 33, 3) points; NaN for what only a whole lift shows.

    `measurable` (N,): whether the view is one from which the exercise's angle can be trusted. From any other an arm's
    plane rests on depth alone, and is not told.
    """
    if not exercise.faults:
        return np.zeros((len(points), 0))
    return np.stack([_row(exercise, side, points, fault, measurable) for fault in exercise.faults], axis=1)


def _row(exercise: Exercise, side: Side, points: Array, fault: Fault, measurable: NDArray[np.bool_]) -> Array:
    if fault.measure not in LIFT_MEASURES:
        return MEASURES[fault.measure](points, side)
    meant = _ELEVATION_PLANES_DEG.get(exercise.phases[0].plane)
    if fault.measure != "off_plane" or meant is None:
        return np.full(len(points), np.nan)
    raised = MEASURES["shoulder_elevation"](points, side)
    off = np.abs((MEASURES["shoulder_plane"](points, side) - meant + 180.0) % 360.0 - 180.0)
    return np.where(measurable & (raised >= PLANE_FROM_DEG) & (raised <= PLANE_TO_DEG), off, np.nan)


class Form(NamedTuple):
    """`faults`: ids of those seen, in the catalogue's order. `checked`: whether each of them could be looked for."""

    faults: tuple[str, ...]
    checked: bool


def of(exercise: Exercise, lift: Lift) -> Form:
    """What was seen of the faults in one lift. Unseen rows (NaN) say nothing, for or against."""
    travel = abs(lift.peak_deg - lift.rest_deg)
    over = excesses(lift, len(exercise.faults))
    high = _high(lift)
    seen: list[str] = []
    checked = True
    for i, fault in enumerate(exercise.faults):
        by = _of_lift(lift, fault, high, i) if fault.measure in LIFT_MEASURES else float(over[i])
        if (abs(by) if fault.either_way else by) > fault.above + fault.per_deg * travel:
            seen.append(fault.id)
        checked = checked and not (isnan(by) and fault.measure not in LIFT_MEASURES)
    return Form(tuple(seen), checked)


def found(exercise: Exercise, lift: Lift) -> tuple[str, ...]:
    """The ids of the faults seen in one lift, in the catalogue's order."""
    return of(exercise, lift).faults


def helped_along(exercise: Exercise, faults: Collection[str]) -> bool:
    """Whether any of these fault ids helps the movement along: quick and short lifts do not."""
    return any(fault.id in faults and fault.measure not in NOT_HELPING for fault in exercise.faults)


def _of_lift(lift: Lift, fault: Fault, high: list[Seen], i: int) -> float:
    """What a whole lift shows, in the unit of definition.LIFT_MEASURES; NaN where it cannot be told."""
    if fault.measure == "short_of_target":
        return 0.0 if lift.full else 1.0
    if fault.measure in ("lift_speed", "lowering_speed"):
        back_s = lift.lowering_s
        shortest = min(lift.rise_s(), back_s) if fault.measure == "lift_speed" else back_s
        return MIDDLE * abs(lift.peak_deg - lift.rest_deg) / shortest if shortest > 0.0 else nan
    off = [seen.form[i] for seen in high if not isnan(seen.form[i])]
    return median(off) if len(off) >= LEAST_ROWS else nan


def _high(lift: Lift) -> list[Seen]:
    least = TOP_SHARE * abs(lift.peak_deg - lift.rest_deg)
    return [seen for seen in lift.trail if seen.t_s >= lift.start_s and abs(seen.deg - lift.rest_deg) >= least]


def excesses(lift: Lift, faults: int) -> Array:
    """(F,) how far each fault's measure moved from the repetition's start while the lift was high; NaN where unseen."""
    t = np.array([s.t_s for s in lift.trail])
    form = np.array([s.form for s in lift.trail], dtype=np.float64).reshape(len(t), faults)
    distance = np.abs(np.array([s.deg for s in lift.trail]) - lift.rest_deg)
    inside = t >= lift.start_s
    high = inside & (distance >= TOP_SHARE * abs(lift.peak_deg - lift.rest_deg))
    start = ~inside & (t >= lift.start_s - BEFORE_S) & (distance <= REST_SHARE * abs(lift.peak_deg - lift.rest_deg))
    if start.sum() < LEAST_ROWS:
        start = np.abs(t - lift.start_s) <= 0.2
    out = np.full(faults, np.nan)
    for i in range(faults):
        rows, before = form[high, i], form[start, i]
        rows, before = rows[np.isfinite(rows)], before[np.isfinite(before)]
        if len(rows) >= LEAST_ROWS and len(before):
            out[i] = np.median(rows) - np.median(before)
    return out
