"""How the lifts went, what changed since, and what a test came to: in plain words with the number, for the page."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from exercises.functional import Result
from exercises.norms import Norm
from exercises.trends import Trend
from game.progress import words
from game.progress.assessing import Assessment
from game.progress.blocks import Block, Range
from game.progress.comparing import Change, Measured
from game.progress.motion import Motion, SideMotion

# SPARC of a lift's way as a camera sees it (exercises/quality.py): sound lifts have -1.7 to -2.2, tremor near -3
SMOOTH, UNEVEN = -2.2, -2.8
TESTS_SURE = (
    "Timed and counted by the camera; a person judges. Norms are drafts for review: V verified at its source, S by "
    "secondary sources, G general knowledge. None is a pass mark or a diagnosis."
)

CHANGE_SURE = (
    "A difference between sessions is called more than the camera's error beyond the minimal detectable change (both "
    "half-widths together; Weir 2005). That bodies vary from day to day is not in it: look at three sessions or more."
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
    return f"{abs(100 * found.whole):.0f} % {way} ({abs(100 * found.a_lift):.0f} % a lift)"


def side_on(found: Range) -> str:
    """Said of a range that was measured apart from the sets; empty of any other."""
    return f"measured side-on, {words.count(found.measured, 'lift')}" if found.measuring else ""


def since(block: Block, brief: bool = False) -> str:
    """Each side against the latest earlier session that can be compared; empty where there was none.

    `brief` leaves out what was measured then: the chart of the sessions shows it.
    """
    several = len(block.ranges) > 1
    return "; ".join((f"{one.side} " if several else "") + _since(one, brief) for one in block.changes)


def _since(found: Change, brief: bool) -> str:
    if found.before is None or found.by_deg is None or found.mdc_deg is None:
        return f"not comparable: {found.why}"
    on = day(found.before, found.now)
    then = f"{words.degrees(found.before.median_deg, found.before.half_width_deg)} on {on}"
    by = f"{abs(found.by_deg):.0f}"
    way = "no different" if by == "0" else f"{by}° {'further' if found.by_deg > 0 else 'less'}"
    bound = "within what the camera can tell" if found.verdict == "within" else "more than the camera's error"
    said = f"{way} than on {on}" if brief else f"{then}: {way} now"
    return f"{said}, {bound} ({found.mdc_deg:.0f}°){_asked(found.before, found.now)}"


def _asked(before: Measured, now: Measured) -> str:
    """That the target was another one then: whoever is asked for more goes further."""
    if before.target_deg is None or now.target_deg is None or abs(now.target_deg - before.target_deg) < 0.5:
        return ""
    return f"; target {now.target_deg:.0f}°, then {before.target_deg:.0f}°"


def day(one: Measured, now: Measured | None = None) -> str:
    """The day, with its year unless it is that of `now`."""
    year = "" if now is not None and now.started.year == one.started.year else f" {one.started.year}"
    return f"{one.started.day} {one.started:%B}{year}"


def assessed(assessments: Sequence[Assessment]) -> tuple[list[dict[str, str]], list[str]]:
    """The rows of the tests (name, value, usual, risk, notes), and the sources that their numbers in brackets mean."""
    sources: list[str] = []

    def cited(source: str) -> str:
        text = source.partition(_DRAFT)[0]
        if text not in sources:
            sources.append(text)
        return f"[{sources.index(text) + 1}]"

    rows = []
    for found in assessments:
        if not found.results:
            notes = _said(remarks(found, 0))
            rows.append({"name": _upper(name(found)), "value": "not done", "norm": "–", "risk": "–", "notes": notes})
        for i, one in enumerate(found.results):
            norm = "" if one.norm is None else cited(f"{one.norm.source} ({one.norm.evidence.partition(_DRAFT)[0]})")
            told = found.test.age is not None and found.test.sex is not None
            none = "no norm" if told else "no norm without age and sex"
            same = one.norm is not None and one.risk == one.norm.source
            rows.append(
                {
                    "name": _upper(one.test) + (f", {one.side}" if one.side else ""),
                    "value": value(one),
                    "norm": f"{usual(one.norm)} {norm}" if one.norm is not None else none,
                    "risk": f"{_RISK[one.at_risk]} {norm if same else cited(one.risk)}" if one.risk else "no cut-off",
                    "notes": _said(remarks(found, i)),
                }
            )
    return rows, [f"[{n}] {text}" for n, text in enumerate(sources, 1)]


_DRAFT = "; draft"  # said once for all of them
_RISK = {True: "yes", False: "no", None: "not told"}


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _said(notes: Sequence[str]) -> str:
    return ". ".join(_upper(note) for note in notes)


def name(found: Assessment) -> str:
    return found.test.test.replace("_", " ")


def remarks(found: Assessment, i: int) -> list[str]:
    """What is to be said of result `i`; with the first also what went unlike the protocol and what a person noted."""
    own = [*_sure(found.results[i]), *found.results[i].notes] if found.results else []
    return own if i else [*own, *found.notes, *(f"noted by a person: {text}" for text in found.judged)]


def _sure(one: Result) -> list[str]:
    known = one.half_width_deg is not None and not isnan(one.value)
    return [f"nine in ten lie within {one.half_width_deg:.0f} degrees of the truth"] if known else []


def cut_off(one: Result) -> str:
    """Whether the cut-off was passed and which; empty where none is told."""
    return "" if one.at_risk is None else f"{'' if one.at_risk else 'not '}beyond the cut-off: {one.risk}"


def value(one: Result) -> str:
    if isnan(one.value):
        return "no value"
    digits = 1 if one.unit == "s" else 0
    unit = "°" if one.unit == "deg" else f" {one.unit}"
    return f"{'about ' if one.unit in ('deg', 'cm') else ''}{one.value:.{digits}f}{unit}"


def usual(found: Norm) -> str:
    """`10 stands or more, women 70 to 74`; of a mean `17.2 s on average, women 70 to 79`."""
    unit = "°" if found.unit == "deg" else f" {found.unit}"
    if found.mean:
        return f"{found.low:g}{unit} on average, {found.who}"
    if found.low is not None and found.high is not None:
        return f"{found.low:g} to {found.high:g}{unit}, {found.who}"
    end = f"{found.high:g}{unit} or less" if found.low is None else f"{found.low:g}{unit} or more"
    return f"{end}, {found.who}"
