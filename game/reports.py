"""What is done with kept sessions: listed, offered, written out, and remembered for the next evening."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from exercises.events import Calibrated
from exercises.routine import Answer
from game import terminal
from game.choices import Chosen, for_headset
from game.progress.earlier import earlier
from game.progress.store import Store, StoredSession, data_folder
from game.progress.summary import Summary, summarise
from game.scenes.opening import Before, Headset, Opening
from game.settings import Settings


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
    asked = False
    for stub in reversed(played[:5]):  # older ones say nothing about today's comfortable height
        session = store.load(stub.id, poses=False)
        for _, block, record in session.records:
            if isinstance(record, Calibrated):
                exercise = session.routine.prescriptions[block].exercise.id
                before[f"{exercise}:{record.side}"] = Before(record.rest_deg, record.comfortable_deg, record.target_deg)
            asked |= getattr(record, "key", "") == "operation" and getattr(record, "value", None) is False
    return Opening(
        body=chosen.body, light_for=chosen.light_for, whom_to_call=chosen.whom_to_call, text_size=chosen.text_size,
        sessions_before=len(played), operation_asked=asked, before=before,
    )  # fmt: skip


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
