"""Tide as a draw list: reads the game's state, changes nothing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from game.drawlist import DrawList, Instances, Item, Tone, World, colour
from game.minigames.beach import LAMPLIGHT, PLANKTON, RUN_UP_M, breath
from game.minigames.motion import ease, mix, place, places
from game.minigames.staging import music, panels, people
from game.minigames.tide_lights import KEEPS
from game.minigames.tide_stage import COMPANION, COMPANION_BEFORE, LOG, LOG_BEFORE, PLAYER, STANDING_LOG, VIEW, swells
from game.minigames.tints import WHITE, fade, tinted

if TYPE_CHECKING:
    from game.minigames.tide import State

FOAM = colour("#CFE3DF")
MOON = colour("#F4EBD0")
LANTERN = 2.2  # scale of the sea_lantern: 0.6 m tall, seen from across a room
_GLINTS = 6  # round each place that was stirred
_GOLDEN = 2.399963


def picture(s: State) -> DrawList:
    world = World(
        "shore",
        hour=0.08 + 0.82 * s.done,
        quiet=0.5 * ease(s.calm),
        lit=(*(float(glow) for glow in s.afloat), s.plankton.all_over, s.run_up_m / RUN_UP_M),
        t_s=s.world_s,
    )
    return DrawList(
        VIEW.camera(),
        world,
        items=(*_lantern(s), *_logs(s)),
        people=people(s, PLAYER, COMPANION_BEFORE if s.within else COMPANION),
        instances=(*_swells(s), *_stirred(s)),
        panels=panels(s, 1.0),
        cues=s.heard,
        tones=_tones(s),
        notes={"game": "tide"},
    )


def _logs(s: State) -> tuple[Item, ...]:
    """What one sits on; before an eye, the one who sits there has their own while they are there."""
    if s.setup.exercise.position == "standing":
        return (Item("log", "driftwood", STANDING_LOG),)
    logs = [Item("log", "driftwood", LOG)]
    if s.within and s.coach_here > 0.0:
        logs.append(Item("log-before", "driftwood", LOG_BEFORE, fade(WHITE, ease(s.coach_here))))
    return tuple(logs)


def _lantern(s: State) -> tuple[Item, ...]:
    """The player's lantern, amber, its light on the water and the plankton it wakes round itself."""
    x, y, z = s.lantern.at(s.world_s, s.run_up_m)
    bob = 0.025 * math.sin(1.1 * s.t_s) * (1.0 + s.stirred)
    size = mix(0.75, 1.0, ease(s.lantern.here)) * LANTERN
    turn = 0.5 + 0.12 * math.sin(0.35 * s.t_s) + 0.25 * s.lantern.speed[0]
    return (
        Item("lantern", "sea_lantern", place(x, y + bob, z, size, turn), glow=1.0, glow_m=1.2),
        Item("lantern-halo", "glow", place(x, y + 0.5, z, 2.4), fade(LAMPLIGHT, 0.9)),
        Item("lane", "lane", place(x, y + 0.01, z, 0.55), fade(LAMPLIGHT, 0.75)),
        Item("round", "wake", place(x, y + 0.02, z, 0.95 + 0.25 * s.stirred), fade(PLANKTON, 0.55 * ease(s.stirred))),
        Item("woken", "glow", place(x, y + 0.7, z, 1.9), fade(PLANKTON, 0.45 * ease(s.stirred))),
    )


def _stirred(s: State) -> tuple[Instances, ...]:
    """What was stirred up: a broad soft light on the water, glints, and a ring of foam that widens and is gone."""
    shine = s.plankton.shine(s.t_s)
    at = s.plankton.at(s.world_s, s.run_up_m)
    born = s.t_s - s.plankton.born_s
    turn = _GOLDEN * np.arange(KEEPS * _GLINTS)
    spread = 0.18 + 0.55 * ((np.arange(KEEPS * _GLINTS) * 0.7548776662) % 1.0)
    many = np.repeat(at, _GLINTS, axis=0)
    many = many + np.column_stack([1.5 * spread * np.sin(turn), np.full(len(turn), 0.02), 0.8 * spread * np.cos(turn)])
    twinkle = 0.72 + 0.28 * np.sin(0.9 * s.t_s + turn)
    glints = tinted(PLANKTON, 0.55 * np.repeat(shine, _GLINTS) * twinkle)
    foam = tinted(FOAM, 0.40 * np.clip(born / 0.8, 0.0, 1.0) * np.clip(1.0 - (born - 0.8) / 3.7, 0.0, 1.0))
    rings = places(at, 0.35 + 0.22 * np.clip(born, 0.0, 5.0))
    return (
        Instances("light", "glint", places(at, np.full(KEEPS, 1.9)), tinted(PLANKTON, 0.30 * shine)),
        Instances("glints", "glint", places(many, 0.35 + 0.40 * spread), glints),
        Instances("foam", "wake", rings, foam),
    )


def _swells(s: State) -> tuple[Instances, ...]:
    """Long lines of moonlight far out: the wave before it arrives. None where scenery is to stand still."""
    if s.setup.still:
        return ()
    points, wide, bright = swells(s.world_s)
    return (Instances("swells", "glint", places(points, wide), tinted(MOON, 0.36 * bright)),)


def _tones(s: State) -> tuple[Tone, ...]:
    """The sea at the pace of the breath: its loop is a wave of ten seconds, played as slow as these are."""
    far_in = breath(s.world_s)
    pace = 10.0 / sum(s.setup.breath_s)
    quiet = 1.0 - 0.5 * ease(s.calm)
    return (
        Tone("surf", "surf", pitch=pace, gain=quiet * mix(0.38, 0.75, far_in)),
        Tone("water", "water", gain=0.30 * ease(s.stirred)),
        Tone("strings", "strings_low", gain=0.16),
        *music(s, "shore"),
    )
