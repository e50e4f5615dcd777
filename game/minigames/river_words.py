"""What River says of its own."""

from __future__ import annotations

from types import MappingProxyType

from game.minigames.wording import LIFT, Script

SAID = Script(
    opening="The current carries you.",
    back=MappingProxyType(dict.fromkeys(LIFT, "Pull slowly through the water.")),
    ending="The river carries your lights.",
)
