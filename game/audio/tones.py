"""Tones mixed sample by sample: pitch and gain that glide, loops without a seam. No device, no thread."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from game.drawlist import Tone

RATE = 44100
BLOCK = 2048  # samples: 46 ms
GLIDE_S = 0.06  # time constant of pitch
FADE_S = 0.09  # time constant of gain
LOOP_EDGE_S = 0.1  # a loop's file carries this much of its beginning once more after its end
FAINT = 1e-4  # -80 dB: gone


@dataclass(slots=True)
class _Voice:
    """One sounding tone: where it reads its loop (samples) and how fast and loud it is at this sample."""

    samples: np.ndarray  # (N, 2) float32, periodic
    at: float
    pitch: float
    gain: float


class Blend:
    """Tones mixed to blocks. Loops are (N, 2) float32, full scale 1, periodic: sample N is sample 0.

    Pitch and gain run in straight lines within a block and toward their aims exponentially from block to block, so
    neither ever jumps: a tone that is new rises from nothing, one that left the list fades.
    All loops start from one clock, the samples mixed so far: a tone comes in where it would be had it sounded from the
    beginning. So layers of music, loops of one length (or of half of it) at pitch 1, are in step whenever each joins.
    """

    def __init__(self, loops: Mapping[str, np.ndarray]) -> None:
        self._loops, self._clock = loops, 0
        self._voices: dict[tuple[str, str], _Voice] = {}
        self._aims: dict[tuple[str, str], Tone] = {}

    def aim(self, tones: tuple[Tone, ...]) -> None:
        """Where tones shall glide to; those not named fade. Every sound must be among the loops."""
        self._aims = {(tone.id, tone.sound): tone for tone in tones}

    @property
    def quiet(self) -> bool:
        """Nothing sounds and nothing is asked to."""
        return not self._voices and not any(tone.gain > 0 for tone in self._aims.values())

    def block(self, n: int = BLOCK) -> np.ndarray:
        """The next n samples (n, 2) float32, not clipped."""
        aims = self._aims  # read once: another thread may aim anew
        near_pitch, near_gain = math.exp(-n / RATE / GLIDE_S), math.exp(-n / RATE / FADE_S)
        out = np.zeros((n, 2), np.float32)
        for key in aims.keys() - self._voices.keys():
            if aims[key].gain > 0:
                samples = self._loops[key[1]]
                self._voices[key] = _Voice(samples, float(self._clock % len(samples)), aims[key].pitch, 0.0)
        for key, voice in list(self._voices.items()):
            tone = aims.get(key)
            pitch, gain = (tone.pitch, tone.gain) if tone else (voice.pitch, 0.0)
            pitch += (voice.pitch - pitch) * near_pitch
            gain += (voice.gain - gain) * near_gain
            if gain < FAINT and not (tone and tone.gain > 0):
                gain = 0.0
            self._add(out, voice, pitch, gain)
            if gain == 0.0:
                del self._voices[key]
        self._clock += n
        return out

    @staticmethod
    def _add(out: np.ndarray, voice: _Voice, pitch: float, gain: float) -> None:
        n = len(out)
        share = np.arange(1, n + 1, dtype=np.float32)[:, None] / n
        gains = voice.gain + (gain - voice.gain) * share
        if voice.pitch == pitch == 1.0 and voice.at.is_integer():
            first = int(voice.at)
            read = voice.samples[first : first + n]
            if len(read) < n:
                read = voice.samples[(first + np.arange(n)) % len(voice.samples)]
            voice.at = (voice.at + n) % len(voice.samples)
        else:
            steps = np.linspace(voice.pitch, pitch, n + 1)[1:]
            places = voice.at + np.concatenate([[0.0], np.cumsum(steps)])
            read = _read_between(voice.samples, places[:-1])
            voice.at = float(places[-1]) % len(voice.samples)
        out += read * gains
        voice.pitch, voice.gain = pitch, gain


def _read_between(samples: np.ndarray, places: np.ndarray) -> np.ndarray:
    """`samples` at fractional places by a cubic through four neighbours (Catmull-Rom), periodic; (n, 2)."""
    whole = np.floor(places).astype(np.int64)
    x = (places - whole).astype(np.float32)[:, None]
    a, b, c, d = (samples[(whole + k) % len(samples)] for k in (-1, 0, 1, 2))
    return b + 0.5 * x * (c - a + x * (2 * a - 5 * b + 4 * c - d + x * (3 * (b - c) + d - a)))


def closed(samples: np.ndarray) -> np.ndarray:
    """A loop (N, 2) from its file's samples (N + edge, 2): the edge, blended into the beginning, takes away the small
    step that a lossy codec leaves between end and beginning."""
    edge = round(LOOP_EDGE_S * RATE)
    if len(samples) <= 2 * edge:
        raise ValueError(f"a loop must be longer than {2 * edge} samples, got {len(samples)}")
    loop, blended = samples[:-edge].copy(), edge // 2  # the codec errs most at the very end, which is left out
    share = np.linspace(0, 1, blended, endpoint=False, dtype=loop.dtype)[:, None]
    loop[:blended] = share * loop[:blended] + (1 - share) * samples[len(loop) : len(loop) + blended]
    return loop
