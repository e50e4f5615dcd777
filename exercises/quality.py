"""How a lift went: tempo and smoothness. First version; each number says where it comes from."""

from __future__ import annotations

import numpy as np

from exercises.pose import Array
from exercises.repetitions import Lift

QUICK_S = 0.8  # a way down shorter than this was dropped rather than lowered
SMOOTH_PEAKS = 2  # one rise and one fall of speed: a lift and a return


def of(lift: Lift) -> float:
    """0..1: half for the way down being at least as long as the way up and not dropped, half for smoothness."""
    up_s = max(1e-3, lift.end_s - lift.start_s - lift.lowering_s)
    slow = min(1.0, lift.lowering_s / up_s, lift.lowering_s / QUICK_S)
    t = np.array([s.t_s for s in lift.trail if s.t_s >= lift.start_s])
    deg = np.array([s.deg for s in lift.trail if s.t_s >= lift.start_s])
    return round(0.5 * max(0.0, slow) + 0.5 * smoothness(t, deg), 3)


def smoothness(t_s: Array, deg: Array) -> float:
    """0..1, from how often the speed turns: 1 for one rise and one return, less for each further stop on the way.

    Counting speed peaks is the oldest smoothness measure (Fetters and Todd 1987; Rohrer et al., J Neurosci 2002). Turns
    slower than 10 % of the fastest are jitter and not counted. Fewer than five samples give 1.
    """
    if len(t_s) < 5:
        return 1.0
    with np.errstate(invalid="ignore", divide="ignore"):
        speed = np.abs(np.gradient(deg, t_s))
    speed = np.convolve(speed[np.isfinite(speed)], np.ones(5) / 5, mode="same")
    if len(speed) < 5 or speed.max() <= 0.0:
        return 1.0
    peaks = _prominent(speed, 0.1 * float(speed.max()))
    return float(np.clip(1.0 - 0.15 * max(0, peaks - SMOOTH_PEAKS), 0.0, 1.0))


def _prominent(values: Array, least: float) -> int:
    """How many peaks stand out by `least` from the valleys on both sides."""
    peaks, low, high, rising = 0, float(values[0]), float(values[0]), True
    for v in values.tolist():
        if rising:
            high = max(high, v)
            if v < high - least:
                peaks, rising, low = peaks + 1, False, v
        else:
            low = min(low, v)
            if v > low + least:
                rising, high = True, v
    return peaks
