"""The valley: what stands where around the lake, and where its windows are.

The lake lies at y = -0.45, the far shore at z = -128; ten houses stand along it, window k of `World.lit` in house k,
counted from the left.
"""

from __future__ import annotations

import numpy as np

from game.drawlist import World
from game.render import palette
from game.render.birds import Flight
from game.render.placing import placed, rows_of
from game.render.scene import Scene

WATER_LEVEL = -0.45
LAKE = (-420.0, 420.0, 24.0, -128.0)  # left, right, near z, far z
MIST_SHEETS = (0.3, 1.2)
WINDOWS = 10
WINDOW_DARK, WINDOW_LIT = "#2A3157", "#FFD27A"
HALO, HALO_M = (1.0, 0.55, 0.18, 0.85), 9.0

# x, z, foot above the water, turn in degrees, size, kind
_HOUSES = (
    (-47.0, -139.0, 1.6, 12.0, 0.78, "house_wide"),
    (-37.5, -134.0, 0.7, -8.0, 0.86, "house_tall"),
    (-28.0, -137.5, 1.3, 6.0, 0.80, "house_wide"),
    (-19.5, -132.5, 0.5, -14.0, 0.78, "house_tall"),
    (-8.0, -141.0, 1.9, 4.0, 0.84, "house_wide"),
    (8.5, -134.0, 0.6, 10.0, 0.82, "house_tall"),
    (17.5, -138.0, 1.5, -6.0, 0.76, "house_wide"),
    (29.5, -133.0, 0.5, -12.0, 0.88, "house_wide"),
    (39.0, -140.0, 2.0, 9.0, 0.84, "house_tall"),
    (52.5, -135.0, 0.9, -16.0, 0.80, "house_wide"),
)
_POPLARS = (
    (-52.5, 1.0),
    (-42.5, 0.8),
    (-23.6, 0.9),
    (-1.5, 1.15),
    (1.6, 0.95),
    (4.0, 0.75),
    (23.8, 0.85),
    (45.5, 1.1),
    (47.8, 0.9),
)


def shore() -> dict[str, np.ndarray]:
    """What stands on the far shore and the headlands: part of the kept far picture."""
    rng = np.random.default_rng(21)
    found: dict[str, list[np.ndarray]] = {"house_wide": [], "house_tall": [], "poplar": [], "bush": [], "willow": []}
    for x, z, foot, turn, size, kind in _HOUSES:
        found[kind].append(placed(x, WATER_LEVEL + foot, z, turn, size))
    for x, size in _POPLARS:
        found["poplar"].append(placed(x, WATER_LEVEL + 0.6, -137 + 4 * np.sin(x), 0, 0.8 * size, 1.0))
    for x in np.concatenate([rng.uniform(-95, 95, 40), rng.uniform(-120, -58, 20), rng.uniform(60, 120, 20)]):
        outer = abs(x) > 56
        size = rng.uniform(0.9, 1.9) if outer else rng.uniform(0.35, 0.75)
        z = -129.5 - (rng.uniform(0, 9) if outer else rng.uniform(0, 2))
        found["bush"].append(_facing(rng, x, WATER_LEVEL - 0.2, z, size))
    # Two wooded points of land, nearer, where the lake narrows: depth between the jetty and the village.
    for k, x in enumerate(np.linspace(-70, -38, 15)):
        size = 1.0 + 0.55 * (-38 - x) / 20
        found["willow" if k % 4 == 3 else "bush"].append(_facing(rng, x, WATER_LEVEL - 0.3, -76 + 0.12 * x, size))
    for k, x in enumerate(np.linspace(46, 78, 14)):
        size = 1.0 + 0.5 * (x - 46) / 20
        found["willow" if k % 4 == 0 else "bush"].append(_facing(rng, x, WATER_LEVEL - 0.3, -88 - 0.1 * x, size))
    for x, z in ((-52.0, -82.0), (-56.5, -83.0), (-60.0, -81.5), (62.0, -96.0)):
        found["poplar"].append(placed(x, WATER_LEVEL, z, 0, 0.75 + 0.05 * (abs(x) % 5), 0.95))
    return {name: rows_of(name, matrices) for name, matrices in found.items()}


def bank() -> dict[str, np.ndarray]:
    """The wooded bank behind the player, that the jetty comes from."""
    rng = np.random.default_rng(5)
    found: dict[str, list[np.ndarray]] = {"bush": [], "poplar": []}
    for row, (z, size) in enumerate(((11.5, 0.75), (14.5, 1.1), (19.0, 1.6))):
        for x in np.arange(-48.0, 49.0, 4.0 * size):
            at = x + rng.uniform(-1, 1) + 1.7 * row
            if row > 0 or abs(at) > 4.0:
                found["bush"].append(_facing(rng, at, WATER_LEVEL - 0.2, z + 0.02 * at * at, size))
    for x in rng.uniform(-45, 45, 16):
        found["poplar"].append(_facing(rng, x, WATER_LEVEL, 22.0 + 0.02 * x * x, rng.uniform(0.7, 1.0)))
    return {name: rows_of(name, matrices) for name, matrices in found.items()}


def _facing(rng: np.random.Generator, x: float, y: float, z: float, size: float) -> np.ndarray:
    """(4, 4) of an outline that looks about toward the player, mirrored or not, no two as wide and as tall."""
    turn = np.degrees(np.arctan2(-x, -z)) + rng.uniform(-25, 25)
    mirrored = np.diag([rng.choice((-1.0, 1.0)) * rng.uniform(0.85, 1.2), 1.0, 1.0, 1.0])
    return placed(x, y, z, turn, size, rng.uniform(0.85, 1.2)) @ mirrored


def windows() -> tuple[np.ndarray, np.ndarray]:
    """(10, 4, 3) corners of the windows in the room, left to right, and (10, 3) middles a little before them."""
    corners, middles = [], []
    for x, z, foot, turn, size, kind in _HOUSES:
        deep, tall, wide = (2.6, 1.9, 0.95) if kind == "house_wide" else (2.7, 3.2, 0.85)
        aside = -1.6 if kind == "house_wide" else 0.9
        house = placed(x, WATER_LEVEL + foot, z, turn, size)
        local = np.array(
            [
                (aside + dx * wide, tall + dy * 0.75, deep + 0.06, 1)
                for dx, dy in ((-0.5, -1), (0.5, -1), (-0.5, 0.55), (0.5, 0.55))
            ]
        )
        corners.append((local @ house.T)[:, :3])
        middles.append((np.array([aside, tall - 0.2, deep + 0.4, 1]) @ house.T)[:3])
    return np.stack(corners), np.stack(middles)


def scene() -> Scene:
    corners, middles = windows()
    return Scene(
        name="valley",
        tones=palette.VALLEY,
        sky="sky",
        far=shore(),
        deep=False,
        near=foreground,
        lights=middles,
        light=HALO,
        light_m=HALO_M,
        panes=corners,
        pane=(WINDOW_DARK, WINDOW_LIT),
        lake=True,
        starry=True,
        behind=bank(),
    )


def foreground(world: World) -> dict[str, np.ndarray]:
    """Jetty, boat and reeds, near enough to stand before the water."""
    t_s = world.t_s
    bob = 0.018 * np.sin(t_s * 0.8)
    boat = placed(2.6, WATER_LEVEL + bob, -4.9, 24 + 1.2 * np.sin(t_s * 0.31))
    roll = 0.02 * np.sin(t_s * 0.63)
    boat[:3, :3] = boat[:3, :3] @ np.array(
        [[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]]
    )
    return {"jetty": _JETTY, "boat": rows_of("boat", [boat]), "reed": _REEDS, **_OWL.rows(t_s)}


def reeds() -> np.ndarray:
    """(N, 24) instance rows of the reed tufts near the jetty."""
    rng = np.random.default_rng(2)
    beds = (  # x, z, how wide and deep, how many
        (-6.4, -7.4, 1.3, 0.9, 13),
        (-8.6, -11.0, 1.8, 1.0, 12),
        (-4.9, -3.4, 0.5, 0.4, 4),
        (6.4, -8.2, 1.5, 0.7, 13),
        (9.0, -12.0, 2.0, 1.0, 12),
    )
    matrices = []
    for x, z, wide, deep, count in beds:
        for _ in range(count):
            size = rng.uniform(0.8, 1.25)
            matrices.append(
                placed(
                    x + rng.normal() * wide * 0.5,
                    WATER_LEVEL - 0.05,
                    z + rng.normal() * deep * 0.5,
                    rng.uniform(0, 360),
                    size,
                )
            )
    matrices.sort(key=lambda m: m[2, 3])
    return rows_of("reed", matrices)


def stars(count: int = 200, all_round: bool = False) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(N, 3) unit directions, (N,) sizes in radians and (N,) the hour at which each appears, brightest first.

    `count` of them ahead, as a window shows; `all_round` as many again for each such piece of the whole sky.
    """
    rng = np.random.default_rng(77)
    azimuth = rng.uniform(-0.75, 0.75, count)
    elevation = 0.10 + 0.36 * rng.beta(1.5, 1.1, count)
    if all_round:
        more = round(count * (2 * np.pi * (1 - np.sin(0.1))) / (1.5 * (np.sin(0.46) - np.sin(0.1)))) - count
        azimuth = np.append(azimuth, rng.uniform(-np.pi, np.pi, more))
        elevation = np.append(elevation, np.arcsin(rng.uniform(np.sin(0.1), 1.0, more)))
        count += more
    size = np.sort(rng.gamma(1.3, 0.00045, count) + 0.0012)[::-1]
    if all_round:
        size = rng.permutation(size)  # else the bright ones would all be ahead
    hours = 0.06 + 0.88 * (np.arange(count) + rng.uniform(0, 1, count)) / count
    directions = np.stack(
        [np.sin(azimuth) * np.cos(elevation), np.sin(elevation), -np.cos(azimuth) * np.cos(elevation)], 1
    )
    return directions, size, rng.permutation(hours) if all_round else hours


# Late, over the other shore: where there was a call
_OWL_WAY = (64.0, 9.0, -98.0), (-80.0, 12.0, -104.0)
_OWL = Flight(*_OWL_WAY, every_s=140.0, takes_s=26.0, first_s=47.0, rise_m=4.0, size=3.0)
_JETTY, _REEDS = rows_of("jetty", [np.eye(4)]), reeds()
