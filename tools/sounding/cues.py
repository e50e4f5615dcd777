"""What answers the player, and the small things that happen in a world."""

from __future__ import annotations

import numpy as np

from sounding.bench import RATE, Signal, band, echo, in_turn, pan, ring, rise, rng, seconds, shaped, tidy
from sounding.notes import flute, tine, wood


def bubble(hertz: float, lasts_s: float, climbs: float) -> np.ndarray:
    """An air bubble under water (Minnaert): a short sine whose pitch climbs as it nears the surface."""
    t = seconds(lasts_s * 5)
    phase = 2 * np.pi * np.cumsum(hertz * (1 + climbs * t / lasts_s / 5)) / RATE
    return rise(t, 0.004) * np.exp(-t / lasts_s) * np.sin(phase)


def chime_soft() -> Signal:
    """Two bells a fifth apart, struck with felt."""
    t = seconds(2.6)
    parts = ((440.0, 1.0, 2.4), (587.33, 0.8, 2.2), (880.0, 0.25, 1.1), (1174.7, 0.16, 0.8), (1619.0, 0.05, 0.4))
    bell = sum(a * (ring(t, f, s) + 0.3 * ring(t, f + 0.6, s)) for f, a, s in parts) * rise(t, 0.012)
    return tidy(echo(pan(bell, 0.0), "chime", 0.35), 0.6)


def step_back() -> Signal:
    """A falling third, as one calls a friend across a garden."""
    call = in_turn(1.9, (0.0, flute(440.0, 0.55, "call 1"), -0.1), (0.52, flute(369.99, 0.85, "call 2"), 0.1))
    return tidy(echo(call, "call", 0.35))


def window_glow() -> Signal:
    """A house lights its window: a warm chord that opens over half a second."""
    t = seconds(2.6)
    swell = rise(t, 0.55) * np.exp(-np.maximum(t - 0.6, 0) / 0.55)
    out = np.zeros((len(t), 2))
    for hertz, gain, place in ((146.83, 0.5, 0.0), (293.66, 1.0, -0.4), (369.99, 0.6, 0.4), (440.0, 0.6, -0.2)):
        for k, part in enumerate((1.0, 0.35, 0.14, 0.06), start=1):
            wave = np.sin(2 * np.pi * hertz * k * t) + 0.5 * np.sin(2 * np.pi * (hertz * k + 0.4) * t + 0.3)
            out += pan(gain * part * swell * wave, place)
    out += 0.5 * in_turn(2.6, (0.0, tine(587.33, "glow", softness=0.8), 0.2))
    return tidy(echo(out, "window", 0.4), 0.5)


def splash_soft() -> Signal:
    """A paper lantern settles on the lake."""
    chance = rng("splash")
    t = seconds(0.9)
    settle = shaped(chance.standard_normal(len(t)), band(260, 1300)) * rise(t, 0.06) * np.exp(-t / 0.12)
    out = in_turn(1.8, (0.0, 2.2 * settle, 0.0), (0.03, 0.8 * bubble(210, 0.06, 0.6), 0.0))
    for _ in range(9):
        drop = bubble(chance.uniform(380, 950), chance.uniform(0.02, 0.05), chance.uniform(0.2, 0.7))
        out += in_turn(
            1.8, (0.08 + chance.exponential(0.16), chance.uniform(0.1, 0.35) * drop, chance.uniform(-0.5, 0.5))
        )
    return tidy(echo(out, "splash", 0.25))


def count(hertz: float) -> Signal:
    return tidy(echo(in_turn(1.1, (0.0, wood(hertz, 0.8), 0.0)), "count", 0.25))


def select() -> Signal:
    return tidy(echo(in_turn(0.6, (0.0, wood(440.0, 0.35), 0.0)), "select", 0.2), 0.15)


def two_notes(first: float, second: float, name: str) -> Signal:
    low, high = (tine(f, f"{name} {f}", softness=0.6, t60_s=1.4) for f in (first, second))
    return tidy(echo(in_turn(1.7, (0.0, low, -0.1), (0.28, high, 0.1)), name, 0.3))


def rustle() -> Signal:
    """A fruit falls softly into grass."""
    chance = rng("rustle")
    t = seconds(1.1)
    leaves = shaped(chance.standard_normal(len(t)), band(350, 1000, 3)) * rise(t, 0.12) * np.exp(-t / 0.22)
    t2 = seconds(0.5)
    thud = 0.6 * ring(t2, 92.0, 0.22) * rise(t2, 0.006) + 0.5 * ring(t2, 131.0, 0.12) + 0.3 * ring(t2, 223.0, 0.1)
    out = in_turn(1.6, (0.0, 0.8 * leaves / np.abs(leaves).max(), 0.1), (0.55, thud, 0.1))
    return tidy(echo(out, "rustle", 0.2, t60_s=0.9), 0.4)


def swish(lasts_s: float, low: float, high: float, name: str, peak: float = 0.4) -> Signal:
    """Air or water that comes and goes: noise loudest at `peak` of its time, both ears their own; (N, 2)."""
    t = seconds(lasts_s)
    noise = shaped(rng(name).standard_normal((len(t), 2)), band(low, high))
    return noise / noise.std() * (rise(t, peak * lasts_s) * rise(lasts_s - t, (1 - peak) * lasts_s))[:, None] ** 1.5


def wind_gust() -> Signal:
    """Warm air passes, 4 s: it rises in loudness and pitch together, and sinks again."""
    out = swish(4.2, 110, 340, "gust low") + 0.55 * swish(4.2, 260, 760, "gust high", 0.45) ** 1.0
    t = seconds(4.2)
    whistle = shaped(rng("gust whistle").standard_normal(len(t)), band(480, 620, 4))
    return tidy(
        echo(out + pan(0.25 * whistle / whistle.std() * rise(t, 2) ** 2 * rise(4.2 - t, 2) ** 2, 0.2), "gust", 0.3), 1.0
    )


def paddle() -> Signal:
    """A paddle's blade slips in, draws, and drips once or twice."""
    chance = rng("paddle")
    out = np.zeros((len(seconds(2.2)), 2))
    drawn = swish(1.15, 180, 620, "paddle draw", 0.35)
    entry = swish(0.30, 320, 1100, "paddle entry", 0.3)
    out[: len(entry)] += 0.55 * entry
    first = len(seconds(0.12))
    out[first : first + len(drawn)] += 0.8 * drawn
    for at_s in (0.04, 0.16, 0.25, 1.15, 1.34, 1.62):
        drop = bubble(chance.uniform(280, 620), chance.uniform(0.02, 0.05), chance.uniform(0.2, 0.6))
        out += in_turn(2.2, (at_s, chance.uniform(0.3, 0.8) * drop, chance.uniform(-0.3, 0.3)))
    return tidy(echo(out, "paddle", 0.2, t60_s=1.0), 0.4)


def foam() -> Signal:
    """A small wave runs out over sand, 4 s: a soft wash that sinks, and fine bubbles after it."""
    chance = rng("foam")
    wash = swish(4.0, 200, 700, "foam wash", 0.22) + 0.4 * swish(4.0, 500, 1500, "foam hiss", 0.30)
    out = 0.8 * wash
    for _ in range(70):
        drop = bubble(chance.uniform(500, 1300), chance.uniform(0.008, 0.02), chance.uniform(0.1, 0.4))
        out += in_turn(
            4.0, (0.9 + 2.8 * chance.beta(1.6, 3.0), chance.uniform(0.03, 0.22) * drop, chance.uniform(-0.7, 0.7))
        )
    return tidy(echo(out, "foam", 0.2), 1.0)


def cable_click() -> Signal:
    """The lift car's grip passes a roller: two soft knocks of wood on iron."""
    t = seconds(0.5)
    knock = sum(
        h * ring(t, f, s) for f, h, s in ((220, 0.8, 0.16), (392, 0.6, 0.12), (733, 0.3, 0.10), (1180, 0.08, 0.07))
    )
    knock = knock * (1 - np.exp(-t / 0.003))
    return tidy(echo(in_turn(1.0, (0.0, knock, -0.1), (0.17, 0.7 * knock, 0.1)), "click", 0.25, t60_s=0.8), 0.3)


def leaf_fall() -> Signal:
    """A leaf sinks in three swings from side to side, and lies."""
    out = np.zeros((len(seconds(2.8)), 2))
    for k, (at_s, lasts_s) in enumerate(((0.0, 0.8), (0.65, 0.85), (1.35, 0.8), (2.1, 0.25))):
        part = swish(lasts_s, 380 - 40 * k, 900 - 80 * k, f"leaf {k}", 0.5) * ((0.5, 0.42, 0.34, 0.3)[k])
        side = np.array((1.0, 0.45) if k % 2 else (0.45, 1.0))
        first = len(seconds(at_s))
        out[first : first + len(part)] += part * side
    return tidy(echo(out, "leaf", 0.25, t60_s=1.0), 0.4)
