"""Dizziness or nausea in a headset reaches the therapist, and what is usual does not."""

from __future__ import annotations

import pytest

from exercises.routine import Answer, Routine
from game.progress.alerts import alerts

ROUTINE = Routine("evening", "An evening", ())


@pytest.mark.parametrize(
    ("before", "during", "after", "said"),
    [
        (0, 7, 7, None),
        (2, 8, 3, "Dizziness or nausea 8 during, of 20 in the headset (before: 2)."),
        (9, 0, 12, "Dizziness or nausea 9 before and 12 after, of 20 in the headset."),
    ],
)
def test_eight_of_twenty_is_an_alert(before: int, during: int, after: int, said: str | None) -> None:
    answers = [
        Answer(float(i), f"sickness_{when}", rating)
        for i, (when, rating) in enumerate((("before", before), ("during", during), ("after", after)))
    ]
    assert alerts(ROUTINE, (), answers, "done") == (() if said is None else (said,))
