"""A player who sees the stage from their own place, in a headset: where their eyes are, and where their hands."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from exercises.measures import Side
from exercises.pose import Joint, Pose
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
        if pose is None or pose.head is None:
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


def in_headset(pose: Pose | None) -> bool:
    """Whether the player's own head and hands are where things are seen from."""
    return pose is not None and pose.head is not None


def own_hand(pose: Pose, side: Side) -> np.ndarray | None:
    """(3,) the player's real hand, from a controller or its tracking, else the wrist; None where it is lost."""
    held = pose.left_hand if side == "left" else pose.right_hand
    at = np.asarray(held.position if held is not None else pose.points[Joint[f"{side}_wrist"]], float)
    return at if np.isfinite(at).all() else None
