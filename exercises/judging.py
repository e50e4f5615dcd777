"""The state machine of one block, stepped by samples: stages, sets, sides, tracking lost and found, targets lowered.

`Core` is all that is remembered. session.py is its door; nothing outside the package needs this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import inf, isnan, nan
from statistics import median
from typing import Any, Literal, NamedTuple

import numpy as np

from exercises import adapt, filters, form, quality, repetitions, safety, uncertainty
from exercises.events import (
    Calibrated,
    Event,
    FaultSeen,
    HoldReached,
    LimitReached,
    RepCompleted,
    RepStarted,
    SetEnd,
    SetEnded,
    Stopped,
    StopReason,
    TargetLowered,
    TargetReached,
    TrackingFound,
    TrackingLost,
)  # fmt: skip
from exercises.filters import Smooth
from exercises.measures import Side
from exercises.observing import Sample
from exercises.plan import Plan, SideCalibration
from exercises.pose import Array, Pose
from exercises.reconstruction import Grown
from exercises.repetitions import Lift, Limb, Rules, Seen
from exercises.uncertainty import Shake
from exercises.walking import Walk, walked

Stage = Literal["watch", "practice", "calibrate", "ready", "set", "rest", "ended"]
# watch: look on, count nothing (placement)   practice, calibrate: the lifts before a set   ready: calibrated
# set: counting   rest: between sets   ended
SIDES: tuple[Side, Side] = ("left", "right")
Pair = tuple[Any, Any]

LOST_S = 2.0  # unseen this long is lost: nothing is scored
EXTRA_EFFORTS = 2  # a set ends at N full lifts or N + 2 efforts
CALIBRATION_LIFTS, LATER_LIFTS = 3, 1
SHORT_IN_A_ROW = 2
BEYOND_IN_A_SET = 2
FAULT_EVERY = 3  # repetitions between two remarks
GAP_S = 0.5  # a longer hole inside a lift leaves it unverified
STILL_DEG_S = 40.0
YAW_SHARE = 0.05


class Reach(NamedTuple):
    """Where the lead hand or foot was in the calibration lifts, and so where it would be at the target, (3,) a side."""

    paths: Pair = ((), ())  # per side: (angle, point) of rising samples
    goals: tuple[Array, Array] = (np.full(3, nan), np.full(3, nan))


class Core(NamedTuple):
    """Pairs are (left, right). `pair` is the limb of both sides together, on the left side's scale."""

    stage: Stage
    t_s: float = nan
    paused: bool = False
    smooth: tuple[Smooth, Smooth] = (filters.AT_START, filters.AT_START)
    deg: tuple[float, float] = (nan, nan)  # smoothed angles now
    u_deg: tuple[float, float] = (nan, nan)
    shake: tuple[Shake, Shake] = (Shake(), Shake())
    limbs: tuple[Limb, Limb] = (Limb(), Limb())
    pair: Limb = Limb()
    known: tuple[SideCalibration | None, SideCalibration | None] = (None, None)
    lifts: Pair = ((), ())  # (rest, peak, half-width) of practice or calibration lifts, or of a first set's
    turn: int = 0  # which of the judged sides works, one then other
    working: int = 0  # the side that last moved
    set_index: int = -1
    full: tuple[int, int] = (0, 0)
    efforts: tuple[int, int] = (0, 0)
    short: tuple[int, int] = (0, 0)
    beyond: int = 0
    paces: Pair = ((), ())  # (travel, seconds on the way up, helped along) of every measured effort of the set
    tired: bool = False  # one of the sides, one then the other
    said_at: int = -FAULT_EVERY
    seen_s: float = nan
    seen: bool = False
    lost: bool = False
    yaw_deg: float = nan
    walk: Walk = Walk()
    ranges: tuple[tuple[float, float], tuple[float, float]] = ((inf, -inf), (inf, -inf))
    seen_n: int = 0
    all_n: int = 0
    reach: Reach = Reach()
    grown: Grown = Grown()
    stopped: StopReason | None = None


def begin(plan: Plan) -> Core:
    stage: Stage = "set" if plan.film else "watch"
    first = SIDES.index(plan.judged[0])
    return Core(stage, known=(plan.left, plan.right), working=first, set_index=0 if plan.film else -1)


def in_order(poses: Iterable[Pose]) -> Iterator[Pose]:
    """Only poses later than the one before: a clock that jumps back is a fault of the source, not a movement."""
    last = -inf
    for pose in poses:
        if pose.t_s > last:
            last = pose.t_s
            yield pose


def needed(plan: Plan) -> int:
    """Full lifts of one set, both sides' together where each has its own."""
    return plan.dose.reps * (2 if plan.mode in ("alternate", "one_then_other") else 1)


# ---- one step


def step(plan: Plan, core: Core, sample: Sample) -> tuple[Core, tuple[Event, ...]]:
    """Step by one sample; one that is not later than the last changes nothing."""
    if core.stage == "ended" or not (sample.t_s > core.t_s or isnan(core.t_s)):
        return core, ()
    core = look(core, sample)
    events: list[Event] = []
    core = _tracking(plan, core, sample, events)
    if not core.seen or core.paused or core.lost:
        return core, tuple(events)
    if core.walk.walking:
        if core.pair.lifting or core.limbs[0].lifting or core.limbs[1].lifting:
            core = core._replace(limbs=_rested(core.limbs), pair=repetitions.rested(core.pair))
        return core, tuple(events)
    if core.stage in ("practice", "calibrate"):
        core = _trying(plan, core, sample, events)
    elif core.stage == "set":
        core = _counting(plan, core, sample, events)
    return core, tuple(events)


def look(core: Core, sample: Sample) -> Core:
    """What is kept of every sample, whatever the stage: smoothed angles, camera, feet, how much was seen."""
    smooth, deg, shake, u_deg = [], [], [], []
    for i in (0, 1):
        one = filters.follow(core.smooth[i], sample.t_s, sample.deg[i])
        smooth.append(one)
        deg.append(nan if isnan(sample.deg[i]) else one.value)
        shake.append(uncertainty.shaken(core.shake[i], sample.t_s, sample.deg[i]))
        u_deg.append(uncertainty.half_width(sample.view_u_deg[i], shake[i].deg))
    yaw = core.yaw_deg
    if not isnan(sample.yaw_deg):
        yaw = sample.yaw_deg if isnan(yaw) else yaw + YAW_SHARE * _turn(sample.yaw_deg - yaw)
    return core._replace(
        t_s=sample.t_s, smooth=(smooth[0], smooth[1]), deg=(deg[0], deg[1]), yaw_deg=yaw,
        shake=(shake[0], shake[1]), u_deg=(u_deg[0], u_deg[1]),
        walk=walked(core.walk, sample.t_s, sample.stance), all_n=core.all_n + 1,
    )  # fmt: skip


def _turn(deg: float) -> float:
    return (deg + 180.0) % 360.0 - 180.0


def _rested(limbs: tuple[Limb, Limb]) -> tuple[Limb, Limb]:
    return repetitions.rested(limbs[0]), repetitions.rested(limbs[1])


def _tracking(plan: Plan, core: Core, sample: Sample, events: list[Event]) -> Core:
    t = sample.t_s
    seen = not any(isnan(core.deg[SIDES.index(side)]) for side in plan.judged)
    if not seen:
        since = core.seen_s if not isnan(core.seen_s) else t
        core = core._replace(seen=False, seen_s=since)
        if not core.lost and t - since >= LOST_S:
            events.append(TrackingLost(t))
            core = _left_off(plan, core, events)._replace(lost=True)
        return core
    if core.lost:
        events.append(TrackingFound(t, t - core.seen_s))
    low_high = tuple((min(low, deg), max(high, deg)) for (low, high), deg in zip(core.ranges, core.deg, strict=True))
    return core._replace(seen=True, seen_s=t, lost=False, seen_n=core.seen_n + 1, ranges=(low_high[0], low_high[1]))


def _left_off(plan: Plan, core: Core, events: list[Event]) -> Core:
    """Close lifts that cannot be followed to their end: one that had reached its target is dose, others are dropped."""
    if core.stage == "set":
        for i, limb in enumerate((*core.limbs, core.pair)):
            lift = repetitions.ended(limb) if limb.lifting and limb.full else None
            if lift is not None and core.stage == "set":
                core = _effort(plan, core, core.working if i == 2 else i, lift, events, verified=False)
    return core._replace(limbs=_rested(core.limbs), pair=repetitions.rested(core.pair))


# ---- practice and calibration


def _trying(plan: Plan, core: Core, sample: Sample, events: list[Event]) -> Core:
    """Practice and calibration lifts: remembered, not counted."""
    rule = plan.rules()._replace(hold_s=0.0)
    for side in _at_work(plan, core):
        i = SIDES.index(side)
        limb, happened = repetitions.advance(core.limbs[i], rule, _seen(core, sample, i))
        core = core._replace(limbs=put(core.limbs, i, limb), working=i if limb.lifting else core.working)
        for what in happened:
            if isinstance(what, Lift):
                core = core._replace(
                    lifts=put(core.lifts, i, (*core.lifts[i], (what.rest_deg, what.peak_deg, what.peak_u_deg))),
                    efforts=put(core.efforts, i, core.efforts[i] + 1),
                )
                core = core._replace(working=i)
            elif what in ("near", "beyond"):
                events.append(LimitReached(sample.t_s, side, what == "beyond"))
    if core.stage == "calibrate":
        core = _calibrated(plan, core, events)
    return core


def _wanted_lifts(plan: Plan, side: Side) -> int:
    return CALIBRATION_LIFTS if plan.calibration(side) is None else LATER_LIFTS


def _calibrated(plan: Plan, core: Core, events: list[Event]) -> Core:
    working = _at_work(plan, core)
    if any(len(core.lifts[SIDES.index(side)]) < _wanted_lifts(plan, side) for side in working):
        return core
    for side in working:
        i = SIDES.index(side)
        found = _calibration(plan, side, core.lifts[i])
        core = core._replace(known=put(core.known, i, found))
        events.append(Calibrated(core.t_s, side, found.rest_deg, found.comfortable_deg, found.target_deg))
    if plan.mode == "one_then_other" and core.turn == 0:
        return core._replace(turn=1, working=1, limbs=put(core.limbs, 1, Limb()))
    return core._replace(stage="ready", turn=0, working=SIDES.index(plan.judged[0]))


def _calibration(plan: Plan, side: Side, lifts: tuple[tuple[float, float, float], ...]) -> SideCalibration:
    phase = plan.exercise.phases[0]
    rest = median(lift[0] for lift in lifts)
    comfortable = median(lift[1] for lift in lifts)
    target = adapt.first_target(phase, rest, comfortable)
    before = plan.calibration(side)
    if before is not None:
        target = adapt.later_target(phase, before.target_deg, target, plan.worse_morning)
    half_width = median(lift[2] for lift in lifts)
    low, high = plan.limits()
    if plan.target_deg is not None:
        target = plan.target_deg
    elif phase.target_at_most_deg is not None and plan.limit_high_deg is None:
        target = min(target, phase.target_at_most_deg) if phase.toward == "increase" else target
    return SideCalibration(rest, comfortable, adapt.within_limits(phase, target, half_width, low, high))


# ---- sets


def _at_work(plan: Plan, core: Core) -> tuple[Side, ...]:
    return (plan.judged[core.turn],) if plan.mode == "one_then_other" else plan.judged


def _seen(core: Core, sample: Sample, i: int) -> Seen:
    return Seen(sample.t_s, core.deg[i], core.u_deg[i], sample.form[i], core.deg[i])


def _counting(plan: Plan, core: Core, sample: Sample, events: list[Event]) -> Core:
    if plan.mode == "together":
        return _together(plan, core, sample, events)
    rule = plan.rules()
    for side in _at_work(plan, core):
        i = SIDES.index(side)
        limb, happened = repetitions.advance(core.limbs[i], rule, _seen(core, sample, i))
        core = core._replace(limbs=put(core.limbs, i, limb), working=i if limb.lifting else core.working)
        core = _tell(plan, core, i, happened, events)
        if core.stage != "set":
            break
    return core


def _together(plan: Plan, core: Core, sample: Sample, events: list[Event]) -> Core:
    """Both sides as one: led by the side that lags. Limits are watched on the side that leads."""
    rule = plan.rules()
    lag, share = _lagging(core, rule)
    scale = core.known[0]
    deg = core.deg[lag] if scale is None else scale.rest_deg + share * (scale.target_deg - scale.rest_deg)
    further = max(core.deg, key=lambda d: rule.sign * d)
    seen = Seen(sample.t_s, deg, core.u_deg[lag], sample.form[lag], further)
    limb, happened = repetitions.advance(core.pair, rule, seen)
    core = core._replace(pair=limb, working=lag)
    return _tell(plan, core, lag, happened, events)


def _lagging(core: Core, rule: Rules) -> tuple[int, float]:
    """The side with less of its own travel done, and that share of the target; without a calibration less angle."""
    left, right = core.known
    if left is None or right is None:
        return (0 if rule.sign * core.deg[0] <= rule.sign * core.deg[1] else 1), nan
    shares = [
        (deg - one.rest_deg) / ((one.target_deg - one.rest_deg) or nan)
        for deg, one in zip(core.deg, (left, right), strict=True)
    ]
    lag = 0 if shares[0] <= shares[1] else 1
    return lag, shares[lag]


def _tell(plan: Plan, core: Core, i: int, happened: tuple[Any, ...], events: list[Event]) -> Core:
    """Turn what a limb says into events."""
    t, side = core.t_s, SIDES[i]
    for what in happened:
        if isinstance(what, Lift):
            core = _effort(plan, core, i, what, events, verified=_whole(what))
        elif what == "started":
            events.append(RepStarted(t, sum(core.efforts), side))
        elif what == "reached":
            events.append(TargetReached(t, side))
        elif what == "held":
            events.append(HoldReached(t, side, max(plan.dose.hold_s, plan.exercise.phases[0].hold_s)))
        else:
            events.append(LimitReached(t, side, what == "beyond"))
            core = core._replace(beyond=core.beyond + (what == "beyond"))
    return core


def _whole(lift: Lift) -> bool:
    """Whether it was seen throughout."""
    t = [s.t_s for s in lift.trail if s.t_s >= lift.start_s]
    return all(b - a <= GAP_S for a, b in pairwise(t))


def _peak_u_deg(lift: Lift) -> float | None:
    """The half-width at the peak; where it lies in a bridged gap, the widest of the lift."""
    if not isnan(lift.peak_u_deg):
        return lift.peak_u_deg
    return max((s.u_deg for s in lift.trail if s.t_s >= lift.start_s and not isnan(s.u_deg)), default=None)


def completed(plan: Plan, lift: Lift, *, index: int, side: Side, yaw_deg: float, verified: bool) -> RepCompleted:
    """The event of an effort. The peak is None where the view cannot be measured."""
    sure, _ = uncertainty.suitable(plan.exercise, side, yaw_deg)
    seen = form.of(plan.exercise, lift)
    return RepCompleted(
        t_s=lift.end_s, index=index, side=side, start_s=lift.start_s, peak_s=lift.peak_s, end_s=lift.end_s,
        peak_deg=lift.peak_deg if sure else None,
        peak_uncertainty_deg=_peak_u_deg(lift) if sure else None,
        duration_s=lift.end_s - lift.start_s, lowering_s=lift.lowering_s, quality=quality.of(lift),
        faults=seen.faults, verified=verified and seen.checked, full=lift.full,
    )  # fmt: skip


def _effort(plan: Plan, core: Core, i: int, lift: Lift, events: list[Event], *, verified: bool) -> Core:
    """Count one effort, lower the target after two short ones in a row, and end the set where it ends."""
    side, index = SIDES[i], sum(core.efforts)
    if plan.mode == "together":
        lift = _own_scale(core, i, lift)
    done = completed(plan, lift, index=index, side=side, yaw_deg=core.yaw_deg, verified=verified)
    events.append(done)
    if done.faults and index - core.said_at >= FAULT_EVERY:
        events.append(FaultSeen(core.t_s, done.faults[0], side))
        core = core._replace(said_at=index)
    core = core._replace(
        full=put(core.full, i, core.full[i] + int(lift.full)),
        efforts=put(core.efforts, i, core.efforts[i] + 1),
        short=put(core.short, i, 0 if lift.full else core.short[i] + 1),
        lifts=put(core.lifts, i, (*core.lifts[i], (lift.rest_deg, lift.peak_deg, lift.peak_u_deg))),
        paces=core.paces if done.peak_deg is None else put(core.paces, i, (*core.paces[i], _pace(plan, lift, done))),
    )
    if core.short[i] >= SHORT_IN_A_ROW:
        core = _lowered(plan, core, (side,) if plan.mode != "together" else SIDES, "short", events)
    core = _learned(plan, core, i)
    if _finished(plan, core):
        return _set_ended(plan, core, "tired" if core.tired else "done", events)
    if core.beyond >= BEYOND_IN_A_SET:
        return _set_ended(plan, core, "limit", events)
    tired = _tired(plan, core, i) and not _side_finished(plan, core, side)
    if plan.mode == "one_then_other" and core.turn == 0:
        if tired or _side_finished(plan, core, plan.judged[0]):
            core = core._replace(turn=1, working=1, tired=tired)
    elif tired or (core.tired and _side_finished(plan, core, side)):
        return _set_ended(plan, core, "tired", events)
    return core


def _pace(plan: Plan, lift: Lift, done: RepCompleted) -> tuple[float, float, bool]:
    return abs(lift.peak_deg - lift.rest_deg), lift.rise_s(), form.helped_along(plan.exercise, done.faults)


def _tired(plan: Plan, core: Core, i: int) -> bool:
    """Whether this side fades or begins to help along (safety.py): enough for this set."""
    paces = core.paces[i] if plan.mode != "together" else (*core.paces[0], *core.paces[1])
    if plan.mode == "together" and core.paces[0] and core.paces[1]:
        return False  # led by either side in turn: their scales are not one
    if not paces:
        return False
    travels, rises, faulty = zip(*paces, strict=True)
    return safety.faded(travels, rises) or safety.compensating(faulty)


def _own_scale(core: Core, i: int, lift: Lift) -> Lift:
    """A lift of both sides, from the left side's scale to that of the side that lagged."""
    left, own = core.known[0], core.known[i]
    if left is None or own is None or i == 0:
        return lift
    share = (lift.peak_deg - left.rest_deg) / ((left.target_deg - left.rest_deg) or nan)
    return lift._replace(rest_deg=own.rest_deg, peak_deg=own.rest_deg + share * (own.target_deg - own.rest_deg))


def _learned(plan: Plan, core: Core, i: int) -> Core:
    """Without a calibration, travel is the median of the first three efforts."""
    lifts = core.lifts[i]
    limb = core.pair if plan.mode == "together" else core.limbs[i]
    if not isnan(limb.travel_deg) or len(lifts) < CALIBRATION_LIFTS:
        return core
    travel = median(abs(peak - rest) for rest, peak, _ in lifts[:CALIBRATION_LIFTS])
    limb = limb._replace(travel_deg=travel, rest_deg=median(lift[0] for lift in lifts))
    return core._replace(pair=limb) if plan.mode == "together" else core._replace(limbs=put(core.limbs, i, limb))


def _side_finished(plan: Plan, core: Core, side: Side) -> bool:
    i = SIDES.index(side)
    return core.full[i] >= plan.dose.reps or core.efforts[i] >= plan.dose.reps + EXTRA_EFFORTS


def _finished(plan: Plan, core: Core) -> bool:
    if plan.mode == "together":
        return sum(core.full) >= plan.dose.reps or sum(core.efforts) >= plan.dose.reps + EXTRA_EFFORTS
    return all(_side_finished(plan, core, side) for side in plan.judged)


def _set_ended(plan: Plan, core: Core, because: SetEnd, events: list[Event]) -> Core:
    events.append(SetEnded(core.t_s, core.set_index, sum(core.full), sum(core.efforts), because))
    core = core._replace(stage="rest", limbs=_rested(core.limbs), pair=repetitions.rested(core.pair))
    if core.set_index + 1 < plan.dose.sets:
        return core
    events.append(Stopped(core.t_s, "done"))
    return core._replace(stage="ended", stopped="done")


def _lowered(
    plan: Plan, core: Core, sides: tuple[Side, ...], because: Literal["short", "easier", "pain"], events: list[Event]
) -> Core:
    """Ten per cent less for these sides; the lift under way is kept."""
    for side in sides:
        i = SIDES.index(side)
        limb, one = core.limbs[i], core.known[i]
        if one is not None:
            one = SideCalibration(one.rest_deg, one.comfortable_deg, adapt.eased(one.rest_deg, one.target_deg))
            core = core._replace(known=put(core.known, i, one))
            limb = limb._replace(target_deg=one.target_deg)
        elif not isnan(limb.target_deg) and not isnan(limb.rest_deg):
            limb = limb._replace(target_deg=adapt.eased(limb.rest_deg, limb.target_deg))
        else:
            continue  # no target to lower
        core = core._replace(limbs=put(core.limbs, i, limb), short=put(core.short, i, 0))
        events.append(TargetLowered(core.t_s, side, limb.target_deg, because))
    if plan.mode == "together" and core.known[0] is not None:
        core = core._replace(pair=core.pair._replace(target_deg=core.known[0].target_deg), short=(0, 0))
    return core


def put(pair: Pair, i: int, value: Any) -> Pair:
    return (value, pair[1]) if i == 0 else (pair[0], value)


# ---- orders

Kind = Literal["practice", "calibrate", "set", "rest", "easier", "hurts", "too_much", "pause", "resume", "stop"]


def ordered(plan: Plan, core: Core, kind: Kind, because: StopReason) -> tuple[Core, tuple[Event, ...]]:
    """What a scene asks for, at the time of the last sample."""
    events: list[Event] = []
    if kind in ("practice", "calibrate"):
        stage: Stage = "practice" if kind == "practice" else "calibrate"
        core = _fresh(plan, _set_broken_off(plan, core, events))._replace(stage=stage, limbs=(Limb(), Limb()))
    elif kind == "set":
        core = _set_broken_off(plan, core, events)
        core = _fresh(plan, core)._replace(stage="set", set_index=core.set_index + 1)
        core = core._replace(limbs=(_limb(plan, core, 0), _limb(plan, core, 1)), pair=_limb(plan, core, 0))
    elif kind == "rest":
        core = _set_broken_off(plan, core, events)._replace(stage="rest")
    elif kind in ("easier", "too_much", "hurts"):
        core = _lowered(plan, core, plan.judged, "pain" if kind == "hurts" else "easier", events)
    elif kind == "pause":
        core = _left_off(plan, core, events)._replace(paused=True)
    elif kind == "resume":
        core = core._replace(paused=False)
    else:
        core = _set_broken_off(plan, _left_off(plan, core, events), events)
        events.append(Stopped(core.t_s, because))
        core = core._replace(stage="ended", stopped=because)
    return core, tuple(events)


def _fresh(plan: Plan, core: Core) -> Core:
    first = SIDES.index(plan.judged[0])
    return core._replace(
        paused=False, turn=0, working=first, full=(0, 0), efforts=(0, 0), short=(0, 0), beyond=0, lifts=((), ()),
        paces=((), ()), tired=False,
        said_at=-FAULT_EVERY,
    )  # fmt: skip


def _limb(plan: Plan, core: Core, i: int) -> Limb:
    one = core.known[i]
    if one is not None:
        return repetitions.known(one.rest_deg, one.comfortable_deg, one.target_deg)
    learned = core.limbs[i] if core.set_index > 0 else Limb()  # a second set knows what the first one learned
    target = nan if plan.target_deg is None else plan.target_deg
    target = target if isnan(learned.target_deg) else learned.target_deg
    return Limb(rest_deg=learned.rest_deg, travel_deg=learned.travel_deg, target_deg=target)


def _set_broken_off(plan: Plan, core: Core, events: list[Event]) -> Core:
    """A set that something else takes the place of is over with what was done."""
    if core.stage == "set" and (sum(core.efforts) > 0 or core.paused):
        events.append(SetEnded(core.t_s, core.set_index, sum(core.full), sum(core.efforts), "stopped"))
    return core._replace(stage="rest") if core.stage == "set" else core
