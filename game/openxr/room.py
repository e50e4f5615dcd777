"""Where the room is: quaternions, rigid motions, and the origin on the floor below a head.

Quaternions are unit, x, y, z, w. `room_from_space @ p` is written `apply(room_from_space, p)`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exercises.pose import Rigid

Array = NDArray[np.float64]

IDENTITY = Rigid((0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0))
LEVEL = 0.2  # a gaze whose level part is shorter than this (within 12 degrees of plumb) says nothing of heading


def matrix(rotation: ArrayLike) -> Array:
    """(3, 3) of a unit quaternion."""
    x, y, z, w = (float(v) for v in np.asarray(rotation))
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


def quaternion(turned: ArrayLike) -> Array:
    """(4,) of a rotation (3, 3): from the quaternion's greatest part, so that no division is by little."""
    r = np.asarray(turned, dtype=np.float64)
    of = np.array(  # four times the outer product of the quaternion with itself
        [
            [1 + r[0, 0] - r[1, 1] - r[2, 2], r[0, 1] + r[1, 0], r[0, 2] + r[2, 0], r[2, 1] - r[1, 2]],
            [r[0, 1] + r[1, 0], 1 - r[0, 0] + r[1, 1] - r[2, 2], r[1, 2] + r[2, 1], r[0, 2] - r[2, 0]],
            [r[0, 2] + r[2, 0], r[1, 2] + r[2, 1], 1 - r[0, 0] - r[1, 1] + r[2, 2], r[1, 0] - r[0, 1]],
            [r[2, 1] - r[1, 2], r[0, 2] - r[2, 0], r[1, 0] - r[0, 1], 1 + r[0, 0] + r[1, 1] + r[2, 2]],
        ]
    )
    row = of[int(of.diagonal().argmax())]
    return np.asarray(row / np.linalg.norm(row))


def after(first: ArrayLike, second: ArrayLike) -> Array:
    """The rotation(s) `first @ second`; `second` is (4,) or (N, 4)."""
    ax, ay, az, aw = (float(v) for v in np.asarray(first))
    bx, by, bz, bw = np.moveaxis(np.asarray(second, dtype=np.float64), -1, 0)
    return np.stack(
        [
            aw * bx + ax * bw + ay * bz - az * by,
            aw * by - ax * bz + ay * bw + az * bx,
            aw * bz + ax * by - ay * bx + az * bw,
            aw * bw - ax * bx - ay * by - az * bz,
        ],
        axis=-1,
    )


def apply(motion: Rigid, points: ArrayLike) -> Array:
    """Point(s) (3,) or (N, 3) carried by a rigid motion."""
    moved: Array = np.asarray(points, dtype=np.float64) @ matrix(motion.rotation).T + motion.position
    return moved


def compose(first: Rigid, second: Rigid) -> Rigid:
    """`first @ second`: a_from_b and b_from_c give a_from_c; a_from_b and a thing in b give the thing in a."""
    return Rigid(apply(first, second.position), after(first.rotation, second.rotation))


def inverse(motion: Rigid) -> Rigid:
    back = motion.rotation * np.array([-1.0, -1.0, -1.0, 1.0])
    return Rigid(-(matrix(back) @ motion.position), back)


def heading_deg(rotation: ArrayLike) -> float | None:
    """Which way a head faces, turned about +Y from -Z, positive to the left; None where that cannot be told.

    From the gaze (-Z of the head); of a head that looks at floor or ceiling from its crown (+Y), which then points
    ahead or behind.
    """
    turned = matrix(rotation)
    ahead, crown = -turned[:, 2], turned[:, 1]
    level = ahead
    if np.hypot(ahead[0], ahead[2]) < LEVEL:
        level = crown if ahead[1] < 0 else -crown
    if np.hypot(level[0], level[2]) < LEVEL:
        return None
    return float(np.degrees(np.arctan2(-level[0], -level[2])))


def below(head: Rigid, floor_m: float) -> Rigid | None:
    """space_from_room for a room whose origin is on the floor (at height `floor_m` of the space) below a head and
    whose -Z is where the head faces; None where the head's heading cannot be told.
    """
    heading = heading_deg(head.rotation)
    if heading is None:
        return None
    half = np.radians(heading) / 2
    return Rigid((head.position[0], floor_m, head.position[2]), (0.0, float(np.sin(half)), 0.0, float(np.cos(half))))
