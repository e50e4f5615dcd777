"""What hands feel: each success once, in the hand that is at work, and nothing of the coach's."""

from __future__ import annotations

import numpy as np

from game.drawlist import Camera, Cue, DrawList
from game.render.buzz import CHOSE, SUCCEEDED, Buzz
from tests.game.minigames.played import Stepper, setup


class Hands:
    def __init__(self) -> None:
        self.felt: list[tuple[str, float, float]] = []

    def vibrate(self, side: str, for_s: float, amplitude: float) -> None:
        self.felt.append((side, for_s, amplitude))


def test_a_cue_is_felt_once_however_long_lists_carry_it() -> None:
    hands = Hands()
    buzz = Buzz(hands)
    listed = DrawList(Camera(np.eye(4)), cues=(Cue("ring-1", "kalimba_d4", felt="left"), Cue("owl-1", "owl")))
    for _ in range(30):
        buzz.show(listed)
    buzz.chose("right")
    assert hands.felt == [("left", *SUCCEEDED), ("right", *CHOSE)]


def test_a_lift_is_felt_when_it_reaches_its_ring_and_the_coach_s_is_not() -> None:
    hands = Hands()
    buzz = Buzz(hands)
    play = Stepper(setup(teach=True), look=lambda game, _: buzz.show(game.draw()))
    play.still(10.5)
    assert hands.felt == []
    play.lift()
    assert hands.felt == [("left", *SUCCEEDED)]
