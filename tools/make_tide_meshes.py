"""Makes assets/meshes/sea_lantern.glb: the lantern that a hand carries along the waterline in Tide.

    python tools/make_tide_meshes.py [FOLDER]    writes it there, or to assets/meshes

Metres, +Y up, origin in the middle of the water line; 0.27 m tall. The same run always writes the same bytes.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from mesh_builder import CORE, RIM, Builder, linear, write

WOOD, WOOD_LIT = "#4A3A34", "#8A6A50"
_HOOPS = 6


def sea_lantern() -> Builder:
    """A round paper lantern, hooped like a barrel, on a floating wooden disc."""
    b = Builder()
    share = np.linspace(0.0, 1.0, 17)
    y = 0.042 + 0.196 * share
    radius = 0.074 + 0.046 * np.sin(np.pi * (0.06 + 0.88 * share)) ** 0.8

    def paper(height: float) -> np.ndarray:
        up = np.clip((height - 0.042) / 0.196, 0, 1) ** 0.9
        return linear(CORE) * (1 - up) + linear("#FFB45A") * up

    b.lathe(list(zip(radius, y, strict=True)), 28, paper, glow=1)
    b.lathe([(float(radius[-1]) - 0.004, 0.237), (0.0, 0.240)], 28, linear("#FFD79A"), glow=1)
    for k in range(_HOOPS):
        at = 0.5 * (k + 0.5) / _HOOPS + 0.25 * (k + 0.5) / _HOOPS + 0.125
        height, wide = 0.042 + 0.196 * at, float(np.interp(at, share, radius)) + 0.0012
        b.lathe(
            [(wide, height - 0.0016), (wide + 0.001, height), (wide, height + 0.0016)], 28, linear("#C47A3C"), glow=1
        )
    for wide, low, tall in ((0.080, 0.030, 0.016), (0.081, 0.232, 0.012)):
        b.lathe([(wide - 0.006, low), (wide, low + 0.002), (wide, low + tall), (wide - 0.008, low + tall + 0.001)], 28,
                linear(RIM))  # fmt: skip
    turn = np.linspace(0, np.pi, 9)
    arch = [(0.078 * np.cos(a), 0.243 + 0.036 * np.sin(a), 0.0) for a in turn]
    for start, end in pairwise(arch):
        b.rod(start, end, 0.0032, linear(RIM), sides=5)
    b.lathe([(0.0, -0.03), (0.118, -0.026), (0.132, -0.008), (0.132, 0.016), (0.122, 0.028), (0.0, 0.030)], 28,
            lambda height: linear(WOOD) if height < 0.02 else linear(WOOD_LIT))  # fmt: skip
    return b


if __name__ == "__main__":
    write({"sea_lantern": sea_lantern})
