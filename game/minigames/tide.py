"""Tide: waves come in and go out at the pace of a calm breath, and whatever the hands do stirs light into the water.

Nothing is asked here and nothing is counted: there are no repetitions to tell of, so the game is not a `Telling`, it
only uses its parts. Nobody has to be seen either; who lies back out of the picture hears and sees the waves as before.
A wave's seconds in and out are prescribed (`Setup.breath_s`, from the routine); the moon rises with `Setup.lasts_s`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from exercises.definition import Sense, Signal
from game.drawlist import DrawList
from game.minigames.beach import RUN_UP_M, breath, world_s
from game.minigames.interface import Setup, Tick
from game.minigames.motion import approach, ease
from game.minigames.story import Story, Told
from game.minigames.tide_hand import Drift
from game.minigames.tide_lights import Lantern, Plankton
from game.minigames.tide_picture import picture
from game.minigames.tide_stage import SHOWS_S, companion, shown
from game.minigames.worn import in_headset

BREATHE = "Breathe as suits you."
ENDING = "The sea keeps your light."
AFLOAT = 10  # lanterns of the valley that reach the sea
_USUAL_S = 240.0
_SAYS_S, _SAYS_AGAIN_S, _SENTENCE_S = 2.5, 150.0, 6.0
_END_WORDS_S = 5.5
_STILL_RUN_UP = 0.35  # of it, where scenery is to stand still
_FOAM_GAIN = 0.30
_SHOWN = 0.5  # how far the one beside lets the lantern drift


@dataclass(slots=True, kw_only=True)
class State(Told):
    world_s: float = 0.0  # the world's time, at the pace of the breath
    run_up_m: float = 0.0
    drift: Drift = field(default_factory=Drift)
    lantern: Lantern = field(default_factory=Lantern)
    plankton: Plankton = field(default_factory=Plankton)
    stirred: float = 0.0  # 0..1, by whoever moves
    within: bool = False  # seen from the player's own place
    afloat: np.ndarray = field(default_factory=lambda: np.zeros(AFLOAT))  # glows of the lanterns that came down


class Tide(Story[State]):
    id = "tide"
    title = "Tide"
    takes: frozenset[Signal] = frozenset({"free"})
    senses: frozenset[Sense] = frozenset({"up", "down", "out", "turn"})
    ends_s = 15.0

    def start(self, setup: Setup) -> None:
        self._lasts_s = setup.lasts_s or _USUAL_S
        self._run_up_m = RUN_UP_M * (_STILL_RUN_UP if setup.still else 1.0)
        s = self._open(State(setup=setup, run_up_m=self._run_up_m))
        s.plankton.all_over = (setup.kept or {}).get("plankton", 0.0)
        s.afloat[: min(setup.arriving, AFLOAT)] = 1.0

    def step(self, tick: Tick) -> None:
        s, dt = self._go_on(tick), tick.dt_s
        before, s.world_s = s.world_s, world_s(s.t_s, s.setup.breath_s)
        s.done = min(s.t_s / self._lasts_s, 1.0)
        s.within = s.within or in_headset(tick.pose)
        self._teach(dt)
        s.drift.follow(tick.pose, dt)
        shows = s.coach is not None and shown(s.t_s) > 0.0
        s.stirred = max(s.drift.stirred, approach(s.stirred, 0.8 if shows else 0.0, dt / 1.5))
        aside = s.drift.aside + (-_SHOWN * shown(s.t_s) if shows else 0.0)
        s.lantern.follow(aside, s.drift.out, s.end_s is not None, dt)
        if s.end_s is None and s.lantern.here > 0.4:
            s.plankton.stir(s.lantern, s.stirred, s.t_s)
        self._float(dt)
        if breath(before) > breath(s.world_s) and breath(before) > 0.999:
            self.sound("foam", _FOAM_GAIN)
        if s.end_s is not None:
            self._end(s.t_s - s.end_s, dt)
        else:
            self._say(s.t_s - dt, s.t_s)

    def _teach(self, dt: float) -> None:
        """Somebody sits beside for the first waves and lets a hand drift."""
        s = self._state
        if s.coach is None:
            return
        stays = s.t_s < SHOWS_S[1] + 1.0 and s.end_s is None
        s.coach_here = approach(s.coach_here, 1.0 if stays else 0.0, dt / 1.6)
        s.coach.act(companion(s.t_s, s.setup.exercise.position), dt)

    def _float(self, dt: float) -> None:
        """Lanterns come down the river all evening: what arrived is there, the others follow one by one."""
        s = self._state
        first = min(s.setup.arriving, AFLOAT)
        come = first + (AFLOAT - first) * (1.0 if s.end_s is not None else s.done)
        goals = np.clip(come - np.arange(AFLOAT), 0.0, 1.0)
        s.afloat = s.afloat + np.clip(goals - s.afloat, -dt / 4.0, dt / 4.0)

    def _say(self, before_s: float, now_s: float) -> None:
        for at in np.arange(_SAYS_S, self._lasts_s - _SENTENCE_S, _SAYS_AGAIN_S):
            if before_s < at <= now_s:
                self._state.speech.put(BREATHE, now_s, _SENTENCE_S, 1)

    def _end(self, now_s: float, dt: float) -> None:
        """The tide goes out and takes the lantern along the moon's path; all the waterline shines."""
        s = self._state
        s.run_up_m = self._run_up_m * (1.0 - ease(now_s / 9.0))
        s.calm = approach(s.calm, 1.0, dt / 6.0)
        s.plankton.all_over = approach(s.plankton.all_over, 1.0, dt / 6.0)
        if now_s - dt < _END_WORDS_S <= now_s:
            s.speech.put(ENDING, s.t_s, self.ends_s - _END_WORDS_S, 5)

    def teaching(self) -> bool:
        return False

    def score(self) -> int:
        """None, by design: nothing is asked, so nothing is counted."""
        return 0

    def keep(self) -> dict[str, float]:
        return {"plankton": min(self._state.plankton.all_over, 0.6)}

    def picture(self, s: State) -> DrawList:
        return picture(s)
