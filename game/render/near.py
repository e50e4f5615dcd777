"""What stands and moves near: jetty, reeds, leaves, people, a game's things, mist, slanting light, threads, lights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import moderngl
import numpy as np

from game.drawlist import DrawList, Person, World, colour
from game.render import meshes, palette, shadows, valley
from game.render.air import drifting, with_shafts
from game.render.context import program
from game.render.gather import RIBBON_FLOATS, SPRITE_FLOATS, Gathered, Lamp
from game.render.governor import FULL, Detail
from game.render.people import People
from game.render.scene import Rows, Scene
from game.render.shadows import Shadows
from game.render.smooth import Smooth, boxes_round
from game.render.stream import Stream
from game.render.uniforms import set_light, set_uniforms
from game.render.view import View

_BEHIND_GLASS = np.array([1.10, 0.72, 0.75])  # with the halo before it a pane is then as bright as its colour
_MIRROR_SPRITE_STRETCH = 2.2
_SMOOTH_WITHIN_M, _SMOOTH_PAPER_WITHIN_M = 11.0, 80.0
Limbs = tuple[np.ndarray, np.ndarray, list[list[int]]]  # as People.limbs_of
_SMOOTH_PLANTS_WITHIN_M = {"leaves": 9.0}  # reeds and grasses, whose boxes are large, would cost too much


class NearScene:
    def __init__(self, context: moderngl.Context, solids: meshes.Meshes, software: bool) -> None:
        self._context = context
        self._meshes = solids
        self._placed = (solids.solid, solids.paper)
        self._person = program(context, "person")
        self._smooth = Smooth(context) if software else None
        self._people = People(context, self._person)
        self._shadows = Shadows(context)
        self._stood: dict[str, tuple[tuple[float, bytes], list[shadows.Patches]]] = {}  # what things in a place throw
        self._carried: dict[str, np.ndarray] = {}  # this frame's bone matrices
        self._sprite = program(context, "sprite")
        self._ribbon = program(context, "ribbon")
        self._mist = program(context, "mist")
        self._window = program(context, "window")
        self._sprites = Stream(
            context, self._sprite, "3f 1f 4f 1f/i", ("in_at", "in_size", "in_colour", "in_kind"), SPRITE_FLOATS
        )
        self._ribbons = Stream(
            context,
            self._ribbon,
            "3f 3f 2f 4f 2f",
            ("in_at", "in_along", "in_side_width", "in_colour", "in_glow_soft"),
            RIBBON_FLOATS,
        )
        self._panes = Stream(context, self._window, "3f 3f", ("in_at", "in_colour"), 6)
        self._mist_array = context.vertex_array(self._mist, [])
        self._clouds = context.texture((256, 256), 4, palette.ripples(256, 9).tobytes())
        self._clouds.repeat_x = self._clouds.repeat_y = True
        self._clouds.build_mipmaps()  # seen so flat, finer noise would be streaks
        self._clouds.filter = (moderngl.LINEAR_MIPMAP_NEAREST, moderngl.LINEAR)

    def light(
        self,
        view: View,
        scene: Scene,
        colours: palette.Palette,
        lamps: tuple[Lamp, ...],
        world: World,
        detail: Detail = FULL,
    ) -> None:
        """Sets what every program of this frame shares."""
        for each in (*self._placed, self._person):
            set_light(each, view, colours, lamps)
            set_uniforms(
                each,
                rib_colour=np.array(colour("#3B1F2B")[:3]) * 1.5,
                water_level=valley.WATER_LEVEL,
                t_s=world.t_s % 3600,
                sway=1.0 - 0.6 * world.quiet,
            )
        set_uniforms(self._person, rim=colours.rim)
        self._scene, self._scenery, self._detail = scene, thinned(scene.near(world), detail.plants), detail

    def draw_mirrored(self, view: View, drawlist: DrawList, gathered: Gathered) -> None:
        """The scene flipped about the water, for the mirror. People are left out where none of them would be seen."""
        clip = view.mirrored(valley.WATER_LEVEL)
        self._draw_scenery(clip)
        self._draw_solids(clip, gathered.solids)
        seen = [p for p in drawlist.people if p.opacity > 0 and self._mirror_shows(p.room_from_person, clip)]
        self._context.front_face = "cw"  # flipped
        self._draw_people(clip, seen)
        self._context.front_face = "ccw"
        self._draw_windows(clip, drawlist.world)
        self._draw_lights(view, clip, drawlist.world, gathered, _MIRROR_SPRITE_STRETCH)

    def draw(self, view: View, drawlist: DrawList, gathered: Gathered, colours: palette.Palette) -> None:
        """The scene itself, over sky and water."""
        clip = view.clip_from_room
        self._draw_windows(clip, drawlist.world)
        self._draw_scenery(clip)
        self._draw_solids(clip, gathered.solids)
        people = [person for person in drawlist.people if person.opacity > 0]
        self._draw_people(clip, people)
        limbs = [self._people.limbs_of(person, self._carried[person.id]) for person in people]
        if self._smooth is not None and self._detail.smooth:
            scene = self._context.fbo
            self._smooth.draw(scene, self._boxes(view, limbs, gathered, scene.size))
        self._context.enable(moderngl.BLEND)
        self._context.fbo.depth_mask = False
        if self._scene.ground is not None:
            self._shadows.draw(clip, self._scene.ground, self._thrown(people, limbs, gathered))
        if self._scene.lake:
            self._draw_mist(view, drawlist.world, colours)
        self._draw_lights(view, clip, drawlist.world, gathered, 1.0)
        self._context.fbo.depth_mask = True
        self._context.disable(moderngl.BLEND)

    def _draw_scenery(self, clip: np.ndarray) -> None:
        for each in self._placed:
            set_uniforms(each, clip_from_room=clip)
        for name, rows in self._scenery.items():
            self._meshes.draw(name, rows)

    def _draw_solids(self, clip: np.ndarray, solids: dict[str, np.ndarray]) -> None:
        self._context.enable(moderngl.BLEND)
        for name, rows in solids.items():
            self._meshes.draw(name, rows)
        self._context.disable(moderngl.BLEND)

    def _thrown(self, people: list[Person], limbs: list[Limbs], gathered: Gathered) -> Iterator[shadows.Patches]:
        """The shadows of people and of what stands beside them."""
        azimuth = self._scene.tones.sun_azimuth
        away = np.array([-np.sin(azimuth), np.cos(azimuth)])
        for person, (joints, reach_m, _) in zip(people, limbs, strict=True):
            yield shadows.of_joints(joints, reach_m, person.opacity, away)
        for name in shadows.STANDING & gathered.solids.keys():
            rows = gathered.solids[name]
            here = (azimuth, rows.tobytes())
            if name not in self._stood or self._stood[name][0] != here:  # most never move
                places = zip(self._corners(name, rows), rows[:, 19], strict=True)
                self._stood[name] = (here, [shadows.of_box(at, float(opacity), away) for at, opacity in places])
            yield from self._stood[name][1]

    def _boxes(self, view: View, limbs: list[Limbs], gathered: Gathered, size: tuple[int, int]) -> np.ndarray:
        """(N, 4) boxes in pixels round people's limbs and round things near enough for their edges to be seen."""
        found = [np.zeros((0, 4)), *(_boxes_of(view, *each, size) for each in limbs)]
        for name, rows in gathered.solids.items():
            found.append(self._boxes_of_things(view, name, rows, _SMOOTH_WITHIN_M, size))
        for name, rows in self._scenery.items():
            within_m = _SMOOTH_PAPER_WITHIN_M if name in meshes.PAPER else _SMOOTH_PLANTS_WITHIN_M.get(name, 0.0)
            found.append(self._boxes_of_things(view, name, rows, within_m, size))
        return np.concatenate(found)

    def _boxes_of_things(
        self, view: View, name: str, rows: np.ndarray, within_m: float, size: tuple[int, int]
    ) -> np.ndarray:
        """(N, 4) boxes in pixels round those of the (N, 24) instance rows that are near and wholly before the eye."""
        close = rows[np.linalg.norm(rows[:, 12:15] - view.eye, axis=1) < within_m]
        at = view.project(self._corners(name, close).reshape(-1, 3)).reshape(-1, 8, 2) * size
        boxes = np.concatenate([np.floor(at.min(axis=1)) - 2, np.ceil(at.max(axis=1)) + 2], axis=1)
        return boxes[np.isfinite(boxes).all(axis=1)]

    def _corners(self, name: str, rows: np.ndarray) -> np.ndarray:
        """(N, 8, 3) corners in the room of the boxes that things of (N, 24) instance rows fill."""
        matrices = np.swapaxes(rows[:, :16].reshape(-1, 4, 4), 1, 2).astype(float)
        corners = np.concatenate([self._meshes.corners(name), np.ones((8, 1))], axis=1)
        return np.asarray((matrices @ corners.T)[:, :3].swapaxes(1, 2))

    def _draw_people(self, clip: np.ndarray, people: list[Person]) -> None:
        set_uniforms(self._person, clip_from_room=clip)
        for person in people:
            matrices = self._carried[person.id] = self._people.matrices_of(person)
            self._context.enable(moderngl.CULL_FACE)
            if person.opacity < 1:  # first the depth alone, so that no limb shows through another
                self._context.enable(moderngl.BLEND)
                self._people.draw(replace(person, opacity=0.0), matrices)
                self._context.depth_func = "<="
                self._people.draw(person, matrices)
                self._context.depth_func = "<"
                self._context.disable(moderngl.BLEND)
            else:
                self._people.draw(person, matrices)
            self._context.disable(moderngl.CULL_FACE)

    @staticmethod
    def _mirror_shows(room_from_person: np.ndarray, clip: np.ndarray) -> bool:
        place = np.asarray(room_from_person)[:3, 3]
        corners = place + np.array([(x, y, z) for x in (-1, 1) for y in (0.0, 2.3) for z in (-1, 1)])
        at = corners @ clip[:, :3].T + clip[:, 3]
        return bool(((at[:, 3] > 0) & (np.abs(at[:, :2]) < at[:, 3:]).all(axis=1)).any())

    def _draw_windows(self, clip: np.ndarray, world: World) -> None:
        if self._scene.panes is None:
            return
        panes = self._scene.panes
        lit = _lit(world, len(panes))
        dark, burning = (np.array(colour(text)[:3]) for text in self._scene.pane)
        burning = burning * _BEHIND_GLASS
        shades = dark * (0.55 + 0.0 * lit[:, None]) + (burning - dark * 0.55) * lit[:, None]
        rows = np.empty((len(panes), 4, 6), np.float32)
        rows[:, :, :3] = panes
        rows[:, :, 3:] = shades[:, None]
        corner = np.array([0, 1, 2, 1, 3, 2])
        triangles = (np.arange(len(panes))[:, None] * 4 + corner).astype(np.uint32)
        self._panes.fill(rows.reshape(-1, 6), triangles)
        set_uniforms(self._window, clip_from_room=clip)
        self._panes.array.render(vertices=triangles.size)

    def _halos(self, world: World) -> np.ndarray:
        """(N, 9) sprites round the world's own lights that burn."""
        lit = _lit(world, len(self._scene.lights))
        burning = np.flatnonzero(lit > 0)
        scene = self._scene
        rows = np.zeros((2 if scene.core_m else 1, len(burning), SPRITE_FLOATS), np.float32)
        rows[..., :3], rows[0, :, 3], rows[1:, :, 3] = scene.lights[burning], scene.light_m, scene.core_m
        rows[0, :, 4:8], rows[1:, :, 4:8], rows[1:, :, 8] = scene.light, scene.core, meshes.SPRITES["spark"]
        rows[..., 7] *= lit[burning]
        return rows.reshape(-1, SPRITE_FLOATS)

    def _draw_mist(self, view: View, world: World, colours: palette.Palette) -> None:
        self._clouds.use(0)
        haze = colours.fog * 0.9 + colours.afterglow * 0.12 * (1 - world.hour)
        for sheet in valley.MIST_SHEETS:
            near, far = -9.0 - 6 * sheet, valley.LAKE[3]
            set_uniforms(
                self._mist,
                clip_from_room=view.clip_from_room,
                clouds=0,
                haze=haze,
                sheet=sheet,
                t_s=world.t_s % 7200,
                thick=0.42 - 0.1 * sheet,
                lake=(-160.0, 160.0, near, far),
            )
            self._mist_array.render(moderngl.TRIANGLE_STRIP, vertices=4)

    def _draw_lights(self, view: View, clip: np.ndarray, world: World, gathered: Gathered, stretch: float) -> None:
        self._context.enable(moderngl.BLEND)
        slanting, triangles = with_shafts(self._scene, world.t_s, gathered.ribbons, gathered.ribbon_triangles)
        if len(slanting):
            self._ribbons.fill(slanting, triangles)
            set_uniforms(self._ribbon, clip_from_room=clip, eye=view.eye, pixels_per_radian=view.pixels_per_radian)
            self._ribbons.array.render(vertices=triangles.size)
        shining = drifting(self._scene, world, self._detail.sparkles)
        sprites = np.concatenate([shining, self._halos(world), gathered.sprites])
        if len(sprites):
            self._sprites.fill(sprites)
            set_uniforms(self._sprite, clip_from_room=clip, right=view.right, up=view.up, eye=view.eye, stretch=stretch)
            self._sprites.array.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=len(sprites))
        self._context.disable(moderngl.BLEND)


def thinned(rows: Rows, share: float) -> Rows:
    """`rows` with a share of its swaying plants, always the same ones, spread evenly."""
    if share >= 1.0:
        return rows
    kept = {}
    for name, many in rows.items():
        chosen = (np.arange(len(many)) * 0.6180339887) % 1.0 < share
        kept[name] = many[chosen] if name in meshes.SWAYING else many
    return kept


def _lit(world: World, count: int) -> np.ndarray:
    """(count,) glows 0..1 of the world's own lights; those that are not said are dark."""
    lit = np.zeros(count)
    given = np.clip(world.lit[:count], 0, 1)
    lit[: len(given)] = given
    return lit


def _boxes_of(
    view: View, places: np.ndarray, reach_m: np.ndarray, groups: list[list[int]], size: tuple[int, int]
) -> np.ndarray:
    far = np.linalg.norm(places - view.eye, axis=1)
    reach_px = reach_m * view.pixels_per_radian / np.maximum(far - reach_m, 0.3) + 2
    return boxes_round(view.project(places) * size, reach_px, groups)
