"""What can be wrong with a headset, each as one sentence that says what to do."""

from __future__ import annotations


class HeadsetError(Exception):
    """The headset cannot be used, or no longer.

    * HeadsetError
      - NoPyopenxrError     the package is not installed
      - NoLibGLError        the package is, OpenGL's library is not
      - NoRuntimeError      no OpenXR runtime is installed, or none is the active one
      - RuntimeDownError    one is, but its service does not answer
      - NoHeadsetError      the runtime answers, and has no headset
      - NotCapableError     the runtime lacks what we cannot do without
      - TakenError          another program holds the headset
      - HeadsetLostError    it was there and is gone
    """


class NoPyopenxrError(HeadsetError):
    pass


class NoLibGLError(HeadsetError):
    pass


class NoRuntimeError(HeadsetError):
    pass


class RuntimeDownError(HeadsetError):
    pass


class NoHeadsetError(HeadsetError):
    pass


class NotCapableError(HeadsetError):
    pass


class TakenError(HeadsetError):
    pass


class HeadsetLostError(HeadsetError):
    pass
