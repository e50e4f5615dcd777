"""What a hand feels in a headset: a choice it has made, and a success it has come to."""

from __future__ import annotations

from typing import Protocol

from game.drawlist import DrawList
from game.openxr.data import Side

CHOSE = (0.04, 0.6)  # seconds and strength
SUCCEEDED = (0.12, 0.5)


class Buzzes(Protocol):
    def vibrate(self, side: Side, for_s: float, amplitude: float) -> None: ...


class Buzz:
    """Lets hands feel through a session's controllers; hands without any feel nothing."""

    def __init__(self, session: Buzzes) -> None:
        self._session = session
        self._felt: set[str] = set()

    def chose(self, side: Side) -> None:
        self._session.vibrate(side, *CHOSE)

    def show(self, drawlist: DrawList) -> None:
        """Each cue that is felt, once, with the first list that carries it: in the frame in which it is seen."""
        for cue in drawlist.cues:
            if cue.felt and cue.id not in self._felt:
                self._felt.add(cue.id)
                self._session.vibrate(cue.felt, *SUCCEEDED)
