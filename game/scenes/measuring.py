"""Three measuring lifts side-on, after an exercise whose angle cannot be trusted from where its game is watched.

Offered at most once a week, never in a demonstration, never done without a Yes. They are no dose: a judge of their own
counts them, and no target moves. Turned away, nobody can read: one tone says go, one says back, one says done.
"""

from __future__ import annotations

from math import isnan
from typing import Literal

from exercises import session
from exercises.definition import Sense
from exercises.events import RepCompleted, Side
from exercises.plan import Plan
from exercises.routine import Dose
from exercises.uncertainty import suitable
from game.drawlist import Panel
from game.scenes.beginning import Countdown, InPlace, counting
from game.scenes.evening import Evening, works_the_arm
from game.scenes.scene import CALM, COUNT, OVER, TITLE, Scene, question, sentence, ticks

LIFTS = 3
GIVEN = ticks(40.0)  # to turn, and between two lifts: then it is left for another week
BETWEEN = ticks(1.2)  # from one lift's end to the next tone
TOP_STILL, TOP_AFTER = 0.85, ticks(0.8)  # so still, and so long after it began, a lift is at its top
FACING_DEG, BACK_GIVEN, BACK_BLIND = 60.0, ticks(20.0), ticks(4.0)
GO, BACK, DONE, CLOSE = "kalimba_a4", "kalimba_d4", "chime_soft", "window_glow"
WORDS: dict[Sense, tuple[str, str]] = {
    "up": ("Up", "Down"),
    "down": ("Down", "Up"),
    "out": ("Out", "Back"),
    "turn": ("Turn", "Back"),
}

Step = Literal["ask", "turn", "count", "lifts", "back"]


def is_due(evening: Evening) -> bool:
    """Whether to ask now: due this week, counted but never measured today, and nothing spoke against more lifts."""
    if evening.worn or evening.demo or evening.today.dose_share < 1.0:
        return False
    if evening.exercise.id not in evening.opening.measure_due:
        return False
    lifts = [lift for block, lift in evening.lifted if block == evening.block]
    ended = [end for block, end in evening.sets if block == evening.block]
    well = bool(ended) and ended[-1].because == "done" and evening.pain_stops == 0
    return well and bool(lifts) and all(lift.peak_deg is None for lift in lifts)


class Measuring(Scene):
    """Ask; for each side that is judged: turn, three, two, one, three lifts; a closing tone; turn back."""

    def __init__(self) -> None:
        super().__init__()
        self._step: Step = "ask"
        self._sides: list[Side] = []
        self._since = 0  # ticks in this step, or since the last lift
        self._place, self._countdown = InPlace(), Countdown()
        self._done = 0
        self._lifting = 0
        self._returning = False
        self._wait = 0  # ticks to the next tone

    @property
    def name(self) -> str:  # type: ignore[override]
        return "turn" if self._step in ("turn", "back") else "measure"

    @property
    def asks(self) -> bool:  # type: ignore[override]
        return self._step == "ask"

    @property
    def watching(self) -> bool:  # type: ignore[override]
        return self._step != "ask"

    @property
    def moving(self) -> bool:  # type: ignore[override]
        return self._step != "ask"

    @property
    def settling(self) -> bool:  # type: ignore[override]
        return self._step in ("turn", "back")

    def patience(self, evening: Evening) -> int:
        return 2 * GIVEN if self.settling else super().patience(evening)

    def enter(self, evening: Evening) -> None:
        assert evening.plan is not None
        evening.order("rest")
        self._sides = list(evening.plan.judged)

    def choose(self, evening: Evening, button: str) -> Scene | None:
        if self._step != "ask":
            return None
        if button == "not_today":
            evening.answer("measuring", "not_today")
            return OVER
        evening.answer("measuring", "started")
        self._to("turn")
        return None

    def broken_off(self, evening: Evening, away: bool) -> None:
        if self._step in ("turn", "count", "lifts"):
            evening.answer("measuring", "stopped")
        evening.aside = None

    def _to(self, step: Step) -> None:
        self._step, self._since, self.age = step, 0, 0
        self._place, self._countdown = InPlace(), Countdown()

    def step(self, evening: Evening) -> Scene | None:
        self._since += 1
        if self._step == "turn":
            self._turning(evening)
        elif self._step == "count":
            if self._countdown.over(self.ring):
                self._begin(evening)
        elif self._step == "lifts":
            self._lifts(evening)
        elif self._step == "back":
            return self._turning_back(evening)
        return None

    def _turning(self, evening: Evening) -> None:
        ready = None
        if evening.fresh and evening.pose is not None:
            turned, _ = suitable(evening.exercise, self._sides[0], evening.pose.camera_yaw_deg)
            here = evening.advise(evening.pose, evening.exercise, self._sides[0]).ready
            ready = turned and here
        if self._place.settled(ready):
            self._to("count")
        elif self._since >= GIVEN:
            self._stop(evening)

    def _begin(self, evening: Evening) -> None:
        """A judge of this side alone, who knows nothing of the play view's angles; the prescriber's limits stay."""
        plan = evening.plan
        assert plan is not None
        limits = {"limit_low_deg": plan.limit_low_deg, "limit_high_deg": plan.limit_high_deg}
        evening.aside = session.start(Plan(plan.exercise, self._sides[0], Dose(1, LIFTS, 0.0, 0.0), **limits))
        evening.order("set")
        self._done, self._wait = 0, 1
        self._to("lifts")

    def _lifts(self, evening: Evening) -> None:
        assert evening.aside is not None
        if self._wait:
            self._wait -= 1
            if not self._wait:
                self._returning = False
                self.ring(GO)
        for event in evening.events:
            if isinstance(event, RepCompleted):
                self._done += 1
                self._since, self._wait, self._lifting, self._returning = 0, BETWEEN, 0, True
                self.ring(DONE)
        if self._done >= LIFTS:
            self._side_done(evening)
        elif self._since >= GIVEN or evening.aside.reading.stage != "set":
            self._stop(evening)
        else:
            self._lead_back(evening)

    def _lead_back(self, evening: Evening) -> None:
        """The tone for the way back, once the lift is at its top."""
        assert evening.aside is not None
        reading = evening.aside.reading
        self._lifting = self._lifting + 1 if reading.lifting else 0
        at_top = self._lifting >= TOP_AFTER and (not reading.rising or reading.stillness >= TOP_STILL)
        if at_top and not self._returning:
            self._returning = True
            self.ring(BACK)

    def _side_done(self, evening: Evening) -> None:
        evening.aside = None
        self._sides.pop(0)
        if self._sides:
            self._to("turn")
            return
        evening.answer("measuring", "done")
        self.ring(CLOSE)
        self._to("back")

    def _stop(self, evening: Evening) -> None:
        evening.answer("measuring", "stopped")
        evening.aside = None
        self.ring(CLOSE)
        self._to("back")

    def _turning_back(self, evening: Evening) -> Scene | None:
        yaw = float("nan") if evening.pose is None else evening.pose.camera_yaw_deg
        facing = self._place.settled(abs(yaw) <= FACING_DEG)
        blind = isnan(yaw) and self._since >= BACK_BLIND
        return OVER if facing or blind or self._since >= BACK_GIVEN else None

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        if self._step == "ask":
            buttons = (("yes", "Yes"), ("not_today", "Not today"))
            text = "To measure. High tone: go. Low: back."
            return (question("measuring", "Three lifts side-on?", buttons, text, "turn_side"),)
        if self._step == "turn":
            title = f"Turn your {self._sides[0]} side to the camera."
            return (sentence("turn", title, "top", TITLE, "turn_side"),)
        if self._step == "back":
            return (sentence("turn_back", "Thank you. Turn back to the screen.", "top", TITLE, "turn_front"),)
        if self._step == "count":
            return (counting(self._countdown.left, "top", CALM),)
        go, back = WORDS[evening.exercise.sense]
        resting = self._wait > 0 and self._done > 0
        title = "Good." if resting else back if self._returning else go
        shown = "" if resting or not works_the_arm(evening.exercise) else "lower" if self._returning else "lift"
        count = f"{min(self._done + (not resting), LIFTS)} of {LIFTS}"
        return (sentence("lead", title, "top", CALM, shown), sentence("count", count, _low(evening), COUNT))


def _low(evening: Evening) -> Literal["bottom_left", "bottom_right"]:
    """Low beside the figure, where no limb is hidden."""
    return "bottom_left" if evening.open_side == "left" else "bottom_right"
