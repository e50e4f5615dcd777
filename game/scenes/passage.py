"""From one world to the next: the picture that was fades, the one that comes brightens, and the lights come along.

Nothing is asked and nobody has to be seen; it is a moment to drink something in.
"""

from __future__ import annotations

from dataclasses import replace

from game.drawlist import DrawList, Panel, World
from game.minigames.motion import ease
from game.scenes.backdrop import Backdrop
from game.scenes.evening import Evening
from game.scenes.play import setup_of
from game.scenes.scene import OVER, SENTENCE, Scene, sentence, ticks

OUT, IN = ticks(4.0), ticks(5.0)
DARK = 0.85  # at its darkest: never black, and slow enough to be no flash
SAYS = {"forest": "Up to the spring.", "shore": "The light reaches the sea."}
_DOWN = "The light goes downstream."


class Passage(Scene):
    """`left`: the picture of the game that is over, None where none was played yet; `following`: what comes then."""

    name = "passage"

    def __init__(self, left: DrawList | None, ahead: World, following: Scene) -> None:
        super().__init__()
        self._left = None if left is None else replace(left, panels=(), cues=())
        self.ahead = ahead
        self.following = following

    @property
    def arrived(self) -> bool:
        return self.age >= OUT

    def step(self, evening: Evening) -> Scene | None:
        return OVER if self.age >= OUT + IN else None

    def draw(self, backdrop: Backdrop) -> DrawList:
        if self.arrived:
            return backdrop.draw(DARK * (1.0 - ease((self.age - OUT) / IN)))
        dim = DARK * ease(self.age / OUT)
        if self._left is None:
            return backdrop.draw(dim)
        return replace(self._left, world=replace(self._left.world, dim=dim))

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        arrives = evening.upstream > 0 or self.ahead.name == "forest"
        said = SAYS.get(self.ahead.name, _DOWN) if arrives else "Down the river."
        return (sentence("passage", said, "top", SENTENCE),)


def onward(evening: Evening, left: DrawList | None, following: Scene) -> Scene:
    """`following`, by way of a passage where the game of the present exercise is played in another world."""
    evening.game = evening.make_game(evening.prescription)
    evening.game.start(setup_of(evening, teach=False))
    ahead, evening.game = evening.game.draw().world, None
    here, evening.world = evening.world, ahead.name
    return following if ahead.name == here else Passage(left, ahead, following)
