"""Fatigue as a trend over a set: whether something changed, by how much, and by more than lifts differ by themselves.

Of what tires, range, speed and smoothness are looked at (velocity loss as a sign of fatigue: Sanchez-Medina and
Gonzalez-Badillo, Med Sci Sports Exerc 2011, 43:1725).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isfinite, sqrt
from statistics import median

LEAST_LIFTS = 5  # over fewer no change can be told from chance
NINETY_FIVE = 1.96  # standard deviations: several things are looked at in several sets, so not one in ten of them
WORTH = 0.10  # less of a change than this is not called one, however regular: the least loss of speed in use as a sign


@dataclass(frozen=True, slots=True)
class Trend:
    """Shares of the middle value: -0.02 a lift is 2 % less with every lift, `whole` from a set's first to its last.

    clear: beyond what chance does in 19 of 20 sets without a trend, and at least a tenth in all.
    """

    a_lift: float
    whole: float
    clear: bool


def trend(values: Sequence[float]) -> Trend | None:
    """The trend over one set's lifts in turn (NaN: not known); None where it cannot be told.

    The slope is the median of all pairs' (Sen, J Am Stat Assoc 1968, 63:1379), so that one odd lift turns nothing; the
    test is Mann's (Econometrica 1945, 13:245) by the normal approximation with the correction for continuity.
    """
    known = [(i, value) for i, value in enumerate(values) if isfinite(value)]
    middle = abs(median(value for _, value in known)) if known else 0.0
    n = len(known)
    if n < LEAST_LIFTS or middle == 0.0:
        return None
    slopes = [(b - a) / (j - i) for (i, a), (j, b) in combinations(known, 2)]
    score = sum((slope > 0) - (slope < 0) for slope in slopes)
    spread = sqrt(n * (n - 1) * (2 * n + 5) / 18)
    a_lift = median(slopes) / middle
    whole = a_lift * (len(values) - 1)
    return Trend(a_lift, whole, abs(score) - 1 > NINETY_FIVE * spread and abs(whole) >= WORTH)
