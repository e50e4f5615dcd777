"""The frame loop of a session that draws: wait, begin, look through both eyes, end. Import only after `loading.load()`.

A headless session never comes here: Monado refuses its frames (XR_ERROR_CALL_ORDER_INVALID), and it has none to show.
"""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import xr

from exercises.pose import Rigid
from game.openxr.data import Frame, View
from game.openxr.graphics import Swapchain
from game.openxr.room import compose

if TYPE_CHECKING:
    from game.openxr.session import Session

STEREO = xr.ViewConfigurationType.PRIMARY_STEREO
_SEEN = xr.ViewStateFlags.POSITION_VALID_BIT | xr.ViewStateFlags.ORIENTATION_VALID_BIT


class Frames:
    """Every frame that was waited for is begun, and every one begun is ended, whatever the caller leaves out."""

    def __init__(self, session: Session, blend: xr.EnvironmentBlendMode) -> None:
        self._session, self._blend = session, blend
        self._waited: Frame | None = None
        self._begun: Frame | None = None

    def wait(self) -> Frame:
        self.finish()
        found = self._session.call(xr.wait_frame, self._session.handle)
        time = int(found.predicted_display_time)
        self._waited = Frame(
            t_s=self._session.seconds(time),
            period_s=float(found.predicted_display_period) * 1e-9,
            render=bool(found.should_render),
            xr_time=time,
        )
        return self._waited

    def begin(self, frame: Frame) -> None:
        if frame is not self._waited:
            raise ValueError("this frame was not the last one waited for")
        self._waited, self._begun = None, frame
        with contextlib.suppress(xr.exception.FrameDiscarded):  # the frame before was given up; this one has begun
            self._session.call(xr.begin_frame, self._session.handle)

    def views(self, frame: Frame, space: xr.Space, room_from_space: Rigid) -> tuple[View, View] | None:
        asked = xr.ViewLocateInfo(STEREO, frame.xr_time, space)
        state, found = self._session.call(xr.locate_views, self._session.handle, asked)
        if (int(state.view_state_flags) & int(_SEEN)) != int(_SEEN):
            return None
        left, right = (
            View(
                compose(room_from_space, rigid(view.pose)),
                np.degrees([view.fov.angle_left, view.fov.angle_right, view.fov.angle_up, view.fov.angle_down]),
                view,
            )
            for view in found
        )
        return (left, right)

    def end(self, frame: Frame, eyes: Sequence[tuple[View, Swapchain]], space: xr.Space) -> None:
        if frame is not self._begun:
            raise ValueError("this frame was not begun")
        self._begun = None
        parts = [_part(view, picture) for view, picture in eyes]
        # structures that are made one by one carry their type; a bare ctypes array does not
        table = (xr.CompositionLayerProjectionView * len(parts))(*parts)
        layers = [xr.CompositionLayerProjection(space=space, views=table)] if parts else []
        ended = xr.FrameEndInfo(frame.xr_time, self._blend, layers=[ctypes.byref(layer) for layer in layers])
        self._session.call(xr.end_frame, self._session.handle, ended)

    def finish(self) -> None:
        """Ends, with nothing to show, what was left open."""
        if self._waited is not None:
            self.begin(self._waited)
        if self._begun is not None:
            self.end(self._begun, (), None)

    def forget(self) -> None:
        """The session has stopped: there is nothing to begin or end any more."""
        self._waited = self._begun = None


def rigid(pose: xr.Posef) -> Rigid:
    """The runtime's 32-bit numbers; the turn made a unit in 64, so that it stays one however often it is carried on."""
    p, q = pose.position, pose.orientation
    turn = np.array((q.x, q.y, q.z, q.w))
    return Rigid((p.x, p.y, p.z), turn / np.sqrt(turn @ turn))


def _part(view: View, picture: Swapchain) -> xr.CompositionLayerProjectionView:
    raw = view.raw
    part = xr.CompositionLayerProjectionView(pose=raw.pose, fov=raw.fov)
    part.sub_image.swapchain = picture.handle
    part.sub_image.image_rect.offset[:] = [0, 0]
    part.sub_image.image_rect.extent[:] = list(picture.size)
    return part
