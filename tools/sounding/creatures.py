"""Birds and crickets, pitched low for their kind: hearing above 2 kHz goes first with age."""

from __future__ import annotations

import numpy as np

from sounding.bench import RATE, Signal, band, echo, in_turn, lay, pan, rise, rng, seconds, shaped, tidy


def owl() -> Signal:
    """A tawny owl across the lake: one long hoo, a silence, a short one, a long wavering one."""
    chance = rng("owl")

    def hoo(lasts_s: float, waver: float) -> np.ndarray:
        t = seconds(lasts_s)
        glide = 294 * (1 + 0.05 * np.sin(np.pi * t / lasts_s) - 0.06 * (t / lasts_s) ** 3)
        beats = 1 - waver * (0.5 + 0.5 * np.cos(2 * np.pi * 9 * t)) * rise(lasts_s - t, lasts_s)
        phase = 2 * np.pi * np.cumsum(glide) / RATE
        voice = np.sin(phase) + 0.16 * np.sin(2 * phase) + 0.05 * np.sin(3 * phase)
        breath = shaped(chance.standard_normal(len(t)), band(260, 800))
        return (voice + 0.06 * breath / breath.std()) * rise(t, 0.12) * rise(lasts_s - t, 0.2) * beats

    out = in_turn(5.6, (0.1, hoo(0.9, 0.0), 0.35), (2.3, 0.6 * hoo(0.25, 0.0), 0.35), (2.8, 0.9 * hoo(1.5, 0.55), 0.35))
    return tidy(echo(0.5 * out, "owl", 0.9, t60_s=2.2), 0.8)


def thrush() -> Signal:
    """A song thrush some way off: three short phrases, each said twice, low for a thrush, for older ears."""
    chance = rng("thrush")

    def note(start: float, end: float, lasts_s: float) -> np.ndarray:
        t = seconds(lasts_s)
        glide = start + (end - start) * rise(t, lasts_s)
        phase = 2 * np.pi * np.cumsum(glide * (1 + 0.01 * np.sin(2 * np.pi * 28 * t))) / RATE
        return np.sin(phase) * rise(t, 0.02) * rise(lasts_s - t, 0.05)

    events, at = [], 0.1
    for phrase in (
        ((1480, 1760, 0.14), (1760, 1320, 0.16)),
        ((1175, 1480, 0.10), (1568, 1568, 0.10)),
        ((1760, 988, 0.3),),
    ):
        for _ in range(2):
            for start, end, lasts_s in phrase:
                events.append((at, chance.uniform(0.7, 1.0) * note(start, end, lasts_s), 0.35))
                at += lasts_s + 0.04
            at += 0.16
        at += 0.42
    return tidy(echo(in_turn(at + 0.4, *events), "thrush", 0.8, t60_s=1.6), 0.6)


def crickets() -> Signal:
    """Tree crickets in the reeds, 12 s: soft trills at 2 to 3 kHz, lower than a field cricket, for older ears."""
    t, chance = seconds(12.0), rng("crickets")
    out = np.zeros((len(t), 2))
    for hertz, calls, gain, place in (
        (2180, 12, 1.0, -0.5), (2340, 11, 0.7, 0.55), (2050, 13, 0.45, 0.1),
        (2620, 10, 0.30, -0.9), (2900, 17, 0.16, 0.9),
    ):  # fmt: skip
        first = chance.uniform(0, 1)
        for call in range(calls):
            pulse = seconds(0.052)
            chirp = np.zeros(round(0.5 * RATE))
            for k in range(6):
                tone = np.sin(2 * np.pi * hertz * (1 - 0.01 * k / 6) * pulse) * np.sin(np.pi * pulse / 0.052) ** 1.5
                start = round(k * 0.064 * RATE)
                chirp[start : start + len(pulse)] += tone * (0.35, 0.6, 0.85, 1.0, 0.95, 0.7)[k]
            lay(
                out,
                pan(gain * chance.uniform(0.7, 1.0) * chirp, place),
                first + (call + chance.uniform(-0.06, 0.06)) * 12 / calls,
            )
    night = shaped(chance.standard_normal((len(t), 2)), band(120, 500))
    return echo(out + 0.03 * night / night.std(), "crickets", 0.5, t60_s=1.0, loop=True)


def heron() -> Signal:
    """A heron far over the water: two low calls, their roughness softened by the way."""
    chance = rng("heron")

    def call(lasts_s: float) -> np.ndarray:
        t = seconds(lasts_s)
        glide = 262 + 30 * np.sin(np.pi * t / lasts_s) - 40 * (t / lasts_s) ** 2
        phase = 2 * np.pi * np.cumsum(glide) / RATE
        voice = sum(np.sin(k * phase + chance.uniform(0, 6.28)) / k**1.1 for k in range(1, 6))
        rough = 1 - 0.3 * (0.5 + 0.5 * np.sin(2 * np.pi * 31 * t))
        return shaped(voice * rough, band(250, 750)) * rise(t, 0.09) * rise(lasts_s - t, 0.22)

    return tidy(
        echo(in_turn(3.4, (0.1, call(0.42), -0.3), (1.05, 0.7 * call(0.36), -0.35)), "heron", 1.1, t60_s=2.0), 0.6
    )


def wing() -> Signal:
    """A large bird beats its wings and is gone: six slow strokes, each softer."""
    chance = rng("wing")
    out = np.zeros((round(3.6 * RATE), 2))
    for beat in range(6):
        t = seconds(0.5)
        air = shaped(chance.standard_normal(len(t)), band(140, 620 + 30 * beat))
        stroke = air / air.std() * rise(t, 0.16) ** 2 * rise(0.5 - t, 0.3)
        out += in_turn(3.6, (0.05 + 0.46 * beat, 0.8**beat * stroke, -0.3 + 0.12 * beat))
    return tidy(echo(out, "wing", 0.3, t60_s=1.0), 0.5)


def gull() -> Signal:
    """A gull far out, three falling calls, an octave lower than it would be near."""

    def call(lasts_s: float, high: float) -> np.ndarray:
        t = seconds(lasts_s)
        glide = high * (0.72 + 0.28 * rise(t, 0.12)) * (1 - 0.24 * (t / lasts_s) ** 2)
        phase = 2 * np.pi * np.cumsum(glide) / RATE
        voice = np.sin(phase) + 0.35 * np.sin(2 * phase + 0.6) + 0.08 * np.sin(3 * phase)
        return voice * rise(t, 0.07) * rise(lasts_s - t, 0.2)

    calls = (0.1, call(0.55, 784), 0.4), (0.95, 0.8 * call(0.45, 740), 0.45), (1.6, 0.6 * call(0.6, 698), 0.5)
    return tidy(echo(in_turn(4.2, *calls), "gull", 1.2, t60_s=2.2), 0.8)
