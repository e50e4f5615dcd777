"""What pictures of games have alike: the window's view, the hour, people and seats, count and sentence, sounds."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from game.drawlist import COLOURS, Camera, Colour, Instances, Item, Line, Panel, Person, Tone, World
from game.minigames.figure import Figure
from game.minigames.motion import ease, place, places
from game.minigames.story import Told
from game.minigames.tints import WHITE, fade, tinted

FOV_DEG = 40.0  # vertical
HORIZON = 0.38  # share of the picture's height
LAKE_M = -0.45  # the valley's water
MOST_AFLOAT = 9
_HALF = math.tan(math.radians(FOV_DEG / 2))
_PITCH = math.atan((0.5 - HORIZON) * 2 * _HALF)
_SPARK_IN_S, _SPARK_S = 0.5, 2.4
_ARC_POINTS = 49
# How late it is in the first set, how much later after the last, and how much of it comes in the first minute of a set.
# The forest keeps its hour all set long: the whole glade is painted anew for another
_HOURS = {
    "forest": (0.05, 0.60, 0.0),
    "valley": (0.08, 0.55, 0.04),
    "river": (0.12, 0.50, 0.04),
    "shore": (0.25, 0.50, 0.0),
}


@dataclass(frozen=True, slots=True)
class View:
    """A window's camera: behind the figure at the origin, never moving. `at`: metres to the open side, up, behind.

    `out` is +1 where the open side is the right one, else -1: the whole composition is mirrored, never the figure.
    """

    out: float
    at: tuple[float, float, float]

    def camera(self) -> Camera:
        c, s = math.cos(_PITCH), math.sin(_PITCH)
        x, y, z = self.at
        turned = np.array([[1, 0, 0, x * self.out], [0, c, -s, y], [0, s, c, z], [0, 0, 0, 1]], dtype=float)
        return Camera(turned, FOV_DEG)

    def seen_at(self, up: float, across: float, ahead_m: float) -> np.ndarray:
        """(3,) the point `ahead_m` in front of the camera that is drawn `up` of the picture's height from its bottom
        and `across` picture heights from its middle toward the open side."""
        x, y, z = self.at
        rise = math.tan(_PITCH + math.atan((2 * up - 1) * _HALF))
        return np.array([self.out * (x + across * 2 * _HALF * ahead_m), y + rise * ahead_m, z - ahead_m])

    def seen(self, spots: np.ndarray) -> np.ndarray:
        """(..., 3) metres of (..., 3) spots, each `across`, `up` and `ahead_m` as `seen_at` has them."""
        (x, y, z), spots = self.at, np.asarray(spots, float)
        across, up, ahead = spots[..., 0], spots[..., 1], spots[..., 2]
        metres = np.empty_like(spots)
        metres[..., 0] = self.out * (x + across * 2 * _HALF * ahead)
        metres[..., 1] = y + np.tan(_PITCH + np.arctan((2 * up - 1) * _HALF)) * ahead
        metres[..., 2] = z - ahead
        return metres


def surroundings(s: Told, name: str, lit: Iterable[float], quiet: float | None = None) -> World:
    """The world as this set finds it: later from set to set, and still while a hold is kept or nothing is to be done,
    unless a game says how `quiet` it is."""
    first, sets, minute = _HOURS.get(name, (0.1, 0.5, 0.0))
    hour = min(first + sets * (s.setup.set_index / max(s.setup.sets, 1)) + minute * ease(s.t_s / 60.0), 1.0)
    still = max(s.hold, 0.4 * ease(s.calm)) if quiet is None else quiet
    return World(name, hour, still, tuple(float(glow) for glow in lit), s.dim, s.t_s)


def people(s: Told, player: np.ndarray, coach: np.ndarray) -> tuple[Person, ...]:
    """The player and, while it is there, the coach, each at their room_from_person (4, 4)."""
    seen = [s.figure.person("player", player)]
    if s.coach is not None and s.coach_here > 0.0:
        seen.append(s.coach.person("coach", coach, ease(s.coach_here)))
    return tuple(seen)


def mover(s: Told, player: np.ndarray, coach: np.ndarray) -> tuple[Figure, np.ndarray]:
    """Whose movement is dressed, and their room_from_person (4, 4): the coach's while it teaches."""
    return (s.coach, coach) if s.coach is not None and s.taught else (s.figure, player)


def seats(s: Told, player: np.ndarray, coach: np.ndarray, wood: Colour = WHITE) -> tuple[Item, ...]:
    """What player and coach sit or lie on."""
    position = s.setup.exercise.position
    here = under("seat", position, player, wood)
    if s.coach is not None and s.coach_here > 0.0:
        here += under("coach-seat", position, coach, fade(wood, ease(s.coach_here)))
    return here


def under(
    id: str, position: str, room_from_person: np.ndarray, tint: Colour = WHITE, wide: float = 1.0
) -> tuple[Item, ...]:
    """What somebody in this position sits on, or lies on: a bench, `wide` of its width and without a back, so that the
    figure is seen; a mat in its own colour."""
    if position == "standing":
        return ()
    if position == "seated":
        return (Item(id, "bench", room_from_person @ place(0.0, 0.0, -0.40, (wide, 1.0, 1.0)), tint),)
    return (Item(id, "mat", room_from_person, (1.0, 1.0, 1.0, tint[3])),)


def panels(s: Told, side: float) -> tuple[Panel, ...]:
    """The count, or while something is said that sentence in its place: one plate of words at a time.

    It stands low on the right (+1) or left (-1), the side where nobody is and nothing is reached for; above (0) where
    both sides are in use."""
    corner = {1.0: "bottom_right", -1.0: "bottom_left"}.get(side, "top")
    if sentence := s.speech.at(s.t_s):
        return (Panel("say", corner, title=sentence, height=0.06),)
    if s.count and not s.resting:
        return (Panel("count", corner, title=s.count, height=0.10),)
    return ()


def sparks(s: Told, centre: np.ndarray, radius_m: float) -> tuple[Instances, ...]:
    """A few motes rise from round `centre` when the target is reached; each kindles over half a second."""
    age = s.t_s - s.rung_s
    if not 0.0 <= age < _SPARK_S:
        return ()
    angle, far, size = s.sparks.T
    away = radius_m * (1.0 + (0.15 + 0.5 * far) * ease(age / _SPARK_S))
    rise = 0.30 * far * age
    points = centre + np.column_stack([away * np.cos(angle), away * np.sin(angle) + rise, np.full(len(angle), 0.05)])
    shine = ease(age / _SPARK_IN_S) * (1.0 - ease((age - _SPARK_IN_S) / (_SPARK_S - _SPARK_IN_S)))
    colours = tinted(COLOURS["core"], np.full(len(angle), shine * 0.9))
    return (Instances("sparks", "spark", places(points, 0.035 + 0.03 * size), colours, glow=0.8),)


def goal_ring(
    id: str, centre: np.ndarray, radius_m: float, here: float, closed: float, shine: float
) -> tuple[Line, ...]:
    """A cyan ring that faces the viewer, over a dark rim so that it stands out before bright light too: `closed` of it
    is bright, `shine` lets it answer, `here` is how much it is to be seen; all 0..1."""
    whole = _arc(centre, radius_m, 1.0)
    return (
        Line(f"{id}-rim", whole, fade(COLOURS["rim"], 0.55 * here), 0.14 * radius_m),
        Line(f"{id}-rest", whole, fade(COLOURS["cyan"], 0.62 * here), 0.045 * radius_m),
        Line(
            id,
            _arc(centre, radius_m, closed),
            fade(COLOURS["cyan"], here * ease(closed / 0.3)),
            0.09 * radius_m,
            0.4 + 0.6 * shine,
        ),
    )


def ring(
    id: str,
    room_from_item: np.ndarray,
    here: float,
    closed: float,
    shine: float,
    *,
    rest: tuple[float, float],
    halo_m: tuple[float, float],
    tint: Colour = COLOURS["cyan"],
    rest_id: str = "",
) -> tuple[Item, Item]:
    """The same as a mesh: `rest` is how visible the part yet to close is and how it glows, `halo_m` how wide
    the halo of what is closed is, and how much wider when it shines."""
    whole = Item(rest_id or f"{id}-rest", "ring", room_from_item, fade(tint, rest[0] * here), glow=rest[1])
    bright, glow_m = fade(tint, here * ease(closed / 0.3)), halo_m[0] + halo_m[1] * shine
    return whole, Item(id, "ring", room_from_item, bright, glow=0.55 + 0.45 * shine, glow_m=glow_m, part=closed)


def _arc(centre: np.ndarray, radius_m: float, share: float) -> np.ndarray:
    """(49, 3) metres: a share of a circle in the x-y plane, clockwise from its top."""
    turn = np.linspace(0.0, 2 * math.pi * max(share, 1e-3), _ARC_POINTS)
    return np.asarray(centre + radius_m * np.column_stack([np.sin(turn), np.cos(turn), np.zeros(_ARC_POINTS)]))


def afloat(s: Told) -> tuple[Instances, ...]:
    """The lights that came down the river into the valley, where the questions before this game left them."""
    count = min(s.setup.arriving, MOST_AFLOAT)
    if count == 0:
        return ()
    order = np.arange(count)
    across = -5.5 + 11.0 * ((0.5 + order * 0.6180339887) % 1.0)
    points = np.column_stack([across, LAKE_M + 0.015 * np.sin(2.1 * s.t_s + 1.7 * order), -6.0 - 1.3 * order])
    return (Instances("afloat", "float_lantern", places(points, np.full(count, 1.9)), np.ones((count, 4)), 1.0, 0.9),)


def music(s: Told, world: str) -> tuple[Tone, ...]:
    """The world's music in step: a pad at once, a figure from a third of the set on, an answer from two thirds on."""
    share = 1.0 if s.end_s is not None else s.done
    quiet = 0.5 if s.resting else 1.0
    return tuple(
        Tone(f"music-{layer}", f"music_{world}_{layer}", gain=0.22 * quiet * ease((share - from_) / 0.15))
        for layer, from_ in ((1, -0.15), (2, 0.30), (3, 0.63))
    )


def bow(s: Told, gain: float = 0.42) -> Tone:
    """The bowed note that glides from D3 to D4 with the movement, softer once the target is reached."""
    soft = 0.6 if s.reached else 1.0
    return Tone(
        "bow", "bow_d3", pitch=2.0 ** min(s.part, 1.0), gain=gain * ease(s.moving) * soft * min(1.0, 0.3 + s.part)
    )


def choir(s: Told) -> Tone:
    """The low choir of a hold."""
    return Tone("choir", "choir_low", gain=0.45 * ease(s.hold))
