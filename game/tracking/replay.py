"""Recordings: poses in an .npz for interchange, schema `upswing.recording/1` (docs/formats.md), and a source of them.

t_s (N,) s, rising   points (N, J, 3) float32 room metres, NaN unseen   confidence (N, J) 0..1   joints (J,) names as in
Joint   optional image (N, J, 2), head, left_hand, right_hand (N, 7: position, quaternion xyzw), tick (N,)   meta a JSON
string with schema, fps, source and, where it is known, camera_yaw_deg: one number, or pairs [first pose, yaw]
There is never a picture in it, and nothing in it is ever executed (no pickles).
"""

from __future__ import annotations

import json
import math
import os
import time
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from exercises.pose import Joint, Pose, Rigid
from game.tracking.footage import near_name
from game.tracking.pace import Pace
from game.tracking.source import Notice, RecordingError

SCHEMA = "upswing.recording/1"
_RIGIDS = ("head", "left_hand", "right_hand")
_NEEDED = ("t_s", "points", "confidence", "joints", "meta")


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """What a recording holds. `joints` are those it carries; `ticks` (N,) the session's tick of each pose, or None;
    `meta` what its JSON says, with `schema`, `fps` (None unknown) and `source`."""

    poses: tuple[Pose, ...]
    joints: frozenset[Joint]
    ticks: tuple[int, ...] | None
    meta: Mapping[str, Any]

    @property
    def fps(self) -> float:
        """As stated, else from the times; NaN where there are fewer than two poses."""
        stated = self.meta.get("fps")
        if isinstance(stated, (int, float)) and stated > 0:
            return float(stated)
        return 1 / float(np.median(np.diff([p.t_s for p in self.poses]))) if len(self.poses) > 1 else math.nan


class Replay:
    """A lock-step PoseSource over a recording (its path), or over any poses: a mover's, say (game.tracking.synthetic).

    `provides`: the joints the poses carry; a recording knows its own. Raises RecordingError as read_recording does.
    """

    lockstep = True

    def __init__(
        self,
        poses: Sequence[Pose] | Path | str,
        provides: frozenset[Joint] = frozenset(Joint),
        *,
        paced: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if isinstance(poses, str | Path):
            recording = read_recording(poses)
            poses, provides = recording.poses, recording.joints
        self.provides = provides
        self.frames_stated = len(poses)
        self._poses = deque(poses)
        self._pace = Pace(clock) if paced else None

    @property
    def ended(self) -> bool:
        return not self._poses

    def poll(self) -> tuple[Pose, ...]:
        """The next pose (one at a time, so that whoever stops asking loses none); paced, all that are due."""
        if not self._poses:
            return ()
        if self._pace is None:
            return (self._poses.popleft(),)
        until_s, due = self._pace.until(ready=True), []
        while self._poses and self._poses[0].t_s <= until_s:
            due.append(self._poses.popleft())
        return tuple(due)

    def notices(self) -> tuple[Notice, ...]:
        return ()

    def close(self) -> None:
        self._poses.clear()


def write_recording(
    path: Path | str,
    poses: Sequence[Pose],
    *,
    fps: float | None = None,
    source: str = "",
    joints: frozenset[Joint] = frozenset(Joint),
    ticks: Sequence[int] | None = None,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Write poses so that read_recording gives them back bit for bit. The file appears whole or not at all.

    `more`: entries of `meta` besides those of the schema.
    """
    path = Path(path)
    if not poses:
        raise RecordingError(f"{path} cannot be written: a recording holds at least one pose, got none")
    index = sorted(joints)
    arrays: dict[str, Any] = {
        "t_s": np.array([p.t_s for p in poses], np.float64),
        "points": np.array([p.points[index] for p in poses], np.float32),
        "confidence": np.array([p.confidence[index] for p in poses], np.float32),
        "joints": np.array([j.name for j in index]),
    }
    if any(p.image is not None for p in poses):
        nowhere = np.full((len(index), 2), np.nan, np.float32)
        arrays["image"] = np.array([nowhere if p.image is None else p.image[index] for p in poses], np.float32)
    for name in _RIGIDS:
        rigids = [getattr(p, name) for p in poses]
        if any(r is not None for r in rigids):
            arrays[name] = np.array([np.full(7, np.nan) if r is None else [*r.position, *r.rotation] for r in rigids])
    if ticks is not None:
        arrays["tick"] = np.array(ticks, np.int64)
    meta = {
        "schema": SCHEMA,
        "fps": fps,
        "source": source,
        "camera_yaw_deg": _yaw_runs([p.camera_yaw_deg for p in poses]),
        **(more or {}),
    }
    arrays["meta"] = np.array(json.dumps(meta))
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        np.savez_compressed(file, **arrays)
    os.replace(part, path)


def read_recording(path: Path | str) -> Recording:
    """Raises RecordingError, one sentence, for whatever is not as the schema says."""
    path = Path(path)
    arrays = _arrays(path)
    missing = [name for name in _NEEDED if name not in arrays]
    if missing:
        raise RecordingError(f"{path.name} is no recording: it lacks {', '.join(missing)}")
    meta = _meta(path.name, arrays["meta"])
    joints = _joints(path.name, arrays["joints"])
    n, j = len(arrays["t_s"]) if arrays["t_s"].ndim else 0, len(joints)
    if n == 0:
        raise RecordingError(f"{path.name} holds no pose")
    shapes = {"t_s": (n,), "points": (n, j, 3), "confidence": (n, j), "image": (n, j, 2), "tick": (n,)}
    for name, shape in (shapes | dict.fromkeys(_RIGIDS, (n, 7))).items():
        if name not in arrays:
            continue
        if arrays[name].dtype.kind not in "fiu":
            raise RecordingError(f"{path.name}: {name} must hold numbers, got {arrays[name].dtype}")
        if arrays[name].shape != shape:
            raise RecordingError(f"{path.name}: {name} must have shape {shape}, got {arrays[name].shape}")
    _check_values(path.name, arrays)
    yaws = _yaws(path.name, meta.get("camera_yaw_deg"), n)
    poses = tuple(_pose(arrays, i, joints, yaws[i]) for i in range(n))
    ticks = tuple(int(k) for k in arrays["tick"]) if "tick" in arrays else None
    return Recording(poses, frozenset(joints), ticks, meta)


def _arrays(path: Path) -> dict[str, np.ndarray]:
    if path.is_dir():
        raise RecordingError(f"{path} is a folder, expected a recording (.npz)")
    if not path.exists():
        raise RecordingError(f"there is no file {path}" + near_name(path))
    try:
        with path.open("rb") as file:  # opened here, for numpy leaves a file that is no archive open
            if not zipfile.is_zipfile(file):
                raise RecordingError(f"{path.name} is no recording (.npz): it is no archive, or was cut off")
            file.seek(0)
            with np.load(file, allow_pickle=False) as archive:
                return {name: archive[name] for name in archive.files}
    except PermissionError:
        raise RecordingError(f"{path} may not be read: permission denied") from None
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError, KeyError, NotImplementedError) as error:
        said = (str(error).splitlines() or [""])[0]
        raise RecordingError(f"{path.name} is no recording, or a damaged one ({said})") from error


def _meta(name: str, array: np.ndarray) -> dict[str, Any]:
    try:
        meta = json.loads(str(array[()]))
    except ValueError:
        meta = None
    if not isinstance(meta, dict):
        raise RecordingError(f"{name}: meta must be a JSON object in a string, got {str(array)[:40]!r}")
    if meta.get("schema") != SCHEMA:
        raise RecordingError(f"{name}: meta.schema must be {SCHEMA!r}, got {meta.get('schema')!r}")
    return meta


def _joints(name: str, array: np.ndarray) -> list[Joint]:
    names = [str(x) for x in array.ravel()]
    unknown = [x for x in names if x not in Joint.__members__]
    if unknown:
        raise RecordingError(f"{name}: joints must be names such as left_knee, got {unknown[0]!r}")
    if len(set(names)) != len(names) or not names:
        raise RecordingError(f"{name}: joints must name each joint once, got {len(names)} names")
    return [Joint[x] for x in names]


def _check_values(name: str, arrays: Mapping[str, np.ndarray]) -> None:
    t = arrays["t_s"].astype(np.float64)
    if not np.isfinite(t).all() or (np.diff(t) <= 0).any():
        at = int(np.argmax(~np.isfinite(t) | np.concatenate([[False], ~(np.diff(t) > 0)])))
        raise RecordingError(f"{name}: t_s must rise from pose to pose, but t_s[{at}] is {t[at]}")
    sure = arrays["confidence"]
    if not ((sure >= 0) & (sure <= 1)).all():
        wrong = sure[~((sure >= 0) & (sure <= 1))]
        raise RecordingError(f"{name}: confidence must lie between 0 and 1, got {wrong[0]}")
    if np.isinf(arrays["points"]).any():
        raise RecordingError(f"{name}: points must be metres or NaN, got an infinite one")


def _yaws(name: str, said: Any, n: int) -> list[float]:
    """Yaw of each pose from a number, null, or runs [[first pose, yaw or null], ...]."""
    runs = said if isinstance(said, list) else [[0, said]]
    yaws = [math.nan] * n
    try:
        for first, yaw in runs:
            yaws[first:] = [math.nan if yaw is None else float(yaw)] * (n - first)
    except (TypeError, ValueError):
        raise RecordingError(
            f"{name}: meta.camera_yaw_deg must be a number or pairs [pose, number], got {said!r}"
        ) from None
    return yaws[:n]


def _yaw_runs(yaws: Sequence[float]) -> float | list[list[Any]] | None:
    plain = [None if math.isnan(y) else float(y) for y in yaws]
    runs = [[i, y] for i, y in enumerate(plain) if i == 0 or y != plain[i - 1]]
    return plain[0] if len(runs) == 1 else runs


def _pose(arrays: Mapping[str, np.ndarray], i: int, joints: Sequence[Joint], yaw: float) -> Pose:
    points, confidence = np.full((len(Joint), 3), np.nan), np.zeros(len(Joint))
    points[joints], confidence[joints] = arrays["points"][i], arrays["confidence"][i]
    image = None
    if "image" in arrays and np.isfinite(arrays["image"][i]).any():
        image = np.full((len(Joint), 2), np.nan)
        image[joints] = arrays["image"][i]
    rigids = {
        name: Rigid(arrays[name][i][:3], arrays[name][i][3:])
        for name in _RIGIDS
        if name in arrays and np.isfinite(arrays[name][i]).all()
    }
    return Pose(float(arrays["t_s"][i]), points, confidence, image, camera_yaw_deg=yaw, **rigids)
