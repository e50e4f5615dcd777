"""What Mirror says of its own."""

from __future__ import annotations

from types import MappingProxyType

from game.minigames.wording import LIFT, Script

SAID = Script(
    opening="Someone moves with you.",
    back=MappingProxyType(dict.fromkeys(LIFT, "Come back together.")),
    ending="You moved as one.",
)
