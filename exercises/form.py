"""Compensations: what helps a movement along that should not (the faults of exercises/catalog).

A fault is judged against this repetition's own start: people stand crooked, and cameras hang crooked.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from math import isnan, nan
from statistics import median
from typing import NamedTuple

import numpy as np

from exercises.definition import LIFT_MEASURES, NOT_HELPING, Exercise, Fault, Plane
from exercises.measures import MEASURES, Side
from exercises.pose import Array
from exercises.repetitions import Lift, Seen

TOP_SHARE = 0.75  # the part of a lift in which a fault counts
BEFORE_S, REST_SHARE = 1.0, 0.2  # this repetition's start: so long before it, so near rest (not the lift before)
# Nobody can say when a way up or down begins and ends, so it is timed from a fifth to nine tenths of the lift's height.
# Of a smooth one (minimum jerk) that takes MIDDLE of the time: so much of the travel over it is the mean of the whole.
WAY_FROM, WAY_TO, MIDDLE = 0.2, 0.9, 0.43
JUMP_SHARE, JUMP_S = 0.5, 0.1  # more of the height than this in less time is an angle that jumped, and no pace is told
LEAST_ROWS = 3  # nothing is said from fewer samples


# Where an arm goes in each plane (measures.shoulder_plane): out to the side 0, straight ahead 90, between them scaption
_ELEVATION_PLANES_DEG: dict[Plane, float] = {"frontal": 0.0, "oblique": 35.0, "sagittal": 90.0}
# A trunk that leans toward the camera, or away: straight from the front that is depth alone (sound squats of known
# truth read from 20 degrees back to 37 forward), so it is not told from within this of it
LEANS, LEAN_SEEN_FROM_DEG = ("trunk_forward", "trunk_backward"), 15.0
ELBOW_LOST_DEG = 40.0  # so far off its plane an arm looks bent that is straight: whether it is cannot be told
PLANE_FROM_DEG, PLANE_TO_DEG = 45.0, 150.0  # elevations between which a plane can be told
# Camera yaws (0 in front, +90 the working side) from which it can: side-on, sound forward lifts of the practice films
# read up to 38 degrees off, straight from the front up to 34, from between 10; side lifts from the front up to 16.
PLANE_SEEN_FROM_DEG: dict[Plane, tuple[float, float]] = {
    "frontal": (-35.0, 35.0), "oblique": (-35.0, 60.0), "sagittal": (25.0, 65.0),
}  # fmt: skip


def form_rows(exercise: Exercise, side: Side, points: Array, came: Array, yaw_deg: Array) -> Array:
    """(N, F + A) what each fault's measure, and then each second sign (Fault.also), reads of (N, 33, 3) points.

    NaN for what only a whole lift shows.
    `came` are the same points before the plane of the exercise was put to them (reconstruction.py), which would hide
    that an arm leaves it; `yaw_deg` (N,) is the camera's, NaN where there is none.
    """
    if not exercise.faults:
        return np.zeros((len(points), 0))
    off = _off_plane(exercise.phases[0].plane, side, came, yaw_deg) if _watches_plane(exercise) else None
    columns = []
    for fault in exercise.faults:
        if fault.measure == "off_plane" and off is not None:
            columns.append(off)
        elif fault.measure == "elbow_flexion" and off is not None:
            elbow = MEASURES[fault.measure](points, side)
            columns.append(np.where(off > ELBOW_LOST_DEG, np.nan, elbow))
        elif fault.measure in LIFT_MEASURES:
            columns.append(np.full(len(points), np.nan))
        elif fault.measure in LEANS:
            headlong = np.abs(np.sin(np.radians(yaw_deg))) < np.sin(np.radians(LEAN_SEEN_FROM_DEG))
            columns.append(np.where(headlong, np.nan, MEASURES[fault.measure](points, side)))
        else:
            columns.append(MEASURES[fault.measure](points, side))
    columns += [MEASURES[fault.also](points, side) for fault in exercise.faults if fault.also is not None]
    return np.stack(columns, axis=1)


def _watches_plane(exercise: Exercise) -> bool:
    return any(fault.measure == "off_plane" for fault in exercise.faults)


def _off_plane(plane: Plane, side: Side, points: Array, yaw_deg: Array) -> Array:
    """(N,) degrees that a lifted arm is off its plane, NaN where that cannot be told."""
    if plane not in _ELEVATION_PLANES_DEG:
        return np.full(len(points), np.nan)
    raised = MEASURES["shoulder_elevation"](points, side)
    meant = _ELEVATION_PLANES_DEG[plane]
    off = np.abs((MEASURES["shoulder_plane"](points, side) - meant + 180.0) % 360.0 - 180.0)
    low, high = PLANE_SEEN_FROM_DEG[plane]
    yaw = yaw_deg if side == "left" else -yaw_deg
    told = np.isnan(yaw) | ((yaw >= low) & (yaw <= high))
    return np.where(told & (raised >= PLANE_FROM_DEG) & (raised <= PLANE_TO_DEG), off, np.nan)


class Form(NamedTuple):
    """`faults`: ids of those seen, in the catalogue's order. `checked`: whether each of them could be looked for.

    A lean that the view does not show, and a pace that could not be told, leave a lift checked: where the camera stands
    is told for the whole film, not for a lift.
    """

    faults: tuple[str, ...]
    checked: bool


def of(exercise: Exercise, lift: Lift) -> Form:
    """What was seen of the faults in one lift. Unseen rows (NaN) say nothing, for or against."""
    travel = abs(lift.peak_deg - lift.rest_deg)
    seconds = [fault for fault in exercise.faults if fault.also is not None]
    over = excesses(lift, len(exercise.faults) + len(seconds))
    high = _high(lift)
    seen: list[Fault] = []
    checked = True
    for i, fault in enumerate(exercise.faults):
        by = _of_lift(lift, fault, high, i) if fault.measure in LIFT_MEASURES else float(over[i])
        shown = (abs(by) if fault.either_way else by) > fault.above + fault.per_deg * travel
        checked = checked and not (isnan(by) and fault.measure not in (*LIFT_MEASURES, *LEANS))
        if shown and fault.also is not None:
            also_by = float(over[len(exercise.faults) + seconds.index(fault)])
            shown = also_by > fault.also_above + fault.also_per_deg * travel
            checked = checked and not isnan(also_by)  # one sign without the other is neither a fault nor sound
        if shown:
            seen.append(fault)
    bent = any(fault.measure == "elbow_flexion" for fault in seen)  # where such an arm goes, depth alone would tell
    return Form(tuple(fault.id for fault in seen if not (bent and fault.measure == "off_plane")), checked)


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
        up_s, down_s = _ways_s(lift)
        shortest = min(up_s, down_s) if fault.measure == "lift_speed" else down_s
        return MIDDLE * abs(lift.peak_deg - lift.rest_deg) / shortest if shortest > 0.0 else nan
    off = [seen.form[i] for seen in high if not isnan(seen.form[i])]
    return median(off) if len(off) >= LEAST_ROWS else nan


def _ways_s(lift: Lift) -> tuple[float, float]:
    """Seconds between WAY_FROM and WAY_TO of the height, before the peak and after it; NaN where the angle jumped.

    What is added up are the moments spent there: a wobble at the top, or on the way, makes no lift quick.
    """
    height = abs(lift.peak_deg - lift.rest_deg)
    ways = [0.0, 0.0]
    for seen, after in pairwise(lift.trail):
        if seen.t_s < lift.start_s:
            continue
        if abs(after.deg - seen.deg) > JUMP_SHARE * height and after.t_s - seen.t_s < JUMP_S:
            return nan, nan
        if WAY_FROM * height <= abs(seen.deg - lift.rest_deg) < WAY_TO * height:
            ways[seen.t_s >= lift.peak_s] += after.t_s - seen.t_s
    return ways[0], ways[1]


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
