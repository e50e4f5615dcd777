"""The state machine of one block, stepped by samples and told by orders: stages, sets, tracking lost and found.

session.py is its door; nothing outside the package needs this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import inf, isnan, nan
from typing import Literal

from exercises.core import Core, Stage, Tally
from exercises.counting import at_rest, counted, first_limb, left_off, lowered, set_ended
from exercises.events import Event, Stopped, StopReason, TrackingFound, TrackingLost
from exercises.looking import SIDES, looked
from exercises.observing import Sample
from exercises.plan import Plan
from exercises.pose import Pose
from exercises.repetitions import Limb
from exercises.trying import tried


def in_order(poses: Iterable[Pose]) -> Iterator[Pose]:
    """Only poses later than the one before: a clock that jumps back is a fault of the source, not a movement."""
    last = -inf
    for pose in poses:
        if pose.t_s > last:
            last = pose.t_s
            yield pose


def step(plan: Plan, core: Core, sample: Sample) -> tuple[Core, tuple[Event, ...]]:
    """Step by one sample; one that is not later than the last changes nothing."""
    before = core.look
    if core.stage == "ended" or not (sample.t_s > before.t_s or isnan(before.t_s)):
        return core, ()
    look = looked(before, plan.judged, sample)
    core = core._replace(look=look)
    events: list[Event] = []
    if look.lost and not before.lost:
        events.append(TrackingLost(look.t_s))
        core = left_off(plan, core, events)
    elif before.lost and not look.lost:
        events.append(TrackingFound(look.t_s, look.t_s - before.seen_s))
    if not look.seen or core.paused:
        return core, tuple(events)
    if look.walk.walking:
        if core.pair.lifting or core.limbs[0].lifting or core.limbs[1].lifting:
            core = at_rest(core)
    elif core.stage == "set":
        core = counted(plan, core, sample, events)
    elif core.stage in ("practice", "calibrate"):
        core = tried(plan, core, sample, events)
    return core, tuple(events)


Kind = Literal["practice", "calibrate", "set", "rest", "easier", "hurts", "too_much", "pause", "resume", "stop"]


def ordered(plan: Plan, core: Core, kind: Kind, because: StopReason) -> tuple[Core, tuple[Event, ...]]:
    """What a scene asks for, at the time of the last sample."""
    events: list[Event] = []
    if kind in ("practice", "calibrate"):
        stage: Stage = "practice" if kind == "practice" else "calibrate"
        core = _fresh(plan, _broken_off(core, events))._replace(stage=stage, limbs=(Limb(), Limb()), waited_s=0.0)
        if kind == "practice":  # what was shown before was too high, or the other side's
            core = core._replace(shown_deg=(nan, nan))
    elif kind == "set":
        core = _fresh(plan, _broken_off(core, events))
        core = core._replace(stage="set", set_index=core.set_index + 1)
        core = core._replace(
            limbs=(first_limb(plan, core, 0), first_limb(plan, core, 1)), pair=first_limb(plan, core, 0)
        )
    elif kind == "rest":
        core = _broken_off(core, events)._replace(stage="rest")
    elif kind in ("easier", "too_much", "hurts"):
        core = lowered(plan, core, plan.judged, "pain" if kind == "hurts" else "easier", events)
    elif kind == "pause":
        core = left_off(plan, core, events)._replace(paused=True)
    elif kind == "resume":
        core = core._replace(paused=False, waited_s=0.0)
    else:
        core = _broken_off(left_off(plan, core, events), events)
        events.append(Stopped(core.look.t_s, because))
        core = core._replace(stage="ended", stopped=because)
    return core, tuple(events)


def _fresh(plan: Plan, core: Core) -> Core:
    return core._replace(paused=False, turn=0, working=SIDES.index(plan.judged[0]), tally=Tally())


def _broken_off(core: Core, events: list[Event]) -> Core:
    """A set that something else takes the place of is over with what was done; with nothing done it was none."""
    if core.stage == "set" and sum(core.tally.efforts) > 0:
        events.append(set_ended(core, "stopped"))
    return core._replace(stage="rest") if core.stage == "set" else core
