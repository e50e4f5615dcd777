"""Makes River's share of assets/meshes/*.glb: the raft and its oars.

    python tools/make_river_meshes.py [FOLDER]    writes them there, or to assets/meshes

Metres, +Y up, origins as the table in game/render/meshes.py says. The same run always writes the same bytes.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from make_meshes import plank_shade
from mesh_builder import Builder, linear, write

_LOGS, _WIDE, _FORE, _AFT = 9, 2.34, -1.55, 1.75  # metres; the deck of planks lies at y = 0 on the logs
_RAIL = 0.92


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
        left, right, lift = rng.uniform(-0.03, 0.02), rng.uniform(-0.02, 0.03), rng.uniform(-0.006, 0.0)
        shade = plank_shade(rng)
        for x0, x1 in pairwise(np.linspace(-1.08 + left, 1.08 + right, 4)):
            z1 = z + wide - 0.012
            b.face(np.array([(x0, lift, z1), (x1, lift, z1), (x1, lift, z), (x0, lift, z)]), shade)
            b.face(np.array([(x0, -0.05, z1), (x1, -0.05, z1), (x1, lift, z1), (x0, lift, z1)]), shade * 0.8)
        z += wide
    wood, rope, fore = linear("#5A4C50"), linear("#A08C74"), _FORE + 0.1
    for x in (-1.06, 1.06):  # posts ahead and amidships; behind, where they would stand before the water, a cleat
        for z in (fore, 0.05):
            post = [(0.045, -0.3), (0.045, _RAIL), (0.055, _RAIL + 0.02), (0.05, _RAIL + 0.07), (0.0, _RAIL + 0.09)]
            b.lathe(post, 10, wood, at=(x, 0, z))
        b.lathe([(0.05, -0.1), (0.045, 0.06), (0.0, 0.08)], 10, wood, at=(x, 0, _AFT - 0.15))
        for high in (_RAIL - 0.02, 0.48):
            for start, end, sag in (((fore, high), (0.05, high), 0.06), ((0.05, high), (_AFT - 0.15, 0.06), 0.10)):
                share = np.linspace(0.0, 1.0, 7)
                z = start[0] + (end[0] - start[0]) * share
                y = start[1] + (end[1] - start[1]) * share - sag * np.sin(np.pi * share)
                for (z0, y0), (z1, y1) in pairwise(zip(z, y, strict=True)):
                    b.rod((x, y0, z0), (x, y1, z1), 0.015, rope, sides=5)
    return b


def oar() -> Builder:
    """A long oar along -z, its rowlock at the origin: the blade's end at z = -4.6, the handle's at z = 1.1."""
    b = Builder()
    wood, worn, blade = linear("#8A6F5E"), linear("#B49A80"), linear("#A5826A")
    b.rod((0, 0, 0.75), (0, 0, -3.7), 0.040, wood, thin=0.85, sides=8)
    b.rod((0, 0, 1.1), (0, 0, 0.75), 0.030, worn, thin=1.1, sides=8)
    b.rod((0, 0, 0.10), (0, 0, -0.14), 0.050, linear("#3B1F2B"), sides=8)  # leather where it lies in the rowlock
    outline = [(0.035, -3.5), (0.085, -3.75), (0.115, -4.1), (0.115, -4.5), (0.09, -4.6)]
    for y, tilt in ((0.018, 1.0), (-0.018, -1.0)):
        for (w0, z0), (w1, z1) in pairwise(outline):
            corners = [(-w0, y, z0), (w0, y, z0), (w1, y * 0.4, z1), (-w1, y * 0.4, z1)]
            b.face(np.array(corners[:: int(tilt)]), blade * (1.0 if tilt > 0 else 0.7))
    return b


MESHES = {"raft": raft, "oar": oar}


if __name__ == "__main__":
    write(MESHES)
