"""Written by `python tests/bench/headset_angles.py --write`; what it holds is explained in headset.py."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Errors(NamedTuple):
    """Of an exercise's peaks: mean and 90th percentile of the error, the half-width stated, all in degrees; the share
    of people whose lifts were counted exactly.
    """

    mean_deg: float
    p90_deg: float
    half_width_deg: float
    exact: float


ERRORS: Mapping[str, Errors] = MappingProxyType({})
