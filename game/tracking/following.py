"""Whom to follow: the nearest person at first, then that same one, looked for where they were.

Looking only at the part of the picture round the followed person leaves nobody else to be mistaken for them, and finds
people who are too small for the whole picture (a person a third of the picture high was lost in 6 frames of 10).
What is searched in a frame depends on earlier results only, by frame number and film time, never on speed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from exercises import frames
from exercises.pose import Array, Joint
from game.tracking.landmarks import Body, Box, Landmarker

FOLLOW_S = 2.0  # a person gone for less is looked for where they were
REMEMBER_S = 10.0  # somebody clearly further away does not take their place for this long
AFRESH = 15  # pictures after which a follower looks from nothing again, so that no misreading lasts
_STALE_S = 0.25  # and after a gap as long as this
_KEEP, _LOOSE = 0.2, 2.5  # a box stays while the body is so many body sizes inside, and it is not so much too large
_ROOM = 1.8  # side of the searched square in body sizes: an arm may rise by half a body within the lag of a result
_STEP_M, _SPEED_M_S = 0.3, 1.5  # how far the trunk may be from where it was: at once, and per second
_SIZE, _SIZE_S = 1.3, 0.3  # and how much nearer or further: a deep bend alone reads as 1.2
_NEARER = 1.7  # somebody so much further away is in the background
_TRUNK = [Joint.left_shoulder, Joint.right_shoulder, Joint.left_hip, Joint.right_hip]


@dataclass(frozen=True, slots=True, eq=False)
class Glimpse:
    """What was seen in frame `n` at `t_s`: the followed body, or None."""

    n: int
    t_s: float
    body: Body | None


class Finder(Protocol):
    """What finds bodies in a picture: a Landmarker, or a test's own."""

    def bodies(self, picture: np.ndarray, box: Box | None = None) -> tuple[Body, ...]: ...
    def close(self) -> None: ...


class Follower(Finder, Protocol):
    """What finds a body where it was in the picture before, until it is told to forget."""

    def forget(self) -> None: ...


def place(body: Body) -> Array:
    """(2,) where the trunk's middle is, image heights."""
    return np.asarray(body.image[_TRUNK].mean(axis=0))


def is_same(body: Body, before: Body, gone_s: float) -> bool:
    """Whether `body` can be the person who was `before`, `gone_s` seconds ago: by place and by nearness."""
    apart_m = float(np.linalg.norm(place(body) - place(before))) / before.nearness
    ratio = body.nearness / before.nearness
    most = _SIZE + _SIZE_S * gone_s
    return apart_m <= _STEP_M + _SPEED_M_S * gone_s and 1 / most < ratio < most


def nearest(bodies: tuple[Body, ...]) -> Body | None:
    """The nearest of the people found, by image heights per metre of body: a picture on a wall is a small one."""
    known = [b for b in bodies if math.isfinite(b.nearness)]
    return max(known, key=lambda b: b.nearness, default=None)


def around(body: Body, width: int, height: int) -> Box:
    """The square to search for a body seen before, in a picture of that size; at least 48 pixels wide and high."""
    low, high = _extent(body, height)
    half = max(_ROOM * float((high - low).max()) / 2, 48.0)
    x = float(np.clip((low[0] + high[0]) / 2, 48.0 - half, width - 48.0 + half))
    y = float(np.clip((low[1] + high[1]) / 2, 48.0 - half, height - 48.0 + half))
    return Box(
        max(0, int(x - half)), max(0, int(y - half)), min(width, math.ceil(x + half)), min(height, math.ceil(y + half))
    )


def still_fits(box: Box, body: Body, width: int, height: int) -> bool:
    """Whether a body is well inside a box that was laid round it before, with room for the arms, and not lost in it."""
    low, high = _extent(body, height)
    room = _KEEP * float((high - low).max())
    wanted = around(body, width, height)
    return (
        box.right <= width
        and box.bottom <= height
        and (box.left == 0 or low[0] - room >= box.left)
        and (box.top == 0 or low[1] - room >= box.top)
        and (box.right == width or high[0] + room <= box.right)
        and (box.bottom == height or high[1] + room <= box.bottom)
        and box.area < _LOOSE * wanted.area
    )


def _extent(body: Body, height: int) -> tuple[Array, Array]:
    """Left top and right bottom of a body's joints, pixels."""
    return body.image.min(axis=0) * height, body.image.max(axis=0) * height


def closer_looks(width: int, height: int) -> tuple[Box, ...]:
    """Overlapping squares across the middle of a picture, for people too small to be found in the whole of it."""
    side = round(0.6 * min(width, height))
    if width >= height:
        count = max(2, math.ceil(width / (0.75 * side)))
        lefts = np.linspace(0, width - side, count).astype(int)
        top = (height - side) // 2
        return tuple(Box(int(x), top, int(x) + side, top + side) for x in lefts)
    count = max(2, math.ceil(height / (0.75 * side)))
    left = (width - side) // 2
    return tuple(
        Box(left, int(y), left + side, int(y) + side) for y in np.linspace(0, height - side, count).astype(int)
    )


class Watcher:
    """Looks at pictures for the followed person, in the order in which they were taken. One per thread.

    It owns `one`, which follows a body from picture to picture, and `some`, which finds two from nothing. What it says
    depends on the pictures it was given and on `last` alone.
    """

    def __init__(self, one: Follower, some: Finder) -> None:
        self._one, self._some = one, some
        self._box: Box | None = None
        self._looks = 0  # since `one` looked from nothing; 0: it does so next
        self._before_s = -math.inf

    def look(self, picture: np.ndarray, t_s: float, last: Glimpse | None, closely: bool) -> Body | None:
        """The followed person in a picture, or None.

        last     the newest result that may be known (with a body), None when nobody was seen yet
        closely  also search parts of the picture when the whole shows nobody
        """
        before = last.body if last is not None else None
        gone_s = t_s - last.t_s if last is not None else math.inf
        if before is not None and gone_s <= FOLLOW_S:
            return self._follow(picture, t_s, before, gone_s)
        self._looks = 0
        found = self._search(picture, closely)
        if found is None or before is None or gone_s > REMEMBER_S:
            return found
        in_the_background = found.nearness * _NEARER < before.nearness  # while the player is out of the picture
        return None if in_the_background else found

    def _follow(self, picture: np.ndarray, t_s: float, before: Body, gone_s: float) -> Body | None:
        height, width = picture.shape[:2]
        box = self._box
        if box is None or not still_fits(box, before, width, height):
            box = self._box = around(before, width, height)
            self._looks = 0
        if self._looks in (0, AFRESH) or t_s - self._before_s > _STALE_S:
            self._one.forget()
            self._looks = 0
        self._looks, self._before_s = self._looks + 1, t_s
        found = self._one.bodies(picture, box)
        if found and is_same(found[0], before, gone_s):
            return found[0]
        self._looks = 0
        others = self._some.bodies(picture, box) if found else self._some.bodies(picture)
        same = [b for b in others if is_same(b, before, gone_s)]
        return min(same, key=lambda b: float(np.linalg.norm(place(b) - place(before))), default=None)

    def _search(self, picture: np.ndarray, closely: bool) -> Body | None:
        found = nearest(self._some.bodies(picture))
        if found is None and closely:
            height, width = picture.shape[:2]
            found = nearest(tuple(b for box in closer_looks(width, height) for b in self._some.bodies(picture, box)))
        return found

    def close(self) -> None:
        self._one.close()
        self._some.close()


def watcher(model: str) -> Watcher:
    """A Watcher with MediaPipe's landmarkers."""
    one = Landmarker(model, follows=True)
    try:
        return Watcher(one, Landmarker(model, people=2))
    except BaseException:
        one.close()  # MediaPipe prints a traceback at exit over one left open
        raise


class Facing:
    """Undoes MediaPipe's habit of taking a front for a back, for a moment or a second or two, sides exchanged.

    A patient plays facing the screen or side-on to it. Only a back seen for TURN_S on end is believed.
    """

    TURN_S = 3.0

    def __init__(self) -> None:
        self._away_since: float | None = None

    def read(self, t_s: float, body: Body) -> Body:
        if not frames.faces_away(body.points):
            self._away_since = None
            return body
        if self._away_since is None:
            self._away_since = t_s
        if t_s - self._away_since >= self.TURN_S:
            return body
        return Body(frames.seen_from_behind(body.points), frames.mirrored(body.image), frames.mirrored(body.confidence))
