"""How soon a cue is heard, and what sound costs: `python tests/bench/sound.py` (half a minute; needs named pipes).

SDL's disk driver writes what a loudspeaker would get, at a loudspeaker's pace, into a pipe that is read here. Late is
from `Audio.show` to the mixing of the cue's first samples; a real loudspeaker adds its own buffer to it. The driver's
file gathers several of the device's buffers: those before the last were mixed one buffer earlier each. The cost is the
processor time of the player's whole process, once every sound is read.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

from game.audio import Audio
from game.audio.device import BUFFER
from game.audio.tones import RATE
from game.drawlist import Camera, Cue, DrawList, Tone

FRAME_BYTES = 4  # 16 bits, left and right
SCENES = {
    "nothing": (),
    "water, crickets": ("water", "crickets"),
    "a game: water, crickets, three layers of music": ("water", "crickets", *(f"music_valley_{k}" for k in (1, 2, 3))),
}


class Ear:
    """What arrives, and when: a thread that reads the pipe."""

    def __init__(self, pipe: Path) -> None:
        os.mkfifo(pipe)
        self.loud_s = 0.0  # when something louder than the background arrived last
        self._thread = threading.Thread(target=self._listen, args=(pipe,), daemon=True)
        self._thread.start()

    def _listen(self, pipe: Path) -> None:
        with pipe.open("rb", buffering=0) as heard:
            while data := heard.read(4096):
                now = time.monotonic()
                samples = np.frombuffer(data[: len(data) // FRAME_BYTES * FRAME_BYTES], np.int16).reshape(-1, 2)
                loud = np.flatnonzero(np.abs(samples).max(axis=1) > 500)
                if len(loud):
                    self.loud_s = now - (len(samples) - 1 - loud[0]) // BUFFER * BUFFER / RATE


def shown(*tones: str, bow: float | None = None, cue: Cue | None = None) -> DrawList:
    sounding = [Tone(name, name, gain=0.02) for name in tones]
    if bow is not None:
        sounding.append(Tone("bow", "bow_d3", pitch=bow, gain=0.02))
    return DrawList(camera=Camera(np.eye(4)), tones=tuple(sounding), cues=(cue,) if cue else ())


def late_ms(audio: Audio, ear: Ear, times: int, name: str, *tones: str) -> np.ndarray:
    """From `show` to the cue's arrival, each at another moment of the device's buffer; (times,)."""
    found, chance = [], np.random.default_rng(1)
    for _ in range(times):
        time.sleep(0.8 + chance.uniform(0, 0.05))
        began = time.monotonic()
        audio.show(shown(*tones, cue=Cue(f"{began}", name)))
        while ear.loud_s < began and time.monotonic() < began + 2.0:
            time.sleep(0.0005)
        found.append(1000 * (ear.loud_s - began))
    return np.array(found)


def processor_s(process: int) -> float:
    """Used so far by a process, all its threads."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cost(audio: Audio, lasts_s: float, tones: tuple[str, ...], glides: bool) -> float:
    """Processor seconds of the player for a second of sound, once everything is read."""
    began = time.monotonic()
    used = None
    while (t := time.monotonic() - began) < 1.5 + lasts_s:
        if t > 1.5 and used is None:
            used = processor_s(audio._player.pid)
        audio.show(shown(*tones, bow=1.5 + 0.5 * np.sin(t) if glides else None))
        time.sleep(1 / 60)
    assert used is not None
    return (processor_s(audio._player.pid) - used) / lasts_s


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        pipe = Path(folder) / "heard"
        os.environ |= {"SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(pipe)}
        ear = Ear(pipe)
        began = time.monotonic()
        audio = Audio.open()
        sys.stdout.write(f"opened in {time.monotonic() - began:.2f} s\n")
        for title, tones in (("silence", ()), ("a game", SCENES["a game: water, crickets, three layers of music"])):
            audio.show(shown(*tones))
            late = late_ms(audio, ear, 30, "select", *tones)
            sys.stdout.write(
                f"a cue over {title}: late by {np.median(late):.0f} ms (median), {np.percentile(late, 95):.0f} (p95), "
                f"{late.max():.0f} at most of {len(late)}, {late[0]:.0f} the first time\n"
            )
        for title, tones in SCENES.items():
            for glides in (False, True) if tones else (False,):
                share = cost(audio, 6.0, tones, glides)
                sys.stdout.write(
                    f"{title}{' and a bowed note that glides' if glides else ''}: {100 * share:.1f} % of one core, "
                    f"{1 / max(share, 1e-3):.0f} s of sound for a second of processor time\n"
                )
        memory = next(x for x in Path(f"/proc/{audio._player.pid}/status").read_text().splitlines() if "VmRSS" in x)
        audio.close()
        sys.stdout.write(f"memory {int(memory.split()[1]) / 1024:.0f} MB; the stream ran dry {audio.gaps} times\n")


if __name__ == "__main__":
    main()
