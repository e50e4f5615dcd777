"""How sure an angle is, and when not to state one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exercises.definition import Exercise, YawRange
from exercises.measures import MEASURES, Side
from exercises.pose import Array


@dataclass(frozen=True, slots=True, eq=False)
class Bodies:
    """A batch of poses: t_s (N,), points (N, 33, 3) m room, confidence (N, 33), image (N, 33, 2), yaw_deg (N,)."""

    t_s: Array
    points: Array
    confidence: Array
    image: Array
    yaw_deg: Array


def stated(exercise: Exercise, side: Side, bodies: Bodies) -> tuple[Array, Array]:
    """The exercise's angle and its 90 % half-width, (N,) degrees each; NaN where a needed joint was not seen."""
    deg = MEASURES[exercise.phases[0].measure](bodies.points, side)
    return deg, np.where(np.isfinite(deg), 8.0, np.nan)


def of_side(side: Side, yaw_deg: float) -> float:
    """A camera yaw as the working side sees it: 0 in front, +90 on the working side."""
    return yaw_deg if side == "left" else -yaw_deg


def _within(ranges: tuple[YawRange, ...], yaw_deg: float) -> bool:
    return any(r.low_deg <= yaw_deg <= r.high_deg for r in ranges)


def suitable(exercise: Exercise, side: Side, yaw_deg: float) -> tuple[bool, str | None]:
    """Whether angles may be stated from a camera yaw (NaN: unknown, taken as good), and if not why, in plain words."""
    if np.isnan(yaw_deg) or _within(exercise.view_measure, of_side(side, yaw_deg)):
        return True, None
    middle = sum(0.5 * (r.low_deg + r.high_deg) for r in exercise.view_measure) / len(exercise.view_measure)
    where = "face the camera" if abs(middle) < 30 else f"turn so that the camera sees your {side} side"
    seen = "from the front" if abs(of_side(side, yaw_deg)) < 30 else f"from {abs(yaw_deg):.0f} degrees to one side"
    return False, f"{exercise.title} was filmed {seen}, where its angle cannot be trusted; {where} to measure it."


def countable(exercise: Exercise, side: Side, yaw_deg: float) -> bool:
    """Whether repetitions can be counted from a camera yaw (NaN: unknown, taken as good)."""
    return bool(np.isnan(yaw_deg)) or _within(exercise.view_play, of_side(side, yaw_deg))
