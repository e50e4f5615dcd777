"""What Heron says of its own: short, and of support early on wherever somebody stands."""

from __future__ import annotations

from types import MappingProxyType

from exercises.definition import Exercise
from game.minigames.wording import HINT, LIFT, Script

SUPPORT = "Hold the chair if you like."
_BACK = dict.fromkeys(LIFT, "Come back slowly.")
ENDING, STAYS = "It trusts you.", "It stays near you."


def said(exercise: Exercise, last: bool) -> Script:
    """The sentences for an exercise: who holds still is told how in its own words; `last`: of the block's last set."""
    stands = exercise.position == "standing"
    how = exercise.instructions[1] if exercise.signal == "hold" and len(exercise.instructions) > 1 else ""
    fits = 0 < len(how.split()) <= 6
    return Script(
        opening=SUPPORT if stands else "A heron is watching.",
        go=MappingProxyType(dict.fromkeys(LIFT, how)) if fits else LIFT,
        back=MappingProxyType(_BACK),
        hint=MappingProxyType(dict.fromkeys(HINT, SUPPORT)) if stands else HINT,
        ending=ENDING if last else STAYS,
    )
