"""Somebody beside the player who shows what is asked for: slowly, again and again, resting in between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from exercises.definition import Exercise
from game.drawlist import Body, Item, Person
from game.minigames.figure import Figure, room_from_person, scripted
from game.minigames.interface import TICK_S
from game.minigames.motion import approach, ease
from game.minigames.staging import under
from game.minigames.story import beside
from game.minigames.tints import WHITE, fade

_AT, _LYING_AT = (0.66, -1.9), (0.62, -1.4)  # metres to the open side and ahead: clear of the player, on the jetty
_TURN_DEG = 40.0  # to the open side, where a movement goes ahead: from behind nothing of it would be seen
_ON_A_MAT = ("lying", "floor")
_COMES_S, _DOWN_S = 1.2, 1.5
_FIRST_S, _UP_S, _HOLDS_S, _BACK_S, _RESTS_S = 1.2, 3.0, 0.8, 3.0, 2.5


@dataclass(frozen=True, slots=True)
class Showing:
    """What a coach is to show: an exercise, with which side."""

    exercise: Exercise
    side: Literal["left", "right", "both"]


class Coach:
    """Comes and goes gently; before anything else is shown the limb that is up comes down."""

    def __init__(self, player: Body, position: str) -> None:
        self._figure = Figure(beside(player), position)
        self._position = position
        self._shown: Showing | None = None
        self._here = self._up = self._t_s = 0.0

    def step(self, asked: Showing | None) -> None:
        """One tick; None: nothing is to be shown."""
        self._here = approach(self._here, 0.0 if asked is None else 1.0, TICK_S / _COMES_S)
        if asked is None or asked != self._shown:
            self._up, self._t_s = approach(self._up, 0.0, TICK_S / _DOWN_S), 0.0
            self._shown = asked if asked is not None and self._up == 0.0 else self._shown
        else:
            self._t_s += TICK_S
            self._up = _up(self._t_s)
        if self._shown is not None:
            of = self._shown.exercise
            self._figure.act(scripted(of.id, self._shown.side, self._up, self._position, of.sense), TICK_S)

    def people(self, out: float) -> tuple[Person, ...]:
        """`out`: +1 where the open side is the right one, else -1."""
        if self._here == 0.0:
            return ()
        return (self._figure.person("coach", self._place(out), ease(self._here)),)

    def seats(self, out: float) -> tuple[Item, ...]:
        """What the coach sits or lies on: a stool, since the jetty is no wider."""
        if self._here == 0.0:
            return ()
        return under("coach-seat", self._position, self._place(out), fade(WHITE, ease(self._here)), 0.6)

    def _place(self, out: float) -> np.ndarray:
        """(4, 4) room_from_person."""
        shown = self._shown
        if self._position in _ON_A_MAT:
            return room_from_person(out * _LYING_AT[0], _LYING_AT[1])
        across = shown is not None and any(yaw.low_deg <= 0.0 <= yaw.high_deg for yaw in shown.exercise.view_measure)
        return room_from_person(out * _AT[0], _AT[1], 0.0 if across else out * _TURN_DEG)


def _up(t_s: float) -> float:
    """How far along the movement is, 0..1, so long after it was begun to be shown."""
    t_s = (t_s - _FIRST_S) % (_UP_S + _HOLDS_S + _BACK_S + _RESTS_S) if t_s > _FIRST_S else 0.0
    return ease(t_s / _UP_S) * (1.0 - ease((t_s - _UP_S - _HOLDS_S) / _BACK_S))
