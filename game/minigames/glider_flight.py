"""The glider of Glider: carried by warm air as the arm lifts, flying by itself as it rests. State and motion only."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from game.minigames.glider_stage import RING_AT, SKIM_AT, SPAN_M, Stage
from game.minigames.motion import GLOW_S, HOLD_RELEASE_AT, RELEASE_AT, Follower, approach, ease, mix, spring, turned

DROP = 0.13  # a lift that has come down so far without its target is over: the glider goes low over the water
SOAR_S, GAINED_S = 7.5, 2.5  # a soar, and what a slow way down adds to it
SLOW_S = 1.8  # so slow a way down adds all of it
CATCH_S = 1.3  # from a flight into the next warm air
RISE_S = 4.2  # the air needs from its foot to its top, where it carries most
_AGAIN = 0.10  # the arm lifts again: so far above the lowest of this flight
_LATE = 0.02  # the glider trails its way by so much of it
_HASTE = 0.9  # of the way in a second: quicker than this gains nothing
_TIPS = np.array([(-0.5, 0.12, 0.02, 1.0), (0.5, 0.12, 0.02, 1.0)])  # of the glider's mesh
_STEPS, _STEP_S = 24, 0.06  # of the wing tips' trail
_TURN_LAG_S = 0.40
_NOSE_UP = 0.60  # rad: as a painter would draw it, so that its wings are seen from behind

Way = Literal["high", "low", "home"]
_LASTS_S: dict[Way, float] = {"high": SOAR_S, "low": 0.85 * SOAR_S, "home": 11.0}


@dataclass(slots=True)
class Flight:
    """Where the glider is and what it does. A spot is as in jetty.py; shares are 0..1, turns radians."""

    stage: Stage
    spot: np.ndarray
    at: np.ndarray  # (3,) metres: the same place
    lift: Follower = field(default_factory=Follower)
    flies: bool = False  # by itself; else it is in the warm air, carried by the movement
    way: Way = "high"  # of this flight, or the one before
    free: float = 0.0  # 0 carried .. 1 by its flight alone
    age_s: float = 0.0  # of the flight
    start: np.ndarray = field(default_factory=lambda: np.zeros(3))
    gained: float = 0.0  # by slow lowering
    rung: bool = False  # the target, in this effort
    peak: float = 0.0  # of this effort so far
    lowest: float = 0.0  # of the movement in this flight
    fill: float = 0.3  # how much of the silk is lit
    warm: float = 0.0  # how much of the warm air is to be seen
    risen: float = 0.0  # how often air has risen from its foot to its top
    still: bool = False  # it rises by the player's own movement alone
    speed: np.ndarray = field(default_factory=lambda: np.zeros(3))
    turn: np.ndarray = field(default_factory=lambda: np.array([0.0, _NOSE_UP, 0.0]))  # yaw, pitch, roll
    turning: np.ndarray = field(default_factory=lambda: np.zeros(3))
    share: float = 0.0  # how much of the flight is over
    before: float = 0.0  # and was a tick ago

    @classmethod
    def at_rest(cls, stage: Stage, still: bool) -> Flight:
        spot = stage.carried(0.0)
        return cls(stage, spot, stage.room(spot), still=still)

    def follow(self, progress: float, tilt: float, kept: float, dt_s: float) -> None:
        """One tick. `tilt`: how two arms differ; `kept`: share of a hold that is done, 1 where none is asked."""
        self.lift.follow(progress, dt_s)
        if self.flies:
            self._fly(dt_s)
        else:
            self.peak = max(self.peak, self.part)
            self._let_go(kept)
        self.before, self.share = self.share, min(self.share + dt_s / self.lasts_s, 1.0)
        self.age_s += dt_s
        if self.way != "home" and self.share >= 1.0:
            self.flies = False
        self.free = approach(self.free, 1.0 if self.flies else 0.0, dt_s / CATCH_S)
        self._glow(kept, dt_s)
        self._move(tilt, dt_s)

    @property
    def part(self) -> float:
        return self.lift.part

    @property
    def lasts_s(self) -> float:
        return _LASTS_S[self.way] + (GAINED_S * self.gained if self.way == "high" else 0.0)

    def passed(self, share: float) -> bool:
        """Whether the flight went past `share` of its way in this tick."""
        return self.flies and self.before < share <= self.share

    @property
    def heading(self) -> bool:
        """Whether it is on its way to the ring."""
        return self.flies and self.way == "high" and self.share < RING_AT + _LATE

    @property
    def leaving(self) -> bool:
        return self.flies and self.way == "home"

    @property
    def through(self) -> bool:
        """Whether it went through the ring in this tick."""
        return self.way == "high" and self.passed(RING_AT + _LATE)

    @property
    def skims(self) -> bool:
        """Whether it came nearest to the water in this tick."""
        return self.way == "low" and self.passed(SKIM_AT)

    def _let_go(self, kept: float) -> None:
        below = RELEASE_AT if kept >= 1.0 else HOLD_RELEASE_AT
        if self.rung and max(self.lift.shown, self.lift.aim) < below:  # what is drawn comes late to the target
            self.leave("high" if kept >= 1.0 else "low")
        elif not self.rung and self.peak > 0.25 and self.part < self.peak - DROP:
            self.leave("low")

    def leave(self, way: Way) -> None:
        """From here it flies by itself."""
        self.flies, self.way, self.age_s, self.share, self.before = True, way, 0.0, 0.0, 0.0
        self.start, self.free = self.spot.copy(), 1.0
        self.gained, self.lowest = 0.0, self.lift.shown
        self.rung, self.peak = False, 0.0

    def _fly(self, dt_s: float) -> None:
        """A slow way down carries it farther; the next lift takes it up again, once it is through its ring."""
        self.lowest = min(self.lowest, self.lift.shown)
        if self.way == "high" and -_HASTE < self.lift.speed < -0.02 and self.share < 0.6:
            self.gained = approach(self.gained, 1.0, dt_s / SLOW_S)
        down = self.way == "low" or (self.way == "high" and self.lowest < 0.35 and not self.heading)
        if down and self.lift.aim > self.lowest + _AGAIN and self.lift.speed > 0.0:
            self.catch()

    def catch(self) -> None:
        """The next warm air has it."""
        if self.flies and self.way != "home":
            self.flies, self.peak = False, self.part

    def _glow(self, kept: float, dt_s: float) -> None:
        goal = 0.3 + 0.3 * self.part
        if self.rung:
            goal = 0.45 + 0.55 * kept
        elif self.flies:
            goal = 0.6 if self.way == "low" else 1.0
        self.fill = approach(self.fill, goal, dt_s / GLOW_S)
        warm = 0.22 if self.flies else 0.38 + 0.62 * self.part
        self.warm = approach(self.warm, 0.0 if self.way == "home" else warm, dt_s / GLOW_S)
        self.risen += dt_s / RISE_S * mix(0.0 if self.still else 0.45, 1.0, self.part)

    def _goal(self) -> np.ndarray:
        carried = self.stage.carried(self.part)
        if self.free <= 0.0:
            return carried
        if self.way == "high":
            flown = self.stage.high(self.start, self.share, self.gained)
        elif self.way == "low":
            flown = self.stage.skim(self.start, self.share)
        else:
            flown = self.stage.home(self.start, self.share)
        return mix(carried, flown, ease(self.free))

    def _move(self, tilt: float, dt_s: float) -> None:
        was = self.at
        self.spot, self.speed = spring(self.spot, self.speed, self._goal(), 0.18, dt_s)
        self.at = self.stage.room(self.spot)
        moved = (self.at - was) / dt_s
        aside, rise = float(moved[0]), float(moved[1])
        wanted = np.array(
            [
                -0.55 * math.tanh(0.45 * aside),
                _NOSE_UP + 0.22 * math.tanh(0.7 * rise),
                -0.60 * math.tanh(0.50 * aside) + tilt,
            ]
        )
        self.turn, self.turning = spring(self.turn, self.turning, wanted, _TURN_LAG_S, dt_s)


@dataclass(slots=True)
class Trail:
    """Where the wing tips were: (N, 2, 3) metres, left and right, oldest first; empty while it does not fly."""

    points: np.ndarray = field(default_factory=lambda: np.zeros((0, 2, 3)))
    since_s: float = 0.0  # since the last one that stays

    def follow(self, flight: Flight, dt_s: float) -> None:
        """One tick: the newest goes with the tips, and one stays behind every few ticks."""
        if flight.free <= 0.0:
            self.points = np.zeros((0, 2, 3))
            return
        now = (turned(flight.at, SPAN_M, *flight.turn) @ _TIPS.T).T[None, :, :3]
        self.since_s += dt_s
        kept = self.points
        if len(kept) > 1 and self.since_s < _STEP_S:
            kept = kept[:-1]
        else:
            self.since_s = 0.0
        self.points = np.concatenate([kept, now])[-_STEPS:]
