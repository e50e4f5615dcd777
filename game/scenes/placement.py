"""Where to stand: until every joint the exercise needs is seen, with room to move."""

from __future__ import annotations

from game.drawlist import Panel
from game.scenes.evening import Evening
from game.scenes.scene import OVER, SENTENCE, Scene, sentence, ticks


class Placement(Scene):
    """Over after SETTLED of a person in place. A film must not lose its first lift here, so that is short."""

    name = "placement"
    watching = True
    moving = True
    SETTLED = ticks(1.0)

    def __init__(self) -> None:
        super().__init__()
        self._in_place = 0
        self._say = "Step into view."

    def step(self, evening: Evening) -> Scene | None:
        if evening.fresh:
            advice = evening.advise(evening.pose, evening.exercise, evening.prescription.sides)
            self._say = "" if advice.ready else advice.say
        self._in_place = 0 if self._say else self._in_place + 1
        if self._in_place < self.SETTLED:
            return None
        evening.take_place()
        return OVER

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        title = self._say or evening.exercise.instructions[0]
        return (sentence("placement", title, "top", SENTENCE),)
