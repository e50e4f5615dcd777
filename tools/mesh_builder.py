"""What every tools/make_*_meshes.py builds with: colours, triangles, and the glTF file they become.

Metres, +Y up. Colours are linear, as glTF wants them; the extra attribute _GLOW is 1 where a surface shines when its
item glows (paper, flame). The same meshes always give the same bytes.
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

CORE, RIM = "#FFE9B8", "#3B1F2B"


def linear(text: str, shade: float = 1.0) -> np.ndarray:
    """Linear RGB of "#RRGGBB", times `shade`."""
    srgb = np.array([int(text[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4) * shade


def mixed(dark: str, light: str, share: float | np.ndarray) -> np.ndarray:
    """Linear colours between two, (3,) or (N, 3)."""
    share = np.clip(np.asarray(share, float), 0, 1)[..., None]
    return linear(dark) * (1 - share) + linear(light) * share


def through(values: np.ndarray, at: np.ndarray) -> np.ndarray:
    """A smooth curve through evenly spaced values (Catmull and Rom)."""
    padded = np.concatenate([[2 * values[0] - values[1]], values, [2 * values[-1] - values[-2]]])
    k = np.clip(at.astype(int), 0, len(values) - 2)
    t = at - k
    p0, p1, p2, p3 = (padded[k + n] for n in range(4))
    return 0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3)


def grid(rows: int, columns: int, turned: bool = False) -> np.ndarray:
    """Triangles (T, 3) of a sheet of places, numbered row by row. Their front is where (along a row) x (from row to
    row) points; with `turned` it is the other."""
    i, j = np.meshgrid(np.arange(rows - 1), np.arange(columns - 1), indexing="ij")
    k = (i * columns + j).ravel()
    m = k + columns
    first, last = (m, k + 1) if turned else (k + 1, m)
    return np.concatenate([np.stack([k, first, m + 1], 1), np.stack([k, m + 1, last], 1)])


@dataclass
class Builder:
    """Gathers triangles; every `add` brings its own vertices, so colours and edges stay crisp."""

    positions: list[np.ndarray] = field(default_factory=list)
    normals: list[np.ndarray] = field(default_factory=list)
    colours: list[np.ndarray] = field(default_factory=list)
    glow: list[np.ndarray] = field(default_factory=list)
    triangles: list[np.ndarray] = field(default_factory=list)
    count: int = 0

    def add(
        self, points: np.ndarray, normals: np.ndarray, colours: np.ndarray, triangles: np.ndarray, glow: float = 0
    ) -> None:
        n = len(points)
        self.positions.append(np.asarray(points, float))
        self.normals.append(np.asarray(normals, float))
        self.colours.append(np.broadcast_to(colours, (n, 3)).astype(float))
        self.glow.append(np.full(n, glow, float))
        self.triangles.append(np.asarray(triangles) + self.count)
        self.count += n

    def face(self, corners: np.ndarray, colour: np.ndarray, glow: float = 0) -> None:
        """A flat convex polygon, corners anticlockwise from outside."""
        corners = np.asarray(corners, float)
        normal = np.cross(corners[1] - corners[0], corners[2] - corners[0])
        normal /= np.linalg.norm(normal)
        fan = [(0, i, i + 1) for i in range(1, len(corners) - 1)]
        self.add(corners, np.broadcast_to(normal, corners.shape), colour, np.array(fan), glow)

    def box(self, low: tuple, high: tuple, colour: np.ndarray, bottom: bool = True) -> None:
        (x0, y0, z0), (x1, y1, z1) = low, high
        sides = [
            [(x0, y0, z1), (x1, y0, z1), (x1, y1, z1), (x0, y1, z1)],
            [(x1, y0, z0), (x0, y0, z0), (x0, y1, z0), (x1, y1, z0)],
            [(x1, y0, z1), (x1, y0, z0), (x1, y1, z0), (x1, y1, z1)],
            [(x0, y0, z0), (x0, y0, z1), (x0, y1, z1), (x0, y1, z0)],
            [(x0, y1, z1), (x1, y1, z1), (x1, y1, z0), (x0, y1, z0)],
        ]
        if bottom:
            sides.append([(x0, y0, z0), (x1, y0, z0), (x1, y0, z1), (x0, y0, z1)])
        for side in sides:
            self.face(np.array(side), colour)

    def lathe(
        self,
        profile: list[tuple[float, float]],
        sides: int,
        colour: Callable | np.ndarray,
        glow: float = 0,
        squash: float = 1.0,
        at: tuple[float, float, float] | None = None,
    ) -> None:
        """Turns (radius, y) pairs about the y axis, or one through `at`. `colour` is RGB, or a function of y."""
        profile_array = np.array(profile, float)
        turn = np.linspace(0, 2 * np.pi, sides + 1)
        radius, y = profile_array.T
        slope = np.gradient(profile_array, axis=0)
        out, up = slope[:, 1], -slope[:, 0]
        length = np.maximum(np.hypot(out, up), 1e-9)
        out, up = out / length, up / length
        ring = np.stack([np.sin(turn), np.zeros_like(turn), np.cos(turn) * squash], axis=1)
        points = radius[:, None, None] * ring + np.array([0, 1, 0]) * y[:, None, None]
        normals = out[:, None, None] * ring + np.array([0, 1, 0]) * up[:, None, None]
        paint = np.array([colour(v) for v in y]) if callable(colour) else np.broadcast_to(colour, (len(y), 3))
        paint = np.repeat(paint[:, None], sides + 1, axis=1)
        if at is not None:
            points = points + np.array(at)
        triangles = grid(len(y), sides + 1)
        self.add(points.reshape(-1, 3), normals.reshape(-1, 3), paint.reshape(-1, 3), triangles, glow)

    def rod(
        self, start: tuple, end: tuple, radius: float, colour: np.ndarray, thin: float = 1.0, sides: int = 6
    ) -> None:
        """A round bar from start to end, `thin` times as thick at its end."""
        a, b = np.array(start, float), np.array(end, float)
        along = (b - a) / np.linalg.norm(b - a)
        across = np.cross(along, (0, 0, 1) if abs(along[2]) < 0.9 else (1, 0, 0))
        across /= np.linalg.norm(across)
        other = np.cross(along, across)
        turn = np.linspace(0, 2 * np.pi, sides + 1)
        ring = np.cos(turn)[:, None] * across + np.sin(turn)[:, None] * other
        points = np.concatenate([a + ring * radius, b + ring * radius * thin])
        k = np.arange(sides)
        triangles = np.concatenate(
            [np.stack([k, k + 1, k + sides + 2], 1), np.stack([k, k + sides + 2, k + sides + 1], 1)]
        )
        self.add(points, np.concatenate([ring, ring]), colour, triangles)

    def blade(
        self, spine: np.ndarray, half: np.ndarray, normals: np.ndarray | tuple, colours: np.ndarray, glow: float = 0
    ) -> None:
        """A flat strip along `spine` (N, 3), `half` (N, 3) to either side of it; one normal, or two to each place."""
        points = np.stack([spine - half, spine + half], axis=1).reshape(-1, 3)
        self.add(points, np.broadcast_to(normals, points.shape), colours, grid(len(spine), 2), glow)


def glb(built: Builder) -> bytes:
    """The binary glTF of one mesh: float positions, byte normals and glow, 16-bit linear colours, 16-bit indices."""
    positions = np.concatenate(built.positions).astype("<f4")
    normals = np.concatenate(built.normals)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    packed_normals = np.zeros((len(positions), 4), "i1")
    packed_normals[:, :3] = np.round(normals * 127)
    colours = np.full((len(positions), 4), 65535, "<u2")
    colours[:, :3] = np.round(np.clip(np.concatenate(built.colours), 0, 1) * 65535)
    glow = np.zeros((len(positions), 4), "u1")
    glow[:, 0] = np.round(np.concatenate(built.glow) * 255)
    triangles = np.concatenate(built.triangles).astype("<u2").ravel()
    triangles = np.pad(triangles, (0, len(triangles) % 2))
    count = sum(len(t) for t in built.triangles) * 3
    n = len(positions)
    accessors: list[dict[str, object]] = [
        {"bufferView": 0, "componentType": 5126, "count": n, "type": "VEC3",
         "min": positions.min(0).tolist(), "max": positions.max(0).tolist()},
        {"bufferView": 1, "componentType": 5120, "normalized": True, "count": n, "type": "VEC3"},
        {"bufferView": 2, "componentType": 5123, "normalized": True, "count": n, "type": "VEC4"},
        {"bufferView": 3, "componentType": 5121, "normalized": True, "count": n, "type": "SCALAR"},
        {"bufferView": 4, "componentType": 5123, "count": count, "type": "SCALAR"},
    ]  # fmt: skip
    attributes = {"POSITION": 0, "NORMAL": 1, "COLOR_0": 2, "_GLOW": 3}
    scene = {
        "meshes": [{"primitives": [{"attributes": attributes, "indices": 4}]}],
        "nodes": [{"mesh": 0}],
        "scenes": [{"nodes": [0]}],
        "scene": 0,
    }
    parts = (positions, packed_normals, colours, glow, triangles)
    return packed("tools/make_meshes.py", accessors, parts, scene)


def packed(
    generator: str, accessors: list[dict[str, object]], parts: Sequence[np.ndarray], scene: dict[str, object]
) -> bytes:
    """The binary glTF of `scene` (its meshes, nodes and so on): one view for each accessor, the last part the indices.

    Each part's bytes are a multiple of four, so that every view begins on one.
    """
    views, offset = [], 0
    for part in parts:
        view = {"buffer": 0, "byteOffset": offset, "byteLength": part.nbytes}
        views.append(view | ({"byteStride": part.nbytes // len(part)} if part.ndim > 1 else {}))
        offset += part.nbytes
    document = {
        "asset": {"version": "2.0", "generator": generator, "copyright": "Apache-2.0"},
        "accessors": accessors,
        "bufferViews": views,
        "buffers": [{"byteLength": offset}],
        **scene,
    }
    text = json.dumps(document, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    blob = b"".join(part.tobytes() for part in parts)
    header = struct.pack("<4sII", b"glTF", 2, 28 + len(text) + len(blob))
    return header + struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(blob), b"BIN\0") + blob


def write(made: Mapping[str, Callable[[], Builder] | Callable[[], bytes]]) -> None:
    """Makes each mesh and writes it as NAME.glb, in assets/meshes or in the folder that the command line names."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1] / "assets" / "meshes"
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in made.items():
        mesh = make()
        (folder / f"{name}.glb").write_bytes(glb(mesh) if isinstance(mesh, Builder) else mesh)
