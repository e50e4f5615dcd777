"""Putting meshes where they stand in a world."""

from __future__ import annotations

import numpy as np

from game.render.meshes import instances


def placed(x: float, y: float, z: float, turn_deg: float = 0.0, size: float = 1.0, tall: float = 1.0) -> np.ndarray:
    c, s = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    matrix = np.eye(4)
    matrix[:3, :3] = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]) * (size, size * tall, size)
    matrix[:3, 3] = (x, y, z)
    return matrix


def rows_of(name: str, matrices: list[np.ndarray]) -> np.ndarray:
    return instances(name, np.stack(matrices), np.ones((len(matrices), 4)))
