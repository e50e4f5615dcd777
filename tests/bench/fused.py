"""What headset and camera together are worth: `python tests/bench/fused.py --tracked FOLDER [--shared ../shared]`.

The practice films' own tracked poses are the camera. Their true joints make the headset that the same person would have
worn: head and wrists, with a grip that lies otherwise in the hand than the program supposes, in a room of its own and
on a clock of its own. Each film is gone through twice, and judged the second time, when both are lined up.
Prints the section of docs/accuracy.md; --results FILE keeps the rows.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # the scripted devices are shared with the tests

from real_data import clips  # noqa: E402

from exercises.pose import Array, Joint, Pose  # noqa: E402
from game.analysis import analyse  # noqa: E402
from game.library import exercises  # noqa: E402
from game.tracking.replay import read_recording, write_recording  # noqa: E402
from tests import two_devices as two  # noqa: E402

LATE_S = 0.09
ARMS = ("shoulder_abduction", "shoulder_flexion", "elbow_flexion")


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    ask.add_argument("--tracked", type=Path, required=True, help="the films' poses (bench/accuracy.py --tracked)")
    ask.add_argument("--results", type=Path, help="a file to keep the rows")
    ask.add_argument("--only", default="", help="films whose name holds this")
    asked = ask.parse_args()
    films = [f for folder in clips.FOLDERS for f in sorted((asked.shared / "data" / folder).glob("*.mp4"))]
    films = [f for f in films if asked.only in f.stem and (asked.tracked / f"{f.stem}.npz").is_file()]
    if not films:
        print(f"skipped: there are no films at {asked.shared}, or no poses of them at {asked.tracked}")
        return 0
    rows = {f.stem: _measured(f, asked.tracked / f"{f.stem}.npz", asked.shared, n) for n, f in enumerate(films)}
    if asked.results:
        asked.results.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    print(page(rows))
    return 0


def _measured(film: Path, recording: Path, shared: Path, n: int) -> dict[str, Any]:
    truth = json.loads(film.with_suffix(".json").read_text(encoding="utf-8"))
    seen = read_recording(recording).poses
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
            said = analyse(path, exercises()[truth["movement"]], truth["side"]).mapping
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
    print(film.stem, {k: v for k, v in row.items() if k not in ("camera", "fused")}, file=sys.stderr, flush=True)
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


def page(rows: dict[str, Any]) -> str:
    """The section of docs/accuracy.md."""
    return json.dumps({m: _of(rows, m) for m in sorted({r["movement"] for r in rows.values()})}, indent=1)


def _of(rows: dict[str, Any], movement: str) -> dict[str, Any]:
    here = [r for r in rows.values() if r["movement"] == movement]
    out: dict[str, Any] = {"films": len(here)}
    for way in ("camera", "fused"):
        peaks = np.array([p for r in here if not r[way]["refused"] for p in r[way]["peaks"]])
        inside = [x for r in here if not r[way]["refused"] for x in r[way]["inside"]]
        out[way] = {
            "refused": sum(r[way]["refused"] for r in here), "n": len(peaks),
            "peak": round(float(np.abs(peaks).mean()), 1) if len(peaks) else None,
            "bias": round(float(peaks.mean()), 1) if len(peaks) else None,
            "inside": round(float(np.mean(inside)), 2) if inside else None,
            "counted": (sum(r[way]["stated"] for r in here), sum(r[way]["true"] for r in here)),
            "elbow_cm": round(float(np.mean([r["arms"][way]["elbow"] for r in here])), 1),
            "wrist_cm": round(float(np.mean([r["arms"][way]["wrist"] for r in here])), 1),
        }  # fmt: skip
    return out


if __name__ == "__main__":
    sys.exit(main())
