"""The shore: wide sand, one rock, a small lighthouse, open sea under a rising moon. Where the evening's river ends.

The sand is level (y = 0) round the player and falls to the mean sea (y = SEA_LEVEL) at z = -9.2, straight ahead; the
bay's left side runs out to a headland with the lighthouse, the rock stands in the water to the right. Waves come in for
four seconds and go out for six, `World.t_s` counting: a game that breathes slower hands on a time that runs slower, and
at whole multiples of ten seconds the water stands farthest out.

What World's fields mean here:
    hour   0 the moon stands on the sea, the last of the dusk behind it .. 1 it has risen and the night is deep
    quiet  0 swells of 0.2 m that run 1.5 m up the sand .. 1 a sea that hardly stirs
    lit    ten lanterns that came down from the valley and stay: glow k of the k-th light afloat, the nearest first (0:
           it has not come). The eleventh is the plankton in the breaking waves, 1 when all is done; the twelfth how
           much farther than of themselves the waves run up the sand, 1: RUN_UP_M
"""

from __future__ import annotations

import numpy as np

from game.drawlist import World, colour
from game.render.birds import Flight
from game.render.gather import SPRITE_FLOATS
from game.render.meshes import SPRITES
from game.render.palette import Tones
from game.render.placing import placed, rows_of
from game.render.scene import Scene

SEA_LEVEL = -0.40
LIGHTS = 10
RUN_UP_M = 4.2
ROCK = (13.5, -29.0)
HEADLAND = (-74.0, -172.0)
LIGHTHOUSE = (-62.0, 7.6, -176.0)
MOON_AZIMUTH = 0.06
MOON = np.array(colour("#F4EBD0")[:3])  # at every hour: amber is the player's alone
MOON_RADIUS = 0.021  # rad: painted twice as wide as it is
HALO, HALO_M = (1.0, 0.55, 0.18, 0.9), 1.9
_LAMP_M = 9.6  # how high the lighthouse's light is above its foot

TONES = Tones(
    sky=(
        (-2.0, "#6FA3A0", "#3B666D"),
        (0.0, "#6FA3A0", "#3B666D"),
        (4.2, "#3F7780", "#22505C"),
        (11.2, "#1B4B58", "#113443"),
        (25.0, "#0E2230", "#081824"),
        (60.0, "#0A1A26", "#050F18"),
    ),
    hills=(("#39626C", "#1E3F4B"), ("#2A4C58", "#16323E"), ("#1C3440", "#0E222C")),
    fog=("#5F9293", "#335962"),
    afterglow=("#E8B48A", "#7E9AA0"),
    key=("#C8C4B4", "#B4C8CC"),
    above=("#6E97A2", "#4C7480"),
    below=("#26343E", "#1A2A34"),
    water=("#0F2E3A", "#0A222E"),
    rim=("#F4EBD0", "#DCE4DC"),
    clear_m=20.0,
    fog_m=420.0,
    sun_azimuth=MOON_AZIMUTH,
    sun_rise=0.34,
)

SAND = {
    "sand_dry": np.array(colour("#626A72")[:3]),
    "sand_wet": np.array(colour("#22313B")[:3]),
    "foam_colour": np.array(colour("#CFE3DF")[:3]),
    "plankton_colour": np.array(colour("#7FD6D0")[:3]),
}


def waterline_z(x: np.ndarray) -> np.ndarray:
    """Where the mean sea meets the sand."""
    return -9.2 + 0.22 * x - np.where(x < 0, 0.010, 0.004) * x**2


def sand_y(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """How high the sand lies where people are, metres, as shore.glsl has it."""
    u = np.clip((z - waterline_z(x)) / 8.0, 0.0, 1.0)
    return np.asarray(SEA_LEVEL * (1.0 - u) ** 2 + _mound(x, z))


def _mound(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    return np.asarray(0.42 * np.exp(-((np.abs(x) - 5.2) ** 2) / 2.6 - (z + 1.8) ** 2 / 4.5))


def swell(x: np.ndarray, z: np.ndarray, t_s: float, strength: float) -> np.ndarray:
    """How high the open sea stands over its mean, metres, as shore.glsl has it."""
    turn, offshore = 2 * np.pi * t_s / 10.0, waterline_z(x) - z
    a = turn + 2 * np.pi * (offshore / 15.0 + 0.06 * np.sin(0.11 * x))
    b = turn - 2 * np.pi * (0.016 * x - 0.031 * z)
    c = turn - 2 * np.pi * (-0.024 * x - 0.045 * z) + 2.0
    grown = np.clip((offshore - 0.5) / 8.5, 0, 1)
    waves = 0.075 * np.sin(a) + 0.085 * np.sin(b) + 0.055 * np.sin(c)
    return np.asarray(waves * grown**2 * (3 - 2 * grown) * strength)


def moon_up(hour: float) -> float:
    """Radians: how high the moon stands."""
    return float(np.radians(2.0 + 8.5 * np.clip(hour, 0.0, 1.0)))


def stir(world: World) -> float:
    """How much of their full height the waves have."""
    return 1.0 - 0.75 * float(np.clip(world.quiet, 0.0, 1.0))


def run_up(world: World) -> float:
    """Metres that the waves run farther up than they do of themselves."""
    return RUN_UP_M * float(np.clip(world.lit[LIGHTS + 1], 0.0, 1.0)) if len(world.lit) > LIGHTS + 1 else 0.0


def plankton(world: World) -> float:
    return float(np.clip(world.lit[LIGHTS], 0.0, 1.0)) if len(world.lit) > LIGHTS else 0.0


def lanterns() -> np.ndarray:
    """(10, 3) where the valley's lanterns float, the nearest first: a loose line out to sea, clear of moon and rock."""
    share = np.linspace(0.0, 1.0, LIGHTS)
    z = -16.0 - 44.0 * share**1.4
    aside = np.array([-4.6, 4.4, -8.6, 8.2, -5.4, -13.5, 6.2, 14.0, -21.0, -10.5])
    return np.stack([aside, np.full(LIGHTS, SEA_LEVEL + 0.02), z], axis=1)


def scene() -> Scene:
    return Scene(
        name="shore",
        tones=TONES,
        sky="moonrise",
        far=_standing(),
        distant=_distant(),
        deep=True,
        near=_near,
        lights=lanterns() + np.array((0.0, 0.24, 0.0)),
        light=HALO,
        light_m=HALO_M,
        sea=True,
        starry=True,
        air=_air,
        ground=sand_y,
    )


def _standing() -> dict[str, np.ndarray]:
    """The rock in the sea with the gulls that rest on it."""
    x, z = ROCK
    gulls = [(-0.55, 2.20, 0.1, 205.0, 1.0), (0.35, 2.22, -0.3, 150.0, 0.95), (2.7, 0.46, 0.5, 250.0, 0.95)]
    return {
        "rock": rows_of("rock", [placed(x, SEA_LEVEL, z, -14.0)]),
        "gull": rows_of("gull", [placed(x + dx, SEA_LEVEL + y, z + dz, turn, size) for dx, y, dz, turn, size in gulls]),
    }


def _distant() -> dict[str, np.ndarray]:
    x, z = HEADLAND
    return {
        "headland": rows_of("headland", [placed(x, SEA_LEVEL, z, 8.0, 0.9)]),
        "lighthouse": rows_of("lighthouse", [placed(*LIGHTHOUSE, turn_deg=-15.0)]),
    }


_TUFTS = (  # on the low mounds either side: x, z, size
    *((-4.1, -1.1, 1.0), (-4.7, -1.9, 1.15), (-5.3, -1.3, 1.0), (-5.6, -2.4, 0.95), (-4.4, -2.8, 0.8)),
    *((4.2, -1.4, 1.05), (4.8, -2.1, 1.1), (5.4, -1.5, 1.0), (5.9, -2.5, 0.9), (4.5, -3.0, 0.75)),
)


def _grass() -> np.ndarray:
    tufts = []
    for k, (x, z, size) in enumerate(_TUFTS):
        tufts.append(placed(x, float(_mound(np.array(x), np.array(z))) - 0.03, z, 70.0 * k, size))
    return rows_of("marram", tufts)


_GRASS = {"marram": _grass()}
_GULL = Flight((60.0, 9.0, -70.0), (-66.0, 12.0, -90.0), every_s=95.0, takes_s=21.0, first_s=31.0, rise_m=3.0, size=2.2)


def _near(world: World) -> dict[str, np.ndarray]:
    """Dune grass at either side, and the lanterns that float: each grows out of the dark as its glow does."""
    afloat, glows = lanterns(), lit(world)
    here = np.flatnonzero(glows > 0)
    still = {**_GRASS, **_GULL.rows(world.t_s)}
    if not len(here):
        return still
    lift = swell(afloat[:, 0], afloat[:, 2], world.t_s, stir(world))
    matrices = []
    for k in here:
        x, y, z = afloat[k]
        turn = 37.0 * k + 4.0 * np.sin(0.2 * world.t_s + k)
        matrices.append(placed(x, y + lift[k], z, turn, 2.1 * glows[k] ** 0.5))
    rows = rows_of("float_lantern", matrices)
    rows[:, 20] = glows[here]
    return {**still, "float_lantern": rows}


def lit(world: World) -> np.ndarray:
    """(10,) glows 0..1 of the lanterns afloat."""
    glows = np.zeros(LIGHTS)
    given = np.clip(world.lit[:LIGHTS], 0.0, 1.0)
    glows[: len(given)] = given
    return glows


def _air(world: World, share: float) -> np.ndarray:
    """(N, 9) sprites: the lighthouse's steady glow, what the lanterns shed on the water, glints on the moon's path."""
    x, y, z = LIGHTHOUSE
    house = np.array([[x, y + _LAMP_M, z, 26.0, 1.0, 0.72, 0.36, 0.85, SPRITES["glow"]]], np.float32)
    return np.concatenate([house, _lanes(world), *_glints(world, share)])


def _lanes(world: World) -> np.ndarray:
    glows = lit(world)
    here = np.flatnonzero(glows > 0)
    rows = np.zeros((len(here), SPRITE_FLOATS), np.float32)
    rows[:, :3] = lanterns()[here] + (0.0, 0.12, 0.0)
    rows[:, 3] = 0.36 + 0.012 * -rows[:, 2]
    rows[:, 4:8] = (1.0, 0.52, 0.17, 1.0)
    rows[:, 7] = 0.55 * glows[here] * (1.0 + 0.10 * np.sin(0.7 * world.t_s + 2.4 * here))
    rows[:, 8] = SPRITES["lane"]
    return rows


def _glints(world: World, share: float) -> list[np.ndarray]:
    """Wide thin lights on the water under the moon, and a few under the lighthouse: each comes and goes in three
    seconds or so.
    """
    house = float(np.arctan2(LIGHTHOUSE[0], -LIGHTHOUSE[2]))
    moonlit = _path(world, round(72 * share), (12.0, 190.0), MOON_AZIMUTH, 0.075)
    moonlit[:, 4:7] = MOON
    moonlit[:, 7] *= 0.30 + 0.20 * world.hour
    lamplit = _path(world, round(16 * share), (40.0, 150.0), house, 0.012)
    lamplit[:, 4:7] = (1.0, 0.70, 0.34)
    lamplit[:, 7] *= 0.42
    return [moonlit, lamplit]


def _path(world: World, count: int, reach_m: tuple[float, float], azimuth: float, wide: float) -> np.ndarray:
    """(count, 9) sprites of a path of light on the sea, `wide` radians to either side of an azimuth."""
    k = np.arange(count)
    share = (k * 0.6180339887) % 1.0
    near, end = reach_m
    far = near * (end / near) ** ((k + 0.5) / count)
    turn = world.t_s / (2.6 + 1.9 * share) + share * 7.0
    cycle, now = np.floor(turn), turn % 1.0
    aside = ((k * 0.7548776662 + cycle * 0.5698402910) % 1.0) * 2.0 - 1.0
    toward = azimuth + aside * np.abs(aside) * (wide + 0.5 / far)
    rows = np.zeros((count, SPRITE_FLOATS), np.float32)
    rows[:, 0], rows[:, 1], rows[:, 2] = far * np.sin(toward), SEA_LEVEL + 0.10, -far * np.cos(toward)
    rows[:, 3] = 0.25 + 0.030 * far
    rows[:, 7] = np.sin(np.pi * now) ** 2 * (0.4 + 0.6 * stir(world))
    rows[:, 8] = SPRITES["glint"]
    return rows
