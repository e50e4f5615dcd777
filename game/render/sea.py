"""The shore's ground: sand and the sea that runs up on it, one surface that is drawn anew each frame.

Rings round the player, close where the waves break, in sectors of which those in view are drawn. Open sea, surf and
sand are three programs: on software GL a pixel costs what its program could have done, not what it did.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import moderngl
import numpy as np

from game.drawlist import World
from game.render import palette, shore
from game.render.context import program
from game.render.far import HOUR_STEP
from game.render.gather import Lamp
from game.render.uniforms import set_light, set_uniforms
from game.render.view import View

_NEAR_RINGS = (0.0, 2.0, 3.3, 4.4, 5.4)  # metres
_RINGS = np.concatenate(
    [
        _NEAR_RINGS,
        np.arange(6.4, 18.0, 1.05),
        18.0 * 1.17 ** np.arange(1, 16),
        (260.0, 380.0, 600.0, 1200.0),
    ]
)
_SPOKES = 60
_SECTORS = 20
_UNDERFOOT = len(_NEAR_RINGS) * _SPOKES // _SECTORS  # of the quads of a sector, the last
_SURF = (-10.5, 2.6)  # metres inland: from where to where waves break and run up
_PARTS = {"sea": "sea", "surf": "surf", "beach": "sand", "sand": "sand"}  # what draws each


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """One kind of ground: its triangles on the GPU under its program, under that of the surf and enlarged, sector after
    sector from behind the player round; where each sector's indices begin (S + 1,), and places (N, 3) round each.
    """

    name: str
    drawn: moderngl.VertexArray
    washed: moderngl.VertexArray
    enlarged: moderngl.VertexArray
    starts: np.ndarray
    bounds: tuple[np.ndarray, ...]

    def seen(self, view: View) -> tuple[int, int]:
        """First index and number of indices from the first sector in view to the last: one run, as each costs more
        than what it leaves out."""
        clip = view.clip_from_room
        planes = np.stack([clip[3] + clip[0], clip[3] - clip[0], clip[3] + clip[1], clip[3] - clip[1]])
        seen = [i for i, at in enumerate(self.bounds) if _may_be_seen(at, planes)]
        if not seen:
            return 0, 0
        first = int(self.starts[seen[0]])
        return first, int(self.starts[seen[-1] + 1]) - first


Size = tuple[int, int]


def _may_be_seen(places: np.ndarray, planes: np.ndarray) -> bool:
    return len(places) > 0 and bool((places @ planes[:, :3].T + planes[:, 3] > 0).any(axis=0).all())


class Sea:
    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._programs = {name: program(context, name, "sea") for name in _PARTS.values()}
        self._enlarge = program(context, "lake", "sea")
        places, quads = ground()
        underfoot = quads[:, -_UNDERFOOT:].reshape(1, -1, 2, 3)  # seen from wherever one looks down
        at = context.buffer(places.astype(np.float32).tobytes())
        self._parts = []
        for part, sectors in (*_by_part(places, quads[:, :-_UNDERFOOT]), *_by_part(places, underfoot)):
            index = context.buffer(np.concatenate(sectors).astype(np.uint32).tobytes())
            arrays = [
                context.vertex_array(each, [(at, "2f", "in_at")], index)
                for each in (self._programs[_PARTS[part]], self._programs["surf"], self._enlarge)
            ]
            starts = np.cumsum([0, *(triangles.size for triangles in sectors)])
            bounds = tuple(_bounds(places[np.unique(triangles)]) for triangles in sectors)
            self._parts.append(_Part(part, *arrays, starts, bounds))
        self._ripples = context.texture((256, 256), 4, palette.ripples(256, 17).tobytes())
        self._ripples.repeat_x = self._ripples.repeat_y = True
        self._ripples.build_mipmaps()
        self._ripples.filter = (moderngl.LINEAR_MIPMAP_NEAREST, moderngl.LINEAR)
        self._gradient = context.texture((palette.SKY_STEPS, 1), 3, dtype="f4")
        self._gradient.repeat_x = False
        self._hour = -1.0
        self._runs: dict[bytes, list[tuple[int, int]]] = {}  # of the view last drawn

    def _in_view(self, view: View) -> Iterator[tuple[_Part, int, int]]:
        """The parts that are seen, with the first and the number of their indices."""
        key = view.clip_from_room.tobytes()
        if key not in self._runs:
            self._runs = {key: [part.seen(view) for part in self._parts]}
        for part, (first, count) in zip(self._parts, self._runs[key], strict=True):
            if count:
                yield part, first, count

    def draw(
        self, view: View, world: World, colours: palette.Palette, lamps: tuple[Lamp, ...], encoded: bool = False
    ) -> None:
        """The surface; `encoded` for a target of display values, which is first cleared to haze: past the horizon."""
        hour = round(world.hour / HOUR_STEP) * HOUR_STEP  # a texture written each frame is waited for each frame
        sky = palette.sky(hour, colours.tones)
        if encoded:
            self._context.fbo.clear(*palette.encode(sky[2]))
        if hour != self._hour:
            self._hour = hour
            self._gradient.write(sky.astype(np.float32).tobytes())
        self._gradient.use(0)
        self._ripples.use(1)
        for each in self._programs.values():
            set_light(each, view, colours, lamps)
            set_uniforms(
                each,
                clip_from_room=view.clip_from_room,
                gradient=0,
                ripples=1,
                sky_top=float(np.radians(palette.SKY_TOP_DEG)),
                moon_up=shore.moon_up(world.hour),
                moon_right=(float(np.cos(shore.MOON_AZIMUTH)), float(np.sin(shore.MOON_AZIMUTH))),
                moon_colour=shore.MOON,
                haze_colour=sky[2] * 0.92,
                deep=colours.water,
                rock=shore.ROCK,
                plankton=shore.plankton(world),
                encoded=1.0 if encoded else 0.0,
                **shore.SAND,
                **_waves(world),
            )
        washed = shore.run_up(world) > 0.0
        for part, first, count in self._in_view(view):
            array = part.washed if washed and part.name == "beach" else part.drawn
            array.render(vertices=count, first=first)

    def enlarge(
        self,
        view: View,
        world: World,
        surface: moderngl.Texture,
        size: Size,
        small: Size | None = None,
    ) -> None:
        """The surface from the smaller picture that `draw` made of it, in all of `surface` or its lower left alone."""
        surface.use(0)
        wide, tall = surface.size if small is None else small
        set_uniforms(
            self._enlarge,
            clip_from_room=view.clip_from_room,
            picture=0,
            pixel=(wide / surface.width / size[0], tall / surface.height / size[1]),
            last=((wide - 0.5) / surface.width, (tall - 0.5) / surface.height),
            **_waves(world),
        )
        for part, first, count in self._in_view(view):
            part.enlarged.render(vertices=count, first=first)


def _waves(world: World) -> dict[str, float]:
    return {
        "t_s": world.t_s % 3600,
        "stir": shore.stir(world),
        "sea_level": shore.SEA_LEVEL,
        "run_up": shore.run_up(world),
    }


def ground() -> tuple[np.ndarray, np.ndarray]:
    """(V, 2) x and z of rings round the player, and (S, Q, 2, 3) triangles: of each sector from behind round the left
    and ahead to behind again, in each the farthest first.
    """
    turn = np.linspace(-np.pi, np.pi, _SPOKES + 1)[:-1]
    places = (_RINGS[:, None, None] * np.stack([np.sin(turn), -np.cos(turn)], axis=1)).reshape(-1, 2)
    sector, ring, step = np.meshgrid(
        np.arange(_SECTORS), np.arange(len(_RINGS) - 1)[::-1], np.arange(_SPOKES // _SECTORS), indexing="ij"
    )
    spoke = sector * (_SPOKES // _SECTORS) + step
    a, b = ring * _SPOKES + spoke, ring * _SPOKES + (spoke + 1) % _SPOKES
    quads = np.stack([a, b, b + _SPOKES, a, b + _SPOKES, a + _SPOKES], axis=-1)
    return places, quads.reshape(_SECTORS, -1, 2, 3)


def _by_part(places: np.ndarray, quads: np.ndarray) -> list[tuple[str, list[np.ndarray]]]:
    """The parts that there are, and of each its (T, 3) triangles in each sector of (S, Q, 2, 3)."""
    inland = (places[:, 1] - shore.waterline_z(places[:, 0]))[quads.reshape(*quads.shape[:2], 6)]
    sea, dry = inland.max(axis=2) < _SURF[0], inland.min(axis=2) > _SURF[1]
    sand = inland.min(axis=2) > _SURF[1] + shore.RUN_UP_M
    return [
        (part, [sector[here].reshape(-1, 3) for sector, here in zip(quads, chosen, strict=True)])
        for part, chosen in zip(_PARTS, (sea, ~sea & ~dry, dry & ~sand, sand), strict=True)
        if chosen.any()
    ]


def _bounds(places: np.ndarray) -> np.ndarray:
    """(2N, 3) places under and over all that a sector's ground may rise to."""
    heights = (shore.SEA_LEVEL - 0.4, 4.0)
    return np.concatenate([np.insert(places, 1, height, axis=1) for height in heights])
