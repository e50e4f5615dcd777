"""Cameras and things whose place in the picture can be worked out by head."""

from __future__ import annotations

import numpy as np

from game.drawlist import Camera, DrawList, Item, Person, World


def placed(x: float, y: float, z: float, size: float = 1.0, turn: np.ndarray | None = None) -> np.ndarray:
    matrix = np.eye(4)
    matrix[:3, :3] = (np.eye(3) if turn is None else turn) * size
    matrix[:3, 3] = (x, y, z)
    return matrix


def turned(axis: str, degrees: float) -> np.ndarray:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return {
        "x": np.array([[1, 0, 0], [0, c, -s], [0, s, c]]),
        "y": np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]),
        "z": np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]),
    }[axis]


def level(fov_deg: float = 90.0, at: tuple[float, float, float] = (0.0, 1.5, 0.0)) -> Camera:
    """Looks straight ahead; with 90 degrees a thing 1 m away fills the height when it is 2 m tall."""
    return Camera(placed(*at), fov_deg)


def game_camera() -> Camera:
    """As LOOK.md has it: 1.5 m high, 4.5 m behind, tilted up 5 degrees so that the horizon is 38 % up."""
    return Camera(placed(0.97, 1.5, 4.5, turn=turned("x", 5.0)), 40.0)


def ball(name: str, x: float, y: float, z: float, size: float, colour: tuple[float, float, float, float]) -> Item:
    return Item(name, "orb", placed(x, y, z, size), colour, glow=1.0)


def view(camera: Camera | None = None, *items: Item, people: tuple[Person, ...] = (), **world: object) -> DrawList:
    return DrawList(camera or level(), World(**world), items=items, people=people)  # type: ignore[arg-type]
