"""The river: the valley's evening out on the water. The player stands on a raft (deck at y = 0, 2.2 m wide, from
z = 1.8 to z = -2.7) that the current carries toward the village; a game adds what drifts by."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from game.drawlist import World
from game.render import valley
from game.render.scene import Scene

_RAFT = valley.rows_of("raft", [np.eye(4)])


def scene() -> Scene:
    return replace(valley.scene(), name="river", near=foreground)


def foreground(world: World) -> dict[str, np.ndarray]:
    """The raft alone: it lies still, as what one stands on must; the water goes by."""
    return {"raft": _RAFT}
