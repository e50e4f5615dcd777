"""Movement, change since earlier sessions and functional tests, as FHIR Observations. Nothing measured: a reason."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

from exercises.functional import Result
from exercises.norms import Norm
from game.progress import codes, phrases
from game.progress.assessing import Assessment
from game.progress.blocks import Block
from game.progress.codes import concept, quantity
from game.progress.fhir_parts import Resource, component, observation, own
from game.progress.motion import SideMotion
from game.progress.summary import Summary

MDC = (
    "Minimal detectable change, 90 %: root of the sum of both squared half-widths (Weir 2005); between sessions of one "
    "pose model and camera place"
)
NO_MARK = "Usual values, not a pass mark"


def of_movement(summary: Summary, block: Block) -> Iterator[Resource]:
    """How the lifts went, one for each side: smoothness of the way out as value, all else as components."""
    if block.motion is None:
        return
    n, part = block.index + 1, f"exercise-{block.index + 1}"
    for one in block.motion.sides:
        value = "unsupported" if one.sparc_out is None else quantity(round(one.sparc_out, 3), "1")
        code = own("smoothness-sparc-out", f"Smoothness (SPARC) of the way out, {one.side}: {block.title}")
        yield observation(summary, f"movement-{n}-{one.side}", "activity", code, value, part, component=_moved(one))
    even, sway = block.motion.symmetry, block.motion.sway
    if even is not None:
        code = own("asymmetry", f"Difference of the sides' travel, per cent of their mean: {block.title}")
        parts = [] if even.give_deg is None else [component("half-width-90", quantity(round(even.give_deg, 1), "deg"))]
        value = quantity(round(even.percent, 1), "%")
        yield observation(summary, f"asymmetry-{n}", "activity", code, value, part, component=parts)
    if sway is not None:
        code = own("sway-rms", f"Sway of the hips, root mean square, in the camera's metres: {block.title}")
        value = quantity(round(sway.rms_m, 4), "m")
        parts = [component("sway-speed", quantity(round(sway.speed_m_s, 4), "m/s"))]
        yield observation(summary, f"sway-{n}", "activity", code, value, part, component=parts)


def _moved(one: SideMotion) -> list[Resource]:
    known = {
        "smoothness-sparc-back": (one.sparc_back, "1"),
        "log-dimensionless-jerk-out": (one.ldlj_out, "1"),
        "log-dimensionless-jerk-back": (one.ldlj_back, "1"),
        "travel": (one.travel_deg, "deg"),
        "path-efficiency": (one.path_efficiency, "1"),
        "hold-unsteadiness": (one.unsteadiness_deg, "deg"),
    }
    parts = [
        component(name, quantity(round(value, 3), unit)) for name, (value, unit) in known.items() if value is not None
    ]
    for found in one.trends:
        for name, trend in (("range", found.range), ("speed", found.speed), ("smoothness", found.smoothness)):
            if trend is not None:
                clear = "beyond-chance" if trend.clear else "not-beyond-chance"
                code = f"trend-{name}-a-lift-set-{found.set_index + 1}-{clear}"
                parts.append(component(code, quantity(round(100 * trend.a_lift, 2), "%")))
    return parts


def of_changes(summary: Summary, block: Block) -> Iterator[Resource]:
    """Degrees further than in the latest session that can be compared, with what is needed to call it a change."""
    for one in block.changes:
        compared = one.by_deg is not None and one.mdc_deg is not None
        than = f": {one.why}" if one.before is None else f", against session {one.before.session}"
        yield observation(
            summary, f"change-{block.index + 1}-{one.side}", "exam",
            own("range-change", f"Further toward the target than last time, {one.side}: {block.title}"),
            quantity(round(one.by_deg or 0.0, 1), "deg") if compared else "not-applicable",
            f"exercise-{block.index + 1}",
            bodySite=codes.region(block.measure, one.side),
            method={"text": MDC},
            note=[{"text": one.verdict + than}],
            component=[component("minimal-detectable-change-90", quantity(round(one.mdc_deg or 0.0, 1), "deg"))]
            if compared else [],
        )  # fmt: skip


def of_tests(summary: Summary) -> Iterator[Resource]:
    for found in summary.tests:
        for n, one in enumerate(found.results):
            yield _of_test(summary, found, n, one)
        if not found.results:
            name = f"test-{found.index + 1}"
            code = own(f"functional-test-{found.test.test}", phrases.name(found))
            yield observation(summary, name, "exam", code, "not-performed")


def _of_test(summary: Summary, found: Assessment, n: int, one: Result) -> Resource:
    range_of = codes.TEST_RANGE.get(one.test, "")
    sided = codes.RANGE_SIDED.get((range_of, one.side or ""))
    codings = [(codes.LOINC, code) for code in (*codes.RANGE.get(range_of, ()), *([sided] if sided else []))]
    unit = codes.TEST_UNITS.get(one.unit, "1")
    return observation(
        summary, f"test-{found.index + 1}-{n + 1}", "exam",
        concept(*codings, (codes.OWN, f"functional-test-{one.test.lower().replace(' ', '-')}"),
                text=one.test + (f", {one.side}" if one.side else "")),
        "unsupported" if isnan(one.value) else quantity(round(one.value, 2), unit),
        bodySite=codes.region("shoulder_elevation", one.side) if one.side and "shoulder" in one.test else None,
        referenceRange=[_usual(one.norm, unit)] if one.norm is not None else [],
        interpretation=[{"text": text}] if (text := phrases.cut_off(one)) else [],
        note=[{"text": text} for text in (*phrases.remarks(found, n), phrases.TESTS_SURE)],
    )  # fmt: skip


def _usual(norm: Norm, unit: str) -> Resource:
    """A mean has no ends: it stands in the words alone."""
    ends = {} if norm.mean else {"low": norm.low, "high": norm.high}
    known = {name: quantity(value, unit) for name, value in ends.items() if value is not None}
    who = phrases.usual(norm) if norm.mean else norm.who
    return {**known, "text": f"{NO_MARK}: {who}; {norm.source} ({norm.evidence})"}
