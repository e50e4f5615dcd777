"""A film judged in retrospect: nobody was calibrated, so travel is learned from its own first three efforts.

Smoothing looks both ways (no lag, peaks kept), then the very repetition of repetitions.py counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isnan, nan

import numpy as np
from numpy.typing import NDArray

from exercises import repetitions
from exercises.core import FAULT_EVERY
from exercises.counting import FIRST_EFFORTS
from exercises.efforts import completed
from exercises.events import Event, FaultSeen, RepCompleted, RepStarted, TargetReached, TrackingFound, TrackingLost
from exercises.filters import filled, smoothed, without_spikes
from exercises.looking import LOST_S
from exercises.measures import Side
from exercises.observing import Observed
from exercises.plan import Plan
from exercises.pose import Array
from exercises.repetitions import Lift, Limb, Seen
from exercises.uncertainty import chance_deg, countable, half_widths, shakes, suitable
from exercises.walking import Walk, walked

BRIDGED = 0.15  # share of a lift that may lie in bridged gaps
REST_BAND = 0.4  # of travel, above the valleys: what lies there is rest


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What a film says: events in order, the stated angle and half-width at each pose (N,), and the view."""

    events: tuple[Event, ...]
    angle_deg: Array
    u_deg: Array
    yaw_deg: float
    reason: str | None
    tracked_fraction: float


def judge(plan: Plan, observed: Observed) -> Judged:
    """Judge every side of the plan; the frames are those of the first."""
    first = plan.judged[0]
    yaw_deg = middle_yaw(observed.yaw_deg)
    walking = _walking(observed)
    events: list[Event] = []
    angles: dict[Side, Array] = {}
    widths: dict[Side, Array] = {}
    for side in plan.judged:
        angles[side] = clean(observed.t_s, observed.deg[side])
        widths[side] = half_widths(observed.view_u_deg[side], shakes(observed.t_s, observed.deg[side]))
        if countable(plan.exercise, side, yaw_deg):
            events += _of_side(plan, side, observed, angles[side], widths[side], walking)
    seen = np.isfinite(observed.deg[first])
    events = sorted(events + _gaps(observed.t_s, seen), key=lambda event: event.t_s)
    fine, reason = suitable(plan.exercise, first, yaw_deg)
    blank = np.full(len(seen), nan)
    return Judged(
        events=tuple(_numbered(events)),
        angle_deg=angles[first] if fine else blank,
        u_deg=np.where(np.isfinite(angles[first]), widths[first], nan) if fine else blank,
        yaw_deg=yaw_deg,
        reason=reason,
        tracked_fraction=float(seen.mean()) if len(seen) else 0.0,
    )


def clean(t_s: Array, deg: Array) -> Array:
    """(N,) without spikes and tremor; short gaps bridged, long ones NaN."""
    return smoothed(t_s, without_spikes(filled(t_s, deg)))


def middle_yaw(yaw_deg: Array) -> float:
    """The median camera yaw, round the circle; NaN where none is known. In whole degrees exact: views end at such."""
    known = yaw_deg[np.isfinite(yaw_deg)]
    if not len(known):
        return nan
    turns = np.radians(known)
    centre = round(float(np.degrees(np.arctan2(np.sin(turns).mean(), np.cos(turns).mean()))))
    off = (known - centre + 180.0) % 360.0 - 180.0
    return float((centre + np.median(off) + 180.0) % 360.0 - 180.0)


def _walking(observed: Observed) -> NDArray[np.bool_]:
    walk, out = Walk(), np.zeros(len(observed.t_s), dtype=bool)
    for i, (t, stance) in enumerate(zip(observed.t_s.tolist(), observed.stance.tolist(), strict=True)):
        walk = walked(walk, t, tuple(stance))
        out[i] = walk.walking
    return out


def _of_side(
    plan: Plan, side: Side, observed: Observed, deg: Array, u_deg: Array, walking: NDArray[np.bool_]
) -> list[Event]:
    yaw_deg = middle_yaw(observed.yaw_deg)
    rule = plan.rules()
    good = np.isfinite(deg) & ~walking
    if good.sum() < 5:
        return []
    fine = suitable(plan.exercise, side, yaw_deg)[0]  # else no lift can be called short of a target, or up to it
    limb = _learned(plan, side, deg[good], u_deg[good], fine=fine)
    if limb is None:
        return []
    rows = zip(
        observed.t_s.tolist(), deg.tolist(), u_deg.tolist(), observed.form[side].tolist(), walking.tolist(), strict=True
    )
    events: list[Event] = []
    last_t = -np.inf
    for t, angle, u, form, walks in rows:
        if isnan(angle) or walks:
            continue
        if t - last_t > LOST_S:
            limb = repetitions.rested(limb)
        last_t = t
        limb, happened = repetitions.advance(limb, rule, Seen(t, angle, u, tuple(form), angle))
        for what in happened:
            if isinstance(what, Lift):
                events += _done(plan, what, side, yaw_deg)
            elif what == "reached":
                events.append(TargetReached(t, side))
    last = repetitions.left(limb, rule)  # the film ends before the arm is down, or while somebody still stands
    if last is not None and not walking[observed.t_s >= last.start_s].any():
        events += _done(plan, last, side, yaw_deg, whole=False)
    return events


def _done(plan: Plan, lift: Lift, side: Side, yaw_deg: float, *, whole: bool = True) -> list[Event]:
    verified = whole and _verified(plan, lift, side, yaw_deg)
    done = completed(plan, lift, index=0, side=side, yaw_deg=yaw_deg, verified=verified)
    return [RepStarted(lift.start_s, 0, side), done]


def _verified(plan: Plan, lift: Lift, side: Side, yaw_deg: float) -> bool:
    """Whether the lift was seen nearly throughout, and up to its target where it was given one."""
    inside = [isnan(seen.u_deg) for seen in lift.trail if seen.t_s >= lift.start_s]
    bridged = sum(inside) > BRIDGED * len(inside)
    blind = plan.target_deg is not None and not suitable(plan.exercise, side, yaw_deg)[0]
    return not bridged and not blind


def _learned(plan: Plan, side: Side, deg: Array, u_deg: Array, *, fine: bool) -> Limb | None:
    """A limb that knows its rest and travel: from a calibration, else from its first three efforts (None without)."""
    target = nan if plan.target_deg is None or not fine else plan.target_deg
    calibrated = plan.calibration(side)
    if calibrated is not None:
        return repetitions.known(calibrated.rest_deg, calibrated.comfortable_deg, calibrated.target_deg)
    rule = plan.rules()
    seen_u = u_deg[np.isfinite(u_deg)]
    least = max(rule.least_deg, chance_deg(float(np.median(seen_u))) if len(seen_u) else 0.0)
    efforts = swings(rule.sign * deg, least)[:FIRST_EFFORTS]
    if not efforts:
        return None
    distance = rule.sign * deg
    low, high = (float(np.median(ends)) for ends in zip(*efforts, strict=True))
    rest = float(
        np.median(distance[distance < low + REST_BAND * (high - low)])
    )  # where it dwells, not where it dips to
    return Limb(rest_deg=rule.sign * rest, travel_deg=high - rest, target_deg=target)


def swings(distance: Array, least: float) -> list[tuple[float, float]]:
    """(valley, peak) of every rise by at least `least` that is followed by a fall of as much (or half, at the end).

    Extremes with hysteresis: what turns back by less than `least` is no turn.
    """
    out: list[tuple[float, float]] = []
    low = high = float(distance[0])
    rising = False
    for x in distance.tolist():
        if rising:
            high = max(high, x)
            if x < high - least:
                out.append((low, high))
                rising, low = False, x
        else:
            low = min(low, x)
            if x > low + least:
                rising, high = True, x
    if rising and distance[-1] < high - 0.5 * least:
        out.append((low, high))
    return out


def _gaps(t_s: Array, seen: Array) -> list[Event]:
    """Tracking lost (2 s after the last time seen) and found."""
    out: list[Event] = []
    at = t_s[seen]
    if len(t_s) and (not len(at) or at[0] - t_s[0] >= LOST_S):
        at = np.concatenate([t_s[:1], at])
    for a, b in zip(at[:-1].tolist(), at[1:].tolist(), strict=True):
        if b - a > LOST_S:
            out += [TrackingLost(a + LOST_S), TrackingFound(b, b - a)]
    if len(at) and t_s[-1] - at[-1] > LOST_S:
        out.append(TrackingLost(float(at[-1]) + LOST_S))
    return out


def _numbered(events: list[Event]) -> list[Event]:
    """Efforts numbered in order, and what is said of their faults: at most once in three repetitions."""
    out: list[Event] = []
    index, said_at = 0, -FAULT_EVERY
    for event in events:
        if isinstance(event, RepStarted):
            out.append(RepStarted(event.t_s, index, event.side))
        elif isinstance(event, RepCompleted):
            out.append(replace(event, index=index))
            if event.faults and index - said_at >= FAULT_EVERY:
                out.append(FaultSeen(event.t_s, event.faults[0], event.side))
                said_at = index
            index += 1
        else:
            out.append(event)
    return out
