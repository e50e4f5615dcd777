"""How wrong a headset's angles are: people of known joints, of whom the program is told head and hands alone."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from exercises.definition import Exercise
from exercises.events import Event, RepCompleted
from exercises.headset import LEAST_DEG, MEAN_DEG, NAMED_AT_MOST, P90_DEG, SEES, unwearable
from exercises.measures import MEASURES
from exercises.pose import Array, Joint, Pose
from exercises.routine import Dose
from exercises.session import Plan, run
from exercises.synthetic import PEAKS_DEG, REST_DEG, Effort, Score, score
from game.tracking.wearer import Wearer
from real_data.page import section, table
from tests.wearers import HEIGHTS_M, Person, people

EACH, FEW, SEED = 6, 3, 4  # people of every height; fewer for what is not done in a headset anyway
LIFTS, LEARNED = 8, 3  # lifts of each, and how many of them are for learning the arms, as a calibration's are
SHARES = (1.0, 0.8, 0.9, 1.0, 0.75, 0.95, 0.85, 1.0)  # of the usual travel
FPS = 30.0
NINE_IN_TEN = 0.9


def measure(shared: Path, catalogue: Mapping[str, Exercise]) -> list[dict[str, Any]]:
    """A row for every exercise whose joints a headset gives: errors (deg) of each person's peaks, and counts."""
    del shared
    many, few = people(EACH, SEED), people(FEW, SEED)
    rows = []
    for name, exercise in sorted(catalogue.items()):
        if not exercise.needs <= SEES or name not in PEAKS_DEG:
            continue
        why_not = unwearable(exercise)
        done = [_of_person(exercise, person) for person in (many if why_not is None else few)]
        rows.append({"exercise": name, "why_not": why_not, "people": done})
    return rows


def _of_person(exercise: Exercise, person: Person) -> dict[str, Any]:
    rest, usual = REST_DEG[exercise.id], PEAKS_DEG[exercise.id]
    written = score(exercise.id, [rest + share * (usual - rest) for share in SHARES], FPS, side="left")
    measure = exercise.phases[0].measure
    points, looks = person.does(written, elbow=measure == "elbow_flexion")
    wearer, poses = Wearer(), []
    for looked in looks:
        poses.append(wearer.pose(looked, looked.t_s))
        if looked.t_s > 1.0:
            wearer.freeze()
    true_deg = MEASURES[measure](points, "left")
    said_deg = MEASURES[measure](np.array([pose.points for pose in poses], dtype=np.float64), "left")
    later = written.t_s >= written.efforts[LEARNED].start_s
    judged = run(Plan(exercise, "left" if exercise.sides else "both", Dose(1, LIFTS), film=True), poses)
    done = [event for event in judged.events if isinstance(event, RepCompleted)]
    up = exercise.phases[0].toward == "increase"
    errors = []
    for effort in written.efforts[LEARNED:]:
        inside = (written.t_s >= effort.start_s) & (written.t_s <= effort.end_s)
        true = float(true_deg[inside].max() if up else true_deg[inside].min())
        near = [event.peak_deg for event in done if effort.start_s <= event.peak_s <= effort.end_s]
        if near:
            errors.append(near[0] - true)
    return {
        "height_m": person.height_m,
        "falsely": _falsely_named(exercise, written, points, poses),
        "peaks": [round(float(error), 3) for error in errors],
        "frame_deg": round(float(np.nanmean(np.abs(said_deg - true_deg)[later])), 3),
        "counted": len(done),
        "lifts": len(written.efforts),
    }


def _falsely_named(exercise: Exercise, written: Score, points: Array, poses: Sequence[Pose]) -> dict[str, int]:
    """Of each fault the number of lifts it is read of, though the body itself shows none; as read, before what a
    headset is too unsure of (exercises.headset.tells) is left out.
    """
    as_read = replace(exercise, id=f"{exercise.id}, as read")
    plan = Plan(as_read, "left" if exercise.sides else "both", Dose(1, LIFTS), film=True)
    sure = np.ones(len(Joint))
    true = run(plan, [Pose(float(t), body, sure) for t, body in zip(written.t_s, points, strict=True)])
    said = run(plan, poses)
    found: Counter[str] = Counter()
    for effort in written.efforts:
        read, shown = (_faults(judged.events, effort) for judged in (said, true))
        found.update(read - shown)
    return dict(found)


def _faults(events: Sequence[Event], effort: Effort) -> set[str]:
    done = [one for one in events if isinstance(one, RepCompleted)]
    return {fault for one in done if effort.start_s <= one.peak_s <= effort.end_s for fault in one.faults}


def of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers of one exercise: mean and 90th percentile of peak error, bias, half-width, what it holds of bodies
    of other heights than it was set on, counts.
    """
    persons = row["people"]
    by_height = {height: [abs(e) for p in persons if p["height_m"] == height for e in p["peaks"]]
                 for height in HEIGHTS_M}  # fmt: skip
    peaks = np.array([error for person in persons for error in person["peaks"]])
    off = np.abs(peaks)
    held = []
    for height, own in by_height.items():
        others = half_width([errors for other, errors in by_height.items() if other != height])
        held += [error <= others for error in own]
    falsely: Counter[str] = Counter()
    for person in persons:
        falsely.update(person["falsely"])
    lifts = sum(person["lifts"] for person in persons)
    return {
        "exercise": row["exercise"],
        "why_not": row["why_not"],
        "mean_deg": float(off.mean()) if len(off) else float("nan"),
        "p90_deg": float(np.quantile(off, NINE_IN_TEN)) if len(off) else float("nan"),
        "bias_deg": float(peaks.mean()) if len(off) else float("nan"),
        "frame_deg": float(np.mean([person["frame_deg"] for person in persons])),
        "half_width_deg": half_width(list(by_height.values())),
        "held": float(np.mean(held)) if held else float("nan"),
        "exact": sum(person["counted"] == person["lifts"] for person in persons) / len(persons),
        "falsely_named": {fault: falsely[fault] / lifts for fault in sorted(falsely)},
        "missed": sum(abs(person["counted"] - person["lifts"]) for person in persons) / lifts,
    }


def half_width(by_height: Sequence[Sequence[float]]) -> float:
    """What nine peaks in ten lie within at the height where that is most, and one more step of a goniometer for what
    nobody wrote a script of.
    """
    each = [float(np.quantile(off, NINE_IN_TEN)) for off in by_height if len(off)]
    return max(LEAST_DEG, float(np.ceil(max(each)) + 1.0)) if each else float("nan")


def allowed(found: Mapping[str, Any]) -> bool:
    return bool(found["why_not"] is None and found["mean_deg"] <= MEAN_DEG and found["p90_deg"] <= P90_DEG) and bool(
        found["exact"] >= NINE_IN_TEN
    )


def _whether(found: Mapping[str, Any]) -> str:
    if allowed(found):
        return "yes"
    why = found["why_not"]
    return f"no: {why.split(',')[0].split(':')[0].removeprefix('It is ')}" if why else "no: too far off"


def page(rows: Sequence[Mapping[str, Any]]) -> str:
    found = [of(row) for row in rows]
    head = (
        "exercise", "peak error", "90th percentile", "bias", "frame error", "half-width", "held, other heights",
        "counted exactly", "in a headset",
    )  # fmt: skip
    lines = [
        (
            f["exercise"], f"{f['mean_deg']:.1f}°", f"{f['p90_deg']:.1f}°", f"{f['bias_deg']:+.1f}°",
            f"{f['frame_deg']:.1f}°", f"{f['half_width_deg']:.0f}°", f"{f['held']:.2f}", f"{f['exact']:.0%}",
            _whether(f),
        )
        for f in sorted(found, key=lambda f: (not allowed(f), f["exercise"]))
    ]  # fmt: skip
    can = [f["exercise"] for f in found if allowed(f)]
    untold = [
        f"`{f['exercise']}` {fault} ({share:.0%})"
        for f in found
        if allowed(f)
        for fault, share in f["falsely_named"].items()
        if share > NAMED_AT_MOST
    ]
    return section(
        "headset", table=table(head, lines), heights=str(len(HEIGHTS_M)),
        people=str(EACH * len(HEIGHTS_M)), few=str(FEW * len(HEIGHTS_M)),
        allowed=textwrap.fill(", ".join(can), 118), mean=f"{MEAN_DEG:.0f}", p90=f"{P90_DEG:.0f}",
        untold=", ".join(untold) or "none",
    )  # fmt: skip
