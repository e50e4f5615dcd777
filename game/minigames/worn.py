"""A player who sees the stage from their own place, in a headset: where their eyes are, and where their hands."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from exercises.measures import Side
from exercises.pose import Pose
from game.minigames.orchard_stage import in_headset, own_hand
from game.minigames.staging import View

Eye = tuple[float, float, float]


@dataclass(slots=True)
class Worn:
    """`eye` is where the head was when it was first seen, None where no headset is worn; `hands` what is known of
    them, room frame."""

    eye: Eye | None = None
    hands: dict[Side, np.ndarray] = field(default_factory=dict)

    def see(self, pose: Pose | None) -> bool:
        """One pose; whether it is the first that a headset gave."""
        if pose is None or pose.head is None or not in_headset(pose):
            return False
        sides: tuple[Side, ...] = ("left", "right")
        for side in sides:
            hand = own_hand(pose, side)
            if hand is not None:
                self.hands[side] = hand
        if self.eye is not None:
            return False
        x, y, z = (float(v) for v in pose.head.position)
        self.eye = (x, y, z)
        return True


def view_from(eye: Eye, out: float) -> View:
    """How things are composed for an eye in the player's place, as a camera's view there would be."""
    x, y, z = eye
    return View(out, (x * out, y, z))
