"""What Glider says of its own."""

from __future__ import annotations

from types import MappingProxyType

from game.minigames.wording import LIFT, Script

SAID = Script(
    opening="A ring waits in the air.",
    back=MappingProxyType(
        {
            "up": "Let it soar. Come down slowly.",
            "down": "Let it soar. Come up slowly.",
            "out": "Let it soar. Come back slowly.",
            "turn": "Let it soar. Come back slowly.",
        }
    ),
    go=MappingProxyType({**LIFT, "up": "Lift slowly. It rises."}),
    ending="Your bells ring to the sea.",
)
