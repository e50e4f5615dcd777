"""What every resource of the FHIR export is made of: addresses, references, observations and their components."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from game.progress import codes
from game.progress.codes import concept
from game.progress.summary import Summary

Resource = dict[str, Any]


def urn(kind: str, name: str, summary: Summary) -> str:
    """Stable: the patient is the same in every bundle, all else belongs to the session."""
    within = "" if kind == "Patient" else f"/{summary.session}"
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{codes.SESSIONS}/{summary.patient}{within}/{kind}/{name}')}"


def ref(summary: Summary, kind: str, name: str) -> dict[str, str]:
    return {"reference": urn(kind, name, summary)}


def period(summary: Summary) -> dict[str, str]:
    return {"start": summary.started.isoformat(timespec="seconds"), "end": summary.ended.isoformat(timespec="seconds")}


def observation(
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
        "subject": ref(summary, "Patient", summary.patient),
        "effectivePeriod": period(summary),
        "partOf": [ref(summary, "Procedure", part)],
        "device": ref(summary, "Device", "software"),
        **absent,
        **{key: found for key, found in more.items() if found},
    }


def component(code: str, value: Resource) -> Resource:
    return {"code": own(code), "valueQuantity": value}


def own(code: str, text: str | None = None) -> Resource:
    return concept((codes.OWN, code), text=text)
