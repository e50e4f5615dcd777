"""The lifts before a set: practice, which is only remembered, and calibration, which draws targets (CARE)."""

from __future__ import annotations

from statistics import median

from exercises import adapt, repetitions
from exercises.core import Core, at_work, put
from exercises.events import Calibrated, Event, LimitReached
from exercises.looking import SIDES
from exercises.measures import Side
from exercises.observing import Sample
from exercises.plan import Plan, SideCalibration
from exercises.repetitions import Lift, Limb, Seen

CALIBRATION_LIFTS, LATER_LIFTS = 3, 1


def tried(plan: Plan, core: Core, sample: Sample, events: list[Event]) -> Core:
    """Step by one sample that was seen; what happened is appended to `events`."""
    rule = core.rule._replace(hold_s=0.0)
    for side in at_work(plan, core):
        i = SIDES.index(side)
        deg, u_deg = core.look.deg[i], core.look.u_deg[i]
        limb, happened = repetitions.advance(core.limbs[i], rule, Seen(sample.t_s, deg, u_deg, sample.form[i], deg))
        core = core._replace(limbs=put(core.limbs, i, limb), working=i if limb.lifting else core.working)
        for what in happened:
            if isinstance(what, Lift):
                core = _remembered(core, i, what)
            elif what in ("near", "beyond"):
                events.append(LimitReached(sample.t_s, side, what == "beyond"))
    return _calibrated(plan, core, events) if core.stage == "calibrate" else core


def _remembered(core: Core, i: int, lift: Lift) -> Core:
    tally = core.tally
    lifts = put(tally.lifts, i, (*tally.lifts[i], (lift.rest_deg, lift.peak_deg, lift.peak_u_deg)))
    efforts = put(tally.efforts, i, tally.efforts[i] + 1)
    return core._replace(tally=tally._replace(lifts=lifts, efforts=efforts), working=i)


def _wanted_lifts(plan: Plan, side: Side) -> int:
    return CALIBRATION_LIFTS if plan.calibration(side) is None else LATER_LIFTS


def _calibrated(plan: Plan, core: Core, events: list[Event]) -> Core:
    working = at_work(plan, core)
    if any(len(core.tally.lifts[SIDES.index(side)]) < _wanted_lifts(plan, side) for side in working):
        return core
    for side in working:
        i = SIDES.index(side)
        found = _calibration(plan, side, core.tally.lifts[i])
        core = core._replace(known=put(core.known, i, found))
        events.append(Calibrated(core.look.t_s, side, found.rest_deg, found.comfortable_deg, found.target_deg))
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
