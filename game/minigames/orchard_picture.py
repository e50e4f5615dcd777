"""Orchard as a draw list: reads the game's state, changes nothing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from game.drawlist import COLOURS, Colour, DrawList, Instances, Item, Line, Panel, Person, Tone, World, colour
from game.minigames import lanterns_words as common
from game.minigames.motion import ease, mix, place, places
from game.minigames.orchard_stage import BOUGH_M, FRUIT_M

if TYPE_CHECKING:
    from game.minigames.orchard import State

_WHITE: Colour = (1.0, 1.0, 1.0, 1.0)
_GREEN = colour("#A9BE74")
_WOOD: Colour = (0.95, 0.95, 0.72, 1.0)  # benches of the glade are warmer than the jetty's
_STALK = colour("#4A5B3E")
_TWIG_M = 0.55  # its leafy end
_RING = 0.88  # of the fruit's width
_SPARK_IN_S, _SPARK_S = 0.5, 2.4


def picture(s: State) -> DrawList:
    share = s.setup.set_index / max(s.setup.sets, 1)
    world = World(
        "forest",
        hour=min(0.05 + 0.6 * share, 1.0),  # the same all set long: the whole glade is painted anew for another
        quiet=max(s.hold, 0.4 * ease(s.calm)),
        lit=tuple(float(glow) for glow in s.lamps),
        dim=s.dim,
        t_s=s.t_s,
    )
    return DrawList(
        s.stage.camera(),
        world,
        items=(*_goal(s), *_fruit(s), *_harvest(s), *_props(s)),
        lines=_stalk(s),
        people=_people(s),
        instances=_sparks(s),
        panels=_panels(s),
        cues=tuple(cue for _, cue in s.cues),
        tones=_tones(s),
        notes={"game": "orchard"},
    )


def _alpha(colour: Colour, share: float) -> Colour:
    return (*colour[:3], colour[3] * share)


def _busy(s: State) -> float:
    return 1.0 - ease(s.calm)


def skin(ripe: float) -> Colour:
    """A fruit's colour: green while it hangs, amber when it is the player's."""
    share = ease(ripe)
    return tuple(mix(a, b, share) for a, b in zip(_GREEN, COLOURS["amber"], strict=True))  # type: ignore[return-value]


def _goal(s: State) -> tuple[Item, ...]:
    """The ring round the fruit, cyan, closes as the hand nears; the twig it hangs from."""
    here = s.hanging.ring * _busy(s)
    x, y, z = s.goal
    shine = ease(s.hanging.shine)
    matrix = place(x, y, z, _RING * FRUIT_M * (1.0 + 0.12 * shine))
    twig = s.hanging.twig * _busy(s)
    return (
        Item("ring-rest", "ring", matrix, _alpha(COLOURS["cyan"], 0.38 * here), glow=0.25),
        Item(
            "ring",
            "ring",
            matrix,
            _alpha(COLOURS["cyan"], here * ease(s.hanging.closed / 0.3)),
            glow=0.55 + 0.45 * shine,
            glow_m=0.06 + 0.06 * shine,
            part=s.hanging.closed,
        ),
        Item("halo", "glow", place(x, y, z - 0.05, 1.0), _alpha(COLOURS["cyan"], 0.30 * here * shine), glow=1.0),
        Item("twig", "twig", place(x, y + 0.45 * FRUIT_M + _TWIG_M, z, _TWIG_M), _alpha(_WHITE, twig)),
    )


def _stalk(s: State) -> tuple[Line, ...]:
    """What the twig hangs by, up into the leaves."""
    x, y, z = s.goal
    foot = y + 0.45 * FRUIT_M + 0.98 * _TWIG_M
    points = np.linspace((x, foot, z), (x, max(BOUGH_M, foot + 0.3), z), 6)
    return (Line("stalk", points, _alpha(_STALK, s.hanging.twig * _busy(s)), 0.012),)


def _fruit(s: State) -> tuple[Item, ...]:
    """The fruit on the twig, or on its way in the hand: once it is there, it is drawn as live as the hand is."""
    here = s.hanging.here * _busy(s)
    x, y, z = s.hanging.at(s.goal, s.hand)
    size = FRUIT_M * mix(0.05, 1.0, ease(here))
    sway = 0.05 * math.sin(1.1 * s.t_s) * (1.0 - s.hanging.in_hand)
    return (
        Item(
            f"fruit-{len(s.harvest.gone)}",  # each its own: one that drops must not blend into the next
            "fruit",
            place(x + 0.25 * sway * (1.0 - s.part), y, z, size, 3.0 * sway),
            _alpha(skin(s.hanging.ripe), ease(here / 0.05)),
            glow=s.hanging.glow * _busy(s),
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
    items = [Item("basket", "basket", place(x, y, z, 1.0, math.pi / 2 + 0.4))]
    if s.stage.position == "standing":
        return (*items, Item("stump", "stump", place(x, 0.0, z, 1.0, 0.3)))
    items.append(Item("seat", "bench", _seat(s.stage.player), _WOOD))
    if s.coach is not None and s.coach_here > 0.0:
        items.append(Item("coach-seat", "bench", _seat(s.stage.coach), _alpha(_WOOD, ease(s.coach_here))))
    return tuple(items)


def _seat(room_from_person: np.ndarray) -> np.ndarray:
    """room_from_item of the bench under somebody who sits there: no back, so that the figure is seen."""
    person_from_bench = np.diag([-1.0, 1.0, -1.0, 1.0])
    person_from_bench[2, 3] = -0.40
    return room_from_person @ person_from_bench


def _people(s: State) -> tuple[Person, ...]:
    people = [s.figure.person("player", s.stage.player)]
    if s.coach is not None and s.coach_here > 0.0:
        people.append(s.coach.person("coach", s.stage.coach, ease(s.coach_here)))
    return tuple(people)


def _sparks(s: State) -> tuple[Instances, ...]:
    """A few bright seeds round the fruit when it is reached."""
    age = s.t_s - s.rung_s
    if not 0.0 <= age < _SPARK_S:
        return ()
    share = age / _SPARK_S
    turn, far, size = s.sparks.T
    distance = 0.12 + 0.38 * ease(share * 1.4) * (0.4 + 0.6 * far)
    points = s.goal + np.stack(
        [np.sin(turn) * distance, np.cos(turn) * distance - 0.18 * share**2, 0.04 * np.cos(3 * turn)], axis=1
    )
    shine = ease(age / _SPARK_IN_S) * (1.0 - ease(share))
    colours = np.tile(np.array(COLOURS["core"]), (len(points), 1))
    colours[:, 3] = shine * (0.5 + 0.5 * far)
    return (Instances("sparks", "spark", places(points, 0.025 + 0.03 * size), colours, glow=1.0),)


def _panels(s: State) -> tuple[Panel, ...]:
    """At most a count and a sentence, and together at most six words."""
    sentence = s.speech.at(s.t_s)
    panels = []
    if sentence:
        panels.append(Panel("say", "caption", title=sentence, height=0.065))
    if s.count and not s.resting and common.words(sentence) + common.words(s.count) <= 6:
        panels.append(
            Panel("count", "bottom_left" if s.stage.out > 0 else "bottom_right", title=s.count, height=0.10, plate=True)
        )
    return tuple(panels)


def _tones(s: State) -> tuple[Tone, ...]:
    bow = 0.30 * ease(s.moving) * (0.7 if s.hanging.plucked else 1.0) * min(1.0, 0.3 + s.part)
    return (
        Tone("spring", "spring", gain=0.35),
        Tone("bow", "bow_d3", pitch=2.0 ** min(s.part, 1.0), gain=bow),
        Tone("choir", "choir_low", gain=0.40 * ease(s.hold)),
    )
