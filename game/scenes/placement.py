"""Where to stand: until every joint the exercise needs is seen, with room to move."""

from __future__ import annotations

from game.drawlist import Panel
from game.scenes.beginning import NUDGES, InPlace
from game.scenes.evening import Evening
from game.scenes.scene import OVER, SENTENCE, Scene, sentence
from game.scenes.wearing import seated


class Placement(Scene):
    """Over when a person has settled in place."""

    name = "placement"
    watching = True
    moving = True
    settling = True

    def __init__(self) -> None:
        super().__init__()
        self._place = InPlace()
        self._say = "Step into view."
        self._nudge: str | None = None

    def step(self, evening: Evening) -> Scene | None:
        ready = None
        if evening.fresh:
            advise = seated if evening.worn else evening.advise
            advice = advise(evening.pose, evening.exercise, evening.prescription.sides)
            ready, self._say, self._nudge = advice.ready, advice.say, advice.nudge
        if not self._place.settled(ready):
            return None
        if not evening.worn:  # in a headset the seat says it
            evening.take_place()
        return OVER

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        return (sentence("placement", self._say, evening.open_side, SENTENCE, NUDGES.get(self._nudge or "", "")),)
