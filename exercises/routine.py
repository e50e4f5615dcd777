"""What a therapist prescribes: exercises, dose, targets and limits. Data only; reading files is the program's work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from exercises import calm
from exercises.definition import DefinitionError, Exercise
from exercises.mappings import Table, nearest
from exercises.measures import RANGES_DEG, Side
from exercises.norms import Sex

Sides = Literal["left", "right", "both"]
BothSides = Literal["together", "alternate", "one_then_other"]
TestId = Literal[
    "chair_stand_30s", "five_stands", "single_leg_stance", "four_stage_balance", "functional_reach", "shoulder_battery",
    "arm_curl_30s", "neck_range",
]  # fmt: skip
ONE_SIDED: tuple[TestId, ...] = ("single_leg_stance", "functional_reach", "shoulder_battery", "arm_curl_30s")
WORN: tuple[TestId, ...] = ("shoulder_battery", "neck_range")  # those that a headset can measure


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
    `minutes`: of a passage without an exercise (calm.py), which has no dose, no target and no limits; 0 of an exercise.
    `breath_s`: seconds in and out of its waves.
    """

    exercise: Exercise
    sides: Sides
    dose: Dose = Dose()
    both: BothSides = "one_then_other"
    target_deg: float | None = None
    limit_low_deg: float | None = None
    limit_high_deg: float | None = None
    game: str | None = None
    minutes: float = 0.0
    breath_s: tuple[float, float] = (calm.IN_S, calm.OUT_S)

    @property
    def calm(self) -> bool:
        """Whether nothing is exercised here, and nothing judged."""
        return self.exercise.signal == "free"


def quiet(minutes: float, game: str | None = None, breath_s: tuple[float, float] | None = None) -> Prescription:
    """A passage without an exercise, of so many minutes."""
    breath_s = breath_s or (calm.IN_S, calm.OUT_S)
    dose = Dose(sets=1, reps=1, rest_s=0.0)
    return Prescription(calm.QUIET, "both", dose, "together", game=game, minutes=minutes, breath_s=breath_s)


@dataclass(frozen=True, slots=True)
class FunctionalTest:
    """One functional test (functional.py), played before the exercises. Age (years), sex and height serve its norms
    and its scale; None: not told. `side`: the leg that stands, the arm that works; None where both do.

    worn             played in a headset, seated; the neck's range always is
    neck_diagnosis   the neck's range is told False: a headset weighs on a neck, and is no test of a sick one (CARE)
    """

    test: TestId
    side: Side | None = None
    age: float | None = None
    sex: Literal["female", "male"] | None = None
    height_m: float | None = None
    worn: bool = False
    neck_diagnosis: bool | None = None

    @property
    def working(self) -> Side:
        """The side. Raises ValueError where a test of one side was given none."""
        if self.side is None:
            raise ValueError(f"{self.test} is done by one side: expected left or right, got none")
        return self.side

    @property
    def norm_sex(self) -> Sex | None:
        """As the tables of norms name it."""
        return None if self.sex is None else "woman" if self.sex == "female" else "man"


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
    `unprescribed`: started without a therapist's routine, so the operation question is asked once.
    `tests` come after the check-in and before the exercises, only where a therapist prescribed them."""

    id: str
    title: str
    prescriptions: tuple[Prescription, ...]
    pain_stop: int = 5
    demo: Answers | None = None
    unprescribed: bool = False
    film: str | None = None
    tests: tuple[FunctionalTest, ...] = ()


_ROUTINE_KEYS = ("id", "title", "pain_stop", "unprescribed", "film", "demo", "prescriptions", "tests")
_TEST_KEYS = ("test", "side", "age", "sex", "height_m", "worn", "neck_diagnosis")
_PRESCRIPTION_KEYS = ("exercise", "sides", "both", "target_deg", "limit_low_deg", "limit_high_deg", "game", "dose")
_QUIET_KEYS = ("game", "minutes", "breathe_in_s", "breathe_out_s")
_DOSE_KEYS = ("sets", "reps", "hold_s", "rest_s")
_DEMO_KEYS = ("pain_before", "pain_after", "effort")


def parse(mapping: Mapping[str, Any], name: str, exercises: Mapping[str, Exercise]) -> Routine:
    """The routine that a mapping (read from the file `name`) holds; `exercises` is the catalogue by id.

    Raises DefinitionError with one sentence that names file and path, what was expected and what was found.
    """
    t = Table.top(mapping, name, DefinitionError)
    t.only(_ROUTINE_KEYS)
    demo = t.table("demo")
    unprescribed = t.flag("unprescribed", False)
    tests = tuple(_test(one) for one in t.tables("tests"))
    if tests and unprescribed:
        t.fail("tests", "must be prescribed by a therapist, got unprescribed = true")
    return Routine(
        id=t.text("id"),
        title=t.text("title"),
        prescriptions=tuple(_prescription(p, exercises) for p in t.tables("prescriptions", least=1)),
        pain_stop=t.whole("pain_stop", 1, 10, 5),
        demo=None if demo is None else _demo(demo),
        unprescribed=unprescribed,
        film=t.text("film", None),
        tests=tests,
    )


def _test(t: Table) -> FunctionalTest:
    t.only(_TEST_KEYS)
    test: TestId = t.text("test", among=get_args(TestId))
    sided = test in ONE_SIDED
    if not sided and t.has("side"):
        t.fail("side", f"must be left out, {test} is done by both sides")
    neck = test == "neck_range"
    worn = t.flag("worn", neck)
    if worn and test not in WORN:
        t.fail("worn", f"must be left out, {test} is done on the screen")
    if neck and not worn:
        t.fail("worn", "must be true or left out, neck_range is done in a headset")
    if not neck and t.has("neck_diagnosis"):
        t.fail("neck_diagnosis", "must be left out, it is asked of neck_range alone")
    if neck and t.flag("neck_diagnosis", True):
        found = "true" if t.has("neck_diagnosis") else "nothing"
        t.fail("neck_diagnosis", f"must be false: no headset is worn for it with a neck diagnosis, got {found}")
    return FunctionalTest(
        test=test,
        side=t.text("side", among=get_args(Side)) if sided else None,
        age=t.number("age", 5.0, 120.0, None),
        sex=t.text("sex", None, among=("female", "male")),
        height_m=t.number("height_m", 0.8, 2.5, None),
        worn=worn,
        neck_diagnosis=False if neck else None,
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
    if t.has("minutes"):
        return _quiet(t)
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


def _quiet(t: Table) -> Prescription:
    if t.has("exercise"):
        t.fail("minutes", "is for a passage without an exercise: name an exercise and its dose, or minutes alone")
    t.only(_QUIET_KEYS)
    waves = (calm.SHORTEST_S, calm.LONGEST_S)
    return quiet(
        t.number("minutes", calm.SHORTEST_MIN, calm.LONGEST_MIN),
        t.text("game", None),
        (t.number("breathe_in_s", *waves, calm.IN_S), t.number("breathe_out_s", *waves, calm.OUT_S)),
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
    if routine.tests:
        out["tests"] = [_test_mapping(test) for test in routine.tests]
    return out


def _test_mapping(test: FunctionalTest) -> dict[str, Any]:
    told = {key: getattr(test, key) for key in _TEST_KEYS}
    told["worn"] = test.worn or None
    return {key: value for key, value in told.items() if value is not None}


def _prescription_mapping(p: Prescription) -> dict[str, Any]:
    if p.calm:
        named = {} if p.game is None else {"game": p.game}
        return {**named, "minutes": p.minutes, "breathe_in_s": p.breath_s[0], "breathe_out_s": p.breath_s[1]}
    out: dict[str, Any] = {"exercise": p.exercise.id, "sides": p.sides, "both": p.both}
    for key in ("target_deg", "limit_low_deg", "limit_high_deg", "game"):
        if (value := getattr(p, key)) is not None:
            out[key] = value
    out["dose"] = {key: getattr(p.dose, key) for key in _DOSE_KEYS}
    return out
