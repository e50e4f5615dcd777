"""Compensations: what helps a movement along that should not (the faults of exercises/catalog).

A fault is judged against this repetition's own start: people stand crooked, and cameras hang crooked.
"""

from __future__ import annotations

import numpy as np

from exercises.definition import Exercise
from exercises.pose import Array
from exercises.repetitions import Lift

TOP_SHARE = 0.75  # the part of a lift in which a fault counts
BEFORE_S, REST_SHARE = 1.0, 0.2  # this repetition's start: so long before it, so near rest (not the lift before)
LEAST_ROWS = 3  # nothing is said from fewer samples


def found(exercise: Exercise, lift: Lift) -> tuple[str, ...]:
    """The ids of the faults seen in one lift, in the catalogue's order. Unseen rows (NaN) say nothing."""
    travel = abs(lift.peak_deg - lift.rest_deg)
    over = excesses(lift, len(exercise.faults)).tolist()
    return tuple(
        fault.id
        for fault, by in zip(exercise.faults, over, strict=True)
        if (abs(by) if fault.either_way else by) > fault.above + fault.per_deg * travel
    )


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
