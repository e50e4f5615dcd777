"""Opening OpenGL without a window, saying plainly what is missing where it will not open, and loading shaders."""

from __future__ import annotations

import ctypes
from importlib import resources

import moderngl

from game.render.renderer import RenderError

# libgl1 brings Mesa's software driver (libgl1-mesa-dri, llvmpipe) with it; libegl1 opens it without a screen.
APT_LINE = "apt install libgl1 libglib2.0-0 libegl1 libgles2 libxcb1"
SRGB8_ALPHA8, FRAMEBUFFER_SRGB, CLIP_DISTANCE0 = 0x8C43, 0x8DB9, 0x3000  # OpenGL's names that moderngl has no words for
_SOFTWARE = ("llvmpipe", "softpipe", "swrast", "swiftshader", "software")


def open_offscreen(libgl: str = "libGL.so.1", libegl: str = "libEGL.so.1") -> moderngl.Context:
    """An OpenGL 3.3 core context that needs no screen. Raises RenderError naming the packages that are missing."""
    try:
        return moderngl.create_context(standalone=True, backend="egl", require=330, libgl=libgl, libegl=libegl)
    except Exception as error:  # glcontext raises plain Exception, whatever went wrong
        raise RenderError(_says(error)) from error


def open_current() -> moderngl.Context:
    """The OpenGL 3.3 context of the window that is current. Raises RenderError as above."""
    try:
        return moderngl.create_context(require=330)
    except Exception:  # as above; moderngl looks for GLX alone, but a Wayland or EGL window is current too
        try:
            return moderngl.create_context(require=330, context=_Current())
        except Exception as error:  # as above
            raise RenderError(_says(error)) from error


class _Current:
    """OpenGL's functions by way of libGL, whichever of GLX and EGL made the context that is current."""

    def __init__(self) -> None:
        self._find = ctypes.CDLL("libGL.so.1").glXGetProcAddressARB
        self._find.restype, self._find.argtypes = ctypes.c_void_p, [ctypes.c_char_p]

    def load_opengl_function(self, name: str) -> int:
        return self._find(name.encode()) or 0

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass

    def release(self) -> None:
        pass


def _says(error: Exception) -> str:
    found = str(error).strip().splitlines()
    return (
        f"OpenGL 3.3 was expected and could not be opened ({found[-1] if found else type(error).__name__}); "
        f"on Debian or Ubuntu this brings it, software drawing (Mesa llvmpipe) included: {APT_LINE}"
    )


def is_software(context: moderngl.Context) -> bool:
    """Whether the processor draws (Mesa's llvmpipe and its like), going by GL_RENDERER."""
    name = str(context.info["GL_RENDERER"]).lower()
    return any(word in name for word in _SOFTWARE)


def release(target: moderngl.Framebuffer) -> None:
    """Gives back a framebuffer with all that it draws into."""
    for part in (*target.color_attachments, target.depth_attachment):
        if part is not None:
            part.release()
    target.release()


def program(context: moderngl.Context, name: str, vertex: str | None = None) -> moderngl.Program:
    """The program of shaders/NAME.vert (or VERTEX.vert) and NAME.frag; `#include "x.glsl"` takes in shaders/x.glsl."""
    try:
        return context.program(vertex_shader=source(f"{vertex or name}.vert"), fragment_shader=source(f"{name}.frag"))
    except moderngl.Error as error:
        raise RenderError(f"this OpenGL driver does not take the shader {name}: {error}") from error


def source(file: str) -> str:
    text = (resources.files("game.render") / "shaders" / file).read_text(encoding="utf-8")
    lines = [source(line.split('"')[1]) if line.startswith("#include") else line for line in text.splitlines()]
    return "\n".join(lines)
