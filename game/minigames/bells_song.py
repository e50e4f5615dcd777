"""What sounds and shines in Bells: the light on a string, bells and chimes, what was sung. State and motion only."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from exercises.measures import Side
from game.minigames.bells_stage import CHIME, NOTES, WIDTHS_M, Stage, swing_hz
from game.minigames.motion import GLOW_S, Follower, approach, ease

POUR_S = 1.8  # the light flows on no faster than this
NEXT_S = 0.6  # from one light to the next
FALL_S = 1.7  # from the string down to the chime
WAVE_S = 3.4  # a ring of light in the air
WAVES, WAVE_APART_S = 3, 0.45
LEAF_S = 5.0
_DROP_AFTER_S, _DROP_S = 0.3, 1.8
_SWING_S = 2.6  # a bell calms in this long
_STRUCK = 0.24  # rad, how far a bell swings
_CHIME_HZ = 0.9


@dataclass(slots=True)
class Bow(Follower):
    """The light on one side's string. Everything 0..1; `bell` is what the string leads to, an index of NOTES."""

    most: ClassVar[float] = 1.1
    bell: int = 0
    rung: bool = False
    over: bool = False  # the effort is over: this light goes
    caught: float = 0.0  # how far the bell has taken the light's head in
    poured: float = 0.0  # how much of the light has flowed into the bell
    here: float = 0.0  # how much of the light is there
    goal: float = 0.0  # how much the ring is to be seen
    closed: float = 0.0  # how much of the ring is there
    shine: float = 0.0  # how brightly the ring answers, after the target
    away_s: float = 0.0  # until the next light comes

    def draw(self, progress: float, keeps_hold: bool, dt_s: float) -> None:
        """One tick: `progress` as judged (NaN: stay); `keeps_hold`: a hold is not yet done."""
        self.follow(progress, dt_s)
        flows = self.returned(keeps_hold) if self.rung else 0.0
        self.poured = approach(self.poured, max(flows, self.poured), dt_s / POUR_S)
        self.caught = approach(self.caught, 1.0 if self.rung or (self.over and self.caught > 0.5) else 0.0, dt_s / 0.5)
        self.closed = approach(self.closed, 1.0 if self.rung else min(self.part, 0.94), dt_s / 0.5)
        self.shine = approach(self.shine, 1.0 if self.rung and not self.over else 0.0, dt_s / GLOW_S)
        goal = 0.0 if self.over or self.away_s > 0.0 else 1.0 - ease(self.poured)
        self.goal = approach(self.goal, goal, dt_s / (0.6 * GLOW_S))
        gone = self.over or self.away_s > 0.0
        self.here = approach(self.here, 0.0 if gone else 1.0, dt_s / (0.6 * GLOW_S))
        if not self.over:
            self.away_s = max(self.away_s - dt_s, 0.0)

    @property
    def lit(self) -> tuple[float, float]:
        """From where to where on the string there is light, hand 0 .. bell 1."""
        return (self.poured, 1.0) if self.rung else (0.0, self.part)

    @property
    def head(self) -> float:
        """How much the light's head is to be seen: not while the bell holds it."""
        return self.here * (1.0 - ease(self.caught))

    def leave(self, *, fell: bool = False) -> None:
        """The effort is over: its light goes (at once where it `fell` to the chime), the next one comes in a while."""
        self.over = True
        self.caught = 1.0 if fell else self.caught

    def next(self, bell: int, *, hurry: bool = False) -> None:
        """Once the old light has gone, or in a `hurry`, the string leads to the bell of the next note."""
        if (self.over and (self.here <= 0.0 or hurry)) or (hurry and not self.rung and bell != self.bell):
            self.bell, self.rung, self.over = bell, False, False
            self.here = self.goal = self.poured = self.closed = self.caught = 0.0
            self.away_s = 0.0 if hurry else NEXT_S


@dataclass(slots=True)
class Swinging:
    """A bell or a chime on its strap: swings as a pendulum, glows, never fast."""

    hz: float
    angle: float = 0.0  # rad
    speed: float = 0.0
    glow: float = 0.0
    sung: int = 0  # notes of tonight that it keeps
    bright_s: float = -1.0  # until when it shines

    def strike(self, now_s: float, share: float = 1.0) -> None:
        way = 1.0 if self.speed >= 0.0 else -1.0
        self.speed += way * share * _STRUCK * 2 * math.pi * self.hz
        self.bright_s = max(self.bright_s, now_s + 1.6 * share)

    def step(self, now_s: float, filled: float, dt_s: float) -> None:
        """One tick; `filled` 0..1: the light that a string brings just now."""
        w, calms = 2 * math.pi * self.hz, 2.0 / _SWING_S
        self.speed += (-w * w * self.angle - calms * self.speed) * dt_s
        self.angle = min(max(self.angle + self.speed * dt_s, -0.5), 0.5)
        goal = max(kept_glow(self.sung), filled, 0.85 if now_s < self.bright_s else 0.0)
        self.glow = approach(self.glow, goal, dt_s / GLOW_S * (1.0 if goal > self.glow else 0.5))


def kept_glow(sung: int) -> float:
    """How brightly a bell shines that keeps so many notes."""
    return 0.0 if sung == 0 else min(0.42 + 0.10 * sung, 0.75)


@dataclass(frozen=True, slots=True)
class Note:
    """One effort of this set, as it sounded: full ones by the bell, short ones by that side's chime."""

    side: Side
    bell: int
    full: bool


@dataclass(frozen=True, slots=True, eq=False)
class Drop:
    """What an effort leaves: a drop of light that hangs from its bell or chime, the `index`-th there."""

    side: Side
    at: int | str  # the bell's index, or CHIME
    index: int
    born_s: float

    def grown(self, now_s: float) -> float:
        return ease((now_s - self.born_s - _DROP_AFTER_S) / _DROP_S)


@dataclass(frozen=True, slots=True, eq=False)
class Falling:
    """The light of a short effort on its way to the chime."""

    side: Side
    born_s: float
    start: np.ndarray
    lit: float  # how brightly it shone when it fell

    def shine(self, now_s: float) -> float:
        """0..1: it kindles wholly on its way, and the chime takes it in."""
        age = now_s - self.born_s
        return (self.lit + (1.0 - self.lit) * ease(age / GLOW_S)) * (1.0 - ease((age - FALL_S + 0.6) / 0.6))

    def at(self, stage: Stage, now_s: float) -> np.ndarray:
        share = ease((now_s - self.born_s) / FALL_S)
        end = stage.chime(self.side) - np.array([0.0, 0.42 * stage.size, 0.0])
        arc = np.array([0.0, -0.12 * math.sin(math.pi * share), 0.05])
        return np.asarray(self.start + (end - self.start) * share + arc)


@dataclass(frozen=True, slots=True, eq=False)
class Wave:
    """A ringing: rings of light in the air round a bell, and on the pool; leaves, where it resolves."""

    born_s: float
    side: Side
    centre: np.ndarray
    size_m: float
    rings: int = WAVES


@dataclass(slots=True)
class Song:
    """Everything of both sides that has sounded tonight."""

    bells: dict[Side, list[Swinging]]
    chimes: dict[Side, Swinging]
    drops: list[Drop] = field(default_factory=list)
    falling: list[Falling] = field(default_factory=list)
    waves: list[Wave] = field(default_factory=list)
    resolved: list[Wave] = field(default_factory=list)  # from which leaves drift down
    sung: list[Note] = field(default_factory=list)  # in this set

    @classmethod
    def of(cls, sides: tuple[Side, ...], kept: dict[str, float]) -> Song:
        song = cls(
            {side: [Swinging(swing_hz(i)) for i in range(len(NOTES))] for side in sides},
            {side: Swinging(_CHIME_HZ) for side in sides},
        )
        for side in sides:
            for at in (*range(len(NOTES)), CHIME):
                for _ in range(int(kept.get(_name(side, at), 0))):
                    song.tie(side, at, -1e6)
                thing = song.thing(side, at)
                thing.glow = kept_glow(thing.sung)
        return song

    def thing(self, side: Side, at: int | str) -> Swinging:
        return self.bells[side][at] if isinstance(at, int) else self.chimes[side]

    def tie(self, side: Side, at: int | str, now_s: float) -> None:
        """A drop of light for one more note that is kept there."""
        thing = self.thing(side, at)
        self.drops.append(Drop(side, at, thing.sung, now_s))
        thing.sung += 1

    def ring(self, stage: Stage, side: Side, bell: int, now_s: float, rings: int = WAVES) -> None:
        self.bells[side][bell].strike(now_s)
        self.waves.append(Wave(now_s, side, stage.middle(side, bell), WIDTHS_M[bell] * stage.size, rings))

    def resolve(self, stage: Stage, side: Side, bell: int, now_s: float) -> None:
        self.resolved.append(Wave(now_s, side, stage.middle(side, bell), WIDTHS_M[bell] * stage.size))

    def fall(self, side: Side, start: np.ndarray, lit: float, now_s: float) -> None:
        self.falling.append(Falling(side, now_s, np.array(start), lit))

    def step(self, bows: dict[Side, Bow], now_s: float, dt_s: float) -> tuple[Side, ...]:
        """One tick; the sides whose chime was reached in it by a light that fell."""
        for side, bells in self.bells.items():
            bow = bows[side]
            for i, bell in enumerate(bells):
                here = bow.here * (0.45 + 0.55 * bow.poured) if bow.rung and i == bow.bell else 0.0
                bell.step(now_s, here, dt_s)
            self.chimes[side].step(now_s, 0.0, dt_s)
        landed = tuple(light.side for light in self.falling if now_s - light.born_s >= FALL_S)
        for side in landed:
            self.tie(side, CHIME, now_s)
            self.chimes[side].strike(now_s, 0.8)
        self.falling = [light for light in self.falling if now_s - light.born_s < FALL_S]
        self.waves = [w for w in self.waves if now_s - w.born_s < WAVE_S + WAVES * WAVE_APART_S]
        self.resolved = [w for w in self.resolved if now_s - w.born_s < LEAF_S]
        return landed

    def keep(self) -> dict[str, float]:
        """How many notes each bell and chime keeps; a light still on its way to the chime has arrived."""
        kept = {_name(side, i): float(bell.sung) for side, bells in self.bells.items() for i, bell in enumerate(bells)}
        for side, chime in self.chimes.items():
            kept[_name(side, CHIME)] = float(chime.sung + sum(light.side == side for light in self.falling))
        return kept


def _name(side: Side, at: int | str) -> str:
    return f"{side}_{NOTES[at] if isinstance(at, int) else at}"
