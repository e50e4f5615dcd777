"""What was done first, comfort second, range last; in words, without a number to beat and without a degree."""

from __future__ import annotations

from typing import Literal

import numpy as np

from exercises.definition import Sense
from exercises.pose import Joint, Pose
from game.drawlist import Panel
from game.scenes.evening import Evening
from game.scenes.gestures import hand_point
from game.scenes.play import step_game
from game.scenes.scene import OVER, Scene, question, ticks

# How high a hand came, lowest first: (at least so far up, the words). The measure is trunk lengths above the hips; the
# chin and the eyes lie 1.17 and 1.43 above them in Drillis and Contini's body.
LANDMARKS: tuple[tuple[float, str], ...] = (
    (0.0, "level with your belt"),
    (0.45, "level with your ribs"),
    (0.75, "level with your chest"),
    (0.95, "level with your shoulder"),
    (1.15, "level with your chin"),
    (1.38, "level with your eyes"),
    (1.75, "above your head"),
)


def landmark(pose: Pose, side: str) -> int | None:
    """Which of LANDMARKS the hand of `side` is at, by the trunk's length in the room; None where it is not seen."""
    points = pose.points.astype(np.float64)
    top = (points[Joint.left_shoulder, 1] + points[Joint.right_shoulder, 1]) / 2
    low = (points[Joint.left_hip, 1] + points[Joint.right_hip, 1]) / 2
    hand = hand_point(pose, side)[1]  # type: ignore[arg-type]
    if not np.isfinite([top, low, hand]).all() or top - low < 0.1:
        return None
    up = (hand - low) / (top - low)
    return max((i for i, (least, _) in enumerate(LANDMARKS) if up >= least), default=None)


def note_height(evening: Evening) -> None:
    """Keep how high the working hand came in a lift that counts, for the words of the results."""
    reading = evening.reading
    if reading is None or reading.stage != "set" or not reading.lifting:
        return
    for pose in evening.fresh:
        at = landmark(pose, reading.side)
        if at is not None:
            evening.reached[evening.block] = max(at, evening.reached.get(evening.block, 0))


class Results(Scene):
    """What was done; and on request a postcard of what lies behind the words.

    The program draws and keeps the card, and says in an intent what became of it (`posted`): a scene has no file.
    """

    name = "results"
    LONGEST = ticks(60.0)  # then it closes by itself: nobody is there any more
    SETTLES = ticks(1.5)  # the hand that asked for the card goes down before it is drawn
    UNANSWERED = ticks(10.0)  # by then a card would have been drawn

    def __init__(self) -> None:
        super().__init__()
        self._card: Literal["", "asked", "kept", "lost"] = ""
        self._folder = ""

    def step(self, evening: Evening) -> Scene | None:
        step_game(evening)
        if self._card == "asked" and self.age >= self.UNANSWERED:
            self.posted(None)
        return OVER if self.age >= self.LONGEST else None

    def choose(self, evening: Evening, button: str) -> Scene | None:
        if button == "good_night":
            return OVER
        self._card, self.age = "asked", 0
        return None

    def postcard(self, evening: Evening) -> str | None:
        """What is to stand on the card, while one is to be drawn."""
        if self._card != "asked" or self.age < self.SETTLES:
            return None
        light = evening.opening.light_for
        return f"Tonight's light was for {light}." if light else "A light for you."

    def posted(self, folder: str | None) -> None:
        """The card lies in the folder of that name; None: it could not be kept."""
        self._card, self._folder, self.age = "lost" if folder is None else "kept", folder or "", 0

    def demonstrated(self, evening: Evening) -> str | None:
        return None if self._card == "asked" else "good_night"

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        leave = ("good_night", "Good night")
        match self._card:
            case "asked":
                return (question("postcard", "Drawing your postcard.", ()),)
            case "kept":
                return (question("postcard_kept", f"Your postcard is in {self._folder}.", (leave,)),)
            case "lost":
                sorry = "It could not be saved. Everything else is kept."
                return (question("postcard_lost", "No postcard tonight.", (leave,), sorry),)
        text = " ".join(part for part in (_comfort(evening), _range(evening)) if part)
        return (question("results", _done(evening), (leave, ("postcard", "Postcard")), text),)


_DEEDS: dict[Sense, str] = {"up": "lifts", "out": "lifts", "down": "bends", "turn": "turns"}
_IN_ORDER = tuple(dict.fromkeys(_DEEDS.values()))


def _done(evening: Evening) -> str:
    times = len(evening.lifted)
    if times == 0:
        sat = evening.answered("calm_s") is not None
        return "You sat by the sea. That is enough." if sat else "You came. That counts."
    done = {_DEEDS[evening.routine.prescriptions[block].exercise.sense] for block, _ in evening.lifted}
    if times == 1:
        return f"You did one {done.pop()[:-1]} tonight."
    return f"You did {times} {' and '.join(deed for deed in _IN_ORDER if deed in done)} tonight."


def _comfort(evening: Evening) -> str:
    after = [int(said.value) for _, said in evening.answers if said.key == "pain_after"]
    if not after or evening.answered("pain_before") is None:
        return ""
    more = max(after) - evening.pain_before
    if more > 0:
        return "A little sorer now: rest it well." if more < 3 else "Sorer now: rest, and tell your therapist."
    return "More comfortable than before." if more < 0 else "As comfortable as before."


def _range(evening: Evening) -> str:
    """The best height of a hand; for other exercises there is no kind measure in words yet."""
    arms = [
        at
        for block, at in evening.reached.items()
        if evening.routine.prescriptions[block].exercise.phases[0].measure.startswith("shoulder")
    ]
    return f"Your hand came up {LANDMARKS[max(arms)][1]}." if arms else ""
