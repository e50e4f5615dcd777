"""Mirror as a draw list: reads the game's state, changes nothing."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from exercises.measures import Side
from game.drawlist import COLOURS, Colour, DrawList, Instances, Item, Line, Panel, Person, Tone, colour
from game.minigames.figure import Figure
from game.minigames.forest import ROPE, WOOD, head
from game.minigames.mirror_stage import HUNG_FROM, HUNG_POINTS, KNOT_M, SLOTS, Stage, other
from game.minigames.motion import along, ease, mix, place, places
from game.minigames.staging import bow, choir, goal_ring, music, panels, seats, sparks, surroundings
from game.minigames.tints import fade, tinted

if TYPE_CHECKING:
    from game.minigames.mirror import State

_POINTS = 28  # of a ribbon
_BRAID_POINTS = 56
_STRAND_M, _TWIST_M = 0.036, 0.40  # how far a strand strays from the braid's middle; one turn
_WIDE_M, _CLOSE_M = 0.046, 0.018
_MANY = 8  # garlands: more of them shine a little less each
_BLOSSOMS = 5  # of each
_RIPPLES, _RIPPLE_S = 3, 7.0
_LIGHT = colour("#DFF3F5")
_THREAD_M = 0.9


def picture(s: State) -> DrawList:
    return DrawList(
        s.stage.view.camera(),
        surroundings(s, "forest", s.lamps),
        items=(*_knot(s), *_heads(s), *_coach_light(s), *seats(s, s.stage.player, s.stage.coach, WOOD)),
        lines=(*_garland_lines(s), *_ring(s), *_ribbons(s)),
        people=_people(s),
        instances=(*_blossoms(s), *sparks(s, s.stage.meet, KNOT_M)),
        panels=_panels(s),
        cues=s.heard,
        tones=(Tone("spring", "spring", gain=0.35), bow(s, 0.34), choir(s), *music(s, "forest")),
        notes={"game": "mirror"},
    )


def _people(s: State) -> tuple[Person, ...]:
    """The player, and the coach as light over the water shows them."""
    assert s.coach is not None
    coach = s.coach.person("coach", s.stage.coach, ease(s.coach_here))
    return (s.figure.person("player", s.stage.player), coach)


def _panels(s: State) -> tuple[Panel, ...]:
    """The sentence: above who lies."""
    return tuple(replace(panel, anchor="top") if s.stage.laid else panel for panel in panels(s, 1.0))


def _coach_light(s: State) -> tuple[Item, ...]:
    """The light in which the coach stands, and rings that go out over the water from where they are."""
    here = ease(s.coach_here)
    x, y, z = s.stage.water
    up = 0.45 if s.stage.laid else 1.05 if s.stage.position == "standing" else 0.85
    bright = 0.26 + 0.10 * s.pair.shine
    items = [Item("coach-halo", "glow", place(x, up, z - 0.35, 2.9), fade(COLOURS["cyan"], bright * here), glow=0.6)]
    beside = (-0.9, 0.8) if s.stage.on_water or s.stage.laid else (0.6, 0.9)  # of the great tree no light is to be seen
    for k, aside in enumerate(beside):  # shines on who stands against the sun
        at = place(x + aside, up + 0.5, z + 1.0, 0.01)
        items.append(Item(f"coach-light-{k}", "glow", at, fade(_LIGHT, 0.55 * here), glow=1.0, glow_m=2.0))
    if not s.stage.on_water:
        return tuple(items)
    for k in range(_RIPPLES):
        age = (s.t_s / _RIPPLE_S + k / _RIPPLES) % 1.0
        shine = ease(age / 0.3) * (1.0 - ease((age - 0.3) / 0.7))
        ring = fade(COLOURS["cyan"], 0.40 * shine * here)
        items.append(Item(f"ripple-{k}", "wake", place(x, y, z, 0.25 + 0.8 * age), ring, glow=0.4))
    return tuple(items)


def _knot(s: State) -> tuple[Item, ...]:
    """Where the ribbons join: a light that grows with a hold."""
    here = s.pair.goal * s.busy * max(0.8 * ease(s.pair.shine), ease(s.hold))
    x, y, z = s.stage.meet
    size = 0.9 + 0.5 * ease(s.hold)
    return (Item("knot", "glow", place(x, y, z + 0.05, size), fade(COLOURS["amber"], 0.8 * here), glow=1.0),)


def _ring(s: State) -> tuple[Line, ...]:
    """Where the ribbons meet: it closes as the movement nears its target, and shines when they join."""
    shine = ease(s.pair.shine)
    radius = KNOT_M * (1.0 + 0.10 * shine + 0.25 * ease(s.hold))
    return goal_ring("ring", s.stage.meet, radius, s.pair.goal * s.busy, s.pair.closed, shine)


def leg(s: State, who: Figure, side: Side, room_from_person: np.ndarray, sway: float) -> np.ndarray:
    """(28, 3) metres: from the part of somebody's body that works, in a soft arc, to where the ribbons meet."""
    start = who.part_m(s.stage.part, side, room_from_person)
    if who is s.figure and s.stage.part == "hand" and side in s.worn.hands:
        start = s.worn.hands[side]
    meet = s.stage.meet
    t = np.linspace(0.0, 1.0, _POINTS)[:, None]
    aside = math.copysign(0.22 if s.worn.eye is None else 0.06, start[0] - meet[0])
    first = start + np.array([aside, 0.55 * (meet[1] - start[1]) + 0.10, 0.10])
    second = meet + np.array([2.2 * aside, -0.10, 0.10])
    points = (1 - t) ** 3 * start + 3 * t * (1 - t) ** 2 * first + 3 * t**2 * (1 - t) * second + t**3 * meet
    wave = 0.045 * np.sin(2 * np.pi * (1.3 * t - 0.22 * s.t_s) + sway) * np.sin(np.pi * t)
    points[:, 1] += wave[:, 0]
    return np.asarray(points)


def _ribbons(s: State) -> list[Line]:
    """The player's amber ribbons and the coach's cyan ones, and the braid they have become so far."""
    lines: list[Line] = []
    if s.loose is not None and (tail := s.loose.tail(s.t_s)) < 1.0:
        for side in s.loose.sides:
            lines += _both(s, f"loose-{side}", side, (tail, 1.0), (tail, 1.0), 1.0)
    pair, here = s.pair, s.pair.here * s.busy
    if here <= 0.0:
        return lines
    let_go = ease(pair.woven) if pair.joined else 0.0
    for side, part in drawn(s).items():
        far = (1.0, 1.0) if side in pair.joined else (part, _twin(s, side, part))
        lines += _both(s, side, side, (let_go, far[0]), (let_go, far[1]), here)
    if pair.woven > 0.0:
        way = s.stage.way(len(s.garlands), 1.0)
        lines += _braid(f"braid-{len(s.garlands)}", way, 0.0, pair.woven, here, 0.5)
    return lines


def drawn(s: State) -> dict[Side, float]:
    """The sides that have a ribbon, and how far each has come: both where both hands do it together."""
    if s.stage.part == "hand" and not s.setup.exercise.sides:
        return dict.fromkeys(("left", "right"), s.pair.part)
    sides: tuple[Side, ...] = ("left", "right") if s.stage.shared else (s.stage.side,)
    return {side: s.pair.trails[side].part for side in sides}


def _twin(s: State, side: Side, part: float) -> float:
    """How far the coach's ribbon opposite has come: with the player's, or, before their first one, ahead of it."""
    waits = s.pair.waits if side == s.side or not s.stage.shared else 0.0
    return max(min(part, s.pair.coach), waits)


Stretch = tuple[float, float]  # of a ribbon, hand 0 .. where they meet 1


def _both(s: State, id: str, side: Side, own: Stretch, coachs: Stretch, alpha: float) -> list[Line]:
    """The ribbons of one side of the player and of the coach's side opposite, each a stretch of its way."""
    assert s.coach is not None
    amber = leg(s, s.figure, side, s.stage.player, 0.0)
    cyan = leg(s, s.coach, other(side), s.stage.coach, 2.0)
    hand: Literal["", "left", "right"] = side if s.stage.part == "hand" else ""
    return [
        *_ribbon(f"coach-{id}", cyan, coachs, COLOURS["cyan"], alpha),
        *_ribbon(f"player-{id}", amber, own, COLOURS["amber"], alpha, hand, s.worn.eye is not None),
    ]


def _ribbon(
    id: str,
    way: np.ndarray,
    stretch: Stretch,
    colour: Colour,
    alpha: float,
    hand: Literal["", "left", "right"] = "",
    close: bool = False,
) -> list[Line]:
    """A stretch of a ribbon over its dark rim; `close`: it begins at the eye's own hand, and is narrower there."""
    start, end = stretch
    alpha *= ease((end - start) / 0.06)
    if alpha <= 0.0:
        return []
    points = along(way, np.linspace(start, end, _POINTS))
    held: Literal["", "left", "right"] = hand if start == 0.0 else ""
    wide = _WIDE_M if held or not close else _CLOSE_M
    return [
        Line(f"{id}-rim", points, fade(COLOURS["rim"], 0.9 * alpha), 1.9 * wide, 0.0, held),
        Line(id, points, fade(colour, alpha), wide, 0.0 if close else 0.55, held),
    ]


def _heads(s: State) -> list[Item]:
    """The ends that move: a light at the hand of each, which draws the ribbon to the ring."""
    assert s.coach is not None
    items: list[Item] = []
    here = s.pair.here * s.busy * (1.0 - ease(s.pair.caught))
    for side, part in drawn(s).items():
        items += head(f"head-{side}", along(leg(s, s.figure, side, s.stage.player, 0.0), part), "amber", 0.15, here)
        at = along(leg(s, s.coach, other(side), s.stage.coach, 2.0), _twin(s, side, part))
        items += head(f"twin-{side}", at, "cyan", 0.13, here * ease(s.coach_here))
    return items


def _braid(id: str, way: np.ndarray, start: float, end: float, alpha: float, shine: float) -> list[Line]:
    """Two strands that wind about each other along a stretch of a way, amber and cyan, over a dark rim; `shine` 0..1
    is the light round them."""
    if end - start < 1e-3:
        return []
    shares = np.linspace(start, end, _BRAID_POINTS)
    middle = along(way, shares)
    tangent = np.gradient(middle, axis=0)
    normal = np.column_stack([-tangent[:, 1], tangent[:, 0], np.zeros(len(middle))])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    far_m = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(way, axis=0), axis=1))])
    aside = (_STRAND_M * np.sin(2 * np.pi * along(far_m[:, None], shares) / _TWIST_M)) * normal
    before = np.array([0.0, 0.0, 0.01])
    light = Line(f"{id}-light", middle, fade(COLOURS["core"], 0.9 * alpha * shine), 0.03, 1.0)
    return [
        *((light,) if shine > 0.0 else ()),
        Line(f"{id}-rim", middle, fade(COLOURS["rim"], 0.6 * alpha), 2.6 * _STRAND_M),
        Line(f"{id}-cyan", middle - aside, fade(COLOURS["cyan"], 0.95 * alpha), 0.7 * _WIDE_M),
        Line(f"{id}-amber", middle + aside + before, fade(COLOURS["amber"], alpha), 0.8 * _WIDE_M),
    ]


def _garland_lines(s: State) -> list[Line]:
    """Every garland, and the threads by which it hangs from the leaves."""
    lines: list[Line] = []
    shine = ease(s.kindled) * (0.4 + 0.6 * min(_MANY / max(len(s.garlands), 1), 1.0))
    for garland in s.garlands[-SLOTS:]:
        tail, head = garland.tail(s.t_s), garland.head(s.t_s)
        if tail == HUNG_FROM and head == 1.0 and shine == 0.0:
            lines += _hung(s.stage, garland.index, garland.share)
        else:
            lines += _hanging(s.stage, garland.index, garland.share, tail, head, shine)
    return lines


@lru_cache(maxsize=2 * SLOTS)
def _hung(stage: Stage, index: int, share: float) -> tuple[Line, ...]:
    """A garland that hangs still."""
    return tuple(_hanging(stage, index, share, HUNG_FROM, 1.0, 0.0))


def _hanging(stage: Stage, index: int, share: float, tail: float, head: float, shine: float) -> list[Line]:
    way, lines = stage.way(index, share), []
    ends = (("a", way[HUNG_POINTS], (head - HUNG_FROM) / 0.05), ("b", way[-1], (head - 0.97) / 0.03))
    for end, foot, tied in ends:
        thread = np.linspace(foot, foot + np.array([0.0, _THREAD_M, 0.0]), 3)
        lines.append(Line(f"thread-{index}-{end}", thread, fade(ROPE, ease(tied)), 0.012))
    return lines + _braid(f"braid-{index}", way, tail, head, 1.0, shine)


def _blossoms(s: State) -> tuple[Instances, ...]:
    """Blossoms of light along every garland, in turn the player's and the coach's; at the end they shine together."""
    seen = s.garlands[-SLOTS:]
    if not seen:
        return ()
    share = (np.arange(_BLOSSOMS) + 0.5) / _BLOSSOMS
    points = np.array([along(s.stage.way(g.index, g.share), mix(HUNG_FROM, 1.0, share)) for g in seen])
    number = np.array([garland.index for garland in seen])[:, None]
    points[:, :, 0] += 0.012 * np.sin(0.8 * s.t_s + 5.0 * share + number)
    points += np.array([0.0, -0.02, 0.01])
    opened = np.array([[garland.opened(at, s.t_s) for at in share] for garland in seen])
    groups: list[Instances] = []
    for k, name in enumerate(("amber", "cyan")):
        sizes = 0.145 * (0.05 + 0.95 * opened[:, k::2]).ravel()
        colours = tinted(COLOURS[name], np.minimum(sizes / 0.03, 1.0))
        matrices = places(points[:, k::2].reshape(-1, 3), sizes)
        glow, halo_m = mix(0.55, 1.0, ease(s.kindled)), 0.30 + 0.40 * ease(s.kindled)
        groups.append(Instances(f"blossoms-{name}", "blossom", matrices, colours, glow=glow, glow_m=halo_m))
    return tuple(groups)
