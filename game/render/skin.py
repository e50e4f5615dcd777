"""The skin of one's own hands on the GPU: amber, lit by the world, with a dark line round it."""

from __future__ import annotations

from dataclasses import dataclass

import moderngl
import numpy as np

from game.drawlist import COLOURS
from game.openxr.data import SIDES, Side
from game.render import hands, palette
from game.render.context import program, source
from game.render.gather import Lamp
from game.render.hands import OwnHand
from game.render.uniforms import set_light, set_uniforms
from game.render.view import View

_AS_NEAR = 0.75
_LINE_M, _LINE_PX = 0.0009, 1.3  # the dark line's width: the one, and no less than the other
_CARRIED = ("at", "normal", "lit")


@dataclass(frozen=True, slots=True, eq=False)
class _Mesh:
    """One side's hand: `resting` turns it into `carried`, which `drawn` reads."""

    resting: moderngl.VertexArray
    carried: moderngl.Buffer
    drawn: moderngl.VertexArray


class Skin:
    """`carry` once a frame, then `draw` for each eye."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._carry = context.program(vertex_shader=source("hand_carried.vert"), varyings=_CARRIED)
        self._program = program(context, "hand")
        self._meshes: dict[Side, _Mesh] = {}
        self._seen: tuple[Side, ...] = ()

    def carry(self, own: tuple[OwnHand, ...], view: View, colours: palette.Palette, lamps: tuple[Lamp, ...]) -> None:
        """Where the hands are in this frame, and the light on them."""
        self._seen = tuple(hand.side for hand in own)
        if own:
            set_light(self._carry, view, colours, lamps)
        for hand in own:
            if hand.side not in self._meshes:
                self._meshes[hand.side] = self._upload(hand.side)
            set_uniforms(self._carry, bones=np.swapaxes(hands.skin_of(hand), 1, 2))
            mesh = self._meshes[hand.side]
            mesh.resting.transform(mesh.carried)

    def draw(self, view: View) -> None:
        """The hands as one eye sees them. Depth is tested and written."""
        if not self._seen:
            return
        set_uniforms(
            self._program,
            clip_from_room=view.clip_from_room,
            eye=view.eye,
            amber=np.array(COLOURS["amber"][:3]),
            rim=np.array(COLOURS["rim"][:3]),
            pixel=_LINE_PX / view.pixels_per_radian,
            as_near=_AS_NEAR,
        )
        self._context.enable(moderngl.CULL_FACE)
        for grown, hidden in ((0.0, "back"), (_LINE_M, "front")):
            self._context.cull_face = hidden
            set_uniforms(self._program, grown=grown)
            for side in self._seen:
                self._meshes[side].drawn.render()
        self._context.cull_face = "back"
        self._context.disable(moderngl.CULL_FACE)

    def _upload(self, side: Side) -> _Mesh:
        model = hands.model()
        assert model.joints is not None
        assert model.weights is not None
        mirror = np.array([1.0 if side == SIDES[1] else -1.0, 1.0, 1.0])
        triangles = model.triangles if side == SIDES[1] else model.triangles[:, ::-1]
        rows = np.concatenate([model.positions * mirror, model.normals * mirror, model.joints, model.weights], axis=1)
        names = ("in_position", "in_normal", "in_joints", "in_weights")
        resting = self._context.buffer(rows.astype(np.float32).tobytes())
        carried = self._context.buffer(reserve=len(rows) * 9 * 4, dynamic=True)
        colours = self._context.buffer(np.ascontiguousarray(model.colours[:, :3], np.float32).tobytes())
        index = self._context.buffer(np.ascontiguousarray(triangles, np.uint32).tobytes())
        drawn = [(carried, "3f 3f 3f", "in_at", "in_normal", "in_lit"), (colours, "3f", "in_colour")]
        return _Mesh(
            self._context.vertex_array(self._carry, [(resting, "3f 3f 4f 4f", *names)], mode=moderngl.POINTS),
            carried,
            self._context.vertex_array(self._program, drawn, index),
        )
