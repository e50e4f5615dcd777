"""Mirror: a coach across the water does what the player does, as far as the player goes; two ribbons become one braid.

The judge says how far along the movement is and what happened; this game dresses that. The coach never leads: they go
as far and as fast as the player, and wait. Where both meet the player's amber ribbon and the coach's cyan one join; the
way back weaves them on, and every deliberate effort leaves its garland in the trees, a short one a shorter garland.
There is no number to be seen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from exercises import synthetic
from exercises.definition import Sense, Signal
from exercises.events import Event, RepCompleted, RepStarted
from exercises.measures import Side
from game.drawlist import Body, DrawList
from game.minigames.figure import MOST, Figure, rest_points, scripted, shown_by
from game.minigames.forest import LAMPS, burning, promised
from game.minigames.interface import Setup, Tick
from game.minigames.mirror_picture import picture
from game.minigames.mirror_ribbons import Garland, Loose, Pair
from game.minigames.mirror_stage import Stage, other
from game.minigames.mirror_words import SAID
from game.minigames.motion import approach, ease, spring
from game.minigames.telling import Telling, Told
from game.minigames.worn import Worn

_COACHES: tuple[Body, Body] = (
    "woman",
    "older_man",
)  # the one in the goal's colour, or the other for who looks like her
_USUAL = 0.85  # of a script's way, while the player's own target is not known
_WITH_S = 0.25  # the coach is this far behind the player
_TOPS = 3  # efforts that the coach's range is learned from
_INVITES_AFTER_S, _INVITES_S, _INVITES = 7.0, 5.0, 0.10
_BOW_DEG, _BOW_FROM_S, _BOW_S = 24.0, 9.4, 3.2


@dataclass(slots=True, kw_only=True)
class State(Told):
    stage: Stage
    pair: Pair = field(default_factory=Pair)
    garlands: list[Garland] = field(default_factory=list)
    loose: Loose | None = None  # ends that are still on their way
    worn: Worn = field(default_factory=Worn)
    kindled: float = 0.0  # how brightly all garlands shine at the end
    lamps: np.ndarray = field(default_factory=lambda: np.zeros(LAMPS))


class Mirror(Telling[State]):
    id = "mirror"
    title = "Mirror"
    takes: frozenset[Signal] = frozenset({"lift_return", "hold", "reach", "rhythm", "alternate"})
    senses: frozenset[Sense] = frozenset({"up", "down", "out", "turn"})
    said = SAID
    instrument = "harp"
    tune = ("d4", "a4", "fs4", "b4", "a4", "e4", "fs4", "a4", "e4", "d5")
    coach_stays = True

    def begin(self, setup: Setup, kept: Mapping[str, float], rng: np.random.Generator) -> State:
        stage = Stage.of(setup)
        s = State(
            setup=setup,
            coach=Figure(_COACHES[setup.body == _COACHES[0]], setup.exercise.position),
            side=stage.side,
            stage=stage,
        )
        for index in range(int(kept.get("garlands", 0))):
            s.garlands.append(Garland(index, kept.get(f"share_{index}", 1.0), -1e6, 1.0))
        self._before = len(s.garlands)
        self._share, self._speed = 0.0, 0.0  # of the coach
        self._range = _USUAL  # of the script's way: the player's own range
        self._tops: list[float] = []
        self._waits_s = 0.0
        self._working: tuple[Side, ...] = (stage.side,)
        s.coach_here = 0.0 if setup.teach else 1.0
        s.lamps = promised(_lit(s))
        return s

    def see(self, tick: Tick) -> None:
        s = self._state
        if s.worn.see(tick.pose) and s.worn.eye is not None:
            s.stage = s.stage.real(s.worn.eye)

    def demonstrate(self, up: float, dt_s: float) -> None:
        """The coach does as the player does, mirror-wise; in the first ten seconds, as it will be done."""
        s = self._state
        assert s.coach is not None
        exercise = s.setup.exercise
        if s.end_s is None and self.teaching():
            self._share = up
        bow = self._bow_deg()
        if bow > 0.0 and not s.stage.laid:
            s.coach.act(rest_points(exercise.position, trunk_forward_deg=bow, neck_flexion_deg=0.6 * bow), dt_s)
            return
        way = self._range * self._share
        s.coach.act(scripted(exercise.id, self._mirrored, way, exercise.position, exercise.sense), dt_s)

    @property
    def _mirrored(self) -> str:
        return "both" if len(self._working) > 1 else other(self._working[0])

    def _bow_deg(self) -> float:
        """At the very end the coach bows."""
        s = self._state
        if s.end_s is None:
            return 0.0
        share = (s.t_s - s.end_s - _BOW_FROM_S) / _BOW_S
        return _BOW_DEG * math.sin(math.pi * ease(share)) if 0.0 < share < 1.0 else 0.0

    def show(self, up: float, dt_s: float) -> None:
        s = self._state
        s.pair.waits = max(up, s.pair.waits)
        s.pair.follow({}, up, False, dt_s)
        s.part = up

    def play(self, tick: Tick) -> None:
        s, r, dt = self._state, tick.reading, tick.dt_s
        s.count = ""  # no number
        s.side = s.side if s.stage.shared else s.stage.side
        each: dict[Side, float] = {"left": r.progress_left, "right": r.progress_right}
        progress = each if s.stage.shared else {s.stage.side: r.progress}
        self._learn(r.target_deg)
        self._accompany(r.lifting, dt)
        hold = r.hold if math.isfinite(r.hold) else 0.0
        s.pair.follow(progress, self._share, s.setup.hold_s > 0.0 and hold < 1.0, dt)
        s.part = s.pair.part

    def _learn(self, target_deg: float) -> None:
        """The coach's range is the player's own: their target, on the way that a script of the exercise goes."""
        known = shown_by(self._state.setup.exercise)
        if math.isfinite(target_deg) and known == self._state.setup.exercise.id:
            rest, peak = synthetic.REST_DEG[known], synthetic.PEAKS_DEG[known]
            self._range = min(max((target_deg - rest) / (peak - rest), 0.15), MOST)

    def _accompany(self, lifting: bool, dt: float) -> None:
        """The coach goes along, never farther than the player has lately been; who waits long sees them lift a hand."""
        s = self._state
        part = s.pair.part
        self._waits_s = 0.0 if lifting or part > 0.08 else self._waits_s + dt
        waits_s = self._waits_s - _INVITES_AFTER_S
        invites = 0.0
        if waits_s > 0.0 and not s.resting:
            invites = _INVITES * math.sin(math.pi * (waits_s % (2 * _INVITES_S)) / _INVITES_S)
        most = max(part, max(self._tops, default=1.0))
        goal = min(max(part, invites), most)
        self._share, self._speed = spring(self._share, self._speed, goal, _WITH_S, dt)
        self._share = min(max(self._share, 0.0), 1.0)
        if part < 0.05:
            self._working = (s.side,) if s.stage.shared else (s.stage.side,)
        elif s.stage.shared and min(trail.part for trail in s.pair.trails.values()) > 0.15:
            self._working = ("left", "right")

    def hear(self, event: Event) -> None:
        if isinstance(event, RepStarted):
            self._state.pair.away_s = 0.0
            self._waits_s = 0.0

    def there(self) -> None:
        s = self._state
        if not self.teaching():
            s.pair.join(s.side if s.stage.shared else s.stage.side)

    def gone(self, full: bool, done: RepCompleted | None) -> None:
        """Its braid is let go and hangs itself up in the trees."""
        s = self._state
        if done is None:  # the coach's ribbon stays, and waits for the player's
            return
        share = 1.0 if full else min(max(s.pair.top, 0.1), 0.95)
        self.note(0.6, low=True)
        s.garlands.append(Garland(len(s.garlands), share, s.t_s, s.pair.woven))
        s.loose = Loose(s.pair.joined, ease(s.pair.woven), s.t_s) if s.pair.joined else None
        self._tops = [*self._tops, s.pair.top][-_TOPS:]
        s.pair.leave()

    def live(self, dt_s: float) -> None:
        s = self._state
        s.kindled = approach(s.kindled, 0.0 if s.end_s is None else 1.0, dt_s / 4.0)
        s.lamps = burning(s, s.lamps, _lit(s), dt_s)

    def ending(self, now_s: float, dt_s: float) -> None:
        s = self._state
        self._share, self._speed = spring(self._share, self._speed, 0.0, _WITH_S, dt_s)
        s.pair.follow(dict.fromkeys(s.pair.trails, 0.0), self._share, False, dt_s)
        self.demonstrate(0.0, dt_s)

    def left(self) -> dict[str, float]:
        s = self._state
        shares = {f"share_{garland.index}": garland.share for garland in s.garlands}
        return {"garlands": float(len(s.garlands))} | shares

    def picture(self, s: State) -> DrawList:
        return picture(s)


def _lit(s: State) -> float:
    """How many lamps burn for the garlands that hang."""
    return LAMPS * (len(s.garlands) / max(s.setup.reps * s.setup.sets * (2 if s.stage.shared else 1), 1))
