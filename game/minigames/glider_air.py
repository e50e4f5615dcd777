"""The air of Glider as it is seen: the shaft of warm air and what rises in it, wisps of mist, wind, wing tips."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from game.drawlist import COLOURS, Instances, Line, colour
from game.minigames.motion import ease, places
from game.minigames.staging import mover
from game.minigames.tints import fade, tinted

if TYPE_CHECKING:
    from game.minigames.glider import State

_STRANDS, _STRAND_POINTS, _TURNS = 6, 25, 0.55
_WAY = np.linspace(0.02, 1.0, _STRAND_POINTS)  # of a strand
_AROUND = 2.0 * math.pi * (np.arange(_STRANDS)[:, None] / _STRANDS + _TURNS * _WAY)
_FADES = (("amber", 0.07), ("amber", 0.15), ("amber", 0.20), ("cyan", 0.24), ("cyan", 0.16), ("cyan", 0.07))
_PER_FADE = (_STRAND_POINTS - 1) // len(_FADES)
_HAZE_UP = np.linspace(0.05, 1.0, 6)
_ACROSS = np.array([np.zeros(6), np.full(6, math.pi)])  # one side of the shaft and the other: between them, its middle
_MOTES, _FROM_HAND = 14, 7
_RISE_S = 4.2  # from the water to the top
_WISPS, _WISP_M = 6, 46.0
_MIST = colour("#C9BFDC")
_WIND = 6
_STREAK = np.linspace(-0.45, 0.45, 5)[:, None] * np.array([0.0, 0.02, 1.0])


def shaft(s: State) -> tuple[Line, ...]:
    """Threads of warm air that wind upward; they begin in the player's amber and end in the goal's cyan."""
    here = s.flight.warm * s.busy
    strands = s.stage.shaft(_WAY, _AROUND - 0.45 * s.t_s)
    tints = [fade(COLOURS[tint], here * alpha) for tint, alpha in _FADES]
    return tuple(
        Line(f"air-{k}-{n}", points[n * _PER_FADE : (n + 1) * _PER_FADE + 1], tint, 0.018, 0.8)
        for k, points in enumerate(strands)
        for n, tint in enumerate(tints)
    )


def haze(s: State) -> tuple[Instances, ...]:
    """The shaft's soft light, and small lights that rise in it the faster the more it carries."""
    here = s.flight.warm * s.busy
    up = _HAZE_UP
    middles = s.stage.shaft(up, _ACROSS).mean(axis=0)
    glow = Instances("haze", "glow", places(middles, 2.3 + 0.6 * up), _dyed(up, 0.46 * here * (0.6 + 0.4 * up)))
    seed = np.arange(_MOTES) * 0.6180339887 % 1.0
    way = (s.t_s / _RISE_S + np.arange(_MOTES) / _MOTES) % 1.0
    rising = s.stage.shaft(way, 7.0 * way + 40.0 * seed)
    shine = np.sin(math.pi * way) * here * (0.25 + 0.75 * s.flight.part)
    motes = Instances("motes", "glow", places(rising, 0.16 + 0.10 * seed), _dyed(way, np.minimum(1.6 * shine, 1.0)))
    return glow, motes


def _dyed(up: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """(N, 4) from amber at 0 to cyan at 1."""
    amber, cyan = np.array(COLOURS["amber"]), np.array(COLOURS["cyan"])
    share = np.clip((up - 0.25) / 0.5, 0.0, 1.0)[:, None]
    out = amber * (1.0 - share) + cyan * share
    out[:, 3] = np.clip(alpha, 0.0, 1.0)
    return out


def from_hand(s: State) -> tuple[Instances, ...]:
    """What rises from the working hand (the coach's, while it teaches) to the glider: whose lift this is."""
    moves = s.busy * ease(s.moving) * (1.0 - ease(s.flight.free)) * ease(s.part / 0.25)
    who, where = mover(s, s.stage.player, s.stage.coach)
    hand = who.reach_m(s.side, False, where)
    end = s.flight.at - np.array([0.0, 0.15, 0.0])
    way = (0.45 * s.t_s + np.arange(_FROM_HAND) / _FROM_HAND) % 1.0
    points = hand + (end - hand) * way[:, None]
    points[:, 1] -= 0.9 * way * (1.0 - way)
    colours = tinted(COLOURS["core"], moves * np.sin(math.pi * way) * 0.9)
    return (Instances("from-hand", "glow", places(points, 0.13 + 0.06 * way), colours),)


def wisps(s: State) -> tuple[Instances, ...]:
    """Thin mist over the far shore that drifts by, the only thing that travels; it stands where the player asked so."""
    drift = 0.0 if s.setup.still else 0.006 * s.t_s
    share = (np.arange(_WISPS) * 0.6180339887 + drift) % 1.0
    high = np.arange(_WISPS) * 0.7548776662 % 1.0
    points = s.stage.view.seen(np.column_stack([1.15 - 2.3 * share, 0.395 + 0.075 * high, np.full(_WISPS, 105.0)]))
    colours = tinted(_MIST, 0.10 * np.sin(math.pi * share))
    return (Instances("wisps", "glint", places(points, _WISP_M * (0.7 + 0.6 * high)), colours),)


def wind(s: State) -> tuple[Line, ...]:
    """Streaks of air that pass a glider in flight toward the viewer; none where the player wants stillness."""
    here = 0.0 if s.setup.still else ease(s.flight.free) * s.busy
    if here <= 0.0:
        return ()
    lines = []
    for k in range(_WIND):
        way = (0.16 * s.t_s + k / _WIND) % 1.0
        side = math.cos(2.4 * k) * 1.5
        high = 0.55 * math.sin(2.4 * k) + 0.15
        middle = s.flight.at + np.array([side, high, 5.0 * (way - 0.7)])
        shown = fade(COLOURS["cyan"], 0.34 * here * math.sin(math.pi * way))
        lines.append(Line(f"wind-{k}-{math.floor(0.16 * s.t_s + k / _WIND)}", middle + _STREAK, shown, 0.012, 0.3))
    return tuple(lines)


def tips(s: State) -> tuple[Line, ...]:
    """The light that the wing tips leave behind in the air."""
    if len(s.trail.points) < 4:
        return ()
    here = 0.40 * ease(s.flight.age_s / 2.0) * ease(s.flight.free)
    half = len(s.trail.points) // 2
    return tuple(
        Line(f"tip-{side}-{n}", part[:, side], fade(COLOURS["amber"], here * alpha), 0.018, 0.4)
        for n, (part, alpha) in enumerate(((s.trail.points[: half + 1], 0.35), (s.trail.points[half:], 1.0)))
        for side in (0, 1)
    )
