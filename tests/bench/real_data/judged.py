"""The judge of films fed with an angle that somebody else measured: what it counts, and the peaks it states."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from exercises import film
from exercises.definition import Exercise
from exercises.events import RepCompleted
from exercises.observing import Observed
from exercises.plan import Plan
from exercises.pose import Array
from exercises.routine import Dose
from exercises.uncertainty import NO_VIEW_DEG


def series(exercise: Exercise, t_s: Array, angle_deg: Array, view_u_deg: float = NO_VIEW_DEG) -> list[RepCompleted]:
    """The repetitions in one angle over time, by the exercise's own rules; faults need a body and are left out."""
    exercise = replace(exercise, sides=False, faults=())
    n = len(t_s)
    nothing = np.full(n, np.nan)
    observed = Observed(
        t_s=t_s,
        deg={"left": angle_deg, "right": nothing},
        view_u_deg={"left": np.where(np.isfinite(angle_deg), view_u_deg, np.nan), "right": nothing},
        form={"left": np.zeros((n, 0)), "right": np.zeros((n, 0))},
        yaw_deg=nothing,
        stance=np.full((n, 5), np.nan),
    )
    judged = film.judge(Plan(exercise, "left", Dose(), film=True), observed)
    return [e for e in judged.events if isinstance(e, RepCompleted)]
