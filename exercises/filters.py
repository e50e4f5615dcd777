"""Smoothing and gaps: causal, (state, sample) -> (state, sample), for what is judged live; and over a whole film.

Angles in degrees, times in seconds, unseen is NaN throughout.
"""

from __future__ import annotations

import itertools
import math
from typing import NamedTuple

import numpy as np

from exercises.pose import Array

MIN_CUTOFF_HZ = 2.0  # at rest: takes a tremor's jitter out, lags 80 ms, where lag does not matter
CUTOFF_PER_DEG_S = 0.06  # at 100 degrees a second 8 Hz: lags under 20 ms
SPEED_CUTOFF_HZ = 2.0
FORGET_S = 0.5  # after a gap this long the filter starts afresh


class Smooth(NamedTuple):
    """State of the one-euro filter: when, the smoothed value, and its smoothed speed (per second)."""

    t_s: float
    value: float
    speed: float


AT_START = Smooth(math.nan, math.nan, 0.0)


def follow(state: Smooth, t_s: float, value: float) -> Smooth:
    """One step of the one-euro filter (Casiez, Roussel and Vogel, CHI 2012). NaN leaves the state as it is."""
    if math.isnan(value):
        return state
    dt = t_s - state.t_s
    if not 0.0 < dt < FORGET_S:  # the first sample, or the first after a gap
        return state if dt <= 0.0 else Smooth(t_s, value, 0.0)
    speed = (value - state.value) / dt
    speed = state.speed + _alpha(SPEED_CUTOFF_HZ, dt) * (speed - state.speed)
    share = _alpha(MIN_CUTOFF_HZ + CUTOFF_PER_DEG_S * abs(speed), dt)
    return Smooth(t_s, state.value + share * (value - state.value), speed)


def _alpha(cutoff_hz: float, dt_s: float) -> float:
    return 1.0 / (1.0 + 1.0 / (2.0 * math.pi * cutoff_hz * dt_s))


def filled(t_s: Array, values: Array, gap_s: float = 0.7) -> Array:
    """(N,) with holes no longer than `gap_s` bridged by straight lines; longer ones, and the ends, stay NaN."""
    good = np.flatnonzero(np.isfinite(values))
    out: Array = values.copy()
    if len(good) < 2:
        return out
    for a, b in itertools.pairwise(good):
        if b - a > 1 and t_s[b] - t_s[a] <= gap_s:
            out[a + 1 : b] = np.interp(t_s[a + 1 : b], t_s[[a, b]], values[[a, b]])
    return out


def without_spikes(values: Array) -> Array:
    """(N,) with a running median of five: a joint that jumps away for one or two frames is taken out, ramps are not."""
    if len(values) < 5:
        return values.copy()
    padded = np.concatenate([values[2:0:-1], values, values[-2:-4:-1]])
    windows = np.lib.stride_tricks.sliding_window_view(padded, 5)
    middle: Array = np.median(windows, axis=1)  # NaN where any of the five is: gaps are filled before
    return np.where(np.isfinite(middle), middle, values)


def smoothed(t_s: Array, values: Array, window_s: float = 0.3) -> Array:
    """(N,) by local quadratics over `window_s` (Savitzky and Golay 1964): no lag, and a peak keeps its height.

    NaN stays NaN; pieces between gaps are smoothed each for itself.
    """
    out: Array = values.copy()
    good = np.isfinite(values)
    if good.sum() < 5:
        return out
    step = float(np.median(np.diff(t_s))) if len(t_s) > 1 else 1.0
    half = max(2, round(window_s / step / 2)) if step > 0 else 2
    edges = np.flatnonzero(np.diff(np.concatenate([[0], good.astype(int), [0]])))
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        out[a:b] = _local_quadratic(values[a:b], min(half, (b - a - 1) // 2))
    return out


def _local_quadratic(values: Array, half: int) -> Array:
    if half < 2:
        return values
    k = np.arange(-half, half + 1, dtype=np.float64)
    design = np.stack([np.ones_like(k), k, k * k], axis=1)
    weights = np.linalg.pinv(design)
    out: Array = np.convolve(values, weights[0][::-1], mode="same")
    head = design[:half] @ (weights @ values[: 2 * half + 1])
    tail = design[half + 1 :] @ (weights @ values[-2 * half - 1 :])
    out[:half], out[-half:] = head, tail
    return out
