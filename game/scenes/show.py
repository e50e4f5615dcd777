"""The whole evening as one deterministic state machine: no clock, no file, no window.

course.py has the scene that is on, order.py says which follows which, befallen.py what becomes of a source that is
lost. The same ticks, poses, intents, routine, seed and Opening give the same everything, so a session's log replays it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, TypedDict

from exercises.events import StopReason
from exercises.pose import Pose
from exercises.routine import Routine
from game.drawlist import DrawList, Panel
from game.intents import Intent
from game.scenes import befallen
from game.scenes.backdrop import DIMMED
from game.scenes.calm import Calm
from game.scenes.checkout import CheckOut
from game.scenes.course import Course
from game.scenes.evening import Advice, Advise, Evening, MakeGame, Record
from game.scenes.headset import PutOn
from game.scenes.opening import Opening
from game.scenes.passage import Passage
from game.scenes.pause import AWAY, AWAY_FOR, Fallen, Pause, reminder
from game.scenes.play import Play
from game.scenes.pointer import hit
from game.scenes.rest import Rest
from game.scenes.results import Results, note_height
from game.scenes.scene import ticks
from game.scenes.shown import aside, pointer_note, shown, standing_still
from game.scenes.wearing import wearing_of
from game.scenes.welcome import Farewell

__all__ = ["Advice", "Advise", "MakeGame", "Record", "Show"]

MOST_CHOICES = 3  # "next" and "back" take the first and the last of so many; a number is never chosen by default
DEMO_ANSWERS = ticks(1.5)  # a demonstration shows each question for so long


class Wished(TypedDict):
    """What of the settings a player can change on the way, by the settings' own names."""

    text_size: float
    still: bool


class Show:
    """The evening. Call `step` once a tick, n = 0, 1, 2 ...; then read `log()`, `draw()`, `watching` and `ended`.

    step(n, poses, intents)   poses stamped in session time (n / 60), oldest first; intents since the last tick. What
                              befell the source comes as intents too (`camera_lost`, `source_ended` ...), so that the
                              log of poses and intents replays everything
    watching      whether a lock-step source should be polled; False: it stands still and costs no film
    scene         what is on: welcome, before, help, go-on, check-in, test, trial, fitting, put-on, seat, sickness,
                  break, take-off, passage, placement, calibrate, play, measure, turn, calm, rest, check-out, results,
                  pause, fallen, farewell
    ended         the evening is over; `ended_because` says why
    log()         records since the last call: (block, Event | Answer | Plan), block -1 before and after the exercises
    draw()        the DrawList of now; drawing twice changes nothing
    asking        the panel with buttons that is on, or None
    postcard      what is to stand on the postcard that is asked for now, or None; `Intent("postcard")` answers it
    progress      (block, set, full lifts, needed) for a terminal
    lights        what the games gave, never a clinical number
    """

    def __init__(
        self, routine: Routine, *, make_game: MakeGame, advise: Advise, seed: int, opening: Opening | None = None
    ) -> None:
        """`advise(pose or None, exercise, "left" | "right" | "both")` says whether one stands well, else what to do."""
        opening = opening or Opening()
        worn = wearing_of(routine, opening)
        self._evening = Evening(
            routine, opening, seed, make_game, advise, wearing=worn, still=opening.still, text_size=opening.text_size
        )
        self._course = Course(self._evening)

    @property
    def scene(self) -> str:
        return self._course.top.name

    @property
    def ended(self) -> bool:
        return self._course.ended

    @property
    def t_s(self) -> float:
        """Session time of the latest tick, in seconds."""
        return self._evening.t_s

    @property
    def watching(self) -> bool:
        return self._course.watching

    @property
    def worn(self) -> bool:
        """Whether a headset is on the head, so that it has the pictures; else they are the screen's."""
        return self._evening.worn

    @property
    def tracked_by(self) -> Literal["headset", "camera"]:
        """Whose poses count now, in an evening with a headset: a headset in somebody's hands is no body."""
        return "headset" if self.worn or isinstance(self._course.scene, PutOn) else "camera"

    @property
    def recentred(self) -> int:
        """How often the room was asked to begin anew where the head is; the source obeys, later poses show it."""
        return 0 if self._evening.wearing is None else self._evening.wearing.recentred

    @property
    def wished(self) -> Wished:
        """The settings as they are now, by name: what the player changed on the way is to be kept."""
        return {"text_size": self._evening.text_size, "still": self._evening.still}

    @property
    def ended_because(self) -> StopReason | None:
        return self._evening.because

    @property
    def lights(self) -> int:
        return self._evening.lights

    @property
    def progress(self) -> tuple[int, int, int, int]:
        reading = self._evening.reading
        if reading is None:
            return (self._evening.block, 0, 0, 0)
        return (self._evening.block, reading.set_index, reading.full, reading.needed)

    @property
    def working(self) -> tuple[int, Literal["left", "right"]]:
        """(block, side): the exercise that is on, -1 before the first, and the side that works in it."""
        reading = self._evening.reading
        return (self._evening.block, "left" if reading is None else reading.side)

    @property
    def asking(self) -> Panel | None:
        """The panel whose buttons wait for a choice, if one does."""
        return next((panel for panel in self._course.panels() if panel.buttons), None)

    @property
    def postcard(self) -> str | None:
        top = self._course.top
        return top.postcard(self._evening) if isinstance(top, Results) else None

    def log(self) -> tuple[Record, ...]:
        return self._evening.take()

    # A tick -----------------------------------------------------------------------------------------------------------

    def step(self, n: int, poses: Sequence[Pose], intents: Sequence[Intent]) -> None:
        if self.ended:
            return
        evening, course = self._evening, self._course
        evening.n = n
        course.cues = ()
        evening.look(poses, self.watching)
        note_height(evening)
        for intent in intents:
            if not self.ended:  # with the window closed nothing moves any more
                self._heed(intent)
        if self.ended:
            return
        self._feel()
        self._demonstrate()
        self._guard()
        course.advance()
        if not self._in_game or course.over is not None:
            there = not self.watching or evening.away < AWAY
            course.backdrop.step(evening.pose, there, course.top.showing(evening))

    def _heed(self, intent: Intent) -> None:
        course = self._course
        if intent.kind == "ticks_dropped":  # nobody asked for anything
            return
        if (
            intent.kind == "point" and self._evening.pointed_in_headset
        ):  # it says nothing new, and comes with every picture
            course.senses.aimed(intent.at)
            return
        course.idle = 0
        match intent.kind:
            case "select":
                self._select(intent)
            case "next" | "back":
                asking = self.asking
                if asking is not None and len(asking.buttons) <= MOST_CHOICES and not course.twice:
                    course.choose(asking.buttons[0 if intent.kind == "next" else -1].id)
            case "pause":
                course.pause("asked")
            case "stop":
                course.stop()
            case "too_much":
                course.too_much()
            case "quit":
                course.quit()
            case "postcard":
                if isinstance(course.scene, Results):
                    course.scene.posted(intent.say)
            case _:
                befallen.heed(course, intent)

    def _select(self, intent: Intent) -> None:
        course = self._course
        panels = course.panels()
        button = intent.button
        if button is None and intent.at is not None:
            button = hit(panels, intent.at)
        if course.twice:
            return
        if button is not None and any(button == b.id for panel in panels for b in panel.buttons):
            course.choose(button)
        elif course.top.moving or isinstance(course.top, Calm):
            course.pause("asked")  # a click beside every button

    def _feel(self) -> None:
        """The hand that points, and the hand on the chest. A headset that is being put on has no hands."""
        course = self._course
        if isinstance(course.scene, PutOn):
            return
        panels = course.panels()
        helped = course.scene.moving and self._evening.block >= 0 and self._evening.helped
        listening = course.over is None and not course.scene.crossed and not helped
        if course.senses.on_chest(self._evening, panels, listening=listening):
            course.pause("asked")
        elif (chosen := course.senses.dwelt(panels)) is not None:
            course.choose(chosen)

    def _demonstrate(self) -> None:
        """A demonstration answers its own questions."""
        evening, top = self._evening, self._course.top
        if evening.demo and top.age >= DEMO_ANSWERS and (button := top.demonstrated(evening)) is not None:
            self._course.choose(button)

    def _guard(self) -> None:
        """The rules that watch over movement: a fall, nobody there, nothing moving, nothing chosen."""
        evening, course = self._evening, self._course
        scene, over = course.scene, course.over
        # a headset that was put aside, in a break or because it is away, lies as low as it likes
        aside = scene.settling or (isinstance(over, Pause) and over.why == "headset")
        heeded = not isinstance(over, Fallen) and not isinstance(scene, Farewell)
        if heeded and not (evening.worn and aside) and course.senses.fell(evening):
            course.end("fall")
            course.over = Fallen()
        if course.over is not None:
            return
        waited = min(course.idle, scene.age)  # a question that comes after long lifts has not waited yet
        if (why := reminder(evening, scene, waited)) is not None:
            course.pause(why)

    # The picture ------------------------------------------------------------------------------------------------------

    @property
    def _in_game(self) -> bool:
        """Whether the game's own picture lies behind the words: from its first set to the good night."""
        on = isinstance(self._course.scene, Play | Calm | Rest | CheckOut | Results | Farewell)
        return on and self._evening.game is not None

    def draw(self) -> DrawList:
        evening, course = self._evening, self._course
        absent = isinstance(course.over, Pause) and course.over.why in AWAY_FOR
        behind = DIMMED if absent else 0.0
        if self._in_game:
            assert evening.game is not None
            drawn = evening.game.draw()
            if course.over is not None:
                drawn = standing_still(drawn, course.backdrop.player, behind)
        elif isinstance(course.top, Passage):
            drawn = course.top.draw(course.backdrop)
        else:
            drawn = replace(course.backdrop.draw(behind), lines=course.top.lines(evening))
        of_game = drawn.panels if isinstance(course.top, Play | Calm) else ()
        own = course.panels()
        lit = self._in_game and not evening.prescription.calm
        if lit and isinstance(course.top, Rest | CheckOut | Results) and not evening.worn:
            own = aside(own, evening.open_side)
        panels = shown(evening, own, of_game, course.senses.dwell)
        notes = {**drawn.notes, "scene": self.scene, **pointer_note(panels, course.senses.at)}
        if evening.wearing is not None:
            notes["worn"] = "yes" if evening.worn else "no"
        return replace(drawn, panels=panels, cues=(*drawn.cues, *course.cues), notes=notes)
