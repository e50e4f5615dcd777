"""Colours as pictures need them: faded, mixed, the same for many."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from game.drawlist import Colour
from game.minigames.motion import mix

WHITE: Colour = (1.0, 1.0, 1.0, 1.0)


def fade(colour: Colour, share: float) -> Colour:
    return (*colour[:3], colour[3] * share)


def mixed(a: Colour, b: Colour, share: float) -> Colour:
    red, green, blue, alpha = (mix(x, y, share) for x, y in zip(a, b, strict=True))
    return red, green, blue, alpha


def tinted(tint: Colour, alpha: np.ndarray | Sequence[float]) -> np.ndarray:
    """(N, 4) one colour for many, of each as much as (N,) `alpha` says."""
    colours = np.tile(np.array(tint), (len(alpha), 1))
    colours[:, 3] = alpha
    return colours
