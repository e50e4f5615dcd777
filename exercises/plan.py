"""What one block of a session is to judge: exercise, sides, dose, limits and what is known of the person."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import Literal

from exercises import repetitions
from exercises.definition import Exercise
from exercises.measures import RANGES_DEG, Side
from exercises.repetitions import Rules
from exercises.routine import BothSides, Dose, Sides


@dataclass(frozen=True, slots=True)
class SideCalibration:
    """Rest, comfortable travel end and target of one side, in the exercise's measure."""

    rest_deg: float
    comfortable_deg: float
    target_deg: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What to judge. With neither calibration nor target (a film) travel is learned from the first three efforts."""

    exercise: Exercise
    sides: Sides
    dose: Dose
    both: BothSides = "one_then_other"
    target_deg: float | None = None
    limit_low_deg: float | None = None
    limit_high_deg: float | None = None
    left: SideCalibration | None = None
    right: SideCalibration | None = None
    worse_morning: bool = False  # the morning after last time was worse: no target rises today
    film: bool = False  # one endless set from the first pose on; heading and view taken from the film

    @property
    def judged(self) -> tuple[Side, ...]:
        """The sides whose angle is judged. A movement of the whole body is judged by one (the left, unless told)."""
        if self.sides != "both":
            return (self.sides,)
        return ("left", "right") if self.exercise.sides else ("left",)

    @property
    def mode(self) -> Literal["one", "together", "alternate", "one_then_other"]:
        return "one" if len(self.judged) == 1 else self.both

    def calibration(self, side: Side) -> SideCalibration | None:
        return self.left if side == "left" else self.right

    def limits(self) -> tuple[float, float]:
        """(low, high) in degrees: the prescriber's, else the exercise's.

        A film has only limits it was given (NaN: none): what is long done can no longer be stopped.
        """
        phase = self.exercise.phases[0]
        ends = RANGES_DEG[phase.measure]  # where a joint ends by itself there is nothing to warn of
        low = nan if self.film or phase.limit_low_deg <= ends[0] else phase.limit_low_deg
        high = nan if self.film or phase.limit_high_deg >= ends[1] else phase.limit_high_deg
        return (
            low if self.limit_low_deg is None else self.limit_low_deg,
            high if self.limit_high_deg is None else self.limit_high_deg,
        )

    def rules(self) -> Rules:
        phase = self.exercise.phases[0]
        low, high = self.limits()
        if self.limit_low_deg is None and phase.toward == "increase":
            low = nan  # the exercise's own limit on the resting side says where a joint ends, not where danger begins
        if self.limit_high_deg is None and phase.toward == "decrease":
            high = nan
        return repetitions.rules(phase, self.dose.hold_s, low, high)
