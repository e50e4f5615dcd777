"""About a second of poses as one small block of bytes, and back bit for bit.

Each array is taken as integers, the difference from pose to pose is kept, its bytes are sorted by place (all high
bytes, then the next ...) and deflated. Neighbouring poses differ little, so high bytes are mostly zero. Nothing is
rounded: a NaN comes back with the same bits, and a session that is judged again gives the same events.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exercises.pose import Joint, Pose, Rigid
from game.progress.errors import DamagedError

RIGIDS = ("head", "left_hand", "right_hand")
_JOINTS = len(Joint)
_SPEED = 6  # deflate's usual level: 9 takes three times as long for one part in a hundred


def pack(ticks: Sequence[int], poses: Sequence[Pose]) -> bytes:
    """The poses, each with the tick it was judged in, as bytes."""
    arrays: dict[str, NDArray[Any]] = {
        "tick": np.array(ticks, np.int64),
        "t_s": np.array([pose.t_s for pose in poses], np.float64),
        "camera_yaw_deg": np.array([pose.camera_yaw_deg for pose in poses], np.float64),
        "points": np.array([pose.points for pose in poses], np.float32).reshape(len(poses), _JOINTS, 3),
        "confidence": np.array([pose.confidence for pose in poses], np.float32).reshape(len(poses), _JOINTS),
    }
    shown = np.array([pose.image is not None for pose in poses], np.uint8)
    if shown.any():  # most sources give an image to every pose or to none
        arrays["image_there"] = shown
        arrays["image"] = np.array([pose.image for pose in poses if pose.image is not None], np.float32)
    for name in RIGIDS:
        rigids: list[Rigid | None] = [getattr(pose, name) for pose in poses]
        if any(rigid is not None for rigid in rigids):
            arrays[f"{name}_there"] = np.array([rigid is not None for rigid in rigids], np.uint8)
            arrays[name] = np.array([[*r.position, *r.rotation] for r in rigids if r is not None], np.float64)
    header = json.dumps([[name, array.dtype.str, array.shape] for name, array in arrays.items()]).encode()
    body = b"".join(_plain(array) for array in arrays.values())
    return zlib.compress(len(header).to_bytes(4, "little") + header + body, _SPEED)


def unpack(data: bytes) -> tuple[tuple[int, Pose], ...]:
    """(tick, Pose) in the order they were packed. DamagedError where the bytes are not what `pack` made."""
    try:
        arrays = _arrays(zlib.decompress(data))
        return _poses(arrays)
    except (zlib.error, ValueError, KeyError, TypeError) as error:
        raise DamagedError(f"a second of stored poses cannot be read: {error}") from error


def _integers(dtype: np.dtype[Any]) -> np.dtype[Any]:
    return np.dtype(f"<u{dtype.itemsize}")


def _plain(array: NDArray[Any]) -> bytes:
    whole = np.ascontiguousarray(array).view(_integers(array.dtype))
    steps = np.concatenate([whole[:1], whole[1:] - whole[:-1]])  # unsigned: wraps round, and back again
    return np.ascontiguousarray(steps.reshape(-1, 1).view(np.uint8).T).tobytes()


def _arrays(raw: bytes) -> dict[str, NDArray[Any]]:
    start = 4 + int.from_bytes(raw[:4], "little")
    arrays = {}
    for name, code, shape in json.loads(raw[4:start]):
        dtype, count = np.dtype(code), int(np.prod(shape))
        end = start + count * dtype.itemsize
        planes = np.frombuffer(raw[start:end], np.uint8).reshape(dtype.itemsize, count)
        steps = np.ascontiguousarray(planes.T).view(_integers(dtype)).reshape(shape)
        arrays[name] = np.cumsum(steps, axis=0, dtype=steps.dtype).view(dtype)
        start = end
    return arrays


def _poses(arrays: dict[str, NDArray[Any]]) -> tuple[tuple[int, Pose], ...]:
    optional = {name: _spread(arrays, name) for name in ("image", *RIGIDS)}
    poses = []
    for i, tick in enumerate(arrays["tick"]):
        rigids = {name: None if (row := optional[name][i]) is None else Rigid(row[:3], row[3:]) for name in RIGIDS}
        pose = Pose(
            float(arrays["t_s"][i]),
            arrays["points"][i],
            arrays["confidence"][i],
            optional["image"][i],
            camera_yaw_deg=float(arrays["camera_yaw_deg"][i]),
            **rigids,
        )
        poses.append((int(tick), pose))
    return tuple(poses)


def _spread(arrays: dict[str, NDArray[Any]], name: str) -> list[NDArray[Any] | None]:
    if name not in arrays:
        return [None] * len(arrays["tick"])
    rows = iter(arrays[name])
    return [next(rows) if there else None for there in arrays[f"{name}_there"]]
