"""What is known before the evening begins, besides the routine and the seed; plain data that a session row can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from exercises.session import SideCalibration
from game.drawlist import Body


@dataclass(frozen=True, slots=True)
class Before:
    """What an earlier session left for one exercise and side: `calibrations` of the last time it was done."""

    rest_deg: float
    comfortable_deg: float
    target_deg: float

    def calibration(self) -> SideCalibration:
        return SideCalibration(self.rest_deg, self.comfortable_deg, self.target_deg)


@dataclass(frozen=True, slots=True)
class Headset:
    """An evening that is asked for in a headset.

    exercises         ids that may be done in it: seated, seen and measured well enough; others are for the screen
    camera            whether there is a camera, so that the evening can go on on the screen
    sessions_before   evenings in which it was worn until now: the first is shorter
    window            whether there is a window beside it: else all is asked and pointed at in the headset
    asked             whether "fits, flashing light ..." was answered no on an earlier day (asked once)
    """

    exercises: tuple[str, ...] = ()
    camera: bool = False
    sessions_before: int = 0
    asked: bool = False
    window: bool = True


@dataclass(frozen=True, slots=True)
class Left:
    """A routine that was left earlier today: `sets` of each prescription that are done, and whether the morning was
    worse, which is asked once a day."""

    sets: tuple[int, ...]
    worse_morning: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """Settings and history as the show needs them: with routine, seed, poses and intents it decides the whole evening.

    sessions_before   sessions kept so far; 0 is the first day: the morning after is not asked
    operation_asked   whether the operation question was answered "no" on an earlier day (unprescribed play asks once)
    before            "exercise id:side" -> Before; an exercise found here needs one lift: "Same as last time?"
    text_size         1 as designed; 1.25 and 1.5 enlarge every sentence
    measure_due       ids of exercises that are counted but not measured from where they are played, and whose three
                      measuring lifts side-on were not offered in the last week
    headset           None: the evening is on the screen, as usual
    calm_min          minutes of the calm game that are offered where pain speaks against exercise; 0: there is no such
                      game here
    lights            lit in the evening before (or earlier today), which float in
    still             the scenery stands still
    left              what was done of this routine earlier today, where it was left before its end
    """

    body: Body = "older_woman"
    light_for: str = ""
    whom_to_call: str = ""
    text_size: float = 1.0
    sessions_before: int = 0
    operation_asked: bool = False
    before: Mapping[str, Before] = field(default_factory=dict)
    measure_due: tuple[str, ...] = ()
    headset: Headset | None = None
    calm_min: float = 0.0
    lights: int = 0
    still: bool = False
    left: Left | None = None

    def as_mapping(self) -> dict[str, Any]:
        """Plain data for the store; `from_mapping` reads it back."""
        before = {key: asdict(value) for key, value in self.before.items()}
        headset = None if self.headset is None else {**asdict(self.headset), "exercises": list(self.headset.exercises)}
        left = None if self.left is None else {**asdict(self.left), "sets": list(self.left.sets)}
        return {
            **asdict(self), "before": before, "measure_due": list(self.measure_due), "headset": headset, "left": left,
        }  # fmt: skip

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Opening:
        """Reads what `as_mapping` wrote; a field of a newer version is left out, a missing one has its default."""
        known = {f.name for f in fields(cls)}
        values = {key: value for key, value in mapping.items() if key in known}
        values["before"] = {key: Before(**value) for key, value in mapping.get("before", {}).items()}
        values["measure_due"] = tuple(mapping.get("measure_due", ()))
        if (headset := mapping.get("headset")) is not None:
            values["headset"] = Headset(**{**headset, "exercises": tuple(headset["exercises"])})
        if (left := mapping.get("left")) is not None:
            values["left"] = Left(**{**left, "sets": tuple(left["sets"])})
        return cls(**values)
