"""Hands: what is suggested for each kind of controller, and what they say. Import only after `loading.load()`."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Sequence

import numpy as np
import xr

from exercises.pose import Rigid
from game.openxr.data import SIDES, Button, HandJoints, Side
from game.openxr.room import after, apply
from game.openxr.runtime import HAND_INTERACTION, HANDS, Runtime

_POSES = {"grip": ("input/grip/pose",), "aim": ("input/aim/pose",)}
_BUZZ = {"buzz": ("output/haptic",)}
# For each interaction profile: action -> paths below the hand, "left:" or "right:" where only that hand has it.
# A second way back (B and Y) serves who has one good hand: Oculus' menu button is on the left alone.
PROFILES: dict[str, dict[str, tuple[str, ...]]] = {
    "khr/simple_controller": _POSES | _BUZZ | {"trigger": ("input/select/click",), "menu": ("input/menu/click",)},
    "oculus/touch_controller": _POSES | _BUZZ | {
        "trigger": ("input/trigger/value",),
        "squeeze": ("input/squeeze/value",),
        "menu": ("left:input/menu/click", "left:input/y/click", "right:input/b/click"),
    },
    "valve/index_controller": _POSES | _BUZZ | {
        "trigger": ("input/trigger/value",),
        "squeeze": ("input/squeeze/value",),
        "menu": ("input/b/click",),
    },
    "htc/vive_controller": _POSES | _BUZZ | {
        "trigger": ("input/trigger/value",),
        "squeeze": ("input/squeeze/click",),
        "menu": ("input/menu/click",),
    },
    "microsoft/motion_controller": _POSES | _BUZZ | {
        "trigger": ("input/trigger/value",),
        "squeeze": ("input/squeeze/click",),
        "menu": ("input/menu/click",),
    },
    "ext/hand_interaction_ext": _POSES | {
        "trigger": ("input/pinch_ext/value", "input/aim_activate_ext/value"),
        "squeeze": ("input/grasp_ext/value",),
    },
}  # fmt: skip
NEEDS = {"ext/hand_interaction_ext": HAND_INTERACTION}

_KINDS = {
    "grip": xr.ActionType.POSE_INPUT,
    "aim": xr.ActionType.POSE_INPUT,
    "trigger": xr.ActionType.FLOAT_INPUT,
    "squeeze": xr.ActionType.FLOAT_INPUT,
    "menu": xr.ActionType.BOOLEAN_INPUT,
    "buzz": xr.ActionType.VIBRATION_OUTPUT,
}
_JOINT = np.dtype([("flags", "<u8"), ("rotation", "<f4", 4), ("position", "<f4", 3), ("radius", "<f4")])
_KNOWN = 3  # position and orientation valid


class Actions:
    """What both hands can do, attached to the session once; `suggested` says of each profile "accepted", or why not."""

    def __init__(self, runtime: Runtime, session: xr.Session, profiles: Sequence[str] | None) -> None:
        self._instance, self._session = runtime.instance, session
        self._set = xr.create_action_set(self._instance, xr.ActionSetCreateInfo("upswing", "Upswing", 0))
        self._paths = {side: xr.string_to_path(self._instance, f"/user/hand/{side}") for side in SIDES}
        both = list(self._paths.values())
        self._actions = {
            name: xr.create_action(
                self._set, xr.ActionCreateInfo(name, kind, len(both), (xr.Path * len(both))(*both), name.capitalize())
            )
            for name, kind in _KINDS.items()
        }
        self.suggested: dict[str, str] = {}
        for profile in profiles if profiles is not None else PROFILES:
            needed = NEEDS.get(profile)
            if needed is None or runtime.has(needed):
                self.suggested[profile] = self._suggest(profile)
            else:
                self.suggested[profile] = f"not offered: this runtime lacks {needed}"
        xr.attach_session_action_sets(session, xr.SessionActionSetsAttachInfo(action_sets=[self._set]))
        self.spaces = {
            (name, side): xr.create_action_space(
                session, xr.ActionSpaceCreateInfo(action=self._actions[name], subaction_path=self._paths[side])
            )
            for name in ("grip", "aim")
            for side in SIDES
        }

    def _suggest(self, profile: str) -> str:
        bindings = [
            xr.ActionSuggestedBinding(
                self._actions[name], xr.string_to_path(self._instance, f"/user/hand/{side}/{path.split(':')[-1]}")
            )
            for name, paths in PROFILES[profile].items()
            for path in paths
            for side in SIDES
            if ":" not in path or path.startswith(side)
        ]
        suggestion = xr.InteractionProfileSuggestedBinding(
            interaction_profile=xr.string_to_path(self._instance, f"/interaction_profiles/{profile}"),
            count_suggested_bindings=len(bindings),
            suggested_bindings=(xr.ActionSuggestedBinding * len(bindings))(*bindings),
        )
        try:
            xr.suggest_interaction_profile_bindings(self._instance, suggestion)
        except xr.exception.PathUnsupportedError:
            return "refused: this runtime does not know these controllers"
        return "accepted"

    def sync(self) -> None:
        active = [xr.ActiveActionSet(self._set, xr.NULL_PATH)]
        # the focus may have gone since the events were read; the next events say so
        with contextlib.suppress(xr.exception.SessionNotFocused):
            xr.sync_actions(self._session, xr.ActionsSyncInfo(active_action_sets=active))

    def active(self, side: Side) -> bool:
        return bool(xr.get_action_state_pose(self._session, self._ask("grip", side)).is_active)

    def value(self, name: Button, side: Side) -> float:
        """0..1; 0 where there is no such button."""
        if name == "menu":
            return float(xr.get_action_state_boolean(self._session, self._ask(name, side)).current_state)
        return float(xr.get_action_state_float(self._session, self._ask(name, side)).current_state)

    def _ask(self, name: str, side: Side) -> xr.ActionStateGetInfo:
        return xr.ActionStateGetInfo(self._actions[name], self._paths[side])

    def vibrate(self, side: Side, for_s: float, amplitude: float) -> None:
        buzz = xr.HapticVibration(duration=round(for_s * 1e9), frequency=xr.FREQUENCY_UNSPECIFIED, amplitude=amplitude)
        where = xr.HapticActionInfo(self._actions["buzz"], self._paths[side])
        base = ctypes.cast(ctypes.pointer(buzz), ctypes.POINTER(xr.HapticBaseHeader)).contents
        xr.apply_haptic_feedback(self._session, where, base)

    def controllers(self) -> tuple[str | None, str | None]:
        """Of each hand the profile in use ("oculus/touch_controller"), None where there is none."""
        left, right = (
            xr.get_current_interaction_profile(self._session, path).interaction_profile for path in self._paths.values()
        )
        return (self._named(left), self._named(right))

    def _named(self, path: int) -> str | None:
        return xr.path_to_string(self._instance, path).removeprefix("/interaction_profiles/") if path else None


class Fingers:
    """The joints of both hands; no `trackers` where the runtime does not track them."""

    def __init__(self, runtime: Runtime, session: xr.Session) -> None:
        self._trackers: dict[Side, xr.HandTrackerEXT] = {}
        if not (runtime.has(HANDS) and runtime.tracks_hands):
            return
        for side, hand in zip(SIDES, (xr.HandEXT.LEFT, xr.HandEXT.RIGHT), strict=True):
            wanted = xr.HandTrackerCreateInfoEXT(hand, xr.HandJointSetEXT.DEFAULT)
            self._trackers[side] = xr.create_hand_tracker_ext(session, wanted)
        self._locate = ctypes.cast(
            xr.get_instance_proc_addr(runtime.instance, "xrLocateHandJointsEXT"), xr.PFN_xrLocateHandJointsEXT
        )

    @property
    def trackers(self) -> tuple[xr.HandTrackerEXT, ...]:
        return tuple(self._trackers.values())

    def look(self, side: Side, space: xr.Space, xr_time: int, room_from_space: Rigid) -> HandJoints | None:
        """None where this hand is not seen."""
        if side not in self._trackers:
            return None
        count = xr.HAND_JOINT_COUNT_EXT
        joints = (xr.HandJointLocationEXT * count)()
        found = xr.HandJointLocationsEXT(is_active=False, joint_count=count, joint_locations=joints)
        asked = xr.HandJointsLocateInfoEXT(space, xr_time)
        checked = xr.check_result(
            xr.Result(self._locate(self._trackers[side], ctypes.byref(asked), ctypes.byref(found)))
        )
        if checked.is_exception():
            raise checked
        if not found.is_active:
            return None
        table = np.frombuffer(joints, dtype=_JOINT)
        unknown = (table["flags"] & _KNOWN) != _KNOWN
        position = apply(room_from_space, table["position"])
        rotation = after(room_from_space.rotation, table["rotation"])
        radius = table["radius"].astype(np.float64)
        position[unknown], rotation[unknown], radius[unknown] = np.nan, np.nan, np.nan
        if unknown.all():
            return None
        tracked = bool(((table["flags"] & 8) != 0).any())
        return HandJoints(position, rotation, radius, tracked)
