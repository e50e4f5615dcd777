"""What is far, for eyes that turn all the time: sky, stars, hills, the shore.

A graphics card draws it anew for each eye. Software GL cannot: there it is painted on the six sides of a cube round the
player, one side a frame when the hour moves, and looked up. Things that are far enough go on the cube too: at 70 m two
eyes see them half a pixel apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import moderngl
import numpy as np

from game.drawlist import World
from game.render import palette, valley
from game.render.context import FRAMEBUFFER_SRGB, SRGB8_ALPHA8, program
from game.render.far import HOUR_STEP, FarScene
from game.render.scene import Rows, Scene
from game.render.uniforms import set_light, set_uniforms
from game.render.view import FAR_M, View

SIDE_PX = 1024
KEPT_M, _ALOFT_M = 4.5, 1.6  # from the eye, and above the floor; two eyes see such leaves 0.8 degrees apart at most
_EYE = np.array([0.0, 1.2, 0.0])  # from where the cube is painted
# each side of OpenGL's cube: where it lies, and where its rows and columns run
_SIDES = (
    ((1, 0, 0), (0, 0, -1), (0, -1, 0)),
    ((-1, 0, 0), (0, 0, 1), (0, -1, 0)),
    ((0, 1, 0), (1, 0, 0), (0, 0, 1)),
    ((0, -1, 0), (1, 0, 0), (0, 0, -1)),
    ((0, 0, 1), (1, 0, 0), (0, -1, 0)),
    ((0, 0, -1), (-1, 0, 0), (0, -1, 0)),
)


class Distance(FarScene):
    """`prepare` once a frame, then for each view `things` and, when all that hides the sky is drawn, `sky`."""

    def __init__(self, context: moderngl.Context, kept: bool) -> None:
        super().__init__(context)
        self._gradient_of: tuple[str, float] = ("", -1.0)
        directions, sizes, hours = valley.stars(all_round=True)
        rows = np.concatenate([directions, sizes[:, None], hours[:, None]], axis=1).astype(np.float32)
        self._stars = context.vertex_array(
            self._star, [(context.buffer(rows.tobytes()), "3f 1f 1f/i", "in_toward", "in_size", "in_hour")]
        )
        self._star_count = len(rows)
        self._cube: moderngl.TextureCube | None = None
        self._painted: tuple[str, float] = ("", -1.0)
        self._painting: Iterator[list[bytes] | None] = iter(())
        self._next: tuple[str, float] = ("", -1.0)
        if kept:
            self._cube = context.texture_cube((SIDE_PX, SIDE_PX), 4)  # display values as they are
            samples = {"samples": 4}
            self._drawn = context.framebuffer(
                [context.texture((SIDE_PX, SIDE_PX), 4, internal_format=SRGB8_ALPHA8, **samples)],
                context.depth_renderbuffer((SIDE_PX, SIDE_PX), **samples),
            )
            self._side = context.framebuffer([context.texture((SIDE_PX, SIDE_PX), 4, internal_format=SRGB8_ALPHA8)])
            self._look_up = program(context, "cube")
            self._look_up_array = context.vertex_array(self._look_up, [])

    def prepare(self, scene: Scene, world: World) -> None:
        """Paints the cube, where there is one: all of it for another world, a side of it where the hour has moved."""
        if self._cube is None:
            return
        wanted = (scene.name, round(world.hour / HOUR_STEP) * HOUR_STEP)
        elsewhere = self._painted[0] != scene.name
        if wanted != self._painted and (elsewhere or self._next == self._painted):
            self._painting, self._next = self._paint_sides(scene, wanted[1]), wanted
        for sides in self._painting:
            if sides is not None:
                for i, data in enumerate(sides):
                    self._cube.write(i, data)
                self._painted = self._next
            if not elsewhere:
                return

    def things(self, view: View, scene: Scene, colours: palette.Palette) -> None:
        """What stands far, as far as it is not on the cube."""
        if self._cube is None:
            for rows in (scene.far, scene.distant, scene.behind):
                self._draw_far(view, self._seen(view, rows), colours)
            return
        for rows in (self._beside(scene), scene.behind):
            self._draw_plain(view, self._seen(view, rows), colours)

    def sky(self, view: View, scene: Scene, world: World, colours: palette.Palette) -> None:
        """Behind all that was drawn before, so that only what is seen of it is painted."""
        if self._cube is not None:
            self._cube.use(0)
            set_uniforms(self._look_up, sky=0, room_from_clip=view.room_from_clip, eye=view.eye)
            self._context.disable_direct(FRAMEBUFFER_SRGB)
            self._look_up_array.render(vertices=3)
            self._context.enable_direct(FRAMEBUFFER_SRGB)
            return
        self._draw_heaven(view, scene, world.hour, colours)

    def _draw_plain(self, view: View, far: Rows, colours: palette.Palette) -> None:
        """Things as they are lit at their corners, whatever finer way a kept picture has."""
        set_light(self.meshes.solid, view, colours, ())
        set_uniforms(self.meshes.solid, clip_from_room=view.clip_from_room, sway=0.0)
        for name, rows in far.items():
            self.meshes.draw(name, rows)

    def _beside(self, scene: Scene) -> Rows:
        """What of a deep world stands so near that it is no picture on the cube."""
        return _split(scene)[0] if scene.deep else {}

    def _draw_heaven(self, view: View, scene: Scene, hour: float, colours: palette.Palette) -> None:
        if self._gradient_of != (scene.name, hour):
            self._gradient.write(palette.sky(hour, scene.tones).astype(np.float32).tobytes())
            self._gradient_of = (scene.name, hour)
        self._draw_sky(view, scene, hour, colours)
        if scene.starry:
            self._context.enable(moderngl.BLEND)
            self._draw_stars(view, hour)
            self._context.disable(moderngl.BLEND)

    def _paint_sides(self, scene: Scene, hour: float) -> Iterator[list[bytes] | None]:
        """Nothing after each side, and all their pixels at the end."""
        sides = []
        colours = palette.at(hour, scene.tones)
        on_cube = _split(scene)[1] if scene.deep else scene.far
        for toward, right, up in _SIDES:
            view = _side_view(np.array(toward, float), np.array(right, float), np.array(up, float))
            self._drawn.use()
            self._drawn.clear(depth=1.0)
            self._context.disable(moderngl.BLEND)
            self._context.enable(moderngl.DEPTH_TEST)
            self._draw_far(view, self._seen(view, on_cube), colours)
            self._draw_heaven(view, scene, hour, colours)
            self._context.copy_framebuffer(self._side, self._drawn)
            sides.append(self._side.read(components=4, alignment=1))
            yield None
        yield sides

    def _seen(self, view: View, rows: Rows) -> Rows:
        """Those of the (N, 24) instance rows whose things may be in the view."""
        clip = view.clip_from_room
        planes = np.stack([clip[3] + clip[0], clip[3] - clip[0], clip[3] + clip[1], clip[3] - clip[1]])
        planes = planes / np.linalg.norm(planes[:, :3], axis=1, keepdims=True)
        found = {}
        for name, many in rows.items():
            size = np.sqrt((many[:, :12].reshape(-1, 3, 4)[:, :, :3].astype(float) ** 2).sum(axis=2).max(axis=1))
            inside = many[:, 12:15] @ planes[:, :3].T + planes[:, 3] > -(size * self.meshes.reach_m(name))[:, None]
            found[name] = many[inside.all(axis=1)]
        return found


@cache
def _split(scene: Scene) -> tuple[Rows, Rows]:
    """What stands before an eye in a deep world, the nearest first, and what is painted on the cube: all that is
    distant, and what hangs in the trees beyond KEPT_M. On the ground nothing may: the ground itself would hide it.
    """
    near, kept = {}, {name: [many] for name, many in scene.distant.items()}
    for name, many in scene.far.items():
        far = np.linalg.norm(many[:, 12:15] - _EYE, axis=1)
        hangs = (far >= KEPT_M) & (many[:, 13] > _ALOFT_M)
        order = np.argsort(far, kind="stable")
        near[name] = many[order[~hangs[order]]]
        kept.setdefault(name, []).append(many[hangs])
    return near, {name: np.concatenate(parts) for name, parts in kept.items()}


def _side_view(toward: np.ndarray, right: np.ndarray, up: np.ndarray) -> View:
    room_from_side = np.eye(4)
    room_from_side[:3, :4] = np.stack([right, up, -toward, _EYE], axis=1)
    near = 1.0
    clip_from_side = np.diag([1.0, 1.0, (FAR_M + near) / (near - FAR_M), 0.0])
    clip_from_side[2, 3], clip_from_side[3, 2] = 2 * FAR_M * near / (near - FAR_M), -1.0
    clip_from_room = clip_from_side @ np.linalg.inv(room_from_side)
    return View(
        eye=_EYE,
        right=right,
        up=up,
        clip_from_room=clip_from_room,
        room_from_clip=np.linalg.inv(clip_from_room),
        pixels_per_radian=SIDE_PX / 2,
    )
