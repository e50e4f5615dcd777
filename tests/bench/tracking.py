"""How fast a film is measured, beside a bare loop: `python tests/bench/tracking.py [lite|full]`.

bare     one thread: read a frame, `detect_for_video`, next (MediaPipe's video mode, which tracks and lags)
upswing  what `upswing analyze` does from the film to its repetitions: decode, follow the person with two landmarkers
         in two threads, the room, the judge

Both in this process, in turn, so that a busy machine slows both; building the landmarkers is timed in neither. Prints
frames a second of each round and the median of the rounds' ratios; exits 1 below 1.1.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
import tomllib
from importlib import resources
from pathlib import Path

from exercises import definition
from exercises.routine import Dose
from exercises.session import Plan, run
from game.assets import asset
from game.tracking.film import STREAMS, Film
from game.tracking.following import watcher
from game.tracking.landmarks import model_path

AT_LEAST = 1.1


def excerpt(source: Path, frames: int, folder: Path) -> Path:
    """The first frames of a film, as a film of their own."""
    import cv2

    film = cv2.VideoCapture(str(source))
    size = (int(film.get(cv2.CAP_PROP_FRAME_WIDTH)), int(film.get(cv2.CAP_PROP_FRAME_HEIGHT)))
    path = folder / "excerpt.mp4"
    out = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"mp4v"), film.get(cv2.CAP_PROP_FPS), size)
    for _ in range(frames):
        ok, picture = film.read()
        if not ok:
            break
        out.write(picture)
    out.release()
    film.release()
    return path


def bare(path: Path, model: str) -> float:
    import cv2
    import mediapipe as mp
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model_path(model))), running_mode=vision.RunningMode.VIDEO
    )
    with vision.PoseLandmarker.create_from_options(options) as landmarker:
        film, n = cv2.VideoCapture(str(path)), 0
        began = time.perf_counter()
        while True:
            ok, picture = film.read()
            if not ok:
                break
            rgb = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
            landmarker.detect_for_video(mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb), round(n * 1000 / 30))
            n += 1
        took = time.perf_counter() - began
        film.release()
    return n / took


def upswing(path: Path, model: str) -> float:
    text = (resources.files("exercises") / "catalog" / "shoulder_abduction.toml").read_text(encoding="utf-8")
    plan = Plan(definition.parse(tomllib.loads(text), "shoulder_abduction.toml"), "left", Dose(), film=True)
    ready = [watcher(model) for _ in range(STREAMS)]
    began = time.perf_counter()
    film = Film(path, model, make_watcher=lambda _: ready.pop())
    poses = []
    while not film.ended:
        poses.extend(film.poll())
    run(plan, poses)
    took = time.perf_counter() - began
    film.close()
    return len(poses) / took


def main() -> int:
    import tempfile

    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("model", nargs="?", choices=("lite", "full"), default="full")
    ask.add_argument("--frames", type=int, default=200)
    ask.add_argument("--rounds", type=int, default=8)
    asked = ask.parse_args()
    rates: dict[str, list[float]] = {"bare": [], "upswing": []}
    with tempfile.TemporaryDirectory() as folder:
        path = excerpt(asset("films/demo_shoulder_abduction.mp4"), asked.frames, Path(folder))
        for n in range(asked.rounds):
            order = [("bare", bare), ("upswing", upswing)]
            for name, measure in order if n % 2 == 0 else reversed(order):
                rates[name].append(measure(path, asked.model))
            print(
                f"round {n + 1}: bare {rates['bare'][-1]:5.1f}  upswing {rates['upswing'][-1]:5.1f} frames/s",
                flush=True,
            )
    ratio = statistics.median(ours / theirs for ours, theirs in zip(rates["upswing"], rates["bare"], strict=True))
    print(f"{asked.model}: upswing is {ratio:.2f} times as fast as a bare loop (at least {AT_LEAST} wanted)")
    return 0 if ratio >= AT_LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
