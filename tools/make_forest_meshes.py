"""Makes the forest's share of assets/meshes/*.glb: the great tree, leaves, glade, pool, fruit and basket.

    python tools/make_forest_meshes.py [FOLDER]    writes them there, or to assets/meshes

Metres, +Y up, origins as the table in game/render/meshes.py says. The same run always writes the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from mesh_builder import Builder, grid, linear, mixed, through, write

BARK, BARK_LIT, MOSS = "#2B2A2E", "#3E4A44", "#4F7350"
LEAF, LEAF_LIT, LEAF_SUN = "#2E4A38", "#4F7350", "#9AA85E"
WATER, WATER_LIT = "#15302F", "#C3CFB4"
SOIL, TURF, TURF_SUN = "#1C2A20", "#2E4A2E", "#7E8A48"


def limb(
    b: Builder, spine: Sequence[tuple[float, float, float]], radii: Sequence[float], sides: int = 9, seed: int = 0
) -> None:
    """A bent round limb through `spine`, its bark uneven, moss on what looks up."""
    rng = np.random.default_rng(seed)
    knots = np.array(spine, float)
    along = np.linspace(0, len(knots) - 1, 4 * (len(knots) - 1) + 1)
    centres = np.stack([through(knots[:, axis], along) for axis in range(3)], axis=1)
    thick = np.interp(along, np.arange(len(knots)), radii)
    tangent = np.gradient(centres, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    side = np.cross(tangent, (0.0, 0.0, 1.0))
    side /= np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-6)
    other = np.cross(tangent, side)
    turn = np.linspace(0, 2 * np.pi, sides + 1)
    ridges = 1.0 + 0.10 * rng.standard_normal(sides)
    ridges = np.append(ridges, ridges[0])
    ring = np.cos(turn)[None, :, None] * side[:, None] + np.sin(turn)[None, :, None] * other[:, None]
    points = centres[:, None] + ring * (thick[:, None] * ridges)[:, :, None]
    moss = np.clip(ring[:, :, 1] * 1.2, 0, 1) * 0.8
    grain = np.clip(0.5 + 3.0 * (ridges - 1.0), 0, 1)[None, :] * np.ones((len(along), 1))
    colours = mixed(BARK, BARK_LIT, grain.ravel()) * (1 - moss.ravel()[:, None])
    colours += linear(MOSS) * 0.8 * moss.ravel()[:, None]
    b.add(points.reshape(-1, 3), ring.reshape(-1, 3), colours, grid(len(along), sides + 1))


def cards(
    b: Builder,
    centres: np.ndarray,
    outward: np.ndarray,
    sizes: np.ndarray,
    colours: np.ndarray,
    rng: np.random.Generator,
) -> None:
    """One pointed leaf at each of the (N, 3) centres, facing about `outward`."""
    along = rng.standard_normal(centres.shape) - (0, 0.7, 0)
    along -= (along * outward).sum(axis=1, keepdims=True) * outward
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    across = np.cross(outward, along)
    half, wide = sizes[:, None] * along * 0.5, sizes[:, None] * across * 0.28
    corners = np.stack([centres - half, centres + wide, centres + half, centres - wide], axis=1)
    n = np.arange(len(centres))[:, None] * 4
    triangles = np.concatenate([n + np.array((0, 1, 2)), n + np.array((0, 2, 3))])
    shade = np.repeat(colours, 4, axis=0) * np.tile([0.85, 1.0, 1.15, 1.0], len(centres))[:, None]
    b.add(corners.reshape(-1, 3), np.repeat(outward, 4, axis=0), shade, triangles)


def leaves() -> Builder:
    """A cloud of leaves, about 2 m wide and 1.3 m tall: dark below and within, lit above."""
    b, rng = Builder(), np.random.default_rng(31)
    out = rng.standard_normal((340, 3))
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    depth = rng.uniform(0.55, 1.0, (len(out), 1))
    centres = out * depth * (1.0, 0.62, 1.0) * (1 + 0.12 * rng.standard_normal((len(out), 1)))
    light = 0.30 + 0.55 * out[:, 1] + 0.25 * (depth[:, 0] - 0.8) * 5 + 0.14 * rng.standard_normal(len(out))
    colours = mixed(LEAF, LEAF_LIT, light)
    sunny = rng.uniform(size=len(out)) < np.clip(out[:, 1], 0, 1) * 0.30
    colours[sunny] = mixed(LEAF_LIT, LEAF_SUN, rng.uniform(0.3, 1.0, sunny.sum()))
    cards(b, centres, out, rng.uniform(0.13, 0.25, len(out)), colours, rng)
    return b


def twig() -> Builder:
    """A hanging twig with small leaves, from y = 0 down to y = -1: scale its height."""
    b, rng = Builder(), np.random.default_rng(37)
    b.rod((0, 0, 0), (0.012, -0.5, 0), 0.010, linear(BARK_LIT), thin=0.8, sides=5)
    b.rod((0.012, -0.5, 0), (0, -1.0, 0), 0.008, linear(BARK_LIT), thin=0.7, sides=5)
    n = 15
    down = np.linspace(0.05, 0.93, n)
    turn = np.arange(n) * 2.399963
    out = np.stack([np.cos(turn), 0.35 + 0 * turn, np.sin(turn)], axis=1)
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    centres = np.stack([0.05 * np.cos(turn), -down, 0.05 * np.sin(turn)], axis=1)
    cards(b, centres, out, np.linspace(0.15, 0.10, n), mixed(LEAF_LIT, LEAF_SUN, rng.uniform(0, 0.5, n)), rng)
    return b


def trunk() -> Builder:
    """A forest tree without its crown: 9 m tall, a little bent, foot at the origin."""
    b = Builder()
    spine = [(0, -0.3, 0), (0.02, 0.4, 0), (0.10, 3.0, 0.05), (0.02, 6.0, 0.10), (0.16, 9.0, 0.0)]
    limb(b, spine, (0.42, 0.27, 0.22, 0.17, 0.08), seed=41)
    limb(b, [(0.06, 4.2, 0.05), (0.7, 4.9, 0.1), (1.3, 5.9, 0.0)], (0.09, 0.06, 0.02), sides=6, seed=42)
    limb(b, [(0.05, 5.2, 0.08), (-0.6, 6.0, 0.2), (-1.1, 7.1, 0.3)], (0.08, 0.05, 0.02), sides=6, seed=43)
    return b


def great_tree() -> Builder:
    """The old tree: foot at the origin, roots to 1.6 m round it; a long bough along +x, 2.6 m up, to x = 4.4."""
    b = Builder()
    spine = [(0, -0.4, 0), (0.02, 0.25, 0), (-0.10, 1.5, 0.02), (0.05, 3.0, 0.0), (-0.25, 4.6, -0.1), (-0.1, 6.4, 0)]
    limb(b, spine, (0.86, 0.62, 0.50, 0.47, 0.34, 0.22), sides=14, seed=51)
    for k in range(7):
        turn = k * 2 * np.pi / 7 + 0.3
        c, s = np.cos(turn), np.sin(turn)
        bend = 0.35 * (-1) ** k
        root = [
            (0.10 * c, 1.00, 0.10 * s),
            (0.55 * c, 0.28, 0.55 * s),
            (1.15 * c - bend * 0.4 * s, 0.03, 1.15 * s + bend * 0.4 * c),
            (1.85 * c - bend * s, -0.22, 1.85 * s + bend * c),
        ]
        limb(b, root, (0.26, 0.24, 0.13, 0.015), sides=8, seed=60 + k)
    bough = [
        (-0.02, 1.45, 0.02),
        (0.55, 2.62, 0.75),
        (1.7, 2.66, 1.75),
        (2.7, 2.78, 2.1),
        (3.6, 2.70, 2.2),
        (4.6, 2.86, 2.1),
    ]
    limb(b, bough, (0.42, 0.25, 0.15, 0.11, 0.075, 0.02), sides=9, seed=71)
    for spot in (
        [(2.0, 2.70, 1.9), (2.5, 3.1, 1.7), (3.0, 3.5, 1.7)],
        [(3.2, 2.74, 2.15), (3.7, 3.1, 2.3), (4.2, 3.3, 2.2)],
    ):
        limb(b, spot, (0.06, 0.04, 0.015), sides=6, seed=77)
    for tip, thick, seed in (((-2.6, 4.4, 0.9), 0.22, 81), ((2.4, 5.0, -0.6), 0.22, 82), ((-1.4, 6.6, -0.9), 0.17, 83)):
        x, y, z = tip
        root = (0.06 * np.sign(x), y - 1.8, 0.0)
        limb(b, [root, (0.45 * x, y - 0.9, 0.5 * z), tip], (thick, 0.12, 0.04), sides=8, seed=seed)
    return b


def glade() -> Builder:
    """The ground near the player: a disc of 8.2 m at y = 0, level round the origin; sun falls on it."""
    return _ground(0.0, 8.2)


def glade_far() -> Builder:
    """The ground from there on, to 30 m, rising a little to its edge."""
    return _ground(8.2, 30.0)


_RADII = np.array([0, 0.6, 1.2, 1.8, 2.5, 3.3, 4.2, 5.3, 6.6, 8.2, 10.2, 12.8, 16.0, 21.0, 30.0])
_SIDES = 56


def _ground(low_m: float, high_m: float) -> Builder:
    b, rng = Builder(), np.random.default_rng(91)
    x, y, z = _rings()
    sunny = 0.85 * np.exp(-(((x - 0.4) / 3.0) ** 2) - ((z + 2.2) / 3.4) ** 2) + 0.9 * np.exp(
        -(((x - 0.9) / 1.4) ** 2) - ((z + 9) / 5.0) ** 2
    )
    patch = np.sin(2.3 * x + 1.0) * np.sin(1.9 * z + 0.6 * x) + 0.6 * rng.standard_normal(x.shape)
    turf = mixed(SOIL, TURF, 0.55 + 0.22 * patch.ravel())
    colours = turf * (1 - np.clip(sunny, 0, 1).ravel()[:, None] * 0.62)
    colours += linear(TURF_SUN) * np.clip(sunny * 0.62, 0, 1).ravel()[:, None]
    rings = np.flatnonzero(np.clip(_RADII, low_m, high_m) == _RADII)
    points = np.stack([x, y, z], axis=-1)[rings].reshape(-1, 3)
    colours = colours.reshape(*x.shape, 3)[rings].reshape(-1, 3)
    triangles = grid(len(rings), _SIDES + 1, turned=True)
    b.add(points, np.tile((0.0, 1.0, 0.0), (len(points), 1)), colours, triangles)
    return b


def _rings() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """x, y and z of the ground's corners, (ring, side)."""
    r, a = np.meshgrid(_RADII, np.linspace(0, 2 * np.pi, _SIDES + 1), indexing="ij")
    x, z = r * np.sin(a), -r * np.cos(a)
    bumps = 0.05 * np.sin(1.7 * x + 0.4) * np.sin(1.3 * z) + 0.03 * np.sin(3.1 * x - 2.2 * z)
    y = -0.01 + np.clip((r - 2.2) / 6, 0, 1) * bumps * 2 + 0.9 * np.clip((r - 9) / 20, 0, 1) ** 1.5
    return x, y, z


def ground_y(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """How high the ground lies that is drawn: between its corners."""
    y = _rings()[1]
    ring = np.interp(np.hypot(x, z), _RADII, np.arange(len(_RADII)))
    side = np.arctan2(x, -z) % (2 * np.pi) / (2 * np.pi) * _SIDES
    i, j = np.minimum(ring.astype(int), len(_RADII) - 2), np.minimum(side.astype(int), _SIDES - 1)
    u, v = ring - i, side - j
    return (y[i, j] * (1 - u) + y[i + 1, j] * u) * (1 - v) + (y[i, j + 1] * (1 - u) + y[i + 1, j + 1] * u) * v


def water_shade(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Linear colours of still water: dark and cool, at its far edge (-z) light of the sky between trunks."""
    stems = 0.5 + 0.5 * np.sin(4.6 * x + 0.8) * np.sin(2.9 * x + 2.0)
    far = np.clip((0.10 - z) / 0.85, 0, 1)
    return mixed(WATER, WATER_LIT, far**2 * (0.25 + 0.75 * stems))


def pool() -> Builder:
    """The spring: still water, its middle at the origin, 2.6 by 1.7 m; what it mirrors is painted on."""
    b = Builder()
    radii, sides = np.linspace(0, 1, 10), 48
    turn = np.linspace(0, 2 * np.pi, sides + 1)
    r, a = np.meshgrid(radii, turn, indexing="ij")
    wobble = 1 + 0.10 * np.sin(3 * a + 0.7) + 0.06 * np.sin(5 * a)
    x, z = 1.3 * r * np.sin(a) * wobble, -0.85 * r * np.cos(a) * wobble
    points = np.stack([x, np.full_like(x, 0.015), z], axis=-1).reshape(-1, 3)
    triangles = grid(len(radii), sides + 1, turned=True)
    b.add(points, np.tile((0.0, 1.0, 0.0), (len(points), 1)), water_shade(x, z).reshape(-1, 3), triangles)
    return b


def brook_x(z: np.ndarray) -> np.ndarray:
    """Where the brook's middle is at a depth into the forest (render/forest.py has the same)."""
    return 1.55 + 0.035 * (z + 3.0) + 0.45 * np.sin(0.42 * (z + 3.0))


def brook() -> Builder:
    """The spring's water on its way, in the room's own place: from the pool to z = -19, 0.5 to 1 m wide."""
    b = Builder()
    z = np.linspace(-3.68, -19.0, 60)
    across = np.linspace(-1, 1, 5)
    half = (0.34 + 0.10 * np.sin(1.9 * z) + 0.012 * (-z - 3.4))[:, None]
    x = brook_x(z)[:, None] + across * half
    zz = np.broadcast_to(z[:, None], x.shape)
    points = np.stack([x, ground_y(x, zz) + 0.035, zz], axis=-1).reshape(-1, 3)
    flow = 0.5 + 0.5 * np.sin(2.3 * across + 0.8 * np.sin(1.7 * zz))
    far = np.clip((-zz - 3.0) / 12.0, 0, 1)  # the flatter it is seen, the more of the sky it mirrors; and haze
    colours = mixed(WATER, WATER_LIT, (0.06 + 0.20 * flow + 0.14 * far).ravel())
    colours += (linear("#8FA58A") - colours) * (0.5 * far).reshape(-1, 1)
    b.add(points, np.tile((0.0, 1.0, 0.0), (len(points), 1)), colours, grid(len(z), len(across)))
    return b


def stone() -> Builder:
    """A mossy stone, about 0.5 m wide and 0.3 m tall, half sunk."""
    b = Builder()
    up = np.linspace(-0.6, 0.5 * np.pi, 9)
    b.lathe([(0.28 * np.cos(u) ** 0.8, 0.22 * np.sin(u) + 0.03) for u in up], 16, linear("#3A403C"))
    x, y, z = b.positions[0].T
    bumps = np.sin(9 * x + 4 * z + 1.0) * np.sin(7 * z + 5 * y) + 0.6 * np.sin(17 * x - 9 * y) * np.sin(15 * z + 2.0)
    b.positions[0] *= (1 + 0.13 * bumps)[:, None] * (1.25, 0.9, 0.95)
    b.normals[0] = b.normals[0] + 0.5 * bumps[:, None] * np.stack([np.cos(9 * x), 0 * y, np.cos(7 * z)], axis=1)
    moss = np.clip(b.normals[0][:, 1] * 1.3 - 0.25 + 0.35 * bumps, 0, 1)
    b.colours[0] = mixed("#4A4C46", "#6E7066", 0.5 + 0.5 * bumps) * (1 - moss[:, None]) + linear(MOSS) * moss[:, None]
    return b


def fern() -> Builder:
    """A fern of fifteen fronds, 0.9 m wide and 0.6 m tall, swaying."""
    b, rng = Builder(), np.random.default_rng(97)
    for k in range(15):
        turn = k * 2.399963
        away = np.array([np.cos(turn), 0, np.sin(turn)])
        across = np.array([-np.sin(turn), 0, np.cos(turn)])
        share = np.linspace(0, 1, 7)
        tall, reach = rng.uniform(0.42, 0.62), rng.uniform(0.35, 0.6)
        spine = np.outer(np.sin(share * 1.9) * tall, [0, 1, 0]) + np.outer(share**1.3 * reach, away)
        half = np.outer(0.042 * np.sin(np.pi * np.clip(share * 0.93 + 0.07, 0, 1)) ** 0.8, across)
        points = np.stack([spine - half, spine, spine + half], axis=1)
        points[:, [0, 2], 1] -= 0.03 * share[:, None]
        shade = mixed(LEAF, LEAF_LIT, np.repeat(0.2 + 0.9 * share, 3) + 0.1 * rng.standard_normal(21))
        i = np.arange(6) * 3
        triangles = np.concatenate(
            [np.stack([i + p, i + p + 1, i + p + 4], 1) for p in (0, 1)]
            + [np.stack([i + p, i + p + 4, i + p + 3], 1) for p in (0, 1)]
        )
        normal = np.broadcast_to(np.array([0, 0.85, 0]) + 0.5 * away, (21, 3))
        b.add(points.reshape(-1, 3), normal, shade, triangles)
    return b


def grass() -> Builder:
    """A tuft of grass, 0.32 m tall, swaying."""
    b, rng = Builder(), np.random.default_rng(99)
    for _ in range(16):
        turn, lean, tall = rng.uniform(0, 6.28), rng.uniform(0.1, 0.6), rng.uniform(0.16, 0.34)
        away = np.array([np.cos(turn), 0, np.sin(turn)])
        across = np.array([-np.sin(turn + 0.8), 0, np.cos(turn + 0.8)])
        share = np.linspace(0, 1, 4)
        spine = away * rng.uniform(0, 0.12) + np.outer(share * tall, [0, 1, 0]) + np.outer(share**2 * lean * tall, away)
        half = np.outer(0.007 * (1 - 0.85 * share), across)
        shade = mixed(TURF, "#7F9A58", np.repeat(share, 2) * rng.uniform(0.5, 1.0))
        b.blade(spine, half, np.array([0, 1.0, 0]) + 0.3 * away, shade)
    return b


def fruit() -> Builder:
    """A round fruit, 1 m across: scale it. Its skin takes the item's colour and shines; a stalk and one leaf above."""
    b = Builder()
    turn = np.linspace(0, np.pi, 15)
    outline = [
        (0.5 * np.sin(u) * (1 + 0.06 * np.cos(u)), -0.47 * np.cos(u) - 0.12 * np.exp(-(((u - np.pi) / 0.35) ** 2)))
        for u in turn
    ]
    b.lathe(outline, 20, lambda y: np.ones(3) * (0.88 + 0.16 * (y + 0.5)), glow=1)
    b.rod((0, 0.32, 0), (0.05, 0.66, 0), 0.035, linear("#6A5240"), sides=6)
    leaf = np.array([(0.03, 0.55, 0), (0.22, 0.72, 0.13), (0.52, 0.66, 0.02), (0.24, 0.60, -0.12)])
    b.face(leaf, linear("#7FA85C"))
    return b


def stump() -> Builder:
    """A tree's stump to stand a basket on: 0.5 m tall, 0.44 m wide."""
    b = Builder()
    turn = np.linspace(0, 2 * np.pi, 17)
    ridges = 1 + 0.05 * np.sin(5 * turn) + 0.03 * np.sin(9 * turn + 1.0)
    heights, radii = np.array([-0.1, 0.06, 0.20, 0.40, 0.49]), np.array([0.36, 0.27, 0.225, 0.215, 0.21])
    ring = np.stack([np.sin(turn), 0 * turn, np.cos(turn)], axis=1)
    points = ring * (radii[:, None] * ridges)[:, :, None] + np.array([0, 1, 0]) * heights[:, None, None]
    grain = 0.4 + 2.5 * (ridges - 1) + 0.25 * np.sin(13 * turn)
    bark = mixed("#3A2F2A", "#6B5746", np.broadcast_to(grain, (5, 17)).ravel())
    moss = np.clip(0.55 - heights * 2.2, 0, 1)[:, None] * np.ones((1, 17))
    colours = bark * (1 - moss.ravel()[:, None]) + linear(MOSS) * 0.8 * moss.ravel()[:, None]
    b.add(points.reshape(-1, 3), np.repeat(ring[None], 5, axis=0).reshape(-1, 3), colours, grid(5, 17))
    rings = [(0.21, 0.49), (0.20, 0.5), (0.15, 0.501), (0.10, 0.502), (0.05, 0.503), (0.0, 0.504)]
    b.lathe(rings, 16, lambda y: mixed("#9A7B52", "#C9AC7C", (y * 1e3) % 2 / 2))
    return b


def basket() -> Builder:
    """A woven basket, 0.40 m wide and 0.19 m tall, foot at y = 0, with a handle; open, its floor at 0.04 m."""
    b = Builder()
    rows, sides = 7, 26
    for i in range(rows):
        low, high = 0.19 * i / rows, 0.19 * (i + 1) / rows
        for j in range(sides):
            turn = np.array([j, j + 1]) * 2 * np.pi / sides
            bulge = 0.006 if (i + j) % 2 else 0.0
            shade = mixed("#6A4A2C", "#B98A52", 0.75 if (i + j) % 2 else 0.30)
            near, far = (0.150 + 0.050 * y / 0.19 + bulge for y in (low, high))
            b.face(
                np.array([
                    (near * np.sin(turn[0]), low, near * np.cos(turn[0])),
                    (near * np.sin(turn[1]), low, near * np.cos(turn[1])),
                    (far * np.sin(turn[1]), high, far * np.cos(turn[1])),
                    (far * np.sin(turn[0]), high, far * np.cos(turn[0])),
                ]),
                shade,
            )  # fmt: skip
    b.lathe([(0.0, 0.05), (0.13, 0.05), (0.186, 0.19)], 26, linear("#3A2A1C"))
    b.lathe([(0.192, 0.180), (0.208, 0.186), (0.208, 0.200), (0.192, 0.206), (0.186, 0.192)], 24, linear("#C99A5E"))
    arc = np.linspace(0, np.pi, 13)
    points = [(0.0, 0.19 + 0.20 * np.sin(u), 0.198 * np.cos(u)) for u in arc]
    for start, end in pairwise(points):
        b.rod(start, end, 0.011, linear("#A97C48"), sides=6)
    return b


def moss_lamp() -> Builder:
    """A stone with a small round lamp under a cap of moss, 0.34 m tall."""
    b = Builder()
    b.lathe([(0.16, -0.05), (0.15, 0.05), (0.09, 0.10), (0.0, 0.11)], 10, mixed("#3A403C", MOSS, 0.4))
    turn = np.linspace(-np.pi / 2, np.pi / 2, 9)
    b.lathe([(0.10 * np.cos(u), 0.20 + 0.10 * np.sin(u)) for u in turn], 14, linear("#E8C27A"))
    b.lathe([(0.125, 0.26), (0.10, 0.31), (0.0, 0.34)], 12, linear(MOSS))
    return b


def bird() -> Builder:
    """A bird's body without its wings, its head toward +x: as long as its wings are wide, 0.55; its middle at 0."""
    b = Builder()
    along = np.linspace(0, 1, 11)
    turn = np.linspace(0, 2 * np.pi, 9)
    thick = 0.062 * np.sin(np.pi * np.clip(along * 0.93 + 0.05, 0, 1)) ** 0.8 * (0.35 + 0.9 * along)
    points = np.stack(
        [
            np.broadcast_to((-0.30 + 0.52 * along)[:, None], (11, 9)),
            thick[:, None] * np.cos(turn),
            thick[:, None] * np.sin(turn) * 0.9,
        ],
        axis=-1,
    )
    ring = np.broadcast_to(np.stack([0 * turn, np.cos(turn), np.sin(turn)], axis=1), points.shape)
    b.add(points.reshape(-1, 3), ring.reshape(-1, 3), linear("#2A2C30"), grid(11, 9))
    b.face(np.array([(-0.27, 0.0, 0.0), (-0.42, 0.0, -0.07), (-0.38, 0.0, 0.0), (-0.42, 0.0, 0.07)]), linear("#24262A"))
    return b


def wing() -> Builder:
    """A bird's left wing along -z: half a metre long, hinged at the origin."""
    b = Builder()
    edge = [(0.10, 0.0), (0.13, -0.16), (0.07, -0.34), (-0.06, -0.50), (-0.07, -0.30), (-0.09, -0.12), (-0.08, 0.0)]
    b.face(np.array([(x, 0.015 * np.sin(-z * 6), z) for x, z in edge]), linear("#2A2C30"))
    return b


MESHES: dict[str, Callable[[], Builder]] = {
    make.__name__: make
    for make in (
        leaves,
        twig,
        trunk,
        great_tree,
        glade,
        glade_far,
        pool,
        brook,
        stone,
        fern,
        grass,
        stump,
        fruit,
        basket,
        moss_lamp,
        bird,
        wing,
    )
}


if __name__ == "__main__":
    write(MESHES)
