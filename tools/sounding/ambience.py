"""Water, and tones that glide with the player: loops, every turn a whole number of times."""

from __future__ import annotations

import numpy as np

from sounding.bench import Signal, band, echo, lay, pan, resonances, rise, rng, seconds, shaped, turning, wander
from sounding.cues import bubble


def bow_d3() -> Signal:
    """Three low strings bowed softly in unison, 6 s. The game plays it at pitch 1 to 2, so tremors are slow ones."""
    t, chance = seconds(6.0), rng("bow")
    wood_of_a_viola = ((240, 90, 1.0), (420, 160, 1.1), (680, 260, 0.7), (1100, 500, 0.45))
    out = np.zeros((len(t), 2))
    for cents_turns, place in ((0, 0.0), (1, -0.5), (-1, 0.5)):
        turn = turning(t, 146.832) + 2 * np.pi * cents_turns * t / 6.0  # a turn more or less in 6 s: 2 cents
        turn += 0.12 * np.sin(turning(t, 2.5) + chance.uniform(0, 6.28)) + 0.25 * wander(t, chance, 5)
        voice = np.zeros(len(t))
        for k in range(1, 19):
            part = resonances(np.array(146.832 * k), wood_of_a_viola, 0.35) / k**1.15
            voice += part * (1 + 0.18 * wander(t, chance, 9)) * np.sin(k * turn + chance.uniform(0, 6.28))
        out += pan(voice * (1 + 0.08 * wander(t, chance, 8)), place)
    hair = shaped(chance.standard_normal((len(t), 2)), band(300, 1500))
    return echo(out + 0.035 * hair / hair.std(), "bow", 0.25, loop=True)


def choir_low() -> Signal:
    """Ten men far away on 'oo', D2 and A2 with a little D3, 10 s."""
    t, chance = seconds(10.0), rng("choir")
    oo = ((310, 120, 1.0), (680, 160, 0.30), (2300, 400, 0.012))  # formants of a man's closed 'oo'
    out = np.zeros((len(t), 2))
    for singer in range(10):
        hertz = (73.416, 110.0, 73.416, 110.0, 146.832)[singer % 5]
        detune = 2 ** (chance.uniform(-7, 7) / 1200)
        turn = turning(t, hertz * detune)
        turn += 0.35 * hertz / 110 * np.sin(turning(t, chance.uniform(4.2, 5.4)) + chance.uniform(0, 6.28))
        turn += 0.5 * wander(t, chance, 12)
        voice = np.zeros(len(t))
        for k in range(1, 1 + int(1500 / hertz)):
            part = resonances(np.array(hertz * k), oo, 0.012) / k**0.5
            voice += part * np.sin(k * turn + chance.uniform(0, 6.28))
        share = 0.5 if hertz > 140 else 1.0
        out += pan(share * voice * (1 + 0.3 * wander(t, chance, 4)), -0.8 + 1.6 * singer / 9)
    breath = shaped(chance.standard_normal((len(t), 2)), band(300, 900))
    return echo(out + 0.04 * breath / breath.std(), "choir", 0.7, t60_s=2.6, loop=True)


def water() -> Signal:
    """Small waves against the posts of a jetty, 16 s: a wave about every four seconds, each its own."""
    t, chance = seconds(16.0), rng("water")
    calm = shaped(chance.standard_normal((len(t), 2)), band(110, 420))
    wash = shaped(chance.standard_normal((len(t), 2)), band(350, 1100))
    calm, wash = calm / calm.std(), wash / wash.std()
    swell, laps = np.full(len(t), 0.18), np.zeros((len(t), 2))
    for wave in range(4):
        at_s, force = 4 * wave + chance.uniform(-0.5, 0.5), chance.uniform(0.6, 1.0)
        hump = seconds(3.4)
        lay(swell, force * rise(hump, 1.1) * rise(3.4 - hump, 2.2) ** 2, at_s)
        for _ in range(chance.integers(9, 15)):
            drop = bubble(chance.uniform(230, 700), chance.uniform(0.025, 0.07), chance.uniform(0.1, 0.6))
            lap = pan(force * chance.uniform(0.15, 0.9) * drop, chance.uniform(-0.7, 0.7))
            lay(laps, lap, at_s + 1.0 + chance.gamma(2.0, 0.35))
    out = calm * (0.16 + 0.25 * swell[:, None]) + 0.28 * wash * swell[:, None] ** 1.5 + 1.8 * laps
    return echo(out, "water", 0.2, loop=True)


def spring() -> Signal:
    """A spring running over stones, 14 s: a steady low murmur with small round drops."""
    t, chance = seconds(14.0), rng("spring")
    murmur = shaped(chance.standard_normal((len(t), 2)), band(220, 900))
    bed = shaped(chance.standard_normal((len(t), 2)), band(120, 420))
    out = 0.30 * murmur / murmur.std() * (1 + 0.25 * wander(t, chance, 11))[:, None] + 0.22 * bed / bed.std()
    drops = np.zeros((len(t), 2))
    for _ in range(150):
        drop = bubble(chance.uniform(330, 1150), chance.uniform(0.012, 0.04), chance.uniform(0.1, 0.5))
        lay(drops, pan(chance.uniform(0.1, 0.8) ** 2 * drop, chance.uniform(-0.6, 0.6)), chance.uniform(0, 14))
    return echo(out + 2.2 * drops, "spring", 0.15, t60_s=0.8, loop=True)
