"""What the judge says happened. Every event has `t_s`, the capture time of the pose that decided it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Side = Literal["left", "right"]
# dizzy: dizziness or nausea in a headset; time: the headset was worn for as long as it may be
StopReason = Literal["done", "patient", "pain", "absent", "still", "limit", "fall", "source", "error", "dizzy", "time"]


@dataclass(frozen=True, slots=True)
class RepStarted:
    t_s: float
    index: int
    side: Side


@dataclass(frozen=True, slots=True)
class RepCompleted:
    """One deliberate effort, from leaving rest to being back.

    index is 0 for the first effort of its set; a lift short of the target has `full` False (a partial repetition).
    peak_deg is the measure at its furthest toward the target, None where the view cannot be measured.
    peak_uncertainty_deg is the half-width that should hold the truth 90 % of the time.
    """

    t_s: float
    index: int
    side: Side
    start_s: float
    peak_s: float
    end_s: float
    peak_deg: float | None
    peak_uncertainty_deg: float | None
    duration_s: float
    lowering_s: float
    quality: float
    faults: tuple[str, ...]
    verified: bool
    full: bool


@dataclass(frozen=True, slots=True)
class FaultSeen:
    t_s: float
    fault: str
    side: Side


@dataclass(frozen=True, slots=True)
class TargetReached:
    """The movement came up to the target during a repetition: the moment a game rings."""

    t_s: float
    side: Side


@dataclass(frozen=True, slots=True)
class HoldReached:
    t_s: float
    side: Side
    held_s: float


@dataclass(frozen=True, slots=True)
class LimitReached:
    """The movement came within its uncertainty of the prescriber's limit; `beyond`: surely past it."""

    t_s: float
    side: Side
    beyond: bool


@dataclass(frozen=True, slots=True)
class TargetLowered:
    t_s: float
    side: Side
    target_deg: float
    because: Literal["short", "easier", "pain"]


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Rest and comfortable travel of one side, from the median of the calibration lifts."""

    t_s: float
    side: Side
    rest_deg: float
    comfortable_deg: float
    target_deg: float


SetEnd = Literal["done", "tired", "limit", "stopped"]


@dataclass(frozen=True, slots=True)
class SetEnded:
    """because: the lifts are done, the side tired (safety.py), the limit was passed twice, or somebody broke it off."""

    t_s: float
    index: int
    full: int
    efforts: int
    because: SetEnd = "done"


@dataclass(frozen=True, slots=True)
class TrackingLost:
    t_s: float


@dataclass(frozen=True, slots=True)
class TrackingFound:
    t_s: float
    gone_s: float


@dataclass(frozen=True, slots=True)
class Stopped:
    t_s: float
    because: StopReason


Event = (
    RepStarted
    | RepCompleted
    | FaultSeen
    | TargetReached
    | HoldReached
    | LimitReached
    | TargetLowered
    | Calibrated
    | SetEnded
    | TrackingLost
    | TrackingFound
    | Stopped
)
EVENTS: dict[str, type[Event]] = {kind.__name__: kind for kind in Event.__args__}
