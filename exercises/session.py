"""The judge of one exercise: practice, calibration and sets, from poses alone.

`advance` steps once per pose, on capture time; `order` is what a scene (that is, the patient or the plan) asks for.
Both return a new state and what happened; nothing else in the program decides what a repetition was.
`run` does the same over a whole recording, so a live session and its replay cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from exercises.definition import Exercise
from exercises.events import Event, StopReason
from exercises.pose import Array, Pose
from exercises.routine import BothSides, Dose, Sides

Stage = Literal["watch", "practice", "calibrate", "ready", "set", "rest", "ended"]
# watch: look on, count nothing (placement)   practice, calibrate: the lifts before a set   ready: calibrated
# set: counting   rest: between sets   ended


@dataclass(frozen=True, slots=True)
class SideCalibration:
    """Rest, comfortable travel end and target of one side, in the exercise's measure."""

    rest_deg: float
    comfortable_deg: float
    target_deg: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What to judge. With neither calibration nor target (a film) travel is learned from the first three efforts."""

    exercise: Exercise
    sides: Sides
    dose: Dose
    both: BothSides = "one_then_other"
    target_deg: float | None = None
    limit_low_deg: float | None = None
    limit_high_deg: float | None = None
    left: SideCalibration | None = None
    right: SideCalibration | None = None
    film: bool = False  # one endless set from the first pose on; heading and view taken from the film


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
    hand, target  (3,) room points of the working hand (or foot) and where it would be at the target
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


@dataclass(frozen=True, slots=True, eq=False)
class SessionResult:
    """Everything judged. `ranges_deg` maps a side to (smallest, greatest) stated angle."""

    plan: Plan
    exercise_hash: str
    events: tuple[Event, ...]
    sets: tuple[SetResult, ...]
    ranges_deg: dict[str, tuple[float, float]]
    tracked_fraction: float
    stopped_because: StopReason | None


@dataclass(frozen=True, slots=True, eq=False)
class SessionState:
    plan: Plan
    reading: Reading


def start(plan: Plan) -> SessionState: ...
def advance(state: SessionState, pose: Pose) -> tuple[SessionState, tuple[Event, ...]]: ...
def order(state: SessionState, asked: Order) -> tuple[SessionState, tuple[Event, ...]]: ...
def result(state: SessionState) -> SessionResult: ...
def run(plan: Plan, poses: Iterable[Pose]) -> SessionResult: ...
