"""Limbs in the room from a picture: what the image shows well, and what it cannot show from three weaker witnesses.

A camera sees across its line of sight to a centimetre or two; depth it must guess. MediaPipe's own guess shrinks it
(seen on the practice films: squats from the front 40 degrees short, a curl from the side 30). So each segment keeps its
place in the image, and its depth is where three witnesses agree best, each weighed by how sure it is:

plane    the exercise moves in a plane (sagittal or frontal), whose heading the camera's yaw gives; turns about the
         vertical and lifts between front and side have no such witness
length   a thigh stays as long as it was when it was seen whole
model    the depth of the room points

Everything is (N, ...) over instants, metres, room axes, origin between the hips. NaN stays NaN. Without an image or a
yaw the room points are all there is, and they are kept as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, isnan, nan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exercises.definition import Exercise, Plane
from exercises.measures import Side, dot, joint, mid, other
from exercises.pose import Array, Joint

# Raised whenever heading, hips or limbs are worked out in another way: sessions of two ways are not compared
WORKED_OUT = "3"
GRID = 33  # depths tried per segment, refined by a parabola
FOV_DISTANCE = 1.0  # distance over the height of the view there: 53 degrees high, as webcams are
_SEGMENTS: tuple[tuple[str, str, str], ...] = (
    ("thigh", "hip", "knee"),
    ("shank", "knee", "ankle"),
    ("upper_arm", "shoulder", "elbow"),
    ("forearm", "elbow", "wrist"),
)
LENGTHS: tuple[str, ...] = ("trunk", "thigh", "shank", "upper_arm", "forearm")
# Shares of body height (Winter, after Drillis and Contini): a segment never seen whole is at least in proportion
_SHARES = np.array([0.288, 0.245, 0.246, 0.186, 0.146])
_PROPORTION = 0.9
_HEAD = [0, 7, 8]  # nose and ears
_BOTH: tuple[Side, Side] = ("left", "right")
_BIG = [11, 12, 23, 24, 25, 26, 27, 28]  # shoulders, hips, knees, ankles: what the scale is read from


class Trust(NamedTuple):
    """How far each witness may be off, as a share of the segment's length (one standard deviation)."""

    plane: float
    length: float
    model: float


# Found on the practice films by group, not by film. Forward and back: legs keep their length in the picture, arms
# (sleeves, hands) less so. Out to the side a camera that may measure looks square on: the plane is the best witness.
_LEG, _ARM, _OUT = Trust(0.18, 0.08, 0.20), Trust(0.08, 0.20, 0.35), Trust(0.08, 0.12, 0.60)
_FREE = Trust(0.60, 0.12, 0.35)  # an elbow may bend out of the plane of a lift
_TRUST: dict[Plane, tuple[Trust, ...]] = {
    "sagittal": (Trust(0.20, 0.10, 0.35), _LEG, _LEG, _ARM, _ARM),
    "frontal": (Trust(0.15, 0.12, 0.35), _OUT, _OUT, _OUT, _FREE),
    "transverse": (Trust(0.20, 0.10, 0.35), _LEG, _LEG, _FREE, _FREE),
    "oblique": (Trust(0.20, 0.10, 0.35), _LEG, _LEG, _FREE, _FREE),
}


# A thigh that rests on a chair stays where it was; the knee's landmark climbs by 2 to 4 cm as the leg straightens. The
# share of its movement against the hip that is not believed
_RESTS = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Build:
    """What is known of the person in the picture: metres per image height, image x of the hips, lengths (.., 5) in m.

    `thighs` (.., 2, 2), image heights: where the left and the right knee usually lies from its hip; NaN unseen.
    Of a film one set of numbers, (1,) and (1, ..); live a row per pose, as it was known then.
    """

    metres: Array
    centre: Array
    lengths: Array
    thighs: Array


LIES = 2.0  # so many times as long as high (squares of the spread): somebody who lies down
_ALWAYS = 7  # columns of `views` without which a pose tells nothing; a knee may be hidden for the rest


def views(points: Array, image: Array, lying: bool = False) -> Array:
    """(N, 11) what one pose tells of the person: metres per image height, hips' image x, five lengths, both thighs.

    The scale is the least-squares fit between the points' height and the image, after taking out the means. `lying`: in
    the exercise people lie or are on the floor: who has next to no height is measured by how far they stretch in
    either (who leans back on a chair, a leg stretched toward the camera, is not). Lengths are the longer of both
    sides', thighs x and y from hip to knee, left then right; all in image heights.
    """
    ones = np.ones((len(points), len(_BIG)))
    up, down = points[:, _BIG, 1], image[:, _BIG, 1]
    up = up - dot(up, ones)[:, None] / len(_BIG)
    down = down - dot(down, ones)[:, None] / len(_BIG)
    level, across = points[:, _BIG][..., [0, 2]], image[:, _BIG, 0]
    level = level - level.mean(axis=1, keepdims=True)
    across = across - dot(across, ones)[:, None] / len(_BIG)
    high, long = dot(up, up), (level * level).sum(axis=(1, 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        metres = -dot(up, down) / dot(down, down)
        stretched = np.sqrt((high + long) / (dot(down, down) + dot(across, across)))
    metres = np.where(lying & (long > LIES * high), stretched, metres)
    metres = np.where(metres > 0.3, metres, np.nan)
    trunk = mid(image, "shoulder") - mid(image, "hip")
    columns = [metres, mid(image, "hip")[:, 0], np.sqrt(dot(trunk, trunk))]
    for _, near, far in _SEGMENTS:
        left, right = (joint(image, side, far) - joint(image, side, near) for side in _BOTH)
        columns.append(np.sqrt(np.fmax(dot(left, left), dot(right, right))))
    thighs = [joint(image, side, "knee") - joint(image, side, "hip") for side in _BOTH]
    return np.concatenate([np.stack(columns, axis=1), *thighs], axis=1)


def of_film(seen: Array) -> Build:
    """The build from every pose of a film, (N, 11) of `views`: medians, and lengths that were reached now and then."""
    seen = seen[np.isfinite(seen[:, :_ALWAYS]).all(axis=1)]
    if len(seen) < 5:
        return Build(np.array([nan]), np.array([nan]), np.full((1, 5), nan), np.full((1, 2, 2), nan))
    metres, centre = np.median(seen[:, 0]), np.median(seen[:, 1])
    lengths = np.percentile(seen[:, 2:_ALWAYS], 95, axis=0) * metres
    thighs = [
        np.median(column[np.isfinite(column)]) if np.isfinite(column).any() else nan for column in seen.T[_ALWAYS:]
    ]
    return Build(
        np.array([metres]), np.array([centre]), _in_proportion(lengths)[None], np.array(thighs).reshape(1, 2, 2)
    )


class Grown(NamedTuple):
    """A build learned pose by pose: t_s, metres, centre, lengths and thighs as they stand (in image heights)."""

    t_s: float = nan
    metres: float = nan
    centre: float = nan
    lengths: tuple[float, ...] = (nan,) * 5
    thighs: tuple[float, ...] = (nan,) * 4


SCALE_TAU_S = 4.0
LONGER, SHORTER = 0.02, 0.0006  # shares by which a length gives way to a longer, or a shorter, look at it


def grow(grown: Grown, t_s: float, seen: tuple[float, ...]) -> Grown:
    """Step by one row of `views`: scale and thighs follow slowly, lengths quickly up and slowly down."""
    metres, centre, *lengths = seen[:_ALWAYS]
    thighs = seen[_ALWAYS:]
    if isnan(metres + centre + sum(lengths)):
        return grown
    if isnan(grown.t_s):
        return Grown(t_s, metres, centre, tuple(lengths), thighs)
    share = 1.0 - exp(-min(max(t_s - grown.t_s, 0.0), 1.0) / SCALE_TAU_S)
    moved = [
        old + LONGER * old if new > old * (1 + LONGER) else max(new, old - SHORTER * old)
        for old, new in zip(grown.lengths, lengths, strict=True)
    ]
    pairs = zip(grown.thighs, thighs, strict=True)
    if isnan(sum(grown.thighs) + sum(thighs)):  # a knee that is hidden, or was until now
        followed = [new if isnan(old) else old if isnan(new) else old + share * (new - old) for old, new in pairs]
    else:
        followed = [old + share * (new - old) for old, new in pairs]
    metres, centre = grown.metres + share * (metres - grown.metres), grown.centre + share * (centre - grown.centre)
    return Grown(t_s, metres, centre, tuple(moved), tuple(followed))


def of_grown(rows: list[Grown]) -> Build:
    """Builds learned pose by pose, as arrays."""
    metres = np.array([g.metres for g in rows])
    lengths = np.array([g.lengths for g in rows]) * metres[:, None]
    thighs = np.array([g.thighs for g in rows]).reshape(-1, 2, 2)
    return Build(metres, np.array([g.centre for g in rows]), _in_proportion(lengths), thighs)


def _in_proportion(lengths: Array) -> Array:
    """No segment shorter than the second tallest reading of body height asks for."""
    heights = np.sort(lengths / _SHARES, axis=-1)[..., -2:-1]
    whole: Array = np.maximum(lengths, _PROPORTION * _SHARES * heights)
    return whole


def foreshortened(exercise: Exercise, side: Side, image: Array, build: Build) -> Array:
    """(N,) an angle that goes as the movement goes, read from how short a limb looks to a camera that looks along it.

    Good enough to count by, not to state. Whole-body knee bends: the knee whose hip and ankle are as far apart as the
    picture shows (law of cosines). Marching: how much higher this foot is than the other, a thigh's length being 90
    degrees. Else the segment that swings, against the vertical.
    """
    measure = exercise.phases[0].measure
    lengths = build.lengths
    if measure == "hip_angle":
        rise = (joint(image, other(side), "ankle") - joint(image, side, "ankle"))[:, 1] * build.metres
        return 90.0 * np.maximum(rise, 0.0) / lengths[:, 1]  # NaN stays NaN; below 0 the other foot lifts
    if measure == "knee_flexion" and not exercise.sides:
        apart = (joint(image, side, "hip") - joint(image, side, "ankle")) * build.metres[:, None]
        thigh, shank = lengths[:, 1], lengths[:, 2]
        cosine = (dot(apart, apart) - thigh**2 - shank**2) / (2.0 * thigh * shank)
        return np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    near, far, i = {
        "knee_flexion": ("knee", "ankle", 2),
        "elbow_flexion": ("elbow", "wrist", 4),
        "shoulder_elevation": ("shoulder", "elbow", 3),
    }.get(measure, ("hip", "shoulder", 0))
    drop = (joint(image, side, far) - joint(image, side, near))[:, 1] * build.metres
    swing = np.degrees(np.arccos(np.clip(drop / lengths[:, i], -1.0, 1.0)))
    return 90.0 - swing if measure == "knee_flexion" else swing


BONE_SHARE = 0.95  # of the longest looks at a bone, which are a little too long by chance: its length
CHAIN_TRUST, ANGLE_TRUST = 0.08, 0.113  # standard deviations: of a distance in bone lengths, of the segments' angle


def bent(deg: Array, points: Array, image: Array, yaw_deg: Array, side: Side, build: Build) -> Array:
    """(N,) elbow flexion from the segments' angle `deg` (N,) and the law of cosines, each weighed by how sure it is.

    A strongly bent elbow is seen too near the line from shoulder to wrist (soft tissue, sleeves): both bones look short
    and the angle too small. Their lengths and the distance from shoulder to wrist give it without the elbow's place.
    Near straight that distance hardly changes with the angle and weighs little. `points` are reconstructed ones; rows
    that could not be reconstructed keep `deg`.
    """
    apart = joint(points, side, "wrist") - joint(points, side, "shoulder")
    upper, fore = BONE_SHARE * build.lengths[:, 3], BONE_SHARE * build.lengths[:, 4]
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = (dot(apart, apart) - upper**2 - fore**2) / (2.0 * upper * fore)
        chain = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
        steep = 1.0 / np.sin(0.5 * np.radians(deg))  # radians of angle for a bone's length of distance, of equal bones
        share = 1.0 / (1.0 + (steep * CHAIN_TRUST / ANGLE_TRUST) ** 2)
        whole = deg + share * (chain - deg)
    return np.where(_known(image, yaw_deg, build) & np.isfinite(whole), whole, deg)


class _View(NamedTuple):
    right: Array  # (N, 3) the image's right, level, in room axes
    toward: Array  # (N, 3) toward the camera
    flat: (
        Array  # (N, 33, 2) metres right and up of the hips' column and the picture's middle row, at the hips' distance
    )
    depth: Array  # (N, 33) metres nearer than the hips, by the room points
    distance: Array  # (N,) metres from camera to hips
    normal: int  # the room axis across the plane of movement; upright, which no depth changes, where there is none
    trust: tuple[Trust, ...]


def reconstruct(
    points: Array,
    image: Array,
    yaw_deg: Array,
    build: Build,
    plane: Plane,
    sides: tuple[Side, ...],
    *,
    thighs_rest: bool = False,
) -> Array:
    """(N, 33, 3) points with trunk, arms and legs of `sides` put where image and witnesses agree; others as they were.

    With `thighs_rest` somebody sits and moves a lower leg: thighs lie on the chair. Rows without image, yaw or build
    keep the room points.
    """
    yaw = np.radians(yaw_deg)
    zero = np.zeros(len(yaw))
    right = np.stack([-np.cos(yaw), zero, np.sin(yaw)], axis=1)
    toward = np.stack([-np.sin(yaw), zero, -np.cos(yaw)], axis=1)
    hips = mid(points, "hip")
    centred = points - hips[:, None]
    flat = np.stack([image[..., 0] - build.centre[:, None], 0.5 - image[..., 1]], axis=-1) * build.metres[:, None, None]
    depth = (centred * toward[:, None]).sum(axis=2)
    if thighs_rest:
        _rest_thighs(flat, build)
    normal = {"sagittal": 0, "frontal": 2}.get(plane, 1)
    distance = np.broadcast_to(FOV_DISTANCE * build.metres, zero.shape)
    view = _View(right, toward, flat, depth, distance, normal, _TRUST[plane])
    out = centred.copy()
    trunk = _segment(view, mid(flat, "hip"), mid(flat, "shoulder"), zero, _middle(depth, "shoulder"), _row(build, 0), 0)
    for side in _BOTH:
        for name, base in (("hip", 0.0 * trunk), ("shoulder", trunk)):
            j = Joint[f"{side}_{name}"]
            line = flat[:, j] - mid(flat, name)
            off = _square(line, depth[:, j] - _middle(depth, name), yaw, plane)
            out[:, j] = base + _across(view, line, off)
    for part in _HEAD:
        line = flat[:, part] - mid(flat, "hip")
        out[:, part] = _across(view, line, depth[:, part] - _middle(depth, "hip"))
    for side in sides:
        for i, (_, near, far) in enumerate(_SEGMENTS, start=1):
            a, b = Joint[f"{side}_{near}"], Joint[f"{side}_{far}"]
            start = (out[:, a] * toward).sum(axis=1)
            limb = _segment(view, flat[:, a], flat[:, b], start, depth[:, b] - depth[:, a] + start, _row(build, i), i)
            out[:, b] = out[:, a] + limb
    return np.where(_known(image, yaw_deg, build)[:, None, None], out, points)


def _square(line: Array, off: Array, yaw: Array, plane: Plane) -> Array:
    """(N,) depth of half a shoulder or hip line, from its part in the image (N, 2), metres, and its depth by the model.

    The model turns the shoulders with every arm that is lifted, and a lean to the side then reads as one forward (in
    Keraal's flank stretch 15 degrees off instead of 5). So far as the camera looks at the front, whose trunk keeps to
    its plane lies square to the heading; side-on a line's length in the picture cannot tell. Turns are left alone.
    """
    if plane not in ("sagittal", "frontal"):
        return off
    square: Array = off + np.cos(yaw) ** 2 * (line[:, 0] * np.tan(yaw) - off)
    return square


def _rest_thighs(flat: Array, build: Build) -> None:
    """Put knees (in `flat`, metres, right and up) mostly back where they usually lie from their hips."""
    for i, side in enumerate(_BOTH):
        hip, knee = Joint[f"{side}_hip"], Joint[f"{side}_knee"]
        usual = build.thighs[:, i] * np.array([1.0, -1.0]) * build.metres[:, None]
        moved = flat[:, knee] - flat[:, hip] - usual
        flat[:, knee] -= _RESTS * np.where(np.isfinite(moved), moved, 0.0)


def _known(image: Array, yaw_deg: Array, build: Build) -> NDArray[np.bool_]:
    """(N,) whether there is what a reconstruction needs."""
    return np.isfinite(yaw_deg) & np.isfinite(build.metres) & np.isfinite(image[:, Joint.left_hip, 0])


def _row(build: Build, i: int) -> Array:
    return build.lengths[:, i]


def _middle(depth: Array, name: str) -> Array:
    middle: Array = 0.5 * (depth[:, Joint[f"left_{name}"]] + depth[:, Joint[f"right_{name}"]])
    return middle


def _across(view: _View, flat: Array, depth: Array) -> Array:
    """(N, 3) a vector of the room from its part in the image (N, 2) and its depth (N,)."""
    out: Array = flat[:, :1] * view.right + depth[:, None] * view.toward
    out[:, 1] += flat[:, 1]
    return out


def _segment(view: _View, near: Array, far: Array, start: Array, model: Array, length: Array, kind: int) -> Array:
    """(N, 3) from joint to joint: image places (N, 2) in metres, depth of the first and, by the model, the other."""
    trust = view.trust[kind]
    length = np.broadcast_to(length, start.shape)[:, None]
    tried = np.linspace(-1.0, 1.0, GRID)[None] * (1.05 * length)
    shrink = 1.0 - start / view.distance  # what is nearer than the hips looks larger
    shrinks = shrink[:, None] - tried / view.distance[:, None]
    x = far[:, :1] * shrinks - (near[:, 0] * shrink)[:, None]
    y = far[:, 1:] * shrinks - (near[:, 1] * shrink)[:, None]
    off_plane = x * view.right[:, view.normal, None] + tried * view.toward[:, view.normal, None]
    cost = (off_plane / (trust.plane * length)) ** 2
    cost += ((np.sqrt(x * x + y * y + tried * tried) - length) / (trust.length * length)) ** 2
    cost += ((tried - (model - start)[:, None]) / (trust.model * length)) ** 2
    cost = np.where(np.isfinite(cost), cost, 1e9)
    i = np.clip(cost.argmin(axis=1), 1, GRID - 2)
    row = np.arange(len(i))
    before, here, after = cost[row, i - 1], cost[row, i], cost[row, i + 1]
    bend = np.maximum(before - 2.0 * here + after, 1e-12)
    step = np.clip(0.5 * (before - after) / bend, -1.0, 1.0)
    depth = tried[row, i] + step * (tried[:, 1] - tried[:, 0])
    k = shrink - depth / view.distance
    return _across(view, far * k[:, None] - near * shrink[:, None], depth)
