"""The loudspeaker, in a process of its own: `python -m game.audio.player VOLUME FOLDER` plays what it reads.

Standard input brings one JSON object a line: {"strike": [sound, gain]}, {"tones": [[id, sound, pitch, gain], ...]},
{"volume": v}, {"end": true}; the end of the input is an end too, so nothing sounds on when the game is killed.
Standard output says {"ready": true} or {"no_device": why} once, and at the end {"gaps": n, "vanished": n,
"unreadable": [sound, ...]}.
"""

from __future__ import annotations

import json
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TextIO

import numpy as np

from game.audio.device import Device, NoDeviceError
from game.audio.tones import BLOCK, RATE, Blend
from game.drawlist import Tone

LONGEST_BLOCK = 4 * BLOCK
WATCH_S = 0.5  # how often a player with nothing to stream looks whether its device is still there
AGAIN_S = 2.0  # how often it tries to open one when it is not


class Player:
    """Cues on the mixer's own channels; tones streamed by a thread, one block playing, one waiting.

    SDL's mixer begins a queued block in the very sample after the last, so blocks leave no seam. `gaps` counts the
    times the stream ran dry because this process got no turn: from then on blocks are twice as long, so that a crowded
    machine has tones that follow later rather than tones that tear. `vanished` counts the times the device went away:
    lines are followed on, unheard, until there is one again.
    """

    def __init__(self, device: Device, volume: float) -> None:
        self.gaps = self.vanished = 0
        self._device, self._volume = device, volume
        self._loops: dict[str, np.ndarray] = {}
        self._asked: set[str] = set()
        self._tones: tuple[Tone, ...] = ()
        self._blend, self._aiming = Blend(self._loops), threading.Lock()
        self._reading = ThreadPoolExecutor(1)  # a loop takes a while to read, and a strike must not wait for it
        self._wake, self._ending = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._stream, name="tones", daemon=True)
        self._thread.start()

    def follow(self, lines: TextIO) -> None:
        """Do what the lines say until they end."""
        for line in lines:
            said = json.loads(line)
            if "strike" in said:
                name, gain = said["strike"]
                self._device.strike(name, min(1.0, gain * self._volume))
            elif "tones" in said:
                self._tones = tuple(Tone(*tone) for tone in said["tones"])
                for name in {tone.sound for tone in self._tones} - self._asked:
                    self._asked.add(name)
                    self._reading.submit(self._read, name)
                self._aim()
            elif "volume" in said:
                self._volume = said["volume"]
            elif "end" in said:
                return

    def close(self) -> None:
        """Fade within a quarter of a second and stop."""
        self._reading.shutdown(cancel_futures=True)
        self._blend.aim(())
        self._device.fade(200)
        self._ending.wait(0.25)
        self._ending.set()
        self._wake.set()
        self._thread.join(1.0)
        self._device.close()

    def _read(self, name: str) -> None:
        loop = self._device.loop(name)
        if loop is not None:
            self._loops[name] = loop
            self._aim()

    def _aim(self) -> None:
        """Aim at the tones asked for last that are read by now."""
        with self._aiming:
            self._blend.aim(tuple(tone for tone in self._tones if tone.sound in self._loops))
        self._wake.set()

    def _stream(self) -> None:
        volume, streaming, n = self._volume, False, BLOCK
        while not self._ending.is_set():
            if self._device.gone():
                self.vanished += 1
                while not self._device.reopen() and not self._ending.wait(AGAIN_S):
                    pass
                streaming = False
            elif self._blend.quiet:
                streaming = False
                self._wake.wait(WATCH_S)
                self._wake.clear()
            elif self._device.waits:
                self._ending.wait(n / RATE / 6)
            else:
                dry = streaming and not self._device.streams
                if dry:
                    self.gaps, n = self.gaps + 1, min(2 * n, LONGEST_BLOCK)
                ramp = np.linspace(0.0 if dry else volume, self._volume, n, dtype=np.float32)[:, None]
                volume, streaming = self._volume, True
                block = np.clip(self._blend.block(n) * ramp, -1.0, 1.0)
                self._device.queue((block * 32767).astype(np.int16))


def main(volume: float, folder: Path, lines: TextIO, answers: TextIO) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the game's to answer; it then ends this process
    try:
        device = Device(folder)
    except NoDeviceError as reason:
        answers.write(json.dumps({"no_device": str(reason)}) + "\n")
        return
    player = Player(device, volume)
    answers.write('{"ready": true}\n')
    answers.flush()
    player.follow(lines)
    player.close()
    said = {"gaps": player.gaps, "vanished": player.vanished, "unreadable": sorted(device.unreadable)}
    answers.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main(float(sys.argv[1]), Path(sys.argv[2]), sys.stdin, sys.stdout)
