"""Words in Atkinson Hyperlegible: measured, broken into lines, and made into pictures of themselves.

Sizes are the height of the capitals in pixels, since that is what can be read from across a room.
"""

from __future__ import annotations

import os
from functools import lru_cache

import numpy as np

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # pygame greets on standard output otherwise

import pygame

from game.assets import asset

CAPITALS = 0.668  # of the em, as the font's own OS/2 table says
LINE = 1.72  # of the capitals' height, from one line of a paragraph to the next
_FILES = {False: "fonts/AtkinsonHyperlegible-Regular.ttf", True: "fonts/AtkinsonHyperlegible-Bold.ttf"}


@lru_cache(maxsize=64)
def _font(capitals_px: int, bold: bool) -> pygame.font.Font:
    if not pygame.font.get_init():
        pygame.font.init()
    return pygame.font.Font(str(asset(_FILES[bold])), max(4, round(capitals_px / CAPITALS)))


@lru_cache(maxsize=4096)
def width(text: str, capitals_px: int, bold: bool = False) -> int:
    """How wide one line of `text` is, in pixels."""
    return _font(capitals_px, bold).size(text)[0] if text else 0


def box(capitals_px: int, bold: bool = False) -> tuple[int, int]:
    """(height, top of the capitals) of a line's picture, in pixels."""
    font = _font(capitals_px, bold)
    return font.get_height(), font.get_ascent() - capitals_px


def picture(text: str, capitals_px: int, bold: bool = False) -> np.ndarray:
    """(H, W) uint8 coverage of one line."""
    surface = _font(capitals_px, bold).render(text, True, (255, 255, 255))
    return np.ascontiguousarray(pygame.surfarray.array_alpha(surface).T)


def lines(text: str, widest_px: float, capitals_px: int, bold: bool = False) -> tuple[str, ...]:
    """`text` broken at spaces into lines no wider than `widest_px`, about equally long; a word that is wider is broken.

    A line feed in `text` begins a new line.
    """
    found: list[str] = []
    for paragraph in text.split("\n"):
        words = [part for word in paragraph.split() for part in _broken(word, widest_px, capitals_px, bold)]
        if not words:
            continue
        fewest = _filled(words, widest_px, capitals_px, bold)
        low, high = widest_px * 0.4, widest_px  # the narrowest measure that needs no more lines looks best
        for _ in range(6):
            middle = (low + high) / 2
            narrower = _filled(words, middle, capitals_px, bold)
            fits = all(width(line, capitals_px, bold) <= middle for line in narrower)
            low, high = (low, middle) if fits and len(narrower) <= len(fewest) else (middle, high)
        found += _filled(words, high, capitals_px, bold)
    return tuple(found)


def _filled(words: list[str], widest_px: float, capitals_px: int, bold: bool) -> list[str]:
    rows = [words[0]]
    for word in words[1:]:
        longer = f"{rows[-1]} {word}"
        if width(longer, capitals_px, bold) <= widest_px:
            rows[-1] = longer
        else:
            rows.append(word)
    return rows


def _broken(word: str, widest_px: float, capitals_px: int, bold: bool) -> list[str]:
    if width(word, capitals_px, bold) <= widest_px or len(word) < 2:
        return [word]
    cut = len(word) - 1
    while cut > 1 and width(word[:cut], capitals_px, bold) > widest_px:
        cut -= 1
    return [word[:cut], *_broken(word[cut:], widest_px, capitals_px, bold)]
