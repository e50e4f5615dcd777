"""The skin of one's own hands on the GPU: amber, lit by the world, with a dark line round it."""

from __future__ import annotations

import moderngl
import numpy as np

from game.drawlist import COLOURS
from game.openxr.data import SIDES, Side
from game.render import hands, palette
from game.render.context import program
from game.render.gather import Lamp
from game.render.hands import OwnHand
from game.render.uniforms import set_light, set_uniforms
from game.render.view import View

_AS_NEAR = 0.75
_LINE_M, _LINE_PX = 0.0009, 1.3  # the dark line's width: the one, and no less than the other


class Skin:
    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._program = program(context, "hand")
        self._arrays: dict[Side, moderngl.VertexArray] = {}
        self._carried: list[tuple[Side, bytes]] = []

    def carry(self, own: tuple[OwnHand, ...]) -> None:
        """Once a frame: where the hands are."""
        self._carried = [
            (hand.side, np.swapaxes(hands.skin_of(hand), 1, 2).astype(np.float32).tobytes()) for hand in own
        ]

    def draw(self, view: View, colours: palette.Palette, lamps: tuple[Lamp, ...]) -> None:
        """The hands as one eye sees them. Depth is tested and written."""
        if not self._carried:
            return
        set_light(self._program, view, colours, lamps)
        set_uniforms(
            self._program,
            clip_from_room=view.clip_from_room,
            amber=np.array(COLOURS["amber"][:3]),
            rim=np.array(COLOURS["rim"][:3]),
            pixel=_LINE_PX / view.pixels_per_radian,
            as_near=_AS_NEAR,
        )
        self._context.enable(moderngl.CULL_FACE)
        for side, bones in self._carried:
            if side not in self._arrays:
                self._arrays[side] = self._upload(side)
            self._program["bones"].write(bones)
            for grown, hidden in ((0.0, "back"), (_LINE_M, "front")):
                self._context.cull_face = hidden
                set_uniforms(self._program, grown=grown)
                self._arrays[side].render()
        self._context.cull_face = "back"
        self._context.disable(moderngl.CULL_FACE)

    def _upload(self, side: Side) -> moderngl.VertexArray:
        model = hands.model()
        assert model.joints is not None
        assert model.weights is not None
        mirror = np.array([1.0 if side == SIDES[1] else -1.0, 1.0, 1.0])
        triangles = model.triangles if side == SIDES[1] else model.triangles[:, ::-1]
        rows = np.concatenate(
            [model.positions * mirror, model.normals * mirror, model.colours[:, :3], model.joints, model.weights],
            axis=1,
        )
        buffer = self._context.buffer(rows.astype(np.float32).tobytes())
        index = self._context.buffer(np.ascontiguousarray(triangles, np.uint32).tobytes())
        names = ("in_position", "in_normal", "in_colour", "in_joints", "in_weights")
        return self._context.vertex_array(self._program, [(buffer, "3f 3f 3f 4f 4f", *names)], index)
