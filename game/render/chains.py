"""Handing both eyes' pictures to the runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

import moderngl

from game.openxr.data import View as EyeView
from game.openxr.errors import HeadsetLostError
from game.render.context import program

if TYPE_CHECKING:
    from game.openxr.graphics import Swapchain
    from game.openxr.session import Session


class Chains:
    """The runtime's pictures of both eyes, each a target to copy to."""

    def __init__(
        self,
        session: Session,
        context: moderngl.Context,
        size: tuple[int, int],
        pictures: tuple[moderngl.Framebuffer, ...],
    ) -> None:
        self._context, self._pictures = context, pictures
        self._decode = program(context, "copy", "screen")
        self._decoding = context.vertex_array(self._decode, [])
        self._chains: list[Swapchain] = [session.swapchain(size) for _ in pictures]
        self._lent = [
            [context.framebuffer([context.external_texture(image, size, 4, 0, "f1")]) for image in chain.images]
            for chain in self._chains
        ]

    def hand_over(self, eyes: tuple[EyeView, EyeView]) -> list[tuple[EyeView, Swapchain]]:
        """Copies both pictures; () where the headset was lost meanwhile."""
        try:
            for chain, lent, picture in zip(self._chains, self._lent, self._pictures, strict=True):
                index = chain.acquire()
                if chain.srgb:
                    self._context.copy_framebuffer(lent[index], picture)
                else:  # such a picture holds light as it is, so ours is decoded
                    lent[index].use()
                    picture.color_attachments[0].use(0)
                    self._decoding.render(vertices=3)
                chain.release()
        except HeadsetLostError:
            return []
        return list(zip(eyes, self._chains, strict=True))

    def close(self) -> None:
        for chain, lent in zip(self._chains, self._lent, strict=True):
            for target in lent:
                target.release()
            chain.close()
