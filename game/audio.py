"""What is heard: cues once, tones for as long as lists carry them. Whatever sounds is also drawn or captioned.

pygame's mixer plays cues, mixed in its own thread without Python. It has no pitch, and its gain moves in audible steps
of a whole buffer; so the tones (a bowed note that glides with the arm, a choir, water, crickets) are mixed here, sample
by sample, into blocks of 70 ms that a thread hands to one reserved channel, one block ahead. SDL's mixer begins a
queued block in the very sample after the last, so blocks leave no seam. (Ready-made pitch steps, cross-faded on two
channels, would need no thread, but two neighbouring steps beat against each other wherever the arm rests between them.)
A block of four tones takes under 1 ms; what is heard follows what is drawn by 0.1 to 0.2 s.
"""

from __future__ import annotations

import contextlib
import difflib
import math
import os
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from game.assets import asset
from game.drawlist import Cue, DrawList, Tone

RATE = 44100
BLOCK = 3072  # samples of a tone block: 70 ms; twice as long after the stream ran dry, up to
LONGEST_BLOCK = 12288
BUFFER = 1024  # samples of the device's buffer: 23 ms
CUE_CHANNELS = 24
GLIDE_S = 0.06  # time constant of pitch
FADE_S = 0.09  # time constant of gain
LOOP_EDGE_S = 0.1  # a loop's file carries this much of its beginning once more after its end
FAINT = 1e-4  # -80 dB: gone


class AudioError(Exception):
    """Sound cannot begin or go on: one sentence.

    * AudioError
      - DeviceError        no loudspeaker, or the system will not open it
      - UnknownSoundError  a cue or tone names a sound that is not there
    """


class DeviceError(AudioError):
    pass


class UnknownSoundError(AudioError):
    pass


class Speaker(Protocol):
    def show(self, now: DrawList) -> None:
        """Hear this list: cues not heard before, tones as they are now. Never blocks."""

    def pause(self, paused: bool) -> None: ...
    def close(self) -> None: ...


class Silent:
    """For a machine without a loudspeaker; the app chooses it knowingly, after telling the player why."""

    def show(self, now: DrawList) -> None:
        pass

    def pause(self, paused: bool) -> None:
        pass

    def close(self) -> None:
        pass


# --- tones: pitch and gain that glide, no device -------------------------------------------------------------------


@dataclass(slots=True)
class _Voice:
    """One sounding tone: where it reads its loop (samples) and how fast and loud it is at this sample."""

    samples: np.ndarray  # (N, 2) float32, periodic
    at: float
    pitch: float
    gain: float


class Blend:
    """Tones mixed to blocks. Loops are (N, 2) float32, full scale 1, periodic: sample N is sample 0.

    Pitch and gain run in straight lines within a block and toward their aims exponentially from block to block, so
    neither ever jumps: a tone that is new rises from nothing, one that left the list fades.
    """

    def __init__(self, loops: Mapping[str, np.ndarray]) -> None:
        self._loops = loops
        self._voices: dict[tuple[str, str], _Voice] = {}
        self._aims: dict[tuple[str, str], Tone] = {}

    def aim(self, tones: tuple[Tone, ...]) -> None:
        """Where tones shall glide to; those not named fade. Raises UnknownSoundError."""
        for tone in tones:
            if tone.sound not in self._loops:
                raise UnknownSoundError(_unknown(tone.sound, self._loops))
        self._aims = {(tone.id, tone.sound): tone for tone in tones}

    @property
    def quiet(self) -> bool:
        """Nothing sounds and nothing is asked to."""
        return not self._voices and not any(tone.gain > 0 for tone in self._aims.values())

    def block(self, n: int = BLOCK) -> np.ndarray:
        """The next n samples (n, 2) float32, not clipped."""
        aims = self._aims  # read once: another thread may aim anew
        near_pitch, near_gain = math.exp(-n / RATE / GLIDE_S), math.exp(-n / RATE / FADE_S)
        out = np.zeros((n, 2), np.float32)
        for key in aims.keys() - self._voices.keys():
            self._voices[key] = _Voice(self._loops[key[1]], 0.0, aims[key].pitch, 0.0)
        for key, voice in list(self._voices.items()):
            tone = aims.get(key)
            pitch, gain = (tone.pitch, tone.gain) if tone else (voice.pitch, 0.0)
            pitch += (voice.pitch - pitch) * near_pitch
            gain += (voice.gain - gain) * near_gain
            if gain < FAINT and not (tone and tone.gain > 0):
                gain = 0.0
            self._add(out, voice, pitch, gain)
            if gain == 0.0:
                del self._voices[key]
        return out

    @staticmethod
    def _add(out: np.ndarray, voice: _Voice, pitch: float, gain: float) -> None:
        n = len(out)
        share = np.arange(1, n + 1, dtype=np.float32)[:, None] / n
        gains = voice.gain + (gain - voice.gain) * share
        if voice.pitch == pitch == 1.0 and voice.at.is_integer():
            read = voice.samples[(int(voice.at) + np.arange(n)) % len(voice.samples)]
            voice.at = (voice.at + n) % len(voice.samples)
        else:
            steps = np.linspace(voice.pitch, pitch, n + 1)[1:]
            places = voice.at + np.concatenate([[0.0], np.cumsum(steps)])
            read = _read_between(voice.samples, places[:-1])
            voice.at = float(places[-1]) % len(voice.samples)
        out += read * gains
        voice.pitch, voice.gain = pitch, gain


def _read_between(samples: np.ndarray, places: np.ndarray) -> np.ndarray:
    """`samples` at fractional places by a cubic through four neighbours (Catmull-Rom), periodic; (n, 2)."""
    whole = np.floor(places).astype(np.int64)
    x = (places - whole).astype(np.float32)[:, None]
    a, b, c, d = (samples[(whole + k) % len(samples)] for k in (-1, 0, 1, 2))
    return b + 0.5 * x * (c - a + x * (2 * a - 5 * b + 4 * c - d + x * (3 * (b - c) + d - a)))


def closed(samples: np.ndarray) -> np.ndarray:
    """A loop (N, 2) from its file's samples (N + edge, 2): the edge, blended into the beginning, takes away the small
    step that a lossy codec leaves between end and beginning."""
    edge = round(LOOP_EDGE_S * RATE)
    if len(samples) <= 2 * edge:
        raise ValueError(f"a loop must be longer than {2 * edge} samples, got {len(samples)}")
    loop, blended = samples[:-edge].copy(), edge // 2  # the codec errs most at the very end, which is left out
    share = np.linspace(0, 1, blended, endpoint=False, dtype=loop.dtype)[:, None]
    loop[:blended] = share * loop[:blended] + (1 - share) * samples[len(loop) : len(loop) + blended]
    return loop


class _Loops(Mapping[str, np.ndarray]):
    """Every sound as a loop, made when first asked for (a few milliseconds)."""

    def __init__(self, sounds: Mapping[str, Any]) -> None:
        self._sounds, self._made = sounds, {}

    def __getitem__(self, name: str) -> np.ndarray:
        if name not in self._made:
            whole = np.frombuffer(self._sounds[name].get_raw(), np.int16).reshape(-1, 2)
            self._made[name] = closed(whole.astype(np.float32) / 32768)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._sounds

    def __iter__(self) -> Iterator[str]:
        return iter(self._sounds)

    def __len__(self) -> int:
        return len(self._sounds)


def _unknown(name: str, known: Mapping[str, Any]) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    return f"there is no sound {name!r}" + (f"; did you mean {near[0]!r}?" if near else "")


# --- the loudspeaker ----------------------------------------------------------------------------------------------


class Audio:
    """The mixer, open until `close`. One at a time in a program, since pygame has one mixer.

    `gaps` counts the times the stream of tones ran dry, since the program got no turn for longer than a block: from
    then on blocks are twice as long, so that a slow machine has tones that follow later rather than tones that tear.
    """

    def __init__(self, mixer: Any, sounds: Mapping[str, Any], volume: float) -> None:
        self.gaps = 0
        self._mixer, self._sounds, self._volume = mixer, sounds, volume
        self._heard: set[str] = set()
        self._paused = False
        self._blend = Blend(_Loops(sounds))
        self._channel = mixer.Channel(0)
        self._wake, self._ending = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._stream, name="tones", daemon=True)
        self._thread.start()

    @classmethod
    def open(cls, volume: float = 1.0, folder: Path | None = None) -> Audio:
        """Open the loudspeaker and read every sound of `folder` (the game's own if None). volume: 0 .. 1.

        Raises DeviceError, with one sentence to show. Takes about 0.3 s.
        """
        os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # pygame greets on standard output
        from pygame import error, mixer

        folder = folder or asset("sounds")
        try:
            with _without_chatter():
                mixer.init(RATE, -16, 2, BUFFER, allowedchanges=0)
        except error as reason:
            raise DeviceError(
                f"no sound: expected a loudspeaker, the system says {str(reason).rstrip('.')!r}; "
                "everything can also be read on the screen"
            ) from reason
        mixer.set_num_channels(1 + CUE_CHANNELS)
        mixer.set_reserved(1)  # channel 0 carries the tones
        return cls(mixer, {path.stem: mixer.Sound(path) for path in sorted(folder.glob("*.ogg"))}, volume)

    def set_volume(self, volume: float) -> None:
        """0 .. 1, for everything from now on."""
        self._volume = volume

    def show(self, now: DrawList) -> None:
        """Hear this list. The same list, or the same cue, may be shown any number of times. UnknownSoundError."""
        for cue in now.cues:
            if cue.id not in self._heard:
                self._heard.add(cue.id)
                if cue.sound and not self._paused:
                    self._strike(cue)
        self._blend.aim(() if self._paused else now.tones)
        if not self._blend.quiet:
            self._wake.set()

    def pause(self, paused: bool) -> None:
        """While paused tones fade away and new cues are passed over: for a window that lost the focus, say."""
        self._paused = paused
        if paused:
            self._blend.aim(())

    def close(self) -> None:
        """Fade within a quarter of a second and give the device back. Closing twice does nothing."""
        if self._ending.is_set():
            return
        self._blend.aim(())
        for channel in range(1, 1 + CUE_CHANNELS):
            self._mixer.Channel(channel).fadeout(200)
        self._ending.wait(0.25)
        self._ending.set()
        self._wake.set()
        self._thread.join(1.0)
        self._mixer.quit()

    def _strike(self, cue: Cue) -> None:
        if cue.sound not in self._sounds:
            raise UnknownSoundError(_unknown(cue.sound, self._sounds))
        channel = self._mixer.find_channel(force=True)
        channel.play(self._sounds[cue.sound])
        channel.set_volume(min(1.0, cue.gain * self._volume))

    def _stream(self) -> None:
        """The thread: one block playing, one waiting behind it."""
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


@contextlib.contextmanager
def _without_chatter() -> Iterator[None]:
    """Sound libraries write their own long complaints to file descriptor 2; the one sentence is ours."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
