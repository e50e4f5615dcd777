"""What the show feels of the body besides the exercise: a pointing hand, a hand on the chest, hips near the floor."""

from __future__ import annotations

from game.drawlist import Panel
from game.scenes import gestures
from game.scenes.evening import Evening
from game.scenes.gestures import ChestState, FallState, PointState
from game.scenes.pointer import Dwell, hit, rest_on
from game.scenes.scene import ticks


class Senses:
    """The states of the gestures, fed once a tick with the evening's fresh poses."""

    def __init__(self) -> None:
        self._point = PointState()
        self._chest = ChestState()
        self._fall = FallState()
        self.dwell = Dwell()
        self._blind = 0  # ticks since the last pose
        self._aim: tuple[float, float] | None = None
        self._aims = False  # a headset says where hands point

    @property
    def at(self) -> tuple[float, float] | None:
        """Where the hand points: shares of the view from its top left."""
        return self._aim if self._aims else self._point.at

    def aimed(self, at: tuple[float, float] | None) -> None:
        """A headset's own pointing, by ray or hand, on the panel itself: better than what a body's pose says of it.

        It is told when it moves, and None when it leaves.
        """
        self._aim, self._aims = at, True

    def chosen(self) -> None:
        """Something was chosen: what the hand did until now is spent."""
        self._chest, self.dwell = ChestState(), Dwell(armed=False)

    def on_chest(self, evening: Evening, panels: tuple[Panel, ...], listening: bool) -> bool:
        """Whether the good hand has now lain on the chest long enough. A hand over a button points; it does not ask."""
        asked = False
        hands = evening.good_hands
        self._blind = 0 if evening.fresh else self._blind + 1
        if self._blind > ticks(gestures.LOST_S):  # a film or camera that stands still must not go on choosing
            self._point = PointState()
        self._aims = self._aims and evening.pointed_in_headset
        for pose in evening.fresh:
            self._point = gestures.point(self._point, pose, hands)
            points = self.at is not None and hit(panels, self.at) is not None
            if points or not listening:
                self._chest = ChestState()
                continue
            self._chest, fired = gestures.chest(self._chest, pose, hands)
            asked = asked or fired
        return asked

    def dwelt(self, panels: tuple[Panel, ...]) -> str | None:
        """The button that a hand has now rested on long enough."""
        self.dwell, button = rest_on(self.dwell, panels, self.at)
        return button

    def fell(self, evening: Evening) -> bool:
        """Whether the hips are near the floor (in a headset: the head); never where the exercise is done down there."""
        if evening.worn:  # its hips are only worked out
            return evening.wearing is not None and evening.wearing.fallen
        on_the_floor = evening.block >= 0 and evening.exercise.position in ("lying", "floor")
        asked = evening.block >= 0 or evening.test is not None or evening.resting is not None
        if not asked or on_the_floor:
            return False
        down = False
        for pose in evening.fresh:
            self._fall, now = gestures.fallen(self._fall, pose, evening.hips_m)
            down = down or now
        return down
