"""A session as a FHIR R4 Bundle: Patient (a pseudonym), Device, Procedures, Observations, DiagnosticReport.

Built from a Summary, checked against the R4B models of `fhir.resources` (for these resources the same JSON as R4).
A value that was not measured is a dataAbsentReason, never a zero. docs/formats.md has the mapping.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from game.progress import codes, words
from game.progress.blocks import Block, Range
from game.progress.codes import concept, quantity
from game.progress.fhir_movement import of_changes, of_movement, of_tests
from game.progress.fhir_parts import Resource, component, observation, own, period, ref, urn
from game.progress.files import write_whole
from game.progress.summary import Summary

METHOD = (
    "Markerless pose estimation with one camera; median of the peaks of all repetitions toward a comfortable target: "
    "not a maximal range test, not a goniometer"
)
METHOD_SIDE_ON = (
    "Markerless pose estimation with one camera; median of lifts measured side-on, apart from the sets and no dose: "
    "not a maximal range test, not a goniometer"
)
STATED_ERROR_DEG = 10.0  # the accuracy statement that travels with every angle: 10 degrees or more


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
        "entry": [{"fullUrl": urn(r["resourceType"], r["id"], summary), "resource": r} for r in resources],
    }
    if summary.demo:
        for resource in (made, *resources):
            resource["meta"] = {"security": [{"system": codes.ACT_REASON, "code": "HTEST"}]}
    Bundle.model_validate(made)
    return made


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
    observations = [
        *_of_session(summary),
        *(o for block in summary.blocks for o in _of_block(summary, block)),
        *of_tests(summary),
    ]
    ranges = [o for o in observations if o["id"].startswith("range-")]
    if ranges:
        observations.append(_panel(summary, ranges))
    yield from observations
    yield _report(summary, observations)


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
        "patient": ref(summary, "Patient", summary.patient),
    }


def _session(summary: Summary) -> Resource:
    tried = any(found.trials for found in summary.tests)
    done = tried or summary.calm_s > 0 or summary.calm_cut_off or any(block.lifted for block in summary.blocks)
    begun = done or any(block.begun for block in summary.blocks)
    return {
        "resourceType": "Procedure",
        "id": "session",
        **_status(summary.because, begun, done),
        "code": concept((codes.SNOMED, codes.EXERCISE_THERAPY), text=summary.routine),
        **_done_by(summary),
        "report": [ref(summary, "DiagnosticReport", "report")],
    }


def _exercise(summary: Summary, block: Block) -> Resource:
    sides = ("left", "right") if block.sides == "both" else (block.sides,)
    sites = [site for side in sides if (site := codes.region(block.measure, side))]
    return {
        "resourceType": "Procedure",
        "id": f"exercise-{block.index + 1}",
        "partOf": [ref(summary, "Procedure", "session")],
        **_status(block.because, block.begun, block.lifted),
        "code": concept((codes.SNOMED, codes.EXERCISE_THERAPY), (codes.OWN, block.exercise), text=block.title),
        **_done_by(summary),
        **({"bodySite": sites} if sites else {}),
    }


def _status(because: str | None, begun: bool, done: bool) -> Resource:
    """R4's event-status: what ended before anything but its preparation was done is `not-done`, and not `stopped`."""
    if done and because == "done":
        return {"status": "completed"}
    reason = words.stop(because) if begun else "Not begun"
    return {"status": "stopped" if done else "not-done", "statusReason": {"text": reason}}


def _done_by(summary: Summary) -> Resource:
    patient = ref(summary, "Patient", summary.patient)
    return {
        "subject": patient,
        "performedPeriod": period(summary),
        "performer": [{"actor": patient}],
        "usedReference": [ref(summary, "Device", "software")],
    }


def _of_session(summary: Summary) -> Iterator[Resource]:
    minutes = quantity(round(summary.duration_s / 60, 2), "min")
    yield observation(summary, "duration", "activity", concept((codes.LOINC, codes.DURATION)), minutes)
    yield observation(summary, "pain-before", "survey", _pain("before"), _score(summary.pain_before))
    if summary.pain_rested is not None:
        yield observation(summary, "pain-after", "survey", _pain("after"), _score(summary.pain_rested))
    yield observation(summary, "effort", "survey", concept((codes.LOINC, codes.EFFORT)), _score(summary.effort))


def _pain(when: str) -> Resource:
    return concept((codes.LOINC, codes.PAIN), (codes.OWN, f"pain-{when}"), text=f"Pain 0 to 10, {when}")


def _score(value: int | None) -> Resource | str:
    return "not-asked" if value is None else quantity(value, "{score}")


def _of_block(summary: Summary, block: Block) -> Iterator[Resource]:
    part, n = f"exercise-{block.index + 1}", block.index + 1
    yield observation(
        summary, f"repetitions-{n}", "activity", own("repetitions-completed", f"Full repetitions: {block.title}"),
        quantity(block.full, "{repetitions}"), part,
        component=[
            component("repetitions-prescribed", quantity(block.wanted, "{repetitions}")),
            component("repetitions-short-of-target", quantity(block.short, "{repetitions}")),
            component("sets-completed", quantity(sum(done.ended for done in block.sets), "{set}")),
            component("sets-prescribed", quantity(block.dose.sets, "{set}")),
            *(component(f"fault-{c.fault}-{c.side}", quantity(c.times, "{repetitions}")) for c in block.faults),
        ],
    )  # fmt: skip
    if not block.begun:
        return
    for side in ("left", "right") if block.sides == "both" and block.sided else (block.sides,):
        yield _range(summary, block, side)
    yield observation(
        summary, f"tempo-{n}", "activity", own("lowering-time", f"Median time of the way back: {block.title}"),
        "not-performed" if block.lowering_median_s is None else quantity(round(block.lowering_median_s, 2), "s"), part,
        component=[component("lifting-time", quantity(round(block.lifting_median_s, 2), "s"))]
        if block.lifting_median_s is not None else [],
    )  # fmt: skip
    yield observation(
        summary, f"tracked-{n}", "activity", own("tracked-share", f"Share of the sets that was seen: {block.title}"),
        "unknown" if block.tracked_share is None else quantity(round(100 * block.tracked_share, 1), "%"), part,
    )  # fmt: skip
    yield from of_movement(summary, block)
    yield from of_changes(summary, block)
    for when, pain in (("during", block.pain_during), ("after", block.pain_after)):
        yield observation(summary, f"pain-{when}-{n}", "survey", _pain(when), _score(pain), part)


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
    return observation(
        summary, f"range-{block.index + 1}-{side}", "exam",
        concept(*codings, (codes.OWN, f"{block.exercise}-peak"), text=f"{block.title}: {words.measure(block.measure)}"),
        value, f"exercise-{block.index + 1}",
        bodySite=codes.region(block.measure, side),
        method={"text": METHOD_SIDE_ON if found is not None and found.measuring else METHOD},
        component=[] if found is None else _range_components(found),
    )  # fmt: skip


def _range_components(found: Range) -> list[Resource]:
    parts = [
        component("furthest-peak", quantity(round(found.best_deg, 1), "deg")),
        component("repetitions-measured", quantity(found.measured, "{repetitions}")),
    ]
    if found.median_uncertainty_deg is not None:
        half = quantity(round(found.median_uncertainty_deg, 1), "deg")
        parts.append(component("uncertainty-half-width-90", half))
    return parts


def _panel(summary: Summary, ranges: list[Resource]) -> Resource:
    made = observation(summary, "ranges", "activity", concept((codes.LOINC, codes.RANGE_PANEL)), "unknown")
    del made["dataAbsentReason"]  # a panel has members and no value of its own
    return {**made, "hasMember": [ref(summary, "Observation", member["id"]) for member in ranges]}


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
        "subject": ref(summary, "Patient", summary.patient),
        "effectivePeriod": period(summary),
        "issued": summary.ended.isoformat(timespec="seconds"),
        "performer": [ref(summary, "Patient", summary.patient)],
        "result": [ref(summary, "Observation", found["id"]) for found in observations],
        "conclusion": " ".join(said),
    }
