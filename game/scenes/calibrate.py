"""The lifts before the first set: one for practice, three to find what is comfortable. Not a maximum test.

A plan for one side first has the good side shown, uncounted: it tells the body what is meant. A lift with the
prescribed side at that point is taken as the practice lift, so nobody is held up. A demonstration, whose film shows one
side only, leaves this out. On later days one lift is enough: "Same as last time?"

Who can do only a little is told that it is enough, and their target comes from that (exercises/trying.py). Where even
that is not seen, the exercise is left for today: nobody stands here for ever.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from exercises import session
from exercises.measures import Side
from exercises.pose import Array
from exercises.session import Order, SessionState
from exercises.trying import LITTLE_AFTER_S
from game.drawlist import Line, Panel
from game.minigames.wording import ENOUGH
from game.scenes.checkin import YES_NO
from game.scenes.coach import Showing
from game.scenes.evening import Evening, empty_reach
from game.scenes.limit import limit_lines
from game.scenes.scene import COUNT, OVER, SENTENCE, Scene, question, sentence, ticks

Step = Literal["good_side", "practice", "one", "same", "lifts", "hurt", "leave"]
LITTLE_AFTER = ticks(LITTLE_AFTER_S)  # no lift for so long: a little is enough, and is told so
LEAVES_AFTER = ticks(40.0)  # and for so long: shall this be left for today?
LONGEST_LIFT = ticks(60.0)  # a lift that is on is waited for, but not for ever
_THREE = {
    "up": "Three times, to your comfortable height.",
    "out": "Three times, as far as is comfortable.",
    "down": "Three times, as deep as is comfortable.",
    "turn": "Three times, as far as is comfortable.",
}
LITTLE = "A little is enough."
LEAVE = (("again", "Once more"), ("leave", "Leave it today"))
_OTHER: dict[str, Side] = {"left": "right", "right": "left"}


class Calibrate(Scene):
    name = "calibrate"

    def __init__(self) -> None:
        super().__init__()
        self._step: Step = "practice"
        self._good: SessionState | None = None  # a judge that only looks on while the good side shows the way
        self._again = False
        self._too_high = False  # "Too much" was said of these lifts
        self._reach: list[Array] = []
        self._seen = 0  # lifts so far
        self._waited = 0  # ticks since the last of them
        self._before: Step = "practice"  # it was asked whether to leave the exercise
        self.left = False

    @property
    def asks(self) -> bool:  # type: ignore[override]
        return self._step in ("same", "hurt", "leave")

    @property
    def watching(self) -> bool:  # type: ignore[override]
        return not self.asks

    @property
    def moving(self) -> bool:  # type: ignore[override]
        return not self.asks

    @property
    def reach(self) -> Array:
        """(N, 3) room points, metres, where the working hand (or foot) went; empty if it was not seen."""
        return np.array(self._reach) if self._reach else empty_reach()

    def enter(self, evening: Evening) -> None:
        if evening.known_from_last_time:
            self._lift(evening, "one")
            return
        evening.order("practice")
        sides = evening.prescription.sides
        if evening.exercise.sides and sides != "both" and not evening.demo:
            assert evening.plan is not None
            other = replace(evening.plan, sides=_OTHER[sides], left=None, right=None)
            self._good, _ = session.order(session.start(other), Order("practice"))
            self._step = "good_side"

    def step(self, evening: Evening) -> Scene | None:
        reading = evening.reading
        assert reading is not None
        self._wait(evening)
        if self._too_high:
            self._lower(evening)
        if self._step in ("good_side", "practice"):
            if reading.calibration_lifts:
                self._lift(evening, "lifts")
            elif self._step == "good_side":
                evening.order("resume")  # a little of the side that was not asked for is no lift
                if self._good_side_lifted(evening):
                    self._step = "practice"
                    evening.order("practice")
        elif self._step in ("one", "lifts"):
            if evening.fresh and reading.lifting and np.isfinite(reading.hand).all():
                self._reach.append(np.array(reading.hand))
            if reading.stage == "ready":
                self._step = "hurt" if self._step == "lifts" else "same"
                self.age = 0
        return None

    def _wait(self, evening: Evening) -> None:
        """Count how long no lift was seen; after long, ask."""
        assert evening.reading is not None
        if self.asks:
            return
        lifts = evening.reading.calibration_lifts
        self._seen, self._waited = lifts, self._waited + 1 if lifts == self._seen else 0
        if self._waited >= (LONGEST_LIFT if evening.reading.lifting else LEAVES_AFTER):
            self._before, self._step = self._step, "leave"
            self.age = 0

    def _good_side_lifted(self, evening: Evening) -> bool:
        assert self._good is not None
        for pose in evening.fresh:
            self._good, _ = session.advance(self._good, pose)
        lifted = self._good.reading.calibration_lifts > 0
        self._waited = 0 if lifted else self._waited
        return lifted

    def _lift(self, evening: Evening, step: Step) -> None:
        self._step = step
        self._reach = []
        self._seen = self._waited = 0
        if self._again:
            evening.order("practice")  # how far it went when it hurt is no measure
        evening.order("calibrate")

    def wake(self) -> None:
        self._waited = 0

    def too_much(self) -> None:
        """These lifts were too high: they begin again, lower, once nothing lies over them."""
        self._too_high = self._step in ("one", "lifts")

    def _lower(self, evening: Evening) -> None:
        self._too_high = False
        if self._step == "one":  # then it is not the same as last time
            evening.forget_last_time()
        self._again = True
        self._lift(evening, "lifts")

    def choose(self, evening: Evening, button: str) -> Scene | None:
        if self._step == "same":
            evening.answer("same_as_last_time", button == "yes")
            if button == "yes":
                return OVER
            evening.forget_last_time()
            self._lift(evening, "lifts")
        elif self._step == "hurt":
            evening.answer("calibration_hurt", button == "yes")
            if button == "no":
                return OVER
            self._again = True
            self._lift(evening, "lifts")
        elif self._step == "leave":
            evening.answer("left_for_today", button == "leave")
            if button == "leave":
                self.left = True
                return OVER
            self._once_more(evening)
        return None

    def _once_more(self, evening: Evening) -> None:
        if self._before in ("one", "lifts"):
            self._lift(evening, self._before)
            return
        self._step = "practice"  # the other side is not asked again
        self._seen = self._waited = 0
        evening.order("practice")

    def demonstrated(self, evening: Evening) -> str | None:
        return {"same": "yes", "hurt": "no", "leave": "again"}.get(self._step)

    def showing(self, evening: Evening) -> Showing | None:
        """The movement, until a first lift is seen: after that everybody goes as far as is comfortable for them."""
        plan, reading = evening.plan, evening.reading
        if self._step not in ("good_side", "practice", "one") or plan is None or reading is None:
            return None
        if self._step == "good_side":
            return Showing(evening.exercise, _OTHER[evening.prescription.sides])
        return Showing(evening.exercise, "both" if plan.mode == "together" else reading.side)

    def lines(self, evening: Evening) -> tuple[Line, ...]:
        """The limit, from before the first lift on."""
        return limit_lines(evening.plan) if self.moving and evening.plan is not None else ()

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        if self.moving and evening.reading is not None and evening.reading.near_limit and evening.reading.lifting:
            return (sentence("enough", ENOUGH[evening.exercise.sense], "top", SENTENCE),)
        if self._step == "same":
            return (question("same_as_last_time", "Same as last time?", YES_NO),)
        if self._step == "hurt":
            return (question("calibration_hurt", "Did that hurt?", YES_NO),)
        if self._step == "leave":
            return (question("left_for_today", "Shall we leave this for today?", LEAVE),)
        little = self._waited >= LITTLE_AFTER
        if self._step == "lifts":
            title = "Again, lower this time." if self._again else _THREE[evening.exercise.sense]
            title = LITTLE if little else title
            done = evening.reading.calibration_lifts if evening.reading is not None else 0
            limb = evening.limb
            count = f"{min(done, 3)} of 3"
            title = f"{limb}: {title[0].lower()}{title[1:]}" if limb and evening.prescription.sides == "both" else title
            return (sentence("lifts", title, "top", SENTENCE), sentence("count", count, _low(evening), COUNT))
        return (sentence("practice", LITTLE if little else self._practice(evening), "top", SENTENCE), _how(evening))

    def _practice(self, evening: Evening) -> str:
        limb = evening.limb
        if self._step == "good_side":
            return f"First your {_OTHER[evening.prescription.sides]} {limb.split()[-1]}."
        return f"Once, your {limb.lower()}." if limb else "Once, slowly."


def _how(evening: Evening) -> Panel:
    """What to do now: the way out, or while returning the way back."""
    says = evening.exercise.instructions
    reading = evening.reading
    back = reading is not None and reading.lifting and not reading.rising
    return sentence("how", says[min(2 if back else 1, len(says) - 1)], _low(evening), SENTENCE)


def _low(evening: Evening) -> Literal["bottom_left", "bottom_right"]:
    """Low beside the figure, where no limb is hidden; in a headset, where the coach is nearer, on the other side."""
    return "bottom_left" if (evening.open_side == "left") != evening.worn else "bottom_right"
