"""What scenes and games may read of the judge at this instant: progress, stillness, where the hand should go.

Also where that is: at an angle's target, or at the points of an exercise that reaches to points (reach.py).
"""

from __future__ import annotations

from functools import partial
from math import isnan, nan
from statistics import median
from typing import NamedTuple

import numpy as np

from exercises import reach, repetitions
from exercises.core import Core, Reach, put
from exercises.looking import SIDES
from exercises.measures import Side
from exercises.observing import lead
from exercises.plan import Plan
from exercises.pose import Array, Pose
from exercises.repetitions import Rules

STILL_DEG_S = 40.0  # an angle that moves as fast as this is not still at all


class Now(NamedTuple):
    side: Side
    seen: bool
    deg: float
    u_deg: float
    progress: float
    each: tuple[float, float]
    rising: bool
    lifting: bool
    hold: float
    stillness: float
    calibration_lifts: int
    target_deg: float
    near_limit: bool


def now(plan: Plan, core: Core) -> Now:
    rule, look = core.rule, core.look
    i = core.working
    limb = core.pair if plan.mode == "together" and core.stage == "set" else core.limbs[i]
    each = (_progress(core, rule, 0), _progress(core, rule, 1))
    progress = min(each) if plan.mode == "together" else each[i]
    hold_s = repetitions.held_s(rule, core.reach.shares[i])
    one = core.known[i]
    u = 0.0 if isnan(look.u_deg[i]) else look.u_deg[i]
    limit = rule.limit_high_deg if rule.sign > 0 else rule.limit_low_deg
    moving = max(abs(look.smooth[SIDES.index(side)].speed) for side in plan.judged)
    return Now(
        side=SIDES[i], seen=look.seen, deg=look.deg[i] if look.seen else nan, u_deg=look.u_deg[i], progress=progress,
        each=each, rising=limb.lifting and limb.rising, lifting=limb.lifting,
        hold=min(1.0, limb.held_s / hold_s) if hold_s > 0.0 else 0.0,
        stillness=max(0.0, 1.0 - moving / STILL_DEG_S) if look.seen else 0.0,
        calibration_lifts=len(core.tally.lifts[i]) if core.stage in ("calibrate", "practice") else 0,
        target_deg=limb.target_deg if one is None else one.target_deg,
        near_limit=look.seen and rule.sign * (look.deg[i] - limit) + u >= 0.0,
    )  # fmt: skip


def _progress(core: Core, rule: Rules, i: int) -> float:
    """0 at rest, 1 at the target or, before there is one, at the height of the lifts so far; NaN while unknown."""
    one, limb, deg = core.known[i], core.limbs[i], core.look.deg[i]
    if core.stage == "set" and not isnan(core.reach.shares[i]):
        return min(1.0, core.reach.shares[i] / reach.THERE)
    rest = limb.rest_deg if one is None else one.rest_deg
    goal = rule.sign * ((limb.target_deg if one is None else one.target_deg) - rest)
    if isnan(goal):
        goal = limb.travel_deg
    if isnan(goal) and core.tally.lifts[i]:
        goal = median(abs(peak - low) for low, peak, _ in core.tally.lifts[i])
    if isnan(goal) or isnan(deg) or goal <= 0.0:
        return nan
    return min(1.0, max(0.0, rule.sign * (deg - rest) / goal))


def _off(aim_deg: float, step: tuple[float, Array]) -> float:
    return abs(step[0] - aim_deg)


def reaching(plan: Plan, core: Core, pose: Pose) -> Reach:
    """Follow the lead hand or foot through calibration lifts, and say where it would be at the target, or reach to."""
    known, i = core.reach, core.working
    limb = core.limbs[i]
    points = (
        plan.exercise.signal == "reach"
    )  # which lie on the way back as well: a quick lift is seen only near its top
    if core.stage in ("practice", "calibrate") and limb.lifting and (limb.rising or points):
        path = (*known.paths[i][-400:], (core.look.deg[i], lead(plan.exercise, SIDES[i], pose)))
        return known._replace(paths=put(known.paths, i, path))
    goals = known.goals
    for j in (0, 1):
        one, path = core.known[j], known.paths[j]
        if one is None or not path or core.stage not in ("calibrate", "ready", "set", "rest"):
            continue
        if not points:
            near = sorted(path, key=partial(_off, one.target_deg))[:5]
            goals = put(goals, j, np.median([point for _, point in near], axis=0))
        elif not core.limbs[j].lifting:  # a point stays where it is while it is reached for
            seed, index = max(0, core.set_index), core.tally.efforts[j]
            goals = put(goals, j, reach.propose(path, one, seed, index))
    return known._replace(goals=goals)


def shared(plan: Plan, core: Core, pose: Pose) -> Reach:
    """How far the hands have come to their points in this pose: NaN where an angle is the goal, 0 for unseen hands."""
    known, shares = core.reach, [nan, nan]
    for j, side in enumerate(SIDES):
        one, at = core.known[j], known.goals[j]
        if plan.exercise.signal != "reach" or core.stage != "set" or one is None or isnan(at[0]):
            continue
        radius = reach.radius_m(core.look.shake[j].deg, reach.arm_m(pose, side))
        way = float(np.linalg.norm(reach.home(known.paths[j], one) - at))
        share = reach.share(reach.Goal(at, radius, way), lead(plan.exercise, side, pose))
        shares[j] = 0.0 if isnan(share) else share
    return known._replace(shares=(shares[0], shares[1]))
