"""The drawings that panels and buttons name: plain figures and signs in the colours of the words.

Drawn with round strokes on a canvas 100 units tall, four times too large, and scaled down. Amber marks the player's
own, cyan what to do or where to go, as everywhere in the game. An unknown name raises ValueError with the nearest
known one.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from game.render import text as _fonts  # noqa: F401  (quiets pygame's greeting before it is imported)

import pygame  # isort: skip

Point = tuple[float, float]
Rgb = tuple[int, int, int]
INK, DIM, AMBER, CYAN = (255, 244, 223), (150, 152, 182), (255, 196, 107), (191, 233, 242)
_OVER = 4
_INSIDE = 0.92  # strokes have width: a little room at the canvas's edge


class _Pen:
    """Strokes in units (100 tall, y down) on a surface drawn too large."""

    def __init__(self, wide: int, tall: int, units_wide: float) -> None:
        self._unit = min(wide / units_wide, tall / 100) * _OVER * _INSIDE
        self._dx = (wide * _OVER - units_wide * self._unit) / 2
        self._dy = (tall * _OVER - 100 * self._unit) / 2
        self.surface = pygame.Surface((wide * _OVER, tall * _OVER), pygame.SRCALPHA)

    def _at(self, p: Point) -> tuple[float, float]:
        return (self._dx + p[0] * self._unit, self._dy + p[1] * self._unit)

    def stroke(self, points: Sequence[Point], width: float = 7, colour: Rgb = INK) -> None:
        at, radius = [self._at(p) for p in points], width * self._unit / 2
        for (x0, y0), (x1, y1) in pairwise(at):
            length = math.hypot(x1 - x0, y1 - y0)
            if length > 0:
                nx, ny = -(y1 - y0) / length * radius, (x1 - x0) / length * radius
                corners = [(x0 + nx, y0 + ny), (x1 + nx, y1 + ny), (x1 - nx, y1 - ny), (x0 - nx, y0 - ny)]
                pygame.draw.polygon(self.surface, colour, corners)
        for x, y in at:
            pygame.draw.circle(self.surface, colour, (x, y), radius)

    def dot(self, centre: Point, radius: float, colour: Rgb = INK) -> None:
        pygame.draw.circle(self.surface, colour, self._at(centre), radius * self._unit)

    def fill(self, points: Sequence[Point], colour: Rgb = INK, round_by: float = 3) -> None:
        pygame.draw.polygon(self.surface, colour, [self._at(p) for p in points])
        self.stroke([*points, points[0]], round_by, colour)

    def arc(
        self, centre: Point, rx: float, ry: float, start: float, end: float, width: float = 5, colour: Rgb = INK
    ) -> None:
        """From `start` to `end` turns of 360 degrees, clockwise from the right."""
        steps = max(6, int(abs(end - start) * 56))
        turn = [2 * math.pi * (start + (end - start) * i / steps) for i in range(steps + 1)]
        self.stroke([(centre[0] + rx * math.cos(t), centre[1] + ry * math.sin(t)) for t in turn], width, colour)

    def dashes(self, centre: Point, rx: float, ry: float, colour: Rgb, count: int = 14, width: float = 3.2) -> None:
        for i in range(count):
            self.arc(centre, rx, ry, (i + 0.18) / count, (i + 0.78) / count, width, colour)

    def arrow(self, start: Point, end: Point, colour: Rgb = CYAN, width: float = 6) -> None:
        self.stroke([start, end], width, colour)
        turn = math.atan2(end[1] - start[1], end[0] - start[0])
        for side in (-2.5, 2.5):
            tip = (end[0] + 12 * math.cos(turn + side), end[1] + 12 * math.sin(turn + side))
            self.stroke([end, tip], width, colour)


def _standing(
    pen: _Pen,
    x: float,
    foot: float,
    tall: float,
    colour: Rgb = INK,
    left: Sequence[Point] = (),
    right: Sequence[Point] = (),
) -> None:
    """A figure from the front. `left`, `right`: elbow and hand, in shares of its height, from the shoulders' middle."""
    u = tall / 100
    shoulder, hip = foot - 78 * u, foot - 46 * u
    pen.dot((x, foot - 92 * u), 8.5 * u, colour)
    pen.fill([(x - 11 * u, shoulder), (x + 11 * u, shoulder), (x + 7 * u, hip), (x - 7 * u, hip)], colour, 9 * u)
    for side, arm in ((-1, left or ((13, 16), (15, 34))), (1, right or ((13, 16), (15, 34)))):
        bend = [(x + side * dx * u, shoulder + dy * u) for dx, dy in arm]
        pen.stroke([(x + side * 11 * u, shoulder + 1 * u), *bend], 7.5 * u, colour)
        pen.stroke(
            [(x + side * 6 * u, hip), (x + side * 8 * u, foot - 23 * u), (x + side * 8.5 * u, foot - 3 * u)],
            9 * u,
            colour,
        )


def _seated(pen: _Pen, x: float, foot: float, tall: float, colour: Rgb = INK) -> None:
    """A figure seated on a chair, from its left side, facing left."""
    u = tall / 100
    seat = foot - 34 * u
    pen.stroke([(x + 15 * u, foot - 72 * u), (x + 15 * u, seat + 3 * u), (x - 14 * u, seat + 3 * u)], 4.5 * u, DIM)
    pen.stroke([(x + 14 * u, seat + 3 * u), (x + 16 * u, foot - 2 * u)], 4.5 * u, DIM)
    pen.stroke([(x - 12 * u, seat + 3 * u), (x - 13 * u, foot - 2 * u)], 4.5 * u, DIM)
    pen.dot((x + 1 * u, foot - 91 * u), 8.5 * u, colour)
    pen.stroke([(x + 3 * u, foot - 72 * u), (x + 5 * u, seat - 6 * u)], 15 * u, colour)
    pen.stroke(
        [(x + 4 * u, seat - 5 * u), (x - 20 * u, seat - 5 * u), (x - 21 * u, foot - 4 * u), (x - 28 * u, foot - 3 * u)],
        9.5 * u,
        colour,
    )
    pen.stroke([(x + 2 * u, foot - 72 * u), (x - 2 * u, foot - 54 * u), (x - 15 * u, seat - 13 * u)], 7 * u, colour)


def _screen(pen: _Pen, x: float, foot: float) -> None:
    pen.stroke(
        [(x - 10, foot - 34), (x + 10, foot - 34), (x + 10, foot - 20), (x - 10, foot - 20), (x - 10, foot - 34)],
        3.5,
        CYAN,
    )
    pen.stroke([(x, foot - 20), (x, foot - 8)], 3.5, CYAN)
    pen.stroke([(x - 8, foot - 7), (x + 8, foot - 7)], 3.5, CYAN)


def _place_chair(pen: _Pen) -> None:  # room all round, a steady chair, somebody near, the phone in reach
    pen.dashes((70, 90), 62, 9, CYAN, 20)
    _seated(pen, 56, 90, 78)
    _standing(pen, 112, 88, 84, DIM, left=((16, 12), (27, 20)))
    pen.stroke([(15, 62), (15, 78), (23, 78), (23, 62), (15, 62)], 3.2, AMBER)
    pen.dot((19, 73.5), 1.6, AMBER)


def _place_stand(pen: _Pen) -> None:
    pen.dashes((80, 91), 58, 8, CYAN, 20)
    _standing(pen, 80, 91, 90, left=((19, 10), (30, 22)), right=((19, 10), (30, 22)))
    for side in (-1, 1):
        pen.arrow((80 + side * 38, 60), (80 + side * 60, 60), CYAN, 4.5)


def _place_seated(pen: _Pen) -> None:
    _screen(pen, 22, 90)
    pen.dashes((98, 91), 46, 7, CYAN, 18)
    _seated(pen, 98, 90, 84)


def _step_back(pen: _Pen) -> None:
    _screen(pen, 24, 92)
    _standing(pen, 122, 92, 86)
    pen.arrow((52, 60), (92, 60))


def _step_closer(pen: _Pen) -> None:
    _screen(pen, 24, 92)
    _standing(pen, 122, 92, 86)
    pen.arrow((96, 60), (56, 60))


def _turn_front(pen: _Pen) -> None:
    _standing(pen, 80, 88, 82)
    pen.arc((80, 88), 34, 8, 0.02, 0.46, 4.5, CYAN)
    pen.arrow((50, 92), (46, 86), CYAN, 4.5)


def _turn_side(pen: _Pen) -> None:
    _screen(pen, 24, 90)
    _seated(pen, 100, 90, 84)
    pen.arc((98, 94), 36, 5, 0.05, 0.45, 4, CYAN)


def _hand_on_chest(pen: _Pen) -> None:
    pen.dot((80, 20), 14)
    pen.fill([(55, 48), (105, 48), (100, 92), (60, 92)], INK, 14)
    pen.stroke([(52, 50), (42, 78), (50, 90)], 13, INK)
    pen.stroke([(108, 50), (121, 80), (88, 66)], 18, (16, 22, 46))
    pen.stroke([(108, 50), (121, 80), (88, 66)], 13, AMBER)
    pen.dot((84, 65), 9, AMBER)


def _lift(pen: _Pen) -> None:
    _standing(pen, 64, 92, 88, right=((20, -3), (38, -12)))
    pen.arc((66, 30), 46, 44, 0.10, -0.10, 4.5, CYAN)
    pen.arrow((104, 12), (101, 4), CYAN, 4.5)


def _lower(pen: _Pen) -> None:
    _standing(pen, 64, 92, 88, right=((20, -3), (38, -12)))
    pen.arc((66, 30), 46, 44, -0.10, 0.10, 4.5, CYAN)
    pen.arrow((105, 50), (102, 57), CYAN, 4.5)


def _phone(pen: _Pen) -> None:
    pen.stroke([(34, 12), (66, 12), (66, 88), (34, 88), (34, 12)], 8)
    pen.dot((50, 76), 4.5, AMBER)


def _carry_on(pen: _Pen) -> None:
    pen.fill([(30, 18), (78, 50), (30, 82)], AMBER, 10)


def _easier(pen: _Pen) -> None:  # a slope that falls away gently
    pen.stroke([(14, 34), (34, 36), (54, 54), (72, 70), (88, 74)], 9, INK)
    pen.arrow((50, 26), (70, 46), CYAN, 7)


def _hurts(pen: _Pen) -> None:
    pen.arc((50, 50), 36, 36, 0, 1, 7)
    pen.dot((37, 42), 5)
    pen.dot((63, 42), 5)
    pen.arc((50, 78), 17, 14, 0.58, 0.92, 6.5)


def _fine(pen: _Pen) -> None:
    pen.arc((50, 50), 36, 36, 0, 1, 7)
    pen.dot((37, 42), 5)
    pen.dot((63, 42), 5)
    pen.arc((50, 50), 19, 17, 0.08, 0.42, 6.5)


def _stop(pen: _Pen) -> None:
    pen.fill([(26, 26), (74, 26), (74, 74), (26, 74)], INK, 12)


def _pause(pen: _Pen) -> None:
    for x in (35, 65):
        pen.stroke([(x, 22), (x, 78)], 16)


def _yes(pen: _Pen) -> None:
    pen.stroke([(18, 54), (40, 76), (82, 26)], 11, AMBER)


def _no(pen: _Pen) -> None:
    pen.stroke([(26, 26), (74, 74)], 11)
    pen.stroke([(74, 26), (26, 74)], 11)


def _better(pen: _Pen) -> None:
    pen.arrow((50, 82), (50, 20), AMBER, 9)


def _same(pen: _Pen) -> None:
    pen.stroke([(22, 38), (78, 38)], 9)
    pen.stroke([(22, 62), (78, 62)], 9)


def _worse(pen: _Pen) -> None:
    pen.arrow((50, 18), (50, 80), INK, 9)


def _again(pen: _Pen) -> None:
    pen.arc((50, 52), 32, 32, -0.10, 0.68, 8)
    pen.arrow((70, 30), (78, 32), INK, 8)


def _lantern(pen: _Pen) -> None:
    pen.fill([(38, 84), (62, 84), (74, 36), (62, 16), (38, 16), (26, 36)], AMBER, 8)
    pen.stroke([(38, 86), (62, 86)], 7, (94, 55, 72))
    pen.dot((50, 66), 9, (255, 233, 184))


def _house(pen: _Pen) -> None:
    pen.stroke([(12, 50), (50, 16), (88, 50)], 9)
    pen.stroke([(22, 46), (22, 86), (78, 86), (78, 46)], 8)
    pen.fill([(43, 54), (57, 54), (57, 70), (43, 70)], AMBER, 4)


def _star(pen: _Pen) -> None:
    turns = [math.pi * (i / 5 - 0.5) for i in range(10)]
    radii = [40 if i % 2 == 0 else 17 for i in range(10)]
    pen.fill([(50 + r * math.cos(t), 53 + r * math.sin(t)) for t, r in zip(turns, radii, strict=True)], AMBER, 5)


def _sound(pen: _Pen) -> None:
    pen.fill([(16, 40), (30, 40), (48, 22), (48, 78), (30, 60), (16, 60)], INK, 5)
    for radius in (16, 30):
        pen.arc((52, 50), radius, radius * 1.1, -0.13, 0.13, 6)


def _camera(pen: _Pen) -> None:
    pen.stroke([(14, 28), (64, 28), (64, 72), (14, 72), (14, 28)], 8)
    pen.fill([(74, 44), (88, 34), (88, 66), (74, 56)], INK, 5)


def _person(pen: _Pen) -> None:
    _standing(pen, 50, 94, 90)


def _helper(pen: _Pen) -> None:
    _standing(pen, 32, 94, 86)
    _standing(pen, 68, 94, 86, CYAN, left=((14, 10), (25, 8)))


def _chair(pen: _Pen) -> None:
    pen.stroke([(70, 12), (66, 56), (28, 56)], 8)
    pen.stroke([(66, 56), (72, 90)], 8)
    pen.stroke([(30, 56), (26, 90)], 8)


def _moon(pen: _Pen) -> None:
    pen.dot((50, 50), 34, AMBER)
    pygame.draw.circle(pen.surface, (0, 0, 0, 0), pen._at((66, 42)), 30 * pen._unit)


def _arrow_left(pen: _Pen) -> None:
    pen.arrow((82, 50), (20, 50), INK, 9)


def _arrow_right(pen: _Pen) -> None:
    pen.arrow((18, 50), (80, 50), INK, 9)


_WIDE = 160.0  # pictures; icons are square
_DRAWINGS: dict[str, tuple[float, Callable[[_Pen], None]]] = {
    "place_chair": (_WIDE, _place_chair),
    "place_stand": (_WIDE, _place_stand),
    "place_seated": (_WIDE, _place_seated),
    "step_back": (_WIDE, _step_back),
    "step_closer": (_WIDE, _step_closer),
    "turn_front": (_WIDE, _turn_front),
    "turn_side": (_WIDE, _turn_side),
    "hand_on_chest": (_WIDE, _hand_on_chest),
    "lift": (_WIDE, _lift),
    "lower": (_WIDE, _lower),
    "phone": (100, _phone),
    "carry_on": (100, _carry_on),
    "easier": (100, _easier),
    "hurts": (100, _hurts),
    "fine": (100, _fine),
    "stop": (100, _stop),
    "pause": (100, _pause),
    "yes": (100, _yes),
    "no": (100, _no),
    "better": (100, _better),
    "same": (100, _same),
    "worse": (100, _worse),
    "again": (100, _again),
    "lantern": (100, _lantern),
    "house": (100, _house),
    "star": (100, _star),
    "sound": (100, _sound),
    "camera": (100, _camera),
    "person": (100, _person),
    "helper": (100, _helper),
    "chair": (100, _chair),
    "moon": (100, _moon),
    "arrow_left": (100, _arrow_left),
    "arrow_right": (100, _arrow_right),
}
NAMES = frozenset(_DRAWINGS)


def draw(name: str, wide: int, tall: int) -> np.ndarray:
    """(tall, wide, 4) uint8 sRGB and coverage of drawing `name`, as large as fits, in the middle."""
    if name not in _DRAWINGS:
        near = difflib.get_close_matches(name, sorted(_DRAWINGS), 1)
        hint = f"; did you mean {near[0]!r}?" if near else "."
        raise ValueError(f"there is no drawing {name!r}{hint} The drawings are: {', '.join(sorted(_DRAWINGS))}")
    units_wide, paint = _DRAWINGS[name]
    pen = _Pen(max(1, wide), max(1, tall), units_wide)
    paint(pen)
    small = pygame.transform.smoothscale(pen.surface, (max(1, wide), max(1, tall)))
    colours = np.swapaxes(pygame.surfarray.array3d(small), 0, 1)
    coverage = pygame.surfarray.array_alpha(small).T
    return np.ascontiguousarray(np.dstack([colours, coverage]))
