"""What lies over a scene while it waits: paused, out of the picture, fallen. Each says what to do."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from game.drawlist import Panel
from game.scenes.evening import Evening
from game.scenes.play import STILL, Play
from game.scenes.scene import COUNT, OVER, Scene, question, sentence, ticks
from game.scenes.welcome import whom_to_call

Why = Literal["asked", "stop", "absent", "camera", "still"]
AWAY = ticks(2.0)  # out of the picture this long pauses
GONE = ticks(20.0)  # and this long stops
PATIENCE = ticks(40.0)  # nothing chosen for this long stops
BACK = ticks(0.5)  # seen again this long: back
COUNTDOWN = ticks(3.0)
_SAYS: dict[Why, tuple[str, str]] = {
    "asked": ("Paused.", "Left alone, it ends soon and keeps everything."),
    "stop": ("Shall we stop here?", ""),
    "absent": ("Step back into view.", "Then it goes on by itself."),
    "camera": ("The camera is gone. Check its plug.", "Then it goes on by itself."),
    "still": ("Shall we stop here?", ""),
}
_DARK = ("The camera sees only black.", "Open its cover, or make some light.")
CARRY_ON, TOO_MUCH, STOP = ("carry_on", "Carry on"), ("too_much", "Too much"), ("stop", "Stop")


class Pause(Scene):
    """Lies over the scene that waits, and ends with three, two, one; `gave_up` when nobody came or chose.

    Out of the picture it ends by itself when the person is back; a lost camera, when it is found and shows somebody.
    `lifting`: movement was on, so "Too much" is offered, and going on is counted down.
    """

    name = "pause"

    def __init__(self, why: Why, lifting: bool) -> None:
        super().__init__()
        self.why = why
        self._lifting = lifting
        self._left = 0  # ticks of the countdown that are left; 0: not counting
        self.gave_up = False
        self.camera_found = False
        self.dark = False  # the camera is there and sees nothing

    @property
    def watching(self) -> bool:  # type: ignore[override]
        return self.why in ("absent", "camera") and not self._left

    @property
    def said(self) -> int:
        """3, 2 or 1 during the countdown, else 0."""
        return -(-self._left * 3 // COUNTDOWN)

    def step(self, evening: Evening) -> Scene | None:
        if self._left:
            self._left -= 1
            return None if self._left else OVER
        if self.why == "absent" or (self.why == "camera" and self.camera_found):
            if evening.here >= BACK:
                return self._carry_on()
            self.gave_up = evening.away >= GONE
        self.gave_up = self.gave_up or self.age >= PATIENCE
        return None

    def _carry_on(self) -> Scene | None:
        self._left = COUNTDOWN if self._lifting else 0
        return None if self._left else OVER

    def choose(self, evening: Evening, button: str) -> Scene | None:
        evening.answer("pause", button)
        if button == "too_much":
            evening.order("too_much")
        return self._carry_on()

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        if self._left:
            return (sentence("countdown", ("One", "Two", "Three")[self.said - 1], "centre", COUNT),)
        title, text = _DARK if self.why == "camera" and self.dark else _SAYS[self.why]
        buttons = (CARRY_ON, TOO_MUCH, STOP) if self._lifting and self.why == "asked" else (CARRY_ON, STOP)
        return (question("pause", title, buttons, text, "hand_on_chest" if self.why == "asked" else ""),)


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
    """What a scene has to be paused for now: nobody there, nothing moving, nothing chosen for `idle` ticks."""
    if scene.moving and not scene.settling and evening.away >= AWAY:
        return "absent"
    if (isinstance(scene, Play) and scene.still >= STILL) or (scene.asks and idle >= scene.patience(evening)):
        return "still"
    return "absent" if scene.settling and scene.age >= scene.patience(evening) else None
