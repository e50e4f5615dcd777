"""The air of Glider as it is seen: warm air and what rises in it, wisps of mist, wind, wing tips."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from game.drawlist import COLOURS, Instances, Line, colour
from game.minigames.glider_stage import air_wide_m
from game.minigames.motion import ease, places
from game.minigames.staging import mover
from game.minigames.tints import fade, tinted

if TYPE_CHECKING:
    from game.minigames.glider import State

# Threads of air, each on a way up of its own: to the right and toward the viewer, and how much of the way it is ahead
_WAYS = np.array([(-0.75, 0.20), (-0.38, -0.45), (0.02, 0.45), (0.40, -0.30), (0.78, 0.25)])
_AHEAD = np.arange(len(_WAYS)) * 0.4 % 1.0
_THREAD, _THREAD_POINTS = 0.32, 32  # of the way up; so many lights that they run into one
_BEHIND = np.linspace(0.0, 1.0, _THREAD_POINTS)  # of a thread, from its head on
_TAPERED = np.sin(math.pi * _BEHIND**0.6)
_HAZE_UP, _MIDDLE = np.linspace(0.04, 1.0, 8), np.zeros((8, 2))
_MOTES, _FROM_HAND = 8, 7
_MOTE_SEEDS = np.arange(_MOTES) * 0.6180339887 % 1.0
_MOTE_WAYS = np.column_stack([1.5 * _MOTE_SEEDS - 0.75, np.sin(9.0 * _MOTE_SEEDS)])
_WISPS, _WISP_M = 6, 46.0
_MIST = colour("#C9BFDC")
_WIND, _STREAK_POINTS = 6, 14
_STREAK = np.linspace(-0.45, 0.45, _STREAK_POINTS)[:, None] * np.array([0.0, 0.02, 1.0])
_STREAKED = np.sin(math.pi * np.linspace(0.0, 1.0, _STREAK_POINTS))


def air(s: State) -> tuple[Instances, ...]:
    """The warm air: a soft column of light, higher the more it carries, threads and small lights that rise in it. They
    begin in the player's amber and end in the goal's cyan."""
    risen = s.flight.risen
    sway = 2.2 * risen
    column = s.stage.air(_HAZE_UP, _MIDDLE, sway)
    haze = places(column, 3.2 * air_wide_m(_HAZE_UP)), _dyed(s, _HAZE_UP, 0.48 * (1.0 - 0.5 * _HAZE_UP))
    heads = (1.0 + _THREAD) * ((risen + _AHEAD) % 1.0)
    up = np.clip(heads[:, None] - _THREAD * _BEHIND, 0.0, 1.0)
    threads = s.stage.air(up, np.repeat(_WAYS[:, None], _THREAD_POINTS, axis=1), sway).reshape(-1, 3)
    tapered = np.tile(_TAPERED, len(_WAYS))
    drawn = places(threads, 0.07 + 0.09 * tapered), _dyed(s, up.ravel(), 0.62 * tapered * _within(up.ravel()))
    way = (risen + np.arange(_MOTES) / _MOTES) % 1.0
    motes = places(s.stage.air(way, _MOTE_WAYS, sway), 0.14 + 0.10 * _MOTE_SEEDS), _dyed(s, way, _within(way))
    return Instances("haze", "glow", *haze), Instances("threads", "glow", *drawn), Instances("motes", "glow", *motes)


def _within(up: np.ndarray) -> np.ndarray:
    """0 at the foot and at the top of the air, 1 between: nothing comes or goes at once."""
    return np.minimum(1.6 * np.sin(math.pi * up), 1.0)


def _dyed(s: State, up: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """(N, 4) from amber at 0 to cyan at 1, as much of it as the air carries."""
    amber, cyan = np.array(COLOURS["amber"]), np.array(COLOURS["cyan"])
    share = np.clip((up - 0.25) / 0.5, 0.0, 1.0)[:, None]
    out = amber * (1.0 - share) + cyan * share
    reached = np.clip((0.30 + 0.90 * s.flight.warm - up) / 0.2, 0.0, 1.0)
    out[:, 3] = np.clip(alpha * reached * s.flight.warm * s.busy, 0.0, 1.0)
    return out


def from_hand(s: State) -> tuple[Instances, ...]:
    """What rises from the working hand (the coach's, while it teaches) to the glider: whose lift this is. Who wears a
    headset sees no figure whose hand it would come from."""
    if s.worn:
        return ()
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


def wind(s: State) -> tuple[Instances, ...]:
    """Streaks of air that pass a glider in flight toward the viewer; none where the player wants stillness."""
    here = 0.0 if s.setup.still else ease(s.flight.free) * s.busy
    if here <= 0.0:
        return ()
    k = np.arange(_WIND)
    way = (0.16 * s.t_s + k / _WIND) % 1.0
    aside = np.column_stack([1.5 * np.cos(2.4 * k), 0.55 * np.sin(2.4 * k) + 0.15, 5.0 * (way - 0.7)])
    points = (s.flight.at + aside)[:, None] + _STREAK
    alpha = 0.30 * here * np.sin(math.pi * way)[:, None] * _STREAKED
    where = places(points.reshape(-1, 3), np.tile(0.04 + 0.05 * _STREAKED, _WIND))
    return (Instances("wind", "glow", where, tinted(COLOURS["cyan"], alpha.ravel())),)


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
