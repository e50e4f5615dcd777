"""What lies behind every question: the valley from the jetty, and the player on it, moving as they move."""

from __future__ import annotations

from dataclasses import replace

from exercises.pose import Pose
from game.drawlist import DrawList, Item, Person, Tone, World
from game.minigames.figure import Figure, room_from_person
from game.minigames.interface import TICK_S
from game.minigames.lanterns_stage import Stage
from game.minigames.motion import place

DIMMED = 0.2  # while nobody is seen
_FAINT, _FADES_S = 0.3, 0.8  # how faint the figure is while nobody is seen, and how long it takes to become so


class Backdrop:
    """`world` is where the last game left the valley, so that a lit window stays lit in the questions after it."""

    def __init__(self, body: str) -> None:
        self._body = body
        self._position = "standing"
        self._figure = Figure(body, "standing")
        self._out = 1.0
        self.world = World("valley", hour=0.05)
        self._t_s = 0.0
        self._here = 1.0

    def turn_to(self, position: str, side: str) -> None:
        """Seat the figure or stand it up, with the open sky on the side that moves."""
        self._out = -1.0 if side == "left" else 1.0
        if position != self._position:
            self._position = position
            self._figure = Figure(self._body, position)

    def step(self, pose: Pose | None, there: bool) -> None:
        """One tick; `there`: whether somebody is seen, or need not be."""
        self._t_s += TICK_S
        fading = TICK_S / _FADES_S if there else -TICK_S / _FADES_S
        self._here = min(max(self._here + fading, 0.0), 1.0)
        self._figure.follow(pose, TICK_S)

    @property
    def player(self) -> Person:
        return self._figure.person("player", room_from_person(), _FAINT + (1.0 - _FAINT) * self._here)

    def draw(self, dim: float = 0.0) -> DrawList:
        seated = self._position != "standing"
        return DrawList(
            Stage(self._out, "up", False, self._position).view.camera(),
            replace(self.world, t_s=self._t_s, dim=dim),
            items=(Item("seat", "chair", place(0.0, 0.0, 0.42)),) if seated else (),
            people=(self.player,),
            tones=(Tone("water", "water", gain=0.35), Tone("crickets", "crickets", gain=0.2)),
        )
