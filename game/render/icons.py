"""The drawings that panels and buttons name: plain figures and signs in the colours of the words.

Drawn with round strokes on a canvas 100 units tall, four times too large, and scaled down. Amber marks the player's
own, cyan what to do or where to go, as everywhere in the game. An unknown name raises ValueError with the nearest
known one.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable

import numpy as np

from game.render import protocols
from game.render.pen import AMBER, CYAN, DIM, INK, Pen, screen, seated, standing

import pygame  # isort: skip  (after pen, which quiets its greeting)


def _place_chair(pen: Pen) -> None:  # room all round, a steady chair, somebody near, the phone in reach
    pen.dashes((70, 90), 62, 9, CYAN, 20)
    seated(pen, 56, 90, 78)
    standing(pen, 112, 88, 84, DIM, left=((16, 12), (27, 20)))
    pen.stroke([(15, 62), (15, 78), (23, 78), (23, 62), (15, 62)], 3.2, AMBER)
    pen.dot((19, 73.5), 1.6, AMBER)


def _place_alone(pen: Pen) -> None:  # a chair against the wall, nobody and nothing in the ring, the phone outside it
    for i in range(20):
        start, end = (i + 0.18) / 20, (i + 0.78) / 20
        if math.cos(2 * math.pi * start) < 0.72 > math.cos(2 * math.pi * end):
            pen.arc((84, 88), 52, 10, start, end, 3.2, CYAN)
    pen.fill([(127, 6), (142, 6), (142, 90), (127, 90)], DIM, 3)
    seated(pen, 104, 88, 84)
    pen.stroke([(12, 62), (12, 80), (21, 80), (21, 62), (12, 62)], 3.2, AMBER)
    pen.dot((16.5, 75.5), 1.6, AMBER)


def _place_stand(pen: Pen) -> None:
    pen.dashes((80, 91), 58, 8, CYAN, 20)
    standing(pen, 80, 91, 90, left=((19, 10), (30, 22)), right=((19, 10), (30, 22)))
    for side in (-1, 1):
        pen.arrow((80 + side * 38, 60), (80 + side * 60, 60), CYAN, 4.5)


def _place_seated(pen: Pen) -> None:
    screen(pen, 22, 90)
    pen.dashes((98, 91), 46, 7, CYAN, 18)
    seated(pen, 98, 90, 84)


def _step_back(pen: Pen) -> None:
    screen(pen, 24, 92)
    standing(pen, 122, 92, 86)
    pen.arrow((52, 60), (92, 60))


def _step_closer(pen: Pen) -> None:
    screen(pen, 24, 92)
    standing(pen, 122, 92, 86)
    pen.arrow((96, 60), (56, 60))


def _turn_front(pen: Pen) -> None:
    standing(pen, 80, 88, 82)
    pen.arc((80, 88), 34, 8, 0.02, 0.46, 4.5, CYAN)
    pen.arrow((50, 92), (46, 86), CYAN, 4.5)


def _turn_side(pen: Pen) -> None:
    screen(pen, 24, 90)
    seated(pen, 100, 90, 84)
    pen.arc((98, 94), 36, 5, 0.05, 0.45, 4, CYAN)


def _hand_on_chest(pen: Pen) -> None:
    pen.dot((80, 20), 14)
    pen.fill([(55, 48), (105, 48), (100, 92), (60, 92)], INK, 14)
    pen.stroke([(51, 49), (36, 68), (34, 90)], 12, INK)
    pen.stroke([(108, 50), (121, 80), (88, 66)], 18, (16, 22, 46))
    pen.stroke([(108, 50), (121, 80), (88, 66)], 13, AMBER)
    pen.dot((84, 65), 9, AMBER)


def _lift(pen: Pen) -> None:
    standing(pen, 64, 92, 88, right=((20, -3), (38, -12)))
    pen.arc((66, 30), 46, 44, 0.10, -0.10, 4.5, CYAN)
    pen.arrow((104, 12), (101, 4), CYAN, 4.5)


def _lower(pen: Pen) -> None:
    standing(pen, 64, 92, 88, right=((20, -3), (38, -12)))
    pen.arc((66, 30), 46, 44, -0.10, 0.10, 4.5, CYAN)
    pen.arrow((105, 50), (102, 57), CYAN, 4.5)


def _phone(pen: Pen) -> None:
    pen.stroke([(34, 12), (66, 12), (66, 88), (34, 88), (34, 12)], 8)
    pen.dot((50, 76), 4.5, AMBER)


def _carry_on(pen: Pen) -> None:
    pen.fill([(30, 18), (78, 50), (30, 82)], AMBER, 10)


def _easier(pen: Pen) -> None:  # a slope that falls away gently
    pen.stroke([(14, 34), (34, 36), (54, 54), (72, 70), (88, 74)], 9, INK)
    pen.arrow((50, 26), (70, 46), CYAN, 7)


def _hurts(pen: Pen) -> None:
    pen.arc((50, 50), 36, 36, 0, 1, 7)
    pen.dot((37, 42), 5)
    pen.dot((63, 42), 5)
    pen.arc((50, 78), 17, 14, 0.58, 0.92, 6.5)


def _fine(pen: Pen) -> None:
    pen.arc((50, 50), 36, 36, 0, 1, 7)
    pen.dot((37, 42), 5)
    pen.dot((63, 42), 5)
    pen.arc((50, 50), 19, 17, 0.08, 0.42, 6.5)


def _stop(pen: Pen) -> None:
    pen.fill([(26, 26), (74, 26), (74, 74), (26, 74)], INK, 12)


def _pause(pen: Pen) -> None:
    for x in (35, 65):
        pen.stroke([(x, 22), (x, 78)], 16)


def _yes(pen: Pen) -> None:
    pen.stroke([(18, 54), (40, 76), (82, 26)], 11, AMBER)


def _no(pen: Pen) -> None:
    pen.stroke([(26, 26), (74, 74)], 11)
    pen.stroke([(74, 26), (26, 74)], 11)


def _better(pen: Pen) -> None:
    pen.arrow((50, 82), (50, 20), AMBER, 9)


def _same(pen: Pen) -> None:
    pen.stroke([(22, 38), (78, 38)], 9)
    pen.stroke([(22, 62), (78, 62)], 9)


def _worse(pen: Pen) -> None:
    pen.arrow((50, 18), (50, 80), INK, 9)


def _again(pen: Pen) -> None:
    pen.arc((50, 52), 32, 32, -0.10, 0.68, 8)
    pen.arrow((70, 30), (78, 32), INK, 8)


def _lantern(pen: Pen) -> None:
    pen.fill([(38, 84), (62, 84), (74, 36), (62, 16), (38, 16), (26, 36)], AMBER, 8)
    pen.stroke([(38, 86), (62, 86)], 7, (94, 55, 72))
    pen.dot((50, 66), 9, (255, 233, 184))


def _house(pen: Pen) -> None:
    pen.stroke([(12, 50), (50, 16), (88, 50)], 9)
    pen.stroke([(22, 46), (22, 86), (78, 86), (78, 46)], 8)
    pen.fill([(43, 54), (57, 54), (57, 70), (43, 70)], AMBER, 4)


def _star(pen: Pen) -> None:
    turns = [math.pi * (i / 5 - 0.5) for i in range(10)]
    radii = [40 if i % 2 == 0 else 17 for i in range(10)]
    pen.fill([(50 + r * math.cos(t), 53 + r * math.sin(t)) for t, r in zip(turns, radii, strict=True)], AMBER, 5)


def _sound(pen: Pen) -> None:
    pen.fill([(16, 40), (30, 40), (48, 22), (48, 78), (30, 60), (16, 60)], INK, 5)
    for radius in (16, 30):
        pen.arc((52, 50), radius, radius * 1.1, -0.13, 0.13, 6)


def _camera(pen: Pen) -> None:
    pen.stroke([(14, 28), (64, 28), (64, 72), (14, 72), (14, 28)], 8)
    pen.fill([(74, 44), (88, 34), (88, 66), (74, 56)], INK, 5)


def _person(pen: Pen) -> None:
    standing(pen, 50, 94, 90)


def _helper(pen: Pen) -> None:
    standing(pen, 32, 94, 86)
    standing(pen, 68, 94, 86, CYAN, left=((14, 10), (25, 8)))


def _chair(pen: Pen) -> None:
    pen.stroke([(70, 12), (66, 56), (28, 56)], 8)
    pen.stroke([(66, 56), (72, 90)], 8)
    pen.stroke([(30, 56), (26, 90)], 8)


def _postcard(pen: Pen) -> None:  # hills, and a light above them
    pen.stroke([(8, 22), (92, 22), (92, 78), (8, 78), (8, 22)], 7)
    pen.stroke([(16, 66), (36, 48), (52, 62), (64, 54), (84, 68)], 6)
    pen.dot((62, 38), 7, AMBER)


def _moon(pen: Pen) -> None:
    pen.dot((50, 50), 34, AMBER)
    pygame.draw.circle(pen.surface, (0, 0, 0, 0), pen.at((66, 42)), 30 * pen.unit)


def _arrow_left(pen: Pen) -> None:
    pen.arrow((82, 50), (20, 50), INK, 9)


def _arrow_right(pen: Pen) -> None:
    pen.arrow((18, 50), (80, 50), INK, 9)


_WIDE = 160.0  # pictures; icons are square
_DRAWINGS: dict[str, tuple[float, Callable[[Pen], None]]] = {
    "place_chair": (_WIDE, _place_chair),
    "place_alone": (_WIDE, _place_alone),
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
    "postcard": (100, _postcard),
    "arrow_left": (100, _arrow_left),
    "arrow_right": (100, _arrow_right),
    **{name: (_WIDE, paint) for name, paint in protocols.DRAWINGS.items()},
}
NAMES = frozenset(_DRAWINGS)


def draw(name: str, wide: int, tall: int) -> np.ndarray:
    """(tall, wide, 4) uint8 sRGB and coverage of drawing `name`, as large as fits, in the middle."""
    if name not in _DRAWINGS:
        near = difflib.get_close_matches(name, sorted(_DRAWINGS), 1)
        hint = f"; did you mean {near[0]!r}?" if near else "."
        raise ValueError(f"there is no drawing {name!r}{hint} The drawings are: {', '.join(sorted(_DRAWINGS))}")
    units_wide, paint = _DRAWINGS[name]
    pen = Pen(max(1, wide), max(1, tall), units_wide)
    paint(pen)
    small = pygame.transform.smoothscale(pen.surface, (max(1, wide), max(1, tall)))
    colours = np.swapaxes(pygame.surfarray.array3d(small), 0, 1)
    coverage = pygame.surfarray.array_alpha(small).T
    return np.ascontiguousarray(np.dstack([colours, coverage]))
