"""What a session came to, from its stored log alone, so that one that was cut off has a summary too.

PDF, FHIR and table are written from this and from nothing else: the same numbers everywhere.
Degrees are in the exercise's own measure; None where it could not be measured. Lists are in the order of time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from exercises.events import Stopped
from exercises.routine import Answer
from exercises.session import Plan
from game.progress import words
from game.progress.alerts import CUT_OFF, alerts, unmeasured
from game.progress.answers import flag, number, text
from game.progress.assessing import Assessment, assessments
from game.progress.blocks import Block, block_of
from game.progress.comparing import Measured, change, measured
from game.progress.records import Record
from game.progress.store import TICKS_PER_S, StoredSession

__all__ = ["Block", "Summary", "summarise"]


@dataclass(frozen=True, slots=True)
class Summary:
    """patient is a pseudonym. because None: cut off. alerts: what the therapist should act on, most urgent first.

    calm_s: time in passages without an exercise, but for one that the session was cut off in (`calm_cut_off`).
    dropped_s: by how much the program fell behind the clock because the computer was busy; no pose is lost with it.
    pain is 0 to 10 (`pain_before` once, during and after by block inside it, `pain_rested` after an evening that was
    only quiet), effort 0 to 10; None where not asked.
    """

    session: str
    patient: str
    routine: str
    started: datetime
    ended: datetime
    duration_s: float
    demo: bool
    source: str
    because: str | None
    ending: str
    blocks: tuple[Block, ...]
    pain_before: int | None
    pain_after: int | None
    effort: int | None
    worse_since: bool | None
    morning_after: str | None
    answers: tuple[Answer, ...]
    alerts: tuple[str, ...]
    unmeasured: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]
    tests: tuple[Assessment, ...] = ()
    calm_s: float = 0.0
    dropped_s: float = 0.0
    pain_rested: int | None = None
    calm_cut_off: bool = False


def summarise(session: StoredSession, earlier: Sequence[Measured] = ()) -> Summary:
    """The summary of a stored session: from its log, and from `session.poses` what was tracked, the view and how the
    lifts went. `earlier`: what sessions before it measured (earlier.py), for what has changed since."""
    blocks = tuple(
        _compared(session, _block(session, index), earlier)
        for index, prescription in enumerate(session.routine.prescriptions) if not prescription.calm
    )  # fmt: skip
    tests = assessments(session)
    answers = tuple(record for _, _, record in session.records if isinstance(record, Answer))
    pains = [block.pain_after for block in blocks if block.pain_after is not None]
    calm_cut_off = _calm_cut_off(session, answers)
    rested = number(
        (said for _, block, said in session.records if block < 0 and isinstance(said, Answer)), "pain_after"
    )
    return Summary(
        session=session.id,
        patient=session.patient,
        routine=session.routine.title,
        started=session.started,
        ended=session.ended or session.started + timedelta(seconds=session.duration_s),
        duration_s=session.duration_s,
        demo=session.demo,
        source=session.source,
        because=session.because,
        ending=words.stop(session.because),
        blocks=blocks,
        pain_before=number(answers, "pain_before"),
        pain_after=max(pains) if pains else rested,
        pain_rested=rested,
        calm_cut_off=calm_cut_off,
        effort=number(answers, "effort"),
        worse_since=flag(answers, "worse_since"),
        morning_after=text(answers, "morning_after"),
        answers=answers,
        alerts=alerts(session.routine, blocks, answers, "fall" if _fell(session) else session.because, tests),
        unmeasured=unmeasured(blocks, answers, session.because, calm_cut_off),
        versions=tuple(sorted(session.versions.items())),
        tests=tests,
        calm_s=float(sum(said.value for said in answers if said.key == "calm_s")),
        dropped_s=sum(intent.count for _, intent in session.intents) / TICKS_PER_S,
    )


def _block(session: StoredSession, index: int) -> Block:
    """The block of this prescription; one without an end of its own ended with the session."""
    asked, log = session.routine.prescriptions[index], _of_block(session, index)
    block = block_of(index, asked, log, session.poses, session.duration_s)
    return replace(block, because=block.because or session.because) if block.begun else block


def _fell(session: StoredSession) -> bool:
    """Whether hips came near the floor at any time, also after the last exercise or before a program was killed."""
    return any(isinstance(record, Stopped) and record.because == "fall" for _, _, record in session.records)


def _calm_cut_off(session: StoredSession, answers: Sequence[Answer]) -> bool:
    """Whether the session was cut off in a passage without an exercise, which tells its time at its end."""
    calm = {index for index, asked in enumerate(session.routine.prescriptions) if asked.calm}
    begun = sum(isinstance(record, Plan) and block in calm for _, block, record in session.records)
    begun += int(text(answers, "instead") == "calm")
    told = sum(said.key == "calm_s" for said in answers)
    return session.because in CUT_OFF and told < begun


def _compared(session: StoredSession, block: Block, earlier: Sequence[Measured]) -> Block:
    now = [measured(session.id, session.started, session.versions, block, found) for found in block.ranges]
    return replace(block, changes=tuple(found for one in now if (found := change(one, earlier)) is not None))


def _of_block(session: StoredSession, index: int) -> tuple[Record, ...]:
    return tuple(record for _, block, record in session.records if block == index)
