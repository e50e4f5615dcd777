"""Where things stand in Orchard: camera, basket, the place of the fruit for the working hand, where fruit comes to lie.

Room frame, metres. In a window the figure is seen from behind and the fruit hangs where its own hand will be; with a
headset the player is there themselves, and everything lies where their real hands are. `out` is +1 where the working
side is the right one, else -1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from exercises import synthetic
from exercises.measures import Side
from exercises.pose import Joint, Pose
from game.drawlist import Body
from game.minigames.figure import Figure, at_angle, room_from_person, scripted
from game.minigames.interface import Setup
from game.minigames.staging import View

_CAMERA_AT = {"standing": (0.72, 1.30, 4.35), "seated": (0.62, 1.18, 3.75)}  # to the working side, up, behind
_BOUGH = np.array([(-1.6, 2.40, -2.5), (-0.45, 2.52, -1.5), (0.55, 2.68, -1.15), (1.45, 2.62, -1.05)])  # its underside
FRUIT_M = 0.20  # across: seen from the other side of a room
_TURN_DEG = 34.0
_COACH_AT, _COACH_BEFORE = (1.12, -1.0), (0.9, -2.3)  # to the working side, behind; beside a figure, and before an eye
_COACH_TURN_DEG = 60.0  # before an eye: an arm that goes ahead is seen beside the trunk
_PALM = 1.14  # from shoulder to palm, where shoulder to wrist is 1
_PILE = 7  # fruits of the basket's lowest layer


@dataclass(frozen=True, slots=True)
class Stage:
    """The composition of one set."""

    out: float
    side: Side
    position: str
    exercise: str
    sense: str
    turn_deg: float  # the figure's, to its right: an arm that goes ahead is hidden from behind
    at: tuple[float, float] = (0.0, 0.0)  # x, z of the player: where a headset's wearer sits, else the middle
    within: bool = False  # seen from the player's own place
    coach_deg: float = 0.0  # how far the coach is turned there

    @classmethod
    def of(cls, setup: Setup) -> Stage:
        side: Side = "left" if setup.side == "left" else "right"
        exercise, out = setup.exercise, -1.0 if side == "left" else 1.0
        turn = 0.0 if exercise.phases[0].plane == "frontal" else _TURN_DEG * out
        return cls(out, side, exercise.position, exercise.id, exercise.sense, turn)

    def working(self, side: Side) -> Stage:
        """The same with the other side at work; the camera and the basket stay where they are."""
        return replace(self, side=side)

    @property
    def view(self) -> View:
        return View(self.out, _CAMERA_AT.get(self.position, _CAMERA_AT["seated"]))

    def real(self, head: np.ndarray) -> Stage:
        """The same for a player who is in the room themselves, under their head (3,): only the coach is turned."""
        coach_deg = _COACH_TURN_DEG * self.out if self.turn_deg else 0.0
        return replace(self, turn_deg=0.0, at=(float(head[0]), float(head[2])), within=True, coach_deg=coach_deg)

    @property
    def player(self) -> np.ndarray:
        return room_from_person(*self.at, self.turn_deg)

    @property
    def coach(self) -> np.ndarray:
        """Beside the figure that is watched. Who looks from within would have to turn their head by 51 degrees: for
        them it sits ahead, behind what is to be read.
        """
        aside, behind = _COACH_BEFORE if self.within else _COACH_AT
        turn_deg = self.coach_deg if self.within else self.turn_deg
        return room_from_person(self.at[0] + self.out * aside, self.at[1] + behind, turn_deg)

    @property
    def shown_from_room(self) -> np.ndarray:
        """(3, 3) the turn from directions in the player's room to those of the figure that shows them."""
        c, s = math.cos(math.radians(self.turn_deg)), math.sin(math.radians(self.turn_deg))
        return np.array([[c, 0.0, -s], [0.0, 1.0, 0.0], [s, 0.0, c]])

    @property
    def stand(self) -> np.ndarray:
        """(3,) foot of the basket: on the bench beside the working side's hip, or on a stump where there is none."""
        if self.within:  # on a stump beside the knee, where it is seen without a turn of the head
            beside = np.array([self.out * 0.52, 0.51, -0.88])
        elif self.position == "standing":
            beside = np.array([self.out * 0.50, 0.51, -0.12])
        else:
            beside = np.array([self.out * 0.44, 0.45, 0.36])
        return self.shown_from_room @ beside + self._here

    @property
    def _here(self) -> np.ndarray:
        return np.array([self.at[0], 0.0, self.at[1]])

    def in_basket(self, index: int) -> np.ndarray:
        """(3,) where the index-th fruit lies: seven below, then ever on top, a heap that never overflows."""
        layer, k = divmod(index, _PILE)
        layer = min(layer, 3)
        turn = 2.399963 * (index + 0.5)
        radius = 0.105 - 0.018 * layer if k else 0.0
        rise = 0.155 + 0.065 * layer + (0.0 if k else 0.03)
        return self.stand + np.array([radius * math.sin(turn), rise, radius * math.cos(turn)])

    def in_grass(self, index: int, from_x: float) -> np.ndarray:
        """(3,) where the index-th windfall comes to lie: under where it hung, in the grass on the working side."""
        far = (index * 0.7548776662 + 0.25) % 1.0
        x = self.out * (0.85 + 0.75 * far) + 0.2 * min(max(from_x, -1.0), 1.0)
        return self._here + np.array([x, 0.40 * FRUIT_M, -0.25 - 1.1 * ((index * 0.5698402910 + 0.4) % 1.0)])

    def goal_of(self, target_deg: float, body: Body, room_from_person: np.ndarray) -> np.ndarray:
        """(3,) a figure's palm at a target angle of the exercise's own measure (NaN: at a modest height)."""
        figure = Figure(body, self.position)
        if math.isfinite(target_deg) and self.exercise in synthetic.PEAKS_DEG:
            points = at_angle(self.exercise, self.side, target_deg, self.position)
        else:
            points = scripted(self.exercise, self.side, 0.85, self.position, self.sense)
        for _ in range(30):  # half a second: the figure trails what it is shown
            figure.act(points, 1 / 60)
        return figure.reach_m(self.side, False, room_from_person)


def bough_over(foot: np.ndarray) -> np.ndarray:
    """(3,) where on the great tree's bough hangs what has its foot (3,) below; above it all the same where that is
    higher."""
    y, z = (float(np.interp(foot[0], _BOUGH[:, 0], _BOUGH[:, axis])) for axis in (1, 2))
    return np.array([foot[0], max(y, foot[1] + 0.3), z])


@dataclass(slots=True)
class Arm:
    """The player's working arm as seen: where its shoulder rests and how long it is, metres; NaN until known."""

    shoulder: np.ndarray
    length_m: float = math.nan

    @classmethod
    def unknown(cls) -> Arm:
        return cls(np.full(3, np.nan))

    def see(self, pose: Pose | None, side: Side, resting: bool, dt_s: float) -> None:
        """One tick; only a resting arm tells where the shoulder rests."""
        if pose is None:
            return
        shoulder, elbow, wrist = (pose.points[Joint[f"{side}_{name}"]] for name in ("shoulder", "elbow", "wrist"))
        length = float(np.linalg.norm(elbow - shoulder) + np.linalg.norm(wrist - elbow))
        if not math.isfinite(length) or length < 0.2:
            return
        share = min(dt_s / 1.0, 1.0)
        self.length_m = length if math.isnan(self.length_m) else self.length_m + share * (length - self.length_m)
        if not np.isfinite(self.shoulder).all():
            self.shoulder = np.array(shoulder, float)
        elif resting:
            self.shoulder = self.shoulder + share * (np.array(shoulder, float) - self.shoulder)

    def palm_at(self, wrist: np.ndarray) -> np.ndarray:
        """(3,) where the palm is when the wrist is at a room point."""
        return self.shoulder + _PALM * (np.asarray(wrist, float) - self.shoulder)

    def for_figure(self, wrist: np.ndarray, figure: Figure, stage: Stage) -> np.ndarray:
        """(3,) a figure's palm when the player's wrist is at a room point: the same way, by its own length."""
        own, elbow, hand = (
            figure.joint_m(f"{stage.side}_{bone}", stage.player) for bone in ("upper_arm", "lower_arm", "hand")
        )
        length = float(np.linalg.norm(elbow - own) + np.linalg.norm(hand - elbow))
        way = stage.shown_from_room @ (np.asarray(wrist, float) - self.shoulder)
        return own + _PALM * (length / self.length_m) * way

    @property
    def known(self) -> bool:
        return math.isfinite(self.length_m) and bool(np.isfinite(self.shoulder).all())
