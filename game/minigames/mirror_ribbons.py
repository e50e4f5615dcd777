"""The ribbons of Mirror: the pair that is drawn by player and coach, and the garlands they became. State and motion."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from exercises.measures import Side
from game.minigames.mirror_stage import HUNG_FROM
from game.minigames.motion import GLOW_S, Follower, approach, ease

WEAVE_S = 2.2  # no faster than this: who drops fast sees it follow
FOLLOW_S = 0.9  # from the hand into the braid
LIFT_S = 2.4  # a garland that is let go is up in this long
_ALONG = 0.75  # whoever is this far on when the target is reached is part of the braid


@dataclass(slots=True)
class Trail(Follower):
    """One side's movement."""

    most: ClassVar[float] = 1.1


@dataclass(slots=True)
class Pair:
    """The ribbons of this effort, the player's and the coach's. Everything 0..1."""

    trails: dict[Side, Trail] = field(default_factory=lambda: {"left": Trail(), "right": Trail()})
    coach: float = 0.0  # how far the coach's has come
    waits: float = 0.0  # how far the coach's has come before the player's first one: it waits for that
    awaited: bool = True
    joined: tuple[Side, ...] = ()  # whose ribbons met the coach's
    caught: float = 0.0  # how far the ring has taken the heads of the ribbons in
    woven: float = 0.0  # how far along its way the braid has come
    here: float = 0.0
    goal: float = 0.0  # how much the ring is to be seen
    closed: float = 0.0  # how much of the ring is there
    shine: float = 0.0  # how brightly it answers, after the target
    top: float = 0.0  # how far this effort has come
    away_s: float = 0.0

    def follow(self, progress: dict[Side, float], coach: float, keeps_hold: bool, dt_s: float) -> None:
        """One tick: the sides that play and their `progress`, how far the coach is, whether a hold is not yet done."""
        for side, share in progress.items():
            self.trails[side].follow(share, dt_s)
        self.coach = coach
        self.waits = approach(self.waits, self.waits if self.awaited else 0.0, dt_s / WEAVE_S)
        self.top = max(self.top, self.part)
        weave = min((self.trails[side].returned(keeps_hold) for side in self.joined), default=0.0)
        self.woven = approach(self.woven, max(weave, self.woven), dt_s / WEAVE_S)
        met = bool(self.joined)
        self.caught = approach(self.caught, 1.0 if met else 0.0, dt_s / 0.5)
        self.closed = approach(self.closed, 1.0 if met else min(self.part, 0.94), dt_s / 0.5)
        self.shine = approach(self.shine, 1.0 if met and self.woven < 0.5 else 0.0, dt_s / GLOW_S)
        gone = self.away_s > 0.0
        self.goal = approach(self.goal, 0.0 if gone else 1.0 - ease(self.woven / 0.4), dt_s / (0.6 * GLOW_S))
        self.here = approach(self.here, 0.0 if gone else 1.0, dt_s / (0.6 * GLOW_S))
        self.away_s = max(self.away_s - dt_s, 0.0)

    @property
    def part(self) -> float:
        return max(trail.part for trail in self.trails.values())

    def join(self, side: Side) -> None:
        """The target: this side's ribbon meets the coach's, and the other one's if it is there too."""
        self.joined = tuple(one for one, trail in self.trails.items() if one == side or trail.aim >= _ALONG)

    def leave(self) -> None:
        """It has become a garland; the next pair begins with the next movement."""
        if self.joined:
            self.here, self.away_s, self.waits = 0.0, 0.5, 0.0
        self.awaited = False
        self.joined, self.caught, self.woven, self.top, self.closed = (), 0.0, 0.0, 0.0, 0.0


@dataclass(frozen=True, slots=True)
class Loose:
    """The ends of a pair that was let go, which follow their braid; `let_go` 0..1 of them had already."""

    sides: tuple[Side, ...]
    let_go: float
    born_s: float

    def tail(self, now_s: float) -> float:
        """From where on a ribbon is there, hand 0 .. braid 1."""
        return min(self.let_go + (1.0 - self.let_go) * ease((now_s - self.born_s) / FOLLOW_S), 1.0)


@dataclass(frozen=True, slots=True)
class Garland:
    """What an effort leaves: `share` 0..1 is how far it came, `woven` how far the braid was when it was let go."""

    index: int
    share: float
    born_s: float
    woven: float

    def head(self, now_s: float) -> float:
        """How far along its way the braid has come, 0..1."""
        age = now_s - self.born_s
        return min(self.woven + (1.0 - self.woven) * ease(age / LIFT_S), 1.0)

    def tail(self, now_s: float) -> float:
        """From where on it is there: at last only the swag."""
        return HUNG_FROM * ease((now_s - self.born_s - 0.3) / LIFT_S)

    def opened(self, at: float, now_s: float) -> float:
        """How far a blossom that hangs at a share `at` of the swag has opened, 0..1."""
        passed_s = LIFT_S * (0.35 + 0.5 * at)
        return ease((now_s - self.born_s - passed_s) / 1.4)
