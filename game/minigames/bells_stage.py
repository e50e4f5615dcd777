"""Where things stand in Bells: camera, the beams with their bells, the chimes, the pool, and where a string begins.

Room frame, metres. Each side that plays has a beam of its own, hung from the crowns: six bronze bells, the smallest
next to the player, and a bamboo chime at its inner end. With one side at work its beam is the wider and the picture
opens toward it; with both the player stands in the middle. `out` is +1 where the open side is the right one, else -1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from exercises.measures import Side
from game.minigames.figure import Part, room_from_person, working_part
from game.minigames.interface import Setup
from game.minigames.staging import View
from game.minigames.worn import Eye, view_from

NOTES = ("d5", "b4", "a4", "fs4", "e4", "d4")  # from the player outward
WIDTHS_M = (0.29, 0.33, 0.38, 0.43, 0.48, 0.53)
CHIME = "chime"
POOL = np.array([1.75, 0.03, -3.0])  # the spring (render/forest.py)
_GAP_M = 0.125
_STRAPS_M = (0.86, 0.94, 0.83, 0.88, 0.78, 0.80)
_BEAM_UP = 0.925  # share of the picture's height: among the leaves
_AHEAD_M = 0.9  # of the player
_BEFORE_M = {1: 3.3, 2: 4.8}  # of an eye in the player's place
_CAMERA_AT = {"standing": (0.74, 1.24, 4.75), "seated": (0.62, 1.12, 4.05)}
_CENTRE = {1: 0.315, 2: 0.475}  # of a beam: picture heights from the middle, by how many play
_CENTRE_BEFORE = {1: 0.0, 2: 0.475}  # before an eye: farther out, the great tree hides the outermost bell
_SIZE = {1: 1.0, 2: 0.80}
_COACH_AT, _COACH_BEFORE = (1.12, -2.0), (0.9, -2.6)  # beside a figure, and before an eye
_TURN_DEG = 26.0


@dataclass(frozen=True, slots=True)
class Stage:
    """The composition of one set."""

    out: float
    sides: tuple[Side, ...]
    position: str
    part: Part  # of the body, that a string begins at
    ahead: bool  # the movement goes ahead of the body, where it cannot be seen from behind
    eye: Eye | None = None  # of a player who sees from their own place

    @classmethod
    def of(cls, setup: Setup) -> Stage:
        shared = setup.side == "both" and setup.exercise.sides  # a movement of the whole body is judged as one
        sides: tuple[Side, ...] = ("left", "right") if shared else ("left" if setup.side == "left" else "right",)
        out = -1.0 if sides == ("left",) else 1.0
        ahead = setup.exercise.phases[0].plane in ("sagittal", "transverse") and len(sides) == 1
        return cls(out, sides, setup.exercise.position, working_part(setup.exercise), ahead)

    @property
    def view(self) -> View:
        x, y, z = _CAMERA_AT.get(self.position, _CAMERA_AT["seated"])
        return View(self.out, (x if len(self.sides) == 1 else 0.0, y, z))

    def real(self, eye: Eye) -> Stage:
        """The same for a player who is in the room themselves: the bells hang before their eyes."""
        return replace(self, eye=eye, ahead=False)

    @property
    def size(self) -> float:
        """How large bells are, of what WIDTHS_M says."""
        return _SIZE[len(self.sides)] * (1.0 if self.position == "standing" else 0.86)

    def beam(self, side: Side) -> np.ndarray:
        """(3,) the middle of a side's beam."""
        toward = 1.0 if (side == "right") == (self.out > 0) else -1.0
        centre = _CENTRE if self.eye is None else _CENTRE_BEFORE
        across = centre[len(self.sides)] * (toward if len(self.sides) == 2 else 1.0)
        if self.eye is not None:
            return view_from(self.eye, self.out).seen_at(_BEAM_UP, across, _BEFORE_M[len(self.sides)])
        return self.view.seen_at(_BEAM_UP, across, self.view.at[2] + _AHEAD_M)

    @property
    def beam_m(self) -> float:
        """How long a beam is."""
        return (sum(WIDTHS_M) + _GAP_M * (len(WIDTHS_M) + 1)) * self.size

    def bell(self, side: Side, index: int) -> np.ndarray:
        """(3,) where the index-th bell of NOTES hangs: its loop."""
        return _bells(self, side)[index]

    def mouth(self, side: Side, index: int) -> np.ndarray:
        """(3,) the middle of a bell's open end."""
        return self.bell(side, index) - np.array([0.0, WIDTHS_M[index] * self.size, 0.0])

    def middle(self, side: Side, index: int) -> np.ndarray:
        """(3,) the middle of a bell as it is seen."""
        return self.bell(side, index) - np.array([0.0, 0.58 * WIDTHS_M[index] * self.size, 0.0])

    def chime(self, side: Side) -> np.ndarray:
        """(3,) where a side's bamboo chime hangs."""
        outward = _outward(side) if len(self.sides) == 2 else self.out
        return self.beam(side) + np.array([-outward * (self.beam_m / 2 + 0.02), -1.12 * self.size, 0.06])

    def ripples(self, side: Side) -> np.ndarray:
        """(3,) where the pool ripples for a side."""
        return POOL + np.array([0.42 * _outward(side), 0.0, 0.0])

    @property
    def turn_deg(self) -> float:
        return _TURN_DEG * self.out if self.ahead else 0.0

    @property
    def player(self) -> np.ndarray:
        return room_from_person(*self._here, self.turn_deg)

    @property
    def coach(self) -> np.ndarray:
        x, z = self._here
        aside, behind = _COACH_AT if self.eye is None else _COACH_BEFORE
        return room_from_person(x + self.out * aside, z + behind, self.turn_deg)

    @property
    def _here(self) -> tuple[float, float]:
        return (0.0, 0.0) if self.eye is None else (self.eye[0], self.eye[2])


@lru_cache(maxsize=64)
def _bells(stage: Stage, side: Side) -> np.ndarray:
    """(6, 3) where a side's bells hang: in a row, the outer ones a little lower."""
    outward = _outward(side) if len(stage.sides) == 2 else stage.out
    widths = np.array(WIDTHS_M)
    x = (np.cumsum(widths + _GAP_M) - widths / 2) * stage.size - stage.beam_m / 2
    share = x / (stage.beam_m / 2)
    down = np.array(_STRAPS_M) * stage.size + 0.06 * share**2
    places = stage.beam(side) + np.column_stack([x * outward, -down, np.zeros(len(NOTES))])
    places.flags.writeable = False
    return places


def _outward(side: Side) -> float:
    return 1.0 if side == "right" else -1.0


def swing_hz(index: int) -> float:
    """How often the index-th bell swings to and fro in a second, as a pendulum of its size would."""
    return 0.5 / math.sqrt(WIDTHS_M[index] + 0.35)
