"""Loading pyopenxr, and saying plainly what is missing where it does not load."""

from __future__ import annotations

import importlib
import os
from types import ModuleType

from game.openxr.errors import NoLibGLError, NoPyopenxrError

INSTALL = "pip install 'upswing[headset]'"


def load() -> ModuleType:
    """pyopenxr's module `xr`. Raises NoPyopenxrError or NoLibGLError."""
    # The loader says its errors on the terminal as well as to us; ours are the words for people. XR_LOADER_DEBUG=error
    # brings its own back.
    os.environ.setdefault("XR_LOADER_DEBUG", "none")
    try:
        return importlib.import_module("xr")
    except ModuleNotFoundError as error:
        if error.name not in ("xr", "OpenGL"):
            raise
        raise NoPyopenxrError(f"A headset needs the package pyopenxr, which is not installed: {INSTALL}") from error
    except (AttributeError, ImportError, OSError) as error:
        # on Linux it looks up GLX as it loads, even where nothing is drawn, and without libGL finds None
        raise NoLibGLError(
            f"A headset needs OpenGL's library, which does not load here ({_last(error)}); "
            "on Debian or Ubuntu: apt install libgl1"
        ) from error


def _last(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[-1]
