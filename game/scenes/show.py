"""The whole evening as one deterministic state machine: no clock, no file, no window.

order.py says which scene follows which; pauses may lie over any of them. The same ticks, poses, intents, routine, seed
and Opening give the same everything, so a session's log replays it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from exercises.events import StopReason
from exercises.pose import Pose
from exercises.routine import Routine
from exercises.trials import position_of
from game.drawlist import Cue, DrawList, Panel
from game.intents import Intent
from game.scenes.backdrop import DIMMED, Backdrop
from game.scenes.calibrate import Calibrate
from game.scenes.checkout import CheckOut
from game.scenes.evening import Advice, Advise, Evening, MakeGame, Record
from game.scenes.headset import PutOn
from game.scenes.opening import Opening
from game.scenes.order import Order
from game.scenes.pause import AWAY, AWAY_FOR, Fallen, Pause, Why, reminder
from game.scenes.play import Play
from game.scenes.pointer import hit
from game.scenes.rest import Rest
from game.scenes.results import Results, note_height
from game.scenes.scene import OVER, Scene, ticks
from game.scenes.senses import Senses
from game.scenes.shown import pointer_note, shown, standing_still
from game.scenes.wearing import wearing_of
from game.scenes.welcome import Farewell, Help, Welcome

__all__ = ["Advice", "Advise", "MakeGame", "Record", "Show"]

MOST_CHOICES = 3  # "next" and "back" take the first and the last of so many; a number is never chosen by default
TWICE = ticks(0.3)  # a second press or click so soon after a choice is the same one: it must not answer what comes next
DEMO_ANSWERS = ticks(1.5)  # a demonstration shows each question for so long


class Show:
    """The evening. Call `step` once a tick, n = 0, 1, 2 ...; then read `log()`, `draw()`, `watching` and `ended`.

    step(n, poses, intents)   poses stamped in session time (n / 60), oldest first; intents since the last tick. What
                              befell the source comes as intents too (`camera_lost`, `source_ended` ...), so that the
                              log of poses and intents replays everything
    watching      whether a lock-step source should be polled; False: it stands still and costs no film
    scene         what is on: welcome, before, help, check-in, test, trial, fitting, put-on, seat, sickness, break,
                  take-off, placement, calibrate, play, measure, turn, rest, check-out, results, pause, fallen, farewell
    ended         the evening is over; `ended_because` says why
    log()         records since the last call: (block, Event | Answer | Plan), block -1 before and after the exercises
    draw()        the DrawList of now; drawing twice changes nothing
    asking        the panel with buttons that is on, or None
    progress      (block, set, full lifts, needed) for a terminal
    lights        what the games gave, never a clinical number
    """

    def __init__(
        self, routine: Routine, *, make_game: MakeGame, advise: Advise, seed: int, opening: Opening | None = None
    ) -> None:
        """`advise(pose or None, exercise, "left" | "right" | "both")` says whether one stands well, else what to do."""
        opening = opening or Opening()
        self._evening = Evening(routine, opening, seed, make_game, advise, wearing=wearing_of(routine, opening))
        self._scene: Scene = Welcome()
        self._over: Pause | Fallen | None = None
        self._backdrop = Backdrop(opening.body)
        self._senses = Senses()
        self._cues: tuple[Cue, ...] = ()
        self._order = Order(self._evening)
        self._counted = 0  # three, two, one: the last that was said
        self._idle = 0  # ticks since anything was asked or chosen
        self._chose = -TWICE  # the tick of the latest choice
        self.ended = False

    @property
    def _top(self) -> Scene:
        return self._over or self._scene

    @property
    def scene(self) -> str:
        return self._top.name

    @property
    def t_s(self) -> float:
        """Session time of the latest tick, in seconds."""
        return self._evening.t_s

    @property
    def watching(self) -> bool:
        return self._top.watching and not self.ended

    @property
    def worn(self) -> bool:
        """Whether a headset is on the head, so that it has the pictures; else they are the screen's."""
        return self._evening.worn

    @property
    def tracked_by(self) -> Literal["headset", "camera"]:
        """Whose poses count now, in an evening with a headset: a headset in somebody's hands is no body."""
        return "headset" if self.worn or isinstance(self._scene, PutOn) else "camera"

    @property
    def recentred(self) -> int:
        """How often the room was asked to begin anew where the head is; the source obeys, later poses show it."""
        return 0 if self._evening.wearing is None else self._evening.wearing.recentred

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
    def asking(self) -> Panel | None:
        """The panel whose buttons wait for a choice, if one does."""
        return next((panel for panel in self._panels() if panel.buttons), None)

    def log(self) -> tuple[Record, ...]:
        return self._evening.take()

    # A tick -----------------------------------------------------------------------------------------------------------

    def step(self, n: int, poses: Sequence[Pose], intents: Sequence[Intent]) -> None:
        if self.ended:
            return
        evening = self._evening
        evening.n = n
        self._cues = ()
        evening.look(poses, self.watching)
        note_height(evening)
        for intent in intents:
            self._heed(intent)
        self._feel()
        if evening.demo and self._top.age >= DEMO_ANSWERS and (button := self._top.demonstrated(evening)) is not None:
            self._choose(button)
        self._guard()
        self._advance()
        if not self._in_game or self._over is not None:
            self._backdrop.step(evening.pose, there=not self.watching or evening.away < AWAY)

    def _advance(self) -> None:
        top = self._top
        top.age += 1
        self._idle += 1
        if isinstance(top, Pause):
            self._advance_pause(top)
        else:
            self._go(top.step(self._evening))
        for name in top.rung():
            self._sound(name)

    def _advance_pause(self, pause: Pause) -> None:
        over = pause.step(self._evening) is OVER
        if pause.said != self._counted:
            self._counted = pause.said
            self._sound(f"count_{pause.said}" if pause.said else "resume")
        if over:
            self._resume()
        elif pause.gave_up:
            self._end("absent" if pause.why in AWAY_FOR or pause.strayed else "still")
            self._leave(Farewell())

    def _go(self, following: Scene | None) -> None:
        """Follow what a scene answered: stay, on in the usual order, or to a scene out of it."""
        if following is None:
            return
        if following is OVER:
            if isinstance(self._scene, Farewell):
                self.ended = True
                return
            if isinstance(self._scene, Play) and self._evening.game is not None:
                self._backdrop.world = self._evening.game.draw().world
            following = self._order.after(self._scene)
        self._enter(following)

    def _enter(self, scene: Scene) -> None:
        self._scene = scene
        scene.age = self._idle = 0
        evening = self._evening
        evening.away = evening.here = 0
        scene.enter(evening)
        if evening.block >= 0:
            self._backdrop.turn_to(evening.position, evening.prescription.sides)
        elif evening.test is not None:
            self._backdrop.turn_to(position_of(evening.test.test), evening.test.side or "both")

    def _leave(self, scene: Scene) -> None:
        """Out of the usual order, from under any overlay."""
        self._over = None
        self._enter(scene)

    def _end(self, because: StopReason) -> None:
        """The evening stops here, in the middle of whatever is on."""
        self._scene.broken_off(self._evening, because in ("absent", "source"))
        self._evening.end(because)

    # What the player asks ---------------------------------------------------------------------------------------------

    def _heed(self, intent: Intent) -> None:
        if intent.kind == "point" and self._evening.worn:  # it says nothing new, and comes with every picture
            self._senses.aimed(intent.at)
            return
        self._idle = 0
        match intent.kind:
            case "select":
                self._select(intent)
            case "next" | "back":
                asking = self.asking
                if asking is not None and len(asking.buttons) <= MOST_CHOICES and not self._twice:
                    self._choose(asking.buttons[0 if intent.kind == "next" else -1].id)
            case "pause":
                self._pause("asked")
            case "stop":
                self._stop()
            case "too_much":
                self._too_much()
            case "quit":
                self._end("patient")
                self.ended = True
            case _:
                self._heed_source(intent)

    def _heed_source(self, intent: Intent) -> None:
        """What befell the source. Of a hand its poses say it, and whose it is."""
        match intent.kind:
            case "camera_lost" | "camera_dark":
                self._camera_lost(dark=intent.kind == "camera_dark")
            case "headset_lost":
                self._headset_lost()
            case "camera_found" | "headset_found":
                self._found()
            case "source_ended":
                self._source_ended()

    def _select(self, intent: Intent) -> None:
        panels = self._panels()
        button = intent.button
        if button is None and intent.at is not None:
            button = hit(panels, intent.at)
        if self._twice:
            return
        if button is not None and any(button == b.id for panel in panels for b in panel.buttons):
            self._choose(button)
        elif self._top.moving:
            self._pause("asked")  # a click beside every button

    @property
    def _twice(self) -> bool:
        return self._evening.n - self._chose < TWICE

    def _choose(self, button: str) -> None:
        if self.ended:
            return
        self._chose = self._evening.n
        self._sound("select")
        self._senses.chosen()
        self._idle = 0
        if self._over is None:
            self._go(self._scene.choose(self._evening, button))
        elif isinstance(self._over, Fallen):
            self._over.choose(self._evening, button)
            self._leave(Farewell())
        elif button == "stop":
            self._evening.answer("pause", "stop")
            self._stop_now()
        elif button == "screen":
            self._evening.answer("pause", "screen")
            self._to_screen()
        elif self._over.choose(self._evening, button) is OVER:
            self._resume()

    def _pause(self, why: Why) -> None:
        if self._over is not None or isinstance(self._scene, Farewell | Help):
            return
        if self._scene.moving:
            self._evening.order("pause")
        self._scene.paused(self._evening, why in AWAY_FOR)
        self._over = Pause(why, self._scene.moving)
        self._senses.chosen()
        self._sound("pause")

    def _resume(self) -> None:
        self._over = None
        self._evening.away = self._evening.here = 0
        if isinstance(self._scene, Play):
            self._scene.wake()
        if self._scene.moving:
            self._evening.order("resume")
        self._scene.age = self._idle = 0

    def _stop(self) -> None:
        """Asked once it pauses and asks; asked again there it stops."""
        if isinstance(self._over, Pause):
            self._stop_now()
        else:
            self._pause("stop")

    def _stop_now(self) -> None:
        over = isinstance(self._scene, CheckOut | Results) or not self._evening.has_begun
        self._end("patient")
        self._leave(Farewell() if over else CheckOut())

    def _too_much(self) -> None:
        """Lowers the target and keeps the lift; where nothing is lifted it asks whether to stop."""
        evening = self._evening
        evening.answer("choice", "too_much")
        if isinstance(self._over, Pause):
            self._choose("too_much")
        elif isinstance(self._scene, Play):
            evening.order("too_much")
        elif isinstance(self._scene, Calibrate) and self._scene.moving:
            self._scene.too_much(evening)
        elif isinstance(self._scene, Rest):
            self._go(self._scene.choose(evening, "easier"))
        else:
            self._pause("stop")

    def _camera_lost(self, dark: bool) -> None:
        if isinstance(self._over, Fallen) or not self._scene.moving:
            return
        if isinstance(self._over, Pause):
            self._over.why = "camera"
            self._over.found = False
            self._over.age = 0
        else:
            self._pause("camera")
        if isinstance(self._over, Pause):
            self._over.dark = dark

    def _headset_lost(self) -> None:
        """Taken off, gone, or another program in front: whatever is on waits, questions too."""
        if isinstance(self._over, Fallen) or not self._evening.worn:
            return
        if isinstance(self._over, Pause):
            self._over.why, self._over.found, self._over.age = "headset", False, 0
        else:
            self._pause("headset")

    def _to_screen(self) -> None:
        """The headset stays away. Questions go on on the screen; an exercise is over, or begins anew there."""
        assert self._evening.wearing is not None
        if isinstance(self._scene, CheckOut | Results):
            self._evening.wearing.take_off()
            self._resume()
        else:
            self._scene.broken_off(self._evening, True)
            self._leave(self._order.give_up_headset())

    def _found(self) -> None:
        self._evening.away = 0  # nobody could be seen meanwhile
        if isinstance(self._over, Pause):
            self._over.found = True

    def _source_ended(self) -> None:
        """A film is over. Whatever still had to be seen cannot be; a demonstration says how it was all the same."""
        if isinstance(self._over, Fallen):
            self._leave(Farewell())
        elif self.watching:
            self._end("source")
            self._leave(CheckOut() if self._evening.demo and self._evening.has_begun else Farewell())

    # What the body says -----------------------------------------------------------------------------------------------

    def _feel(self) -> None:
        """The hand that points, and the hand on the chest. A headset that is being put on has no hands."""
        if isinstance(self._scene, PutOn):
            return
        evening, panels = self._evening, self._panels()
        if self._senses.on_chest(evening, panels, listening=self._over is None and not self._scene.crossed):
            self._pause("asked")
        elif (chosen := self._senses.dwelt(panels)) is not None:
            self._choose(chosen)

    def _guard(self) -> None:
        """The rules that watch over movement: a fall, nobody there, nothing moving, nothing chosen."""
        evening, scene = self._evening, self._scene
        # a headset that was put aside, in a break or because it is away, lies as low as it likes
        aside = scene.settling or (isinstance(self._over, Pause) and self._over.why == "headset")
        heeded = not isinstance(self._over, Fallen) and not isinstance(scene, Farewell)
        if heeded and not (evening.worn and aside) and self._senses.fell(evening):
            self._end("fall")
            self._over = Fallen()
        if self._over is not None:
            return
        if (why := reminder(evening, scene, self._idle)) is not None:
            self._pause(why)

    # The picture ------------------------------------------------------------------------------------------------------

    def _sound(self, name: str) -> None:
        self._cues += (Cue(f"{name}-{self._evening.n}", sound=name),)

    def _panels(self) -> tuple[Panel, ...]:
        return self._top.panels(self._evening)

    @property
    def _in_game(self) -> bool:
        """Whether the game's own picture lies behind the words: from its first set to the good night."""
        return isinstance(self._scene, Play | Rest | CheckOut | Results | Farewell) and self._evening.game is not None

    def draw(self) -> DrawList:
        evening = self._evening
        absent = isinstance(self._over, Pause) and self._over.why in AWAY_FOR
        behind = DIMMED if absent else 0.0
        if self._in_game:
            assert evening.game is not None
            drawn = evening.game.draw()
            if self._over is not None:
                drawn = standing_still(drawn, self._backdrop.player, behind)
        else:
            drawn = replace(self._backdrop.draw(behind), lines=self._top.lines(evening))
        of_game = drawn.panels if isinstance(self._top, Play) else ()
        panels = shown(evening, self._panels(), of_game, self._senses.dwell)
        notes = {**drawn.notes, "scene": self.scene, **pointer_note(panels, self._senses.at)}
        if evening.wearing is not None:
            notes["worn"] = "yes" if evening.worn else "no"
        return replace(drawn, panels=panels, cues=(*drawn.cues, *self._cues), notes=notes)
