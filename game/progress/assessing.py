"""Functional tests of a session: trials found in the log, scored from the stored poses by exercises/functional.py.

A trial lasts from the answer "test_started" ("<test>:<trial>", both from 0) to "test_ended" ("<test>:<trial>:<how>").
One that was broken off says what was done until then, but no risk: it might have gone on. A reach that was is none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from exercises import functional
from exercises.functional import Result, Trial
from exercises.observing import stack
from exercises.routine import Answer, FunctionalTest
from game.progress.store import StoredSession

STARTED, ENDED, NOTE = "test_started", "test_ended", "test_note"
UNUSUAL = {"stopped": "was stopped", "absent": "ended with nobody in the picture"}


@dataclass(frozen=True, slots=True)
class Assessment:
    """One prescribed test. results: empty where it was not begun; else one, or one for each movement of a battery.

    trials: how each ended ("done", "stopped", "absent", "cut off"), by its number. judged: what a person noted of it.
    """

    index: int
    test: FunctionalTest
    trials: tuple[tuple[int, str], ...]
    results: tuple[Result, ...]
    judged: tuple[str, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """What went unlike the protocol, in plain words."""
        return tuple(f"trial {n + 1} {UNUSUAL.get(how, f'was {how}')}" for n, how in self.trials if how != "done")


def assessments(session: StoredSession) -> tuple[Assessment, ...]:
    """Every test of the routine, in its order."""
    said = [(tick, record) for tick, _, record in session.records if isinstance(record, Answer)]
    return tuple(_assessed(session, said, index, test) for index, test in enumerate(session.routine.tests))


def _assessed(
    session: StoredSession, said: Sequence[tuple[int, Answer]], index: int, test: FunctionalTest
) -> Assessment:
    spans, endings = _trials(said, index)
    judged = tuple(str(answer.value) for _, answer in said if answer.key == f"{NOTE}:{index}")
    if not endings:
        return Assessment(index, test, (), (), judged)
    done = [n for n in spans if endings[n] == "done"]
    told = done if test.test == "functional_reach" else spans
    seen = {n: _seen(session, spans[n]) for n in spans}
    results, sure = (
        functional.result(test, [seen[n] if n in which else _unseen() for n in range(max(endings) + 1)])
        for which in (told, done)
    )
    return Assessment(index, test, tuple(sorted(endings.items())), _without_doubtful_risk(results, sure), judged)


def _without_doubtful_risk(results: Sequence[Result], sure: Sequence[Result]) -> tuple[Result, ...]:
    """`results` with the risk left open where `sure`, of the trials that were done to their end, tells none."""
    risks = {(one.test, one.side): one.at_risk for one in sure}
    return tuple(replace(one, at_risk=risks.get((one.test, one.side))) if one.at_risk else one for one in results)


def _trials(said: Sequence[tuple[int, Answer]], index: int) -> tuple[dict[int, tuple[int, int]], dict[int, str]]:
    """First and last tick of each trial that came to an end, and how each ended. A trial done again counts as it last
    was; one that the session was cut off in has no result."""
    began: dict[int, int] = {}
    spans: dict[int, tuple[int, int]] = {}
    endings: dict[int, str] = {}
    for tick, answer in said:
        if answer.key not in (STARTED, ENDED):
            continue
        parts = str(answer.value).split(":")
        if parts[0] != str(index):
            continue
        trial = int(parts[1])
        if answer.key == STARTED:
            began[trial], endings[trial] = tick, "cut off"
            spans.pop(trial, None)
        elif trial in began:
            spans[trial], endings[trial] = (began[trial], tick), parts[2]
    return spans, endings


def _seen(session: StoredSession, span: tuple[int, int]) -> Trial:
    first = bisect_left(session.poses, span[0], key=lambda pair: pair[0])
    last = bisect_right(session.poses, span[1], key=lambda pair: pair[0])
    if first == last:
        return _unseen()
    bodies = stack([pose for _, pose in session.poses[first:last]])
    return bodies.t_s, bodies.points


def _unseen() -> Trial:
    return np.zeros(0), np.full((0, 33, 3), np.nan)
