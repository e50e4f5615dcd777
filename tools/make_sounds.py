"""Make every sound of the game from arithmetic alone: no samples, no recordings, the same bytes on every run.

    python tools/make_sounds.py [NAME ...]      (needs numpy and soundfile; the game needs neither this nor soundfile)

Sounds are 44.1 kHz stereo Vorbis. D major pentatonic, equal temperament, A4 = 440 Hz. What must be heard lies below
2 kHz, since hearing above goes first with age. Loops are periodic by construction (every partial, tremor and echo
turns a whole number of times in the loop), so their seam is like any other place.
Loudness is K-weighted (ITU-R BS.1770), the loudest 400 ms for cues and the mean for loops.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from sounding import ambience, creatures, cues, music, notes, weather
from sounding.bench import HERTZ, RATE, Signal
from sounding.loudness import loudness
from sounding.ogg import encoded, with_edge

FOLDER = Path(__file__).parent.parent / "assets" / "sounds"
Recipe = tuple[Callable[[], Signal], float]  # how to make it, LUFS


def row(maker: Callable[[str], Signal], lufs: float, name: str) -> dict[str, Recipe]:
    """An instrument's note for each of the scale."""
    return {f"{name}_{note}": (partial(maker, note), lufs) for note in HERTZ}


CUES: dict[str, Recipe] = {  # loudness of the loudest 400 ms
    **row(notes.kalimba, -17.0, "kalimba"),
    **row(notes.wood_bell, -17.5, "wood"),
    **row(notes.bell, -18.0, "bell"),
    **row(notes.harp, -17.5, "harp"),
    **row(notes.horn, -19.0, "horn"),
    **row(notes.string, -19.0, "string"),
    "chime_soft": (cues.chime_soft, -19.0),
    "step_back": (cues.step_back, -18.0),
    "window_glow": (cues.window_glow, -19.0),
    "count_3": (lambda: cues.count(HERTZ["a3"]), -18.0),
    "count_2": (lambda: cues.count(HERTZ["b3"]), -18.0),
    "count_1": (lambda: cues.count(HERTZ["d4"]), -18.0),
    "select": (cues.select, -22.0),
    "pause": (lambda: cues.two_notes(HERTZ["d4"], HERTZ["a3"], "pause"), -19.0),
    "resume": (lambda: cues.two_notes(HERTZ["a3"], HERTZ["d4"], "resume"), -19.0),
    "splash_soft": (cues.splash_soft, -22.0),
    "paddle": (cues.paddle, -23.0),
    "rustle": (cues.rustle, -24.0),
    "leaf_fall": (cues.leaf_fall, -27.0),
    "wind_gust": (cues.wind_gust, -26.0),
    "foam": (cues.foam, -26.0),
    "cable_click": (cues.cable_click, -24.0),
    "owl": (creatures.owl, -26.0),
    "thrush": (creatures.thrush, -28.0),
    "heron_call": (creatures.heron, -27.0),
    "gull_far": (creatures.gull, -29.0),
    "wing": (creatures.wing, -25.0),
}
LOOPS: dict[str, Recipe] = {  # mean loudness
    "bow_d3": (ambience.bow_d3, -22.0),
    "choir_low": (ambience.choir_low, -23.0),
    "flute_d4": (weather.flute_d4, -23.0),
    "strings_low": (weather.strings_low, -24.0),
    "bass_d2": (weather.bass_d2, -25.0),
    "water": (ambience.water, -28.0),
    "river": (weather.river, -28.0),
    "surf": (weather.surf, -28.0),
    "spring": (ambience.spring, -30.0),
    "wind_soft": (weather.wind_soft, -30.0),
    "reeds": (weather.reeds, -31.0),
    "crickets": (creatures.crickets, -32.0),
    "cable_hum": (weather.cable_hum, -32.0),
    **{name: (maker, -26.0) for name, maker in music.LAYERS.items()},
}


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
