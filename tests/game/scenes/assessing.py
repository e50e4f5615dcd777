"""Somebody who does the functional tests as asked: what they do at each trial, and a film of the whole assessment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from exercises import synthetic
from exercises.neck import MOVES
from exercises.pose import Array, Joint, Pose
from exercises.postures import STAGES
from exercises.routine import FunctionalTest
from exercises.trials import TRIALS, view_of
from game.intents import Intent
from game.scenes.show import Show

FPS = 10.0
BOTH = ("left", "right")
SEAT = {f"{side}_{joint}_flexion_deg": 88.0 for side in BOTH for joint in ("hip", "knee")}
FOLDED = {
    f"{side}_{name}": value
    for side in BOTH
    for name, value in (("shoulder_flexion_deg", 42.0), ("shoulder_rotation_deg", -70.0), ("elbow_flexion_deg", 118.0))
}
FEET = {
    "side_by_side": {},
    "semi_tandem": {"left_hip_abduction_deg": -5.0, "right_hip_abduction_deg": -5.0, "left_hip_flexion_deg": 7.0},
    "tandem": {
        "left_hip_abduction_deg": -10.8, "right_hip_abduction_deg": -10.8,
        "left_hip_flexion_deg": 8.0, "right_hip_flexion_deg": -8.0,
    },
    "one_leg": {"left_hip_flexion_deg": 40.0, "left_knee_flexion_deg": 70.0},
}  # fmt: skip
NECK_DEG = 32.0
STANDS_S, CURLS_S, STANCE_S, REACH_M = 2.5, 2.0, 12.0, 0.24  # 12 stands, 15 curls, 12 s on a leg, 24 cm


def _waves(each_s: float, seconds: float) -> tuple[Array, Array]:
    t = np.arange(0.0, seconds, 1 / FPS)
    return t, 0.5 - 0.5 * np.cos(2 * np.pi * t / each_s)


def doing(test: FunctionalTest, trial: int) -> Array:
    """(N, 33, 3) points at FPS of one trial, from the tone on; longer than it lasts."""
    side = test.side or "left"
    other = "right" if side == "left" else "left"
    match test.test:
        case "chair_stand_30s" | "five_stands":
            _, up = _waves(STANDS_S, 34.0)
            legs = {f"{s}_{joint}_flexion_deg": 88.0 - 83.0 * up for s in BOTH for joint in ("hip", "knee")}
            return synthetic.bodies(legs | FOLDED)
        case "arm_curl_30s":
            _, up = _waves(CURLS_S, 34.0)
            return synthetic.bodies(SEAT | {f"{side}_elbow_flexion_deg": 5.0 + 120.0 * up})
        case "single_leg_stance":
            t, _ = _waves(1.0, STANCE_S + 6.0)
            up = np.clip(np.minimum(t - 1.0, 1.0 + STANCE_S - t) / 0.2, 0.0, 1.0)
            return synthetic.bodies({f"{other}_hip_flexion_deg": 40.0 * up, f"{other}_knee_flexion_deg": 70.0 * up})
        case "four_stage_balance":
            t, _ = _waves(1.0, 14.0)
            return synthetic.bodies({"heading_deg": 0.0 * t} | FEET[STAGES[trial]])
        case "functional_reach":
            t, _ = _waves(1.0, 8.0)
            points = synthetic.bodies({"heading_deg": 0.0 * t, f"{side}_shoulder_flexion_deg": 90.0})
            points[:, Joint[f"{side}_wrist"], 2] -= REACH_M * np.clip(np.minimum(t - 2.0, 6.0 - t), 0.0, 1.0)
            return points
        case "shoulder_battery":
            id = ("shoulder_flexion", "shoulder_abduction", "sh_er_side")[trial]
            peaks = ((150.0,) * 3, (140.0,) * 3, (55.0,) * 3)[trial]
            return np.array([p.points for p in synthetic.mover(id, peaks, FPS, side=side)], dtype=np.float64)
        case "neck_range":
            move = MOVES[trial]
            peaks = (synthetic.REST_DEG[move.exercise] + NECK_DEG,) * 3
            poses = synthetic.mover(move.exercise, peaks, FPS, side=move.side or "left", lead_s=2.0)
            return np.array([p.points for p in poses], dtype=np.float64)


def every_trial(tests: Sequence[FunctionalTest]) -> Iterator[tuple[Array, float]]:
    """What is done in every trial in turn, and the yaw it is seen from."""
    for test in tests:
        for trial in range(TRIALS[test.test]):
            side_on = 90.0 if test.side == "left" else -90.0
            yield doing(test, trial), side_on if view_of(test.test, trial) == "side" else 0.0


def seen(points: Array, yaw_deg: float, t_s: float) -> Pose:
    image = synthetic.seen_from(points[None], yaw_deg)[0]
    return Pose(t_s, points, np.ones(len(Joint)), image=image, camera_yaw_deg=yaw_deg)


class Actor:
    """A source that does what the show asks: takes its place in a placement, and moves when the tone sounds.

    `filmed` is what was given, stamped by the film's own time: played again as a film it gives the same evening.
    `after` is done once the tests are over.
    """

    lockstep = True
    ended = False

    def __init__(self, show: Show, tests: Sequence[FunctionalTest], after: Sequence[Pose] = ()) -> None:
        self.filmed: list[Pose] = []
        self._show = show
        self._trials = every_trial(tests)
        self._after = list(after)
        self._scene = ""
        self._points: Array = np.zeros((0, 33, 3))
        self._yaw_deg = 0.0
        self._at = 0

    def poll(self) -> tuple[Pose, ...]:
        if self._show.scene != self._scene and self._show.scene in ("placement", "trial"):
            self._scene, self._at = self._show.scene, 0
            if self._scene == "placement":
                self._points, self._yaw_deg = next(self._trials, (np.zeros((0, 33, 3)), 0.0))
        t_s = len(self.filmed) / FPS
        if len(self._points):
            points = self._points[min(self._at, len(self._points) - 1) if self._scene == "trial" else 0]
            self._at += 1
            pose = seen(points, self._yaw_deg, t_s)
        elif self._after:
            pose = replace(self._after.pop(0), t_s=t_s)
        else:
            self.ended = True
            return ()
        self.filmed.append(pose)
        return (pose,)

    def notices(self) -> tuple[Intent, ...]:
        return ()
