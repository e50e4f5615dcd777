"""Fingers that touch what lies within reach: near a button it is pointed at, through its plane it is pressed.

A press is felt where the tip goes through the plane from the front. The finger must then come back by ARMS_M before it
can press again, so that a hand that trembles in the plane presses once, and what stands there when a finger is already
through it is not pressed by chance.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from game.openxr.data import Side
from game.render.eyes import Board
from game.render.hands import OwnHand

HOVERS_M = 0.08  # before the plane: nearer than this the finger points
ARMS_M = 0.015  # back from the plane before it can press again
BEHIND_M = 0.10  # a finger that went through still points
NEAR_M = 0.25  # a hand so near the tray stretches a finger
_BESIDE = 0.02  # shares of the view: a finger at the edge is still over the tray


@dataclass(frozen=True, slots=True)
class Felt:
    """Whose finger is over which place (shares of the view), how far before the plane; `pressed`: just now."""

    side: Side
    at: tuple[float, float]
    before_m: float
    pressed: bool


@dataclass(slots=True)
class _Finger:
    armed: bool = False
    was: tuple[float, float, float] | None = None  # where it was the last time: shares of the view, metres before it


class Touch:
    def __init__(self) -> None:
        self._fingers: dict[Side, _Finger] = {}

    def forget(self) -> None:
        """Something else is asked: whoever is through the plane comes out first."""
        self._fingers.clear()

    def feel(self, own: Iterable[OwnHand], board: Board) -> Felt | None:
        """What the finger does that presses, else the one nearest to the tray; None: no finger is over it."""
        felt = [found for hand in own if (found := self._feel(hand, board)) is not None]
        return min(felt, key=lambda each: (not each.pressed, abs(each.before_m)), default=None)

    def _feel(self, hand: OwnHand, board: Board) -> Felt | None:
        finger = self._fingers.setdefault(hand.side, _Finger())
        now = board.under(hand.tip)
        if now is None:
            self._fingers.pop(hand.side)
            return None
        was, finger.was = finger.was, now
        pressed = False
        if now[2] > ARMS_M:
            finger.armed = True
        elif now[2] <= 0.0:
            x, y, _ = now if was is None else _through(was, now)
            pressed = finger.armed and _over(board, x, y)
            finger.armed = False
            if pressed:
                return Felt(hand.side, (x, y), now[2], True)
        x, y, before = now
        return Felt(hand.side, (x, y), before, False) if -BEHIND_M < before < HOVERS_M and _over(board, x, y) else None


def near(own: Iterable[OwnHand], board: Board) -> frozenset[Side]:
    """The hands that reach for the tray."""
    tray = board.tray
    if tray is None:
        return frozenset()
    return frozenset(hand.side for hand in own if np.linalg.norm(hand.tip - tray[:3, 3]) < NEAR_M + tray[0, 0] / 2)


def _through(was: tuple[float, float, float], now: tuple[float, float, float]) -> tuple[float, float, float]:
    """Where the way from one place to the other went through the plane."""
    share = was[2] / (was[2] - now[2]) if was[2] > 0.0 > now[2] else 1.0
    x, y = (a + share * (b - a) for a, b in zip(was[:2], now[:2], strict=True))
    return (x, y, 0.0)


def _over(board: Board, x: float, y: float) -> bool:
    assert board.low is not None
    return -_BESIDE <= x <= 1.0 + _BESIDE and board.low[0] - _BESIDE <= y <= board.low[1] + _BESIDE
