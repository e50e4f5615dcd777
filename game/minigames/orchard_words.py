"""What Orchard says of its own."""

from __future__ import annotations

from types import MappingProxyType

from game.minigames.wording import HINT, LIFT, Script

SAID = Script(
    opening="The fruit is nearly ripe.",
    go=MappingProxyType({**LIFT, "turn": "Reach across slowly."}),
    back=MappingProxyType(dict.fromkeys(LIFT, "Bring it down slowly.")),
    hint=MappingProxyType({**HINT, "turn": "Reach when you are ready."}),
    ending="The light goes downstream.",
)
UPRIGHT = {"seated": "Back against the chair.", "standing": "Stand tall."}
