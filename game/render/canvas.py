"""The OpenGL that a headset is drawn with: a window that mirrors one eye, or none where there is no screen."""

from __future__ import annotations

import moderngl

from game.render.context import open_offscreen, program
from game.render.renderer import RenderError
from game.render.uniforms import set_uniforms
from game.render.window import Window


class NoScreen:
    """OpenGL without a screen (EGL): nothing is mirrored, nobody can press a key. Raises RenderError without it."""

    window: Window | None = None

    def __init__(self) -> None:
        self.context: moderngl.Context = open_offscreen()

    def mirror(self, picture: moderngl.Texture) -> None:
        pass

    def close(self) -> None:
        self.context.release()


class Mirror:
    """A window on which the therapist sees what the player sees; as soon as there is no headset it is the game's own.

    Raises RenderError where no window can be had.
    """

    def __init__(
        self, size: tuple[int, int] | None = None, title: str = "Upswing: what is seen in the headset"
    ) -> None:
        # the headset sets the pace: a display that waits for itself would stall it
        self.window = Window(size, title=title, vsync=False)
        self.context = self.window.context
        self._program = program(self.context, "desktop", "screen")
        self._array = self.context.vertex_array(self._program, [])

    def mirror(self, picture: moderngl.Texture) -> None:
        """Shows the middle of one eye's picture, as much of it as the window's shape lets."""
        width, height = self.window.size
        wide = picture.width / picture.height
        share = (1.0, (height / width) * wide) if width / height > wide else (width / height / wide, 1.0)
        picture.use(0)
        set_uniforms(self._program, picture=0, share=share)
        self.window.present(self._array)

    def on_picture(self, at: tuple[float, float], wide: float) -> tuple[float, float]:
        """Where a place of the window (shares from the left and the top) lies in a picture `wide` times as wide as
        tall.
        """
        width, height = self.window.size
        share = (1.0, (height / width) * wide) if width / height > wide else (width / height / wide, 1.0)
        return (0.5 + (at[0] - 0.5) * share[0], 0.5 + (at[1] - 0.5) * share[1])

    def close(self) -> None:
        self.window.close()


def open_canvas(window: bool | None = None) -> Mirror | NoScreen:
    """`window` None: one where a screen is to be had. Its OpenGL is current when this returns, as a session needs it.

    Raises RenderError where there is no OpenGL.
    """
    canvas = _open(window)
    canvas.context.gc_mode = "context_gc"  # what a renderer leaves behind is given back when it closes
    return canvas


def _open(window: bool | None) -> Mirror | NoScreen:
    if window is False:
        return NoScreen()
    try:
        return Mirror()
    except RenderError:
        if window:
            raise
        return NoScreen()
