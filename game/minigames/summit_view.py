"""The view of Summit: the mountain and its stations, mist that parts and closes, a far range, the moon's path."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from game.drawlist import COLOURS, Colour, Instances, Item, Line, colour
from game.minigames.motion import ease, mix, place, places
from game.minigames.staging import LAKE_M
from game.minigames.summit_stage import BANDS
from game.minigames.tints import WHITE, fade, mixed, tinted

if TYPE_CHECKING:
    from game.minigames.summit import State

_FOG = (colour("#A193B8"), colour("#4C5182"))  # at the first hour and at the last
_MOON, _RANGE = colour("#F6EAD2"), colour("#B9A9D6")
_VEILS = 10
_MOON_M = 34.0  # across a sprite whose middle part is the disc


def mountain(s: State) -> tuple[Item, ...]:
    """The mountain with its hut, and the far range on the other side."""
    x, y, z = s.stage.room(np.array([-0.50, 0.445, 220.0]))
    wide, tall = 0.42 * 220.0 * 0.728, 0.125 * 220.0 * 0.728
    return (
        Item("range", "massif", place(x, y, z, (wide * s.stage.out, tall, 20.0)), _RANGE),
        Item("massif", "massif", s.stage.massif(s.climb.near)),
        Item("hut", "hut", s.stage.hut(s.climb.near), WHITE),
    )


def moon(s: State) -> tuple[Item, ...]:
    """The moon comes out behind the far range by degrees, with the view, and its path lies on the water."""
    view = ease(s.view)
    across, up = -0.60 + 0.05 * s.climb.near, mix(0.50, 0.635 + 0.11 * s.climb.near, view)
    x, y, z = s.stage.room(np.array([across, up, 240.0]))
    path = s.stage.view.seen_at(0.31, across, 30.0)
    return (
        Item("moon", "spark", place(x, y, z, _MOON_M), fade(_MOON, 0.8)),
        Item("moon-glow", "glow", place(x, y, z, 60.0), fade(_MOON, 0.15 + 0.40 * view)),
        Item("moon-path", "lane", place(path[0], LAKE_M + 0.01, path[2], 1.7), fade(_MOON, 0.42 * view), glow=0.6),
    )


def bank(s: State, hour: float) -> tuple[Line, ...]:
    """Mist in the valley, that the mountains stand in: bands one over another, the broader the fainter, so that it is
    thick over the mountains' foot and has no edge."""
    wide = np.linspace(0.0, 1.0, BANDS) ** 1.2
    return tuple(
        Line(f"bank-{k}", points, fade(fog(hour), mix(0.26, 0.025, wide[k])), mix(0.5, 10.0, wide[k]))
        for k, points in enumerate(s.stage.bank)
    )


def veils(s: State, hour: float) -> tuple[Instances, ...]:
    """Thin mist before the mountain: it drifts aside as the view opens, and comes back over the next valley."""
    shut = 1.0 - ease(s.view)
    drift = 0.0 if s.setup.still else 0.004 * s.t_s
    share = (np.arange(_VEILS) * 0.6180339887 + drift) % 1.0
    row = np.arange(_VEILS) / _VEILS
    aside = 0.35 * ease(s.view) * np.sign(share - 0.5)
    spots = np.column_stack([-0.22 + 1.25 * share + aside, 0.47 + 0.30 * row, np.full(_VEILS, 120.0)])
    points = s.stage.view.seen(spots)
    colours = tinted(fog(hour), (0.05 + 0.38 * shut) * np.sin(math.pi * share) * (1.0 - 0.45 * row))
    return (Instances("veils", "glint", places(points, 55.0 + 30.0 * ((3.0 * share) % 1.0)), colours),)


def fog(hour: float) -> Colour:
    return mixed(*_FOG, hour)


def stations(s: State) -> tuple[Instances, ...]:
    """The way up the mountain: stations that are lit, amber; the next one waits, cyan; at the end all of them shine."""
    climb, count = s.climb, max(s.climb.stations, len(s.climb.rides))
    at = s.stage.stations(np.array([climb.share(i) for i in range(count)]), climb.near)
    lit = np.array([ride.lights(s.t_s) for ride in climb.rides] + [0.0] * (count - len(climb.rides)))
    shine = lit + 0.55 * np.array([_beacon(s, i, count) for i in range(count)])
    cores, halos = (tinted(COLOURS["window"], np.minimum(share * shine, 1.0)) for share in (1.0, 0.75))
    waits = tinted(COLOURS["cyan"], 0.30 * (1.0 - np.minimum(shine, 1.0)))
    nearest = len(climb.rides)
    if nearest < count:
        waits[nearest, 3] = 0.85 * s.busy
    return (
        Instances("stations-wait", "glow", places(at, np.full(count, 3.2)), waits),
        Instances("stations", "glow", places(at, np.full(count, 4.2)), cores),
        Instances("station-halos", "glow", places(at, np.full(count, 13.0)), halos),
    )


def _beacon(s: State, index: int, count: int) -> float:
    """How brightly a station answers in the ending, from the hut down: 0..1."""
    return float(s.beacons[min(int((count - 1 - index) / count * len(s.beacons)), len(s.beacons) - 1)])
