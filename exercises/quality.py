"""How a lift and a hold went (a set: trends.py). Every number says where it comes from; none is a diagnosis.

Times are seconds, angles degrees, points metres; rows lie evenly or nearly evenly in time. Too little to go by is NaN,
except where a function says otherwise.
"""

from __future__ import annotations

from math import ceil, isnan, log, log2, nan, pi, sqrt
from typing import NamedTuple

import numpy as np

from exercises.pose import Array
from exercises.repetitions import Lift

QUICK_S = 0.6  # a way down shorter than this was dropped rather than lowered
LEAST_ROWS = 8  # fewer samples of one way say nothing of its smoothness
TOP = 0.9  # share of a lift's height from which it is at its top: between two ways, and part of neither
# SPARC of one way without its last tenth, by a camera: sound lifts have -1.7 to -2.2, with a 3 degree tremor near -3
SMOOTH, JERKY = -2.1, -3.3


def of(lift: Lift) -> float:
    """0..1: half for the way down being at least as long as the way up and not dropped, half for smoothness."""
    slow = min(1.0, lift.lowering_s / max(1e-3, lift.rise_s()), lift.lowering_s / QUICK_S)
    return round(0.5 * max(0.0, slow) + 0.5 * smoothness(lift), 3)


def smoothness(lift: Lift) -> float:
    """0..1, from the SPARC of the way up and of the way down, whichever is less smooth; 1 where neither can be told."""
    rows = [s for s in lift.trail if s.t_s >= lift.start_s]
    t, deg = np.array([s.t_s for s in rows]), np.array([s.deg for s in rows])
    high = np.flatnonzero(np.abs(deg - lift.rest_deg) >= TOP * abs(lift.peak_deg - lift.rest_deg))
    if not len(high):
        return 1.0
    ways = (slice(0, high[0] + 1), slice(high[-1], len(rows)))
    found = [sparc(t[way], deg[way]) for way in ways]
    known = [value for value in found if not isnan(value)]
    if not known:
        return 1.0
    return min(1.0, max(0.0, (min(known) - JERKY) / (SMOOTH - JERKY)))


def _speed(t_s: Array, values: Array) -> tuple[Array, float]:
    """(N,) absolute speed of values (N,), and the seconds between two rows."""
    step = float(t_s[-1] - t_s[0]) / (len(t_s) - 1)
    return np.abs(np.gradient(values, step)), step


def sparc(t_s: Array, values: Array, most_hz: float = 10.0, least: float = 0.05) -> float:
    """Spectral arc length of one movement's speed: nearer 0 is smoother, about -1.5 is a minimum-jerk movement.

    Balasubramanian, Melendez-Calderon and Burdet, IEEE Trans Biomed Eng 2012, 59:2126, with the adaptive cutoff of
    Balasubramanian et al., J NeuroEng Rehabil 2015, 12:112: the spectrum up to the last frequency (at most `most_hz`)
    with `least` of the largest amplitude. It does not depend on how far or how long the movement was.
    """
    if len(t_s) < LEAST_ROWS or t_s[-1] <= t_s[0]:
        return nan
    speed, step = _speed(t_s, values)
    if not np.isfinite(speed).all() or speed.max() <= 0.0:
        return nan
    points = 2 ** (ceil(log2(len(speed))) + 4)
    hz = np.arange(points // 2) / (points * step)
    size = np.abs(np.fft.rfft(speed, points))[: points // 2]
    size = size / size.max()
    inside = hz <= most_hz
    hz, size = hz[inside], size[inside]
    last = int(np.flatnonzero(size >= least)[-1])
    if last < 1:
        return nan
    return -float(np.hypot(np.diff(hz[: last + 1]) / (hz[last] - hz[0]), np.diff(size[: last + 1])).sum())


def log_dimensionless_jerk(t_s: Array, values: Array) -> float:
    """Minus the logarithm of the squared jerk, freed of duration and speed: -5.3 for minimum jerk, less if jerkier.

    LDLJ-V of Balasubramanian et al. 2015 (after Hogan and Sternad, J Mot Behav 2009, 41:529): the integral of the
    squared second derivative of speed, times duration cubed over peak speed squared. Unlike SPARC it feels every noise
    of the camera, so it is kept for the therapist and not part of a lift's quality.
    """
    if len(t_s) < LEAST_ROWS or t_s[-1] <= t_s[0]:
        return nan
    speed, step = _speed(t_s, values)
    if not np.isfinite(speed).all() or speed.max() <= 0.0:
        return nan
    jerk = np.gradient(np.gradient(speed, step), step)
    whole = float(((jerk[1:] ** 2 + jerk[:-1] ** 2) / 2).sum()) * step
    amount = whole * float(t_s[-1] - t_s[0]) ** 3 / float(speed.max()) ** 2
    return -log(amount) if amount > 0.0 else nan


def symmetry_index(left: float, right: float) -> float:
    """Per cent by which two sides differ, of their mean: 0 equal, 200 where one does nothing. NaN for two zeros.

    Robinson, Herzog and Nigg, J Manipulative Physiol Ther 1987, 10:172, without the sign.
    """
    mean = 0.5 * (abs(left) + abs(right))
    return 100.0 * abs(left - right) / mean if mean > 0.0 else nan


def path_efficiency(points: Array) -> float:
    """0..1: the straight way between the first and the last of points (N, D), over the way taken.

    The inverse of the index of curvature (Cirstea and Levin, Brain 2000, 123:940). For an angle, D is 1: how much of
    the movement went the right way.
    """
    if len(points) < 2 or not np.isfinite(points).all():
        return nan
    steps = np.diff(points, axis=0)
    way = float(np.sqrt((steps * steps).sum(axis=1)).sum())
    straight = points[-1] - points[0]
    return float(np.sqrt((straight * straight).sum())) / way if way > 0.0 else nan


def unsteadiness_deg(t_s: Array, deg: Array) -> float:
    """How much a held angle wavers: the standard deviation about its own slow drift (a straight line), degrees.

    Fluctuation about the mean is the literature's measure of steadiness (Enoka et al., J Electromyogr Kinesiol 2003,
    13:1); the line takes out that an arm sinks.
    """
    seen = np.isfinite(deg)
    t, y = t_s[seen], deg[seen]
    if len(t) < LEAST_ROWS:
        return nan
    t, y = t - t.mean(), y - y.mean()
    slope = float((t * y).sum() / (t * t).sum())
    return float(np.sqrt(np.mean((y - slope * t) ** 2)))


class Sway(NamedTuple):
    """Of a point above the feet, seen from above: root mean square (m), mean speed (m/s), 95 % ellipse (m^2)."""

    rms_m: float
    speed_m_s: float
    ellipse_m2: float


def sway(t_s: Array, place: Array) -> Sway:
    """Sway of places (N, 2) on the floor plane, metres; NaN rows are left out.

    Prieto et al., IEEE Trans Biomed Eng 1996, 43:956, of the mid-hip in place of the centre of pressure: slower and
    larger than a force plate's, so for comparison with oneself only. The ellipse is 2 pi F sqrt(determinant of the
    covariance), with F = 3.0 for many samples.
    """
    seen = np.isfinite(place).all(axis=1)
    t, at = t_s[seen], place[seen]
    if len(t) < LEAST_ROWS or t[-1] <= t[0]:
        return Sway(nan, nan, nan)
    centred = at - at.mean(axis=0)
    steps = np.diff(at, axis=0)
    x, y = centred[:, 0], centred[:, 1]
    spread = float((x * x).mean() * (y * y).mean() - (x * y).mean() ** 2)
    return Sway(
        rms_m=float(np.sqrt((centred * centred).sum(axis=1).mean())),
        speed_m_s=float(np.sqrt((steps * steps).sum(axis=1)).sum() / (t[-1] - t[0])),
        ellipse_m2=2.0 * pi * 3.0 * sqrt(max(0.0, spread)),
    )
