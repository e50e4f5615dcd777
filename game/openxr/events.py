"""OpenXR's events, and the session's way from idle to exiting. Import only after `loading.load()`."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

import xr

from game.openxr.data import State
from game.openxr.frames import STEREO

if TYPE_CHECKING:
    from game.openxr.session import Session

_KINDS = xr.StructureType


class Events:
    """Reads what is waiting and tells the session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def read(self) -> None:
        while self._session.lost is None and not self._session.ended:
            try:
                event = self._session.call(xr.poll_event, self._session.instance)
            except xr.exception.EventUnavailable:
                return
            self._take(event)

    def _take(self, event: Any) -> None:
        session = self._session
        if event.type == _KINDS.EVENT_DATA_SESSION_STATE_CHANGED:
            self._enter(State(xr.SessionState(_as(event, xr.EventDataSessionStateChanged).state).name.lower()))
        elif event.type == _KINDS.EVENT_DATA_REFERENCE_SPACE_CHANGE_PENDING:
            session.space_changed(_as(event, xr.EventDataReferenceSpaceChangePending))
        elif event.type == _KINDS.EVENT_DATA_INTERACTION_PROFILE_CHANGED:
            names = " and ".join(name or "nothing" for name in session.controllers)
            session.tell("controllers", f"In the hands: {names}.")
        elif event.type == _KINDS.EVENT_DATA_DISPLAY_REFRESH_RATE_CHANGED_FB:
            rate_hz = _as(event, xr.EventDataDisplayRefreshRateChangedFB).to_display_refresh_rate
            session.tell("refresh", f"The display shows {rate_hz:.0f} pictures a second.")
        elif event.type == _KINDS.EVENT_DATA_INSTANCE_LOSS_PENDING:
            session.lose("The headset's runtime is ending.")
        # all else (lost events, what no extension of ours sends) concerns nobody here

    def _enter(self, state: State) -> None:
        session = self._session
        saw, drove = session.visible, session.focused
        session.state = state
        if session.states[-1] != state:
            session.states.append(state)
        if state == State.ready:
            session.call(xr.begin_session, session.handle, xr.SessionBeginInfo(STEREO))
            session.running = True
        if drove and not session.focused:
            session.tell("focus_lost", "Another program or the headset's menu is in front.")
        if saw and not session.visible:
            session.tell("hidden", "The picture is not seen at present.")
        if session.visible and not saw:
            session.tell("shown", "The picture is seen.")
        if session.focused and not drove:
            session.tell("focus_gained", "Upswing is in front.")
        if state == State.stopping:
            session.stop()
            session.tell("stopped", "The headset is at rest.")
        elif state == State.exiting:
            session.ended, session.running = True, False
            session.tell("ended", "Upswing was closed in the headset.")
        elif state == State.loss_pending:
            session.lose("The headset is gone: it was switched off or unplugged.")


def _as(event: Any, kind: type) -> Any:
    return ctypes.cast(ctypes.byref(event), ctypes.POINTER(kind)).contents
