"""Figures that several benches share: agreement, counts, and a logistic regression as the baseline to beat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exercises.pose import Array


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of n pairs, degrees: mean difference, root mean square, mean size, the same after the mean is taken out, r."""

    n: int
    bias: float
    rmse: float
    mae: float
    rmse_unbiased: float
    r: float


def agreement(ours: Sequence[float], theirs: Sequence[float]) -> Agreement:
    """Of pairs in which neither is NaN; with fewer than three pairs everything but n is NaN."""
    a, b = np.asarray(ours, float), np.asarray(theirs, float)
    both = np.isfinite(a) & np.isfinite(b)
    a, b = a[both], b[both]
    if len(a) < 3:
        return Agreement(len(a), *(float("nan"),) * 5)
    off = a - b
    bias = float(off.mean())
    r = float(np.corrcoef(a, b)[0, 1]) if a.std() > 0 and b.std() > 0 else float("nan")
    return Agreement(
        len(a), bias, float(np.sqrt((off**2).mean())), float(np.abs(off).mean()), float((off - bias).std()), r
    )


def peak_count(angle: Array, share: float = 0.5) -> int:
    """The simple baseline: how often the angle rises by `share` of its whole range and falls back by as much."""
    angle = angle[np.isfinite(angle)]
    if len(angle) < 2:
        return 0
    least = share * float(np.ptp(angle))
    low = high = float(angle[0])
    rising, peaks = False, 0
    for x in angle.tolist():
        if rising:
            high = max(high, x)
            if x < high - least:
                rising, low, peaks = False, x, peaks + 1
        else:
            low = min(low, x)
            if x > low + least:
                rising, high = True, x
    return peaks


def area_under_curve(score: Array, positive: NDArray[np.bool_]) -> float:
    """The chance that a positive scores above a negative (Mann-Whitney); ties count half, NaN scores as the median."""
    score = np.where(np.isfinite(score), score, np.nanmedian(score) if np.isfinite(score).any() else 0.0)
    a, b = score[positive], score[~positive]
    if not len(a) or not len(b):
        return float("nan")
    return float((np.sign(a[:, None] - b[None]) * 0.5 + 0.5).mean())


def left_out(rows: Array, positive: NDArray[np.bool_], group: NDArray[np.integer], penalty: float = 1.0) -> Array:
    """(N,) a logistic regression's score of every row, fitted on the rows of all other groups only."""
    out = np.full(len(rows), np.nan)
    for one in np.unique(group):
        test = group == one
        out[test] = _fitted(rows[~test], positive[~test], rows[test], penalty)
    return out


def _fitted(train: Array, positive: NDArray[np.bool_], test: Array, penalty: float) -> Array:
    """Ridge logistic regression by Newton's method; columns standardised by the training rows, NaN as their mean."""
    seen = np.isfinite(train)
    n = np.maximum(seen.sum(axis=0), 1)
    mean = np.where(seen, train, 0.0).sum(axis=0) / n
    deviation = np.sqrt(np.where(seen, (train - mean) ** 2, 0.0).sum(axis=0) / n)
    deviation = np.where(deviation > 1e-9, deviation, np.inf)

    def ready(rows: Array) -> Array:
        scaled = np.clip(np.where(np.isfinite(rows), (rows - mean) / deviation, 0.0), -5.0, 5.0)
        return np.concatenate([scaled, np.ones((len(rows), 1))], axis=1)

    x, y = ready(train), positive.astype(float)
    ridge = np.full(x.shape[1], penalty)
    ridge[-1] = 1e-6
    weights = np.zeros(x.shape[1])
    for _ in range(25):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ weights, -30.0, 30.0)))
        hessian = (x * (p * (1.0 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, x.T @ (y - p) - ridge * weights)
        weights = weights + step
        if np.abs(step).max() < 1e-6:
            break
    score: Array = ready(test) @ weights
    return score
