"""Panels on the view: plates, words, buttons, gauges, pictures, and the captions of cues. sRGB values as they are."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

import moderngl
import numpy as np

from game.drawlist import Button, DrawList, Panel, Rect
from game.render import icons, text
from game.render.context import program
from game.render.layout import Label, Layout, Line, lay_out, occupied
from game.render.uniforms import set_uniforms

Colour = tuple[float, float, float, float]
_KEPT = 384  # pictures of words kept on the GPU
_CAPTION_S = 1.6  # and a share of its length
_CAPTION_S_PER_LETTER = 0.055


def _srgb(text: str, alpha: float = 1.0) -> Colour:
    red, green, blue = (int(text[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue, alpha


INK, PLATE, AMBER, CYAN = _srgb("#FFF4DF"), _srgb("#10162E", 0.85), _srgb("#FFC46B"), _srgb("#BFE9F2")
BUTTON, BUTTON_CHOSEN = _srgb("#2A3157"), _srgb("#3D4578")  # nothing shines through what is to be chosen
EDGE, EDGE_CHOSEN = _srgb("#FFF4DF", 0.28), _srgb("#FFC46B", 1.0)
TRAY = _srgb("#10162E", 0.72)
DWELL, TRACK, SHADOW = _srgb("#FFC46B", 0.34), _srgb("#FFF4DF", 0.16), _srgb("#080B1A", 0.75)
NONE: Colour = (0.0, 0.0, 0.0, 0.0)
# The pointing hand: discs over one another, (radius as a share of the height, colour).
POINTER: tuple[tuple[float, Colour], ...] = (
    *((0.036 - 0.003 * i, _srgb("#FFC46B", 0.10)) for i in range(6)),
    (0.018, _srgb("#3B1F2B", 0.85)),
    (0.014, AMBER),
    (0.008, _srgb("#FFE9B8")),
)


class Panels:
    def __init__(self, context: moderngl.Context, clock: Callable[[], float] = time.monotonic) -> None:
        self._context = context
        self._clock = clock
        self._box = program(context, "box")
        self._word = program(context, "word", "box")
        self._box_array = context.vertex_array(self._box, [])
        self._word_array = context.vertex_array(self._word, [])
        self._textures: OrderedDict[tuple, moderngl.Texture] = OrderedDict()
        self._layouts: OrderedDict[tuple, Layout] = OrderedDict()
        self._heard: set[str] = set()
        self._caption: tuple[str, float] = ("", -1.0)
        self._size = (1, 1)
        self.drawn: list[Rect] = []  # boxes in pixels of what was drawn last

    def draw(self, drawlist: DrawList, size: tuple[int, int], tray: tuple[float, float] | None = None) -> None:
        """Lays every panel of `drawlist` over the current target of `size` pixels; below them, where all buttons lie on
        a tray of their own, a plate from where to where that is (shares from the top).
        """
        self._size = size
        self._context.enable(moderngl.BLEND)
        self._context.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        if drawlist.world.dim > 0:
            self.dim(drawlist.world.dim, size)
        self.drawn = []
        if tray is not None:
            box = (0.02 * size[0], tray[0] * size[1] + 2, 0.98 * size[0], tray[1] * size[1] - 2)
            self._rounded(box, 0.05 * size[1], TRAY, EDGE, 0.003 * size[1])
        corners = tuple(
            box
            for panel in drawlist.panels
            if panel.anchor in ("bottom_left", "bottom_right") and (box := occupied(self._layout(panel))) is not None
        )
        for panel in drawlist.panels:
            self._panel(panel, corners)
        if (caption := self._caption_now(drawlist)) is not None:
            self._panel(caption, corners)
        if pointer := drawlist.notes.get("pointer"):
            self._pointer(*(float(share) for share in pointer.split()))

    def shown(self, drawlist: DrawList) -> tuple[object, ...]:
        """What `draw` would draw, to compare: equal where nothing would look different."""
        caption = self._caption_now(drawlist)
        return (
            caption and caption.text,
            drawlist.notes.get("pointer"),
            *(
                (p.id, p.anchor, p.title, p.text, p.height, p.buttons, p.gauges, p.picture, p.plate)
                for p in drawlist.panels
            ),
        )

    def dim(self, share: float, size: tuple[int, int]) -> None:
        """Darkens the current target of `size` pixels: 0 as is .. 1 black."""
        self._size = size
        self._rounded((0, 0, *size), 0, (0.0, 0.0, 0.0, min(share, 1.0)))

    def _caption_now(self, drawlist: DrawList) -> Panel | None:
        now = self._clock()
        for cue in drawlist.cues:
            if cue.caption and cue.id not in self._heard:
                self._heard.add(cue.id)
                self._caption = (cue.caption, now + _CAPTION_S + _CAPTION_S_PER_LETTER * len(cue.caption))
        words, until = self._caption
        if now >= until or any(words in (panel.title, panel.text) for panel in drawlist.panels):
            return None
        low = any(panel.buttons or panel.anchor in ("bottom", "caption") for panel in drawlist.panels)
        return Panel("caption", anchor="top" if low else "caption", text=words, height=0.06)

    def _pointer(self, x: float, y: float, away: float = 0.0) -> None:
        """The hand that points, at shares of the view: a soft light, its rim dark enough for every sky. It is wider the
        farther `away` 0..1 the finger is.
        """
        width, height = self._size
        for share, colour in POINTER:
            r = (1.0 + away) * share * height
            self._rounded((x * width - r, y * height - r, x * width + r, y * height + r), r, colour)

    def _panel(self, panel: Panel, corners: tuple[Rect, ...]) -> None:
        layout = self._layout(panel, corners if panel.anchor == "caption" else ())
        height = self._size[1]
        if layout.plate:
            self._rounded(layout.plate, 0.032 * height, PLATE)
        if layout.picture:
            self._picture(panel.picture, layout.picture)
        for line in layout.lines:
            self._words(line, INK, shadow=layout.plate is None)
        for bar, gauge in zip(layout.bars, panel.gauges, strict=True):
            self._bar(bar.box, min(1.0, max(0.0, gauge.value)))
        for label, button in zip(layout.labels, panel.buttons, strict=True):
            self._button(label, button)

    def _layout(self, panel: Panel, corners: tuple[Rect, ...] = ()) -> Layout:
        """Kept by what it depends on: gauges and dwell move every frame and move nothing."""
        labels = tuple((b.id, b.label, b.icon, bool(b.key)) for b in panel.buttons)
        gauges = tuple((g.id, g.label) for g in panel.gauges)
        key = (
            self._size,
            panel.anchor,
            panel.title,
            panel.text,
            panel.height,
            labels,
            gauges,
            panel.picture,
            panel.plate,
            corners,
        )
        if key not in self._layouts:
            self._layouts[key] = lay_out(panel, *self._size, corners)
            if len(self._layouts) > _KEPT:
                self._layouts.popitem(last=False)
        return self._layouts[key]

    def _button(self, label: Label, button: Button) -> None:
        height = self._size[1]
        radius = 0.024 * height
        fill, edge = (BUTTON_CHOSEN, EDGE_CHOSEN) if button.chosen else (BUTTON, EDGE)
        self._rounded(label.box, radius, fill, edge, 0.0055 * height if button.chosen else 0.0026 * height)
        if button.dwell > 0:
            share = min(1.0, button.dwell)
            self._rounded(label.box, radius, DWELL, NONE, 0, share)
            left, _, right, bottom = label.box
            foot = (left + radius, bottom - 0.017 * height, right - radius, bottom - 0.006 * height)
            self._rounded(foot, 0.0055 * height, AMBER, NONE, 0, share)
        if label.icon:
            self._picture(button.icon, label.icon)
        for line in label.lines:
            self._words(line, INK)
        if button.key:
            self._key_hint(label, button.key)

    def _key_hint(self, label: Label, key: str) -> None:
        height = self._size[1]
        px = max(6, round(0.017 * height))
        wide = max(text.width(key, px), px) + 0.016 * height
        right, top = label.box[2] - 0.010 * height, label.box[1] + 0.010 * height
        cap = (right - wide, top, right, top + 0.036 * height)
        self._rounded(cap, 0.008 * height, NONE, EDGE, max(1.0, 0.0018 * height))
        x = (cap[0] + cap[2] - text.width(key, px)) / 2
        self._words(Line(key, round(x), round((cap[1] + cap[3] - px) / 2), px, False), (*INK[:3], 0.75))

    def _bar(self, box: Rect, value: float) -> None:
        radius = (box[3] - box[1]) / 2
        self._rounded(box, radius, TRACK)
        if value > 0:
            self._rounded(box, radius, AMBER, NONE, 0, value)

    def _words(self, line: Line, colour: Colour, shadow: bool = False) -> None:
        key = ("words", line.text, line.capitals_px, line.bold)
        if key not in self._textures:
            self._keep(key, text.picture(line.text, line.capitals_px, line.bold)[:, :, None])
        texture = self._textures[key]
        self._textures.move_to_end(key)
        left, top = line.x, line.y - text.box(line.capitals_px, line.bold)[1]
        if shadow:
            away = max(1, round(line.capitals_px * 0.05))
            for dx, dy in ((away, away), (-away, 0)):
                self._textured(texture, (left + dx, top + dy), SHADOW)
        self._textured(texture, (left, top), colour)

    def _picture(self, name: str, box: Rect) -> None:
        wide, tall = round(box[2] - box[0]), round(box[3] - box[1])
        key = ("picture", name, wide, tall)
        if key not in self._textures:
            self._keep(key, icons.draw(name, wide, tall))
        self._textures.move_to_end(key)
        self._textured(self._textures[key], (round(box[0]), round(box[1])), (1.0, 1.0, 1.0, 1.0))

    def _keep(self, key: tuple, pixels: np.ndarray) -> None:
        height, wide, channels = pixels.shape
        texture = self._context.texture((wide, height), channels, np.ascontiguousarray(pixels).tobytes(), alignment=1)
        if channels == 1:
            texture.swizzle = "111R"
        texture.filter = (moderngl.NEAREST, moderngl.NEAREST)
        self._textures[key] = texture
        if len(self._textures) > _KEPT:
            self._textures.popitem(last=False)[1].release()

    def _textured(self, texture: moderngl.Texture, at: tuple[float, float], tint: Colour) -> None:
        texture.use(0)
        box = (at[0], at[1], at[0] + texture.width, at[1] + texture.height)
        self.drawn.append(box)
        set_uniforms(
            self._word,
            view=tuple(float(v) for v in self._size),
            box=tuple(map(float, box)),
            picture=0,
            tint=tint,
            grow=0.0,
        )
        self._word_array.render(moderngl.TRIANGLE_STRIP, vertices=4)

    def _rounded(
        self, box: Rect, radius: float, fill: Colour, edge: Colour = NONE, edge_px: float = 0.0, share: float = 1.0
    ) -> None:
        """A rounded box; only the left `share` of it is filled."""
        self.drawn.append(box)
        set_uniforms(
            self._box,
            view=tuple(float(v) for v in self._size),
            box=tuple(map(float, box)),
            grow=1.0,
            radius=float(radius),
            fill=fill,
            edge=edge,
            edge_px=float(edge_px),
            share=float(share),
        )
        self._box_array.render(moderngl.TRIANGLE_STRIP, vertices=4)
