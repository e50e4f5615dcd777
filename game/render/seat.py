"""What a draw list looks like from the player's own place: no figure of the player, the goal and the coach in comfort.

A window looks at the stage from behind the player, a headset from within them. What stands on the floor or lies on the
water is where it is for both. What hangs in the air was composed for the camera; so the list's `focus` (a ring high in
the sky) comes to FOCUS_M from the eye, in the direction in which the camera saw it but at most HIGHEST_DEG up,
and takes along what is near it in the air. The farther from the focus, the less a thing moves: the shore and the sky
stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from game.drawlist import PLAYER, DrawList, Line

FOCUS_M, HIGHEST_DEG = 3.0, 15.0
_WHOLLY_M, _NOT_M = 3.5, 14.0  # from the focus: moved as it is within the one, not at all beyond the other
_COMPANY_M = 2.2  # ahead: whoever stands nearer goes back so far, behind what is to be read at 1.5 m
_ASIDE_M = 0.72  # a jetty is 1.8 m wide
_THEIRS_M = 0.6
_IN_HAND = 0.4  # a thread that is drawn to be seen from behind the player would be a rope in the hand
_FLOOR_M, _AIR_M = 0.2, 0.6  # what is lower than the one stands or floats, what is higher than the other hangs


def from_seat(drawlist: DrawList, eye_height_m: float, hands: Mapping[str, np.ndarray]) -> DrawList:
    """`drawlist` as the one who plays sees it, eyes `eye_height_m` above the room's origin. `hands`: where the "left"
    and the "right" are now, (3,), as far as they are known.
    """
    shift = _Shift.of(drawlist, np.array([0.0, eye_height_m, 0.0]))
    company = tuple(person for person in drawlist.people if person.id != PLAYER)
    return replace(
        drawlist,
        people=tuple(
            replace(person, room_from_person=shift.company(np.asarray(person.room_from_person, float)))
            for person in company
        ),
        items=tuple(
            each if each.live else replace(each, room_from_item=shift.things(np.asarray(each.room_from_item, float)))
            for each in drawlist.items
        ),
        instances=tuple(
            replace(many, room_from_item=shift.things(np.asarray(many.room_from_item, float)))
            if len(many.room_from_item)
            else many
            for many in drawlist.instances
        ),
        lines=tuple(_line(line, shift, hands) for line in drawlist.lines),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Shift:
    """focus (3,), None where there is none; moved (3,): from there to where it hangs; near and back (N, 3): where
    others stand too near, and where to each of them goes from there.
    """

    focus: np.ndarray | None
    moved: np.ndarray
    near: np.ndarray
    back: np.ndarray

    @classmethod
    def of(cls, drawlist: DrawList, eye: np.ndarray) -> _Shift:
        focus = None if drawlist.focus is None else np.asarray(drawlist.focus, float)
        places = [np.asarray(person.room_from_person)[:3, 3] for person in drawlist.people if person.id != PLAYER]
        near = np.array([at for at in places if _too_near(at)]).reshape(-1, 3)
        back = np.array([_back(at, focus) for at in near]).reshape(-1, 3)
        if focus is None:
            return cls(None, np.zeros(3), near, back)
        camera = np.asarray(drawlist.camera.room_from_camera, float)[:3, 3]
        return cls(focus, goal(focus, camera, eye) - focus, near, back)

    def points(self, points: np.ndarray) -> np.ndarray:
        """(..., 3) where points (..., 3) of the air and the floor are for the one who plays."""
        if self.focus is None:
            return points
        return np.asarray(points + self.moved * _shares(points, self.focus))

    def things(self, matrices: np.ndarray) -> np.ndarray:
        """(..., 4, 4) likewise; what others sit on goes with them."""
        out = np.array(matrices)
        out[..., :3, 3] = self.points(matrices[..., :3, 3])
        for at, back in zip(self.near, self.back, strict=True):
            level = np.linalg.norm(matrices[..., (0, 2), 3] - at[[0, 2]], axis=-1)
            theirs = (level < _THEIRS_M) & (matrices[..., 1, 3] < _FLOOR_M)
            out[..., :3, 3] += np.where(theirs[..., None], back, 0.0)
        return out

    def company(self, room_from_person: np.ndarray) -> np.ndarray:
        out = np.array(room_from_person)
        out[:3, 3] = self.from_company(out[:3, 3], within_m=1e-6)
        return out

    def from_company(self, point: np.ndarray, within_m: float = np.inf) -> np.ndarray:
        """(3,) a point in the hand of the one who stands nearest, at most `within_m` off."""
        if len(self.near) == 0:
            return point
        far = np.linalg.norm(self.near[:, (0, 2)] - point[[0, 2]], axis=1)
        nearest = int(far.argmin())
        return np.asarray(point + self.back[nearest]) if far[nearest] <= within_m else point


def _too_near(at: np.ndarray) -> bool:
    return bool(-_COMPANY_M < at[2] < 0.0 and abs(at[0]) < _COMPANY_M / 2)


def _back(at: np.ndarray, focus: np.ndarray | None) -> np.ndarray:
    """(3,) from where somebody stands to where they neither cover what is to be read nor the goal: farther ahead, and
    on the other side from it.
    """
    aside = at[0] if focus is None else -np.sign(focus[0]) * max(abs(at[0]), _ASIDE_M)
    return np.array([aside - at[0], 0.0, -_COMPANY_M - at[2]])


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


def _line(line: Line, shift: _Shift, hands: Mapping[str, np.ndarray]) -> Line:
    """A line that somebody holds runs from that hand, where it is, to where its end hangs."""
    points = np.asarray(line.points, float)
    if not line.held or len(points) == 0:
        return replace(line, points=shift.points(points))
    start = shift.from_company(points[0]) if line.held == "other" else hands.get(line.held, points[0])
    end = shift.points(points[-1])
    share = np.linspace(0.0, 1.0, len(points))[:, None]
    points = points + (1.0 - share) * (start - points[0]) + share * (end - points[-1])
    return replace(line, points=points, width_m=line.width_m * _IN_HAND)
