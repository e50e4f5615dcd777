"""A mover with known angles as a source of poses: for tests, and for trying a game without a camera."""

from __future__ import annotations

from typing import Any

from exercises.synthetic import PEAKS_DEG, MoverSide, mover
from game.tracking.replay import Replay


def synthetic(
    exercise_id: str, side: MoverSide = "left", reps: int = 5, *, fps: float = 30.0, paced: bool = False, **how: Any
) -> Replay:
    """Somebody doing `reps` repetitions of an exercise of the catalogue. `how` goes to exercises.synthetic.mover:
    peaks_deg, camera_yaw_deg, lift_s, fault and so on. Raises ValueError for an exercise that no mover knows."""
    if exercise_id not in PEAKS_DEG:
        raise ValueError(f"no mover for exercise {exercise_id!r}, expected one of {', '.join(sorted(PEAKS_DEG))}")
    peaks = how.pop("peaks_deg", (PEAKS_DEG[exercise_id],) * reps)
    return Replay(mover(exercise_id, peaks, fps, side=side, **how), paced=paced)
