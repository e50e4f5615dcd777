"""The limit, drawn before anybody lifts: a bar across the way of the hand, foot or hips, where it must not pass."""

from __future__ import annotations

from typing import Literal

import numpy as np

from exercises import synthetic
from exercises.pose import Array, Joint
from exercises.session import Plan
from game.drawlist import Line
from game.minigames.figure import at_angle
from game.scenes.evening import works_the_arm

BAR_M, WIDTH_M = 0.40, 0.022
COLOUR = (1.0, 0.91, 0.74, 0.9)  # the colour of words: neither the player's amber nor the goal's cyan
_STEP_DEG = 4.0  # the way there, for the bar to lie across it
_LEVEL = 0.25  # of the way: what goes straight ahead of the viewer has hardly any direction in the picture


def limit_lines(plan: Plan) -> tuple[Line, ...]:
    """A bar for each side that works. None where the prescriber or the exercise gives no limit on the way out, and for
    an exercise whose movement the figure cannot show.
    """
    exercise = plan.exercise
    low_deg, high_deg = plan.limits()
    out = exercise.phases[0].toward == "increase"
    limit_deg = high_deg if out else low_deg
    if not np.isfinite(limit_deg) or exercise.id not in synthetic.PEAKS_DEG:
        return ()
    before_deg = limit_deg - _STEP_DEG if out else limit_deg + _STEP_DEG
    whole = not exercise.sides
    sides: tuple[Literal["left", "right"], ...] = ("left", "right") if plan.sides == "both" else (plan.sides,)
    return tuple(
        _bar(
            side,
            _moving(at_angle(exercise.id, side, before_deg, exercise.position), side, works_the_arm(exercise), whole),
            _moving(at_angle(exercise.id, side, limit_deg, exercise.position), side, works_the_arm(exercise), whole),
        )
        for side in (sides[:1] if whole else sides)
    )


def _moving(points: Array, side: str, arm: bool, whole: bool) -> Array:
    if whole:
        pair = (Joint.left_wrist, Joint.right_wrist) if arm else (Joint.left_hip, Joint.right_hip)
        return points[list(pair)].mean(axis=0)
    return points[Joint[f"{side}_{'wrist' if arm else 'ankle'}"]]


def _bar(side: str, before: Array, at: Array) -> Line:
    way = (at - before)[:2]
    seen = float(np.linalg.norm(way))
    level = seen <= _LEVEL * float(np.linalg.norm(at - before))
    across = np.array([1.0, 0.0, 0.0]) if level else np.array([-way[1], way[0], 0.0]) / seen
    ends = np.stack([at - across * BAR_M / 2, at + across * BAR_M / 2])
    return Line(f"limit-{side}", ends, COLOUR, WIDTH_M, glow=0.4)
