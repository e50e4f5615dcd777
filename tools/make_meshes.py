"""Makes assets/meshes/*.glb: the lanterns, jetty, houses and plants of the valley, low in triangles, coloured at the
vertices.

    python tools/make_meshes.py            writes every mesh beside this script's `assets/meshes`

Metres, +Y up, origins as the table in game/render/meshes.py says. Colours are linear, as glTF wants them; the extra
attribute _GLOW is 1 where a surface shines when its item glows (paper, flame). The same run always writes the same
bytes.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np

OUT = Path(__file__).resolve().parent.parent / "assets" / "meshes"
AMBER, CORE, RIM = "#FFC46B", "#FFE9B8", "#3B1F2B"


def linear(text: str, shade: float = 1.0) -> np.ndarray:
    """Linear RGB of "#RRGGBB", times `shade`."""
    srgb = np.array([int(text[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4) * shade


@dataclass
class Builder:
    """Gathers triangles; every `add` brings its own vertices, so colours and edges stay crisp."""

    positions: list[np.ndarray] = field(default_factory=list)
    normals: list[np.ndarray] = field(default_factory=list)
    colours: list[np.ndarray] = field(default_factory=list)
    glow: list[np.ndarray] = field(default_factory=list)
    triangles: list[np.ndarray] = field(default_factory=list)
    count: int = 0

    def add(
        self, points: np.ndarray, normals: np.ndarray, colours: np.ndarray, triangles: np.ndarray, glow: float = 0
    ) -> None:
        n = len(points)
        self.positions.append(np.asarray(points, float))
        self.normals.append(np.asarray(normals, float))
        self.colours.append(np.broadcast_to(colours, (n, 3)).astype(float))
        self.glow.append(np.full(n, glow, float))
        self.triangles.append(np.asarray(triangles) + self.count)
        self.count += n

    def face(self, corners: np.ndarray, colour: np.ndarray, glow: float = 0) -> None:
        """A flat convex polygon, corners anticlockwise from outside."""
        corners = np.asarray(corners, float)
        normal = np.cross(corners[1] - corners[0], corners[2] - corners[0])
        normal /= np.linalg.norm(normal)
        fan = [(0, i, i + 1) for i in range(1, len(corners) - 1)]
        self.add(corners, np.broadcast_to(normal, corners.shape), colour, np.array(fan), glow)

    def box(self, low: tuple, high: tuple, colour: np.ndarray, bottom: bool = True) -> None:
        (x0, y0, z0), (x1, y1, z1) = low, high
        sides = [
            [(x0, y0, z1), (x1, y0, z1), (x1, y1, z1), (x0, y1, z1)],
            [(x1, y0, z0), (x0, y0, z0), (x0, y1, z0), (x1, y1, z0)],
            [(x1, y0, z1), (x1, y0, z0), (x1, y1, z0), (x1, y1, z1)],
            [(x0, y0, z0), (x0, y0, z1), (x0, y1, z1), (x0, y1, z0)],
            [(x0, y1, z1), (x1, y1, z1), (x1, y1, z0), (x0, y1, z0)],
        ]
        if bottom:
            sides.append([(x0, y0, z0), (x1, y0, z0), (x1, y0, z1), (x0, y0, z1)])
        for side in sides:
            self.face(np.array(side), colour)

    def lathe(
        self,
        profile: list[tuple[float, float]],
        sides: int,
        colour: Callable | np.ndarray,
        glow: float = 0,
        squash: float = 1.0,
    ) -> None:
        """Turns (radius, y) pairs about the y axis. `colour` is RGB, or a function of y."""
        profile_array = np.array(profile, float)
        turn = np.linspace(0, 2 * np.pi, sides + 1)
        radius, y = profile_array.T
        slope = np.gradient(profile_array, axis=0)
        out, up = slope[:, 1], -slope[:, 0]
        length = np.maximum(np.hypot(out, up), 1e-9)
        out, up = out / length, up / length
        ring = np.stack([np.sin(turn), np.zeros_like(turn), np.cos(turn) * squash], axis=1)
        points = radius[:, None, None] * ring + np.array([0, 1, 0]) * y[:, None, None]
        normals = out[:, None, None] * ring + np.array([0, 1, 0]) * up[:, None, None]
        paint = np.array([colour(v) for v in y]) if callable(colour) else np.broadcast_to(colour, (len(y), 3))
        paint = np.repeat(paint[:, None], sides + 1, axis=1)
        i, j = np.meshgrid(np.arange(len(y) - 1), np.arange(sides), indexing="ij")
        a = (i * (sides + 1) + j).ravel()
        b = a + sides + 1
        triangles = np.concatenate([np.stack([a, a + 1, b + 1], 1), np.stack([a, b + 1, b], 1)])
        self.add(points.reshape(-1, 3), normals.reshape(-1, 3), paint.reshape(-1, 3), triangles, glow)

    def rod(
        self, start: tuple, end: tuple, radius: float, colour: np.ndarray, thin: float = 1.0, sides: int = 6
    ) -> None:
        """A round bar from start to end, `thin` times as thick at its end."""
        a, b = np.array(start, float), np.array(end, float)
        along = (b - a) / np.linalg.norm(b - a)
        across = np.cross(along, (0, 0, 1) if abs(along[2]) < 0.9 else (1, 0, 0))
        across /= np.linalg.norm(across)
        other = np.cross(along, across)
        turn = np.linspace(0, 2 * np.pi, sides + 1)
        ring = np.cos(turn)[:, None] * across + np.sin(turn)[:, None] * other
        points = np.concatenate([a + ring * radius, b + ring * radius * thin])
        k = np.arange(sides)
        triangles = np.concatenate(
            [np.stack([k, k + 1, k + sides + 2], 1), np.stack([k, k + sides + 2, k + sides + 1], 1)]
        )
        self.add(points, np.concatenate([ring, ring]), colour, triangles)

    def lathe_at(self, x: float, z: float, profile: list[tuple[float, float]], colour: np.ndarray) -> None:
        part = Builder()
        part.lathe(profile, 10, colour)
        self.add(part.positions[0] + np.array([x, 0, z]), part.normals[0], part.colours[0], part.triangles[0])


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


def reed() -> Builder:
    """A tuft: nine bent blades and two bulrushes."""
    b, rng = Builder(), np.random.default_rng(5)
    for k in range(9):
        turn, lean = rng.uniform(0, 2 * np.pi), rng.uniform(0.05, 0.42)
        tall, wide = rng.uniform(0.7, 1.3), rng.uniform(0.011, 0.018)
        foot = np.array([np.cos(turn), 0, np.sin(turn)]) * rng.uniform(0.0, 0.16)
        away = np.array([np.cos(turn), 0, np.sin(turn)])
        across = np.array([-np.sin(turn + 0.9), 0, np.cos(turn + 0.9)])
        share = np.linspace(0, 1, 5)
        spine = foot + np.outer(share * tall, [0, 1, 0]) + np.outer(share**2.2 * lean * tall, away)
        half = np.outer(wide * (1 - 0.7 * share**1.6), across)
        points = np.stack([spine - half, spine + half], axis=1).reshape(-1, 3)
        shade = np.repeat(0.35 + 0.65 * share, 2)[:, None] * linear("#3C4A5E" if k % 3 else "#4A4C66")
        normal = np.broadcast_to(np.cross(across, [0, 1, 0]) * 0.6 + np.array([0, 0.8, 0]), points.shape)
        i = np.arange(4) * 2
        triangles = np.concatenate([np.stack([i, i + 1, i + 3], 1), np.stack([i, i + 3, i + 2], 1)])
        b.add(points, normal, shade, triangles)
        if k % 5 == 0:
            top = spine[3]
            b.rod(tuple(top), tuple(top + np.array([0.01, 0.16, 0.0])), 0.016, linear("#3A2430"), thin=0.8, sides=4)
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
            b.lathe_at(
                x,
                z,
                [(0.075, -1.3), (0.075, 0.0), (0.07, top - 0.02), (0.05, top), (0.0, top + 0.005)],
                linear("#3E3646"),
            )
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


def poplar() -> Builder:
    b = Builder()
    b.lathe(
        [(0.25, 0.0), (0.2, 1.2), (1.0, 2.4), (1.35, 5.0), (1.1, 8.0), (0.55, 10.4), (0.0, 11.6)],
        9,
        lambda y: linear("#1D2547", 0.75 + 0.04 * y),
    )
    return b


def bush() -> Builder:
    """A clump of trees along a shore: five round crowns, a fir and undergrowth; about 4 m tall, 6 m wide."""
    b, rng = Builder(), np.random.default_rng(8)

    def crown(x: float, z: float, foot: float, wide: float, tall: float) -> None:
        part = Builder()
        up = np.linspace(0, 1, 6)
        outline = [(wide * float(np.sin(np.pi * u**0.8) ** 0.7), foot + tall * float(u)) for u in up]
        part.lathe(outline, 7, lambda y: linear("#1A2244", 0.7 + 0.12 * y))
        b.add(part.positions[0] + np.array([x, 0, z]), part.normals[0], part.colours[0], part.triangles[0])

    for x, foot, wide, tall in (
        (-2.3, 0.1, 1.0, 2.2),
        (-1.0, 0.4, 1.15, 3.2),
        (0.3, 0.2, 1.3, 2.5),
        (1.5, 0.5, 1.0, 3.6),
        (2.6, 0.0, 0.9, 1.9),
    ):
        crown(x, rng.uniform(-0.7, 0.7), foot, wide, tall)
    for x in (-3.0, -1.6, 0.9, 3.2):
        crown(x, rng.uniform(-0.4, 0.8), -0.3, 0.9, 1.1)
    for k in range(3):
        b.lathe_at(
            -0.3, -0.5, [(0.75 - 0.2 * k, 1.4 + 0.95 * k), (0.0, 2.9 + 0.95 * k)], linear("#182040", 1.0 + 0.1 * k)
        )
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
    "reed": reed,
    "post": post,
    "crate": crate,
    "bench": bench,
    "chair": chair,
    "wick": wick,
    "branch": branch,
    "jetty": jetty,
    "poplar": poplar,
    "bush": bush,
    "boat": boat,
    "house_wide": lambda: house(8.5, 5.2, 3.0, 2.7, 2.2),
    "house_tall": lambda: house(5.6, 5.4, 4.6, 3.0, -1.3),
}


def glb(built: Builder) -> bytes:
    """The binary glTF of one mesh: float positions, byte normals and glow, 16-bit linear colours, 16-bit indices."""
    positions = np.concatenate(built.positions).astype("<f4")
    normals = np.concatenate(built.normals)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    packed_normals = np.zeros((len(positions), 4), "i1")
    packed_normals[:, :3] = np.round(normals * 127)
    colours = np.full((len(positions), 4), 65535, "<u2")
    colours[:, :3] = np.round(np.clip(np.concatenate(built.colours), 0, 1) * 65535)
    glow = np.zeros((len(positions), 4), "u1")
    glow[:, 0] = np.round(np.concatenate(built.glow) * 255)
    triangles = np.concatenate(built.triangles).astype("<u2").ravel()
    triangles = np.pad(triangles, (0, len(triangles) % 2))
    count = sum(len(t) for t in built.triangles) * 3
    parts = (positions, packed_normals, colours, glow, triangles)
    views, offset = [], 0
    for part, stride in zip(parts, (12, 4, 8, 4, None), strict=True):
        view = {"buffer": 0, "byteOffset": offset, "byteLength": part.nbytes}
        views.append(view | ({"byteStride": stride} if stride else {}))
        offset += part.nbytes
    n = len(positions)
    attributes = {"POSITION": 0, "NORMAL": 1, "COLOR_0": 2, "_GLOW": 3}
    document = {
        "asset": {"version": "2.0", "generator": "tools/make_meshes.py", "copyright": "Apache-2.0"},
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": n, "type": "VEC3",
             "min": positions.min(0).tolist(), "max": positions.max(0).tolist()},
            {"bufferView": 1, "componentType": 5120, "normalized": True, "count": n, "type": "VEC3"},
            {"bufferView": 2, "componentType": 5123, "normalized": True, "count": n, "type": "VEC4"},
            {"bufferView": 3, "componentType": 5121, "normalized": True, "count": n, "type": "SCALAR"},
            {"bufferView": 4, "componentType": 5123, "count": count, "type": "SCALAR"},
        ],
        "bufferViews": views,
        "buffers": [{"byteLength": offset}],
        "meshes": [{"primitives": [{"attributes": attributes, "indices": 4}]}],
        "nodes": [{"mesh": 0}],
        "scenes": [{"nodes": [0]}],
        "scene": 0,
    }  # fmt: skip
    text = json.dumps(document, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    blob = b"".join(part.tobytes() for part in parts)
    header = struct.pack("<4sII", b"glTF", 2, 28 + len(text) + len(blob))
    return header + struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(blob), b"BIN\0") + blob


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    for name, make in MESHES.items():
        (OUT / f"{name}.glb").write_bytes(glb(make()))


if __name__ == "__main__":
    main()
