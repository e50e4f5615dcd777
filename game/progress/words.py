"""What a therapist reads, in plain words. Identifiers that are not listed read as their own words."""

from __future__ import annotations

from collections.abc import Mapping

MEASURES: Mapping[str, str] = {
    "shoulder_elevation": "arm away from the trunk",
    "elbow_flexion": "elbow bend (0 is straight)",
    "hip_angle": "thigh against the trunk",
    "knee_flexion": "knee bend (0 is straight)",
    "trunk_lateral": "trunk bend to the side",
}
FAULTS: Mapping[str, str] = {
    "trunk_lean": "the trunk leaned",
    "shoulder_hike": "the shoulder rose towards the ear",
    "elbow_bent": "the elbow bent",
    "shoulder_moves": "the upper arm moved along",
    "knee_valgus": "the knee fell inward",
    "trunk_forward": "the trunk came forward",
}
STOPS: Mapping[str, str] = {
    "done": "Completed",
    "patient": "Stopped by the patient",
    "pain": "Stopped because of pain",
    "absent": "Stopped: nobody was in the picture",
    "still": "Stopped: nobody moved or chose anything",
    "limit": "Stopped at the movement limit",
    "fall": "Stopped: hips near the floor (a possible fall)",
    "source": "Ended with its film or camera",
    "error": "Cut off by a fault of the computer",
}
CUT_OFF = "Cut off before its end; this is what was stored"
LOWERED: Mapping[str, str] = {
    "short": "after two lifts short of it",
    "easier": "the patient asked for easier",
    "pain": "because of pain",
}
SURE = (
    "Each angle is stated with the half-width that should hold the truth nine times in ten. It is a markerless "
    "estimate from one camera, not a goniometer's reading."
)
SAFETY = (
    "Upswing is not a medical device. It is not cleared or CE-marked and does not diagnose.",
    "Angles are estimates and can be wrong by 10° or more. Less than 10° between two sessions is not a change.",
    "For use within a physiotherapist's programme. Nobody watches live, and Upswing cannot call for help.",
    "Stop and get help for chest pain, breathlessness, fainting, sudden weakness, a hot swollen calf, new numbness, "
    "a fall, or pain of 5 and more (or as prescribed). In an emergency call the emergency number.",
)


def measure(name: str) -> str:
    return MEASURES.get(name, name.replace("_", " "))


def fault(name: str) -> str:
    return FAULTS.get(name, name.replace("_", " "))


def stop(because: str | None) -> str:
    return CUT_OFF if because is None else STOPS.get(because, f"Stopped: {because.replace('_', ' ')}")


def degrees(value: float, uncertainty: float | None = None) -> str:
    """`about 82°, give or take 6°`: an angle is never stated without how sure it is."""
    return f"about {value:.0f}°" + ("" if uncertainty is None else f", give or take {uncertainty:.0f}°")


def count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(parts: list[str]) -> str:
    """`a, b and c`."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)
