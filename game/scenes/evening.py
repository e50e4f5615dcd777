"""What all scenes of an evening share: the routine, the judge of the present exercise, what was said and done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

import numpy as np

from exercises import safety, session
from exercises.definition import Exercise, Position
from exercises.events import (
    Event,
    LimitReached,
    RepCompleted,
    RepStarted,
    SetEnded,
    Stopped,
    StopReason,
    TrackingFound,
    TrackingLost,
)
from exercises.pose import Array, Joint, Pose
from exercises.routine import Answer, FunctionalTest, Prescription, Routine
from exercises.session import Order, Plan, Reading, SessionState
from game.minigames.interface import TICK_S, MiniGame
from game.scenes.gestures import Hand, hips_height
from game.scenes.opening import Opening
from game.scenes.scene import TICKS_A_SECOND
from game.scenes.wearing import Wearing

Record = tuple[int, Event | Answer | Plan]  # the block (index of the prescription; -1 before the first), what happened


class Advice(Protocol):
    """Where to stand: `ready` when all that the exercise needs is seen; `say` what to do; `nudge` which way to go:
    "back", "closer", "left", "right" (as the patient sees it) or None."""

    @property
    def ready(self) -> bool: ...
    @property
    def say(self) -> str: ...
    @property
    def nudge(self) -> str | None: ...


Advise = Callable[[Pose | None, Exercise, str], Advice]  # side: "left" | "right" | "both"
MakeGame = Callable[[Prescription], MiniGame]


ASIDE = RepStarted | RepCompleted | LimitReached | TrackingLost | TrackingFound  # measuring lifts are no set, no target
_TRUNK = (Joint.left_shoulder, Joint.right_shoulder, Joint.left_hip, Joint.right_hip)


@dataclass(slots=True)
class Evening:
    """Changed by Show and its scenes only, in the order of the ticks.

    block     index of the present prescription, -1 before the first
    today     what the check-in allows
    sets      (block, SetEnded) as they ended        lifted   (block, RepCompleted) of the sets
    begun     blocks whose exercise was begun        pain_before, pain_stops   for the stop rules
    ease_next "Easier" or "It hurts" was said when an exercise was over: the next one begins lower
    hips_m    hip height in the present place, for the fall rule; NaN unknown
    away      ticks since the person was last seen, while somebody should be; here: ticks in a row of being seen
    reached   height of the best lift by block, as a landmark's index in results.LANDMARKS
    aside     a second judge beside the block's own, while lifts are measured that are no dose; None else
    test      the functional test that is on, None before and after them; tested: indices of those that were begun
    wearing   the headset, where the evening was asked for in one
    resting   the passage that takes the routine's place tonight, where only the calm game is allowed or wished for
    going_on  what was done of the routine earlier today is not done again
    still     the scenery stands still, as the player asked; text_size: of every sentence, as asked
    world     the one that the evening has come to
    lights    lit tonight; upstream: those that were lit before the present exercise, earlier evenings' too
    """

    routine: Routine
    opening: Opening
    seed: int
    make_game: MakeGame
    advise: Advise
    n: int = 0
    pose: Pose | None = None
    fresh: tuple[Pose, ...] = ()
    events: tuple[Event, ...] = ()
    unheard: tuple[Event, ...] = ()  # said since the scene that is on was covered
    block: int = -1
    plan: Plan | None = None
    judge: SessionState | None = None
    aside: SessionState | None = None
    test: FunctionalTest | None = None
    tested: list[int] = field(default_factory=list)
    game: MiniGame | None = None
    today: safety.CheckIn = field(default_factory=lambda: safety.check_in(0))
    sets: list[tuple[int, SetEnded]] = field(default_factory=list)
    begun: list[int] = field(default_factory=list)
    answers: list[tuple[int, Answer]] = field(default_factory=list)
    lifted: list[tuple[int, RepCompleted]] = field(default_factory=list)
    wearing: Wearing | None = None
    resting: Prescription | None = None
    going_on: bool = False
    still: bool = False
    text_size: float = 1.0
    world: str = "valley"
    kept: dict[str, dict[str, float]] = field(default_factory=dict)
    lights: int = 0
    upstream: int = 0
    pain_before: int = 0
    pain_stops: int = 0
    ease_next: bool = False
    hips_m: float = float("nan")
    reached: dict[int, int] = field(default_factory=dict)
    away: int = 0
    here: int = 0
    because: StopReason | None = None
    _records: list[Record] = field(default_factory=list)

    @property
    def t_s(self) -> float:
        return self.n * TICK_S

    @property
    def demo(self) -> bool:
        return self.routine.demo is not None

    @property
    def prescription(self) -> Prescription:
        return self.resting or self.routine.prescriptions[max(self.block, 0)]

    @property
    def exercise(self) -> Exercise:
        return self.prescription.exercise

    @property
    def worn(self) -> bool:
        """Whether a headset is on the head now."""
        return self.wearing is not None and self.wearing.on

    @property
    def pointed_in_headset(self) -> bool:
        """Whether what hands point at is said by the headset: it is worn, or there is no window to ask in."""
        return self.wearing is not None and (self.wearing.on or not self.wearing.how.window)

    @property
    def position(self) -> Position:
        """How the exercise is done here: in a headset seated."""
        return "seated" if self.worn else self.exercise.position

    @property
    def has_begun(self) -> bool:
        """Whether anybody was asked to move yet."""
        return bool(self.begun or self.tested or self.resting)

    @property
    def reading(self) -> Reading | None:
        return None if self.judge is None else self.judge.reading

    @property
    def open_side(self) -> Literal["left", "right"]:
        """The side of the picture that the moving limb has to itself, where words may stand beside the figure."""
        return "left" if self.prescription.sides == "left" else "right"

    @property
    def limb(self) -> str:
        """ "Left arm", "Left leg", of neck and trunk "Left side": what works now; "" where both sides do."""
        if self.plan is None or self.reading is None or not self.exercise.sides or self.plan.mode == "together":
            return ""
        side = self.plan.sides if self.plan.sides != "both" else self.reading.side
        leg = Joint.left_knee in self.exercise.needs or Joint.left_ankle in self.exercise.needs
        return f"{side.capitalize()} {'arm' if works_the_arm(self.exercise) else 'leg' if leg else 'side'}"

    @property
    def helped(self) -> bool:
        """Whether the free hand draws the working arm across the chest: there it asks for nothing."""
        return self.exercise.signal == "hold" and self.exercise.phases[0].measure == "horizontal_adduction"

    @property
    def good_hands(self) -> tuple[Hand, ...]:
        """The hands that are free to point: the one that does not work, else both."""
        if self.test is not None:
            free: dict[str | None, tuple[Hand, ...]] = {"left": ("right",), "right": ("left",), None: ("right", "left")}
            return free[self.test.side]
        sides = self.prescription.sides
        if sides == "both" or not works_the_arm(self.exercise):
            return ("right", "left")
        return ("right",) if sides == "left" else ("left",)

    def take(self) -> tuple[Record, ...]:
        """The records since the last call."""
        records = tuple(self._records)
        self._records.clear()
        return records

    def answer(self, key: str, value: str | int | float | bool, block: int | None = None) -> None:
        said = Answer(self.t_s, key, value)
        where = self.block if block is None else block
        self.answers.append((where, said))
        self._records.append((where, said))

    def answered(self, key: str, block: int | None = None) -> str | int | float | bool | None:
        """The latest answer to `key`, or None where it was never asked."""
        for where, said in reversed(self.answers):
            if said.key == key and block in (None, where):
                return said.value
        return None

    def begin_block(self, index: int) -> None:
        """The next prescription, with today's share of its dose."""
        self.block = index
        asked = self.prescription
        dose = safety.allowed(asked.dose, self.today)
        last = self._last_time()
        self.plan = Plan(
            exercise=asked.exercise,
            sides=asked.sides,
            dose=replace(dose, sets=max(1, dose.sets - self.done_before(index))),
            both=asked.both,
            target_deg=asked.target_deg,
            limit_low_deg=asked.limit_low_deg,
            limit_high_deg=asked.limit_high_deg,
            left=last.get("left"),
            right=last.get("right"),
            worse_morning=self.worse_morning,
        )
        self.judge = session.start(self.plan)
        self.game = None
        self.upstream = self.opening.lights + self.lights
        if index not in self.begun:  # begun anew where a headset was lost at its beginning
            self.begun.append(index)
        self._records.append((index, self.plan))

    @property
    def worse_morning(self) -> bool:
        """Whether the morning after last time was worse: asked once a day."""
        earlier = self.opening.left if self.going_on else None
        return self.answered("morning_after") == "worse" or (earlier is not None and earlier.worse_morning)

    def done_before(self, block: int) -> int:
        """Sets of this prescription that were done earlier today and are not done again."""
        return self.opening.left.sets[block] if self.going_on and self.opening.left is not None else 0

    def over_before(self, block: int) -> bool:
        return self.done_before(block) >= self.routine.prescriptions[block].dose.sets

    def rest_instead(self, passage: Prescription) -> None:
        """This passage in the place of the whole routine. Nobody prescribed it: its records are the evening's."""
        self.resting = passage
        self.plan = Plan(passage.exercise, passage.sides, passage.dose, both=passage.both)
        self.judge = session.start(self.plan)
        self.game = None
        self.upstream = self.opening.lights + self.lights

    def forget_last_time(self) -> None:
        """Today differs from last time: the same block, found out anew."""
        assert self.plan is not None
        self.plan = replace(self.plan, left=None, right=None)
        self.judge = session.start(self.plan)
        self._records.append((self.block, self.plan))

    def _last_time(self) -> dict[str, session.SideCalibration]:
        if self.demo:  # its film shows all the lifts of a first day
            return {}
        asked = self.prescription
        sides = ("left", "right") if asked.sides == "both" else (asked.sides,)
        known = {side: self.opening.before.get(f"{asked.exercise.id}:{side}") for side in sides}
        return {side: before.calibration() for side, before in known.items() if before is not None}

    @property
    def known_from_last_time(self) -> bool:
        if self.plan is None:
            return False
        return all(self.plan.calibration(side) is not None for side in self.plan.judged)

    def look(self, poses: Sequence[Pose], watching: bool) -> None:
        """New poses go to the judge, if an exercise is on; what it says is kept and logged.

        watching   whether somebody should be seen now; a film that stands still shows nobody and means nothing by it
        """
        self.fresh = tuple(poses)
        self.events = self.unheard
        for pose in self.fresh:
            self.pose = pose
            if self.judge is not None:
                counting = self.judge.reading.stage == "set"
                self.judge, said = session.advance(self.judge, pose)
                self._heard(said)
                if counting:
                    self.lifted += [(self.block, event) for event in said if isinstance(event, RepCompleted)]
            if self.aside is not None:
                self.aside, said = session.advance(self.aside, pose)
                self._heard(tuple(event for event in said if isinstance(event, ASIDE)))
        if self.wearing is not None:
            self.wearing.watch(self.pose, self.fresh)
        self._presence(watching)

    def _presence(self, watching: bool) -> None:
        judged = self.aside or self.judge
        seen = judged.reading.seen if judged is not None else self._upright_seen
        if not watching:
            self.away = 0
            return
        self.away = 0 if self.fresh and seen else self.away + 1
        self.here = self.here + 1 if seen and self.away < TICKS_A_SECOND else 0

    @property
    def _upright_seen(self) -> bool:
        """Before any exercise is judged: whether shoulders and hips are seen."""
        return self.pose is not None and bool(np.isfinite(self.pose.points[list(_TRUNK)]).all())

    def order(self, kind: str, because: StopReason = "patient") -> None:
        asked = Order(kind, because)  # type: ignore[arg-type]
        if self.aside is not None:
            self.aside, _ = session.order(self.aside, asked)
        elif self.judge is not None:
            self.judge, said = session.order(self.judge, asked)
            self._heard(said)

    def _heard(self, said: tuple[Event, ...]) -> None:
        # a judge that has seen nobody yet knows no time, and what has none is never the same in a replay
        said = tuple(event if np.isfinite(event.t_s) else replace(event, t_s=self.t_s) for event in said)
        self.events += said
        for event in said:
            self._records.append((self.block, event))
            if isinstance(event, SetEnded):
                self.sets.append((self.block, event))

    def ease(self, kind: str) -> None:
        """ "easier" or "hurts": the target falls; between two exercises it is the next one's."""
        if self.judge is None or self.judge.reading.stage == "ended":
            self.ease_next = True
        else:
            self.order(kind)

    def end_block(self, because: StopReason) -> None:
        """The judge of this exercise stops; a block that is over already stays as it ended."""
        self.aside = None
        if self.judge is not None and self.judge.reading.stage != "ended":
            self.order("stop", because)

    def end(self, because: StopReason) -> None:
        """The evening stops for this reason. The first reason given stays, but a fall is told whenever it is."""
        if self.because is not None and because != "fall":
            return
        self.because = because
        if self.judge is None or (because == "fall" and self.judge.reading.stage == "ended"):
            self._records.append((-1, Stopped(self.t_s, because)))  # no exercise ends with it
        self.end_block(because)

    def take_place(self) -> None:
        """Remember how high the hips are here."""
        if self.pose is not None and np.isfinite(height := hips_height(self.pose)):
            self.hips_m = height


def works_the_arm(exercise: Exercise) -> bool:
    return Joint.left_elbow in exercise.needs or Joint.left_wrist in exercise.needs


def empty_reach() -> Array:
    return np.zeros((0, 3))
