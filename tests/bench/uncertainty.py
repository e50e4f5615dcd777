"""Whether stated half-widths hold the truth nine times in ten: `python tests/bench/uncertainty.py [--keep FOLDER]`.

Every rendered film of ../shared/data is watched with both models and judged; the two constants of
exercises/uncertainty.py are then fitted again with one film left out (both models' look at it), and that film's peaks
are tried against half-widths it had no part in. Prints, by model: how many peaks are stated, how many hold the truth,
the mean half-width and the mean interval score (Gneiting and Raftery 2007; less is better), for the constants in use,
for leave-one-film-out, and for one half-width everywhere. Watching takes a quarter of an hour a model; --keep FOLDER
keeps the poses for the next time.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from exercises import uncertainty
from exercises.definition import Exercise
from exercises.events import RepCompleted
from exercises.film import judge
from exercises.observing import observe, stack
from exercises.pose import Array, Pose
from exercises.reconstruction import of_film, views
from exercises.routine import Dose
from exercises.session import Plan
from game.library import exercises
from game.tracking.film import Film

SHARED = Path(__file__).resolve().parents[3] / "shared"
MISS = 0.1  # the share that may lie outside
OVERLAP = 0.2  # of their union, from which a stated repetition is a true one (as tools/score_clips.py)


class Peaks(NamedTuple):
    """Stated peaks of all films, (N,): how far off (degrees), which film and model, the view's part and the shake."""

    off_deg: Array
    film: Array
    model: Array
    view_deg: Array
    shake_deg: Array


def poses_of(path: Path, model: str, keep: Path) -> list[Pose]:
    """What the program sees in a film; from `keep` where it was watched before."""
    kept = keep / f"{path.stem}.{model}.npz"
    if not kept.is_file():
        film, poses = Film(path, model), []
        while not film.ended:
            poses.extend(film.poll())
        film.close()
        blank = np.full((33, 2), np.nan)
        np.savez(
            kept, t=[p.t_s for p in poses], points=[p.points for p in poses], conf=[p.confidence for p in poses],
            image=[blank if p.image is None else p.image for p in poses], yaw=[p.camera_yaw_deg for p in poses],
        )  # fmt: skip
    rows = np.load(kept)
    columns = (rows[key] for key in ("t", "points", "conf", "image", "yaw"))
    return [
        Pose(float(t), points, conf, image=image, camera_yaw_deg=float(yaw))
        for t, points, conf, image, yaw in zip(*columns, strict=True)
    ]


def peaks_of(exercise: Exercise, truth: dict, poses: list[Pose]) -> list[tuple[float, float, float]]:
    """(off, view's part, shake) of every stated peak that overlaps a true one."""
    side = truth["side"]
    bodies = stack(poses)
    plan = Plan(exercise, side, Dose(), film=True)
    observed = observe(exercise, plan.judged, bodies, of_film(views(bodies.points, bodies.image, exercise.lying)))
    done = [e for e in judge(plan, observed).events if isinstance(e, RepCompleted) and e.peak_deg is not None]
    shake = uncertainty.shakes(observed.t_s, observed.deg[side])
    out = []
    for event in done:
        for rep in truth["repetitions"]:
            a, b = rep["start_frame"] / truth["fps"], rep["end_frame"] / truth["fps"]
            both = min(b, event.end_s) - max(a, event.start_s)
            if both > OVERLAP * (max(b, event.end_s) - min(a, event.start_s)):
                row = int(np.abs(observed.t_s - event.peak_s).argmin())
                off = abs(event.peak_deg - rep["peak_angle_deg"])
                if np.isfinite(observed.view_u_deg[side][row]):  # else a peak inside a bridged gap
                    out.append((off, float(observed.view_u_deg[side][row]), float(shake[row])))
                break
    return out


def widths(peaks: Peaks, view: float, shake: float) -> Array:
    """(N,) half-widths by these constants in place of VIEW_DEG and SHAKE_DEG."""
    scale = view / uncertainty.VIEW_DEG
    most = np.minimum(peaks.shake_deg, uncertainty.MOST_SHAKE_DEG)
    return np.maximum(uncertainty.LEAST_DEG, np.sqrt((scale * peaks.view_deg) ** 2 + shake**2 * most))


def score(off: Array, width: Array) -> Array:
    """(N,) interval scores of half-widths."""
    return width + np.maximum(off - width, 0.0) / MISS


def fitted(peaks: Peaks, inside: Array, width: Callable[..., Array], start: tuple[float, ...]) -> tuple[float, ...]:
    """The constants with the least score over the peaks `inside` (every film weighs the same), by pattern search."""
    films, counts = np.unique(peaks.film[inside], return_counts=True)
    weight = (1.0 / counts)[np.searchsorted(films, peaks.film[inside])]
    some = Peaks(*(column[inside] for column in peaks))

    def loss(constants: tuple[float, ...]) -> float:
        return float((weight * score(some.off_deg, width(some, *constants))).sum())

    best, least, step = start, loss(start), 0.5
    while step > 0.01:
        tried = [
            tuple(c * (f if i == j else 1.0) for j, c in enumerate(best))
            for i in range(len(best))
            for f in (1.0 + step, 1.0 / (1.0 + step))
        ]
        found = min(tried, key=loss)
        if loss(found) < least - 1e-9:
            best, least = found, loss(found)
        else:
            step /= 2.0
    return best


def left_out(peaks: Peaks, width: Callable[..., Array], start: tuple[float, ...]) -> Array:
    """(N,) half-widths of each film by constants fitted without it."""
    out = np.zeros(len(peaks.off_deg))
    for film in np.unique(peaks.film):
        there = peaks.film == film
        constants = fitted(peaks, ~there, width, start)
        out[there] = width(Peaks(*(column[there] for column in peaks)), *constants)
    return out


def line(name: str, peaks: Peaks, width: Array) -> str:
    parts = [f"{name:28s}"]
    for model in np.unique(peaks.model):
        rows = peaks.model == model
        off, w = peaks.off_deg[rows], width[rows]
        parts.append(
            f"{model}: {len(off)} stated, inside {np.mean(off <= w):.3f}, half-width {w.mean():.1f}, "
            f"score {score(off, w).mean():.1f}"
        )
    return " | ".join(parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="folder for the poses, to be read again next time")
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder of shared data")
    parser.add_argument("--models", nargs="+", default=["full", "lite"])
    asked = parser.parse_args()
    films = sorted((asked.shared / "data").glob("practice_*/*.mp4"))
    if not films:
        print(f"skipped: no practice films under {asked.shared / 'data'}")
        return 0
    catalogue, rows = exercises(), []
    with tempfile.TemporaryDirectory() as passing:
        keep = asked.keep or Path(passing)
        keep.mkdir(parents=True, exist_ok=True)
        for path in films:
            truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
            for model in asked.models:
                for peak in peaks_of(catalogue[truth["movement"]], truth, poses_of(path, model, keep)):
                    rows.append((*peak, path.stem, model))
    off, view, shake, film, model = (np.array(column) for column in zip(*rows, strict=True))
    peaks = Peaks(off, film, model, view, np.where(np.isfinite(shake), shake, uncertainty.USUAL_SHAKE_DEG))
    start = (uncertainty.VIEW_DEG, uncertainty.SHAKE_DEG)
    print(line("in use", peaks, widths(peaks, *start)))
    print(line("leave one film out", peaks, left_out(peaks, widths, start)))
    print(line("one for all, left out", peaks, left_out(peaks, lambda p, w: np.full(len(p.off_deg), w), (10.0,))))
    every = np.ones(len(off), dtype=bool)
    print("fitted over all: view {:.1f}, shake {:.1f} degrees".format(*fitted(peaks, every, widths, start)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
