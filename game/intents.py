"""What the player wants, whatever made it: key, click, switch, pad, or a hand held over a target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "point", "select", "next", "back", "pause", "too_much", "stop", "quit",
    "camera_lost", "camera_dark", "camera_slow", "camera_found",
    "headset_lost", "headset_found", "hand_lost", "hand_found", "sources_joined",
    "sources_parted", "source_ended", "postcard", "ticks_dropped",
]  # fmt: skip


KEPT_SAYINGS = ("headset_lost", "sources_joined", "sources_parted")


@dataclass(frozen=True, slots=True)
class Intent:
    """`point` carries a place on the view (0..1 from the left, 0..1 from the top) where the pointer is now;
    `select` the same where it was clicked, or `button` when a button was named (keys 1 to 9, a gesture, a test).
    `next` takes the first button, `back` the last. The kinds from `camera_lost` on are the source's, put in by the
    loop: they decide what happens, so they belong in the log with the rest. `say`: what a source said when the headset
    was lost (shown while that is waited for), or when headset and camera joined or parted (clocks, latency, residual,
    why), kept with the session. `postcard` is the program's answer where one was asked for: `say` names the folder it
    is in, None where it could not be kept. `ticks_dropped` is the loop's own and asks for nothing: the machine was
    late, and so many ticks (`count`) were left out before this one."""

    kind: Kind
    at: tuple[float, float] | None = None
    button: str | None = None
    say: str | None = None
    count: int = 0
