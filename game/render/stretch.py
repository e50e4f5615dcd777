"""One finished picture laid over another of any size: by the driver's own copy where the processor draws."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

import moderngl

from game.render.context import FRAMEBUFFER_SRGB, is_software, program

_READ_FRAMEBUFFER, _DRAW_FRAMEBUFFER, _COLOR, _LINEAR = 0x8CA8, 0x8CA9, 0x4000, 0x2601


class Stretch:
    """`lay` draws the whole of a picture, sRGB bytes, over the whole of another or of the window, in display values.

    On software GL glBlitFramebuffer does it, which moderngl offers only for equal sizes and never for a window: it
    takes the bytes as they are, where a shader would decode and encode every pixel (2.6 to 3.6 ms of both processors
    for 1280x720 against 5.5). Elsewhere a shader.
    """

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._blit = _driver_blit() if is_software(context) else None
        self._shader = program(context, "stretch", "screen")
        self._array = context.vertex_array(self._shader, [])

    def lay(self, picture: moderngl.Framebuffer, onto: moderngl.Framebuffer, size: tuple[int, int]) -> None:
        """Leaves `onto`, `size` pixels large, in use with encoding switched off."""
        self._context.disable_direct(FRAMEBUFFER_SRGB)
        if self._blit is not None:
            self._blit(picture.glo, picture.size, onto.glo, size)
            onto.use()
            return
        onto.use()
        self._context.viewport = (0, 0, *size)
        picture.color_attachments[0].use(0)
        self._shader["picture"].value = 0
        self._array.render(vertices=3)


def _driver_blit() -> Callable[[int, tuple[int, int], int, tuple[int, int]], None] | None:
    """Lays the whole of one framebuffer over the whole of another; None where OpenGL's library is not found by name."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        gl = ctypes.CDLL("libGL.so.1")
        bind, blit = gl.glBindFramebuffer, gl.glBlitFramebuffer
    except (OSError, AttributeError):
        return None
    bind.argtypes = [ctypes.c_uint] * 2
    blit.argtypes = [ctypes.c_int] * 8 + [ctypes.c_uint] * 2

    def lay(source: int, source_size: tuple[int, int], onto: int, size: tuple[int, int]) -> None:
        bind(_READ_FRAMEBUFFER, source)
        bind(_DRAW_FRAMEBUFFER, onto)
        blit(0, 0, *source_size, 0, 0, *size, _COLOR, _LINEAR)

    return lay
