"""What to draw, as plain data: no GPU, no clock. The window, a headset and a screenshot draw the same list.

Room frame throughout (metres, +Y up, -Z ahead). Colours are linear RGBA. Meshes are named; the renderer owns them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

Matrix = np.ndarray  # (4, 4) float, named room_from_x, column vectors: p_room = room_from_x @ p_x
Colour = tuple[float, float, float, float]
Body = Literal["woman", "man", "older_woman", "older_man"]  # who is drawn


def colour(hex_rgb: str, alpha: float = 1.0) -> Colour:
    """The linear colour of an sRGB "#RRGGBB", as palettes are written."""
    if len(hex_rgb) != 7 or not hex_rgb.startswith("#"):
        raise ValueError(f'a colour must be written "#RRGGBB", got {hex_rgb!r}')
    encoded = (int(hex_rgb[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in encoded)
    return red, green, blue, alpha


# Amber is always the player's, cyan always the goal.
COLOURS: dict[str, Colour] = {
    "amber": colour("#FFC46B"),
    "core": colour("#FFE9B8"),
    "rim": colour("#3B1F2B"),
    "cyan": colour("#BFE9F2"),
    "warm": colour("#FFB98A"),
    "window": colour("#FFD27A"),
    "text": colour("#FFF4DF"),
    "plate": colour("#10162E"),
}


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """The surroundings; docs/new-minigame.md says for each world what its numbers mean. hour 0 the evening's first ..
    1 its last light; quiet 0 lively .. 1 still; dim: 0 as is .. 1 black (the world dims by 0.2 while nobody is seen).
    """

    name: str = "valley"
    hour: float = 0.0
    quiet: float = 0.0
    lit: tuple[float, ...] = ()  # one glow 0..1 for each of the world's lights: windows, moss lamps, lanterns afloat
    dim: float = 0.0
    t_s: float = 0.0  # game time, moves water, wind and mist


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One thing. Items of the same id in two lists blend; `live` ones are drawn as the newest list has them.
    `glow` adds light: 0 lit by the world only, 1 shines by itself (drawn with a soft halo of `glow_m` metres).
    `part` is how much of the mesh is there, 0..1: the arc of a ring, the fill of a lantern (render/meshes.py says)."""

    id: str
    mesh: str
    room_from_item: Matrix
    colour: Colour = (1.0, 1.0, 1.0, 1.0)
    glow: float = 0.0
    glow_m: float = 0.0
    live: bool = False
    part: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A soft thread through points (N, 3), `width_m` thick. `held`: whose hand has its first point, where one has: the
    player's left or right, or that of an `other` on the stage."""

    id: str
    points: np.ndarray
    colour: Colour
    width_m: float = 0.01
    glow: float = 0.0
    held: Literal["", "left", "right", "other"] = ""


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """A skinned body. `bones` maps a bone's name to its rotation (3, 3), room axes, from the rest pose: bones rest
    without rotation, so this is the rotation of the segment from its rest direction, in the person's model axes."""

    id: str
    body: Body
    room_from_person: Matrix
    bones: dict[str, np.ndarray]
    hips_m: np.ndarray | None = None  # (3,) moves the hips from their rest place, model axes; None: rest
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Instances:
    """Many of one mesh: room_from_item (N, 4, 4), colours (N, 4), glow and halo shared."""

    id: str
    mesh: str
    room_from_item: np.ndarray
    colours: np.ndarray
    glow: float = 0.0
    glow_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Button:
    """A target to click, press or hold a hand over. `dwell` 0..1 fills while a hand rests on it."""

    id: str
    label: str
    key: str = ""
    dwell: float = 0.0
    chosen: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Gauge:
    id: str
    value: float  # 0..1
    label: str = ""


Anchor = Literal[
    "centre", "top", "top_left", "top_right", "bottom", "bottom_left", "bottom_right", "left", "right", "caption"
]


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Words on a plate. In a window a panel is laid out on the screen at `anchor`; a headset hangs it at 1.5 m.

    `height` is the capitals' height of the title as a share of the screen's height (CARE.md: sentences at least 0.06,
    the count at least 0.10). Text wraps; nothing is ever cut off: the renderer shrinks nothing below 0.045.
    """

    id: str
    anchor: Anchor = "centre"
    title: str = ""
    text: str = ""
    height: float = 0.06
    size_m: tuple[float, float] = (1.2, 0.7)
    buttons: tuple[Button, ...] = ()
    gauges: tuple[Gauge, ...] = ()
    picture: str = ""  # the name of a drawing the renderer knows: "place_chair", "place_stand", "hand_on_chest" ...
    plate: bool = True


Rect = tuple[float, float, float, float]  # left, top, right, bottom as shares of the view, from its top left


def button_rects(panel: Panel) -> dict[str, Rect]:
    """Where a panel's buttons are on the view: rows of at most seven, as many in each as can be, all equally wide, and
    low, so that a hand reaches them below the shoulder.

    Both the renderer (to draw) and the scenes (to know what a hand rests on) ask here; no font is involved.
    """
    if not panel.buttons:
        return {}
    across = math.ceil(len(panel.buttons) / math.ceil(len(panel.buttons) / 7))
    rows = [panel.buttons[i : i + across] for i in range(0, len(panel.buttons), across)]
    bottom, gap = (0.95 if panel.anchor == "bottom" else 0.88), 0.02
    tall = 0.16 if len(rows) < 2 else 0.12
    wide = min(0.26, (0.88 - gap * (across - 1)) / across)
    rects: dict[str, Rect] = {}
    for r, row in enumerate(rows):
        low = bottom - (len(rows) - 1 - r) * (tall + gap)
        left = 0.5 - (wide * len(row) + gap * (len(row) - 1)) / 2
        for i, button in enumerate(row):
            x = left + i * (wide + gap)
            rects[button.id] = (x, low - tall, x + wide, low)
    return rects


@dataclass(frozen=True, slots=True)
class Cue:
    """Heard, captioned or felt once, at the tick of the list that first carries it.

    `sound` names a file of assets/sounds. `felt`: the hand in which a headset's controller buzzes.
    """

    id: str  # unique within a session, e.g. "ring-3": audio plays an id once
    sound: str = ""
    caption: str = ""
    gain: float = 1.0
    felt: Literal["", "left", "right"] = ""


@dataclass(frozen=True, slots=True, eq=False)
class Tone:
    """A sound that goes on while lists carry it: pitch and gain glide to these values (a bowed note; water)."""

    id: str
    sound: str
    pitch: float = 1.0
    gain: float = 1.0


PLAYER = "player"  # the id of the person who shows the player's own body: left out where the player's own eyes look


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """Where a window looks from. A headset has its own eyes, in the player's place: at the room's origin."""

    room_from_camera: Matrix
    fov_deg: float = 40.0  # vertical


@dataclass(frozen=True, slots=True, eq=False)
class DrawList:
    """`focus` (3,) is the point that the playing is about (the ring), where that hangs in the air, composed for the
    camera: whoever looks from the player's own place finds it, and what is near it in the air, where they can look at
    it in comfort (render/seat.py)."""

    camera: Camera
    world: World = World()
    items: tuple[Item, ...] = ()
    lines: tuple[Line, ...] = ()
    people: tuple[Person, ...] = ()
    instances: tuple[Instances, ...] = ()
    panels: tuple[Panel, ...] = ()
    cues: tuple[Cue, ...] = ()
    tones: tuple[Tone, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)
    focus: np.ndarray | None = None

    def with_panels(self, *panels: Panel) -> DrawList:
        return replace(self, panels=self.panels + panels)
