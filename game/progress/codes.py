"""Codes of the FHIR export. Only those that were verified are sent (V in the evidence table of docs/formats.md);
whatever has none is in our own code system. No display texts are shipped but those of the codes used.

This material contains content from LOINC (http://loinc.org), copyright Regenstrief Institute, used under its licence.
SNOMED CT codes are IHTSDO's; whoever exports them needs the affiliate licence of their country.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
OWN = "https://upswing.example/fhir/CodeSystem/session"  # .example is reserved: a deployment puts its own address here
PATIENTS = "https://upswing.example/fhir/patient-pseudonym"
SESSIONS = "https://upswing.example/fhir/session"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"

# Active range of motion: the side-neutral code first (one path for every reader), then the sided one where verified.
# Knee extension and squat have no code: what we measure there is the knee's flexion, and a value under the extension
# code would be read with another sign.
RANGE: Mapping[str, tuple[str, ...]] = {"shoulder_flexion": ("41389-8",), "shoulder_abduction": ("41381-5",)}
RANGE_SIDED: Mapping[tuple[str, str], str] = {
    ("shoulder_flexion", "left"): "41295-7",
    ("shoulder_flexion", "right"): "41307-0",
}
RANGE_PANEL, PAIN, EFFORT, DURATION, NOTE = "41359-1", "72514-3", "82289-0", "55411-3", "11506-3"
EXERCISE_THERAPY = "229065009"

REGIONS: Mapping[str, Mapping[str, str]] = {
    "shoulder_elevation": {"left": "91775009", "right": "91774008"},
    "elbow_flexion": {"left": "368148009", "right": "368149001"},
    "hip_angle": {"left": "287679003", "right": "287579007"},
    "knee_flexion": {"left": "82169009", "right": "6757004"},
}
# UCUM has no unit for what is counted: annotations in braces
TEST_UNITS: Mapping[str, str] = {
    "stands": "{stands}", "curls": "{curls}", "stages of 4": "{stages}", "s": "s", "cm": "cm", "deg": "deg",
}  # fmt: skip
UNITS = {"deg", "s", "min", "%", "1", "m", "m/s", "{repetitions}", "{set}", "{score}", *TEST_UNITS.values()}
# Tests have no LOINC code in the table that was searched; the shoulder's ranges have
TEST_RANGE: Mapping[str, str] = {"shoulder flexion": "shoulder_flexion", "shoulder abduction": "shoulder_abduction"}


def concept(*codings: tuple[str, str], text: str | None = None) -> dict[str, Any]:
    found: dict[str, Any] = (
        {"coding": [{"system": system, "code": code} for system, code in codings]} if codings else {}
    )
    return found if text is None else {**found, "text": text}


def quantity(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "system": UCUM, "code": unit}


def region(measure: str, side: str) -> dict[str, Any] | None:
    code = REGIONS.get(measure, {}).get(side)
    return None if code is None else concept((SNOMED, code))
