"""Makes assets/meshes/*.glb: the lanterns, jetty, houses and boat of the valley, low in triangles, coloured at the
vertices.

    python tools/make_meshes.py [FOLDER]    writes every mesh there, or to assets/meshes

Metres, +Y up, origins as the table in game/render/meshes.py says. The same run always writes the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from mesh_builder import CORE, RIM, Builder, linear, write


def lantern() -> Builder:
    """A sky lantern: narrow mouth, wide shoulders. The shader draws its ribs and hoop, finer than triangles could."""
    b = Builder()
    outline = [
        (0.083, -0.168),
        (0.098, -0.14),
        (0.113, -0.09),
        (0.126, -0.03),
        (0.136, 0.03),
        (0.139, 0.08),
        (0.132, 0.12),
        (0.108, 0.152),
        (0.065, 0.170),
        (0.0, 0.175),
    ]

    def paper(y: float) -> np.ndarray:
        share = np.clip((y + 0.168) / 0.343, 0, 1) ** 0.8
        return linear(CORE) * (1 - share) + linear("#FFB45A") * share

    b.lathe(outline, 20, paper, glow=1)
    b.lathe([(0.081, -0.176), (0.089, -0.176), (0.093, -0.158), (0.087, -0.156)], 20, linear(RIM))
    return b


def float_lantern() -> Builder:
    b = Builder()
    b.box((-0.12, -0.02, -0.12), (0.12, 0.03, 0.12), linear(RIM))
    low, high = 0.076, 0.088
    for turn in range(4):
        c, s = np.cos(turn * np.pi / 2), np.sin(turn * np.pi / 2)
        corners = np.array([(-low, 0.03, low), (low, 0.03, low), (high, 0.19, high), (-high, 0.19, high)])
        side = corners @ np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])
        b.face(side, np.array([linear(CORE), linear(CORE), linear("#FFB45A"), linear("#FFB45A")]), glow=1)
        b.rod(tuple(side[1]), tuple(side[2]), 0.005, linear(RIM), sides=4)
        b.rod(tuple(side[2]), tuple(side[3]), 0.006, linear(RIM), sides=4)
    b.face(
        np.array([(-high, 0.185, high), (high, 0.185, high), (high, 0.185, -high), (-high, 0.185, -high)]),
        linear("#FFC46B"),
        1,
    )
    return b


def orb() -> Builder:
    b = Builder()
    angles = np.linspace(-np.pi / 2, np.pi / 2, 13)
    b.lathe([(0.5 * np.cos(a), 0.5 * np.sin(a)) for a in angles], 24, np.ones(3), glow=1)
    return b


def post() -> Builder:
    b = Builder()
    b.lathe(
        [(0.075, 0.0), (0.072, 0.6), (0.07, 1.06), (0.06, 1.09), (0.0, 1.1)],
        9,
        lambda y: linear("#3A3448", 0.6 + 0.5 * y),
    )
    b.lathe([(0.078, 0.80), (0.086, 0.82), (0.086, 0.86), (0.078, 0.88)], 9, linear("#8A7A74"))
    return b


def plank_shade(rng: np.random.Generator) -> np.ndarray:
    return (
        linear("#574B5C") * rng.uniform(0.72, 1.22) * np.array([1.0, rng.uniform(0.95, 1.03), rng.uniform(0.92, 1.06)])
    )


def jetty() -> Builder:
    """The deck at y = 0, 1.8 m wide, from z = 8 to z = -2.6, on posts that stand in water at y = -0.45."""
    b, rng = Builder(), np.random.default_rng(11)
    z = -2.6
    while z < 8.0:
        wide = rng.uniform(0.15, 0.19)
        left, right, lift = rng.uniform(-0.025, 0.02), rng.uniform(-0.02, 0.025), rng.uniform(-0.006, 0.0)
        shade, ends = (
            plank_shade(rng),
            np.linspace(-0.9 + left, 0.9 + right, 4),
        )  # in three, so that lamps light them unevenly
        for x0, x1 in pairwise(ends):  # top and the near side: the rest is not seen
            y0, z0, z1 = -0.045, z, z + wide - 0.012
            b.face(np.array([(x0, lift, z1), (x1, lift, z1), (x1, lift, z0), (x0, lift, z0)]), shade)
            b.face(np.array([(x0, y0, z1), (x1, y0, z1), (x1, lift, z1), (x0, lift, z1)]), shade)
        z += wide
    for x in (-0.72, 0.72):
        b.box((x - 0.06, -0.17, -2.55), (x + 0.06, -0.045, 8.0), linear("#332C3C"))
    for k, z in enumerate((-2.4, -0.6, 1.8, 4.4)):
        b.box((-0.95, -0.26, z - 0.05), (0.95, -0.15, z + 0.05), linear("#2C2636"))
        for x in (-0.93, 0.93):
            top = 0.34 if k == 0 else 0.10
            outline = [(0.075, -1.3), (0.075, 0.0), (0.07, top - 0.02), (0.05, top), (0.0, top + 0.005)]
            b.lathe(outline, 10, linear("#3E3646"), at=(x, 0, z))
    return b


def crate() -> Builder:
    b, rng = Builder(), np.random.default_rng(3)
    for k in range(4):
        b.box((-0.25, k * 0.125 + 0.004, -0.25), (0.25, k * 0.125 + 0.118, 0.25), plank_shade(rng))
    for x in (-0.235, 0.235):
        for z in (-0.255, 0.255):
            b.box((x - 0.03, 0, z - 0.012), (x + 0.03, 0.5, z + 0.012), linear("#4A3F50"))
    return b


def bench() -> Builder:
    b, rng = Builder(), np.random.default_rng(4)
    for z in (-0.15, 0.0, 0.15):
        b.box((-0.6, 0.41, z - 0.068), (0.6, 0.45, z + 0.068), plank_shade(rng) * 1.15)
    for x in (-0.5, 0.5):
        b.box((x - 0.035, 0, -0.19), (x + 0.035, 0.41, -0.13), linear("#3A3244"))
        b.box((x - 0.035, 0, 0.13), (x + 0.035, 0.41, 0.19), linear("#3A3244"))
        b.box((x - 0.03, 0.32, -0.15), (x + 0.03, 0.41, 0.15), linear("#332B3C"))
    return b


def chair() -> Builder:
    b, rng = Builder(), np.random.default_rng(6)
    b.box((-0.23, 0.41, -0.22), (0.23, 0.45, 0.22), plank_shade(rng) * 1.2)
    for x in (-0.205, 0.205):
        b.rod((x, 0, -0.19), (x, 0.42, -0.19), 0.02, linear("#4A3F50"))
        b.rod((x, 0, 0.21), (x * 0.96, 0.95, 0.27), 0.02, linear("#4A3F50"), thin=0.85)
    for y in (0.62, 0.74, 0.86):
        z = 0.21 + 0.06 * y / 0.95
        b.box((-0.2, y - 0.03, z - 0.012), (0.2, y + 0.03, z + 0.012), plank_shade(rng) * 1.2)
    return b


def wick() -> Builder:
    b = Builder()
    b.lathe(
        [(0.0, 0.0), (0.08, 0.0), (0.11, 0.04), (0.15, 0.10), (0.145, 0.11), (0.10, 0.06), (0.0, 0.05)],
        18,
        linear("#4A3A48"),
    )
    b.lathe(
        [(0.0, 0.08), (0.035, 0.11), (0.042, 0.15), (0.026, 0.22), (0.0, 0.30)],
        12,
        lambda y: linear(CORE) * (1 - (y - 0.08) / 0.22) + linear("#FFB45A") * ((y - 0.08) / 0.22),
        glow=1,
    )
    return b


def branch() -> Builder:
    b, bark = Builder(), linear("#2A2436")
    points = [(0.0, 0.0, 0.0), (0.55, 0.06, 0.02), (1.1, 0.03, -0.03), (1.6, 0.10, 0.0), (2.0, 0.08, 0.02)]
    radii = [0.055, 0.042, 0.03, 0.02, 0.008]
    for k in range(4):
        b.rod(points[k], points[k + 1], radii[k], bark, thin=radii[k + 1] / radii[k], sides=8)
    for x, y, dx, dy in (
        (0.5, 0.06, 0.35, 0.28),
        (0.95, 0.03, 0.3, -0.16),
        (1.3, 0.06, 0.32, 0.22),
        (1.6, 0.1, 0.2, -0.12),
    ):
        b.rod((x, y, 0.0), (x + dx, y + dy, 0.06), 0.016, bark, thin=0.3)
    return b


def house(wide: float, deep: float, wall: float, roof: float, chimney: float) -> Builder:
    """A dark gabled house, its ridge along x, its foot at y = 0, facing +z."""
    b = Builder()
    x, z, over = wide / 2, deep / 2, 0.35
    walls, tiles = linear("#3A3F6A"), linear("#1A1F42")
    b.box((-x, -1.0, -z), (x, wall, z), walls, bottom=False)
    for end in (-1, 1):
        gable = [(end * x, wall, z), (end * x, wall, -z), (end * x, wall + roof, 0)]
        b.face(np.array(gable if end > 0 else gable[::-1]), walls)
    eave = wall - over * roof / z
    top = wall + roof + 0.12
    b.face(
        np.array([(-x - over, eave, z + over), (x + over, eave, z + over), (x + over, top, 0), (-x - over, top, 0)]),
        tiles,
    )
    b.face(
        np.array([(x + over, eave, -z - over), (-x - over, eave, -z - over), (-x - over, top, 0), (x + over, top, 0)]),
        tiles,
    )
    b.box((chimney - 0.3, wall, -0.3), (chimney + 0.3, wall + roof + 0.9, 0.3), tiles)
    return b


def boat() -> Builder:
    """A rowing boat, 3.2 m along z, its water line at y = 0."""
    b = Builder()
    stations = np.linspace(-1.6, 1.6, 15)
    half = 0.58 * np.clip(1 - np.abs(stations / 1.62) ** 2.6, 0, 1) ** 0.8 * np.where(stations > 1.2, 1.05, 1)
    sheer = 0.26 + 0.16 * np.abs(stations / 1.6) ** 2
    keel = -0.12 + 0.18 * np.abs(stations / 1.6) ** 3
    section = np.array([(-1.0, 1.0), (-0.86, 0.45), (-0.45, 0.05), (0.0, 0.0), (0.45, 0.05), (0.86, 0.45), (1.0, 1.0)])
    hull = np.array(
        [
            [(w * h, k + (s - k) * v, z) for w, v in section]
            for z, h, s, k in zip(stations, half, sheer, keel, strict=True)
        ]
    )
    for shell, paint, sign in ((1.0, linear("#3B3550"), 1), (0.90, linear("#6A5A62"), -1)):
        points = hull * np.array([shell, 1.0, 0.97 if sign < 0 else 1.0])
        if sign < 0:
            points[:, :, 1] = np.maximum(points[:, :, 1], 0.04) + 0.004
        for i in range(len(stations) - 1):
            for j in range(len(section) - 1):
                quad = np.array([points[i, j], points[i, j + 1], points[i + 1, j + 1], points[i + 1, j]])
                if np.linalg.norm(np.cross(quad[1] - quad[0], quad[2] - quad[0])) > 1e-7:
                    b.face(quad if sign < 0 else quad[::-1], paint)
    for i in range(len(stations) - 1):
        for j in (0, 6):
            b.rod(tuple(hull[i, j]), tuple(hull[i + 1, j]), 0.024, linear("#8A7468"), sides=5)
    for z in (-0.7, 0.15, 0.95):
        wide = float(np.interp(z, stations, half)) * 0.93
        b.box((-wide, 0.13, z - 0.11), (wide, 0.16, z + 0.11), linear("#6E5E62"))
    return b


MESHES: dict[str, Callable[[], Builder]] = {
    "lantern": lantern,
    "float_lantern": float_lantern,
    "orb": orb,
    "post": post,
    "crate": crate,
    "bench": bench,
    "chair": chair,
    "wick": wick,
    "branch": branch,
    "jetty": jetty,
    "boat": boat,
    "house_wide": lambda: house(8.5, 5.2, 3.0, 2.7, 2.2),
    "house_tall": lambda: house(5.6, 5.4, 4.6, 3.0, -1.3),
}


if __name__ == "__main__":
    write(MESHES)
