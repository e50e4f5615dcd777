"""The judge of one exercise: practice, calibration and sets, from poses alone.

`advance` steps once per pose, on capture time; `order` is what a scene (that is, the patient or the plan) asks for.
Both return a new state and what happened; nothing else in the program decides what a repetition was.
`run` does the same over a whole recording, so a live session and its replay cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import isnan
from typing import Any, Literal

import numpy as np

from exercises import film, judging, reading
from exercises.core import Core, Stage, begin
from exercises.counting import needed
from exercises.definition import exercise_hash
from exercises.events import Event, RepCompleted, SetEnd, SetEnded, StopReason
from exercises.looking import SIDES, looked
from exercises.observing import Bodies, Sample, lead, observe, samples, stack
from exercises.plan import Plan, SideCalibration
from exercises.pose import Array, Pose
from exercises.reconstruction import Grown, grow, of_film, of_grown, views

__all__ = [
    "Frames",
    "Order",
    "Plan",
    "Reading",
    "SessionResult",
    "SessionState",
    "SetResult",
    "SideCalibration",
    "Stage",
    "View",
    "advance",
    "order",
    "result",
    "run",
    "start",
]

BATCH = 1024  # poses read at once by `run`: what a processor keeps near itself


@dataclass(frozen=True, slots=True)
class Order:
    """What a scene asks of the judge."""

    kind: Literal["practice", "calibrate", "set", "rest", "easier", "hurts", "too_much", "pause", "resume", "stop"]
    because: StopReason = "patient"


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The judge's view of this instant, for scenes and games; NaN where unknown. Games dress these numbers only.

    progress      0 at personal rest, 1 at the target, of the side that is working (the lesser of both, together)
    rising        True on the way to the target, False on the way back or at rest
    hold          share of the prescribed hold done, 0..1        stillness  1 quite still .. 0 moving
    hand, target  (3,) room points of the working hand (or foot) and where it would be at the target, or its next point
    """

    t_s: float
    stage: Stage
    seen: bool
    side: Literal["left", "right"]
    angle_deg: float
    uncertainty_deg: float
    progress: float
    progress_left: float
    progress_right: float
    rising: bool
    lifting: bool  # inside a repetition
    hold: float
    stillness: float
    set_index: int
    full: int
    efforts: int
    needed: int
    calibration_lifts: int
    target_deg: float
    near_limit: bool
    hand: Array
    target: Array


@dataclass(frozen=True, slots=True)
class SetResult:
    index: int
    full: int
    efforts: int
    needed: int
    because: SetEnd = "done"


@dataclass(frozen=True, slots=True)
class View:
    """Whether angles may be stated from where the camera stood; `reason` in plain words where not."""

    suitable: bool
    camera_yaw_deg: float
    reason: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """The stated angle at every pose of a film, (N,) each: s, degrees, half-width in degrees; NaN where not stated."""

    t_s: Array
    angle_deg: Array
    uncertainty_deg: Array


@dataclass(frozen=True, slots=True, eq=False)
class SessionResult:
    """Everything judged. `ranges_deg` maps a side to (smallest, greatest) angle; a film has `view` and `frames`."""

    plan: Plan
    exercise_hash: str
    events: tuple[Event, ...]
    sets: tuple[SetResult, ...]
    ranges_deg: dict[str, tuple[float, float]]
    tracked_fraction: float
    stopped_because: StopReason | None
    view: View | None = None
    frames: Frames | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SessionState:
    """`core` is what `advance` steps; `log` (before, event) and `film` (before, pose) are chains, newest outermost."""

    plan: Plan
    reading: Reading
    core: Core
    log: Any = None
    film: Any = None


def start(plan: Plan) -> SessionState:
    """Before the first pose. A film is one endless set from the start; anything else looks on until an order comes."""
    core = begin(plan)
    return SessionState(plan, _reading(plan, core, None), core)


def advance(state: SessionState, pose: Pose) -> tuple[SessionState, tuple[Event, ...]]:
    """Step by one pose. A pose that is not later than the last one changes nothing.

    Of a film nothing is said before `result`: with travel learned from the first three efforts, only then can the first
    be told from fidgeting. The film's poses are kept in the state.
    """
    plan = state.plan
    if not (pose.t_s > state.core.look.t_s or isnan(state.core.look.t_s)):
        return state, ()
    grown, (sample,) = _samples(plan, state.core.grown, (pose,))
    if plan.film:
        core = state.core._replace(look=looked(state.core.look, plan.judged, sample), grown=grown)
        return replace(state, core=core, film=(state.film, pose), reading=_reading(plan, core, None)), ()
    shared = reading.shared(plan, state.core, pose)
    core, events = judging.step(plan, state.core._replace(grown=grown, reach=shared), sample)
    reach = reading.reaching(plan, core, pose)
    core = core._replace(reach=reach)
    return SessionState(plan, _reading(plan, core, pose), core, _chained(state.log, events), None), events


def order(state: SessionState, asked: Order) -> tuple[SessionState, tuple[Event, ...]]:
    """What a scene asks for, at the time of the last pose. Orders to an ended session, or to a film, do nothing."""
    if state.plan.film or state.core.stage == "ended":
        return state, ()
    core, events = judging.ordered(state.plan, state.core, asked.kind, asked.because)
    shown = replace(_reading(state.plan, core, None), hand=state.reading.hand, target=state.reading.target)
    return replace(state, core=core, reading=shown, log=_chained(state.log, events)), events


def result(state: SessionState) -> SessionResult:
    """What was judged so far."""
    if state.plan.film:
        return _film_result(state.plan, stack(_unchained(state.film)))
    return _result(state.plan, state.core, _unchained(state.log))


def run(plan: Plan, poses: Iterable[Pose]) -> SessionResult:
    """The same over a whole recording, in batches; a film is one set, anything else the plan's sets in a row."""
    if plan.film:
        return _film_result(plan, stack(list(judging.in_order(poses))))
    core, events = judging.ordered(plan, begin(plan), "set", "patient")
    log = list(events)
    stream = iter(judging.in_order(poses))
    while batch := list(islice(stream, BATCH)):
        grown, rows = _samples(plan, core.grown, batch)
        core = core._replace(grown=grown)
        for sample in rows:
            if core.stage == "rest":
                core, events = judging.ordered(plan, core, "set", "patient")
                log += events
            core, events = judging.step(plan, core, sample)
            log += events
    return _result(plan, core, log)


def _samples(plan: Plan, grown: Grown, poses: Sequence[Pose]) -> tuple[Grown, list[Sample]]:
    """Poses as the judge sees them, each by what was known of the person's build at its time."""
    bodies = stack(poses)
    rows = []
    seen_by_pose = views(bodies.points, bodies.image, plan.exercise.lying).tolist()
    for t_s, seen in zip(bodies.t_s.tolist(), seen_by_pose, strict=True):
        grown = grow(grown, t_s, tuple(seen))
        rows.append(grown)
    return grown, samples(observe(plan.exercise, plan.judged, bodies, of_grown(rows)))


def _chained(chain: Any, events: Iterable[Event]) -> Any:
    for event in events:
        chain = (chain, event)
    return chain


def _unchained(chain: Any) -> list[Any]:
    out = []
    while chain is not None:
        chain, thing = chain
        out.append(thing)
    out.reverse()
    return out


def _result(plan: Plan, core: Core, events: list[Event]) -> SessionResult:
    low_high = {side: core.look.ranges[SIDES.index(side)] for side in plan.judged}
    return SessionResult(
        plan=plan,
        exercise_hash=exercise_hash(plan.exercise),
        events=tuple(events),
        sets=tuple(
            SetResult(e.index, e.full, e.efforts, needed(plan), e.because) for e in events if isinstance(e, SetEnded)
        ),
        ranges_deg={side: pair for side, pair in low_high.items() if pair[0] <= pair[1]},
        tracked_fraction=core.look.seen_n / core.look.all_n if core.look.all_n else 0.0,
        stopped_because=core.stopped,
    )


def _film_result(plan: Plan, bodies: Bodies) -> SessionResult:
    build = of_film(views(bodies.points, bodies.image, plan.exercise.lying))
    judged = film.judge(plan, observe(plan.exercise, plan.judged, bodies, build))
    done = [e for e in judged.events if isinstance(e, RepCompleted)]
    angles = judged.angle_deg[np.isfinite(judged.angle_deg)]
    return SessionResult(
        plan=plan,
        exercise_hash=exercise_hash(plan.exercise),
        events=judged.events,
        sets=(SetResult(0, sum(e.full for e in done), len(done), 0),) if done else (),
        ranges_deg={plan.judged[0]: (float(angles.min()), float(angles.max()))} if len(angles) else {},
        tracked_fraction=judged.tracked_fraction,
        stopped_because=None,
        view=View(judged.reason is None, judged.yaw_deg, judged.reason),
        frames=Frames(bodies.t_s, judged.angle_deg, judged.u_deg),
    )


def _reading(plan: Plan, core: Core, pose: Pose | None) -> Reading:
    now = reading.now(plan, core)
    hand = np.full(3, np.nan) if pose is None else lead(plan.exercise, now.side, pose)
    return Reading(
        t_s=core.look.t_s, stage=core.stage, seen=now.seen, side=now.side, angle_deg=now.deg, uncertainty_deg=now.u_deg,
        progress=now.progress, progress_left=now.each[0], progress_right=now.each[1], rising=now.rising,
        lifting=now.lifting, hold=now.hold, stillness=now.stillness, set_index=max(0, core.set_index),
        full=sum(core.tally.full), efforts=sum(core.tally.efforts), needed=needed(plan),
        calibration_lifts=now.calibration_lifts, target_deg=now.target_deg, near_limit=now.near_limit,
        hand=hand, target=core.reach.goals[SIDES.index(now.side)],
    )  # fmt: skip
