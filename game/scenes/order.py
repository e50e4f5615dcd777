"""The order of the evening: which scene follows which.

welcome -> check-in -> functional tests -> for each prescription: passage, where its game is in another world ->
placement -> calibrate -> for each set: play -> rest, after the last set perhaps three measuring lifts -> check-out ->
results -> farewell. A passage without an exercise is one scene, calm; where pain speaks against exercise the check-in
leads to it and it to the check-out.

In a headset the exercises that may be done in it come first, seated: fitting -> put-on -> seat -> sickness before them,
ratings and breaks between their sets, take-off -> check-in (the place) after them, where a camera lets the others
follow on the screen. Functional tests are for the screen, and come before it; those that a therapist wants done in
a headset come as it is on, before its exercises.
"""

from __future__ import annotations

from exercises.events import StopReason
from game.scenes.assessment import Assessment
from game.scenes.calibrate import Calibrate
from game.scenes.calm import Calm
from game.scenes.checkin import CheckIn
from game.scenes.checkout import CheckOut
from game.scenes.evening import Evening, empty_reach
from game.scenes.headset import Break, Fitting, PutOn, Rating, Room, Seat, TakeOff, Why
from game.scenes.measuring import Measuring, is_due
from game.scenes.passage import Passage, onward
from game.scenes.placement import Placement
from game.scenes.play import Play
from game.scenes.rest import Rest
from game.scenes.results import Results
from game.scenes.scene import Scene
from game.scenes.wearing import worn_tests
from game.scenes.welcome import Before, Farewell, GoOn, Welcome


class Order:
    """What was learned on the way and the next scenes need: the set, the reach, whether the game is known."""

    def __init__(self, evening: Evening) -> None:
        self._evening = evening
        self._set = 0
        self._reach = empty_reach()
        self._taught = False
        self._left = list(range(len(evening.routine.prescriptions)))  # blocks to come
        self._worn_tests = list(worn_tests(evening.routine))  # to come
        if evening.wearing is not None:
            self._left.sort(key=lambda block: not self._may_be_worn(block))

    def after(self, scene: Scene) -> Scene:
        """What follows a scene that is over."""
        evening = self._evening
        if isinstance(scene, Welcome) and evening.opening.sessions_before == 0:
            return Before()
        if isinstance(scene, Fitting | PutOn | Seat | Rating | Break | TakeOff | Room):
            return self._after_headset(scene)
        if isinstance(scene, Welcome | Before | GoOn):
            return self._begin(scene)
        if isinstance(scene, CheckIn):
            return self._test(len(evening.routine.tests) if evening.going_on else 0)
        if isinstance(scene, Assessment):
            return self._after_worn_test(scene) if evening.worn else self._test(scene.index + 1)
        if isinstance(scene, Placement):
            return Calibrate()
        if isinstance(scene, Calibrate):
            self._reach = scene.reach
            return self._leave_block() if scene.left else self._play(0)
        if isinstance(scene, Play):
            return self._after_set(scene)
        if isinstance(scene, Measuring):
            return self._after_block()
        if isinstance(scene, Calm):
            return self._after_calm()
        if isinstance(scene, Passage):
            return scene.following
        if isinstance(scene, Rest):
            return self._go_on()
        return Results() if isinstance(scene, CheckOut) else Farewell()

    def finish(self, because: StopReason) -> Scene:
        """The lifting is over. Who is still there is asked how it was; who never began is not."""
        self._leave_worn_tests()
        self._evening.end("patient" if because == "done" and self._only_left else because)
        return CheckOut() if self._evening.has_begun else Farewell()

    def _begin(self, scene: Scene) -> Scene:
        """The check-in; before it, where the routine was left earlier today, whether to go on there."""
        evening = self._evening
        if evening.opening.left is not None and not isinstance(scene, GoOn):
            return GoOn()
        self._left = [block for block in self._left if not evening.over_before(block)]
        return CheckIn()

    def _test(self, index: int) -> Scene:
        """The functional test of this index, or the exercises: only what a therapist prescribed is tested."""
        evening = self._evening
        routine, wearing = evening.routine, evening.wearing
        seen = wearing is None or wearing.how.camera
        tests = [] if routine.unprescribed or not seen else [i for i, test in enumerate(routine.tests) if not test.worn]
        following = next((i for i in tests if i >= index), None)
        if following is not None:
            return Assessment(following)
        evening.test = None
        if wearing is not None:
            return Fitting()
        self._leave_worn_tests()
        return self._next_block()

    def _next_block(self) -> Scene:
        """The next exercise; the end where none is left, or none that can be done where the evening is."""
        evening = self._evening
        wearing = evening.wearing
        if evening.because is not None:
            return self.finish(evening.because)
        if evening.worn and self._worn_tests:
            return Assessment(self._worn_tests.pop(0))
        if self._left and evening.worn and not self._may_be_worn(self._left[0]):
            return self._leave_headset("screen")
        if not self._left or (wearing is not None and not evening.worn and not wearing.how.camera):
            return self.finish("dizzy" if wearing is not None and wearing.ill else "done")
        left = None if evening.game is None else evening.game.draw()
        evening.begin_block(self._left.pop(0))
        return onward(evening, left, Calm() if evening.prescription.calm else Placement())

    def _play(self, set_index: int) -> Scene:
        teach = not self._taught
        self._set, self._taught = set_index, True
        return Play(set_index, self._reach, teach)

    def _after_set(self, play: Play) -> Scene:
        evening = self._evening
        assert evening.plan is not None
        if play.cut:
            return self._go_on()
        if play.set_index + 1 < evening.plan.dose.sets:
            return Rest()
        return Measuring() if is_due(evening) else self._after_block()

    def _after_block(self) -> Scene:
        if self._follows:
            return Rest(self._evening.routine.prescriptions[self._left[0]].exercise.title)
        return self.finish("done")

    def _leave_block(self) -> Scene:
        """The next exercise, without a rest: nothing was lifted in this one."""
        self._evening.end_block("patient")
        return self._next_block()

    @property
    def _only_left(self) -> bool:
        """Whether exercises were left before their sets, and nothing was lifted in any other: no evening done."""
        evening = self._evening
        return not evening.lifted and any(said.key == "left_for_today" and said.value for _, said in evening.answers)

    def _after_calm(self) -> Scene:
        """No rest after resting. Where it took the routine's place, pain did."""
        if self._evening.resting is not None:
            return self.finish("pain")
        self._evening.end_block("done")
        return self._next_block()

    @property
    def _follows(self) -> bool:
        """Whether another exercise can be done tonight."""
        wearing = self._evening.wearing
        return bool(self._left) and (wearing is None or wearing.how.camera or self._may_be_worn(self._left[0]))

    def _go_on(self) -> Scene:
        """After a rest: what a headset asks for first, then the next set, else the next exercise."""
        evening = self._evening
        if evening.because is not None:
            return self.finish(evening.because)
        if evening.worn and (first := self._asked_by_headset()) is not None:
            return first
        if evening.block >= 0:
            assert evening.plan is not None
            assert evening.reading is not None
            if evening.reading.stage != "ended" and self._set + 1 < evening.plan.dose.sets:
                return self._play(self._set + 1)
            evening.end_block("done")
        return self._next_block()

    # In a headset -----------------------------------------------------------------------------------------------------

    def _may_be_worn(self, block: int) -> bool:
        wearing = self._evening.wearing
        assert wearing is not None
        return self._evening.routine.prescriptions[block].exercise.id in wearing.how.exercises

    def _after_worn_test(self, test: Assessment) -> Scene:
        """A dizzy head is not moved on: the headset comes off and the evening ends."""
        evening = self._evening
        evening.test = None
        if not test.dizzy:
            return self._go_on()
        assert evening.wearing is not None
        evening.wearing.ill = True
        evening.end("dizzy")
        return TakeOff("ill")

    def _leave_worn_tests(self) -> None:
        """Tests for a headset that is not worn tonight: the report says that they were not done."""
        for index in self._worn_tests:
            self._evening.answer(f"test_note:{index}", "not done: the headset was not on", -1)
        self._worn_tests.clear()

    def _after_headset(self, scene: Scene) -> Scene:
        evening = self._evening
        wearing = evening.wearing
        assert wearing is not None
        if isinstance(scene, Fitting | PutOn) and wearing.over:
            return self._on_the_screen()
        if isinstance(scene, Fitting):
            return PutOn()
        if isinstance(scene, PutOn) or (isinstance(scene, Break) and scene.taken):
            return Seat()
        if isinstance(scene, Seat) and evening.answered("sickness_before") is None:
            return Rating("before")
        if isinstance(scene, Rating) and wearing.ill:
            return self._ill(scene)
        if isinstance(scene, TakeOff):
            if scene.stopped:
                return self.finish("dizzy" if wearing.ill else "patient")
            return self._on_the_screen()
        return self._next_block() if isinstance(scene, Room) else self._go_on()

    def _ill(self, rating: Rating) -> Scene:
        """The stop rules: the exercise is over and the headset comes off; at the worst the evening is over too."""
        if rating.verdict == "stop_session":
            self._evening.end("dizzy")
        elif self._evening.block >= 0:
            self._evening.end_block("dizzy")
        return TakeOff("ill")

    def _asked_by_headset(self) -> Scene | None:
        """What comes before the next set: a rating, the end of the time in it, a break; None: nothing is due."""
        evening = self._evening
        wearing = evening.wearing
        assert wearing is not None
        if wearing.rating_due:
            return Rating("during")
        if wearing.used_up:
            evening.end_block("time")
            return self._leave_headset("time")
        return Break() if wearing.break_due else None

    def _leave_headset(self, why: Why) -> Scene:
        """Out of it where something is left for the screen; else the evening ends here, still in it."""
        wearing = self._evening.wearing
        assert wearing is not None
        if self._left and wearing.how.camera:
            return TakeOff(why)
        return self.finish("time" if why == "time" else "done")

    def _on_the_screen(self) -> Scene:
        """The evening on the screen, in the place that the next exercise needs; without a camera it ends."""
        evening = self._evening
        wearing = evening.wearing
        assert wearing is not None
        self._leave_worn_tests()
        if wearing.how.camera and self._left and evening.because is None:
            return Room(self._left[0])
        if evening.has_begun or evening.because is not None or wearing.ill:
            return self.finish(evening.because or ("dizzy" if wearing.ill else "done"))
        evening.end("patient")
        return Farewell("Better on the screen.", "That needs a camera. The light waits.")

    def give_up_headset(self) -> Scene:
        """It does not come back. An exercise of which nothing counted yet is begun anew on the screen."""
        evening = self._evening
        evening.test = None
        if evening.block >= 0 and not any(block == evening.block for block, _ in (*evening.sets, *evening.lifted)):
            self._left.insert(0, evening.block)
        evening.end_block("source")
        return TakeOff("lost")
