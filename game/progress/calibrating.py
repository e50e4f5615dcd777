"""How the comfortable height was found in a block, or was not: from its log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exercises.events import Calibrated, Side
from exercises.routine import Answer, Prescription
from exercises.session import Plan
from game.progress.records import Record

HURT = "calibration_hurt"
LEFT = "left_for_today"
CONFIRMS = {HURT: False, "same_as_last_time": True}  # the answers that make a height the target


def calibrations(log: Iterable[Record]) -> dict[Side, Calibrated | None]:
    """Each side's last calibration. None where it hurt, was not as last time, or nobody stayed to say: its height is
    nobody's target."""
    found: dict[Side, Calibrated | None] = {}
    lifted: dict[Side, Calibrated] = {}
    for record in log:
        if isinstance(record, Calibrated):
            found[record.side], lifted[record.side] = None, record
        elif isinstance(record, Answer) and CONFIRMS.get(record.key) is record.value:
            found.update(lifted)
    return found


def first_targets(plan: Plan | None, log: Sequence[Record], asked: Prescription) -> tuple[tuple[Side, float], ...]:
    """The target each side began with: the therapist's, else the one of the calibration, else of the last time. None
    where the calibration hurt or was not confirmed, and no other was found."""
    found: dict[Side, float] = {}
    for side in ("left", "right"):
        if asked.sides not in (side, "both"):
            continue
        calibration = None if plan is None else getattr(plan, side)
        if calibration is not None:
            found[side] = calibration.target_deg
        if asked.target_deg is not None:
            found[side] = asked.target_deg
    for side, calibrated in calibrations(log).items():
        if calibrated is not None:
            found[side] = calibrated.target_deg
        elif asked.target_deg is None:
            found.pop(side, None)
    return tuple(sorted(found.items()))


def hurt(answers: Iterable[Answer]) -> tuple[bool, ...]:
    """What was said each time that it was asked whether the calibration had hurt."""
    return tuple(said.value is True for said in answers if said.key == HURT)


def left_at(answers: Iterable[Answer]) -> float | None:
    """When (s of the session) the exercise was left in its calibration; None: it was not."""
    return next((said.t_s for said in answers if said.key == LEFT and said.value is True), None)
