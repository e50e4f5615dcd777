"""Whether something changed over a set: by how much, and whether by more than lifts differ by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isfinite, sqrt
from statistics import median

LEAST_LIFTS = 4  # over fewer nothing can be told
NINETY = 1.645  # standard deviations that hold nine tenths of chance
WORTH = 0.10  # less of a change than this is not called one, however regular (the least velocity loss that is used)


@dataclass(frozen=True, slots=True)
class Trend:
    """Shares of the middle value: -0.02 a lift is 2 % less with every lift, `whole` from a set's first to its last.

    clear: beyond what chance does in nine of ten sets without a trend, and at least a tenth in all.
    """

    a_lift: float
    whole: float
    clear: bool


def trend(sets: Sequence[Sequence[float]]) -> Trend | None:
    """The trend within sets, each the values of its lifts in turn (NaN: not known); None where it cannot be told.

    The slope is the median of all pairs within a set (Sen, J Am Stat Assoc 1968, 63:1379), so that one odd lift turns
    nothing and a rest between sets does not count; its test adds Kendall's S over the sets (Hirsch, Slack and Smith,
    Water Resour Res 1982, 18:107), with the correction for continuity.
    """
    known = [[(i, v) for i, v in enumerate(values) if isfinite(v)] for values in sets]
    values = [v for rows in known for _, v in rows]
    pairs = [(b - a) / (j - i) for rows in known for (i, a), (j, b) in combinations(rows, 2)]
    middle = abs(median(values)) if values else 0.0
    if len(values) < LEAST_LIFTS or not pairs or middle == 0.0:
        return None
    score = sum((slope > 0) - (slope < 0) for slope in pairs)
    spread = sqrt(sum(n * (n - 1) * (2 * n + 5) / 18 for n in map(len, known)))
    a_lift = median(pairs) / middle
    whole = a_lift * (max(map(len, sets)) - 1)
    return Trend(a_lift, whole, abs(score) - 1 > NINETY * spread and abs(whole) >= WORTH)
