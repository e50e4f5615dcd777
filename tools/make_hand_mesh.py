"""Makes assets/meshes/hand.glb: a right hand with the 26 joints that OpenXR knows, to be posed by them.

    python tools/make_hand_mesh.py [FOLDER]    writes it there, or to assets/meshes

The hand is a smooth union of rounded cones along its bones (an adult's lengths and thicknesses, metres), turned to
triangles by surface nets. Axes as OpenXR's hand joints: fingers toward -Z, back of the hand +Y, thumb toward -X, the
wrist at the origin. A left hand is its mirror image.
"""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
from mesh_builder import packed, write

CELL_M = 0.0042
# finger: places of its joints from the metacarpal's base on, and the finger's thickness (radius) there, millimetres
FINGERS: dict[str, tuple[tuple[float, float, float, float], ...]] = {
    "thumb": ((-19, -9, -20, 15.5), (-42, -17, -52, 13.5), (-58, -21, -82, 11.2), (-67, -22, -103, 8.6)),
    "index": ((-17, 2, -22, 13), (-29, 3, -90, 12.2), (-34, 1, -131, 10.2), (-37, -1, -155, 9.0), (-39, -3, -172, 7.6)),
    "middle": ((-4, 4, -21, 13), (-6, 5, -95, 12.5), (-7, 3, -141, 10.4), (-8, 1, -169, 9.2), (-8, -1, -187, 7.8)),
    "ring": ((9, 2, -21, 13), (16, 3, -89, 11.8), (21, 1, -131, 9.8), (24, -1, -157, 8.7), (26, -3, -174, 7.4)),
    "little": ((19, -1, -20, 13), (36, -2, -79, 10.9), (46, -4, -112, 8.8), (51, -6, -132, 7.8), (54, -7, -146, 6.6)),
}
NAMES = {4: ("metacarpal", "proximal", "distal", "tip"), 5: ("metacarpal", "proximal", "intermediate", "distal", "tip")}
CUFF = (0.050, 0.0325, 0.0045)  # how far behind the wrist its sleeve ends, how wide, how thick its hem; m
FLAT = 0.72  # a wrist is less thick than wide


def joints() -> tuple[list[str], np.ndarray, list[int]]:
    """Names, places (26, 3) m and parents of the joints, in OpenXR's order but the wrist first: parents come first."""
    names, places, parents = ["wrist", "palm"], [(0.0, 0.0, 0.0), (-0.005, 0.003, -0.058)], [-1, 0]
    for finger, rows in FINGERS.items():
        for k, (part, row) in enumerate(zip(NAMES[len(rows)], rows, strict=True)):
            parents.append(0 if k == 0 else len(names) - 1)
            names.append(f"{finger}_{part}")
            places.append(tuple(mm / 1000 for mm in row[:3]))
    return names, np.array(places), parents


def cone(p: np.ndarray, a: np.ndarray, b: np.ndarray, wide_a: float, wide_b: float) -> np.ndarray:
    """How far points (..., 3) are outside a cone from `a` to `b` with round ends."""
    along = b - a
    share = np.clip(((p - a) @ along) / (along @ along), 0.0, 1.0)
    return np.linalg.norm(p - a - share[..., None] * along, axis=-1) - (wide_a + (wide_b - wide_a) * share)


def joined(first: np.ndarray, second: np.ndarray, soft_m: float) -> np.ndarray:
    """The union of two shapes, rounded over `soft_m` where they meet."""
    h = np.clip(0.5 + 0.5 * (second - first) / soft_m, 0.0, 1.0)
    return second + (first - second) * h - soft_m * h * (1.0 - h)


def chains() -> dict[str, np.ndarray]:
    """finger -> (N, 4) places and thickness, metres."""
    return {finger: np.array(rows) / 1000 for finger, rows in FINGERS.items()}


def palm(p: np.ndarray) -> np.ndarray:
    whole = np.full(p.shape[:-1], 1.0)
    rows = chains()
    for finger in ("index", "middle", "ring", "little"):
        base, knuckle = rows[finger][0], rows[finger][1]
        whole = joined(whole, cone(p, base[:3], knuckle[:3], base[3], knuckle[3]), 0.010)
    for first, second in (("index", "middle"), ("middle", "ring"), ("ring", "little")):  # flesh between the knuckles
        a, b = rows[first][1], rows[second][1]
        low = np.array([0.0, -0.004, 0.006])
        whole = joined(whole, cone(p, a[:3] + low, b[:3] + low, 0.0095, 0.0095), 0.008)
    thumb = rows["thumb"]
    whole = joined(whole, cone(p, thumb[0, :3], thumb[1, :3], 0.0155, 0.0125), 0.014)
    heel = cone(p, np.array([0.020, -0.008, -0.020]), np.array([0.029, -0.008, -0.060]), 0.0125, 0.0105)
    whole = joined(whole, heel, 0.012)
    squeezed = p * (1.0, 1.0 / FLAT, 1.0)
    wrist = cone(squeezed, np.array([0.0, 0.0, -0.012]), np.array([0.0, 0.0, CUFF[0]]), 0.0275, 0.030)
    return joined(whole, wrist * FLAT, 0.016)


def hand(p: np.ndarray) -> np.ndarray:
    """How far points (..., 3) are outside the hand, metres."""
    whole = palm(p)
    for finger, rows in chains().items():
        own = np.full(p.shape[:-1], 1.0)
        for a, b in pairwise(rows[1:]):
            own = np.minimum(own, cone(p, a[:3], b[:3], a[3], b[3]))
        whole = joined(whole, own, 0.010 if finger == "thumb" else 0.0045)
    # the sleeve's hem: a ring round the wrist, and nothing behind it
    round_it = np.hypot(p[..., 0], p[..., 1] / FLAT)
    hem = np.hypot((round_it - CUFF[1]) * 0.9, (p[..., 2] - CUFF[0] + 0.007) * 0.7) - CUFF[2]
    return np.maximum(joined(whole, hem, 0.004), p[..., 2] - CUFF[0] + 0.003)


def surface(cell_m: float) -> tuple[np.ndarray, np.ndarray]:
    """Places (V, 3) and triangles (T, 3) of the hand's skin: one place in each cell that the skin goes through."""
    low, high = np.array([-0.090, -0.050, -0.206]), np.array([0.066, 0.040, 0.062])
    counts = np.ceil((high - low) / cell_m).astype(int) + 1
    grid = np.stack(np.meshgrid(*(np.arange(n) for n in counts), indexing="ij"), axis=-1)
    value = hand(low + grid * cell_m)
    corners = np.array([(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)])
    at_corner = np.stack([value[x : x + counts[0] - 1, y : y + counts[1] - 1, z : z + counts[2] - 1]
                          for x, y, z in corners], axis=-1)  # fmt: skip
    mixed = (at_corner.min(axis=-1) < 0) & (at_corner.max(axis=-1) >= 0)
    cells = np.argwhere(mixed)
    number = np.full(mixed.shape, -1)
    number[tuple(cells.T)] = np.arange(len(cells))
    found = at_corner[tuple(cells.T)]
    total, count = np.zeros((len(cells), 3)), np.zeros(len(cells))
    for i, j in combinations(range(8), 2):
        if np.abs(corners[i] - corners[j]).sum() != 1:
            continue
        crosses = (found[:, i] < 0) != (found[:, j] < 0)
        share = found[:, i] / np.where(crosses, found[:, i] - found[:, j], 1.0)
        total += np.where(crosses[:, None], corners[i] + share[:, None] * (corners[j] - corners[i]), 0.0)
        count += crosses
    places = low + (cells + total / count[:, None]) * cell_m
    triangles = []
    for axis in range(3):  # a square round each of the grid's edges that the skin crosses
        u, v = (np.eye(3, dtype=int)[(axis + k) % 3] for k in (1, 2))
        step = np.eye(3, dtype=int)[axis]
        inner = grid[tuple(slice(1, n - 1) for n in counts)].reshape(-1, 3)
        here, there = value[tuple(inner.T)] < 0, value[tuple((inner + step).T)] < 0
        for outward, edges in ((True, inner[here & ~there]), (False, inner[~here & there])):
            a, b, c, d = (number[tuple((edges - shift).T)] for shift in (u + v, v, 0 * u, u))
            square = [np.stack([a, b, c], 1), np.stack([a, c, d], 1)]
            triangles += square if outward else [t[:, ::-1] for t in square]
    return places, np.concatenate(triangles)


def normals_at(p: np.ndarray) -> np.ndarray:
    step = 1e-4
    slope = np.stack([hand(p + step * e) - hand(p - step * e) for e in np.eye(3)], axis=-1)
    return slope / np.linalg.norm(slope, axis=-1, keepdims=True)


def weights_at(p: np.ndarray, names: list[str], places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Joints (V, 4) and weights (V, 4): skin goes with the bones it lies on, softly from one to the next."""
    rows = chains()
    far = np.stack([np.min([cone(p, a[:3], b[:3], a[3], b[3]) for a, b in pairwise(r[1:])], axis=0)
                    for r in rows.values()], axis=1)  # fmt: skip
    of_finger = far.argmin(axis=1)
    distance = np.full((len(p), len(names)), np.inf)
    for f, (finger, r) in enumerate(rows.items()):
        first = names.index(f"{finger}_metacarpal")
        for k, (a, b) in enumerate(pairwise(r)):
            d = cone(p, a[:3], b[:3], a[3], b[3])
            distance[:, first + k] = d if k == 0 else np.where(of_finger == f, d, np.inf)
    distance[:, 0] = cone(p, np.zeros(3), np.array([0.0, 0.0, CUFF[0]]), 0.026, 0.026)
    strength = np.exp(-np.maximum(distance - distance.min(axis=1, keepdims=True), 0.0) / 0.0035)
    best = np.argsort(-strength, axis=1, kind="stable")[:, :4]
    weights = np.take_along_axis(strength, best, axis=1)
    weights = np.round(255 * weights / weights.sum(axis=1, keepdims=True))
    weights[:, 0] += 255 - weights.sum(axis=1)
    return best, weights


def colours_of(p: np.ndarray) -> np.ndarray:
    """White skin, which the hand's colour tints, a darker hem, and the dark inside of the sleeve."""
    colours = np.ones((len(p), 3))
    colours[p[:, 2] > CUFF[0] - 0.014] = (0.62, 0.44, 0.36)
    colours[p[:, 2] > CUFF[0] - 0.0042] = (0.10, 0.05, 0.06)
    return colours


def glb() -> bytes:
    """The hand as binary glTF, skinned to its joints."""
    names, places, parents = joints()
    skin, triangles = surface(CELL_M)
    skin = np.round(skin, 5)
    which, weights = weights_at(skin, names, places)
    n = len(skin)
    normals, colours = np.zeros((n, 4), "i1"), np.full((n, 4), 255, "u1")
    normals[:, :3] = np.round(normals_at(skin) * 127)
    colours[:, :3] = np.round(colours_of(skin) * 255)
    indices = triangles.astype("<u2").ravel()
    indices = np.pad(indices, (0, len(indices) % 2))
    parts = (skin.astype("<f4"), normals, colours, which.astype("u1"), weights.astype("u1"), indices)
    kinds = ((5126, False, "VEC3"), (5120, True, "VEC3"), (5121, True, "VEC4"), (5121, False, "VEC4"),
             (5121, True, "VEC4"))  # fmt: skip
    accessors: list[dict[str, object]] = [
        {"bufferView": i, "componentType": kind, "count": n, "type": shape} | ({"normalized": True} if norm else {})
        for i, (kind, norm, shape) in enumerate(kinds)
    ]
    accessors[0] |= {"min": skin.min(0).tolist(), "max": skin.max(0).tolist()}
    accessors.append({"bufferView": 5, "componentType": 5123, "count": triangles.size, "type": "SCALAR"})
    nodes: list[dict[str, object]] = []
    for i, (name, at, parent) in enumerate(zip(names, places, parents, strict=True)):
        place = at - (places[parent] if parent >= 0 else 0)
        children = [k for k, other in enumerate(parents) if other == i]
        nodes.append(
            {"name": name, "translation": np.round(place, 5).tolist()} | ({"children": children} if children else {})
        )
    attributes = {"POSITION": 0, "NORMAL": 1, "COLOR_0": 2, "JOINTS_0": 3, "WEIGHTS_0": 4}
    scene = {
        "meshes": [{"primitives": [{"attributes": attributes, "indices": 5}]}],
        "nodes": [*nodes, {"mesh": 0, "skin": 0}],
        "skins": [{"joints": list(range(len(nodes)))}],
        "scenes": [{"nodes": [0, len(nodes)]}],
        "scene": 0,
    }
    return packed("tools/make_hand_mesh.py", accessors, parts, scene)


if __name__ == "__main__":
    write({"hand": glb})
