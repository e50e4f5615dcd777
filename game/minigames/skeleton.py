"""Where the joints of the bundled people rest, and which bone hangs from which.

Model axes: metres, +Y up, the person faces +Z, their left is +X, the floor at y = 0. The table is what
`python tools/rest_joints.py` prints from the GLB files in assets/people; a test compares them.
"""

from __future__ import annotations

import numpy as np

PARENT: dict[str, str | None] = {
    "hips": None,
    "spine": "hips",
    "chest": "spine",
    "upper_chest": "chest",
    "neck": "upper_chest",
    "head": "neck",
    "left_shoulder": "upper_chest",
    "left_upper_arm": "left_shoulder",
    "left_lower_arm": "left_upper_arm",
    "left_hand": "left_lower_arm",
    "left_upper_leg": "hips",
    "left_lower_leg": "left_upper_leg",
    "left_foot": "left_lower_leg",
    "right_shoulder": "upper_chest",
    "right_upper_arm": "right_shoulder",
    "right_lower_arm": "right_upper_arm",
    "right_hand": "right_lower_arm",
    "right_upper_leg": "hips",
    "right_lower_leg": "right_upper_leg",
    "right_foot": "right_lower_leg",
}
BONES: tuple[str, ...] = tuple(PARENT)
INDEX: dict[str, int] = {bone: i for i, bone in enumerate(BONES)}

_MIDDLE_AND_LEFT: dict[str, dict[str, tuple[float, float, float]]] = {
    "man": {
        "hips": (0.0, 1.119, 0.065),
        "spine": (0.0, 1.064, 0.076),
        "chest": (0.0, 1.242, 0.053),
        "upper_chest": (0.0, 1.463, 0.018),
        "neck": (0.0, 1.691, 0.086),
        "head": (0.0, 1.798, 0.122),
        "left_shoulder": (0.025, 1.609, 0.1),
        "left_upper_arm": (0.208, 1.579, 0.093),
        "left_lower_arm": (0.41, 1.348, 0.098),
        "left_hand": (0.559, 1.204, 0.31),
        "left_upper_leg": (0.126, 1.059, 0.065),
        "left_lower_leg": (0.164, 0.566, 0.102),
        "left_foot": (0.22, 0.085, 0.078),
    },
    "older_man": {
        "hips": (0.0, 1.066, 0.069),
        "spine": (0.0, 1.035, 0.08),
        "chest": (0.0, 1.202, 0.054),
        "upper_chest": (0.0, 1.407, 0.007),
        "neck": (0.0, 1.626, 0.085),
        "head": (0.0, 1.719, 0.112),
        "left_shoulder": (0.024, 1.543, 0.103),
        "left_upper_arm": (0.199, 1.517, 0.084),
        "left_lower_arm": (0.393, 1.309, 0.103),
        "left_hand": (0.522, 1.185, 0.285),
        "left_upper_leg": (0.13, 1.006, 0.069),
        "left_lower_leg": (0.161, 0.574, 0.102),
        "left_foot": (0.193, 0.079, 0.063),
    },
    "older_woman": {
        "hips": (0.0, 0.933, 0.079),
        "spine": (0.0, 0.889, 0.087),
        "chest": (0.0, 1.029, 0.06),
        "upper_chest": (0.0, 1.245, 0.079),
        "neck": (0.0, 1.4, 0.101),
        "head": (0.0, 1.494, 0.131),
        "left_shoulder": (0.024, 1.323, 0.112),
        "left_upper_arm": (0.163, 1.31, 0.116),
        "left_lower_arm": (0.335, 1.13, 0.136),
        "left_hand": (0.45, 1.017, 0.282),
        "left_upper_leg": (0.104, 0.873, 0.079),
        "left_lower_leg": (0.131, 0.495, 0.107),
        "left_foot": (0.189, 0.084, 0.067),
    },
    "woman": {
        "hips": (0.0, 0.956, 0.083),
        "spine": (0.0, 0.909, 0.088),
        "chest": (0.0, 1.053, 0.063),
        "upper_chest": (0.0, 1.295, 0.075),
        "neck": (0.0, 1.454, 0.067),
        "head": (0.0, 1.565, 0.108),
        "left_shoulder": (0.025, 1.38, 0.09),
        "left_upper_arm": (0.165, 1.363, 0.089),
        "left_lower_arm": (0.345, 1.164, 0.099),
        "left_hand": (0.46, 1.039, 0.238),
        "left_upper_leg": (0.104, 0.896, 0.083),
        "left_lower_leg": (0.14, 0.5, 0.115),
        "left_foot": (0.171, 0.078, 0.079),
    },
}
BODIES: tuple[str, ...] = tuple(_MIDDLE_AND_LEFT)


def rest_places(body: str) -> np.ndarray:
    """(20, 3) metres, model axes: the joint at the root of each of BONES. Raises ValueError for an unknown body."""
    try:
        known = _MIDDLE_AND_LEFT[body]
    except KeyError:
        raise ValueError(f"no person is called {body!r}, expected one of {', '.join(BODIES)}") from None
    mirrored = {bone.replace("left_", "right_"): (-x, y, z) for bone, (x, y, z) in known.items() if "left_" in bone}
    places = {**known, **mirrored}
    return np.array([places[bone] for bone in BONES])
