"""What a repetition is (docs: CARE, "What a repetition is"): personal thresholds with hysteresis, on scalars.

`advance` steps one limb by one sample. Distances are degrees from personal rest in the direction of the effort, so
a movement to the smallest angle (straightening a knee) is judged by the same code.

A repetition starts a quarter of personal travel away from rest and ends below 15 %, or after 2 s below 40 %. Where
nothing is known of the person yet, the effort itself is the scale: it starts beyond what could be chance and ends by
the same shares of its own height.
"""

from __future__ import annotations

from math import isnan, nan
from typing import Any, NamedTuple

from exercises.definition import Phase
from exercises.uncertainty import chance_deg

LOW_SHARE, LOW_S = 0.40, 2.0  # below this share for this long is the end as well
HOLD_FROM, HOLD_PAUSE = 0.90, 0.80  # shares of the target between which a hold runs and pauses
POINT_S = 1.0  # a hand that rests on a point so long has reached it
SMALL_START, SMALL_START_DEG = 0.7, 5.0  # of a small travel an effort begins at this share, at most so far
LEAST_S = 0.30  # shorter than this is a joint that jumped, not an effort
LEAST_DEG = 2.5  # no threshold finer than a landmark's own jitter
KNOWN_TOP = 0.8  # share of personal travel from which a lift came as high as this person's lifts go
TOP_SHARE = 0.95  # above this share of its own height an effort counts as at the top
SURE_S = 0.2  # beyond the threshold this long is a start: half a swing of the slowest tremor (3 Hz) is shorter
# How fast an unknown rest is learned. From near it: rising slowly, falling sooner: no tremor's lower turns are rest.
# From further away: falling at once, and rising hardly at all, since a slow way up would take it along
REST_UP_S, REST_DOWN_S = 3.0, 1.0
REST_FAR_UP_S, REST_FAR_DOWN_S = 20.0, 0.3
NEAR_SHARE = 0.3  # of the least effort, from rest: what is so near is rest
TRAIL_S = 1.0  # what a lift keeps from before its start
TRAIL_MOST = 900  # samples at rest before the trail is cut back


class Rules(NamedTuple):
    """What holds for every lift of one limb. Limits and target are angles; NaN where there is none.

    `sure`: `least_deg` is already more than chance, as this very angle shakes.
    """

    sign: float  # +1 toward increase, -1 toward decrease
    start: float
    end: float
    least_deg: float
    hold_s: float
    limit_low_deg: float
    limit_high_deg: float
    sure: bool = False


class Seen(NamedTuple):
    """One sample of a limb: when (s), its angle and half-width (degrees), and what form.py wants to know of it."""

    t_s: float
    deg: float
    u_deg: float
    form: tuple[float, ...]
    limit_deg: float  # what the limits are held against: the same angle, or that of the side that leads
    share: float = nan  # how far the hand has come to a point (reach.share); NaN: the angle's target is the goal


class Lift(NamedTuple):
    """One effort: times (s), its furthest angle and half-width (degrees), and the samples from 1 s before it on."""

    start_s: float
    peak_s: float
    end_s: float
    lowering_s: float
    rest_deg: float
    peak_deg: float
    peak_u_deg: float
    full: bool
    held_s: float
    trail: tuple[Seen, ...]

    def rise_s(self) -> float:
        """How long the way up took, to nine tenths of the lift's height, without the time spent at the top."""
        high = 0.9 * abs(self.peak_deg - self.rest_deg)
        there = (s.t_s for s in self.trail if s.t_s >= self.start_s and abs(s.deg - self.rest_deg) >= high)
        return next(there, self.peak_s) - self.start_s


class Limb(NamedTuple):
    """State of one limb. `travel_deg` NaN: not known yet. `floor_deg`: how far from rest it last came to rest."""

    rest_deg: float = nan
    travel_deg: float = nan
    target_deg: float = nan
    floor_deg: float = 0.0
    t_s: float = nan
    distance_deg: float = nan
    away_s: float = nan  # when it last was near rest
    over_s: float = nan  # since when it is beyond the threshold of a start
    lifting: bool = False
    start_s: float = nan
    peak_s: float = nan
    top_s: float = nan  # when it last was at the top
    peak_deg: float = nan  # angle
    peak_u_deg: float = nan
    peak_distance_deg: float = 0.0
    low_since_s: float = nan
    rising: bool = False
    full: bool = False
    held_s: float = 0.0
    held: bool = False
    near: bool = False
    beyond: bool = False
    trail: Any = None  # samples as (before, sample), newest outermost
    trail_n: int = 0


def rules(phase: Phase, hold_s: float, limit_low_deg: float, limit_high_deg: float) -> Rules:
    """The rules of a phase with the prescriber's limits (NaN: none)."""
    sign = 1.0 if phase.toward == "increase" else -1.0
    hold = max(hold_s, phase.hold_s)
    return Rules(sign, phase.start, phase.end, phase.least_travel_deg, hold, limit_low_deg, limit_high_deg)


def known(rest_deg: float, comfortable_deg: float, target_deg: float) -> Limb:
    """A limb whose rest and travel are known from a calibration."""
    return Limb(rest_deg=rest_deg, travel_deg=abs(comfortable_deg - rest_deg), target_deg=target_deg)


def rested(limb: Limb) -> Limb:
    """The same limb with no lift under way (after a pause, or when it was lost)."""
    return Limb(limb.rest_deg, limb.travel_deg, limb.target_deg)


def progress(limb: Limb, rule: Rules) -> float:
    """0 at rest, 1 at the target (or at the known travel); NaN while neither is known or nothing is seen."""
    goal = rule.sign * (limb.target_deg - limb.rest_deg)
    if isnan(goal):
        goal = limb.travel_deg
    return limb.distance_deg / goal if goal > 0.0 else nan


def advance(limb: Limb, rule: Rules, seen: Seen) -> tuple[Limb, tuple[Any, ...]]:
    """Step by one sample (its angle is a number, never NaN; samples come in order).

    Returns what happened, oldest first: "started", "reached", "held", "near", "beyond" or a finished Lift.
    """
    dt = 0.0 if isnan(limb.t_s) else min(max(seen.t_s - limb.t_s, 0.0), 0.5)
    if isnan(limb.travel_deg) and not limb.lifting:
        limb = limb._replace(rest_deg=_learned_rest(limb.rest_deg, rule, seen.deg, dt))
    trail, n = (limb.trail, seen), limb.trail_n + 1
    if n > TRAIL_MOST and not limb.lifting:
        trail, n = _shortened(trail, 60)
    distance = rule.sign * (seen.deg - limb.rest_deg)
    if limb.lifting:
        return _in_lift(limb, rule, seen, dt, distance, (trail, n))
    return _at_rest(limb, rule, seen, distance, (trail, n))


def _learned_rest(rest_deg: float, rule: Rules, deg: float, dt: float) -> float:
    if isnan(rest_deg):
        return deg
    away = rule.sign * (deg - rest_deg)
    if abs(away) <= NEAR_SHARE * rule.least_deg:
        tau = REST_UP_S if away > 0.0 else REST_DOWN_S
    else:
        tau = REST_FAR_UP_S if away > 0.0 else REST_FAR_DOWN_S
    return rest_deg + (deg - rest_deg) * min(1.0, dt / tau)


def _at_rest(
    limb: Limb, rule: Rules, seen: Seen, distance: float, trail: tuple[Any, int]
) -> tuple[Limb, tuple[Any, ...]]:
    t, above = seen.t_s, max(0.0, distance)
    # An arm that is up already when it is first seen has to come down before it can start
    floor = above if isnan(limb.t_s) else min(limb.floor_deg, above)
    is_known = not isnan(limb.travel_deg)
    near_deg = 0.1 * limb.travel_deg if is_known else NEAR_SHARE * rule.least_deg
    away_s = t if distance <= floor + near_deg or isnan(limb.away_s) else limb.away_s
    if is_known:  # of a small travel more than a quarter: less of what an angle strays is counted
        from_deg = max(rule.start * limb.travel_deg, min(SMALL_START_DEG, SMALL_START * limb.travel_deg))
    else:
        from_deg = max(rule.least_deg, 0.0 if rule.sure else chance_deg(seen.u_deg))
    over_s = nan
    if distance > floor + max(from_deg, LEAST_DEG):
        over_s = t if isnan(limb.over_s) else limb.over_s
    limb = limb._replace(
        t_s=t, distance_deg=distance, trail=trail[0], trail_n=trail[1], floor_deg=floor, away_s=away_s, over_s=over_s
    )
    if not t - over_s >= SURE_S:  # never while over_s is NaN
        return limb, ()
    limb = limb._replace(
        lifting=True, start_s=away_s, peak_s=t, top_s=t, peak_deg=seen.deg, peak_u_deg=seen.u_deg,
        peak_distance_deg=distance, low_since_s=nan, full=False, held_s=0.0, held=False, near=False, beyond=False,
    )  # fmt: skip
    limb, more = _in_lift(limb, rule, seen, 0.0, distance, trail)
    return limb, ("started", *more)


def _in_lift(
    limb: Limb, rule: Rules, seen: Seen, dt: float, distance: float, trail: tuple[Any, int]
) -> tuple[Limb, tuple[Any, ...]]:
    t = seen.t_s
    further = distance > limb.peak_distance_deg
    peak = distance if further else limb.peak_distance_deg
    scale = peak if isnan(limb.travel_deg) else limb.travel_deg
    low_since = nan
    if distance < limb.floor_deg + LOW_SHARE * scale:
        low_since = t if isnan(limb.low_since_s) else limb.low_since_s
    limb = limb._replace(
        t_s=t, distance_deg=distance, trail=trail[0], trail_n=trail[1], low_since_s=low_since,
        top_s=t if distance >= TOP_SHARE * peak else limb.top_s, rising=distance > peak - 0.08 * scale,
    )  # fmt: skip
    if further:
        limb = limb._replace(peak_s=t, peak_deg=seen.deg, peak_u_deg=seen.u_deg, peak_distance_deg=distance)
    limb, happened = _goals(limb, rule, dt, distance, seen.share)
    limb, watched = _limits(limb, rule, seen)
    happened += watched
    back = distance < limb.floor_deg + max(rule.end * scale, LEAST_DEG * 0.6)
    idle = t - low_since >= LOW_S  # never while low_since is NaN
    if not back and not idle:
        return limb, happened
    lift = ended(limb)
    # Where nothing is known, the end of a high lift lies above the start of the next: that is counted from here down
    floor = max(0.0, distance) if idle or isnan(limb.travel_deg) else limb.floor_deg
    kept, n = _shortened(limb.trail, 60)
    limb = rested(limb)._replace(t_s=t, distance_deg=distance, floor_deg=floor, away_s=t, trail=kept, trail_n=n)
    return limb, happened if lift is None else (*happened, lift)


def held_s(rule: Rules, share: float) -> float:
    """How long a goal asks to be held; a point (`share` is a number) is rested on."""
    return rule.hold_s if isnan(share) else max(rule.hold_s, POINT_S)


def _goals(limb: Limb, rule: Rules, dt: float, distance: float, point: float) -> tuple[Limb, tuple[Any, ...]]:
    """The target and the hold: a hold starts at 90 % of the target, pauses below 80 % and never starts again from 0.

    A rest on a point (`point`: how far the hand has come to it, NaN where there is none) is such a hold.
    """
    goal = rule.sign * (limb.target_deg - limb.rest_deg)
    if isnan(goal):
        return (limb, ()) if limb.full else (limb._replace(full=True), ())  # without a target every effort is full
    hold_s = held_s(rule, point)
    if hold_s <= 0.0:
        if limb.full or distance < goal:
            return limb, ()
        return limb._replace(full=True), ("reached",)
    happened: tuple[Any, ...] = ()
    share = point
    if isnan(point):
        share = distance / goal if goal > 0.0 else 0.0
    begun = limb.held_s > 0.0
    if share >= HOLD_FROM or (begun and share >= HOLD_PAUSE):
        if not begun:
            happened = ("reached",)
        limb = limb._replace(held_s=limb.held_s + dt if begun else max(dt, 1e-6))
        if not limb.held and limb.held_s >= hold_s:
            limb = limb._replace(held=True, full=True)
            happened += ("held",)
    return limb, happened


def _limits(limb: Limb, rule: Rules, seen: Seen) -> tuple[Limb, tuple[Any, ...]]:
    deg, u = seen.limit_deg, 0.0 if isnan(seen.u_deg) else seen.u_deg
    limit, other = rule.limit_high_deg, rule.limit_low_deg
    if rule.sign < 0.0:
        limit, other = other, limit
    over = rule.sign * (deg - limit)  # NaN where there is no limit, and then nothing below is true
    happened: tuple[Any, ...] = ()
    if over + u >= 0.0 and not limb.near:
        limb, happened = limb._replace(near=True), ("near",)
    if (over - u > 0.0 or rule.sign * (other - deg) - u > 0.0) and not limb.beyond:
        limb, happened = limb._replace(beyond=True), (*happened, "beyond")
    return limb, happened


def left(limb: Limb, rule: Rules) -> Lift | None:
    """The lift under way, where it has to be left before its end is seen; None if there is none whose top is known.

    Every deliberate effort is dose, but of one that is still on its way up nobody can say how high it would have gone.
    The top is known where the target was reached, where it is as high as this person's lifts go, or where it turned.
    """
    goal = rule.sign * (limb.target_deg - limb.rest_deg)
    if isnan(goal):
        goal = KNOWN_TOP * limb.travel_deg
    peak = limb.peak_distance_deg
    turned = not limb.rising and (isnan(limb.travel_deg) or peak >= LOW_SHARE * limb.travel_deg)
    return ended(limb) if limb.lifting and (turned or peak >= goal) else None


def ended(limb: Limb) -> Lift | None:
    """The lift under way as it stands now; None if it is too short to be one."""
    if limb.t_s - limb.start_s < LEAST_S:
        return None
    samples: list[Seen] = []
    link = limb.trail
    while link is not None:
        link, seen = link
        if seen.t_s < limb.start_s - TRAIL_S:
            break
        samples.append(seen)
    samples.reverse()
    return Lift(
        start_s=limb.start_s, peak_s=limb.peak_s, end_s=limb.t_s, lowering_s=max(0.0, limb.t_s - limb.top_s),
        rest_deg=limb.rest_deg, peak_deg=limb.peak_deg, peak_u_deg=limb.peak_u_deg, full=limb.full,
        held_s=limb.held_s, trail=tuple(samples),
    )  # fmt: skip


def _shortened(trail: Any, keep: int) -> tuple[Any, int]:
    """The newest `keep` samples of a trail, as a trail."""
    samples: list[Seen] = []
    while trail is not None and len(samples) < keep:
        trail, seen = trail
        samples.append(seen)
    short: Any = None
    for seen in reversed(samples):
        short = (short, seen)
    return short, len(samples)
