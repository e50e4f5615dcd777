"""What to draw, as plain data: no GPU, no clock. The window, a headset and a screenshot draw the same list.

Room frame throughout (metres, +Y up, -Z ahead). Colours are linear RGBA. Meshes are named; the renderer owns them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

Matrix = np.ndarray  # (4, 4) float, named room_from_x, column vectors: p_room = room_from_x @ p_x
Colour = tuple[float, float, float, float]


def colour(hex_rgb: str, alpha: float = 1.0) -> Colour:
    """The linear colour of an sRGB "#RRGGBB", as palettes are written."""
    if len(hex_rgb) != 7 or not hex_rgb.startswith("#"):
        raise ValueError(f'a colour must be written "#RRGGBB", got {hex_rgb!r}')
    red, green, blue = (int(hex_rgb[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return (*(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)), alpha)  # type: ignore[return-value]


# Amber is always the player's, cyan always the goal.
COLOURS: dict[str, Colour] = {
    "amber": colour("#FFC46B"),
    "core": colour("#FFE9B8"),
    "rim": colour("#3B1F2B"),
    "cyan": colour("#BFE9F2"),
    "warm": colour("#FFB98A"),
    "window": colour("#FFD27A"),
    "text": colour("#FFF4DF"),
    "plate": colour("#10162E"),
}


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """The surroundings; docs/new-minigame.md says for each world what its numbers mean. hour 0 the evening's first ..
    1 its last light; quiet 0 lively .. 1 still; dim: 0 as is .. 1 black (the world dims by 0.2 while nobody is seen).
    """

    name: str = "valley"
    hour: float = 0.0
    quiet: float = 0.0
    lit: tuple[float, ...] = ()  # one glow 0..1 for each of the world's lights: windows, moss lamps, lanterns afloat
    dim: float = 0.0
    t_s: float = 0.0  # game time, moves water, wind and mist


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One thing. Items of the same id in two lists blend; `live` ones are drawn as the newest list has them.
    `glow` adds light: 0 lit by the world only, 1 shines by itself (drawn with a soft halo of `glow_m` metres).
    `part` is how much of the mesh is there, 0..1: the arc of a ring, the fill of a lantern (render/meshes.py says)."""

    id: str
    mesh: str
    room_from_item: Matrix
    colour: Colour = (1.0, 1.0, 1.0, 1.0)
    glow: float = 0.0
    glow_m: float = 0.0
    live: bool = False
    part: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A soft thread through points (N, 3), `width_m` thick. `held`: whose hand has its first point, where one has: the
    player's left or right, or that of an `other` on the stage."""

    id: str
    points: np.ndarray
    colour: Colour
    width_m: float = 0.01
    glow: float = 0.0
    held: Literal["", "left", "right", "other"] = ""


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """A skinned body. `bones` maps a bone's name to its rotation (3, 3), room axes, from the rest pose: bones rest
    without rotation, so this is the rotation of the segment from its rest direction, in the person's model axes."""

    id: str
    body: Literal["woman", "man", "older_woman", "older_man"]
    room_from_person: Matrix
    bones: dict[str, np.ndarray]
    hips_m: np.ndarray | None = None  # (3,) moves the hips from their rest place, model axes; None: rest
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Instances:
    """Many of one mesh: room_from_item (N, 4, 4), colours (N, 4), glow and halo shared."""

    id: str
    mesh: str
    room_from_item: np.ndarray
    colours: np.ndarray
    glow: float = 0.0
    glow_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Button:
    """A target to click, press or hold a hand over. `dwell` 0..1 fills while a hand rests on it."""

    id: str
    label: str
    key: str = ""
    dwell: float = 0.0
    chosen: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Gauge:
    id: str
    value: float  # 0..1
    label: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Words on a plate. In a window a panel is laid out on the screen at `anchor`; a headset hangs it at 1.5 m.

    `height` is the capitals' height of the title as a share of the screen's height (CARE.md: sentences at least 0.06,
    the count at least 0.10). Text wraps; nothing is ever cut off: the renderer shrinks nothing below 0.045.
    """

    id: str
    anchor: Literal["centre", "top", "bottom", "bottom_left", "bottom_right", "left", "right", "caption"] = "centre"
    title: str = ""
    text: str = ""
    height: float = 0.06
    size_m: tuple[float, float] = (1.2, 0.7)
    buttons: tuple[Button, ...] = ()
    gauges: tuple[Gauge, ...] = ()
    picture: str = ""  # the name of a drawing the renderer knows: "place_chair", "place_stand", "hand_on_chest" ...
    plate: bool = True


Rect = tuple[float, float, float, float]  # left, top, right, bottom as shares of the view, from its top left


def button_rects(panel: Panel) -> dict[str, Rect]:
    """Where a panel's buttons are on the view: rows of at most six, low, so that a hand reaches them below the
    shoulder.

    Both the renderer (to draw) and the scenes (to know what a hand rests on) ask here; no font is involved.
    """
    rows = [panel.buttons[i : i + 6] for i in range(0, len(panel.buttons), 6)]
    bottom, gap = (0.95 if panel.anchor == "bottom" else 0.88), 0.02
    tall = 0.16 if len(rows) < 2 else 0.12 if len(rows) < 4 else 0.115  # four rows too begin below the shoulder
    rects: dict[str, Rect] = {}
    for r, row in enumerate(rows):
        low = bottom - (len(rows) - 1 - r) * (tall + gap)
        wide = min(0.26, (0.88 - gap * (len(row) - 1)) / len(row))
        left = 0.5 - (wide * len(row) + gap * (len(row) - 1)) / 2
        for i, button in enumerate(row):
            x = left + i * (wide + gap)
            rects[button.id] = (x, low - tall, x + wide, low)
    return rects


@dataclass(frozen=True, slots=True)
class Cue:
    """Heard, captioned or felt once, at the tick of the list that first carries it.

    `sound` names a file of assets/sounds. `felt`: the hand in which a headset's controller buzzes.
    """

    id: str  # unique within a session, e.g. "ring-3": audio plays an id once
    sound: str = ""
    caption: str = ""
    gain: float = 1.0
    felt: Literal["", "left", "right"] = ""


@dataclass(frozen=True, slots=True, eq=False)
class Tone:
    """A sound that goes on while lists carry it: pitch and gain glide to these values (a bowed note; water)."""

    id: str
    sound: str
    pitch: float = 1.0
    gain: float = 1.0


PLAYER = "player"  # the id of the person who shows the player's own body: left out where the player's own eyes look


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """Where a window looks from. A headset has its own eyes, in the player's place: at the room's origin."""

    room_from_camera: Matrix
    fov_deg: float = 40.0  # vertical


@dataclass(frozen=True, slots=True, eq=False)
class DrawList:
    """`focus` (3,) is the point that the playing is about (the ring), where that hangs in the air, composed for the
    camera: whoever looks from the player's own place finds it, and what is near it in the air, where they can look at
    it in comfort (render/seat.py)."""

    camera: Camera
    world: World = World()
    items: tuple[Item, ...] = ()
    lines: tuple[Line, ...] = ()
    people: tuple[Person, ...] = ()
    instances: tuple[Instances, ...] = ()
    panels: tuple[Panel, ...] = ()
    cues: tuple[Cue, ...] = ()
    tones: tuple[Tone, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)
    focus: np.ndarray | None = None

    def with_panels(self, *panels: Panel) -> DrawList:
        return replace(self, panels=self.panels + panels)


def blend(before: DrawList, after: DrawList, alpha: float) -> DrawList:
    """The list a share `alpha` of the way from `before` to `after`.

    Items, people, lines and instances are matched by id: places go straight, rotations turn by the shorter way, colours
    and glows go straight. What only one list has is drawn as `after` says. `live` items, panels, cues, tones and notes
    are `after`'s, and so is anything that jumped (more than JUMP_M in one tick: it is another thing, or a cut).
    """
    alpha = min(1.0, max(0.0, float(alpha)))
    if alpha == 1.0 or before is after:
        return after
    return replace(
        after,
        camera=_blend_camera(before.camera, after.camera, alpha),
        world=_blend_world(before.world, after.world, alpha),
        items=_blend_items(before.items, after.items, alpha),
        lines=tuple(_blend_line(_by_id(before.lines).get(line.id), line, alpha) for line in after.lines),
        people=tuple(_blend_person(_by_id(before.people).get(p.id), p, alpha) for p in after.people),
        instances=tuple(_blend_instances(_by_id(before.instances).get(m.id), m, alpha) for m in after.instances),
    )


JUMP_M = 0.6  # 36 m/s: nothing here moves so fast


def _by_id(things: tuple) -> dict:
    return {thing.id: thing for thing in things}


def _lerp(a: float, b: float, alpha: float) -> float:
    return a + (b - a) * alpha


def _blend_camera(a: Camera, b: Camera, alpha: float) -> Camera:
    if a.room_from_camera is b.room_from_camera and a.fov_deg == b.fov_deg:
        return b
    matrix = blend_matrices(np.asarray(a.room_from_camera)[None], np.asarray(b.room_from_camera)[None], alpha)[0]
    return Camera(matrix, _lerp(a.fov_deg, b.fov_deg, alpha))


def _blend_world(a: World, b: World, alpha: float) -> World:
    if a.name != b.name:
        return b
    longer = max(len(a.lit), len(b.lit))
    first, second = (lit + (0.0,) * (longer - len(lit)) for lit in (a.lit, b.lit))
    return replace(
        b,
        hour=_lerp(a.hour, b.hour, alpha),
        quiet=_lerp(a.quiet, b.quiet, alpha),
        dim=_lerp(a.dim, b.dim, alpha),
        t_s=_lerp(a.t_s, b.t_s, alpha),
        lit=tuple(_lerp(x, y, alpha) for x, y in zip(first, second, strict=True)),
    )


def _blend_items(before: tuple[Item, ...], after: tuple[Item, ...], alpha: float) -> tuple[Item, ...]:
    old = _by_id(before)
    moving = [(i, old[b.id]) for i, b in enumerate(after) if not b.live and b.id in old and old[b.id].mesh == b.mesh]
    if not moving:
        return after
    first = np.stack([a.room_from_item for _, a in moving])
    matrices = blend_matrices(first, np.stack([after[i].room_from_item for i, _ in moving]), alpha)
    blended = list(after)
    for (i, a), matrix in zip(moving, matrices, strict=True):
        b = after[i]
        blended[i] = replace(
            b,
            room_from_item=matrix,
            colour=tuple(_lerp(x, y, alpha) for x, y in zip(a.colour, b.colour, strict=True)),
            glow=_lerp(a.glow, b.glow, alpha),
            glow_m=_lerp(a.glow_m, b.glow_m, alpha),
            part=_lerp(a.part, b.part, alpha),
        )
    return tuple(blended)


def _blend_line(a: Line | None, b: Line, alpha: float) -> Line:
    if a is None or a.points.shape != b.points.shape:
        return b
    points = a.points + (b.points - a.points) * alpha
    return replace(b, points=points, colour=tuple(_lerp(x, y, alpha) for x, y in zip(a.colour, b.colour, strict=True)))


def _blend_person(a: Person | None, b: Person, alpha: float) -> Person:
    if a is None or a.body != b.body:
        return b
    names = [name for name in b.bones if name in a.bones]
    bones = dict(b.bones)
    if names:
        first, second = (np.stack([np.asarray(p.bones[name], float) for name in names]) for p in (a, b))
        bones.update(zip(names, blend_rotations(first, second, alpha), strict=True))
    hips = b.hips_m if a.hips_m is None or b.hips_m is None else a.hips_m + (b.hips_m - a.hips_m) * alpha
    matrix = blend_matrices(np.asarray(a.room_from_person)[None], np.asarray(b.room_from_person)[None], alpha)[0]
    return replace(b, room_from_person=matrix, bones=bones, hips_m=hips, opacity=_lerp(a.opacity, b.opacity, alpha))


def _blend_instances(a: Instances | None, b: Instances, alpha: float) -> Instances:
    if a is None or a.mesh != b.mesh or np.shape(a.room_from_item) != np.shape(b.room_from_item) or len(b.colours) == 0:
        return b
    colours = a.colours + (b.colours - a.colours) * alpha
    return replace(b, room_from_item=blend_matrices(a.room_from_item, b.room_from_item, alpha), colours=colours)


def blend_matrices(before: np.ndarray, after: np.ndarray, alpha: float) -> np.ndarray:
    """(N, 4, 4) transforms between two: places and sizes straight, rotations by `blend_rotations`.

    Where one is no rotation times sizes (sheared, or of size 0) its entries go straight. Jumps stay at `after`.
    """
    before, after = np.asarray(before, float), np.asarray(after, float)
    mixed = before + (after - before) * alpha
    sizes = [np.linalg.norm(m[:, :3, :3], axis=1) for m in (before, after)]
    turns = [m[:, :3, :3] / np.maximum(size, 1e-12)[:, None, :] for m, size in zip((before, after), sizes, strict=True)]
    plain = np.ones(len(after), bool)
    for turn in turns:
        plain &= np.abs(np.swapaxes(turn, 1, 2) @ turn - np.eye(3)).max(axis=(1, 2)) < 1e-4
        plain &= np.linalg.det(turn) > 0
    if plain.any():
        size = (sizes[0] + (sizes[1] - sizes[0]) * alpha)[plain]
        mixed[plain, :3, :3] = blend_rotations(turns[0][plain], turns[1][plain], alpha) * size[:, None, :]
    jumped = np.linalg.norm(after[:, :3, 3] - before[:, :3, 3], axis=1) > JUMP_M
    mixed[jumped] = after[jumped]
    return mixed


def blend_rotations(before: np.ndarray, after: np.ndarray, alpha: float) -> np.ndarray:
    """(N, 3, 3) rotations between two, by normalised quaternions along the shorter way; NaN where either is."""
    first, second = _quaternions(before), _quaternions(after)
    second = np.where((first * second).sum(axis=1, keepdims=True) < 0, -second, second)
    mixed = first + (second - first) * alpha
    return _rotations(mixed / np.maximum(np.linalg.norm(mixed, axis=1, keepdims=True), 1e-12))


def _quaternions(r: np.ndarray) -> np.ndarray:
    """(N, 4) x, y, z, w of (N, 3, 3): from each quaternion's greatest part, so that no division is by little."""
    xx, yy, zz = r[:, 0, 0], r[:, 1, 1], r[:, 2, 2]
    squares = np.stack([1 + xx - yy - zz, 1 - xx + yy - zz, 1 - xx - yy + zz, 1 + xx + yy + zz], axis=1)
    rows = np.empty((len(r), 4, 4))  # 4 times the outer product of the quaternion with itself
    rows[:, 0, 1] = rows[:, 1, 0] = r[:, 0, 1] + r[:, 1, 0]
    rows[:, 0, 2] = rows[:, 2, 0] = r[:, 0, 2] + r[:, 2, 0]
    rows[:, 1, 2] = rows[:, 2, 1] = r[:, 1, 2] + r[:, 2, 1]
    rows[:, 0, 3] = rows[:, 3, 0] = r[:, 2, 1] - r[:, 1, 2]
    rows[:, 1, 3] = rows[:, 3, 1] = r[:, 0, 2] - r[:, 2, 0]
    rows[:, 2, 3] = rows[:, 3, 2] = r[:, 1, 0] - r[:, 0, 1]
    rows[:, range(4), range(4)] = squares
    row = rows[np.arange(len(r)), squares.argmax(axis=1)]
    return row / np.maximum(np.linalg.norm(row, axis=1, keepdims=True), 1e-12)


def _rotations(q: np.ndarray) -> np.ndarray:
    x, y, z, w = q.T
    rows = (
        (1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)),
        (2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)),
        (2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)),
    )
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)
