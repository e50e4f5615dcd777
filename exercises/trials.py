"""A functional test while it goes on: what its clock and count say, and when a trial is over. Pure, pose by pose.

The same functions count here that score the report (functional.py), over the poses seen so far; how a trial ends is
the protocol's where it has one, else a draft for a physiotherapist to review.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exercises import neck
from exercises.definition import Exercise, Phase, Position, YawRange
from exercises.filters import without_spikes
from exercises.functional import LENGTH_S, MOVEMENTS, STAGE_S, STANCE_MOST_S, Movement, curled, peaks_deg
from exercises.pose import Array, Joint
from exercises.postures import (
    READY_S,
    STAGES,
    forward_m,
    held_s,
    knees_deg,
    lifted,
    longest_s,
    stance_stages,
    stands,
)
from exercises.routine import FunctionalTest, TestId

TRIALS: Mapping[TestId, int] = MappingProxyType(
    {
        "chair_stand_30s": 1, "five_stands": 1, "single_leg_stance": 3, "four_stage_balance": len(STAGES),
        "functional_reach": 3, "shoulder_battery": len(MOVEMENTS), "arm_curl_30s": 1,
        "neck_range": len(neck.MOVES),
    }
)  # fmt: skip
FIVE_MOST_S = 60.0  # who has not stood five times by then has not done the test
STANCE_GIVEN_S, STAGE_GIVEN_S = 75.0, 30.0  # to take up a stance and keep it
REACH_GIVEN_S, LIFTS_GIVEN_S = 10.0, 45.0
LIFTS = 3
BEGUN_S, LEFT_S = 1.0, 1.0  # a stance kept for so long has begun; left for so long it is over
BACK_SHARE, REACHED_M = 0.5, 0.05


@dataclass(frozen=True, slots=True)
class Live:
    """`clock_s`: of the trial, or of the stance that is kept; `most_s`: where that ends, None where no end is shown.
    `count`: stands, curls or lifts, None where nothing is counted."""

    clock_s: float
    most_s: float | None
    count: int | None
    over: bool


def live(test: FunctionalTest, trial: int, t_s: Array, points: Array) -> Live:
    """How a trial stands after its poses so far: times (N,) s, points (N, 33, 3) m; N may be 0."""
    gone_s = float(t_s[-1] - t_s[0]) if len(t_s) else 0.0
    match test.test:
        case "chair_stand_30s" | "five_stands":
            found = stands(t_s, without_spikes(knees_deg(points)))
            full = sum(not isnan(one.stood_s) for one in found)
            if test.test == "five_stands":
                return Live(gone_s, None, full, full >= 5 or gone_s >= FIVE_MOST_S)
            return Live(gone_s, LENGTH_S, full, gone_s >= LENGTH_S)
        case "arm_curl_30s":
            return Live(gone_s, LENGTH_S, len(curled(t_s, points, test.working)), gone_s >= LENGTH_S)
        case "single_leg_stance":
            up = lifted(points, test.working)
            best = longest_s(t_s, up)
            left = best >= BEGUN_S and _since_s(t_s, up) >= LEFT_S
            return Live(best, None, None, left or best >= STANCE_MOST_S or gone_s >= STANCE_GIVEN_S)
        case "four_stage_balance":
            kept = held_s(t_s, points, STAGES[trial])
            so = np.array([one == STAGES[trial] for one in stance_stages(points)], dtype=np.bool_)
            left = kept >= 3.0 * BEGUN_S and _since_s(t_s, so) >= LEFT_S  # feet find their place, or a hand lets go
            return Live(kept, STAGE_S, None, left or kept >= STAGE_S or gone_s >= STAGE_GIVEN_S)
        case "functional_reach":
            return Live(gone_s, None, None, gone_s >= REACH_GIVEN_S or _reached(test, t_s, points))
        case "shoulder_battery":
            done = len(peaks_deg(MOVEMENTS[trial], test.working, t_s, points))
            return Live(gone_s, None, min(done, LIFTS), done >= LIFTS or gone_s >= LIFTS_GIVEN_S)
        case "neck_range":
            done = len(neck.travels_deg(neck.MOVES[trial], t_s, points))
            return Live(gone_s, None, min(done, LIFTS), done >= LIFTS or gone_s >= LIFTS_GIVEN_S)


def _since_s(t_s: Array, so: NDArray[np.bool_]) -> float:
    """Seconds since something was last so; 0 where it never was."""
    at = np.flatnonzero(so)
    return float(t_s[-1] - t_s[at[-1]]) if len(at) else 0.0


def _reached(test: FunctionalTest, t_s: Array, points: Array) -> bool:
    """Whether the hand went ahead and is half way back."""
    if not len(t_s) or t_s[-1] - t_s[0] < READY_S:
        return False
    way = forward_m(t_s, points, test.working)
    way = way[np.isfinite(way)]
    return len(way) > 0 and way.max() >= REACHED_M and way[-1] <= BACK_SHARE * way.max()


def goes_on(test: FunctionalTest, trial: int, t_s: Array, points: Array) -> bool:
    """Whether another trial follows this one: the four stages end with the first that was not kept."""
    if trial + 1 >= TRIALS[test.test]:
        return False
    if test.test == "four_stage_balance":
        return held_s(t_s, points, STAGES[trial]) >= STAGE_S
    return not (test.test == "single_leg_stance" and longest_s(t_s, lifted(points, test.working)) >= STANCE_MOST_S)


# ---- what has to be seen, and from where

View = Literal["front", "side"]
_VIEWS: Mapping[View, YawRange] = MappingProxyType({"front": YawRange(-45.0, 45.0), "side": YawRange(50.0, 120.0)})
_TRUNK = (Joint.left_shoulder, Joint.right_shoulder, Joint.left_hip, Joint.right_hip)
_LEGS = (Joint.left_knee, Joint.right_knee, Joint.left_ankle, Joint.right_ankle)
_NECK = (Joint.nose, Joint.left_ear, Joint.right_ear, Joint.left_shoulder, Joint.right_shoulder)
_ARM: tuple[Joint, ...] = (Joint.left_shoulder, Joint.left_elbow, Joint.left_wrist, Joint.left_hip)


def view_of(test: TestId, trial: int) -> View:
    """Where the camera has to see it from: the side where the movement goes ahead and is measured, else the front."""
    return "side" if test == "functional_reach" or movement_of(test, trial) == "flexion" else "front"


def movement_of(test: TestId, trial: int) -> Movement | None:
    return MOVEMENTS[trial] if test == "shoulder_battery" else None


def position_of(test: TestId, worn: bool = False) -> Position:
    """How it is done; whatever is done in a headset is done seated."""
    return "seated" if worn or test in ("chair_stand_30s", "five_stands", "arm_curl_30s", "neck_range") else "standing"


def seen_as(test: TestId, trial: int) -> Exercise:
    """The trial as an exercise for whoever places people: what must be seen, from where, and how high it goes."""
    movement = movement_of(test, trial)
    measure, high, needs = "elbow_flexion", 155.0, _ARM
    if movement in ("flexion", "abduction"):
        measure, high = "shoulder_elevation", 180.0
    elif test == "functional_reach":
        needs = (*_ARM, *_LEGS)
    elif test == "neck_range":
        measure, high, needs = neck.MOVES[trial].measure, 180.0, _NECK
    elif test not in ("shoulder_battery", "arm_curl_30s"):
        measure, high, needs = "knee_flexion", 150.0, (*_TRUNK, *_LEGS)
    legs = measure == "knee_flexion"
    view = (_VIEWS[view_of(test, trial)],)
    return Exercise(
        id=test, version="0.1", title=test.replace("_", " "), position=position_of(test), sides=not legs,
        signal="free", needs=frozenset(needs), view_play=view, view_measure=view, sense="up",
        phases=(Phase(measure, "decrease" if legs else "increase", 0.25, 0.15, 0.0, 0.0, high),),
        faults=(), cautions=(), instructions=(), source="functional_tests.csv", evidence="draft",
    )  # fmt: skip
