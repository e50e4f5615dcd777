"""What each film of the held-out set shows, drawn from a seed: who, from where, how fast, how far, and which faults.

The distribution is that of a person filmed at home by a laptop: 640x480, 30 a second, 2.6 to 3.5 m away. Nothing here
knows how the program measures.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from game.minigames.skeleton import BODIES, INDEX, rest_places

FPS = 30
SEED = 7  # of the set on the page
LONGEST_S = 17.0  # no repetition starts later, but the fourth
Kind = Literal["plain", "fault", "alternate", "idle", "two_people", "walk_in"]
Side = Literal["left", "right"]

# exercise: rest, nearest and furthest peak (degrees), and the camera yaws it is filmed from (the left side's)
RANGES: dict[str, tuple[float, float, float]] = {
    "shoulder_abduction": (9.0, 65.0, 160.0),
    "shoulder_flexion": (8.0, 65.0, 158.0),
    "elbow_flexion": (8.0, 85.0, 138.0),
    "squat": (10.0, 45.0, 95.0),
    "sit_to_stand": (91.0, 4.0, 12.0),
    "knee_extension": (88.0, 6.0, 42.0),
    "hip_abduction": (3.0, 12.0, 42.0),
    "marching": (4.0, 50.0, 95.0),
    "trunk_lateral_flexion": (1.0, 12.0, 26.0),
}
PLAIN: dict[str, tuple[float, ...]] = {
    "shoulder_abduction": (0, 0, 18, 42),
    "shoulder_flexion": (88, 88, 46, 46, 0),
    "elbow_flexion": (88, 88, 46, 46, 0),
    "squat": (0, 0, 44, 44, 88, 68),
    "sit_to_stand": (0, 44, 44, 88, 88),
    "knee_extension": (88, 88, 46, 46),
    "hip_abduction": (0, 0, -16, 16),
    "marching": (0, 42, 42, 85),
    "trunk_lateral_flexion": (0, 0, 18),
}
FAULTY: tuple[tuple[str, str, float], ...] = (
    ("shoulder_abduction", "trunk_lean", 0),
    ("shoulder_abduction", "shoulder_hike", 0),
    ("shoulder_abduction", "elbow_bent", 0),
    ("shoulder_flexion", "trunk_lean", 85),
    ("shoulder_flexion", "elbow_bent", 85),
    ("elbow_flexion", "shoulder_moves", 88),
    ("elbow_flexion", "shoulder_moves", 48),
    ("squat", "knee_valgus", 0),
    ("squat", "knee_valgus", 15),
    ("squat", "trunk_forward", 86),
    ("hip_abduction", "trunk_lean", 0),
    ("knee_extension", "trunk_lean", 88),
)


@dataclass(frozen=True, slots=True)
class Lift:
    """One repetition: seconds of its start, way there, stay and way back; its peak; 0..1 of a fault, or None."""

    side: Side
    start_s: float
    there_s: float
    stay_s: float
    back_s: float
    peak_deg: float
    fault: str | None = None
    strength: float = 0.0

    @property
    def end_s(self) -> float:
        return self.start_s + self.there_s + self.stay_s + self.back_s


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the picture is taken from: yaw 0 the person's front, +90 their left; `aim_m` (sideways, up) it looks at."""

    yaw_deg: float
    distance_m: float
    height_m: float
    fov_deg: float
    aim_m: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Script:
    """One film. `scale`: the body's width, height and depth against its file's; `habit`: how the person holds still."""

    name: str
    exercise: str
    side: Side
    kind: Kind
    camera: Camera
    body: str
    scale: tuple[float, float, float]
    lifts: tuple[Lift, ...]
    length_s: float
    walk_s: float
    tremor_deg: float
    tremor_hz: float
    habit: dict[str, float]
    seed: int


def draw(seed: int) -> tuple[Script, ...]:
    """Every film of the set, in an order of which any beginning is a fair sample."""
    wanted: list[tuple[str, float, Kind, str | None]] = [
        (exercise, float(yaw), "plain", None) for exercise, yaws in PLAIN.items() for yaw in yaws
    ]
    wanted += [(exercise, float(yaw), "fault", fault) for exercise, fault, yaw in FAULTY]
    wanted += [("marching", 2.0, "alternate", None), ("marching", 40.0, "alternate", None)]
    wanted += [("shoulder_abduction", 4.0, "idle", None), ("shoulder_abduction", 0.0, "two_people", None)]
    wanted += [("shoulder_abduction", 0.0, "walk_in", None)]
    order = [int(i) for i in np.random.default_rng(seed).permutation(len(wanted))]
    wanted += [("shoulder_abduction", 0.0, "fault", "elbow_bent")]  # added later, so that the others stay as they are
    order.append(len(wanted) - 1)
    scripts = [_script(i, *wanted[i], np.random.default_rng((seed, i))) for i in order]
    # a bent elbow points at a camera in front; of the last one the forearm stands up beside the head
    scripts[-1] = replace(scripts[-1], habit=scripts[-1].habit | {"turned_out_deg": 88.0})
    return tuple(scripts)


def _script(
    i: int, exercise: str, yaw_deg: float, kind: Kind, fault: str | None, chance: np.random.Generator
) -> Script:
    side: Side = "left" if kind != "plain" or chance.random() < 0.6 else "right"
    if kind == "fault" and chance.random() < 0.4:
        side = "right"
    yaw = yaw_deg + chance.uniform(-6.0, 6.0)
    camera = Camera(
        yaw if side == "left" else -yaw,
        float(chance.uniform(2.65, 3.45)),
        float(chance.uniform(0.85, 1.35)),
        float(chance.uniform(48.0, 58.0)),
        (float(chance.uniform(-0.18, 0.18)), float(chance.uniform(0.92, 1.12))),
    )
    body = BODIES[int(chance.integers(len(BODIES)))]
    low, high = (1.50, 1.74) if "woman" in body else (1.60, 1.90)
    tall, wide = chance.uniform(low, high) / _stature_m(body), chance.uniform(0.94, 1.06)
    scale = (float(tall * wide), float(tall), float(tall * chance.uniform(0.94, 1.06)))
    walk_s = 3.0 if kind == "walk_in" else 0.0
    lifts = () if kind == "idle" else _lifts(exercise, side, kind, fault, walk_s, chance)
    length_s = 12.0 if kind == "idle" else max(lift.end_s for lift in lifts) + float(chance.uniform(0.6, 1.4))
    shakes = kind == "plain" and chance.random() < 0.15
    return Script(
        f"film_{i:02d}_{exercise}" + (f"_{fault}" if fault else "" if kind == "plain" else f"_{kind}"),
        exercise, side, kind, camera, body, scale, lifts, length_s, walk_s,
        float(chance.uniform(0.5, 1.5)) if shakes else 0.0, float(chance.uniform(4.0, 6.0)), _habit(chance),
        int(chance.integers(2**31)),
    )  # fmt: skip


def _stature_m(body: str) -> float:
    return float(rest_places(body)[INDEX["head"], 1]) + 0.17  # the head bone begins at the top of the neck


def _lifts(
    exercise: str, side: Side, kind: Kind, fault: str | None, walk_s: float, chance: np.random.Generator
) -> tuple[Lift, ...]:
    _, low, high = RANGES[exercise]
    high = 30.0 if exercise == "hip_abduction" and fault else high  # a lean carries the leg further out
    usual = chance.uniform(low, high)
    spread = chance.uniform(0.1, 0.5) * (high - low)  # some repeat themselves, some never do
    tempo_s = chance.uniform(2.2, 5.2) if kind != "fault" else chance.uniform(2.2, 3.6)
    if kind == "alternate":
        tempo_s = chance.uniform(1.1, 1.6)
    count = int(chance.integers(6, 8) if kind == "fault" else 10 if kind == "alternate" else chance.integers(4, 8))
    faulty = set(chance.permutation(count)[: int(chance.integers(3, 5))]) if fault else set()
    out: list[Lift] = []
    start = walk_s + chance.uniform(0.8, 1.6) + (0.6 if walk_s else 0.0)
    for k in range(count):
        each = tempo_s * chance.uniform(0.82, 1.2)
        stay = chance.uniform(0.0, 0.12) * each
        there = (each - stay) * chance.uniform(0.38, 0.6)
        peak = float(chance.uniform(max(usual - spread, low), min(usual + spread, high)))
        whose: Side = side if kind != "alternate" or k % 2 == 0 else ("right" if side == "left" else "left")
        wrong = fault if k in faulty else None
        strength = float(chance.uniform(0.7, 1.0)) if wrong else 0.0
        out.append(Lift(whose, start, there, stay, each - stay - there, peak, wrong, strength))
        rests = chance.uniform(0.0, 0.15) if kind == "alternate" else chance.uniform(0.0, 0.9)
        start += each + rests + (1.8 if kind == "plain" and chance.random() < 0.06 else 0.0)
        if start > LONGEST_S and k >= 3 and kind != "fault":
            break
    return tuple(_in_order(out))


def _in_order(lifts: list[Lift]) -> list[Lift]:
    """Frames are whole: a repetition starts where the one before it has ended, to the frame."""
    return [replace(lift, start_s=round(lift.start_s * FPS) / FPS) for lift in lifts]


def _habit(chance: np.random.Generator) -> dict[str, float]:
    return {
        "forward_deg": float(chance.uniform(0.5, 5.0)),
        "arm_out_deg": float(chance.uniform(5.0, 12.0)),
        "arm_ahead_deg": float(chance.uniform(0.0, 8.0)),
        "elbow_deg": float(chance.uniform(3.0, 18.0)),
        "working_elbow_deg": float(chance.uniform(0.0, 12.0)),
        "plane_deg": float(chance.uniform(-5.0, 18.0)),  # how far ahead of the frontal plane the arm is lifted
        "stance_deg": float(chance.uniform(0.5, 4.0)),
        "knee_deg": float(chance.uniform(1.0, 6.0)),
        "sway_deg": float(chance.uniform(0.2, 0.8)),
        "collar": float(chance.uniform(0.7, 1.3)),
        "squat_lean": float(chance.uniform(0.24, 0.4)),
        "arms_ahead": float(chance.random() < 0.7),
        "back": float(chance.random() < 0.5),  # a lifted arm's lean: backward, else forward
        "turned_out_deg": 0.0,  # of a bent elbow's forearm, in a lift to the side
        "bent_deg": float(chance.uniform(60.0, 70.0)),
        "lean_deg": float(chance.uniform(18.0, 22.0)),
    }
