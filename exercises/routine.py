"""What a therapist prescribes: exercises, dose, targets and limits. Data only; reading files is the program's work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from exercises.definition import Exercise

Sides = Literal["left", "right", "both"]
BothSides = Literal["together", "alternate", "one_then_other"]


@dataclass(frozen=True, slots=True)
class Dose:
    """sets x reps, each held for hold_s, with rest_s between sets."""

    sets: int = 2
    reps: int = 8
    hold_s: float = 0.0
    rest_s: float = 30.0


@dataclass(frozen=True, slots=True)
class Prescription:
    """One exercise of a routine. `target_deg` None: the target comes from the calibration (85 % of comfortable travel).

    Limits are the prescriber's, in the exercise's own measure; None keeps the exercise's own limit.
    """

    exercise: Exercise
    sides: Sides
    dose: Dose = Dose()
    both: BothSides = "one_then_other"
    target_deg: float | None = None
    limit_low_deg: float | None = None
    limit_high_deg: float | None = None
    game: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the patient said or chose at `t_s`: pain_before, pain_during, pain_after, effort, worse_since, choice ..."""

    t_s: float
    key: str
    value: str | int | float | bool


@dataclass(frozen=True, slots=True)
class Answers:
    """What a demonstration answers by itself in the check-in and check-out; a patient is always asked."""

    pain_before: int = 0
    pain_after: int = 0
    effort: int = 3


@dataclass(frozen=True, slots=True)
class Routine:
    """`demo` marks a demonstration: it answers the questions itself and its reports say so.
    `unprescribed`: started without a therapist's routine, so the operation question is asked once."""

    id: str
    title: str
    prescriptions: tuple[Prescription, ...]
    pain_stop: int = 5
    demo: Answers | None = None
    unprescribed: bool = False
    film: str | None = None
