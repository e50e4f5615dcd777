"""Where things stand in Mirror: the player, the coach across the spring, where ribbons meet, and where garlands hang.

Room frame, metres. The player is seen from behind, left of the middle; the coach stands on the water of the spring and
faces them, as a mirror would show them: what is on the right of the one is on the right of the other. Who lies does so
side-on, on a mat; the coach on another beyond.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from exercises.measures import Side
from game.minigames.figure import Part, room_from_person, working_part
from game.minigames.interface import Setup
from game.minigames.motion import along
from game.minigames.staging import View
from game.minigames.worn import Eye, view_from

KNOT_M = 0.21  # radius of the ring where the ribbons meet
_SWAG_POINTS, HUNG_POINTS = 33, 18  # of a garland's swag, and of the way up to it
HUNG_FROM = HUNG_POINTS / (HUNG_POINTS + _SWAG_POINTS - 1)  # as a share of the whole way
_CAMERA_AT = {
    "standing": (0.80, 1.27, 4.90),
    "seated": (0.72, 1.18, 4.25),
    "lying": (0.42, 1.02, 4.70),
    "floor": (0.42, 1.02, 4.70),
}
_COACH_AT = {"standing": (1.70, -2.82), "seated": (1.60, -2.70), "lying": (1.35, -2.0), "floor": (1.35, -2.0)}
_PLAYER_AT = {"lying": (-0.45, -0.95), "floor": (-0.45, -0.95)}
_TURN_DEG = {"standing": 30.0, "seated": 38.0}  # of a movement that goes ahead: from behind it would be hidden
_LAID_DEG = 68.0
_MEETS = (0.685, -0.02, 5.6)  # up and across the picture, and metres ahead of the camera
# for an eye in the player's place: who stands does so on the water, a bench is beside the spring
_COACH_BEFORE = {"standing": (1.0, -2.9), "seated": (-0.22, -2.75)}
_MEETS_BEFORE = (0.60, -0.06, 2.2)
_SAG = 0.10  # of a garland's length
# Where garlands hang: from and to across the picture, how far up, metres ahead. Later ones take an old one's place
_SWAGS = (
    *((-0.08, 0.36, 0.885, 5.1), (0.36, 0.80, 0.87, 5.0), (-0.54, -0.10, 0.88, 5.1), (-0.87, -0.54, 0.86, 4.9)),
    *((0.12, 0.60, 0.955, 5.4), (-0.36, 0.12, 0.965, 5.4), (-0.80, -0.34, 0.95, 5.3), (0.56, 0.88, 0.945, 5.2)),
    *((0.06, 0.46, 0.815, 5.5), (-0.64, -0.30, 0.80, 5.4), (0.50, 0.86, 0.79, 5.3), (-0.30, 0.06, 0.825, 5.5)),
    *((-0.88, -0.60, 0.77, 5.2), (0.20, 0.72, 0.845, 5.6), (0.54, 0.88, 0.715, 5.4), (-0.88, -0.62, 0.69, 5.4)),
    *((0.62, 0.88, 0.64, 5.6), (-0.88, -0.66, 0.61, 5.6), (0.40, 0.70, 0.735, 6.0), (0.50, 0.78, 0.56, 6.4)),
    *((-0.84, -0.58, 0.53, 6.4), (0.66, 0.88, 0.49, 6.4)),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """The composition of one set."""

    position: str
    part: Part
    side: Side  # at work, where it is one alone
    shared: bool  # two sides play
    ahead: bool  # the movement goes ahead of the body, where it cannot be seen from behind
    eye: Eye | None = None  # of a player who sees from their own place

    @classmethod
    def of(cls, setup: Setup) -> Stage:
        exercise = setup.exercise
        ahead = exercise.phases[0].plane != "frontal"
        side: Side = "left" if setup.side == "left" and exercise.sides else "right"
        shared = setup.side == "both" and exercise.sides
        return cls(exercise.position, working_part(exercise), side, shared, ahead)

    @property
    def laid(self) -> bool:
        return self.position in ("lying", "floor")

    @property
    def view(self) -> View:
        return View(1.0, _CAMERA_AT[self.position])

    def real(self, eye: Eye) -> Stage:
        """The same for a player who is in the room themselves, with the coach before them."""
        return replace(self, eye=eye)

    @property
    def composed(self) -> View:
        """How what hangs in the air is composed: for the camera, or for the player's own eyes."""
        return self.view if self.eye is None else view_from(self.eye, 1.0)

    @property
    def turn_deg(self) -> float:
        """How far the player is turned to their right: toward the side that works, or to lie side-on."""
        if self.laid:
            return _LAID_DEG
        if not self.ahead:
            return 0.0
        return _TURN_DEG[self.position] * (-1.0 if self.side == "left" and not self.shared else 1.0)

    @property
    def player(self) -> np.ndarray:
        if self.eye is not None:
            return room_from_person(self.eye[0], self.eye[2])
        return room_from_person(*_PLAYER_AT.get(self.position, (0.0, 0.0)), self.turn_deg)

    @property
    def coach(self) -> np.ndarray:
        """Across the water, facing the player: the mirror image of how they stand."""
        x, _, z = self.water
        return room_from_person(x, z, 180.0 - self.turn_deg)

    @property
    def water(self) -> np.ndarray:
        """(3,) under the coach's feet, water or not."""
        x, z = _COACH_AT[self.position]
        if self.eye is not None:
            aside, before = _COACH_BEFORE.get(self.position, _COACH_BEFORE["standing"])
            x, z = self.eye[0] + aside, self.eye[2] + before
        return np.array([x, 0.035, z])

    @property
    def on_water(self) -> bool:
        """Whether the coach is over the spring, and it ripples."""
        return not self.laid and (self.eye is None or self.position == "standing")

    @property
    def meet(self) -> np.ndarray:
        """(3,) where the two ribbons meet."""
        return self.composed.seen_at(*(_MEETS if self.eye is None else _MEETS_BEFORE))

    def way(self, index: int, share: float) -> np.ndarray:
        """(N, 3) the way of the index-th garland: from where the ribbons meet up to its twig, and along its swag.

        `share` 0..1 of an effort: a shorter one hangs less far.
        """
        return _way(self, index, round(share, 2))


@lru_cache(maxsize=256)
def _way(stage: Stage, index: int, share: float) -> np.ndarray:
    """A hanging chain is near a parabola; HUNG_FROM of the points lead up to it."""
    view = stage.composed
    slot = index % len(_SWAGS)
    start, end, up, ahead = _SWAGS[slot]
    first, last = view.seen_at(up, start, ahead), view.seen_at(up - 0.012 * (slot % 3), end, ahead)
    last = first + (last - first) * (0.42 + 0.58 * share)
    t = np.linspace(0.0, 1.0, _SWAG_POINTS)[:, None]
    length = float(np.linalg.norm(last - first))
    swag = first + (last - first) * t - np.array([0.0, 4.0 * _SAG * length, 0.0]) * t * (1.0 - t)
    meet = stage.meet
    bend = meet + (first - meet) * (0.25, 0.95, 0.4)
    rise = (1 - t) ** 2 * meet + 2 * t * (1 - t) * bend + t**2 * first
    leading = along(rise, np.linspace(0.0, 1.0, HUNG_POINTS, endpoint=False))
    points = np.concatenate([leading, swag])
    points.flags.writeable = False
    return points


SLOTS = len(_SWAGS)


def other(side: Side) -> Side:
    return "right" if side == "left" else "left"
