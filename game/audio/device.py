"""SDL's mixer on the system's loudspeaker: struck, streamed to, watched, and opened again when it went away."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import numpy as np

from game.audio.tones import RATE, closed

BUFFER = 512  # samples of the device's buffer: 12 ms
CUE_CHANNELS = 24


class NoDeviceError(Exception):
    """The system's own words."""


class Device:
    """A mixer with a channel for the stream of tones and others for cues, and the sounds of a folder.

    A cue is read when first struck (a note takes about 5 ms) and kept: an evening needs a third of them. What cannot be
    read is passed over, and its name kept in `unreadable`.
    """

    def __init__(self, folder: Path) -> None:
        """Raises NoDeviceError."""
        self.unreadable: set[str] = set()
        self._folder, self._cues = folder, dict[str, Any]()
        self._striking, self._reading = threading.Lock(), threading.Lock()  # opening anew takes both
        os.environ["SDL_VIDEODRIVER"] = "dummy"  # SDL tells of a lost device by an event, and events need a display
        os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # pygame greets on standard output
        import pygame

        self._pygame, self._driver = pygame, os.environ.get("SDL_AUDIODRIVER")
        pygame.display.init()
        try:
            self._open()
        except pygame.error as reason:
            raise NoDeviceError(str(reason)) from reason

    def strike(self, name: str, gain: float) -> None:
        """Play a cue, 0 .. 1."""
        with self._striking:
            if name not in self._cues:
                self._cues[name] = self._read(name)
            if self._cues[name] is not None:
                channel = self._pygame.mixer.find_channel(force=True)
                channel.play(self._cues[name])
                channel.set_volume(gain)

    def loop(self, name: str) -> np.ndarray | None:
        """A sound as a loop (N, 2) float32, full scale 1, periodic; takes some 30 ms. None: it cannot be read."""
        with self._reading:
            sound = self._read(name)
            raw = sound.get_raw() if sound is not None else b""
        if len(raw) == 0:
            return None
        return closed(np.frombuffer(raw, np.int16).reshape(-1, 2).astype(np.float32) / 32768)

    @property
    def waits(self) -> bool:
        """The stream's next block is already there."""
        return self._channel.get_queue() is not None

    @property
    def streams(self) -> bool:
        """A block of the stream sounds."""
        return bool(self._channel.get_busy())

    def queue(self, block: np.ndarray) -> None:
        """The stream's next block: (n, 2) int16."""
        self._channel.queue(self._pygame.mixer.Sound(buffer=block.tobytes()))

    def fade(self, over_ms: int) -> None:
        """Let the cues fade."""
        for channel in range(1, 1 + CUE_CHANNELS):
            self._pygame.mixer.Channel(channel).fadeout(over_ms)

    def gone(self) -> bool:
        """True once after the device went away: pulled out, or its service ended. SDL then plays on to nobody."""
        removed = self._pygame.AUDIODEVICEREMOVED
        return any(e.type == removed and not e.iscapture and e.which > 0 for e in self._pygame.event.get())

    def reopen(self) -> bool:
        """Open what loudspeaker there is now. False: there is none, and all goes on, played to nobody."""
        with self._striking, self._reading:
            self._pygame.mixer.quit()
            self._cues.clear()  # what was read belongs to the device that is closed
            try:
                self._open()
            except self._pygame.error:
                os.environ["SDL_AUDIODRIVER"] = "dummy"
                self._open()
                return False
            finally:
                os.environ.pop("SDL_AUDIODRIVER", None)
                if self._driver is not None:
                    os.environ["SDL_AUDIODRIVER"] = self._driver
        return True

    def close(self) -> None:
        self._pygame.mixer.quit()

    def _open(self) -> None:
        mixer = self._pygame.mixer
        mixer.init(RATE, -16, 2, BUFFER, allowedchanges=0)
        mixer.set_num_channels(1 + CUE_CHANNELS)
        mixer.set_reserved(1)
        self._channel = mixer.Channel(0)

    def _read(self, name: str) -> Any:
        try:
            return self._pygame.mixer.Sound(self._folder / f"{name}.ogg")
        except (self._pygame.error, OSError):
            self.unreadable.add(name)
            return None
