"""One set with its game. The judge counts, the game dresses; nothing else asks for attention."""

from __future__ import annotations

from dataclasses import replace

from exercises.events import FaultSeen, RepStarted, SetEnded, TargetLowered
from exercises.pose import Array, Pose
from game.drawlist import Panel
from game.minigames.interface import TICK_S, Setup, Tick
from game.scenes.evening import Evening, empty_reach
from game.scenes.scene import OVER, SENTENCE, Scene, sentence, ticks

RESTING = ticks(10.0)  # nothing moved for so long: "Resting? Take your time."
STILL = ticks(40.0)  # and for so long: "Shall we stop here?"
LONGEST_ENDING = ticks(20.0)  # a game that never says it has finished must not keep anybody


class Play(Scene):
    """teach: the first ten seconds (first set of the evening). Then the set; then the game's ending."""

    name = "play"

    def __init__(self, set_index: int, reach: Array, teach: bool) -> None:
        super().__init__()
        self.set_index = set_index
        self._reach, self._teach = reach, teach
        self._counting = False
        self._ending = 0
        self._still = 0
        self._said_until = 0
        self._said = ""
        self._limb = ""
        self._lit = 0  # of this set
        self.cut = False  # the time in the headset was up in the middle of it

    @property
    def watching(self) -> bool:  # type: ignore[override]
        return self._counting and not self._ending

    @property
    def moving(self) -> bool:  # type: ignore[override]
        return True

    @property
    def still(self) -> int:
        """Ticks since anything moved in this set."""
        return self._still

    def wake(self) -> None:
        self._still = 0

    def enter(self, evening: Evening) -> None:
        if evening.ease_next:
            evening.ease_next = False
            evening.order("easier")
        evening.game = evening.make_game(evening.prescription)
        evening.game.start(setup_of(evening, self.set_index, self._reach, self._teach))

    def step(self, evening: Evening) -> Scene | None:
        game = evening.game
        assert game is not None
        if not self._counting and not game.teaching():
            self._counting = True
            evening.order("set")
            self._turn(evening)
        self._notice(evening)
        self._cut(evening)
        step_game(evening)  # the game hears of the last lift before it is told that the set is over
        evening.lights += game.score() - self._lit
        self._lit = game.score()
        if not self._ending and (self.cut or any(isinstance(event, SetEnded) for event in evening.events)):
            self._ending = 1
            game.finish()
        if self._ending:
            self._ending += 1
            if game.finished() or self._ending > LONGEST_ENDING:
                evening.kept[game.id] = game.keep()
                return OVER
        return None

    def _cut(self, evening: Evening) -> None:
        """Where the time in a headset is up the lift that is on is the last one."""
        wearing, reading = evening.wearing, evening.reading
        assert reading is not None
        if wearing is not None and wearing.on and wearing.used_up and self.watching and not reading.lifting:
            self.cut = True
            evening.end_block("time")
            self.say("Enough in there for today.", evening)

    def _notice(self, evening: Evening) -> None:
        reading = evening.reading
        for event in evening.events:
            if isinstance(event, TargetLowered) and event.because == "easier":
                self.say("A little lower, then.", evening)
            elif isinstance(event, FaultSeen):
                self.say(_kindly(evening, event), evening)
            elif isinstance(event, RepStarted):
                self._still = 0
        if self._counting and not self._ending and evening.limb != self._limb:
            self._turn(evening)
        if not self.watching or (reading is not None and reading.lifting):
            self._still = 0
        else:
            self._still += 1

    def _turn(self, evening: Evening) -> None:
        """Which side is at work, where that changes within a set."""
        assert evening.plan is not None
        first, self._limb = not self._limb, evening.limb
        if evening.plan.mode == "one_then_other":
            self.say(f"{self._limb} first." if first else f"Now your {self._limb.lower()}.", evening)

    def say(self, words: str, evening: Evening) -> None:
        """A few words for three seconds, in the place of the game's own caption."""
        self._said, self._said_until = words, evening.n + ticks(3.0)

    def caption(self, evening: Evening) -> str:
        if evening.n < self._said_until:
            return self._said
        return "Resting? Take your time." if self._still >= RESTING else ""

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        said = self.caption(evening)
        return (sentence("said", said, "caption", SENTENCE),) if said else ()


def _kindly(evening: Evening, seen: FaultSeen) -> str:
    """What to do instead, in the exercise's own kind words: the first sentence, for six words are all that is read."""
    said = next((fault.say for fault in evening.exercise.faults if fault.id == seen.fault), "")
    return said.split(". ")[0].rstrip(".") + "." if said else ""


def setup_of(evening: Evening, set_index: int = 0, reach: Array | None = None, teach: bool = True) -> Setup:
    """What the evening's game is told of the present exercise, or passage without one."""
    assert evening.plan is not None
    assert evening.reading is not None
    assert evening.game is not None
    return Setup(
        exercise=replace(evening.exercise, position=evening.position),
        side=evening.plan.sides,
        sense=evening.exercise.sense,
        reps=evening.reading.needed,
        hold_s=evening.plan.rules().hold_s,
        seed=evening.seed * 10_007 + evening.block * 101 + set_index,
        set_index=set_index,
        sets=evening.plan.dose.sets,
        reach=empty_reach() if reach is None else reach,
        body=evening.opening.body,
        teach=teach,
        kept=evening.kept.get(evening.game.id),
        still=evening.still or evening.worn,  # in a headset nothing travels past anybody
        arriving=evening.upstream,
        lasts_s=evening.prescription.minutes * 60.0,
        breath_s=evening.prescription.breath_s,
        both=evening.plan.both,
    )


def step_game(evening: Evening, pose: Pose | None = None) -> None:
    """One tick of the game that is on, with the judge's reading and what it just said. `pose`: another than seen."""
    if evening.game is not None and evening.reading is not None:
        seen = evening.pose if pose is None else pose
        evening.game.step(Tick(evening.n, evening.t_s, TICK_S, seen, evening.reading, evening.events))
