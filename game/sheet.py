"""A routine as a therapist would want to check it: exercise by exercise, and what of it may be done in a headset."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from exercises.headset import headset_allows
from exercises.routine import BothSides, FunctionalTest, Prescription, Routine
from game.progress import words

_BOTH: dict[BothSides, str] = {
    "together": "both together",
    "alternate": "both, in turn",
    "one_then_other": "both, one then the other",
}
HEAD = ("what", "side", "how much", "target and limits", "game", "headset")


class Row(NamedTuple):
    """One line of the sheet, under HEAD."""

    what: str
    side: str
    dose: str
    target: str
    game: str
    headset: str


def rows(routine: Routine) -> Iterator[Row]:
    """The tests first, as they are played, then the exercises."""
    for test in routine.tests:
        yield _test(test)
    for asked in routine.prescriptions:
        game = asked.game or "any that fits"
        worn = headset_allows(asked.exercise) or "yes, seated"
        if asked.calm:
            yield Row(asked.exercise.title, "–", words.count(round(asked.minutes), "minute"), "none", game, worn)
        else:
            yield Row(asked.exercise.title, _side(asked), _dose(asked), _target(asked), game, worn)


def notes(routine: Routine) -> Iterator[str]:
    """What holds for all of it."""
    yield f"Pain of {routine.pain_stop} and more, or 3 more than before, ends an exercise; 7 and more ends the session."
    if routine.unprescribed:
        yield "Not prescribed by anybody: it asks about operations first, and no functional test is played."
    if routine.demo is not None:
        yield "A demonstration: it answers its own questions, and its reports say so."
    yield "Doses, targets and limits are drafts until a physiotherapist has reviewed them."


def _test(test: FunctionalTest) -> Row:
    return Row(f"test: {test.test.replace('_', ' ')}", test.side or "both", "as its protocol says", "–", "–",
               "yes, seated, and only there" if test.worn else "no: it is played in the window")  # fmt: skip


def _side(asked: Prescription) -> str:
    if not asked.exercise.sides:
        return "the whole body"
    return _BOTH[asked.both] if asked.sides == "both" else asked.sides


def _dose(asked: Prescription) -> str:
    dose = asked.dose
    held = f", held {dose.hold_s:g} s" if dose.hold_s else ""
    return f"{words.count(dose.sets, 'set')} of {dose.reps}{held}, {dose.rest_s:g} s rest"


def _target(asked: Prescription) -> str:
    target = "personal" if asked.target_deg is None else f"{asked.target_deg:g}°"
    limits = [
        f"{word} {limit:g}°"
        for word, limit in (("not below", asked.limit_low_deg), ("not above", asked.limit_high_deg))
        if limit is not None
    ]
    return f"{target}; {words.listed(limits)}" if limits else f"{target}; the exercise's own limits"
