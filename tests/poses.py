"""Bodies whose answer can be worked out by head."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from exercises import synthetic
from exercises.definition import Exercise
from exercises.pose import Joint, Pose, unseen
from game import library


def pose_with(t_s: float = 0.0, **angles_deg: float) -> Pose:
    """One standing body, 1.70 m, facing ahead: `pose_with(left_shoulder_abduction_deg=90)`. Names: synthetic.ANGLES."""
    return Pose(t_s, synthetic.body(**angles_deg), np.ones(len(Joint)))


def mover(exercise_id: str, peaks_deg: tuple[float, ...] = (), fps: float = 30.0, **how: object) -> list[Pose]:
    """Poses of somebody doing an exercise with known angles, as exercises.synthetic.mover."""
    return list(synthetic.mover(exercise_id, peaks_deg, fps, **how))


def hidden(poses: list[Pose], from_s: float, to_s: float) -> list[Pose]:
    """The same with nobody seen in between."""
    return [unseen(p.t_s) if from_s <= p.t_s < to_s else p for p in poses]


def without_image(poses: list[Pose]) -> list[Pose]:
    """The same as a headset or an old recording gives them: no image, no view."""
    return [replace(p, image=None, camera_yaw_deg=float("nan")) for p in poses]


@cache
def catalogue() -> dict[str, Exercise]:
    return dict(library.exercises())


def exercise(exercise_id: str) -> Exercise:
    return catalogue()[exercise_id]
