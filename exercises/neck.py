"""How far a neck moves, from a head that a headset knows: six movements, three times each, as far as is comfortable.

Angles are counted from where the head was held before the movement, as an inclinometer is set to zero (neutral zero,
AAOS). Shoulders are worked out from head and hands, not seen: a trunk that moves along is only partly taken off.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from exercises.filters import without_spikes
from exercises.measures import MEASURES, Side
from exercises.pose import Array
from exercises.postures import swings

LEAST_DEG = 8.0  # a stiff neck may not do more; less is no movement that was meant


class Move(NamedTuple):
    """A movement: its name, its measure, its side (None: both), and the exercise whose measured error it has."""

    name: str
    measure: str
    side: Side | None
    exercise: str


MOVES: tuple[Move, ...] = (
    Move("rotation", "neck_rotation", "left", "neck_rot"),
    Move("rotation", "neck_rotation", "right", "neck_rot"),
    Move("flexion", "neck_flexion", None, "neck_flexion"),
    Move("extension", "neck_extension", None, "neck_extension"),
    Move("side flexion", "neck_side_flexion", "left", "neck_side"),
    Move("side flexion", "neck_side_flexion", "right", "neck_side"),
)


def travels_deg(move: Move, t_s: Array, points: Array) -> tuple[float, ...]:
    """How far each movement that came back went, degrees: times (N,) s, points (N, 33, 3) m; rows unseen are passed
    over.

    From the middle of the poses before the first movement, so that a glance past the middle on the way back is no zero.
    """
    deg = without_spikes(MEASURES[move.measure](points, move.side or "left"))
    found = swings(t_s, deg, LEAST_DEG)
    if not found:
        return ()
    before = deg[(t_s <= found[0].start_s) & np.isfinite(deg)]
    zero_deg = float(np.median(before))
    return tuple(one.peak_deg - zero_deg for one in found if not np.isnan(one.back_s))
