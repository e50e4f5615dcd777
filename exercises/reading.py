"""What scenes and games may read of the judge at this instant: progress, stillness, where the hand should go."""

from __future__ import annotations

from functools import partial
from math import isnan, nan
from statistics import median
from typing import NamedTuple

import numpy as np

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
    one = core.known[i]
    u = 0.0 if isnan(look.u_deg[i]) else look.u_deg[i]
    limit = rule.limit_high_deg if rule.sign > 0 else rule.limit_low_deg
    moving = max(abs(look.smooth[SIDES.index(side)].speed) for side in plan.judged)
    return Now(
        side=SIDES[i], seen=look.seen, deg=look.deg[i] if look.seen else nan, u_deg=look.u_deg[i], progress=progress,
        each=each, rising=limb.lifting and limb.rising, lifting=limb.lifting,
        hold=min(1.0, limb.held_s / rule.hold_s) if rule.hold_s > 0.0 else 0.0,
        stillness=max(0.0, 1.0 - moving / STILL_DEG_S) if look.seen else 0.0,
        calibration_lifts=len(core.tally.lifts[i]) if core.stage in ("calibrate", "practice") else 0,
        target_deg=limb.target_deg if one is None else one.target_deg,
        near_limit=look.seen and rule.sign * (look.deg[i] - limit) + u >= 0.0,
    )  # fmt: skip


def _progress(core: Core, rule: Rules, i: int) -> float:
    """0 at rest, 1 at the target or, before there is one, at the height of the lifts so far; NaN while unknown."""
    one, limb, deg = core.known[i], core.limbs[i], core.look.deg[i]
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
    """Follow the lead hand or foot through calibration lifts, and say where it would be at the target."""
    reach, i = core.reach, core.working
    limb = core.limbs[i]
    if core.stage in ("practice", "calibrate") and limb.lifting and limb.rising:
        path = (*reach.paths[i][-400:], (core.look.deg[i], lead(plan.exercise, SIDES[i], pose)))
        return reach._replace(paths=put(reach.paths, i, path))
    goals = reach.goals
    for j in (0, 1):
        one = core.known[j]
        if one is not None and reach.paths[j] and core.stage in ("calibrate", "ready", "set", "rest"):
            near = sorted(reach.paths[j], key=partial(_off, one.target_deg))[:5]
            goals = put(goals, j, np.median([point for _, point in near], axis=0))
    return reach._replace(goals=goals)
