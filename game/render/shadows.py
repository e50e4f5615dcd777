"""Soft shadows on the ground under people and what they sit on or hold: without them they would float.

Each is a few round dark patches: a joint's lies where a low light from ahead would throw it, the wider and fainter the
higher the joint is, so that the shadow follows the pose.
"""

from __future__ import annotations

from collections.abc import Iterable

import moderngl
import numpy as np

from game.render.context import program
from game.render.scene import Ground
from game.render.stream import Stream
from game.render.uniforms import set_uniforms

STANDING = frozenset({"bench", "chair", "driftwood"})  # the things that throw one
_FLOATS = 5  # place, radius, darkness
_OVER_M = 0.012  # the ground
_LONG = 0.7  # metres of shadow for each metre of height
_FOOT, _FADES_M = 1.00, 0.50  # how dark where a joint touches the ground; over what height that is lost
_CROWD_M = 0.45
_LEAST = 0.13  # what is fainter is wide, and would cost the most
_LEG_M, _LEG, _UNDER = 0.16, 0.80, 0.65

Patches = tuple[np.ndarray, np.ndarray, np.ndarray]  # (N, 2) x and z, (N,) radii in metres, (N,) darkness 0..1


class Shadows:
    def __init__(self, context: moderngl.Context) -> None:
        self._program = program(context, "shade")
        self._stream = Stream(context, self._program, "3f 2f/i", ("in_at", "in_how"), _FLOATS)

    def draw(self, clip_from_room: np.ndarray, ground: Ground, found: Iterable[Patches]) -> None:
        """Darkens the ground where `found` says. Blends; depth is tested."""
        kept = list(found)
        if not kept:
            return
        at, radius_m, dark = (np.concatenate(each) for each in zip(*kept, strict=True))
        x, z = at.T
        rims = [(x, z), *((x + aside * radius_m, z + 1.6 * radius_m) for aside in (-0.7, 0.7))]
        height = ground(*np.concatenate(rims, axis=1)).reshape(3, -1).max(axis=0)  # none is buried in a slope
        self._stream.fill(np.column_stack([x, height + _OVER_M, z, radius_m, dark]))
        set_uniforms(self._program, clip_from_room=clip_from_room)
        self._stream.array.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=len(at))


def of_joints(joints: np.ndarray, reach_m: np.ndarray, opacity: float, away: np.ndarray) -> Patches:
    """What a body's joints (J, 3) in the room throw, with (J,) metres of flesh round each; `away` (2,) unit, x and z
    from the light."""
    high = np.maximum(joints[:, 1], 0.0)
    dark = opacity * _FOOT * np.exp(-high / _FADES_M)
    at = joints[:, [0, 2]] + _LONG * np.maximum(high - 0.1, 0.0)[:, None] * away
    seen = dark > _LEAST
    at, dark = at[seen], dark[seen]
    crowd = (np.abs(at[:, None] - at).sum(axis=2) < _CROWD_M).sum(axis=1)  # who sits has all of them in one place
    return at, (0.95 * reach_m + 0.24 * high)[seen], dark / np.maximum(crowd / 5.0, 1.0)


def of_box(corners: np.ndarray, opacity: float, away: np.ndarray) -> Patches:
    """What a thing throws that stands on the ground and fills the box of (8, 3) corners in the room: its body, and its
    legs where it is not long."""
    foot = corners[np.argsort(corners[:, 1])[:4]][:, [0, 2]]
    middle, sides = foot.mean(axis=0), foot - foot[0]
    lengths = np.sqrt((sides**2).sum(axis=1))
    order = np.argsort(lengths)  # 0, the short side, the long one, across
    short, long = lengths[order[1:3]]
    count = max(1, round(long / short))
    way = (np.arange(count) + 0.5) / count - 0.5
    under = middle + way[:, None] * sides[order[2]] + 0.55 * short * away
    body = (under, np.full(count, 0.5 * short + 0.22), np.full(count, _UNDER * opacity))
    if count > 3:
        return body
    legs = (middle + 0.90 * (foot - middle), np.full(4, _LEG_M), np.full(4, _LEG * opacity))
    return np.concatenate([body[0], legs[0]]), np.append(body[1], legs[1]), np.append(body[2], legs[2])
