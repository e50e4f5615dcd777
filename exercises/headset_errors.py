"""Written by `python tests/bench/headset_angles.py --write`; what it holds is explained in headset.py."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Errors(NamedTuple):
    """Of an exercise's peaks: mean and 90th percentile of the error, the half-width stated, all in degrees; the share
    of people whose lifts were counted exactly.
    """

    mean_deg: float
    p90_deg: float
    half_width_deg: float
    exact: float


ERRORS: Mapping[str, Errors] = MappingProxyType(
    {
        "big_floor_ceiling": Errors(1.6, 3.4, 5.0, 1.00),
        "big_rock_fwd": Errors(3.4, 5.3, 7.0, 1.00),
        "big_rock_side": Errors(10.1, 20.8, 23.0, 1.00),
        "big_side_side": Errors(10.7, 20.2, 23.0, 1.00),
        "bilat_raise": Errors(3.3, 5.5, 7.0, 1.00),
        "cross_midline": Errors(1.7, 4.5, 8.0, 1.00),
        "elbow_ext": Errors(7.7, 11.7, 16.0, 1.00),
        "elbow_flexion": Errors(1.9, 6.6, 10.0, 1.00),
        "finger_nose": Errors(1.2, 1.9, 6.0, 1.00),
        "hand_to_mouth": Errors(3.5, 4.8, 9.0, 1.00),
        "neck_extension": Errors(1.7, 4.5, 7.0, 1.00),
        "neck_flexion": Errors(2.3, 4.8, 7.0, 1.00),
        "neck_rot": Errors(0.1, 0.4, 3.0, 1.00),
        "neck_side": Errors(1.9, 3.7, 6.0, 1.00),
        "reach_forward": Errors(7.5, 11.0, 14.0, 1.00),
        "row_band": Errors(1.4, 2.6, 6.0, 1.00),
        "sh_crossbody": Errors(1.7, 4.6, 8.0, 1.00),
        "sh_er_side": Errors(9.7, 15.5, 20.0, 1.00),
        "sh_ir_side": Errors(11.0, 17.1, 21.0, 0.92),
        "sh_pendulum": Errors(1.0, 2.2, 4.0, 1.00),
        "sh_scaption": Errors(2.0, 4.7, 9.0, 1.00),
        "sh_stick_er": Errors(9.6, 15.4, 20.0, 1.00),
        "sh_table_slide": Errors(3.8, 7.5, 12.0, 1.00),
        "sh_wall_slide": Errors(5.1, 7.5, 9.0, 1.00),
        "shoulder_abduction": Errors(1.3, 2.6, 4.0, 1.00),
        "shoulder_flexion": Errors(4.8, 11.1, 14.0, 1.00),
        "trunk_lateral_flexion": Errors(0.7, 1.1, 3.0, 1.00),
        "trunk_rot_seat": Errors(11.0, 19.5, 23.0, 1.00),
    }
)

# Of an exercise's sound lifts, the share that was called so; faults that never were are left out
FALSELY_NAMED: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "big_floor_ceiling": {},
        "big_rock_fwd": {},
        "big_rock_side": {},
        "big_side_side": {},
        "bilat_raise": {},
        "cross_midline": {},
        "elbow_ext": {"trunk_forward": 0.01},
        "elbow_flexion": {"shoulder_moves": 0.01},
        "finger_nose": {},
        "hand_to_mouth": {},
        "neck_extension": {},
        "neck_flexion": {},
        "neck_rot": {},
        "neck_side": {},
        "reach_forward": {},
        "row_band": {},
        "sh_crossbody": {"trunk_turn": 0.07},
        "sh_er_side": {},
        "sh_ir_side": {"trunk_turn": 0.07},
        "sh_pendulum": {},
        "sh_scaption": {"elbow_bent": 0.06},
        "sh_stick_er": {},
        "sh_table_slide": {},
        "sh_wall_slide": {},
        "shoulder_abduction": {},
        "shoulder_flexion": {"elbow_bent": 0.20, "trunk_lean": 0.01},
        "trunk_lateral_flexion": {"trunk_forward": 0.03},
        "trunk_rot_seat": {},
    }
)
