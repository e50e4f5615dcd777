"""A postcard: a picture on paper, and under it a few words and the day. Pixels alone, no GPU."""

from __future__ import annotations

import numpy as np

from game.render import text as words

WIDTH, HEIGHT = 1748, 1240  # A6, printed at 300 dots to the inch
PICTURE = (1588, 893)  # 16 to 9, as the games are composed
_MARGIN = (WIDTH - PICTURE[0]) // 2
_PAPER, _INK, _FAINT = (251, 246, 234), (59, 31, 43), (118, 92, 100)
_CAPITALS_PX, _LEAST_PX, _DAY_PX = 46, 26, 28
_GAP_PX = 60  # between caption and day


def card(picture: np.ndarray, caption: str, day: str) -> np.ndarray:
    """(HEIGHT, WIDTH, 3) uint8 sRGB of the card; `picture` (PICTURE's height, width, 3) likewise.

    A long caption takes two lines, then smaller ones.
    """
    paper = np.full((HEIGHT, WIDTH, 3), _PAPER, np.uint8)
    low = _MARGIN + PICTURE[1]
    paper[_MARGIN:low, _MARGIN : _MARGIN + PICTURE[0]] = picture
    right = WIDTH - _MARGIN - words.width(day, _DAY_PX)
    rows, px = _fitting(caption.replace("'", "’"), right - _GAP_PX - _MARGIN)
    step = round(words.LINE * px)
    top = (low + HEIGHT - _MARGIN // 4 - px - step * (len(rows) - 1)) // 2
    for i, row in enumerate(rows):
        _write(paper, row, _MARGIN, top + i * step, px, _INK)
    foot = top + px + step * (len(rows) - 1)
    _write(paper, day, right, foot - _DAY_PX, _DAY_PX, _FAINT)
    return paper


def _fitting(caption: str, wide: float) -> tuple[tuple[str, ...], int]:
    """The caption's lines and the height of their capitals: two lines at most, where the words are few enough."""
    px = _CAPITALS_PX
    while len(rows := words.lines(caption, wide, px)) > 2 and px > _LEAST_PX:
        px -= 2
    return rows[:4], px


def _write(paper: np.ndarray, text: str, x: int, y: int, capitals_px: int, colour: tuple[int, int, int]) -> None:
    """One line, its capitals' top left at x, y."""
    coverage = words.picture(text, capitals_px)
    y -= words.box(capitals_px)[1]
    under = paper[y : y + coverage.shape[0], x : x + coverage.shape[1]]
    under[:] = np.rint(under + (np.array(colour) - under.astype(float)) * coverage[:, :, None] / 255)
