"""A film or a recording in, the mapping `upswing.analysis/1` out (docs/formats.md): what `upswing analyze` says."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from exercises.definition import Exercise
from exercises.events import RepCompleted
from exercises.frames import OTHER_SIDE
from exercises.pose import Pose
from exercises.routine import Dose
from exercises.session import Plan, run
from game.tracking.film import Film
from game.tracking.replay import Recording, read_recording
from game.tracking.source import RecordingError

SCHEMA = "upswing.analysis/1"
Side = Literal["left", "right"]
Progress = Callable[[int, int | None], None]  # frames done, frames in all where that is known


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """`mapping` is ready for JSON. `damage`: one sentence on what could not be read, or None."""

    mapping: dict[str, Any]
    damage: str | None


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """What a file showed: its poses, one a frame, and how it was looked at."""

    name: str
    fps: float
    model: str | None
    poses: tuple[Pose, ...]
    up: str | None
    damage: str | None


def analyse(
    path: Path | str,
    exercise: Exercise,
    side: Side | None = None,
    target_deg: float | None = None,
    model: str = "full",
    on_progress: Progress | None = None,
) -> Analysis:
    """Measure a film (any that OpenCV reads) or a recording (.npz) of one exercise.

    Raises FilmError or RecordingError for what is neither; a film with a hole or with nobody in it is no error but
    `damage`. Without `side` the left is judged. Without `target_deg` every deliberate repetition counts; with it, those
    that fall short are listed under `partial_repetitions`.
    """
    path, side = Path(path), side or "left"
    if is_recording(path):
        seen = _of_recording(path.name, read_recording(path), exercise, side)
    else:
        seen = _of_film(path, model, on_progress or (lambda done, total: None))
    return Analysis(_mapping(seen, exercise, side, target_deg), seen.damage)


def is_recording(path: Path) -> bool:
    """By its name, or by being a zip archive, which no film is."""
    if path.suffix.lower() == ".npz":
        return True
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def _of_film(path: Path, model: str, on_progress: Progress) -> _Seen:
    with Film(path, model) as film:
        poses: list[Pose] = []
        while not film.ended:
            new = film.poll()
            poses.extend(new)
            if new:
                on_progress(len(poses), film.frames_stated or None)
        at = film.reference
        return _Seen(
            film.name,
            film.fps if math.isfinite(film.fps) else _rate(poses),
            model,
            tuple(poses),
            at.up if at else None,
            str(film.fault) if film.fault else None,
        )


def _of_recording(name: str, recording: Recording, exercise: Exercise, side: Side) -> _Seen:
    needs = {OTHER_SIDE[j] for j in exercise.needs} if side == "right" else exercise.needs
    missing = [j.name for j in sorted(needs - recording.joints)]
    if missing:
        raise RecordingError(f"{name} lacks {', '.join(missing)}, which {exercise.id} on the {side} needs")
    return _Seen(name, recording.fps, None, recording.poses, None, None)


def _rate(poses: Sequence[Pose]) -> float:
    return 1 / float(np.median(np.diff([p.t_s for p in poses]))) if len(poses) > 1 else math.nan


def _mapping(seen: _Seen, exercise: Exercise, side: Side, target_deg: float | None) -> dict[str, Any]:
    judged = run(Plan(exercise, side, Dose(), target_deg=target_deg, film=True), seen.poses)
    view, frames = judged.view, judged.frames
    assert view is not None, "a film's plan is judged with its view"
    assert frames is not None, "and with its frames"
    done = [e for e in judged.events if isinstance(e, RepCompleted) and e.side == side]
    out: dict[str, Any] = {
        "schema": SCHEMA,
        "exercise": exercise.id,
        "side": side,
        "model": seen.model,
        "source": {"name": seen.name, "fps": _number(seen.fps, 3), "frames": len(seen.poses)},
        "view": {
            "suitable": view.suitable,
            "camera_yaw_deg": _number(view.camera_yaw_deg, 1),
            "reason": view.reason,
            "up": seen.up,
        },
        "frames": {
            "t_s": [round(t, 6) for t in frames.t_s.tolist()],
            "angle_deg": _numbers(frames.angle_deg),
            "uncertainty_deg": _numbers(frames.uncertainty_deg),
        },
        "repetitions": [_repetition(e, view.suitable) for e in done if e.full or target_deg is None],
    }
    if target_deg is not None:
        out["target_deg"] = target_deg
        out["partial_repetitions"] = [_repetition(e, view.suitable) for e in done if not e.full]
    return out


def _repetition(e: RepCompleted, good: bool) -> dict[str, Any]:
    return {
        "start_s": _number(e.start_s, 3),
        "peak_s": _number(e.peak_s, 3),
        "end_s": _number(e.end_s, 3),
        "peak_deg": _number(e.peak_deg if good else None, 1),
        "peak_uncertainty_deg": _number(e.peak_uncertainty_deg if good else None, 1),
        "duration_s": _number(e.duration_s, 3),
        "quality": _number(e.quality, 2),
        "faults": list(e.faults),
        "verified": e.verified,
    }


def _number(value: float | None, digits: int) -> float | None:
    return None if value is None or not math.isfinite(value) else round(float(value), digits)


def _numbers(values: np.ndarray) -> list[float | None]:
    return [_number(v, 2) for v in values.tolist()]
