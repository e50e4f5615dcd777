"""Makes Summit's share of assets/meshes/*.glb: the cable car, its mast and counterweight, the mountain and its hut.

    python tools/make_summit_meshes.py [FOLDER]    writes them there, or to assets/meshes

Metres, +Y up, origins as the table in game/render/meshes.py says. The same run always writes the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from mesh_builder import CORE, RIM, Builder, grid, linear, mixed, write

PAINT, PAINT_LOW, GLASS = "#FFC46B", "#E8912F", "#FFE3A6"
IRON, IRON_LIT = "#2A2438", "#4A4258"
ROCK, ROCK_LIT, SNOW, SNOW_SHADE = "#2A3058", "#565A8C", "#F4E4E6", "#7F86BC"
WOOD, FOOT = "#222A52", "#6E6791"


def _hull(
    b: Builder, low: float, high: float, wide: tuple[float, float], deep: float, colour: np.ndarray, glow: float
) -> None:
    """A band of the cabin's rounded wall between two heights, `wide` (half) below and above, anticlockwise seen from
    outside."""
    turn = np.linspace(0.0, 2.0 * np.pi, 33)
    power = 0.42  # a square with rounded corners
    ring = np.stack(
        [np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** power, np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** power],
        1,
    )
    normals = np.stack([np.sin(turn), np.zeros_like(turn), np.cos(turn)], 1)
    points = [
        np.stack([ring[:, 0] * half, np.full_like(turn, y), ring[:, 1] * half * deep], 1)
        for y, half in ((low, wide[0]), (high, wide[1]))
    ]
    k = np.arange(32)
    triangles = np.concatenate([np.stack([k, k + 1, k + 34], 1), np.stack([k, k + 34, k + 33], 1)])
    b.add(np.concatenate(points), np.concatenate([normals, normals]), colour, triangles, glow)


def _cap(b: Builder, y: float, half: float, deep: float, colour: np.ndarray, up: bool, glow: float = 0.0) -> None:
    turn = np.linspace(0.0, 2.0 * np.pi, 33)[:-1]
    power = 0.42
    ring = np.stack(
        [
            np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** power * half,
            np.full_like(turn, y),
            np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** power * half * deep,
        ],
        1,
    )
    b.face(ring if up else ring[::-1], colour, glow)


def gondola() -> Builder:
    """A cabin of a cable car that hangs from a rope at its origin: 1 m wide, 1.5 m tall with its arm, glowing windows
    between dark posts."""
    b, deep = Builder(), 0.8
    bands = (
        (-1.48, -1.44, (0.36, 0.42), linear(RIM), 0.0),
        (-1.44, -1.16, (0.43, 0.495), None, 1.0),
        (-1.16, -1.13, (0.505, 0.505), linear(RIM), 0.0),
        (-1.13, -0.74, (0.485, 0.450), linear(GLASS), 1.0),
        (-0.74, -0.71, (0.470, 0.465), linear(RIM), 0.0),
        (-0.71, -0.62, (0.475, 0.430), None, 1.0),
        (-0.62, -0.585, (0.445, 0.33), linear(RIM), 0.0),
    )
    for low, high, wide, colour, glow in bands:
        _hull(
            b,
            low,
            high,
            wide,
            deep,
            mixed(PAINT_LOW, PAINT, np.repeat([0.2, 1.0], 33)) if colour is None else colour,
            glow,
        )
    _cap(b, -1.48, 0.36, deep, linear(RIM), up=False)
    _cap(b, -0.585, 0.33, deep, linear(RIM), up=True)
    for x, z in ((0.425, 0.34), (0.16, 0.395), (-0.16, 0.395), (-0.425, 0.34)):
        for side in (1.0, -1.0):
            b.rod((x, -1.15, z * side), (0.94 * x, -0.72, 0.94 * z * side), 0.018, linear(RIM), sides=5)
    b.rod((0.0, -0.60, 0.0), (0.0, -0.05, 0.0), 0.035, linear(IRON), sides=8)
    b.rod((-0.22, -0.60, 0.0), (0.0, -0.36, 0.0), 0.022, linear(IRON), sides=6)
    b.rod((0.22, -0.60, 0.0), (0.0, -0.36, 0.0), 0.022, linear(IRON), sides=6)
    b.rod((-0.26, -0.02, 0.0), (0.26, -0.02, 0.0), 0.030, linear(IRON), sides=6)
    for x in (-0.22, 0.0, 0.22):
        _wheel(b, [(0.0, -0.03), (0.075, -0.03), (0.060, 0.0), (0.075, 0.03), (0.0, 0.03)], 14, (x, 0.035, 0.0))
    return b


def _wheel(b: Builder, profile: list[tuple[float, float]], sides: int, at: tuple[float, float, float]) -> None:
    """A wheel of the cable: (radius, z) pairs turned about z."""
    part = Builder()
    part.lathe(profile, sides, linear(IRON_LIT))
    points = part.positions[0][:, (0, 2, 1)] + np.array(at)
    b.add(points, part.normals[0][:, (0, 2, 1)], part.colours[0], part.triangles[0][:, ::-1])


def mast() -> Builder:
    """A mast of a cable way: 6 m tall, two legs, an arm across z that carries the rope at its origin, on the top."""
    b = Builder()
    for x in (-1.0, 1.0):
        b.rod((0.62 * x, -6.0, 0.0), (0.10 * x, -0.10, 0.0), 0.10, linear(IRON), thin=0.7, sides=8)
    for k in range(6):
        low, high = -5.2 + 0.92 * k, -4.4 + 0.92 * k
        wide, above = 0.62 - 0.52 * (low + 6.0) / 5.9, 0.62 - 0.52 * (high + 6.0) / 5.9
        side = 1.0 if k % 2 else -1.0
        b.rod((wide * side, low, 0.0), (-above * side, high, 0.0), 0.032, linear(IRON_LIT), sides=5)
        b.rod((-wide, low, 0.0), (wide, low, 0.0), 0.028, linear(IRON_LIT), sides=5)
    b.rod((-0.75, -0.12, 0.0), (0.75, -0.12, 0.0), 0.075, linear(IRON), sides=8)
    b.rod((-0.75, -0.12, 0.0), (0.0, -0.75, 0.0), 0.035, linear(IRON_LIT), sides=5)
    b.rod((0.75, -0.12, 0.0), (0.0, -0.75, 0.0), 0.035, linear(IRON_LIT), sides=5)
    for x in (-0.6, -0.2, 0.2, 0.6):
        _wheel(b, [(0.0, -0.05), (0.10, -0.05), (0.08, 0.0), (0.10, 0.05), (0.0, 0.05)], 12, (x, -0.07, 0.0))
    return b


def counterweight() -> Builder:
    """A glowing weight in an iron cage, 0.35 m tall, that hangs from y = 0.38; the shader fills it from below."""
    b = Builder()
    outline = [(0.0, -0.86), (0.20, -0.84), (0.26, -0.74), (0.27, -0.52), (0.24, -0.40), (0.10, -0.33), (0.0, -0.32)]
    b.lathe(outline, 18, lambda y: mixed(PAINT_LOW, CORE, np.array((y + 0.86) / 0.54)), glow=1)
    for k in range(6):
        turn = 2.0 * np.pi * k / 6
        c, s = np.cos(turn), np.sin(turn)
        b.rod((0.285 * c, -0.80, 0.285 * s), (0.26 * c, -0.40, 0.26 * s), 0.016, linear(RIM), sides=4)
        b.rod((0.26 * c, -0.40, 0.26 * s), (0.02 * c, -0.20, 0.02 * s), 0.014, linear(RIM), sides=4)
    b.lathe([(0.27, -0.86), (0.30, -0.83), (0.29, -0.78)], 18, linear(RIM))
    b.rod((0.0, -0.22, 0.0), (0.0, 0.0, 0.0), 0.018, linear(IRON), sides=5)
    b.positions = [(points + np.array([0.0, 0.59, 0.0])) * (0.35 / 0.54) for points in b.positions]
    return b


def _noise(rng: np.random.Generator, x: np.ndarray, z: np.ndarray, waves: int) -> np.ndarray:
    """Ridged noise 0..1: sharp crests, soft valleys."""
    out, strength, total = np.zeros_like(x), 1.0, 0.0
    for k in range(waves):
        freq = 2.1 * 1.9**k
        turn, phase = rng.uniform(0, np.pi), rng.uniform(0, 6.28, 2)
        wave = np.sin(
            freq * (x * np.cos(turn) + z * np.sin(turn)) * np.pi + phase[0] + 0.6 * np.sin(freq * z + phase[1])
        )
        out += strength * (1.0 - np.abs(wave))
        total += strength
        strength *= 0.52
    return out / total


PEAKS = (  # across, how tall, how wide at the foot
    (0.0, 1.0, 0.52),
    (-0.21, 0.74, 0.34),
    (-0.47, 0.62, 0.46),
    (0.25, 0.70, 0.32),
    (0.53, 0.56, 0.44),
    (-0.78, 0.36, 0.34),
    (0.84, 0.34, 0.36),
)


def _crest(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """How high the mountain is at each x: peaks with hollow flanks, their edges broken."""
    tall = np.zeros_like(x)
    for at, high, wide in PEAKS:
        tall = np.maximum(tall, high * np.clip(1.0 - np.abs(x - at) / wide, 0.0, 1.0) ** 1.22)
    for k, strength in enumerate((0.050, 0.035, 0.022, 0.014)):
        tooth = (x * 5.0 * 1.9**k + rng.uniform()) % 1.0
        tall = tall + strength * (np.abs(2.0 * tooth - 1.0) - 0.5) * np.clip(4.0 * tall, 0.0, 1.0)
    return np.maximum(tall, 0.07) * np.clip((1.0 - np.abs(x)) / 0.18, 0.0, 1.0) ** 0.7


def massif() -> Builder:
    """The mountain: about 2 m wide, its foot at y = 0, its summit at (0, 1, 0); scale it. It faces +z."""
    b, rng = Builder(), np.random.default_rng(14)
    across, rows = 84, 16
    x, v = np.meshgrid(np.linspace(-1.0, 1.0, across + 1), np.linspace(0.0, 1.0, rows + 1), indexing="ij")
    crest = _crest(x[:, 0], rng)[:, None]
    rough = _noise(rng, 1.6 * x, 0.5 * v + 0.35 * x, 5)
    y = crest * v
    z = 0.45 * (1.0 - v) + 0.30 * (rough - 0.5) * np.sin(np.pi * np.clip(v, 0.05, 1.0)) * np.sqrt(crest)
    top = int(np.argmax(y[:, -1]))
    y, x = y / y[top, -1], x - x[top, 0]
    points = np.stack([x, y, z], -1)
    normals = np.cross(np.gradient(points, axis=0), np.gradient(points, axis=1))
    normals /= np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-9)
    normals *= np.where(normals[..., 2:] < 0.0, -1.0, 1.0)
    lit = np.clip(1.35 * (normals @ np.array([-0.80, 0.38, 0.46])) - 0.05, 0.0, 1.0)
    snow = np.clip((y - 0.36 + 0.55 * (rough - 0.60)) / 0.07, 0.0, 1.0)
    forest = np.clip((0.20 - y + 0.22 * (rough - 0.5)) / 0.06, 0.0, 1.0)
    stone = mixed(ROCK, ROCK_LIT, lit)
    white = mixed(SNOW_SHADE, SNOW, lit)
    colours = stone * (1 - snow[..., None]) + white * snow[..., None]
    colours = colours * (1 - forest[..., None]) + linear(WOOD) * forest[..., None]
    haze = np.clip(1.0 - y / 0.10, 0.0, 1.0)[..., None]
    colours = colours * (1 - haze) + linear(FOOT) * haze
    triangles = grid(across + 1, rows + 1, turned=True)
    b.add(points.reshape(-1, 3), normals.reshape(-1, 3), colours.reshape(-1, 3), triangles)
    return b


def hut() -> Builder:
    """A small house of stone on the summit, its foot at y = 0: 1 m wide, facing +z."""
    b = Builder()
    b.box((-0.5, -0.2, -0.35), (0.5, 0.42, 0.35), linear(IRON_LIT), bottom=False)
    b.face(np.array([(-0.62, 0.36, 0.45), (0.62, 0.36, 0.45), (0.62, 0.85, 0.0), (-0.62, 0.85, 0.0)]), linear(RIM))
    b.face(np.array([(0.62, 0.36, -0.45), (-0.62, 0.36, -0.45), (-0.62, 0.85, 0.0), (0.62, 0.85, 0.0)]), linear(RIM))
    for side in (-0.5, 0.5):
        b.face(np.array([(side, 0.42, 0.35), (side, 0.42, -0.35), (side, 0.82, 0.0)]), linear(IRON_LIT))
    for x in (-0.24, 0.24):
        b.face(
            np.array([(x - 0.1, 0.1, 0.36), (x + 0.1, 0.1, 0.36), (x + 0.1, 0.32, 0.36), (x - 0.1, 0.32, 0.36)]),
            linear(GLASS),
        )
    return b


MESHES: dict[str, Callable[[], Builder]] = {
    "gondola": gondola,
    "mast": mast,
    "counterweight": counterweight,
    "massif": massif,
    "hut": hut,
}


if __name__ == "__main__":
    write(MESHES)
