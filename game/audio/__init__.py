"""What is heard: cues once, tones for as long as lists carry them. Whatever sounds is also drawn or captioned.

pygame's mixer plays cues. It has no pitch, and its gain moves in audible steps of a whole buffer; so the tones (a bowed
note that glides with the arm, a choir, water, crickets) are mixed sample by sample (tones.py) and streamed in blocks of
46 ms. (Ready-made pitch steps, cross-faded on two channels, would need no stream, but two neighbouring steps beat
against each other wherever the arm rests between them.) All of it runs in a process of its own (player.py): software
drawing holds Python's lock for tenths of a second, and a stream that waits for the lock tears. A loudspeaker that goes
away is looked for again there (device.py).
Costs 1 to 3 % of one core; a cue follows what is drawn by a frame, a tone by about 0.1 s (docs/performance.md).
"""

from __future__ import annotations

import difflib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Collection
from pathlib import Path
from typing import Any, Protocol

from game.assets import asset
from game.drawlist import DrawList, Tone

PATIENCE_S = 15.0  # a busy machine starts the player in 2 s


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


class Audio:
    """The player's process, told what to do until `close`.

    `lost` turns True if the player is no longer there: the game goes on, silently, and whoever wants to can say so.
    After `close`, `gaps` is how often the stream of tones ran dry, `vanished` how often the loudspeaker went away (it
    is opened again when there is one), `unreadable` the sounds asked for that could not be read.
    """

    def __init__(self, player: subprocess.Popen[str], names: Collection[str]) -> None:
        self.gaps, self.vanished, self.unreadable, self.lost = 0, 0, tuple[str, ...](), False
        self._player, self._names = player, names
        self._heard: set[str] = set()
        self._tones: tuple[Tone, ...] | None = None
        self._told: list[list[Any]] = []
        self._paused = self._closed = False
        self._lines: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._send, name="sound", daemon=True)
        self._thread.start()

    @classmethod
    def open(cls, volume: float = 1.0, folder: Path | None = None) -> Audio:
        """Open the loudspeaker for the sounds of `folder` (the game's own if None). volume: 0 .. 1.

        Raises DeviceError, with one sentence to show. Takes about half a second.
        """
        folder = folder or asset("sounds")
        paths = [str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
        player = subprocess.Popen(
            [sys.executable, "-m", "game.audio.player", str(volume), str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        )  # fmt: skip
        answer = _first_answer(player)
        if "ready" not in answer:
            _end(player)
            why = str(answer.get("no_device", "its player does not start")).rstrip(".")
            raise DeviceError(
                f"no sound: expected a loudspeaker, the system says {why!r}; everything can also be read on the screen"
            )
        return cls(player, frozenset(path.stem for path in folder.glob("*.ogg")))

    def set_volume(self, volume: float) -> None:
        """0 .. 1, for everything from now on."""
        self._lines.put({"volume": volume})

    def show(self, now: DrawList) -> None:
        """Hear this list. The same list, or the same cue, may be shown any number of times. UnknownSoundError."""
        for cue in now.cues:
            if cue.id not in self._heard:
                self._heard.add(cue.id)
                if cue.sound and not self._paused:
                    self._must_know(cue.sound)
                    self._lines.put({"strike": [cue.sound, cue.gain]})
        if not self._paused:
            self._aim(now.tones)

    def pause(self, paused: bool) -> None:
        """While paused tones fade away and new cues are passed over: for a window that lost the focus, say."""
        self._paused = paused
        if paused:
            self._aim(())

    def close(self) -> None:
        """Fade within a quarter of a second and give the device back. Closing twice does nothing."""
        if self._closed:
            return
        self._closed = True
        self._lines.put({"end": True})
        self._thread.join(2.0)
        last = _end(self._player).strip()
        if last.startswith("{"):  # it ended as it should
            said = json.loads(last)
            self.gaps, self.vanished, self.unreadable = said["gaps"], said["vanished"], tuple(said["unreadable"])
        else:
            self.lost = True

    def _aim(self, tones: tuple[Tone, ...]) -> None:
        if tones is self._tones:
            return
        self._tones = tones
        told = [[tone.id, tone.sound, round(float(tone.pitch), 4), round(float(tone.gain), 4)] for tone in tones]
        if told != self._told:
            for tone in tones:
                self._must_know(tone.sound)
            self._told = told
            self._lines.put({"tones": told})

    def _must_know(self, name: str) -> None:
        if name not in self._names:
            near = difflib.get_close_matches(name, sorted(self._names), 1)
            raise UnknownSoundError(f"there is no sound {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""))

    def _send(self) -> None:
        """The thread that writes, so that a player that is slow to read never holds up a frame."""
        assert self._player.stdin is not None
        while not self.lost:
            line = self._lines.get()
            try:
                self._player.stdin.write(json.dumps(line) + "\n")
                self._player.stdin.flush()
            except OSError:  # the player is gone
                self.lost = True
            if "end" in line:
                return


def _first_answer(player: subprocess.Popen[str]) -> dict[str, Any]:
    """The player's first line, {} if it says none in time."""
    assert player.stdout is not None
    late = threading.Timer(PATIENCE_S, player.kill)
    late.start()
    line = player.stdout.readline()
    late.cancel()
    return json.loads(line) if line.startswith("{") else {}


def _end(player: subprocess.Popen[str]) -> str:
    """Let the player finish, and what it said last."""
    try:
        return player.communicate(timeout=5.0)[0]
    except subprocess.TimeoutExpired:
        player.kill()
        return player.communicate()[0]
