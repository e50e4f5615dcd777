"""What two devices saw of the same head and hands, at any time, and at which lag their speeds go together. Arithmetic.

Metres, seconds; unseen is NaN.
"""

from __future__ import annotations

from math import nan
from typing import NamedTuple

import numpy as np

from exercises.pose import Array

ANCHORS = ("head", "left", "right")
LAG_STEP_S = 0.01
SPEED_S = 0.12  # half the time over which a speed is taken: 3 cm of noise are then 0.17 m/s
GAP_S = 0.1  # headset samples further apart than this are not joined
RIVALS = 4  # maxima of the correlation that are tried
LEAST_SAMPLES = 30
_HEAD, _LEFT, _RIGHT = range(3)


class Track(NamedTuple):
    """What one device saw.

    t_s (N,)            its own clock, rising
    points (N, 3, 3)    m, the ANCHORS in its own room
    turns (N, 3, 3, 3)  how what bears each anchor is turned (the headset's only; None for a camera)
    sight (3,)          in its room, toward the camera (the camera's only; zeros where nobody knows where it stands)
    """

    t_s: Array
    points: Array
    turns: Array | None = None
    sight: Array = np.zeros(3)


def lags(camera: Track, headset: Track, around_s: float, within_s: float) -> list[tuple[float, float]]:
    """(offset, correlation) where the anchors' speeds go together best, best first: local maxima."""
    tried = around_s + np.arange(-within_s, within_s + LAG_STEP_S / 2, LAG_STEP_S)
    early, late = camera.t_s - SPEED_S, camera.t_s + SPEED_S
    ours = _speed(_at(camera, early, 4 * GAP_S), _at(camera, late, 4 * GAP_S))
    # once at every lag's fine time grid, then looked up: speeds of the headset by time
    grid = np.arange(camera.t_s[0] + tried[0], camera.t_s[-1] + tried[-1] + LAG_STEP_S, LAG_STEP_S)
    theirs = _speed(_at(headset, grid - SPEED_S), _at(headset, grid + SPEED_S))
    score = np.full(len(tried), nan)
    for i, lag in enumerate(tried):
        at = np.clip(np.rint((camera.t_s + lag - grid[0]) / LAG_STEP_S).astype(int), 0, len(grid) - 1)
        score[i] = _correlation(ours, theirs[at])
    if not np.isfinite(score).all():
        return []
    inner = np.arange(1, len(tried) - 1)
    peaks = inner[(score[inner] >= score[inner - 1]) & (score[inner] >= score[inner + 1])]
    peaks = peaks[np.argsort(-score[peaks])][:RIVALS]
    return [
        (float(tried[i] + LAG_STEP_S * _vertex(score[i - 1 : i + 2])), float(score[i])) for i in peaks if score[i] > 0.0
    ]


def exchanged(track: Track) -> Track:
    order = [_HEAD, _RIGHT, _LEFT]
    turns = None if track.turns is None else track.turns[:, order]
    return track._replace(points=track.points[:, order], turns=turns)


def there(headset: Track, at_s: Array) -> tuple[Array, Array, Array]:
    """Points (N, 3, 3), turns (N, 3, 3, 3) and velocities (N, 3, 3) at these times."""
    assert headset.turns is not None, "a headset knows how it is turned"
    points = _at(headset, at_s)
    turns = _between(headset.t_s, headset.turns.reshape(len(headset.t_s), -1), at_s, GAP_S).reshape(-1, 3, 3, 3)
    half = 0.02
    speeds = (_at(headset, at_s + half) - _at(headset, at_s - half)) / (2 * half)
    return points, turns, speeds


def _at(track: Track, at_s: Array, gap_s: float = GAP_S) -> Array:
    flat = track.points.reshape(len(track.t_s), -1)
    return _between(track.t_s, flat, at_s, gap_s).reshape(len(at_s), 3, 3)


def _between(t_s: Array, values: Array, at_s: Array, gap_s: float) -> Array:
    """(M, K) linear between samples (N, K); NaN outside, across gaps, and where either neighbour is."""
    after = np.clip(np.searchsorted(t_s, at_s), 1, len(t_s) - 1)
    before = after - 1
    span = t_s[after] - t_s[before]
    share = (at_s - t_s[before]) / span
    out = values[before] + share[:, None] * (values[after] - values[before])
    beyond = (share < 0.0) | (share > 1.0) | (span > gap_s)
    return np.asarray(np.where(beyond[:, None], nan, out))


def _speed(before: Array, after: Array) -> Array:
    """(N, 3) of each anchor, m/s."""
    way = after - before
    return np.asarray(np.sqrt((way * way).sum(axis=2)) / (2 * SPEED_S))


def _correlation(ours: Array, theirs: Array) -> float:
    """Of all anchors' speeds at once, each less its own mean; NaN where too little is seen by both."""
    ok = np.isfinite(ours) & np.isfinite(theirs)
    if ok.sum() < LEAST_SAMPLES:
        return nan
    n = np.maximum(ok.sum(axis=0), 1)
    a = np.where(ok, ours, 0.0)
    b = np.where(ok, theirs, 0.0)
    a = np.where(ok, a - a.sum(axis=0) / n, 0.0)
    b = np.where(ok, b - b.sum(axis=0) / n, 0.0)
    size = np.sqrt((a * a).sum() * (b * b).sum())
    return float((a * b).sum() / size) if size > 1e-12 else 0.0


def _vertex(three: Array) -> float:
    """Where a parabola through three equally spaced values peaks, from the middle one, in steps."""
    bend = three[0] - 2.0 * three[1] + three[2]
    return float(np.clip(0.5 * (three[0] - three[2]) / bend, -0.5, 0.5)) if bend < 0.0 else 0.0
