"""Where to stand: until every joint the exercise needs is seen, with room to move."""

from __future__ import annotations

from game.drawlist import Panel
from game.scenes.evening import Evening
from game.scenes.scene import OVER, SENTENCE, Scene, sentence, ticks
from game.scenes.wearing import seated

_PICTURES = {"back": "step_back", "closer": "step_closer", "left": "arrow_left", "right": "arrow_right"}


class Placement(Scene):
    """Over after SETTLED of a person in place. A film must not lose its first lift here, so that is short."""

    name = "placement"
    watching = True
    moving = True
    settling = True
    SETTLED = ticks(1.0)

    def __init__(self) -> None:
        super().__init__()
        self._in_place = 0
        self._say = "Step into view."
        self._ready = False
        self._nudge: str | None = None

    def step(self, evening: Evening) -> Scene | None:
        if evening.fresh:
            advise = seated if evening.worn else evening.advise
            advice = advise(evening.pose, evening.exercise, evening.prescription.sides)
            self._ready, self._say, self._nudge = advice.ready, advice.say, advice.nudge
        self._in_place = self._in_place + 1 if self._ready else 0
        if self._in_place < self.SETTLED:
            return None
        if not evening.worn:  # in a headset the seat says it
            evening.take_place()
        return OVER

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        return (sentence("placement", self._say, evening.open_side, SENTENCE, _PICTURES.get(self._nudge or "", "")),)
