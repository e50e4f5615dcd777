"""The pen of icons and pictures: strokes, dots and the little figures they are made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from game.render import text as _fonts  # noqa: F401  (quiets pygame's greeting before it is imported)

import pygame  # isort: skip

Point = tuple[float, float]
Rgb = tuple[int, int, int]
INK, DIM, AMBER, CYAN = (255, 244, 223), (150, 152, 182), (255, 196, 107), (191, 233, 242)
_OVER = 4
_INSIDE = 0.92  # strokes have width: a little room at the canvas's edge


class Pen:
    """Strokes in units (100 tall, y down) on a surface drawn too large."""

    def __init__(self, wide: int, tall: int, units_wide: float) -> None:
        self.unit = min(wide / units_wide, tall / 100) * _OVER * _INSIDE
        self._dx = (wide * _OVER - units_wide * self.unit) / 2
        self._dy = (tall * _OVER - 100 * self.unit) / 2
        self.surface = pygame.Surface((wide * _OVER, tall * _OVER), pygame.SRCALPHA)

    def at(self, p: Point) -> tuple[float, float]:
        return (self._dx + p[0] * self.unit, self._dy + p[1] * self.unit)

    def stroke(self, points: Sequence[Point], width: float = 7, colour: Rgb = INK) -> None:
        at, radius = [self.at(p) for p in points], width * self.unit / 2
        for (x0, y0), (x1, y1) in pairwise(at):
            length = math.hypot(x1 - x0, y1 - y0)
            if length > 0:
                nx, ny = -(y1 - y0) / length * radius, (x1 - x0) / length * radius
                corners = [(x0 + nx, y0 + ny), (x1 + nx, y1 + ny), (x1 - nx, y1 - ny), (x0 - nx, y0 - ny)]
                pygame.draw.polygon(self.surface, colour, corners)
        for x, y in at:
            pygame.draw.circle(self.surface, colour, (x, y), radius)

    def dot(self, centre: Point, radius: float, colour: Rgb = INK) -> None:
        pygame.draw.circle(self.surface, colour, self.at(centre), radius * self.unit)

    def fill(self, points: Sequence[Point], colour: Rgb = INK, round_by: float = 3) -> None:
        pygame.draw.polygon(self.surface, colour, [self.at(p) for p in points])
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


def standing(
    pen: Pen,
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


def seated(pen: Pen, x: float, foot: float, tall: float, colour: Rgb = INK) -> None:
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


def screen(pen: Pen, x: float, foot: float) -> None:
    pen.stroke(
        [(x - 10, foot - 34), (x + 10, foot - 34), (x + 10, foot - 20), (x - 10, foot - 20), (x - 10, foot - 34)],
        3.5,
        CYAN,
    )
    pen.stroke([(x, foot - 20), (x, foot - 8)], 3.5, CYAN)
    pen.stroke([(x - 8, foot - 7), (x + 8, foot - 7)], 3.5, CYAN)
