"""Orchard as a draw list: reads the game's state, changes nothing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from game.drawlist import COLOURS, Colour, DrawList, Item, Line, Tone, colour
from game.minigames.forest import WOOD
from game.minigames.motion import ease, mix, place
from game.minigames.orchard_stage import FRUIT_M, bough_over
from game.minigames.staging import bow, choir, goal_ring, music, panels, people, seats, sparks, surroundings
from game.minigames.tints import WHITE, fade, mixed

if TYPE_CHECKING:
    from game.minigames.orchard import State

_GREEN = colour("#A9BE74")
_STALK = colour("#4A5B3E")
_TWIG_M = 0.55  # its leafy end
_RING = 0.88  # of the fruit's width
_SPARKS_M = 0.16


def picture(s: State) -> DrawList:
    return DrawList(
        s.stage.view.camera(),
        surroundings(s, "forest", s.lamps),
        items=(*_goal(s), *_fruit(s), *_harvest(s), *_props(s)),
        lines=(*_stalk(s), *_ring(s)),
        people=people(s, s.stage.player, s.stage.coach),
        instances=sparks(s, s.goal, _SPARKS_M),
        panels=panels(s, -s.stage.out if s.stage.within else s.stage.out),  # from within, the open side is the hand's
        cues=s.heard,
        tones=_tones(s),
        notes={"game": "orchard"},
    )


def skin(ripe: float) -> Colour:
    """A fruit's colour: green while it hangs, amber when it is the player's."""
    return mixed(_GREEN, COLOURS["amber"], ease(ripe))


def _goal(s: State) -> tuple[Item, ...]:
    """The light of a goal that is reached, and the twig from which the fruit hangs."""
    here = s.hanging.ring * s.busy
    x, y, z = s.goal
    twig = s.hanging.twig * s.busy
    shine = fade(COLOURS["cyan"], 0.30 * here * ease(s.hanging.shine))
    return (
        Item("halo", "glow", place(x, y, z - 0.05, 1.0), shine, glow=1.0),
        Item("twig", "twig", place(x, y + 0.45 * FRUIT_M + _TWIG_M, z, _TWIG_M), fade(WHITE, twig)),
    )


def _ring(s: State) -> tuple[Line, ...]:
    """Round the fruit, cyan; closes as the hand nears."""
    shine = ease(s.hanging.shine)
    radius_m = _RING * FRUIT_M * (1.0 + 0.12 * shine)
    return goal_ring("ring", s.goal, radius_m, s.hanging.ring * s.busy, s.hanging.closed, shine)


def _stalk(s: State) -> tuple[Line, ...]:
    """What the twig hangs by, from the bough."""
    foot = s.goal + np.array([0.0, 0.45 * FRUIT_M + 0.98 * _TWIG_M, 0.0])
    points = np.linspace(foot, bough_over(foot), 6)
    return (Line("stalk", points, fade(_STALK, s.hanging.twig * s.busy), 0.012),)


def _fruit(s: State) -> tuple[Item, ...]:
    """The fruit on the twig, or on its way in the hand: once it is there, it is drawn as live as the hand is."""
    here = s.hanging.here * s.busy
    x, y, z = s.hanging.at(s.goal, s.hand)
    size = FRUIT_M * mix(0.05, 1.0, ease(here))
    sway = 0.05 * math.sin(1.1 * s.t_s) * (1.0 - s.hanging.in_hand)
    return (
        Item(
            f"fruit-{len(s.harvest.gone)}",  # each its own: one that drops must not blend into the next
            "fruit",
            place(x + 0.25 * sway * (1.0 - s.part), y, z, size, 3.0 * sway),
            fade(skin(s.hanging.ripe), ease(here / 0.05)),
            glow=s.hanging.glow * s.busy,
            glow_m=here * mix(0.30, 0.80, ease(s.hanging.ripe)),
            live=s.hanging.in_hand >= 1.0,
        ),
    )


def _harvest(s: State) -> tuple[Item, ...]:
    """What lies in the basket and in the grass."""
    return tuple(
        Item(
            f"fruit-{number}",
            "fruit",
            place(*fruit.at(s.t_s), FRUIT_M * (0.72 if fruit.kind == "basket" else 0.8), 2.4 * number),
            skin(fruit.ripened(s.t_s)),
            glow=fruit.shining(s.t_s),
            glow_m=0.0 if s.t_s - fruit.born_s > 60.0 else 0.30,
        )
        for number, fruit in s.harvest.seen()
    )


def _props(s: State) -> tuple[Item, ...]:
    x, y, z = s.stage.stand
    basket = Item("basket", "basket", place(x, y, z, 1.0, math.pi / 2 + 0.4))
    if s.stage.position == "standing" or s.stage.within:
        stump = Item("stump", "stump", place(x, 0.0, z, 1.0, 0.3))
        return (
            (basket, stump)
            if s.stage.position == "standing"
            else (basket, stump, *seats(s, s.stage.player, s.stage.coach, WOOD))
        )
    return (basket, *seats(s, s.stage.player, s.stage.coach, WOOD))


def _tones(s: State) -> tuple[Tone, ...]:
    return (Tone("spring", "spring", gain=0.35), bow(s, 0.30), choir(s), *music(s, "forest"))
