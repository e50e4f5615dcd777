"""Difficulty, inside the prescriber's limits: it eases within a session and progresses between sessions (CARE)."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from statistics import median

from exercises.definition import Phase

EASED = 0.9  # two lifts short in a row, "easier", "too much", "it hurts": ten per cent less
RISE_AT_MOST_DEG = 5.0  # between two sessions, and only if the next morning was no worse


def first_target(phase: Phase, rest_deg: float, comfortable_deg: float) -> float:
    """The target of a first calibration: the phase's share (85 %) of the comfortable travel, degrees."""
    return rest_deg + phase.target_share * (comfortable_deg - rest_deg)


def later_target(phase: Phase, before_deg: float, wanted_deg: float, worse_morning: bool = False) -> float:
    """A target on a later day: it may fall at once; it rises by 5 degrees at most, and not after a worse morning."""
    sign = 1.0 if phase.toward == "increase" else -1.0
    rise = sign * (wanted_deg - before_deg)
    return before_deg + sign * min(rise, 0.0 if worse_morning else RISE_AT_MOST_DEG)


def eased(rest_deg: float, target_deg: float) -> float:
    """Ten per cent less travel."""
    return rest_deg + EASED * (target_deg - rest_deg)


def within_limits(
    phase: Phase, target_deg: float, half_width_deg: float, limit_low_deg: float, limit_high_deg: float
) -> float:
    """A target moved one half-width inside the limit of its direction. NaN: a half-width of 0, or no limit."""
    inside = 0.0 if isnan(half_width_deg) else half_width_deg
    if phase.toward == "increase":
        return target_deg if isnan(limit_high_deg) else min(target_deg, limit_high_deg - inside)
    return target_deg if isnan(limit_low_deg) else max(target_deg, limit_low_deg + inside)


def middle(values: Sequence[float]) -> float:
    """The median; NaN of nothing."""
    return median(values) if values else float("nan")
