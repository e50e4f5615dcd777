"""River as a draw list: reads the game's state, changes nothing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from exercises.measures import Side
from game.drawlist import COLOURS, DrawList, Instances, Item, Tone
from game.minigames.motion import ease, mix, place, places
from game.minigames.river_stage import RING_M, WATER_M
from game.minigames.staging import bow, choir, music, panels, people, ring, seats, sparks, surroundings
from game.minigames.tints import WHITE, fade, tinted

if TYPE_CHECKING:
    from game.minigames.river import State

_LAMP = 2.0  # scale of the lantern's mesh at the blade
_GLINTS = 26
_CLEAR_M, _HAZE_M = 22.0, 46.0  # how far one sees the banks clearly, and over how many metres haze thickens
_HAZE = np.array([3.8, 3.1, 2.1])  # what it adds to their own colours, as a share of them


def picture(s: State) -> DrawList:
    coach = s.stage.coach(s.side)
    return DrawList(
        s.stage.view.camera(),
        surroundings(s, "river", s.fleet.glows),
        items=(*(item for side in s.working for item in _oar(s, side)), *seats(s, s.stage.player, coach)),
        people=people(s, s.stage.player, coach),
        instances=(*_fleet(s), *_banks(s), *_glints(s), *sparks(s, s.stage.ring(s.side), RING_M)),
        panels=panels(s, -s.stage.out),
        cues=s.heard,
        tones=_tones(s),
        notes={"game": "river"},
        focus=None if s.stage.within else s.stage.ring(s.side),  # from within, an oar reaches from its fork to its lamp
    )


def _oar(s: State, side: Side) -> tuple[Item, ...]:
    """The lamp at the blade's end, its ring, and the light of this side's strokes on the water."""
    oar = s.oars[side]
    x, y, z = s.stage.tip(side, oar.part)
    rx, ry, rz = s.stage.ring(side)
    here, shine = oar.goal * s.busy, ease(oar.shine)
    lit = ease(oar.fill)
    frame = place(rx, ry, rz, RING_M * (1.0 + 0.08 * shine))
    wx, _, wz = s.stage.entry(side)
    id = f"ring-{side}"
    return (
        Item(f"oar-{side}", "oar", s.stage.oar(side, oar.part)),
        *ring(id, frame, here, oar.closed, shine, rest=(0.45, 0.35), halo_m=(0.10, 0.12), rest_id=f"ring-rest-{side}"),
        Item(f"halo-{side}", "glow", place(rx, ry, rz - 0.1, 2.2), fade(COLOURS["cyan"], 0.28 * here * shine)),
        Item(
            f"lamp-{side}",
            "lantern",
            place(x, y + 0.05, z, _LAMP, 0.15 * math.sin(0.5 * s.t_s)),
            WHITE,
            glow=mix(0.30, 1.0, lit),
            glow_m=mix(0.6, 1.7, lit),
            part=mix(0.25, 1.0, lit),
        ),
        Item(
            f"wake-{side}",
            "wake",
            place(wx, WATER_M + 0.01, wz, (0.9 + 0.9 * oar.wake, 1.0, 1.5 + 1.6 * oar.wake)),
            fade(COLOURS["amber"], 0.75 * ease(oar.wake)),
            glow=0.5,
        ),
        Item(
            f"lane-{side}",
            "lane",
            place(wx * 1.35, WATER_M + 0.02, wz - 9.0, (1.3 + 1.2 * oar.wake, 1.0, 9.0)),
            fade(COLOURS["amber"], 0.55 * ease(oar.wake)),
            glow=0.5,
        ),
    )


def _fleet(s: State) -> tuple[Instances, ...]:
    """Lights on their way and at their place."""
    if not s.fleet.gone:
        return ()
    points = np.array([light.at(s.t_s) for light in s.fleet.gone])
    sizes = np.array([light.size(s.t_s) for light in s.fleet.gone])
    bright = np.array([light.brightness(s.t_s) for light in s.fleet.gone])
    colours = np.column_stack([bright, bright, bright, np.ones(len(bright))])
    return (Instances("afloat", "float_lantern", places(points, sizes), colours, glow=1.0, glow_m=1.0),)


def _banks(s: State) -> tuple[Instances, ...]:
    """What grows on the banks goes by, paler and bluer the farther it is. Where somebody stands still in a headset, or
    asked for it, it stands still too."""
    frames, meshes = s.banks.at(s.travelled_m), np.array(s.banks.meshes)
    far = np.hypot(1.6 * frames[:, 0, 3], frames[:, 2, 3])  # deeper in the wood, more of it
    far = np.where(meshes == "reed", 0.0, np.clip((far - _CLEAR_M) / _HAZE_M, 0.0, 1.0))
    tints = np.column_stack([1.0 + np.outer(far, _HAZE), np.ones(len(far))])
    return tuple(
        Instances(mesh, mesh, frames[meshes == mesh], tints[meshes == mesh]) for mesh in dict.fromkeys(s.banks.meshes)
    )


def _glints(s: State) -> tuple[Instances, ...]:
    """Light on the ripples that the current carries toward the viewer."""
    k = np.arange(_GLINTS)
    across, along, size = (((k + 1) * step + 0.3) % 1.0 for step in (0.7548776662, 0.5698402910, 0.3819660113))
    length = 26.0
    z = -27.0 + (along * length + 1.6 * s.travelled_m) % length
    shine = np.clip(np.minimum((z + 27.0) / 6.0, (-1.6 - z) / 4.0), 0.0, 1.0)
    points = np.column_stack([(across - 0.5) * 13.0, np.full(_GLINTS, WATER_M + 0.02), z])
    colours = tinted(COLOURS["warm"], 0.30 * shine * (0.5 + 0.5 * size))
    return (Instances("glints", "glint", places(points, 0.5 + 0.6 * size), colours),)


def _tones(s: State) -> tuple[Tone, ...]:
    wake = max(s.oars[side].wake for side in s.working)
    return (Tone("river", "river", gain=0.30 + 0.2 * wake), bow(s, 0.30), choir(s), *music(s, "valley"))
