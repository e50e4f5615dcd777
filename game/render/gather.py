"""From a DrawList to the arrays that are drawn: solids by mesh, sprites, ribbons and the four lamps. No GPU here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from game.drawlist import COLOURS, DrawList, Item, Line
from game.render import meshes

LAMPS = 4
SPRITE_FLOATS = 9  # place, size, colour, kind
RIBBON_FLOATS = 14  # place, direction, side and width, colour, glow and softness
RING_LINE = 0.042  # of the radius
_RING_STEPS = 96


@dataclass(frozen=True, slots=True, eq=False)
class Lamp:
    """A light that shines on its surroundings: place (3,), colour (3,) linear, reach in metres."""

    at: np.ndarray
    colour: np.ndarray
    reach_m: float


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """solids: mesh name -> (N, 24); sprites (N, 9); ribbons (V, 14) with their triangles (T, 3); lamps, strongest
    first.
    """

    solids: dict[str, np.ndarray]
    sprites: np.ndarray
    ribbons: np.ndarray
    ribbon_triangles: np.ndarray
    lamps: tuple[Lamp, ...]


def gather(drawlist: DrawList) -> Gathered:
    """Everything in `drawlist` that is no person, panel or world. Raises ValueError for an unknown mesh.

    What is quite clear (alpha 0) is left out: it would still hide what is behind it.
    """
    solids: dict[str, list[np.ndarray]] = {}
    sprites: list[np.ndarray] = []
    strips: list[np.ndarray] = []
    seen = tuple(item for item in drawlist.items if item.colour[3] > 0.0)
    shining = _gather_items(seen, solids, sprites, strips)
    for many in drawlist.instances:
        matrices, tints = np.asarray(many.room_from_item, float), np.asarray(many.colours, float)
        mesh = meshes.check(many.mesh)
        if len(matrices):
            there = tints[:, 3] > 0.0
            matrices, tints = matrices[there], tints[there]
        if len(matrices) == 0:
            continue
        meshes.check_many(mesh)
        if mesh in meshes.SPRITES:
            sprites.append(_sprites(matrices, tints, meshes.SPRITES[mesh]))
        else:
            rows = meshes.instances(mesh, matrices, tints, many.glow)
            solids.setdefault(mesh, []).append(rows)
        if many.glow > 0 and many.glow_m > 0:
            sprites.append(_halos(matrices, tints * _own_colour(mesh), many.glow, many.glow_m))
    for line in drawlist.lines:
        strips.extend(_line(line))
    ribbons, triangles = joined(strips)
    return Gathered(
        solids={name: np.concatenate(rows) for name, rows in solids.items()},
        sprites=np.concatenate(sprites) if sprites else np.zeros((0, SPRITE_FLOATS), np.float32),
        ribbons=ribbons,
        ribbon_triangles=triangles,
        lamps=_lamps(shining),
    )


_RIM, _RIM_WIDTH = np.array(COLOURS["rim"]) * (1, 1, 1, 0.55), 1.8  # under a ring: it stands out before bright light
_AMBER_LIGHT = np.array([1.0, 0.50, 0.145, 1.0])  # what lit paper sheds; COLOURS["amber"], a little deeper


def _own_colour(mesh: str) -> np.ndarray:
    return (
        _AMBER_LIGHT
        if mesh in ("lantern", "float_lantern", "sea_lantern", "wick", "glider", "gondola", "counterweight")
        else np.ones(4)
    )


def _sprites(matrices: np.ndarray, colours: np.ndarray, kind: float) -> np.ndarray:
    rows = np.empty((len(matrices), SPRITE_FLOATS), np.float32)
    rows[:, :3] = matrices[:, :3, 3]
    rows[:, 3] = np.linalg.norm(matrices[:, :3, 0], axis=1)
    rows[:, 4:8] = colours
    rows[:, 8] = kind
    return rows


def _gather_items(
    items: tuple[Item, ...], solids: dict[str, list[np.ndarray]], sprites: list[np.ndarray], strips: list[np.ndarray]
) -> list[np.ndarray]:
    """Sorts `items` into the other three, mesh by mesh; the halos of those that shine."""
    by_mesh: dict[str, list[Item]] = {}
    for item in items:
        by_mesh.setdefault(item.mesh, []).append(item)
    shining: list[np.ndarray] = []
    for name, same in by_mesh.items():
        mesh = meshes.check(name)
        if mesh in meshes.RIBBONS:
            for item in same:
                strips.extend(_ring(item))
            continue
        matrices = np.array([item.room_from_item for item in same], float)
        tints = np.array([item.colour for item in same], float)
        light = np.array([(item.glow, item.part, item.glow_m) for item in same], float)
        if mesh in meshes.SPRITES:
            sprites.append(_sprites(matrices, tints, meshes.SPRITES[mesh]))
        else:
            rows = meshes.instances(mesh, matrices, tints)
            rows[:, 20:22] = light[:, :2]
            solids.setdefault(mesh, []).append(rows)
        if (lit := (light[:, 0] > 0) & (light[:, 2] > 0)).any():
            halos = _halos(matrices[lit], tints[lit] * _own_colour(mesh), light[lit, 0], light[lit, 2])
            sprites.append(halos)
            shining.append(halos)
    return shining


def _lamps(shining: list[np.ndarray]) -> tuple[Lamp, ...]:
    """The four strongest of the halos that items have."""
    if not shining:
        return ()
    rows = np.concatenate(shining).astype(float)
    strongest = np.argsort(-rows[:, 3] * rows[:, 7], kind="stable")[:LAMPS]
    return tuple(Lamp(row[:3], row[4:7] * row[7], max(float(row[3]), 0.5)) for row in rows[strongest])


def _halos(
    matrices: np.ndarray, colours: np.ndarray, glow: float | np.ndarray, glow_m: float | np.ndarray
) -> np.ndarray:
    rows = _sprites(matrices, colours, meshes.SPRITES["glow"])
    rows[:, 3] = glow_m
    rows[:, 7] *= glow
    return rows


def strip(
    points: np.ndarray, colour: np.ndarray, width_m: float, glow: float, soft: float, along: np.ndarray | None = None
) -> np.ndarray:
    """(2N, 14) vertices of a strip along (N, 3) points, which run in directions `along`."""
    if along is None:
        along = _along(points)
    rows = np.empty((len(points), 2, RIBBON_FLOATS), np.float32)
    rows[:, :, 0:3] = points[:, None]
    rows[:, :, 3:6] = along[:, None]
    rows[:, 0, 6], rows[:, 1, 6] = -1.0, 1.0
    rows[:, :, 7] = width_m
    rows[:, :, 8:12] = colour
    rows[:, :, 12], rows[:, :, 13] = glow, soft
    return rows.reshape(-1, RIBBON_FLOATS)


def _along(points: np.ndarray) -> np.ndarray:
    """(N, 3) directions of a line through (N, 3) points, of any length."""
    along = np.empty_like(points)
    along[1:-1] = points[2:] - points[:-2]
    along[0], along[-1] = points[1] - points[0], points[-1] - points[-2]
    return along


def _ring(item: Item) -> list[np.ndarray]:
    part = float(np.clip(item.part, 0.0, 1.0))
    if part <= 0 or item.colour[3] <= 0:
        return []
    turn = np.linspace(0, 2 * np.pi * part, max(3, round(_RING_STEPS * part) + 1))
    circle = np.stack([np.sin(turn), np.cos(turn), np.zeros_like(turn)], axis=1)
    matrix = np.asarray(item.room_from_item, float)
    points = circle @ matrix[:3, :3].T + matrix[:3, 3]
    along = np.stack([np.cos(turn), -np.sin(turn), np.zeros_like(turn)], axis=1) @ matrix[:3, :3].T
    colour = np.asarray(item.colour, float)
    width = RING_LINE * float(np.linalg.norm(matrix[:3, 0]))
    strips = []
    if item.glow > 0 and item.glow_m > 0:
        strips.append(strip(points, colour * (1, 1, 1, item.glow), item.glow_m, 1.0, 1.0, along))
    strips.append(strip(points, _RIM * (1, 1, 1, colour[3]), _RIM_WIDTH * width, 0.0, 0.0, along))
    strips.append(strip(points, colour, width, item.glow, 0.0, along))
    return strips


def _line(line: Line) -> list[np.ndarray]:
    points = np.asarray(line.points, float)
    if len(points) < 2 or line.colour[3] <= 0 or not np.isfinite(points).all():
        return []
    colour = np.asarray(line.colour, float)
    along = _along(points)
    strips = [strip(points, colour, line.width_m, line.glow, 0.0, along)]
    if line.glow > 0:
        strips.insert(0, strip(points, colour * (1, 1, 1, line.glow), line.width_m * 9, 1.0, 1.0, along))
    return strips


def joined(strips: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """All (2N, 14) `strips` in one array, and its triangles (T, 3): none goes from one strip to the next."""
    if not strips:
        return np.zeros((0, RIBBON_FLOATS), np.float32), np.zeros((0, 3), np.uint32)
    pairs = np.array([len(strip) // 2 for strip in strips])
    begun = np.ones(pairs.sum(), bool)  # pairs of vertices that another one of the same strip follows
    begun[np.cumsum(pairs) - 1] = False
    first = 2 * np.flatnonzero(begun)[:, None, None].astype(np.uint32)
    return np.concatenate(strips), (first + _QUAD).reshape(-1, 3)


_QUAD = np.array([[0, 1, 2], [1, 3, 2]], np.uint32)
