"""The shore's ground: sand and the sea that runs up on it, one surface that is drawn anew each frame."""

from __future__ import annotations

import moderngl
import numpy as np

from game.drawlist import World
from game.render import palette, shore
from game.render.context import program
from game.render.gather import Lamp
from game.render.uniforms import set_light, set_uniforms
from game.render.view import View

# Rings round the player, metres: close where the waves break, wide where nothing can be told apart any more.
_RINGS = np.concatenate(
    [
        (0.0, 1.5, 3.0, 4.5, 5.5),
        np.arange(6.2, 17.0, 0.6),
        17.0 * 1.085 ** np.arange(1, 28),
        (190.0, 240.0, 320.0, 460.0, 700.0, 1200.0),
    ]
)
_SPOKES = 120


class Sea:
    def __init__(self, context: moderngl.Context) -> None:
        self._surface = program(context, "sea")
        self._enlarge = program(context, "lake", "sea")
        places, triangles = ground()
        at, index = context.buffer(places.astype(np.float32).tobytes()), context.buffer(triangles.tobytes())
        self._surface_array = context.vertex_array(self._surface, [(at, "2f", "in_at")], index)
        self._enlarge_array = context.vertex_array(self._enlarge, [(at, "2f", "in_at")], index)
        self._ripples = context.texture((256, 256), 4, palette.ripples(256, 17).tobytes())
        self._ripples.repeat_x = self._ripples.repeat_y = True
        self._ripples.build_mipmaps()
        self._ripples.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
        self._gradient = context.texture((palette.SKY_STEPS, 1), 3, dtype="f4")
        self._gradient.repeat_x = False
        self._hour = -1.0

    def draw(
        self,
        view: View,
        world: World,
        colours: palette.Palette,
        lamps: tuple[Lamp, ...],
        encoded: bool = False,
    ) -> None:
        """The surface; `encoded` for a target of display values."""
        if world.hour != self._hour:
            self._hour = world.hour
            self._gradient.write(palette.sky(world.hour, colours.tones).astype(np.float32).tobytes())
        self._gradient.use(0)
        self._ripples.use(1)
        set_light(self._surface, view, colours, lamps)
        set_uniforms(
            self._surface,
            clip_from_room=view.clip_from_room,
            gradient=0,
            ripples=1,
            sky_top=float(np.radians(palette.SKY_TOP_DEG)),
            moon_up=shore.moon_up(world.hour),
            moon_azimuth=shore.MOON_AZIMUTH,
            moon_colour=shore.moon_colour(world.hour),
            deep=colours.water,
            plankton=shore.plankton(world),
            encoded=1.0 if encoded else 0.0,
            **shore.SAND,
            **_waves(world),
        )
        self._surface_array.render()

    def enlarge(self, view: View, world: World, surface: moderngl.Texture, size: tuple[int, int]) -> None:
        """The surface from the smaller picture that `draw` made of it."""
        surface.use(0)
        set_uniforms(
            self._enlarge,
            clip_from_room=view.clip_from_room,
            picture=0,
            pixel=(1 / size[0], 1 / size[1]),
            **_waves(world),
        )
        self._enlarge_array.render()


def _waves(world: World) -> dict[str, float]:
    return {"t_s": world.t_s % 3600, "stir": shore.stir(world), "sea_level": shore.SEA_LEVEL}


def ground() -> tuple[np.ndarray, np.ndarray]:
    """(V, 2) x and z of rings round the player, and (T, 3) uint32 triangles, the farthest first."""
    turn = np.linspace(0, 2 * np.pi, _SPOKES + 1)[:-1]
    places = (_RINGS[:, None, None] * np.stack([np.sin(turn), -np.cos(turn)], axis=1)).reshape(-1, 2)
    ring, spoke = np.meshgrid(np.arange(len(_RINGS) - 1)[::-1], np.arange(_SPOKES), indexing="ij")
    a, b = ring * _SPOKES + spoke, ring * _SPOKES + (spoke + 1) % _SPOKES
    quads = np.stack([a, b, b + _SPOKES, a, b + _SPOKES, a + _SPOKES], axis=-1)
    return places, quads.reshape(-1, 3).astype(np.uint32)
