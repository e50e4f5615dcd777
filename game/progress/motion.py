"""How the lifts of a block went: smoothness, evenness of the sides, steadiness, and what changed over a set.

From the stored poses and the log alone, by the functions of exercises/quality.py, on the angle as the judge smooths it.
Nothing is stated (None) where the view could not be measured, where a lift was not seen throughout, or of too few rows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import hypot, isfinite, nan
from statistics import median

import numpy as np

from exercises import filters, quality
from exercises.definition import Exercise
from exercises.events import HoldReached, Side
from exercises.measures import mid
from exercises.observing import Bodies, lead, observe, stack
from exercises.plan import Plan
from exercises.pose import Array, Pose
from exercises.quality import TOP
from exercises.reconstruction import of_film, views
from exercises.trends import Trend, trend
from exercises.uncertainty import JUMP_DEG
from game.progress.efforts import Repetition
from game.progress.records import Record

GAP_S = 0.5  # a lift with a longer hole was not seen throughout
LEAST_DEG = 2.0  # the poses of a lift move less than this only where they are not of it
REST_S = 0.5  # before it begins and after it ends an effort is nearest to rest
ARRIVING_S = 0.5  # of a hold: still on the way
LEAST_HOLD_S = 1.5
LEAST_LIFTS = 2  # a side that lifted less often is not compared with the other


@dataclass(frozen=True, slots=True)
class LiftMotion:
    """One effort of a set, `number` as in Repetition.

    travel_deg       from nearest to rest to its furthest       speed_deg_s  mean on the way out, to nine tenths of that
    sparc, ldlj      spectral arc length and log dimensionless jerk of the angle's way out and way back
    path_efficiency  of the hand's way out, for reaching        unsteadiness_deg  of its hold
    """

    set_index: int
    number: int
    side: Side
    travel_deg: float | None = None
    speed_deg_s: float | None = None
    sparc_out: float | None = None
    sparc_back: float | None = None
    ldlj_out: float | None = None
    ldlj_back: float | None = None
    path_efficiency: float | None = None
    unsteadiness_deg: float | None = None


@dataclass(frozen=True, slots=True)
class SetTrend:
    """Fatigue as a trend over one set of one side; None where it cannot be told. Smoothness: the less smooth way's."""

    set_index: int
    range: Trend | None
    speed: Trend | None
    smoothness: Trend | None


@dataclass(frozen=True, slots=True)
class SideMotion:
    """Medians over one side's lifts (units as in LiftMotion), how many say something, and the trend of each set."""

    side: Side
    lifts: int
    travel_deg: float | None
    sparc_out: float | None
    sparc_back: float | None
    ldlj_out: float | None
    ldlj_back: float | None
    path_efficiency: float | None
    unsteadiness_deg: float | None
    holds: int
    trends: tuple[SetTrend, ...]


@dataclass(frozen=True, slots=True)
class Symmetry:
    """Median travel of both sides; per cent of their mean by which they differ; the half-width (90 %) of that
    difference, None unknown."""

    left_deg: float
    right_deg: float
    percent: float
    give_deg: float | None

    @property
    def clear(self) -> bool:
        """Whether the sides differ by more than the camera's error."""
        return self.give_deg is not None and abs(self.left_deg - self.right_deg) > self.give_deg


@dataclass(frozen=True, slots=True)
class Sway:
    """Of the hips while standing still: medians over the holds. In the camera's metres: for comparison with oneself."""

    rms_m: float
    speed_m_s: float
    holds: int


@dataclass(frozen=True, slots=True)
class Motion:
    lifts: tuple[LiftMotion, ...]
    sides: tuple[SideMotion, ...]
    symmetry: Symmetry | None
    sway: Sway | None


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """The sets' poses; by side the angle as it was read (N,) and as the judge smooths it (N,), NaN unseen."""

    poses: tuple[Pose, ...]
    bodies: Bodies
    read: dict[Side, Array]
    smooth: dict[Side, Array]


def motion(
    plan: Plan, log: Sequence[Record], repetitions: Sequence[Repetition], poses: Sequence[tuple[int, Pose]]
) -> Motion | None:
    """Of the efforts of a block's sets; None where there are none, or none of their poses."""
    if not repetitions:
        return None
    first = bisect_left(poses, repetitions[0].start_s - 1.0, key=lambda pair: pair[1].t_s)
    last = bisect_right(poses, repetitions[-1].end_s + 1.0, key=lambda pair: pair[1].t_s)
    if last - first < quality.LEAST_ROWS:
        return None
    seen = _seen(plan, tuple(pose for _, pose in poses[first:last]))
    holds = [record for record in log if isinstance(record, HoldReached)]
    lifts = tuple(_lift(plan.exercise, seen, r, _hold_of(r, holds)) for r in repetitions)
    sides = tuple(_side(side, lifts) for side in plan.judged if any(lift.side == side for lift in lifts))
    return Motion(lifts, sides, _symmetry(lifts, repetitions), _sway(plan.exercise, seen, holds))


def _seen(plan: Plan, poses: tuple[Pose, ...]) -> _Seen:
    bodies = stack(poses)
    observed = observe(
        plan.exercise, plan.judged, bodies, of_film(views(bodies.points, bodies.image, plan.exercise.lying))
    )
    smooth: dict[Side, Array] = {}
    for side in plan.judged:
        state, out = filters.AT_START, []
        for t_s, deg in zip(bodies.t_s.tolist(), observed.deg[side].tolist(), strict=True):
            state = filters.follow(state, t_s, deg)
            out.append(state.value if isfinite(deg) else nan)
        smooth[side] = np.array(out)
    return _Seen(poses, bodies, {side: observed.deg[side] for side in plan.judged}, smooth)


def _hold_of(r: Repetition, holds: Sequence[HoldReached]) -> HoldReached | None:
    return next((h for h in holds if h.side == r.side and r.start_s <= h.t_s <= r.end_s), None)


def _rows(t_s: Array, start_s: float, end_s: float) -> slice:
    return slice(int(np.searchsorted(t_s, start_s)), int(np.searchsorted(t_s, end_s, side="right")))


def _lift(exercise: Exercise, seen: _Seen, r: Repetition, hold: HoldReached | None) -> LiftMotion:
    nothing = LiftMotion(r.set_index, r.number, r.side)
    rows = _rows(seen.bodies.t_s, r.start_s, r.end_s)
    t, deg = seen.bodies.t_s[rows], seen.smooth[r.side][rows]
    whole = np.isfinite(deg)
    t, deg = t[whole], deg[whole]
    if r.peak_deg is None or len(t) < quality.LEAST_ROWS or np.diff(t).max() > GAP_S:
        return nothing
    sign = 1.0 if exercise.phases[0].toward == "increase" else -1.0
    around = sign * seen.smooth[r.side][_rows(seen.bodies.t_s, r.start_s - REST_S, r.end_s + REST_S)]
    away = sign * deg - float(around[np.isfinite(around)].min())
    travel = float(away.max())
    if travel < LEAST_DEG:
        return nothing
    high = np.flatnonzero(away >= TOP * travel)
    out, back = slice(0, int(high[0]) + 1), slice(int(high[-1]), len(t))
    rise_s = float(t[high[0]] - t[0])
    return LiftMotion(
        r.set_index, r.number, r.side,
        travel_deg=travel,
        speed_deg_s=_known(TOP * travel / rise_s if rise_s > 0.0 else nan),
        sparc_out=_known(quality.sparc(t[out], deg[out])),
        sparc_back=_known(quality.sparc(t[back], deg[back])),
        ldlj_out=_known(quality.log_dimensionless_jerk(t[out], deg[out])),
        ldlj_back=_known(quality.log_dimensionless_jerk(t[back], deg[back])),
        path_efficiency=_efficiency(exercise, seen, r, float(t[high[0]])) if exercise.signal == "reach" else None,
        unsteadiness_deg=None if hold is None else _unsteadiness(seen, hold),
    )  # fmt: skip


def _efficiency(exercise: Exercise, seen: _Seen, r: Repetition, until_s: float) -> float | None:
    rows = _rows(seen.bodies.t_s, r.start_s, until_s)
    t = seen.bodies.t_s[rows]
    if not len(t):
        return None
    way = np.stack([lead(exercise, r.side, pose) for pose in seen.poses[rows]])
    return _known(quality.path_efficiency(np.stack([filters.smoothed(t, way[:, i]) for i in range(3)], axis=1)))


def _hold_rows(seen: _Seen, hold: HoldReached) -> slice | None:
    if hold.held_s < LEAST_HOLD_S:
        return None
    return _rows(seen.bodies.t_s, hold.t_s - hold.held_s + ARRIVING_S, hold.t_s)


def _unsteadiness(seen: _Seen, hold: HoldReached) -> float | None:
    """Of the angle as it was read, without joints that jumped: smoothing, or a median, would take the tremor out. The
    camera's own shake is in it."""
    rows = _hold_rows(seen, hold)
    if rows is None:
        return None
    deg = seen.read[hold.side][rows]
    steady = np.where(np.abs(deg - filters.without_spikes(deg)) > JUMP_DEG, nan, deg)
    return _known(quality.unsteadiness_deg(seen.bodies.t_s[rows], steady))


def _sway(exercise: Exercise, seen: _Seen, holds: Sequence[HoldReached]) -> Sway | None:
    if exercise.position != "standing" or exercise.signal != "hold":
        return None
    hips = mid(seen.bodies.points, "hip")[:, [0, 2]]
    found = []
    for hold in holds:
        rows = _hold_rows(seen, hold)
        if rows is not None:
            found.append(quality.sway(seen.bodies.t_s[rows], hips[rows]))
    known = [one for one in found if isfinite(one.rms_m)]
    if not known:
        return None
    return Sway(median(one.rms_m for one in known), median(one.speed_m_s for one in known), len(known))


def _side(side: Side, lifts: Sequence[LiftMotion]) -> SideMotion:
    own = [lift for lift in lifts if lift.side == side]

    def middle(value: Callable[[LiftMotion], float | None]) -> float | None:
        known = [v for lift in own if (v := value(lift)) is not None]
        return median(known) if known else None

    return SideMotion(
        side=side,
        lifts=sum(lift.travel_deg is not None for lift in own),
        travel_deg=middle(lambda lift: lift.travel_deg),
        sparc_out=middle(lambda lift: lift.sparc_out),
        sparc_back=middle(lambda lift: lift.sparc_back),
        ldlj_out=middle(lambda lift: lift.ldlj_out),
        ldlj_back=middle(lambda lift: lift.ldlj_back),
        path_efficiency=middle(lambda lift: lift.path_efficiency),
        unsteadiness_deg=middle(lambda lift: lift.unsteadiness_deg),
        holds=sum(lift.unsteadiness_deg is not None for lift in own),
        trends=tuple(_set_trend(n, tuple(group)) for n, group in groupby(own, key=lambda lift: lift.set_index)),
    )


def _set_trend(set_index: int, lifts: Sequence[LiftMotion]) -> SetTrend:
    def over(values: Iterable[float | None]) -> Trend | None:
        return trend([nan if value is None else value for value in values])

    return SetTrend(
        set_index,
        over(lift.travel_deg for lift in lifts),
        over(lift.speed_deg_s for lift in lifts),
        over(_least_smooth(lift) for lift in lifts),
    )


def _least_smooth(lift: LiftMotion) -> float | None:
    """The way that was less smooth, out or back: what tires shows on either."""
    known = [value for value in (lift.sparc_out, lift.sparc_back) if value is not None]
    return min(known) if known else None


def _symmetry(lifts: Sequence[LiftMotion], repetitions: Sequence[Repetition]) -> Symmetry | None:
    travels: dict[Side, float] = {}
    gives: list[float] = []
    sides: tuple[Side, Side] = ("left", "right")
    for side in sides:
        own = [lift.travel_deg for lift in lifts if lift.side == side and lift.travel_deg is not None]
        if len(own) < LEAST_LIFTS:
            return None
        travels[side] = median(own)
        gives += _widths(repetitions, side)
    left, right = travels["left"], travels["right"]
    give = hypot(*gives) if len(gives) == 2 else None
    return Symmetry(left, right, quality.symmetry_index(left, right), give)


def _widths(repetitions: Sequence[Repetition], side: Side) -> list[float]:
    """The middle half-width of one side's lifts, where there is any."""
    own = [r.uncertainty_deg for r in repetitions if r.side == side and r.uncertainty_deg is not None]
    return [median(own)] if own else []


def _known(value: float) -> float | None:
    return value if isfinite(value) else None
