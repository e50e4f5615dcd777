"""Loudness by ITU-R BS.1770, and a sound set to it."""

from __future__ import annotations

import numpy as np

from sounding.bench import RATE, Signal, shaped


def k_weight(f: np.ndarray) -> np.ndarray:
    """Magnitude of BS.1770's two filters: a shelf of +4 dB above 1.7 kHz and a high-pass at 38 Hz."""
    x = f / 1681.97
    shelf = np.abs((1 - 1.5848 * x**2 + 1j * 1.2589 * x / 0.7072) / (1 - x**2 + 1j * x / 0.7072))
    y = np.maximum(f, 1e-3) / 38.135
    return shelf * np.abs(-(y**2) / (1 - y**2 + 1j * y / 0.5003))


def loudness(signal: Signal, loop: bool) -> float:
    """LUFS: the mean of a loop, the loudest 400 ms of a cue."""
    power = (shaped(signal, k_weight) ** 2).sum(axis=1)
    if not loop:
        window = min(len(power), round(0.4 * RATE))
        power = np.convolve(power, np.ones(window), "valid") / max(window, round(0.4 * RATE))
    return -0.691 + 10 * np.log10(power.mean() if loop else power.max())
