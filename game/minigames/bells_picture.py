"""Bells as a draw list: reads the game's state, changes nothing."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from exercises.measures import Side
from game.drawlist import COLOURS, DrawList, Instances, Item, Line, Tone
from game.minigames.bells_song import LEAF_S, WAVE_APART_S, WAVE_S, Bow, Drop, Wave
from game.minigames.bells_stage import CHIME, NOTES, WIDTHS_M, Stage
from game.minigames.forest import ROPE, WOOD, head
from game.minigames.motion import along, ease, mix, place, places
from game.minigames.staging import bow, choir, goal_ring, mover, music, panels, people, seats, sparks, surroundings
from game.minigames.tints import WHITE, fade, tinted

if TYPE_CHECKING:
    from game.minigames.bells import State

_POINTS = 20  # of a string
_BOW_M = 0.042  # how broad the light on it is
_DROP_M, _MOST_DROPS = 0.085, 9
_LEAVES = 4


def picture(s: State) -> DrawList:
    bells = [item for side in s.stage.sides for item in _carillon(s, side)]
    return DrawList(
        s.stage.view.camera(),
        surroundings(s, "forest", s.lamps),
        items=(*bells, *_lights(s), *_waves(s), *seats(s, s.stage.player, s.stage.coach, WOOD)),
        lines=(*_ropes(s.stage), *_threads(s), *_goals(s), *_strings(s)),
        people=people(s, s.stage.player, s.stage.coach),
        instances=(*_halos(s), *_drops(s), *_leaves(s), *_sparks(s)),
        panels=panels(s, s.stage.out if s.stage.eye is None else -s.stage.out),  # from within, the coach sits there
        cues=s.heard,
        tones=_tones(s),
        notes={"game": "bells"},
    )


def hung(at: np.ndarray, size: float, swing_rad: float, turn_rad: float = 0.0) -> np.ndarray:
    """room_from_item (4, 4) of a thing that hangs at (3,) metres and swings to the right and left."""
    c, s = math.cos(swing_rad), math.sin(swing_rad)
    swung = np.eye(4)
    swung[:2, :2] = ((c, -s), (s, c))
    matrix = swung @ place(0.0, 0.0, 0.0, size, turn_rad)
    matrix[:3, 3] = at
    return matrix


def _carillon(s: State, side: Side) -> list[Item]:
    """A side's beam, bells and chime."""
    stage = s.stage
    x, y, z = stage.beam(side)
    items = [Item(f"beam-{side}", "bell_beam", place(x, y, z, (stage.beam_m / 2 + 0.12, 1.0, 1.0)))]
    for i, bell in enumerate(s.song.bells[side]):
        matrix = hung(stage.bell(side, i), WIDTHS_M[i] * stage.size, bell.angle, 0.35 * i)
        items.append(Item(f"bell-{side}-{i}", "bronze_bell", matrix, WHITE, glow=0.9 * ease(bell.glow)))
    chime = s.song.chimes[side]
    matrix = hung(stage.chime(side), stage.size * 0.95, chime.angle, 1.5 * chime.angle)
    items.append(Item(f"chime-{side}", "bamboo_chime", matrix, WHITE, glow=0.8 * ease(chime.glow)))
    return items


@lru_cache(maxsize=8)
def _ropes(stage: Stage) -> tuple[Line, ...]:
    """What beams, bells and chimes hang by."""
    lines = []
    for side in stage.sides:
        beam = stage.beam(side)
        for end in (-0.93, 0.93):
            foot = beam + np.array([end * stage.beam_m / 2, 0.03, 0.0])
            lines.append(_rope(f"rope-{side}-{end}", foot + np.array([0.0, 2.4, -0.2]), foot, 0.022))
        for i in range(len(NOTES)):
            loop = stage.bell(side, i)
            top = np.array([loop[0], beam[1] - 0.03, loop[2]])
            lines.append(_rope(f"strap-{side}-{i}", top, loop - np.array([0.0, 0.02, 0.0]), 0.020 * stage.size))
        chime = stage.chime(side)
        inner = 1.0 if chime[0] < beam[0] else -1.0
        top = np.array([beam[0] - inner * (stage.beam_m / 2 - 0.02), beam[1] - 0.02, chime[2]])
        lines.append(_rope(f"cord-{side}", top, chime, 0.008))
    return tuple(lines)


def _rope(id: str, top: np.ndarray, foot: np.ndarray, width_m: float) -> Line:
    return Line(id, np.linspace(top, foot, 4), ROPE, width_m)


def _goals(s: State) -> list[Line]:
    """The ring round the bell that the string leads to: it closes as the light nears, shines when it rings."""
    lines: list[Line] = []
    for side, each in s.bows.items():
        shine = ease(each.shine)
        wide = WIDTHS_M[each.bell] * s.stage.size
        centre = s.stage.middle(side, each.bell) + np.array([0.0, 0.0, 0.1])
        radius = (0.74 * wide + 0.05) * (1.0 + 0.06 * shine)
        lines += goal_ring(f"goal-{side}-{each.bell}", centre, radius, each.goal * s.busy, each.closed, shine)
    return lines


def string(s: State, side: Side) -> np.ndarray:
    """(20, 3) metres: from the part of the body that works (the coach's, while it teaches) to the bell's open end."""
    who, where = mover(s, s.stage.player, s.stage.coach)
    hand = who.part_m(s.stage.part, side, where)
    if who is s.figure and s.stage.part == "hand" and side in s.worn.hands:
        hand = s.worn.hands[side]
    each = s.bows[side]
    mouth = s.stage.mouth(side, each.bell)
    share = np.linspace(0.0, 1.0, _POINTS)[:, None]
    points = hand + (mouth - hand) * share
    points[:, 1] -= (4.0 * mix(0.14, 0.03, each.part) * share * (1.0 - share))[:, 0]
    return points


def _strings(s: State) -> list[Line]:
    """The string, and the bow of light on it: amber with a dark rim, as broad as can be seen across a room."""
    lines: list[Line] = []
    for side, each in s.bows.items():
        if s.busy <= 0.0 or (s.taught and side != s.side):
            continue
        held: Literal["", "left", "right", "other"] = side if s.stage.part == "hand" else ""
        held = "other" if s.taught else held
        points, id = string(s, side), f"{side}-{each.bell}"
        there = s.busy * max(each.goal, each.here)
        lines.append(Line(f"string-rim-{id}", points, fade(COLOURS["rim"], 0.6 * there), 0.016, 0.0, held))
        lines.append(Line(f"string-{id}", points, fade(COLOURS["cyan"], 0.8 * there), 0.008, 0.0, held))
        start, end = each.lit
        here = each.here * s.busy * ease((end - start) / 0.06)
        if here <= 0.0:
            continue
        lit = along(points, np.linspace(start, end, _POINTS))
        wide = _BOW_M if s.worn.eye is None else 0.4 * _BOW_M  # it begins at the eye's own hand
        lines.append(Line(f"bow-rim-{id}", lit, fade(COLOURS["rim"], 0.9 * here), 1.9 * wide))
        lines.append(Line(f"bow-{id}", lit, fade(COLOURS["amber"], here), wide, 0.8))
    return lines


def _lights(s: State) -> list[Item]:
    """The head of the light, which the player moves; and lights that sink to a chime."""
    items = []
    for side, each in s.bows.items():
        here = each.head * s.busy
        if here > 0.0 and not (s.taught and side != s.side):
            at = along(string(s, side), mix(0.03, 1.0, each.part))
            items += head(f"light-{side}", at, "amber", 0.18 + 0.05 * each.part, here)
        start, end = each.lit
        shine = each.here * s.busy * ease((end - start) / 0.06)
        if shine > 0.0 and s.worn.eye is None and not (s.taught and side != s.side):  # else it would end square
            for k, at in enumerate(along(string(s, side), np.array([start, end]))):
                cap = place(*at, 4.2 * _BOW_M)
                items.append(Item(f"bow-{side}-{k}", "spark", cap, fade(COLOURS["amber"], shine)))
    for light in s.song.falling:
        id = f"falling-{light.side}-{light.born_s:.2f}"
        items += head(id, light.at(s.stage, s.t_s), "amber", 0.18, light.shine(s.t_s))
    return items


def _waves(s: State) -> list[Item]:
    """Rings of light that widen round a bell that was rung, in the air and on the pool."""
    items = []
    for wave in s.song.waves:
        for k in range(wave.rings):
            age = (s.t_s - wave.born_s - k * WAVE_APART_S) / WAVE_S
            if not 0.0 < age < 1.0:
                continue
            shine = ease(age / 0.25) * (1.0 - ease((age - 0.25) / 0.75))
            x, y, z = wave.centre
            id = f"{wave.side}-{wave.born_s:.2f}-{k}"
            size = wave.size_m * (0.75 + (2.0 - 0.3 * k) * age)
            amber = fade(COLOURS["amber"], 0.75 * shine)
            items.append(Item(f"wave-{id}", "ring", place(x, y, z + 0.02, size), amber, glow=0.6))
            at = s.stage.ripples(wave.side)
            items.append(Item(f"ripple-{id}", "wake", place(*at, 0.15 + 0.75 * age), amber, glow=0.5))
    return items


def _threads(s: State) -> list[Line]:
    """What the drops hang by."""
    lines = []
    for drop in s.song.drops:
        grown = drop.grown(s.t_s)
        if grown > 0.0 and drop.index < _MOST_DROPS:
            root, tip = _hanging(s, drop, grown)
            id = f"thread-{drop.side}-{drop.at}-{drop.index}"
            lines.append(Line(id, np.linspace(root, tip, 4), fade(COLOURS["rim"], 0.8 * grown), 0.009 * s.stage.size))
    return lines


def _drops(s: State) -> tuple[Instances, ...]:
    """A drop of light for each note that was sung, under its bell: amber with a dark rim."""
    shown = [drop for drop in s.song.drops if drop.index < _MOST_DROPS]
    if not shown:
        return ()
    grown = np.array([drop.grown(s.t_s) for drop in shown])
    points = np.array([_hanging(s, drop, share)[1] for drop, share in zip(shown, grown, strict=True)])
    size = _DROP_M * s.stage.size * (0.3 + 0.7 * grown)
    rims, drops = tinted(COLOURS["rim"], 0.9 * grown), tinted(COLOURS["amber"], grown)
    return (
        Instances("drop-rims", "ball", places(points - (0.0, 0.0, 0.01), 1.16 * size), rims),
        Instances("drops", "orb", places(points, size), drops, glow=0.95, glow_m=0.34 * s.stage.size),
    )


def _hanging(s: State, drop: Drop, grown: float) -> tuple[np.ndarray, np.ndarray]:
    """(3,), (3,): where a drop's thread is tied, at its bell's open end or under its chime, and where the drop is."""
    stage, thing = s.stage, s.song.thing(drop.side, drop.at)
    if isinstance(drop.at, int):
        top, length = stage.bell(drop.side, drop.at), 1.02 * WIDTHS_M[drop.at] * stage.size
    else:
        top, length = stage.chime(drop.side), 0.36 * stage.size
    down = np.array([math.sin(thing.angle), -math.cos(thing.angle), 0.0])
    fan = ((drop.index + 1) // 2) * (1 if drop.index % 2 else -1)
    root = top + length * down + np.array([0.055 * fan * stage.size, 0.0, 0.02])
    phase = 1.7 * drop.index + 0.9 * (drop.at if isinstance(drop.at, int) else 6)
    swing = 0.7 * thing.angle + 0.10 * math.sin(0.9 * s.t_s + phase) + 0.12 * fan
    far = (0.15 + 0.085 * ((drop.index * 2) % 3)) * stage.size * grown
    return root, root + far * np.array([math.sin(swing), -math.cos(swing), 0.0])


def _halos(s: State) -> tuple[Instances, ...]:
    """Soft light round what shines: bells, and the chimes."""
    points, sizes, shares = [], [], []
    for side in s.stage.sides:
        for at in (*range(len(NOTES)), CHIME):
            thing = s.song.thing(side, at)
            wide = WIDTHS_M[at] * s.stage.size if isinstance(at, int) else 0.3 * s.stage.size
            down = 0.85 * wide if isinstance(at, int) else 0.35 * s.stage.size
            top = s.stage.bell(side, at) if isinstance(at, int) else s.stage.chime(side)
            points.append(top + down * np.array([math.sin(thing.angle), -math.cos(thing.angle), 0.0]))
            sizes.append(3.4 * wide)
            shares.append(0.75 * ease(thing.glow))
    matrices = places(np.array(points), np.array(sizes))
    return (Instances("halos", "glow", matrices, tinted(COLOURS["amber"], shares)),)


def _leaves(s: State) -> tuple[Instances, ...]:
    """A few leaves drift down where a note has resolved."""
    found, shares = [], []
    for wave in s.song.resolved:
        age = s.t_s - wave.born_s
        for k in range(_LEAVES):
            found.append(_leaf(wave, k, age))
            shares.append(ease(age / 0.5) * (1.0 - ease((age - LEAF_S + 1.5) / 1.5)))
    if not found:
        return ()
    colours = np.ones((len(found), 4))
    colours[:, 3] = shares
    return (Instances("leaves", "leaf", np.array(found), colours),)


def _leaf(wave: Wave, k: int, age_s: float) -> np.ndarray:
    phase = 2.4 * k + 7.0 * (wave.born_s % 1.0)
    fall = 0.26 * age_s * (1.0 + 0.25 * math.sin(phase))
    sway = 0.16 * math.sin(1.5 * age_s + phase)
    at = wave.centre + np.array([0.34 * math.sin(phase) + sway, 0.30 * math.cos(1.3 * phase) - fall + 0.1, 0.12])
    tilt = 0.8 * math.sin(1.5 * age_s + phase + 0.8)
    return hung(at, 0.11, tilt, phase + 0.5 * age_s)


def _sparks(s: State) -> tuple[Instances, ...]:
    each: Bow = s.bows[s.side]
    return sparks(s, s.stage.middle(s.side, each.bell), 0.55 * WIDTHS_M[each.bell] * s.stage.size)


def _tones(s: State) -> tuple[Tone, ...]:
    bass = Tone("bass", "bass_d2", pitch=s.bass_pitch, gain=0.55 * ease(s.bass))
    return (Tone("spring", "spring", gain=0.35), bow(s), choir(s), *((bass,) if s.steps else ()), *music(s, "forest"))
