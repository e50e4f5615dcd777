"""Makes the share of assets/meshes/*.glb that Bells brings: the bell, the bamboo chime, their beam, a leaf.

    python tools/make_bells_meshes.py [FOLDER]    writes them there, or to assets/meshes

Metres, +Y up, origins as the table in game/render/meshes.py says. The same run always writes the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from make_forest_meshes import LEAF_LIT, LEAF_SUN, limb
from mesh_builder import CORE, RIM, Builder, grid, linear, mixed, write

BRONZE, BRONZE_LIT, PATINA = "#8A5628", "#E8B060", "#6A6248"
BAMBOO, BAMBOO_LIT = "#8A6C40", "#C9AA6E"


def bronze_bell() -> Builder:
    """A bell that hangs from y = 0, its lip at y = -1, 1 m across there: scale it. Lit, it shines most within."""
    b = Builder()
    outline = [
        (0.468, -1.000), (0.500, -0.985), (0.500, -0.962), (0.462, -0.920), (0.412, -0.860), (0.372, -0.790),
        (0.352, -0.745), (0.366, -0.735), (0.366, -0.705), (0.344, -0.695), (0.318, -0.610), (0.298, -0.500),
        (0.284, -0.390), (0.276, -0.335), (0.290, -0.325), (0.288, -0.298), (0.268, -0.288), (0.246, -0.235),
        (0.205, -0.185), (0.140, -0.152), (0.060, -0.140), (0.0, -0.138),
    ]  # fmt: skip
    bands = (-0.985, -0.720, -0.312)

    def bronze(y: float) -> np.ndarray:
        polished = max(np.exp(-(((y - band) / 0.035) ** 2)) for band in bands)
        green = np.clip((y + 0.42) / 0.3, 0, 1) * 0.40
        return mixed(BRONZE, BRONZE_LIT, 0.22 + 0.75 * polished) * (1 - green) + linear(PATINA) * green

    b.lathe(outline, 28, bronze, glow=0.42)
    within = [(0.0, -0.20), (0.20, -0.24), (0.26, -0.50), (0.31, -0.72), (0.39, -0.88), (0.468, -1.0)]
    b.lathe(within, 28, lambda y: mixed(BRONZE, CORE, 0.25 + 0.75 * np.clip(-y, 0, 1)), glow=1)
    turn = np.linspace(0, np.pi, 9)
    loop = [(0.085 * np.cos(u), -0.15 + 0.15 * np.sin(u), 0.0) for u in turn]
    for start, end in pairwise(loop):
        b.rod(start, end, 0.032, linear(RIM), sides=7)
    b.rod((0, -0.3, 0), (0, -1.0, 0), 0.022, linear(RIM), sides=6)
    up = np.linspace(-np.pi / 2, np.pi / 2, 8)
    b.lathe([(0.085 * np.cos(u), -1.0 + 0.085 * np.sin(u)) for u in up], 12, mixed(BRONZE_LIT, CORE, 0.5), glow=1)
    return b


def bamboo_chime() -> Builder:
    """A wind chime of seven bamboo tubes round a wooden disc: hangs from y = 0, 0.62 m tall, 0.24 m wide."""
    b = Builder()
    b.lathe([(0.0, -0.135), (0.115, -0.135), (0.122, -0.125), (0.115, -0.112), (0.0, -0.110)], 16, linear("#5A4028"))
    for k in range(3):
        turn = k * 2 * np.pi / 3
        b.rod((0, 0, 0), (0.09 * np.sin(turn), -0.112, 0.09 * np.cos(turn)), 0.004, linear(RIM), sides=4)
    for k in range(7):
        turn = k * 2 * np.pi / 7 + 0.2
        x, z, low = 0.092 * np.sin(turn), 0.092 * np.cos(turn), -0.36 - 0.22 * (k * 0.618 % 1.0)
        b.rod((x, -0.13, z), (x, -0.19, z), 0.003, linear(RIM), sides=4)
        ys = np.linspace(low, -0.185, 9)
        outline = [(0.021 + 0.004 * (i == 4), y) for i, y in enumerate(ys)]
        b.lathe(
            [(0.016, ys[0]), *outline, (0.0, ys[-1])],
            10,
            lambda y, m=ys[4]: mixed(BAMBOO, BAMBOO_LIT, 0.75 - 0.75 * np.exp(-(((y - m) / 0.012) ** 2))),
            glow=0.8,
            at=(x, 0, z),
        )
    b.rod((0, -0.13, 0), (0, -0.34, 0), 0.003, linear(RIM), sides=4)
    b.lathe([(0.0, -0.36), (0.042, -0.35), (0.042, -0.335), (0.0, -0.325)], 12, linear("#6A4A2C"))
    return b


def bell_beam() -> Builder:
    """A bough cut to a beam, mossy above: along x, 1 m to either side of its middle, 0.09 m thick; scale its length."""
    b = Builder()
    spine = [
        (-1.0, -0.05, 0),
        (-0.62, 0.0, 0.01),
        (-0.2, 0.03, 0),
        (0.25, 0.028, -0.01),
        (0.66, 0.0, 0),
        (1.0, -0.06, 0),
    ]
    limb(b, spine, (0.036, 0.044, 0.050, 0.048, 0.043, 0.030), sides=10, seed=131)
    return b


def leaf() -> Builder:
    """One fallen leaf, 1 m long: scale it. Folded a little along its middle."""
    b = Builder()
    share = np.linspace(0, 1, 7)
    half = 0.24 * np.sin(np.pi * share**0.8)
    spine = np.stack([0 * share, 0.06 * np.sin(np.pi * share), share - 0.5], axis=1)
    for sign in (-1.0, 1.0):
        edge = spine + np.stack([sign * half, 0.12 * half, 0 * share], axis=1)
        points = np.stack([spine, edge], axis=1).reshape(-1, 3)
        normal = np.broadcast_to((-0.3 * sign, 0.95, 0.0), points.shape)
        b.add(points, normal, mixed(LEAF_LIT, LEAF_SUN, np.repeat(0.35 + 0.6 * share, 2)), grid(7, 2))
    return b


MESHES: dict[str, Callable[[], Builder]] = {
    make.__name__: make for make in (bronze_bell, bamboo_chime, bell_beam, leaf)
}


if __name__ == "__main__":
    write(MESHES)
