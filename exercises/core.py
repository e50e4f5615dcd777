"""Everything the judge of one block remembers from pose to pose."""

from __future__ import annotations

from math import nan
from typing import Any, Literal, NamedTuple

import numpy as np

from exercises.events import StopReason
from exercises.looking import SIDES, Look
from exercises.measures import Side
from exercises.plan import Plan, SideCalibration
from exercises.pose import Array
from exercises.reconstruction import Grown
from exercises.repetitions import Limb, Rules

Stage = Literal["watch", "practice", "calibrate", "ready", "set", "rest", "ended"]
# watch: look on, count nothing (placement)   practice, calibrate: the lifts before a set   ready: calibrated
# set: counting   rest: between sets   ended
Pair = tuple[Any, Any]

FAULT_EVERY = 3  # repetitions between two remarks


class Reach(NamedTuple):
    """Where the lead hand or foot was in the calibration lifts, and so where it would be at the target, (3,) a side.

    Of an exercise that reaches to points, `goals` are the points of the repetitions to come or under way, and `shares`
    how far the hands have come to them; NaN where the angle's target is the goal.
    """

    paths: Pair = ((), ())  # per side: (angle, point) of rising samples
    goals: tuple[Array, Array] = (np.full(3, nan), np.full(3, nan))
    shares: tuple[float, float] = (nan, nan)


class Tally(NamedTuple):
    """What was done since the last order to practise, calibrate or start a set. Pairs are (left, right)."""

    full: tuple[int, int] = (0, 0)
    efforts: tuple[int, int] = (0, 0)
    short: tuple[int, int] = (0, 0)  # short of the target, in a row
    beyond: int = 0  # how often surely beyond a limit
    lifts: Pair = ((), ())  # (rest, peak, half-width) of each effort
    paces: Pair = ((), ())  # (travel, seconds on the way up, helped along) of every measured effort
    tired: bool = False  # one of the sides, one then the other
    said_at: int = -FAULT_EVERY  # the effort at which a fault was last spoken of


class Core(NamedTuple):
    """Pairs are (left, right). `pair` is the limb of both sides together, on the left side's scale."""

    stage: Stage
    rule: Rules
    look: Look = Look()
    paused: bool = False
    limbs: tuple[Limb, Limb] = (Limb(), Limb())
    pair: Limb = Limb()
    working: int = 0  # the side that last moved
    turn: int = 0  # which of the judged sides works, one then other
    set_index: int = -1
    tally: Tally = Tally()
    known: tuple[SideCalibration | None, SideCalibration | None] = (None, None)
    waited_s: float = 0.0  # how long no lift was seen, in practice and calibration
    shown_deg: tuple[float, float] = (nan, nan)  # the furthest travel that practice and calibration saw
    reach: Reach = Reach()
    grown: Grown = Grown()
    stopped: StopReason | None = None


def begin(plan: Plan) -> Core:
    """Before the first pose. A film is one endless set."""
    return Core(
        stage="set" if plan.film else "watch",
        rule=plan.rules(),
        working=SIDES.index(plan.judged[0]),
        set_index=0 if plan.film else -1,
        known=(plan.left, plan.right),
    )


def at_work(plan: Plan, core: Core) -> tuple[Side, ...]:
    """The sides whose turn it is."""
    return (plan.judged[core.turn],) if plan.mode == "one_then_other" else plan.judged


def put(pair: Pair, i: int, value: Any) -> Pair:
    """The pair with one side's value exchanged."""
    return (value, pair[1]) if i == 0 else (pair[0], value)
