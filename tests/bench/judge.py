"""How fast a recording is judged: `python tests/bench/judge.py [--longest 10h]`.

Poses a second of `exercises.session.run` on one core, over recordings from 1 minute to 10 hours: arm lifts of a
synthetic mover, 30 poses a second, seen by a webcam (with image and camera yaw) or as a headset or another system gives
them (room points only). `sets` is the plan of an evening, judged as it would be live; `film` is one set judged in
retrospect, which holds every pose at once, so it ends at an hour. Processor time of this process; making the poses is
not counted. Exits 1 where any is below 20,000 a second.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from exercises import synthetic
from exercises.pose import Pose
from exercises.routine import Dose
from exercises.session import Plan, run
from game.library import exercises

AT_LEAST = 20_000
LENGTHS = {"1min": 60, "10min": 600, "1h": 3_600, "10h": 36_000}
FILM_UP_TO = "1h"


class Timed:
    """Poses handed on in turn, shifted in time round after round, and how long handing them on took."""

    def __init__(self, once: Sequence[Pose], duration_s: float) -> None:
        self._once, self._duration_s = once, duration_s
        self.n = 0
        self.spent_s = 0.0

    def __iter__(self) -> Iterator[Pose]:
        period = self._once[-1].t_s - self._once[0].t_s + 1 / 30
        t_s, k = 0.0, 0
        while True:
            for pose in self._once:
                began = time.process_time()
                t_s = pose.t_s + k * period
                if t_s >= self._duration_s:
                    return
                moved = replace(pose, t_s=t_s)
                self.n += 1
                self.spent_s += time.process_time() - began
                yield moved
            k += 1


def rate(plan: Plan, once: Sequence[Pose], duration_s: float) -> tuple[int, float]:
    """How many poses, and how many of them a second of processor time."""
    poses = Timed(once, duration_s)
    began = time.process_time()
    run(plan, poses)
    return poses.n, poses.n / (time.process_time() - began - poses.spent_s)


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--longest", choices=LENGTHS, default="10h")
    asked = ask.parse_args()
    exercise = exercises()["shoulder_abduction"]
    lengths = list(LENGTHS)[: list(LENGTHS).index(asked.longest) + 1]
    lifts = (95.0,) * 15
    slowest = float("inf")
    for seen, yaw in (("webcam", 0.0), ("room points only", None)):
        once = synthetic.mover("shoulder_abduction", lifts, camera_yaw_deg=yaw)
        for kind in ("sets", "film"):
            plan = Plan(exercise, "left", Dose(reps=15, sets=10_000), film=kind == "film")
            first = 0.0
            for length in lengths:
                if kind == "film" and LENGTHS[length] > LENGTHS[FILM_UP_TO]:
                    continue
                n, per_s = rate(plan, once, LENGTHS[length])
                first = first or per_s
                row = f"{seen:17s} {kind:5s} {length:>6s} {n:9,d} poses {per_s:9,.0f}/s"
                print(f"{row}  {per_s / first:5.2f} of the first", flush=True)
                slowest = min(slowest, per_s)
    print(f"slowest: {slowest:,.0f} poses a second (at least {AT_LEAST:,} wanted)")
    return 0 if slowest >= AT_LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
