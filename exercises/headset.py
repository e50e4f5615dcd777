"""Which exercises a headset may judge, and how sure its angles are: from what was measured, not from hope.

A headset knows head and hands; whatever else is worked out (game/tracking/wearer.py). headset_errors.py holds what that
was off by, on people of known joints; `tests/bench/headset_angles.py --write` measures it again.
"""

from __future__ import annotations

from math import nan

from exercises.definition import Exercise
from exercises.headset_errors import ERRORS, FALSELY_NAMED
from exercises.pose import Joint

MEAN_DEG, P90_DEG = 8.0, 15.0  # peaks that are off by more are no angle to give anybody
EXACT = 0.9  # share of people whose lifts were all counted, and none too many
LEAST_DEG = 3.0  # as surely as an angle is ever stated
NAMED_AT_MOST = 0.05  # share of sound lifts that may be called faulty: a fault that is named more often is not told
SEES = frozenset(
    joint
    for joint in Joint
    if joint <= Joint.mouth_right or joint.name.split("_", 1)[1] in ("shoulder", "elbow", "wrist", "hip")
)
"""The joints a headset's poses hold: the face from the head, wrists from the hands, arms and trunk worked out."""

_LEGS = "A headset does not see legs: it is played in the window."
_NEVER = "It is not done in a headset: it is played in the window."
_STANDING = "It is done standing, and a headset hides the room: it is played in the window."
_UNSURE = "A headset is too unsure of it: it is played in the window."


def headset_allows(exercise: Exercise) -> str | None:
    """None where an exercise may be played in a headset, seated; else the reason, one sentence in plain words."""
    return unwearable(exercise) or (None if _sure(exercise) else _UNSURE)


def unwearable(exercise: Exercise) -> str | None:
    """Why an exercise is not for a headset, however well it may be measured; None where nothing speaks against it.

    The catalogue says it (its `headset`, from the clinical reference): "seated yes" is done sitting on a chair, even
    where without a headset one stands for it. Cautions, screens and straps in front of the face are all "no".
    """
    if not exercise.needs <= SEES:
        return _LEGS
    said = exercise.headset
    if said.startswith("seated yes"):
        return None
    return _STANDING if exercise.position == "standing" else _NEVER


def assessable(exercise: Exercise) -> str | None:
    """The same for an assessment that a prescriber switches on: what the catalogue says of play does not count, what
    was measured does. None, or the reason.
    """
    if not exercise.needs <= SEES:
        return _LEGS
    return None if _sure(exercise) else _UNSURE


def half_width_deg(exercise: Exercise) -> float:
    """Within so much of the truth lie nine in ten of a headset's peaks; NaN where it was never measured."""
    found = ERRORS.get(exercise.id)
    return nan if found is None else found.half_width_deg


def tells(exercise: Exercise, fault: str) -> bool:
    """Whether a headset may say this fault of an exercise's lifts: what is read of sound ones seldom looks like it."""
    return FALSELY_NAMED.get(exercise.id, {}).get(fault, 0.0) <= NAMED_AT_MOST


def _sure(exercise: Exercise) -> bool:
    found = ERRORS.get(exercise.id)
    return found is not None and found.mean_deg <= MEAN_DEG and found.p90_deg <= P90_DEG and found.exact >= EXACT
