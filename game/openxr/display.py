"""Beginning a session, and the display it shows on. Import only after `loading.load()`."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import xr

from game.openxr.errors import HeadsetError, HeadsetLostError, NotCapableError, TakenError
from game.openxr.frames import STEREO
from game.openxr.graphics import Graphics
from game.openxr.runtime import REFRESH, Runtime

if TYPE_CHECKING:
    from game.openxr.session import Session


def begin(runtime: Runtime, graphics: Graphics | None) -> xr.Session:
    """The runtime's session, drawing with `graphics` or headless. Raises HeadsetError of the kind that fits."""
    wanted = xr.SessionCreateInfo(system_id=runtime.system_id)
    try:
        if graphics is not None:
            # asking is a duty before a session is made
            xr.get_opengl_graphics_requirements_khr(runtime.instance, runtime.system_id)
            wanted.next = graphics.binding
        return xr.create_session(runtime.instance, wanted)
    except xr.exception.LimitReachedError as error:
        raise TakenError("Another program holds the headset: close it, or its session, and begin again.") from error
    except (xr.exception.GraphicsDeviceInvalidError, xr.exception.GraphicsRequirementsCallMissingError) as error:
        raise NotCapableError(
            "The headset's runtime does not take this computer's OpenGL: let Upswing run on the graphics card that "
            "the headset is connected to."
        ) from error
    except xr.exception.XrException as error:
        raise HeadsetError(f"The headset was found, but would not begin: {error}") from error
    finally:
        if graphics is not None:
            graphics.keep()


class Display:
    """The headset's display.

    opaque            the player sees nothing of the room (all but see-through glasses)
    eye_size          recommended (width, height) of each eye's picture, pixels; eye_size_at_most the largest allowed
    eye_samples       recommended samples of each pixel
    """

    def __init__(self, session: Session, runtime: Runtime) -> None:
        self._session, self._tells_rate = session, runtime.has(REFRESH)
        where = (runtime.instance, runtime.system_id, STEREO)
        blends = [xr.EnvironmentBlendMode(found) for found in xr.enumerate_environment_blend_modes(*where)]
        self.blend = next((mode for mode in blends if mode == xr.EnvironmentBlendMode.OPAQUE), blends[0])
        self.opaque = self.blend == xr.EnvironmentBlendMode.OPAQUE
        eye = xr.enumerate_view_configuration_views(*where)[0]
        self.eye_size = (int(eye.recommended_image_rect_width), int(eye.recommended_image_rect_height))
        self.eye_size_at_most = (int(eye.max_image_rect_width), int(eye.max_image_rect_height))
        self.eye_samples = int(eye.recommended_swapchain_sample_count)

    @property
    def rates_hz(self) -> tuple[float, ...]:
        """What it can do; () where the runtime does not say."""
        if not self._tells_rate or self._session.over:
            return ()
        with contextlib.suppress(HeadsetLostError):
            found = self._session.call(xr.enumerate_display_refresh_rates_fb, self._session.handle)
            return tuple(float(rate) for rate in found)
        return ()

    @property
    def rate_hz(self) -> float | None:
        """What it does now; None where the runtime does not say."""
        if not self._tells_rate or self._session.over:
            return None
        with contextlib.suppress(HeadsetLostError):
            found = self._session.call(xr.get_display_refresh_rate_fb, self._session.handle)
            return float(getattr(found, "value", found)) or None
        return None

    def ask_rate(self, rate_hz: float) -> bool:
        """Asks for one of `rates_hz`; whether that was taken on. The notice "refresh" tells when it is there."""
        if rate_hz not in self.rates_hz:
            return False
        return self._session.may_fail(xr.request_display_refresh_rate_fb, self._session.handle, rate_hz)
