"""The recordings in assets/recordings: people of our own, filmed and tracked: `python tests/bench/recordings.py DIR`.

A bundled CC0 body carries out what exercises/synthetic.py writes down; it is drawn in a plain room as a webcam would
see it (filming/studio.py), and the program's own eyes track the pictures. Kept is what a demonstration needs: half of
the frames, the joints a figure is moved by, places to the millimetre. `lifts_s` in `meta` says when nothing is lifted,
so that one lift can be played again and again. A recording that is there is not made again.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from filming.acting import Act, _joints, _lift_collars, _placed
from filming.making import drawn
from filming.scripts import FPS, Camera, Script
from filming.studio import Studio, framed

from exercises import synthetic
from exercises.pose import Joint, Pose
from game.library import exercises
from game.minigames.bones import Skeleton, rotations
from game.minigames.skeleton import INDEX
from game.tracking.film import Film
from game.tracking.replay import write_recording

EVERY = 2  # of the film's frames: 15 a second
FACE = (Joint.nose, Joint.left_ear, Joint.right_ear)
KEPT = frozenset(FACE) | {joint for joint in Joint if Joint.left_shoulder <= joint <= Joint.right_wrist} | {
    joint for joint in Joint if joint >= Joint.left_hip
}  # fmt: skip
MILLIMETRE, SURELY = 2.0**-10, 2.0**-6  # binary shares, which a deflated float32 keeps in few bytes
SEATED = ("sit_to_stand", "knee_extension")
STILL_S = 2.0
STANCE_DEG = 6.0


@dataclass(frozen=True, slots=True)
class Take:
    """One recording: shares of the usual height of its lifts, and the seconds of each part of them."""

    exercise: str
    body: str
    yaw_deg: float = 12.0
    peaks: tuple[float, ...] = (1.0, 0.95, 1.02)
    lift_s: float = 1.7
    hold_s: float = 0.5
    lower_s: float = 2.0
    side: synthetic.MoverSide = "left"


TAKES = (
    Take("shoulder_abduction", "older_woman"),
    Take("shoulder_flexion", "older_woman", 40.0),
    Take("sh_scaption", "older_woman"),
    Take("sh_crossbody", "older_woman", peaks=(1.0,), hold_s=16.0),
    Take("sh_er_side", "older_woman"),
    Take("reach_forward", "older_woman", 30.0, peaks=(0.96, 1.0, 0.93), hold_s=1.6),
    Take("knee_extension", "older_man", 40.0, peaks=(1.0, 0.96), hold_s=6.0),
    Take("sit_to_stand", "older_man", 25.0, (1.0, 1.0), hold_s=1.0),
    Take("squat", "older_man", 25.0, (1.0, 0.92)),
    Take("hip_abduction", "older_man", peaks=(1.0, 0.94)),
    Take("marching", "older_man", 20.0, (1.0,) * 8, 0.5, 0.1, 0.5, "alternate"),
    Take("trunk_rot_seat", "woman", 0.0, (1.5, 1.4)),
    Take("trunk_lateral_flexion", "woman", peaks=(1.0, 0.93)),
    Take("bilat_raise", "man", 45.0, (1.0, 0.94), side="both"),
    Take("cross_midline", "man", peaks=(0.96, 1.0, 0.93), hold_s=1.6),
    Take("hand_to_mouth", "man", 30.0, (1.0, 0.96)),
    Take("elbow_flexion", "man", 50.0, (1.0, 0.96)),
    Take("tandem_stance", "older_woman", peaks=(1.0,), hold_s=11.0),
    Take("sl_stance", "older_woman", peaks=(1.0,), hold_s=11.0),
)


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--only", nargs="+", default=None, help="only these exercises")
    asked = ask.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    wanted = [take for take in TAKES if asked.only is None or take.exercise in asked.only]
    missing = [take for take in wanted if not (asked.folder / f"{take.exercise}.npz").is_file()]
    studio = Studio() if missing else None
    for take in missing:
        assert studio is not None
        began = time.monotonic()
        size = make(take, studio, asked.folder / f"{take.exercise}.npz")
        print(f"{take.exercise}: {size / 1000:.0f} kB, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    if studio is not None:
        studio.close()
    return 0


def make(take: Take, studio: Studio, path: Path) -> int:
    """Film, track and keep one take; the size of its file in bytes."""
    written = synthetic.score(
        take.exercise, tuple(_peak_deg(take.exercise, share) for share in take.peaks), float(FPS), side=take.side,
        lift_s=take.lift_s, hold_s=take.hold_s, lower_s=take.lower_s, lead_s=STILL_S, pause_s=0.9,
    )  # fmt: skip
    script = Script(
        name=take.exercise, exercise=take.exercise, side="left", kind="plain",
        camera=Camera(take.yaw_deg, 3.0, 1.1, 52.0, (0.0, 1.0)), body=take.body, scale=(1.0, 1.0, 1.0), lifts=(),
        length_s=float(written.t_s[-1]), walk_s=0.0, tremor_deg=0.0, tremor_hz=5.0, habit={"collar": 1.0}, seed=11,
    )  # fmt: skip
    played = acted(script, written)
    script = framed(script, played)
    with tempfile.TemporaryDirectory() as temporary:
        film = Path(temporary) / f"{take.exercise}.mp4"
        drawn(film, studio, script, played)
        poses = tracked(film)
    lifts_s = [round(effort.start_s - 0.4, 2) for effort in written.efforts]
    if take.side == "alternate":  # two steps belong together
        lifts_s = lifts_s[::2]
    lifts_s.append(round(written.efforts[-1].end_s + 0.5, 2))
    write_recording(
        path, [small(pose) for pose in poses[::EVERY]], fps=FPS / EVERY, source=f"filmed {take.body}", joints=KEPT,
        more={"lifts_s": lifts_s, "exercise": take.exercise, "side": "left"},
    )  # fmt: skip
    return path.stat().st_size


def _peak_deg(exercise: str, share: float) -> float:
    rest, peak = synthetic.REST_DEG[exercise], synthetic.PEAKS_DEG[exercise]
    return rest + share * (peak - rest)


def acted(script: Script, written: synthetic.Score) -> Act:
    """The score by this body, breathing and swaying a little as people do."""
    t = written.t_s
    angles: dict[str, Any] = dict(synthetic.angles_of(written))
    for name, size, pace in (("trunk_lateral_deg", 0.7, 0.31), ("trunk_forward_deg", 0.8, 0.23)):
        angles[name] = angles.get(name, np.zeros(len(t))) + size * np.sin(2 * np.pi * pace * t)
    seated = exercises()[script.exercise].position == "seated"
    if seated and script.exercise in synthetic.NINE and script.exercise not in SEATED:  # it stands in the script
        for name in ("hip_flexion_deg", "knee_flexion_deg"):
            angles |= {f"{side}_{name}": np.full(len(t), 88.0) for side in ("left", "right")}
    if script.exercise == "tandem_stance":  # this body's hips are narrow: it stands wider before it steps in line
        apart = np.interp(written.left_deg, *_ordered(script.exercise))
        for side in ("left", "right"):
            name = f"{side}_hip_abduction_deg"
            angles[name] = angles.get(name, 0.0) + STANCE_DEG * apart
    skeleton = Skeleton.of(script.body)
    turns = np.stack([rotations(skeleton, p) for p in synthetic.bodies(angles)])
    for turn in turns:
        _lift_collars(turn, skeleton, script, 0.0)
    joints = _placed(_joints(skeleton, turns), skeleton)
    seat = None
    if seated:
        hips = (joints[0, INDEX["left_upper_leg"]] + joints[0, INDEX["right_upper_leg"]]) / 2
        seat = hips - np.array([0.0, 0.085, 0.06])
    return Act(turns, joints, seat)


def _ordered(exercise: str) -> tuple[list[float], list[float]]:
    """Angles of peak and rest, rising, and the share of the way back to rest at each."""
    pairs = sorted([(synthetic.PEAKS_DEG[exercise], 0.0), (synthetic.REST_DEG[exercise], 1.0)])
    return [deg for deg, _ in pairs], [share for _, share in pairs]


def tracked(film: Path) -> list[Pose]:
    poses: list[Pose] = []
    with Film(film, "full") as source:
        while not source.ended:
            poses += source.poll()
    return poses


def small(pose: Pose) -> Pose:
    image = None if pose.image is None else np.round(pose.image / MILLIMETRE) * MILLIMETRE
    return replace(
        pose,
        points=np.round(pose.points / MILLIMETRE) * MILLIMETRE,
        confidence=np.round(pose.confidence / SURELY) * SURELY,
        image=image,
    )


if __name__ == "__main__":
    sys.exit(main())
