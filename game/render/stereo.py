"""A draw list to two pictures, one for each eye: the same world, things and panels as in the window, nothing kept.

Both eyes share what does not depend on where one looks from: the arrays of the draw list, the board with its words.
Sky, shore, the lake with its mirror and all that is near are drawn for each eye, since a head never holds still. On
software GL what is far is kept (distance.py), nothing is multisampled and the lake's surface is drawn smaller.
"""

from __future__ import annotations

from dataclasses import replace

import moderngl
import numpy as np

from game.drawlist import DrawList, Rect
from game.render import context as gl_context
from game.render import palette, valley
from game.render import scene as scenes
from game.render.context import CLIP_DISTANCE0, FRAMEBUFFER_SRGB, SRGB8_ALPHA8
from game.render.distance import Distance
from game.render.eyes import BOARD_PIXELS, Board
from game.render.gather import Gathered, gather
from game.render.hands import OwnHand
from game.render.near import NearScene
from game.render.panels import Panels
from game.render.scene import Scene
from game.render.sea import Sea
from game.render.skin import Skin
from game.render.uniforms import set_uniforms
from game.render.view import View
from game.render.water import Water

SAMPLES = 4
BOARD_AS_NEAR = 0.5  # hands hide the words, nothing farther than half way to them does


class StereoPainter:
    """Pictures of `size` pixels for two eyes on one OpenGL context; `pictures` are the two framebuffers they are in,
    sRGB bytes.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self.context, self.size = context, size
        self.software = gl_context.is_software(context)
        self._far = Distance(context, kept=self.software)
        self._near = NearScene(context, self._far.meshes, software=False)
        self._water = Water(context)
        self._sea = Sea(context)
        self._skin = Skin(context)
        self._panels = Panels(context)
        self._board_program = gl_context.program(context, "board")
        self._board_array = context.vertex_array(self._board_program, [])
        self._written: tuple[object, ...] = ()
        # the board's and, where there is one, the tray's; and where on each (pixels) there is anything
        self._words, self._buttons = (self._sheet() for _ in range(2))
        self._boxes: dict[moderngl.Framebuffer, list[Rect]] = {}
        samples = 0 if self.software else SAMPLES
        depth = context.depth_renderbuffer(size, samples=samples)
        self.pictures = tuple(context.framebuffer([_colour(context, size)], None if samples else depth) for _ in "lr")
        self._scene = context.framebuffer([_colour(context, size, samples)], depth) if samples else None
        small = (size[0] // 2, size[1] // 2)
        deep = context.depth_renderbuffer(small)
        mirrors = [context.framebuffer([_colour(context, small)], deep) for _ in range(2 if self.software else 1)]
        self._mirrors = (mirrors[0], mirrors[-1])
        self._mirrored = ["", ""]  # of which world each eye's mirror was last drawn
        self._frame = 0
        self._surface = context.framebuffer([context.texture(small, 4)])
        for target in (*mirrors, self._surface):
            target.color_attachments[0].repeat_x = target.color_attachments[0].repeat_y = False

    def draw(
        self, drawlist: DrawList, views: tuple[View, View], board: Board, own_hands: tuple[OwnHand, ...] = ()
    ) -> None:
        """Draws what both eyes see, the player's own hands too; panels hang on `board`."""
        scene = scenes.of(drawlist.world.name)
        colours = palette.at(drawlist.world.hour, scene.tones)
        gathered = gather(drawlist)
        wordy = self._write_words(drawlist, board)
        self.context.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self.context.enable_direct(FRAMEBUFFER_SRGB)
        self._far.prepare(scene, drawlist.world)
        self._skin.carry(own_hands, views[0], colours, gathered.lamps)
        self._frame += 1
        for eye, (picture, view) in enumerate(zip(self.pictures, views, strict=True)):
            target = self._scene or picture
            self.context.enable_direct(FRAMEBUFFER_SRGB)
            self._near.light(view, scene, colours, gathered.lamps, drawlist.world)
            if scene.lake and self._is_due(eye, scene):
                self._draw_mirror(self._mirrors[eye], view, scene, drawlist, gathered, colours)
            self._draw_scene(target, self._mirrors[eye], view, scene, drawlist, gathered, colours)
            self.context.disable_direct(FRAMEBUFFER_SRGB)
            self.context.enable(moderngl.BLEND)
            if drawlist.world.dim > 0:
                self.context.disable(moderngl.DEPTH_TEST)
                self._panels.dim(drawlist.world.dim, self.size)
            if wordy:
                self._hang(view, board)
            self.context.disable(moderngl.BLEND | moderngl.DEPTH_TEST)
            if target is not picture:
                self.context.copy_framebuffer(picture, target)

    def _is_due(self, eye: int, scene: Scene) -> bool:
        """Whether an eye's mirror is drawn anew: on software GL one eye's a frame will do, the ripples hide it."""
        due = not self.software or self._frame % 2 == eye or self._mirrored[eye] != scene.name
        self._mirrored[eye] = scene.name
        return due

    def _draw_mirror(
        self,
        mirror: moderngl.Framebuffer,
        view: View,
        scene: Scene,
        drawlist: DrawList,
        gathered: Gathered,
        colours: palette.Palette,
    ) -> None:
        """What the lake mirrors: the scene as an eye as deep under the water would see it, upside down."""
        flip = np.diag([1.0, -1.0, 1.0, 1.0])
        flip[1, 3] = 2 * valley.WATER_LEVEL
        below = replace(
            view,
            eye=(flip @ np.append(view.eye, 1.0))[:3],
            clip_from_room=view.clip_from_room @ flip,
            room_from_clip=flip @ view.room_from_clip,
        )
        mirror.use()
        mirror.clear(depth=1.0)
        self.context.disable(moderngl.BLEND)
        self.context.enable(moderngl.DEPTH_TEST)
        self.context.enable_direct(CLIP_DISTANCE0)
        self._far.things(below, scene, colours)
        self.context.disable_direct(CLIP_DISTANCE0)
        self._far.sky(below, scene, drawlist.world, colours)
        self.context.enable_direct(CLIP_DISTANCE0)
        self._near.light(view, scene, colours, gathered.lamps, drawlist.world)
        self._near.draw_mirrored(view, drawlist, gathered)
        self.context.disable_direct(CLIP_DISTANCE0)

    def _draw_scene(
        self,
        target: moderngl.Framebuffer,
        mirrored: moderngl.Framebuffer,
        view: View,
        scene: Scene,
        drawlist: DrawList,
        gathered: Gathered,
        colours: palette.Palette,
    ) -> None:
        world, lamps = drawlist.world, gathered.lamps
        mirror = mirrored.color_attachments[0]
        self.context.disable(moderngl.BLEND)
        if scene.lake and self.software:
            self._surface.use()
            self.context.disable(moderngl.DEPTH_TEST)
            self.context.disable_direct(FRAMEBUFFER_SRGB)  # the surface is kept as display values
            self._water.draw(view, world, colours, lamps, mirror, self._surface.size, encoded=True)
            self.context.enable_direct(FRAMEBUFFER_SRGB)
        elif scene.sea and self.software:
            self._surface.use()
            self.context.disable(moderngl.DEPTH_TEST)
            self.context.disable_direct(FRAMEBUFFER_SRGB)
            self._sea.draw(view, world, colours, lamps, encoded=True)
            self.context.enable_direct(FRAMEBUFFER_SRGB)
        target.use()
        target.clear(depth=1.0)
        self.context.enable(moderngl.DEPTH_TEST)
        self._skin.draw(view)
        self._far.things(view, scene, colours)
        self._near.light(view, scene, colours, lamps, world)
        if scene.lake and self.software:
            self.context.disable_direct(FRAMEBUFFER_SRGB)
            self._water.enlarge(view, self._surface.color_attachments[0], self.size)
            self.context.enable_direct(FRAMEBUFFER_SRGB)
        elif scene.lake:
            self._water.draw(view, world, colours, lamps, mirror, self.size)
        elif scene.sea and self.software:
            self.context.disable_direct(FRAMEBUFFER_SRGB)
            self._sea.enlarge(view, world, self._surface.color_attachments[0], self.size)
            self.context.enable_direct(FRAMEBUFFER_SRGB)
        elif scene.sea:
            self._sea.draw(view, world, colours, lamps)
        self._far.sky(view, scene, world, colours)
        self._near.draw(view, drawlist, gathered, colours)

    def _sheet(self) -> moderngl.Framebuffer:
        """What panels are written on."""
        sheet = self.context.texture(BOARD_PIXELS, 4)
        sheet.repeat_x = sheet.repeat_y = False
        sheet.filter = (moderngl.LINEAR_MIPMAP_NEAREST, moderngl.LINEAR)
        if not self.software:
            sheet.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
            sheet.anisotropy = 4.0
        return self.context.framebuffer([sheet])

    def _write_words(self, drawlist: DrawList, board: Board) -> bool:
        """Writes the panels on the board, and their buttons on the tray where there is one, if anything of it changed;
        whether there is anything to hang.
        """
        shown = self._panels.shown(drawlist)
        if (*shown, board.low) != self._written:
            self._written = (*shown, board.low)
            told = replace(drawlist, world=replace(drawlist.world, dim=0.0))
            if board.low is not None:
                asked = (replace(panel, title="", text="", picture="", gauges=(), plate=False) for panel in told.panels)
                self._write(self._buttons, replace(told, panels=tuple(asked)), board.low)
                words = (replace(panel, buttons=()) for panel in told.panels)
                told = replace(told, panels=tuple(words), notes={})
            self._write(self._words, told)
        return shown[0] is not None or shown[1] is not None or len(shown) > 2

    def _write(self, sheet: moderngl.Framebuffer, told: DrawList, tray: tuple[float, float] | None = None) -> None:
        sheet.use()
        sheet.clear()
        self.context.disable(moderngl.DEPTH_TEST)
        self.context.disable_direct(FRAMEBUFFER_SRGB)
        self._panels.draw(told, BOARD_PIXELS, tray)
        self._boxes[sheet] = disjoint(self._panels.drawn)
        self.context.disable(moderngl.BLEND)
        sheet.color_attachments[0].build_mipmaps()

    def _hang(self, view: View, board: Board) -> None:
        self.context.enable(moderngl.DEPTH_TEST)
        self.context.fbo.depth_mask = False
        hung = zip((self._words, self._buttons), (BOARD_AS_NEAR, 1.0), board.parts, strict=False)
        for sheet, as_near, (plane, shows) in hung:
            sheet.color_attachments[0].use(0)
            set_uniforms(
                self._board_program,
                clip_from_room=view.clip_from_room,
                eye=view.eye,
                room_from_board=plane,
                as_near=as_near,
                shows=shows,
                words=0,
            )
            for left, top, right, bottom in self._boxes.get(sheet, ()):
                wide, tall = BOARD_PIXELS
                box = (left / wide, max(top / tall, shows[0]), right / wide, min(bottom / tall, shows[1]))
                if box[1] < box[3]:
                    set_uniforms(self._board_program, box=box)
                    self._board_array.render(moderngl.TRIANGLE_STRIP, vertices=4)
        self.context.fbo.depth_mask = True

    def picture(self, eye: int) -> np.ndarray:
        """(H, W, 3) uint8 sRGB of one eye, top row first."""
        width, height = self.size
        data = self.pictures[eye].read(components=3, alignment=1)
        return np.frombuffer(data, np.uint8).reshape(height, width, 3)[::-1].copy()


def disjoint(boxes: list[Rect], edge: float = 3.0) -> list[Rect]:
    """Boxes (left, top, right, bottom), each grown by `edge`, with those that touch made one."""
    apart: list[Rect] = []
    for left, top, right, bottom in boxes:
        grown = (left - edge, top - edge, right + edge, bottom + edge)
        while near := [box for box in apart if _touch(box, grown)]:
            apart = [box for box in apart if box not in near]
            lefts, tops, rights, bottoms = zip(*near, grown, strict=True)
            grown = (min(lefts), min(tops), max(rights), max(bottoms))
        apart.append(grown)
    width, height = BOARD_PIXELS
    return [(max(left, 0), max(top, 0), min(right, width), min(bottom, height)) for left, top, right, bottom in apart]


def _touch(a: Rect, b: Rect) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _colour(context: moderngl.Context, size: tuple[int, int], samples: int = 0) -> moderngl.Texture:
    return context.texture(size, 4, samples=samples, internal_format=SRGB8_ALPHA8)
