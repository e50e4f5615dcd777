"""How wrong a headset's angles are: people of known joints, of whom the program is told head and hands alone."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from exercises.definition import Exercise
from exercises.events import RepCompleted
from exercises.headset import LEAST_DEG, MEAN_DEG, P90_DEG, SEES, unwearable
from exercises.measures import MEASURES
from exercises.routine import Dose
from exercises.session import Plan, run
from exercises.synthetic import PEAKS_DEG, REST_DEG, score
from game.tracking.wearer import Wearer
from real_data.page import section, table
from tests.wearers import HEIGHTS_M, Person, people

EACH, SEED = 3, 4  # people of every height
LIFTS, LEARNED = 8, 3  # lifts of each, and how many of them are for learning the arms, as a calibration's are
SHARES = (1.0, 0.8, 0.9, 1.0, 0.75, 0.95, 0.85, 1.0)  # of the usual travel
FPS = 30.0
NINE_IN_TEN = 0.9


def measure(shared: Path, catalogue: Mapping[str, Exercise]) -> list[dict[str, Any]]:
    """A row for every exercise whose joints a headset gives: errors (deg) of each person's peaks, and counts."""
    del shared
    crowd = people(EACH, SEED)
    rows = []
    for name, exercise in sorted(catalogue.items()):
        if not exercise.needs <= SEES or name not in PEAKS_DEG:
            continue
        done = [_of_person(exercise, person) for person in crowd]
        rows.append({"exercise": name, "why_not": unwearable(exercise), "people": done})
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
        "peaks": [round(float(error), 3) for error in errors],
        "frame_deg": round(float(np.nanmean(np.abs(said_deg - true_deg)[later])), 3),
        "counted": len(done),
        "lifts": len(written.efforts),
    }


def of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers of one exercise: mean and 90th percentile of peak error, bias, half-width, what it holds of bodies
    of other heights than it was set on, counts.
    """
    persons = row["people"]
    peaks = np.array([error for person in persons for error in person["peaks"]])
    off = np.abs(peaks)
    held = []
    for height in HEIGHTS_M:
        others = [abs(e) for p in persons if p["height_m"] != height for e in p["peaks"]]
        own = [abs(e) for p in persons if p["height_m"] == height for e in p["peaks"]]
        held += [error <= half_width(others) for error in own]
    lifts = sum(person["lifts"] for person in persons)
    return {
        "exercise": row["exercise"],
        "why_not": row["why_not"],
        "mean_deg": float(off.mean()) if len(off) else float("nan"),
        "p90_deg": float(np.quantile(off, NINE_IN_TEN)) if len(off) else float("nan"),
        "bias_deg": float(peaks.mean()) if len(off) else float("nan"),
        "frame_deg": float(np.mean([person["frame_deg"] for person in persons])),
        "half_width_deg": half_width(off),
        "held": float(np.mean(held)) if held else float("nan"),
        "exact": sum(person["counted"] == person["lifts"] for person in persons) / len(persons),
        "missed": sum(abs(person["counted"] - person["lifts"]) for person in persons) / lifts,
    }


def half_width(off: Sequence[float] | np.ndarray) -> float:
    """What nine peaks in ten lie within, and one more step of a goniometer for what nobody wrote a script of."""
    return max(LEAST_DEG, float(np.ceil(np.quantile(off, NINE_IN_TEN)) + 1.0)) if len(off) else float("nan")


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
    return section(
        "headset", table=table(head, lines), people=str(len(rows[0]["people"])), heights=str(len(HEIGHTS_M)),
        allowed=textwrap.fill(", ".join(can), 118), mean=f"{MEAN_DEG:.0f}", p90=f"{P90_DEG:.0f}",
    )  # fmt: skip
