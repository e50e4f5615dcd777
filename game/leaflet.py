"""One exercise as a therapist would want to read it: for whom, how much, how it is counted, what is noticed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exercises.definition import Exercise, Fault, Phase, YawRange
from exercises.measures import RANGES_DEG, UNITS
from game.progress import words

_SENSES = {"up": "lifted", "down": "lowered", "out": "carried outward", "turn": "turned"}
_PLANES = {
    "sagittal": "forward and back",
    "frontal": "out to the side",
    "transverse": "round the vertical",
    "oblique": "between front and side",
}
_EVIDENCE = {"V": "verified", "S": "secondary source", "T": "tried", "I": "inferred", "G": "general knowledge"}
FRONT_DEG = 35.0  # a camera that has to stand within this of the front is in front


def rows(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """(what, in words) of everything the definition says, the most asked for first."""
    if exercise.only_prescribed:
        yield "only", "when prescribed, with a helper"
    yield "for", ", ".join(exercise.programmes) or "not said"
    if exercise.dose is not None:
        hold = f", held {exercise.dose.hold_s:g} s" if exercise.dose.hold_s else ""
        sets = words.count(exercise.dose.sets, "set")
        yield "usual dose", f"{exercise.dose.text} (to start from: {sets} of {exercise.dose.reps}{hold})"
    yield "position", exercise.position + ("; one side at a time, or both" if exercise.sides else "; the whole body")
    for phase in exercise.phases:
        yield from _phase(exercise, phase)
    yield "camera, to play", _views(exercise.view_play)
    yield "camera, to measure", _views(exercise.view_measure)
    for fault in exercise.faults:
        yield "noticed", noticed(fault)
    for caution in exercise.cautions:
        yield "caution", caution
    yield "headset", exercise.headset or "not said"
    yield "source", exercise.source
    yield "evidence", _evidence(exercise.evidence)


def _phase(exercise: Exercise, phase: Phase) -> Iterator[tuple[str, str]]:
    way = "more" if phase.toward == "increase" else "less"
    how = f"{_SENSES[exercise.sense]}, {_PLANES[phase.plane]}"
    yield "movement", f"{words.measure(phase.measure)}: the effort goes to {way}; {how}"
    hold = f"; held {phase.hold_s:g} s" if phase.hold_s else ""
    yield (
        "a repetition",
        f"begins {phase.start:.0%} of personal travel away from rest, ends below {phase.end:.0%}{hold}; "
        f"without a calibration nothing under {phase.least_travel_deg:g}° counts",
    )
    most = "" if phase.target_at_most_deg is None else f", at most {phase.target_at_most_deg:g}° unless you set one"
    yield "target", f"personal: {phase.target_share:.0%} of the comfortable travel{most}"
    low, high = RANGES_DEG[phase.measure]
    ends = [f"not below {phase.limit_low_deg:g}°"] if phase.limit_low_deg > low else []
    ends += [f"not above {phase.limit_high_deg:g}°"] if phase.limit_high_deg < high else []
    yield "limit", (words.listed(ends) if ends else "none of its own") + "; one that you set takes its place"


def noticed(fault: Fault) -> str:
    """What is seen, from when on, and what the patient reads then."""
    return f"{words.fault(fault.id)}: {threshold(fault)}. The patient reads “{fault.say}”"


def threshold(fault: Fault) -> str:
    """What is measured, and from when on it is noticed."""
    what = words.measure(fault.measure)
    if fault.measure == "short_of_target":
        return "where there is one; without a target nothing is short"
    if fault.measure in ("lift_speed", "lowering_speed"):
        return f"{what}, over {fault.above:g}° a second"
    if fault.measure == "off_plane":
        return f"{what}, by over {fault.above:g}° at the top"
    way = ", either way" if fault.either_way else ""
    if fault.also is not None:
        way += f", while {words.measure(fault.also)} is over {_over(fault.also, fault.also_above, fault.also_per_deg)}"
    return f"{what}, by over {_over(fault.measure, fault.above, fault.per_deg)} since the start of the lift{way}"


def _over(measure: str, above: float, per_deg: float) -> str:
    """`9° plus 0.3 for every degree of travel`, or of the measure's own unit."""
    unit = UNITS.get(measure, "°")
    fixed = f"{above:.0%} of {unit.removeprefix('share of ')}" if unit.startswith("share") else f"{above:g}{unit}"
    each = f"{per_deg:g} for every degree of travel"
    return each if per_deg and not above else f"{fixed} plus {each}" if per_deg else fixed


def _views(views: Sequence[YawRange]) -> str:
    return "; or ".join(_view(view) for view in views)


def _view(view: YawRange) -> str:
    """0 faces the front, +90 the side that works."""
    low, high = view.low_deg, view.high_deg
    if low == -high:
        where = "in front" if high <= FRONT_DEG else "in front or obliquely"
        return f"{where}, up to {high:g}° to either side"
    where = "at the working side" if low > 0 else "in front or at the working side"
    if low >= 0:
        return f"{where}, {low:g}° to {high:g}° round from the front"
    return f"{where}, from {-low:g}° beyond the front to {high:g}° round"


def _evidence(text: str) -> str:
    """The reference's letters, written out: `V angle definition` is `verified: angle definition`."""
    parts = []
    for part in text.split("; "):
        letter, _, rest = part.partition(" ")
        parts.append(f"{_EVIDENCE[letter]}: {rest}" if letter in _EVIDENCE and rest else _EVIDENCE.get(part, part))
    return "; ".join(parts)
