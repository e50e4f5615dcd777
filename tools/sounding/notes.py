"""Single notes: plucked, struck, blown and bowed."""

from __future__ import annotations

import numpy as np

from sounding.bench import (
    HERTZ,
    RATE,
    Signal,
    band,
    echo,
    pan,
    resonances,
    ring,
    rise,
    rng,
    seconds,
    shaped,
    tidy,
)


def tine(hertz: float, name: str, softness: float = 0.0, t60_s: float | None = None) -> np.ndarray:
    """A kalimba's tine, plucked by a thumb; (N,) mono.

    A tine is a bar held at one end over a bridge: its overtones are inharmonic, near 5.9 and 15 times the note (an
    ideal clamped bar has 6.27 and 17.5), and die in a fraction of a second. The wooden box answers with its own few
    modes, the thumb's skin leaves a breath of noise, and a loose ring buzzes while the swing is still wide.
    """
    chance = rng(name)
    rings_s = t60_s or 3.0 * (293.66 / hertz) ** 0.45
    t = seconds(min(3.0, rings_s * 1.05))
    swing = ring(t, hertz, rings_s) + 0.22 * ring(t, hertz + 0.35, rings_s * 0.8, 0.4)
    small = max(1.0, 220 / hertz) ** 1.5  # small loudspeakers give little below 200 Hz: low notes live by these
    body = 0.5 * small * ring(t, 2 * hertz, rings_s * 0.3)  # the swing is wide at first and not quite even: an octave
    body += 0.16 * small * ring(t, 3 * hertz, rings_s * 0.17)
    bright = (1 - softness) * (0.22 * ring(t, 5.9 * hertz, 0.34) + 0.05 * ring(t, 15.1 * hertz, 0.09))
    box = sum(
        a * ring(t, f, s) for f, a, s in ((196, 0.22, 0.16), (348, 0.16, 0.12), (515, 0.10, 0.08), (805, 0.06, 0.05))
    )
    touching = np.maximum(swing * np.exp(-t / 0.11) - 0.45, 0)  # the loose ring is hit only by wide swings
    buzz = shaped(touching * (1 + 0.3 * chance.standard_normal(len(t))), band(500, 1700))
    skin = shaped(chance.standard_normal(len(t)) * np.exp(-t / 0.006), band(350, 1600))
    skin /= np.abs(skin).max()
    pluck = 1 - np.exp(-t / (0.0008 + 0.004 * softness))
    return pluck * (swing + body + bright + box) + (1 - softness) * (0.5 * buzz + 0.10 * skin)


def kalimba(note: str) -> Signal:
    names = list(HERTZ)
    place = 0.36 * (names.index(note) / (len(names) - 1) - 0.5)
    played = pan(tine(HERTZ[note], "kalimba " + note), place)
    return tidy(echo(played, "kalimba", 0.28), 0.5)


def wood(hertz: float, t60_s: float) -> np.ndarray:
    """A small wooden bar (a marimba's: its first overtone is tuned two octaves up)."""
    t = seconds(t60_s)
    bar = ring(t, hertz, t60_s) + 0.2 * ring(t, 4 * hertz, t60_s * 0.25) + 0.05 * ring(t, 9.2 * hertz, 0.05)
    return bar * (1 - np.exp(-t / 0.0015))


def wood_bell(note: str) -> Signal:
    """A hollow log hung from a branch and struck with felt: a marimba's bar over a resonator, slow to die."""
    hertz = HERTZ[note]
    chance = rng("wood bell " + note)
    t = seconds(1.9)
    rings_s = 1.3 * (293.66 / hertz) ** 0.4
    bar = ring(t, hertz, rings_s) + 0.35 * ring(t, hertz + 0.5, rings_s * 1.2, 0.6)
    bar += 0.16 * ring(t, 3.93 * hertz, 0.22) + 0.30 * min(4.5, max(1.0, 270 / hertz) ** 3) * ring(t, 2 * hertz, 0.30)
    knock = shaped(chance.standard_normal(len(t)) * np.exp(-t / 0.010), band(180, 900))
    mono = (bar + 0.35 * knock / np.abs(knock).max()) * (1 - np.exp(-t / 0.0025))
    names = list(HERTZ)
    place = 0.4 * (names.index(note) / (len(names) - 1) - 0.5)
    return tidy(echo(pan(mono, place), "forest", 0.32, t60_s=1.1), 0.5)


def flute(hertz: float, duration_s: float, name: str) -> np.ndarray:
    """A clay flute: nearly a sine, breath around it, a slight scoop up into the note."""
    t = seconds(duration_s)
    bend = hertz * (1 - 0.03 * np.exp(-t / 0.05))
    phase = 2 * np.pi * np.cumsum(bend * (1 + 0.002 * np.sin(2 * np.pi * 4.6 * t) * rise(t - 0.2, 0.3))) / RATE
    voice = np.sin(phase) + 0.10 * np.sin(2 * phase + 0.5) + 0.07 * np.sin(3 * phase)
    breath = shaped(rng(name).standard_normal(len(t)), band(hertz * 0.9, hertz * 1.8))
    swell = rise(t, 0.07) * rise(duration_s - t, 0.25)
    return swell * (voice + 0.05 * breath / breath.std())


def placed(mono: np.ndarray, note: str) -> Signal:
    """A row of notes before the listener: low ones a little left, high ones a little right."""
    names = list(HERTZ)
    return pan(mono, 0.4 * (names.index(note) / (len(names) - 1) - 0.5))


def hand_bell(hertz: float, name: str, t60_s: float) -> np.ndarray:
    """A small bronze bell touched with felt: a handbell's partials, the strong one tuned a twelfth up.

    Bronze cast round is never quite round: every mode is two, a fraction of a hertz apart.
    """
    chance = rng(name)
    t = seconds(min(2.8, t60_s))
    bell = np.zeros(len(t))
    small = max(1.0, 240 / hertz) ** 1.5  # small loudspeakers give little below 200 Hz: low notes live by these
    for ratio, height, lasts in (
        (1.0, 1.0, 1.0),
        (2.0, 0.30, 0.6),
        (3.0, 0.34, 0.5),
        (4.2, 0.05, 0.2),
        (5.4, 0.03, 0.12),
    ):
        if ratio * hertz < 2400:
            split = chance.uniform(0.3, 0.7)
            part = height * (small if ratio > 1 else 1.0)
            bell += part * ring(t, ratio * hertz, t60_s * lasts)
            bell += 0.28 * part * ring(t, ratio * hertz + split, t60_s * lasts, chance.uniform(0, 6.28))
    return bell * rise(t, 0.006)


def bell(note: str) -> Signal:
    struck = hand_bell(HERTZ[note], "bell " + note, 2.8 * (293.66 / HERTZ[note]) ** 0.25)
    return tidy(echo(placed(struck, note), "bell", 0.3), 0.6)


def plucked_string(hertz: float, name: str, t60_s: float) -> np.ndarray:
    """A gut string plucked with the finger's flesh two fifths along: few overtones, and the high ones gone first."""
    chance = rng(name)
    t = seconds(min(2.6, t60_s))
    string = np.zeros(len(t))
    for k in range(1, 1 + int(2400 / hertz)):
        height = np.sin(0.4 * np.pi * k) / k**1.3 * (1.0 if k == 1 else max(1.0, 240 / hertz))
        high = k * hertz * np.sqrt(1 + 6e-5 * k * k)  # stiff: overtones a shade too wide
        string += height * ring(t, high, t60_s / (1 + 0.28 * (k - 1) * (hertz / 220) ** 0.3), chance.uniform(-0.2, 0.2))
    skin = shaped(chance.standard_normal(len(t)) * np.exp(-t / 0.012), band(200, 1100))
    box = ring(t, 186, 0.12) + 0.6 * ring(t, 331, 0.09)
    return (string + 0.08 * box + 0.07 * skin / np.abs(skin).max()) * (1 - np.exp(-t / 0.003))


def harp(note: str) -> Signal:
    string = plucked_string(HERTZ[note], "harp " + note, 2.7 * (293.66 / HERTZ[note]) ** 0.4)
    return tidy(echo(placed(string, note), "harp", 0.3, t60_s=1.3), 0.6)


def horn(note: str) -> Signal:
    """An alpine horn from the next meadow, 2 s: it opens slowly, is brightest where it is loudest, and comes back."""
    hertz, chance = HERTZ[note], rng("horn " + note)
    t = seconds(2.0)
    breath = rise(t, 0.45) * rise(2.0 - t, 0.9)
    phase = 2 * np.pi * hertz * t + 0.12 * np.sin(2 * np.pi * 4.4 * t) * rise(t - 0.5, 0.5)
    voice = np.zeros(len(t))
    for k in range(1, 1 + min(9, int(1900 / hertz))):
        height = (1.0, 0.72, 0.5, 0.3, 0.2, 0.12, 0.08, 0.05, 0.03)[k - 1]
        voice += height * breath ** (1 + 0.45 * (k - 1)) * np.sin(k * phase + chance.uniform(0, 6.28))
    air = shaped(chance.standard_normal(len(t)), band(hertz * 0.8, hertz * 2.5))
    blown = voice + 0.03 * breath * air / air.std()
    played = np.concatenate([placed(blown, note), np.zeros((round(0.9 * RATE), 2))])
    late = np.zeros_like(played)
    late[round(0.42 * RATE) :] = 0.16 * played[: -round(0.42 * RATE), ::-1]  # the other side of the valley
    return tidy(echo(played + late, "horn", 0.5, t60_s=1.8), 0.6)


VIOLA = ((240, 90, 1.0), (420, 160, 1.1), (680, 260, 0.7), (1100, 500, 0.45))  # the wood's own resonances


def string(note: str) -> Signal:
    """A viola, and one behind it, bow a note of 1.5 s: a little vibrato comes late and is gone before the end."""
    hertz, chance = HERTZ[note], rng("string " + note)
    t = seconds(1.5)
    bow = rise(t, 0.16) * rise(1.5 - t, 0.75)
    out = np.zeros((len(t), 2))
    for share, cents, place in ((1.0, 0.0, -0.1), (0.35, 2.5, 0.5)):  # unlike, so that they never cancel
        waver = 0.0012 * hertz / 5.1 * np.sin(2 * np.pi * 5.1 * t)
        turn = 2 * np.pi * (hertz * 2 ** (cents / 1200) * t + waver * rise(t - 0.25, 0.3) * rise(1.3 - t, 0.5))
        voice = np.zeros(len(t))
        for k in range(1, 1 + min(18, int(2300 / hertz))):
            part = resonances(np.array(hertz * k), VIOLA, 0.35) / k**1.25
            voice += part * bow ** (1 + 0.12 * k) * np.sin(k * turn + chance.uniform(0, 6.28))
        out += pan(share * voice, place)
    hair = shaped(chance.standard_normal((len(t), 2)), band(300, 1500))
    out += 0.02 * out.std() * (hair / hair.std()) * bow[:, None]
    played = np.concatenate([out, np.zeros((round(0.5 * RATE), 2))])
    return tidy(echo(played, "string", 0.3, t60_s=1.2), 0.4)
