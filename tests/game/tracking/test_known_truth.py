"""Signs, yaw and floor against the practice films, whose truth is known: the first second and a half of each."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from exercises import frames
from exercises.pose import Joint
from game.tracking.film import Film

DATA = Path(__file__).parents[4] / "shared" / "data"
STILL = 45  # frames; every practice film but the walk begins with a still second

pytestmark = [
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the practice films are not at {DATA}"),
]


def clips() -> list[Path]:
    found = sorted(p for folder in ("practice_clips", "practice_hard") for p in (DATA / folder).glob("*.json"))
    return [p for p in found if "walk_in" not in p.name]


def true_room(joints: dict[str, list[float]]) -> np.ndarray:
    """(33, 3) room points: the films' own axes are x to the person's left, y backwards, z up."""
    points = np.full((len(Joint), 3), np.nan)
    for name, (left, back, up) in joints.items():
        if name in Joint.__members__:
            points[Joint[name]] = (-left, up, back)
    return points


def test_yaw_and_places_on_every_film(record_property: Callable[[str, object], None]) -> None:
    yaw_off, place_off = {}, {}
    for truth_path in clips():
        truth = json.loads(truth_path.read_text(encoding="utf-8"))
        film = Film(truth_path.with_suffix(".mp4"), "lite")
        pose = None
        while pose is None or pose.t_s < STILL / 30:
            pose = (film.poll() or (pose,))[-1]
        reference = film.reference
        film.close()
        yaw_off[truth_path.stem] = reference.camera_yaw_deg - truth["camera"]["yaw"]
        if truth.get("joints"):
            true = true_room(truth["joints"][round(pose.t_s * 30)])
            known = np.isfinite(true[:, 0])
            there, here = true - frames.hips(true), pose.points - frames.hips(pose.points)
            place_off[truth_path.stem] = float(np.linalg.norm(here - there, axis=1)[known].mean())
    mean_yaw = np.mean(np.abs(list(yaw_off.values())))
    record_property("mean_yaw_error_deg", round(float(mean_yaw), 1))  # --junit-xml=F -o junit_family=xunit1
    record_property("yaw_errors_deg", {name: round(off, 1) for name, off in yaw_off.items()})
    record_property("mean_joint_error_at_rest_m", round(float(np.mean(list(place_off.values()))), 3))
    assert mean_yaw < 7
    assert max(map(abs, yaw_off.values())) < 30  # a wrong sign would be 90 or 180 off on the films from a side
    assert np.mean(list(place_off.values())) < 0.15
