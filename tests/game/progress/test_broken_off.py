"""Evenings that end in the middle of something, played for real and kept: what the report says of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import numpy as np
import pytest
from made_sessions import STARTED, VERSIONS
from rich.console import Console

from exercises import synthetic
from exercises.events import RepCompleted
from exercises.pose import Pose, unseen
from exercises.routine import Routine, quiet
from game import app, loop
from game.intents import Intent
from game.progress import fhir, table, words
from game.progress.page import page
from game.progress.store import Store, StoredSession
from game.progress.summary import Summary, summarise
from game.reports import left_today, opening_of
from game.scenes.opening import Before, Opening
from game.scenes.show import Show
from game.settings import Settings
from game.tape import Tape, ticks_of
from game.terminal import sessions_table
from tests.game.scenes.evenings import USUAL, Plain, Screen, answering, lifts, new_show, prescribed, routine

FPS = 10
KNOWN = replace(USUAL, before={"shoulder_abduction:left": Before(8.0, 95.0, 82.0)})
TWO = routine(prescribed(reps=2), prescribed(sets=1, reps=2))
Answers = Callable[[Show, int], Sequence[Intent]]
There = Callable[[Show], bool]


@cache
def film() -> tuple[Pose, ...]:
    return tuple(lifts(count=30, fps=FPS))


def lying(t_s: float) -> Pose:
    return replace(film()[0], t_s=t_s, points=synthetic.body(lying_deg=90.0))


class Waves(Plain):
    id, title = "waves", "Waves"
    takes = frozenset({"free"})


class Played:
    """An evening, tick by tick, of somebody who lifts wherever there is something to lift; all of it is kept."""

    def __init__(self, asked: Routine = TWO, opening: Opening = USUAL, game: Any = Plain) -> None:
        self.show = new_show(asked, opening, game=game)
        self.asked, self.opening, self.game = asked, opening, game
        self.ticks: list[Any] = []
        self._at = 0

    def tick(self, *intents: Intent, body: Callable[[float], Pose] | None = None) -> None:
        n, fresh = len(self.ticks), ()
        if n % (60 // FPS) == 0:
            fresh = (self.body(n / 60) if body is None else body(n / 60),)
        self.show.step(n, fresh, intents)
        self.ticks.append((n, fresh, intents, self.show.log()))

    def body(self, t_s: float) -> Pose:
        self._at += self.show.scene in ("calibrate", "play") and self.show.watching
        return replace(film()[self._at], t_s=t_s)

    def until(self, there: There, says: Answers | None = None, body: Callable[[float], Pose] | None = None) -> Played:
        says = says or answering()
        last = len(self.ticks) + 60 * 120
        while not there(self.show):
            assert len(self.ticks) < last, f"still in {self.show.scene}"
            self.tick(*says(self.show, len(self.ticks)), body=body)
        return self

    def branch(self) -> Played:
        """The same evening up to here, to be gone on with in another way."""
        other = Played.__new__(Played)
        other.__dict__.update(self.__dict__, show=deepcopy(self.show), ticks=list(self.ticks))
        return other

    def ended(self, how: str) -> Played:
        """The window closed, stopped (and what is asked then is answered), out of the picture, or killed."""
        other = self.branch()
        if how == "quit":
            other.tick(Intent("quit"))
        elif how == "stop":
            other.tick(Intent("stop"))
            other.tick(Intent("stop"))
        if how in ("stop", "gone"):
            nobody = how == "gone"
            other.until(lambda show: show.ended, (lambda *_: ()) if nobody else None, unseen if nobody else None)
        return other

    def kept(self, store: Store) -> StoredSession:
        """As `upswing play` keeps it, or who finds a session that was cut off."""
        writer = store.begin(self.asked, seed=7, source="camera", started=STARTED, versions=VERSIONS,
                             opening=self.opening.as_mapping())  # fmt: skip
        for tick in self.ticks:
            writer.tick(*tick)
        writer.finish(self.show.ended_because or "error")
        return store.load(writer.id)


@cache
def forward() -> tuple[Any, ...]:
    lifts_ = synthetic.mover("shoulder_flexion", (120.0,) * 12, FPS, lead_s=2.0, camera_yaw_deg=None)
    return tuple(np.array(pose.points, dtype=np.float64) for pose in lifts_)


class Turning(Played):
    """Lifts forward, facing the screen, and side-on while that is asked for."""

    def body(self, t_s: float) -> Pose:
        self._at += self.show.scene in ("calibrate", "play", "measure") and self.show.watching
        points, yaw_deg = forward()[self._at], 90.0 if self.show.scene in ("turn", "measure") else 0.0
        image = synthetic.seen_from(points[None], yaw_deg)[0]
        return Pose(t_s, points, np.ones(len(points)), image=image, camera_yaw_deg=yaw_deg)


def replayed(stored: StoredSession) -> bool:
    show = new_show(stored.routine, Opening.from_mapping(stored.opening), stored.seed)
    tape, screen = Tape(show, ticks_of(stored), round(stored.duration_s * 60)), Screen()
    loop.run(tape, tape, screen, clock=lambda: screen.now, record=lambda *_: None, as_fast=True, draw_every=10**9)
    said = [(n, *record) for n, records in tape.said for record in records]
    return said == [record for record in stored.records if record[0] <= tape.at]


def lifting(count: int, stage: str, block: int = 0) -> There:
    """So many lifts of this stage are done in this block, and the next is on."""

    def there(show: Show) -> bool:
        now = show._evening.reading
        if show.working[0] != block or now is None or now.stage != stage or show.scene not in ("calibrate", "play"):
            return False
        return now.lifting and (now.efforts if stage == "set" else now.calibration_lifts) == count

    return there


def asked_for(panel: str, block: int = 0) -> There:
    return lambda show: show.working[0] == block and show.asking is not None and show.asking.id == panel


def last_words(show: Show) -> bool:
    now = show._evening.reading
    return show.scene == "play" and now is not None and now.stage == "rest"


POINTS: dict[str, There] = {
    "placement": lambda show: show.scene == "placement",
    "practice": lifting(0, "practice"),
    "calibration": lifting(2, "calibrate"),
    "hurt?": asked_for("calibration_hurt"),
    "set": lambda show: show.scene == "play" and show.watching,
    "second lift": lifting(1, "set"),
    "last words": last_words,
    "rest": asked_for("rest"),
    "second calibration": lifting(2, "calibrate", 1),
    "check-out": lambda show: show.scene == "check-out",
    "results": lambda show: show.scene == "results",
}
ENDED = {"quit": "patient", "stop": "patient", "gone": "absent", "killed": "error"}


@pytest.fixture(scope="module")
def at() -> dict[str, Played]:
    """One evening of two exercises, as it was at each of POINTS."""
    played, found = Played(), {}
    for name, there in POINTS.items():
        found[name] = played.until(there).branch()
    return found


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with Store.open(tmp_path) as opened:
        yield opened


def rows(summary: Summary) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.render(summary))))


def measures(summary: Summary, kind: str) -> list[dict[str, str]]:
    return [row for row in csv.DictReader(io.StringIO(table.render_measures(summary))) if row["kind"] == kind]


def resources(summary: Summary) -> dict[str, dict[str, Any]]:
    found = [entry["resource"] for entry in fhir.bundle(summary)["entry"]]
    return {f"{resource['resourceType']}/{resource['id']}": resource for resource in found}


def assert_no_set(summary: Summary, block: int = 0) -> None:
    """Nothing that was lifted stands anywhere as a repetition, a set or a range."""
    found = summary.blocks[block]
    assert found.begun
    assert (found.sets, found.repetitions, found.ranges, found.full) == ((), (), (), 0)
    assert len(rows(summary)) == sum(len(one.repetitions) for one in summary.blocks)
    made, n = resources(summary), block + 1
    assert made[f"Observation/repetitions-{n}"]["valueQuantity"]["value"] == 0
    assert made[f"Observation/range-{n}-left"]["dataAbsentReason"]["coding"][0]["code"] == "not-performed"
    assert made[f"Procedure/exercise-{n}"]["status"] == "not-done"
    assert made[f"Procedure/exercise-{n}"]["statusReason"]["text"] == summary.ending
    assert page(summary)["blocks"][block]["nothing"] == f"No set was done. {summary.ending}."
    assert any("no repetition was done in a set" in said for said in summary.unmeasured)


BEFORE_A_SET = [
    *(("calibration", how) for how in ENDED),
    *((point, how) for point in ("practice", "hurt?", "set") for how in ("quit", "killed")),
    ("placement", "quit"),
]


@pytest.mark.parametrize(("point", "how"), BEFORE_A_SET)
def test_who_ends_before_anything_is_lifted_in_a_set_did_none(
    at: dict[str, Played], store: Store, point: str, how: str
) -> None:
    stored = at[point].ended(how).kept(store)
    assert not [record for _, _, record in stored.records if isinstance(record, RepCompleted)]
    assert (stored.because, store.sessions()[0].because) == (ENDED[how], ENDED[how])
    summary = summarise(stored)
    assert_no_set(summary)
    out = Console(width=160, record=True, file=io.StringIO())
    out.print(sessions_table(store.sessions()))
    assert words.stop(ENDED[how]) in out.export_text()


@pytest.mark.parametrize("how", ["stop", "killed"])
def test_who_ends_in_a_calibration_is_replayed_the_same(at: dict[str, Played], store: Store, how: str) -> None:
    assert replayed(at["calibration"].ended(how).kept(store))


def test_a_height_that_nobody_stayed_to_confirm_is_nobodys_target(at: dict[str, Played], store: Store) -> None:
    at["set"].ended("quit").kept(store)
    assert opening_of(store, Settings()).before["shoulder_abduction:left"].comfortable_deg == pytest.approx(95, abs=3)
    assert summarise(at["hurt?"].ended("quit").kept(store)).blocks[0].targets == ()
    assert opening_of(store, Settings()).before == {}, "nor is an older one: it is found anew"


def test_a_height_that_was_not_as_last_time_is_not_remembered(store: Store) -> None:
    again = Played(opening=KNOWN).until(lifting(0, "calibrate"))
    again.until(lifting(1, "calibrate"), answering(same_as_last_time="no")).ended("quit").kept(store)
    assert opening_of(store, Settings()).before == {}


@pytest.mark.parametrize("how", ENDED)
def test_the_second_exercises_calibration_takes_nothing_from_the_first(
    at: dict[str, Played], store: Store, how: str
) -> None:
    summary = summarise(at["second calibration"].ended(how).kept(store))
    first, second = summary.blocks
    assert [(done.full, done.efforts, done.ended) for done in first.sets] == [(2, 2, True)] * 2
    assert (first.because, second.because) == ("done", ENDED[how])
    assert_no_set(summary, 1)
    made = resources(summary)
    assert (made["Procedure/exercise-1"]["status"], made["Procedure/session"]["status"]) == ("completed", "stopped")
    assert [(row["name"], row["value"]) for row in measures(summary, "done")][1:] == [
        ("full", "4"), ("short", "0"), ("prescribed", "4"), ("full", "0"), ("short", "0"), ("prescribed", "2"),
    ]  # fmt: skip


@pytest.mark.parametrize("how", ENDED)
def test_who_ends_in_the_middle_of_a_set_did_what_was_lifted(at: dict[str, Played], store: Store, how: str) -> None:
    summary = summarise(at["second lift"].ended(how).kept(store))
    block = summary.blocks[0]
    assert [done.ended for done in block.sets] == [False]
    assert block.efforts == len(rows(summary)) >= 1
    assert block.because == ENDED[how]
    assert block.tracked_share is not None
    assert resources(summary)["Procedure/exercise-1"]["status"] == "stopped"


@pytest.mark.parametrize(("point", "how"), [("last words", "quit"), ("last words", "killed"), ("rest", "stop")])
def test_a_set_that_ended_has_ended_whoever_leaves_then(
    at: dict[str, Played], store: Store, point: str, how: str
) -> None:
    block = summarise(at[point].ended(how).kept(store)).blocks[0]
    assert [(done.full, done.ended) for done in block.sets] == [(2, True)]
    assert block.because == ENDED[how]


def test_a_killed_set_is_not_done_again_on_the_same_day(store: Store) -> None:
    four = routine(prescribed(reps=4), prescribed())
    Played(four).until(lifting(3, "set")).kept(store)
    left = left_today(store, four, STARTED)
    assert left is not None
    assert left.sets == (1, 0)


def test_nobody_goes_on_after_a_fall_or_much_pain_though_the_program_was_killed(
    at: dict[str, Played], store: Store
) -> None:
    assert at["rest"].kept(store).because == "error"
    left = left_today(store, TWO, STARTED)
    assert left is not None
    assert left.sets == (1, 0)
    at["rest"].branch().until(asked_for("pain_during"), answering(rest="hurts")).until(
        lambda show: show.scene == "check-out", answering(pain_during="8")
    ).kept(store)
    assert left_today(store, TWO, STARTED) is None
    falls = at["rest"].branch()
    falls.until(lambda show: show.scene == "fallen", lambda *_: (), lying).kept(store)
    assert left_today(store, TWO, STARTED) is None


def test_ctrl_c_in_the_check_out_leaves_the_reason_that_ended_the_evening(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(app.loop, "run", interrupted)
    any_ = Mock()
    for because, kept_as in (("pain", "pain"), (None, "patient")):
        ends: list[str] = []
        writer = SimpleNamespace(id="2026-05-01-heron", tick=None, finish=ends.append)
        with pytest.raises(KeyboardInterrupt):
            app._run(SimpleNamespace(ended_because=because), any_, any_, any_, any_, writer, any_, False)
        assert ends[0] == kept_as


@pytest.mark.parametrize("how", ["quit", "killed"])
def test_it_hurts_is_told_though_nobody_stayed_to_say_how_much(at: dict[str, Played], store: Store, how: str) -> None:
    hurts = at["rest"].branch().until(asked_for("pain_during"), answering(rest="hurts"))
    summary = summarise(hurts.ended(how).kept(store))
    said = "Arm lift to the side: the patient said that it hurts; how much was not answered."
    assert said in summary.alerts
    assert said in [row["note"] for row in measures(summary, "alert")]
    assert said in resources(summary)["DiagnosticReport/report"]["conclusion"]
    hurts.until(lambda show: show.scene == "play")
    assert said not in summarise(hurts.kept(store)).alerts


def test_too_much_while_it_is_asked_how_much_it_hurts_asks_whether_to_stop(at: dict[str, Played]) -> None:
    hurts = at["rest"].branch().until(asked_for("pain_during"), answering(rest="hurts"))
    hurts.tick(Intent("too_much"))
    assert hurts.show.scene == "pause"


@pytest.mark.parametrize("how", ["quit", "killed"])
@pytest.mark.parametrize("point", ["check-out", "results"])
def test_a_fall_after_the_last_exercise_is_told(at: dict[str, Played], store: Store, point: str, how: str) -> None:
    falls = at[point].branch()
    falls.until(lambda show: show.scene == "fallen", lambda *_: (), lying)
    stored = falls.ended(how).kept(store)
    for because in (stored.because, "error"):  # killed before the end could be written
        summary = summarise(replace(stored, because=because))
        assert summary.alerts[0].startswith("Hips came near the floor")
        assert measures(summary, "alert")[0]["note"] == summary.alerts[0]
        assert [block.because for block in summary.blocks] == ["done", "done"]


def test_measuring_lifts_that_were_broken_off_are_told_as_what_they_were(store: Store) -> None:
    due = replace(USUAL, measure_due=("shoulder_flexion",))
    measured = Turning(routine(prescribed("shoulder_flexion", sets=1, reps=2)), due)
    measured.until(lambda show: show._evening.aside is not None and show._evening.aside.reading.efforts == 1)
    for how in ("quit", "stop", "killed"):
        stored = measured.ended(how).kept(store)
        assert stored.because == ENDED[how]
        summary = summarise(stored)
        (block,) = summary.blocks
        assert (block.full, len(block.repetitions), block.because) == (2, 2, "done")
        assert [(done.full, done.ended) for done in block.sets] == [(2, True)]
        assert len(block.measuring) == len(measures(summary, "measuring")) == 1
        assert [(found.measured, found.measuring) for found in block.ranges] == [(1, True)]
        assert resources(summary)["Procedure/exercise-1"]["status"] == "completed"


def test_too_much_in_a_pause_begins_a_calibration_again_lower(store: Store) -> None:
    again = Played(opening=KNOWN).until(lifting(0, "calibrate"))
    again.tick(Intent("pause"))
    again.until(lambda show: show.scene == "calibrate", answering(pause="too_much"))
    again.tick()
    shown = " ".join(panel.title for panel in again.show.draw().panels)
    assert "Again, lower this time." in shown
    assert "0 of 3" in shown
    block = summarise(again.ended("quit").kept(store)).blocks[0]
    assert (block.lowered, block.targets) == ((), ())


@pytest.mark.parametrize("how", ["quit", "stop", "killed"])
def test_waves_that_were_broken_off_were_waves_all_the_same(store: Store, how: str) -> None:
    waves = Played(routine(quiet(1.0)), game=Waves).until(lambda show: show.scene == "calm")
    for _ in range(300):
        waves.tick()
    summary = summarise(waves.ended(how).kept(store))
    assert summary.calm_s == pytest.approx(0 if how == "killed" else 5, abs=1)
    assert ("How long the quiet waves went on is not known." in summary.unmeasured) == (how == "killed")
    session = resources(summary)["Procedure/session"]
    assert (session["status"], session["statusReason"]["text"]) == ("stopped", summary.ending)
    if how == "stop":
        assert [row["value"] for row in measures(summary, "said") if row["name"] == "pain_after"] == ["1"]
        assert resources(summary)["Observation/pain-after"]["valueQuantity"]["value"] == 1
