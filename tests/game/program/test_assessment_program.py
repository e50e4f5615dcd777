"""A therapist's functional tests as the program is called: a recording in, the result in the report, the same again."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from exercises import synthetic
from exercises.routine import Answers, FunctionalTest, Prescription, Routine
from game import app, library, loop
from game.choices import answering_itself, make_show
from game.scenes.opening import Opening
from game.tracking.replay import write_recording
from tests.game.program.conftest import Run
from tests.game.scenes.assessing import FPS, Actor

ROUTINE = """
id = "visit"
title = "A visit"
[[tests]]
test = "chair_stand_30s"
age = 72
sex = "female"
[[prescriptions]]
exercise = "shoulder_abduction"
sides = "left"
[prescriptions.dose]
sets = 1
reps = 3
"""


class _Unseen:
    """A screen that nobody watches: the loop as fast as it goes."""

    def wait(self) -> float:
        return 0.0

    def show(self, *_: Any) -> None: ...

    def intents(self) -> tuple[Any, ...]:
        return ()


def _film(path: Path, asked: Routine) -> None:
    """A recording of somebody who does the chair stand and then seven lifts, filmed by playing the evening once."""
    show = make_show(answering_itself(asked, live=False), 7, Opening())
    after = synthetic.mover("shoulder_abduction", (95.0,) * 8, FPS, lead_s=3.0)
    actor = Actor(show, asked.tests, after)
    loop.run(show, actor, _Unseen(), clock=lambda: 0.0, record=lambda *_: show.log(), as_fast=True, most_ticks=60 * 200)
    write_recording(path, actor.filmed, fps=FPS)


@pytest.mark.slow
def test_a_chair_stand_is_played_reported_and_replayed(tmp_path: Path, upswing: Run) -> None:
    (tmp_path / "visit.toml").write_text(ROUTINE)
    _film(tmp_path / "visit.npz", library.read_routine(str(tmp_path / "visit.toml"), library.exercises()))

    done = upswing("play", "--routine", "visit.toml", "--source", "visit.npz", "--screen", "none", "--report", "out")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader((tmp_path / "out/report.measures.csv").read_text(encoding="utf-8-sig").splitlines()))
    stands = [row for row in rows if "chair_stand_30s" in row.values()]
    assert len(stands) == 1
    assert "12.0" in stands[0].values(), "one stand each 2.5 seconds"
    again = upswing("replay", "last", "--screen", "none")
    assert again.returncode == 0, again.stderr
    assert "the same as when it was played" in again.stdout


@pytest.mark.parametrize(
    ("days", "due"),
    [(None, ("shoulder_flexion",)), (0, ()), (6, ()), (7, ("shoulder_flexion",))],
)
def test_measuring_lifts_are_due_a_week_after_they_were_offered(
    monkeypatch: pytest.MonkeyPatch, days: int | None, due: tuple[str, ...]
) -> None:
    now = datetime(2026, 3, 20, 18, 0, tzinfo=UTC)
    at = None if days is None else now - timedelta(days=days)
    monkeypatch.setattr(app, "last_measured", lambda store, name, offered: at)
    catalogue = library.exercises()
    both = tuple(Prescription(catalogue[name], "left") for name in ("shoulder_flexion", "shoulder_abduction"))
    asked = Routine("two", "Two", both, tests=(FunctionalTest("five_stands"),))
    assert app.measure_due(None, asked, now) == due, "a lift to the side is measured from the front"
    assert app.measure_due(None, Routine("two", "Two", both, demo=Answers()), now) == ()
