"""What is in the air of a world: slanting light between the trees, and pollen. Arrays only, no GPU here."""

from __future__ import annotations

import numpy as np

from game.drawlist import World
from game.render.gather import SPRITE_FLOATS, joined, strip
from game.render.meshes import SPRITES
from game.render.scene import Scene

_FADE_S = 20.0  # a shaft comes and goes in so long
_MOTE_M, _DRIFT_M, _DRIFT_S = 0.045, 0.35, 23.0
_MOTE = (1.0, 0.86, 0.52, 0.55)


def with_shafts(scene: Scene, t_s: float, ribbons: np.ndarray, triangles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """`ribbons` and their `triangles` with the world's shafts of light before them, at a time in seconds."""
    if scene.shafts is None:
        return ribbons, triangles
    strips = []
    for k, points in enumerate(scene.shafts):
        share = 0.55 + 0.45 * np.sin(2 * np.pi * (t_s / _FADE_S + k / len(scene.shafts)))
        along = np.linspace(0.0, 1.0, len(points))
        colours = np.tile(scene.shaft, (len(points), 1))
        colours[:, 3] *= share * np.sin(np.pi * np.clip(along * 0.94 + 0.06, 0, 1)) ** 0.8
        strips.append(strip(points, colours[:, None], scene.shaft_m, 1.0, 1.0))
    light, order = joined(strips)
    return np.concatenate([light, ribbons]), np.concatenate([order, triangles + len(light)]).astype(np.uint32)


def drifting(scene: Scene, world: World, share: float = 1.0) -> np.ndarray:
    """(M, 9) sprites of what shines in a world's air: its own lights, and a share of its pollen and glints."""
    if scene.air is not None:
        return scene.air(world, share)
    if scene.motes is None:
        return np.zeros((0, SPRITE_FLOATS), np.float32)
    t_s = world.t_s
    count = round(share * len(scene.motes))
    phase = np.arange(count) * 2.399963  # the golden angle: no two drift alike
    turn = 2 * np.pi * t_s / _DRIFT_S * (0.7 + 0.6 * (phase % 1.0)) + phase
    rows = np.zeros((count, SPRITE_FLOATS), np.float32)
    rows[:, :3] = scene.motes[:count] + _DRIFT_M * np.stack(
        [np.sin(turn), 0.6 * np.sin(0.7 * turn + phase), np.cos(0.8 * turn)], axis=1
    )
    rows[:, 3] = _MOTE_M
    rows[:, 4:8] = _MOTE
    rows[:, 7] *= 0.5 + 0.5 * np.sin(1.7 * turn + 2.0 * phase)
    rows[:, 8] = SPRITES["spark"]
    return rows
