"""One exercise of a session: what was prescribed, what was done, how it went. From its log and the poses alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import isfinite
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from exercises.definition import Exercise, exercise_hash
from exercises.events import HoldReached, LimitReached, Side, Stopped, TargetLowered
from exercises.film import middle_yaw
from exercises.pose import Joint, Pose
from exercises.routine import Answer, Dose, Prescription, Sides
from exercises.session import Plan
from game.progress.answers import hurt_unsaid, number
from game.progress.calibrating import first_targets, hurt, left_at
from game.progress.efforts import Repetition, SetDone, efforts, known, parted
from game.progress.motion import Motion, motion
from game.progress.records import Record

if TYPE_CHECKING:
    from game.progress.comparing import Change

BELIEVED = 0.2  # a joint that the tracker believes in less than this is a guess (as in exercises/observing.py)


@dataclass(frozen=True, slots=True)
class Range:
    """One side's measured peaks: the middle one, the furthest toward the target, and the half-width of each (90 %).

    measuring: by the lifts measured side-on, since the sets were played where this side could not be measured.
    yaw_deg: where the camera stood during the measured lifts, None unknown.
    """

    side: Side
    median_deg: float
    median_uncertainty_deg: float | None
    best_deg: float
    best_uncertainty_deg: float | None
    measured: int
    efforts: int
    measuring: bool = False
    yaw_deg: float | None = None


@dataclass(frozen=True, slots=True)
class FaultCount:
    fault: str
    side: Side
    times: int
    efforts: int


@dataclass(frozen=True, slots=True)
class Lowered:
    t_s: float
    side: Side
    target_deg: float
    because: str


@dataclass(frozen=True, slots=True)
class View:
    """Where the camera stood while the sets went on. suitable None: not known."""

    camera_yaw_deg: float | None
    suitable: bool | None


@dataclass(frozen=True, slots=True)
class Block:
    """sided: done by one side at a time (else the side of a repetition says nothing).
    wanted, full and efforts count over all sets (and both sides, where each does its own).

    dose as prescribed; today the dose that the check-in allowed, None where the block was never begun.
    tempo: medians, in seconds, over all efforts; lifting is the way to the furthest point and any time held there.
    measuring: lifts measured side-on, no dose. motion: how the lifts of the sets went; None without poses of them.
    changes: by side, against earlier sessions; none where there is nothing to compare with.
    calibration_hurt: what was said each time that was asked. left_s: when the exercise was left in its calibration.
    hurt_unsaid: "It hurts" was said, and how much was not.
    because: why it ended; None where the session was cut off in it.
    """

    index: int
    exercise: str
    title: str
    exercise_version: str
    exercise_hash: str
    evidence: str
    measure: str
    toward: str
    sides: Sides
    sided: bool
    each_side: bool
    dose: Dose
    today: Dose | None
    begun: bool
    sets: tuple[SetDone, ...]
    wanted: int
    full: int
    efforts: int
    repetitions: tuple[Repetition, ...]
    ranges: tuple[Range, ...]
    targets: tuple[tuple[Side, float], ...]
    lowered: tuple[Lowered, ...]
    limit_low_deg: float
    limit_high_deg: float
    limits_near: int
    limits_beyond: int
    holds_s: tuple[float, ...]
    duration_median_s: float | None
    lifting_median_s: float | None
    lowering_median_s: float | None
    faults: tuple[FaultCount, ...]
    tracked_share: float | None
    view: View
    pain_during: int | None
    pain_after: int | None
    because: str | None
    measuring: tuple[Repetition, ...] = ()
    motion: Motion | None = None
    changes: tuple[Change, ...] = ()
    calibration_hurt: tuple[bool, ...] = ()
    left_s: float | None = None
    hurt_unsaid: bool = False

    @property
    def short(self) -> int:
        return self.efforts - self.full

    @property
    def lifted(self) -> bool:
        """Whether anything was lifted that is reported: in a set, or to measure."""
        return bool(self.efforts or self.measuring)


def block_of(
    index: int,
    asked: Prescription,
    log: Sequence[Record],
    poses: Sequence[tuple[int, Pose]],
    until_s: float,
    moving: bool = True,
) -> Block:
    """The block of prescription `asked`, from the records that carry its index, and the session's poses.

    `moving` False leaves out how the lifts went, for whoever has only a few of the poses.
    """
    plan = next((record for record in reversed(log) if isinstance(record, Plan)), None)
    exercise = plan.exercise if plan is not None else asked.exercise
    phase = exercise.phases[0]
    sign = 1.0 if phase.toward == "increase" else -1.0
    done = efforts(log, asked.target_deg, until_s)
    log, _ = parted(log)
    repetitions, sets, spans = done.repetitions, done.sets, done.spans
    each = asked.sides == "both" and exercise.sides and asked.both != "together"
    answers = [record for record in log if isinstance(record, Answer)]
    yaws = _yaws(poses, spans)
    ranges = _ranges(repetitions, sign, poses)
    missing = [r for r in done.measuring if r.side not in {found.side for found in ranges}]
    ranges += tuple(replace(found, measuring=True) for found in _ranges(missing, sign, poses))
    return Block(
        index=index,
        exercise=exercise.id,
        title=exercise.title,
        exercise_version=exercise.version,
        exercise_hash=exercise_hash(exercise),
        evidence=exercise.evidence,
        measure=phase.measure,
        toward=phase.toward,
        sides=asked.sides,
        sided=exercise.sides,
        each_side=each,
        dose=asked.dose,
        today=None if plan is None else plan.dose,
        begun=plan is not None,
        sets=sets,
        wanted=asked.dose.sets * asked.dose.reps * (2 if each else 1),
        full=sum(one.full for one in sets),
        efforts=sum(one.efforts for one in sets),
        repetitions=repetitions,
        ranges=tuple(sorted(ranges, key=lambda found: found.side)),
        targets=first_targets(plan, log, asked),
        lowered=tuple(Lowered(r.t_s, r.side, r.target_deg, r.because) for r in log if isinstance(r, TargetLowered)),
        limit_low_deg=phase.limit_low_deg if asked.limit_low_deg is None else asked.limit_low_deg,
        limit_high_deg=phase.limit_high_deg if asked.limit_high_deg is None else asked.limit_high_deg,
        limits_near=sum(isinstance(r, LimitReached) and not r.beyond for r in log),
        limits_beyond=sum(isinstance(r, LimitReached) and r.beyond for r in log),
        holds_s=tuple(r.held_s for r in log if isinstance(r, HoldReached)),
        duration_median_s=_median(r.duration_s for r in repetitions),
        lifting_median_s=_median(r.duration_s - r.lowering_s for r in repetitions),
        lowering_median_s=_median(r.lowering_s for r in repetitions),
        faults=_faults(repetitions),
        tracked_share=_tracked(exercise, asked.sides, poses, spans),
        view=_view(exercise, asked.sides, yaws),
        pain_during=number(answers, "pain_during"),
        pain_after=number(answers, "pain_after"),
        because=_ending(log),
        measuring=done.measuring,
        motion=motion(plan, log, repetitions, poses) if plan is not None and moving else None,
        calibration_hurt=hurt(answers),
        left_s=left_at(answers),
        hurt_unsaid=hurt_unsaid(answers),
    )


def _ending(log: Sequence[Record]) -> str | None:
    """Why it stopped, None where that is not in the log; one that was begun anew is not over with its first ending."""
    last = next((record for record in reversed(log) if isinstance(record, Stopped | Plan)), None)
    return last.because if isinstance(last, Stopped) else None


def _median(values: Iterable[float]) -> float | None:
    known = [value for value in values if isfinite(value)]
    return median(known) if known else None


def _ranges(repetitions: Sequence[Repetition], sign: float, poses: Sequence[tuple[int, Pose]]) -> tuple[Range, ...]:
    """By side, over every effort that has an angle. The half-width of the median is the middle one of theirs: errors of
    one camera in one evening lean the same way, so more repetitions make it no surer."""
    out = []
    for side in ("left", "right"):
        own = [r for r in repetitions if r.side == side]
        measured = [r for r in own if r.peak_deg is not None]
        if not measured:
            continue
        best = max(measured, key=lambda r: sign * (r.peak_deg or 0.0))
        out.append(
            Range(
                side=side,
                median_deg=median(r.peak_deg or 0.0 for r in measured),
                median_uncertainty_deg=_median(r.uncertainty_deg for r in measured if r.uncertainty_deg is not None),
                best_deg=best.peak_deg or 0.0,
                best_uncertainty_deg=best.uncertainty_deg,
                measured=len(measured),
                efforts=len(own),
                yaw_deg=known(middle_yaw(np.array(_yaws(poses, [(r.start_s, r.end_s) for r in measured])))),
            )
        )
    return tuple(out)


def _yaws(poses: Sequence[tuple[int, Pose]], spans: Sequence[tuple[float, float]]) -> list[float]:
    """Where the camera stood (degrees) at the poses within one of `spans` (s)."""
    found: list[float] = []
    for start, end in spans:
        first = bisect_left(poses, start, key=lambda pair: pair[1].t_s)
        last = bisect_right(poses, end, key=lambda pair: pair[1].t_s)
        found += [pose.camera_yaw_deg for _, pose in poses[first:last]]
    return found


def _faults(repetitions: Sequence[Repetition]) -> tuple[FaultCount, ...]:
    """Most frequent first."""
    names: tuple[Side, Side] = ("left", "right")
    sides = {side: [r for r in repetitions if r.side == side] for side in names}
    counts = [
        FaultCount(fault, side, sum(fault in r.faults for r in own), len(own))
        for side, own in sides.items()
        for fault in sorted({name for r in own for name in r.faults})
    ]
    return tuple(sorted(counts, key=lambda c: (-c.times, c.fault, c.side)))


def _within(t_s: float, spans: Sequence[tuple[float, float]]) -> bool:
    return any(start <= t_s <= end for start, end in spans)


def _tracked(
    exercise: Exercise, sides: Sides, poses: Sequence[tuple[int, Pose]], spans: Sequence[tuple[float, float]]
) -> float | None:
    """The share of the sets' time in which every joint that the exercise needs was seen; None without sets or poses.

    By time and not by frame, so that frames which never came count as unseen (0.5 s without one is a gap).
    """
    joints = tuple(_needs(exercise, sides))
    seen_s = 0.0
    for (_, pose), (_, following) in pairwise(poses):
        gap_s = following.t_s - pose.t_s
        if gap_s <= 0.5 and _within(pose.t_s, spans) and pose.sees(joints, BELIEVED):
            seen_s += gap_s
    whole_s = sum(end - start for start, end in spans)
    return min(1.0, seen_s / whole_s) if whole_s > 0 and poses else None


def _needs(exercise: Exercise, sides: Sides) -> frozenset[Joint]:
    """`needs` is written for the left side."""
    left = exercise.needs
    right = frozenset(Joint[_mirrored(joint.name)] for joint in left)
    return {"left": left, "right": right, "both": left | right}[sides]


def _mirrored(name: str) -> str:
    return name.replace("left", "right") if "left" in name else name.replace("right", "left")


def _view(exercise: Exercise, sides: Sides, yaws: Sequence[float]) -> View:
    yaw = known(middle_yaw(np.array(yaws)))  # round the circle: 179 and -179 are both behind
    if yaw is None:
        return View(None, None)
    wanted = {"left": (yaw,), "right": (-yaw,), "both": (yaw, -yaw)}[sides]
    return View(yaw, any(v.low_deg <= own <= v.high_deg for v in exercise.view_measure for own in wanted))
