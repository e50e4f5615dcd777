"""What a therapist prescribes: exercises, dose, targets and limits. Data only; reading files is the program's work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from exercises.definition import DefinitionError, Exercise
from exercises.mappings import Table, nearest
from exercises.measures import RANGES_DEG

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


_ROUTINE_KEYS = ("id", "title", "pain_stop", "unprescribed", "film", "demo", "prescriptions")
_PRESCRIPTION_KEYS = ("exercise", "sides", "both", "target_deg", "limit_low_deg", "limit_high_deg", "game", "dose")
_DOSE_KEYS = ("sets", "reps", "hold_s", "rest_s")
_DEMO_KEYS = ("pain_before", "pain_after", "effort")


def parse(mapping: Mapping[str, Any], name: str, exercises: Mapping[str, Exercise]) -> Routine:
    """The routine that a mapping (read from the file `name`) holds; `exercises` is the catalogue by id.

    Raises DefinitionError with one sentence that names file and path, what was expected and what was found.
    """
    t = Table.top(mapping, name, DefinitionError)
    t.only(_ROUTINE_KEYS)
    demo = t.table("demo")
    return Routine(
        id=t.text("id"),
        title=t.text("title"),
        prescriptions=tuple(_prescription(p, exercises) for p in t.tables("prescriptions", least=1)),
        pain_stop=t.whole("pain_stop", 1, 10, 5),
        demo=None if demo is None else _demo(demo),
        unprescribed=t.flag("unprescribed", False),
        film=t.text("film", None),
    )


def _demo(t: Table) -> Answers:
    t.only(_DEMO_KEYS)
    plain = Answers()
    return Answers(**{key: t.whole(key, 0, 10, getattr(plain, key)) for key in _DEMO_KEYS})


def _dose(t: Table) -> Dose:
    t.only(_DOSE_KEYS)
    plain = Dose()
    return Dose(
        sets=t.whole("sets", 1, 20, plain.sets),
        reps=t.whole("reps", 1, 100, plain.reps),
        hold_s=t.number("hold_s", 0.0, 120.0, plain.hold_s),
        rest_s=t.number("rest_s", 0.0, 600.0, plain.rest_s),
    )


def _prescription(t: Table, exercises: Mapping[str, Exercise]) -> Prescription:
    t.only(_PRESCRIPTION_KEYS)
    wanted: str = t.text("exercise")
    if wanted not in exercises:
        t.fail("exercise", f'must be an exercise of the catalogue, got "{wanted}"{nearest(wanted, exercises)}')
    exercise = exercises[wanted]
    phase = exercise.phases[0]
    least, most = RANGES_DEG[phase.measure]
    low = t.number("limit_low_deg", least, most, None)
    high = t.number("limit_high_deg", least if low is None else low + 1.0, most, None)
    within = (phase.limit_low_deg if low is None else low, phase.limit_high_deg if high is None else high)
    dose = t.table("dose")
    return Prescription(
        exercise=exercise,
        sides=t.text("sides", "both", among=get_args(Sides)),
        dose=Dose() if dose is None else _dose(dose),
        both=t.text("both", "one_then_other", among=get_args(BothSides)),
        target_deg=t.number("target_deg", *within, None),
        limit_low_deg=low,
        limit_high_deg=high,
        game=t.text("game", None),
    )


def as_mapping(routine: Routine) -> dict[str, Any]:
    """The mapping of a routine, as TOML would hold it: `parse(as_mapping(r), name, exercises) == r`."""
    out: dict[str, Any] = {"id": routine.id, "title": routine.title, "pain_stop": routine.pain_stop}
    out["unprescribed"] = routine.unprescribed
    if routine.film is not None:
        out["film"] = routine.film
    if routine.demo is not None:
        out["demo"] = {key: getattr(routine.demo, key) for key in _DEMO_KEYS}
    out["prescriptions"] = [_prescription_mapping(p) for p in routine.prescriptions]
    return out


def _prescription_mapping(p: Prescription) -> dict[str, Any]:
    out: dict[str, Any] = {"exercise": p.exercise.id, "sides": p.sides, "both": p.both}
    for key in ("target_deg", "limit_low_deg", "limit_high_deg", "game"):
        if (value := getattr(p, key)) is not None:
            out[key] = value
    out["dose"] = {key: getattr(p.dose, key) for key in _DOSE_KEYS}
    return out
