"""The jetty in the valley, as the games that are played on it look at it: its camera, the player, the coach beside.

Room frame, metres. A spot is (across, up, ahead): picture heights from the middle to the open side, a share of the
picture's height, metres before the camera. So a spot is at the same height of the picture whatever its distance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from game.minigames.figure import room_from_person
from game.minigames.staging import View

CAMERA_AT = (0.92, 1.32, 5.1)  # to the open side, up, behind the figure
_COACH_AT = (0.52, -1.15)  # beside the player, to the open side


@dataclass(frozen=True, slots=True)
class Jetty:
    """`out` is +1 where the moving side is the right one (open sky on the right of the picture), else -1: the whole
    composition is mirrored, never the figure."""

    out: float

    @property
    def turn_deg(self) -> float:
        """How far the figure is turned to its right."""
        return 0.0

    @property
    def view(self) -> View:
        return View(self.out, CAMERA_AT)

    def room(self, spots: np.ndarray) -> np.ndarray:
        """(..., 3) metres of (..., 3) spots."""
        return self.view.seen(spots)

    @property
    def player(self) -> np.ndarray:
        return room_from_person(turn_deg=self.turn_deg)

    @property
    def coach(self) -> np.ndarray:
        return room_from_person(self.out * _COACH_AT[0], _COACH_AT[1], self.turn_deg)
