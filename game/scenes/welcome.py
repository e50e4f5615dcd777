"""The first screen, the page of help, and the last one."""

from __future__ import annotations

from exercises.events import StopReason
from game.drawlist import Panel
from game.scenes.evening import Evening
from game.scenes.scene import OVER, TITLE, Scene, question, ticks

ENDINGS: dict[StopReason, tuple[str, str]] = {
    "done": ("Good night.", "The light stays on for you."),
    "patient": ("We stop here.", "Everything is kept."),
    "pain": ("Enough for today.", "Everything is kept. Please tell your therapist."),
    "absent": ("We stopped here.", "Everything is kept."),
    "still": ("We stopped here.", "Everything is kept."),
    "source": ("We stop here.", "There is nothing more to see. Everything is kept."),
    "limit": ("Enough for today.", "Everything is kept."),
    "error": ("We stop here.", "Everything is kept."),
    "fall": ("Everything has stopped.", "Everything is kept. Please tell your therapist."),
    "dizzy": ("Enough for today.", "Everything is kept. Please tell your therapist."),
    "time": ("Enough for today.", "Everything is kept."),
}


def whom_to_call(evening: Evening) -> str:
    return evening.opening.whom_to_call or "for help"


class Welcome(Scene):
    name = "welcome"

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        light = evening.opening.light_for
        title = f"Tonight's light is for {light}." if light else "Welcome. The valley is waiting."
        return (question("welcome", title, (("start", "Start"), ("help", "Help"))),)

    def choose(self, evening: Evening, button: str) -> Scene | None:
        if button == "help":
            return Help(self)
        return OVER

    def demonstrated(self, evening: Evening) -> str:
        return "start"


class Help(Scene):
    name = "help"
    asks = True

    def __init__(self, back: Scene) -> None:
        super().__init__()
        self._back = back

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        return (
            question(
                "help",
                f"Call {whom_to_call(evening)}.",
                (("back", "Back"), ("settings", "Settings")),
                "Upswing cannot call for you. Keep your phone in reach. A hand on your chest pauses.",
                picture="hand_on_chest",
            ),
        )

    def choose(self, evening: Evening, button: str) -> Scene:
        return Wishes(self) if button == "settings" else self._back


TEXT_SIZES = ((1.0, "normal"), (1.25, "large"), (1.5, "largest"))


class Wishes(Scene):
    """How large the words are, and whether the scenery may move: each button says how it is, and changes it."""

    name = "settings"
    asks = True

    def __init__(self, back: Scene) -> None:
        super().__init__()
        self._back = back

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        words = TEXT_SIZES[_nearest(evening.text_size)][1]
        scenery = "still" if evening.still else "moves"
        buttons = (("back", "Back"), ("words", f"Words: {words}"), ("scenery", f"Scenery: {scenery}"))
        return (question("settings", "As you like it.", buttons, "It stays so until you change it."),)

    def choose(self, evening: Evening, button: str) -> Scene | None:
        if button == "back":
            return self._back
        if button == "words":
            evening.text_size = TEXT_SIZES[(_nearest(evening.text_size) + 1) % len(TEXT_SIZES)][0]
        else:
            evening.still = not evening.still
        self.age = 0
        return None


def _nearest(text_size: float) -> int:
    return min(range(len(TEXT_SIZES)), key=lambda i: abs(TEXT_SIZES[i][0] - text_size))


class Before(Scene):
    """Said once, on the first day."""

    name = "before"
    asks = True

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        return (
            question(
                "before",
                "If it hurts, stop.",
                (("understood", "I will"),),
                "A hand on your chest pauses. Upswing is no doctor and cannot call for help. Keep your phone in reach.",
                picture="hand_on_chest",
            ),
        )

    def choose(self, evening: Evening, button: str) -> Scene:
        return OVER

    def demonstrated(self, evening: Evening) -> str:
        return "understood"


class GoOn(Scene):
    """The routine was left earlier today: it goes on there, or begins anew."""

    name = "go-on"
    asks = True

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        left = evening.opening.left
        assert left is not None
        both = zip(evening.routine.prescriptions, left.sets, strict=True)
        following = next(asked.exercise.title for asked, done in both if done < asked.dose.sets)
        buttons = (("carry_on", "Go on"), ("anew", "From the start"))
        return (question("go_on", "Go on where you stopped?", buttons, f"Next: {following}."),)

    def choose(self, evening: Evening, button: str) -> Scene:
        evening.going_on = button == "carry_on"
        evening.answer("go_on", evening.going_on)
        return OVER

    def demonstrated(self, evening: Evening) -> str:
        return "carry_on"


AFTER_HEADSET = "No driving and no stairs until you feel as before."


def _was_worn(evening: Evening) -> bool:
    return evening.wearing is not None and evening.wearing.ticks > 0


class Farewell(Scene):
    """A few seconds of one sentence; after it the evening is over. Without words of its own it says why it stopped."""

    name = "farewell"
    LASTS, LASTS_WORN = ticks(6.0), ticks(12.0)

    def __init__(self, title: str = "", text: str = "") -> None:
        super().__init__()
        self._said = (title, text) if title else None

    def step(self, evening: Evening) -> Scene | None:
        return OVER if self.age >= (self.LASTS_WORN if _was_worn(evening) else self.LASTS) else None

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        title, text = self._said or ENDINGS[evening.because or "done"]
        if _was_worn(evening):
            text = ("Take the headset off, and sit a while. " if evening.worn else "") + AFTER_HEADSET
        return (Panel(id="farewell", anchor="top", title=title, text=text, height=TITLE),)
