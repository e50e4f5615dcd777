"""The lifts before a set: practice, which is only remembered, and calibration, which draws targets (CARE).

What counts is at first what is usual for the exercise. Some people can do less: where they show less, or show nothing
for a while, whatever is clearly more than the angle's own straying is a lift, and the target comes from that.
"""

from __future__ import annotations

from math import isnan
from statistics import median

from exercises import adapt, repetitions, uncertainty
from exercises.core import Core, at_work, put
from exercises.events import Calibrated, Event, LimitReached
from exercises.looking import SIDES
from exercises.measures import Side
from exercises.observing import Sample
from exercises.plan import Plan, SideCalibration
from exercises.repetitions import Lift, Limb, Rules, Seen

CALIBRATION_LIFTS, LATER_LIFTS = 3, 1
LEAST_LIFTS = 2  # no target comes from a single little, or from one movement before a long rest
DISAGREE = 2  # so many more lifts where they differ too much
LITTLE_AFTER_S = 12.0  # no lift for so long: a little is looked for
ENOUGH_AFTER_S = 30.0  # none any more for so long: the lifts that were shown are enough
MOST_GAP_S = 0.5  # a longer gap between two poses is no waiting
MEANT_SHARE = 0.5  # of the furthest: a little that is less than this was no lift beside it


def tried(plan: Plan, core: Core, sample: Sample, events: list[Event]) -> Core:
    """Step by one sample that was seen; what happened is appended to `events`."""
    before_s = core.limbs[core.working].t_s
    waited_s = 0.0 if isnan(before_s) else min(max(sample.t_s - before_s, 0.0), MOST_GAP_S)
    core = core._replace(waited_s=core.waited_s + waited_s)
    for side in at_work(plan, core):
        i = SIDES.index(side)
        deg, u_deg = core.look.deg[i], core.look.u_deg[i]
        seen = Seen(sample.t_s, deg, u_deg, sample.form[i], deg)
        limb, happened = repetitions.advance(core.limbs[i], _looked_for(plan, core, i), seen)
        core = core._replace(limbs=put(core.limbs, i, limb), working=i if limb.lifting else core.working)
        for what in happened:
            if isinstance(what, Lift):
                core = _remembered(core, i, what)
            elif what in ("near", "beyond"):
                events.append(LimitReached(sample.t_s, side, what == "beyond"))
    return _calibrated(plan, core, events) if core.stage == "calibrate" else core


def _looked_for(plan: Plan, core: Core, i: int) -> Rules:
    """What counts as a lift of this side: the usual, or a little, by what it showed today or last time, and when."""
    rule = core.rule._replace(hold_s=0.0)
    known, shown_deg = plan.calibration(SIDES[i]), core.shown_deg[i]
    if isnan(shown_deg) and known is not None:
        shown_deg = abs(known.comfortable_deg - known.rest_deg)
    least_deg = uncertainty.little_deg(core.look.shake[i].deg)
    if core.waited_s < LITTLE_AFTER_S:
        if isnan(shown_deg):
            return rule
        least_deg = max(least_deg, MEANT_SHARE * shown_deg)
    if isnan(least_deg) or least_deg >= _usual_deg(rule):
        return rule
    return rule._replace(least_deg=least_deg, sure=True)


def _usual_deg(rule: Rules) -> float:
    return max(rule.least_deg, uncertainty.chance_deg(0.0))


def _remembered(core: Core, i: int, lift: Lift) -> Core:
    tally, shown_deg = core.tally, core.shown_deg[i]
    lifts = (*tally.lifts[i], (lift.rest_deg, lift.peak_deg, lift.peak_u_deg))
    furthest = _travel_deg(max(lifts, key=_travel_deg))
    efforts = put(tally.efforts, i, tally.efforts[i] + 1)
    if core.stage == "calibrate" or furthest >= _usual_deg(core.rule):  # a little in practice is waited for once more
        shown_deg = furthest if isnan(shown_deg) else max(furthest, shown_deg)
    tally = tally._replace(lifts=put(tally.lifts, i, lifts), efforts=efforts)
    return core._replace(tally=tally, working=i, waited_s=0.0, shown_deg=put(core.shown_deg, i, shown_deg))


Shown = tuple[float, float, float]  # rest, peak and its half-width, degrees


def _travel_deg(lift: Shown) -> float:
    return abs(lift[1] - lift[0])


def _agreeing(core: Core, i: int) -> tuple[Shown, ...]:
    """The lifts of a side that were meant: the usual ones, or at least half as far as the furthest."""
    lifts = core.tally.lifts[i]
    meant_deg = min(_usual_deg(core.rule), MEANT_SHARE * max(map(_travel_deg, lifts), default=0.0))
    return tuple(lift for lift in lifts if _travel_deg(lift) >= meant_deg)


def _chosen(core: Core, i: int) -> tuple[Shown, ...]:
    """The lifts that a target comes from: those that agree; where one stands alone, the smaller half of all."""
    agreeing, lifts = _agreeing(core, i), core.tally.lifts[i]
    if len(agreeing) >= LEAST_LIFTS or len(agreeing) == len(lifts):
        return agreeing
    return tuple(sorted(lifts, key=_travel_deg)[: (len(lifts) + 1) // 2])


def _did(plan: Plan, core: Core, side: Side) -> bool:
    """Whether a side did its lifts, as far as each other, or some more that were not."""
    i = SIDES.index(side)
    agreeing, lifts = _agreeing(core, i), core.tally.lifts[i]
    wanted = CALIBRATION_LIFTS if plan.calibration(side) is None else LATER_LIFTS
    if all(_travel_deg(lift) < _usual_deg(core.rule) for lift in lifts):
        wanted = max(wanted, LEAST_LIFTS)
    return len(agreeing) >= wanted or len(lifts) >= wanted + DISAGREE


def _enough(plan: Plan, core: Core, working: tuple[Side, ...]) -> bool:
    """Whether every side did its lifts; who did some, and then rests for long, did what they could."""
    if all(_did(plan, core, side) for side in working):
        return True
    lifting = any(core.limbs[SIDES.index(side)].lifting for side in working)
    fewest = min(len(core.tally.lifts[SIDES.index(side)]) for side in working)
    return core.waited_s >= ENOUGH_AFTER_S and fewest >= LEAST_LIFTS and not lifting


def _calibrated(plan: Plan, core: Core, events: list[Event]) -> Core:
    working = at_work(plan, core)
    if not _enough(plan, core, working):
        return core
    core = core._replace(waited_s=0.0)
    for side in working:
        i = SIDES.index(side)
        found = _calibration(plan, side, _chosen(core, i))
        core = core._replace(known=put(core.known, i, found))
        events.append(Calibrated(core.look.t_s, side, found.rest_deg, found.comfortable_deg, found.target_deg))
    if plan.mode == "one_then_other" and core.turn == 0:
        return core._replace(turn=1, working=1, limbs=put(core.limbs, 1, Limb()))
    return core._replace(stage="ready", turn=0, working=SIDES.index(plan.judged[0]))


def _calibration(plan: Plan, side: Side, lifts: tuple[Shown, ...]) -> SideCalibration:
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
