"""Whether a side moves further than in earlier sessions, and by more than the camera can be wrong.

Weir, J Strength Cond Res 2005, 19:231: the least difference that is real is SEM x z x sqrt(2). Our half-width is
z x SEM for nine in ten already, so MDC90 = sqrt(2) x half-width; of two sessions with half-widths of their own,
sqrt(a^2 + b^2). The half-width is that of one lift: what a camera, its place and the model do to an angle is the same
for every lift of an evening, so the set's median is no surer. Part of that is the same on the next evening too and
drops out of a difference; how much is not known, so none is taken off: the bound is on the cautious side as long as the
camera stands alike, which is why only such sessions are compared. That the body itself varies from day to day is not in
it: a change beyond the bound is more than the camera's error and no more than that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import hypot
from typing import Literal

from exercises.events import Side
from game.progress.blocks import Block, Range

ALIKE_DEG = 30.0  # camera places further apart than this are different views: their errors need not lean the same way
LEAST_LIFTS = 3  # a median of fewer says little of the session
MODEL = ("pose_model", "pose_model_sha256")
ANGLES = "angles"  # the name, among a session's versions, of the way in which angles are worked out; once it had none

Verdict = Literal["further", "less", "within", "not comparable"]


@dataclass(frozen=True, slots=True)
class Measured:
    """One side's range in one session. toward: which way is further. half_width_deg: nine in ten; None unknown.

    model: the pose model's name and hash as the session kept them; angles: the version of how angles are worked out.
    target_deg: what the sets went toward, at first: who is asked for more goes further. None where nothing was asked.
    """

    session: str
    started: datetime
    exercise: str
    side: Side
    measure: str
    toward: str
    median_deg: float
    half_width_deg: float | None
    lifts: int
    measuring: bool
    yaw_deg: float | None
    model: tuple[str, str]
    angles: str = ""
    target_deg: float | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """`now` against `before`, the latest session that can be compared with it (None: none can, `why` says why).

    by_deg: degrees further toward the target (less: negative). mdc_deg: as much is needed to call it a change.
    history: every session that can be compared, oldest first, `now` last.
    """

    side: Side
    now: Measured
    before: Measured | None
    verdict: Verdict
    by_deg: float | None
    mdc_deg: float | None
    history: tuple[Measured, ...]
    why: str = ""


def measured(session: str, started: datetime, versions: dict[str, str], block: Block, found: Range) -> Measured:
    name, sha = (versions.get(key, "") for key in MODEL)
    return Measured(
        session=session,
        started=started,
        exercise=block.exercise,
        side=found.side,
        measure=block.measure,
        toward=block.toward,
        median_deg=found.median_deg,
        half_width_deg=found.median_uncertainty_deg,
        lifts=found.measured,
        measuring=found.measuring,
        yaw_deg=found.yaw_deg,
        model=(name, sha),
        angles=versions.get(ANGLES, ""),
        target_deg=None if found.measuring else dict(block.targets).get(found.side),
    )


def change(now: Measured, earlier: Sequence[Measured]) -> Change | None:
    """`earlier` in any order, of any exercise; None where this side was never measured in this exercise before."""
    own = sorted(
        (one for one in earlier if (one.exercise, one.side) == (now.exercise, now.side) and one.started < now.started),
        key=lambda one: one.started,
    )
    if not own:
        return None
    alike = [one for one in own if not hindrance(now, one)]
    if not alike:
        return Change(now.side, now, None, "not comparable", None, None, (now,), hindrance(now, own[-1]))
    before = alike[-1]
    by = (now.median_deg - before.median_deg) * (1.0 if now.toward == "increase" else -1.0)
    mdc = hypot(now.half_width_deg or 0.0, before.half_width_deg or 0.0)
    verdict: Verdict = "within" if abs(by) <= mdc else "further" if by > 0.0 else "less"
    return Change(now.side, now, before, verdict, by, mdc, (*alike, now))


def hindrance(now: Measured, before: Measured) -> str:
    """Why two sessions cannot be compared, in plain words; empty where they can."""
    if now.measure != before.measure or now.toward != before.toward:
        return "another angle was measured then"
    if now.model != before.model:
        named = now.model[0] and before.model[0] and now.model[0] != before.model[0]
        return "another pose model then" + (f" ({before.model[0]}, now {now.model[0]})" if named else "")
    if now.angles != before.angles:
        return "Upswing worked angles out in another way then"
    if now.half_width_deg is None or before.half_width_deg is None:
        return "how sure the angles are is not known"
    if now.lifts < LEAST_LIFTS or before.lifts < LEAST_LIFTS:
        return f"fewer than {LEAST_LIFTS} lifts were measured {'now' if now.lifts < LEAST_LIFTS else 'then'}"
    if now.yaw_deg is None or before.yaw_deg is None:
        return f"where the camera stood {'now' if now.yaw_deg is None else 'then'} is not known"
    if abs((now.yaw_deg - before.yaw_deg + 180.0) % 360.0 - 180.0) > ALIKE_DEG:
        return f"the camera stood {place(before.yaw_deg)} then, {place(now.yaw_deg)} now"
    return ""


def place(yaw_deg: float) -> str:
    """Where a camera stands, seen from the patient."""
    if abs(yaw_deg) < 10.0:
        return "in front"
    if abs(yaw_deg) > 170.0:
        return "behind"
    return f"{abs(yaw_deg):.0f}° to the {'left' if yaw_deg > 0 else 'right'}"
