"""The window: pygame opens it, moderngl draws in it, keys and clicks come out of it as intents."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import moderngl
import numpy as np

from game.drawlist import DrawList
from game.intents import Intent
from game.render.context import FRAMEBUFFER_SRGB, open_current
from game.render.gl import Painter, still
from game.render.governor import Governor
from game.render.keys import Focus
from game.render.pacing import Pacing
from game.render.renderer import RenderError
from game.render.stretch import Stretch

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame

Place = tuple[float, float]
DEFAULT_SIZE = (1280, 720)
BESIDE: Place = (-1.0, -1.0)  # a click on no place of the view is one beside every button
SOFTWARE_FPS = 30.0  # drawing at full speed would take the processor from tracking
LEAST_FPS = 60.0  # with a graphics card, whatever its display could do
FASTEST_FPS = 144.0  # where the display does not pace by itself


class Window:
    """A Renderer on the screen. `size` in pixels, None for 1280 x 720; `fullscreen` takes the whole screen (F11
    changes). Without `vsync` showing a picture never waits for the display. `view_from_window` says which place of the
    view lies at a place of the window (shares from the left and the top), None where none does; None: the same.

    Raises RenderError where no window or no OpenGL 3.3 can be had.
    """

    def __init__(
        self, size: tuple[int, int] | None = None, fullscreen: bool = False, title: str = "Upswing", vsync: bool = True
    ) -> None:
        self._windowed = size or DEFAULT_SIZE
        self._title, self._vsync = title, vsync
        self._fullscreen = fullscreen
        try:
            pygame.display.init()
            if pygame.display.get_driver() == "offscreen" and "SDL_VIDEODRIVER" not in os.environ:
                raise pygame.error("there is no screen here")  # SDL would draw where nobody sees it
            self._open_display()
        except pygame.error as error:
            pygame.display.quit()
            raise RenderError(f"a window with OpenGL 3.3 was expected, but none can be opened: {error}") from error
        try:
            self._context = open_current()
        except RenderError:
            pygame.display.quit()
            raise
        self._painter = Painter(self._context, *pygame.display.get_window_size(), gradual=True, window=True)
        self._stretch = Stretch(self._context)
        self._focus = Focus()
        self._minimised = False
        self._drawn = False
        self._pacing, self._governor = Pacing(), Governor()
        self.view_from_window: Callable[[Place], Place | None] | None = None

    @property
    def context(self) -> moderngl.Context:
        return self._context

    @property
    def software(self) -> bool:
        return self._painter.software

    @property
    def size(self) -> tuple[int, int]:
        return self._painter.size

    def _open_display(self) -> None:
        for name, value in (
            (pygame.GL_CONTEXT_MAJOR_VERSION, 3),
            (pygame.GL_CONTEXT_MINOR_VERSION, 3),
            (pygame.GL_CONTEXT_PROFILE_MASK, pygame.GL_CONTEXT_PROFILE_CORE),
            (pygame.GL_CONTEXT_FORWARD_COMPATIBLE_FLAG, 1),
            (pygame.GL_DOUBLEBUFFER, 1),
        ):
            pygame.display.gl_set_attribute(name, value)
        flags = pygame.OPENGL | pygame.DOUBLEBUF | (pygame.FULLSCREEN if self._fullscreen else pygame.RESIZABLE)
        size = (0, 0) if self._fullscreen else self._windowed
        try:
            pygame.display.set_mode(size, flags, vsync=1 if self._vsync else 0)
        except pygame.error:  # a driver without vsync: `wait` paces instead
            pygame.display.set_mode(size, flags)
        pygame.display.set_caption(self._title)
        pygame.mouse.set_visible(not self._fullscreen)

    def wait(self) -> float:
        """Paces the loop: 30 frames a second on software GL and while minimised, else the display's own (at most
        144).
        """
        slow = self.software or self._minimised
        return self._pacing.wait(SOFTWARE_FPS if slow else FASTEST_FPS)

    def show(self, before: DrawList, after: DrawList, alpha: float) -> None:
        marked = self.attended(after)
        if self._minimised:
            return
        self._painter.detail = self._governor.detail
        picture = self._painter.draw(before, marked, alpha)
        self._drawn = True
        if not self.software:
            self._stretch.lay(picture, self._context.screen, self._painter.size)
        pygame.display.flip()
        self._governor.shown(time.monotonic(), 1 / self._wanted_fps())

    def _wanted_fps(self) -> float:
        """Frames a second below which a picture is drawn with less detail: no more than the display shows."""
        least = SOFTWARE_FPS if self.software else LEAST_FPS
        return min(least, pygame.display.get_current_refresh_rate() or least)

    def attended(self, drawlist: DrawList) -> DrawList:
        """`drawlist`, whose buttons keys and clicks mean from now on, with the one that the keys stand on marked."""
        self._focus.seen(drawlist.panels)
        return self._focus.marked(drawlist)

    def present(self, array: moderngl.VertexArray) -> None:
        """Draws `array`, a triangle over the whole of it, in the window."""
        if self._minimised:
            return
        self._context.screen.use()
        self._context.viewport = (0, 0, *self._painter.size)
        self._context.disable_direct(FRAMEBUFFER_SRGB)
        array.render(vertices=3)
        pygame.display.flip()

    def intents(self) -> tuple[Intent, ...]:
        """What was asked since the last call, in order; of the pointer's places only the last."""
        found: list[Intent] = []
        pointed: Intent | None = None
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                found.append(Intent("quit"))
            elif event.type == pygame.KEYDOWN:
                name = pygame.key.name(event.key)
                if name == "f11":
                    self.set_fullscreen(not self._fullscreen)
                elif (intent := self._focus.key(name, event.unicode)) is not None:
                    found.append(intent)
            elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
                found.append(self._focus.click(self._share(event.pos) or BESIDE))
            elif event.type == pygame.MOUSEMOTION and (at := self._share(event.pos)) is not None:
                pointed = Intent("point", at=at)
            elif event.type in (pygame.WINDOWSIZECHANGED, pygame.VIDEORESIZE):
                self._resized()
            elif event.type in (pygame.WINDOWMINIMIZED, pygame.WINDOWHIDDEN):
                self._minimised = True
            elif event.type in (
                pygame.WINDOWRESTORED,
                pygame.WINDOWSHOWN,
                pygame.WINDOWMAXIMIZED,
                pygame.WINDOWEXPOSED,
            ):
                self._minimised = False
        return (*found, *((pointed,) if pointed else ()))

    def set_fullscreen(self, wanted: bool) -> None:
        if wanted != self._fullscreen:
            pygame.display.toggle_fullscreen()
            self._fullscreen = wanted
            pygame.mouse.set_visible(not wanted)
            self._resized()

    def picture(self) -> np.ndarray | None:
        return self._painter.picture() if self._drawn else None

    def still(self, drawlist: DrawList, width: int, height: int) -> np.ndarray:
        return still(self._context, drawlist, width, height)

    def close(self) -> None:
        self._context.release()
        pygame.display.quit()

    def _share(self, at: tuple[int, int]) -> Place | None:
        width, height = pygame.display.get_window_size()
        share = (at[0] / max(1, width), at[1] / max(1, height))
        return share if self.view_from_window is None else self.view_from_window(share)

    def _resized(self) -> None:
        width, height = pygame.display.get_window_size()
        if width > 0 and height > 0:
            self._painter.resize(width, height)
