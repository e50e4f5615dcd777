"""A world as data: its colours, what stands far and near, where its lights are. `of(name)` finds one by name."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from types import MappingProxyType

import numpy as np

from game.drawlist import World
from game.render.palette import Tones

_MODULES = MappingProxyType(
    {
        "valley": "game.render.valley",
        "river": "game.render.river",
        "forest": "game.render.forest",
        "shore": "game.render.shore",
    }
)
Ground = Callable[[np.ndarray, np.ndarray], np.ndarray]  # heights (N,) at x and z (N,), metres
Rows = Mapping[str, np.ndarray]  # mesh name -> (N, 24) instance rows, as meshes.instances makes them


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One of the worlds. Everything in `far` is farther away than anything that moves: it is painted once and kept.

    sky     the fragment shader that paints what is farther than any mesh
    deep    the far things stand one before another all over the picture, and need a depth of their own
    near    what is drawn anew each frame
    lights  (N, 3) where the glows of World.lit burn, `light` their colour and strength, `light_m` a halo's diameter;
            `core` and `core_m` of the bright small light in its middle, 0: none
    panes   (N, 4, 3) corners of window panes round those lights, or None; `pane` their colours, dark and lit
    lake    whether water lies before the far things and mirrors them
    sea     whether its ground is sand and open sea, drawn anew each frame round the far things
    shafts  (S, P, 3) points of slanting light, or None; `shaft` its colour, `shaft_m` its width
    motes   (M, 3) where pollen drifts, metres
    air     what else shines in it, (N, 9) sprites as gather.py has them, with a share of its glints, or None
    behind  what else stands far away where no window looks: behind whoever turns round
    ground  what people and seats throw their shadows on, or None: nothing
    distant of a deep world what stands so far off that two eyes see it alike
    """

    name: str
    tones: Tones
    sky: str
    far: Rows
    deep: bool
    near: Callable[[World], Rows]
    lights: np.ndarray
    light: tuple[float, float, float, float]
    light_m: float
    core: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    core_m: float = 0.0
    panes: np.ndarray | None = None
    pane: tuple[str, str] = ("#000000", "#000000")
    lake: bool = False
    sea: bool = False
    starry: bool = False
    shafts: np.ndarray | None = None
    shaft: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    shaft_m: float = 0.0
    motes: np.ndarray | None = None
    air: Callable[[World, float], np.ndarray] | None = None
    ground: Ground | None = None
    behind: Rows = field(default_factory=dict)
    distant: Rows = field(default_factory=dict)


@cache
def of(name: str) -> Scene:
    """The world of that name. Raises ValueError with the known names where there is none."""
    if name not in _MODULES:
        near = difflib.get_close_matches(name, _MODULES, 1)
        hint = f", did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"there is no world {name!r}{hint}; the worlds are {', '.join(sorted(_MODULES))}")
    scene = import_module(_MODULES[name]).scene()
    assert isinstance(scene, Scene)
    return scene
