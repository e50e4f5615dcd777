"""Makes River's share of assets/meshes/*.glb: the raft and its oars.

    python tools/make_river_meshes.py [FOLDER]    writes them there, or to assets/meshes

Metres, +Y up, origins as the table in game/render/meshes.py says. The same run always writes the same bytes.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from make_meshes import plank_shade
from mesh_builder import Builder, linear, write

_LOGS, _WIDE, _FORE, _AFT = 9, 2.34, -2.65, 1.75  # metres; the deck of planks lies at y = 0 on the logs
_RAIL, ROWLOCK_Z = 0.92, -0.6


def raft() -> Builder:
    """A raft of logs under a deck, with a rail to hold on either side, afloat with water at y = -0.45."""
    b, rng = Builder(), np.random.default_rng(23)
    for k in range(_LOGS):
        x = (k + 0.5) / _LOGS * _WIDE - _WIDE / 2
        shade = linear("#4A3F4C", rng.uniform(0.75, 1.1))
        fore, aft, y = _FORE - rng.uniform(0.12, 0.34), _AFT + rng.uniform(0.1, 0.3), -0.30 + rng.uniform(-0.015, 0.015)
        b.rod((x, y, aft), (x, y, fore), 0.145, shade, sides=9)
        turn = np.linspace(0, 2 * np.pi, 10)[:-1]
        for z, way in ((fore, -1), (aft, 1)):  # the cut ends, paler
            ring = np.stack([x + 0.143 * np.cos(way * turn), y + 0.143 * np.sin(way * turn), np.full(9, z)], axis=1)
            b.face(ring, linear("#8A7466", rng.uniform(0.7, 0.95)))
    z = _FORE
    while z < _AFT:
        wide = rng.uniform(0.15, 0.19)
        shade, lift = plank_shade(rng), rng.uniform(-0.006, 0.0)
        for x0, x1 in pairwise(np.linspace(-1.05, 1.05, 4)):
            z1 = z + wide - 0.012
            b.face(np.array([(x0, lift, z1), (x1, lift, z1), (x1, lift, z), (x0, lift, z)]), shade)
            b.face(np.array([(x0, -0.05, z1), (x1, -0.05, z1), (x1, lift, z1), (x0, lift, z1)]), shade * 0.8)
        z += wide
    wood, rope, fore, aft = linear("#5A4C50"), linear("#A08C74"), -1.45, _AFT - 0.15
    for x in (-1.05, 1.05):
        for z0, z1 in pairwise(np.linspace(_FORE - 0.02, _AFT, 4)):  # a board along the planks' ends
            b.box((x - 0.07, -0.06, z0), (x + 0.07, 0.03, z1), linear("#5E5060", 0.9), bottom=False)
        for z, high in ((fore, _RAIL), (ROWLOCK_Z, 0.80)):  # posts: one ahead, one that carries the oar
            post = [(0.045, -0.3), (0.045, high - 0.06), (0.055, high - 0.04), (0.05, high), (0.0, high + 0.02)]
            b.lathe(post, 10, wood, at=(x, 0, z))
        for aside in (-0.075, 0.075):  # the fork it lies in
            b.rod((x + 0.6 * aside, 0.74, ROWLOCK_Z), (x + aside, 0.98, ROWLOCK_Z), 0.016, linear("#3B2E34"), sides=5)
        b.lathe([(0.05, -0.1), (0.045, 0.06), (0.0, 0.08)], 10, wood, at=(x, 0, aft))
        for z0, y0, z1, y1, sag in (
            (fore, _RAIL - 0.08, ROWLOCK_Z, 0.70, 0.05),
            (fore, 0.46, ROWLOCK_Z, 0.42, 0.05),
            (ROWLOCK_Z, 0.70, aft, 0.06, 0.14),
        ):
            share = np.linspace(0.0, 1.0, 7)
            line = np.stack(
                [np.full(7, x), y0 + (y1 - y0) * share - sag * np.sin(np.pi * share), z0 + (z1 - z0) * share], 1
            )
            for start, end in pairwise(line):
                b.rod(tuple(start), tuple(end), 0.014, rope, sides=5)
    return b


def oar() -> Builder:
    """A long oar along -z, its rowlock at the origin: a lamp's plate at z = -4.55, the blade's end at z = -6.15, the
    handle's at z = 1.1."""
    b = Builder()
    wood, worn, leather, blade = linear("#6E5648"), linear("#A58A70"), linear("#3B1F2B"), linear("#5E4A42")
    loom = ((1.12, 0.024), (1.05, 0.032), (0.72, 0.028), (0.62, 0.046), (0.0, 0.050), (-2.6, 0.040), (-4.75, 0.030))
    for (z0, r0), (z1, r1) in pairwise(loom):
        b.rod((0, 0, z0), (0, 0, z1), r0, worn if z0 > 0.7 else wood, thin=r1 / r0, sides=8)
    b.rod((0, 0, 0.14), (0, 0, -0.16), 0.058, leather, sides=8)  # where it lies in the fork
    for y in (0.028, 0.052):  # the plate that its lamp stands on
        turn = np.arange(10) * 2 * np.pi / 10
        ring = np.stack([0.15 * np.sin(turn), np.full(10, y), -4.55 + 0.15 * np.cos(turn)], axis=1)
        b.face(ring, leather)
    outline = [(0.032, -4.62), (0.060, -5.0), (0.140, -5.35), (0.185, -5.75), (0.178, -6.05), (0.120, -6.15)]
    for (w0, z0), (w1, z1) in pairwise(outline):
        tip = linear("#8E7460") if z1 < -6.0 else blade  # paler where it is worn by the water
        for side in (-1.0, 1.0):  # two halves about a ridge
            half = [(0, 0.03, z0), (side * w0, 0.0, z0), (side * w1, 0.0, z1), (0, 0.03, z1)]
            b.face(np.array(half if side > 0 else half[::-1]), tip * (1.0 if side > 0 else 0.82))
    return b


MESHES = {"raft": raft, "oar": oar}


if __name__ == "__main__":
    write(MESHES)
