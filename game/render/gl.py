"""A draw list to a picture: the world kept as a far picture, the mirror in its lake, the near scene, then the panels.

Light is linear from end to end: the targets are sRGB textures, so the driver encodes and blends as light does. Panels
are laid over with sRGB values as they are, the way their palette was chosen. On software GL the far picture is redrawn
only when it changes, the mirror is half the size, nothing is multisampled, and the edges of near figures are smoothed
afterwards.
"""

from __future__ import annotations

import moderngl
import numpy as np

from game.blending import blend
from game.drawlist import DrawList
from game.render import context as gl_context
from game.render import palette
from game.render import scene as scenes
from game.render.context import CLIP_DISTANCE0, FRAMEBUFFER_SRGB, SRGB8_ALPHA8
from game.render.far import FarScene
from game.render.gather import Gathered, gather
from game.render.governor import FULL
from game.render.near import NearScene
from game.render.panels import Panels
from game.render.renderer import RenderError
from game.render.scene import Scene
from game.render.sea import Sea
from game.render.stretch import Stretch
from game.render.view import View, view_of
from game.render.water import Water

SOFTWARE_PIXELS = 1280 * 720  # on software GL the scene has no more than these; words are always sharp


class Painter:
    """Draws draw lists on one OpenGL context at one size. `gradual`: where the hour moves, the far picture follows in
    some dozen frames, so that none is late; else every picture shows its own hour. `window`: on software GL the
    finished picture is drawn straight into the context's window: a copy more is a tenth of a frame. `careful`: the
    processor too draws all that a graphics card would, however long it takes.
    """

    def __init__(
        self,
        context: moderngl.Context,
        width: int,
        height: int,
        gradual: bool = False,
        window: bool = False,
        careful: bool = False,
    ) -> None:
        self.context, self._gradual = context, gradual
        self.software = gl_context.is_software(context) and not careful
        self._window = window and self.software
        self._far = FarScene(context)
        self._near = NearScene(context, self._far.meshes, self.software)
        self._water = Water(context)
        self._sea = Sea(context)
        self._panels = Panels(context)
        self._stretch = Stretch(context)
        self.size = (0, 0)
        self.detail = FULL  # other pixels hold from the next picture on
        self._frame = 0
        self.resize(width, height)

    def resize(self, width: int, height: int) -> None:
        """From now on pictures are `width` x `height` pixels."""
        size = (max(16, int(width)), max(16, int(height)))
        if size == self.size:
            return
        self.size = size
        self._far_size = self._shrunk(1.0)
        self._far.resize(self._far_size)
        self._lay_out()

    def _shrunk(self, share: float) -> tuple[int, int]:
        """The size at which the scene is drawn with that share of the usual pixels."""
        width, height = self.size
        shrink = min(1.0, (share * SOFTWARE_PIXELS / (width * height)) ** 0.5) if self.software else 1.0
        return round(width * shrink), round(height * shrink)

    def _lay_out(self) -> None:
        """Targets for the present size and detail. The far picture stays as large as it was: to paint it anew would
        take half a second, in which nothing moved."""
        size = self.size
        for old in getattr(self, "_targets", ()):
            gl_context.release(old)
        self._pixels = self.detail.pixels
        scene = self._shrunk(self._pixels)
        mirror = (scene[0] // 2, scene[1] // 2) if self.software else scene
        samples = 0 if self.software else 4
        self._scene_size = scene
        self._picture = self.context.screen if self._window else _target(self.context, size)
        self._picture.viewport = (0, 0, *size)
        alike = scene == size and not samples and not self._window
        self._scene = self._picture if alike else _target(self.context, scene, samples)
        self._mirror = _target(self.context, mirror)
        self._flipped = _target(self.context, mirror)
        self._unflipped = True
        self._surface = self.context.framebuffer([self.context.texture(mirror, 4)])
        for target in (self._mirror, self._surface):
            target.color_attachments[0].repeat_x = target.color_attachments[0].repeat_y = False
        drawn = (*(() if self._window else (self._picture,)), self._scene, self._mirror, self._flipped, self._surface)
        self._targets = tuple({id(target): target for target in drawn}.values())

    def draw(self, before: DrawList, after: DrawList, alpha: float) -> moderngl.Framebuffer:
        """Draws the list a share `alpha` of the way from `before` to `after`; the framebuffer it is in, sRGB bytes."""
        if self.software and self.detail.pixels != self._pixels:
            self._lay_out()
        drawlist = blend(before, after, alpha)
        scene = scenes.of(drawlist.world.name)
        view = view_of(drawlist.camera, *self._scene_size)
        gathered = gather(drawlist)
        colours = palette.at(drawlist.world.hour, scene.tones)
        self.context.enable_direct(FRAMEBUFFER_SRGB)
        self.context.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        far_view = view_of(drawlist.camera, *self._far_size)
        fresh = self._far.update(far_view, scene, drawlist.world, gradual=self._gradual and self.software)
        if scene.lake and (fresh or self._unflipped):
            self._unflipped = False
            self._flipped.use()
            self._flipped.clear(depth=1.0)
            self.context.disable(moderngl.DEPTH_TEST | moderngl.BLEND)
            self._water.flip(view, self._far.texture)
            self._frame = 0
        self._near.light(view, scene, colours, gathered.lamps, drawlist.world, self.detail)
        if scene.lake:
            self._draw_mirror(view, drawlist, gathered)
        self._draw_scene(view, scene, drawlist, gathered, colours)
        self.context.disable(moderngl.DEPTH_TEST)
        self._lay_scene()
        self._picture.use()
        self.context.disable_direct(FRAMEBUFFER_SRGB)
        self.context.enable(moderngl.BLEND)
        self._panels.draw(drawlist, self.size)
        self.context.disable(moderngl.BLEND)
        return self._picture

    def _draw_mirror(self, view: View, drawlist: DrawList, gathered: Gathered) -> None:
        """What the lake mirrors. On software GL every third frame will do: the ripples hide it."""
        self._frame += 1
        if self.software and (self._frame - 1) % self.detail.mirror_every != 0:
            return
        self._mirror.clear(depth=1.0)
        self.context.copy_framebuffer(self._mirror, self._flipped)
        self._mirror.use()
        self.context.enable(moderngl.DEPTH_TEST)
        self.context.enable_direct(CLIP_DISTANCE0)
        self._near.draw_mirrored(view, drawlist, gathered)
        self.context.disable_direct(CLIP_DISTANCE0)

    def _draw_scene(
        self, view: View, scene: Scene, drawlist: DrawList, gathered: Gathered, colours: palette.Palette
    ) -> None:
        self.context.disable(moderngl.BLEND)
        small = self._surface_size()
        if self.software and (scene.sea or scene.lake):  # the surface is kept smaller, as display values
            self._surface.viewport = (0, 0, *small)
            self._surface.use()
            self.context.disable(moderngl.DEPTH_TEST)
            self.context.disable_direct(FRAMEBUFFER_SRGB)
            if scene.sea:
                self._sea.draw(view, drawlist.world, colours, gathered.lamps, encoded=True)
            else:
                self._draw_water(view, drawlist, gathered, colours, small, encoded=True)
            self.context.enable_direct(FRAMEBUFFER_SRGB)
        self._scene.use()
        self._far.show(self._scene)
        self._scene.use()
        self.context.enable(moderngl.DEPTH_TEST)
        if scene.lake and self.software:
            self.context.disable_direct(FRAMEBUFFER_SRGB)
            self._water.enlarge(view, self._surface.color_attachments[0], self._scene_size, small)
            self.context.enable_direct(FRAMEBUFFER_SRGB)
        elif scene.lake:
            self._draw_water(view, drawlist, gathered, colours, self._scene_size)
        if scene.sea:
            self._lay_sea(view, scene, drawlist, gathered, colours)
        self._near.draw(view, drawlist, gathered, colours)

    def _surface_size(self) -> tuple[int, int]:
        """How much of the smaller picture of the water is drawn, from its lower left."""
        width, height = self._surface.size
        return max(1, round(width * self.detail.surface)), max(1, round(height * self.detail.surface))

    def _lay_sea(
        self, view: View, scene: Scene, drawlist: DrawList, gathered: Gathered, colours: palette.Palette
    ) -> None:
        """Sand and sea behind what stands there: the far picture's alpha says where that is."""
        self.context.blend_func = moderngl.ONE_MINUS_DST_ALPHA, moderngl.DST_ALPHA
        self.context.enable(moderngl.BLEND)
        if self.software:
            self.context.disable_direct(FRAMEBUFFER_SRGB)
            surface, small = self._surface.color_attachments[0], self._surface_size()
            self._sea.enlarge(view, drawlist.world, surface, self._scene_size, small)
            self.context.enable_direct(FRAMEBUFFER_SRGB)
        else:
            self._sea.draw(view, drawlist.world, colours, gathered.lamps)
        self.context.disable(moderngl.BLEND)
        self.context.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self._scene.color_mask = (False,) * 4
        self._far.things(view, scene, colours)  # their depth: lights behind the rock are not seen through it
        self._scene.color_mask = (True,) * 4

    def _draw_water(
        self,
        view: View,
        drawlist: DrawList,
        gathered: Gathered,
        colours: palette.Palette,
        size: tuple[int, int],
        encoded: bool = False,
    ) -> None:
        mirror = self._mirror.color_attachments[0]
        self._water.draw(view, drawlist.world, colours, gathered.lamps, mirror, size, encoded=encoded)

    def _lay_scene(self) -> None:
        """The scene into the picture: already there, resolved, or enlarged."""
        if self._scene is self._picture:
            return
        if self._scene_size == self.size and not self._window:
            self.context.copy_framebuffer(self._picture, self._scene)
            return
        self._stretch.lay(self._scene, self._picture, self.size)

    def picture(self) -> np.ndarray:
        """(H, W, 3) uint8 sRGB of what was last drawn, top row first; in a window as long as its driver keeps it."""
        width, height = self.size
        data = self._picture.read((0, 0, width, height), components=3, alignment=1)
        return np.frombuffer(data, np.uint8).reshape(height, width, 3)[::-1].copy()


def still(context: moderngl.Context, drawlist: DrawList, width: int, height: int) -> np.ndarray:
    """(height, width, 3) uint8 sRGB of `drawlist` as it looks best, apart from whatever else the context draws.

    Takes seconds where the processor draws; what it was drawn with goes when the context does. Raises RenderError where
    the driver has no room for it.
    """
    try:
        painter = Painter(context, width, height, careful=True)
        painter.draw(drawlist, drawlist, 1.0)
        return painter.picture()
    except moderngl.Error as error:
        raise RenderError(f"this OpenGL driver cannot draw a picture of {width} x {height} pixels: {error}") from error


def _target(context: moderngl.Context, size: tuple[int, int], samples: int = 0) -> moderngl.Framebuffer:
    colour = context.texture(size, 4, samples=samples, internal_format=SRGB8_ALPHA8)
    return context.framebuffer([colour], context.depth_renderbuffer(size, samples=samples))
