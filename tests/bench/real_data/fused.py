"""Headset and camera together, on the practice films: tracked poses are the camera, true joints make the headset.

What the same person would have worn: head and wrists, with grips that lie otherwise in the hand than the program
supposes, in a room of its own and on a clock of its own. Each film is gone through twice, and judged the second time,
when both have been lined up if they can be.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from exercises.definition import Exercise
from exercises.pose import Array, Joint, Pose
from game.analysis import analyse
from game.tracking.replay import read_recording, write_recording
from real_data import clips
from real_data.page import section, table
from tests import two_devices as two

LATE_S = 0.09


def measure(shared: Path, catalogue: Mapping[str, Exercise], tracked: Path | None = None) -> dict[str, Any]:
    """Rows by film, of those whose poses lie in `tracked` (accuracy.py --tracked, which the practice films fill)."""
    if tracked is None:
        return {}
    films = [f for folder in clips.FOLDERS for f in sorted((shared / "data" / folder).glob("*.mp4"))]
    films = [f for f in films if (tracked / f"{f.stem}.npz").is_file()]
    return {f.stem: _measured(f, tracked, shared, catalogue, n) for n, f in enumerate(films)}


def _measured(film: Path, tracked: Path, shared: Path, catalogue: Mapping[str, Exercise], n: int) -> dict[str, Any]:
    truth = json.loads(film.with_suffix(".json").read_text(encoding="utf-8"))
    seen = read_recording(tracked / f"{film.stem}.npz").poses
    setup, camera, worn = _two(truth, seen, n)
    run = two.run(camera, worn)
    half = seen[-1].t_s + 1.0
    second = [replace(p, t_s=p.t_s - half) for _, p in run.poses if p.t_s >= half - 1e-9]
    at = run.source.alignment
    row: dict[str, Any] = {"movement": truth["movement"], "yaw": truth["camera"]["yaw"], "settled": at is not None}
    for name, poses in (("camera", seen), ("fused", second)):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{film.stem}.npz"
            write_recording(path, poses, fps=truth["fps"], source=name)
            said = analyse(path, catalogue[truth["movement"]], truth["side"]).mapping
        score = clips.scorer(shared).score(truth, said)
        row[name] = {k: score[k] for k in ("refused", "peaks", "width", "true", "stated") if k in score}
        row[name]["inside"] = [bool(x) for x in score["inside"]]
    row["arms"] = {"camera": _arm_errors(truth, seen, setup, first=True), "fused": _arm_errors(truth, second, setup)}
    first = next((n.t_s for n in run.notices if n.kind == "sources_joined"), None)
    row["joined_s"] = first
    row["together"] = float(np.mean([p.head is not None for p in second])) if second else 0.0
    row["parted"] = sum(n.kind == "sources_parted" for n in run.notices)
    if at is not None:
        row |= {
            "offset_ms": 1000 * (at.offset_s - setup.offset_s), "sure_ms": 1000 * at.offset_sure_s,
            "residual_cm": 100 * at.residual_m, "p95_cm": 100 * at.p95_m, "scale": at.scale,
            "latency_ms": 1000 * run.source.latency_s,
        }  # fmt: skip
    print(f"fused {film.stem}: {'together' if at else 'never settled'}", file=sys.stderr, flush=True)
    return row


def _two(truth: dict[str, Any], seen: tuple[Pose, ...], n: int) -> tuple[two.Setup, list[Any], list[Any]]:
    """The film's own poses, twice in a row, and what a headset says of its true joints."""
    rng = np.random.default_rng(n)
    setup = two.Setup(
        offset_s=float(rng.uniform(-0.15, 0.25)),
        rotation=two.turn(float(rng.uniform(-10, 10))),
        translation=tuple(rng.uniform(-0.3, 0.3, 3) * (1, 0, 1)),
        levers_m=tuple(tuple(row) for row in rng.normal(0.0, 0.015, (3, 3))),
    )
    # true joints, in the room: x to the person's right, y up, z backwards
    names = list(truth["joints"][0])
    joints = np.array([[f[k] for k in names] for f in truth["joints"]])[..., [0, 2, 1]] * (-1.0, 1.0, 1.0)
    t = np.arange(len(joints)) / truth["fps"]
    places, turns = _worn(dict(zip(names, joints.transpose(1, 0, 2), strict=True)))
    half = seen[-1].t_s + 1.0
    places = places @ setup.rotation.T + setup.translation
    turns = np.einsum("ij,najk->naik", setup.rotation, turns)
    places = places - np.einsum("naij,aj->nai", turns, np.array(setup.levers_m))
    ticks = np.arange(0.0, 2 * half, 1 / 72)
    within = np.mod(ticks, half)
    there, turned = two.at_times(t, places, within), two.at_times(t, turns, within)
    there = there + rng.normal(0.0, 0.001, there.shape)
    worn = [(float(c), two.headset_pose(float(c), p, r)) for c, p, r in zip(ticks, there, turned, strict=True)]
    camera = [
        (p.t_s + k * half + LATE_S, replace(p, t_s=p.t_s + k * half - setup.offset_s)) for k in (0, 1) for p in seen
    ]
    # poses are handed back on the camera's clock: shift it so that the second half begins at `half`
    camera = [(came, replace(p, t_s=p.t_s + setup.offset_s)) for came, p in camera]
    worn = [(came, replace(p, t_s=p.t_s + setup.offset_s)) for came, p in worn]
    return setup, camera, worn


def _worn(joint: dict[str, Array]) -> tuple[Array, Array]:
    """(N, 3, 3) the anchors and (N, 3, 3, 3) how head and grips are turned."""
    up = joint["head"] - joint["neck"]
    across = joint["right_shoulder"] - joint["left_shoulder"]
    head = two.square(up, across)
    middle = joint["head"] + np.einsum("nij,j->ni", head, np.array([0.0, 0.02, -0.03]))
    hands = [two.grip(joint[f"{s}_elbow"] - joint[f"{s}_wrist"]) for s in ("left", "right")]
    return (
        np.stack([middle, joint["left_wrist"], joint["right_wrist"]], axis=1), np.stack([head, *hands], axis=1)
    )  # fmt: skip


def _arm_errors(truth: dict[str, Any], poses: Any, setup: two.Setup, first: bool = False) -> dict[str, float]:
    """Mean distance (cm) of elbow-to-shoulder and wrist-to-shoulder vectors from the truth, over both arms."""
    names = list(truth["joints"][0])
    joints = np.array([[f[k] for k in names] for f in truth["joints"]])[..., [0, 2, 1]] * (-1.0, 1.0, 1.0)
    turned = joints if first else joints @ setup.rotation.T
    true = dict(zip(names, turned.transpose(1, 0, 2), strict=True))
    out = {}
    for name in ("elbow", "wrist"):
        off = []
        for pose in poses:
            i = min(round(pose.t_s * truth["fps"]), len(joints) - 1)
            for s in ("left", "right"):
                way = pose.points[Joint[f"{s}_{name}"]] - pose.points[Joint[f"{s}_shoulder"]]
                off.append(np.linalg.norm(way - (true[f"{s}_{name}"][i] - true[f"{s}_shoulder"][i])))
        out[name] = float(100 * np.nanmean(off))
    return out


def page(rows: dict[str, Any], shared: Path) -> str:
    """The section of docs/accuracy.md; `shared` is not needed here."""
    found = [r for r in rows.values() if r["settled"] and r["together"] > 0.5]
    off = np.abs([r["offset_ms"] for r in found]) if found else np.array([np.nan])
    return section(
        "fused",
        films=str(len(rows)),
        joined=str(len(found)),
        offset=f"{off.mean():.1f}",
        most=f"{off.max():.1f}",
        residual=f"{np.median([r['residual_cm'] for r in found]):.1f}" if found else "–",
        p95=f"{np.median([r['p95_cm'] for r in found]):.1f}" if found else "–",
        scales=f"{min(r['scale'] for r in found):.2f} to {max(r['scale'] for r in found):.2f}" if found else "–",
        first=f"{np.median([r['joined_s'] for r in found]):.0f}" if found else "–",
        table=_table(found),
    )


def _table(rows: list[dict[str, Any]]) -> str:
    lines = []
    for movement in sorted({r["movement"] for r in rows}):
        here = [r for r in rows if r["movement"] == movement]
        cells: list[str] = [movement, str(len(here))]
        for way in ("camera", "fused"):
            stated = [r[way] for r in here if not r[way]["refused"]]
            peaks = np.array([p for s in stated for p in s["peaks"]])
            inside = [x for s in stated for x in s["inside"]]
            cells.append(
                f"{np.abs(peaks).mean():.1f}° ({peaks.mean():+.1f}°), {np.mean(inside):.2f}" if len(peaks) else "–"
            )
        cells.append(f"{sum(r['fused']['stated'] for r in here)} / {sum(r['fused']['true'] for r in here)}")
        for name in ("elbow", "wrist"):
            cells.append(" / ".join(f"{np.mean([r['arms'][w][name] for r in here]):.0f}" for w in ("camera", "fused")))
        lines.append(cells)
    head = (
        *("exercise", "films", "camera alone: peak error (bias), inside", "together: the same"),
        *("stated / true repetitions, together", "elbow from shoulder, cm: alone / together", "wrist: the same"),
    )
    return table(head, lines)
