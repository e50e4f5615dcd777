"""The forest: a glade by a spring under one great tree, in late sun.

The ground lies at y = 0. The great tree stands left of ahead; its bough hangs over the player, 2.6 m up. The spring's
brook runs away from the viewer, downstream; lamp k of `World.lit` is the k-th moss lamp along it, the nearest first.
"""

from __future__ import annotations

import numpy as np

from game.drawlist import World
from game.render.birds import Flight
from game.render.palette import Tones
from game.render.placing import placed, rows_of
from game.render.scene import Scene

LAMPS = 10
BOUGH_M = 2.62  # how high the bough hangs over the player
HALO, HALO_M = (1.0, 0.62, 0.22, 0.9), 1.3
CORE, CORE_M = (1.0, 0.68, 0.28, 1.0), 0.55  # drawn before the lamp, not in it
DISTANT_M = 8.2  # where the glade's ground is in two parts, too
_TREE = (-2.15, 0.0, -3.25)

TONES = Tones(
    sky=(
        (-2.0, "#C9C08C", "#8E8258"),
        (0.0, "#D6CB95", "#9A8A5C"),
        (5.0, "#E9D9A6", "#B59A64"),
        (13.0, "#B9BE8C", "#7F8258"),
        (25.0, "#6F8A66", "#465A44"),
        (60.0, "#35513E", "#22362C"),
    ),
    hills=(("#8FA58A", "#66755C"), ("#5E7A62", "#3F5344"), ("#33483A", "#233229")),
    fog=("#8FA58A", "#66755C"),
    afterglow=("#FFE3A0", "#FFB868"),
    key=("#FFDFA0", "#F2A868"),
    above=("#7E9A78", "#566B54"),
    below=("#2A3A2C", "#1C281E"),
    water=("#22362F", "#16241E"),
    rim=("#FFDFA8", "#E8A468"),
    clear_m=5.0,
    fog_m=25.0,
    sun_azimuth=0.20,
    sun_rise=0.46,
)


def scene() -> Scene:
    near, distant = _apart(_standing())
    return Scene(
        name="forest",
        tones=TONES,
        sky="glade",
        far=near,
        distant=distant,
        deep=True,
        near=_near,
        lights=lamps() + np.array((0.0, 0.20, 0.0)),
        light=HALO,
        light_m=HALO_M,
        core=CORE,
        core_m=CORE_M,
        shafts=_shafts(),
        shaft=(1.0, 0.86, 0.50, 0.50),
        shaft_m=0.75,
        motes=_motes(),
        ground=_ground,
    )


def lamps() -> np.ndarray:
    """(10, 3) feet of the moss lamps, from the spring downstream, on either bank in turn."""
    share = np.linspace(0.0, 1.0, LAMPS)
    z = -3.0 - 13.0 * share**1.35
    aside = np.where(np.arange(LAMPS) % 2 == 0, 0.62, -0.62) * (1.0 + 0.25 * share)
    return np.stack([_brook_x(z) + aside + np.where(np.arange(LAMPS) < 2, 0.9, 0.0) * np.sign(aside), 0 * z, z], axis=1)


def _brook_x(z: np.ndarray) -> np.ndarray:
    return 1.55 + 0.035 * (z + 3.0) + 0.45 * np.sin(0.42 * (z + 3.0))


def _apart(rows: dict[str, np.ndarray]) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """What stands within DISTANT_M of the player, and what stands beyond."""
    near, distant = {}, {}
    for name, many in rows.items():
        off = np.hypot(many[:, 12], many[:, 14]) > DISTANT_M
        beyond = np.full(len(many), name == "glade_far") | off
        near[name], distant[name] = many[~beyond], many[beyond]
    return near, distant


def _standing() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(13)
    found: dict[str, list[np.ndarray]] = {
        "glade": [np.eye(4)],
        "glade_far": [np.eye(4)],
        "great_tree": [placed(*_TREE)],
    }
    found["trunk"], found["leaves"] = _trees(rng)
    found["leaves"] += _canopy(rng)
    found["pool"], found["brook"] = [placed(1.75, 0.012, -3.0, 12.0)], [np.eye(4)]
    found["stone"] = _stones(rng)
    found["fern"], found["grass"] = _undergrowth(rng)
    found["moss_lamp"] = [placed(x, y, z, 40.0 * k, 0.9 + 0.02 * k) for k, (x, y, z) in enumerate(lamps())]
    rows = {name: rows_of(name, matrices) for name, matrices in found.items()}
    for water in ("pool", "brook"):
        rows[water][:, 20] = 1.0  # what it mirrors is painted on: no light falls on it
    return rows


def _trees(rng: np.random.Generator) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Trunks all round, thick beside and behind, open where the light comes from; their crowns from 4 m up."""
    trunks, crowns = [], []
    for k in range(58):
        turn = 2 * np.pi * (k * 0.6180339887 % 1.0)
        far = 6.5 + 15.0 * rng.uniform() ** 0.8
        x, z = far * np.sin(turn), -far * np.cos(turn)
        off = (turn - TONES.sun_azimuth + np.pi) % (2 * np.pi) - np.pi
        if abs(off) < 0.13 or abs(x - _brook_x(np.array(z))) < 1.4:
            continue
        size = rng.uniform(0.85, 1.35)
        trunks.append(placed(x, -0.1, z, rng.uniform(0, 360), size, rng.uniform(0.9, 1.2)))
        for _ in range(3):
            lift, wide = rng.uniform(3.6, 7.0) * size, rng.uniform(1.3, 2.1)
            crowns.append(placed(x + rng.normal() * 1.1, lift, z + rng.normal() * 1.1, rng.uniform(0, 360), wide, 0.8))
    return trunks, crowns


def _canopy(rng: np.random.Generator) -> list[np.ndarray]:
    """The great tree's own leaves: a roof over the glade's left and the bough's clouds above the player."""
    x0, _, z0 = _TREE
    clouds = []
    for _ in range(46):
        turn, far = rng.uniform(0, 2 * np.pi), 4.0 * rng.uniform() ** 0.6
        lift = 4.1 + 1.9 * rng.uniform() - 0.12 * far
        x, z = x0 + far * np.sin(turn), z0 + far * np.cos(turn)
        near = np.clip((z + 3.0) / 2.5, 0.0, 1.0)  # over the player single leaves would be dark shards
        clouds.append(placed(x, lift, z, rng.uniform(0, 360), rng.uniform(0.8, 1.3) * (1.0 - 0.6 * near)))
    for along in np.linspace(0.15, 1.0, 17):  # over the bough, before the open light: what fruit is seen against
        x = x0 + 0.4 + 4.6 * along
        clouds.append(
            placed(
                x,
                3.12 + 0.30 * rng.uniform(),
                z0 + 0.6 + 1.5 * along**0.5 - 0.5 * rng.uniform(),
                rng.uniform(0, 360),
                rng.uniform(0.42, 0.62),
                0.75,
            )
        )
    return clouds


def _stones(rng: np.random.Generator) -> list[np.ndarray]:
    """Stones round the pool, some along the brook."""
    stones = []
    for turn in np.linspace(0, 2 * np.pi, 17)[:-1]:
        x, z = 1.75 + 1.42 * np.sin(turn), -3.0 - 0.95 * np.cos(turn)
        stones.append(placed(x, 0, z, rng.uniform(0, 360), rng.uniform(0.45, 1.0), rng.uniform(0.6, 1.0)))
    for z in np.linspace(-4.6, -15, 14):
        x = float(_brook_x(np.array(z))) + rng.choice([-1, 1]) * rng.uniform(0.5, 0.8)
        stones.append(placed(x, 0, z, rng.uniform(0, 360), rng.uniform(0.5, 1.2)))
    return stones


def _undergrowth(rng: np.random.Generator) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Ferns and grass, none where the player sits or where a windfall lies."""
    ferns, grass = [], []
    for k in range(150):
        turn, far = 2 * np.pi * (k * 0.754877666 % 1.0), 3.0 + 9.0 * rng.uniform() ** 1.2
        x, z = far * np.sin(turn), -far * np.cos(turn)
        if abs(x - _brook_x(np.array(z))) < 0.75 or np.hypot((x - 1.75) / 1.7, (z + 3.0) / 1.25) < 1.0 or z > -1.6:
            continue
        if np.hypot(x - _TREE[0], z - _TREE[2]) > 1.3:
            ferns.append(placed(x, 0, z, rng.uniform(0, 360), rng.uniform(0.7, 1.35)))
    for k in range(240):
        turn, far = 2 * np.pi * (k * 0.5698402910 % 1.0), 1.7 + 6.5 * rng.uniform()
        x, z = far * np.sin(turn), -far * np.cos(turn)
        if z < -1.2 and np.hypot((x - 1.75) / 1.45, (z + 3.0) / 1.0) > 1.0:
            grass.append(placed(x, 0, z, rng.uniform(0, 360), rng.uniform(0.7, 1.5)))
    return ferns, grass


_SIDES = tuple(
    placed(x, 0.0, z, turn, size)
    for x, z, turn, size in (
        (-2.6, 0.5, 10.0, 1.1),
        (3.3, -0.3, 70.0, 1.1),
        (-2.2, 1.1, 200.0, 0.9),
        (3.0, 0.2, 310.0, 0.9),
    )
)
# Leaves that hang before the kept ones, so that the wind is seen in them: x, y, z, turn, size
_HANGING = (
    *((-0.9, 3.02, -2.25, 20.0, 0.34), (0.2, 3.00, -1.75, 130.0, 0.30), (1.1, 3.05, -1.55, 250.0, 0.36)),
    *((1.9, 3.10, -1.45, 70.0, 0.34), (2.5, 3.18, -1.35, 310.0, 0.36), (-2.7, 3.35, -1.2, 200.0, 0.55)),
    *((3.0, 3.30, -0.9, 160.0, 0.50), (-3.3, 3.05, -1.6, 15.0, 0.50)),
)
_BIRD = Flight((9.5, 3.0, -11.0), (-10.0, 3.6, -13.0), every_s=60.0, takes_s=7.0, first_s=18.0, rise_m=0.6, size=0.6)
_NEAR = {"leaves": rows_of("leaves", [placed(*at, tall=0.8) for at in _HANGING]), "fern": rows_of("fern", list(_SIDES))}


def _near(world: World) -> dict[str, np.ndarray]:
    """Ferns at either side, nearer than the player; leaves that stir; now and then a bird."""
    return {**_NEAR, **_BIRD.rows(world.t_s)}


def _ground(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Where people are it is level."""
    return np.zeros_like(x)


def _shafts() -> np.ndarray:
    """(6, 8, 3) slanting light from between the crowns down to the glade, all from where the sun is."""
    share = np.linspace(0.0, 1.0, 8)[:, None]
    way = np.array([np.sin(TONES.sun_azimuth) * 1.0 + 0.55, TONES.sun_rise * 2.2, -1.0])
    feet = [(-0.9, -3.3), (0.35, -4.1), (1.5, -3.6), (2.9, -5.2), (0.6, -7.4), (4.0, -7.0)]
    return np.stack([np.array([x, 0.02, z]) + (1.0 - share) * way * 4.6 for x, z in feet])


def _motes() -> np.ndarray:
    """(44, 3) where pollen hangs: in the light before the player."""
    rng = np.random.default_rng(17)
    return rng.uniform((-2.6, 0.4, -6.0), (3.2, 2.6, -0.9), (44, 3))
