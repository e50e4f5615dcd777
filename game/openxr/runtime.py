"""The OpenXR runtime of this machine: what it can do, and an instance of ours in it.

Import only after `loading.load()`.
"""

from __future__ import annotations

import contextlib
import os

import xr

from game.openxr.errors import (
    HeadsetError,
    NoHeadsetError,
    NoRuntimeError,
    NotCapableError,
    RuntimeDownError,
    TakenError,
)

# What we use where the runtime has it. Two clocks, one for each family of systems.
CLOCK = "XR_KHR_win32_convert_performance_counter_time" if os.name == "nt" else "XR_KHR_convert_timespec_time"
HEADLESS = xr.MND_HEADLESS_EXTENSION_NAME
OPENGL = xr.KHR_OPENGL_ENABLE_EXTENSION_NAME
EGL = "XR_MNDX_egl_enable"
LOCAL_FLOOR = xr.EXT_LOCAL_FLOOR_EXTENSION_NAME
HANDS = xr.EXT_HAND_TRACKING_EXTENSION_NAME
HAND_INTERACTION = xr.EXT_HAND_INTERACTION_EXTENSION_NAME
REFRESH = xr.FB_DISPLAY_REFRESH_RATE_EXTENSION_NAME
WANTED = (LOCAL_FLOOR, HANDS, HAND_INTERACTION, REFRESH)

# Asked for instead of pyopenxr's newest: every runtime in use takes 1.0
API = (1, 0, 34)


class Runtime:
    """An instance and its headset. Raises HeadsetError of the kind that fits; close() destroys it."""

    def __init__(self, name: str, needs: tuple[str, ...]) -> None:
        offered = self._offered()
        if missing := [extension for extension in (*needs, CLOCK) if extension not in offered]:
            raise NotCapableError(_lacks(missing[0]))
        self.extensions = frozenset(extension for extension in (*needs, CLOCK, *WANTED) if extension in offered)
        self.instance = self._create(name)
        with contextlib.ExitStack() as undo:
            undo.callback(self.close)
            self.name = self._named()
            self.system_id = self._headset()
            self._look_at_system()
            undo.pop_all()

    @staticmethod
    def _offered() -> frozenset[str]:
        try:
            found = xr.enumerate_instance_extension_properties()
        except xr.exception.RuntimeUnavailableError as error:
            raise NoRuntimeError(_no_runtime()) from error
        except xr.exception.XrException as error:
            raise RuntimeDownError(_down(error)) from error
        return frozenset(extension.extension_name.decode() for extension in found)

    def _create(self, name: str) -> xr.Instance:
        wanted = xr.InstanceCreateInfo(
            application_info=xr.ApplicationInfo(application_name=name, api_version=xr.Version(*API)),
            enabled_extension_names=sorted(self.extensions),
        )
        try:
            return xr.create_instance(wanted)
        except xr.exception.RuntimeUnavailableError as error:
            raise NoRuntimeError(_no_runtime()) from error
        except xr.exception.LimitReachedError as error:
            raise TakenError("This program has a session with the headset already: close that one first.") from error
        except xr.exception.XrException as error:
            raise RuntimeDownError(_down(error)) from error

    def _named(self) -> str:
        try:
            return xr.get_instance_properties(self.instance).runtime_name.decode(errors="replace")
        except xr.exception.XrException as error:  # it went as we came
            raise RuntimeDownError(_down(error)) from error

    def _headset(self) -> int:
        try:
            return xr.get_system(self.instance, xr.SystemGetInfo(xr.FormFactor.HEAD_MOUNTED_DISPLAY))
        except (xr.exception.FormFactorUnavailableError, xr.exception.FormFactorUnsupportedError) as error:
            raise NoHeadsetError(
                f"{self.name} runs, but finds no headset: switch it on, connect it, and begin again."
            ) from error
        except xr.exception.XrException as error:
            raise RuntimeDownError(_down(error)) from error

    def _look_at_system(self) -> None:
        tracking = xr.SystemHandTrackingPropertiesEXT()
        chained = tracking if HANDS in self.extensions else None
        found = xr.SystemProperties(next=chained)
        call = xr.raw_functions.xrGetSystemProperties
        checked = xr.check_result(call(self.instance, self.system_id, found))
        if checked.is_exception():
            raise HeadsetError(f"{self.name} does not say which headset it has: {checked}") from checked
        self.headset = found.system_name.decode(errors="replace")
        self.tracks_hands = bool(chained is not None and tracking.supports_hand_tracking)

    def has(self, extension: str) -> bool:
        return extension in self.extensions

    def close(self) -> None:
        # a runtime that is gone keeps nothing of ours; one that is not, lets go as the program ends
        with contextlib.suppress(xr.exception.XrException):
            xr.destroy_instance(self.instance)


def _no_runtime() -> str:
    return (
        "No OpenXR runtime is installed or active on this machine: start SteamVR, Meta Link, WiVRn or Monado once and "
        "make it the active OpenXR runtime."
    )


def _down(error: Exception) -> str:
    return (
        "An OpenXR runtime is installed, but its service does not answer: start SteamVR, Meta Link, WiVRn or Monado "
        f"and begin again ({type(error).__name__.removesuffix('Error')})."
    )


def _lacks(extension: str) -> str:
    what = {
        HEADLESS: "it cannot track without showing a picture, so play in the headset (--screen headset)",
        OPENGL: "it takes no pictures drawn with OpenGL",
        EGL: "it takes no pictures drawn with OpenGL by way of EGL: on Wayland start with SDL_VIDEODRIVER=x11",
        CLOCK: "it does not tell its time",
    }
    return f"This OpenXR runtime lacks {extension}: {what.get(extension, 'Upswing needs it')}."
