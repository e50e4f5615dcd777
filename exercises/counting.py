"""A set: lifts become efforts, efforts are counted, targets are lowered, and the set ends where it ends (CARE)."""

from __future__ import annotations

from math import isnan, nan
from statistics import median
from typing import Any, Literal

from exercises import adapt, efforts, form, repetitions, safety
from exercises.core import FAULT_EVERY, Core, Tally, at_work, put
from exercises.events import (
    Event,
    FaultSeen,
    HoldReached,
    LimitReached,
    RepCompleted,
    RepStarted,
    SetEnd,
    SetEnded,
    Stopped,
    TargetLowered,
    TargetReached,
)  # fmt: skip
from exercises.looking import SIDES
from exercises.measures import Side
from exercises.observing import Sample
from exercises.plan import Plan, SideCalibration
from exercises.repetitions import Lift, Limb, Rules, Seen

EXTRA_EFFORTS = 2  # a set ends at N full lifts or N + 2 efforts
FIRST_EFFORTS = 3  # efforts from which travel is learned without a calibration
SHORT_IN_A_ROW = 2
BEYOND_IN_A_SET = 2


def needed(plan: Plan) -> int:
    """Full lifts of one set, both sides' together where each has its own."""
    return plan.dose.reps * (2 if plan.mode in ("alternate", "one_then_other") else 1)


def counted(plan: Plan, core: Core, sample: Sample, events: list[Event]) -> Core:
    """Step by one sample that was seen; what happened is appended to `events`."""
    if plan.mode == "together":
        return _together(plan, core, sample, events)
    look, rule = core.look, core.rule
    for side in at_work(plan, core):
        i = 0 if side == "left" else 1
        share = core.reach.shares[i]
        seen = Seen(sample.t_s, look.deg[i], look.u_deg[i], sample.form[i], look.deg[i], share)
        limb, happened = repetitions.advance(core.limbs[i], rule, seen)
        core = core._replace(limbs=put(core.limbs, i, limb), working=i if limb.lifting else core.working)
        if happened:
            core = _tell(plan, core, i, happened, events)
            if core.stage != "set":
                break
    return core


def _together(plan: Plan, core: Core, sample: Sample, events: list[Event]) -> Core:
    """Both sides as one: led by the side that lags. Limits are watched on the side that leads."""
    rule, look = core.rule, core.look
    lag, share = _lagging(core, rule)
    scale = core.known[0]
    deg = look.deg[lag] if scale is None else scale.rest_deg + share * (scale.target_deg - scale.rest_deg)
    further = max(look.deg, key=lambda d: rule.sign * d)
    seen = Seen(sample.t_s, deg, look.u_deg[lag], sample.form[lag], further)
    limb, happened = repetitions.advance(core.pair, rule, seen)
    core = core._replace(pair=limb, working=lag)
    return _tell(plan, core, lag, happened, events)


def _lagging(core: Core, rule: Rules) -> tuple[int, float]:
    """The side with less of its own travel done, and that share of the target; without a calibration less angle."""
    left, right = core.known
    deg = core.look.deg
    if left is None or right is None:
        return (0 if rule.sign * deg[0] <= rule.sign * deg[1] else 1), nan
    shares = [
        (now - one.rest_deg) / ((one.target_deg - one.rest_deg) or nan)
        for now, one in zip(deg, (left, right), strict=True)
    ]
    lag = 0 if shares[0] <= shares[1] else 1
    return lag, shares[lag]


def _tell(plan: Plan, core: Core, i: int, happened: tuple[Any, ...], events: list[Event]) -> Core:
    """Turn what a limb says into events."""
    t, side = core.look.t_s, SIDES[i]
    for what in happened:
        if isinstance(what, Lift):
            core = _effort(plan, core, i, what, events, verified=efforts.whole(what))
        elif what == "started":
            events.append(RepStarted(t, sum(core.tally.efforts), side))
        elif what == "reached":
            events.append(TargetReached(t, side))
        elif what == "held":
            events.append(HoldReached(t, side, repetitions.held_s(core.rule, core.reach.shares[i])))
        else:
            events.append(LimitReached(t, side, what == "beyond"))
            core = core._replace(tally=core.tally._replace(beyond=core.tally.beyond + (what == "beyond")))
    return core


def _effort(plan: Plan, core: Core, i: int, lift: Lift, events: list[Event], *, verified: bool) -> Core:
    """Count one effort, lower the target after two short ones in a row, and end the set where it ends."""
    side, index = SIDES[i], sum(core.tally.efforts)
    if plan.mode == "together":
        lift = _own_scale(core, i, lift)
    done = efforts.completed(plan, lift, index=index, side=side, yaw_deg=core.look.yaw_deg, verified=verified)
    events.append(done)
    core = core._replace(tally=_added(plan, core, i, lift, done))
    if done.faults and index - core.tally.said_at >= FAULT_EVERY:
        events.append(FaultSeen(core.look.t_s, done.faults[0], side))
        core = core._replace(tally=core.tally._replace(said_at=index))
    if core.tally.short[i] >= SHORT_IN_A_ROW:
        core = lowered(plan, core, (side,) if plan.mode != "together" else SIDES, "short", events)
    core = _learned(plan, core, i)
    if _finished(plan, core):
        return _set_ended(plan, core, "tired" if core.tally.tired else "done", events)
    if core.tally.beyond >= BEYOND_IN_A_SET:
        return _set_ended(plan, core, "limit", events)
    tired = _tired(plan, core, i) and not _side_finished(plan, core, side)
    if plan.mode == "one_then_other" and core.turn == 0:
        if tired or _side_finished(plan, core, plan.judged[0]):
            core = core._replace(turn=1, working=1, tally=core.tally._replace(tired=tired))
    elif tired or (core.tally.tired and _side_finished(plan, core, side)):
        return _set_ended(plan, core, "tired", events)
    return core


def _added(plan: Plan, core: Core, i: int, lift: Lift, done: RepCompleted) -> Tally:
    tally = core.tally
    helped = form.helped_along(plan.exercise, done.faults)  # quick and short lifts are no compensation
    pace = (abs(lift.peak_deg - lift.rest_deg), lift.rise_s(), helped)
    return tally._replace(
        full=put(tally.full, i, tally.full[i] + int(lift.full)),
        efforts=put(tally.efforts, i, tally.efforts[i] + 1),
        short=put(tally.short, i, 0 if lift.full else tally.short[i] + 1),
        lifts=put(tally.lifts, i, (*tally.lifts[i], (lift.rest_deg, lift.peak_deg, lift.peak_u_deg))),
        paces=tally.paces if done.peak_deg is None else put(tally.paces, i, (*tally.paces[i], pace)),
    )


def _tired(plan: Plan, core: Core, i: int) -> bool:
    """Whether this side fades or begins to help along (safety.py): enough for this set."""
    paces = core.tally.paces
    mine = paces[i] if plan.mode != "together" else (*paces[0], *paces[1])
    if plan.mode == "together" and paces[0] and paces[1]:
        return False  # led by either side in turn: their scales are not one
    if not mine:
        return False
    travels, rises, faulty = zip(*mine, strict=True)
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
    lifts = core.tally.lifts[i]
    limb = core.pair if plan.mode == "together" else core.limbs[i]
    if not isnan(limb.travel_deg) or len(lifts) < FIRST_EFFORTS:
        return core
    travel = median(abs(peak - rest) for rest, peak, _ in lifts[:FIRST_EFFORTS])
    limb = limb._replace(travel_deg=travel, rest_deg=median(lift[0] for lift in lifts))
    return core._replace(pair=limb) if plan.mode == "together" else core._replace(limbs=put(core.limbs, i, limb))


def _side_finished(plan: Plan, core: Core, side: Side) -> bool:
    i = SIDES.index(side)
    return core.tally.full[i] >= plan.dose.reps or core.tally.efforts[i] >= plan.dose.reps + EXTRA_EFFORTS


def _finished(plan: Plan, core: Core) -> bool:
    if plan.mode == "together":
        reps, tally = plan.dose.reps, core.tally
        return sum(tally.full) >= reps or sum(tally.efforts) >= reps + EXTRA_EFFORTS
    return all(_side_finished(plan, core, side) for side in plan.judged)


def set_ended(core: Core, because: SetEnd) -> SetEnded:
    """What a set comes to as it stands."""
    return SetEnded(core.look.t_s, core.set_index, sum(core.tally.full), sum(core.tally.efforts), because)


def _set_ended(plan: Plan, core: Core, because: SetEnd, events: list[Event]) -> Core:
    events.append(set_ended(core, because))
    core = at_rest(core)._replace(stage="rest")
    if core.set_index + 1 < plan.dose.sets:
        return core
    events.append(Stopped(core.look.t_s, "done"))
    return core._replace(stage="ended", stopped="done")


def lowered(
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
        tally = core.tally._replace(short=put(core.tally.short, i, 0))
        core = core._replace(limbs=put(core.limbs, i, limb), tally=tally)
        events.append(TargetLowered(core.look.t_s, side, limb.target_deg, because))
    if plan.mode == "together" and core.known[0] is not None:
        pair = core.pair._replace(target_deg=core.known[0].target_deg)
        core = core._replace(pair=pair, tally=core.tally._replace(short=(0, 0)))
    return core


def left_off(plan: Plan, core: Core, events: list[Event]) -> Core:
    """Close lifts that cannot be followed to their end: one whose top is known is dose, others are dropped."""
    if core.stage == "set":
        for i, limb in enumerate((*core.limbs, core.pair)):
            lift = repetitions.left(limb, core.rule)
            if lift is not None and core.stage == "set":
                core = _effort(plan, core, core.working if i == 2 else i, lift, events, verified=False)
    return at_rest(core)


def at_rest(core: Core) -> Core:
    """With no lift under way."""
    left, right = core.limbs
    return core._replace(
        limbs=(repetitions.rested(left), repetitions.rested(right)), pair=repetitions.rested(core.pair)
    )


def first_limb(plan: Plan, core: Core, i: int) -> Limb:
    """A limb at the start of a set: by its calibration, else by what an earlier set learned of it."""
    one = core.known[i]
    if one is not None:
        return repetitions.known(one.rest_deg, one.comfortable_deg, one.target_deg)
    before = core.limbs[i] if core.set_index > 0 else Limb()
    target = nan if plan.target_deg is None else plan.target_deg
    target = target if isnan(before.target_deg) else before.target_deg
    return Limb(rest_deg=before.rest_deg, travel_deg=before.travel_deg, target_deg=target)
