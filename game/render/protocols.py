"""The drawings of the functional tests: how one stands, sits, reaches. Amber is what the player does, cyan the way."""

from __future__ import annotations

import math
from collections.abc import Callable

from game.render.pen import AMBER, CYAN, DIM, INK, Pen, Point, Rgb, seated, standing

_ARMS = ((14, 17), (2, 22))  # elbow and hand of a figure that folds its arms


def _fold(pen: Pen, x: float, foot: float, tall: float) -> None:
    """Arms crossed on the chest of a figure from the front."""
    u = tall / 100
    top = foot - 78 * u
    for side in (-1, 1):
        arm = [(x + side * 11 * u, top), (x + side * 13 * u, top + 17 * u), (x - side * 8 * u, top + 6 * u)]
        pen.stroke(arm, 6 * u, AMBER)


def _chair_stand(pen: Pen) -> None:
    pen.stroke([(27, 36), (27, 64), (53, 64)], 4, DIM)
    for x in (27, 53):
        pen.stroke([(x, 64), (x, 90)], 4, DIM)
    pen.dot((39, 18), 7.5)
    pen.stroke([(39, 34), (39, 58)], 14)
    pen.stroke([(40, 58), (62, 58), (62, 86), (69, 87)], 8)
    pen.stroke([(39, 34), (48, 47), (37, 40)], 6, AMBER)
    pen.arrow((78, 70), (78, 34), CYAN, 4.5)
    pen.arrow((88, 34), (88, 70), CYAN, 4.5)
    standing(pen, 122, 90, 84, left=_ARMS, right=_ARMS)
    _fold(pen, 122, 90, 84)


def _one_leg(pen: Pen) -> None:
    pen.stroke([(24, 40), (24, 66), (44, 66)], 4, DIM)
    for x in (24, 44):
        pen.stroke([(x, 66), (x, 92)], 4, DIM)
    pen.dot((78, 14), 7.5)
    pen.fill([(68, 28), (88, 28), (84, 52), (72, 52)], INK, 8)
    pen.stroke([(68, 29), (62, 42), (60, 56)], 6)
    pen.stroke([(88, 29), (94, 42), (96, 56)], 6)
    pen.stroke([(73, 52), (72, 72), (71, 90)], 8.5)
    pen.stroke([(83, 52), (90, 68), (86, 82)], 8.5, AMBER)
    pen.arrow((102, 90), (102, 74), CYAN, 4.5)
    standing(pen, 134, 92, 80, DIM, left=((14, 12), (26, 16)))


def _helper(pen: Pen) -> None:
    standing(pen, 62, 92, 86)
    standing(pen, 104, 92, 86, CYAN, left=((14, 12), (26, 18)))
    pen.stroke([(16, 44), (16, 68), (36, 68)], 4, DIM)
    for x in (16, 36):
        pen.stroke([(x, 68), (x, 92)], 4, DIM)


def _foot(pen: Pen, x: float, y: float, size: float, colour: Rgb) -> None:
    """A sole from above, toes up, its heel's end at (x, y)."""
    turn = [2 * math.pi * i / 24 for i in range(24)]
    for wide, tall, up in ((7.5, 13.0, 30.0), (5.5, 8.0, 8.0)):
        pen.fill([(x + size * wide * math.cos(t), y + size * (tall * math.sin(t) - up)) for t in turn], colour, size)
    pen.stroke([(x, y - 28 * size), (x, y - 8 * size)], 9 * size, colour)


def _feet(left: Point, right: Point, size: float) -> Callable[[Pen], None]:
    def paint(pen: Pen) -> None:
        _foot(pen, *left, size, INK)
        _foot(pen, *right, size, AMBER)

    return paint


def _reach(pen: Pen) -> None:
    pen.dot((60, 15), 7.5)
    pen.stroke([(60, 30), (58, 54)], 13)
    pen.stroke([(58, 54), (57, 74), (56, 90), (66, 91)], 9)
    pen.stroke([(60, 31), (98, 31)], 7, AMBER)
    pen.dot((100, 31), 5, AMBER)
    pen.arrow((112, 31), (140, 31), CYAN, 5)


def _curl(pen: Pen) -> None:
    seated(pen, 84, 92, 84)
    pen.stroke([(86, 32), (84, 52), (66, 38)], 8, AMBER)
    for end in ((60, 30), (70, 42)):
        pen.dot(end, 5, CYAN)
    pen.stroke([(60, 30), (70, 42)], 3, CYAN)
    pen.arc((78, 52), 30, 30, 0.45, 0.6, 4.5, CYAN)


def _turn_out(pen: Pen) -> None:
    pen.dot((80, 16), 7.5)
    pen.fill([(68, 32), (92, 32), (87, 66), (73, 66)], INK, 10)
    pen.stroke([(66, 33), (63, 56), (74, 60)], 7)
    pen.stroke([(94, 33), (97, 56)], 7)
    pen.stroke([(97, 56), (122, 60)], 7, AMBER)
    pen.arrow((104, 74), (126, 74), CYAN, 5)


DRAWINGS: dict[str, Callable[[Pen], None]] = {
    "test_chair": _chair_stand,
    "test_one_leg": _one_leg,
    "test_helper": _helper,
    "test_feet_together": _feet((63, 97), (97, 97), 2.1),
    "test_feet_half": _feet((67, 98), (93, 70), 1.55),
    "test_feet_line": _feet((80, 98), (80, 50), 1.1),
    "test_reach": _reach,
    "test_curl": _curl,
    "test_turn_out": _turn_out,
}
