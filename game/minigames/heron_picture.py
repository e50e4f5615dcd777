"""Heron as a draw list: reads the game's state, changes nothing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from game.drawlist import COLOURS, DrawList, Instances, Item, Tone
from game.minigames.beach import LAMPLIGHT, PLANKTON, RUN_UP_M, surface_y
from game.minigames.heron_bird import beak, parts
from game.minigames.heron_stage import RING_M, RUN_UP
from game.minigames.motion import ease, mix, place, places
from game.minigames.staging import bow, choir, music, panels, people, seats, sparks, surroundings
from game.minigames.tints import WHITE, fade, tinted

if TYPE_CHECKING:
    from game.minigames.heron import State

LANTERNS = 10
_LIGHT = 1.6  # scale of the sea_lantern: 0.43 m tall
_TRAIL = 14
_MARKS = 60
_PALE = 0.22  # of the heron's own light: a grey bird against the moon would be a shadow


def picture(s: State) -> DrawList:
    afloat = tuple(1.0 if k < s.setup.arriving else 0.0 for k in range(LANTERNS))
    ring = _on_water(s, s.stage.way(s.station_m)[None], 0.05)[0]
    return DrawList(
        s.stage.view.camera(),
        surroundings(s, "shore", (*afloat, s.shore, _run_up_m(s) / RUN_UP_M), _quiet(s)),
        items=(*_goal(s, ring), *_light(s, ring), *_heron(s), *_props(s)),
        people=people(s, s.stage.player, s.stage.coach),
        instances=(
            *_trail(s, ring),
            *_prints(s),
            *_marks(s),
            *sparks(s, ring + np.array([0.0, 0.25, 0.0]), 0.7 * RING_M),
        ),
        panels=panels(s, 0.0 if s.stage.within else s.stage.out),  # from within, the ring lies low
        cues=s.heard,
        tones=_tones(s),
        notes={"game": "heron"},
    )


def _quiet(s: State) -> float:
    return mix(0.35, 0.8, max(s.hold, ease(s.calm)))


def _run_up_m(s: State) -> float:
    return RUN_UP * (0.4 if s.setup.still else 1.0)


def _on_water(s: State, points: np.ndarray, over_m: float) -> np.ndarray:
    """(N, 3) the same places `over_m` over the water, or over the sand where that is dry."""
    stir = 1.0 - 0.75 * _quiet(s)
    heights = [surface_y(float(x), float(z), s.t_s, _run_up_m(s), stir) + over_m for x, _, z in points]
    return np.column_stack([points[:, 0], heights, points[:, 2]])


def flat(x: float, y: float, z: float, radius: float, way: float) -> np.ndarray:
    """room_from_item (4, 4) of a ring that lies level, closing from its near side on to the right (+1) or left (-1)."""
    return np.array([[way * radius, 0, 0, x], [0, 0, radius, y], [0, radius, 0, z], [0, 0, 0, 1.0]])


def _goal(s: State, ring: np.ndarray) -> tuple[Item, ...]:
    """The ring of still water, cyan: from where the light comes it closes both ways, with the movement or the hold,
    and shines when it is closed. Seen so flat, a short piece of it would only be a bar."""
    here, shine = s.ring * s.busy, ease(s.shine)
    x, y, z = ring
    radius = RING_M * (1.0 + 0.05 * shine)
    y = max(y, float(_on_water(s, ring[None] + (0.0, 0.0, radius), 0.03)[0, 1]))  # the sand must not hide its near side
    halves = tuple(
        Item(
            id,
            "ring",
            flat(x, y + 0.02, z, radius, way),
            fade(COLOURS["cyan"], here * ease(s.closed / 0.4)),
            glow=0.6 + 0.4 * shine,
            glow_m=0.07 + 0.05 * shine,
            part=0.5 * s.closed,
        )
        for id, way in (("ring", 1.0), ("ring-left", -1.0))
    )
    return (
        Item("ring-rest", "ring", flat(x, y, z, radius, 1.0), fade(COLOURS["cyan"], 0.42 * here), glow=0.3),
        *halves,
        Item("ring-water", "wake", place(x, y, z, 0.72 * radius), fade(COLOURS["cyan"], here * (0.08 + 0.35 * shine))),
        Item("ring-halo", "glow", place(x, y + 0.9, z, 2.4), fade(COLOURS["cyan"], 0.5 * here * shine)),
    )


def _light(s: State, ring: np.ndarray) -> tuple[Item, ...]:
    """The player's light, a paper lantern afloat, amber: at the feet at rest, in the ring at the target."""
    there = ring + np.array([-0.42 * s.stage.out, 0.0, 0.45])  # beside where the heron will stand
    at = mix(s.stage.feet, there, ease(s.light.part) * 0.35 + 0.65 * s.light.part)
    x, y, z = _on_water(s, at[None], 0.03)[0]
    bob = 0.02 * math.sin(1.2 * s.t_s)
    bright = mix(0.8, 1.0, s.light.part)
    return (
        Item(
            "light",
            "sea_lantern",
            place(x, y + bob, z, _LIGHT, 0.5 + 0.12 * math.sin(0.35 * s.t_s)),
            WHITE,
            glow=bright,
            glow_m=1.2,
        ),
        Item("light-halo", "glow", place(x, y + 0.25, z, 2.0), fade(LAMPLIGHT, 0.8 * bright)),
        Item("light-lane", "lane", place(x, y + 0.02, z, 0.42), fade(LAMPLIGHT, 0.8)),
        Item(
            "light-round",
            "wake",
            place(x, y + 0.02, z, mix(0.45, 0.70, s.light.part)),
            fade(COLOURS["amber"], 0.55),
        ),
    )


def _trail(s: State, ring: np.ndarray) -> tuple[Instances, ...]:
    """What of the light lies on the wet sand from the feet on, as far as it went."""
    share = (np.arange(_TRAIL) + 0.5) / _TRAIL
    points = s.stage.feet + (ring - s.stage.feet) * share[:, None]
    points[:, 0] += 0.10 * np.sin(2.4 * np.arange(_TRAIL))
    points = _on_water(s, points, 0.04)
    gone_by = np.array([ease((s.light.part - each) * 6.0) for each in share])
    alpha = 0.75 * s.busy * gone_by * (0.8 + 0.2 * np.sin(0.8 * s.t_s + 2.1 * np.arange(_TRAIL)))
    return (Instances("trail", "glint", places(points, 0.45 + 0.35 * share), tinted(COLOURS["amber"], alpha)),)


def _heron(s: State) -> tuple[Item, ...]:
    stance = s.walker.stance
    x, y, z = _on_water(s, np.array([stance.at]), 0.03)[0]
    fish = s.walker.fish
    found = [
        *parts(stance, glow=_PALE),
        Item("heron-ring", "wake", place(x, y, z, 0.42), fade(PLANKTON, 0.35 * (1.0 - s.walker.fly))),
    ]
    if fish > 0.0:
        found.append(
            Item(
                "fish",
                "heron_fish",
                beak(stance) @ np.diag([1.5, 1.5, 1.5, 1.0]),
                fade(WHITE, fish),
                glow=fish,
                glow_m=0.5,
            )
        )
    return tuple(found)


def _prints(s: State) -> tuple[Instances, ...]:
    """Where it trod, and its steps still shine."""
    metres, matrices = s.stage.prints
    trod = np.clip((s.walker.metres - metres) / 0.5, 0.0, 1.0)
    colours = tinted(PLANKTON, 0.75 * trod * trod * (3.0 - 2.0 * trod))
    return (Instances("prints", "heron_print", matrices, colours, glow=0.8),)


def _marks(s: State) -> tuple[Instances, ...]:
    """A ring of plankton for every effort, where the heron came by it."""
    points, alpha = np.zeros((_MARKS, 3)), np.zeros(_MARKS)
    left = s.marks[:_MARKS]
    if left:
        points[: len(left)] = _on_water(s, np.array([s.stage.way(metres) for metres, _ in left]), 0.03)
        alpha[: len(left)] = [ease((s.t_s - born_s) / 1.2) for _, born_s in left]
    done = ease(s.calm)
    colours = tinted(PLANKTON, mix(0.7, 1.0, done) * alpha)
    return (
        Instances("marks", "wake", places(points, np.full(_MARKS, mix(0.65, 0.9, done))), colours),
        Instances("mark-light", "wake", places(points, np.full(_MARKS, mix(0.35, 0.5, done))), colours),
    )


def _props(s: State) -> tuple[Item, ...]:
    log = Item("log", "driftwood", s.stage.log)
    if s.setup.exercise.position == "standing":
        return (log, Item("chair", "chair", s.stage.chair))
    return (log, *seats(s, s.stage.player, s.stage.coach))


def _tones(s: State) -> tuple[Tone, ...]:
    return (
        Tone("surf", "surf", gain=0.32),
        Tone("strings", "strings_low", gain=0.10),
        bow(s, 0.26),
        choir(s),
        *music(s, "shore"),
    )
