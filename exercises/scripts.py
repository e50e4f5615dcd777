"""How each exercise beyond the first nine is done by a synthetic body: what stays, what moves, what goes wrong.

A script names angles of `mannequin.ANGLES`. One that has a side is written without it ("knee_flexion_deg") and means
the side that works, `other_` before it the side that does not; what both sides keep is in `still`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Move = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Script:
    """From `rest` to `peak`, both in degrees of `measure`, while every move goes from its first angle to its second.

    `whole`: both sides do it together. `yaw_deg`: where a camera sees it well when the left side works.
    """

    measure: str
    rest: float
    peak: float
    moves: Mapping[str, Move]
    faults: Mapping[str, tuple[str, float]]
    yaw_deg: float = 85.0
    still: Mapping[str, float] = field(default_factory=dict)
    whole: bool = False


SEAT = {"hip_flexion_deg": 88.0, "knee_flexion_deg": 88.0}
BACK = {"lying_deg": 90.0}
LONG_SIT = {"hip_flexion_deg": 75.0, "knee_flexion_deg": 10.0}
BENT_ARM = {"elbow_flexion_deg": 90.0}

LEAN_BACK = ("trunk_forward_deg", -20.0)
LEAN_AHEAD = ("trunk_forward_deg", 25.0)
LEAN_AWAY = ("lean_away_deg", 20.0)
HIKE = ("shoulder_hike_m", 0.10)
# What changes a whole lift and no angle: the share that is left of the time either way, of the time back, of the travel
OF_LIFT = ("both_ways", "way_back", "travel")
QUICK, DROPPED, SHORT = ("both_ways", 0.25), ("way_back", 0.22), ("travel", 0.6)

_SHOULDER = {
    "sh_scaption": Script(
        "shoulder_elevation", 8.0, 110.0, {"shoulder_abduction_deg": (8.0, 110.0)},
        {"trunk_lean": LEAN_AWAY, "elbow_bent": ("elbow_flexion_deg", 65.0), "shoulder_hike": HIKE}, 0.0,
        {"shoulder_horizontal_deg": 35.0},
    ),
    "sh_er_side": Script(
        "shoulder_rotation", 0.0, 55.0, {"shoulder_rotation_deg": (0.0, 55.0)},
        {
            "elbow_away": ("shoulder_abduction_deg", 35.0), "trunk_turn": ("turn_toward_deg", 25.0),
            "elbow_angle": ("elbow_flexion_deg", 45.0),
        }, 0.0, BENT_ARM,
    ),
    "sh_ir_side": Script(
        "shoulder_rotation", 25.0, -50.0, {"shoulder_rotation_deg": (25.0, -50.0)},
        {"elbow_away": ("shoulder_abduction_deg", 35.0), "trunk_turn": ("turn_toward_deg", -25.0)}, 0.0, BENT_ARM,
    ),
    "sh_stick_er": Script(
        "shoulder_rotation", 0.0, 45.0, {"shoulder_rotation_deg": (0.0, 45.0)},
        {"elbow_away": ("shoulder_abduction_deg", 35.0)}, 0.0, SEAT | BENT_ARM,
    ),
    "sh_pendulum": Script(
        "arm_swing", 0.0, 28.0, {"shoulder_flexion_deg": (60.0, 88.0)}, {"trunk_moves": ("trunk_forward_deg", -25.0)},
        still={"trunk_forward_deg": 60.0, "knee_flexion_deg": 10.0, "shoulder_flexion_deg": 60.0},
    ),
    "sh_table_slide": Script(
        "shoulder_elevation", 50.0, 125.0,
        {"shoulder_flexion_deg": (50.0, 125.0), "elbow_flexion_deg": (70.0, 15.0), "trunk_forward_deg": (5.0, 30.0)},
        {"shoulder_hike": HIKE}, still=SEAT,
    ),
    "sh_wall_slide": Script(
        "shoulder_elevation", 60.0, 155.0,
        {"shoulder_flexion_deg": (60.0, 155.0), "elbow_flexion_deg": (60.0, 5.0)},
        {"back_arch": LEAN_BACK, "shoulder_hike": HIKE, "toes_rise": ("foot_pitch_deg", 30.0)},
    ),
    "sh_crossbody": Script(
        "horizontal_adduction", 0.0, 40.0, {"shoulder_horizontal_deg": (0.0, 40.0)},
        {"trunk_turn": ("turn_toward_deg", -25.0), "shoulder_hike": HIKE}, 0.0, {"shoulder_flexion_deg": 88.0},
    ),
    "row_band": Script(
        "elbow_flexion", 10.0, 95.0, {"elbow_flexion_deg": (10.0, 95.0), "shoulder_flexion_deg": (55.0, -15.0)},
        {"trunk_lean": LEAN_BACK, "shoulder_hike": HIKE},
    ),
    "wall_pushup": Script(
        "elbow_flexion", 5.0, 85.0,
        {
            "elbow_flexion_deg": (5.0, 85.0), "shoulder_flexion_deg": (85.0, 50.0),
            "trunk_forward_deg": (5.0, 20.0), "hip_flexion_deg": (-5.0, -20.0),
        },
        {"hips_bend": ("hip_flexion_deg", 30.0)}, whole=True,
    ),
    "elbow_ext": Script(
        "elbow_flexion", 110.0, 10.0, {"elbow_flexion_deg": (110.0, 10.0)}, {"trunk_forward": LEAN_AHEAD},
        still=SEAT | {"shoulder_flexion_deg": 40.0},
    ),
    "reach_forward": Script(
        "shoulder_elevation", 10.0, 80.0, {"shoulder_flexion_deg": (10.0, 80.0), "elbow_flexion_deg": (80.0, 10.0)},
        {"trunk_forward": LEAN_AHEAD, "shoulder_hike": HIKE, "off_plane": ("shoulder_horizontal_deg", -55.0)},
        still=SEAT,
    ),
    "hand_to_mouth": Script(
        "elbow_flexion", 35.0, 130.0, {"elbow_flexion_deg": (35.0, 130.0), "shoulder_flexion_deg": (5.0, 40.0)},
        {"trunk_forward": LEAN_AHEAD}, still=SEAT,
    ),
    "finger_nose": Script(
        "elbow_flexion", 10.0, 125.0, {"elbow_flexion_deg": (10.0, 125.0), "shoulder_flexion_deg": (85.0, 60.0)},
        {"trunk_lean": LEAN_AHEAD}, still=SEAT,
    ),
    "bilat_raise": Script(
        "shoulder_elevation", 10.0, 85.0, {"shoulder_flexion_deg": (10.0, 85.0)},
        {
            "uneven": ("right_shoulder_flexion_deg", -40.0), "trunk_lean": LEAN_BACK,
            "neck_lifts": ("neck_flexion_deg", -30.0),
        }, still=SEAT, whole=True,
    ),
    "cross_midline": Script(
        "horizontal_adduction", -25.0, 40.0, {"shoulder_horizontal_deg": (-25.0, 40.0)},
        {"trunk_turn": ("turn_toward_deg", -35.0)}, 0.0, SEAT | {"shoulder_flexion_deg": 75.0},
    ),
}  # fmt: skip
_NECK_AND_BACK = {
    "neck_rot": Script(
        "neck_rotation", 0.0, 60.0, {"neck_rotation_deg": (0.0, 60.0)},
        {"trunk_turn": ("turn_toward_deg", 20.0), "too_fast": QUICK}, 0.0, SEAT,
    ),
    "neck_side": Script(
        "neck_side_flexion", 0.0, 35.0, {"neck_lateral_deg": (0.0, 35.0)},
        {"trunk_lean": ("lean_away_deg", -18.0), "shoulder_hike": ("both_hike_m", 0.07)}, 0.0, SEAT,
    ),
    "neck_flexion": Script(
        "neck_flexion", 6.65, 51.65, {"neck_flexion_deg": (0.0, 45.0)}, {"trunk_forward": LEAN_AHEAD}, still=SEAT,
        whole=True,
    ),
    "neck_extension": Script(
        "neck_extension", -6.65, 38.35, {"neck_flexion_deg": (0.0, -45.0)}, {"trunk_lean": LEAN_BACK}, still=SEAT,
        whole=True,
    ),
    "bridge": Script(
        "hip_angle", 50.0, 8.0, {"hip_flexion_deg": (50.0, 8.0), "lying_deg": (90.0, 112.0)},
        {"feet_slide": ("knee_flexion_deg", -35.0)}, still={"knee_flexion_deg": 90.0}, whole=True,
    ),
    "bird_dog": Script(
        "shoulder_elevation", 88.0, 165.0,
        {
            "shoulder_flexion_deg": (88.0, 165.0),
            "other_hip_flexion_deg": (0.0, -75.0), "other_knee_flexion_deg": (0.0, -80.0),
        },
        {"back_sags": ("trunk_forward_deg", 20.0), "head_drops": ("neck_flexion_deg", 40.0)},
        still={"trunk_forward_deg": 88.0, "knee_flexion_deg": 88.0, "shoulder_flexion_deg": 88.0},
    ),
    "press_up_prone": Script(
        "elbow_flexion", 120.0, 15.0,
        {"elbow_flexion_deg": (120.0, 15.0), "trunk_forward_deg": (0.0, -30.0), "shoulder_flexion_deg": (30.0, 60.0)},
        {"hips_lift": ("hip_flexion_deg", 25.0)}, still={"lying_deg": -90.0}, whole=True,
    ),
    "stand_backbend": Script(
        "trunk_backward", 0.0, 24.0, {"trunk_forward_deg": (0.0, -24.0)}, {"knee_bent": ("knee_flexion_deg", 35.0)},
        whole=True,
    ),
    "seat_flex": Script(
        "trunk_forward", 0.0, 65.0, {"trunk_forward_deg": (0.0, 65.0)}, {"feet_lift": ("knee_flexion_deg", -35.0)},
        still=SEAT, whole=True,
    ),
    "trunk_rot_seat": Script(
        "trunk_rotation", 0.0, 38.0, {"trunk_rotation_deg": (0.0, 38.0)}, {"trunk_lean": LEAN_AWAY}, 0.0, SEAT,
    ),
}  # fmt: skip
_LEG = {
    "heel_slide": Script(
        "knee_flexion", 5.0, 95.0, {"knee_flexion_deg": (5.0, 95.0), "hip_flexion_deg": (3.0, 48.0)},
        {"foot_lifts": ("hip_flexion_deg", 35.0)}, still=BACK,
    ),
    "slr": Script(
        "hip_angle", 3.0, 40.0, {"hip_flexion_deg": (3.0, 40.0)},
        {"knee_bent": ("knee_flexion_deg", 30.0), "too_fast": QUICK},
        still=BACK,
    ),
    "short_arc_quad": Script(
        "knee_flexion", 45.0, 5.0, {"knee_flexion_deg": (45.0, 5.0)}, {"thigh_lifts": ("hip_flexion_deg", 20.0)},
        still=BACK | {"hip_flexion_deg": 22.0},
    ),
    "seated_knee_flex": Script(
        "knee_flexion", 75.0, 112.0, {"knee_flexion_deg": (75.0, 112.0)}, {"trunk_lean": LEAN_BACK},
        still={"hip_flexion_deg": 88.0},
    ),
    "ham_curl_stand": Script(
        "knee_flexion", 3.0, 90.0, {"knee_flexion_deg": (3.0, 90.0)},
        {"hip_bends": ("hip_flexion_deg", 35.0), "trunk_forward": LEAN_AHEAD},
    ),
    "step_up": Script(
        "knee_flexion", 60.0, 6.0, {"knee_flexion_deg": (60.0, 6.0), "hip_flexion_deg": (42.0, 3.0)},
        {"trunk_forward": LEAN_AHEAD},
    ),
    "lunge_fwd": Script(
        "knee_flexion", 3.0, 80.0,
        {
            "knee_flexion_deg": (3.0, 80.0), "hip_flexion_deg": (3.0, 60.0),
            "other_hip_flexion_deg": (0.0, -15.0), "other_knee_flexion_deg": (0.0, 55.0),
        },
        {"trunk_forward": LEAN_AHEAD},
    ),
    "sl_squat": Script(
        "knee_flexion", 3.0, 50.0,
        {
            "knee_flexion_deg": (3.0, 50.0), "hip_flexion_deg": (3.0, 30.0),
            "other_hip_flexion_deg": (0.0, 25.0), "other_knee_flexion_deg": (0.0, 60.0),
        },
        {"trunk_forward": LEAN_AHEAD},
    ),
    "hip_ext_stand": Script(
        "thigh_back", 0.0, 24.0, {"hip_flexion_deg": (0.0, -24.0)},
        {"trunk_forward": LEAN_AHEAD, "knee_bent": ("knee_flexion_deg", 40.0)},
    ),
    "calf_raise": Script(
        "heel_rise", 0.0, 35.0, {"foot_pitch_deg": (0.0, 35.0)},
        {"knee_bent": ("knee_flexion_deg", 35.0), "trunk_forward": LEAN_AHEAD}, whole=True,
    ),
    "ankle_pump": Script(
        "toes_up", 8.0, -35.0, {"foot_pitch_deg": (-73.0, -30.0)}, {"leg_moves": ("hip_flexion_deg", 25.0)},
        still=LONG_SIT,
    ),
    "tandem_stance": Script(
        "legs_apart", 22.0, 1.0, {"hip_abduction_deg": (0.0, -10.8)}, {"trunk_lean": LEAN_AWAY}, 0.0, whole=True,
    ),
    "sl_stance": Script(
        "hip_angle", 3.0, 40.0, {"hip_flexion_deg": (3.0, 40.0), "knee_flexion_deg": (3.0, 70.0)},
        {"trunk_lean": LEAN_AWAY}, 30.0,
    ),
    "side_walk": Script(
        "legs_apart", 22.0, 44.0, {"hip_abduction_deg": (0.0, 11.5)}, {"trunk_lean": LEAN_AWAY}, 0.0, whole=True,
    ),
}  # fmt: skip
_LARGE = {
    "big_floor_ceiling": Script(
        "arm_vertical", 5.0, 170.0, {"trunk_forward_deg": (60.0, -5.0), "shoulder_flexion_deg": (65.0, 165.0)},
        {"uneven": ("right_shoulder_flexion_deg", -45.0), "incomplete_range": SHORT}, 85.0, SEAT, whole=True,
    ),
    "big_side_side": Script(
        "trunk_rotation", 0.0, 40.0, {"trunk_rotation_deg": (0.0, 40.0), "shoulder_abduction_deg": (10.0, 80.0)},
        {"trunk_lean": LEAN_AWAY, "incomplete_range": SHORT}, 0.0, SEAT,
    ),
    "big_step_fwd": Script(
        "step_angle", 0.0, 38.0, {"hip_flexion_deg": (0.0, 24.0), "other_hip_flexion_deg": (0.0, -14.0)},
        {"trunk_forward": LEAN_AHEAD, "incomplete_range": SHORT},
    ),
    "big_step_side": Script(
        "legs_apart", 22.0, 52.0, {"hip_abduction_deg": (0.0, 16.0)},
        {"trunk_lean": LEAN_AWAY, "incomplete_range": SHORT}, 0.0, whole=True,
    ),
    "big_step_back": Script(
        "step_back_angle", 0.0, 32.0, {"hip_flexion_deg": (0.0, -22.0), "other_hip_flexion_deg": (0.0, 10.0)},
        {"trunk_forward": LEAN_AHEAD, "incomplete_range": SHORT},
    ),
    "big_rock_fwd": Script(
        "shoulder_elevation", 10.0, 100.0, {"shoulder_flexion_deg": (10.0, 100.0), "trunk_forward_deg": (0.0, 10.0)},
        {"elbow_bent": ("elbow_flexion_deg", 65.0), "incomplete_range": SHORT}, whole=True,
    ),
    "big_rock_side": Script(
        "trunk_rotation", 0.0, 50.0, {"trunk_rotation_deg": (0.0, 50.0), "shoulder_abduction_deg": (30.0, 80.0)},
        {"trunk_lean": LEAN_AWAY, "incomplete_range": SHORT}, 0.0,
    ),
}  # fmt: skip
SCRIPTS: Mapping[str, Script] = MappingProxyType({**_SHOULDER, **_NECK_AND_BACK, **_LEG, **_LARGE})
