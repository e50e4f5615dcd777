"""An exercise as data, and `parse`, whose errors name file, path, what was expected and what was found."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from exercises.mappings import Table
from exercises.measures import MEASURES, RANGES_DEG
from exercises.pose import Joint

Position = Literal["standing", "seated", "lying", "floor"]
Signal = Literal["lift_return", "hold", "alternate", "reach", "rhythm", "free"]
Sense = Literal["up", "down", "out", "turn"]
Plane = Literal["sagittal", "frontal", "transverse", "oblique"]


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
    # A target drawn from a calibration stays on this side of it, unless a prescriber set a target or a limit
    target_at_most_deg: float | None = None
    # No effort smaller than this is taken for one where nothing is known of the person yet (a film, a first go)
    least_travel_deg: float = 10.0
    plane: Plane = "sagittal"  # the body's plane the movement lies in
    target_share: float = 0.85  # of the comfortable travel, for a target drawn from a calibration


# What a fault may name besides measures.MEASURES: things of a whole lift, by themselves and not against its start.
# lift_speed       degrees a second, the mean over the way up or down, whichever is faster
# lowering_speed   the same of the way back alone
# off_plane        degrees that an arm is lifted off the phase's plane of elevation, at the top
# short_of_target  1 for a lift that did not come up to its target, else 0
LIFT_MEASURES = ("lift_speed", "lowering_speed", "off_plane", "short_of_target")
# Those that tell of pace and range; whatever else is a fault helps a movement along, which is what a compensation is
NOT_HELPING = ("lift_speed", "lowering_speed", "short_of_target")


@dataclass(frozen=True, slots=True)
class Fault:
    """A compensation: `measure` over `above` (its own unit, relative to this repetition's start) is the fault.

    One of LIFT_MEASURES is taken as it is.

    A sound squat leans the trunk and a sound high lift raises the shoulder, so `per_deg` of travel is allowed.
    """

    id: str
    measure: str
    above: float
    say: str  # what to do instead, in kind words
    per_deg: float = 0.0
    either_way: bool = False  # a change to either side counts
    # A second sign that has to be there too, over `also_above` and so much for every degree of travel
    also: str | None = None
    also_above: float = 0.0
    also_per_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class UsualDose:
    """What is usually prescribed, for a therapist to start from: nothing in the program plays by it by itself."""

    text: str  # as the source has it, with how often
    sets: int = 2
    reps: int = 10
    hold_s: float = 0.0


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
    dose: UsualDose | None = None
    programmes: tuple[str, ...] = ()  # for whom it is usually prescribed
    headset: str = ""  # whether a headset may be worn, and how; empty: not said
    steps: bool = False  # feet leave their place as part of it, so walking is not told apart and set aside
    only_prescribed: bool = False  # never without a prescription and somebody beside (CARE)

    @property
    def lying(self) -> bool:
        """Whether the body is along the ground, and not upright on feet or seat."""
        return self.position in ("lying", "floor")


class DefinitionError(ValueError):
    """`squat.toml: phases[1].limit_high_deg must be at most 160, got 900`."""


_KEYS = (
    *("id", "version", "title", "position", "sides", "signal", "needs", "view_play", "view_measure", "sense"),
    *("phases", "faults", "cautions", "instructions", "source", "evidence"),
)
_MORE_KEYS = ("dose", "programmes", "headset", "steps", "only_prescribed")  # written only where they say something
_DOSE_KEYS = ("text", "sets", "reps", "hold_s")
_PHASE_KEYS = (
    *("measure", "toward", "start", "end", "hold_s", "limit_low_deg", "limit_high_deg"),
    *("target_at_most_deg", "least_travel_deg", "plane", "target_share"),
)
_FAULT_KEYS = ("id", "measure", "above", "say", "per_deg", "either_way")
_ALSO_KEYS = ("also", "also_above", "also_per_deg")  # written only where there is a second sign
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def parse(mapping: Mapping[str, Any], name: str) -> Exercise:
    """The exercise that a mapping (read from the file `name`) defines.

    Raises DefinitionError with one sentence that names file and path, what was expected and what was found.
    """
    t = Table.top(mapping, name, DefinitionError)
    t.only((*_KEYS, *_MORE_KEYS))
    phases = tuple(_phase(p) for p in t.tables("phases", least=1))
    return Exercise(
        id=_identifier(t, "id"),
        version=t.text("version"),
        title=t.text("title"),
        position=t.text("position", among=get_args(Position)),
        sides=t.flag("sides"),
        signal=t.text("signal", among=get_args(Signal)),
        needs=frozenset(Joint[j] for j in t.texts("needs", among=Joint.__members__)),
        view_play=_views(t, "view_play"),
        view_measure=_views(t, "view_measure"),
        sense=t.text("sense", among=get_args(Sense)),
        phases=phases,
        faults=tuple(_fault(f) for f in t.tables("faults")),
        cautions=t.texts("cautions", []),
        instructions=t.texts("instructions"),
        source=t.text("source"),
        evidence=t.text("evidence"),
        dose=_dose(t.table("dose")),
        programmes=t.texts("programmes", []),
        headset=t.text("headset", ""),
        steps=t.flag("steps", False),
        only_prescribed=t.flag("only_prescribed", False),
    )


def _dose(t: Table | None) -> UsualDose | None:
    if t is None:
        return None
    t.only(_DOSE_KEYS)
    return UsualDose(
        text=t.text("text"),
        sets=t.whole("sets", 1, 10, 2),
        reps=t.whole("reps", 1, 100, 10),
        hold_s=t.number("hold_s", 0.0, 120.0, 0.0),
    )


def _identifier(t: Table, key: str) -> str:
    value: str = t.text(key)
    if not _NAME.fullmatch(value):
        t.fail(key, f'must be small letters, digits and underscores, got "{value}"')
    return value


def _views(t: Table, key: str) -> tuple[YawRange, ...]:
    ranges = tuple(YawRange(low, high) for low, high in t.pairs(key, -180.0, 180.0))
    if not ranges:
        t.fail(key, "must have at least one range of camera yaws, got none")
    return ranges


def _phase(t: Table) -> Phase:
    t.only(_PHASE_KEYS)
    measure: str = t.text("measure", among=MEASURES)
    low, high = RANGES_DEG[measure]
    limit_low = t.number("limit_low_deg", low, high)
    limit_high = t.number("limit_high_deg", limit_low + 1.0, high)
    start = t.number("start", 0.05, 0.9, 0.25)
    return Phase(
        measure=measure,
        toward=t.text("toward", among=("increase", "decrease")),
        start=start,
        end=t.number("end", 0.0, start, 0.15),
        hold_s=t.number("hold_s", 0.0, 120.0, 0.0),
        limit_low_deg=limit_low,
        limit_high_deg=limit_high,
        target_at_most_deg=t.number("target_at_most_deg", limit_low, limit_high, None),
        least_travel_deg=t.number("least_travel_deg", 1.0, 90.0, 10.0),
        plane=t.text("plane", "sagittal", among=get_args(Plane)),
        target_share=t.number("target_share", 0.3, 1.0, 0.85),
    )


def _fault(t: Table) -> Fault:
    t.only((*_FAULT_KEYS, *_ALSO_KEYS))
    return Fault(
        id=_identifier(t, "id"),
        measure=t.text("measure", among=(*MEASURES, *LIFT_MEASURES)),
        above=t.number("above", 0.0, 360.0),
        say=t.text("say"),
        per_deg=t.number("per_deg", 0.0, 10.0, 0.0),
        either_way=t.flag("either_way", False),
        also=t.text("also", None, among=MEASURES),
        also_above=t.number("also_above", 0.0, 360.0, 0.0),
        also_per_deg=t.number("also_per_deg", 0.0, 10.0, 0.0),
    )


def as_mapping(exercise: Exercise) -> dict[str, Any]:
    """The mapping of an exercise, as TOML would hold it: `parse(as_mapping(e), name) == e`."""
    out: dict[str, Any] = {key: getattr(exercise, key) for key in _KEYS}
    out["needs"] = [joint.name for joint in sorted(exercise.needs)]
    for key in ("view_play", "view_measure"):
        out[key] = [[view.low_deg, view.high_deg] for view in out[key]]
    for key in ("cautions", "instructions"):
        out[key] = list(out[key])
    if exercise.dose is not None:
        out["dose"] = _present(exercise.dose, _DOSE_KEYS)
    if exercise.programmes:
        out["programmes"] = list(exercise.programmes)
    for key in ("headset", "steps", "only_prescribed"):
        if getattr(exercise, key):
            out[key] = getattr(exercise, key)
    out["phases"] = [_present(phase, _PHASE_KEYS) for phase in exercise.phases]
    out["faults"] = [_present(f, (*_FAULT_KEYS, *_ALSO_KEYS) if f.also else _FAULT_KEYS) for f in exercise.faults]
    return out


def _present(thing: object, keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key in keys if (value := getattr(thing, key)) is not None}


def exercise_hash(exercise: Exercise) -> str:
    """SHA-256 (hex) of everything the definition says, to tie a result to the text it was judged by."""
    text = json.dumps(as_mapping(exercise), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
