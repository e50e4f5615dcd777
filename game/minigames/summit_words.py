"""What Summit says of its own."""

from __future__ import annotations

from types import MappingProxyType

from game.minigames.interface import Setup
from game.minigames.wording import HINT, LIFT, Script

CHAIR = "Feel the chair first."
_ENDING = "All stations shine for you."
_OPENING = "The mountain car is waiting."

FROM_CHAIR = Script(
    opening=_OPENING,
    go=MappingProxyType({**LIFT, "up": "Stand up. The car climbs."}),
    back=MappingProxyType(dict.fromkeys(LIFT, CHAIR)),
    hint=MappingProxyType({**HINT, "up": "Stand when you are ready."}),
    ending=_ENDING,
)
STANDING = Script(
    opening=_OPENING,
    go=MappingProxyType({**LIFT, "up": "Rise slowly. The car climbs.", "down": "Bend slowly. The weight fills."}),
    back=MappingProxyType(
        {**dict.fromkeys(LIFT, "Slowly back. It glides on."), "down": "Rise slowly. The car climbs."}
    ),
    hint=MappingProxyType({**HINT, "up": "Rise when you are ready."}),
    ending=_ENDING,
)


def from_chair(setup: Setup) -> bool:
    """Whether the whole body leaves a chair and comes back to it."""
    return setup.exercise.position == "seated" and setup.sense == "up" and not setup.exercise.sides


def script(setup: Setup) -> Script:
    return FROM_CHAIR if from_chair(setup) else STANDING
