"""How the comfortable height was found in a block, or was not: from its log."""

from __future__ import annotations

from collections.abc import Iterable

from exercises.events import Calibrated, Side
from exercises.routine import Answer
from game.progress.records import Record

HURT = "calibration_hurt"
LEFT = "left_for_today"


def calibrations(log: Iterable[Record]) -> dict[Side, Calibrated | None]:
    """Each side's last calibration; None where that hurt and no other followed: its height is nobody's target."""
    found: dict[Side, Calibrated | None] = {}
    for record in log:
        if isinstance(record, Calibrated):
            found[record.side] = record
        elif isinstance(record, Answer) and record.key == HURT and record.value is True:
            found = dict.fromkeys(found)
    return found


def hurt(answers: Iterable[Answer]) -> tuple[bool, ...]:
    """What was said each time that it was asked whether the calibration had hurt."""
    return tuple(said.value is True for said in answers if said.key == HURT)


def left_at(answers: Iterable[Answer]) -> float | None:
    """When (s of the session) the exercise was left in its calibration; None: it was not."""
    return next((said.t_s for said in answers if said.key == LEFT and said.value is True), None)
