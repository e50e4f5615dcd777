"""Smooth edges round near figures and things on software GL, where nothing is multisampled.

The scene is copied (a plain copy of memory) and, in small boxes round limbs and lanterns alone, stairs along edges
are mixed with what is beside them. To multisample the whole view would cost the processor ten milliseconds a frame.
"""

from __future__ import annotations

import moderngl
import numpy as np

from game.render.context import SRGB8_ALPHA8, program
from game.render.uniforms import set_uniforms

_MOST_BOXES = 48


class Smooth:
    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._program = program(context, "smooth")
        self._boxes = context.buffer(reserve=_MOST_BOXES * 16, dynamic=True)
        self._array = context.vertex_array(self._program, [(self._boxes, "4f/i", "in_box")])
        self._copy: moderngl.Framebuffer | None = None

    def draw(self, scene: moderngl.Framebuffer, boxes: np.ndarray) -> None:
        """Smooths `scene` within the (N, 4) `boxes`: left, bottom, right, top in pixels."""
        width, height = scene.size
        boxes = np.clip(boxes, 0, (width, height, width, height))
        boxes = boxes[np.isfinite(boxes).all(axis=1)][:_MOST_BOXES]
        if len(boxes) == 0:
            return
        if self._copy is None or self._copy.size != scene.size:
            if self._copy is not None:
                self._copy.color_attachments[0].release()
                self._copy.release()
            texture = self._context.texture(scene.size, 4, internal_format=SRGB8_ALPHA8)
            texture.repeat_x = texture.repeat_y = False
            self._copy = self._context.framebuffer([texture])
        self._context.copy_framebuffer(self._copy, scene)
        scene.use()
        self._copy.color_attachments[0].use(0)
        self._boxes.orphan()
        self._boxes.write(boxes.astype(np.float32).tobytes())
        set_uniforms(self._program, picture=0, pixel=(1 / width, 1 / height))
        self._context.disable(moderngl.DEPTH_TEST)
        self._array.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=len(boxes))
        self._context.enable(moderngl.DEPTH_TEST)


def boxes_round(places: np.ndarray, reach_px: np.ndarray, groups: list[list[int]]) -> np.ndarray:
    """(G, 4) boxes: for each group of the (N, 2) `places` in pixels, all of them with `reach_px` (N,) round each."""
    low, high = places - reach_px[:, None], places + reach_px[:, None]
    rows = [(*np.floor(low[group].min(axis=0)), *np.ceil(high[group].max(axis=0))) for group in groups]
    return np.array(rows).reshape(-1, 4)
