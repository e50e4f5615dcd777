"""Make every sound of the game from arithmetic alone: no samples, no recordings, the same bytes on every run.

    python tools/make_sounds.py            (needs numpy and soundfile; the game itself needs neither this nor soundfile)

Sounds are 44.1 kHz stereo Vorbis. D major pentatonic, equal temperament, A4 = 440 Hz. What must be heard lies below
2 kHz, since hearing above goes first with age. Loops are periodic by construction (every partial, tremor and echo
turns a whole number of times in the loop), so their seam is like any other place.
Loudness is K-weighted (ITU-R BS.1770), the loudest 400 ms for cues and the mean for loops.
"""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile

RATE = 44100
FOLDER = Path(__file__).parent.parent / "assets" / "sounds"
HERTZ = {
    name: 440.0 * 2 ** (semitones / 12)
    for name, semitones in {
        "d3": -19, "e3": -17, "fs3": -15, "a3": -12, "b3": -10, "d4": -7,
        "e4": -5, "fs4": -3, "a4": 0, "b4": 2, "d5": 5,
    }.items()
}  # fmt: skip
Signal = np.ndarray  # (N, 2) float64, left and right, full scale 1


# --- the bench: time, noise, filters, echo, loudness ---------------------------------------------------------------


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


def tidy(cue: Signal, fade_s: float = 0.3) -> Signal:
    """A cue begins and ends in silence."""
    n = len(cue)
    t = np.arange(n) / RATE
    return cue * (rise(t, 0.002) * rise((n - 1) / RATE - t, fade_s))[:, None]


# --- cues ---------------------------------------------------------------------------------------------------------


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


def in_turn(duration_s: float, *events: tuple[float, np.ndarray, float]) -> Signal:
    """(at, mono, place) laid one after the other; what passes the end is cut."""
    out = np.zeros((round(duration_s * RATE), 2))
    for at_s, mono, place in events:
        first = round(at_s * RATE)
        part = pan(mono, place)[: len(out) - first]
        out[first : first + len(part)] += part
    return out


def flute(hertz: float, duration_s: float, name: str) -> np.ndarray:
    """A clay flute: nearly a sine, breath around it, a slight scoop up into the note."""
    t = seconds(duration_s)
    bend = hertz * (1 - 0.03 * np.exp(-t / 0.05))
    phase = 2 * np.pi * np.cumsum(bend * (1 + 0.002 * np.sin(2 * np.pi * 4.6 * t) * rise(t - 0.2, 0.3))) / RATE
    voice = np.sin(phase) + 0.10 * np.sin(2 * phase + 0.5) + 0.07 * np.sin(3 * phase)
    breath = shaped(rng(name).standard_normal(len(t)), band(hertz * 0.9, hertz * 1.8))
    swell = rise(t, 0.07) * rise(duration_s - t, 0.25)
    return swell * (voice + 0.05 * breath / breath.std())


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


def wood(hertz: float, t60_s: float) -> np.ndarray:
    """A small wooden bar (a marimba's: its first overtone is tuned two octaves up)."""
    t = seconds(t60_s)
    bar = ring(t, hertz, t60_s) + 0.2 * ring(t, 4 * hertz, t60_s * 0.25) + 0.05 * ring(t, 9.2 * hertz, 0.05)
    return bar * (1 - np.exp(-t / 0.0015))


def count(hertz: float) -> Signal:
    return tidy(echo(in_turn(1.1, (0.0, wood(hertz, 0.8), 0.0)), "count", 0.25))


def select() -> Signal:
    return tidy(echo(in_turn(0.6, (0.0, wood(440.0, 0.35), 0.0)), "select", 0.2), 0.15)


def two_notes(first: float, second: float, name: str) -> Signal:
    low, high = (tine(f, f"{name} {f}", softness=0.6, t60_s=1.4) for f in (first, second))
    return tidy(echo(in_turn(1.7, (0.0, low, -0.1), (0.28, high, 0.1)), name, 0.3))


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


def wood_bell(note: str) -> Signal:
    """A hollow log hung from a branch and struck with felt: a marimba's bar over a resonator, slow to die."""
    hertz = HERTZ[note]
    chance = rng("wood bell " + note)
    t = seconds(1.9)
    rings_s = 1.3 * (293.66 / hertz) ** 0.4
    bar = ring(t, hertz, rings_s) + 0.35 * ring(t, hertz + 0.5, rings_s * 1.2, 0.6)
    bar += 0.16 * ring(t, 3.93 * hertz, 0.22) + 0.30 * max(1.0, 220 / hertz) * ring(t, 2 * hertz, 0.30)
    knock = shaped(chance.standard_normal(len(t)) * np.exp(-t / 0.010), band(180, 900))
    mono = (bar + 0.35 * knock / np.abs(knock).max()) * (1 - np.exp(-t / 0.0025))
    names = list(HERTZ)
    place = 0.4 * (names.index(note) / (len(names) - 1) - 0.5)
    return tidy(echo(pan(mono, place), "forest", 0.32, t60_s=1.1), 0.5)


def rustle() -> Signal:
    """A fruit falls softly into grass."""
    chance = rng("rustle")
    t = seconds(1.1)
    leaves = shaped(chance.standard_normal(len(t)), band(500, 1900)) * rise(t, 0.12) * np.exp(-t / 0.22)
    t2 = seconds(0.5)
    thud = ring(t2, 92.0, 0.22) * rise(t2, 0.006) + 0.4 * ring(t2, 131.0, 0.12)
    out = in_turn(1.6, (0.0, 0.8 * leaves / np.abs(leaves).max(), 0.1), (0.55, thud, 0.1))
    return tidy(echo(out, "rustle", 0.2, t60_s=0.9), 0.4)


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


# --- loops: every turn a whole number of times --------------------------------------------------------------------


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


# --- making -------------------------------------------------------------------------------------------------------

CUES: dict[str, tuple[Callable[[], Signal], float]] = {  # name: (maker, LUFS of the loudest 400 ms)
    **{f"kalimba_{note}": ((lambda n=note: kalimba(n)), -17.0) for note in HERTZ},
    "chime_soft": (chime_soft, -19.0),
    "step_back": (step_back, -18.0),
    "window_glow": (window_glow, -19.0),
    "splash_soft": (splash_soft, -22.0),
    "count_3": (lambda: count(HERTZ["a3"]), -18.0),
    "count_2": (lambda: count(HERTZ["b3"]), -18.0),
    "count_1": (lambda: count(HERTZ["d4"]), -18.0),
    "select": (select, -22.0),
    "pause": (lambda: two_notes(HERTZ["d4"], HERTZ["a3"], "pause"), -19.0),
    "resume": (lambda: two_notes(HERTZ["a3"], HERTZ["d4"], "resume"), -19.0),
    "owl": (owl, -26.0),
    **{f"wood_{note}": ((lambda n=note: wood_bell(n)), -17.5) for note in HERTZ},
    "rustle": (rustle, -24.0),
    "thrush": (thrush, -28.0),
}
LOOPS: dict[str, tuple[Callable[[], Signal], float]] = {  # name: (maker, LUFS of the whole)
    "bow_d3": (bow_d3, -22.0),
    "choir_low": (choir_low, -23.0),
    "water": (water, -28.0),
    "crickets": (crickets, -32.0),
    "spring": (spring, -30.0),
}


LOOP_EDGE_S = 0.1  # game.audio blends it in again


def with_edge(loop: Signal) -> Signal:
    """The loop with its own beginning once more after its end.

    A codec's noise is not periodic, so its end and beginning would meet with a small step: whoever plays the loop
    blends this edge into the beginning, and the step is gone.
    """
    return np.concatenate([loop, loop[: round(LOOP_EDGE_S * RATE)]])


def encoded(signal: Signal) -> bytes:
    """Ogg Vorbis of about 90 kbit/s, with the stream's random serial number set to 1 so that bytes repeat."""
    out = io.BytesIO()
    with soundfile.SoundFile(out, "w", RATE, 2, format="OGG", subtype="VORBIS", compression_level=0.6) as file:
        for first in range(0, len(signal), 4096):
            file.write(signal[first : first + 4096].astype(np.float32))
    return with_serial(out.getvalue(), 1)


def with_serial(ogg: bytes, serial: int) -> bytes:
    """Every page's serial number replaced and its checksum made anew (RFC 3533)."""
    table = []
    for byte in range(256):
        crc = byte << 24
        for _ in range(8):
            crc = (crc << 1) ^ (0x04C11DB7 if crc & 0x80000000 else 0)
        table.append(crc & 0xFFFFFFFF)
    pages, at = [], 0
    while at < len(ogg):
        lacing = ogg[at + 27 : at + 27 + ogg[at + 26]]
        size = 27 + len(lacing) + sum(lacing)
        page = bytearray(ogg[at : at + size])
        page[14:18], page[22:26] = serial.to_bytes(4, "little"), bytes(4)
        crc = 0
        for byte in page:
            crc = ((crc << 8) & 0xFFFFFFFF) ^ table[(crc >> 24) ^ byte]
        page[22:26] = crc.to_bytes(4, "little")
        pages.append(bytes(page))
        at += size
    return b"".join(pages)


def made(name: str) -> Signal:
    """The sound `name` at its loudness."""
    maker, lufs = (LOOPS if name in LOOPS else CUES)[name]
    signal = maker()
    signal = signal * 10 ** ((lufs - loudness(signal, loop=name in LOOPS)) / 20)
    peak = np.abs(signal).max()
    if peak > 0.7:  # -3 dB: cues ring together, and Vorbis may overshoot
        raise ValueError(f"{name} peaks at {peak:.2f} of full scale at {lufs} LUFS; expected at most 0.7")
    return signal


def main(names: list[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    total = 0
    for name in names or [*CUES, *LOOPS]:
        signal = made(name)
        data = encoded(with_edge(signal) if name in LOOPS else signal)
        (FOLDER / f"{name}.ogg").write_bytes(data)
        total += len(data)
        sys.stdout.write(
            f"{name:14s} {len(signal) / RATE:5.1f} s  peak {np.abs(signal).max():.2f}  {len(data):7d} bytes\n"
        )
    sys.stdout.write(f"{total} bytes in all\n")


if __name__ == "__main__":
    main(sys.argv[1:])
