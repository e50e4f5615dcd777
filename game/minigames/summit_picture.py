"""Summit as a draw list: reads the game's state, changes nothing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from game.drawlist import COLOURS, Colour, DrawList, Instances, Item, Line, Tone
from game.minigames.motion import ease, mix, place, places, turned
from game.minigames.staging import afloat, bow, choir, music, panels, people, ring, seats, sparks, surroundings
from game.minigames.summit_stage import CABIN_M, CAR, MAST, PERCH_M, RING_M
from game.minigames.summit_view import bank, moon, mountain, stations, veils
from game.minigames.tints import WHITE, fade

if TYPE_CHECKING:
    from game.minigames.summit import State

_ROPE: Colour = (0.030, 0.024, 0.045, 1.0)
_LANTERN = 1.1  # scale of one of a short rise
_WEIGHT = 2.3  # scale of the counterweight
_YAW = 0.34  # the cabin is seen a little from its side


def picture(s: State) -> DrawList:
    world = surroundings(s, "valley", _windows(s))
    sparkle = s.stage.weight(0.0) if s.stage.dips else s.stage.ring
    return DrawList(
        s.stage.view.camera(),
        world,
        items=(*mountain(s), *moon(s), *_way(s), *_cars(s), *_goal(s), *seats(s, s.stage.player, s.stage.coach)),
        lines=(*bank(s, world.hour), *_ropes(s)),
        people=people(s, s.stage.player, s.stage.coach),
        instances=(*stations(s), *veils(s, world.hour), *_lanterns(s), *afloat(s), *sparks(s, sparkle, RING_M)),
        panels=panels(s, s.stage.out),
        cues=s.heard,
        tones=_tones(s),
        notes={"game": "summit"},
        focus=s.stage.ring,
    )


def _windows(s: State) -> tuple[float, ...]:
    """The village below wakes with the climb: one window after another."""
    lit = s.climb.woken * 10.0
    return tuple(min(max(lit - ((3 * i) % 10), 0.0), 1.0) for i in range(10))


def _way(s: State) -> tuple[Item, ...]:
    """Mast and counterweight."""
    x, y, z = s.stage.mast
    items = [Item("mast", "mast", place(x, y, z, MAST, 0.9 * s.stage.out))]
    if s.stage.dips:
        x, y, z = s.stage.weight(s.car.sunk)
        fill = ease(s.car.load)
        items.append(
            Item(
                "weight",
                "counterweight",
                place(x, y, z, _WEIGHT),
                WHITE,
                glow=0.35 + 0.6 * fill,
                glow_m=mix(0.8, 1.8, fill),
                part=mix(0.08, 1.0, fill),
            )
        )
    return tuple(items)


def _goal(s: State) -> tuple[Item, ...]:
    """The ring at the station, cyan: it closes with the movement, and shines when the target is there."""
    here = s.busy
    x, y, z = s.stage.ring
    shine = ease(s.car.shine)
    frame = place(x, y, z - 0.1, RING_M * (1.0 + 0.04 * shine))
    items = ring("ring", frame, here, s.car.closed, shine, rest=(0.40, 0.3), halo_m=(0.14, 0.16))
    if shine <= 0.0:
        return items
    return (*items, Item("ring-halo", "glow", place(x, y, z - 0.2, 4.2), fade(COLOURS["cyan"], 0.30 * here * shine)))


def _cars(s: State) -> tuple[Item, ...]:
    """The car that the movement lifts, and those on their way up the mountain."""
    rides = s.climb.on_the_way(s.t_s) + ([s.last] if s.last is not None else [])
    items: list[Item] = []
    bright = mix(0.4 * s.part, 1.0, ease(s.car.shine))
    if s.last is None and s.car.here > 0.0:
        items += _car(s, len(s.climb.rides), s.stage.on_rope(s.car.lift), 1.0, s.car.lit, bright, s.car.swing)
    for ride in rides:
        share = 1.0 if ride is s.last else s.climb.share(ride.index)
        at = ride.at(s.stage, share, s.climb.near, s.t_s)
        sway = 0.03 * math.sin(0.9 * s.t_s + ride.index)
        items += _car(s, ride.index, at, ride.seen(s.t_s), ride.shining(s.t_s), 1.0, sway)
    return tuple(items)


def _car(s: State, number: int, at: np.ndarray, size: float, lit: float, bright: float, swing: float) -> list[Item]:
    swing = swing + 0.02 * math.sin(1.1 * s.t_s)
    x, y, z = at + CABIN_M * np.array([math.sin(swing), -math.cos(swing), 0.25])
    hung = turned(at, CAR * mix(0.02, 1.0, size), _YAW * s.stage.out, 0.0, swing)
    return [
        Item(f"car-{number}", "gondola", hung, WHITE, glow=mix(0.74, 0.94, bright) * lit),
        Item(f"shine-{number}", "glow", place(x, y, z, mix(1.7, 3.0, bright)), fade(COLOURS["amber"], 0.50 * lit)),
    ]


def _ropes(s: State) -> tuple[Line, ...]:
    """The near rope, and the far one from the mast to the station that is next."""
    share = s.climb.share(min(len(s.climb.rides), s.climb.stations - 1))
    lines = [
        Line("rope", s.stage.rope, _ROPE, 0.045),
        Line("far-rope", s.stage.far_rope(share, s.climb.near), fade(_ROPE, 0.8), 0.045),
    ]
    if s.stage.dips:
        weight = s.stage.weight(s.car.sunk) + np.array([0.0, 0.38 * _WEIGHT, 0.0])
        top = np.array([weight[0], s.stage.mast[1], weight[2]])
        lines.append(Line("weight-rope", np.linspace(top, weight, 6), _ROPE, 0.04))
    if s.climb.lanterns:
        for k, (foot, (_, hung)) in enumerate(zip(_perched(s), s.climb.lanterns, strict=True)):
            ends = np.stack([hung, foot])
            ends[:, 1] += PERCH_M, 0.17 * _LANTERN
            lines.append(Line(f"perch-{k}", ends, _ROPE, 0.03))
    return tuple(lines)


def _perched(s: State) -> np.ndarray:
    """(N, 3) metres: where the lanterns of the short rises hang."""
    points = np.array([at for _, at in s.climb.lanterns])
    points[:, 0] += 0.02 * np.sin(0.9 * s.t_s + np.arange(len(points)))
    return points


def _lanterns(s: State) -> tuple[Instances, ...]:
    """Lanterns of the short rises, on the rope."""
    if not s.climb.lanterns:
        return ()
    points = _perched(s)
    colours = np.ones((len(points), 4))
    colours[:, 3] = [ease((s.t_s - since) / 1.5) for since, _ in s.climb.lanterns]
    matrices = places(points, np.full(len(points), _LANTERN))
    return (Instances("perch", "lantern", matrices, colours, glow=0.95, glow_m=1.1),)


def _tones(s: State) -> tuple[Tone, ...]:
    calm = s.resting or s.end_s is not None
    hum = Tone("cable", "cable_hum", gain=0.30 * ease(s.moving) * min(1.0, 0.3 + s.part))
    wind = Tone("wind", "wind_soft", gain=0.14 + 0.12 * ease(s.view))
    crickets = Tone("crickets", "crickets", gain=0.25 if calm else 0.10)
    return (Tone("water", "water", gain=0.22), wind, crickets, hum, bow(s, 0.30), choir(s), *music(s, "valley"))
