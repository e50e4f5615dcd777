"""Everything too far away to move: sky, stars, hills, houses. Drawn when the hour or the view changes, kept as a picture."""

from __future__ import annotations

import moderngl
import numpy as np

from game.drawlist import World
from game.render import palette, valley
from game.render.context import program
from game.render.meshes import Meshes
from game.render.view import View, column_major

SRGB8_ALPHA8 = 0x8C43
HOUR_STEP = 1 / 200  # finer steps of the hour are not seen
GLOW_AZIMUTH = 0.16  # rad to the right of straight ahead: where the sun went down
_SAMPLES = 4


class FarScene:
    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._solid = program(context, "solid")
        self.meshes = Meshes(context, self._solid, program(context, "paper"))
        self._sky = program(context, "sky", "screen")
        self._copy = program(context, "copy", "screen")
        self._star = program(context, "star")
        self._sky_array = context.vertex_array(self._sky, [])
        self._copy_array = context.vertex_array(self._copy, [])
        self._gradient = context.texture((palette.SKY_STEPS, 1), 3, dtype="f4")
        self._gradient.repeat_x = False
        self._clouds = context.texture((256, 256), 4, palette.ripples(256, 9).tobytes())
        self._clouds.repeat_x = self._clouds.repeat_y = True
        self._ridges = context.texture((2048, 1), 4, _ridges(2048).tobytes())
        self._ridges.repeat_x = True
        directions, sizes, hours = valley.stars()
        stars = np.concatenate([directions, sizes[:, None], hours[:, None]], axis=1).astype(np.float32)
        self._stars = context.vertex_array(
            self._star, [(context.buffer(stars.tobytes()), "3f 1f 1f/i", "in_toward", "in_size", "in_hour")]
        )
        self._star_count = len(stars)
        self._shore = valley.shore()
        self._key: tuple[object, ...] | None = None
        self._targets: tuple[moderngl.Framebuffer, ...] = ()

    def resize(self, size: tuple[int, int]) -> None:
        for old in self._targets:
            old.release()
        samples = min(_SAMPLES, self._context.max_samples)
        many = self._context.texture(size, 4, samples=samples, internal_format=SRGB8_ALPHA8)
        self._drawn = self._context.framebuffer([many], self._context.depth_renderbuffer(size, samples=samples))
        self.texture = self._context.texture(size, 4, internal_format=SRGB8_ALPHA8)
        self.texture.repeat_x = self.texture.repeat_y = False
        self._kept = self._context.framebuffer([self.texture])
        self._targets = (self._drawn, self._kept)
        self._key = None

    def update(self, view: View, world: World, colours: palette.Palette) -> bool:
        """Draws the far picture anew if the view or the hour is another than when it was last drawn; whether it was."""
        step = round(world.hour / HOUR_STEP)
        key = (step, view.clip_from_room.round(6).tobytes())
        if key == self._key:
            return False
        self._key = key
        hour = step * HOUR_STEP
        self._gradient.write(palette.sky(hour).astype(np.float32).tobytes())
        self._drawn.use()
        self._drawn.clear(depth=1.0)
        self._context.disable(moderngl.DEPTH_TEST | moderngl.BLEND)
        self._draw_sky(view, hour, colours)
        self._context.enable(moderngl.BLEND)
        self._draw_stars(view, hour)
        self._context.disable(moderngl.BLEND)
        self._context.enable(moderngl.DEPTH_TEST)
        set_light(self._solid, view, colours, ())
        self._solid["clip_from_room"].write(column_major(view.clip_from_room))
        self._solid["sway"].value = 0.0
        for name, rows in self._shore.items():
            self.meshes.draw(name, rows)
        self._context.copy_framebuffer(self._kept, self._drawn)
        return True

    def show(self, target: moderngl.Framebuffer) -> None:
        """Lays the kept picture over the whole of `target` and clears its depth."""
        target.clear(depth=1.0)
        if target.samples == 0:  # the same format: a plain copy of memory, twenty times as fast as drawing
            self._context.copy_framebuffer(target, self._kept)
            return
        self._context.disable(moderngl.DEPTH_TEST)
        self.texture.use(0)
        self._copy["picture"].value = 0
        self._copy_array.render(vertices=3)

    @property
    def clouds(self) -> moderngl.Texture:
        return self._clouds

    def _draw_sky(self, view: View, hour: float, colours: palette.Palette) -> None:
        for unit, texture in enumerate((self._gradient, self._clouds, self._ridges)):
            texture.use(unit)
        set_uniforms(
            self._sky,
            room_from_clip=view.room_from_clip,
            eye=view.eye,
            gradient=0,
            clouds=1,
            ridges=2,
            sky_top=float(np.radians(palette.SKY_TOP_DEG)),
            hour=hour,
            afterglow=colours.afterglow,
            glow_azimuth=GLOW_AZIMUTH,
            hill_far=colours.hills[0],
            hill_middle=colours.hills[1],
            hill_near=colours.hills[2],
            fog=colours.fog,
        )
        self._sky_array.render(vertices=3)

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


def _ridges(steps: int) -> np.ndarray:
    lines = [
        palette.ridge(steps, 1.15, 31),
        palette.ridge(steps, 1.1, 42),
        palette.ridge(steps, 0.95, 53),
        palette.ridge(steps, 0.6, 64, 40),
    ]
    return (np.clip(np.stack(lines, axis=-1) / 3.2 * 0.5 + 0.5, 0, 1) * 255).astype(np.uint8)


def set_uniforms(of: moderngl.Program, **values: object) -> None:
    """Sets the uniforms that the driver kept: numbers, vectors and (4, 4) matrices."""
    for name, value in values.items():
        if name not in of:
            continue
        uniform = of[name]
        if isinstance(value, np.ndarray):
            uniform.write(
                column_major(value)
                if value.shape == (4, 4) and uniform.array_length == 1
                else value.astype(np.float32).tobytes()
            )
        else:
            uniform.value = value


def set_light(of: moderngl.Program, view: View, colours: palette.Palette, lamps: tuple) -> None:
    """The light of the hour and up to four lamps, for a program that includes light.glsl."""
    at, shine = np.zeros((4, 4)), np.zeros((4, 3))
    at[:, 3] = 1.0
    for i, lamp in enumerate(lamps):
        at[i, :3], at[i, 3], shine[i] = lamp.at, lamp.reach_m, lamp.colour
    toward = np.array([np.sin(GLOW_AZIMUTH), 0.30, -np.cos(GLOW_AZIMUTH)])
    set_uniforms(
        of,
        eye=view.eye,
        key_from=toward / np.linalg.norm(toward),
        key=colours.key,
        above=colours.above,
        below=colours.below,
        fog=colours.fog,
        lamp_at=at,
        lamp_colour=shine,
    )
