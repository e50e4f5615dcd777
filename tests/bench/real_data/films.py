"""Real films, whose only truth is a count somebody made by eye."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from exercises.definition import Exercise
from exercises.events import RepCompleted
from exercises.measures import MEASURES
from exercises.observing import stack
from exercises.pose import Joint
from exercises.routine import Dose
from exercises.session import Plan, run
from game.tracking.film import Film
from real_data.figures import peak_count
from real_data.page import section, table

# name, exercise it is judged by, true repetitions (None: nobody exercises)
FILMS = (
    ("physioplus_bridging_1rep.mp4", "bridge", 1),
    ("exercisecorrection_bicep_curl_9reps.gif", "elbow_flexion", 9),
    ("sports2d_demo.mp4", "marching", None),
)


def measure(shared: Path, catalogue: Mapping[str, Exercise]) -> dict[str, Any]:
    """By film: how much of it was tracked, what was counted, and what plain peak counting says."""
    out: dict[str, Any] = {}
    for name, exercise, true in FILMS:
        film = Film(shared / "data" / "real_videos" / name, "full")
        poses = []
        while not film.ended:
            poses.extend(film.poll())
        film.close()
        seen = [p.sees((Joint.left_hip, Joint.right_hip, Joint.left_shoulder, Joint.right_shoulder)) for p in poses]
        row = {"frames": len(poses), "tracked": float(np.mean(seen)) if seen else 0.0, "true": true}
        chosen = catalogue[exercise]
        for side in ("left", "right"):
            judged = run(Plan(chosen, side, Dose(), film=True), poses)
            assert judged.view is not None, "a film's plan is judged with its view"
            done = [e for e in judged.events if isinstance(e, RepCompleted)]
            angle = MEASURES[chosen.phases[0].measure](stack(poses).points, side)
            row[side] = {
                "counted": len(done),
                "suitable": judged.view.suitable,
                "yaw": judged.view.camera_yaw_deg,
                "peaks": peak_count(angle * (1.0 if chosen.phases[0].toward == "increase" else -1.0)),
            }
        out[name] = row
    return out


def page(rows: dict[str, Any]) -> str:
    """The section of docs/accuracy.md."""
    lines = [
        (
            name, r["frames"], f"{r['tracked']:.0%}", "–" if r["true"] is None else r["true"],
            f"{r['left']['counted']} / {r['right']['counted']}", f"{r['left']['peaks']} / {r['right']['peaks']}",
            f"{r['left']['yaw']:.0f}°",
        )
        for name, r in rows.items()
    ]  # fmt: skip
    head = ("film", "frames", "trunk tracked", "true", "counted (left / right)", "peak counting", "camera yaw believed")
    return section("films", table=table(head, lines))
