"""The order of the evening: which scene follows which.

welcome -> check-in -> functional tests -> for each prescription: placement -> calibrate -> for each set: play -> rest,
after the last set perhaps three measuring lifts -> check-out -> results -> farewell.
"""

from __future__ import annotations

from exercises.events import StopReason
from game.scenes.assessment import Assessment
from game.scenes.calibrate import Calibrate
from game.scenes.checkin import CheckIn
from game.scenes.checkout import CheckOut
from game.scenes.evening import Evening, empty_reach
from game.scenes.measuring import Measuring, is_due
from game.scenes.placement import Placement
from game.scenes.play import Play
from game.scenes.rest import Rest
from game.scenes.results import Results
from game.scenes.scene import Scene
from game.scenes.welcome import Before, Farewell, Welcome


class Order:
    """What was learned on the way and the next scenes need: the set, the reach, whether the game is known."""

    def __init__(self, evening: Evening) -> None:
        self._evening = evening
        self._set = 0
        self._reach = empty_reach()
        self._taught = False

    def after(self, scene: Scene) -> Scene:
        """What follows a scene that is over."""
        evening = self._evening
        if isinstance(scene, Welcome) and evening.opening.sessions_before == 0:
            return Before()
        if isinstance(scene, Welcome | Before):
            return CheckIn()
        if isinstance(scene, CheckIn):
            return self._test(0)
        if isinstance(scene, Assessment):
            return self._test(scene.index + 1)
        if isinstance(scene, Placement):
            return Calibrate()
        if isinstance(scene, Calibrate):
            self._reach = scene.reach
            return self._play(0)
        if isinstance(scene, Play):
            return self._after_set(scene)
        if isinstance(scene, Measuring):
            return self._after_block()
        if isinstance(scene, Rest):
            return self._after_rest()
        return Results() if isinstance(scene, CheckOut) else Farewell()

    def finish(self, because: StopReason) -> Scene:
        """The lifting is over. Who is still there is asked how it was; who never began is not."""
        self._evening.end(because)
        return CheckOut() if self._evening.has_begun else Farewell()

    def _test(self, index: int) -> Scene:
        """The functional test of this index, or the exercises: only what a therapist prescribed is tested."""
        routine = self._evening.routine
        if index < len(routine.tests) and not routine.unprescribed:
            return Assessment(index)
        self._evening.test = None
        return self._block(0)

    def _block(self, index: int) -> Scene:
        self._evening.begin_block(index)
        return Placement()

    def _play(self, set_index: int) -> Scene:
        teach = not self._taught
        self._set, self._taught = set_index, True
        return Play(set_index, self._reach, teach)

    def _after_set(self, play: Play) -> Scene:
        evening = self._evening
        assert evening.plan is not None
        if play.set_index + 1 < evening.plan.dose.sets:
            return Rest()
        return Measuring() if is_due(evening) else self._after_block()

    def _after_block(self) -> Scene:
        evening = self._evening
        if evening.block + 1 < len(evening.routine.prescriptions):
            return Rest(evening.routine.prescriptions[evening.block + 1].exercise.title)
        return self.finish("done")

    def _after_rest(self) -> Scene:
        evening = self._evening
        assert evening.plan is not None
        assert evening.reading is not None
        if evening.because is not None:
            return self.finish(evening.because)
        over = evening.reading.stage == "ended" or self._set + 1 >= evening.plan.dose.sets
        if not over:
            return self._play(self._set + 1)
        evening.end_block("done")
        if evening.block + 1 < len(evening.routine.prescriptions):
            return self._block(evening.block + 1)
        return self.finish("done")
