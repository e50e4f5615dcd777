"""One functional test of a therapist's routine: what keeps it safe, how it is done, the place, the trials, thanks.

Nothing is said while a trial runs: no coaching and no encouragement, as the protocols ask; a clock and a count are all
there is to see. What is logged before the first exercise (block -1), n being the test's index in the routine:
test_started "n:trial", test_ended "n:trial:done|stopped|absent", test_note:n a sentence for the report, test_dizzy n.
A trial that was broken off may be done again under its own number: the last one that is done is the one that counts.
In a headset "I feel dizzy" can be chosen before and between the trials, and the evening ends (safety.md).
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from exercises.observing import stack
from exercises.postures import READY_S
from exercises.routine import WORN, FunctionalTest
from exercises.trials import Live, goes_on, live, seen_as
from exercises.uncertainty import suitable
from game.drawlist import Gauge, Panel
from game.scenes import assessment_words as words
from game.scenes.beginning import NUDGES, Countdown, InPlace, counting
from game.scenes.evening import Evening
from game.scenes.scene import CALM, OVER, SENTENCE, TITLE, Scene, question, sentence, ticks
from game.scenes.wearing import seated

THANKS = ticks(5.0)
GO, WAIT, END = "kalimba_a4", "kalimba_d4", "chime_soft"
BEFORE = -1  # the block of what comes before the exercises
_NO_TIMES, _NO_POINTS = np.zeros(0), np.zeros((0, 33, 3))

Step = Literal["safety", "how", "place", "count", "run", "thanks"]


class Assessment(Scene):
    """The test of this index in the routine, from its first question to the thanks."""

    def __init__(self, index: int) -> None:
        super().__init__()
        self.index = index
        self._step: Step = "safety"
        self._trial = 0
        self._done = 0  # trials to their end
        self._times, self._longest_s = 0, 0.0  # what the thanks tell of
        self._since = 0
        self._place, self._countdown = InPlace(), Countdown()
        self._say, self._nudge = "Step into view.", ""
        self._t_s, self._points = _NO_TIMES, _NO_POINTS
        self._live = Live(0.0, None, None, False)
        self._reaching = False
        self.dizzy = False

    @property
    def name(self) -> str:  # type: ignore[override]
        return {"place": "placement", "count": "trial", "run": "trial"}.get(self._step, "test")

    @property
    def asks(self) -> bool:  # type: ignore[override]
        return self._step in ("safety", "how")

    @property
    def watching(self) -> bool:  # type: ignore[override]
        return self._step in ("place", "run")

    @property
    def moving(self) -> bool:  # type: ignore[override]
        return self._step in ("place", "count", "run")

    @property
    def settling(self) -> bool:  # type: ignore[override]
        return self._step == "place"

    @property
    def crossed(self) -> bool:  # type: ignore[override]
        return self._crossed and self._step in ("place", "count", "run")

    def enter(self, evening: Evening) -> None:
        evening.test = evening.routine.tests[self.index]
        self._crossed = evening.test.test in words.CROSSED

    def paused(self, evening: Evening, away: bool) -> None:
        """A trial that is broken off is void; it can be done again."""
        self._break_off(evening, away)
        if self.moving:
            self._to("how")

    def broken_off(self, evening: Evening, away: bool) -> None:
        self._break_off(evening, away)

    def _break_off(self, evening: Evening, away: bool) -> None:
        if self._step == "run":
            self._ended(evening, "absent" if away else "stopped")
            self._step = "how"

    def _ended(self, evening: Evening, how: Literal["done", "stopped", "absent"]) -> None:
        evening.answer("test_ended", f"{self.index}:{self._trial}:{how}", BEFORE)

    def _note(self, evening: Evening, text: str) -> None:
        evening.answer(f"test_note:{self.index}", text, BEFORE)

    def _to(self, step: Step) -> None:
        self._step, self._since, self.age = step, 0, 0
        self._place, self._countdown = InPlace(), Countdown()

    def choose(self, evening: Evening, button: str) -> Scene | None:
        test = _test(evening)
        if button == "dizzy":
            self._note(evening, f"dizzy: ended after {self._done} of its trials")
            evening.answer("test_dizzy", self.index, BEFORE)
            self.dizzy = True
            return OVER
        if self._step == "safety":
            if button == "skip":
                self._note(evening, "skipped: nobody at hand" if test.test in words.BALANCE else "skipped")
                return OVER
            self._to("how")
        elif self._step == "how":
            if button == "ready":
                self._to("place")
            elif self._done:
                self._note(evening, f"ended after {self._done} of its trials")
                self._to("thanks")
            else:
                self._note(evening, "skipped")
                return OVER
        return None

    def demonstrated(self, evening: Evening) -> str | None:
        return {"safety": "safe", "how": "ready"}.get(self._step)

    def step(self, evening: Evening) -> Scene | None:
        self._since += 1
        if self._step == "place":
            self._take_place(evening)
        elif self._step == "count":
            if self._countdown.over(self.ring):
                self._begin(evening)
        elif self._step == "run":
            self._run(evening)
        elif self._step == "thanks" and self._since >= THANKS:
            return OVER
        return None

    def _take_place(self, evening: Evening) -> None:
        test = _test(evening)
        exercise, side = seen_as(test.test, self._trial), test.side or "both"
        ready = None
        if evening.fresh and evening.worn:
            sits = seated(evening.pose, exercise, side)
            self._say, self._nudge, ready = sits.say, "", sits.ready
        elif evening.fresh and evening.pose is not None:
            advice = evening.advise(evening.pose, exercise, side)
            turned, _ = suitable(exercise, test.side or "left", evening.pose.camera_yaw_deg)
            self._say, self._nudge = advice.say, NUDGES.get(advice.nudge or "", "")
            if not turned:
                self._say, self._nudge = words.placing(test, self._trial), ""
            ready = advice.ready and turned
        if self._place.settled(ready):
            if not evening.worn:  # in a headset the seat says it
                evening.take_place()
            self._to("count")

    def _begin(self, evening: Evening) -> None:
        if self.index not in evening.tested:
            evening.tested.append(self.index)
        self._t_s, self._points, self._reaching = _NO_TIMES, _NO_POINTS, False
        self._live = Live(0.0, None, None, False)
        evening.answer("test_started", f"{self.index}:{self._trial}", BEFORE)
        self.ring(WAIT if _test(evening).test == "functional_reach" else GO)
        self._to("run")
        self._run(evening)  # the poses of this very tick are the first

    def _run(self, evening: Evening) -> None:
        """The trial, by the very functions that score it, over the poses since it began."""
        test = _test(evening)
        if not evening.fresh:
            return
        new = stack(evening.fresh)
        t_s, points = np.concatenate([self._t_s, new.t_s]), np.concatenate([self._points, new.points])
        self._t_s, self._points = t_s, points
        self._live = live(test, self._trial, t_s, points)
        if test.test == "functional_reach" and not self._reaching and self._live.clock_s >= READY_S:
            self._reaching = True
            self.ring(GO)
        if not self._live.over:
            return
        self._ended(evening, "done")
        self.ring(END)
        self._done += 1
        self._times += self._live.count or 0
        self._longest_s = max(self._longest_s, self._live.clock_s)
        if goes_on(test, self._trial, t_s, points):
            self._trial += 1
            self._to("how")
        else:
            self._to("thanks")

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        test = _test(evening)
        if self._step == "safety":
            told = words.safety_of(test.test, test.worn)
            yes = "Someone is with me" if test.test in words.BALANCE else "All there"
            if test.test == "neck_range":
                yes = "Good"
            return (question("test_safety", told.title, (("safe", yes), ("skip", "Skip")), told.text, told.picture),)
        if self._step == "how":
            told = words.how(test, self._trial)
            buttons = (("ready", "Ready"), ("enough", "Enough" if self._done else "Skip"))
            buttons += (("dizzy", "I feel dizzy"),) if test.worn else ()
            return (question("test_how", told.title, buttons, told.text, told.picture),)
        if self._step == "place":
            return (sentence("placement", self._say, evening.open_side, SENTENCE, self._nudge),)
        if self._step == "count":
            return (counting(self._countdown.left, "top", CALM),)
        if self._step == "thanks":
            text = words.thanks(test, self._done, self._times, self._longest_s)
            return (Panel(id="test_thanks", anchor="top", title="Thank you.", text=text, height=TITLE),)
        return self._running(test)

    def _running(self, test: FunctionalTest) -> tuple[Panel, ...]:
        """Clock and count, large and calm; side-on, a word that a helper sees and a tone says."""
        now = self._live
        if test.test == "functional_reach":
            return (sentence("test_word", "Reach" if self._reaching else "Wait", "top", CALM),)
        if test.test in WORN:
            return (sentence("count", f"{now.count or 0} of 3", "top", CALM),)
        clock = Panel(
            id="clock",
            anchor="top",
            title=f"{int(now.clock_s) // 60}:{int(now.clock_s) % 60:02d}",
            height=CALM,
            gauges=() if now.most_s is None else (Gauge("clock", min(1.0, now.clock_s / now.most_s)),),
        )
        return (clock,) if now.count is None else (clock, sentence("count", str(now.count), "bottom", CALM))


def _test(evening: Evening) -> FunctionalTest:
    assert evening.test is not None
    return evening.test
