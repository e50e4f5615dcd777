"""Glider as a draw list: reads the game's state, changes nothing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from game.drawlist import COLOURS, Colour, DrawList, Instances, Item, Line, Tone
from game.minigames.glider_air import air, from_hand, tips, wind, wisps
from game.minigames.glider_route import places_of_rings
from game.minigames.glider_stage import BELL, BELL_AT, RING_M, RINGS, SPAN_M
from game.minigames.motion import ease, mix, place, places, turned
from game.minigames.staging import LAKE_M, afloat, bow, choir, music, panels, people, ring, seats, sparks, surroundings
from game.minigames.tints import WHITE, fade, mixed, tinted

if TYPE_CHECKING:
    from game.minigames.glider import State


def picture(s: State) -> DrawList:
    return DrawList(
        s.stage.view.camera(),
        surroundings(s, "valley", s.route.windows),
        items=(*_rings(s), *_glider(s), *seats(s, s.stage.player, s.stage.coach)),
        lines=(*_string(s), *tips(s)),
        people=people(s, s.stage.player, s.stage.coach),
        instances=(
            *wisps(s),
            *air(s),
            *wind(s),
            *from_hand(s),
            *_left(s),
            *afloat(s),
            *_answers(s),
            *sparks(s, s.passed, RING_M),
        ),
        panels=panels(s, s.stage.out),
        cues=s.heard,
        tones=_tones(s),
        notes={"game": "glider"},
        focus=s.stage.top,
    )


def _rings(s: State) -> tuple[Item, ...]:
    """The rings that wait, cyan, each with its bell; the next one closes with the movement, and shines for the glider.
    The one that was passed turns amber, opens, and is gone: its bell is on its way."""
    ring, here = s.ring, s.busy
    items: list[Item] = []
    for number, place_ in places_of_rings(ring):
        at = s.stage.ring(place_)
        first = number == ring.number
        there = here * (ease(ring.appeared) if number == ring.number + RINGS - 1 or s.setup.still else 1.0)
        closed = ring.closed if first else 0.0
        shine = ease(ring.shine) if first else 0.0
        items += _ring(f"ring-{number}", at, COLOURS["cyan"], there, closed, shine)
    if ring.gone < 1.0:
        there, amber = here * (1.0 - ease(ring.gone)), mixed(COLOURS["cyan"], COLOURS["amber"], ease(ring.gone / 0.4))
        items += _ring(f"ring-{ring.number - 1}", s.passed, amber, there, 1.0, there, 1.0 + 0.25 * ease(ring.gone))
    return tuple(items)


def _ring(
    id: str, at: np.ndarray, tint: Colour, there: float, closed: float, shine: float, opened: float = 1.0
) -> list[Item]:
    x, y, z = at
    frame = place(x, y, z, RING_M * opened * (1.0 + 0.05 * shine))
    bell = place(x, y + BELL_AT[1], z, BELL)
    items = [
        *ring(id, frame, there, closed, shine, rest=(0.42, 0.3), halo_m=(0.16, 0.20), tint=tint),
        Item(f"{id}-bell", "ring_bell", bell, fade(tint, there), glow=0.5 + 0.4 * shine),
    ]
    if shine > 0.0:
        items.append(Item(f"{id}-halo", "glow", place(x, y, z - 0.1, 4.4), fade(tint, 0.30 * there * shine)))
    return items


def _glider(s: State) -> tuple[Item, ...]:
    """The glider, and the light it throws on the lake."""
    flight = s.flight
    x, y, z = flight.at
    fill = ease(flight.fill)
    bob = 0.035 * math.sin(1.3 * s.t_s) * (1.0 - ease(flight.free))
    low = ease((1.6 - (y - LAKE_M)) / 1.2)
    return (
        Item(
            "glider",
            "glider",
            turned(np.array([x, y + bob, z]), SPAN_M, *flight.turn),
            WHITE,
            glow=mix(0.78, 0.98, fill),
            glow_m=mix(0.9, 2.1, fill),
            part=mix(0.72, 1.0, fill),
        ),
        Item(
            "wake",
            "wake",
            place(x, LAKE_M + 0.01, z, (1.0, 1.0, 2.2)),
            fade(COLOURS["amber"], 0.8 * low),
            glow=0.5,
        ),
    )


def _string(s: State) -> tuple[Line, ...]:
    """The string that the bells hang on, as far as they have come."""
    far = 1.0 if s.end_s is not None else s.route.strung(s.t_s)
    if s.end_s is not None:
        far = max(s.route.strung(s.t_s), float(s.answers.mean()))
    if far <= 0.01:
        return ()
    points = s.stage.string(far)
    return (Line("string", points, fade(COLOURS["core"], 0.40), 0.035, 0.15),)


def _left(s: State) -> tuple[Instances, ...]:
    """Bells on the string, and lights on the lake; a bell sways, and swells with its note of the ending."""
    groups: list[Instances] = []
    for kind, mesh in (("sky", "ring_bell"), ("water", "float_lantern")):
        lamps = [lamp for lamp in s.route.lamps if lamp.kind == kind]
        if not lamps:
            continue
        at = [lamp.at(s.stage, s.route.key, s.route.slots, s.t_s) for lamp in lamps]
        tint = COLOURS["amber"] if kind == "sky" else WHITE
        colours = tinted(tint, [ease(lamp.age_s(s.t_s) / 0.8) for lamp in lamps])
        sizes = np.array([size for _, size in at])
        if kind == "sky":
            sizes = sizes * (1.0 + 0.25 * np.array([_answered(s, lamp.index) for lamp in lamps]))
        points = np.array([point for point, _ in at])
        groups.append(Instances(kind, mesh, places(points, sizes), colours, glow=0.95))
        if kind == "sky":
            halo = colours * np.array([1.0, 1.0, 1.0, 0.55])
            groups.append(Instances("sky-halo", "glow", places(points, 3.0 * sizes), halo))
        else:
            groups.append(Instances("water-halo", "glow", places(points, np.full(len(lamps), 1.2)), colours))
    return tuple(groups)


def _answered(s: State, index: int) -> float:
    """How loud the index-th bell is while the tune is played: it swells and calms."""
    loud = float(s.answers[index % len(s.answers)])
    return 4.0 * loud * (1.0 - loud)


def _answers(s: State) -> tuple[Instances, ...]:
    """The end: far lights complete the string, one for each note."""
    if s.end_s is None:
        return ()
    lit = s.route.count("sky")
    count = min(max(s.route.slots - lit, 4), len(s.answers))
    shares = np.linspace(min(lit / s.route.slots, 0.8), 1.0, count + 1)[1:]
    at = [s.stage.strung(float(u)) for u in shares]
    colours = tinted(COLOURS["amber"], [0.75 * ease(float(loud)) for loud in s.answers[:count]])
    sizes = np.array([size for _, size in at])
    return (Instances("answers", "glow", places(np.array([point for point, _ in at]), 1.7 * sizes), colours),)


def _tones(s: State) -> tuple[Tone, ...]:
    calm = s.resting or s.end_s is not None
    wind_ = Tone("wind", "wind_soft", gain=mix(0.12, 0.34, ease(s.flight.free)))
    crickets = Tone("crickets", "crickets", gain=0.28 if calm else 0.10)
    return (Tone("water", "water", gain=0.28), wind_, crickets, bow(s, 0.34), choir(s), *music(s, "valley"))
