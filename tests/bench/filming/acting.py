"""A script carried out by a skinned body: rotation of every bone in every frame, and the truth read off its joints."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from exercises import synthetic
from filming.scripts import FPS, RANGES, Script
from game.minigames.bones import Skeleton, about, rotations
from game.minigames.skeleton import BONES, INDEX, PARENT

SEATED = ("sit_to_stand", "knee_extension")
JOINTS = {
    f"{side}_{joint}": f"{side}_{bone}"
    for side in ("left", "right")
    for joint, bone in (
        *(("shoulder", "upper_arm"), ("elbow", "lower_arm"), ("wrist", "hand")),
        *(("hip", "upper_leg"), ("knee", "lower_leg"), ("ankle", "foot")),
    )
} | {"neck": "neck", "head": "head"}
_HIKE_M, _COLLAR_M = 0.05, 0.055  # a hiked shoulder; how far a collar bone carries an arm lifted to 155 degrees


@dataclass(frozen=True, slots=True, eq=False)
class Act:
    """What the renderer draws: `turns` (N, 20, 3, 3) and `joints` (N, 20, 3) metres, model axes, in the order of BONES.

    `seat_m` (x, y, z): middle of the chair's top, or None.
    """

    turns: np.ndarray
    joints: np.ndarray
    seat_m: np.ndarray | None


def act(script: Script) -> Act:
    """Carry a script out. Feet keep their place on the floor; the body starts over the origin."""
    skeleton = Skeleton(script.body, Skeleton.of(script.body).places * np.array(script.scale))
    t_s = np.arange(round(script.length_s * FPS)) / FPS
    envelope, traces = _traces(script, t_s)
    angles = _angles(script, t_s, traces, envelope, skeleton)
    hike = _HIKE_M * envelope["shoulder_hike"]
    points = synthetic.bodies(angles)
    turns = np.stack([rotations(skeleton, p) for p in points])
    for i in range(len(t_s)):
        _lift_collars(turns[i], skeleton, script, float(hike[i]))
    joints = _placed(_joints(skeleton, turns), skeleton)
    if script.kind == "walk_in":
        away = np.clip(1.0 - t_s / script.walk_s, 0.0, 1.0)
        joints = joints + (away[:, None] * np.array([-2.4, 0.0, 0.0]))[:, None, :]
    seat = None
    if script.exercise in SEATED:
        hips = (joints[0, INDEX["left_upper_leg"]] + joints[0, INDEX["right_upper_leg"]]) / 2
        seat = hips - np.array([0.0, 0.085 * script.scale[1], 0.06])
    return Act(turns, joints, seat)


def _traces(script: Script, t_s: np.ndarray) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """The strength of each fault, and the angle of either side, over time."""
    rest = RANGES[script.exercise][0]
    traces = {side: np.full(len(t_s), rest) for side in ("left", "right")}
    faults = ("trunk_lean", "shoulder_hike", "elbow_bent", "shoulder_moves", "knee_valgus", "trunk_forward")
    envelope = {fault: np.zeros(len(t_s)) for fault in faults}
    for lift in script.lifts:
        back_s = lift.start_s + lift.there_s + lift.stay_s
        way = _eased((t_s - lift.start_s) / lift.there_s) - _eased((t_s - back_s) / lift.back_s)
        traces[lift.side] = traces[lift.side] + (lift.peak_deg - rest) * way
        if lift.fault:
            envelope[lift.fault] = np.maximum(envelope[lift.fault], lift.strength * way)
    shake = script.tremor_deg * np.sin(2 * np.pi * script.tremor_hz * t_s)
    traces[script.side] = traces[script.side] + shake
    if script.exercise in ("squat", "sit_to_stand"):
        traces = dict.fromkeys(traces, traces[script.side])
    return envelope, traces


def _eased(share: np.ndarray) -> np.ndarray:
    s = np.clip(share, 0.0, 1.0)
    return s**3 * (10.0 - 15.0 * s + 6.0 * s * s)  # minimum jerk: Flash and Hogan 1985


def _angles(
    script: Script, t_s: np.ndarray, traces: dict[str, np.ndarray], wrong: dict[str, np.ndarray], skeleton: Skeleton
) -> dict[str, np.ndarray]:
    """The body angles of every frame: the exercise, the person's habits on top, then what is wrong."""
    side, habit, n = script.side, script.habit, len(t_s)
    score = synthetic.Score(script.exercise, t_s, traces["left"], traces["right"], np.zeros(n), None, (side,), ())
    angles = {key: np.array(value, float) for key, value in synthetic.angles_of(score).items()}

    def add(name: str, value: Any) -> None:
        angles[name] = angles.get(name, np.zeros(n)) + value

    if script.exercise == "squat":
        angles["trunk_forward_deg"] = habit["squat_lean"] * traces[side]
    sway = habit["sway_deg"] * np.sin(2 * np.pi * 0.31 * t_s + 1.0)
    add("trunk_lateral_deg", sway)
    add("trunk_forward_deg", habit["forward_deg"] + 0.7 * habit["sway_deg"] * np.sin(2 * np.pi * 0.23 * t_s))
    add("neck_flexion_deg", 2.0 + 3.0 * np.sin(2 * np.pi * 0.11 * t_s))
    _arms(script, traces, add)
    if script.exercise not in SEATED:
        for one in ("left", "right"):
            wider = 4.0 if script.exercise == "squat" else 0.0
            add(f"{one}_hip_abduction_deg", habit["stance_deg"] + wider if script.exercise != "hip_abduction" else 0.0)
            if script.exercise not in ("squat", "marching"):
                add(f"{one}_knee_flexion_deg", habit["knee_deg"])
                add(f"{one}_hip_flexion_deg", habit["knee_deg"] / 2)
    _faults(script, wrong, skeleton, add)
    if script.kind == "walk_in":
        _walking(script, t_s, angles, add)
    return angles


def _arms(script: Script, traces: dict[str, np.ndarray], add: Any) -> None:
    habit, exercise, side = script.habit, script.exercise, script.side
    lifted = side if exercise in ("shoulder_abduction", "shoulder_flexion", "elbow_flexion") else None
    for one in ("left", "right"):
        if exercise == "knee_extension":
            add(f"{one}_shoulder_flexion_deg", 14.0 + habit["arm_ahead_deg"])
            add(f"{one}_elbow_flexion_deg", 45.0 + habit["elbow_deg"])
        elif exercise == "sit_to_stand":
            seated = np.clip(traces[one] / 91.0, 0.0, 1.0)
            add(f"{one}_shoulder_flexion_deg", 10.0 + habit["arm_ahead_deg"] + 20.0 * seated)
            add(f"{one}_elbow_flexion_deg", habit["elbow_deg"] + 42.0 * seated)
        elif exercise == "squat":
            reach = 1.1 if habit["arms_ahead"] else 0.45
            add(f"{one}_shoulder_flexion_deg", habit["arm_ahead_deg"] + reach * traces[one])
            add(f"{one}_elbow_flexion_deg", habit["elbow_deg"])
        elif one != lifted:
            still = exercise.startswith("shoulder") or exercise == "elbow_flexion"
            add(
                f"{one}_shoulder_abduction_deg", habit["arm_out_deg"] - (9.0 if exercise == "shoulder_abduction" else 0)
            )
            add(f"{one}_shoulder_flexion_deg", 0.0 if exercise == "shoulder_flexion" else habit["arm_ahead_deg"])
            add(f"{one}_elbow_flexion_deg", habit["elbow_deg"] - (8.0 if still and exercise == "elbow_flexion" else 0))
        elif exercise == "elbow_flexion":
            add(f"{one}_shoulder_flexion_deg", habit["arm_ahead_deg"] / 2)
            add(f"{one}_shoulder_abduction_deg", habit["arm_out_deg"] / 2)
        else:
            add(f"{one}_elbow_flexion_deg", habit["working_elbow_deg"])
            if exercise == "shoulder_abduction":
                add(f"{one}_shoulder_horizontal_deg", habit["plane_deg"])


def _faults(script: Script, wrong: dict[str, np.ndarray], skeleton: Skeleton, add: Any) -> None:
    side, habit, exercise = script.side, script.habit, script.exercise
    lean = habit["lean_deg"] * wrong["trunk_lean"]
    if exercise in ("shoulder_abduction", "hip_abduction"):
        add("trunk_lateral_deg", lean if side == "right" else -lean)
        if exercise == "hip_abduction":  # the leg goes as far out against the trunk as it is meant to
            add(f"{side}_hip_abduction_deg", lean)
    else:
        back = exercise == "knee_extension" or habit["back"]
        add("trunk_forward_deg", -lean if back else lean)
    add("trunk_forward_deg", 25.0 * wrong["trunk_forward"])
    add(f"{side}_elbow_flexion_deg", habit["bent_deg"] * wrong["elbow_bent"])
    if exercise == "shoulder_abduction":
        add(f"{side}_shoulder_rotation_deg", habit["turned_out_deg"] * np.clip(3.0 * wrong["elbow_bent"], 0.0, 1.0))
    add(f"{side}_shoulder_flexion_deg", 35.0 * wrong["shoulder_moves"])
    if wrong["knee_valgus"].any():
        # knees to a quarter of the ankles' width, whatever this body's hips and thighs are
        out = math.sin(math.radians(habit["stance_deg"] + 4.0))
        hip = abs(skeleton.at("left_upper_leg")[0])
        thigh = float(np.linalg.norm(skeleton.along("left_upper_leg", "left_lower_leg")))
        shank = float(np.linalg.norm(skeleton.along("left_lower_leg", "left_foot")))
        inward = (hip + thigh * out) - 0.25 * (hip + (thigh + shank) * out)
        for one in ("left", "right"):
            add(f"{one}_knee_in_m", inward / thigh * 0.245 * 1.70 * wrong["knee_valgus"])


def _walking(script: Script, t_s: np.ndarray, angles: dict[str, np.ndarray], add: Any) -> None:
    """Two steps a second from the person's right, facing left, then a turn to the camera within half a second."""
    walks = 1.0 - _eased((t_s - script.walk_s) / 0.5)
    swing = np.sin(2 * np.pi * 0.95 * t_s)
    for one, sign in (("left", 1.0), ("right", -1.0)):
        add(f"{one}_hip_flexion_deg", walks * (4.0 + 22.0 * sign * swing))
        add(f"{one}_knee_flexion_deg", walks * (12.0 + 22.0 * np.maximum(0.0, sign * np.cos(2 * np.pi * 0.95 * t_s))))
        add(f"{one}_shoulder_flexion_deg", walks * (-18.0 * sign * swing))
    angles["heading_deg"] = 88.0 * walks


def _lift_collars(turns: np.ndarray, skeleton: Skeleton, script: Script, hike_m: float) -> None:
    """Collar bones in place of the game's own: up a little with a lifted arm, and where the shoulder is hiked."""
    chest = turns[INDEX["upper_chest"]]
    for side, sign in (("left", 1.0), ("right", -1.0)):
        rest = skeleton.along(f"{side}_upper_arm", f"{side}_lower_arm")
        arm = turns[INDEX[f"{side}_upper_arm"]] @ (rest / np.linalg.norm(rest))
        raised = math.degrees(math.acos(float(np.clip(-arm @ chest[:, 1], -1.0, 1.0))))
        up_m = _COLLAR_M * script.habit["collar"] * max(raised - 45.0, 0.0) / 110.0
        up_m += hike_m if side == script.side else 0.0
        collar = skeleton.along(f"{side}_shoulder", f"{side}_upper_arm")
        reach, start = math.hypot(collar[0], collar[1]), math.atan2(collar[1], abs(collar[0]))
        turn = math.asin(min(math.sin(start) + up_m / reach, 0.98)) - start
        turns[INDEX[f"{side}_shoulder"]] = about(chest[:, 2], sign * turn) @ chest


def _joints(skeleton: Skeleton, turns: np.ndarray) -> np.ndarray:
    """(N, 20, 3) the root of every bone, hips where they rest."""
    out = np.zeros((len(turns), len(BONES), 3))
    for bone in BONES:
        parent = PARENT[bone]
        if parent is None:
            out[:, INDEX[bone]] = skeleton.at(bone)
        else:
            step = np.einsum("nij,j->ni", turns[:, INDEX[parent]], skeleton.along(parent, bone))
            out[:, INDEX[bone]] = out[:, INDEX[parent]] + step
    return out


def _placed(joints: np.ndarray, skeleton: Skeleton) -> np.ndarray:
    """Moved so that the lower foot keeps its place and height; level feet share it, so that a step has no jump."""
    feet = joints[:, [INDEX["left_foot"], INDEX["right_foot"]]]
    at_rest = feet[0] * np.array([1.0, 0.0, 1.0]) + np.array([0.0, skeleton.at("left_foot")[1], 0.0])
    at_rest[:, 2] = at_rest[:, 2].mean()
    left = 1.0 / (1.0 + np.exp(np.clip((feet[:, 0, 1] - feet[:, 1, 1]) / 0.012, -50.0, 50.0)))
    weight = np.stack([left, 1.0 - left], axis=1)[:, :, None]
    shift = (weight * (at_rest - feet)).sum(axis=1)
    shift[:, 0] = 0.0
    return joints + shift[:, None, :]


def truth(script: Script, played: Act) -> dict[str, Any]:
    """What the practice films' JSON says, of this one: angles as data/README.md defines them, from the bones' roots."""
    p = {name: played.joints[:, INDEX[bone]] for name, bone in JOINTS.items()}
    angle = _angle_deg(script, p)
    if script.kind == "walk_in":
        angle[: round((script.walk_s + 0.6) * FPS)] = np.nan
    less = script.exercise in SEATED
    said: dict[str, list[dict[str, Any]]] = {"left": [], "right": []}
    for lift in script.lifts:
        start, end = round(lift.start_s * FPS), min(round(lift.end_s * FPS), len(angle) - 1)
        of_lift = angle if lift.side == script.side else _angle_deg(script, p, lift.side)
        peak = start + int((np.nanargmin if less else np.nanargmax)(of_lift[start : end + 1]))
        said[lift.side].append(
            {
                "start_frame": start, "peak_frame": peak, "end_frame": end, "fault": lift.fault,
                "peak_angle_deg": round(float(of_lift[peak]), 3),
            }
        )  # fmt: skip
    other = "right" if script.side == "left" else "left"
    return {
        "movement": script.exercise, "side": script.side, "kind": script.kind, "fps": FPS,
        "camera": {
            "yaw": script.camera.yaw_deg, "distance": script.camera.distance_m, "height": script.camera.height_m,
            "fov": script.camera.fov_deg,
        },
        "body": {"of": script.body, "scale": list(script.scale)}, "tremor_deg": script.tremor_deg,
        "axes": "x to the person's left, y backwards, z up; metres; floor at z = 0",
        "angle_deg": [None if np.isnan(a) else round(float(a), 3) for a in angle],
        "repetitions": said[script.side], "other_side_repetitions": said[other],
        "joints": [
            {name: [round(float(x), 4) for x in (v[i, 0], -v[i, 2], v[i, 1])] for name, v in p.items()}
            for i in range(len(angle))
        ],
    }  # fmt: skip


def _angle_deg(script: Script, p: dict[str, np.ndarray], side: str | None = None) -> np.ndarray:
    side = side or script.side
    trunk = (p["left_shoulder"] + p["right_shoulder"] - p["left_hip"] - p["right_hip"]) / 2

    def between(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        cosine = (a * b).sum(-1) / np.linalg.norm(a, axis=-1) / np.linalg.norm(b, axis=-1)
        return np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))

    def limb(a: str, b: str) -> np.ndarray:
        return p[f"{side}_{b}"] - p[f"{side}_{a}"]

    if script.exercise.startswith("shoulder"):
        return between(limb("shoulder", "elbow"), -trunk)
    if script.exercise == "elbow_flexion":
        return between(limb("shoulder", "elbow"), limb("elbow", "wrist"))
    if script.exercise in ("squat", "sit_to_stand", "knee_extension"):
        return between(limb("hip", "knee"), limb("knee", "ankle"))
    if script.exercise in ("hip_abduction", "marching"):
        return between(limb("hip", "knee"), -trunk)
    return between(trunk, np.array([0.0, 1.0, 0.0]))
