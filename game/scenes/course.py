"""The course of an evening: which scene is on, what lies over it, and every way from one to another.

order.py says which scene follows which; here is how one gets there: chosen, asked, paused, stopped.
"""

from __future__ import annotations

from exercises.events import StopReason
from exercises.trials import position_of
from game.drawlist import Cue, Panel
from game.scenes.backdrop import Backdrop
from game.scenes.calibrate import Calibrate
from game.scenes.calm import Calm
from game.scenes.checkout import CheckOut
from game.scenes.evening import Evening
from game.scenes.order import Order
from game.scenes.passage import Passage
from game.scenes.pause import AWAY_FOR, Fallen, Pause, Why
from game.scenes.play import Play
from game.scenes.rest import Rest
from game.scenes.results import Results
from game.scenes.scene import OVER, Scene, ticks
from game.scenes.senses import Senses
from game.scenes.welcome import Farewell, Help, Welcome

TWICE = ticks(0.3)  # a second press or click so soon after a choice is the same one: it must not answer what comes next


class Course:
    """Changed by Show and by what befalls the source only, in the order of the ticks.

    scene   what is on        over    what lies over it, or None        top   the one of them that is asked
    idle    ticks since anything was asked or chosen
    cues    the sounds of this tick
    ended   the evening is over
    """

    def __init__(self, evening: Evening) -> None:
        self.evening = evening
        self.order = Order(evening)
        self.scene: Scene = Welcome()
        self.over: Pause | Fallen | None = None
        self.backdrop = Backdrop(evening.opening.body)
        self.senses = Senses()
        self.cues: tuple[Cue, ...] = ()
        self.idle = 0
        self.ended = False
        self._chose = -TWICE  # the tick of the latest choice
        self._counted = 0  # three, two, one: the last that was said

    @property
    def top(self) -> Scene:
        return self.over or self.scene

    @property
    def watching(self) -> bool:
        return self.top.watching and not self.ended

    @property
    def twice(self) -> bool:
        """Whether a choice would come too soon after the last to be another."""
        return self.evening.n - self._chose < TWICE

    def panels(self) -> tuple[Panel, ...]:
        return self.top.panels(self.evening)

    def sound(self, name: str) -> None:
        self.cues += (Cue(f"{name}-{self.evening.n}", sound=name),)

    # On ---------------------------------------------------------------------------------------------------------------

    def advance(self) -> None:
        """One tick of what is on."""
        top = self.top
        top.age += 1
        self.idle += 1
        if isinstance(top, Pause):
            self.evening.unheard = self.evening.events  # a set may end in the very tick of a pause
            self._advance_pause(top)
        else:
            self.evening.unheard = ()
            self.go(top.step(self.evening))
        if isinstance(top, Passage) and top.arrived and self.backdrop.world.name != top.ahead.name:
            self.backdrop.arrive(top.ahead, self.evening.upstream)
        for name in top.rung():
            self.sound(name)

    def _advance_pause(self, pause: Pause) -> None:
        over = pause.step(self.evening) is OVER
        if pause.said != self._counted:
            self._counted = pause.said
            self.sound(f"count_{pause.said}" if pause.said else "resume")
        if over:
            self.resume()
        elif pause.gave_up:
            self.end("absent" if pause.why in AWAY_FOR or pause.strayed else "still")
            self.leave(Farewell())

    def go(self, following: Scene | None) -> None:
        """Follow what a scene answered: stay, on in the usual order, or to a scene out of it."""
        if following is None:
            return
        if following is OVER:
            if isinstance(self.scene, Farewell):
                self.ended = True
                return
            if isinstance(self.scene, Play | Calm) and self.evening.game is not None:
                self.backdrop.world = self.evening.game.draw().world
            following = self.order.after(self.scene)
        self._enter(following)

    def _enter(self, scene: Scene) -> None:
        self.scene = scene
        scene.age = self.idle = 0
        evening = self.evening
        evening.unheard = ()
        evening.away = evening.here = 0
        scene.enter(evening)
        if evening.block >= 0 or evening.resting is not None:
            self.backdrop.turn_to(evening.position, evening.prescription.sides)
        elif evening.test is not None:
            self.backdrop.turn_to(position_of(evening.test.test, evening.test.worn), evening.test.side or "both")
        elif evening.worn:
            self.backdrop.turn_to("seated", "both")

    def leave(self, scene: Scene) -> None:
        """Out of the usual order, from under any overlay."""
        self.over = None
        self._enter(scene)

    def end(self, because: StopReason) -> None:
        """The evening stops here, in the middle of whatever is on."""
        self.scene.broken_off(self.evening, because in ("absent", "source"))
        self.evening.end(because)

    # What the player asks ---------------------------------------------------------------------------------------------

    def choose(self, button: str) -> None:
        if self.ended:
            return
        self._chose = self.evening.n
        self.sound("select")
        self.senses.chosen()
        self.idle = 0
        if self.over is None:
            self.go(self.scene.choose(self.evening, button))
        elif isinstance(self.over, Fallen):
            self.over.choose(self.evening, button)
            self.leave(Farewell())
        elif button == "stop":
            self.evening.answer("pause", "stop")
            self._stop_now()
        elif button == "enough":
            self.evening.answer("pause", "enough")
            self.resume()
            self.scene.choose(self.evening, button)
        elif button == "screen":
            self.evening.answer("pause", "screen")
            self._to_screen()
        else:
            if button == "too_much":
                self._lower()
            if self.over.choose(self.evening, button) is OVER:
                self.resume()

    def pause(self, why: Why) -> None:
        if self.over is not None or isinstance(self.scene, Farewell | Help):
            return
        if self.scene.moving:
            self.evening.order("pause")
        self.scene.paused(self.evening, why in AWAY_FOR)
        self.over = Pause(why, self.scene.moving, isinstance(self.scene, Calm))
        self.senses.chosen()
        self.sound("pause")

    def resume(self) -> None:
        self.over = None
        self.evening.away = self.evening.here = 0
        if isinstance(self.scene, Play | Calibrate):
            self.scene.wake()
        if self.scene.moving:
            self.evening.order("resume")
        self.scene.age = self.idle = 0

    def stop(self) -> None:
        """Asked once it pauses and asks; asked again there it stops."""
        if isinstance(self.over, Pause):
            self._stop_now()
        else:
            self.pause("stop")

    def _stop_now(self) -> None:
        over = isinstance(self.scene, CheckOut | Results) or not self.evening.has_begun
        self.end("patient")
        self.leave(Farewell() if over else CheckOut())

    def quit(self) -> None:
        """At once, with what there is."""
        self.end("patient")
        self.ended = True

    def too_much(self) -> None:
        """Lowers the target and keeps the lift; where nothing is lifted it asks whether to stop."""
        evening = self.evening
        evening.answer("choice", "too_much")
        if isinstance(self.over, Pause):
            self.choose("too_much")
        elif isinstance(self.scene, Play | Calibrate) and self.scene.moving:
            self._lower()
        elif isinstance(self.scene, Rest) and not self.scene.hurts:
            self.go(self.scene.choose(evening, "easier"))
        else:
            self.pause("stop")

    def _lower(self) -> None:
        """What is lifted was too high: a target falls, a calibration begins again."""
        if isinstance(self.scene, Calibrate):
            self.scene.too_much()
        elif isinstance(self.scene, Play):
            self.evening.order("too_much")

    def _to_screen(self) -> None:
        """The headset stays away. Questions go on on the screen; an exercise is over, or begins anew there."""
        assert self.evening.wearing is not None
        if isinstance(self.scene, CheckOut | Results):
            self.evening.wearing.take_off()
            self.resume()
        else:
            self.scene.broken_off(self.evening, True)
            self.leave(self.order.give_up_headset())
