"""What smoothing costs, on movements whose truth is known: `python tests/bench/smoothing.py`.

A synthetic angle goes from 8 degrees to a peak and back (minimum jerk, no pause at the top), is sampled at 30 a second,
shaken by a camera's error, and smoothed as it is live (one-euro filter) and in a film (local quadratics). Prints by
speed and noise: lag in ms (the delay that fits best over the whole movement), peak loss in degrees (true peak less the
smoothed one; below 0 the peak is read too high), and what is left of the noise while nobody moves.
"""

from __future__ import annotations

import sys

import numpy as np

from exercises.film import clean
from exercises.filters import AT_START, follow
from exercises.pose import Array

REST_DEG, HZ, ROUNDS = 8.0, 30.0, 6
MOVES = ((120.0, 1.5), (120.0, 0.8), (120.0, 0.5), (45.0, 1.5), (25.0, 1.0))  # peak (degrees), seconds of one way
NOISE_DEG = (0.0, 1.0, 2.5)


def angle(t: Array, peak_deg: float, way_s: float) -> Array:
    """(N,) the true angle: lifts without a pause at the top, a second of rest before each and after the last."""
    phase = np.mod(t, 2 * way_s + 1.0) - 1.0
    share = 1.0 - np.abs(np.clip(phase / way_s, 0.0, 2.0) - 1.0)
    return REST_DEG + (peak_deg - REST_DEG) * share**3 * (10 - 15 * share + 6 * share**2)


def live(t: Array, deg: Array) -> Array:
    state, out = AT_START, []
    for at, value in zip(t.tolist(), deg.tolist(), strict=True):
        state = follow(state, at, value)
        out.append(state.value)
    return np.array(out)


def lag_ms(t: Array, said: Array, peak_deg: float, way_s: float) -> float:
    delays = np.arange(-50, 200) / 1000
    off = [float(np.abs(said - angle(np.maximum(t - delay, 0.0), peak_deg, way_s)).mean()) for delay in delays]
    return 1000 * float(delays[int(np.argmin(off))])


def peak_loss_deg(t: Array, said: Array, peak_deg: float, way_s: float) -> float:
    """The mean over the lifts of the true highest sample less the smoothed highest."""
    number = np.floor(t / (2 * way_s + 1.0)).astype(int)
    true = angle(t, peak_deg, way_s)
    return float(np.mean([true[number == i].max() - said[number == i].max() for i in range(ROUNDS)]))


def main() -> int:
    random = np.random.default_rng(0)
    print("peak, one way      noise   live: lag, peak loss      film: lag, peak loss")
    for peak_deg, way_s in MOVES:
        t = np.arange(0.0, ROUNDS * (2 * way_s + 1.0), 1 / HZ)
        true = angle(t, peak_deg, way_s)
        for noise in NOISE_DEG:
            seen = true + random.normal(0.0, noise, len(t))
            cells = [
                f"{lag_ms(t, said, peak_deg, way_s):5.0f} ms {peak_loss_deg(t, said, peak_deg, way_s):6.1f} deg"
                for said in (live(t, seen), clean(t, seen))
            ]
            print(f"{peak_deg:4.0f} deg in {way_s:3.1f} s  {noise:3.1f} deg   {cells[0]}          {cells[1]}")
    still = REST_DEG + random.normal(0.0, 1.0, 3000)
    at = np.arange(3000) / HZ
    print(
        f"standing still, 1 deg of noise: live {live(at, still).std():.2f}, film {clean(at, still).std():.2f} deg left"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
