"""What hands ask before the board that hangs in a headset, without one: places and presses are told."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from exercises.pose import Rigid
from game.drawlist import Button, Camera, DrawList, Panel
from game.intents import Intent
from game.openxr.data import HAND_JOINTS, Hand, HandJoints, Inbox, Looked, Notice, Press, Side
from game.openxr.room import quaternion
from game.render.buzz import CHOSE, Buzz
from game.render.eyes import Board
from game.render.hands import resting
from game.render.pointing import LAP_M, Pointing

EYE = np.array([0.0, 1.2, 0.0])
LEVEL = (0.0, 0.0, 0.0, 1.0)
NOTHING = DrawList(Camera(np.eye(4)))
ASKED = NOTHING.with_panels(Panel("ask", title="Did that hurt?", buttons=(Button("yes", "Yes"), Button("no", "No"))))
NO = (0.64, 0.8)  # a place on the right one of the two buttons


@dataclass
class Session:
    """As much of one as pointing asks for; keeps what hands felt."""

    controllers: tuple[str | None, str | None] = (None, None)
    box: Inbox = field(default_factory=Inbox)
    felt: list[tuple[Side, float, float]] = field(default_factory=list)

    def inbox(self) -> Inbox:
        return self.box

    def vibrate(self, side: Side, for_s: float, amplitude: float) -> None:
        self.felt.append((side, for_s, amplitude))


@dataclass
class Worn:
    """Somebody who sits upright: each `frame` is one picture, then what was asked in it."""

    session: Session = field(default_factory=Session)

    def __post_init__(self) -> None:
        self.pointing = Pointing(self.session, Buzz(self.session))

    def frame(self, drawlist: DrawList, right: Hand | None = None, eye_m: float = 1.2) -> list[Intent]:
        shown = self.pointing.attended(drawlist)
        looked = Looked(0.0, Rigid((0.0, eye_m, 0.0), LEVEL), True, Hand(), right or Hand())
        self.pointing.look(looked, np.array([0.0, eye_m, 0.0]), shown.panels)
        return list(self.pointing.intents())

    def presses(self) -> None:
        self.session.box.put(Press(0.0, "right", "trigger", down=True))


def aiming(at: tuple[float, float], hand_m: tuple[float, float, float]) -> Hand:
    """A controller that points at a place of the board as it hangs before EYE."""
    along = Board(EYE).place(at) - hand_m
    along /= np.linalg.norm(along)
    right = np.cross((0.0, 1.0, 0.0), -along)
    right /= np.linalg.norm(right)
    aim = Rigid(hand_m, quaternion(np.stack([right, np.cross(-along, right), -along], axis=1)))
    return Hand(Rigid(hand_m, LEVEL), aim, True, True)


def test_a_lifted_hand_points_and_chooses_by_pressing() -> None:
    worn, hand = Worn(), aiming(NO, (0.3, 1.0, -0.3))
    (first,) = worn.frame(ASKED, hand)
    assert first.kind == "point"
    assert first.at == pytest.approx(NO)
    assert worn.frame(ASKED, hand) == []  # it has not moved
    worn.presses()
    (chosen,) = worn.frame(ASKED, hand)
    assert (chosen.kind, chosen.button) == ("select", "no")
    assert worn.session.felt == [("right", *CHOSE)]
    assert worn.frame(ASKED) == [Intent("point")]  # it left


def test_a_hand_in_the_lap_must_press() -> None:
    worn, hand = Worn(), aiming(NO, (0.2, 1.2 - LAP_M - 0.05, -0.2))
    assert worn.frame(ASKED, hand) == [Intent("point")]  # a question came, and no hand points
    assert worn.frame(ASKED, hand) == []
    worn.presses()
    assert [intent.button for intent in worn.frame(ASKED, hand)] == ["no"]


def test_where_nothing_is_asked_nothing_is_said_and_menu_pauses() -> None:
    worn, hand = Worn(), aiming(NO, (0.3, 1.0, -0.3))
    assert worn.frame(NOTHING, hand) == []
    worn.session.box.put(Press(0.0, "right", "menu", down=True))
    assert worn.frame(NOTHING, hand) == [Intent("pause")]
    assert worn.pointing.beams(NOTHING.panels, Board(EYE)) == ()
    (beam,) = worn.pointing.beams(ASKED.panels, Board(EYE))
    assert beam.points[-1] == pytest.approx(Board(EYE).place(NO))


def test_the_board_stays_until_the_room_moves_or_something_is_asked_from_another_height() -> None:
    def height(worn: Worn) -> float:
        assert worn.pointing.board is not None
        return float(worn.pointing.board.eye[1])

    worn = Worn()
    worn.frame(NOTHING)
    worn.frame(NOTHING, eye_m=1.6)
    assert height(worn) == 1.2
    worn.frame(ASKED, eye_m=1.6)
    assert height(worn) == 1.6  # as a question comes
    assert worn.pointing.seat_eye_m == 1.2  # the goal stays
    worn.session.box.put(Notice(0.0, "recentred", ""))
    worn.frame(ASKED, eye_m=1.1)
    assert (height(worn), worn.pointing.seat_eye_m) == (1.1, 1.1)


def test_for_a_bare_hand_the_buttons_lie_on_a_tray() -> None:
    rest = resting("right")
    turns = np.array([quaternion(each) for each in rest[:, :3, :3]])
    bare = Hand(joints=HandJoints(rest[:, :3, 3], turns, np.full(len(HAND_JOINTS), 0.01), tracked=True))
    worn = Worn()
    worn.frame(ASKED, bare)
    assert worn.pointing.board is not None
    assert worn.pointing.board.tray is not None
    worn.frame(NOTHING, bare)
    assert worn.pointing.board.tray is None
    worn.frame(ASKED, aiming(NO, (0.3, 1.0, -0.3)))
    assert worn.pointing.board.tray is None  # a controller points at the board
