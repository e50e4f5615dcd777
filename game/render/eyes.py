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
TRAY_AWAY_M = 0.5  # of buttons to be touched: as large as on the board to the eye, a third to the hand
TRAY_EDGE = 0.02  # of the view's height, round the buttons
_TRAY_TOP_DEG = 23.0  # below the eye: clear of the board, below the shoulder
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
    """Where panels hang, before whoever was at `eye` (3,) and faced -Z. It stays there however the head turns.

    low  None, or from where to where (shares from the top) the buttons are, which then lie on a tray within reach of
         the hand and not on the board
    """

    eye: np.ndarray
    low: tuple[float, float] | None = None

    @cached_property
    def room_from_board(self) -> np.ndarray:
        """(4, 4): the board's x and y run -0.5..0.5 over its width and height, +z toward the eye."""
        return _facing(self.eye, _BELOW_DEG, BOARD_AWAY_M, *BOARD_M)

    @cached_property
    def tray(self) -> np.ndarray | None:
        """(4, 4) likewise of the tray, where there is one."""
        if self.low is None:
            return None
        small = TRAY_AWAY_M / BOARD_AWAY_M
        tall = small * BOARD_M[1] * (self.low[1] - self.low[0])
        below = _TRAY_TOP_DEG + float(np.degrees(np.arctan(tall / 2 / TRAY_AWAY_M)))
        return _facing(self.eye, below, TRAY_AWAY_M, small * BOARD_M[0], tall)

    @property
    def parts(self) -> tuple[tuple[np.ndarray, tuple[float, float]], ...]:
        """Board and tray: each a plane (4, 4) as above, and which shares of the view it shows, from the top."""
        board = (self.room_from_board, (0.0, 1.0))
        return (board,) if self.tray is None or self.low is None else (board, (self.tray, self.low))

    def corners(self) -> np.ndarray:
        """(4, 3) of the board: lower left, lower right, upper left, upper right."""
        at = np.array([(-0.5, -0.5, 0, 1), (0.5, -0.5, 0, 1), (-0.5, 0.5, 0, 1), (0.5, 0.5, 0, 1)])
        return np.asarray((at @ self.room_from_board.T)[:, :3])

    def hit(self, ray: Ray) -> tuple[float, float] | None:
        """Where a ray meets board or tray, shares of the view from its left and top; None beside or behind them."""
        for plane, (top, bottom) in reversed(self.parts):
            plane_from_room = np.linalg.inv(plane)
            at = plane_from_room[:3, :3] @ ray.at + plane_from_room[:3, 3]
            along = plane_from_room[:3, :3] @ ray.along
            if along[2] >= -1e-9 or at[2] <= 0:  # pointing away, or from behind
                continue
            x, y = (at - along * (at[2] / along[2]))[:2]
            down = float(top + (0.5 - y) * (bottom - top))
            if max(abs(x), abs(y)) <= 0.5:
                bare = self.low is not None and plane is not self.tray and down >= self.low[0]
                return None if bare else (float(x + 0.5), down)  # what would be there lies on the tray
        return None

    def place(self, at: tuple[float, float]) -> np.ndarray:
        """(3,) the point of board or tray at shares of the view from its left and top."""
        parts = self.parts
        plane, (top, bottom) = next((part for part in reversed(parts) if part[1][0] <= at[1] <= part[1][1]), parts[0])
        y = 0.5 - (at[1] - top) / (bottom - top)
        return np.asarray((plane @ np.array([at[0] - 0.5, y, 0.0, 1.0]))[:3])

    def under(self, point: np.ndarray) -> tuple[float, float, float] | None:
        """Over which place of the tray a point (3,) is, in shares of the view, and how far before it, metres; None
        where there is no tray. It may be beside it.
        """
        if self.tray is None or self.low is None:
            return None
        x, y, z = (np.linalg.inv(self.tray) @ np.append(point, 1.0))[:3]
        top, bottom = self.low
        return (float(x + 0.5), float(top + (0.5 - y) * (bottom - top)), float(z))


def _facing(eye: np.ndarray, below_deg: float, away_m: float, wide_m: float, tall_m: float) -> np.ndarray:
    """(4, 4) a plane that faces the eye, so far below the level."""
    c, s = np.cos(np.radians(below_deg)), np.sin(np.radians(below_deg))
    out = np.eye(4)
    out[:3, 0] = (wide_m, 0.0, 0.0)
    out[:3, 1] = np.array([0.0, c, -s]) * tall_m
    out[:3, 2] = (0.0, s, c)
    out[:3, 3] = eye - away_m * out[:3, 2]
    return out
