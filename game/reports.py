"""What is done with kept sessions: listed, offered, written out, and remembered for the next evening."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from exercises import calm
from exercises.counting import needed
from exercises.events import RepCompleted, Stopped
from exercises.routine import Answer, Routine, as_mapping
from exercises.safety import SESSION_STOPS
from exercises.session import Plan
from game import matching, terminal
from game.choices import Chosen, for_headset
from game.progress.calibrating import calibrations
from game.progress.earlier import earlier
from game.progress.efforts import efforts, parted
from game.progress.store import Store, StoredSession, data_folder
from game.progress.summary import Summary, summarise
from game.scenes.opening import Before, Headset, Left, Opening
from game.settings import Settings

GRAVE = ("fall", "dizzy", "pain")  # after these nobody is asked to go on the same day


def tell_of_unfinished(store: Store, out: Console) -> None:
    """Sessions that were cut off are closed with what was saved of them, and offered."""
    for stub in store.unfinished():
        store.close_unfinished(stub.id)
        out.print(
            f"The session {stub.id} was cut off. What was saved is kept: `upswing report {stub.id}` writes it.",
            highlight=False, soft_wrap=True,
        )  # fmt: skip


def opening_of(store: Store, chosen: Settings) -> Opening:
    """Settings, and what the earlier sessions left behind (a demonstration leaves nothing)."""
    played = [stub for stub in store.sessions() if not stub.demo]
    before: dict[str, Before] = {}
    asked, lights = False, 0
    for stub in reversed(played[:5]):  # older ones say nothing about today's comfortable height
        session = store.load(stub.id, poses=False)
        _remember(session, before)
        if stub is played[0]:
            lights = _lights(session)
        for _, _, record in session.records:
            asked |= getattr(record, "key", "") == "operation" and getattr(record, "value", None) is False
    return Opening(
        body=chosen.body, light_for=chosen.light_for, whom_to_call=chosen.whom_to_call, text_size=chosen.text_size,
        sessions_before=len(played), operation_asked=asked, before=before, lights=lights, still=chosen.still,
        calm_min=calm.USUAL_MIN if matching.fitting(calm.QUIET, matching.made()) else 0.0,
    )  # fmt: skip


def _lights(session: StoredSession) -> int:
    """Full lifts of the sets, each a light that is still afloat the next day; measuring lifts are none."""
    played, _ = parted([record for _, _, record in session.records])
    return sum(isinstance(record, RepCompleted) and record.full for record in played)


def _remember(session: StoredSession, before: dict[str, Before]) -> None:
    """Put the session's calibrations in `before`. Where one hurt and was left, nothing older is offered either: the
    height is found anew."""
    for block in dict.fromkeys(block for _, block, _ in session.records):
        for side, found in calibrations(record for _, where, record in session.records if where == block).items():
            key = f"{session.routine.prescriptions[block].exercise.id}:{side}"
            before.pop(key, None)
            if found is not None:
                before[key] = Before(found.rest_deg, found.comfortable_deg, found.target_deg)


def left_today(store: Store, routine: Routine, now: datetime) -> Left | None:
    """What was done of this routine earlier on the same day, where it was left before its end; None: begin anew.

    The last session counts, with what it had gone on from. A routine that was changed since, one that ended
    in a fall, dizziness or pain, and one that nobody had begun or that is done, begin anew. An exercise that was ended
    because of pain or a limit is not done again today.
    """
    if routine.demo is not None:
        return None
    session = _last_today(store, routine, now)
    if session is None or session.because == "done" or _gravely_ended(session):
        return None
    before = Opening.from_mapping(session.opening).left
    sets = [0] * len(routine.prescriptions)
    if before is not None and any(_said(session, "go_on", True)):
        sets = list(before.sets)
    for block, asked in enumerate(routine.prescriptions):
        sets[block] = min(asked.dose.sets, sets[block] + _done(session, block, asked.dose.sets))
    whole = all(done >= asked.dose.sets for done, asked in zip(sets, routine.prescriptions, strict=True))
    if whole or not any(sets):
        return None
    worse = any(_said(session, "morning_after", "worse")) or (before is not None and before.worse_morning)
    return Left(tuple(sets), worse)


def _gravely_ended(session: StoredSession) -> bool:
    """Whether a fall, dizziness or pain ended it: by its log too, for a killed program cannot say why it ended."""
    log = [record for _, _, record in session.records]
    stops = [record.because for record in log if isinstance(record, Stopped)]
    pains = [int(said.value) for said in log if isinstance(said, Answer) and said.key == "pain_during"]
    hurt = stops.count("pain") > 1 or max(pains, default=0) >= SESSION_STOPS
    return session.because in GRAVE or "fall" in stops or "dizzy" in stops or hurt


def _last_today(store: Store, routine: Routine, now: datetime) -> StoredSession | None:
    """The newest session of the day with this very routine, but for one that is being played in another window."""
    for stub in store.sessions():
        if stub.started.astimezone(now.tzinfo).date() != now.date():
            return None
        if stub.demo or stub.playing or stub.routine != routine.title:
            continue
        session = store.load(stub.id, poses=False)
        if prescribed(session.routine) == prescribed(routine):
            return session
    return None


def _done(session: StoredSession, block: int, prescribed_sets: int) -> int:
    """Sets of a block that were done; all of them where its share of today was, or where it must not go on."""
    log = [record for _, where, record in session.records if where == block]
    plan = next((record for record in log if isinstance(record, Plan)), None)
    if plan is None:
        return 0
    # a set that was broken off, or the program killed in it, counts where half of it was done: doing all of it again
    # would be too much
    ended = sum(2 * done.efforts >= needed(plan) for done in efforts(log, None, session.duration_s).sets)
    barred = any(isinstance(record, Stopped) and record.because in ("pain", "limit", "dizzy") for record in log)
    rested = any(isinstance(record, Answer) and record.key == "calm_s" for record in log)
    return prescribed_sets if barred or rested or ended >= plan.dose.sets else ended


def prescribed(routine: Routine) -> dict[str, Any]:
    """What a therapist decided, without the games that an evening drew."""
    mapping = as_mapping(routine)
    for asked in mapping["prescriptions"]:
        asked.pop("game", None)
    return mapping


def worn_before(store: Store, chosen: Chosen, window: bool) -> Headset:
    """What an evening in a headset needs to know: earlier evenings in it, and what was asked once."""
    worn, asked = 0, False
    for name in store.sessions_with("headset_history"):
        session = store.load(name, poses=False)
        asked |= any(_said(session, "headset_history", False))
    for name in store.sessions_with("headset"):
        session = store.load(name, poses=False)
        worn += not session.demo and any(_said(session, "headset", "on"))
    camera = window and chosen.camera is not None  # without a window there is no screen to go on at
    return Headset(for_headset(chosen.routine), camera, worn, asked, window)


def _said(session: StoredSession, key: str, value: object) -> Iterator[bool]:
    return (isinstance(said, Answer) and said.key == key and said.value == value for _, _, said in session.records)


def print_sessions(out: Console) -> None:
    with Store.open(data_folder()) as store:
        stubs = store.sessions()
    if stubs:
        out.print(terminal.sessions_table(stubs))
    else:
        out.print("No session has been played yet. `upswing play` begins one.", highlight=False)


def report(session: str, pdf: Path | None, fhir: Path | None, csv: Path | None) -> list[Path]:
    """Write what was asked for; with nothing asked, a PDF named after the session."""
    with Store.open(data_folder()) as store:
        stored = store.load(session)
        before = earlier(store, stored)
    if not (pdf or fhir or csv):
        pdf = Path(f"upswing-{stored.id}.pdf")
    return _write(summarise(stored, before), pdf, fhir, csv)


def write_all(stored: StoredSession, folder: Path) -> list[Path]:
    """All three reports, compared with the sessions before it."""
    with Store.open(data_folder()) as store:
        before = earlier(store, stored)
    summary = summarise(stored, before)
    return _write(summary, folder / "report.pdf", folder / "report.fhir.json", folder / "report.csv")


def _write(summary: Summary, pdf: Path | None, fhir: Path | None, csv: Path | None) -> list[Path]:
    written = []
    if pdf is not None:
        from game.progress import pdf as page

        page.write(summary, pdf)
        written.append(pdf)
    if csv is not None:
        from game.progress import table

        table.write(summary, csv)
        written += [csv, table.beside(csv)]
    if fhir is not None:
        from game.progress import fhir as bundle

        bundle.write(summary, fhir)
        written.append(fhir)
    return written
