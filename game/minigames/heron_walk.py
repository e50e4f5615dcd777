"""How the heron comes: step by step, never back, and when it is startled it only looks up. State and motion only."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from game.minigames.heron_bird import PAIR_M, Stance
from game.minigames.heron_stage import Stage
from game.minigames.motion import approach, ease, spring, through

WALKS_M_S = 0.50
HASTENS_M_S = 1.1  # on its last way, so that it is there while the tune is played
LOOKS_UP_S = 1.6
CATCH_S = 5.0
SPREADS_S = 3.6
FLIES_S = 7.5
_TURNS_RAD_S = 1.3
_FAR_M = (14.5, 24.0, 34.0, 46.0)  # from the camera, on the way into the moon's path
_MOON = 0.062  # its azimuth, radians


@dataclass(slots=True)
class Walker:
    """The heron on its way: `metres` it has come, `goal_m` how far it has been let come."""

    stage: Stage
    metres: float = 0.0
    goal_m: float = 0.0
    speed: float = 0.0
    turn_rad: float = 0.0
    turn_speed: float = 0.0
    stepped: float = 0.0
    gait: float = 0.0
    alert: float = 0.0
    dip: float = 0.0
    tuck: float = 0.0
    spread: float = 0.0
    fly: float = 0.0
    beat: float = 0.0
    startled_s: float = 0.0  # looks up for so long yet
    catches: bool = False  # when it has come where it may
    caught_s: float = CATCH_S  # since it began to bow
    spreads_s: float = 0.0  # for so long yet
    stands_s: float = 0.0
    flies_s: float | None = None  # since it took off
    from_m: np.ndarray = field(default_factory=lambda: np.zeros(3))

    def startle(self) -> None:
        """It looks up, and waits."""
        self.startled_s = LOOKS_UP_S

    @property
    def there(self) -> bool:
        return self.goal_m - self.metres < 0.06

    def step(self, dt_s: float, hastens: bool = False) -> None:
        self.caught_s = min(self.caught_s + dt_s, CATCH_S)
        if self.flies_s is not None:
            self._fly(dt_s)
            return
        self.startled_s = max(self.startled_s - dt_s, 0.0)
        self.spreads_s = max(self.spreads_s - dt_s, 0.0)
        bows = self.caught_s < 2.6
        left = self.goal_m - self.metres
        most = HASTENS_M_S if hastens else WALKS_M_S
        wanted = 0.0 if self.startled_s > 0.0 or bows or self.spread > 0.3 else min(most, max(0.9 * left, 0.0))
        if left < 0.03:
            wanted = 0.0
        self.speed = approach(self.speed, wanted, 0.55 * dt_s)
        self.metres = min(self.metres + self.speed * dt_s, self.stage.length_m)
        self.stepped += self.speed * dt_s / PAIR_M
        self.gait = approach(self.gait, ease(self.speed / 0.12), dt_s / 0.7)
        self.stands_s = 0.0 if self.speed > 0.02 else self.stands_s + dt_s
        self._turn(dt_s)
        stands = self.there and self.speed < 0.05 and self.spread < 0.05 and self.startled_s <= 0.0
        if self.catches and stands and self.caught_s >= CATCH_S:
            self.catches, self.caught_s = False, 0.0
        self.alert = approach(self.alert, 1.0 if self.startled_s > 0.0 else 0.0, dt_s / 0.6)
        self.dip = approach(self.dip, 1.0 if self.caught_s < 1.5 else 0.0, dt_s / 1.1)
        resting = self.stands_s > 7.0 and not bows and self.startled_s <= 0.0 and self.spread <= 0.0
        self.tuck = approach(self.tuck, 1.0 if resting else 0.0, dt_s / 1.4)
        self.spread = approach(self.spread, 1.0 if self.spreads_s > 1.3 else 0.0, dt_s / 1.3)

    def _turn(self, dt_s: float) -> None:
        """Along its way while it walks; seen from the side when it stands."""
        walks = self.speed > 0.06 or self.goal_m - self.metres > 0.25
        goal = self.stage.ahead(self.metres) if walks else self.stage.aside
        goal = self.turn_rad + _short(goal - self.turn_rad)
        self.turn_rad, self.turn_speed = spring(self.turn_rad, self.turn_speed, goal, 0.7, dt_s)

    def take_off(self) -> None:
        """Low over the sea and into the moon's path."""
        if self.flies_s is None:
            self.flies_s, self.from_m = 0.0, self.stage.way(self.metres)

    def _fly(self, dt_s: float) -> None:
        assert self.flies_s is not None
        self.flies_s += dt_s
        self.spread = approach(self.spread, 1.0, dt_s / 0.9)
        self.fly = approach(self.fly, 1.0 if self.flies_s > 0.6 else 0.0, dt_s / 1.3)
        self.gait = self.dip = 0.0
        self.alert, self.tuck = approach(self.alert, 0.0, dt_s), approach(self.tuck, 0.0, dt_s)
        self.beat += dt_s * (1.15 if self.flies_s < 3.0 else 0.85)
        here, soon = self._flight(self.flies_s), self._flight(self.flies_s + 0.1)
        if self.flies_s > 0.7:
            goal = math.atan2(-(soon[2] - here[2]), soon[0] - here[0])
            turn = _short(goal - self.turn_rad)
            self.turn_rad += max(min(turn, _TURNS_RAD_S * dt_s), -_TURNS_RAD_S * dt_s)

    def _flight(self, u_s: float) -> np.ndarray:
        """(3,) where it flies `u_s` after it took off: slowly at first."""
        x, _, z = self.stage.view.at
        out = np.array([(self.stage.out * x + _MOON * far, 1.25 + 0.035 * far, z - far) for far in _FAR_M])
        up = self.from_m + np.array([0.0, 1.05, -2.2])
        return through(np.array([self.from_m, up, *out]), min(u_s / FLIES_S, 1.0) ** 1.4)

    @property
    def at(self) -> np.ndarray:
        """(3,) under it; in the air, where its hips are."""
        return self.stage.way(self.metres) if self.flies_s is None else self._flight(self.flies_s)

    @property
    def fish(self) -> float:
        """0..1: how much of the fish of light is in its beak."""
        return ease((self.caught_s - 1.3) / 0.6) * (1.0 - ease((self.caught_s - 3.9) / 0.9))

    @property
    def stance(self) -> Stance:
        x, y, z = self.at
        return Stance(
            (float(x), float(y), float(z)), self.turn_rad, self.stepped, self.gait, self.alert, self.dip, self.tuck,
            self.spread, self.fly, self.beat,
        )  # fmt: skip


def _short(turn_rad: float) -> float:
    """The same turn the shorter way round."""
    return (turn_rad + math.pi) % (2.0 * math.pi) - math.pi
