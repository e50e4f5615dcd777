"""One eye of a headset as matrices, and the board that panels hang on in the room. Plain arithmetic, no GPU."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from game.openxr.data import View as EyeView
from game.openxr.room import matrix
from game.render.view import View, view_through

NEAR_M = 0.1
BOARD_AWAY_M = 1.5
BOARD_M = (1.6, 0.9)  # 16 to 9: a panel's sentences (6 % of the height) have capitals of 2 degrees there
BOARD_PIXELS = (1600, 900)
_BELOW_DEG = 4.0  # the middle hangs a little below the eye, as a page is held; the upper edge 13 degrees above it


class Posed(Protocol):
    """A place (3,) and a turn, a unit quaternion x, y, z, w: exercises.pose's Rigid."""

    @property
    def position(self) -> np.ndarray: ...
    @property
    def rotation(self) -> np.ndarray: ...


def matrix_of(pose: Posed) -> np.ndarray:
    """(4, 4) room_from_thing."""
    out = np.eye(4)
    out[:3, :3] = matrix(pose.rotation)
    out[:3, 3] = pose.position
    return out


def eye_view(eye: EyeView, height: int) -> View:
    """The view of one eye on a picture `height` pixels tall; its field may be wider to one side than to the other."""
    left, right, up, down = np.tan(np.radians(eye.fov_deg))
    return view_through(matrix_of(eye.pose), (left, right, up, down), height, NEAR_M)


@dataclass(frozen=True, slots=True, eq=False)
class Ray:
    """From `at` (3,) toward the unit `along` (3,)."""

    at: np.ndarray
    along: np.ndarray


def ray_of(aim: Posed) -> Ray:
    """Where a pose points: along its -Z."""
    matrix = matrix_of(aim)
    return Ray(matrix[:3, 3], -matrix[:3, 2])


def ray_through(view: View, x: float, y: float) -> Ray:
    """From the eye through a place of its picture, shares from the left and the top."""
    far = view.room_from_clip @ np.array([2 * x - 1, 1 - 2 * y, 1.0, 1.0])
    along = far[:3] / far[3] - view.eye
    return Ray(view.eye, along / np.linalg.norm(along))


@dataclass(frozen=True, eq=False)
class Board:
    """The plane that panels hang on: `middle` (3,) in the room, before whoever was at `eye` (3,) and faced -Z. It stays
    there however the head turns.
    """

    eye: np.ndarray

    @cached_property
    def room_from_board(self) -> np.ndarray:
        """(4, 4): the board's x and y run -0.5..0.5 over its width and height, +z toward the eye."""
        c, s = np.cos(np.radians(_BELOW_DEG)), np.sin(np.radians(_BELOW_DEG))
        out = np.eye(4)
        out[:3, 0] = (BOARD_M[0], 0.0, 0.0)
        out[:3, 1] = np.array([0.0, c, -s]) * BOARD_M[1]
        out[:3, 2] = (0.0, s, c)
        out[:3, 3] = self.eye - BOARD_AWAY_M * out[:3, 2]
        return out

    def corners(self) -> np.ndarray:
        """(4, 3): lower left, lower right, upper left, upper right."""
        at = np.array([(-0.5, -0.5, 0, 1), (0.5, -0.5, 0, 1), (-0.5, 0.5, 0, 1), (0.5, 0.5, 0, 1)])
        return np.asarray((at @ self.room_from_board.T)[:, :3])

    def hit(self, ray: Ray) -> tuple[float, float] | None:
        """Where a ray meets the board, shares from its left and top; None beside or behind it."""
        board_from_room = np.linalg.inv(self.room_from_board)
        at = board_from_room[:3, :3] @ ray.at + board_from_room[:3, 3]
        along = board_from_room[:3, :3] @ ray.along
        if at[2] <= 0 or along[2] >= -1e-9:  # from behind, or pointing away
            return None
        x, y = (at - along * (at[2] / along[2]))[:2]
        return (float(x + 0.5), float(0.5 - y)) if max(abs(x), abs(y)) <= 0.5 else None

    def place(self, at: tuple[float, float]) -> np.ndarray:
        """(3,) the point of the board at shares from its left and top."""
        return np.asarray((self.room_from_board @ np.array([at[0] - 0.5, 0.5 - at[1], 0.0, 1.0]))[:3])
