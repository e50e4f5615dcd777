"""Keraal's sample: one person as BlazePose and Vicon at once (Nguyen et al., IJCNN 2024), angles beside angles.

Vicon here is 17 rigid targets on segments, not joints: a target on the upper arm stands for the elbow's direction. So
what is compared is how angles go (after the mean difference is taken out) as well as where they are.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from exercises.definition import Exercise
from exercises.frames import OTHER_SIDE
from exercises.measures import MEASURES, between, mid
from exercises.observing import observe, stack
from exercises.pose import Array, Joint, Pose
from exercises.reconstruction import of_film, views
from real_data.figures import agreement
from real_data.page import section, table

WIDTH, HEIGHT = 960.0, 544.0
TRUNK_M = 0.5  # only sets the scale; no angle depends on it
MIRRORED = ("ELK",)  # here BlazePose's left goes with Vicon's right (data/keraal_sample/README.md)
NAMES = {"CTK": "hide the face", "ELK": "flank stretch", "RTK": "trunk rotation"}
WAYS = ("model", "image", "ours")
_TARGETS = {"forearm": 0, "arm": 2, "chest": 4, "shoulder": 7, "hand": 9, "hips": 13, "other_shoulder": 8}
_BY = {
    "shoulder_elevation": "shoulder_abduction",
    "elbow_flexion": "elbow_flexion",
    "trunk_lateral": "trunk_lateral_flexion",
}


def measure(shared: Path, catalogue: Mapping[str, Exercise]) -> dict[str, Any]:
    """By recording and angle: agreement with Vicon of the model's own depth, of the image alone, and of Upswing."""
    folder, out = shared / "data" / "keraal_sample", {}
    for which in NAMES:
        vicon = _vicon(folder / f"G3-Vicon-{which}-P1T1-Unknown-C-0.txt.gz")
        poses = _poses(folder / f"G3-BP-{which}-P1T1-Unknown-C-0.json.gz", which in MIRRORED)
        bodies = stack(poses)
        build = of_film(views(bodies.points, bodies.image))
        for name, judge in _BY.items():
            truth = _resampled(vicon[name], len(poses))
            ways = {
                "model": MEASURES[name](bodies.points, "right"),
                "image": MEASURES[name](bodies.image, "right"),
                "ours": observe(catalogue[judge], ("right",), bodies, build).deg["right"],
            }
            out[f"{which} {name}"] = {"travel": float(np.ptp(truth))} | {
                way: _row(angle, truth) for way, angle in ways.items()
            }
    return out


def _row(angle: Array, truth: Array) -> dict[str, float]:
    a = agreement(angle.tolist(), truth.tolist())
    return {"bias": a.bias, "rmse": a.rmse, "rmse_unbiased": a.rmse_unbiased, "r": a.r}


def _resampled(values: Array, n: int) -> Array:
    return np.interp(np.linspace(0.0, 1.0, n), np.linspace(0.0, 1.0, len(values)), values)


def _vicon(path: Path) -> dict[str, Array]:
    with gzip.open(path, "rt") as file:
        rows = np.loadtxt(file).reshape(-1, 17, 7)[..., :3]
    at = {name: rows[:, i] for name, i in _TARGETS.items()}
    top = 0.5 * (at["shoulder"] + at["other_shoulder"])
    upper, down = at["arm"] - at["shoulder"], at["hips"] - top
    right = at["shoulder"] - at["other_shoulder"]
    right = right * (1.0, 1.0, 0.0)
    right = right / np.sqrt((right**2).sum(axis=1))[:, None]
    return {
        "shoulder_elevation": between(upper, down),
        "elbow_flexion": between(at["hand"] - at["forearm"], upper),
        "trunk_lateral": np.degrees(np.arctan2(-(down * right).sum(axis=1), -down[:, 2])),
    }


def _poses(path: Path, mirrored: bool) -> list[Pose]:
    """BlazePose as the room's poses, filmed from the front: x to the right, y down, z away from the camera."""
    with gzip.open(path, "rt") as file:
        frames = json.load(file)["positions"]
    names = [j.name.capitalize() for j in Joint]
    raw = np.array([[frames[k][name] for name in names] for k in sorted(frames, key=float)])
    if mirrored:
        raw = raw[:, list(OTHER_SIDE)] * (-1.0, 1.0, 1.0) + (1.0, 0.0, 0.0)
    pixels = raw * (WIDTH, HEIGHT, WIDTH)
    trunk = mid(pixels, "shoulder") - mid(pixels, "hip")
    pixels = pixels * TRUNK_M / float(np.median(np.sqrt((trunk**2).sum(axis=1))))
    hips = mid(pixels, "hip")
    points = (pixels - hips[:, None]) * (-1.0, -1.0, 1.0)  # seen from the front the patient's right is at the left
    image = raw[..., :2] * (WIDTH / HEIGHT, 1.0)
    sure = np.ones(len(Joint))
    return [
        Pose(i / 30.0, p, sure, image=m, camera_yaw_deg=0.0) for i, (p, m) in enumerate(zip(points, image, strict=True))
    ]


def page(rows: dict[str, Any]) -> str:
    """The section of docs/accuracy.md."""
    lines = []
    for name, r in rows.items():
        which, angle = name.split(" ")
        errors = (f"{r[way]['rmse']:.0f}° ({r[way]['rmse_unbiased']:.0f}°)" for way in WAYS)
        rs = ", ".join(f"{r[way]['r']:.2f}" for way in WAYS)
        lines.append((f"{which} ({NAMES[which]}), {angle}", f"{r['travel']:.0f}°", *errors, rs))
    head = ("recording, angle (right)", "Vicon's travel", "model's depth", "image alone", "**Upswing**", "r, in order")
    return section("keraal", table=table(head, lines))
