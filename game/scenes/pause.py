"""What lies over a scene while it waits: paused, out of the picture, fallen. Each says what to do."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from game.drawlist import Panel
from game.scenes.beginning import COUNTDOWN, counting, number
from game.scenes.evening import Evening
from game.scenes.play import STILL, Play
from game.scenes.scene import COUNT, OVER, SENTENCE, Scene, question, sentence, ticks
from game.scenes.wearing import hand_away, missing_hands, upright
from game.scenes.welcome import whom_to_call

Why = Literal["asked", "stop", "absent", "camera", "still", "headset", "wandered", "risen"]
AWAY_FOR: tuple[Why, ...] = ("absent", "camera", "headset")  # nobody is seen
AWAY = ticks(2.0)  # out of the picture this long pauses
GONE = ticks(20.0)  # and this long stops
PATIENCE = ticks(40.0)  # nothing chosen for this long stops
HEADSET_PATIENCE = ticks(180.0)  # a cable, a runtime or a battery takes longer to mend: with a window that says so
BACK = ticks(0.5)  # seen again this long: back
_SAYS: dict[Why, tuple[str, str]] = {
    "asked": ("Paused.", "Left alone, it ends soon and keeps everything."),
    "stop": ("Shall we stop here?", ""),
    "absent": ("Step back into view.", "Then it goes on by itself."),
    "camera": ("The camera is gone. Check its plug.", "Then it goes on by itself."),
    "still": ("Shall we stop here?", ""),
    "headset": ("The headset is away.", "It goes on by itself when it is back."),
    "wandered": ("Sit back in your chair.", "Then it goes on by itself."),
    "risen": ("Please sit down.", "In there you do not see the floor. Then it goes on."),
}
_DARK = ("The camera sees only black.", "Open its cover, or make some light.")
CARRY_ON, TOO_MUCH, STOP = ("carry_on", "Carry on"), ("too_much", "Too much"), ("stop", "Stop")
ENOUGH = ("enough", "Enough waves")
SCREEN, HERE = ("screen", "On the screen"), ("here", "Sit here")
LAYS = ticks(0.5)  # in so long the room has begun anew, and poses say so


class Pause(Scene):
    """Lies over the scene that waits, and ends with three, two, one; `gave_up` when nobody came or chose.

    Out of the picture it ends by itself when the person is back; a lost camera or headset, when it is found and shows
    somebody; out of the seat, when they sit in it again (to carry on says that the seat is here now).
    In a headset the room can be asked to begin anew where the head is: looking the other way, or on another chair.
    `lifting`: movement was on, so "Too much" is offered, and going on is counted down.
    `calm`: it lies over the calm game, which can be ended without ending the evening.
    """

    name = "pause"

    def __init__(self, why: Why, lifting: bool, calm: bool = False) -> None:
        super().__init__()
        self.why = why
        self._calm = calm
        self._lifting = lifting
        self._left = 0  # ticks of the countdown that are left; 0: not counting
        self.gave_up = False
        self.found = False  # the camera or the headset is there again
        self._back = 0  # ticks in the seat again
        self._laid = 0  # ticks since the room was asked to begin here; 0: it was not
        self.dark = False  # the camera is there and sees nothing
        self.because = ""  # what the source says of a headset that is lost

    @property
    def watching(self) -> bool:  # type: ignore[override]
        return (self.why in AWAY_FOR or self.strayed or self._laid > 0) and not self._left

    @property
    def strayed(self) -> bool:
        return self.why in ("wandered", "risen")

    @property
    def said(self) -> int:
        """3, 2 or 1 during the countdown, else 0."""
        return number(self._left)

    def step(self, evening: Evening) -> Scene | None:
        if self._left:
            self._left -= 1
            return None if self._left else OVER
        if self._laid:
            self._laid += 1
            if self._laid > LAYS and evening.fresh and evening.pose is not None and evening.pose.head is not None:
                self._take_seat(evening)
                self._laid = 0
                return self._carry_on()
        if self.strayed and evening.wearing is not None:
            self._back = self._back + 1 if evening.wearing.back else 0
            if self._back >= BACK:
                return self._carry_on()
        if self.why == "absent" or (self.why in ("camera", "headset") and self.found):
            if evening.here >= BACK:
                return self._carry_on()
            self.gave_up = evening.away >= GONE
        told = self.why == "headset" and evening.wearing is not None and evening.wearing.how.window
        self.gave_up = self.gave_up or self.age >= (HEADSET_PATIENCE if told else PATIENCE)
        return None

    def lose(self, why: Literal["camera", "headset"]) -> None:
        """The source went while it was paused already: from now on it is waited for, a countdown too."""
        self.why, self.found, self.age, self._left = why, False, 0, 0

    def _carry_on(self) -> Scene | None:
        self._left = COUNTDOWN if self._lifting else 0
        return None if self._left else OVER

    def choose(self, evening: Evening, button: str) -> Scene | None:
        evening.answer("pause", button)
        if button == "here" and evening.wearing is not None:
            evening.wearing.recentred += 1
            self._laid = 1
            return None
        if self.strayed:
            self._take_seat(evening)
        return self._carry_on()

    @staticmethod
    def _take_seat(evening: Evening) -> None:
        if evening.wearing is not None and evening.pose is not None and evening.pose.head:
            evening.wearing.take_seat(evening.pose.head)

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        if self._left:
            return (counting(self._left, "centre", COUNT),)
        if self._laid:
            return (sentence("here", "Look straight ahead.", "centre", SENTENCE),)
        title, text = _DARK if self.why == "camera" and self.dark else _SAYS[self.why]
        if self.why == "absent" and evening.worn:
            title = _not_seen(evening)
        if self.why == "headset":
            text = f"{self.because} {text}".strip()
        buttons: tuple[tuple[str, str], ...] = (
            (CARRY_ON, TOO_MUCH, STOP) if self._lifting and self.why == "asked" else (CARRY_ON, STOP)
        )
        if self._calm and self.why == "asked":
            buttons = (CARRY_ON, ENOUGH, STOP)
        if self.why == "asked" and evening.worn:
            buttons = (*buttons[:-1], HERE, STOP)
        if self.why == "risen":
            buttons = (("carry_on", "I am sitting"), STOP)
        if self.why == "headset" and evening.wearing is not None:
            buttons = (SCREEN, STOP) if evening.wearing.how.camera else (STOP,)
        return (question("pause", title, buttons, text, "hand_on_chest" if self.why == "asked" else ""),)


def _not_seen(evening: Evening) -> str:
    """In a headset it is a hand that is out of sight, or the headset has lost its way."""
    missing = missing_hands(evening.pose, evening.exercise, evening.prescription.sides)
    return hand_away(missing) if missing and upright(evening.pose) else "Look straight ahead, and wait a moment."


class Fallen(Scene):
    """Everything has stopped. It stays until somebody says that all is well; a film is watched to its end."""

    name = "fallen"
    watching = True

    def choose(self, evening: Evening, button: str) -> Scene | None:
        evening.answer("fall", button)
        return OVER

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        text = f"Stay down. Call {whom_to_call(evening)}."
        return (replace(question("fallen", "Are you hurt?", (("well", "I am well"),), text), anchor="centre"),)


def reminder(evening: Evening, scene: Scene, idle: int) -> Why | None:
    """What a scene has to be paused for now: nobody there, out of the seat of a headset, nothing moving, nothing chosen
    for `idle` ticks.
    """
    if evening.worn and evening.wearing is not None and not scene.settling and (stray := evening.wearing.stray):
        return stray
    if scene.moving and not scene.settling and evening.away >= AWAY:
        return "absent"
    if (isinstance(scene, Play) and scene.still >= STILL) or (scene.asks and idle >= scene.patience(evening)):
        return "still"
    return "absent" if scene.settling and scene.age >= scene.patience(evening) else None
