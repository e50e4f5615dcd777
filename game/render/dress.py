"""Hair, clothes and a softer face for the four bodies, worked out from the resting mesh when it is loaded.

The models mark skin, shirt and trousers vertex by vertex, which leaves ragged seams, and they are bald. Here each
vertex gets four smooth fields instead, whose zero lines are the seams (the shader cuts there, sharp at any distance),
the scalp is raised to a head of hair, and the face's shading is eased toward a plain oval, so that nobody stares.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from game.render import glb, palette

Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Dress:
    """Colours as displayed; `sleeve_m` is where the sleeve ends, past the elbow; `hair_m` how thick the hair is."""

    skin: str
    shirt: str
    trousers: str
    shoes: str
    hair: str
    sleeve_m: float
    hair_m: float
    covers_ears: bool
    bun: tuple[tuple[float, float, float], tuple[float, float, float]] | None = None  # from the skull's middle, radii


_KNOT = ((0.0, 0.062, -0.112), (0.046, 0.040, 0.042))  # high, at the back
_LOW_KNOT = ((0.0, 0.005, -0.128), (0.040, 0.044, 0.036))
DRESSES = {
    "woman": Dress("#DBA88A", "#2F7189", "#272E45", "#5C566C", "#4A2E20", -0.07, 0.020, True, _LOW_KNOT),
    "man": Dress("#8C6147", "#B9803F", "#353B50", "#6A6270", "#1C1613", 0.11, 0.010, False),
    "older_woman": Dress("#E0B299", "#8E5880", "#3F4154", "#625A70", "#D2CDD6", 0.10, 0.020, True, _KNOT),
    "older_man": Dress("#D6A385", "#557D60", "#4C463C", "#5A5148", "#BDB9BE", -0.05, 0.009, False),
}
# From and to, over the eyes, how much higher the ends are, half as thick (metres), how dark
_BROWS = ((-0.050, -0.018, 0.026, -0.005, 0.0040, 0.54), (0.018, 0.050, 0.026, -0.005, 0.0040, 0.54))
_MOUTH = (-0.023, 0.023, -0.068, 0.004, 0.0036, 0.49)
_SKULL_DEEP = 0.098  # m from the back of the head to the middle of the skull
_EYE = np.array([242, 242, 242]) / 255  # how the models mark the eyes


@dataclass(frozen=True, slots=True, eq=False)
class Dressed:
    """A model with hair and a face, and per vertex: fields (V, 4) rest height, past the sleeve, out of the collar, in
    the hair (metres; positive where the words are true) and eyes (V,) 1 on an eye, less on brows and mouth. `colours`
    (5, 3) linear: skin, shirt, trousers, shoes, hair. `hem_m` and `shoe_m` are rest heights.
    """

    model: glb.Model
    fields: np.ndarray
    eyes: np.ndarray
    colours: np.ndarray
    hem_m: float
    shoe_m: float


def dress(model: glb.Model, body: str) -> Dressed:
    """`model` as the person called `body` wears it."""
    wears = DRESSES[body]
    bones = {bone.name: (i, bone.rest) for i, bone in enumerate(model.bones)}
    eyes = (np.abs(model.colours[:, :3] - _EYE).max(axis=1) < 0.01).astype(float)
    head = _weight(model, bones["head"][0])
    skull = _skull(model, head, eyes)
    fields = np.empty((len(model.positions), 4))
    fields[:, 0] = model.positions[:, 1]
    fields[:, 1] = _past_sleeve(model, bones, wears.sleeve_m)
    collar = np.linalg.norm((model.positions - bones["neck"][1] - (0, -0.012, 0.012)) * (1, 0.9, 1), axis=1) - 0.092
    fields[:, 2] = np.where(head > 0.5, -0.1, collar)
    fields[:, 3] = np.where(head > 0.3, _in_hair(model.positions - skull, wears.covers_ears), -0.1)
    positions, normals = _headshape(model, head, skull, fields[:, 3], wears.hair_m, eyes)
    model = glb.Model(
        positions, normals, model.colours, model.glow, model.triangles, model.joints, model.weights, model.bones
    )
    parts = _features(model.positions[head > 0.6], skull, model.positions[eyes > 0.5].mean(axis=0))
    if wears.bun:
        parts.append(_bun(skull + wears.bun[0], np.array(wears.bun[1])))
    for part in parts:
        model, fields, eyes = _with(model, fields, eyes, bones["head"][0], part)
    colours = palette.decode(
        np.array(
            [
                [int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)]
                for c in (wears.skin, wears.shirt, wears.trousers, wears.shoes, wears.hair)
            ]
        )
    )
    return Dressed(model, fields, eyes, colours, float(bones["hips"][1][1]) - 0.045, 0.085)


def _weight(model: glb.Model, *bones: int) -> np.ndarray:
    assert model.joints is not None
    assert model.weights is not None
    return (model.weights * np.isin(model.joints, bones)).sum(axis=1)


def _skull(model: glb.Model, head: np.ndarray, eyes: np.ndarray) -> np.ndarray:
    """The middle of the skull: at the height of the eyes, a hand's breadth before its back."""
    level = float(model.positions[eyes > 0.5, 1].mean()) + 0.012
    near = model.positions[(head > 0.6) & (np.abs(model.positions[:, 1] - level) < 0.03)]
    return np.array([0.0, level, float(near[:, 2].min()) + _SKULL_DEEP])


def _past_sleeve(model: glb.Model, bones: dict[str, tuple[int, np.ndarray]], sleeve_m: float) -> np.ndarray:
    mirrored = model.positions * np.where(model.positions[:, :1] < 0, (-1, 1, 1), (1, 1, 1))
    shoulder, elbow, wrist = (bones[f"left_{name}"][1] for name in ("upper_arm", "lower_arm", "hand"))
    along = (wrist - elbow) if sleeve_m > 0 else (elbow - shoulder)
    past = (mirrored - elbow) @ (along / np.linalg.norm(along)) - sleeve_m
    arms = [bones[f"{side}_{name}"][0] for side in ("left", "right") for name in ("upper_arm", "lower_arm", "hand")]
    return np.where(_weight(model, *arms) > 0.5, past, -0.2)


def _in_hair(q: np.ndarray, covers_ears: bool) -> np.ndarray:
    """How far (metres, roughly) a place `q` from the skull's middle lies inside the hairline."""
    inside = 0.75 * q[:, 1] - 0.9 * q[:, 2] + (0.018 if covers_ears else 0.015)
    inside = np.minimum(inside, q[:, 1] + (0.105 if covers_ears else 0.075))  # the nape
    if not covers_ears:
        ear = 0.036 - np.hypot(q[:, 1] + 0.022, q[:, 2] - 0.012) + np.where(np.abs(q[:, 0]) > 0.055, 0.0, -1.0)
        inside = np.minimum(inside, -ear)
    return inside


def _headshape(
    model: glb.Model, head: np.ndarray, skull: np.ndarray, hair: np.ndarray, hair_m: float, eyes: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Positions with the scalp raised, and normals eased toward an oval: wholly in the hair, by half on the face."""
    q = model.positions - skull
    radii = np.array([0.078, 0.098, 0.094]) + hair_m
    length = np.maximum(np.linalg.norm(q, axis=1, keepdims=True), 1e-6)
    oval = 1 / np.maximum(np.linalg.norm(q / length / radii, axis=1, keepdims=True), 1e-6)
    raised = np.clip((hair + 0.006) / 0.03, 0, 1)[:, None] ** 0.7
    lifted = np.maximum(length, length + (oval - length) * raised)
    positions = skull + q / length * np.where(head[:, None] > 0.3, lifted, length)
    eased = q / radii**2
    eased /= np.maximum(np.linalg.norm(eased, axis=1, keepdims=True), 1e-6)
    share = np.clip((head - 0.4) / 0.6, 0, 1)[:, None] * np.where(raised > 0.2, 0.95, 0.62)
    share = np.where(eyes[:, None] > 0.5, 0.0, share)
    normals = model.normals * (1 - share) + eased * share
    return positions, normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-6)


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """What a model lacks: places and normals (V, 3), triangles (T, 3) of them, how far in the hair and how dark."""

    places: np.ndarray
    normals: np.ndarray
    triangles: np.ndarray
    hair: float
    dark: float


def _bun(middle: np.ndarray, radii: np.ndarray) -> _Part:
    """A knot of hair."""
    rows, sides = 8, 12
    up, turn = np.meshgrid(
        np.linspace(-np.pi / 2, np.pi / 2, rows + 1), np.linspace(0, 2 * np.pi, sides + 1), indexing="ij"
    )
    sphere = np.stack([np.cos(up) * np.sin(turn), np.sin(up), np.cos(up) * np.cos(turn)], axis=-1).reshape(-1, 3)
    return _Part(middle + sphere * radii, sphere, _quads(rows, sides), 0.05, 0.0)


def _features(places: np.ndarray, skull: np.ndarray, eye: np.ndarray) -> list[_Part]:
    """Brows and mouth of a face whose skin has (V, 3) `places`, its eyes about `eye`: without them, across a room, it
    would be two dots."""
    found = []
    for low, high, over, bend, thick, dark in (*_BROWS, _MOUTH):
        x = np.linspace(low, high, 9)
        way = (x - x.mean()) / (x[-1] - x[0]) * 2.0
        rise = thick * (1.0 - 0.6 * way**2)
        line = eye[1] + over + bend * way**2
        flat = np.stack([np.tile(x, 2), np.concatenate([line - rise, line + rise])], axis=1)
        near = np.linalg.norm(places[:, None, :2] - flat, axis=2) < 0.012
        depth = np.where(near, places[:, 2:], -1.0).max(axis=0)
        points = np.column_stack([flat, depth + 0.002])
        away = points - skull
        normals = away / np.linalg.norm(away, axis=1, keepdims=True)
        found.append(_Part(points, normals, _quads(1, 8), -0.1, dark))
    return found


def _quads(rows: int, columns: int) -> np.ndarray:
    """(T, 3) triangles of a grid of vertices, row after row."""
    i, j = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    a = (i * (columns + 1) + j).ravel()
    step = columns + 1
    return np.concatenate([np.stack([a, a + 1, a + step + 1], 1), np.stack([a, a + step + 1, a + step], 1)])


def _with(
    model: glb.Model, fields: np.ndarray, eyes: np.ndarray, head: int, part: _Part
) -> tuple[glb.Model, np.ndarray, np.ndarray]:
    """All three with a part more, on the head bone."""
    count = len(part.places)
    joints, weights = np.zeros((count, 4), np.uint8), np.zeros((count, 4), np.float32)
    joints[:, 0], weights[:, 0] = head, 1.0
    own = np.tile([0.0, -0.2, -0.1, part.hair], (count, 1))
    own[:, 0] = part.places[:, 1]
    assert model.joints is not None
    assert model.weights is not None
    merged = glb.Model(
        np.concatenate([model.positions, part.places]),
        np.concatenate([model.normals, part.normals]),
        np.concatenate([model.colours, np.ones((count, 4))]),
        np.concatenate([model.glow, np.zeros(count)]),
        np.concatenate([model.triangles, part.triangles + len(model.positions)]).astype(np.uint32),
        np.concatenate([model.joints, joints]),
        np.concatenate([model.weights, weights]),
        model.bones,
    )
    return merged, np.concatenate([fields, own]), np.concatenate([eyes, np.full(count, part.dark)])
