"""The board that hangs before whoever wears a headset, and the hands that point at it or touch its buttons.

It hangs where the eyes first are and stays there. What hands say comes as intents, in shares of the board. For hands
without controllers the buttons lie on a tray within reach (touch.py).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import numpy as np

from game.drawlist import COLOURS, DrawList, Line, Panel, button_rects
from game.intents import Intent
from game.openxr.data import SIDES, Hand, Inbox, Looked, Side
from game.render.buzz import Buzz
from game.render.eyes import TRAY_EDGE, Board, Ray, ray_of
from game.render.hands import OwnHand, hand_at, own_hands
from game.render.keys import Focus
from game.render.touch import HOVERS_M, Felt, Touch, near

LAP_M = 0.42  # below the eyes: hands lower than this rest (thighs are 0.55 m below the eyes of somebody who sits)
EYE_HEIGHT_M = 1.2  # of somebody who sits, until the headset has said better
_LOW_EYE_M, _HIGH_EYE_M = 0.7, 1.9
_POINT_MOVED = 0.003  # shares of the board: a hand that points is told again when it has moved so far


class Holds(Protocol):
    """What is asked of a session: what is in each hand (None: nothing, or nothing known), and what it tells."""

    @property
    def controllers(self) -> tuple[str | None, str | None]: ...
    def inbox(self) -> Inbox: ...


class Pointing:
    """Call `attended` with each list that is to be shown, `look` before it is drawn, `intents` when they are asked for.

    board       where panels hang; None until the first `look`, or since the room was centred anew
    seat_eye_m  the height of the eyes that the goal hangs by, as long as the room stays where it is
    looked      where head and hands were when the last picture was shown
    own         the hands as they are drawn
    """

    def __init__(self, session: Holds, buzz: Buzz) -> None:
        self._session, self._buzz = session, buzz
        self._inbox = session.inbox()
        self._controllers = session.controllers
        self._focus = Focus()
        self._touch = Touch()
        self.board: Board | None = None
        self.seat_eye_m = EYE_HEIGHT_M
        self.looked: Looked | None = None
        self.own: tuple[OwnHand, ...] = ()
        self._felt: Felt | None = None
        self._bare = False  # hands without controllers: what is asked lies within their reach
        self._pointed: tuple[float, float] | None = None
        self._asking = False
        self._told = False  # something is asked, and it was told where hands point

    @property
    def hands(self) -> dict[str, np.ndarray]:
        """side -> (3,) metres, room frame: where each hand is that is seen."""
        if self.looked is None:
            return {}
        found = {side: hand_at(hand) for side, hand in zip(SIDES, self.looked.hands, strict=True)}
        return {side: at for side, at in found.items() if at is not None}

    # --- where panels hang --------------------------------------------------------------------------------------

    def attended(self, drawlist: DrawList) -> DrawList:
        """What keys, clicks and triggers mean from now on; the board comes to a new height where none hung before."""
        self._hear()
        asking = _asks(drawlist.panels)
        if asking and not self._asking and self.looked is not None and self.looked.head is not None:
            self._raise_board(float(self.looked.head.position[1]))
        self._asking = asking
        self._focus.seen(drawlist.panels)
        if self._pointed is not None and (self._felt is not None or "pointer" not in drawlist.notes):
            away = 0.0 if self._felt is None else min(max(self._felt.before_m / HOVERS_M, 0.0), 1.0)
            shown = " ".join(f"{value:.3f}" for value in (*self._pointed, away))
            drawlist = replace(drawlist, notes={**drawlist.notes, "pointer": shown})
        return drawlist

    def look(self, looked: Looked | None, eye: np.ndarray, panels: tuple[Panel, ...]) -> Board:
        """The board for a picture that is seen from `eye` (3,) metres, between both eyes; `looked`: as it is shown."""
        self.looked = looked
        self.board = board = self._laid(self._hung(eye), panels)
        self.own = own_hands(looked)
        if reaching := near(self.own, board):
            self.own = own_hands(looked, reaching)
        return board

    def _hear(self) -> None:
        for notice in self._inbox.notices():
            if notice.kind == "recentred":
                self.board = None
            elif notice.kind == "controllers":
                self._controllers = self._session.controllers

    def _hung(self, eye: np.ndarray) -> Board:
        """The board, hung once before the eyes as they then are; anew where the room has moved."""
        if self.board is not None:
            return self.board
        self.seat_eye_m = _clamped(eye[1])
        return _at_height(self.seat_eye_m)

    def _raise_board(self, eye_m: float) -> None:
        if self.board is not None and abs(_clamped(eye_m) - self.board.eye[1]) > 0.15:
            self.board = _at_height(_clamped(eye_m))

    def _laid(self, board: Board, panels: tuple[Panel, ...]) -> Board:
        """The board with its buttons on a tray, where hands without controllers are to touch them."""
        hands = () if self.looked is None else zip(self.looked.hands, self._controllers, strict=True)
        seen = [_is_bare(hand, held) for hand, held in hands if hand.active or hand.joints is not None]
        self._bare = any(seen) if seen else self._bare
        low = _low(panels) if self._bare else None
        if low == board.low:
            return board
        self._touch.forget()
        return replace(board, low=low)

    # --- what is asked ------------------------------------------------------------------------------------------

    def intents(self) -> tuple[Intent, ...]:
        """What the hands asked since the last call."""
        found = []
        for press in self._inbox.presses():
            if not press.down:
                continue
            if press.button == "menu":
                found.append(Intent("pause"))
            elif (at := self._aimed(press.side)) is not None:
                found.append(self._answer(press.side, self._focus.click(at)))
        self._felt = self._touch.feel(self.own, self.board) if self.board is not None and self.board.low else None
        if self._felt is not None and self._felt.pressed and (chosen := self._focus.click(self._felt.at)).button:
            found.append(self._answer(self._felt.side, chosen))
        if (pointed := self._points()) is not None:
            found.append(pointed)
        return tuple(found)

    def _answer(self, side: Side, chosen: Intent) -> Intent:
        """A choice is felt in the hand that made it; the show lets it be heard."""
        if chosen.button is not None:
            self._buzz.chose(side)
        return chosen

    def _points(self) -> Intent | None:
        """Where a lifted hand points, as long as there is something to choose; told when it moved, when it left, and
        that none does as a question comes: who has not heard from us yet would go by the body's pose. A hand that
        rests in the lap says nothing by pointing, it must press: what it lies on is chance, and to rest on a button is
        to choose it.
        """
        first, self._told = self._asking and not self._told, self._asking
        lifted = [side for side in SIDES if self._asking and self._lifted(side)]
        at = next((at for side in lifted if (at := self._aimed(side)) is not None), None)
        if self._asking and self._felt is not None:  # a finger over a button says it more surely than a ray
            at = self._felt.at
        was = self._pointed
        if at is None:
            self._pointed = None
            return Intent("point") if first or was is not None else None
        if was is not None and max(abs(at[0] - was[0]), abs(at[1] - was[1])) < _POINT_MOVED:
            return None
        self._pointed = at
        return Intent("point", at=at)

    def _aimed(self, side: str) -> tuple[float, float] | None:
        """Where on the board a hand points, by its aim, or as its owner sees it before the board."""
        ray = self._ray(side)
        return None if ray is None or self.board is None else self.board.hit(ray)

    def _lifted(self, side: str) -> bool:
        if self.looked is None or self.looked.head is None:
            return False
        at = hand_at(_hand(self.looked, side))
        return at is not None and bool(at[1] > self.looked.head.position[1] - LAP_M)

    def _ray(self, side: str) -> Ray | None:
        if self.looked is None:
            return None
        hand = _hand(self.looked, side)
        if hand.aim is not None:
            return ray_of(hand.aim)
        at = hand_at(hand)
        if at is None or self.looked.head is None:
            return None
        along = at - self.looked.head.position
        far = float(np.linalg.norm(along))
        return Ray(at, along / far) if far > 0.2 else None

    def beams(self, panels: tuple[Panel, ...], board: Board) -> tuple[Line, ...]:
        """From each hand that points at a panel with something to choose, a thin beam to where it points."""
        if not _asks(panels):
            return ()
        beams = []
        for side in SIDES:
            ray = self._ray(side)
            at = None if ray is None else board.hit(ray)
            if ray is not None and at is not None:
                ends = np.linspace(ray.at + 0.06 * ray.along, board.place(at), 8)
                beams.append(Line(f"beam-{side}", ends, COLOURS["amber"], 0.004, 0.5))
        return tuple(beams)


def _clamped(eye_m: float) -> float:
    return float(np.clip(eye_m, _LOW_EYE_M, _HIGH_EYE_M))


def _at_height(eye_m: float) -> Board:
    return Board(np.array([0.0, eye_m, 0.0]))


def _hand(looked: Looked, side: str) -> Hand:
    return looked.left if side == "left" else looked.right


def _asks(panels: tuple[Panel, ...]) -> bool:
    return any(panel.buttons for panel in panels)


def _is_bare(hand: Hand, controller: str | None) -> bool:
    """A hand that is seen finger by finger and holds no controller: some runtimes call the hand itself one."""
    seen = hand.joints is not None and hand.joints.tracked
    return seen and (not hand.active or (controller or "").startswith("ext/hand"))


def _low(panels: tuple[Panel, ...]) -> tuple[float, float] | None:
    """From where to where (shares from the top) the buttons are; None where there are none."""
    rects = [rect for panel in panels for rect in button_rects(panel).values()]
    if not rects:
        return None
    return (min(rect[1] for rect in rects) - TRAY_EDGE, min(max(rect[3] for rect in rects) + TRAY_EDGE, 1.0))
