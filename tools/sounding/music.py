"""Music in layers for each world: 16 s at 60 beats a minute, four bars of four, one harmony, D major pentatonic.

Layers of a world are written for one another and are played from one clock (game.audio), so any may be faded in at any
time: 1 a pad that changes chord with the bar, 2 a slow plucked figure, 3 a higher line that answers in its gaps.
Beats lie at half seconds, so that no note begins at the loop's seam. Any two notes of the scale sound well together: it
has no semitone and no tritone.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sounding.bench import HERTZ, RATE, Signal, band, echo, lay, pan, resonances, rise, rng, seconds, shaped
from sounding.notes import flute, hand_bell, plucked_string, tine, wood

LASTS_S = 16.0
FIRST_S = 0.5  # when the first beat is
PITCH = HERTZ | {name: HERTZ[high] / 2 for name, high in (("d2", "d3"), ("fs2", "fs3"), ("a2", "a3"), ("b2", "b3"))}
PITCH |= {"e5": 2 * HERTZ["e4"], "fs5": 2 * HERTZ["fs4"], "a5": 2 * HERTZ["a4"]}
Score = tuple[tuple[float, str, float], ...]  # (beat, note, how strongly)

CHORDS = {  # one chord a bar
    "forest": (("d3", "a3", "fs4"), ("b2", "fs3", "d4"), ("a2", "e3", "b3"), ("d3", "a3", "e4")),
    "valley": (("d3", "a3", "e4"), ("b2", "fs3", "a3"), ("d3", "fs3", "b3"), ("a2", "e3", "a3")),
    "shore": (("d2", "a2", "d3", "a3"), ("b2", "d3", "fs3"), ("a2", "e3", "a3"), ("d2", "a2", "e3", "b3")),
}
FIGURES: dict[str, Score] = {  # long notes and rests; each bar rises and comes back to rest
    "forest": (
        (0, "d4", 1.0), (1.5, "a3", 0.6), (2.5, "fs4", 0.7),
        (4, "b3", 0.9), (5.5, "fs3", 0.6), (6.5, "d4", 0.7),
        (8, "a3", 0.9), (9.5, "e4", 0.6), (10.5, "b3", 0.7),
        (12, "a3", 0.8), (14, "e4", 0.6),
    ),
    "valley": (
        (0, "d4", 1.0), (2, "a4", 0.6), (3, "e4", 0.6),
        (4, "b3", 0.9), (6, "fs4", 0.6), (7, "a3", 0.6),
        (8, "d4", 0.9), (10, "fs4", 0.6), (11, "b3", 0.6),
        (12, "a3", 0.9), (14, "e4", 0.6),
    ),
    "shore": (
        (0, "d3", 1.0), (1, "a3", 0.6), (2, "d4", 0.7),
        (5, "fs3", 0.7), (6, "b3", 0.7),
        (8, "a3", 0.9), (9, "e4", 0.6), (10, "a4", 0.5),
        (13, "a3", 0.7), (14, "b3", 0.7),
    ),
}  # fmt: skip
ANSWERS: dict[str, tuple[tuple[float, str, float, float], ...]] = {  # (beat, note, beats it lasts, how strongly)
    "forest": ((3, "a4", 2.5, 0.8), (5.5, "fs4", 2.2, 0.7), (10.5, "b4", 2.0, 0.8), (12.5, "a4", 3.0, 0.8)),
    "valley": (
        (3, "a4", 3.0, 0.7), (7, "b4", 1.0, 0.6), (8, "a4", 2.5, 0.8), (11, "fs4", 1.0, 0.6), (12, "e4", 3.5, 0.8),
    ),
    "shore": ((3, "fs4", 3.0, 0.8), (6, "d4", 2.0, 0.6), (11, "e4", 1.5, 0.7), (12.5, "d5", 3.0, 0.7)),
}  # fmt: skip


def sung(hertz: float, t: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """A low voice on 'oo'."""
    oo = ((320, 140, 1.0), (680, 180, 0.28))
    turn = 2 * np.pi * hertz * t + 0.1 * hertz / 150 * np.sin(2 * np.pi * chance.uniform(4.2, 5.2) * t)
    parts = range(1, 1 + int(1400 / hertz))
    return sum(
        resonances(np.array(hertz * k), oo, 0.02) / k**0.4 * np.sin(k * turn + chance.uniform(0, 6.28)) for k in parts
    )


def reed(hertz: float, t: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """A soft wooden reed: odd overtones, few of them."""
    turn = 2 * np.pi * hertz * t + 0.05 * np.sin(2 * np.pi * chance.uniform(3.8, 4.6) * t)
    heights = ((1, 1.0), (2, 0.10), (3, 0.32), (5, 0.10), (7, 0.03))
    return sum(height * np.sin(k * turn + chance.uniform(0, 6.28)) for k, height in heights)


def bowed(hertz: float, t: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """A low string far off."""
    turn = 2 * np.pi * hertz * t + 0.05 * np.sin(2 * np.pi * chance.uniform(4.2, 5.0) * t)
    parts = range(1, 1 + int(1200 / hertz))
    wood_of_a_cello = ((170, 80, 0.8), (300, 140, 1.0), (600, 260, 0.6))
    return sum(
        resonances(np.array(hertz * k), wood_of_a_cello, 0.3) / k**1.4 * np.sin(k * turn + chance.uniform(0, 6.28))
        for k in parts
    )


def pad(world: str, voice: Callable[[float, np.ndarray, np.random.Generator], np.ndarray], wet: float) -> Signal:
    """Each chord opens over 1.6 s and lingers into the next."""
    chance = rng("pad " + world)
    out = np.zeros((len(seconds(LASTS_S)), 2))
    for bar, chord in enumerate(CHORDS[world]):
        for k, note in enumerate(chord):
            for share, cents, place in ((1.0, 0.0, -0.3), (0.3, 3.5, 0.6)):  # unlike, so that they never cancel
                t = seconds(5.8)
                sounding = voice(PITCH[note] * 2 ** (cents / 1200), t, chance) * rise(t, 1.6) * rise(5.8 - t, 2.2)
                lay(out, pan(share * (1.0, 0.8, 0.6, 0.5)[k] * sounding, place + 0.15 * k), FIRST_S + 4.0 * bar - 0.6)
    return echo(out, "pad " + world, wet, t60_s=2.4, loop=True)


def ended(note: np.ndarray) -> np.ndarray:
    """A note whose last third of a second goes to nothing."""
    return note * rise((len(note) - 1 - np.arange(len(note))) / RATE, 0.35)


def figure(world: str, pluck: Callable[[float, str], np.ndarray], wet: float) -> Signal:
    """The slow plucked figure, a breath of unevenness in it, as a hand would."""
    chance = rng("figure " + world)
    out = np.zeros((len(seconds(LASTS_S)), 2))
    for beat, note, force in FIGURES[world]:
        place = 0.6 * (np.log2(PITCH[note] / 220.0)) - 0.1
        played = force * chance.uniform(0.9, 1.0) * pluck(PITCH[note], f"{world} {note} {beat}")
        lay(out, pan(ended(played), float(np.clip(place, -0.6, 0.6))), FIRST_S + beat + chance.uniform(0, 0.02))
    return echo(out, "figure " + world, wet, t60_s=1.8, loop=True)


def answer(world: str, blown: Callable[[float, float, str], np.ndarray], wet: float) -> Signal:
    """The higher line, from farther off: more of the world's echo in it."""
    out = np.zeros((len(seconds(LASTS_S)), 2))
    for beat, note, beats, force in ANSWERS[world]:
        sounding = ended(blown(PITCH[note], beats, f"{world} {note} {beat}"))
        lay(out, pan(force * sounding / np.abs(sounding).max(), 0.25), FIRST_S + beat)
    return echo(out, "answer " + world, wet, t60_s=2.4, loop=True)


def slow_flute(hertz: float, lasts_s: float, name: str) -> np.ndarray:
    t = seconds(lasts_s)
    return flute(hertz, lasts_s, name) * rise(t, 0.25) * rise(lasts_s - t, 0.8)


def far_bell(hertz: float, lasts_s: float, name: str) -> np.ndarray:
    bell = hand_bell(hertz, name, 1.6 + lasts_s)
    return bell * rise(np.arange(len(bell)) / RATE, 0.06)


def high_string(hertz: float, lasts_s: float, name: str) -> np.ndarray:
    chance = rng(name)
    t = seconds(lasts_s)
    air = shaped(chance.standard_normal(len(t)), band(400, 1200))
    return (bowed(hertz, t, chance) + 0.01 * air / air.std()) * rise(t, 0.5) * rise(lasts_s - t, 1.0)


LAYERS: dict[str, Callable[[], Signal]] = {
    "music_forest_1": lambda: pad("forest", reed, 0.6),
    "music_forest_2": lambda: figure("forest", lambda hertz, name: wood(hertz, 1.8), 0.45),
    "music_forest_3": lambda: answer("forest", slow_flute, 0.7),
    "music_valley_1": lambda: pad("valley", sung, 0.8),
    "music_valley_2": lambda: figure("valley", lambda hertz, name: tine(hertz, name, softness=0.7), 0.45),
    "music_valley_3": lambda: answer("valley", far_bell, 0.8),
    "music_shore_1": lambda: pad("shore", bowed, 0.8),
    "music_shore_2": lambda: figure("shore", lambda hertz, name: plucked_string(hertz, name, 2.4), 0.45),
    "music_shore_3": lambda: answer("shore", high_string, 0.9),
}
