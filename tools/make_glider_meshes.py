"""Makes Glider's share of assets/meshes/*.glb: the paper glider and the bell that hangs in a ring.

    python tools/make_glider_meshes.py [FOLDER]    writes them there, or to assets/meshes

Metres, +Y up, origins as the table in game/render/meshes.py says. The same run always writes the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from mesh_builder import CORE, RIM, Builder, grid, linear, mixed, write

SILK, SILK_TIP = "#FFD083", "#F59A3C"
_RIBS = (0.03, 0.22, 0.42, 0.62, 0.80, 0.94)  # where silk is stitched, as shares of the half span
_STITCH = 0.006  # half as wide as a rib, likewise


def _wing(share: np.ndarray, chord: np.ndarray) -> np.ndarray:
    """(..., 3) points of the right wing's middle surface: `share` 0 at the root .. 1 at the tip, `chord` 0 in front."""
    front = -0.165 + 0.15 * share**1.6
    deep = 0.325 * np.sqrt(np.clip(1.0 - 0.95 * share**2.0, 0.0, 1.0)) + 0.012
    high = 0.02 + 0.10 * share**1.25
    return np.stack([0.5 * share, high + 0.0 * chord, front + chord * deep], axis=-1)


def _silk(
    b: Builder, low: float, high: float, side: float, colour: Callable[[np.ndarray], np.ndarray], glow: float
) -> None:
    """Both skins of the wing between two shares of the half span, bellied as wind fills them."""
    share, chord = np.meshgrid(np.linspace(low, high, 4), np.linspace(0.0, 1.0, 6), indexing="ij")
    middle = _wing(share, chord)
    triangles = grid(4, 6)
    for up in (1.0, -1.0):
        belly = (0.030 if up > 0 else -0.004) * 4.0 * chord**0.8 * (1.0 - chord)
        points = middle + np.array([0.0, 1.0, 0.0]) * belly[..., None]
        slope = np.gradient(points, axis=1)
        across = np.gradient(points, axis=0)
        normals = np.cross(slope, across)
        normals *= np.where(normals[..., 1:2] * up < 0.0, -1.0, 1.0)
        points, normals = points.reshape(-1, 3) * (side, 1, 1), normals.reshape(-1, 3) * (side, 1, 1)
        order = triangles if up * side < 0 else triangles[:, ::-1]
        b.add(points, normals, colour(share.ravel()), order, glow)


def _edge(b: Builder, chord: float, radius: float, side: float) -> None:
    shares = np.linspace(0.0, 1.0, 13)
    points = _wing(shares, np.full_like(shares, chord)) * (side, 1, 1)
    for k in range(len(points) - 1):
        b.rod(tuple(points[k]), tuple(points[k + 1]), radius, linear(RIM), sides=5)


def glider() -> Builder:
    """A silk glider, its nose toward -z, one metre from tip to tip: amber panels between dark ribs and rims."""
    b = Builder()

    def dyed(share: np.ndarray) -> np.ndarray:
        return mixed(SILK, SILK_TIP, share**1.3)

    def stitched(share: np.ndarray) -> np.ndarray:
        return mixed(RIM, RIM, share)

    for side in (1.0, -1.0):
        for low, high in zip(_RIBS, (*_RIBS[1:], 1.0), strict=True):
            _silk(b, low + _STITCH, high - _STITCH * (high < 1.0), side, dyed, 1.0)
            _silk(b, low - _STITCH, low + _STITCH, side, stitched, 0.0)
        _edge(b, 0.0, 0.0085, side)
        _edge(b, 1.0, 0.0060, side)
        tip = _wing(np.array([1.0, 1.0]), np.array([0.0, 1.0])) * (side, 1, 1)
        b.rod(tuple(tip[0]), tuple(tip[1]), 0.0070, linear(RIM), sides=5)
        tail = np.array([(0.0, 0.030, 0.265), (0.0, 0.024, 0.375), (0.150, 0.085, 0.405), (0.150, 0.090, 0.345)])
        tail = tail * (side, 1, 1)
        b.face(tail if side > 0 else tail[::-1], linear(SILK), 1.0)
        for k in range(4):
            b.rod(tuple(tail[k]), tuple(tail[(k + 1) % 4]), 0.0055, linear(RIM), sides=5)
    body = Builder()
    body.lathe(
        [(0.0, -0.185), (0.016, -0.165), (0.031, -0.11), (0.035, -0.03), (0.026, 0.10), (0.013, 0.24), (0.007, 0.38)],
        14,
        lambda y: linear(CORE) * (1 - np.clip(2.0 * y, 0, 1)) + linear(SILK_TIP) * np.clip(2.0 * y, 0, 1),
        glow=1,
    )
    for points, normals, colours, triangles in zip(
        body.positions, body.normals, body.colours, body.triangles, strict=True
    ):
        laid = points[:, (0, 2, 1)] * (1.0, 1.15, 1.0) + (0.0, 0.008, 0.0)
        b.add(laid, normals[:, (0, 2, 1)], colours, triangles[:, ::-1], 1.0)
    b.rod((0.0, -0.030, -0.13), (0.0, 0.004, 0.36), 0.0075, linear(RIM), thin=0.6)  # the keel
    return b


def ring_bell() -> Builder:
    """A small bell, hanging: white, to be dyed by its item; its crown at y = 0.5, its lip at y = -0.4."""
    b = Builder()
    lip = [(0.0, -0.30), (0.34, -0.30), (0.40, -0.36), (0.42, -0.33)]
    outline = [(0.42, -0.345), (0.36, -0.24), (0.30, -0.08), (0.27, 0.10), (0.23, 0.24), (0.14, 0.34), (0.0, 0.38)]

    def metal(y: float) -> np.ndarray:
        return np.ones(3) * (0.72 + 0.28 * float(np.clip((0.1 - y) / 0.4, 0, 1)))

    b.lathe(lip, 18, linear(RIM))
    b.lathe(outline, 18, metal, glow=1)
    b.lathe([(0.0, 0.34), (0.05, 0.37), (0.05, 0.46), (0.0, 0.50)], 10, linear(RIM))
    b.lathe([(0.0, -0.46), (0.06, -0.44), (0.075, -0.38), (0.05, -0.33), (0.0, -0.30)], 10, linear(RIM))
    return b


MESHES: dict[str, Callable[[], Builder]] = {"glider": glider, "ring_bell": ring_bell}


if __name__ == "__main__":
    write(MESHES)
