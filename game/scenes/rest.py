"""Between sets, and between exercises: carry on, easier, it hurts. Only the last opens a number."""

from __future__ import annotations

from dataclasses import replace

from exercises import safety
from game.drawlist import Gauge, Panel
from game.scenes.evening import Evening
from game.scenes.play import step_game
from game.scenes.scene import OVER, TITLE, Scene, numbers, question, ticks

CHOICES = (("carry_on", "Carry on"), ("easier", "Easier"), ("hurts", "It hurts"))


class Rest(Scene):
    """`following`: the title of the next exercise, "" where the next set is of the same one."""

    name = "rest"
    asks = True

    def __init__(self, following: str = "") -> None:
        super().__init__()
        self._following = following
        self.hurts = False  # "It hurts" was said, and how much is asked
        self._rested = 0

    def patience(self, evening: Evening) -> int:
        """The rest that was prescribed, and as long as any other pause after it."""
        return ticks(evening.prescription.dose.rest_s) + ticks(40.0)

    def enter(self, evening: Evening) -> None:
        evening.order("rest")

    def step(self, evening: Evening) -> Scene | None:
        self._rested += 1
        step_game(evening)
        return None

    def choose(self, evening: Evening, button: str) -> Scene | None:
        if self.hurts:
            _hurts(evening, int(button))
            return OVER
        evening.answer("choice", button)
        if button == "hurts":
            self.hurts, self.age = True, 0
            return None
        if button == "easier":
            evening.ease("easier")
        return OVER

    def demonstrated(self, evening: Evening) -> str:
        return "carry_on"

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        if self.hurts:
            return (numbers("pain_during", "How much does it hurt?", "0 is nothing, 10 is the worst there is."),)
        panel = question("rest", "Rest a moment.", CHOICES, self._text(evening))
        rest_s = evening.prescription.dose.rest_s
        left = max(0.0, 1.0 - self._rested / max(ticks(rest_s), 1))
        return (replace(panel, height=TITLE, gauges=(Gauge("rest", left),)),)

    def _text(self, evening: Evening) -> str:
        if self._following:
            return f"Next: {self._following}."
        rest_s = evening.prescription.dose.rest_s
        if rest_s < 45:
            return "Half a minute does you good."
        return "A minute does you good." if rest_s < 90 else f"{round(rest_s / 60)} minutes do you good."


def _hurts(evening: Evening, pain: int) -> None:
    """What pain said between sets means: on and lower, this exercise is over, or the evening is."""
    evening.answer("pain_during", pain)
    verdict = safety.pain_said(pain, evening.pain_before, evening.routine.pain_stop, evening.pain_stops)
    if verdict == "on":
        evening.ease("hurts")
        return
    evening.pain_stops += 1
    if verdict == "stop_session":
        evening.end("pain")
    else:
        evening.end_block("pain")
