"""Reading .glb: one mesh with its skin, as arrays. Only what our own files use: one primitive, no textures."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from game.render.renderer import RenderError

_TYPES = {5120: np.int8, 5121: np.uint8, 5122: np.int16, 5123: np.uint16, 5125: np.uint32, 5126: np.float32}
_WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}


@dataclass(frozen=True, slots=True, eq=False)
class Bone:
    """A bone, its place at rest (3,) metres in model axes, and its parent's index (-1: none)."""

    name: str
    rest: np.ndarray
    parent: int


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Triangles: positions and normals (V, 3), colours (V, 4) 0..1 as stored, glow (V,) 0..1, triangles (T, 3).
    With a skin: joints (V, 4) into bones (parents before children), weights (V, 4) that sum to 1."""

    positions: np.ndarray
    normals: np.ndarray
    colours: np.ndarray
    glow: np.ndarray
    triangles: np.ndarray
    joints: np.ndarray | None = None
    weights: np.ndarray | None = None
    bones: tuple[Bone, ...] = ()


def load(path: Path) -> Model:
    """The mesh in `path`. Raises RenderError where the file is not a GLB that holds one."""
    try:
        document, blob = _chunks(path.read_bytes())
        return _model(document, blob)
    except (OSError, ValueError, KeyError, IndexError, struct.error) as error:
        raise RenderError(f"{path.name} should be a .glb file with one mesh, but cannot be read: {error}") from error


def _chunks(data: bytes) -> tuple[dict[str, Any], bytes]:
    magic, version, length = struct.unpack_from("<4sII", data, 0)
    if magic != b"glTF" or version != 2 or length > len(data):
        raise ValueError(f"expected glTF version 2, got {magic!r} version {version}")
    json_length, _ = struct.unpack_from("<II", data, 12)
    document = json.loads(data[20 : 20 + json_length])
    blob_length, _ = struct.unpack_from("<II", data, 20 + json_length)
    return document, data[28 + json_length : 28 + json_length + blob_length]


def _model(document: dict[str, Any], blob: bytes) -> Model:
    def read(index: int) -> np.ndarray:
        accessor = document["accessors"][index]
        view = document["bufferViews"][accessor["bufferView"]]
        kind, width = np.dtype(_TYPES[accessor["componentType"]]), _WIDTHS[accessor["type"]]
        start = view.get("byteOffset", 0) + accessor.get("byteOffset", 0)
        stride = view.get("byteStride", kind.itemsize * width)
        values = np.ndarray((accessor["count"], width), kind, blob, start, (stride, kind.itemsize))
        if accessor.get("normalized"):
            return np.maximum(values.astype(np.float32) / np.iinfo(kind).max, -1)
        return values.copy()

    primitive = document["meshes"][0]["primitives"][0]
    has = primitive["attributes"]
    positions = read(has["POSITION"])
    count = len(positions)
    colours = read(has["COLOR_0"]) if "COLOR_0" in has else np.ones((count, 4), np.float32)
    if colours.shape[1] == 3:
        colours = np.concatenate([colours, np.ones((count, 1), np.float32)], axis=1)
    glow = read(has["_GLOW"])[:, 0] if "_GLOW" in has else np.zeros(count, np.float32)
    triangles = read(primitive["indices"]).astype(np.uint32).reshape(-1, 3)
    shape = (positions, read(has["NORMAL"]), colours, glow, triangles)
    if "JOINTS_0" not in has:
        return Model(*shape)
    skin = document["skins"][0]["joints"]
    weights = read(has["WEIGHTS_0"]).astype(np.float32)
    weights /= weights.sum(axis=1, keepdims=True)
    return Model(*shape, read(has["JOINTS_0"]).astype(np.uint8), weights, _bones(document["nodes"], skin))


def _bones(nodes: list[dict[str, Any]], skin: list[int]) -> tuple[Bone, ...]:
    parent_of = {child: i for i, node in enumerate(nodes) for child in node.get("children", ())}
    bones: list[Bone] = []
    for index in skin:
        parent = skin.index(parent_of[index]) if parent_of.get(index) in skin else -1
        if parent >= len(bones):
            raise ValueError(f"bone {nodes[index]['name']} must come after its parent")
        offset = np.array(nodes[index].get("translation", (0.0, 0.0, 0.0)))
        bones.append(Bone(nodes[index]["name"], offset + (bones[parent].rest if parent >= 0 else 0), parent))
    return tuple(bones)
