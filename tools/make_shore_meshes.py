"""Makes the shore's share of assets/meshes/*.glb: headland, lighthouse, rock, gull, driftwood and dune grass.

    python tools/make_shore_meshes.py [FOLDER]    writes them there, or to assets/meshes

Metres, +Y up, origins as the table in game/render/meshes.py says. What stands in the sea is cut off flat at y = 0,
where the mean sea meets it. The same run always writes the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from mesh_builder import Builder, grid, linear, mixed, through, write

STONE, STONE_LIT, STONE_WET = "#2C3A44", "#5C6C72", "#16242C"
TURF = "#2E4448"
WOOD, WOOD_LIT = "#3E3A38", "#A39C90"


def _boulder(b: Builder, at: tuple[float, float], size: tuple[float, float, float], seed: int) -> None:
    """A weathered stone in facets, its foot at y = 0, `size` m wide, tall and deep: wet and dark below, paler above."""
    rng = np.random.default_rng(seed)
    rows, sides = 10, 18
    up, turn = np.meshgrid(np.linspace(0.0, 1.0, rows), np.linspace(0, 2 * np.pi, sides + 1)[:-1], indexing="ij")
    bumps = np.zeros_like(up)
    for strength, around, lift in ((0.17, 2, 1.6), (0.13, 3, 2.7), (0.08, 5, 4.1)):
        bumps += strength * np.sin(around * turn + lift * up + rng.uniform(0, 6.28)) * (1 - 0.5 * up)
    bumps += 0.055 * rng.standard_normal(up.shape)
    ledge = 0.5 + 0.5 * np.sin(15.0 * up + 1.5 * np.sin(turn + seed))  # layers, worn back one from another
    radius = (1.0 - up**3.0) ** 0.6 * (1.0 + bumps) * (0.93 + 0.10 * ledge) * (1.0 + 0.14 * (1 - up) ** 3)
    tall = up * (1.0 + 0.13 * np.sin(turn + seed) + 0.06 * np.sin(3 * turn)) + 0.02 * rng.standard_normal(up.shape)
    tall[0], tall[-1], radius[-1] = 0.0, tall[-1].mean(), 0.0
    points = np.stack([radius * np.sin(turn) * size[0] / 2, tall * size[1], radius * np.cos(turn) * size[2] / 2], -1)
    points += (at[0], 0.0, at[1])
    for i in range(rows - 1):
        for j in range(sides):
            k = (j + 1) % sides
            low, high = (points[i, j], points[i, k]), (points[i + 1, k], points[i + 1, j])
            for face in (np.array([*low, high[0]]), np.array([low[0], *high])):
                if np.linalg.norm(np.cross(face[1] - face[0], face[2] - face[0])) < 1e-5:
                    continue
                height = float(face[:, 1].mean())
                shade = 0.28 + 0.55 * height / 2.3 + 0.30 * (ledge[i, j] - 0.5) + 0.10 * rng.standard_normal()
                wet = float(np.clip(1.15 - height / 0.5, 0, 1))
                b.face(face, mixed(STONE, STONE_LIT, shade) * (1 - wet) + linear(STONE_WET) * wet)


def _normals(points: np.ndarray) -> np.ndarray:
    """(R, C, 3) outward normals of a closed ring of columns."""
    around = np.roll(points[:, :-1], -1, axis=1) - np.roll(points[:, :-1], 1, axis=1)
    around = np.concatenate([around, around[:, :1]], axis=1)
    along = np.gradient(points, axis=0)
    normals = np.cross(around, along)
    length = np.linalg.norm(normals, axis=-1, keepdims=True)
    middle = points - points.mean(axis=(0, 1))
    return np.where(length > 1e-6, normals / np.maximum(length, 1e-9), middle)


def rock() -> Builder:
    """The rock in the sea: 5 m wide, 2.3 m tall, two small ones at its foot; y = 0 is the mean sea."""
    b = Builder()
    _boulder(b, (0.0, 0.0), (4.6, 2.3, 3.2), 3)
    _boulder(b, (-2.5, 0.7), (1.9, 0.8, 1.5), 8)
    _boulder(b, (2.7, 0.5), (1.3, 0.5, 1.0), 12)
    return b


def headland() -> Builder:
    """A low point of land, 120 m long along x and 9 m high: cliffs in layers under a cap of turf; y = 0 is the sea."""
    b = Builder()
    x = np.linspace(-60, 60, 49)
    share = (x + 60) / 120
    top = 9.5 * np.clip(share / 0.10, 0, 1) ** 0.6 * np.clip((1 - share) / 0.30, 0, 1) ** 0.75
    top *= 0.86 + 0.10 * np.sin(0.11 * x + 0.7) + 0.05 * np.sin(0.31 * x) + 0.03 * np.sin(0.83 * x)
    profile = np.array([0.0, 0.25, 0.5, 0.72, 0.9, 1.0, 1.04])  # up the cliff, then back over the turf
    back = np.array([0.0, -0.6, -1.1, -1.8, -2.8, -6.0, -16.0])
    tall = top[None, :] * profile[:, None]
    ledge = 0.6 * np.sin(0.5 * x[None, :] + 4.0 * profile[:, None]) + 0.5 * np.sin(1.3 * x[None, :])
    z = back[:, None] + ledge * (1 - profile[:, None] * 0.6)
    points = np.stack([np.broadcast_to(x, tall.shape), tall, z], axis=-1)
    normals = np.cross(np.gradient(points, axis=1), np.gradient(points, axis=0))
    normals *= np.sign(normals[..., 2:3] + normals[..., 1:2] + 1e-9)
    layer = 0.45 + 0.3 * np.sin(3.0 * tall + 0.4 * np.sin(0.2 * x)) + 0.2 * np.sin(1.7 * x[None, :] + 2 * tall)
    colours = mixed(STONE, STONE_LIT, layer.ravel() * 0.7)
    turf = np.clip((np.repeat(profile, len(x)) - 0.86) / 0.1, 0, 1)[:, None]
    colours = colours * (1 - turf) + linear(TURF) * turf
    b.add(points.reshape(-1, 3), normals.reshape(-1, 3), colours, grid(len(profile), len(x)))
    return b


def lighthouse() -> Builder:
    """A small lighthouse: foot at y = 0, 11 m tall, its light 9.6 m up; a keeper's cottage beside it."""
    b = Builder()
    pale, dim, band = linear("#B9C4C4"), linear("#7C8A90"), linear("#4E6470")

    def wall(y: float) -> np.ndarray:
        return band if 3.2 < y < 5.2 else pale

    b.lathe([(1.75, -0.5), (1.62, 1.0), (1.50, 3.2)], 18, wall)
    b.lathe([(1.50, 3.21), (1.36, 5.19)], 18, wall)
    b.lathe([(1.36, 5.2), (1.22, 7.2), (1.14, 8.5)], 18, wall)
    b.lathe([(1.14, 8.5), (1.75, 8.72), (1.75, 8.92), (1.10, 8.94)], 18, dim)
    b.lathe([(0.86, 8.94), (0.86, 10.25)], 12, linear("#FFD9A0"))
    for k in range(8):
        turn = k * np.pi / 4
        x, z = 0.9 * np.sin(turn), 0.9 * np.cos(turn)
        b.rod((x, 8.94, z), (x, 10.25, z), 0.06, linear("#26343C"), sides=4)
    b.lathe([(1.12, 10.22), (0.75, 10.75), (0.12, 11.2), (0.0, 11.5)], 14, linear("#31444E"))
    b.box((2.2, -0.5, -1.6), (6.4, 2.3, 1.6), dim, bottom=False)
    eave, ridge = linear("#2C3E48"), 3.8
    for side in (1.0, -1.0):
        edge = np.array([(2.0, 2.2, side * 1.9), (6.6, 2.2, side * 1.9), (6.6, ridge, 0.0), (2.0, ridge, 0.0)])
        b.face(edge if side > 0 else edge[::-1], eave)
    for x in (2.2, 6.4):
        b.face(np.array([(x, 2.2, 1.6), (x, 2.2, -1.6), (x, ridge, 0.0)]), dim)
    return b


def gull() -> Builder:
    """A gull that rests: 0.4 m long, its head toward +x, foot at the origin."""
    b = Builder()
    white, grey = linear("#D8DEDC"), linear("#8A98A0")
    rows, sides = 11, 12
    along, turn = np.meshgrid(np.linspace(0, 1, rows), np.linspace(0, 2 * np.pi, sides + 1), indexing="ij")
    thick = 0.075 * np.sin(np.pi * np.clip(along * 0.92 + 0.08, 0, 1)) ** 0.75 + 0.004
    x = -0.22 + 0.36 * along
    y = 0.14 + 0.05 * along + thick * np.cos(turn) * 1.05
    points = np.stack([x, y, thick * np.sin(turn)], axis=-1)
    back = np.clip(0.5 + 1.2 * np.cos(turn), 0, 1) * np.clip((0.8 - along) * 4, 0, 1)
    colours = white * (1 - back.ravel()[:, None]) + grey * back.ravel()[:, None]
    b.add(points.reshape(-1, 3), _normals(points).reshape(-1, 3), colours, grid(rows, sides + 1))
    angles = np.linspace(-np.pi / 2, np.pi / 2, 7)
    b.lathe([(0.042 * np.cos(a), 0.042 * np.sin(a)) for a in angles], 10, white, at=(0.155, 0.265, 0.0))
    b.rod((0.11, 0.20, 0), (0.15, 0.26, 0), 0.038, white, thin=0.9, sides=8)
    b.rod((0.19, 0.262, 0), (0.245, 0.252, 0), 0.012, linear("#C9A24E"), thin=0.3, sides=5)
    for z in (-0.02, 0.02):
        b.rod((-0.01, 0.09, z), (0.0, 0.0, z), 0.006, linear("#C9A24E"), sides=4)
    return b


def driftwood() -> Builder:
    """A washed-up trunk along x to sit on: 1.9 m long, its top at 0.45 m; foot at y = 0."""
    b, rng = Builder(), np.random.default_rng(5)
    _bole(b, [(-0.95, 0.205, 0.07), (-0.4, 0.225, 0.0), (0.25, 0.225, -0.03), (0.98, 0.19, 0.05)],
          (0.185, 0.225, 0.215, 0.145), rng)  # fmt: skip
    _bole(b, [(0.52, 0.30, 0.02), (0.74, 0.50, 0.10), (0.82, 0.70, 0.10)], (0.075, 0.045, 0.018), rng)
    _bole(b, [(-0.55, 0.30, -0.10), (-0.66, 0.46, -0.24)], (0.055, 0.030), rng)
    _bole(b, [(-0.86, 0.16, 0.14), (-1.10, 0.07, 0.34), (-1.26, 0.01, 0.56)], (0.085, 0.05, 0.018), rng)
    return b


def _bole(
    b: Builder, spine: list[tuple[float, float, float]], radii: tuple[float, ...], rng: np.random.Generator
) -> None:
    """A bare grey limb, split along its grain, its ends broken off."""
    knots, sides = np.array(spine, float), 26
    length = float(np.linalg.norm(np.diff(knots, axis=0), axis=1).sum())
    share = np.linspace(0, 1, max(4, round(length / 0.09)))
    at = share * (len(knots) - 1)
    centres = np.stack([through(knots[:, axis], at) for axis in range(3)], axis=1)
    along = np.gradient(centres, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    side = np.cross(along, (0.0, 0.31, 0.95))
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    other = np.cross(along, side)
    turn = np.linspace(0, 2 * np.pi, sides + 1)
    split = rng.standard_normal(sides)
    split = np.append(split, split[0])
    twist = turn[None] + 0.5 * share[:, None]
    grain = 0.55 * split[None] + 0.5 * np.sin(7 * twist + 2.0 * share[:, None]) + 0.3 * np.sin(13 * twist)
    radius = np.interp(at, np.arange(len(knots)), radii)[:, None] * (1 + 0.030 * grain)
    ring = np.cos(turn)[None, :, None] * side[:, None] + np.sin(turn)[None, :, None] * other[:, None]
    points = centres[:, None] + ring * radius[:, :, None]
    light = 0.42 + 0.26 * grain + 0.22 * ring[:, :, 1] + 0.06 * rng.standard_normal(grain.shape)
    wood = mixed(WOOD, WOOD_LIT, light.ravel())
    b.add(points.reshape(-1, 3), ring.reshape(-1, 3), wood, grid(len(share), sides + 1))
    for end, way in ((0, -1.0), (-1, 1.0)):
        middle, out = centres[end] - way * 0.03 * along[end], np.tile(way * along[end], (sides + 2, 1))
        rim = np.concatenate([points[end], middle[None]])
        k = np.arange(sides)
        fan = np.stack([k, k + 1, np.full(sides, sides + 1)], axis=1)
        colours = np.concatenate([np.tile(linear(WOOD_LIT) * 0.95, (sides + 1, 1)), linear(WOOD)[None] * 0.7])
        b.add(rim, out, colours, fan)


def marram() -> Builder:
    """A tuft of dune grass, 0.8 m tall, long blades that bow, swaying; foot at the origin."""
    b, rng = Builder(), np.random.default_rng(23)
    for k in range(20):
        turn = k * 2.399963 + rng.uniform(-0.3, 0.3)
        lean, tall = rng.uniform(0.25, 0.95), rng.uniform(0.45, 0.85)
        away = np.array([np.cos(turn), 0, np.sin(turn)])
        across = np.array([-np.sin(turn + 0.5), 0, np.cos(turn + 0.5)])
        share = np.linspace(0, 1, 6)
        spine = away * rng.uniform(0, 0.10) + np.outer(share * tall - 0.18 * lean * share**3, [0, 1, 0])
        spine += np.outer(share**1.9 * lean * tall * 0.8, away)
        half = np.outer(0.013 * (1 - 0.62 * share**1.3), across)
        shade = mixed("#243238", "#5E6E6C", np.repeat(share, 2) * rng.uniform(0.5, 1.0))
        b.blade(spine, half, np.array([0, 0.9, 0]) + 0.4 * away, shade)
    return b


MESHES: dict[str, Callable[[], Builder]] = {
    make.__name__: make for make in (rock, headland, lighthouse, gull, driftwood, marram)
}


if __name__ == "__main__":
    write(MESHES)
