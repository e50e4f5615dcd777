"""A session as a FHIR R4 Bundle: Patient (a pseudonym), Device, Procedures, Observations, DiagnosticReport.

Built from a Summary, checked against the R4B models of `fhir.resources` (for these resources the same JSON as R4).
A value that was not measured is a dataAbsentReason, never a zero. docs/formats.md has the mapping.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from game.progress import codes, words
from game.progress.blocks import Block, Range
from game.progress.codes import concept, quantity
from game.progress.files import write_whole
from game.progress.summary import Summary

METHOD = (
    "Markerless pose estimation with one camera; median of the peaks of all repetitions toward a comfortable target: "
    "not a maximal range test, not a goniometer"
)
STATED_ERROR_DEG = 10.0  # the accuracy statement that travels with every angle: 10 degrees or more

Resource = dict[str, Any]


def write(summary: Summary, path: Path) -> None:
    """Write the Bundle to `path`. Raises CannotWriteError; an older file there survives trouble."""
    write_whole(path, (json.dumps(bundle(summary), indent=1, ensure_ascii=False) + "\n").encode("utf-8"))


def bundle(summary: Summary) -> Resource:
    """The Bundle as plain JSON; pydantic's ValidationError where it would not be FHIR (a fault of ours)."""
    from fhir.resources.R4B.bundle import Bundle

    resources = list(_resources(summary))
    made = {
        "resourceType": "Bundle",
        "id": summary.session,
        "identifier": {"system": codes.SESSIONS, "value": summary.session},
        "type": "collection",
        "timestamp": summary.ended.isoformat(timespec="seconds"),
        "entry": [{"fullUrl": _urn(r["resourceType"], r["id"], summary), "resource": r} for r in resources],
    }
    if summary.demo:
        for resource in (made, *resources):
            resource["meta"] = {"security": [{"system": codes.ACT_REASON, "code": "HTEST"}]}
    Bundle.model_validate(made)
    return made


def _urn(kind: str, name: str, summary: Summary) -> str:
    """Stable: the patient is the same in every bundle, all else belongs to the session."""
    within = "" if kind == "Patient" else f"/{summary.session}"
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{codes.SESSIONS}/{summary.patient}{within}/{kind}/{name}')}"


def _resources(summary: Summary) -> Iterator[Resource]:
    yield {
        "resourceType": "Patient",
        "id": summary.patient,
        "identifier": [{"system": codes.PATIENTS, "value": summary.patient}],
    }
    yield _device(summary)
    yield _session(summary)
    for block in summary.blocks:
        yield _exercise(summary, block)
    observations = [*_of_session(summary), *(o for block in summary.blocks for o in _of_block(summary, block))]
    ranges = [o for o in observations if o["id"].startswith("range-")]
    if ranges:
        observations.append(_panel(summary, ranges))
    yield from observations
    yield _report(summary, observations)


def _ref(summary: Summary, kind: str, name: str) -> dict[str, str]:
    return {"reference": _urn(kind, name, summary)}


def _period(summary: Summary) -> dict[str, str]:
    return {"start": summary.started.isoformat(timespec="seconds"), "end": summary.ended.isoformat(timespec="seconds")}


def _device(summary: Summary) -> Resource:
    versions = [
        *summary.versions,
        *dict.fromkeys((f"exercise {b.exercise}", f"sha256:{b.exercise_hash}") for b in summary.blocks),
    ]
    return {
        "resourceType": "Device",
        "id": "software",
        "type": {"text": "Camera and markerless pose estimation software"},
        "deviceName": [{"name": "Upswing", "type": "user-friendly-name"}],
        "version": [{"type": {"text": name}, "value": value} for name, value in versions],
        "property": [
            {
                "type": {"text": "stated error of an angle, or more"},
                "valueQuantity": [quantity(STATED_ERROR_DEG, "deg")],
            }
        ],
        "patient": _ref(summary, "Patient", summary.patient),
    }


def _session(summary: Summary) -> Resource:
    begun = any(block.begun for block in summary.blocks)
    return {
        "resourceType": "Procedure",
        "id": "session",
        **_status(summary.because, begun),
        "code": concept((codes.SNOMED, codes.EXERCISE_THERAPY), text=summary.routine),
        **_done_by(summary),
        "report": [_ref(summary, "DiagnosticReport", "report")],
    }


def _exercise(summary: Summary, block: Block) -> Resource:
    sides = ("left", "right") if block.sides == "both" else (block.sides,)
    sites = [site for side in sides if (site := codes.region(block.measure, side))]
    return {
        "resourceType": "Procedure",
        "id": f"exercise-{block.index + 1}",
        "partOf": [_ref(summary, "Procedure", "session")],
        # a block that the session ended before its own end was stopped for the session's reason
        **_status(block.because or (summary.because if block.efforts < block.wanted else "done"), block.begun),
        "code": concept((codes.SNOMED, codes.EXERCISE_THERAPY), (codes.OWN, block.exercise), text=block.title),
        **_done_by(summary),
        **({"bodySite": sites} if sites else {}),
    }


def _status(because: str | None, begun: bool) -> Resource:
    if not begun:
        return {"status": "not-done", "statusReason": {"text": "Not begun"}}
    if because == "done":
        return {"status": "completed"}
    return {"status": "stopped", "statusReason": {"text": words.stop(because)}}


def _done_by(summary: Summary) -> Resource:
    patient = _ref(summary, "Patient", summary.patient)
    return {
        "subject": patient,
        "performedPeriod": _period(summary),
        "performer": [{"actor": patient}],
        "usedReference": [_ref(summary, "Device", "software")],
    }


def _observation(
    summary: Summary,
    name: str,
    category: str,
    code: Resource,
    value: Resource | str,
    part: str = "session",
    **more: Any,
) -> Resource:
    """`value` a Quantity, or the code of a dataAbsentReason."""
    absent = (
        {"dataAbsentReason": concept((codes.ABSENT, value))} if isinstance(value, str) else {"valueQuantity": value}
    )
    return {
        "resourceType": "Observation",
        "id": name,
        "status": "final",
        "category": [concept((codes.CATEGORY, category))],
        "code": code,
        "subject": _ref(summary, "Patient", summary.patient),
        "effectivePeriod": _period(summary),
        "partOf": [_ref(summary, "Procedure", part)],
        "device": _ref(summary, "Device", "software"),
        **absent,
        **{key: found for key, found in more.items() if found},
    }


def _of_session(summary: Summary) -> Iterator[Resource]:
    minutes = quantity(round(summary.duration_s / 60, 2), "min")
    yield _observation(summary, "duration", "activity", concept((codes.LOINC, codes.DURATION)), minutes)
    yield _observation(summary, "pain-before", "survey", _pain("before"), _score(summary.pain_before))
    yield _observation(summary, "effort", "survey", concept((codes.LOINC, codes.EFFORT)), _score(summary.effort))


def _pain(when: str) -> Resource:
    return concept((codes.LOINC, codes.PAIN), (codes.OWN, f"pain-{when}"), text=f"Pain 0 to 10, {when}")


def _score(value: int | None) -> Resource | str:
    return "not-asked" if value is None else quantity(value, "{score}")


def _of_block(summary: Summary, block: Block) -> Iterator[Resource]:
    part, n = f"exercise-{block.index + 1}", block.index + 1
    yield _observation(
        summary, f"repetitions-{n}", "activity", _own("repetitions-completed", f"Full repetitions: {block.title}"),
        quantity(block.full, "{repetitions}"), part,
        component=[
            _component("repetitions-prescribed", quantity(block.wanted, "{repetitions}")),
            _component("repetitions-short-of-target", quantity(block.short, "{repetitions}")),
            _component("sets-completed", quantity(sum(done.ended for done in block.sets), "{set}")),
            _component("sets-prescribed", quantity(block.dose.sets, "{set}")),
            *(_component(f"fault-{c.fault}-{c.side}", quantity(c.times, "{repetitions}")) for c in block.faults),
        ],
    )  # fmt: skip
    if not block.begun:
        return
    for side in ("left", "right") if block.sides == "both" and block.sided else (block.sides,):
        yield _range(summary, block, side)
    yield _observation(
        summary, f"tempo-{n}", "activity", _own("lowering-time", f"Median time of the way back: {block.title}"),
        "not-performed" if block.lowering_median_s is None else quantity(round(block.lowering_median_s, 2), "s"), part,
        component=[_component("lifting-time", quantity(round(block.lifting_median_s, 2), "s"))]
        if block.lifting_median_s is not None else [],
    )  # fmt: skip
    yield _observation(
        summary, f"tracked-{n}", "activity", _own("tracked-share", f"Share of the sets that was seen: {block.title}"),
        "unknown" if block.tracked_share is None else quantity(round(100 * block.tracked_share, 1), "%"), part,
    )  # fmt: skip
    for when, pain in (("during", block.pain_during), ("after", block.pain_after)):
        yield _observation(summary, f"pain-{when}-{n}", "survey", _pain(when), _score(pain), part)


def _range(summary: Summary, block: Block, side: str) -> Resource:
    own = [r for r in block.ranges if not block.sided or r.side == side]
    found = own[0] if own else None
    sided = codes.RANGE_SIDED.get((block.exercise, side))
    codings = [(codes.LOINC, code) for code in (*codes.RANGE.get(block.exercise, ()), *([sided] if sided else []))]
    efforts = [r for r in block.repetitions if not block.sided or r.side == side]
    # unsupported: it was done, but from this view or this evening's tracking no angle could be stated
    value = (
        ("unsupported" if efforts else "not-performed")
        if found is None
        else quantity(round(found.median_deg, 1), "deg")
    )
    return _observation(
        summary, f"range-{block.index + 1}-{side}", "exam",
        concept(*codings, (codes.OWN, f"{block.exercise}-peak"), text=f"{block.title}: {words.measure(block.measure)}"),
        value, f"exercise-{block.index + 1}",
        bodySite=codes.region(block.measure, side),
        method={"text": METHOD},
        component=[] if found is None else _range_components(found),
    )  # fmt: skip


def _range_components(found: Range) -> list[Resource]:
    parts = [
        _component("furthest-peak", quantity(round(found.best_deg, 1), "deg")),
        _component("repetitions-measured", quantity(found.measured, "{repetitions}")),
    ]
    if found.median_uncertainty_deg is not None:
        half = quantity(round(found.median_uncertainty_deg, 1), "deg")
        parts.append(_component("uncertainty-half-width-90", half))
    return parts


def _component(code: str, value: Resource) -> Resource:
    return {"code": _own(code), "valueQuantity": value}


def _own(code: str, text: str | None = None) -> Resource:
    return concept((codes.OWN, code), text=text)


def _panel(summary: Summary, ranges: list[Resource]) -> Resource:
    made = _observation(summary, "ranges", "activity", concept((codes.LOINC, codes.RANGE_PANEL)), "unknown")
    del made["dataAbsentReason"]  # a panel has members and no value of its own
    return {**made, "hasMember": [_ref(summary, "Observation", member["id"]) for member in ranges]}


def _report(summary: Summary, observations: list[Resource]) -> Resource:
    full, wanted = sum(b.full for b in summary.blocks), sum(b.wanted for b in summary.blocks)
    said = [f"{full} of {wanted} full repetitions.", f"{summary.ending}.", *summary.alerts, words.SURE, words.SAFETY[0]]
    return {
        "resourceType": "DiagnosticReport",
        "id": "report",
        "status": "final",
        "code": concept(
            (codes.LOINC, codes.NOTE), text="Home exercise session report" + (" (demo)" if summary.demo else "")
        ),
        "subject": _ref(summary, "Patient", summary.patient),
        "effectivePeriod": _period(summary),
        "issued": summary.ended.isoformat(timespec="seconds"),
        "performer": [_ref(summary, "Patient", summary.patient)],
        "result": [_ref(summary, "Observation", found["id"]) for found in observations],
        "conclusion": " ".join(said),
    }
