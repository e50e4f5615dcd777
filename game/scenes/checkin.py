"""What is asked before anybody moves: four short questions, the last one a picture to confirm (which a headset asks
for by itself, see headset.py).

The answers decide today's share of the dose by the rules of exercises.safety.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exercises import safety
from exercises.definition import Exercise
from exercises.routine import quiet
from game.drawlist import Panel
from game.scenes.calm import Calm
from game.scenes.evening import Evening
from game.scenes.passage import onward
from game.scenes.scene import OVER, Scene, numbers, question
from game.scenes.welcome import Farewell

YES_NO = (("yes", "Yes"), ("no", "No"))
DANGER = "Chest pain, hard to breathe, fainting, fever, new numbness, a hot swollen leg or wound?"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: its panel, what a demonstration answers, and what an answer leads to (None: the next question)."""

    panel: Callable[[Evening], Panel]
    demo: str
    take: Callable[[Evening, str], Scene | None]


class CheckIn(Scene):
    name = "check-in"
    asks = True

    def __init__(self) -> None:
        super().__init__()
        self._left: list[Asked] = []

    def enter(self, evening: Evening) -> None:
        if not self._left:
            self._left = self.questions(evening)

    def questions(self, evening: Evening) -> list[Asked]:
        return _questions(evening)

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        return (self._left[0].panel(evening),)

    def choose(self, evening: Evening, button: str) -> Scene | None:
        asked = self._left[0]
        leads = asked.take(evening, button)
        if isinstance(leads, More):
            self._left[0:1] = leads.asked
            self.age = 0
            return None
        if leads is not None:
            return leads
        if len(self._left) > 1:
            self._left.pop(0)
            self.age = 0
            return None
        return OVER

    def demonstrated(self, evening: Evening) -> str:
        return self._left[0].demo


class More(Scene):
    """Not shown: says that an answer leads to further questions."""

    def __init__(self, *questions: Asked) -> None:
        super().__init__()
        self.asked = list(questions)


def _questions(evening: Evening) -> list[Asked]:
    asked = []
    if evening.routine.unprescribed and not evening.opening.operation_asked:
        asked.append(_OPERATION)
    asked.append(_WORSE)
    if evening.opening.sessions_before > 0 and not evening.going_on:
        asked.append(_MORNING)
    asked.append(_pain(evening))
    return asked if evening.wearing is not None else [*asked, space(0)]  # a headset asks for a room of its own


def _not_today(evening: Evening, text: str) -> Scene:
    evening.end("pain")
    return Farewell("Not today.", text)


def _operation(evening: Evening, button: str) -> Scene | None:
    evening.answer("operation", button == "yes")
    if button == "no":
        return None
    evening.end("patient")
    return Farewell("Please ask your therapist first.", "Then come back. The light waits.")


def _worse(evening: Evening, button: str) -> Scene | None:
    evening.answer("worse_since", button == "yes")
    return More(_DANGER) if button == "yes" else None


def _danger(evening: Evening, button: str) -> Scene | None:
    evening.answer("red_flag", button == "yes")
    if button == "yes":
        return _not_today(evening, "Please call your doctor. If it is bad, call for help now.")
    return More(_THERAPIST)


def _therapist(evening: Evening, button: str) -> Scene | None:
    evening.answer("asked_therapist", button == "asked")
    if button == "asked":
        return None
    return _not_today(evening, "Please ask your therapist first. The light waits.")


def _morning(evening: Evening, button: str) -> Scene | None:
    evening.answer("morning_after", button)
    return None


def _pain_before(evening: Evening, button: str) -> Scene | None:
    evening.pain_before = int(button)
    evening.answer("pain_before", int(button))
    evening.today = safety.check_in(evening.pain_before, evening.worse_morning)
    if evening.opening.calm_min and "pain_before" in evening.today.alerts:
        return More(_ONLY_CALM if evening.today.calm_only else _LESS)
    return _resting(evening) if evening.today.calm_only else None


def _resting(evening: Evening) -> Scene:
    evening.end("pain")
    return Farewell("Today is for resting.", "Please tell your therapist how it hurts. The light waits.")


def _only_calm(evening: Evening, button: str) -> Scene | None:
    """So much pain: no exercise. The sea is offered, and it is as good to go and lie down."""
    evening.answer("instead", button)
    return calmly(evening) if button == "calm" else _resting(evening)


def _less(evening: Evening, button: str) -> Scene | None:
    evening.answer("instead", button)
    return calmly(evening) if button == "calm" else None


def calmly(evening: Evening) -> Scene:
    """The calm game in the routine's place."""
    evening.rest_instead(quiet(evening.opening.calm_min))
    return onward(evening, None, Calm())


def _space(evening: Evening, button: str) -> Scene | None:
    evening.answer("space", True)
    return None


def _pain(evening: Evening) -> Asked:
    demo = evening.routine.demo
    text = "0 is nothing, 10 is the worst there is."
    return Asked(
        lambda _: numbers("pain_before", "How much does it hurt now?", text),
        str(demo.pain_before if demo is not None else 0),
        _pain_before,
    )


def _last_time(evening: Evening) -> str:
    return "Anything new or worse since last time?" if evening.opening.sessions_before else "Anything new or worse?"


def space(block: int) -> Asked:
    """A picture of what stands ready for the exercise of this block, to confirm."""
    return Asked(lambda evening: _space_panel(evening.routine.prescriptions[block].exercise), "ready", _space)


def _space_panel(first: Exercise) -> Panel:
    seated = first.position == "seated" or first.id == "sit_to_stand"
    title = "A firm chair, against the wall?" if seated else "Free floor, and a firm chair beside you?"
    picture = "place_chair" if seated else "place_stand"
    return question("space", title, (("ready", "All there"),), "Phone in reach.", picture)


_OPERATION = Asked(
    lambda _: question(
        "operation", "In the last three months: an operation, a broken bone or a dislocation here?", YES_NO
    ),
    "no",
    _operation,
)
_WORSE = Asked(lambda evening: question("worse_since", _last_time(evening), YES_NO), "no", _worse)
_DANGER = Asked(lambda _: question("red_flag", DANGER, (("yes", "Yes"), ("no", "None"))), "no", _danger)
_THERAPIST = Asked(
    lambda _: question(
        "asked_therapist", "Please ask your therapist first.", (("stop", "Stop here"), ("asked", "I have asked"))
    ),
    "stop",
    _therapist,
)
_ONLY_CALM = Asked(
    lambda _: question(
        "instead",
        "Today is for resting. Some waves to watch?",
        (("calm", "Yes, waves"), ("no", "Not today")),
        "Nothing to do there. Please tell your therapist how it hurts.",
    ),
    "calm",
    _only_calm,
)
_LESS = Asked(
    lambda _: question(
        "instead",
        "A gentle evening. Half of it, or only waves?",
        (("half", "Half of it"), ("calm", "Only waves")),
    ),
    "half",
    _less,
)
_MORNING = Asked(
    lambda _: question(
        "morning_after",
        "The morning after last time: better, same, worse?",
        (("better", "Better"), ("same", "Same"), ("worse", "Worse")),
    ),
    "same",
    _morning,
)
