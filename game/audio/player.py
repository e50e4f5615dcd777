"""The loudspeaker, in a process of its own: `python -m game.audio.player VOLUME FOLDER` plays what it reads.

Standard input brings one JSON object a line: {"strike": [sound, gain]}, {"tones": [[id, sound, pitch, gain], ...]},
{"volume": v}, {"end": true}; the end of the input is an end too, so nothing sounds on when the game is killed.
Standard output says {"ready": true} or {"no_device": why} once, and {"gaps": n} at the end.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from game.audio.tones import BLOCK, RATE, Blend, closed
from game.drawlist import Tone

LONGEST_BLOCK = 4 * BLOCK
BUFFER = 1024  # samples of the device's buffer: 23 ms
CUE_CHANNELS = 24


class Loops(Mapping[str, np.ndarray]):
    """Every sound as a loop, made when first asked for (a few milliseconds)."""

    def __init__(self, sounds: Mapping[str, Any]) -> None:
        self._sounds, self._made = sounds, {}

    def __getitem__(self, name: str) -> np.ndarray:
        if name not in self._made:
            whole = np.frombuffer(self._sounds[name].get_raw(), np.int16).reshape(-1, 2)
            self._made[name] = closed(whole.astype(np.float32) / 32768)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sounds)

    def __len__(self) -> int:
        return len(self._sounds)


class Player:
    """Cues on the mixer's own channels; tones streamed by a thread to channel 0, one block playing, one waiting.

    SDL's mixer begins a queued block in the very sample after the last, so blocks leave no seam. `gaps` counts the
    times the stream ran dry because this process got no turn: from then on blocks are twice as long, so that a crowded
    machine has tones that follow later rather than tones that tear.
    """

    def __init__(self, mixer: Any, sounds: Mapping[str, Any], volume: float) -> None:
        self.gaps = 0
        self._mixer, self._sounds, self._volume = mixer, sounds, volume
        self._blend = Blend(Loops(sounds))
        mixer.set_num_channels(1 + CUE_CHANNELS)
        mixer.set_reserved(1)
        self._channel = mixer.Channel(0)
        self._wake, self._ending = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._stream, name="tones", daemon=True)
        self._thread.start()

    def follow(self, lines: TextIO) -> None:
        """Do what the lines say until they end."""
        for line in lines:
            said = json.loads(line)
            if "strike" in said:
                self._strike(*said["strike"])
            elif "tones" in said:
                self._blend.aim(tuple(Tone(*tone) for tone in said["tones"]))
                self._wake.set()
            elif "volume" in said:
                self._volume = said["volume"]
            elif "end" in said:
                return

    def close(self) -> None:
        """Fade within a quarter of a second and stop."""
        self._blend.aim(())
        for channel in range(1, 1 + CUE_CHANNELS):
            self._mixer.Channel(channel).fadeout(200)
        self._ending.wait(0.25)
        self._ending.set()
        self._wake.set()
        self._thread.join(1.0)
        self._mixer.quit()

    def _strike(self, sound: str, gain: float) -> None:
        channel = self._mixer.find_channel(force=True)
        channel.play(self._sounds[sound])
        channel.set_volume(min(1.0, gain * self._volume))

    def _stream(self) -> None:
        volume, streaming, n = self._volume, False, BLOCK
        while not self._ending.is_set():
            if self._blend.quiet:
                streaming = False
                self._wake.wait()
                self._wake.clear()
            elif self._channel.get_queue() is not None:
                self._ending.wait(n / RATE / 6)
            else:
                dry = streaming and not self._channel.get_busy()
                if dry:
                    self.gaps, n = self.gaps + 1, min(2 * n, LONGEST_BLOCK)
                ramp = np.linspace(0.0 if dry else volume, self._volume, n, dtype=np.float32)[:, None]
                volume, streaming = self._volume, True
                block = np.clip(self._blend.block(n) * ramp, -1.0, 1.0)
                self._channel.queue(self._mixer.Sound(buffer=(block * 32767).astype(np.int16).tobytes()))


def main(volume: float, folder: Path, lines: TextIO, answers: TextIO) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the game's to answer; it then ends this process
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # pygame greets on standard output
    from pygame import error, mixer

    try:
        mixer.init(RATE, -16, 2, BUFFER, allowedchanges=0)
    except error as reason:
        answers.write(json.dumps({"no_device": str(reason)}) + "\n")
        return
    player = Player(mixer, {path.stem: mixer.Sound(path) for path in sorted(folder.glob("*.ogg"))}, volume)
    answers.write('{"ready": true}\n')
    answers.flush()
    player.follow(lines)
    player.close()
    answers.write(json.dumps({"gaps": player.gaps}) + "\n")


if __name__ == "__main__":
    main(float(sys.argv[1]), Path(sys.argv[2]), sys.stdin, sys.stdout)
