"""Multisampling a part of a view only: a small picture of things, drawn apart and laid over the scene."""

from __future__ import annotations

import moderngl
import numpy as np

from game.render.context import SRGB8_ALPHA8, program
from game.render.uniforms import set_uniforms

_SAMPLES = 4
_LARGEST = 0.45  # of the view's pixels: beyond this the edges stay as they are
_STEP = 64  # sizes are rounded up to this many pixels, so that the patch is seldom made anew


class Patch:
    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._lay = program(context, "patch", "screen")
        self._lay_array = context.vertex_array(self._lay, [])
        self._size = (0, 0)
        self._target: moderngl.Framebuffer | None = None

    def begin(
        self, places: np.ndarray, reach_px: np.ndarray, view: tuple[int, int]
    ) -> tuple[int, int, int, int] | None:
        """Turns drawing to the patch that holds the (N, 2) `places` (pixels from the lower left) with `reach_px` (N,)
        round each.

        Its box (left, bottom, width, height), or None where there is nothing to smooth or too much.
        """
        if len(places) == 0 or not np.isfinite(places).all():
            return None
        low = np.clip((places - reach_px[:, None]).min(axis=0), 0, view).astype(int)
        high = np.clip((places + reach_px[:, None]).max(axis=0) + 1, 0, view).astype(int)
        size = high - low
        if (size < 2).any() or size[0] * size[1] > _LARGEST * view[0] * view[1]:
            return None
        self._make_room(int(size[0]), int(size[1]))
        assert self._target is not None
        self._target.use()
        self._target.clear(depth=1.0, viewport=(0, 0, int(size[0]), int(size[1])))
        box = (int(low[0]), int(low[1]), int(size[0]), int(size[1]))
        self.go_on(box, view)
        return box

    def go_on(self, box: tuple[int, int, int, int], view: tuple[int, int]) -> None:
        """Turns drawing to the patch of that box again."""
        assert self._target is not None
        self._target.use()
        self._context.viewport = (-box[0], -box[1], *view)

    def lay(self, box: tuple[int, int, int, int], onto: moderngl.Framebuffer) -> None:
        """Lays what was drawn since `begin` over `onto`."""
        assert self._target is not None
        onto.use()
        self._context.scissor = box
        self._target.color_attachments[0].use(0)
        self._target.depth_attachment.use(1)
        set_uniforms(self._lay, picture=0, depths=1, corner=box[:2])
        self._context.enable(moderngl.BLEND)
        self._lay_array.render(vertices=3)
        self._context.disable(moderngl.BLEND)
        self._context.scissor = None

    def _make_room(self, width: int, height: int) -> None:
        wanted = tuple(max(old, -(-new // _STEP) * _STEP) for old, new in zip(self._size, (width, height), strict=True))
        if wanted == self._size:
            return
        if self._target is not None:
            for part in (*self._target.color_attachments, self._target.depth_attachment, self._target):
                part.release()
        self._size = wanted
        colour = self._context.texture(wanted, 4, samples=_SAMPLES, internal_format=SRGB8_ALPHA8)
        depth = self._context.depth_texture(wanted, samples=_SAMPLES)
        self._target = self._context.framebuffer([colour], depth)
