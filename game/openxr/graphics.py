"""The OpenGL context that the headset's pictures are drawn with, and the pictures themselves.

The context is whichever is current in this thread: pygame's window on X (GLX) or Windows (WGL), or one made by EGL (a
Wayland window, or off screen as in the tests). Import only after `loading.load()`.
"""

from __future__ import annotations

import ctypes
import os
from typing import TYPE_CHECKING, Protocol

import xr

from game.openxr.errors import HeadsetLostError, NotCapableError
from game.openxr.runtime import EGL, OPENGL

if TYPE_CHECKING:
    from game.openxr.session import Session

GL_SRGB8_ALPHA8 = 0x8C43
GL_RGBA8 = 0x8058
_GLX_FBCONFIG_ID = 0x8013
_GLX_VISUAL_ID = 0x800B
_GLX_SCREEN = 0x800C
_EGL_CONFIG_ID = 0x3028
_EGL_NONE = 0x3038
_EGL_DRAW, _EGL_READ = 0x3059, 0x305A
# Pictures are lent in turn, every few milliseconds; a runtime that keeps one for so long does not answer any more
_PICTURE_WAIT_S = 2.0
_NOT_LENT = "The headset has stopped answering: its runtime gives no picture to draw in."


class Graphics(Protocol):
    """`needs`: the extensions; `binding`: what xrCreateSession is told. `keep` makes the context current again where
    the runtime left another one (SteamVR on Linux does, in xrCreateSwapchain).
    """

    needs: tuple[str, ...]
    binding: ctypes.Structure

    def keep(self) -> None: ...


def current() -> Graphics:
    """The context that is current in this thread. Raises NotCapableError where none is."""
    kinds = (_Wgl,) if os.name == "nt" else (_Glx, _Egl)
    for kind in kinds:
        try:
            found = kind()
        except OSError:  # the library is not here, so neither is a context of its making
            continue
        if found.context:
            found.bind()
            return found
    raise NotCapableError(
        "Drawing in the headset needs an OpenGL context that is current in this thread; open the window first."
    )


class _Glx:
    needs = (OPENGL,)

    def __init__(self) -> None:
        self._gl = ctypes.CDLL("libGL.so.1")
        for name in ("glXGetCurrentContext", "glXGetCurrentDisplay"):
            getattr(self._gl, name).restype = ctypes.c_void_p
        self._gl.glXGetCurrentDrawable.restype = ctypes.c_ulong
        self._gl.glXMakeCurrent.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p]
        self.context = self._gl.glXGetCurrentContext()
        self._display = self._gl.glXGetCurrentDisplay()
        self._drawable = self._gl.glXGetCurrentDrawable()

    def bind(self) -> None:
        config, visual = self._config()
        self.binding = xr.GraphicsBindingOpenGLXlibKHR()
        _put(self.binding, "x_display", self._display)
        _put(self.binding, "visualid", visual)
        _put(self.binding, "glx_fbconfig", config)
        _put(self.binding, "glx_drawable", self._drawable)
        _put(self.binding, "glx_context", self.context)

    def _config(self) -> tuple[int | None, int]:
        """The context's frame buffer configuration and its visual: Monado needs neither, other runtimes may."""
        gl, pointer, number = self._gl, ctypes.c_void_p, ctypes.c_int
        gl.glXQueryContext.argtypes = [pointer, pointer, number, ctypes.POINTER(number)]
        gl.glXChooseFBConfig.argtypes = [pointer, number, ctypes.POINTER(number), ctypes.POINTER(number)]
        gl.glXChooseFBConfig.restype = ctypes.POINTER(pointer)
        gl.glXGetFBConfigAttrib.argtypes = [pointer, pointer, number, ctypes.POINTER(number)]
        asked = {}
        for key in (_GLX_FBCONFIG_ID, _GLX_SCREEN):
            value = number()
            gl.glXQueryContext(self._display, self.context, key, ctypes.byref(value))
            asked[key] = value.value
        wanted, count, visual = (number * 3)(_GLX_FBCONFIG_ID, asked[_GLX_FBCONFIG_ID], 0), number(), number()
        found = gl.glXChooseFBConfig(self._display, asked[_GLX_SCREEN], wanted, ctypes.byref(count))
        if not count.value:
            return None, 0
        gl.glXGetFBConfigAttrib(self._display, found[0], _GLX_VISUAL_ID, ctypes.byref(visual))
        return found[0], visual.value

    def keep(self) -> None:
        if self._gl.glXGetCurrentContext() != self.context:
            self._gl.glXMakeCurrent(self._display, self._drawable, self.context)


class _Egl:
    needs = (OPENGL, EGL)

    def __init__(self) -> None:
        self._egl = ctypes.CDLL("libEGL.so.1")
        pointer = ctypes.c_void_p
        self._egl.eglGetCurrentSurface.argtypes = [ctypes.c_int]
        for name in ("eglGetCurrentContext", "eglGetCurrentDisplay", "eglGetCurrentSurface"):
            getattr(self._egl, name).restype = pointer
        self._egl.eglMakeCurrent.argtypes = [pointer] * 4
        self.context = self._egl.eglGetCurrentContext()
        self._display = self._egl.eglGetCurrentDisplay()
        self._surfaces = (self._egl.eglGetCurrentSurface(_EGL_DRAW), self._egl.eglGetCurrentSurface(_EGL_READ))

    def bind(self) -> None:
        self.binding = xr.GraphicsBindingEGLMNDX()
        _put(self.binding, "get_proc_address", ctypes.cast(self._egl.eglGetProcAddress, ctypes.c_void_p).value)
        _put(self.binding, "display", self._display)
        _put(self.binding, "config", self._config())
        _put(self.binding, "context", self.context)

    def _config(self) -> int | None:
        egl, pointer, number = self._egl, ctypes.c_void_p, ctypes.c_int
        egl.eglQueryContext.argtypes = [pointer, pointer, number, ctypes.POINTER(number)]
        egl.eglChooseConfig.argtypes = [pointer] + [ctypes.c_void_p] * 2 + [number, ctypes.c_void_p]
        wanted = number()
        egl.eglQueryContext(self._display, self.context, _EGL_CONFIG_ID, ctypes.byref(wanted))
        attributes, found, count = (number * 3)(_EGL_CONFIG_ID, wanted.value, _EGL_NONE), pointer(), number()
        egl.eglChooseConfig(self._display, attributes, ctypes.byref(found), 1, ctypes.byref(count))
        return found.value if count.value else None

    def keep(self) -> None:
        if self._egl.eglGetCurrentContext() != self.context:
            self._egl.eglMakeCurrent(self._display, *self._surfaces, self.context)


class _Wgl:
    """Windows: written from the specification, not tried."""

    needs = (OPENGL,)

    def __init__(self) -> None:
        self._gl = ctypes.CDLL("opengl32.dll")
        for name in ("wglGetCurrentContext", "wglGetCurrentDC"):
            getattr(self._gl, name).restype = ctypes.c_void_p
        self._gl.wglMakeCurrent.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        self.context = self._gl.wglGetCurrentContext()
        self._device = self._gl.wglGetCurrentDC()

    def bind(self) -> None:
        self.binding = xr.GraphicsBindingOpenGLWin32KHR()
        _put(self.binding, "h_dc", self._device)
        _put(self.binding, "h_glrc", self.context)

    def keep(self) -> None:
        if self._gl.wglGetCurrentContext() != self.context:
            self._gl.wglMakeCurrent(self._device, self.context)


def _put(structure: ctypes.Structure, field: str, value: int | None) -> None:
    """A handle into a field, whatever pointer or number pyopenxr gave it as its type on this system."""
    kind = {name: of for name, of, *_ in type(structure)._fields_}[field]
    if issubclass(kind, ctypes._SimpleCData):
        setattr(structure, field, kind(value or 0) if kind is not ctypes.c_void_p else kind(value))
    else:
        setattr(structure, field, ctypes.cast(ctypes.c_void_p(value), kind))


class Swapchain:
    """Pictures for one eye, lent by the runtime in turn.

    images   OpenGL's names of the textures (2D, one level)
    size     width and height in pixels
    format   OpenGL's internal format; `srgb`: what is written is encoded by OpenGL (with FRAMEBUFFER_SRGB enabled)
    samples  of each pixel; 1 unless asked for more
    """

    def __init__(self, session: Session, size: tuple[int, int], samples: int) -> None:
        self._session, self.size, self.samples = session, size, samples
        offered = list(session.call(xr.enumerate_swapchain_formats, session.handle))
        known = [wanted for wanted in (GL_SRGB8_ALPHA8, GL_RGBA8) if wanted in offered]
        if not known:
            raise NotCapableError("The headset takes neither kind of picture that Upswing draws (RGBA, 8 bit).")
        self.format, self.srgb = known[0], known[0] == GL_SRGB8_ALPHA8
        usage = xr.SwapchainUsageFlags.COLOR_ATTACHMENT_BIT | xr.SwapchainUsageFlags.SAMPLED_BIT
        self.handle = session.call(
            xr.create_swapchain,
            session.handle,
            xr.SwapchainCreateInfo(
                usage_flags=usage, format=self.format, sample_count=samples, width=size[0], height=size[1],
                face_count=1, array_size=1, mip_count=1,
            ),
        )  # fmt: skip
        found = session.call(xr.enumerate_swapchain_images, self.handle, xr.SwapchainImageOpenGLKHR)
        self.images = tuple(int(image.image) for image in found)

    def acquire(self) -> int:
        """Which of `images` to draw in now; waits until the runtime has done with it. Raises HeadsetLostError, also
        where that takes longer than any runtime should.
        """
        index = int(self._session.call(xr.acquire_swapchain_image, self.handle, xr.SwapchainImageAcquireInfo()))
        asked = xr.SwapchainImageWaitInfo(timeout=round(_PICTURE_WAIT_S * 1e9))
        try:
            self._session.call(xr.wait_swapchain_image, self.handle, asked)
        except xr.exception.TimeoutExpired as error:
            self._session.lose(_NOT_LENT)
            raise HeadsetLostError(_NOT_LENT) from error
        return index

    def release(self) -> None:
        """The picture is drawn (OpenGL needs no flush). Raises HeadsetLostError."""
        self._session.call(xr.release_swapchain_image, self.handle, xr.SwapchainImageReleaseInfo())

    def close(self) -> None:
        self._session.let_go(xr.destroy_swapchain, self.handle)
