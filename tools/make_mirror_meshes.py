"""Makes the share of assets/meshes/*.glb that Mirror brings: the mat that is lain on, and a lamp of its garlands.

    python tools/make_mirror_meshes.py [FOLDER]    writes them there, or to assets/meshes

Metres, +Y up, origins as the table in game/render/meshes.py says. The same run always writes the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from mesh_builder import Builder, grid, linear, mixed, write

WOVEN, WOVEN_LIT, HEM = "#6E5B46", "#B79C74", "#4A3A34"


def mat() -> Builder:
    """A woven mat along z, 1.9 m by 0.68 m and 3 cm thick, its far end rolled up a little; lies at y = 0."""
    b = Builder()
    half, rows, across = 0.34, 38, 12
    share = np.linspace(0.0, 1.0, rows + 1)
    z = 0.95 - 1.9 * share
    rise = 0.03 + 0.05 * np.clip((share - 0.93) / 0.07, 0, 1) ** 2
    x = np.linspace(-half, half, across + 1)
    xx, zz = np.meshgrid(x, z)
    yy = np.broadcast_to(rise[:, None], xx.shape) + 0.004 * np.cos(5 * xx) * np.sin(3 * zz)
    weave = 0.45 + 0.30 * ((np.arange(rows + 1)[:, None] // 2 + np.arange(across + 1)[None] // 2) % 2)
    stripe = np.exp(-(((np.abs(zz) - 0.74) / 0.05) ** 2))[..., None]
    colours = mixed(WOVEN, WOVEN_LIT, weave) * (1 - 0.7 * stripe) + linear(HEM) * 0.7 * stripe
    points = np.stack([xx, yy, zz], axis=-1).reshape(-1, 3)
    b.add(points, np.tile((0.0, 1.0, 0.0), (len(points), 1)), colours.reshape(-1, 3), grid(rows + 1, across + 1))
    for side in (-1.0, 1.0):
        edge = np.stack([np.full(rows + 1, side * half), rise, z], axis=1)
        foot = edge * (1.0, 0.0, 1.0)
        rim = np.stack([edge, foot], axis=1).reshape(-1, 3)
        b.add(rim, np.tile((side, 0.2, 0.0), (len(rim), 1)), linear(HEM), grid(rows + 1, 2))
    for end, turn in ((0, 1.0), (rows, -1.0)):
        edge = np.stack([x, np.full_like(x, rise[end]), np.full_like(x, z[end])], axis=1)
        rim = np.stack([edge, edge * (1.0, 0.0, 1.0)], axis=1).reshape(-1, 3)
        b.add(rim, np.tile((0.0, 0.2, turn), (len(rim), 1)), linear(HEM), grid(across + 1, 2))
    return b


def blossom() -> Builder:
    """A hanging blossom of light: five petals round a bright heart, 1 m across: scale it. Its neck is at y = 0."""
    b = Builder()
    up = np.linspace(-np.pi / 2, np.pi / 2, 8)
    b.lathe([(0.20 * np.cos(u), -0.42 + 0.20 * np.sin(u)) for u in up], 12, linear("#FFF1CC"), glow=1)
    for k in range(5):
        turn = k * 2 * np.pi / 5
        out, aside = np.array([np.sin(turn), 0, np.cos(turn)]), np.array([np.cos(turn), 0, -np.sin(turn)])
        share = np.linspace(0, 1, 6)
        spine = np.outer(0.10 + 0.42 * share**1.2, out) + np.outer(-0.05 - 0.55 * share + 0.25 * share**3, [0, 1, 0])
        half = np.outer(0.24 * np.sin(np.pi * np.clip(0.10 + 0.82 * share, 0, 1)), aside)
        shade = mixed("#C9A24E", "#FFFFFF", np.repeat(0.35 + 0.5 * share, 2))
        b.blade(spine, half, out * 0.8 + (0.0, 0.6, 0.0), shade, glow=0.85)
    b.lathe([(0.0, -0.12), (0.12, -0.06), (0.05, 0.02), (0.0, 0.04)], 8, linear("#4F7350"))
    return b


MESHES: dict[str, Callable[[], Builder]] = {make.__name__: make for make in (mat, blossom)}


if __name__ == "__main__":
    write(MESHES)
