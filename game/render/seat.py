"""What a draw list looks like from the player's own place: no figure of the player, and the goal in comfort.

A window looks at the stage from behind the player, a headset from within them. What stands on the floor or lies on the
water is where it is for both. What hangs in the air was composed for the camera; so the list's `focus` (a ring high in
the sky) comes to FOCUS_M from the eye, in the direction in which the camera saw it but at most HIGHEST_DEG up,
and takes along what is near it in the air. The farther from the focus, the less a thing moves: the shore and the sky
stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from game.drawlist import PLAYER, DrawList, Line

FOCUS_M, HIGHEST_DEG = 3.0, 15.0
_WHOLLY_M, _NOT_M = 3.5, 14.0  # from the focus: moved as it is within the one, not at all beyond the other
_FLOOR_M, _AIR_M = 0.2, 0.6  # what is lower than the one stands or floats, what is higher than the other hangs


def from_seat(drawlist: DrawList, eye_height_m: float, hands: Mapping[str, np.ndarray]) -> DrawList:
    """`drawlist` as the one who plays sees it, eyes `eye_height_m` above the room's origin. `hands`: where the "left"
    and the "right" are now, (3,), as far as they are known.
    """
    eye = np.array([0.0, eye_height_m, 0.0])
    people = tuple(person for person in drawlist.people if person.id != PLAYER)
    if drawlist.focus is None:
        lines = tuple(_tied(line, line.points[-1], hands) for line in drawlist.lines)
        return replace(drawlist, people=people, lines=lines)
    focus = np.asarray(drawlist.focus, float)
    moved = goal(focus, np.asarray(drawlist.camera.room_from_camera, float)[:3, 3], eye) - focus

    def shift(points: np.ndarray) -> np.ndarray:
        return moved * _shares(points, focus)

    def carried(matrices: np.ndarray) -> np.ndarray:
        out = np.array(matrices, float)
        out[..., :3, 3] += shift(out[..., :3, 3])
        return out

    def line_of(line: Line) -> Line:
        points = line.points + shift(line.points)
        return _tied(line, points[-1], hands) if line.held else replace(line, points=points)

    return replace(
        drawlist,
        people=people,
        items=tuple(
            each if each.live else replace(each, room_from_item=carried(each.room_from_item)) for each in drawlist.items
        ),
        instances=tuple(
            replace(many, room_from_item=carried(many.room_from_item)) if len(many.room_from_item) else many
            for many in drawlist.instances
        ),
        lines=tuple(line_of(line) for line in drawlist.lines),
    )


def goal(focus: np.ndarray, camera: np.ndarray, eye: np.ndarray) -> np.ndarray:
    """(3,) where the focus hangs for an eye in the player's place."""
    x, y, z = focus - camera
    up = min(np.arctan2(y, np.hypot(x, z)), np.radians(HIGHEST_DEG))
    aside = np.arctan2(x, -z)
    toward = np.array([np.sin(aside) * np.cos(up), np.sin(up), -np.cos(aside) * np.cos(up)])
    return np.asarray(eye + FOCUS_M * toward)


def _shares(points: np.ndarray, focus: np.ndarray) -> np.ndarray:
    """(..., 3) how much (..., 3) points move with the focus along each axis, 0..1: up and down they keep their order,
    so that what is below the focus stays above the floor.
    """
    near = 1.0 - _ease(np.linalg.norm(points - focus, axis=-1), _WHOLLY_M, _NOT_M)
    height = points[..., 1]
    level = near * _ease(height, _FLOOR_M, _AIR_M)
    upright = near * np.clip((height - _FLOOR_M) / max(focus[1] - _FLOOR_M, 0.1), 0.0, 1.0)
    return np.stack([level, upright, level], axis=-1)


def _ease(x: np.ndarray, low: float, high: float) -> np.ndarray:
    t = np.clip((x - low) / (high - low), 0.0, 1.0)
    return np.asarray(t * t * (3.0 - 2.0 * t))


def _tied(line: Line, end: np.ndarray, hands: Mapping[str, np.ndarray]) -> Line:
    """`line` from the hand that has it, where that is now, to `end`; as it is where nobody has it."""
    if not line.held:
        return line
    points = np.asarray(line.points, float)
    start = hands.get(line.held, points[0])
    share = np.linspace(0.0, 1.0, len(points))[:, None]
    return replace(line, points=points + (1.0 - share) * (start - points[0]) + share * (end - points[-1]))
