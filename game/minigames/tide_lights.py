"""What floats in Tide: the player's lantern, and the light that it stirs up in the water. State and motion only."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from game.minigames.beach import afloat
from game.minigames.motion import approach, ease, mix, spring

LAG_S = 0.5  # the lantern is carried by water
ASIDE_M, OUT_M = 1.75, 1.6  # how far a hand can carry it
BEHIND_M = 0.75  # behind the water's edge
HOME_X = 2.0
ARRIVES_S = 9.0
LEAVES_S = 11.0
KEEPS = 44  # places of light in the water: more than are ever lit at once
LASTS_S = 20.0
EVERY_S = 0.5  # from one place to the next: KEEPS of them outlast LASTS_S
_RISES_S = 1.0
_APART_M = 0.10


@dataclass(slots=True)
class Lantern:
    """The player's own, afloat at the water's edge. `here` 0 far out .. 1 at home; `gone` 0 .. 1 out at sea again."""

    x: float = HOME_X
    behind: float = BEHIND_M
    speed: np.ndarray = field(default_factory=lambda: np.zeros(2))
    here: float = 0.0
    gone: float = 0.0

    def follow(self, aside: float, out: float, leaving: bool, dt_s: float) -> None:
        """One tick: `aside` and `out` -1..1 as the hands carry it."""
        goal = np.array([HOME_X + ASIDE_M * aside, BEHIND_M + OUT_M * max(out, -0.3)])
        now, self.speed = spring(np.array([self.x, self.behind]), self.speed, goal, LAG_S, dt_s)
        self.x, self.behind = float(now[0]), float(now[1])
        self.here = approach(self.here, 1.0, dt_s / ARRIVES_S)
        self.gone = approach(self.gone, 1.0 if leaving else 0.0, dt_s / LEAVES_S)

    def at(self, world_time_s: float, run_up_m: float) -> np.ndarray:
        """(3,) where it floats: it came from out at sea with the first waves, and goes back along the moon's path."""
        far = 7.0 * (1.0 - ease(self.here)) + 9.0 * ease(self.gone)
        x = mix(self.x + 0.9 * (1.0 - ease(self.here)), 1.2, ease(self.gone))
        near = 1.0 - min(far / 7.0, 1.0)  # out there the waves only lift it
        return np.array(afloat(x, self.behind + far, world_time_s, run_up_m * near))


@dataclass(slots=True)
class Plankton:
    """Places in the water that were stirred: along the shore, behind the edge, and when; -1e6 s: never."""

    x: np.ndarray = field(default_factory=lambda: np.zeros(KEEPS))
    behind: np.ndarray = field(default_factory=lambda: np.zeros(KEEPS))
    born_s: np.ndarray = field(default_factory=lambda: np.full(KEEPS, -1e6))
    strength: np.ndarray = field(default_factory=lambda: np.zeros(KEEPS))
    next: int = 0
    all_over: float = 0.0  # how much the whole waterline shines, 0..1

    def stir(self, lantern: Lantern, stirred: float, t_s: float) -> bool:
        """Light up where the lantern is, if it is a while since and the water moves; whether it did."""
        last = self.next - 1
        moved = abs(lantern.x - self.x[last]) + abs(lantern.behind - self.behind[last]) > _APART_M
        if stirred < 0.12 or t_s - self.born_s[last] < EVERY_S or not moved:
            return False
        k = self.next
        self.x[k], self.behind[k], self.born_s[k], self.strength[k] = lantern.x, lantern.behind, t_s, stirred
        self.next = (k + 1) % KEEPS
        self.all_over = min(self.all_over + 0.012 * stirred, 0.6)
        return True

    def shine(self, t_s: float) -> np.ndarray:
        """(KEEPS,) how brightly each shines, 0..1: it kindles in a second and sinks slowly away."""
        age = t_s - self.born_s
        rise, fall = np.clip(age / _RISES_S, 0.0, 1.0), np.clip((age - 3.0) / (LASTS_S - 3.0), 0.0, 1.0)
        smooth = [share * share * (3.0 - 2.0 * share) for share in (rise, fall)]
        return np.array((0.45 + 0.55 * self.strength) * smooth[0] * (1.0 - smooth[1]))

    def at(self, world_time_s: float, run_up_m: float) -> np.ndarray:
        """(KEEPS, 3) where they are: they come and go with the water."""
        return np.array(
            [afloat(float(x), float(b), world_time_s, run_up_m) for x, b in zip(self.x, self.behind, strict=True)]
        )
