"""The headset: the one OpenXR session, as plain data for whoever tracks with it and whoever draws in it.

Importing this is free: the package pyopenxr is loaded by `open_session` alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from game.openxr.data import (
    HAND_JOINTS,
    SIDES,
    Button,
    Floor,
    Frame,
    Hand,
    HandJoints,
    Inbox,
    Looked,
    Notice,
    NoticeKind,
    Press,
    Side,
    State,
    View,
)
from game.openxr.errors import (
    HeadsetError,
    HeadsetLostError,
    NoHeadsetError,
    NoLibGLError,
    NoPyopenxrError,
    NoRuntimeError,
    NotCapableError,
    RuntimeDownError,
    TakenError,
)

if TYPE_CHECKING:
    from game.openxr.session import Session

__all__ = [
    "HAND_JOINTS", "SIDES", "Button", "Floor", "Frame", "Hand", "HandJoints", "HeadsetError", "HeadsetLostError",
    "Inbox", "Looked", "NoHeadsetError", "NoLibGLError", "NoPyopenxrError", "NoRuntimeError", "NotCapableError",
    "Notice", "NoticeKind", "Press", "RuntimeDownError", "Side", "State", "TakenError", "View",
    "find_headset", "open_session",
]  # fmt: skip


def find_headset() -> str:
    """Which headset is there, by which runtime, in words; begins no session. Raises HeadsetError as open_session."""
    from game.openxr.loading import load

    load()
    from game.openxr.runtime import Runtime

    runtime = Runtime("Upswing", ())
    try:
        return f"{runtime.headset}, by {runtime.name}"
    finally:
        runtime.close()


def open_session(
    graphics: bool = False, floor: Floor | None = None, profiles: Sequence[str] | None = None, name: str = "Upswing"
) -> Session:
    """The one session with the headset; close it before another is opened.

    graphics  True: pictures are drawn with the OpenGL context that is current in this thread (a pygame window's, or
              an off-screen one). False: head and hands only, with no picture.
    floor     which of the runtime's floors to stand on, None for the best it has (local_floor, stage, assumed)
    profiles  which controllers to offer, by their OpenXR names ("oculus/touch_controller"); None for all

    Raises HeadsetError, one of its kinds, with a sentence that says what to do.
    """
    from game.openxr.loading import load

    load()
    from game.openxr.session import Session

    return Session(graphics=graphics, floor=floor, profiles=profiles, name=name)
