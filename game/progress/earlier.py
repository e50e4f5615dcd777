"""What earlier sessions measured, read from the store without their seconds of poses but a few."""

from __future__ import annotations

from datetime import datetime, timedelta

from exercises.events import RepCompleted, Side
from exercises.routine import Answer
from game.progress.blocks import block_of
from game.progress.comparing import Measured, measured
from game.progress.efforts import MEASURING
from game.progress.errors import DamagedError
from game.progress.store import TICKS_PER_S, Store, StoredSession, Stub

MOST_SESSIONS = 12  # of the same exercises, the newest: what a chart can show


def earlier(store: Store, session: StoredSession) -> tuple[Measured, ...]:
    """Ranges of the sessions before this one that had one of its exercises, oldest first.

    A demonstration is a film and is compared with nothing. A session that is damaged is left out: it must not keep
    today's report from being written, and its own says what is wrong with it. Where a camera stood is read from the
    second of each side's first, middle and last lift.
    """
    if session.demo:
        return ()
    wanted = {asked.exercise.id for asked in session.routine.prescriptions}
    found: list[Measured] = []
    looked_at = 0
    for stub in store.sessions():
        if looked_at == MOST_SESSIONS:
            break
        if stub.id == session.id or stub.demo or stub.started >= session.started or not wanted & set(stub.exercise_ids):
            continue
        try:
            before = _measured_in(store, stub, wanted)
        except DamagedError:
            continue
        looked_at += bool(before)
        found += before
    return tuple(sorted(found, key=lambda one: one.started))


def _measured_in(store: Store, stub: Stub, wanted: set[str]) -> list[Measured]:
    session = store.load(stub.id, poses=False)
    found = []
    for index, asked in enumerate(session.routine.prescriptions):
        log = tuple(record for _, block, record in session.records if block == index)
        if asked.exercise.id not in wanted or not any(isinstance(record, RepCompleted) for record in log):
            continue
        poses = store.poses_at(session.id, _few_ticks(session, index))
        block = block_of(index, asked, log, poses, session.duration_s, moving=False)
        found += [measured(session.id, session.started, session.versions, block, one) for one in block.ranges]
    return found


def _few_ticks(session: StoredSession, index: int) -> tuple[int, ...]:
    """The ticks at which the first, the middle and the last measured effort of each side was furthest."""
    out: set[int] = set()
    sides: tuple[Side, Side] = ("left", "right")
    for side in sides:
        own = [
            tick - round((record.t_s - record.peak_s) * TICKS_PER_S)
            for tick, block, record in session.records
            if block == index and isinstance(record, RepCompleted) and record.side == side
            and record.peak_deg is not None
        ]  # fmt: skip
        if own:
            out |= {own[0], own[len(own) // 2], own[-1]}
    return tuple(sorted(out))


def last_measured(store: Store, exercise: str, side: Side | None = None, *, offered: bool = False) -> datetime | None:
    """When an exercise (and side) was last measured side-on to the end; None: never. Demonstrations do not count.

    `offered` True: when that was last offered, whatever was answered (then no side was lifted perhaps, and `side` is
    held against the prescription).
    """
    for name in store.sessions_with(MEASURING):
        session = store.load(name, poses=False)
        found = [when for index, asked in enumerate(session.routine.prescriptions)
                 if asked.exercise.id == exercise and not session.demo
                 and (when := _measured_at(session, index, side, offered)) is not None]  # fmt: skip
        if found:
            return max(found)
    return None


def _measured_at(session: StoredSession, index: int, side: Side | None, offered: bool) -> datetime | None:
    """When the block was last measured (or offered to be) in this session."""
    at: int | None = None
    lifted: set[Side] = set()
    asked = session.routine.prescriptions[index]
    for tick, block, record in session.records:
        if block != index:
            continue
        if isinstance(record, RepCompleted):
            lifted.add(record.side)
        if not isinstance(record, Answer) or record.key != MEASURING:
            continue
        if record.value == "started":
            lifted = set()
        meant = side is None or (asked.sides in (side, "both") if offered else side in lifted)
        if meant and (offered or record.value == "done"):
            at = tick
    return None if at is None else session.started + timedelta(seconds=at / TICKS_PER_S)
