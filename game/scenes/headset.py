"""The scenes of a headset: what is asked before it is put on, the seat, how it feels, the break, taking it off.

What is asked before comes on the screen, to whoever holds the headset in their hands (CARE, "Set-up").
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import Literal

import numpy as np

from exercises import safety
from exercises.pose import Array
from game.drawlist import Button, Panel
from game.scenes.checkin import YES_NO, Asked, CheckIn, space
from game.scenes.evening import Evening
from game.scenes.scene import OVER, SENTENCE, Scene, question, sentence, ticks
from game.scenes.wearing import hands_low, still, upright

When = Literal["before", "during"]
Why = Literal["ill", "time", "screen", "lost"]

WORST = 20  # of the Fast Motion Sickness scale
SICKNESS = "How do head and stomach feel?"
SCALE = "0 is well, 20 is very sick."


class Fitting(CheckIn):
    """Whether the headset is for today. A no leads to the screen, where there is a camera, and else to another day."""

    name = "fitting"

    def questions(self, evening: Evening) -> list[Asked]:
        assert evening.wearing is not None
        return [*(() if evening.wearing.how.asked else (_HISTORY,)), _NECK, _HANDS, _ROOM]


class Room(CheckIn):
    """On the screen again, the next exercise may need another place."""

    def __init__(self, block: int) -> None:
        super().__init__()
        self._block = block

    def questions(self, evening: Evening) -> list[Asked]:
        return [space(self._block)]


def _ask(key: str, stays_out: str) -> Asked:
    title, text, picture = _WORDS[key]

    def take(evening: Evening, button: str) -> Scene | None:
        evening.answer(key, button == "yes")
        if button != stays_out:
            return None
        assert evening.wearing is not None
        evening.wearing.over = True
        return OVER

    return Asked(lambda _: question(key, title, YES_NO, text, picture), "no" if stays_out == "yes" else "yes", take)


_WORDS = {
    "headset_history": (
        "Ever fits, trouble with flashing light, much dizziness, a pacemaker or a shunt?",
        "Then the screen is safer.",
        "",
    ),
    "neck_pain": ("Does your neck hurt?", "A headset weighs on it.", ""),
    "reach_head": ("Can both hands reach the back of your head, or is someone with you?", "", ""),
    "headset_room": (
        "Chair against the wall, and nobody within a big step?",
        "No cable, no pet, no lamp in reach. Phone beside you.",
        "place_alone",
    ),
}
_HISTORY, _NECK = _ask("headset_history", "yes"), _ask("neck_pain", "yes")
_HANDS, _ROOM = _ask("reach_head", "no"), _ask("headset_room", "no")


class PutOn(Scene):
    """Until a head is seen that is held upright for so long, or somebody says that it is on."""

    name = "put-on"
    watching = True
    asks = True
    WORN = ticks(3.0)

    def __init__(self) -> None:
        super().__init__()
        self._worn = 0

    def patience(self, evening: Evening) -> int:
        return ticks(180.0)

    def step(self, evening: Evening) -> Scene | None:
        self._worn = self._worn + 1 if upright(evening.pose) else 0
        return self._on(evening) if self._worn >= self.WORN else None

    def _on(self, evening: Evening) -> Scene:
        assert evening.wearing is not None
        evening.wearing.put_on()
        evening.answer("headset", "on")
        return OVER

    def choose(self, evening: Evening, button: str) -> Scene | None:
        if button == "on":
            return self._on(evening)
        assert evening.wearing is not None
        evening.wearing.over = True
        return OVER

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        buttons = (("on", "It is on"), ("screen", "Not today"))
        return (question("put_on", "Sit down, then put it on.", buttons, "Look straight ahead. It begins by itself."),)


class Seat(Scene):
    """Where the head is when its wearer sits tall: the room begins there, and what strays is measured from it."""

    name = "seat"
    watching = True
    moving = True
    settling = True
    HOLD, AFTER = ticks(2.0), ticks(0.5)

    def __init__(self) -> None:
        super().__init__()
        self._heads: deque[Array] = deque(maxlen=self.HOLD)
        self._held = 0
        self._since = 0  # ticks since the room was asked to begin here

    def step(self, evening: Evening) -> Scene | None:
        wearing, pose = evening.wearing, evening.pose
        assert wearing is not None
        if self._since:
            self._since += 1
            if self._since <= self.AFTER or not evening.fresh or pose is None or pose.head is None:
                return None
            wearing.take_seat(pose.head)
            evening.take_place()
            return OVER
        self._hold(evening)
        if self._held >= self.HOLD:
            wearing.recentred += 1
            self._since = 1
        return None

    def _hold(self, evening: Evening) -> None:
        pose = evening.pose
        if not evening.fresh:
            self._held += bool(self._held)  # between two poses nothing is known to have moved
            return
        if pose is None or pose.head is None or not upright(pose) or not hands_low(pose):
            self._heads.clear()
            self._held = 0
            return
        self._heads.append(np.array(pose.head.position, dtype=np.float64))
        if not still(self._heads):
            self._heads.clear()
            self._held = 0
        self._held += 1

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        return (sentence("seat", "Sit tall, hands on your knees.", "top", SENTENCE, "place_alone"),)


class Rating(Scene):
    """Dizziness or nausea, 0 to 20, pointed at. `verdict` is what the stop rules say to it."""

    name = "sickness"
    asks = True

    def __init__(self, when: When) -> None:
        super().__init__()
        self._when = when
        self.verdict: safety.Verdict = "on"

    def choose(self, evening: Evening, button: str) -> Scene | None:
        assert evening.wearing is not None
        evening.wearing.rated = evening.wearing.ticks
        evening.answer(f"sickness_{self._when}", int(button))
        self.verdict = safety.dizziness_said(int(button))
        evening.wearing.ill = self.verdict != "on"
        return OVER

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        return (sickness_panel(f"sickness_{self._when}"),)


def sickness_panel(id: str) -> Panel:
    buttons = tuple(Button(str(i), str(i)) for i in range(WORST + 1))
    return Panel(id=id, anchor="top", title=SICKNESS, text=SCALE, height=SENTENCE, buttons=buttons)


class Break(Scene):
    """Every ten minutes. It waits for as long as a break may last."""

    name = "break"
    asks = True

    def __init__(self) -> None:
        super().__init__()
        self.taken = False

    @property
    def settling(self) -> bool:  # type: ignore[override]
        return self.taken  # nobody sits where they sat

    def patience(self, evening: Evening) -> int:
        return ticks(600.0 if self.taken else 60.0)

    def enter(self, evening: Evening) -> None:
        assert evening.wearing is not None
        evening.wearing.rested = evening.wearing.ticks

    def choose(self, evening: Evening, button: str) -> Scene | None:
        evening.answer("break", button)
        if button == "break":
            self.taken, self.age = True, 0
            return None
        return OVER

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        if self.taken:
            again = (("carry_on", "Carry on"),)
            return (question("break", "Take it off. Rest your eyes.", again, "When you like, put it on again."),)
        return (question("break", "A short break?", (("carry_on", "Carry on"), ("break", "A break")), "Ten minutes."),)


class TakeOff(Scene):
    """The headset comes off, and the evening goes on on the screen if something is left for it."""

    name = "take-off"
    asks = True
    _TEXTS: dict[Why, str] = {  # noqa: RUF012
        "ill": "Sit still. Look at something far away.",
        "time": "That was enough in there for today.",
        "screen": "The rest is on the screen.",
        "lost": "It does not answer. The rest is on the screen.",
    }

    def __init__(self, why: Why) -> None:
        super().__init__()
        self._why = why
        self.stopped = False

    def patience(self, evening: Evening) -> int:
        return ticks(120.0)

    def enter(self, evening: Evening) -> None:
        """From here on the screen has the word: whoever cannot see in the headset any more must not be kept by it."""
        assert evening.wearing is not None
        evening.wearing.take_off()
        evening.answer("headset", f"off_{self._why}")

    def choose(self, evening: Evening, button: str) -> Scene | None:
        self.stopped = button == "stop"
        return OVER

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        buttons = (("off", "It is off"), ("stop", "Stop for today"))
        panel = question("take_off", "Take the headset off.", buttons, self._TEXTS[self._why])
        return (replace(panel, buttons=tuple(replace(b, icon="carry_on" if b.id == "off" else b.icon)
                                             for b in panel.buttons)),)  # fmt: skip
