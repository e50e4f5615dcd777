"""How sure an angle is, and when not to state one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from exercises.definition import Exercise, YawRange
from exercises.measures import Side
from exercises.pose import Array

# Half-widths: seen square on, and what seeing it edge on adds. Read off the practice films, all exercises together
IN_PLANE_DEG, OFF_PLANE_DEG = 8.5, 16.0
TREMBLE_DEG = 7.0  # how far a landmark's angle strays by itself while nobody moves, generously
NO_VIEW_DEG = 8.0  # a source that states no view: a headset, a recording


def half_width(exercise: Exercise, side: Side, deg: Array, yaw_deg: Array) -> Array:
    """(N,) the half-width in degrees that should hold the truth nine times in ten, NaN where the angle (N,) is.

    First version: least where the camera looks square on the plane of movement, more the more it looks along it.
    """
    yaw = np.radians(yaw_deg)
    square = np.abs(np.sin(yaw) if exercise.phases[0].plane == "sagittal" else np.cos(yaw))
    width = np.where(np.isfinite(yaw), IN_PLANE_DEG + OFF_PLANE_DEG * (1.0 - square), NO_VIEW_DEG)
    return np.where(np.isfinite(deg), width, np.nan)


def chance_deg(u_deg: float) -> float:
    """How much an angle may come and go without anybody moving: twice the half-width, as far as it is trembling.

    What a bad view adds to the half-width is a lean of the scale, the same from one moment to the next, and hides no
    movement. NaN gives 0.
    """
    return 0.0 if np.isnan(u_deg) else 2.0 * min(u_deg, TREMBLE_DEG)


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


def measurable(exercise: Exercise, side: Side, yaw_deg: Array) -> NDArray[np.bool_]:
    """(N,) `suitable` for many yaws, without the words."""
    yaw = yaw_deg if side == "left" else -yaw_deg
    fine = np.isnan(yaw)
    for r in exercise.view_measure:
        fine = fine | ((yaw >= r.low_deg) & (yaw <= r.high_deg))
    return np.asarray(fine, dtype=np.bool_)


def countable(exercise: Exercise, side: Side, yaw_deg: float) -> bool:
    """Whether repetitions can be counted from a camera yaw (NaN: unknown, taken as good)."""
    return bool(np.isnan(yaw_deg)) or _within(exercise.view_play, of_side(side, yaw_deg))
