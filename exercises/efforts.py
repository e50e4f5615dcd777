"""What is said of one effort when it is over, of a set as it is played and of a film alike."""

from __future__ import annotations

from itertools import pairwise
from math import isnan

from exercises import form, quality, uncertainty
from exercises.events import RepCompleted
from exercises.measures import Side
from exercises.plan import Plan
from exercises.repetitions import Lift

GAP_S = 0.5  # a longer hole inside a lift leaves it unverified


def completed(plan: Plan, lift: Lift, *, index: int, side: Side, yaw_deg: float, verified: bool) -> RepCompleted:
    """The event of an effort. The peak is None where the view cannot be measured."""
    sure, _ = uncertainty.suitable(plan.exercise, side, yaw_deg)
    seen = form.of(plan.exercise, lift)
    return RepCompleted(
        t_s=lift.end_s, index=index, side=side, start_s=lift.start_s, peak_s=lift.peak_s, end_s=lift.end_s,
        peak_deg=lift.peak_deg if sure else None,
        peak_uncertainty_deg=_peak_u_deg(lift) if sure else None,
        duration_s=lift.end_s - lift.start_s, lowering_s=lift.lowering_s, quality=quality.of(lift),
        faults=seen.faults, verified=verified and seen.checked, full=lift.full,
    )  # fmt: skip


def whole(lift: Lift) -> bool:
    """Whether it was seen throughout."""
    t = [s.t_s for s in lift.trail if s.t_s >= lift.start_s]
    return all(b - a <= GAP_S for a, b in pairwise(t))


def _peak_u_deg(lift: Lift) -> float | None:
    """The half-width at the peak; where it lies in a bridged gap, the widest of the lift."""
    if not isnan(lift.peak_u_deg):
        return lift.peak_u_deg
    return max((s.u_deg for s in lift.trail if s.t_s >= lift.start_s and not isnan(s.u_deg)), default=None)
