"""Functional tests: pure functions from times and points to a result with its norm and how sure that is.

Protocols as in the reference (CDC STEADI; Rikli and Jones; Bohannon; Duncan). A test is done uncoached and unassisted,
from one camera place, with a helper by. The program times and counts; a person judges. Nothing here is a diagnosis.
`result` is the door: one prescribed test and what was seen of its trials. postures.py says what the body did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan
from statistics import fmean, median
from typing import Literal

import numpy as np

from exercises import neck, norms
from exercises.filters import without_spikes
from exercises.headset_errors import ERRORS
from exercises.measures import MEASURES, Side, joint, other
from exercises.norms import Norm, Sex, Table
from exercises.pose import Array
from exercises.postures import (
    READY_S,
    STAGES,
    Stage,
    Swing,
    arms_crossed,
    body_scale,
    forward_m,
    held_s,
    knees_deg,
    lifted,
    longest_s,
    seen_share,
    stands,
    stepped_m,
    swings,
)
from exercises.routine import FunctionalTest

LENGTH_S = 30.0  # chair stand and arm curl
ALLOWED_OFF = 0.1  # share of the time arms may seem uncrossed before a person has to look
NOT_CROSSED = "arms were not crossed throughout"
STANCE_MOST_S = 45.0
STAGE_S = 10.0
CURL_LEAST_DEG = 50.0  # about half of a curl as a camera sees it from the front: less is no curl
LIFT_LEAST_DEG = 20.0  # of the shoulder: a stiff one may not do more
NOTABLE_DEG = 15.0  # difference between the sides; the reference says 10 to 15
STEPPED_M = 0.10
SEEN_LEAST = 0.5  # a trial seen for less of its time says nothing

Movement = Literal["flexion", "abduction", "external_rotation"]
Trial = tuple[Array, Array]  # times (N,) s and points (N, 33, 3) m, from the start to the end of one trial
MOVEMENTS: tuple[Movement, ...] = ("flexion", "abduction", "external_rotation")
_MEASURE: Mapping[Movement, str] = {
    "flexion": "shoulder_elevation",
    "abduction": "shoulder_elevation",
    "external_rotation": "shoulder_rotation",
}
_EXERCISE: Mapping[Movement, str] = {  # whose measured error in a headset a movement has
    "flexion": "shoulder_flexion",
    "abduction": "shoulder_abduction",
    "external_rotation": "sh_er_side",
}
_LOWER = ("hip", "knee", "ankle")
_BOTH: tuple[Side, Side] = ("left", "right")


@dataclass(frozen=True, slots=True)
class Result:
    """One test. `value` NaN where it could not be done as prescribed; `notes` say why, and what a person must judge.

    half_width_deg   within so much of the truth lie nine in ten; None where it was never measured
    """

    test: str
    value: float
    unit: str
    norm: Norm | None
    side: Side | None = None
    at_risk: bool | None = None  # beyond the cut-off of `risk`; None where the test has none
    risk: str = ""
    notes: tuple[str, ...] = ()
    half_width_deg: float | None = None

    @property
    def usual(self) -> bool | None:
        """Whether the value is among the norm's; None where there is no norm or no value, or the norm is a mean."""
        if self.norm is None or self.norm.mean or isnan(self.value):
            return None
        low, high = self.norm.low, self.norm.high
        return (low is None or self.value >= low) and (high is None or self.value <= high)


def result(test: FunctionalTest, trials: Sequence[Trial]) -> tuple[Result, ...]:
    """What a prescribed test came to: one Result, or one for each movement of shoulder or neck.

    Trials in their order: stages of the 4-stage balance, movements of shoulder or neck, else the first, second
    and third try. One without poses was not done. Raises ValueError where the test needs a side and has none.
    """
    age, sex = test.age, test.norm_sex
    done = [trial for trial in trials if len(trial[0]) > 1]
    match test.test:
        case "chair_stand_30s":
            return (chair_stand_30s(*_first(done), age, sex),)
        case "five_stands":
            return (five_stands(*_first(done), age, sex),)
        case "single_leg_stance":
            return (single_leg_stance(done, test.working, age, sex),)
        case "four_stage_balance":
            return (four_stage_balance(_stages_s(trials)),)
        case "functional_reach":
            return (functional_reach(done, test.working, age, sex, test.height_m),)
        case "arm_curl_30s":
            return (arm_curl_30s(*_first(done), test.working, age, sex),)
        case "shoulder_battery":
            side = test.working
            peaks = {
                (movement, side): peaks_deg(movement, side, *trial)
                for movement, trial in zip(MOVEMENTS, trials, strict=False)
                if len(trial[0]) > 1
            }
            return shoulder_battery(peaks, worn=test.worn)
        case "neck_range":
            return neck_range(trials)


def _first(trials: Sequence[Trial]) -> Trial:
    return trials[0] if trials else (np.zeros(0), np.zeros((0, 33, 3)))


def _norm(table: Table, age: float | None, sex: Sex | None) -> Norm | None:
    """The row of the norms, None where age or sex was not told."""
    return None if age is None or sex is None else table.of(age, sex)


# ---- chair


def chair_stand_30s(t_s: Array, points: Array, age: float | None, sex: Sex | None) -> Result:
    """Full stands within 30 s of the first instant; arms not crossed score 0 (CDC).

    A stand still under way at 30 s counts once it is more than half way up. Less than the 30 s is another test: it has
    no value, whatever was counted in it. Norm: CDC STEADI (S).
    """
    norm = _norm(norms.CHAIR_STAND, age, sex)
    if seen_share(points, _LOWER) < SEEN_LEAST:
        return Result("30-second chair stand", nan, "stands", norm, notes=("the legs were not seen",))
    within = t_s - t_s[0] <= LENGTH_S
    count, short = stood(t_s[within], knees_deg(points[within]))
    notes = [f"{short} not quite upright and not counted"] if short else []
    if cut := _cut_short(t_s, count, "stands"):
        return Result("30-second chair stand", nan, "stands", norm, notes=(cut, *notes))
    arms = _arms_off(points[within])
    if arms == NOT_CROSSED:
        count = 0
        arms += ": scores 0, if a person agrees"
    below = None if norm is None or norm.low is None else count < norm.low
    notes += [arms] if arms else []
    return Result(
        "30-second chair stand", float(count), "stands", norm, None, below, norms.CHAIR_STAND.source, (*notes,)
    )


def _cut_short(t_s: Array, count: int, what: str) -> str:
    """What to say of a 30 s test that ended early; empty where it did not."""
    gone_s = float(t_s[-1] - t_s[0])
    return f"ended after {gone_s:.0f} of {LENGTH_S:.0f} s, with {count} {what}" if gone_s < LENGTH_S - 0.5 else ""


def _arms_off(points: Array) -> str:
    """What to say of arms that should be crossed; empty where they were. Unseen arms are not taken for either."""
    hands = np.stack([joint(points, side, name) for side in _BOTH for name in ("wrist", "shoulder")], axis=1)
    seen = np.isfinite(hands).all(axis=(1, 2))
    if seen.mean() < SEEN_LEAST:
        return "whether the arms were crossed was not seen: a person must judge"
    return NOT_CROSSED if (~arms_crossed(points[seen])).mean() > ALLOWED_OFF else ""


def stood(t_s: Array, knee_deg: Array) -> tuple[int, int]:
    """(stands that count by the last instant, those that did not come quite upright)."""
    found = stands(t_s, without_spikes(knee_deg))
    full = sum(not isnan(one.stood_s) for one in found)
    count = full + (1 if found and isnan(found[-1].stood_s) and isnan(found[-1].sat_s) else 0)
    return count, len(found) - count


def five_stands(t_s: Array, points: Array, age: float | None, sex: Sex | None) -> Result:
    """Seconds from the first rise to the fifth time upright (the end that is stated; others end seated)."""
    norm = _norm(norms.FIVE_STANDS, age, sex)
    full = [one for one in stands(t_s, without_spikes(knees_deg(points))) if not isnan(one.stood_s)]
    most, risk = norms.FIVE_STANDS_RISK_S
    if len(full) < 5:
        notes = (f"{len(full)} full stands of 5",)
        return Result("five times sit to stand", nan, "s", norm, None, None, risk, notes)
    took = full[4].stood_s - full[0].rise_s
    said = ["from the first rise to the fifth time upright"]
    if arms := _arms_off(points):
        said.append(arms)
    return Result("five times sit to stand", took, "s", norm, None, took > most, risk, (*said,))


# ---- balance


def single_leg_stance(trials: Sequence[Trial], standing: Side, age: float | None, sex: Sex | None) -> Result:
    """Best of up to three trials; ends at 45 s. A trial in which the legs were not seen is none."""
    seen = [(t, p) for t, p in trials if seen_share(p, _LOWER) >= SEEN_LEAST]
    best = max((min(longest_s(t, lifted(p, standing)), STANCE_MOST_S) for t, p in seen), default=nan)
    least, risk = norms.ONE_LEG_RISK_S
    at_risk = None if isnan(best) else best < least
    notes = () if len(seen) >= 3 else (f"{len(seen)} of 3 trials",)
    return Result("single-leg stance", best, "s", _norm(norms.ONE_LEG, age, sex), standing, at_risk, risk, notes)


def _stages_s(trials: Sequence[Trial]) -> dict[Stage, float]:
    """How long each stage that was tried and seen was kept."""
    return {
        stage: held_s(t, p, stage)
        for stage, (t, p) in zip(STAGES, trials, strict=False)
        if len(t) > 1 and seen_share(p, ("hip", "ankle")) >= SEEN_LEAST
    }


def four_stage_balance(seconds: Mapping[Stage, float]) -> Result:
    """How many of the four stages were kept for 10 s, each only after the one before. Tandem under 10 s: risk (V).

    A stage that was not tried (or not seen) after those that were kept leaves the risk open; with none the value too.
    """
    passed = 0
    for stage in STAGES:
        if not seconds.get(stage, 0.0) >= STAGE_S:
            break
        passed += 1
    _, risk = norms.TANDEM_RISK_S
    if passed == len(STAGES):
        return Result("4-stage balance", 4.0, "stages of 4", None, None, False, risk)
    name = STAGES[passed].replace("_", " ")
    if STAGES[passed] not in seconds:
        value = float(passed) if passed else nan
        at_risk = False if passed >= 3 else None
        return Result("4-stage balance", value, "stages of 4", None, None, at_risk, risk, (f"{name} was not done",))
    notes = (f"{name} was not kept for 10 s: {seconds[STAGES[passed]]:.0f} s",)
    return Result("4-stage balance", float(passed), "stages of 4", None, None, passed < 3, risk, notes)


# ---- reach


def reach_cm(t_s: Array, points: Array, side: Side, height_m: float | None = None) -> tuple[float, float]:
    """(how far the hand went ahead, how far a foot strayed) in cm; the reach NaN where the hand was not seen.

    With `height_m` the points' metres are set right first, where somebody upright gives the scale.
    """
    scale = 1.0 if height_m is None else body_scale(points[t_s <= t_s[0] + READY_S], height_m)
    way = forward_m(t_s, points, side)
    seen = way[np.isfinite(way)]
    far = 100.0 * scale * float(seen.max()) if len(seen) else nan
    return far, 100.0 * scale * stepped_m(t_s, points)


def functional_reach(
    trials: Sequence[Trial], side: Side, age: float | None, sex: Sex | None, height_m: float | None = None
) -> Result:
    """The mean of up to three reaches in cm (Duncan 1990, G): a step, an ankle 10 cm from its place, spoils one.

    With `height_m` the points' metres are set right first, by whoever stands upright; else they are as the camera
    guesses them: it is said so, and no risk is read off a guess.
    """
    notes = [] if height_m is not None else ["the scale is the camera's guess: state the height for centimetres"]
    reaches, stepped, bent, hidden = [], 0, 0, 0
    for t, p in trials:
        if seen_share(p[t <= t[0] + READY_S], ("ear", "ankle")) < SEEN_LEAST:
            continue
        try:
            far, strayed = reach_cm(t, p, side, height_m)
        except ValueError:  # from body_scale: this trial gives no centimetres, the others may
            bent += 1
            continue
        if strayed > 100.0 * STEPPED_M:
            stepped += 1
        elif not isnan(far):
            reaches.append(far)
            hidden += seen_share(p, ("ankle",)) < SEEN_LEAST
    value = fmean(reaches) if reaches else nan
    (high, moderate), risk = norms.REACH_RISK_CM
    if stepped:
        notes.append("a foot moved: once more" if not reaches else f"a foot moved in {stepped}: left out")
    if hidden:
        notes.append(f"whether a foot moved was not seen in {hidden}: a person must judge")
    if bent:
        notes.append(f"nobody stood upright at the start of {bent}: left out")
    if len(reaches) < 3:
        notes.append(f"{len(reaches)} of 3 trials")
    at_risk = None if isnan(value) or height_m is None else value < moderate
    if at_risk:
        notes.append("high" if value < high else "moderate")
    return Result("functional reach", value, "cm", _norm(norms.REACH, age, sex), side, at_risk, risk, (*notes,))


# ---- arms


def curled(t_s: Array, points: Array, side: Side) -> tuple[Swing, ...]:
    """Curls of one arm, by how far the elbow swings."""
    return swings(t_s, without_spikes(MEASURES["elbow_flexion"](points, side)), CURL_LEAST_DEG)


def arm_curl_30s(t_s: Array, points: Array, side: Side, age: float | None, sex: Sex | None) -> Result:
    """Curls of one arm within 30 s of the first instant; one more than half way up at the end counts.

    Less than the 30 s has no value."""
    norm = _norm(norms.ARM_CURL, age, sex)
    if seen_share(points, ("shoulder",)) < SEEN_LEAST:
        return Result("30-second arm curl", nan, "curls", norm, side, notes=("the arm was not seen",))
    within = t_s - t_s[0] <= LENGTH_S
    count = len(curled(t_s[within], points[within], side))
    if cut := _cut_short(t_s, count, "curls"):
        return Result("30-second arm curl", nan, "curls", norm, side, notes=(cut,))
    notes = ("whether every curl went all the way a person must judge",)
    return Result("30-second arm curl", float(count), "curls", norm, side, None, "", notes)


def peaks_deg(movement: Movement, side: Side, t_s: Array, points: Array) -> tuple[float, ...]:
    """The furthest of each lift of one shoulder that came back, degrees."""
    angle = without_spikes(MEASURES[_MEASURE[movement]](points, side))
    return tuple(one.peak_deg for one in swings(t_s, angle, LIFT_LEAST_DEG) if not isnan(one.back_s))


def shoulder_battery(
    peaks_deg: Mapping[tuple[Movement, Side], Sequence[float]],
    behind_back: Mapping[Side, str] | None = None,
    worn: bool = False,
) -> tuple[Result, ...]:
    """The middle of three active lifts, each side and movement; a difference between the sides is named.

    Inward rotation is the level the thumb reaches behind the back ("L3"), told by a person: no camera sees it, and it
    is no angle. Outward rotation from the front is unsure, and says so. `worn`: measured in a headset, as surely as
    headset_errors.py says.
    """
    out = []
    for (movement, side), peaks in peaks_deg.items():
        value = median(peaks) if peaks else nan
        notes = [] if len(peaks) >= 3 else [f"{len(peaks)} of 3 lifts"]
        if movement == "external_rotation":
            why = "a wrist that bends is taken for it" if worn else "from the front the forearm is foreshortened"
            notes.append(f"{why}: low confidence")
        opposite = peaks_deg.get((movement, other(side)), ())
        if peaks and opposite and median(opposite) - value > NOTABLE_DEG:
            notes.append(f"{median(opposite) - value:.0f} degrees less than the other side")
        least = min(norms.SHOULDER_DEG[movement])
        norm = Norm(least, None, "deg", "adults, the lowest of the tables", norms.SHOULDER_SOURCE,
                    norms.SHOULDER_EVIDENCE, mean=True)  # fmt: skip
        out.append(Result(f"shoulder {movement.replace('_', ' ')}", value, "deg", norm, side, None, "", tuple(notes),
                          ERRORS[_EXERCISE[movement]].half_width_deg if worn else None))  # fmt: skip
    for side, level in (behind_back or {}).items():
        notes = [f"thumb reaches {level} (told by a person; an order, not an angle)"]
        out.append(Result("shoulder internal rotation", nan, "level", None, side, None, "", tuple(notes)))
    return tuple(out)


# ---- neck


def neck_range(trials: Sequence[Trial]) -> tuple[Result, ...]:
    """The middle of three movements, each way of neck.MOVES that was tried, as surely as headset_errors.py says."""
    out = []
    for move, (t_s, points) in zip(neck.MOVES, trials, strict=False):
        if len(t_s) < 2:
            continue
        travels = neck.travels_deg(move, t_s, points)
        notes = [] if len(travels) >= 3 else [f"{len(travels)} of 3 movements"]
        notes.append("against shoulders that are worked out: a person must judge whether the trunk moved along")
        norm = Norm(norms.NECK_DEG[move.name], None, "deg", "adults", norms.NECK_SOURCE, norms.NECK_EVIDENCE, mean=True)
        out.append(
            Result(
                f"neck {move.name}", median(travels) if travels else nan, "deg", norm, move.side, None, "",
                (*notes,), ERRORS[move.exercise].half_width_deg,
            )
        )  # fmt: skip
    return tuple(out)
