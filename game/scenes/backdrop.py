"""What lies behind every question: a world of the river, and the player in it, moving as they move."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from exercises.pose import Pose
from game.drawlist import Body, DrawList, Instances, Item, Person, Tone, World
from game.minigames.figure import Figure, room_from_person
from game.minigames.interface import TICK_S
from game.minigames.jetty import CAMERA_AT
from game.minigames.lanterns_stage import HOUSES, WATER_M
from game.minigames.motion import ease, place, places
from game.minigames.staging import View, under
from game.scenes.coach import Coach, Showing

DIMMED = 0.2  # while nobody is seen
MOST_LIGHTS = 9
_LAKES = ("valley", "river")
_SOUNDS = {
    "valley": (Tone("water", "water", gain=0.35), Tone("crickets", "crickets", gain=0.2)),
    "forest": (Tone("spring", "spring", gain=0.35),),
    "shore": (Tone("surf", "surf", gain=0.45),),
}
_AT_THE_EDGE = (2.45, *CAMERA_AT[1:])  # while only questions are asked: the figure stands clear of their buttons
_LIGHT = (Item("light", "lantern", place(0.40, 0.22, -0.35, 1.2), glow=1.0, glow_m=1.3),)  # tonight's
_WAITING = 7  # the house whose window is lit: where somebody waits for it
_FAINT, _FADES_S = 0.3, 0.8  # how faint the figure is while nobody is seen, and how long it takes to become so


class Backdrop:
    """`world` is where the last game left the valley, so that a lit window stays lit in the questions after it."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._position = "standing"
        self._figure = Figure(body, "standing")
        self._coach = Coach(body, "standing")
        self._out = 1.0
        self._asking = True  # nobody has moved yet
        self.world = World("valley", hour=0.05, lit=tuple(float(house == _WAITING) for house in range(HOUSES)))
        self._lights = 0  # that came down the river into this world
        self._arriving_s = 0.0
        self._t_s = 0.0
        self._here = 1.0

    def arrive(self, world: World, lights: int) -> None:
        """Into another world, with the lights that were lit upstream."""
        self.world, self._lights, self._arriving_s = world, min(lights, MOST_LIGHTS), 0.0

    def turn_to(self, position: str, side: str) -> None:
        """Seat the figure or stand it up, with the open sky on the side that moves."""
        self._out = -1.0 if side == "left" else 1.0
        self._asking = False
        if position != self._position:
            self._position = position
            self._figure = Figure(self._body, position)
            self._coach = Coach(self._body, position)

    def step(self, pose: Pose | None, there: bool, showing: Showing | None = None) -> None:
        """One tick; `there`: whether somebody is seen, or need not be; `showing`: what a coach is to show beside."""
        self._t_s += TICK_S
        self._arriving_s += TICK_S
        fading = TICK_S / _FADES_S if there else -TICK_S / _FADES_S
        self._here = min(max(self._here + fading, 0.0), 1.0)
        self._figure.follow(pose, TICK_S)
        self._coach.step(showing)

    @property
    def player(self) -> Person:
        return self._figure.person("player", room_from_person(), _FAINT + (1.0 - _FAINT) * self._here)

    def draw(self, dim: float = 0.0) -> DrawList:
        seat = under("seat", self._position, room_from_person())
        camera = View(1.0, _AT_THE_EDGE) if self._asking else View(self._out, CAMERA_AT)
        return DrawList(
            camera.camera(),
            replace(self.world, t_s=self._t_s, dim=dim),
            items=(*seat, *self._coach.seats(self._out), *(_LIGHT if self._asking else ())),
            instances=self._afloat(),
            people=(self.player, *self._coach.people(self._out)),
            tones=_SOUNDS.get(self.world.name, _SOUNDS["valley"]),
        )

    def _afloat(self) -> tuple[Instances, ...]:
        """The lights of upstream, which drift in from the left and stay; the sea has its own."""
        if not self._lights or self.world.name not in _LAKES:
            return ()
        order = np.arange(self._lights)
        home = -5.5 + 11.0 * ((0.5 + order * 0.6180339887) % 1.0)
        came = np.array([ease((self._arriving_s - 0.5 * i) / 7.0) for i in order])
        ahead = 6.0 + 1.3 * order
        bob = 0.015 * np.sin(2.1 * self._t_s + 1.7 * order)
        points = np.column_stack([home - 12.0 * (1.0 - came), WATER_M + bob, -ahead])
        colours = np.column_stack([np.ones((self._lights, 3)), came])
        return (Instances("afloat", "float_lantern", places(points, np.full(self._lights, 1.9)), colours, 1.0, 0.9),)
