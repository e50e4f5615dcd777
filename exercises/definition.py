"""An exercise as data, and `parse`, whose errors name file, path, what was expected and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from exercises.pose import Joint

Position = Literal["standing", "seated", "lying", "floor"]
Signal = Literal["lift_return", "hold", "alternate", "reach", "rhythm", "free"]
Sense = Literal["up", "down", "out", "turn"]


@dataclass(frozen=True, slots=True)
class YawRange:
    """Camera yaws from low_deg to high_deg; 0 faces the patient's front, +90 the side that works."""

    low_deg: float
    high_deg: float


@dataclass(frozen=True, slots=True)
class Phase:
    """One way of the movement. `start` and `end` are shares of personal travel; limits are for safety."""

    measure: str
    toward: Literal["increase", "decrease"]
    start: float
    end: float
    hold_s: float
    limit_low_deg: float
    limit_high_deg: float


@dataclass(frozen=True, slots=True)
class Fault:
    """A compensation. `measure` over `above` (in that measure's unit, relative to this repetition's start) is the fault."""

    id: str
    measure: str
    above: float
    say: str  # what to do instead, in kind words


@dataclass(frozen=True, slots=True)
class Exercise:
    id: str
    version: str
    title: str
    position: Position
    sides: bool  # whether it is done by one side at a time
    signal: Signal
    needs: frozenset[Joint]  # for the left side; mirrored for the right
    view_play: tuple[YawRange, ...]
    view_measure: tuple[YawRange, ...]
    sense: Sense
    phases: tuple[Phase, ...]
    faults: tuple[Fault, ...]
    cautions: tuple[str, ...]
    instructions: tuple[str, ...]  # short sentences, kind words, for the screen
    source: str
    evidence: str  # V S T I G as in the reference, and "draft" until a physiotherapist has reviewed it


class DefinitionError(ValueError):
    """`squat.toml: phases[1].limit_high_deg must be at most 160, got 900`."""


def parse(mapping: dict[str, Any], name: str) -> Exercise: ...
