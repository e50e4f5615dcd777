"""Makes River's share of assets/meshes/*.glb: the raft.

    python tools/make_river_meshes.py            writes it beside those of make_meshes.py, whose Builder it uses

Metres, +Y up, origins as the table in game/render/meshes.py says. The same run always writes the same bytes.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from make_meshes import OUT, Builder, glb, linear, plank_shade

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
    wood, rope = linear("#5A4C50"), linear("#A08C74")
    for x in (-1.06, 1.06):
        for z in (_FORE + 0.1, 0.05, _AFT - 0.1):
            post = [(0.05, -0.3), (0.05, _RAIL), (0.06, _RAIL + 0.02), (0.055, _RAIL + 0.07), (0.0, _RAIL + 0.09)]
            b.lathe_at(x, z, post, wood)
        for y, sag in ((_RAIL - 0.02, 0.05), (0.48, 0.07)):
            along = np.linspace(_FORE + 0.1, _AFT - 0.1, 13)
            half = (along[-1] - along[0]) / 2
            low = np.sin(np.pi * ((along - along[0]) % half) / half)
            for (z0, s0), (z1, s1) in pairwise(zip(along, low, strict=True)):
                b.rod((x, y - sag * s0, z0), (x, y - sag * s1, z1), 0.016, rope, sides=5)
    return b


MESHES = {"raft": raft}


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    for name, make in MESHES.items():
        (OUT / f"{name}.glb").write_bytes(glb(make()))


if __name__ == "__main__":
    main()
