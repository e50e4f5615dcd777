"""What a low rate of poses costs: `python tests/bench/rates.py [--keep FOLDER] [--models full lite] [--watched FPS]`.

The rendered films of ../shared/data, watched at their 30 pictures a second by each model; then poses are left out until
so many a second remain, and what remains is judged in retrospect. Prints, by model and rate: films counted exactly and
off by one, peaks stated, their mean error and 90th percentile, how many half-widths hold the truth and how wide they
are. `--watched FPS` leaves out pictures instead, before they are watched: a busy camera's poses. Watching takes a
quarter of an hour a model; --keep FOLDER keeps the poses (as tests/bench/uncertainty.py does) for the next time.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from uncertainty import SHARED, peaks_of, poses_of

from exercises import uncertainty
from exercises.definition import Exercise
from exercises.events import RepCompleted
from exercises.film import judge
from exercises.observing import observe, stack
from exercises.pose import Pose
from exercises.reconstruction import of_film, views
from exercises.routine import Dose
from exercises.session import Plan
from game.library import exercises

RATES = (30.0, 25.0, 20.0, 15.0, 12.0, 10.0, 8.0)


def thinned(poses: Sequence[Pose], rate: float) -> list[Pose]:
    """`rate` poses a second of those: each is the first at or after its beat."""
    kept, due_s = [], -1e-6
    for pose in poses:
        if pose.t_s >= due_s:
            kept.append(pose)
            due_s = max(due_s + 1 / rate, pose.t_s - 1 / rate)
    return kept


def slower(film: Path, fps: float, folder: Path) -> Path:
    """The film with pictures left out so that `fps` a second remain (a whole part of its own)."""
    import cv2

    path = folder / f"{film.stem}_{fps:g}.avi"
    read = cv2.VideoCapture(str(film))
    every = round(read.get(cv2.CAP_PROP_FPS) / fps)
    size = (int(read.get(cv2.CAP_PROP_FRAME_WIDTH)), int(read.get(cv2.CAP_PROP_FRAME_HEIGHT)))
    out = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), read.get(cv2.CAP_PROP_FPS) / every, size)
    n = 0
    while read.grab():
        if n % every == 0:
            out.write(read.retrieve()[1])
        n += 1
    out.release()
    read.release()
    return path


def judged(films: Mapping[Path, Sequence[Pose]], catalogue: Mapping[str, Exercise]) -> str:
    """One line about all films."""
    off, width, exact, near, true = [], [], 0, 0, 0
    for film, poses in films.items():
        truth = json.loads(film.with_suffix(".json").read_text(encoding="utf-8"))
        exercise = catalogue[truth["movement"]]
        plan = Plan(exercise, truth["side"], Dose(), film=True)
        bodies = stack(list(poses))
        observed = observe(exercise, plan.judged, bodies, of_film(views(bodies.points, bodies.image, exercise.lying)))
        count = sum(isinstance(event, RepCompleted) for event in judge(plan, observed).events)
        wanted = len(truth["repetitions"])
        exact, near, true = exact + (count == wanted), near + (abs(count - wanted) <= 1), true + wanted
        for away, view, shake in peaks_of(exercise, truth, list(poses)):
            off.append(away)
            width.append(uncertainty.half_width(view, shake))
    a, w = np.array(off), np.array(width)
    return (
        f"{exact} exact, {near} off by one, of {len(films)}; {len(a)} of {true} peaks stated, error {a.mean():.1f}, "
        f"90th percentile {np.quantile(a, 0.9):.1f}, inside {np.mean(a <= w):.3f}, half-width {w.mean():.1f}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="folder for the poses, to be read again next time")
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder of shared data")
    parser.add_argument("--models", nargs="+", default=["full", "lite"])
    parser.add_argument("--watched", type=float, help="leave out pictures, not poses, to so many a second")
    parser.add_argument("--every", type=int, default=1, help="every so many films only")
    asked = parser.parse_args()
    films = sorted((asked.shared / "data").glob("practice_*/*.mp4"))[:: asked.every]
    if not films:
        print(f"skipped: no practice films under {asked.shared / 'data'}")
        return 0
    catalogue = exercises()
    with tempfile.TemporaryDirectory() as passing:
        keep = asked.keep or Path(passing)
        keep.mkdir(parents=True, exist_ok=True)
        for model in asked.models:
            if asked.watched:
                seen = {f: poses_of(slower(f, asked.watched, Path(passing)), model, keep) for f in films}
                print(f"{model}, watched at {asked.watched:g}: {judged(seen, catalogue)}", flush=True)
                continue
            seen = {film: poses_of(film, model, keep) for film in films}
            for rate in RATES:
                thin = {film: thinned(poses, rate) for film, poses in seen.items()}
                print(f"{model}, {rate:g} poses/s: {judged(thin, catalogue)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
