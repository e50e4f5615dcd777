"""The lake: the far picture flipped into it, and its surface."""

from __future__ import annotations

import moderngl
import numpy as np

from game.drawlist import World
from game.render import palette, valley
from game.render.context import program
from game.render.gather import Lamp
from game.render.uniforms import set_uniforms
from game.render.view import View

STRETCH = 1.3
_BEYOND_M = 40.0  # the small surface goes on past the shore, so that enlarging finds water on either side of its edge
LOWEST = -0.24  # rise over run: the middle of a path of light lies no lower

Size = tuple[int, int]


class Water:
    def __init__(self, context: moderngl.Context) -> None:
        self._surface = program(context, "water")
        self._enlarge = program(context, "lake", "water")
        self._enlarge_array = context.vertex_array(self._enlarge, [])
        self._flip = program(context, "mirror", "screen")
        self._surface_array = context.vertex_array(self._surface, [])
        self._flip_array = context.vertex_array(self._flip, [])
        self._ripples = context.texture((256, 256), 4, palette.ripples(256, 17).tobytes())
        self._ripples.repeat_x = self._ripples.repeat_y = True
        self._ripples.build_mipmaps()
        self._ripples.filter = (moderngl.LINEAR_MIPMAP_NEAREST, moderngl.LINEAR)

    def flip(self, view: View, far_scene: moderngl.Texture) -> None:
        """Fills the current target with the far picture as still water would show it."""
        far_scene.use(0)
        set_uniforms(
            self._flip,
            far_scene=0,
            room_from_clip=view.room_from_clip,
            clip_from_room=view.clip_from_room,
            eye=view.eye,
            stretch=STRETCH,
        )
        self._flip_array.render(vertices=3)

    def draw(
        self,
        view: View,
        world: World,
        colours: palette.Palette,
        lamps: tuple[Lamp, ...],
        mirror: moderngl.Texture,
        size: tuple[int, int],
        encoded: bool = False,
    ) -> None:
        """The surface, with what `mirror` holds in it; `encoded` for a target of display values."""
        paths, shine = _paths(view, lamps)
        mirror.use(0)
        self._ripples.use(1)
        set_uniforms(
            self._surface,
            clip_from_room=view.clip_from_room,
            eye=view.eye,
            fog=colours.fog,
            lamp_path=paths,
            lamp_colour=shine,
            lake=(*valley.LAKE[:3], valley.LAKE[3] - (_BEYOND_M if encoded else 0.0)),
            water_level=valley.WATER_LEVEL,
            deep=colours.water,
            pixel=(1 / size[0], 1 / size[1]),
            mirror=0,
            ripples=1,
            encoded=1.0 if encoded else 0.0,
            t_s=world.t_s % 3600,
            stir=1.0 - 0.75 * world.quiet,
        )
        self._surface_array.render(moderngl.TRIANGLE_STRIP, vertices=4)

    def enlarge(self, view: View, surface: moderngl.Texture, size: Size, small: Size | None = None) -> None:
        """The surface from the smaller picture that `draw` made of it, in all of `surface` or its lower left alone."""
        surface.use(0)
        wide, tall = surface.size if small is None else small
        set_uniforms(
            self._enlarge,
            clip_from_room=view.clip_from_room,
            lake=valley.LAKE,
            water_level=valley.WATER_LEVEL,
            picture=0,
            pixel=(wide / surface.width / size[0], tall / surface.height / size[1]),
            last=((wide - 0.5) / surface.width, (tall - 0.5) / surface.height),
        )
        self._enlarge_array.render(moderngl.TRIANGLE_STRIP, vertices=4)


def _paths(view: View, lamps: tuple[Lamp, ...]) -> tuple[np.ndarray, np.ndarray]:
    """(4, 4) where each lamp's path of light lies as seen from the eye, and (4, 3) its colour.

    The middle of a path is the lamp's mirror image, or as low as the view shows where that is lower still: a painter's
    liberty, so that a lantern high above still lies on the water before the player.
    """
    paths, shine = np.zeros((4, 4)), np.zeros((4, 3))
    for i, lamp in enumerate(lamps):
        x, z = lamp.at[0] - view.eye[0], lamp.at[2] - view.eye[2]
        level = max(float(np.hypot(x, z)), 0.5)
        below = (2 * valley.WATER_LEVEL - lamp.at[1] - view.eye[1]) / level
        paths[i, :3] = (z / level, -x / level, max(below, LOWEST))
        shine[i] = lamp.colour
    return paths, shine
