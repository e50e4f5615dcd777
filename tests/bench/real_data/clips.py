"""The rendered films whose truth is known to the frame: `upswing analyze` scored by ../shared/tools/score_clips.py."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from exercises.definition import Exercise
from game.analysis import analyse
from game.tracking.film import Film
from game.tracking.replay import write_recording
from real_data.page import section, table

MODELS = ("full", "lite")  # what analyze uses, and what a machine plays with that cannot keep up with it
FOLDERS = ("practice_clips", "practice_hard", "practice_faults")
BARE = {  # mean peak and frame error of bare MediaPipe, full model, video mode, world landmarks (data/README.md)
    "practice_clips": (12.8, 10.9),
    "practice_hard": (9.7, 7.2),
    "practice_faults": (14.4, 9.2),
}


def scorer(shared: Path) -> ModuleType:
    """The scoring program itself, so that its rules and these are the same."""
    spec = importlib.util.spec_from_file_location("score_clips", shared / "tools" / "score_clips.py")
    assert spec is not None, "the file's name ends in .py"
    assert spec.loader is not None, "and such a file has a loader"
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(shared: Path, catalogue: Mapping[str, Exercise], tracked: Path | None = None) -> dict[str, Any]:
    """By model, rows by clip, as score_clips has them, and which folder each lies in.

    With `tracked`, a folder, what the tracker saw is kept there as recordings, and a film found there is not tracked
    again: `analyze` reads the recording, which holds the very poses.
    """
    return {model: _measured(shared, catalogue, tracked, model) for model in MODELS}


def _measured(shared: Path, catalogue: Mapping[str, Exercise], tracked: Path | None, model: str) -> dict[str, Any]:
    scoring = scorer(shared)
    rows: dict[str, Any] = {}
    films = [film for folder in FOLDERS for film in sorted((shared / "data" / folder).glob("*.mp4"))]
    for film in films:
        truth = json.loads(film.with_suffix(".json").read_text(encoding="utf-8"))
        source = film if tracked is None else _recorded(film, tracked, model)
        said = analyse(source, catalogue[truth["movement"]], truth["side"], model=model).mapping
        row = scoring.score(truth, said)
        row |= {"folder": film.parent.name, "yaw": truth["camera"]["yaw"], "movement": truth["movement"]}
        row["faults_by_kind"] = _faults(scoring, truth, said)
        row["inside"] = [bool(x) for x in row["inside"]]
        rows[film.stem] = row
        counted = f"{row['stated']}/{row['true']}"
        print(f"{model} {len(rows):3d}/{len(films)} {film.stem}: {counted}", file=sys.stderr, flush=True)
    return rows


def _recorded(film: Path, folder: Path, model: str) -> Path:
    path = folder / (f"{film.stem}.npz" if model == "full" else f"{film.stem}.{model}.npz")
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        source = Film(film, model)
        poses = []
        while not source.ended:
            poses.extend(source.poll())
        write_recording(path, poses, fps=source.fps, source=source.name)
        source.close()
    return path


def _faults(scoring: ModuleType, truth: dict[str, Any], said: dict[str, Any]) -> dict[str, list[int]]:
    """By fault: how often it was named rightly, named wrongly, and missed."""
    fps, out = truth["fps"], {fault: [0, 0, 0] for fault in sorted(scoring.FAULTS)}
    true = [(r["start_frame"] / fps, r["end_frame"] / fps) for r in truth["repetitions"]]
    stated = [(r["start_s"], r["end_s"]) for r in said["repetitions"]]
    of = {j: i for i, j in scoring.matches(true, stated)}
    found = {(of.get(j), fault) for j, r in enumerate(said["repetitions"]) for fault in r["faults"] if fault in out}
    real = {(i, r["fault"]) for i, r in enumerate(truth["repetitions"]) if r["fault"] in out}
    for _, fault in found & real:
        out[fault][0] += 1
    for j, r in enumerate(said["repetitions"]):
        for fault in r["faults"]:
            if fault in out and (of.get(j), fault) not in real:
                out[fault][1] += 1
    for _, fault in real - found:
        out[fault][2] += 1
    return out


def page(found: dict[str, Any], shared: Path) -> str:
    """The section of docs/accuracy.md."""
    totals = scorer(shared).totals
    rows, lite = found["full"], found["lite"]
    every = totals(rows)
    by_folder = {folder: totals({k: r for k, r in rows.items() if r["folder"] == folder}) for folder in FOLDERS}
    return section(
        "clips",
        n=str(len(rows)),
        targets=_targets({model: (totals(some), some) for model, some in found.items()}),
        folders=_folders(by_folder | {"all": every}),
        views=_views(rows),
        movements=_movements(rows),
        lite=_movements(lite),
        calibration=_calibration(rows),
        kinds=_kinds(rows),
        clips=_clips(rows),
    )


def _targets(by_model: dict[str, tuple[dict[str, Any], dict[str, Any]]]) -> str:
    columns = {model: _reached(*found) for model, found in by_model.items()}
    lines = []
    for i, (name, target, *_) in enumerate(columns["full"]):
        cells = [f"{column[i][2]} ({'met' if column[i][3] else '**not met**'})" for column in columns.values()]
        lines.append((name, target, *cells))
    return table(("", "target", *(f"{model} model" for model in columns)), lines)


def _reached(every: dict[str, Any], rows: dict[str, Any]) -> list[tuple[str, str, str, bool]]:
    """(what, its target, what was measured, whether that meets it) in the order of issue 3's table."""
    idle = sum(r["stated"] for r in rows.values() if r["true"] == 0)
    clips, peaks = 1 - every["refused"] / every["clips"], every["peaks_stated"]
    peak, p90, frame = every["peak_mae_deg"], every["peak_p90_deg"], every["frame_mae_deg"]
    inside, width, f1 = every["inside"], every["mean_uncertainty_deg"], every["fault_f1"]
    exact, near = every["count_exact"], every["off_by_one"]
    return [
        ("mean peak error, answered repetitions", "<= 5°", f"{peak:.1f}°", peak <= 5),
        ("90th percentile of peak error", "<= 10°", f"{p90:.1f}°", p90 <= 10),
        ("mean frame error", "<= 5°", f"{frame:.1f}°", frame <= 5),
        ("clips with stated angles", ">= 80 %", f"{clips:.0%}", clips >= 0.8),
        ("count exact", ">= 95 %", f"{exact:.1%}", exact >= 0.95),
        ("count off by one at most", "100 %", f"{near:.1%}", near >= 1),
        ("counted while idle", "0", str(idle), idle == 0),
        ("truth inside the stated 90 % interval", "85 to 97 %", f"{inside:.0%}", 0.85 <= inside <= 0.97),
        ("mean half-width", "<= 10°", f"{width:.1f}°", width <= 10),
        ("peaks stated, of all true repetitions", ">= 80 %", f"{peaks:.0%}", peaks >= 0.8),
        ("faults, F1 (the six contract ids)", ">= 0.85", f"{f1:.2f}", f1 >= 0.85),
    ]


def _folders(by_folder: dict[str, dict[str, Any]]) -> str:
    lines = []
    for name, t in by_folder.items():
        bare = BARE.get(name, ("–", "–"))
        lines.append(
            (
                name, f"{t['clips']} ({t['refused']})", round(t["count_exact"] * t["clips"]),
                f"{bare[0]} / **{t['peak_mae_deg']:.1f}°**", f"{t['peak_p90_deg']:.1f}°",
                f"{bare[1]} / **{t['frame_mae_deg']:.1f}°**", f"{t['inside']:.2f}", f"{t['mean_uncertainty_deg']:.1f}°",
                "–" if t["fault_f1"] is None else f"{t['fault_f1']:.2f}",
            )
        )  # fmt: skip
    head = (
        *("full model", "clips (refused)", "counted exactly", "peak error: bare / **Upswing**", "90th percentile"),
        *("frame error: bare / **Upswing**", "inside", "half-width", "faults F1"),
    )
    return table(head, lines)


_FRONTAL = ("shoulder_abduction", "hip_abduction", "trunk_lateral_flexion")


def _views(rows: dict[str, Any]) -> str:
    bins: dict[str, list[Any]] = {"square on (within 25°)": [], "oblique (25 to 60°)": [], "along it (over 60°)": []}
    for row in rows.values():
        off = abs(row["yaw"]) if row["movement"] in _FRONTAL else abs(90 - abs(row["yaw"]))
        bins[list(bins)[0 if off <= 25 else 1 if off <= 60 else 2]].append(row)
    lines = []
    for name, some in bins.items():
        peaks = np.array([p for r in some if not r["refused"] for p in r["peaks"]])
        said = (f"{np.abs(peaks).mean():.1f}°", f"{peaks.mean():+.1f}°") if len(peaks) else ("–", "–")
        lines.append((name, f"{len(some)} ({sum(r['refused'] for r in some)})", len(peaks), *said))
    return table(("camera against the plane", "clips (refused)", "peaks", "mean error", "mean bias"), lines)


def _movements(rows: dict[str, Any]) -> str:
    lines = []
    for movement in sorted({r["movement"] for r in rows.values()}):
        here = [r for r in rows.values() if r["movement"] == movement]
        stated = [r for r in here if not r["refused"]]
        peaks = np.array([p for r in stated for p in r["peaks"]])
        inside, counted = [x for r in stated for x in r["inside"]], sum(r["stated"] for r in here)
        said = (
            (f"{np.abs(peaks).mean():.1f}°", f"{peaks.mean():+.1f}°", f"{np.mean(inside):.2f}")
            if len(peaks)
            else ("–", "–", "–")
        )
        true = sum(r["true"] for r in here)
        lines.append((movement, f"{len(here)} ({len(here) - len(stated)})", f"{counted} / {true}", *said))
    head = ("exercise", "clips (refused)", "stated / true repetitions", "peak error", "bias", "inside")
    return table(head, lines)


def _calibration(rows: dict[str, Any]) -> str:
    """Stated half-widths as they are, and scaled to hold 90 % of all other clips' (exercises') peaks."""
    some = [
        (name, row["movement"], np.abs(row["peaks"]), np.array(row["width"]))
        for name, row in rows.items()
        if not row["refused"] and len(row["peaks"]) == len(row["width"]) > 0
    ]
    lines = [_held("as stated (in-sample)", [(off, u) for _, _, off, u in some])]
    for title, key in (("scaled on all other clips", 0), ("scaled on all other exercises", 1)):
        scaled = []
        for one in some:
            others = np.concatenate([off / u for *who, off, u in some if who[key] != one[key]])
            scaled.append((one[2], one[3] * np.quantile(others, 0.9)))
        lines.append(_held(title, scaled))
    return table(("half-width", "truth inside", "mean half-width"), lines)


def _held(title: str, rows: list[tuple[Any, Any]]) -> tuple[str, str, str]:
    off, u = (np.concatenate(column) for column in zip(*rows, strict=True))
    return title, f"{(off <= u).mean():.2f}", f"{u.mean():.1f}°"


def _kinds(rows: dict[str, Any]) -> str:
    kinds = sorted({fault for r in rows.values() for fault in r["faults_by_kind"]})
    lines = [(k, *(sum(r["faults_by_kind"][k][i] for r in rows.values()) for i in range(3))) for k in kinds]
    return table(("fault", "named rightly", "named wrongly", "missed"), lines)


def _clips(rows: dict[str, Any]) -> str:
    lines = []
    for name, r in rows.items():
        peak = f"{np.abs(r['peaks']).mean():.1f}°" if r["peaks"] else "–"
        frame = f"{np.mean(r['frame_errors']):.1f}°" if r["frame_errors"] else "–"
        said = ("refused", "", "") if r["refused"] else (peak, frame, f"{sum(r['inside'])}/{len(r['inside'])}")
        counted, faults = f"{r['stated']} / {r['true']}", f"{r['hit']} / {r['fault_true']}, {r['false']}"
        lines.append((name, f"{r['yaw']:.0f}°", counted, *said, faults))
    head = ("clip", "camera yaw", "stated / true", "peak error", "frame error", "inside", "faults hit / true, false")
    return table(head, lines)
