"""Lanterns as a draw list: reads the game's state, changes nothing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from game.drawlist import COLOURS, DrawList, Instances, Item, Line, Tone
from game.minigames.lanterns_stage import LANTERN, RING_RADIUS_M, WATER_M, WINDOWS
from game.minigames.motion import ease, mix, place, places
from game.minigames.staging import bow, choir, mover, music, panels, people, ring, seats, sparks, surroundings
from game.minigames.telling import end_note_s
from game.minigames.tints import WHITE, fade, tinted

if TYPE_CHECKING:
    from game.minigames.lanterns import State

_THREAD_POINTS = 20


def picture(s: State) -> DrawList:
    return DrawList(
        s.stage.view.camera(),
        surroundings(s, "valley", s.lights.glows),
        items=(*_goal(s), *_lantern(s), *seats(s, s.stage.player, s.stage.coach)),
        lines=_thread(s),
        people=people(s, s.stage.player, s.stage.coach),
        instances=(*_windows(s), *_gone(s), *sparks(s, s.stage.ring, RING_RADIUS_M), *_answer(s)),
        panels=panels(s, s.stage.out),
        cues=s.heard,
        tones=_tones(s),
        notes={"game": "lanterns"},
        focus=s.stage.ring,
    )


def _goal(s: State) -> tuple[Item, ...]:
    """The ring, cyan: it closes as the movement nears its target, and shines when it is there."""
    here, shine = s.held.goal * s.busy, ease(s.held.shine)
    x, y, z = s.stage.ring
    frame = place(x, y, z, RING_RADIUS_M * (1.0 + 0.05 * shine))
    items = [
        *ring("ring", frame, here, s.held.closed, shine, rest=(0.45, 0.35), halo_m=(0.12, 0.12)),
        Item("ring-halo", "glow", place(x, y, z - 0.1, 2.6), fade(COLOURS["cyan"], 0.30 * here * shine)),
    ]
    if s.stage.sense == "out":
        root = s.stage.view.seen_at(0.5, -1.5, 5.1 - z)
        items.append(Item("branch", "branch", _branch(root[0], x, y + 0.62, z), fade(WHITE, s.busy)))
    if s.stage.sense == "down":
        wx, wy, wz = s.stage.wick
        items.append(Item("wick", "wick", place(wx, wy, wz), glow=0.6, glow_m=0.5))
    return tuple(items)


def _branch(root_x: float, tip_x: float, y: float, z: float) -> np.ndarray:
    """room_from_item of the branch: from beyond the picture's edge to a hand's breadth past the ring."""
    length = (abs(tip_x - root_x) + 0.25) / 2.0
    turn = 0.0 if tip_x > root_x else math.pi
    return place(root_x, y, z, (length, 1.6, 1.0), turn)


def _lantern(s: State) -> tuple[Item, ...]:
    """The lantern on the thread, its light on the water, and the glow within the paper."""
    here = s.held.here * s.busy
    x, y, z = s.held.at(s.stage)
    y += 0.03 * math.sin(1.3 * s.t_s) * (1.0 - s.held.shine)
    fill = ease(s.held.fill)
    return (
        Item(
            f"lantern-{len(s.lights.gone)}",  # each its own: one that flies must not blend into the next
            "lantern",
            place(x, y, z, LANTERN * mix(0.02, 1.0, ease(here)), 0.15 * math.sin(0.4 * s.t_s)),
            fade(WHITE, ease(here / 0.05)),
            glow=here * s.held.glow,
            glow_m=here * mix(0.7, 1.9, fill),
            part=0.25 + 0.75 * fill,
        ),
        Item(
            "wake",
            "wake",
            place(*s.stage.shimmer, (1.0 + 1.2 * s.held.part, 1.0, 7.0 + 3.0 * s.held.part)),
            fade(COLOURS["amber"], here * (0.05 + 0.8 * s.held.part)),
            glow=0.5,
        ),
    )


def _thread(s: State) -> tuple[Line, ...]:
    """From the working hand to the lantern; slack while low, taut at the ring, and longer as the hand sinks."""
    here = s.held.here * s.busy
    if here <= 0.0:
        return ()
    held = "other" if s.taught else "" if s.stage.by_leg else s.side
    colour = fade(COLOURS["core"], 0.75 * here)
    return (Line(f"thread-{len(s.lights.gone)}", thread(s), colour, 0.012, 0.35, held),)


def thread(s: State) -> np.ndarray:
    """(20, 3) metres: the thread from the working hand (the coach's, while it teaches) to the lantern's foot."""
    who, where = mover(s, s.stage.player, s.stage.coach)
    hand = who.reach_m(s.side, s.stage.by_leg, where)
    foot = s.held.at(s.stage) - np.array([0.0, 0.175 * LANTERN, 0.0])
    share = np.linspace(0.0, 1.0, _THREAD_POINTS)[:, None]
    points = hand + (foot - hand) * share
    sag = mix(0.22, 0.04, s.held.part)
    points[:, 1] -= (4.0 * sag * share * (1.0 - share))[:, 0]
    return points


def _windows(s: State) -> tuple[Instances, ...]:
    """Lit windows are far away and small: a halo of lamplight before each lets them be seen from across a room."""
    glows, tint = s.lights.glows, COLOURS["window"]
    bloom = np.array([ease(glow / 0.5) for glow in glows])
    halos = Instances("halos", "glow", places(WINDOWS, 9.0 + 6.0 * bloom), tinted(tint, 0.6 * glows))
    return halos, Instances("panes", "glow", places(WINDOWS, np.full(len(WINDOWS), 3.4)), tinted(tint, glows))


def _gone(s: State) -> tuple[Instances, ...]:
    """What has been let go, sky and lake. A lake light turns from one lantern into the other as it settles."""
    groups: list[Instances] = []
    for id, mesh, kind in (("sky", "lantern", "sky"), ("lake", "float_lantern", "water"), ("down", "lantern", "water")):
        lights = [light for light in s.lights.gone if light.kind == kind]
        if id == "down":
            lights = [light for light in lights if light.age_s(s.t_s) < 2.5]
        if not lights:
            continue
        at, sizes, shown = [], [], []
        for light in lights:
            point, size = light.at(s.stage, s.key, s.t_s)
            at.append(point)
            sizes.append(size)
            settled = ease((light.age_s(s.t_s) - 1.4) / 0.8)
            shown.append({"sky": 1.0, "lake": settled, "down": 1.0 - settled}[id])
        bright = np.array([light.brightness(s.t_s) for light in lights])
        colours = np.column_stack([bright, bright, bright, shown])
        groups.append(Instances(id, mesh, places(np.array(at), np.array(sizes)), colours, glow=1.0, glow_m=0.9))
    return tuple(groups)


def _answer(s: State) -> tuple[Instances, ...]:
    """The end: far lanterns rise from the other shore, one for each note."""
    if s.end_s is None:
        return ()
    now = s.t_s - s.end_s
    points, alpha = [], []
    for i in range(10):
        risen = ease((now - end_note_s(i) - 0.4) / 4.0)
        home = s.stage.far_home(i)
        points.append([home[0], mix(WATER_M + 0.8, home[1], risen) + 0.2 * math.sin(0.5 * s.t_s + i), home[2]])
        alpha.append(ease((now - end_note_s(i) - 0.1) / 1.2))
    colours = np.column_stack([np.ones((10, 3)), alpha])
    return (Instances("answer", "lantern", places(np.array(points), np.full(10, 7.0)), colours, glow=0.9, glow_m=4.5),)


def _tones(s: State) -> tuple[Tone, ...]:
    calm = s.resting or s.end_s is not None
    crickets = Tone("crickets", "crickets", gain=0.30 if calm else 0.12)
    return (Tone("water", "water", gain=0.35), crickets, bow(s), choir(s), *music(s, "valley"))
