"""What is asked when the lifting is over: pain for each exercise that was begun; after a headset how it feels; effort
once.
"""

from __future__ import annotations

from game.drawlist import Panel
from game.scenes.evening import Evening
from game.scenes.headset import sickness_panel
from game.scenes.play import step_game
from game.scenes.scene import OVER, Scene, numbers


class CheckOut(Scene):
    name = "check-out"
    asks = True

    def __init__(self) -> None:
        super().__init__()
        self._asked: list[int] | None = None
        self._worn = False  # a headset was, and how it feels now is still to be asked

    def enter(self, evening: Evening) -> None:
        if self._asked is None:
            self._asked = [block for block in evening.begun if not evening.routine.prescriptions[block].calm]
            if evening.resting is not None or (evening.begun and not self._asked):
                self._asked.append(-1)
            self._worn = evening.wearing is not None and evening.wearing.ticks > 0

    def step(self, evening: Evening) -> Scene | None:
        step_game(evening)
        return None

    def choose(self, evening: Evening, button: str) -> Scene | None:
        self.age = 0
        if self._asked:
            block = self._asked.pop(0)
            evening.answer("pain_after", int(button), block)
            return OVER if block < 0 else None  # who only rested is not asked how hard it was
        if self._worn:
            evening.answer("sickness_after", int(button), -1)
            self._worn = False
            return None
        evening.answer("effort", int(button), -1)
        return OVER

    def demonstrated(self, evening: Evening) -> str:
        demo = evening.routine.demo
        assert demo is not None
        return str(demo.pain_after if self._asked else demo.effort)

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        if self._asked:
            block = self._asked[0]
            about = "" if block < 0 else f"{evening.routine.prescriptions[block].exercise.title}. "
            return (numbers("pain_after", "How much does it hurt now?", f"{about}0 is nothing, 10 is the worst."),)
        if self._worn:
            return (sickness_panel("sickness_after"),)
        return (numbers("effort", "How hard was it, all in all?", "0 is no effort, 10 is as hard as can be."),)
