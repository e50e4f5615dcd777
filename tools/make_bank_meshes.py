"""Makes what grows along the valley's water: reeds, alders, willows and poplars of assets/meshes/*.glb.

    python tools/make_bank_meshes.py [FOLDER]    writes them there, or to assets/meshes

Bushes and trees are reliefs: dusk shows little more of them than an outline, so that is where their triangles are. They
face +z, and whoever places one turns it toward the viewer, within some 40 degrees.
Metres, +Y up, origins as the table in game/render/meshes.py says. The same run always writes the same bytes.
"""

from __future__ import annotations

import numpy as np
from mesh_builder import Builder, grid, linear, mixed, write

SHADE, LEAF, LIT = "#0E122B", "#171E42", "#2C3564"


def reed() -> Builder:
    """A tuft: nine bent blades and two bulrushes."""
    b, rng = Builder(), np.random.default_rng(5)
    for k in range(9):
        turn, lean = rng.uniform(0, 2 * np.pi), rng.uniform(0.05, 0.42)
        tall, wide = rng.uniform(0.7, 1.3), rng.uniform(0.014, 0.022)
        foot = np.array([np.cos(turn), 0, np.sin(turn)]) * rng.uniform(0.0, 0.16)
        away = np.array([np.cos(turn), 0, np.sin(turn)])
        across = np.array([-np.sin(turn + 0.9), 0, np.cos(turn + 0.9)])
        share = np.linspace(0, 1, 5)
        spine = foot + np.outer(share * tall, [0, 1, 0]) + np.outer(share**2.2 * lean * tall, away)
        half = np.outer(wide * (1 - 0.6 * share**1.8), across)
        shade = np.repeat(0.35 + 0.65 * share, 2)[:, None] * linear("#3C4A5E" if k % 3 else "#4A4C66")
        b.blade(spine, half, np.cross(across, [0, 1, 0]) * 0.6 + np.array([0, 0.8, 0]), shade)
        if k % 5 == 0:
            top = spine[3]
            b.rod(tuple(top), tuple(top + np.array([0.01, 0.16, 0.0])), 0.016, linear("#3A2430"), thin=0.8, sides=4)
    return b


def bough(
    b: Builder, rng: np.random.Generator, x: float, y: float, z: float, wide: float, tall: float, light: float
) -> None:
    """A mass of leaves about (x, y, z), domed toward +z: lobed and ragged all round, `light` 0..1 and a little more
    above than below. What is low stands before other leaves, and needs fewer teeth."""
    teeth = 2 * round((5.0 + 13.0 * max(wide, tall)) * (1.0 if y > 1.0 else 0.6))
    turn = (np.arange(teeth) + rng.uniform(-0.45, 0.45, teeth)) * 2 * np.pi / teeth
    turn = turn + 0.4 * np.cos(turn)  # finest above, where the sky is behind
    tip = np.arange(teeth) % 2 == 0
    lobes = 1.0 + sum(0.075 * np.sin(k * turn + rng.uniform(0, 2 * np.pi)) for k in (2, 3, 5))
    out = lobes * np.where(tip, rng.uniform(0.97, 1.13, teeth), rng.uniform(0.85, 0.94, teeth))
    c, s = np.cos(turn), np.sin(turn)
    sag = np.where(tip & (s < 0), 0.06, 0.0)  # what hangs, hangs
    rim = np.stack([x + wide * out * c, y + tall * (out * s - sag), z - 0.3 * wide + 0.0 * c], axis=1)
    points = np.concatenate([[(x, y - 0.1 * tall, z)], rim])
    normals = np.concatenate([[(0.0, 0.3, 1.0)], np.stack([0.4 * c, 0.35 + 0.55 * s, 0.8 + 0.0 * c], axis=1)])
    shade = light + np.concatenate([[-0.02], 0.13 * s + np.where(tip, 0.04, -0.02)])
    k = np.arange(teeth)
    triangles = np.stack([np.zeros(teeth, int), 1 + k, 1 + (k + 1) % teeth], axis=1)
    b.add(points, normals, _leafy(shade), triangles)


def curtain(
    b: Builder, rng: np.random.Generator, x: float, top: float, z: float, wide: float, drop: float, light: float
) -> None:
    """Hanging twigs, `wide` to either side of x: from an arch whose crown is at `top`, `drop` down to uneven ends."""
    n = 2 * round(11.0 * wide) + 1
    across = np.linspace(-1, 1, n) + rng.uniform(-0.3, 0.3, n) / n
    tip = np.arange(n) % 2 == 1
    arch = top - 0.55 * wide * across**2 + np.where(tip, rng.uniform(0.0, 0.2, n), -0.06)
    ends = arch - drop * np.where(tip, rng.uniform(0.7, 1.15, n), rng.uniform(0.5, 0.75, n)) * (1 - 0.25 * across**2)
    lean = 0.12 * wide * across + rng.uniform(-0.05, 0.05, n)
    rows = [
        np.stack([x + wide * across + share * lean, y, z + 0.35 * wide * (1 - across**2)], axis=1)
        for share, y in ((0.0, arch), (1.0, ends))
    ]
    normals = np.stack([0.5 * across, 0.35 + 0.0 * across, 0.8 + 0.0 * across], axis=1)
    shade = np.concatenate([light + 0.03 * rng.standard_normal(n), light - np.where(tip, 0.18, 0.12)])
    b.add(np.concatenate(rows), np.concatenate([normals, normals]), _leafy(shade), grid(2, n, turned=True))


def turf(b: Builder, rng: np.random.Generator, wide: float, tall: float, z: float) -> None:
    """The bank's own edge, `wide` to either side: ragged grass above, and below the water's level at the foot."""
    n = 2 * round(3.4 * wide) + 1
    across = np.linspace(-1, 1, n)
    swell = (1 - across**2) ** 0.6 * (0.75 + 0.25 * np.sin(5.0 * across + 1.0))
    high = tall * swell * np.where(np.arange(n) % 2 == 1, rng.uniform(0.8, 1.35, n), rng.uniform(0.45, 0.75, n))
    x = wide * across + rng.uniform(-0.06, 0.06, n)
    foot = np.stack([x, np.full(n, -0.35), np.full(n, z)], axis=1)
    top = np.stack([x + 0.25 * across, 0.12 + high, np.full(n, z - 0.2)], axis=1)
    normals = np.broadcast_to((0.0, 0.35, 1.0), (2 * n, 3))
    light = np.concatenate([np.full(n, 0.05), 0.14 + 0.12 * np.clip(high / tall, 0, 1)])
    b.add(np.concatenate([top, foot]), normals, _leafy(light[np.r_[n : 2 * n, :n]]), grid(2, n, turned=True))


def stem(b: Builder, foot: tuple[float, float, float], end: tuple[float, float, float], wide: float) -> None:
    """A trunk, seen from +z."""
    spine = np.array([foot, end])
    b.blade(spine, np.array([(wide, 0, 0), (0.5 * wide, 0, 0)]), (0.3, 0.2, 0.9), linear(SHADE))


def bush() -> Builder:
    """Alders on a bank: three crowns of unequal height over undergrowth; about 4 m tall, 8 m wide."""
    b, rng = Builder(), np.random.default_rng(8)
    for x, y, z, wide, tall, light in (
        (-1.45, 3.30, -0.60, 0.62, 0.80, 0.62),  # the tallest crown, left of the middle
        (-1.95, 2.45, -0.45, 0.85, 0.75, 0.52),
        (-0.85, 2.35, -0.40, 0.85, 0.80, 0.50),
        (-1.55, 1.60, -0.10, 1.25, 0.85, 0.36),
        (0.75, 2.25, -0.65, 0.70, 0.75, 0.60),  # the second
        (0.55, 1.55, -0.30, 1.05, 0.75, 0.42),
        (2.35, 1.55, -0.55, 0.65, 0.65, 0.55),  # the third
        (2.30, 0.95, -0.20, 1.10, 0.62, 0.36),
        (-2.75, 0.75, 0.10, 0.95, 0.62, 0.28),  # undergrowth
        (-0.30, 0.75, 0.30, 1.25, 0.62, 0.22),
        (1.45, 0.55, 0.25, 0.95, 0.50, 0.22),
    ):
        bough(b, rng, x, y, z, wide, tall, light)

    turf(b, rng, 3.9, 0.8, 0.65)
    return b


def willow() -> Builder:
    """A willow leaning over the water: a wide crown of hanging twigs; about 5 m tall, 7 m wide."""
    b, rng = Builder(), np.random.default_rng(14)
    stem(b, (0.55, -0.3, -0.3), (0.25, 1.9, -0.4), 0.22)
    for x, y, z, wide, tall, light in (
        (-0.45, 4.10, -0.60, 1.15, 0.75, 0.62),
        (0.95, 3.85, -0.60, 1.00, 0.70, 0.58),
        (-1.60, 3.35, -0.45, 1.05, 0.70, 0.52),
        (1.95, 3.05, -0.45, 0.90, 0.65, 0.50),
    ):
        bough(b, rng, x, y, z, wide, tall, light)
    for x, top, z, wide, drop, light in (
        (0.20, 3.70, -0.80, 1.70, 2.0, 0.30),
        (-2.05, 3.15, -0.35, 0.90, 2.5, 0.46),
        (2.15, 2.90, -0.35, 0.85, 2.3, 0.46),
        (-0.85, 3.60, -0.10, 1.05, 2.6, 0.42),
        (1.00, 3.35, -0.05, 1.00, 2.2, 0.40),
    ):
        curtain(b, rng, x, top, z, wide, drop, light)

    turf(b, rng, 3.6, 0.7, 0.6)
    return b


def poplar() -> Builder:
    """A tall narrow tree, its twigs upright: 11.6 m."""
    b, rng = Builder(), np.random.default_rng(19)
    rows = 31
    up = np.linspace(0, 1, rows)
    y = 1.3 + 10.3 * up
    wide = 1.4 * np.sin(np.pi * np.clip(0.06 + 0.94 * up, 0, 1) ** 0.80) ** 0.8 * (1 + 0.10 * np.sin(11 * up + 0.6))
    tip = np.arange(rows) % 2 == 0
    sides = []
    for side in (-1, 1):
        out = wide * np.where(tip, rng.uniform(0.92, 1.12, rows), rng.uniform(0.74, 0.92, rows))
        lift = np.where(tip, 0.45, -0.05) + rng.uniform(-0.15, 0.15, rows)
        sides.append(np.stack([side * out, y + lift, np.full(rows, -0.4)], axis=1))
    spine = np.stack([0.1 * np.sin(9 * up), y, 0.3 * wide], axis=1)
    points = np.stack([sides[0], spine, sides[1]], axis=1)
    normals = np.broadcast_to([(-0.9, 0.4, 0.3), (0.0, 0.3, 1.0), (0.9, 0.4, 0.3)], points.shape)
    light = 0.20 + 0.35 * up[:, None] + np.array([0.0, 0.0, 0.08]) + np.where(tip, 0.03, -0.03)[:, None]
    stem(b, (0.0, -0.4, -0.2), (0.0, 1.9, -0.2), 0.2)
    b.add(points.reshape(-1, 3), normals.reshape(-1, 3), _leafy(light.ravel()), grid(rows, 3))
    return b


def _leafy(light: np.ndarray) -> np.ndarray:
    """(N, 3) colours of leaves at dusk: 0 in their own shade .. 1 before the sky."""
    light = np.clip(light, 0, 1)
    return np.where((light < 0.5)[:, None], mixed(SHADE, LEAF, 2 * light), mixed(LEAF, LIT, 2 * light - 1))


MESHES = {"reed": reed, "bush": bush, "willow": willow, "poplar": poplar}


if __name__ == "__main__":
    write(MESHES)
