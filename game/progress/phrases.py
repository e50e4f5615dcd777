"""How the lifts went, what changed since, and what a test came to: in plain words with the number, for the page."""

from __future__ import annotations

from math import isnan

from exercises.functional import Result
from exercises.norms import Norm
from game.progress import words
from game.progress.assessing import Assessment
from game.progress.blocks import Block, Range
from game.progress.comparing import Change, Measured
from game.progress.motion import Motion, SideMotion
from game.progress.trends import Trend

# SPARC of a lift's way as a camera sees it (exercises/quality.py): sound lifts have -1.7 to -2.2, tremor near -3
SMOOTH, UNEVEN = -2.2, -2.8
TESTS_SURE = (
    "Timed and counted by the camera; a person judges. Norms are drafts for review: V verified at its source, S by "
    "secondary sources, G general knowledge. None is a pass mark or a diagnosis."
)


def movement(motion: Motion | None, brief: bool = False) -> str:
    """Smoothness, evenness of the sides, steadiness: what can be stated of it; empty where nothing can.

    `brief` leaves out smooth lifts and sides that differ by no more than the camera's error.
    """
    if motion is None:
        return ""
    ways = [value for one in motion.sides for value in (one.sparc_out, one.sparc_back) if value is not None]
    rough = any(value < SMOOTH for value in ways)
    uneven = motion.symmetry is not None and motion.symmetry.clear
    parts = [_smoothness(motion) if rough or not brief else "", _evenness(motion) if uneven or not brief else ""]
    several = len(motion.sides) > 1
    for one in motion.sides:
        side = f"{one.side} " if several else ""
        if one.unsteadiness_deg is not None:
            held = words.count(one.holds, "hold")
            parts.append(f"{side}{held} wavered by {one.unsteadiness_deg:.1f}°, camera's shake included")
        if one.path_efficiency is not None:
            parts.append(f"{side}hand's way {100 * one.path_efficiency:.0f} % direct")
    if motion.sway is not None:
        parts.append(f"hips swayed {100 * motion.sway.rms_m:.1f} cm (compare only with oneself)")
    return "; ".join(part for part in parts if part)


def _smoothness(motion: Motion) -> str:
    said = [(one, _ways(one)) for one in motion.sides]
    known = [(one, text) for one, text in said if text]
    if len(known) == 1 and len(motion.sides) == 1:
        return known[0][1]
    return ", ".join(f"{one.side} {text}" for one, text in known)


def _ways(one: SideMotion) -> str:
    out, back = one.sparc_out, one.sparc_back
    if out is None or back is None:
        way, value = ("out", out) if out is not None else ("back", back)
        return "" if value is None else f"{_smooth(value)} {way} (SPARC {_minus(value)})"
    if _smooth(out) == _smooth(back):
        return f"{_smooth(out)} out and back (SPARC {_minus(out)} and {_minus(back)})"
    return f"{_smooth(out)} out, {_smooth(back)} back (SPARC {_minus(out)} and {_minus(back)})"


def _smooth(sparc: float) -> str:
    return "smooth" if sparc >= SMOOTH else "uneven" if sparc >= UNEVEN else "jerky"


def _minus(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")


def _evenness(motion: Motion) -> str:
    found = motion.symmetry
    if found is None:
        return ""
    less, more = ("left", "right") if found.left_deg < found.right_deg else ("right", "left")
    by = abs(found.left_deg - found.right_deg)
    text = f"{less} travelled {by:.0f}° ({found.percent:.0f} %) less than {more}"
    if found.give_deg is None:
        return text
    return f"{text}, {'more than the' if found.clear else 'within the'} camera's error"


def over_a_set(motion: Motion | None, brief: bool = False) -> str:
    """What changed from a set's first lift to its last; empty where it cannot be told, or (brief) where nothing did."""
    if motion is None:
        return ""
    sets = len({lift.set_index for lift in motion.lifts}) > 1
    said: list[str] = []
    told = False
    for one in motion.sides:
        for found in one.trends:
            where = (f"set {found.set_index + 1}" if sets else "", one.side if len(motion.sides) > 1 else "")
            trends = {"range": found.range, "speed": found.speed, "smoothness": found.smoothness}
            told |= any(trends.values())
            clear = [f"{name} {_changed(trend)}" for name, trend in trends.items() if trend is not None and trend.clear]
            if clear:
                said.append(" ".join((*filter(None, where), words.listed(clear))))
    if said:
        return "; ".join(said) + ", first to last lift"
    return "no change of range, speed or smoothness beyond chance" if told and not brief else ""


def _changed(found: Trend) -> str:
    way = "more" if found.whole > 0 else "less"
    return f"{abs(100 * found.whole):.0f} % {way} ({abs(100 * found.a_lift):.1f} % a lift)"


def side_on(found: Range) -> str:
    """Said of a range that was measured apart from the sets; empty of any other."""
    return f"measured side-on, {words.count(found.measured, 'lift')}" if found.measuring else ""


def since(block: Block) -> str:
    """Each side against the latest earlier session that can be compared; empty where there was none."""
    several = len(block.ranges) > 1
    return "; ".join((f"{one.side} " if several else "") + _since(one) for one in block.changes)


def _since(found: Change) -> str:
    if found.before is None or found.by_deg is None or found.mdc_deg is None:
        return f"not comparable: {found.why}"
    then = f"{words.degrees(found.before.median_deg, found.before.half_width_deg)} on {day(found.before, found.now)}"
    by = f"{abs(found.by_deg):.0f}"
    way = "no different now" if by == "0" else f"{by}° {'further' if found.by_deg > 0 else 'less'} now"
    if found.verdict == "within":
        return f"{then}: {way}, within what the camera can tell ({found.mdc_deg:.0f}°)"
    return f"{then}: {way}, more than the camera's error ({found.mdc_deg:.0f}°)"


def day(one: Measured, now: Measured | None = None) -> str:
    """The day, with its year unless it is that of `now`."""
    year = "" if now is not None and now.started.year == one.started.year else f" {one.started.year}"
    return f"{one.started.day} {one.started:%B}{year}"


def assessment_rows(assessment: Assessment) -> list[dict[str, str]]:
    """The rows of one test: name, value, norm, risk, notes."""
    judged = [f"Noted by a person: {text}" for text in assessment.judged]
    if not assessment.results:
        name = assessment.test.test.replace("_", " ")
        return [{"name": name[:1].upper() + name[1:], "value": "not done", "norm": "–", "risk": "–",
                 "notes": ". ".join(judged)}]  # fmt: skip
    rows = []
    for i, one in enumerate(assessment.results):
        notes = [*one.notes, *(assessment.notes if i == 0 else ()), *(judged if i == 0 else ())]
        rows.append(
            {
                "name": one.test[:1].upper() + one.test[1:] + (f", {one.side}" if one.side else ""),
                "value": value(one),
                "norm": norm(one),
                "risk": risk(one),
                "notes": ". ".join(note[:1].upper() + note[1:] for note in notes),
            }
        )
    return rows


def value(one: Result) -> str:
    if isnan(one.value):
        return "no value"
    digits = 1 if one.unit in ("s", "cm") else 0
    unit = "°" if one.unit == "deg" else f" {one.unit}"
    return f"{'about ' if one.unit in ('deg', 'cm') else ''}{one.value:.{digits}f}{unit}"


def norm(one: Result) -> str:
    """The usual values, for whom, from where and how sure that is."""
    found = one.norm
    if found is None:
        return "none for this age and sex, or not told"
    return f"{limits(found)}, {found.who}. {found.source} ({found.evidence})"


def limits(found: Norm) -> str:
    unit = "°" if found.unit == "deg" else f" {found.unit}"
    if found.low is not None and found.high is not None:
        return f"{found.low:g} to {found.high:g}{unit}"
    return f"{found.low:g}{unit} or more" if found.low is not None else f"{found.high:g}{unit} or less"


def risk(one: Result) -> str:
    """Whether the cut-off was passed, and which it is."""
    if one.at_risk is None:
        return "no cut-off" if not one.risk else f"not told ({one.risk})"
    return f"{'beyond the cut-off' if one.at_risk else 'not beyond the cut-off'} ({one.risk})"
