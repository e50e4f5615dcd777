"""The score of each film by the rules of the practice films, and a page that says it, worst first."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from real_data import clips
from real_data.page import section, table

from exercises.definition import Exercise
from filming.making import make
from filming.scripts import SEED, draw
from game.analysis import analyse


def scored(folder: Path, shared: Path, catalogue: Mapping[str, Exercise]) -> dict[str, Any]:
    """Rows by film, as score_clips has them, of every recording in `folder`; its truth lies beside it."""
    scoring = clips.scorer(shared)
    rows: dict[str, Any] = {}
    for path in sorted(p for p in folder.glob("film_*.npz") if not p.stem.endswith(".seen")):
        truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        said = analyse(path, catalogue[truth["movement"]], truth["side"]).mapping
        row = scoring.score(truth, said)
        row |= {
            "folder": "films", "yaw": truth["camera"]["yaw"], "movement": truth["movement"], "kind": truth["kind"],
            "body": truth["body"]["of"], "side": truth["side"], "yaw_believed": said["view"]["camera_yaw_deg"],
            "reason": said["view"]["reason"], "faults_by_kind": clips._faults(scoring, truth, said),
            "said_faults": sorted({f for r in said["repetitions"] for f in r["faults"]}),
            "true_faults": sorted({r["fault"] for r in truth["repetitions"] if r["fault"]}),
        }  # fmt: skip
        row["inside"] = [bool(x) for x in row["inside"]]
        rows[path.stem] = row
    return rows


def measure(shared: Path, catalogue: Mapping[str, Exercise], tracked: Path | None = None) -> dict[str, Any]:
    """Rows of the whole set. With `tracked`, a folder, recordings are kept there and none is made twice."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = tracked or Path(temporary)
        make(draw(SEED), folder)
        return scored(folder, shared, catalogue)


def page(rows: dict[str, Any], shared: Path) -> str:
    """The section of docs/accuracy.md; what the first run found stands in its words and is not measured again."""
    now = targets(clips.scorer(shared).totals(rows), rows)
    return section(
        "held_out", n=str(len(rows)), targets=now, groups=groups(rows), kinds=faults(rows), films=films(rows)
    )


def written(rows: dict[str, Any], shared: Path) -> str:
    """The page: the targets of the practice films, then by view, exercise, body and fault, then every film."""
    every = clips.scorer(shared).totals(rows)
    parts = [
        f"{len(rows)} films of our own ({every['refused']} refused)",
        targets(every, rows),
        groups(rows),
        faults(rows),
        films(rows),
    ]
    return "\n\n".join(parts) + "\n"


def targets(every: dict[str, Any], rows: dict[str, Any]) -> str:
    idle = sum(r["stated"] for r in rows.values() if r["true"] == 0)
    asked: list[tuple[str, str, float | None, float, float, str]] = [
        ("mean peak error, answered repetitions", "<= 5°", every["peak_mae_deg"], 0, 5, "°"),
        ("90th percentile of peak error", "<= 10°", every["peak_p90_deg"], 0, 10, "°"),
        ("mean frame error", "<= 5°", every["frame_mae_deg"], 0, 5, "°"),
        ("films with stated angles", ">= 80 %", 100 * (1 - every["refused"] / every["clips"]), 80, 100, " %"),
        ("count exact", ">= 95 %", 100 * every["count_exact"], 95, 100, " %"),
        ("count off by one at most", "100 %", 100 * every["off_by_one"], 100, 100, " %"),
        ("counted while idle", "0", idle, 0, 0, ""),
        ("truth inside the stated 90 % interval", "85 to 97 %", _share(every["inside"]), 85, 97, " %"),
        ("mean half-width", "<= 10°", every["mean_uncertainty_deg"], 0, 10, "°"),
        ("peaks stated, of all true repetitions", ">= 80 %", 100 * every["peaks_stated"], 80, 100, " %"),
        ("faults, F1 (the six contract ids)", ">= 0.85", every["fault_f1"], 0.85, 1, ""),
    ]
    lines = []
    for what, target, value, low, high, unit in asked:
        if value is None:
            lines.append((what, target, "–", "–"))
        else:
            said = f"{value:.2f}" if "F1" in what else f"{value:.1f}{unit}" if unit else f"{value:.0f}"
            lines.append((what, target, said, "met" if low <= value <= high else "**not met**"))
    return table(("", "target", "measured", ""), lines)


def _share(value: float | None) -> float | None:
    return None if value is None else 100 * value


def view_of(row: dict[str, Any]) -> str:
    """How far round from the front the camera stood."""
    yaw = abs(row["yaw"])
    return "front" if yaw < 25 else "oblique" if yaw < 65 else "side"


def groups(rows: dict[str, Any]) -> str:
    """Exercise by view, then bodies, sides and kinds, each with what was counted and how wrong the angles were."""
    by: dict[str, list[dict[str, Any]]] = {}
    for row in rows.values():
        by.setdefault(f"{row['movement']}, {view_of(row)}", []).append(row)
    for key in ("body", "side", "kind"):
        for row in rows.values():
            by.setdefault(f"{key}: {row[key]}", []).append(row)
    plain = sorted(name for name in by if ":" not in name)
    return table(
        (
            *("films", "n (refused)", "stated / true", "exact"),
            *("peak error", "peak bias", "frame error", "inside", "half-width", "true faults, found, false"),
        ),
        [_group(name, by[name]) for name in [*plain, *sorted(set(by) - set(plain))]],
    )


def _group(name: str, some: list[dict[str, Any]]) -> tuple[str, ...]:
    said = [r for r in some if not r["refused"]]
    peaks = np.array([p for r in said for p in r["peaks"]])
    frames = np.array([e for r in said for e in r["frame_errors"]])
    inside, width = [x for r in said for x in r["inside"]], [x for r in said for x in r["width"]]
    exact = sum(r["stated"] == r["true"] == r["matched"] for r in some)
    angles = (
        f"{np.abs(peaks).mean():.1f}°" if len(peaks) else "–", f"{peaks.mean():+.1f}°" if len(peaks) else "–",
        f"{frames.mean():.1f}°" if len(frames) else "–", f"{100 * np.mean(inside):.0f} %" if inside else "–",
        f"{np.mean(width):.1f}°" if width else "–",
    )  # fmt: skip
    return (
        name, f"{len(some)} ({len(some) - len(said)})",
        f"{sum(r['stated'] for r in some)} / {sum(r['true'] for r in some)}", f"{exact} of {len(some)}", *angles,
        f"{sum(r['fault_true'] for r in some)}, {sum(r['hit'] for r in some)}, {sum(r['false'] for r in some)}",
    )  # fmt: skip


def faults(rows: dict[str, Any]) -> str:
    kinds = sorted({fault for r in rows.values() for fault in r["faults_by_kind"]})
    lines = [(kind, *(sum(r["faults_by_kind"][kind][i] for r in rows.values()) for i in range(3))) for kind in kinds]
    return table(("fault", "named rightly", "named wrongly", "missed"), lines)


def films(rows: dict[str, Any]) -> str:
    """Every film, the worst first: miscounted, then by its mean peak error."""
    ordered = sorted(rows.items(), key=lambda item: _badness(item[1]), reverse=True)
    lines = []
    for name, r in ordered:
        peak = f"{np.abs(r['peaks']).mean():.1f}° ({np.mean(r['peaks']):+.1f}°)" if r["peaks"] else "–"
        frame = f"{np.mean(r['frame_errors']):.1f}°" if r["frame_errors"] else "–"
        said = ("refused", "", "") if r["refused"] else (peak, frame, f"{sum(r['inside'])}/{len(r['inside'])}")
        believed = "–" if r["yaw_believed"] is None else f"{r['yaw_believed']:.0f}°"
        named = ", ".join(r["said_faults"]) or "–"
        lines.append(
            (
                name, r["body"], r["side"], f"{r['yaw']:.0f}° ({believed})", f"{r['stated']} / {r['true']}", *said,
                f"{r['hit']} / {r['fault_true']}, {r['false']} ({named})",
            )
        )  # fmt: skip
    return table(
        (
            *("film", "body", "side", "camera yaw (believed)", "stated / true"),
            *("peak error (bias)", "frame error", "inside", "faults hit / true, false (named)"),
        ),
        lines,
    )


def _badness(row: dict[str, Any]) -> tuple[float, float]:
    wrong = abs(row["stated"] - row["true"]) + (row["true"] - row["matched"])
    return float(wrong), 0.0 if row["refused"] or not row["peaks"] else float(np.abs(row["peaks"]).mean())
