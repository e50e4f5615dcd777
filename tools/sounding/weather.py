"""Wind, running water, surf, reeds, a cable: loops, every turn a whole number of times."""

from __future__ import annotations

import numpy as np

from sounding.bench import Signal, band, echo, lay, pan, resonances, rise, rng, seconds, shaped, turning, wander
from sounding.cues import bubble
from sounding.notes import VIOLA


def noise(t: np.ndarray, chance: np.random.Generator, low: float, high: float) -> Signal:
    """Band noise of unit strength that closes on itself, both ears their own; (N, 2)."""
    raw = shaped(chance.standard_normal((len(t), 2)), band(low, high))
    return raw / raw.std()


def swell(t: np.ndarray, chance: np.random.Generator, turns: int, depth: float) -> np.ndarray:
    """A gain about 1 that breathes in and out, never below 1 - depth; (N, 1)."""
    slow = np.clip(wander(t, chance, turns), -1, 1)
    return (1 + depth * slow)[:, None]


def wind_soft() -> Signal:
    """Wind over a meadow, 16 s: three layers of air that swell one after the other."""
    t, chance = seconds(16.0), rng("wind")
    out = 1.0 * noise(t, chance, 90, 260) * swell(t, chance, 3, 0.4)
    out += 0.55 * noise(t, chance, 220, 520) * swell(t, chance, 4, 0.7)
    out += 0.20 * noise(t, chance, 450, 1000) * swell(t, chance, 5, 0.8) ** 2
    return echo(out, "wind", 0.2, loop=True)


def river() -> Signal:
    """A river runs past a boat, 14 s: a broad low flow, and round water along the side."""
    t, chance = seconds(14.0), rng("river")
    out = 0.8 * noise(t, chance, 100, 380) * swell(t, chance, 6, 0.2)
    out += 0.35 * noise(t, chance, 300, 1000) * swell(t, chance, 9, 0.35)
    drops = np.zeros((len(t), 2))
    for _ in range(120):
        drop = bubble(chance.uniform(190, 640), chance.uniform(0.02, 0.06), chance.uniform(0.1, 0.5))
        lay(drops, pan(chance.uniform(0.1, 0.9) ** 2 * drop, chance.uniform(-0.8, 0.8)), chance.uniform(0, 14))
    return echo(out + 2.0 * drops, "river", 0.15, t60_s=0.9, loop=True)


def surf() -> Signal:
    """Long waves at the pace of a slow breath, 20 s: two waves, each 4 s in and 6 s out, no two alike."""
    t, chance = seconds(20.0), rng("surf")
    wave = np.zeros(len(t))
    hiss = np.zeros(len(t))
    for first, force in ((0.0, 1.0), (10.0, 0.85)):
        hump = seconds(11.0)
        lay(wave, force * rise(hump, 4.2) ** 1.5 * rise(11.0 - hump, 6.6) ** 1.5, first)
        run = seconds(8.0)
        lay(hiss, force * rise(run, 1.6) * rise(8.0 - run, 6.2) ** 2, first + 3.0)
    out = noise(t, chance, 70, 260) * (0.30 + 0.9 * wave)[:, None]
    out += noise(t, chance, 220, 800) * (0.06 + 0.75 * wave)[:, None] ** 1.2
    out += 0.30 * noise(t, chance, 600, 1700) * hiss[:, None] * swell(t, chance, 20, 0.2)
    return echo(out, "surf", 0.2, loop=True)


def cable_hum() -> Signal:
    """A cable far up, 8 s: D, A and D very soft, and a wheel turning under them."""
    t, chance = seconds(8.0), rng("cable")
    out = np.zeros((len(t), 2))
    for hertz, height, place in ((73.416, 0.7, 0.0), (146.832, 1.0, -0.3), (220.0, 0.45, 0.3), (293.665, 0.3, 0.0)):
        hum = np.sin(turning(t, hertz) + 0.2 * wander(t, chance, 4)) * (1 + 0.3 * wander(t, chance, 4))
        out += pan(height * hum, place)
    wheel = noise(t, chance, 180, 520) * (0.6 + 0.4 * np.sin(turning(t, 1.5)))[:, None]
    return echo(out + 0.10 * wheel, "cable", 0.3, loop=True)


def reeds() -> Signal:
    """Dry reeds lean on one another when the air moves, 14 s."""
    t, chance = seconds(14.0), rng("reeds")
    out = 0.22 * noise(t, chance, 200, 600) * swell(t, chance, 4, 0.5)
    for _ in range(3):
        moved = np.clip(wander(t, chance, 7), 0, None)[:, None] ** 1.5
        grain = (0.6 + 0.4 * np.clip(wander(t, chance, 160), -1, 1))[:, None]
        out += 0.8 * noise(t, chance, 500, 1600) * moved * grain
    return echo(out, "reeds", 0.2, t60_s=0.8, loop=True)


def strings_low() -> Signal:
    """Low strings bowed together, 12 s: D2 and A2 under D3, bows that change one after the other."""
    t, chance = seconds(12.0), rng("strings low")
    out = np.zeros((len(t), 2))
    for hertz, height, place in (
        (73.416, 0.9, -0.3), (73.416, 0.9, 0.4), (110.0, 0.8, 0.1), (110.0, 0.7, -0.5),
        (146.832, 0.8, 0.6), (146.832, 0.7, -0.1),
    ):  # fmt: skip
        turn = turning(t, hertz * 2 ** (chance.uniform(-4, 4) / 1200)) + 0.3 * wander(t, chance, 8)
        turn += 0.06 * np.sin(turning(t, chance.uniform(4.3, 5.2)) + chance.uniform(0, 6.28))
        voice = np.zeros(len(t))
        for k in range(1, 1 + int(1500 / hertz)):
            part = resonances(np.array(hertz * k), VIOLA, 0.30) / k**1.35
            voice += part * (1 + 0.15 * wander(t, chance, 9)) * np.sin(k * turn + chance.uniform(0, 6.28))
        out += pan(height * voice * (1 + 0.35 * np.clip(wander(t, chance, 3), -1, 1)), place)
    hair = noise(t, chance, 250, 1100)
    return echo(out + 0.03 * out.std() * hair, "strings low", 0.4, t60_s=2.2, loop=True)


def flute_d4() -> Signal:
    """A clay flute held on D4, 8 s: no vibrato, since the player's own movement bends it."""
    t, chance = seconds(8.0), rng("flute")
    turn = turning(t, 293.665) + 0.15 * wander(t, chance, 12)
    voice = np.zeros(len(t))
    for k, height in ((1, 1.0), (2, 0.12), (3, 0.09), (4, 0.02)):
        voice += height * (1 + 0.2 * wander(t, chance, 9)) * np.sin(k * turn + chance.uniform(0, 6.28))
    breath = noise(t, chance, 270, 620)
    return echo(pan(voice, 0.0) + 0.045 * breath * swell(t, chance, 12, 0.3), "flute", 0.35, loop=True)


def bass_d2() -> Signal:
    """A slow soft bass, 8 s at 60 beats a minute: D2 on every beat (at half seconds, as in music.py)."""
    t = seconds(8.0)
    out = np.zeros(len(t))
    note = seconds(1.6)
    for beat in range(8):
        pulse = np.zeros(len(note))
        for k, height, lasts_s in ((1, 1.0, 2.2), (2, 0.75, 1.5), (3, 0.35, 0.9), (4, 0.15, 0.6), (5, 0.06, 0.3)):
            pulse += height * np.exp(-6.9078 * note / lasts_s) * np.sin(2 * np.pi * k * 73.416 * note)
        soft = rise(note, 0.05) * rise(1.6 - note, 0.4)
        lay(out, (1.0, 0.7, 0.82, 0.7)[beat % 4] * pulse * soft, 0.5 + beat)
    return echo(pan(out, 0.0), "bass", 0.2, loop=True)
