"""The rules before, within and after a session (CARE, "Pain, fatigue, stopping"; clinical_and_standards.md 3.2).

Drafts for a physiotherapist to review. Answers only: asking and stopping is the program's work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from exercises.routine import Dose

Alert = Literal["pain_before", "worse_morning", "pain_in_set", "pain_stop", "dizzy", "effort", "fall"]

WORSE_SHARE = 2 / 3  # worse the morning after: one third less
HALF_FROM, CALM_FROM = 5, 7  # pain before: from here half the dose, from here the calm game only
RISE_STOPS, SESSION_STOPS = 3, 7  # pain in a set: so much above before, and from here the session ends
DIZZY_STOPS, DIZZY_ENDS = 8, 12  # Fast Motion Sickness scale 0 to 20
EFFORT_STOPS = 8  # effort 0 to 10
COMPARED = 3  # lifts at either end of a set that are compared
FADED = 0.7  # speed or range below this share of the first three lifts: enough for this set
LATELY, FAULTY = 5, 0.4  # of so many lifts, the share that may be helped along

# In a headset (reference 3.3, marked there as engineering and guidance, not as verified; drafts like all of this)
WORN_FIRST_MIN, WORN_MIN = 10.0, 20.0  # the first time, and later: "first session <=5-10 min, then <=15-20"
BREAK_MIN = 10.0  # "break prompt every 10"
RATE_MIN = 2.5  # "FMS in-session every 2 min"; asked between sets only, so the first pause after so long
STRAYS_M, RISES_M, REACHES_M = 0.5, 0.25, 1.0  # from where the seat was taken: head aside, head up, a hand aside


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What the check-in allows: everything, less of it, or only the calm game; and whom to tell."""

    dose_share: float
    calm_only: bool
    alerts: tuple[Alert, ...]


def check_in(pain_before: int, worse_morning: bool = False) -> CheckIn:
    """Pain 0 to 10 before, and whether the morning after last time was worse.

    0-4 as prescribed, 5-6 half the dose with an alert, 7 and more the calm game only; worse: one third less, an alert.
    Raises ValueError outside 0..10.
    """
    if not 0 <= pain_before <= 10:
        raise ValueError(f"pain must be from 0 to 10, got {pain_before}")
    share = 1.0
    alerts: list[Alert] = []
    if pain_before >= HALF_FROM:
        share = 0.5
        alerts.append("pain_before")
    if worse_morning:
        share = min(share, WORSE_SHARE)
        alerts.append("worse_morning")
    return CheckIn(share, pain_before >= CALM_FROM, tuple(alerts))


def allowed(dose: Dose, check: CheckIn) -> Dose:
    """The dose that may be done: fewer repetitions, or sets where those cannot be fewer. At least 1."""
    if check.dose_share >= 1.0:
        return dose
    reps = max(1, round(dose.reps * check.dose_share))
    sets = dose.sets if reps < dose.reps else max(1, round(dose.sets * check.dose_share))
    return replace(dose, reps=reps, sets=sets)


Verdict = Literal["on", "stop_exercise", "stop_session"]


def pain_said(pain: int, before: int, pain_stop: int, stops_so_far: int) -> Verdict:
    """Pain 0 to 10 said between or within sets: the prescriber's threshold (5 by default) or 3 above before stops the
    exercise; 7, or a second stop, ends the session."""
    if pain >= SESSION_STOPS:
        return "stop_session"
    if pain >= pain_stop or pain >= before + RISE_STOPS:
        return "stop_session" if stops_so_far >= 1 else "stop_exercise"
    return "on"


def dizziness_said(dizzy: int) -> Verdict:
    """Dizziness or nausea on the Fast Motion Sickness scale, 0 to 20."""
    return "stop_session" if dizzy >= DIZZY_ENDS else "stop_exercise" if dizzy >= DIZZY_STOPS else "on"


def effort_said(effort: int, stops_so_far: int) -> Verdict:
    """Effort 0 to 10."""
    if effort < EFFORT_STOPS:
        return "on"
    return "stop_session" if stops_so_far >= 1 else "stop_exercise"


def faded(travels_deg: Sequence[float], rise_s: Sequence[float]) -> bool:
    """Whether range or speed fell by more than 30 % against the first three lifts, seen over the last three.

    `rise_s` is the time of the way up alone: holding longer and lowering slower are asked for. Every one of the last
    three has to be so small, or so slow: nobody here lifts as far or as fast as they can, and one or two calm lifts
    are no sign. Needs six lifts; ValueError where the two differ in length.
    """
    if len(travels_deg) != len(rise_s):
        raise ValueError(f"expected as many times as travels, got {len(rise_s)} and {len(travels_deg)}")
    if len(travels_deg) < 2 * COMPARED:
        return False
    if max(travels_deg[-COMPARED:]) < FADED * sum(travels_deg[:COMPARED]) / COMPARED:
        return True
    if min(rise_s[:COMPARED]) <= 0.0 or min(rise_s[-COMPARED:]) <= 0.0:
        return False
    speeds = [deg / s for deg, s in zip(travels_deg, rise_s, strict=True) if s > 0.0]
    return max(speeds[-COMPARED:]) < FADED * sum(speeds[:COMPARED]) / COMPARED


def compensating(faulty: Sequence[bool]) -> bool:
    """Whether more than 40 % of the last five lifts were helped along, where the first three were clean.

    The reference ends a set at 40 % faulty lifts, as a sign of fatigue. Somebody who has always leaned is not tired by
    it, and must be able to exercise; so it counts only where it came in the course of the set. Needs eight lifts.
    """
    if len(faulty) < COMPARED + LATELY or any(faulty[:COMPARED]):
        return False
    return sum(faulty[-LATELY:]) > FAULTY * LATELY


# The headset ----------------------------------------------------------------------------------------------------------


def worn_at_most_min(sessions_before: int) -> float:
    """Minutes in the headset after which no further set begins there; `sessions_before`: evenings worn until now."""
    return WORN_FIRST_MIN if sessions_before == 0 else WORN_MIN
