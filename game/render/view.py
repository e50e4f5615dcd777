"""Where a picture is seen from, as matrices. Column vectors: p_clip = clip_from_room @ p_room."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from game.drawlist import Camera

NEAR_M, FAR_M = 0.15, 2000.0


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One eye: its place (3,) in the room, its axes and the two matrices."""

    eye: np.ndarray
    right: np.ndarray
    up: np.ndarray
    clip_from_room: np.ndarray
    room_from_clip: np.ndarray
    pixels_per_radian: float

    def mirrored(self, level: float) -> np.ndarray:
        """(4, 4) clip_from_room for the scene flipped about the plane y = `level`."""
        flip = np.diag([1.0, -1.0, 1.0, 1.0])
        flip[1, 3] = 2 * level
        return self.clip_from_room @ flip

    def project(self, points: np.ndarray) -> np.ndarray:
        """(N, 2) places on the view, 0..1 from its lower left, of (N, 3) room points; NaN behind the eye."""
        clip = points @ self.clip_from_room[:, :3].T + self.clip_from_room[:, 3]
        w = np.where(clip[:, 3:] > 1e-6, clip[:, 3:], np.nan)
        return clip[:, :2] / w * 0.5 + 0.5


def view_through(
    room_from_eye: np.ndarray, field: tuple[float, float, float, float], height: int, near_m: float = NEAR_M
) -> View:
    """What an eye at `room_from_eye` (4, 4) sees through a window one metre ahead, on a picture `height` pixels tall.

    field   the window's left, right, upper and lower edge, metres from straight ahead: the tangents of the angles
    near_m  what is nearer is not drawn
    """
    left, right, up, down = field
    clip_from_eye = np.zeros((4, 4))
    clip_from_eye[0, 0] = 2 / (right - left)
    clip_from_eye[0, 2] = (right + left) / (right - left)
    clip_from_eye[1, 1] = 2 / (up - down)
    clip_from_eye[1, 2] = (up + down) / (up - down)
    clip_from_eye[2, 2] = (FAR_M + near_m) / (near_m - FAR_M)
    clip_from_eye[2, 3] = 2 * FAR_M * near_m / (near_m - FAR_M)
    clip_from_eye[3, 2] = -1
    clip_from_room = clip_from_eye @ np.linalg.inv(room_from_eye)
    return View(
        eye=room_from_eye[:3, 3],
        right=room_from_eye[:3, 0],
        up=room_from_eye[:3, 1],
        clip_from_room=clip_from_room,
        room_from_clip=np.linalg.inv(clip_from_room),
        pixels_per_radian=float(height / (up - down)),
    )


def view_of(camera: Camera, width: int, height: int) -> View:
    """The view of `camera` on a picture of `width` x `height` pixels."""
    up = np.tan(np.radians(camera.fov_deg) / 2)
    aside = up * width / height
    return view_through(np.asarray(camera.room_from_camera, float), (-aside, aside, up, -up), height)


def column_major(matrix: np.ndarray) -> bytes:
    """A matrix as OpenGL takes it."""
    return np.asarray(matrix, np.float32).T.tobytes()
