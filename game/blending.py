"""Between two ticks: the draw list that a frame shows, mixed of the tick before and the tick after."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from game.drawlist import Camera, Colour, DrawList, Instances, Item, Line, Person, World

JUMP_M = 0.6  # 36 m/s: nothing here moves so fast
# Of a matrix's greatest entry: where none of its entries changed by more, it turned by less than three degrees, and
# mixed straight it is too small by less than 0.05 %, which nobody sees. So most of what moves never needs a quaternion.
_HARDLY_TURNED = 0.05


def blend(before: DrawList, after: DrawList, alpha: float) -> DrawList:
    """The list a share `alpha` of the way from `before` to `after`.

    Items, people, lines and instances are matched by id: places go straight, rotations turn by the shorter way, colours
    and glows go straight. What only one list has is drawn as `after` says. `live` items, panels, cues, tones and notes
    are `after`'s, and so is anything that jumped (more than JUMP_M in one tick: it is another thing, or a cut).
    """
    alpha = min(1.0, max(0.0, float(alpha)))
    if alpha == 1.0 or before is after:
        return after
    lines, people, many = _by_id(before.lines), _by_id(before.people), _by_id(before.instances)
    return replace(
        after,
        camera=_camera(before.camera, after.camera, alpha),
        world=_world(before.world, after.world, alpha),
        items=_items(before.items, after.items, alpha),
        lines=tuple(_line(lines.get(line.id), line, alpha) for line in after.lines),
        people=tuple(_person(people.get(person.id), person, alpha) for person in after.people),
        instances=tuple(_instances(many.get(same.id), same, alpha) for same in after.instances),
    )


def _by_id(things: tuple[Any, ...]) -> dict[str, Any]:
    return {thing.id: thing for thing in things}


def _between(a: float, b: float, alpha: float) -> float:
    return a + (b - a) * alpha


def _camera(a: Camera, b: Camera, alpha: float) -> Camera:
    if a.room_from_camera is b.room_from_camera and a.fov_deg == b.fov_deg:
        return b
    matrix = blend_matrices(np.asarray(a.room_from_camera)[None], np.asarray(b.room_from_camera)[None], alpha)[0]
    return Camera(matrix, _between(a.fov_deg, b.fov_deg, alpha))


def _world(a: World, b: World, alpha: float) -> World:
    if a.name != b.name:
        return b
    longer = max(len(a.lit), len(b.lit))
    first, second = (lit + (0.0,) * (longer - len(lit)) for lit in (a.lit, b.lit))
    return replace(
        b,
        hour=_between(a.hour, b.hour, alpha),
        quiet=_between(a.quiet, b.quiet, alpha),
        dim=_between(a.dim, b.dim, alpha),
        t_s=_between(a.t_s, b.t_s, alpha),
        lit=tuple(_between(x, y, alpha) for x, y in zip(first, second, strict=True)),
    )


def _items(before: tuple[Item, ...], after: tuple[Item, ...], alpha: float) -> tuple[Item, ...]:
    old = _by_id(before)
    moving = [
        (i, a, b)
        for i, b in enumerate(after)
        if not b.live and (a := old.get(b.id)) is not None and a is not b and a.mesh == b.mesh
    ]
    if not moving:
        return after
    first, second = (np.array([pair[n].room_from_item for pair in moving], float) for n in (1, 2))
    blended = list(after)
    for (i, a, b), matrix in zip(moving, blend_matrices(first, second, alpha), strict=True):
        blended[i] = replace(
            b,
            room_from_item=matrix,
            colour=_colour(a.colour, b.colour, alpha),
            glow=_between(a.glow, b.glow, alpha),
            glow_m=_between(a.glow_m, b.glow_m, alpha),
            part=_between(a.part, b.part, alpha),
        )
    return tuple(blended)


def _colour(a: Colour, b: Colour, alpha: float) -> Colour:
    if a == b:
        return b
    red, green, blue, clear = (_between(x, y, alpha) for x, y in zip(a, b, strict=True))
    return red, green, blue, clear


def _line(a: Line | None, b: Line, alpha: float) -> Line:
    if a is None or a is b or a.points.shape != b.points.shape:
        return b
    return replace(b, points=a.points + (b.points - a.points) * alpha, colour=_colour(a.colour, b.colour, alpha))


def _person(a: Person | None, b: Person, alpha: float) -> Person:
    if a is None or a is b or a.body != b.body:
        return b
    names = [name for name in b.bones if name in a.bones]
    bones = dict(b.bones)
    if names:
        first, second = (np.array([person.bones[name] for name in names], float) for person in (a, b))
        bones.update(zip(names, blend_rotations(first, second, alpha), strict=True))
    hips = b.hips_m if a.hips_m is None or b.hips_m is None else a.hips_m + (b.hips_m - a.hips_m) * alpha
    matrix = blend_matrices(np.asarray(a.room_from_person)[None], np.asarray(b.room_from_person)[None], alpha)[0]
    return replace(b, room_from_person=matrix, bones=bones, hips_m=hips, opacity=_between(a.opacity, b.opacity, alpha))


def _instances(a: Instances | None, b: Instances, alpha: float) -> Instances:
    if a is None or a is b or a.mesh != b.mesh or np.shape(a.room_from_item) != np.shape(b.room_from_item):
        return b
    if len(b.colours) == 0:
        return b
    same = a.room_from_item is b.room_from_item
    matrices = b.room_from_item if same else blend_matrices(a.room_from_item, b.room_from_item, alpha)
    colours = b.colours if a.colours is b.colours else a.colours + (b.colours - a.colours) * alpha
    return replace(b, room_from_item=matrices, colours=colours)


def blend_matrices(before: np.ndarray, after: np.ndarray, alpha: float) -> np.ndarray:
    """(N, 4, 4) transforms between two: places and sizes straight, rotations by `blend_rotations`.

    Where one is no rotation times sizes (sheared, or of size 0) its entries go straight. Jumps stay at `after`.
    """
    before, after = np.asarray(before, float), np.asarray(after, float)
    moved = after - before
    mixed = before + moved * alpha
    much = np.abs(moved[:, :3, :3]).max(axis=(1, 2)) > _HARDLY_TURNED * np.abs(after[:, :3, :3]).max(axis=(1, 2))
    if much.any():
        mixed[much, :3, :3] = _turned(before[much, :3, :3], after[much, :3, :3], alpha)
    jumped = (moved[:, :3, 3] ** 2).sum(axis=1) > JUMP_M**2
    if jumped.any():
        mixed[jumped] = after[jumped]
    return mixed


def _turned(before: np.ndarray, after: np.ndarray, alpha: float) -> np.ndarray:
    """(N, 3, 3): sizes straight and rotations by the shorter way where both are a rotation times sizes."""
    mixed = before + (after - before) * alpha
    sizes = [np.linalg.norm(m, axis=1) for m in (before, after)]
    turns = [m / np.maximum(size, 1e-12)[:, None, :] for m, size in zip((before, after), sizes, strict=True)]
    plain = np.ones(len(after), bool)
    for turn in turns:
        plain &= np.abs(np.swapaxes(turn, 1, 2) @ turn - np.eye(3)).max(axis=(1, 2)) < 1e-4
        plain &= np.linalg.det(turn) > 0
    size = (sizes[0] + (sizes[1] - sizes[0]) * alpha)[plain]
    mixed[plain] = blend_rotations(turns[0][plain], turns[1][plain], alpha) * size[:, None, :]
    return mixed


def blend_rotations(before: np.ndarray, after: np.ndarray, alpha: float) -> np.ndarray:
    """(N, 3, 3) rotations between two, by normalised quaternions along the shorter way; NaN where either is. What
    hardly turned goes straight and is a rotation to within 0.1 %."""
    moved = after - before
    mixed = before + moved * alpha
    much = np.abs(moved).max(axis=(1, 2), initial=0.0) > _HARDLY_TURNED
    if much.any():
        first, second = _quaternions(before[much]), _quaternions(after[much])
        second = np.where((first * second).sum(axis=1, keepdims=True) < 0, -second, second)
        between = first + (second - first) * alpha
        mixed[much] = _rotations(between / np.maximum(np.linalg.norm(between, axis=1, keepdims=True), 1e-12))
    return mixed


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
