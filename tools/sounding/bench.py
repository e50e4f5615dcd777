"""The bench: time, noise, filters, modes, echo. Signals are float64 at 44.1 kHz, full scale 1."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import numpy as np

RATE = 44100
HERTZ = {
    name: 440.0 * 2 ** (semitones / 12)
    for name, semitones in {
        "d3": -19, "e3": -17, "fs3": -15, "a3": -12, "b3": -10, "d4": -7,
        "e4": -5, "fs4": -3, "a4": 0, "b4": 2, "d5": 5,
    }.items()
}  # fmt: skip
Signal = np.ndarray  # (N, 2) float64, left and right, full scale 1


def seconds(duration_s: float) -> np.ndarray:
    return np.arange(round(duration_s * RATE)) / RATE


def rng(name: str) -> np.random.Generator:
    """Chance of its own for each sound: changing one never changes another."""
    return np.random.default_rng(zlib.crc32(name.encode()))


def shaped(signal: np.ndarray, gain: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """`signal` (N,) or (N, 2) with each frequency f multiplied by gain(f); circular in time, as a loop wants it."""
    f = np.fft.rfftfreq(len(signal), 1 / RATE)
    g = gain(f)
    return np.fft.irfft(np.fft.rfft(signal, axis=0) * (g if signal.ndim == 1 else g[:, None]), len(signal), axis=0)


def band(low: float, high: float, order: int = 2) -> Callable[[np.ndarray], np.ndarray]:
    """A smooth band-pass: 6 * order dB an octave on both sides."""

    def gain(f: np.ndarray) -> np.ndarray:
        x = np.maximum(f, 1e-3)
        return 1 / np.sqrt((1 + (low / x) ** (2 * order)) * (1 + (x / high) ** (2 * order)))

    return gain


def rise(t: np.ndarray, over_s: float) -> np.ndarray:
    """0 to 1 along half a cosine."""
    return 0.5 - 0.5 * np.cos(np.pi * np.clip(t / over_s, 0, 1))


def ring(t: np.ndarray, hertz: float, t60_s: float, phase: float = 0.0) -> np.ndarray:
    """A mode: a sine that falls by 60 dB in t60_s."""
    return np.exp(-6.9078 * np.maximum(t, 0) / t60_s) * np.sin(2 * np.pi * hertz * t + phase) * (t >= 0)


def pan(mono: np.ndarray, place: float) -> Signal:
    """Equal power; -1 left .. 1 right."""
    angle = (place + 1) * np.pi / 4
    return np.stack([mono * np.cos(angle), mono * np.sin(angle)], axis=1)


def echo(dry: Signal, name: str, wet: float, t60_s: float = 1.5, loop: bool = False) -> Signal:
    """The valley: a darkening, decaying noise after 20 ms, different left and right; `loop` wraps it round.

    `wet`: the echo's amplitude between 150 and 1000 Hz, the dry sound being 1.
    """
    t = seconds(t60_s * 1.1)
    tail = rng("echo " + name).standard_normal((len(t), 2)) * np.exp(-6.9078 * t / t60_s)[:, None]
    dark = shaped(tail, band(150, 700, 1))
    mixed = tail * 0.25 * np.exp(-t / 0.08)[:, None] + dark
    mixed = shaped(mixed, band(90, 2200, 1)) * (rise(t - 0.02, 0.01) * rise(t[-1] - t, 0.3))[:, None]
    f = np.fft.rfftfreq(len(t), 1 / RATE)
    mixed *= wet / np.sqrt((np.abs(np.fft.rfft(mixed, axis=0)[(f > 150) & (f < 1000)]) ** 2).mean())
    n = len(dry) if loop else len(dry) + len(t)
    spectrum = np.fft.rfft(wrapped(mixed, n), axis=0) * np.fft.rfft(wrapped(dry, n), axis=0)
    return dry + np.fft.irfft(spectrum, n, axis=0)[: len(dry)]


def wrapped(signal: np.ndarray, n: int) -> np.ndarray:
    """`signal` folded or padded onto n samples."""
    whole = np.zeros((-(-len(signal) // n) * n, *signal.shape[1:]))
    whole[: len(signal)] = signal
    return whole.reshape(-1, n, *signal.shape[1:]).sum(axis=0)


def lay(loop: np.ndarray, event: np.ndarray, at_s: float) -> None:
    """Add `event` to `loop` at a time, what passes the end coming round to the beginning."""
    index = (round(at_s * RATE) + np.arange(len(event))) % len(loop)
    np.add.at(loop, index, event)


def tidy(cue: Signal, fade_s: float = 0.3) -> Signal:
    """A cue begins and ends in silence."""
    n = len(cue)
    t = np.arange(n) / RATE
    return cue * (rise(t, 0.002) * rise((n - 1) / RATE - t, fade_s))[:, None]


def in_turn(duration_s: float, *events: tuple[float, np.ndarray, float]) -> Signal:
    """(at, mono, place) laid one after the other; what passes the end is cut."""
    out = np.zeros((round(duration_s * RATE), 2))
    for at_s, mono, place in events:
        first = round(at_s * RATE)
        part = pan(mono, place)[: len(out) - first]
        out[first : first + len(part)] += part
    return out


def wander(t: np.ndarray, chance: np.random.Generator, turns: int) -> np.ndarray:
    """A slow drift of about -1..1 that closes on itself: a few sines of up to `turns` turns in the loop."""
    k = np.arange(1, turns + 1)
    phases = chance.uniform(0, 2 * np.pi, len(k))
    return np.sin(2 * np.pi * k[:, None] * t / (len(t) / RATE) + phases[:, None]).sum(axis=0) / np.sqrt(len(k) / 2) / 2


def turning(t: np.ndarray, hertz: float) -> np.ndarray:
    """The phase of the whole number of turns nearest to hertz."""
    lasts_s = len(t) / RATE
    return 2 * np.pi * round(hertz * lasts_s) / lasts_s * t


def resonances(f: np.ndarray, peaks: tuple[tuple[float, float, float], ...], floor: float) -> np.ndarray:
    """A gain with (hertz, width, height) bumps over a floor."""
    return floor + sum(height / (1 + ((f - centre) / (width / 2)) ** 2) for centre, width, height in peaks)
