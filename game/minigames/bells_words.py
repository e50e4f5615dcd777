"""What Bells says of its own."""

from __future__ import annotations

from types import MappingProxyType

from game.minigames.wording import LIFT, Script

SAID = Script(
    opening="The bells know a song.",
    back=MappingProxyType(
        {
            "up": "Let it ring as you lower.",
            "down": "Let it ring as you stand.",
            "out": "Let it ring as you return.",
            "turn": "Let it ring as you return.",
        }
    ),
    go=MappingProxyType(dict(LIFT)),
    ending="The forest knows your song.",
)
