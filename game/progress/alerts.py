"""What a therapist should act on, and what could not be measured: sentences, from rules that stand in docs/safety.md.

Thresholds: the prescriber's pain stop; otherwise reference 3.2 (drafts for a physiotherapist to review).
"""

from __future__ import annotations

from collections.abc import Sequence

from exercises.routine import Answer, Routine
from game.progress import words
from game.progress.answers import flag, number, text
from game.progress.assessing import Assessment
from game.progress.blocks import Block

PAIN_BEFORE = 5
PAIN_RISE = 3
EFFORT_HIGH = 8
TRACKED_WELL = 0.8
DIZZY = 8
CUT_OFF = (None, "error")  # how a session ends that nobody ended
IN_A_TEST = "Dizziness in a functional test in the headset; the session ended. Please call."
SICKNESS = ("sickness_before", "sickness_during", "sickness_after")


def alerts(
    routine: Routine,
    blocks: Sequence[Block],
    answers: Sequence[Answer],
    because: str | None,
    tests: Sequence[Assessment] = (),
) -> tuple[str, ...]:
    """Most urgent first; none for a session without trouble."""
    found: list[str] = []
    if because == "fall":
        found.append("Hips came near the floor and the session stopped: a possible fall. Please call.")
    if flag(answers, "red_flag"):
        found.append("A warning sign was reported at the check-in; the session did not start. Please call.")
    if flag(answers, "operation"):
        found.append("An operation, fracture or dislocation in the last three months was reported; nothing was played.")
    if flag(answers, "worse_since"):
        found.append("Something new or worse was reported at the check-in.")
    found += _pain(routine, blocks, answers, because)
    found += _calibrations(blocks)
    found += _dizzy(answers)
    if text(answers, "morning_after") == "worse":
        found.append("The morning after the last session was worse; today's dose was reduced by a third.")
    for block in blocks:
        if block.limits_beyond:
            times = words.count(block.limits_beyond, "time")
            found.append(f"{block.title}: surely beyond the movement limit {times}.")
        for done in block.sets:
            if done.tired:
                found.append(
                    f"{block.title}: set {done.index + 1} ended early, the lifts had become smaller or slower."
                )
    risky = [one.test for test in tests for one in test.results if one.at_risk]
    if risky:
        found.append(f"Beyond the cut-off of a functional test, if a person agrees: {words.listed(risky)}.")
    effort = number(answers, "effort")
    if effort is not None and effort >= EFFORT_HIGH:
        found.append(f"Effort {effort} of 10.")
    return tuple(found)


def _pain(routine: Routine, blocks: Sequence[Block], answers: Sequence[Answer], because: str | None) -> list[str]:
    found = []
    before = number(answers, "pain_before")
    if before is not None and before >= PAIN_BEFORE:
        instead = "; only the calm game was played" if text(answers, "instead") == "calm" else ""
        found.append(f"Pain {before} of 10 before the session{instead}.")
    for block in blocks:
        said = [
            (when, pain)
            for when, pain in (("during", block.pain_during), ("after", block.pain_after))
            if pain is not None
        ]
        high = [f"{pain} {when}" for when, pain in said if pain >= routine.pain_stop]
        risen = [f"{pain} {when}" for when, pain in said if before is not None and pain >= before + PAIN_RISE]
        if high:
            found.append(f"{block.title}: pain {words.listed(high)}, of 10 (stop rule: {routine.pain_stop}).")
        elif risen:
            found.append(f"{block.title}: pain rose from {before} to {words.listed(risen)}, of 10.")
        if block.hurt_unsaid:
            found.append(f"{block.title}: the patient said that it hurts; how much was not answered.")
    if because == "pain" and not found:
        found.append("The session was stopped because of pain.")
    return found


def _calibrations(blocks: Sequence[Block]) -> list[str]:
    """What hurt or could not be seen while the comfortable height was sought; why it was not seen nobody knows."""
    found = []
    for block in blocks:
        if any(block.calibration_hurt):
            then = "no other height was confirmed" if block.calibration_hurt[-1] else "what was found then did not"
            found.append(f"{block.title}: it hurt while the comfortable height was sought; {then}.")
        if block.left_s is not None:
            minutes, seconds = divmod(int(block.left_s), 60)
            found.append(
                f"{block.title} was left {minutes}:{seconds:02d} into the session: no further lift could be seen "
                "while the comfortable height was sought."
            )
    return found


def _dizzy(answers: Sequence[Answer]) -> list[str]:
    """Dizziness or nausea in a headset, on the Fast Motion Sickness scale; before counts too, it is not always zero."""
    before = number(answers, "sickness_before")
    said = [(said.key.removeprefix("sickness_"), int(said.value)) for said in answers if said.key in SICKNESS]
    high = [f"{rating} {when}" for when, rating in said if rating >= DIZZY]
    told = [IN_A_TEST] if any(said.key == "test_dizzy" for said in answers) else []
    if not high:
        return told
    rest = "" if before is None or before >= DIZZY else f" (before: {before})"
    return [*told, f"Dizziness or nausea {words.listed(high)}, of 20 in the headset{rest}."]


def unmeasured(
    blocks: Sequence[Block], answers: Sequence[Answer], because: str | None, calm_cut_off: bool = False
) -> tuple[str, ...]:
    """What is missing from this report, and why. `calm_cut_off`: the session was cut off in a quiet passage."""
    found: list[str] = []
    for block in blocks:
        found += _unmeasured_of(block)
    if number(answers, "pain_before") is None:
        found.append("Pain before was not asked or not answered.")
    if any(block.begun for block in blocks):
        if all(block.pain_after is None for block in blocks) and number(answers, "pain_after") is None:
            found.append("Pain after was not asked or not answered.")
        if number(answers, "effort") is None:
            found.append("Effort was not asked or not answered.")
    if because in CUT_OFF:
        found.append("The session was cut off; at most its last second is missing.")
    if calm_cut_off:
        found.append("How long the quiet waves went on is not known.")
    return tuple(found)


def _unmeasured_of(block: Block) -> list[str]:
    if not block.begun:
        return [f"{block.title} was not begun."]
    if not block.efforts:
        return [f"{block.title}: no repetition was done in a set; those that find the comfortable height are none."]
    found = []
    without = sum(r.peak_deg is None for r in block.repetitions)
    if without:
        why = ", seen from where this angle cannot be trusted" if block.view.suitable is False else ""
        found.append(f"{block.title}: {without} of {words.count(block.efforts, 'repetition')} without an angle{why}.")
    unsure = sum(not r.verified for r in block.repetitions)
    if unsure:
        found.append(f"{block.title}: {unsure} counted while not all joints were well seen.")
    if block.tracked_share is None:
        found.append(f"{block.title}: how much was tracked is not known.")
    elif block.tracked_share < TRACKED_WELL:
        found.append(f"{block.title}: the body was tracked for only {block.tracked_share:.0%} of the sets.")
    return found
