"""What Lanterns says of its own."""

from __future__ import annotations

from types import MappingProxyType

from game.minigames.wording import Script

SAID = Script(
    opening="Someone is waiting for a light.",
    back=MappingProxyType(
        {
            "up": "Let go as you come down.",
            "down": "Let it go as you stand.",
            "out": "Let it go as you return.",
            "turn": "Let it go as you return.",
        }
    ),
    ending="The valley can see you.",
)
