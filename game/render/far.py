"""Everything too far away to move: sky, stars, hills, houses, trees. Drawn when hour or view change, and kept."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import moderngl
import numpy as np

from game.drawlist import World
from game.render import palette, shore, valley
from game.render.context import FRAMEBUFFER_SRGB, SRGB8_ALPHA8, program, release
from game.render.meshes import PAPER, Meshes
from game.render.patch import Patch
from game.render.scene import Rows, Scene
from game.render.stretch import Stretch
from game.render.uniforms import set_light, set_uniforms
from game.render.view import View

HOUR_STEP = 1 / 200  # finer steps of the hour are not seen
_STRIPS = 16
_AT_ONCE_THINGS = 12
_LARGE_M = 5.0  # what reaches so far fills much of the picture: it is drawn in strips, too
_AT_ONCE = 0.25  # an hour further off than this is drawn at once, a nearer one part by part
_HURRY = 0.01  # so far behind, two parts a frame; twice so far, three
_SHORE_REACH_M = 12.0


class FarScene:
    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self.meshes = Meshes(context, program(context, "solid"), program(context, "paper"))
        self._grained = Meshes(context, program(context, "grained"), self.meshes.paper)
        self._patch = Patch(context)
        self._skies: dict[str, tuple[moderngl.Program, moderngl.VertexArray]] = {}
        self._stretch = Stretch(context)
        self._copy = program(context, "copy", "screen")
        self._star = program(context, "star")
        self._copy_array = context.vertex_array(self._copy, [])
        self._gradient = context.texture((palette.SKY_STEPS, 1), 3, dtype="f4")
        self._gradient.repeat_x = False
        self._clouds = context.texture((256, 256), 4, palette.ripples(256, 9).tobytes())
        self._clouds.repeat_x = self._clouds.repeat_y = True
        self._clouds.build_mipmaps()
        self._clouds.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
        self._ridges = context.texture((2048, 1), 4, _ridges(2048).tobytes())
        self._ridges.repeat_x = True
        directions, sizes, hours = valley.stars()
        stars = np.concatenate([directions, sizes[:, None], hours[:, None]], axis=1).astype(np.float32)
        self._stars = context.vertex_array(
            self._star, [(context.buffer(stars.tobytes()), "3f 1f 1f/i", "in_toward", "in_size", "in_hour")]
        )
        self._star_count = len(stars)
        self._deep: moderngl.Framebuffer | None = None
        self._targets: tuple[moderngl.Framebuffer, ...] = ()
        self._resized: moderngl.Framebuffer | None = None  # the kept picture for a scene with fewer pixels
        self._resized_of: moderngl.Framebuffer | None = None

    def resize(self, size: tuple[int, int]) -> None:
        for old in self._targets:
            release(old)
        self._targets = tuple(self._context.framebuffer([_kept_texture(self._context, size)]) for _ in range(2))
        self._kept, self._spare = self._targets
        self._size = size
        if self._deep is not None:
            release(self._deep)
            self._deep = None
        self._seen_from, self._name, self._hour, self._work = None, "", -1.0, None
        self._resized_of = None

    @property
    def texture(self) -> moderngl.Texture:
        return self._kept.color_attachments[0]

    def update(self, view: View, scene: Scene, world: World, gradual: bool) -> bool:
        """Draws the far picture anew if the view, the world or its hour changed; whether a new one is kept now.

        Where the hour only moved a little, `gradual` spreads the work over some dozen frames.
        """
        hour = round(world.hour / HOUR_STEP) * HOUR_STEP
        seen_from = view.clip_from_room.round(6).tobytes()
        here = seen_from == self._seen_from and scene.name == self._name
        if here and hour == self._hour:
            return False
        behind = abs(hour - self._hour)
        soon = gradual and here and behind < _AT_ONCE
        parts = 1 + int(behind / _HURRY)
        if not soon or self._work is None:
            self._work = self._paint(view, scene, hour, palette.at(hour, scene.tones))
            self._work_hour = hour
        for n, _ in enumerate(self._work, 1):
            if soon and n >= parts:
                return False
        self._kept, self._spare = self._spare, self._kept
        self._resized_of = None
        self._seen_from, self._name, self._hour, self._work = seen_from, scene.name, self._work_hour, None
        return True

    def _paint(self, view: View, scene: Scene, hour: float, colours: palette.Palette) -> Iterator[None]:
        """Draws the spare picture piece by piece."""
        self._gradient.write(palette.sky(hour, scene.tones).astype(np.float32).tobytes())
        drawn = self._deep_target() if scene.deep else self._spare
        if scene.deep:
            drawn.clear(depth=1.0)
        width, height = self._size
        edges = np.linspace(0, height, _STRIPS + 1).astype(int)
        for low, high in pairwise(edges):
            drawn.use()
            self._context.disable(moderngl.DEPTH_TEST | moderngl.BLEND)
            self._context.scissor = (0, int(low), width, int(high - low))
            self._draw_sky(view, scene, hour, colours)
            self._context.scissor = None
            yield
        if scene.starry:
            drawn.use()
            self._context.enable(moderngl.BLEND)
            self._draw_stars(view, hour)
            self._context.disable(moderngl.BLEND)
        yield
        if not scene.deep:
            yield from self._paint_shore(view, scene.far, colours)
            return
        for part in (*_few_at_once(scene.far), *_few_at_once(scene.distant)):
            large = any(self._meshes_of(name).reach_m(name) > _LARGE_M for name in part)
            for low, high in pairwise(edges[:: 2 if large else _STRIPS]):
                drawn.use()
                self._context.disable(moderngl.BLEND)
                self._context.enable(moderngl.DEPTH_TEST)
                self._context.scissor = (0, int(low), width, int(high - low))
                self._draw_far(view, part, colours)
                self._context.scissor = None
                yield
        self._context.copy_framebuffer(self._spare, drawn)

    def _deep_target(self) -> moderngl.Framebuffer:
        """Multisampled and with a depth: whole trees stand one before another."""
        if self._deep is None:
            colour = self._context.texture(self._size, 4, samples=4, internal_format=SRGB8_ALPHA8)
            self._deep = self._context.framebuffer([colour], self._context.depth_renderbuffer(self._size, samples=4))
        return self._deep

    def _paint_shore(self, view: View, far: Rows, colours: palette.Palette) -> Iterator[None]:
        """Things along one far line, multisampled in a patch round them, or as they are where that were too large."""
        places = np.concatenate([rows[:, 12:15] for rows in far.values()])
        at = view.project(places) * self._size
        seen = np.isfinite(at).all(axis=1)
        reach_px = _SHORE_REACH_M * view.pixels_per_radian / np.linalg.norm(places - view.eye, axis=1)
        self._spare.use()
        box = self._patch.begin(at[seen], reach_px[seen], self._size)
        for part in _few_at_once(far):
            if box is None:
                self._spare.use()
            else:
                self._patch.go_on(box, self._size)
            self._context.disable(moderngl.BLEND)
            self._context.enable(moderngl.DEPTH_TEST)
            self._draw_far(view, part, colours)
            yield
        if box is not None:
            self._context.disable(moderngl.DEPTH_TEST)
            self._patch.lay(box, self._spare)

    def things(self, view: View, scene: Scene, colours: palette.Palette) -> None:
        """What stands before the distance, drawn now."""
        self._draw_far(view, scene.far, colours)

    def _draw_far(self, view: View, far: Rows, colours: palette.Palette) -> None:
        self._clouds.use(0)
        for meshes in (self.meshes, self._grained):
            set_light(meshes.solid, view, colours, ())
            set_uniforms(meshes.solid, clip_from_room=view.clip_from_room, sway=0.0, grain=0)
        for name, rows in far.items():
            self._meshes_of(name).draw(name, rows)

    def _meshes_of(self, name: str) -> Meshes:
        return self.meshes if name in PAPER else self._grained

    def show(self, target: moderngl.Framebuffer) -> None:
        """Lays the kept picture over the whole of `target` and clears its depth."""
        target.clear(depth=1.0)
        if target.samples == 0:  # the same format: a plain copy of memory, twenty times as fast as drawing
            self._context.copy_framebuffer(target, self._as_large_as(target.size))
            target.use()
            return
        self._context.disable(moderngl.DEPTH_TEST)
        self.texture.use(0)
        self._copy["picture"].value = 0
        self._copy_array.render(vertices=3)

    def _as_large_as(self, size: tuple[int, int]) -> moderngl.Framebuffer:
        """The kept picture in that size; made once of each."""
        if size == self._size:
            return self._kept
        if self._resized is None or self._resized.size != size:
            if self._resized is not None:
                release(self._resized)
            self._resized = self._context.framebuffer([_kept_texture(self._context, size)])
            self._resized_of = None
        if self._resized_of is not self._kept:
            self._stretch.lay(self._kept, self._resized, size)
            self._context.enable_direct(FRAMEBUFFER_SRGB)
            self._resized_of = self._kept
        return self._resized

    def _draw_sky(self, view: View, scene: Scene, hour: float, colours: palette.Palette) -> None:
        if scene.sky not in self._skies:
            made = program(self._context, scene.sky, "screen")
            self._skies[scene.sky] = (made, self._context.vertex_array(made, []))
        sky, array = self._skies[scene.sky]
        for unit, texture in enumerate((self._gradient, self._clouds, self._ridges)):
            texture.use(unit)
        set_uniforms(
            sky,
            room_from_clip=view.room_from_clip,
            eye=view.eye,
            gradient=0,
            clouds=1,
            ridges=2,
            sky_top=float(np.radians(palette.SKY_TOP_DEG)),
            hour=hour,
            afterglow=colours.afterglow,
            glow_azimuth=scene.tones.sun_azimuth,
            hill_far=colours.hills[0],
            hill_middle=colours.hills[1],
            hill_near=colours.hills[2],
            fog=colours.fog,
            moon_up=shore.moon_up(hour),
            moon_azimuth=shore.MOON_AZIMUTH,
            moon_radius=shore.MOON_RADIUS,
            moon_colour=shore.MOON,
        )
        array.render(vertices=3)

    def _draw_stars(self, view: View, hour: float) -> None:
        set_uniforms(
            self._star,
            clip_from_room=view.clip_from_room,
            eye=view.eye,
            right=view.right,
            up=view.up,
            hour=hour,
            pixel=1 / view.pixels_per_radian,
        )
        self._stars.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=self._star_count)


def _few_at_once(rows: Rows) -> Iterator[Rows]:
    for name, many in rows.items():
        for start in range(0, len(many), _AT_ONCE_THINGS):
            yield {name: many[start : start + _AT_ONCE_THINGS]}


def _ridges(steps: int) -> np.ndarray:
    lines = [
        palette.ridge(steps, 1.15, 31),
        palette.ridge(steps, 1.1, 42),
        palette.ridge(steps, 0.95, 53),
        palette.ridge(steps, 0.6, 64, 40),
    ]
    return (np.clip(np.stack(lines, axis=-1) / 3.2 * 0.5 + 0.5, 0, 1) * 255).astype(np.uint8)


def _kept_texture(context: moderngl.Context, size: tuple[int, int]) -> moderngl.Texture:
    texture = context.texture(size, 4, internal_format=SRGB8_ALPHA8)
    texture.repeat_x = texture.repeat_y = False
    return texture
