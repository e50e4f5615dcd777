"""The car of Summit: on its rope with the movement, at its perch, at the station. State and motion only."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from game.minigames.motion import GLOW_S, RELEASE_AT, Follower, approach, ease, mix, spring
from game.minigames.summit_stage import Stage

DROP = 0.13  # a rise that has come back so far without its target rests at the perch
PERCH = 0.5  # of the car's way
STAND_AT, STAND_S = 0.78, 2.0  # standing so high for so long opens the view
SLOW_S = 1.8  # so slow a way back lights the station fully
STAY_S = 3.0  # at the perch, before it goes down again
GLIDE_S = 2.2  # it glides on no faster than this, however fast the way back
RIDE_S = 5.2  # from the station up the mountain
_SETTLE_S = 1.4  # from one way to another
_GLIDES = 0.45  # of its way, beyond the station
_SAGS = 0.05  # of its way
_COMES = 2.05  # of its way: so far down the rope the next one comes into the picture

Rests = Literal["", "perch", "station"]


@dataclass(slots=True)
class Car(Follower):
    """What the movement lifts. Everything 0..1 but for times and the swing (rad)."""

    dips: bool = False
    rests: Rests = ""  # where it stays whatever the movement does; "": with the movement
    held: float = 0.0  # how much it rests rather than follow
    held_at: float = 1.0  # where on its way that is
    glide: float = 0.0  # from the station toward the mast, on the way back
    rung: bool = False  # the target, in this effort
    peak: float = 0.0  # of this effort so far
    lowest: float = 0.0  # of the movement since it rests
    rests_s: float = 0.0
    stood: float = 0.0  # how much of the standing that opens the view is done
    load: float = 0.0  # how full the counterweight is
    sunk: float = 0.0  # how far the counterweight has gone down
    slow: float = 0.0  # how slowly the way back goes
    closed: float = 0.0  # how much of the ring is there
    shine: float = 0.0  # how brightly the ring answers
    here: float = 1.0  # how far it has come out of the valley to the foot
    away_s: float = 0.0  # until the next one comes
    swing: float = 0.0
    swinging: float = 0.0

    def go(self, progress: float, kept: float | None, dt_s: float) -> None:
        """One tick: `progress` as judged (NaN: stay); `kept`: share of a hold that is done, None without one."""
        before = self.lift
        self.follow(progress, dt_s)
        self.rests_s += dt_s
        if not self.rests:
            self.peak = max(self.peak, self.part)
            self._arrive()
        elif self.rests == "perch":
            self._wait()
        self.held = approach(self.held, 1.0 if self.rests else 0.0, dt_s / _SETTLE_S)
        if self.rests:
            self.held_at = approach(self.held_at, PERCH if self.rests == "perch" else 1.0, dt_s / _SETTLE_S)
        on = self.rests == "station" and not self.dips
        self.glide = approach(self.glide, self.returned() if on else 0.0, dt_s / GLIDE_S)
        self._stand(kept, dt_s)
        self.slow = approach(self.slow, 1.0, dt_s / SLOW_S) if self.rung and self._returns else self.slow
        self.load = approach(self.load, max(self.part, 1.0 if self.rung else 0.0), dt_s / GLOW_S)
        closed = 1.0 if self.rung else min(self.part, 0.94)
        self.closed = approach(self.closed, closed, dt_s / (0.5 if closed > self.closed else 1.8))
        self.shine = approach(self.shine, 1.0 if self.rung else 0.0, dt_s / GLOW_S)
        self.sunk = approach(self.sunk, min(max(self.lift, 0.0), 1.0), dt_s / 1.5)
        self.away_s = max(self.away_s - dt_s, 0.0)
        if self.away_s <= 0.0:
            self.here = approach(self.here, 1.0, dt_s / (1.2 if self.part > 0.1 else 2.4))
        self._sway((self.lift - before) / dt_s, dt_s)

    @property
    def lift(self) -> float:
        """How far up the rope it is: 0 at the foot .. 1 at the station, and on toward the mast."""
        if not self.dips:
            moved = self.part
        else:
            sags = _SAGS * ease(self.part) * (1.0 - ease(self.shine))  # a little, while the weight is filled
            moved = (self.returned() if self.rung else 0.0) - sags
        comes = _COMES * (1.0 - ease(self.here))
        return mix(moved, self.held_at, ease(self.held)) + _GLIDES * ease(self.glide) - comes

    @property
    def _returns(self) -> bool:
        return self.shown < RELEASE_AT and self.speed < -0.02

    def _arrive(self) -> None:
        if self.rung and (not self.dips or self.returned() > 0.97):
            self._rest("station")
        elif not self.rung and self.peak > 0.25 and self.part < self.peak - DROP:
            self._rest("perch")

    def _rest(self, where: Rests) -> None:
        if self.held <= 0.0:
            self.held_at = PERCH if where == "perch" else 1.0
        self.rests, self.rests_s, self.lowest = where, 0.0, self.shown

    def _wait(self) -> None:
        """At the perch, until the next rise, or for a while."""
        self.lowest = min(self.lowest, self.shown)
        if self.rung or self.aim > self.lowest + 0.10 or (self.rests_s > STAY_S and self.part < 0.1):
            self.rests, self.peak = "", self.part

    def _stand(self, kept: float | None, dt_s: float) -> None:
        """Standing at the top opens the view; a wobble only pauses it."""
        if self.dips or not self.rung:
            return
        if kept is not None:
            self.stood = approach(self.stood, max(kept, self.stood), dt_s / 0.8)
        elif self.shown > STAND_AT:
            self.stood = approach(self.stood, 1.0, dt_s / STAND_S)

    def _sway(self, speed: float, dt_s: float) -> None:
        """It swings a little behind the rope's pull, and gently at its perch."""
        goal = -0.10 * math.tanh(2.0 * speed)
        self.swing, self.swinging = spring(self.swing, self.swinging, goal, 0.6, dt_s)

    def sink(self) -> None:
        """It was at its target, and yet this effort was a short one: back to the perch."""
        at = self.lift + _COMES * (1.0 - ease(self.here))
        self.rung = False
        self._rest("perch")
        self.held, self.held_at, self.glide = 1.0, at, 0.0

    @property
    def lit(self) -> float:
        """How brightly it shines as it comes out of the valley, 0..1."""
        return ease(self.here / 0.5)

    def leave(self, linger_s: float = 0.0) -> None:
        """It is on its way up the mountain, after a while; the next one comes when it has gone."""
        self.rests, self.rung, self.peak, self.held, self.glide = "", False, 0.0, 0.0, 0.0
        self.here, self.away_s = 0.0, 1.6 + linger_s
        self.stood, self.slow = 0.0, 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Ride:
    """A car on its way up the mountain: which station is lit by it, since when, from where it came and leaves, and how
    brightly it shines."""

    index: int
    born_s: float
    start: np.ndarray
    leaves: np.ndarray
    linger_s: float = 0.0
    bright: float = 1.0  # its station will be
    lit: float = 1.0  # it was when it left

    def way(self, t_s: float) -> float:
        """0 at the start .. 1 at its station."""
        return ease((t_s - self.born_s - self.linger_s) / RIDE_S)

    def at(self, stage: Stage, share: float, near: float, t_s: float) -> np.ndarray:
        """(3,) metres: where it hangs, on its way to the station at `share` of the mountain."""
        way = self.way(t_s)
        if way <= 0.0:
            return mix(self.start, self.leaves, ease(t_s - self.born_s))
        return stage.ride(self.leaves, share, near, way)

    def shining(self, t_s: float) -> float:
        """0..1 how brightly it shines itself."""
        return mix(self.lit, 1.0, ease((t_s - self.born_s) / GLOW_S)) * self.seen(t_s)

    def seen(self, t_s: float) -> float:
        """0..1 how much of it is still there: at its station it becomes the light."""
        return 1.0 - ease((t_s - self.born_s - self.linger_s - 0.88 * RIDE_S) / 1.4)

    def lights(self, t_s: float) -> float:
        """0..1 how brightly its station burns."""
        return self.bright * ease((t_s - self.born_s - self.linger_s - 0.88 * RIDE_S) / 1.6)


@dataclass(slots=True)
class Climb:
    """What the rises left behind: rides (stations lit or about to be) and lanterns at the perch."""

    stations: int
    rides: list[Ride] = field(default_factory=list)
    lanterns: list[tuple[float, np.ndarray]] = field(default_factory=list)  # since when each hangs, and from where
    near: float = 0.0  # how near the mountain has come
    woken: float = 0.0  # how much of the village below has lit its windows

    def share(self, index: int) -> float:
        """Where on the mountain the index-th station is; what is more than was planned shines at the hut."""
        return min((index + 1) / self.stations, 1.0)

    def on_the_way(self, t_s: float) -> list[Ride]:
        return [ride for ride in self.rides[-6:] if ride.seen(t_s) > 0.0]

    def step(self, still: bool, dt_s: float) -> None:
        """One tick: the mountain comes nearer, unless all scenery is to stand still."""
        self.woken = approach(self.woken, self.climbed, dt_s / 20.0)
        self.near = 0.5 if still else approach(self.near, self.climbed, dt_s / 40.0)

    @property
    def climbed(self) -> float:
        """How much of the mountain has been climbed, 0..1."""
        return self.share(len(self.rides) - 1)
