"""The heron as parts: from how it stands, looks and flies to a matrix for each. Arithmetic only.

The bird's own frame: +X ahead, +Y up, +Z its right; life size, SCALE makes it as large as it is here. Parts are made by
tools/make_heron_meshes.py, each with the joint it hangs from as its origin.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from game.drawlist import Item
from game.minigames.motion import ease, mix, place

SCALE = 1.75  # a heron of a story: as tall as somebody who sits, and seen from across a room
_HIP_M, _THIGH_M, _SHANK_M, _FOOT_M = 0.505, 0.26, 0.262, 0.01
_NECK_AT, _SHOULDER_AT = (0.215, 0.225, 0.0), (0.14, 0.185, 0.062)
_NECK_M = 0.475
_LINKS = 9
_THICK = np.interp(np.linspace(0.0, 1.0, _LINKS), (0.0, 0.25, 0.6, 1.0), (1.42, 1.08, 0.92, 0.86))
# Five places along the neck and the head, degrees up from ahead.
_CALM = np.array([50.0, 100.0, 116.0, 82.0, 40.0, -6.0])
_ALERT = np.array([68.0, 86.0, 95.0, 92.0, 78.0, 6.0])
_DIPPED = np.array([-4.0, -36.0, -70.0, -80.0, -72.0, -62.0])
_FLYING = np.array([4.0, 42.0, 142.0, 150.0, 2.0, -2.0])
_STRIDE_M = 0.36  # of one leg, before it is scaled
_LIFT_M = 0.13
PAIR_M = SCALE * _STRIDE_M / 0.6  # how far a pair of steps carries it, as large as it is here


@dataclass(frozen=True, slots=True)
class Stance:
    """How it is at this instant: everything 0..1 but `at` (3,) metres under it, `turn_rad` and the two phases."""

    at: tuple[float, float, float]
    turn_rad: float  # of its +X about the vertical, as motion.place turns
    stepped: float = 0.0  # how many pairs of steps it has made
    gait: float = 0.0  # how much it walks
    alert: float = 0.0
    dip: float = 0.0
    tuck: float = 0.0  # one leg drawn up
    spread: float = 0.0
    fly: float = 0.0
    beat: float = 0.0  # wing beats so far


def parts(s: Stance, opacity: float = 1.0, glow: float = 0.0) -> tuple[Item, ...]:
    """The bird's Items."""
    room = place(*s.at, SCALE, s.turn_rad)
    fly = ease(s.fly)
    beat = math.sin(2.0 * math.pi * s.beat)
    hip = mix(_HIP_M - 0.05 * ease(s.dip) - 0.02 * s.gait, 0.0, fly)
    body = _at(0.0, hip - 0.025 * beat * fly, 0.0) @ _pitched(mix(-24.0 * ease(s.dip) + 4.0 * s.alert, -16.0, fly))
    found = [("body", "heron_body", body), *_neck(s, body, fly), *_legs(s, hip, fly)]
    if s.spread > 0.0:
        found += _wings(s, body, beat, fly)
    tint = (1.0, 1.0, 1.0, opacity)
    return tuple(Item(f"heron-{name}", mesh, room @ matrix, tint, glow=glow) for name, mesh, matrix in found)


def beak(s: Stance) -> np.ndarray:
    """room_from_item (4, 4) of what it holds in its beak, crosswise."""
    room = place(*s.at, SCALE, s.turn_rad)
    fly = ease(s.fly)
    hip = mix(_HIP_M - 0.05 * ease(s.dip) - 0.02 * s.gait, 0.0, fly)
    body = _at(0.0, hip, 0.0) @ _pitched(mix(-24.0 * ease(s.dip) + 4.0 * s.alert, -16.0, fly))
    head = _neck(s, body, fly)[-1][2]
    return np.array(room @ head @ _at(0.205, 0.0, 0.0) @ _yawed(90.0))


_Part = tuple[str, str, np.ndarray]


def _neck(s: Stance, body: np.ndarray, fly: float) -> list[_Part]:
    sway = 5.0 * math.sin(4.0 * math.pi * s.stepped) * s.gait
    angles = mix(mix(_CALM, _ALERT, ease(s.alert)), _DIPPED, ease(s.dip))
    angles = mix(angles, _FLYING, fly) + sway * np.array([0.6, 0.3, -0.2, -0.5, -0.6, 0.0])
    link = mix(1.0, 0.8, fly) * _NECK_M / _LINKS
    at = body[:3, :3] @ np.array(_NECK_AT) + body[:3, 3]
    found: list[_Part] = []
    for k, angle in enumerate(np.interp(np.linspace(0.0, 4.0, _LINKS), np.arange(5.0), angles[:-1])):
        way = np.array([math.cos(math.radians(angle)), math.sin(math.radians(angle)), 0.0])
        stretched = np.diag([link / 0.085, _THICK[k], _THICK[k], 1.0])
        found.append((f"neck-{k}", "heron_neck", _at(*at) @ _pitched(float(angle)) @ stretched))
        at = at + link * way
    found.append(("head", "heron_head", _at(*at) @ _pitched(float(angles[-1]))))
    return found


def _legs(s: Stance, hip_m: float, fly: float) -> list[_Part]:
    found: list[_Part] = []
    for side, name, start in ((1.0, "right", 0.0), (-1.0, "left", 0.5)):
        ahead, lifted = _step(s.stepped + start)
        tucked = ease(s.tuck) if side > 0 else 0.0
        foot = np.array([ahead * s.gait, mix(lifted * s.gait, 0.24, tucked) + _FOOT_M])
        foot[0] = mix(foot[0], -0.04, tucked)
        hip = np.array([-0.02, hip_m])
        thigh, shank = _bent(foot - hip)
        thigh, shank = mix(thigh, -1.12, fly), mix(shank, -1.40, fly)  # trailing behind
        z = side * 0.042
        upper = _at(*hip, z) @ _swung(thigh)
        lower = upper @ _at(0.0, -_THIGH_M, 0.0) @ _swung(shank - thigh)
        toes = lower @ _at(0.0, -_SHANK_M, 0.0) @ _swung(mix(-shank + 0.7 * tucked, 1.2, fly))
        found += [(f"{name}-thigh", "heron_thigh", upper), (f"{name}-shank", "heron_shank", lower)]
        found.append((f"{name}-foot", "heron_foot", toes))
    return found


def _step(phase: float) -> tuple[float, float]:
    """(ahead, up) of a foot against the body, metres: three fifths of a pair of steps on the ground."""
    p = phase % 1.0
    if p < 0.6:
        return _STRIDE_M * (0.5 - p / 0.6), 0.0
    share = (p - 0.6) / 0.4
    return _STRIDE_M * (ease(share) - 0.5), _LIFT_M * math.sin(math.pi * share)


def _bent(way: np.ndarray) -> tuple[float, float]:
    """(thigh, shank) radians from straight down, ahead positive, of a leg that reaches (2,) `way` from its hip: the
    joint between them bends backward."""
    far = min(float(np.hypot(*way)), _THIGH_M + _SHANK_M - 1e-4)
    toward = math.atan2(way[0], -way[1])
    bend = math.acos((_THIGH_M**2 + far**2 - _SHANK_M**2) / (2.0 * _THIGH_M * far))
    thigh = toward - bend
    joint = np.array([math.sin(thigh), -math.cos(thigh)]) * _THIGH_M
    rest = np.array([math.sin(toward), -math.cos(toward)]) * far - joint
    return thigh, math.atan2(rest[0], -rest[1])


def _wings(s: Stance, body: np.ndarray, beat: float, fly: float) -> list[_Part]:
    open_ = ease(s.spread)
    late = math.sin(2.0 * math.pi * (s.beat - 0.14))
    raised = mix(16.0 + 26.0 * open_, 8.0 + 30.0 * beat, fly)
    size = mix(0.45, 1.0, open_)
    inner = (
        _pitched(mix(22.0, 4.0, fly))
        @ _rolled(-raised)
        @ _yawed(mix(-84.0, -4.0, open_))
        @ np.diag([size, 1.0, size, 1.0])
    )
    hand = (
        _at(0.02, 0.02, 0.415) @ _rolled(-mix(-10.0 * open_, 6.0 + 22.0 * late, fly)) @ _yawed(mix(-70.0, -6.0, open_))
    )
    found: list[_Part] = []
    for side, name in ((1.0, "right"), (-1.0, "left")):
        mirror = np.diag([1.0, 1.0, side, 1.0])
        wing = body @ mirror @ _at(*_SHOULDER_AT) @ inner
        found += [(f"{name}-wing", "heron_wing", wing), (f"{name}-hand", "heron_hand", wing @ hand)]
    return found


def _at(x: float, y: float, z: float) -> np.ndarray:
    out = np.eye(4)
    out[:3, 3] = (x, y, z)
    return out


def _turned(axis: int, angle: float) -> np.ndarray:
    i, j = ((1, 2), (2, 0), (0, 1))[axis]
    c, s = math.cos(angle), math.sin(angle)
    out = np.eye(4)
    out[i, i] = out[j, j] = c
    out[i, j], out[j, i] = -s, s
    return out


def _pitched(deg: float) -> np.ndarray:
    """Beak up."""
    return _turned(2, math.radians(deg))


def _swung(rad: float) -> np.ndarray:
    """What hangs down swings ahead."""
    return _turned(2, rad)


def _yawed(deg: float) -> np.ndarray:
    return _turned(1, math.radians(deg))


def _rolled(deg: float) -> np.ndarray:
    return _turned(0, math.radians(deg))
