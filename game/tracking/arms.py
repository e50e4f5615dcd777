"""Arms between what a headset knows: from a shoulder and a held hand to the elbow and the arm's length.

Two-bone inverse kinematics: the elbow lies on a circle about the line from shoulder to wrist, and one swivel angle says
where (Tolani, Goswami and Badler, Graphical Models 2000, 62:353). Two things tell it: the hand's own turn, since a
forearm lies behind its hand but for the bend of the wrist, and where elbows usually hang, below the line and a little
outward. Near straight the circle's radius hangs on the arm's length to the millimetre (an arm judged 1 % too long looks
bent by 16 degrees), and there the hand says more: both are weighed by how sure they are.

Metres, room frame, (3,) vectors; NaN stays NaN.
"""

from __future__ import annotations

from math import nan, radians, sin, sqrt
from typing import NamedTuple

import numpy as np

from exercises.pose import Array

# Shares of body height (Winter, Biomechanics and Motor Control of Human Movement, after Drillis and Contini 1966)
UPPER_ARM, FOREARM = 0.186, 0.146
ARM = UPPER_ARM + FOREARM

LENGTH_SURE = 0.03  # how far off a learned length is, as a share: shoulders come up and forward with the arm
WRIST_DEG = 15.0  # how far a wrist is usually bent, either way
HANGS_SHARE = 0.6  # how far an elbow may swing from where it usually hangs, as a share of the circle's radius
HANGS_M = 0.03
OUTWARD, BACKWARD = 0.2, 0.1  # where an elbow hangs: straight down, and so much of that out and back
SUSTAINED_S = 0.15  # a reach that lasts so long is one; a jump of the tracking is none
SUSTAINED_N = 3
LEAST, MOST = 0.94, 1.08  # an arm's length lies within these shares of the one in proportion
STRAIGHT = 0.985  # share of its length beyond which an arm is straight enough to show how its hand is held
HABIT_SHARE = 0.02
MOST_HABIT = 0.6  # sine of the furthest that a hand is held askew by habit (37 degrees)


class Reached(NamedTuple):
    """The newest values (t_s, value) of something whose sustained greatest is sought."""

    recent: tuple[tuple[float, float], ...] = ()

    def then(self, t_s: float, value: float) -> Reached:
        kept = tuple(pair for pair in self.recent if t_s - 2 * SUSTAINED_S < pair[0] < t_s)
        return Reached((*kept, (t_s, value)))

    @property
    def least(self) -> float:
        """The least of what lasted SUSTAINED_S; NaN before that."""
        if len(self.recent) < SUSTAINED_N or self.recent[-1][0] - self.recent[0][0] < SUSTAINED_S:
            return nan
        return min(value for _, value in self.recent)


class Arm(NamedTuple):
    """What is known of one arm: its length (m, NaN: never seen stretched), and how its hand is usually held against
    the forearm: the forearm's direction (from elbow to wrist) in the hand's own axes, before any habit is seen -Y.
    """

    length_m: float = nan
    reached: Reached = Reached()
    habit: tuple[float, float, float] = (0.0, -1.0, 0.0)

    def long_m(self, height_m: float) -> float:
        """The length to go by, for a body so tall."""
        usual = ARM * height_m
        return usual if np.isnan(self.length_m) else min(max(self.length_m, LEAST * usual), MOST * usual)


def stretched(arm: Arm, t_s: float, shoulder: Array, wrist: Array, hand: Array, height_m: float) -> Arm:
    """Step by one look: the length grows to what was reached for a while; `hand` (3, 3) turns the hand's axes."""
    line = wrist - shoulder
    distance = float(np.sqrt(line @ line))
    if not np.isfinite(distance) or distance < 1e-6:
        return arm._replace(reached=Reached())
    reached = arm.reached.then(t_s, distance)
    longest = arm.length_m
    if reached.least > (LEAST * ARM * height_m if np.isnan(longest) else longest):
        longest = min(reached.least, MOST * ARM * height_m)
    arm = arm._replace(length_m=longest, reached=reached)
    if np.isnan(longest) or distance < STRAIGHT * longest:
        return arm
    held = hand.T @ (line / distance)
    if abs(held[0]) > MOST_HABIT or abs(held[2]) > MOST_HABIT or held[1] > 0.0:
        return arm
    habit = np.asarray(arm.habit) + HABIT_SHARE * (held - np.asarray(arm.habit))
    habit = habit / np.sqrt(habit @ habit)
    return arm._replace(habit=(float(habit[0]), float(habit[1]), float(habit[2])))


def elbow(shoulder: Array, wrist: Array, along: Array, length_m: float, hangs: Array) -> Array:
    """(3,) where the elbow is.

    along   the forearm's direction as the hand tells it, a unit vector from elbow to wrist
    hangs   where elbows usually hang, any length (see `hanging`)
    """
    upper, fore = length_m * UPPER_ARM / ARM, length_m * FOREARM / ARM
    line = wrist - shoulder
    distance = float(np.sqrt(line @ line))
    if not np.isfinite(distance) or distance < 1e-6:
        return np.full(3, np.nan)
    line = line / distance
    foot, square = _circle(distance, upper, fore)
    unsure = max(abs(_circle(distance, upper * s, fore * s)[1] - square) for s in (1 - LENGTH_SURE, 1 + LENGTH_SURE))
    radius = sqrt(max(square, 0.0))
    by_hand = _across(wrist - fore * along - shoulder, line)
    usual = _across(hangs, line)
    size = float(np.sqrt(usual @ usual))
    usual = usual / size if size > 1e-6 else _any_across(line)
    hand_m = fore * sin(radians(WRIST_DEG))
    usual_m = HANGS_SHARE * radius + HANGS_M
    way = by_hand / hand_m**2 + usual * radius / usual_m**2
    size = float(np.sqrt(way @ way))
    way = way / size if size > 1e-9 else usual
    off = _fused(square, unsure, float(by_hand @ way), hand_m)
    return np.asarray(shoulder + foot * line + off * way)


def _circle(distance: float, upper: float, fore: float) -> tuple[float, float]:
    """How far along the line the elbow's circle lies, and its radius squared (negative: out of reach)."""
    foot = (distance * distance + upper * upper - fore * fore) / (2.0 * distance)
    foot = min(max(foot, -upper), distance + fore)
    return foot, upper * upper - foot * foot


def _fused(square: float, square_sure: float, by_hand: float, hand_sure: float) -> float:
    """The offset h >= 0 that lies best between h * h = square and h = by_hand, each so sure (one standard deviation).

    The greatest root of the derivative of their squared errors, a cubic, by Newton's way from above.
    """
    k = square_sure**2 / (2.0 * hand_sure**2)
    h = max(sqrt(max(square, 0.0)), by_hand, 0.0) + 0.01
    for _ in range(12):
        slope = 3.0 * h * h + k - square
        if slope <= 0.0:
            break
        h -= (h * h * h + (k - square) * h - k * by_hand) / slope
    return max(h, 0.0)


def hanging(outward: Array, ahead: Array) -> Array:
    """(3,) where elbows usually hang, from level unit vectors out to this arm's side and ahead."""
    return np.asarray(np.array([0.0, -1.0, 0.0]) + OUTWARD * outward - BACKWARD * ahead)


def _across(v: Array, line: Array) -> Array:
    return np.asarray(v - (v @ line) * line)


def _any_across(line: Array) -> Array:
    """A unit vector square to a line that runs where elbows hang."""
    axis = np.zeros(3)
    axis[int(np.argmin(np.abs(line)))] = 1.0
    found = _across(axis, line)
    return np.asarray(found / np.sqrt(found @ found))


TELLING = 0.38  # share of body height that a reach must grow by with it: overhead a centimetre would count for five
HANDED = 0.85  # cosine between hand and arm: beyond it the elbow may be bent


def height_from(eyes_to_wrist: Array, eyes_to_shoulder: Array, along: Array) -> float:
    """Body height (m) at which an arm in proportion reaches, straight, from the eyes to the wrist; NaN where it cannot
    be told: bent, by its hand's direction (`along`, as in `elbow`), or held up, where height and reach grow apart.

    `eyes_to_shoulder`: shares of body height, how the shoulder hangs from the eyes just now. |v - H s| = ARM H.
    """
    v, s = eyes_to_wrist, eyes_to_shoulder
    a, b, c = ARM * ARM - float(s @ s), float(v @ s), float(v @ v)
    height = (sqrt(b * b + a * c) - b) / a  # s is shorter than an arm, so there is one that is positive
    if not np.isfinite(height) or height <= 0.0:
        return nan
    line = (v - height * s) / (ARM * height)
    return height if ARM + float(line @ s) > TELLING and float(line @ along) > HANDED else nan
